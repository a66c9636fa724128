"""People at their terminals, letters read in and letters read again, all at one database and at once."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from db import queries
from db.audit import audit
from db.connection import open_database
from extractor.ingest.verify import verify
from tests.test_cli_ingest import SAMPLES, run

pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
from tests.test_review_terminal import PROGRAM, Terminal  # noqa: E402

GONE = ("split", "merged")  # their pieces stand in the queue instead
pytestmark = pytest.mark.slow
KEYS = ("\r", "\r", "\r", "r", "s", "u", "x\r", "m", "2", "\x1b[C", "\x1b[D", "\x1b")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "letters").mkdir()
    for letter in SAMPLES[:12]:
        shutil.copy(letter, tmp_path / "letters")
    run("ingest", tmp_path / "letters", "--workers", 1, "--ocr", "off", db=tmp_path / "v.db")
    return tmp_path / "v.db"


def start(database: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "--db", str(database), *arguments, "--ocr", "off", "--workers", "1", "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def press(reviewer: Terminal, dice: random.Random) -> None:
    reviewer.child.send(dice.choice(KEYS))
    while True:
        try:
            reviewer.stream.feed(reviewer.child.read_nonblocking(65536, timeout=0.05))
        except pexpect.TIMEOUT:
            return


def history(database: Path) -> list[tuple[object, ...]]:
    with open_database(database) as db:
        return db.connection.execute(
            "SELECT id, act, statement, verdict, reviewer FROM decisions ORDER BY id"
        ).fetchall()


@pytest.mark.parametrize("seed", range(3))
def test_nothing_decided_is_lost_moved_or_given_to_another_while_letters_are_read(
    database: Path, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    more = tmp_path / "more"
    more.mkdir()
    for letter in SAMPLES[12:30]:
        shutil.copy(letter, more)
    people = [Terminal(database, "--reviewer", name) for name in ("ana", "eva")]
    for one in people:
        one.sees("1")
    known: list[tuple[object, ...]] = []
    for arguments in (["ingest", str(more)], ["ingest", "--again"], ["ingest", "--again"]):
        reading = start(database, *arguments)
        while reading.poll() is None:
            press(dice.choice(people), dice)
            now = history(database)
            assert now[: len(known)] == known
            known = now
        assert reading.stderr and b"Traceback" not in reading.stderr.read()
    for one in people:
        assert one.child.isalive(), "\n".join(one.lines)
        one.child.close(force=True)
    known = history(database)
    assert {row[4] for row in known} == {"ana", "eva"}
    of_act = defaultdict(set)
    for _id, act, _statement, _verdict, reviewer in known:
        of_act[act].add(reviewer)
    assert all(len(who) == 1 for who in of_act.values())
    check_whole(database)
    check_undone(database, "ana", known)


def check_whole(database: Path) -> None:
    with open_database(database) as db:
        assert [fault for fault in verify(db) if fault] == [] and audit(db.connection) == []
        live = [row for row in queries.statements(db) if not (row.decision and row.decision.standing in GONE)]
    for letter in {row.sha256 for row in live}:
        stretches = sorted((row.start, row.end) for row in live if row.sha256 == letter)
        assert all(end <= start for (_, end), (start, _) in pairwise(stretches)), stretches


def check_undone(database: Path, reviewer: str, known: list[tuple[object, ...]]) -> None:
    """In another session everything that one person did can be taken back, and nothing of the other's goes with it."""
    again = Terminal(database, "--reviewer", reviewer)
    again.sees("1")
    for _ in range(sum(row[4] == reviewer for row in known) + 3):
        again.child.send("u")
        try:
            again.stream.feed(again.child.read_nonblocking(65536, timeout=0.2))
        except pexpect.TIMEOUT:
            continue
    again.child.close(force=True)
    later = history(database)
    assert later[: len(known)] == known and {row[4] for row in later[len(known) :]} <= {reviewer}
    check_whole(database)
