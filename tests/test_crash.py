"""Killed at any moment, an ingest loses nothing: the next one goes on, and the end is that of an undisturbed run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.load import write_letters
from db.connection import Database, open_database
from db.store import open_store
from extractor.ingest.verify import verify

INGEST = [sys.executable, "-c", "from extractor.cli import main; main()", "ingest"]
KILLS = 50
AT_BIRTH = 10  # kills while the database is being made
UNFINISHED = {"outcome", "original_unknown"}  # what a killed run may leave for the next one to put right
RUN_ONLY = {"id", "run", "started", "finished", "applied_at"}  # columns that tell of runs and of their order

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Letters, a copy of one, and files that cannot be read."""
    folder = tmp_path_factory.mktemp("pile")
    write_letters(60, folder)
    (folder / "gold.jsonl").rename(folder / "a labels.txt")
    first = next(folder.glob("*.pdf"))
    shutil.copy(first, folder / "zz copy.pdf")
    (folder / "half.pdf").write_bytes(first.read_bytes()[:1500])
    (folder / "empty.pdf").touch()
    return folder


@pytest.fixture(scope="module")
def undisturbed(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    database = tmp_path_factory.mktemp("undisturbed") / "v.db"
    assert _start(pile, database).wait() == 1  # some files have problems
    return _content(database)


def test_killed_fifty_times_it_ends_as_if_nothing_had_happened(
    pile: Path, undisturbed: list[tuple[object, ...]], tmp_path: Path
) -> None:
    dice = random.Random(28950)
    database, finished = tmp_path / "0.db", 0
    for kill in range(KILLS):
        if kill < AT_BIRTH:
            database = tmp_path / f"{kill}.db"
            moment = _born(database, dice.uniform(0, 0.1))
        else:
            moment = _kept_more(database, dice.randrange(20), dice.uniform(0, 0.05))
        process = _start(pile, database)
        if _reached(process, moment):
            _kill(process, with_workers=dice.random() < 0.8)
            _check_whole(database)
        else:
            finished += 1
            assert _content(database) == undisturbed
            database = tmp_path / f"{kill}.db"
    assert finished < KILLS / 4
    assert _start(pile, database).wait() == 1
    assert _content(database) == undisturbed


def test_a_worker_killed_alone_costs_nothing(pile: Path, undisturbed: list[tuple[object, ...]], tmp_path: Path) -> None:
    database = tmp_path / "v.db"
    process = _start(pile, database, workers=1)
    assert _reached(process, _kept_more(database, 5, 0))
    (worker,) = _children(process.pid)
    os.kill(worker, signal.SIGKILL)
    assert process.wait() == 1
    assert _content(database) == undisturbed


# --- killing ---------------------------------------------------------------------------------------------------------


def _start(pile: Path, database: Path, workers: int = 2) -> subprocess.Popen[bytes]:
    options = ["--workers", str(workers), "--ocr", "off", "--db", str(database)]
    return subprocess.Popen([*INGEST, str(pile), *options], stdout=subprocess.DEVNULL, start_new_session=True)


def _born(database: Path, delay: float) -> Callable[[], bool]:
    return _later(database.exists, delay)


def _kept_more(database: Path, letters: int, delay: float) -> Callable[[], bool]:
    """So many letters more than now are kept beside the database."""
    folder = database.with_name(database.name + ".originals")

    def kept() -> int:
        return len(list(folder.glob("*.pdf")))

    goal = kept() + letters
    return _later(lambda: database.exists() and kept() >= goal, delay)


def _later(reached: Callable[[], bool], delay: float) -> Callable[[], bool]:
    def is_reached() -> bool:
        if not reached():
            return False
        time.sleep(delay)
        return True

    return is_reached


def _reached(process: subprocess.Popen[bytes], moment: Callable[[], bool]) -> bool:
    """Wait for the moment; False if the process ends before."""
    while process.poll() is None:
        if moment():
            return process.poll() is None
        time.sleep(0.001)
    return False


def _kill(process: subprocess.Popen[bytes], with_workers: bool) -> None:
    workers = _children(process.pid)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for worker in workers if with_workers else ():
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


# --- looking ---------------------------------------------------------------------------------------------------------


def _check_whole(database: Path) -> None:
    """The database is sound, though perhaps not finished; the one killed at its birth may hold nothing yet."""
    with open_store(database) as store:
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert {fault.code for fault in verify(store) if fault} <= UNFINISHED


def _content(database: Path) -> list[tuple[object, ...]]:
    """Everything the database holds but what tells of runs, with the originals; nothing is at fault in it."""
    with open_database(database) as db:
        assert [fault for fault in verify(db) if fault] == []
        kept = sorted((file.name, file.read_bytes()) for file in db.originals.iterdir())
        return [*_rows(db), *kept]


def _rows(db: Database) -> Iterator[tuple[object, ...]]:
    tables = db.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('runs', 'begun', 'chain', 'readings',"
        " 'sqlite_sequence') AND name NOT GLOB '*_fts*'"  # salts and the order of saving differ
    ).fetchall()
    for (table,) in sorted(tables):
        columns = [row[1] for row in db.connection.execute(f"PRAGMA table_info({table})") if row[1] not in RUN_ONLY]
        if table == "statements":
            columns.append("id")
        names = ", ".join(f'"{column}"' for column in columns)
        rows = db.connection.execute(f"SELECT {names} FROM {table}").fetchall()
        yield from sorted(((table, *row) for row in rows), key=repr)
    words = "SELECT s.id FROM statements_fts f JOIN statements s ON s.rowid = f.rowid WHERE statements_fts MATCH ?"
    for word in ("trata", "policia", "charlas"):
        yield (word, *sorted(row[0] for row in db.connection.execute(words, (word,))))
