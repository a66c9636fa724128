"""A round of 60 letters by three people, half of it read twice, ends in one table whose rows cite their readings."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from db import queries
from db.assignments import letters_of
from db.audit import audit
from db.connection import open_database
from db.disputes import disputed, readings_of
from db.records import StatementRow
from db.seen_by import seen_by
from db.store import Store, open_store
from db.twofold import misplaced
from extractor.core.model import Decision
from tests.made import AT
from tests.rounds import Replied, store_replies, veeduria

TALKS, REFERRALS = "minedu.prev.sensibilizacion", "minedu.prev.derivacion"
PEOPLE = ("Ana", "Eva", "Luz")
WRONG = {"Ana": 7, "Eva": 11, "Luz": 13}  # every so many statements this reviewer files it otherwise


def filed_by(reviewer: str, row: StatementRow) -> str:
    """What this scripted reviewer files a statement under: the same as the others, but for planted slips."""
    number = int(row.document.removeprefix("carta").removesuffix(".pdf")) * 3 + row.start % 3
    return REFERRALS if number % WRONG[reviewer] == 0 else TALKS


def read_own_letters(store: Store, reviewer: str) -> int:
    """Decide, as this reviewer, on every statement of the letters that are given to them."""
    with seen_by(store.path, reviewer) as db:
        given = letters_of(db, reviewer)
        rows = [row for row in queries.statements(db) if row.sha256 in given]
    store.decide([Decision(r.id, "corrected", filed_by(reviewer, r), "{}", reviewer, AT, r.content_hash) for r in rows])
    return len(rows)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("round") / "round.db"
    texts = ("Se realizó un taller para docentes.", "Se capacitó a 40 docentes.", "Se organizó una charla.")
    store_replies(path, [Replied(f"carta{n}.pdf", "MINEDU", texts=texts) for n in range(60)])
    to = [part for name in PEOPLE for part in ("--to", name)]
    assert veeduria(path, "assign", *to, "--twice", "50", "--without-suggestions", "20", "--seed", "3").exit_code == 0
    with open_store(path) as store:
        assert all(read_own_letters(store, name) for name in PEOPLE)
    return path


def test_a_round_ends_in_one_table_whose_every_row_cites_its_readings(path: Path) -> None:
    with open_store(path) as store:
        twice = store.connection.execute("SELECT count(DISTINCT document) FROM readers WHERE blind = 1").fetchone()[0]
        planted = {
            row.id
            for row in queries.statements(store)
            if len(names := two_of(store, row.sha256)) == 2 and len({filed_by(name, row) for name in names}) == 2
        }
        waiting = [statement for _, statement in disputed(store)]
        assert twice == 30 and set(waiting) == planted and len(planted) > 10
    below = veeduria(path, "report", "matrix", "MINEDU", "--format", "md").output
    assert f"{len(planted)} textos están en lectura doble" in below
    with open_store(path) as store, open_database(path) as db:
        for number, statement in enumerate(waiting):
            row, (one, _other) = queries.statement(db, statement), readings_of(db, statement)
            right = TALKS if number % 2 else one.obligation
            store.adjudge(Decision(row.id, "corrected", right, "{}", "Rosa", AT, row.content_hash), "one")
    rows = [json.loads(line) for line in veeduria(path, "export", "actions", "--format", "jsonl").output.splitlines()]
    assert len(rows) == 180
    once = [row for row in rows if not row["readings"]]
    both = [row for row in rows if row["readings"]]
    assert len(both) == 90 and len(once) == 90 and all(row["reviewer"] in PEOPLE for row in once)
    assert all(len({one["reviewer"] for one in row["readings"]}) == 2 for row in both)
    ruled = [row for row in both if row["ruling"]]
    assert len(ruled) == len(planted) and all(row["ruling"]["reviewer"] == "Rosa" == row["reviewer"] for row in ruled)
    assert "lectura doble" not in veeduria(path, "report", "matrix", "MINEDU", "--format", "md").output
    with open_database(path) as db:
        assert audit(db.connection) == [] and list(misplaced(db.connection)) == []
    assert "Nothing is disputed" in veeduria(path, "adjudicate").output


def two_of(store: Store, document: str) -> tuple[str, ...]:
    query = "SELECT reviewer FROM readers WHERE document = ? AND blind = 1"
    return tuple(name for (name,) in store.connection.execute(query, (document,)))


def test_agreement_is_of_the_readings_not_of_the_rulings_and_told_apart_without_suggestions(path: Path) -> None:
    rows = [json.loads(line) for line in veeduria(path, "agreement", "--format", "jsonl").output.splitlines()]
    of = {(row["about"], tuple(row["readers"] or ()), row["suggestions"]): row for row in rows if not row["body"]}
    everybody = of["obligation", (), None]
    assert everybody["n"] == 90 and 0.6 < everybody["percent"]["value"] < 1
    shown, bare = of["obligation", (), True], of["obligation", (), False]
    assert shown["n"] + bare["n"] == 90 and bare["n"] > 0
    led = Counter(row["suggestions"] for row in rows if row["readers"] == ["*", "veeduria"])
    assert led == {True: 3, False: 3}
    assert "without suggestions" in veeduria(path, "agreement").output
