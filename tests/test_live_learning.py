"""While somebody reviews: each decision moves what is open of its body, and says so; it can be switched off."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.assignments import AssignedLetter, give
from db.filings import filings
from db.records import Filters
from db.seen_by import seen_by
from db.store import Store, open_store
from extractor.core.model import Decision
from extractor.filing.learn import lessons
from extractor.filing.learn.reranker import learn_from
from extractor.filing.settings import MOST
from extractor.review.intents import Intent
from extractor.review.records import Ask, ReviewState, Say
from extractor.review.session import ReviewSession
from extractor.review.terminal.screen import draw
from extractor.review.web.view import view
from rules.loader import load_pack
from tests.made import AT, PACK, reading, saved, sha_of

PLACES = tuple(f"Se entregó vacante escolar a {number} menores de la región" for number in range(2, 9))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "v.db") as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", reading("a.pdf", PLACES))], run)
        yield store


def press(session: ReviewSession, state: ReviewState, *keys: str) -> ReviewState:
    for key in keys:
        state = session.press(state, key)
    return state


def first(state: ReviewState) -> str:
    assert state.item and state.item.best
    return state.item.best.obligation


def filed(store: Store, count: int, reviewer: str = "eva") -> None:
    rows = list(queries.statements(store))[-count:]
    store.decide([Decision(row.id, "corrected", "minedu.places", "{}", reviewer, AT, row.content_hash) for row in rows])


def file_as_places(session: ReviewSession, state: ReviewState) -> ReviewState:
    return press(session, state, "/", *"places", "enter")


def test_each_decision_moves_what_is_open_of_its_body_and_says_of_how_many_it_learned(store: Store) -> None:
    session = ReviewSession(store, PACK, "ana")
    state = session.open()
    assert (first(state), state.item and state.item.learned) == ("minedu.talks", 0)
    for number in range(1, 5):
        state = file_as_places(session, state)
        assert state.item and state.item.learned == number
    assert first(state) == "minedu.places"
    assert state.item and state.item.precedents[0].filed.reviewer == "ana"
    screen = "\n".join(line.plain for line in draw(state, 100, 30))
    assert "learned from 4 decisions" in screen
    assert "minedu.places by ana, a.pdf p. 1" in screen


def test_what_was_suggested_on_screen_is_what_the_decision_records(store: Store) -> None:
    filed(store, 4)
    session = ReviewSession(store, PACK, "ana")
    state = session.open()
    assert first(state) == "minedu.places"
    press(session, state, "enter")
    (decision,) = [one for one in queries.decisions(store) if one.reviewer == "ana"]
    assert (decision.verdict, decision.obligation) == ("accepted", "minedu.places")
    (suggested,) = store.connection.execute("SELECT suggested FROM decisions WHERE reviewer = 'ana'").fetchone()
    assert suggested.startswith('[["minedu.places"')


def test_what_is_on_screen_keeps_its_order_until_it_is_decided(store: Store) -> None:
    session = ReviewSession(store, PACK, "ana")
    state = session.open()
    filed(store, 4)  # a colleague, meanwhile
    state = press(session, state, "n", *"hm", "enter")
    assert first(state) == "minedu.talks"
    assert first(press(session, state, "right", "left")) == "minedu.places"


def test_learning_is_switched_off_and_on_by_a_key_and_for_a_desk(store: Store) -> None:
    filed(store, 4)
    session = ReviewSession(store, PACK, "ana")
    state = press(session, session.open(), "L")
    assert (first(state), state.message and state.message.say) == ("minedu.talks", Say.NOT_LEARNING)
    assert state.item and not state.item.precedents
    assert first(press(session, state, "L")) == "minedu.places"
    assert first(ReviewSession(store, PACK, "ana", learning=False).open()) == "minedu.talks"


def test_the_learner_takes_the_decisions_it_is_given_and_can_leave_a_reviewers_out(store: Store) -> None:
    filed(store, 4)
    assert len(filings(store, ["MINEDU"])) == 4
    assert filings(store, ["MINEDU"], without={"eva"}) == ()


def test_who_reads_a_letter_without_suggestions_gets_none_by_learning_either(store: Store) -> None:
    filed(store, 4)
    store.save([saved("b.pdf", reading("b.pdf", PLACES[:2]))], 1)
    give(store, [AssignedLetter(sha_of("b.pdf"), reader, True, True) for reader in ("ana", "eva")], "eva", AT)
    (row, _) = queries.statements(store, Filters(document="b.pdf"))
    session = ReviewSession(store, PACK, "ana", sight=seen_by(store.path, "ana"))
    state = session.dispatch(session.open(), desk_goto(row.id))
    assert state.item and state.item.statement and state.item.statement.id == row.id
    assert (state.item.statement.suggestions, state.item.precedents, state.item.learned) == ((), (), 0)


def test_what_is_taken_back_teaches_nothing_any_more(store: Store) -> None:
    session = ReviewSession(store, PACK, "ana")
    state = session.open()
    for _ in range(3):
        state = file_as_places(session, state)
    assert len(filings(store, ["MINEDU"])) == 3
    press(session, state, "u", "u", "u")
    assert filings(store, ["MINEDU"]) == ()


def test_what_is_left_of_a_letter_is_accepted_as_it_is_shown(store: Store) -> None:
    filed(store, 4)
    session = ReviewSession(store, PACK, "ana")
    press(session, session.open(), "A", "enter")
    assert {row.decision and row.decision.obligation for row in queries.statements(store)} == {"minedu.places"}


def test_precedents_the_law_and_the_manual_are_a_key_away(tmp_path: Path) -> None:
    pack = load_pack("pe-ley-28950")
    with open_store(tmp_path / "v.db") as store:
        run = store.begin_run("1", pack, {}, AT)
        store.save([saved("a.pdf", reading("a.pdf", PLACES))], run)
        one, other, *_ = queries.statements(store)
        store.decide([Decision(one.id, "corrected", "minedu.prot.matricula", "{}", "eva", AT, one.content_hash)])
        session = ReviewSession(store, pack, "ana")
        state = press(session, session.dispatch(session.open(), desk_goto(other.id)), "p")
        assert state.question and state.question.ask is Ask.GROUNDS
        shown = "\n".join(line.plain for line in draw(state, 100, 200))
        assert "minedu.prot.matricula by eva, a.pdf p. 1" in shown
        assert "DS 007-2008-IN" in shown
        assert "\n Manual de codificación\n" in shown
        assert view(state)["question"]["all_keys"][0][1].startswith("minedu.prot.matricula by eva")
        assert press(session, state, "down", "down").scroll == 2
        assert press(session, state, "enter").question is None


def desk_goto(id: str) -> Intent:
    return Intent("goto", id)


def test_a_decision_among_a_thousand_open_ones_takes_less_than_a_second(tmp_path: Path) -> None:
    texts = tuple(f"Se entregó vacante escolar a {number} menores en el colegio {number * 7}" for number in range(1000))
    with open_store(tmp_path / "v.db") as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", reading("a.pdf", texts))], run)
        filed(store, 300)
        session = ReviewSession(store, PACK, "ana")
        state = session.open()
        began = time.process_time()
        state = file_as_places(session, state)
        assert time.process_time() - began < 1
        assert state.item and state.item.learned == 301


def test_a_key_measures_nothing_anew_where_more_is_filed_than_is_learned_from(tmp_path: Path) -> None:
    words = [f"{thing} {place}" for thing in ("afiches", "spots", "talleres", "vacantes") for place in range(110)]
    with open_store(tmp_path / "v.db") as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", reading("a.pdf", tuple(f"Se entregaron {one} a menores" for one in words)))], run)
        filed(store, MOST + 20)
        session = ReviewSession(store, PACK, "ana")
        state = session.open()
        measured, compared = lessons.strength_from.cache_info().misses, len(lessons._compared)
        state = press(session, state, "enter", "enter", "enter")
        assert state.item and state.item.learned == MOST
        assert lessons.strength_from.cache_info().misses == measured
        assert compared  # likenesses are known from before
        taught = learn_from(filings(store, ["MINEDU"]), PACK)
        assert taught
        kept = lessons.rows_of(taught.filed[-MOST:], PACK)
        lessons._compared.clear()
        fresh = lessons.rows_of.__wrapped__(taught.filed[-MOST:], PACK)
        assert abs(kept.words - fresh.words).max() < 1e-5
