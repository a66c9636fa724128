"""Two people at one database: nothing is lost, doubled, moved, overridden unseen or attributed to the wrong one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from db import action_rows, letter_rows, queries
from db.audit import audit
from db.connection import open_database
from db.records import Filters, StatementRow
from db.store import Store, open_store
from extractor.core.model import FILED_KINDS, Decision, Kind
from extractor.review.making import made_of
from extractor.review.records import ReviewState, Say
from extractor.review.session import ReviewSession
from tests.drawn import drawn
from tests.made import AT, PACK, TEXTS, reading, saved
from tests.test_cli_ingest import run

GONE = ("split", "merged")


def sit(path: Path, reviewer: str) -> ReviewSession:
    return ReviewSession(open_store(path), PACK, reviewer, clock=lambda: datetime(2024, 5, 7, 12, tzinfo=UTC))


def press(session: ReviewSession, state: ReviewState, *keys: str) -> ReviewState:
    for key in keys:
        state = session.press(state, key)
    return state


def said(state: ReviewState) -> Say | None:
    return state.message.say if state.message else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "v.db") as store:
        store.save([saved("a.pdf")], store.begin_run("1", PACK, {}, AT))
    return tmp_path / "v.db"


@pytest.fixture
def sessions(path: Path) -> Iterator[tuple[ReviewSession, ReviewSession]]:
    ana, eva = sit(path, "ana"), sit(path, "eva")
    yield ana, eva
    ana.store.close()
    eva.store.close()


def live(store: Store) -> list[StatementRow]:
    """What stands in the queue: neither split nor merged nor stale."""
    rows = queries.statements(store)
    return [row for row in rows if not (row.decision and row.decision.standing in GONE)]


def test_when_both_split_one_statement_and_one_undoes_its_text_stays_in_the_queue(
    sessions: tuple[ReviewSession, ReviewSession],
) -> None:
    ana, eva = sessions
    first, second = ana.open(), eva.open()
    press(ana, first, "x", "enter")
    assert said(press(eva, second, "x", "enter")) is Say.CHANGED_SINCE
    press(ana, first, "u")
    assert [row.text for row in live(ana.store)] == list(TEXTS)


def test_an_accept_does_not_override_a_rejection_made_meanwhile(sessions: tuple[ReviewSession, ReviewSession]) -> None:
    ana, eva = sessions
    first, second = ana.open(), eva.open()
    press(ana, first, "r")
    assert said(press(eva, second, "enter")) is Say.CHANGED_SINCE
    decision = next(queries.statements(ana.store)).decision
    assert decision and (decision.standing, decision.reviewer) == ("rejected", "ana")


def test_joining_does_not_replace_a_filing_of_a_colleague(sessions: tuple[ReviewSession, ReviewSession]) -> None:
    ana, eva = sessions
    first, second = ana.open(), eva.open()
    press(eva, second, "right", "1" if second.item and second.item.kind in FILED_KINDS else "enter")
    press(eva, eva.open(), "enter")
    state = press(ana, first, "m")
    assert said(state) in (Say.CHANGED_SINCE, Say.REFUSED)
    state = press(ana, ana.open(), "m")  # seen now, and still the colleague's
    assert said(state) in (Say.REFUSED, Say.NOTHING_FOLLOWS)
    assert [row.text for row in live(ana.store)] == list(TEXTS)


def test_undoing_a_correction_gives_the_filing_back_to_its_author(
    sessions: tuple[ReviewSession, ReviewSession],
) -> None:
    ana, eva = sessions
    press(ana, ana.open(), "enter")
    press(eva, eva.open(), "b", "/", *"matric", "enter", "u")
    made = next(queries.statements(ana.store)).decision
    assert made and (made.standing, made.obligation, made.reviewer) == ("accepted", "minedu.talks", "ana")
    assert [action.reviewer for action in action_rows.actions(ana.store)] == ["ana"]


def test_u_takes_back_no_period_that_was_given_at_ingest(sessions: tuple[ReviewSession, ReviewSession]) -> None:
    ana, _ = sessions
    row = next(queries.statements(ana.store))
    ana.store.correct(row.sha256, {"covers": "2010-01-01..2010-12-31"}, "ana", AT, "ingest")
    assert said(press(ana, ana.open(), "u")) is Say.NOTHING_TO_UNDO
    assert next(letter_rows.letters(ana.store)).covers == "2010-01-01..2010-12-31"


def test_a_piece_that_was_taken_back_cannot_be_filed_any_more(sessions: tuple[ReviewSession, ReviewSession]) -> None:
    ana, eva = sessions
    first = press(ana, ana.open(), "x", "enter")
    second = eva.open()
    assert first.item and second.item
    press(ana, first, "u")
    assert said(press(eva, second, "enter")) is Say.CHANGED_SINCE
    assert not list(action_rows.actions(eva.store))


def test_a_piece_that_was_taken_back_while_it_was_being_cut_is_neither_filed_nor_cut(
    sessions: tuple[ReviewSession, ReviewSession],
) -> None:
    ana, eva = sessions
    first = press(ana, ana.open(), "x", "enter")
    cutting = press(eva, eva.open(), "x")
    press(ana, first, "u")
    press(eva, press(eva, cutting, "x", "enter"), "x", "enter")
    assert [row.text for row in live(eva.store)] == list(TEXTS)


def test_pieces_of_a_statement_that_a_new_reading_finds_again_stay_though_their_words_stand_elsewhere_too(
    sessions: tuple[ReviewSession, ReviewSession],
) -> None:
    ana, _ = sessions
    store = ana.store
    row = next(queries.statements(store))
    cuts = [row.text.index(" en "), row.text.index(" en ") + len(" en")]
    pieces = [
        (row.start, row.start + cuts[0]),
        (row.start + cuts[0], row.start + cuts[1]),
        (row.start + cuts[1], row.end),
    ]
    made = [made_of(store, PACK, row.sha256, start, end) for start, end in pieces]
    assert made[1].statement.text == "en"  # which other words of the letter hold
    store.decide([Decision(row.id, "split", None, "{}", "ana", AT, row.content_hash)], made)
    before = [(piece.id, piece.start) for piece in live(store)]
    store.save([saved("a.pdf", reading("a.pdf", score=0.2))], 1)
    assert [(piece.id, piece.start) for piece in live(store)] == before


@pytest.mark.parametrize("by", ["review", "decide"])
def test_filing_that_nothing_was_done_makes_it_an_action_wherever_it_is_filed(path: Path, by: str) -> None:
    with open_database(path) as db:
        row = next(row for row in queries.statements(db) if row.kind is Kind.NO_ACTION)
    if by == "decide":
        with open_store(path) as store:
            store.decide([Decision(row.id, "corrected", "minedu.talks", "{}", "ana", AT, row.content_hash)])
    else:
        session = sit(path, "ana")
        press(session, session.open(), "right", "/", *"charlas", "enter")
        session.store.close()
    with open_database(path) as db:
        assert [(action.id, action.kind) for action in action_rows.actions(db)] == [(row.id, "action")]


def test_accepting_what_is_suggested_first_is_refused_once_something_else_is(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        row = next(queries.statements(store))
        other = reading("a.pdf")
        first = other.findings[0]
        from dataclasses import replace

        moved = replace(first.classification.suggestions[0], obligation="minedu.places")
        said_now = replace(first.classification, suggestions=(moved, *first.classification.suggestions))
        findings = (replace(first, classification=said_now), *other.findings[1:])
        store.save([saved("a.pdf", replace(other, findings=findings))], 1)
    assert run("decide", row.id, "--accept", "--seen", row.content_hash, db=path).exit_code == 2
    assert run("decide", row.id, "--obligation", "minedu.talks", "--seen", row.content_hash, db=path).exit_code == 0


# --- processes -------------------------------------------------------------------------------------------------------


def test_of_processes_that_decide_at_once_on_what_they_saw_one_is_heard_and_the_chain_is_whole(path: Path) -> None:
    with open_database(path) as db:
        rows = list(queries.statements(db))
    wishes = {
        name: "".join(
            json.dumps({"statement": row.id, "seen": row.content_hash, "obligation": obligation, "reviewer": name})
            + "\n"
            for row in rows
        )
        for name, obligation in (("ana", "minedu.talks"), ("eva", "minedu.places"), ("luz", "minedu.talks"))
    }
    command = [sys.executable, "-c", "from extractor.cli import main; main()", "decide", "--db", str(path)]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in wishes
    ]
    for process, lines in zip(started, wishes.values(), strict=True):
        assert process.stdin
        process.stdin.write(lines)
        process.stdin.close()
    for process in started:
        process.wait()
    with open_database(path) as db:
        history = list(queries.decisions(db))
        assert sorted(row.statement for row in history) == sorted(row.id for row in rows)  # one each
        assert audit(db.connection) == []


# --- any order -------------------------------------------------------------------------------------------------------

KEYS = ["enter", "r", "s", "right", "b", "u", "1", "m", "k", "2", "x", "n", "/", "esc"]


class TwoReviewers(RuleBasedStateMachine):
    """Two dialogues and re-readings of one letter, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "v.db"
        with open_store(self.path) as store:
            self.run_id = store.begin_run("1", PACK, {}, AT)
            store.save([saved("a.pdf")], self.run_id)
        self.sessions = [sit(self.path, "ana"), sit(self.path, "eva")]
        self.states = [session.open() for session in self.sessions]
        self.history: list[object] = []

    @rule(who=st.integers(0, 1), keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=3))
    def press(self, who: int, keys: list[str]) -> None:
        for key in keys:
            self.states[who] = self.sessions[who].press(self.states[who], key)

    @rule(who=st.integers(0, 1))
    def split(self, who: int) -> None:
        self.states[who] = press(self.sessions[who], self.states[who], "x", "enter")

    @rule(who=st.integers(0, 1))
    def leave_and_come_back(self, who: int) -> None:
        self.states[who] = self.sessions[who].open()

    @rule(score=st.sampled_from([0.2, 0.6, 0.9]))
    def read_again(self, score: float) -> None:
        with open_store(self.path) as store:
            store.save([saved("a.pdf", reading("a.pdf", score=score))], self.run_id)

    @invariant()
    def nothing_is_lost_or_told_twice(self) -> None:
        """The live statements hold the letter's whole text once, whatever was split, joined or taken back."""
        store = self.sessions[0].store
        text, _ = letter_rows.letter_text(store, saved("a.pdf").sha256)
        stretches = sorted((row.start, row.end) for row in live(store))
        covered = "".join(text[start:end] for start, end in stretches)
        assert "".join(covered.split()) == "".join(text.split())

    @invariant()
    def history_only_grows(self) -> None:
        history = list(queries.decisions(self.sessions[0].store))
        assert history[: len(self.history)] == self.history
        self.history = list(history)

    @invariant()
    def each_filing_is_its_authors(self) -> None:
        store = self.sessions[0].store
        for row in queries.statements(store, Filters(decided=True)):
            assert row.decision
            authors = [
                made.reviewer
                for made in queries.decisions(store, row.id)
                if (made.standing, made.obligation) == (row.decision.standing, row.decision.obligation)
                and made.verdict == row.decision.standing
            ]
            assert row.decision.reviewer in authors

    @invariant()
    def the_chain_is_whole(self) -> None:
        assert audit(self.sessions[0].store.connection) == []

    def teardown(self) -> None:
        for session in self.sessions:
            session.store.close()
        self.folder.cleanup()


TwoReviewers.TestCase.settings = settings(
    max_examples=drawn(15),
    stateful_step_count=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
test_in_any_order = TwoReviewers.TestCase
