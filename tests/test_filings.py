"""The latest filings, kept from one decision to the next: always what a look at all decisions would find."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from db import filings as room
from db import queries
from db.assignments import AssignedLetter, give
from db.decisions import Refused
from db.filings import LatestFilings, filings
from db.seen_by import seen_by
from db.store import open_store
from extractor.core.model import Decision
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of

NAMES = [f"{letter}.pdf" for letter in "abcd"]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("blind", [False, True])
def test_what_is_kept_is_what_all_decisions_say(
    seed: int, blind: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST", 4)
    monkeypatch.setattr(room, "SPARE", 6)
    dice, path = random.Random(seed), tmp_path / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved(name, reading(name, TEXTS)) for name in NAMES], run)
        if blind:
            pairs = [AssignedLetter(sha_of("a.pdf"), who, True, False) for who in ("ana", "eva")]
            give(store, pairs, "rosa", AT, None, 1)
        with seen_by(path, "ana") as sight:
            kept = LatestFilings(sight)
            for _step in range(60):
                who = dice.choice(("ana", "eva", "luz"))
                with seen_by(path, who) as own:
                    row = dice.choice(list(queries.statements(own)))
                verdict, duty = dice.choice(
                    [("corrected", "minedu.talks"), ("corrected", "minedu.places"), ("rejected", None)]
                )
                match dice.randrange(8):
                    case 0 | 1:
                        with suppress(Refused):
                            store.undo(who, AT)
                    case 2:
                        body = dice.choice(("MINEDU", "MINSA"))
                        if not (blind and row.sha256 == sha_of("a.pdf")):
                            store.correct(row.sha256, {"institution": body}, who, AT)
                    case 3:
                        name = dice.choice(NAMES[1:])
                        store.save([saved(name, reading(name, TEXTS[dice.randrange(2) :]))], run)
                    case _ if row.institution == "MINEDU" and not (blind and who == "luz"):
                        store.decide([Decision(row.id, verdict, duty, "{}", who, AT, row.content_hash)])
                for body in ("MINEDU", "MINSA"):
                    assert kept.of(body) == filings(sight, [body], most=4)


def test_a_key_looks_at_no_more_than_was_decided_since(tmp_path: Path) -> None:
    with open_store(tmp_path / "v.db") as store:
        store.save([saved("a.pdf", reading("a.pdf", TEXTS))], store.begin_run("1", PACK, {}, AT))
        kept = LatestFilings(store)
        assert kept.of("MINEDU") == ()
        asked: list[str] = []
        row = next(queries.statements(store))
        store.decide([Decision(row.id, "corrected", "minedu.places", "{}", "ana", AT, row.content_hash)])
        store.connection.set_trace_callback(asked.append)
        assert [one.obligation for one in kept.of("MINEDU")] == ["minedu.places"]
        store.connection.set_trace_callback(None)
        assert not [query for query in asked if "ON s.id = c.statement AND s.current = c.id" in query]
