"""Actions of bodies that have no functions in the pack, or of nobody knows whom: confirmed, exported, counted apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.connection import open_database
from db.decisions import Refused
from db.records import Filters, StatementRow
from db.store import open_store
from extractor.core.model import Decision
from extractor.publish.balance import ReportContext
from extractor.publish.counts import rate_tables
from extractor.review.intents import Intent
from extractor.review.records import Ask, Say
from extractor.review.session import ReviewSession
from tests.made import AT
from tests.rounds import PACK, Replied, store_replies, veeduria
from tests.web_server import serving

TEXT = "Se capacitó a 25 soldados de frontera."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a letter of a body without functions, one of nobody knows whom, and one of a body with some."""
    path = tmp_path / "v.db"
    bodies = {"otra.pdf": "MINDEF", "nadie.pdf": None, "salud.pdf": "MINSA"}
    store_replies(path, [Replied(name, body, texts=(TEXT,)) for name, body in bodies.items()])
    return path


def statement(path: Path, document: str) -> StatementRow:
    with open_database(path) as db:
        return next(row for row in queries.statements(db) if row.document == document)


def exported(path: Path, *options: str) -> list[dict[str, Any]]:
    result = veeduria(path, "export", "actions", "--format", "jsonl", *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("document", ["otra.pdf", "nadie.pdf"])
def test_an_action_for_which_there_is_no_function_could_not_be_filed_in_review(path: Path, document: str) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters(document=document))
        state = session.open()
        if state.question:  # whose letter is it? Nobody knows
            state = session.press(state, "esc")
        state = session.press(state, "enter")
        assert state.message and state.message.say is Say.NO_FUNCTION and state.settled == 1
        state = session.dispatch(state, Intent("undo"))
        assert state.settled == 0
        state = session.dispatch(state, Intent("accept"))  # as the page in the browser says it
        assert state.settled == 1
    said = statement(path, document).decision
    assert said and (said.standing, said.obligation) == ("accepted", None)


def test_filing_asks_for_the_level_where_the_body_has_no_functions_instead_of_for_the_body(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters(document="otra.pdf"))
        state = session.press(session.open(), "/")
        assert state.question and state.question.ask is Ask.LEVEL


def test_an_action_of_a_body_with_functions_is_never_confirmed_without_one(path: Path) -> None:
    row = statement(path, "salud.pdf")
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters(document="salud.pdf"))
        state = session.press(session.open(), "enter")
        assert state.message and state.message.say is Say.NO_SUGGESTION and state.settled == 0
        with pytest.raises(Refused):
            store.decide([Decision(row.id, "accepted", None, "{}", "ana", AT, row.content_hash)])
    assert "Nothing is suggested" in veeduria(path, "decide", row.id, "--accept").output
    assert exported(path) == []


def test_decide_confirms_it_and_it_is_exported_without_function_and_level(path: Path) -> None:
    for document in ("otra.pdf", "nadie.pdf"):
        result = veeduria(path, "decide", statement(path, document).id, "--accept")
        assert result.exit_code == 0, result.output
    shown = {row["document"]: row for row in exported(path)}
    assert {name: row["institution"] for name, row in shown.items()} == {"otra.pdf": "MINDEF", "nadie.pdf": None}
    assert all((row["obligation"], row["level"], row["kind"]) == (None, None, "action") for row in shown.values())
    assert [row["document"] for row in exported(path, "--body", "MINDEF")] == ["otra.pdf"]
    assert exported(path, "--level", "prevencion") == []


def test_what_was_confirmed_without_function_and_then_said_to_be_none_is_no_action_any_more(path: Path) -> None:
    id = statement(path, "otra.pdf").id
    veeduria(path, "decide", id, "--accept")
    veeduria(path, "decide", id, "--reject")
    assert exported(path) == []


def test_reports_count_it_apart_and_in_no_cell(path: Path) -> None:
    def told() -> tuple[dict[str, Any], list[str]]:
        with open_database(path) as db:
            found = {table.id: table for table in rate_tables(ReportContext(db, PACK, lambda text: text))}
        counted = {id: table.rows for id, table in found.items() if id.startswith("actions-")}
        return counted, [note for note in found["actions-body"].notes if "otra entidad" in note]

    veeduria(path, "decide", statement(path, "salud.pdf").id, "--obligation", "minsa.prev.otras")
    before, notes = told()
    assert notes == []
    veeduria(path, "decide", statement(path, "otra.pdf").id, "--accept")
    after, notes = told()
    assert after == before and len(notes) == 1


def test_the_served_page_accepts_it_too(path: Path) -> None:
    pytest.importorskip("starlette")
    pytest.importorskip("uvicorn")
    with serving(path) as served:
        page = served.open(reviewer="ana")
        shown = page.act("goto", statement(path, "otra.pdf").id)
        assert shown["item"]["id"] == statement(path, "otra.pdf").id
        assert "without function" in page.act("accept")["message"]
    said = statement(path, "otra.pdf").decision
    assert said and (said.standing, said.obligation) == ("accepted", None)
