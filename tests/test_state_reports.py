"""Reports on many bodies: their actions without dates fall into the days that the report is about, if anybody says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db import action_rows, queries
from db.connection import open_database
from db.store import open_store
from extractor.review.detail_form import read_covers
from extractor.review.records import Ask
from extractor.review.session import ReviewSession
from tests.pdfs import letter_pdf, paragraphs
from tests.rounds import PACK, veeduria

TEXT = "Se difundieron afiches sobre la trata de personas en hospitales de Tacna."
NOBODYS = "Se capacitó a 40 personas en la detección de víctimas de trata."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a report whose one action of MINSA is confirmed, and one statement that is nobody's."""
    file = tmp_path / "informe.pdf"
    file.write_bytes(letter_pdf(*paragraphs("MINISTERIO DE SALUD", TEXT, "CONCLUSIONES", NOBODYS)))
    path = tmp_path / "v.db"
    said = ingest(path)
    assert "informe.pdf: report on many bodies: " in said and "about with --period" in said
    with open_database(path) as db:
        (id,) = (row.id for row in queries.statements(db) if row.text == TEXT)
    assert veeduria(path, "decide", id, "--obligation", "minsa.prev.otras").exit_code == 0
    return path


def ingest(path: Path, *options: str) -> str:
    file = str(path.with_name("informe.pdf"))
    result = veeduria(path, "ingest", file, "--source", "Informe del Estado 2010", "--workers", "1", *options)
    assert result.exit_code == 0, result.output
    return result.output


def entry(path: Path) -> tuple[str, str, str]:
    """Column, text and note of the one action in the matrix by period."""
    lines = veeduria(path, "report", "matrix", "MINSA", "--by", "period", "--format", "jsonl").output.splitlines()
    (made,) = (one for one in map(json.loads, lines) if "mark" in one)
    return made["column"], made["text"].removesuffix(TEXT), made["note"]


def test_an_action_without_dates_falls_into_the_days_its_report_is_about_and_says_so(path: Path) -> None:
    assert entry(path)[:2] == ("Sin fecha", "")
    assert "--period" not in ingest(path, "--period", "junio de 2010 a marzo de 2011")
    column, front, note = entry(path)
    assert (column, front) == ("May 2010 – May 2011", "(Jun 2010 – Mar 2011, según el documento): ")
    assert "abarca" not in note
    ingest(path, "--period", "2010")
    assert entry(path)[1] == "(2010, según el documento): " and "abarca dos periodos" in entry(path)[2]
    (letter,) = map(json.loads, veeduria(path, "export", "letters", "--format", "jsonl").output.splitlines())
    assert letter["covers"] == "2010-01-01..2010-12-31"
    assert veeduria(path, "ingest", "--again").exit_code == 0
    assert entry(path)[0] == "May 2010 – May 2011"


def test_what_is_no_span_of_days_is_refused(path: Path) -> None:
    for written in ("ayer", "2010-13", "2011..2010"):
        result = veeduria(path, "ingest", str(path.with_name("informe.pdf")), "--period", written)
        assert (result.exit_code, "is no span of days" in result.output) == (2, True)


@pytest.mark.parametrize("written", ["2010", "2010-01..2010-12", "enero a diciembre de 2010", "2010-01-01..2010-12-31"])
def test_the_days_a_document_is_about_are_written_in_several_ways(written: str) -> None:
    assert read_covers(written, PACK) == "2010-01-01..2010-12-31"


def test_the_review_of_a_report_asks_for_no_sender_and_takes_its_days(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        state = session.open()
        assert state.question is None and state.item and state.item.statement
        assert (state.item.statement.text, len(state.item.obligations)) == (NOBODYS, len(PACK.obligations))
        state = session.press(state, "i")
        assert state.question and state.question.ask is Ask.HEAD
        for key in ("down", "down", "down", *"2010", "enter"):
            state = session.press(state, key)
        assert state.item and state.item.letter.covers == "2010-01-01..2010-12-31"
        state = session.press(state, "u")
        assert state.item and state.item.letter.covers is None


def test_a_statement_that_a_report_leaves_to_nobody_is_filed_under_any_bodys_function(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        state = session.open()
        for key in ("/", *"minedu.prev.otras", "enter"):
            state = session.press(state, key)
        assert {row.institution for row in action_rows.actions(store)} == {"MINSA", "MINEDU"}


def test_no_body_is_said_to_indicate_nothing_while_a_statement_is_nobodys_yet(path: Path) -> None:
    assert "no se sabe de qué entidad" in veeduria(path, "report", "matrix", "MTC").output
    (statement,) = veeduria(
        path, "export", "statements", "--open", "--kind", "action", "--format", "jsonl"
    ).output.splitlines()
    assert veeduria(path, "decide", json.loads(statement)["id"], "--obligation", "minedu.prev.otras").exit_code == 0
    assert "no se sabe de qué entidad" not in veeduria(path, "report", "matrix", "MTC").output
