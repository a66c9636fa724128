"""Actions coded by hand: taken in whole or not at all, once, each in its cell and with a trace to its line."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import Workbook

from db import action_rows, counting, queries
from db.connection import open_database
from db.records import ActionRow
from extractor.core.model import Decision
from tests.made import AT
from tests.rounds import Replied, store_replies, veeduria

HEADS = ("id", "institution", "unit", "level", "obligation", "kind", "source", "period", "text", "document", "page")
ROWS = (
    ("a1", "MINSA", "", "proteccion", "minsa.prot.otras", "action", "informe_2010", "May 2010-Oct 2011",
     "Se atendió a 12 víctimas en postas.", "informe.pdf", "41"),
    ("a2", "MINSA", "DIRESA Puno", "proteccion", "minsa.prot.otras", "no_action", "cartas", "",
     "No se ha registrado ninguna atención.", "", ""),
    ("a3", "PJ", "Corte Superior de Tacna", "prevencion", "pj.prev.otras", "", "Balance", "2",
     "=Charla a estudiantes <b>en Tacna</b>", "", ""),
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "v.db"


def coded_file(path: Path, rows: Sequence[Sequence[str]] = ROWS, heads: Sequence[str] = HEADS) -> Path:
    with path.open("w", newline="", encoding="utf8") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def actions(path: Path) -> list[ActionRow]:
    with open_database(path) as db:
        return list(action_rows.actions(db))


def test_every_row_stands_in_its_cell_also_those_that_report_nothing(path: Path, tmp_path: Path) -> None:
    result = veeduria(path, "import", str(coded_file(tmp_path / "c.csv")))
    assert (result.exit_code, result.output) == (0, "3 actions taken in.\n")
    cells = Counter((row.obligation, row.source, row.kind, row.unit) for row in actions(path))
    assert cells == {
        ("minsa.prot.otras", "informe_2010", "action", None): 1,
        ("minsa.prot.otras", "cartas", "no_action", "DIRESA Puno"): 1,
        ("pj.prev.otras", "balance_2010", "action", "Corte Superior de Tacna"): 1,
    }


def test_a_file_of_coded_actions_is_no_letter(path: Path, tmp_path: Path) -> None:
    veeduria(path, "import", str(coded_file(tmp_path / "c.csv")))
    assert veeduria(path, "export", "letters", "--format", "jsonl").output == ""
    assert len(veeduria(path, "export", "actions", "--format", "jsonl").output.splitlines()) == 3


def test_a_row_leads_back_to_its_document_or_its_line(path: Path, tmp_path: Path) -> None:
    veeduria(path, "import", str(coded_file(tmp_path / "c.csv")))
    traces = {row.text[:8]: (row.document, row.page) for row in actions(path)}
    assert traces == {"Se atend": ("informe.pdf", 41), "No se ha": ("c.csv", 3), "=Charla ": ("c.csv", 4)}
    assert veeduria(path, "verify").output == "1 original checked: no faults.\n"


def test_dates_are_kept_as_written_and_decide_the_period(path: Path, tmp_path: Path) -> None:
    veeduria(path, "import", str(coded_file(tmp_path / "c.csv")))
    found = {row.text[:8]: (row.written, row.period, row.crosses) for row in actions(path)}
    assert found == {
        "Se atend": ("May 2010-Oct 2011", 2, True),
        "No se ha": ("", None, False),
        "=Charla ": ("2", 2, False),
    }


def test_the_same_rows_from_a_workbook_or_json_lines_are_the_same_actions(path: Path, tmp_path: Path) -> None:
    rows = [[cell.removeprefix("=") for cell in row] for row in ROWS]  # which a workbook would calculate
    book = Workbook()
    assert book.active is not None
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    lines = [json.dumps(dict(zip(HEADS, row, strict=True))) for row in rows]
    (tmp_path / "c.jsonl").write_text("\n".join(lines) + "\n", "utf8")
    assert veeduria(path, "import", str(tmp_path / "c.xlsx")).output == "3 actions taken in.\n"
    assert veeduria(path, "import", str(tmp_path / "c.jsonl")).output == "0 actions taken in, 3 were known.\n"


def test_importing_again_changes_nothing(path: Path, tmp_path: Path) -> None:
    file = str(coded_file(tmp_path / "c.csv"))
    veeduria(path, "import", file)
    before = actions(path)
    assert veeduria(path, "import", file).output == "0 actions taken in, 3 were known.\n"
    assert actions(path) == before
    with open_database(path) as db:
        assert db.connection.execute("SELECT count(*) FROM runs").fetchone() == (1,)


def test_a_file_with_faults_is_not_taken_in_at_all(path: Path, tmp_path: Path) -> None:
    wrong = (
        ("b1", "PJ", "", "proteccion", "minsa.prot.otras", "idea", "radio", "", "", "", "x"),
        ("a1", "MINSA", "", "persecucion", "minsa.prot.otras", "", "cartas", "", "Otra", "", ""),
        ("a1", "MINSA", "", "", "minsa.prot.otras", "", "cartas", "", "Otra", "", ""),
        ("", "", "", "", "nada", "", "cartas", "", "Otra", "", ""),
    )
    result = veeduria(path, "import", str(coded_file(tmp_path / "c.csv", (*ROWS, *wrong))))
    places = [line.partition(":")[0] for line in result.output.splitlines() if line.startswith("line")]
    assert places == [
        "line 5, column institution",
        "line 5, column source",
        "line 5, column text",
        "line 5, column kind",
        "line 5, column page",
        "line 6, column level",
        "line 7, column id",
        "line 8, column obligation",
    ]
    assert (result.exit_code, path.exists()) == (2, False)


def test_equal_rows_without_ids_are_a_fault_and_with_ids_two_actions(path: Path, tmp_path: Path) -> None:
    heads, row = ("obligation", "source", "text"), ("minsa.prot.otras", "cartas", "Se atendió en postas.")
    result = veeduria(path, "import", str(coded_file(tmp_path / "c.csv", (row, row), heads)))
    assert "line 3, column text" in result.output
    two = (("1", *row), ("2", *row))
    assert "2 actions" in veeduria(path, "import", str(coded_file(tmp_path / "c.csv", two, ("id", *heads)))).output


def test_a_row_that_was_changed_replaces_the_old_one_only_if_asked(path: Path, tmp_path: Path) -> None:
    veeduria(path, "import", str(coded_file(tmp_path / "c.csv")))
    changed = coded_file(tmp_path / "c.csv", ((*ROWS[0][:8], "Se atendió a 21 víctimas.", "", ""), *ROWS[1:]))
    refused = veeduria(path, "import", str(changed))
    assert (refused.exit_code, "line 2, column id" in refused.output, len(actions(path))) == (2, True, 3)
    done = veeduria(path, "import", str(changed), "--changed", "replace")
    assert done.output == "1 action taken in, 1 of them in place of others, 2 were known.\n"
    assert sorted(row.text[:15] for row in actions(path)) == ["=Charla a estud", "No se ha regist", "Se atendió a 21"]
    with open_database(path) as db:  # nothing is forgotten
        assert [(d.verdict, d.note) for d in queries.decisions(db)][-2:] == [
            ("rejected", "c.csv:2"),
            ("accepted", None),
        ]


def test_an_import_is_one_act_and_can_be_taken_back_and_repeated(path: Path, tmp_path: Path) -> None:
    from db.store import open_store

    file = str(coded_file(tmp_path / "c.csv"))
    veeduria(path, "import", file, "--reviewer", "Ana")
    with open_store(path) as store:
        assert store.undo("Ana", AT) == ()  # no key press takes back a whole file
        assert len(store.undo_import(sha256(Path(file).read_bytes()).hexdigest(), "Ana", AT)) == 3
    assert actions(path) == []
    assert veeduria(path, "import", file, "--reviewer", "Ana").output == "3 actions taken in.\n"
    assert len(actions(path)) == 3


def test_a_file_may_leave_the_source_to_the_option(path: Path, tmp_path: Path) -> None:
    file = coded_file(tmp_path / "c.csv", (("minsa.prot.otras", "Feria"),), ("obligation", "text"))
    assert veeduria(path, "import", str(file)).exit_code == 2
    assert veeduria(path, "import", str(file), "--source", "radio").exit_code == 2
    assert veeduria(path, "import", str(file), "--source", "press").exit_code == 0
    assert [row.source for row in actions(path)] == ["press"]


def test_a_reviewed_statement_that_nothing_was_done_fills_no_cell(path: Path) -> None:
    from db.store import open_store

    store_replies(path, [Replied("n.pdf", "MINSA", texts=("No se ha registrado ningún caso.",))])
    with open_store(path) as store:
        (row,) = queries.statements(store)
        store.decide([Decision(row.id, "accepted", None, "{}", "Ana", AT, row.content_hash)])
    assert actions(path) == []


def test_a_coded_file_is_no_reply_and_no_letter_of_an_unknown_body(path: Path, tmp_path: Path) -> None:
    veeduria(path, "import", str(coded_file(tmp_path / "c.csv")))
    with open_database(path) as db:
        found = counting.status(db)
        assert (found.institutions_unknown, found.standings) == (0, {})
    assert "0 replies linked, 0 doubtful, 0 that fit no request" in veeduria(path, "requests", "link").output


def test_reading_all_letters_again_leaves_coded_actions_alone(path: Path, tmp_path: Path) -> None:
    veeduria(path, "import", str(coded_file(tmp_path / "c.csv")))
    before = actions(path)
    assert veeduria(path, "ingest", "--again", "--workers", "1", "--ocr", "off").exit_code == 0
    assert actions(path) == before


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_taken_in_within_bounds(path: Path, tmp_path: Path) -> None:
    many = ((f"n{n}", *ROWS[n % 3][1:]) for n in range(100_000))
    file = coded_file(tmp_path / "c.csv", list(many))
    alone = (  # a process of its own: this one may have held more before
        "import sys; from extractor.cli import build; build()(sys.argv[1:], standalone_mode=False);"
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1])"
    )
    command = [sys.executable, "-c", alone, "--db", str(path), "import", str(file)]
    said, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert "100000 actions taken in" in said
    assert int(peak) < 600_000  # kB
