"""Letters given to several people: equal loads, shares, nobody holds what another holds, who leaves loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from db import queries
from db.assignments import AssignedLetter, Free, free_letters, give, held, leave, take, take_back
from db.audit import audit
from db.connection import open_database
from db.queue import queue
from db.records import Filters
from db.seen_by import seen_by
from db.store import open_store
from db.twofold import Refused
from extractor.core.model import Decision
from extractor.review.team.dealing import DealRequest, deal
from tests.made import AT, PACK, reading, saved, sha_of
from tests.rounds import veeduria

LATER, LATEST = "2024-05-07T00:00:00+00:00", "2024-05-09T00:00:00+00:00"


def letters(count: int, bodies: tuple[str, ...] = ("MINEDU", "MINSA")) -> list[Free]:
    return [Free(f"{n:064}", f"{n}.pdf", bodies[n % len(bodies)], 1 + n % 5, True) for n in range(count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "v.db") as store:
        store.save([saved(f"{n}.pdf") for n in range(6)], store.begin_run("1", PACK, {}, AT))
    return tmp_path / "v.db"


# --- dealing ---------------------------------------------------------------------------------------------------------


def test_loads_are_equal_and_the_same_seed_deals_the_same() -> None:
    wish = DealRequest(("ana", "eva", "luz"), twice=0.2, bare=0.1, seed=7)
    given = deal(letters(100), wish)
    assert (
        given == deal(letters(100), wish) != deal(letters(100), DealRequest(wish.people, twice=0.2, bare=0.1, seed=8))
    )
    weight = {one.document: one.open for one in letters(100)}
    loads = Counter[str]()
    for one in given:
        loads[one.reviewer] += weight[one.document]
    assert max(loads.values()) - min(loads.values()) <= 5


def test_a_share_of_each_body_is_read_by_two_different_people() -> None:
    given = deal(letters(100), DealRequest(("ana", "eva", "luz"), twice=0.2))
    readers = {document: [one for one in given if one.document == document] for document in {g.document for g in given}}
    twice = {document: found for document, found in readers.items() if len(found) > 1}
    assert len(twice) == 20
    assert all(one.blind for found in twice.values() for one in found)
    assert all(len({one.reviewer for one in found}) == 2 for found in twice.values())
    bodies = Counter(one.institution for one in letters(100) if one.document in twice)
    assert bodies == {"MINEDU": 10, "MINSA": 10}


def test_a_letter_shows_all_its_readers_suggestions_or_none() -> None:
    given = deal(letters(50), DealRequest(("ana", "eva"), twice=1, bare=0.3))
    bare = {one.document for one in given if one.bare}
    assert len(bare) == 15
    assert all(one.bare == (one.document in bare) for one in given)


def test_a_quota_holds_and_takes_from_every_body() -> None:
    given = deal(letters(100, ("A", "B", "C", "D")), DealRequest(("ana", "eva"), quota=4))
    assert Counter(one.reviewer for one in given) == {"ana": 4, "eva": 4}
    assert {letter.institution for letter in letters(100, ("A", "B", "C", "D")) if letter.document in
            {one.document for one in given}} == {"A", "B", "C", "D"}  # fmt: skip


def test_what_somebody_has_decided_on_is_not_read_blind() -> None:
    begun = [one._replace(untouched=False) for one in letters(10)]
    assert not any(one.blind for one in deal(begun, DealRequest(("ana", "eva"), twice=1)))


# --- holding ---------------------------------------------------------------------------------------------------------


def test_what_one_holds_no_other_gets_and_the_queue_leaves_it_out(path: Path) -> None:
    with open_store(path) as store:
        ana = take(store, "ana", 2, AT, LATEST)
        eva = take(store, "eva", 9, AT, LATEST)
        assert {one.document for one in ana}.isdisjoint(one.document for one in eva)
        assert (len(ana), len(eva)) == (2, 4)
        with pytest.raises(Refused):
            give(store, [AssignedLetter(ana[0].document, "luz")], "lead", AT)
        assert audit(store.connection) == []
    with open_store(path) as store:
        leave(store, "eva", "lead", AT)
        give(store, [AssignedLetter(eva[0].document, "eva")], "lead", AT)
    with seen_by(path, "luz") as db:
        waiting = {entry[0] for entry in queue(db, Filters())}
    assert eva[0].document not in waiting and eva[1].document in waiting
    with seen_by(path, "eva") as db:
        assert {entry[0] for entry in queue(db, Filters(assigned="eva"))} == {eva[0].document}


def test_a_claim_runs_out(path: Path) -> None:
    with open_store(path) as store:
        (one,) = take(store, "ana", 1, AT, LATER)
        assert one.document not in {free.document for free in free_letters(store.connection, AT)}
        assert one.document in {free.document for free in free_letters(store.connection, LATEST)}
        (same,) = take(store, "eva", 1, LATEST, None)
        assert same.document == one.document
        assert [row.reviewer for row in held(store, LATEST)] == ["eva"]


def test_whoever_leaves_loses_nothing_and_the_rest_is_free_again(path: Path) -> None:
    with open_store(path) as store:
        first, _second = take(store, "ana", 2, AT, None)
        row = next(row for row in queries.statements(store) if row.sha256 == first.document)
        store.decide([Decision(row.id, "accepted", "minedu.talks", "{}", "ana", AT, row.content_hash)])
        assert leave(store, "ana", "lead", AT) == 2
        again = next(other for other in queries.statements(store) if other.id == row.id)
        assert again.decision and (again.decision.standing, again.decision.reviewer) == ("accepted", "ana")
        assert len(free_letters(store.connection, AT)) == 6
        assert held(store, AT) == []


def test_assigning_is_taken_back_whole(path: Path) -> None:
    with open_store(path) as store:
        free = free_letters(store.connection, AT)
        give(store, deal(free, DealRequest(("ana", "eva"), twice=0.5)), "lead", AT)
        assert take_back(store, "lead", AT) == 6
        assert free_letters(store.connection, AT) == free
        assert take_back(store, "lead", AT) == 0


TAKE = """
import sys
from pathlib import Path
from db.assignments import take
from db.store import open_store
with open_store(Path(sys.argv[1])) as store:
    while found := take(store, sys.argv[2], 25, "2024-05-06T07:08:09Z", None):
        print(*(one.document for one in found), sep="\\n")
"""


@pytest.mark.slow
def test_of_a_thousand_letters_four_processes_hold_none_twice(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    with open_store(path) as store:
        texts = ("Se capacitó a 180 docentes en junio de 2011.",)
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved(f"{n}.pdf", reading(f"{n}.pdf", texts)) for n in range(1000)], run)
    started = [
        subprocess.Popen([sys.executable, "-c", TAKE, str(path), name], stdout=subprocess.PIPE, text=True)
        for name in ("ana", "eva", "luz", "pia")
    ]
    taken = [process.communicate()[0].split() for process in started]
    assert all(process.returncode == 0 for process in started)
    everything = [document for part in taken for document in part]
    assert len(everything) == len(set(everything)) == 1000
    assert set(everything) == {sha_of(f"{n}.pdf") for n in range(1000)}
    with open_database(path) as db:
        assert audit(db.connection) == []
        assert {row.reviewer: row.letters for row in held(db, AT)} == {
            name: len(part) for name, part in zip(("ana", "eva", "luz", "pia"), taken, strict=True) if part
        }


# --- as typed --------------------------------------------------------------------------------------------------------


def test_a_dry_run_says_who_would_get_what_and_writes_nothing(path: Path) -> None:
    said = veeduria(path, "assign", "--to", "Ana", "--to", "Eva", "--twice", "50", "--dry-run")
    assert said.exit_code == 0 and "Ana: " in said.output and "Letters given: 6; still free: 0." in said.output
    assert "Nothing is given" in veeduria(path, "assign").output
    veeduria(path, "assign", "--to", "Ana", "--to", "Eva", "--twice", "50")
    assert "Ana: " in veeduria(path, "assign").output
    assert "free again" in veeduria(path, "assign", "--leave", "Ana").output


@pytest.mark.parametrize(
    "asked",
    [("--to", "Ana", "--twice", "20"), ("--to", " "), ("--to", "Ana", "--take", "2"), ("--body", "NO", "--to", "Ana")],
)
def test_what_cannot_be_dealt_is_said(path: Path, asked: tuple[str, ...]) -> None:
    said = veeduria(path, "assign", *asked)
    assert said.exit_code == 2 and "Error" in said.output


def test_letters_of_unknown_bodies_are_named(path: Path) -> None:
    with open_store(path) as store:
        store.save([saved("x.pdf", reading("x.pdf", institution=None))], 1)
    assert "1 letter is left out" in veeduria(path, "assign", "--to", "Ana", "--dry-run").output
