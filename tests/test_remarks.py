"""What reviewers say of a statement beside its filing: unit and text for print, the level of what has no function."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.audit import audit
from db.decisions import Refused
from db.forgetting import forget
from db.records import Filters, StatementRow
from db.remarks import Remark
from db.store import Store, open_store
from extractor.review.intents import Intent
from extractor.review.records import Ask, Say
from extractor.review.session import ReviewSession
from tests.made import AT
from tests.review_letters import review_database
from tests.rounds import PACK, Replied, store_replies, veeduria


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return review_database(tmp_path / "v.db")


def first(store: Store) -> StatementRow:
    return next(queries.statements(store, Filters(kinds=("action",))))


def wording(unit: str, text: str) -> Intent:
    return Intent("answer", values=(("unit", unit), ("text", text)))


def exported(path: Path, what: str, *options: str) -> list[dict[str, Any]]:
    result = veeduria(path, "export", what, "--format", "jsonl", *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_unit_and_text_for_print_stand_beside_what_the_letter_says(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        state = session.press(session.open(), "w")
        assert state.question and state.question.ask is Ask.WORDING and state.item
        read = dict(state.item.wording)
        state = session.dispatch(state, wording("UGEL de San Román", "64 docentes aprendieron a reconocer casos."))
        assert state.message and state.message.say is Say.REWORDED
        state = session.press(state, "enter")
    (row,) = (one for one in exported(path, "statements") if one["text_edited"])
    assert (row["unit_edited"], row["text_edited"]) == (
        "UGEL de San Román",
        "64 docentes aprendieron a reconocer casos.",
    )
    assert (row["unit"], row["text"]) == (read["unit"], read["text"])
    (action,) = exported(path, "actions")
    assert action["unit_edited"] == "UGEL de San Román" and action["text"] == read["text"]


def test_what_is_written_as_it_was_read_or_emptied_stands_as_read(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        state = session.open()
        assert state.item
        read = dict(state.item.wording)
        state = session.dispatch(session.press(state, "w"), wording("Otra unidad", read["text"]))
        row = first(store)
        assert (row.unit_edited, row.text_edited) == ("Otra unidad", None)
        state = session.dispatch(session.press(state, "w"), wording("", ""))
        row = first(store)
        assert (row.unit_edited, row.text_edited) == (None, None)


def test_undo_takes_back_the_last_wording_and_says_so(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        state = session.dispatch(session.press(session.open(), "w"), wording("Uno", "Primer texto."))
        state = session.dispatch(session.press(state, "w"), wording("Uno", "Segundo texto."))
        state = session.press(state, "u")
        assert state.message and state.message.say is Say.UNDONE and "text" in state.message.detail.casefold()
        assert first(store).text_edited == "Primer texto."
        session.press(state, "u")
        assert (first(store).unit_edited, first(store).text_edited) == (None, None)


def test_what_a_colleague_wrote_meanwhile_is_not_written_over_unseen(path: Path) -> None:
    with open_store(path) as store:
        ana, eva = ReviewSession(store, PACK, "ana"), ReviewSession(store, PACK, "eva")
        asked = ana.press(ana.open(), "w")
        eva.dispatch(eva.press(eva.open(), "w"), wording("De Eva", "Texto de Eva."))
        state = ana.dispatch(asked, wording("De Ana", "Texto de Ana."))
        assert state.message and state.message.say is Say.REFUSED and "eva" in state.message.detail
        assert first(store).text_edited == "Texto de Eva."


def test_rows_are_only_added_chained_and_forgotten_with_their_letter(path: Path) -> None:
    with open_store(path) as store:
        row = first(store)
        store.decide([], remarked=[Remark(row.id, "text", "Como se imprime.", None, "ana", AT)])
        assert not audit(store.connection)
        for change in ("UPDATE remarks SET value = 'x'", "DELETE FROM remarks"):
            with pytest.raises(sqlite3.IntegrityError):
                store.connection.execute(change)
        with pytest.raises(Refused):
            store.decide([], remarked=[Remark(row.id, "text", "Otra cosa.", None, "eva", AT)])
        forget(store, row.sha256, "asked for", "ana", AT)
        assert store.connection.execute("SELECT value FROM remarks").fetchall() == [(None,)]
        assert not audit(store.connection)


def test_what_is_printed_is_masked_like_everything_that_leaves(path: Path) -> None:
    with open_store(path) as store:
        row = first(store)
        said = "Se atendió a la menor Yolanda Quispe Mamani."
        store.decide([], remarked=[Remark(row.id, "text", said, None, "ana", AT)])
    assert "Quispe" not in json.dumps(exported(path, "statements"), ensure_ascii=False)


def test_an_action_without_function_gets_a_level_in_one_key_and_one_undo(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied("otra.pdf", "MINDEF", texts=("Se capacitó a 25 soldados de frontera.",))])
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters(document="otra.pdf"))
        state = session.press(session.open(), "2")
        assert state.message and state.message.say is Say.NO_FUNCTION and state.settled == 1
    (action,) = exported(path, "actions")
    assert (action["level"], action["obligation"]) == ("proteccion", None)
    assert exported(path, "actions", "--level", "proteccion") and not exported(path, "actions", "--level", "prevencion")
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters(document="otra.pdf"))
        state = session.press(session.open(), "u")
        assert state.settled == 0
        assert state.item and state.item.statement and state.item.statement.level_said is None
        state = session.press(session.press(state, "/"), "3")
        assert state.settled == 1
    assert exported(path, "actions")[0]["level"] == "persecucion"


def test_the_rest_of_a_letter_includes_actions_without_function_and_leaves_open_what_has_one(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    texts = ("Se capacitó a 25 soldados de frontera.", "Se informó a 40 cadetes sobre la trata de personas.")
    replies = [Replied("a.pdf", "MINDEF", texts=texts), Replied("b.pdf", "MINSA", texts=texts)]
    store_replies(path, replies)
    with open_store(path) as store:
        with_functions = [row for row in queries.statements(store, Filters(document="b.pdf")) if not row.suggestions]
        for document, accepted in (("a.pdf", 2), ("b.pdf", 2 - len(with_functions))):
            session = ReviewSession(store, PACK, "ana", Filters(document=document))
            state = session.press(session.open(), "A")
            if accepted:
                state = session.press(state, "enter")
            else:
                assert state.message and state.message.say is Say.NOTHING_LEFT
            assert state.settled == accepted


def test_the_letter_as_a_whole_lists_actions_without_function_with_their_level(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied("otra.pdf", "MINDEF", texts=("Se capacitó a 25 soldados de frontera.",))])
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters(document="otra.pdf"))
        state = session.press(session.open(), "1")
        assert state.item and state.item.statement is None
        assert [line for line in state.item.filed if "Prevención" in line and "soldados" in line]
