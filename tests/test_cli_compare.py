"""`veeduria compare`, as typed and as asked: only a person's word makes two tellings one action; it can be undone."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from db import action_rows, queries
from db.comparisons import Compared, compared, merged, say, settled, take_back
from db.connection import open_database
from db.decisions import Refused
from db.store import Store, open_store
from extractor.cli import build
from tests.drawn import drawn
from tests.made import AT, PACK, reading, saved

ROWS = """obligation,source,unit,period,text
minedu.prev.sensibilizacion,cartas,DRE Puno,Junio 2011,"Se capacitó a 180 docentes de Puno en la prevención de la trata, con la agraviada Rosa Huamán Quispe."
minedu.prev.sensibilizacion,informe_2011,,,"Capacitación a 180 docentes de la región Puno en prevención de la trata"
minedu.prev.sensibilizacion,balance_2010,,,"En Puno fueron capacitados 180 docentes en la prevención de la trata de personas"
gr.prev.otras,cartas,GR Tacna,,"Se firmó un convenio con la cámara de comercio"
minedu.prev.sensibilizacion,cartas,DRE Puno,Julio 2010,"No se ha registrado ninguna capacitación de docentes"
"""  # noqa: E501


def run(*arguments: object, db: Path) -> Result:
    return CliRunner().invoke(build(), [*map(str, arguments), "--db", str(db)])


def pairs(db: Path, *arguments: object) -> list[dict[str, Any]]:
    result = run("compare", "--format", "jsonl", *arguments, db=db)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def ids(record: dict[str, Any]) -> tuple[str, str]:
    return record["one"]["id"], record["other"]["id"]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path, rows = tmp_path / "v.db", tmp_path / "coded.csv"
    rows.write_text(ROWS, "utf8")
    assert run("import", rows, db=path).exit_code == 0
    return path


# --- the command -----------------------------------------------------------------------------------------------------


def test_pairs_are_listed_with_score_reasons_and_where_each_is_told(db: Path) -> None:
    found = pairs(db)
    assert len(found) == 3
    assert {record["one"]["source"] for record in found} | {record["other"]["source"] for record in found} == {
        "cartas",
        "informe_2011",
        "balance_2010",
    }
    assert all("180" in reason["shared"] for r in found for reason in r["reasons"] if reason["about"] == "counts")
    assert [record["score"] for record in found] == sorted((record["score"] for record in found), reverse=True)
    said = run("compare", db=db).output
    assert "3 pairs" in said and "coded.csv, line 2" in said and "page" not in said


def test_private_data_is_masked_unless_a_reason_is_given_and_kept(db: Path) -> None:
    assert "Rosa" not in run("compare", db=db).output + json.dumps(pairs(db))
    assert "Rosa" in run("compare", "--unmasked", "cotejo con el original", db=db).output
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT what, reason FROM disclosures").fetchall() == [
            ("compare", "cotejo con el original")
        ]


def test_what_is_said_to_be_the_same_is_not_asked_again_and_counts_once(db: Path) -> None:
    first, second, third = map(ids, pairs(db))
    assert run("compare", "--same", *first, "--same", *second, db=db).exit_code == 0
    assert pairs(db) == []  # the third pair follows from the two
    with open_database(db) as opened:
        groups = merged(opened)
        assert len({groups.get(row.id, row.id) for row in action_rows.actions(opened)}) == 3
        assert len({groups[opened.stored_id(id)] for id in third}) == 1
    assert [(record["verdict"], record["score"]) for record in pairs(db, "--decided")] == [("same", None)] * 2


def test_a_text_repeated_of_another_period_is_on_the_page_of_the_body_until_it_is_settled(tmp_path: Path) -> None:
    path, rows = tmp_path / "v.db", tmp_path / "coded.csv"
    text = "Se dictaron charlas sobre la trata en los colegios de Juliaca y sus alrededores."
    years = "".join(f"minedu.prev.sensibilizacion,cartas,Junio {year},{text}\n" for year in (2010, 2011))
    rows.write_text(f"obligation,source,period,text\n{years}", "utf8")
    assert run("import", rows, db=path).exit_code == 0
    (pair,) = pairs(path)
    assert pair["repeated"] and "se repiten" in run("report", "body", "MINEDU", db=path).output
    assert run("compare", "--different", *ids(pair), db=path).exit_code == 0
    assert "se repiten" not in run("report", "body", "MINEDU", db=path).output


def test_the_last_word_is_taken_back(db: Path) -> None:
    first = ids(pairs(db)[0])
    assert run("compare", "--different", *first, db=db).exit_code == 0
    assert first not in map(ids, pairs(db))
    assert run("compare", "--undo", "--reviewer", "somebody else", db=db).exit_code == 2
    assert run("compare", "--undo", db=db).exit_code == 0
    assert first in map(ids, pairs(db))
    assert run("compare", "--undo", db=db).exit_code == 2


def test_two_that_were_said_to_differ_never_become_one(db: Path) -> None:
    a, b, c = sorted({id for record in pairs(db) for id in ids(record)})
    assert run("compare", "--different", a, c, db=db).exit_code == 0
    result = run("compare", "--same", a, b, "--same", b, c, db=db)
    assert result.exit_code == 2 and "said that they differ" in result.output
    with open_database(db) as opened:
        assert merged(opened) == {}


@pytest.mark.parametrize("pair", [("nowhere", "there"), ("{a}", "{a}")])
def test_unknown_statements_and_a_statement_with_itself_are_refused(db: Path, pair: tuple[str, str]) -> None:
    a, _ = ids(pairs(db)[0])
    result = run("compare", "--same", *(id.format(a=a) for id in pair), db=db)
    assert result.exit_code == 2 and result.output.count("\n") == 1


def test_pairs_of_one_body_and_of_a_score(db: Path) -> None:
    assert len(pairs(db, "--body", "MINEDU")) == 3
    assert pairs(db, "--body", "GR") == []
    best = pairs(db)[0]["score"]
    assert all(record["score"] >= best for record in pairs(db, "--min-score", best))


def test_comparing_makes_no_database(tmp_path: Path) -> None:
    assert run("compare", "--same", "a", "b", db=tmp_path / "none.db").exit_code == 2
    assert not (tmp_path / "none.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_at_a_terminal_each_pair_is_asked_until_told_to_stop(db: Path) -> None:
    import pexpect

    command = [sys.executable, "-c", "from extractor.cli import main; main()", "compare", "--db", str(db)]
    child = pexpect.spawn(command[0], command[1:], encoding="utf8", timeout=20, env={"LANGUAGE": "en", "TERM": "xterm"})
    child.expect("1/3")
    child.expect("quit")
    child.sendline("s")
    child.expect("2/3")
    child.expect("quit")
    child.sendline("a")
    child.expect("3/3")
    child.expect("quit")
    child.sendline("q")
    child.expect(pexpect.EOF)
    (decided,) = pairs(db, "--decided")
    assert decided["verdict"] == "same" and decided["score"] > 0.5
    assert len(pairs(db)) == 2


# --- what is kept ----------------------------------------------------------------------------------------------------


def word(one: str, other: str, verdict: str = "same", reviewer: str = "ana") -> Compared:
    return Compared(one, other, verdict, 0.9, reviewer, AT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with made(tmp_path, 4) as store:
        yield store


def made(folder: Path, count: int) -> Store:
    store = open_store(folder / "w.db")
    texts = tuple(f"Se capacitó a {number} docentes en junio de 2011." for number in range(count))
    store.save([saved("a.pdf", reading("a.pdf", texts))], store.begin_run("1", PACK, {}, AT))
    return store


def statements(store: Store) -> list[str]:
    return sorted(row.id for row in queries.statements(store))


def test_what_was_said_is_never_changed_or_deleted(store: Store) -> None:
    a, b, *_ = statements(store)
    say(store, [word(a, b)])
    for change in (
        "UPDATE comparisons SET verdict = 'different'",
        "DELETE FROM comparisons",
        "INSERT OR REPLACE INTO comparisons SELECT * FROM comparisons",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            store.connection.execute(change)
    assert compared(store) == {(a, b): word(a, b)}


def test_a_later_word_counts_and_undoing_it_brings_the_earlier_one_back(store: Store) -> None:
    a, b, *_ = statements(store)
    say(store, [word(b, a)])
    say(store, [word(a, b, "different", "luis")])
    assert settled(store)(a, b) == "different" and merged(store) == {}
    assert take_back(store, "luis", AT) == word(a, b, "different", "luis")
    assert settled(store)(b, a) == "same" and merged(store) == {a: a, b: a}
    said = store.connection.execute("SELECT verdict FROM comparisons ORDER BY id").fetchall()
    assert [verdict for (verdict,) in said] == ["same", "different", "undone"]


def test_undoing_is_refused_where_the_earlier_word_would_contradict(store: Store) -> None:
    a, b, c, _ = statements(store)
    say(store, [word(a, b, "different", "luis")])
    say(store, [word(a, b)])
    say(store, [word(a, c, reviewer="eva"), word(b, c, reviewer="eva")])
    with pytest.raises(Refused, match="differ"):
        take_back(store, "ana", AT)
    assert merged(store) == {a: a, b: a, c: a}


def test_what_is_said_of_one_holds_for_its_group(store: Store) -> None:
    a, b, c, d = statements(store)
    say(store, [word(a, b), word(b, c, "different")])
    verdict = settled(store)
    assert verdict(a, c) == "different" and verdict(a, d) is None


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["same", "different", "undo"]), st.integers(0, 4), st.integers(0, 4), st.sampled_from("pq")
    ),
    max_size=14,
)


@settings(max_examples=drawn(40))
@given(ACTS)
def test_groups_are_what_follows_from_the_words_in_force_and_never_join_what_differs(
    acts: list[tuple[str, int, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, made(Path(folder), 5) as store:
        known = statements(store)
        for verdict, one, other, reviewer in acts:
            try:
                if verdict == "undo":
                    take_back(store, reviewer, AT)
                else:
                    say(store, [word(known[one], known[other], verdict, reviewer)])
            except Refused:
                continue
        groups, words = merged(store), compared(store).values()
        for pair in words:
            together = pair.one in groups and groups[pair.one] == groups.get(pair.other)
            assert together == (pair.verdict == "same")
        assert set(groups) == {id for pair in words if pair.verdict == "same" for id in (pair.one, pair.other)}
        for id, group in groups.items():
            assert group <= id and group in _reached(id, [(p.one, p.other) for p in words if p.verdict == "same"])


def _reached(start: str, links: list[tuple[str, str]]) -> set[str]:
    reached = {start}
    for _ in links:
        reached |= {b for a, b in links if a in reached} | {a for a, b in links if b in reached}
    return reached
