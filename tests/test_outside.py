"""Letters of bodies outside the pack's list, and heads mended later: wave, source and days covered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from db import letter_rows, queries
from db.audit import audit
from db.connection import open_database
from db.records import LetterRow
from db.store import Store, open_store
from extractor.publish.balance import ReportContext
from extractor.publish.counts import rate_tables
from extractor.review.intents import Intent
from extractor.review.records import Ask, ReviewState, Say
from extractor.review.session import ReviewSession
from tests.review_letters import review_database
from tests.rounds import PACK, veeduria

NAME = "Instituto de Medicina Legal"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return review_database(tmp_path / "v.db")


def letter(store: Store, name: str = "c-desconocida.pdf") -> LetterRow:
    return next(row for row in letter_rows.letters(store) if row.document == name)


def at_the_unknown(store: Store, reviewer: str = "ana") -> tuple[ReviewSession, ReviewState]:
    session = ReviewSession(store, PACK, reviewer)
    state = session.open()
    while not (state.question and state.question.ask is Ask.INSTITUTION):
        state = session.press(state, "right")
    return session, state


def typed(session: ReviewSession, state: ReviewState, text: str) -> ReviewState:
    for key in text:
        state = session.press(state, key)
    return state


def exported(path: Path, what: str, *options: str) -> list[dict[str, Any]]:
    result = veeduria(path, "export", what, "--format", "jsonl", *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_letter_of_a_body_outside_the_list_is_filed_at_a_level_and_counted_apart(path: Path) -> None:
    with open_store(path) as store:
        session, state = at_the_unknown(store)
        state = session.press(typed(session, state, NAME), "enter")
        assert state.message and state.message.say is Say.HEAD_SET
        assert letter(store).institution == "instituto-de-medicina-legal"
        assert state.item and state.item.functionless
        state = session.press(state, "1")
        assert state.message and state.message.say is Say.NO_FUNCTION
        assert not audit(store.connection)
    (action,) = exported(path, "actions")
    assert (action["institution"], action["level"]) == ("instituto-de-medicina-legal", "prevencion")
    assert exported(path, "letters", "--body", "instituto-de-medicina-legal")
    with open_database(path) as db:
        replies = next(table for table in rate_tables(ReportContext(db, PACK, str)) if table.id == "replies")
        assert [row.id for row in replies.rows][-1] == "otra"
    said = veeduria(path, "report", "rates").stdout
    assert "otra entidad" in said


def test_a_letter_of_a_body_outside_the_list_opens_after_the_first_action_was_filed_and_learned_from(
    path: Path,
) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        state = session.open()
        while not list(queries.decisions(store)):
            state = session.press(state, "enter")
        while not (state.question and state.question.ask is Ask.INSTITUTION):
            state = session.press(state, "right")
        state = session.press(typed(session, state, NAME), "enter")
        assert state.item and state.item.functionless


def test_the_same_name_is_the_same_body_and_is_offered_the_next_time(path: Path) -> None:
    with open_store(path) as store:
        session, state = at_the_unknown(store)
        session.press(typed(session, state, NAME), "enter")
        eva = ReviewSession(store, PACK, "eva")
        begun = eva.dispatch(
            eva.dispatch(eva.open(), Intent("goto", letter(store, "b-policia.pdf").sha256)), Intent("head")
        )
        assert begun.question
        lines = {line.name: line.text for line in begun.question.form.lines}  # type: ignore[union-attr]
        values = tuple((lines | {"institution": "+instituto  de medicina LEGAL"}).items())
        eva.dispatch(begun, Intent("answer", values=values))
        assert letter(store, "b-policia.pdf").institution == "instituto-de-medicina-legal"
        assert [other.label for other in eva.open().others] == [NAME]


def test_undo_makes_the_letter_nobodys_again(path: Path) -> None:
    with open_store(path) as store:
        session, state = at_the_unknown(store)
        state = session.press(typed(session, state, NAME), "enter")
        state = session.press(state, "u")
        assert letter(store).institution is None and state.message and state.message.say is Say.UNDONE


def test_bodies_outside_the_list_are_written_as_data_of_a_pack(path: Path) -> None:
    with open_store(path) as store:
        session, state = at_the_unknown(store)
        session.press(typed(session, state, NAME), "enter")
    written = yaml.safe_load(veeduria(path, "rules", "outside").stdout)
    assert written == [
        {"id": "instituto-de-medicina-legal", "name": NAME, "type": "otra", "scope": "nacional"},
    ]


def test_wave_source_and_days_are_mended_in_the_head_and_taken_back(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        state = session.press(session.open(), "i")
        assert state.question
        lines = {line.name: line.text for line in state.question.form.lines}  # type: ignore[union-attr]
        before = letter(store, "a-ugel.pdf")
        wave, source = PACK.calendar.waves[0], next(one for one in PACK.sources if one.id != before.source)
        assert (lines["wave"], lines["source"]) == (before.wave or "", before.source)
        changed = lines | {"wave": wave.title, "source": source.id, "covers": "2010"}
        state = session.dispatch(state, Intent("answer", values=tuple(changed.items())))
        after = letter(store, "a-ugel.pdf")
        assert (after.wave, after.source, after.covers) == (wave.id, source.id, "2010-01-01..2010-12-31")
        session.press(state, "u")
        back = letter(store, "a-ugel.pdf")
        assert (back.wave, back.source, back.covers) == (before.wave, before.source, None)


def test_a_wave_or_source_that_is_none_is_asked_again(path: Path) -> None:
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        for line, wrong in (("wave", "99"), ("source", ""), ("source", "the paper")):
            state = session.press(session.open(), "i")
            assert state.question
            lines = {one.name: one.text for one in state.question.form.lines}  # type: ignore[union-attr]
            state = session.dispatch(state, Intent("answer", values=tuple((lines | {line: wrong}).items())))
            assert state.question and state.message and state.message.say is Say.NOT_UNDERSTOOD


def test_everything_is_written_with_a_letter_of_a_body_outside_the_list(path: Path) -> None:
    with open_store(path) as store:
        session, state = at_the_unknown(store)
        session.press(session.press(typed(session, state, NAME), "enter"), "1")
    for arguments in (("report", "balance"), ("export", "followthemoney"), ("export", "sqlite", "-o", f"{path}.out")):
        assert veeduria(path, *arguments).exit_code == 0
    assert NAME in veeduria(path, "report", "balance").stdout
