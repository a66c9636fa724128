"""The dialogue on a real database, without a terminal: keys in, decisions out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import letter_rows, queries
from db.queue import missed, sample, set_aside
from db.records import Filters, StatementRow
from db.store import Store, open_store
from extractor.core.model import Decision, Details, Kind
from extractor.review.asking import Menu
from extractor.review.keys import meant
from extractor.review.records import Ask, ReviewState, Say
from extractor.review.session import ReviewSession
from extractor.review.state import update
from extractor.review.terminal.keys import PASTE, pasted
from extractor.review.terminal.screen import draw
from tests.drawn import drawn
from tests.made import AT, PACK, reading, saved

TEXTS = (
    "Se capacitó a 180 docentes en junio de 2011.",
    "No se ha registrado ningún caso.",
    "Se realizará un taller en el mes próximo y se repartieron 30 afiches.",
)
KEYS = ["enter", "a", "1", "2", "9", "/", "k", "r", "s", "e", "n", "x", "m", "+", "i", "v", "b", "u", "?", "q"]
KEYS += ["up", "down", "left", "right", "esc", "tab", "backspace", "delete", "home", "end", "pageup", "resize"]
KEYS += ["o", "p", "c", "0", ";", "ñ", " ", "M", "ctrl-u", "ctrl-w", f"{PASTE}texto pegado", "\u0301"]


@contextmanager
def session(
    reviewer: str = "ana", filters: Filters = queries.EVERYTHING, order: str = "letter"
) -> Iterator[ReviewSession]:
    """A session with two letters: one of MINEDU, one of an unknown body."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "v.db") as store:
        run = store.begin_run("1", PACK, {}, AT)
        known, unknown = reading("a.pdf", TEXTS), reading("b.pdf", TEXTS[:1], institution=None)
        store.save([saved("a.pdf", known), saved("b.pdf", unknown)], run)
        yield ReviewSession(store, PACK, reviewer, filters, order, clock=lambda: datetime(2024, 5, 7, 12, tzinfo=UTC))


def press(session: ReviewSession, state: ReviewState, *keys: str) -> ReviewState:
    for key in keys:
        state = session.press(state, key)
    return state


def current(store: Store, number: int) -> StatementRow:
    """The statement of the first letter that begins with this text."""
    return next(row for row in queries.statements(store) if row.text.startswith(TEXTS[number][:20]))


def standings(store: Store) -> dict[str, tuple[object, ...]]:
    return {
        row.id: (
            row.decision and row.decision.standing,
            row.decision and row.decision.obligation,
            row.kind,
            row.details,
        )
        for row in queries.statements(store)
    }


# --- one key each ---


def test_enter_accepts_the_first_suggestion_and_goes_on() -> None:
    with session() as d:
        state = press(d, d.open(), "enter")
        decision = current(d.store, 0).decision
        assert decision is not None
        assert (decision.standing, decision.obligation, decision.reviewer) == ("accepted", "minedu.talks", "ana")
        assert state.item and state.item.statement and state.item.statement.text == TEXTS[1]
        assert (state.settled, state.today) == (1, 1)


def test_enter_confirms_the_kind_where_nothing_is_to_be_filed() -> None:
    with session() as d:
        press(d, d.open(), "right", "enter")
        decision = current(d.store, 1).decision
        assert decision is not None and (decision.standing, decision.obligation) == ("accepted", None)


def test_enter_on_what_is_decided_changes_nothing() -> None:
    with session() as d:
        state = press(d, d.open(), "/", *"matric", "enter", "b")
        press(d, state, "enter")
        decision = current(d.store, 0).decision
        assert decision is not None and (decision.standing, decision.obligation) == ("corrected", "minedu.places")


def test_searching_forgives_accents_case_and_a_wrong_letter() -> None:
    with session() as d:
        for typed in ("MATRÍ", "matrikula", "33", "minedu.pl"):
            state = press(d, d.open(), "/", *typed)
            assert state.question and state.question.ask is Ask.FILING
            state = press(d, state, "enter")
            decision = current(d.store, 0).decision
            assert decision is not None and decision.obligation == "minedu.places"
            press(d, state, "u")


def test_only_the_body_s_own_list_can_be_searched() -> None:
    with session() as d:
        state = press(d, d.open(), "/", *"atencion", "enter")
        assert state.question is not None
        assert current(d.store, 0).decision is None


def test_filing_what_was_no_action_makes_it_one() -> None:
    with session() as d:
        press(d, d.open(), "right", "/", "enter")
        row = current(d.store, 1)
        assert row.kind is Kind.ACTION
        assert row.decision is not None and row.decision.standing == "corrected"


def test_a_kind_that_is_filed_stays_open_until_it_is_filed() -> None:
    with session() as d:
        state = press(d, d.open(), "right", "k", "a")
        assert current(d.store, 1).kind is Kind.ACTION
        assert state.settled == 0 and state.item and state.item.statement and state.item.statement.text == TEXTS[1]
        state = press(d, state, "k", "n")
        assert state.settled == 1 and current(d.store, 1).kind is Kind.NO_ACTION


def test_rejecting_skipping_and_going_back() -> None:
    with session() as d:
        state = press(d, d.open(), "s")
        assert state.settled == 0 and state.at == 1
        state = press(d, state, "b", "r")
        decision = current(d.store, 0).decision
        assert decision is not None and decision.standing == "rejected"


def test_a_note_and_details_stay_when_it_is_filed_later() -> None:
    with session() as d:
        state = press(d, d.open(), "n", *"ojo", "enter", "e", "ctrl-u")
        state = press(d, state, *"03/05/2010..2010-06", "enter", "enter")
        row = current(d.store, 0)
        assert row.decision is not None and row.decision.note == "ojo"
        assert [(day.first, day.last) for day in row.details.dates] == [("2010-05-03", "2010-06-30")]
        assert [count.value for count in row.details.counts] == [180]
        assert row.decision.standing == "accepted"


def test_a_date_that_cannot_be_is_asked_again_with_what_was_written() -> None:
    with session() as d:
        state = press(d, d.open(), "e", "end", *"; 31/02/2011", "enter")
        assert state.message and state.message.say is Say.NOT_UNDERSTOOD and state.message.detail == "31/02/2011"
        assert state.question and state.question.ask is Ask.DETAILS
        assert current(d.store, 0).decision is None


def test_splitting_merging_and_adding_make_statements_that_stand_in_the_letter() -> None:
    with session() as d:
        state = press(d, d.open(), "x", "home", "right", "right", "enter")
        assert state.item and state.item.statement
        assert state.item.statement.text == "Se capacitó a"
        assert (state.item.letter.document, len(state.queue)) == ("a.pdf", 7)
        state = press(d, state, "m")
        assert state.item and state.item.statement and state.item.statement.text == TEXTS[0]
        state = press(d, state, "+", *"30 afiches", "enter", "right", "enter")
        assert state.item and state.item.statement
        row = state.item.statement
        assert (row.text, row.kind, row.origin) == ("30 afiches.", Kind.ACTION, "reviewer")
        assert not state.item.settled
        text, _ = letter_rows.letter_text(d.store, row.sha256)
        for made in queries.statements(d.store, Filters(document="a.pdf")):
            assert text[made.start : made.end] == made.text


def test_pieces_of_another_bodys_action_stay_that_bodys() -> None:
    with session() as d:
        one = next(queries.statements(d.store, Filters(document="a.pdf")))
        d.store.connection.execute(
            "UPDATE statements SET institution = 'MINSA', unit = 'DIRESA Tacna', section = 'Talleres' WHERE id = ?",
            (one.id,),
        )
        state = press(d, d.open(), "x", "home", "right", "right", "enter")
        pieces = [row for row in queries.statements(d.store, Filters(document="a.pdf")) if row.origin == "reviewer"]
        assert {(row.institution, row.unit, row.section) for row in pieces} == {("MINSA", "DIRESA Tacna", "Talleres")}
        assert len(pieces) == 2
        assert all(s.obligation.startswith("minsa.") for row in pieces for s in row.suggestions)
        state = press(d, state, "m")
        assert state.item and state.item.statement
        assert (state.item.statement.text, state.item.statement.institution) == (TEXTS[0], "MINSA")


def test_pieces_follow_the_letter_when_its_body_is_corrected() -> None:
    with session() as d:
        press(d, d.open(), "x", "home", "right", "right", "enter")
        one = next(queries.statements(d.store, Filters(document="a.pdf")))
        d.store.correct(one.sha256, {"institution": "MINSA"}, "ana", AT)
        assert {row.institution for row in queries.statements(d.store, Filters(document="a.pdf"))} == {"MINSA"}


def test_the_last_statement_has_nothing_to_be_merged_with() -> None:
    with session() as d:
        state = press(d, d.open(), "right", "right", "m")
        assert state.message and state.message.say is Say.NOTHING_FOLLOWS


# --- undo, sessions, other people ---


def test_undo_goes_back_over_sessions_without_limit() -> None:
    with session() as d:
        before = standings(d.store)
        press(d, d.open(), "enter", "enter", "x", "enter", "r", "q")
        state = press(d, d.open(), "u", "u", "u", "u")
        assert standings(d.store) == before
        state = press(d, state, "u")
        assert state.message and state.message.say is Say.NOTHING_TO_UNDO


def test_undo_takes_back_one_s_own_decisions_only() -> None:
    with session() as d:
        press(d, d.open(), "enter")
        other = ReviewSession(d.store, PACK, "berta", clock=d.clock)
        state = press(other, other.open(), "u")
        assert state.message and state.message.say is Say.NOTHING_TO_UNDO
        assert current(d.store, 0).decision is not None


def test_quitting_and_coming_back_goes_on_at_the_same_place() -> None:
    with session() as d:
        left = press(d, d.open(), "s", "right", "q")
        again = d.open()
        assert left.over and not again.over
        assert (again.at, again.message and again.message.say) == (left.at, Say.RESUMED)


def test_another_queue_has_its_own_place() -> None:
    with session() as d:
        press(d, d.open(), "s", "q")
        other = ReviewSession(d.store, PACK, "ana", Filters(level="prevencion"), "uncertain", clock=d.clock)
        assert other.open().at == 0


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_saved() -> None:
    with session() as d:
        state = d.open()
        row = current(d.store, 0)
        d.store.decide([Decision(row.id, "note", None, '{"note": "visto"}', "eva", AT, row.content_hash)])
        state = press(d, state, "enter")
        assert state.message and state.message.say is Say.CHANGED_SINCE
        said = current(d.store, 0).decision
        assert said and said.standing is None
        assert state.item and state.item.note == "visto"
        press(d, state, "enter")
        said = current(d.store, 0).decision
        assert said and said.standing == "accepted"


# --- the letter ---


def test_an_unknown_institution_is_asked_for_and_then_suggestions_follow() -> None:
    with session(filters=Filters(document="b.pdf")) as d:
        state = d.open()
        assert state.question and state.question.ask is Ask.INSTITUTION
        state = press(d, state, *"salud", "enter")
        assert state.question is None and state.item and state.item.letter.institution == "MINSA"
        assert [choice.value for choice in state.item.obligations] == ["minsa.care"]


def test_an_institution_put_off_is_asked_for_once_a_session_and_filing_waits_for_it() -> None:
    with session(filters=Filters(document="b.pdf")) as d:
        state = press(d, d.open(), "esc", "/")
        assert state.message and state.message.say is Say.NEEDS_INSTITUTION
        assert press(d, state, "right", "left").question is None
        assert press(d, state, "i").question is not None


def test_the_verdict_of_the_reply_is_confirmed_on_the_letter_itself() -> None:
    with session(filters=Filters(document="a.pdf")) as d:
        state = press(d, d.open(), "enter", "enter", "enter")
        assert state.item and state.item.statement is None
        state = press(d, state, "enter")
        (letter,) = letter_rows.letters(d.store, sha256=state.queue[0].letter)
        assert (letter.reply, letter.reply_reason) == ("satisfactory", "reported")
        assert {"reply", "reply_reason"} <= set(letter.corrected)
        assert state.at == len(state.queue) == state.settled


def test_undo_takes_back_a_confirmed_verdict_and_then_the_decision_before_it() -> None:
    with session(filters=Filters(document="a.pdf")) as d:
        state = press(d, d.open(), "enter", "enter", "enter", "enter", "u")
        assert state.item and state.item.statement is None and not state.item.judged
        state = press(d, state, "u")
        assert state.item and state.item.statement and state.item.statement.text == TEXTS[2]


def test_undo_takes_back_an_institution_and_its_suggestions() -> None:
    with session(filters=Filters(document="b.pdf")) as d:
        state = press(d, d.open(), *"salud", "enter", "u")
        assert state.item and state.item.letter.institution is None and state.item.obligations == ()
        assert state.item.letter.corrected == ()


def test_the_head_is_corrected_and_checked() -> None:
    with session() as d:
        state = press(d, d.open(), "i", *["down"] * 3, "ctrl-u", *"31/12/2011", "enter")
        assert state.item and state.item.letter.date == "2011-12-31"
        state = press(d, state, "i", "ctrl-u", *"NADIE", "enter")
        assert state.message and state.message.say is Say.NOT_UNDERSTOOD


# --- the queue ---


def test_least_certain_first_and_filters() -> None:
    with session(order="uncertain") as d:
        state = d.open()
        assert state.item and state.item.statement and state.item.statement.text == TEXTS[1]
        assert len(ReviewSession(d.store, PACK, "ana", Filters(kinds=("planned",)), clock=d.clock).open().queue) == 1
        assert len(ReviewSession(d.store, PACK, "ana", Filters(rule="talks-teachers"), clock=d.clock).open().queue) == 3


def test_sampled_statements_are_reviewed_and_counted() -> None:
    with session() as d:
        d.store.connection.execute("UPDATE statements SET kind = 'other' WHERE kind = 'no_action'")
        assert len(d.open().queue) == 5
        (aside,) = set_aside(d.store)
        sample(d.store, [aside], 1, AT)
        assert set_aside(d.store) == () and missed(d.store) == (0, 0, 1)
        assert len(d.open().queue) == 6
        press(d, d.open(), "right", "/", "enter")
        assert missed(d.store) == (1, 1, 1)


# --- whatever is pressed ---

SLOWLY = settings(max_examples=drawn(40), suppress_health_check=[HealthCheck.too_slow])


@SLOWLY
@given(st.lists(st.sampled_from(KEYS), max_size=40), st.sampled_from([(80, 24), (140, 40), (30, 8), (8, 3)]))
def test_no_sequence_of_keys_crashes_or_loses_anything(keys: list[str], size: tuple[int, int]) -> None:
    with session() as d:
        ids = set(standings(d.store))
        state = d.open()
        decisions = 0
        for key in keys:
            state = d.press(state, key)
            assert len(draw(state, *size)) == size[1]
            assert 0 <= state.at <= len(state.queue)
            now = sum(1 for _ in queries.decisions(d.store))
            assert now >= decisions
            decisions = now
        assert ids <= {row.id for row in queries.statements(d.store)}


@SLOWLY
@given(st.lists(st.sampled_from(KEYS), max_size=25))
def test_undo_leads_back_to_where_everything_began(keys: list[str]) -> None:
    with session() as d:
        before, letters = standings(d.store), list(letter_rows.letters(d.store))
        state = press(d, d.open(), *keys, "esc", "esc")
        while state.message is None or state.message.say is not Say.NOTHING_TO_UNDO:
            state = press(d, state, "u")
            assert state.message is None or state.message.say is not Say.REFUSED
        assert standings(d.store) == before
        assert list(letter_rows.letters(d.store)) == letters


@given(st.lists(st.sampled_from(KEYS), max_size=60))
def test_the_state_alone_is_pure(keys: list[str]) -> None:
    with session() as d:
        start = d.open()
        first, second = start, start
        for key in keys:
            first, effects = update(first, meant(key, first.question is not None, pasted(key)))
            second, same = update(second, meant(key, second.question is not None, pasted(key)))
            assert (first, effects) == (second, same)
        assert queries.count(d.store, Filters(decided=True)) == 0


def test_details_left_alone_keep_their_place_in_the_text() -> None:
    with session() as d:
        before = current(d.store, 0).details
        press(d, d.open(), "e", "enter")
        assert current(d.store, 0).details == before != Details()


def test_what_is_left_of_a_letter_is_accepted_and_taken_back_as_one() -> None:
    with session() as d:
        state = press(d, d.open(), "A")
        assert state.question and state.question.ask is Ask.REST and state.settled == 0
        assert isinstance(state.question.form, Menu)
        labels = {duty.label for duty in PACK.obligations}
        assert any(choice.note in labels for choice in state.question.form.found)  # not an id
        state = press(d, state, "enter")
        assert state.settled == 3 and {
            row.decision.standing for row in queries.statements(d.store) if row.decision
        } == {"accepted"}
        assert state.item and state.item.statement is None and len(state.item.filed) == 2
        state = press(d, state, "u")
        assert state.settled == 0 and state.message and "3" in state.message.detail


def test_undo_says_what_it_takes_back() -> None:
    with session() as d:
        state = press(d, d.open(), "r", "u")
        assert state.message and state.message.say is Say.UNDONE
        assert "rejected" in state.message.detail and TEXTS[0][:20] in state.message.detail


def test_an_institution_that_was_set_is_no_problem_any_more() -> None:
    with session() as d:
        letter = next(row for row in letter_rows.letters(d.store) if row.institution is None)
        with d.store.transaction() as connection:
            connection.execute(
                "INSERT INTO problems (document, place, code, detail) VALUES (?, '', 'institution_unknown', '')",
                (letter.sha256,),
            )
        assert [problem.code for problem in letter_rows.problems(d.store)] == ["institution_unknown"]
        d.store.correct(letter.sha256, {"institution": "MINSA"}, "ana", AT)
        assert not list(letter_rows.problems(d.store))
