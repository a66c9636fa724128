"""What is counted of a round: letters answered, replies judged, actions by level, body and period."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from db.action_rows import actions
from db.connection import open_database
from extractor.publish.balance import ReportContext
from extractor.publish.counts import rate_tables
from extractor.publish.rates import Rate, percent, total
from extractor.publish.tables import ReportTable
from tests.rounds import PACK, Replied, published_round, register_of, store_replies, veeduria
from tests.test_imports import HEADS, coded_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "v.db"


def tables(path: Path) -> dict[str, ReportTable]:
    with open_database(path) as db:
        return {table.id: table for table in rate_tables(ReportContext(db, PACK, lambda text: text))}


def cells(table: ReportTable) -> dict[str, list[str]]:
    return {row.head[0]: [cell.text for cell in row.cells] for row in table.rows}


def test_the_published_wave_table_comes_out_to_the_digit(path: Path, tmp_path: Path) -> None:
    published_round(path, tmp_path)
    assert {head: shown[:3] for head, shown in cells(tables(path)["rates-wave"]).items()} == {
        "Primera carta (May 2010 – Ene 2011)": ["391", "130", "33%"],
        "Segunda carta (Feb 2011 – Dic 2011)": ["105", "55", "52%"],
        "Tercera carta (Ene 2012 – May 2012)": ["105", "59", "56%"],
        "Total": ["601", "244", "41%"],
    }


@pytest.fixture
def answered(path: Path, tmp_path: Path) -> Path:
    """Five requests: a good answer, a bad one, one that takes more time, none, and one with a bad and a good answer."""
    sent = "2011-02-14"
    rows = [(body, "", "1", sent, f"C {n}", "") for n, body in enumerate(("MINEDU", "MINSA", "PJ", "MTC", "DP"))]
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", rows)))
    store_replies(
        path,
        [
            Replied("a.pdf", "MINEDU", None, "2011-02-25", "C 0"),
            Replied("b.pdf", "MINSA", None, "2011-02-25", "C 1", "unsatisfactory", "nothing_done"),
            Replied("c.pdf", "PJ", None, "2011-02-25", "C 2", "unsatisfactory", "extension"),
            Replied("d.pdf", "DP", None, "2011-02-25", "C 4", "unsatisfactory", "nothing_done"),
            Replied("e.pdf", "DP", None, "2011-02-26", "C 4"),
        ],
    )
    veeduria(path, "requests", "link")
    return path


def test_of_several_answers_the_best_counts_and_more_time_is_none(answered: Path) -> None:
    found = tables(answered)
    assert cells(found["rates-type"]) == {
        "Responsable": ["4", "2", "50%", "1", "1", "50%"],
        "Vinculada": ["1", "1", "100%", "1", "0", "100%"],
        "Total": ["5", "3", "60%", "2", "1", "67%"],
    }
    assert list(cells(found["rates-scope"])) == ["Nacional"]
    assert cells(found["rates-body"])["Ministerio de Transportes y Comunicaciones"] == ["1", "0", "0%", "0", "0", ""]


def test_every_reply_is_judged_once_by_type_and_reason(answered: Path) -> None:
    found = tables(answered)
    assert cells(found["replies"]) == {"Responsable": ["1", "2", "0", "33%"], "Vinculada": ["1", "1", "0", "50%"]}
    assert cells(found["reasons"])["dice que no hizo ni registró nada"] == ["1", "1", "2"]
    assert sum(int(shown[-1]) for shown in cells(found["reasons"]).values()) == 5


def test_actions_are_counted_by_level_body_and_period_as_a_plain_counter_counts_them(
    path: Path, tmp_path: Path
) -> None:
    duties = ("minsa.prot.otras", "minsa.prev.otras", "pj.prev.otras")
    kinds, periods = ("action", "action", "planned", "no_action"), ("Abril 2011", "Julio 2011", "")
    rows = [
        (f"n{n}", "", "", "", duties[n % 3], kinds[n % 4], "cartas", periods[n % 5 % 3], f"Actividad {n}.", "", "")
        for n in range(60)
    ]
    veeduria(path, "import", str(coded_file(tmp_path / "c.csv", rows, HEADS)))
    done = [row for row in rows if row[5] == "action"]
    found = tables(path)
    level = {"prev": "Prevención", "prot": "Protección y asistencia"}
    place = {"Abril 2011": 1, "Julio 2011": 2, "": 3}
    by_level = Counter((level[row[4].split(".")[1]], place[row[7]]) for row in done)
    shown = cells(found["actions-level"])
    assert {(name, at): int(shown[name][at]) for name, at in by_level} == dict(by_level)
    assert shown["Total"][-1] == str(len(done))
    by_body = Counter(row[4].split(".")[0] for row in done)
    assert cells(found["actions-body"])["Ministerio de Salud"][-1] == str(by_body["minsa"])
    assert cells(found["actions-period"])["Poder Judicial"][-1] == str(by_body["pj"])
    with open_database(path) as db:
        assert len(list(actions(db))) == len(rows)


def test_an_empty_database_has_no_tables(path: Path) -> None:
    store_replies(path, [])
    assert tables(path) == {}


def test_nothing_is_a_percentage_of_nothing() -> None:
    assert (percent(0, 0), percent(1, 3)) == (None, 100 / 3)
    assert total([Rate("a", 3, 2, 1, 0), Rate("b", 1, 1, 0, 1)], "x") == Rate("x", 4, 3, 1, 1)
