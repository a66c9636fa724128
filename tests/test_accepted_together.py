"""What is sure is accepted in one act per letter; a random sample of it tells how much of it is wrong."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from db import queries
from db.queue import sample, sampled
from db.records import Filters
from db.store import open_store
from db.together import accepted_together, is_unread, sample_of_accepted, unread
from extractor.cli import build
from extractor.review.records import ReviewState, Say
from extractor.review.session import ReviewSession
from tests.made import AT, PACK, reading, saved
from tests.packs import write_pack
from tests.test_cli_learn import BODIES, DUTIES, RULES

SURE = tuple(f"Se dictó la charla {number} a los docentes." for number in range(4))


def press(session: ReviewSession, state: ReviewState, *keys: str) -> ReviewState:
    for key in keys:
        state = session.press(state, key)
    return state


def made(path: Path) -> Path:
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        unsure = reading("b.pdf", ("Se dictó una charla.",), score=0.5)
        store.save([saved("a.pdf", reading("a.pdf", SURE, score=0.95)), saved("b.pdf", unsure)], run)
    return path


def test_what_is_sure_in_a_letter_is_accepted_in_one_act_and_taken_back_in_one(tmp_path: Path) -> None:
    with open_store(made(tmp_path / "v.db")) as store:
        session = ReviewSession(store, PACK, "ana")
        state = press(session, session.open(), "S", "enter")
        assert state.message and (state.message.say, state.message.detail) == (Say.REST_ACCEPTED, "4")
        decided = list(queries.statements(store, Filters(decided=True)))
        assert [(row.document, row.decision and row.decision.standing) for row in decided] == [
            ("a.pdf", "accepted")
        ] * 4
        assert len(unread(store)) == 4
        press(session, state, "u")
        assert (unread(store), list(queries.statements(store, Filters(decided=True)))) == ((), [])


def test_nothing_unsure_is_offered(tmp_path: Path) -> None:
    with open_store(made(tmp_path / "v.db")) as store:
        session = ReviewSession(store, PACK, "ana", Filters(document="b.pdf"))
        state = press(session, session.open(), "S")
        assert state.question is None
        assert state.message and state.message.say is Say.NOTHING_LEFT


def test_a_sample_of_what_was_accepted_together_tells_how_much_is_wrong(tmp_path: Path) -> None:
    path = made(tmp_path / "v.db")
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana")
        press(session, session.open(), "S", "enter")
        ids = unread(store)[:3]
        sample(store, ids, 1, AT)
        assert (sampled(store), set(sample_of_accepted(store))) == ((), set(ids))
        looks = ReviewSession(store, PACK, "eva", Filters(ids=ids))
        state = press(looks, looks.open(), "enter")
        assert accepted_together(store) == (1, 0, 4)
        press(looks, state, "/", *"places", "enter")
        assert accepted_together(store) == (2, 1, 4)
        assert accepted_together(store, "MINSA") == (0, 0, 0)
        assert [is_unread(store, id) for id in ids].count(True) == 1
    pack = write_pack(tmp_path / "pack", bodies=BODIES, obligations=DUTIES, rules=RULES)
    said = CliRunner().invoke(build(), ["status", "--db", str(path), "--pack", pack]).output
    assert "4 statements were accepted together with others of their letter, unread." in said
    assert "Sample of these: 2 looked at, wrong among them: 1" in said
