"""How veeduria bears a large pile: `python -m corpus.loadbench [N] [--letters FOLDER]`.

N generated letters go through the command that users type, a quarter and a half of them before, so that one sees
whether time grows in step with their number and memory not at all. Then what people wait for is timed on the database
of N letters, with part of it decided, and one worker is set against two. With --letters, the whole ingest of these
files is set against the bare PDF libraries. Needs Linux (/proc).
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.bench import INGEST, TARGETS, measure, ratios
from corpus.load import write_letters
from db import action_rows, counting, letter_rows, queries
from db.connection import Database, open_database
from db.queue import missed
from db.records import Filters
from db.store import open_store
from extractor.batch import find_files
from extractor.core.model import Decision
from extractor.review.session import ReviewSession
from rules.loader import load_pack

VEEDURIA = (sys.executable, "-c", "from extractor.cli import main; main()")
MIB = 1024
DECIDED = 4  # every so manieth open action is decided before queries are timed
ROUNDS = 3
FEW = 100  # letters of the smallest ingest, for memory
QUEUE = Filters(institution="MININTER", kinds=("action", "planned"), decided=False)


@dataclass(frozen=True, slots=True)
class Ingest:
    """One run of `veeduria ingest`; seconds on the wall, processor seconds of all its processes, peaks in MiB."""

    letters: int
    workers: int
    seconds: float
    busy: float
    parent: float
    worker: float

    def __str__(self) -> str:
        each = 1000 * self.seconds / self.letters
        return (
            f"{self.letters:8,}{self.workers:9}{self.seconds:10.1f}{self.busy:10.1f}{each:12.2f}"
            f"{self.parent:13.0f}{self.worker:13.0f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pile = folder / "letters"
        print(f"{write_letters(options.count, pile):,} letters made")
        print(" letters  workers   seconds  cpu sec.  ms a letter  parent MiB  worker MiB")
        alone, pair = _ingests(pile, folder, options.count)
        again = _ingest(pile, folder, options.count, 2)
        print(f"taken in before, all of them: {again.busy:.1f} s of processor (target: 10 for 20,000)")
        print(f"start-up aside, two workers are {alone / pair:.2f} times as fast as one")
        database = folder / f"{options.count}.2.db"
        print(f"{_decide(database):,} statements decided; seconds until the answer:")
        for title, seconds in _waits(database):
            print(f"{title:48}{seconds:8.3f}")
    if options.letters:
        print("\n".join(_beside_libraries(options.letters)))
    return 0


def _ingests(pile: Path, folder: Path, count: int) -> tuple[float, float]:
    """Ingest ever more letters; return the seconds that one worker and two take for them all, start-up aside."""
    start = {workers: _ingest(pile, folder, 1, workers).seconds for workers in (1, 2)}
    for part in sorted({min(FEW, count), count // 4, count // 2}):
        print(_ingest(pile, folder, part, 2), flush=True)
    taken = {}
    for workers in (2, 1):
        ingest = _ingest(pile, folder, count, workers)
        print(ingest, flush=True)
        taken[workers] = ingest.seconds - start[workers]
    return taken[1], taken[2]


def _ingest(pile: Path, folder: Path, count: int, workers: int) -> Ingest:
    """Ingest the first `count` letters into `folder/<count>.<workers>.db`, watching the processes' memory."""
    part = folder / f"part{count}"
    part.mkdir(exist_ok=True)
    for letter in islice(sorted(pile.glob("*.pdf")), count):
        with suppress(FileExistsError):
            (part / letter.name).hardlink_to(letter)
    options = ["--workers", str(workers), "--ocr", "off", "--db", str(folder / f"{count}.{workers}.db")]
    before, began = os.times(), time.perf_counter()
    process = subprocess.Popen([*VEEDURIA, "ingest", str(part), *options], stdout=subprocess.DEVNULL)  # noqa: S603
    peaks: dict[int, float] = {}
    while process.poll() is None:
        for pid in (process.pid, *_children(process.pid)):
            peaks[pid] = max(peaks.get(pid, 0), peak_of(pid))
        time.sleep(0.05)
    seconds, after = time.perf_counter() - began, os.times()
    if process.returncode not in (0, 1):
        raise SystemExit(f"veeduria ingest ended with {process.returncode}")
    busy = sum(after[2:4]) - sum(before[2:4])
    parent = peaks.pop(process.pid)
    return Ingest(count, workers, seconds, busy, parent, max(peaks.values(), default=0))


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def peak_of(pid: int) -> float:
    """The largest resident memory of a process so far, in MiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / MIB
    return 0


# --- what people wait for --------------------------------------------------------------------------------------------


def _decide(database: Path) -> int:
    """Accept the first suggestion of some open statements, as reviewers would have."""
    with open_store(database) as store:
        rows = [row for row in queries.statements(store, Filters(kinds=("action",), decided=False)) if row.suggestions]
        decided = [
            Decision(row.id, "accepted", row.suggestions[0].obligation, "{}", "bench", "2024-05-02T10:00:00Z",
                     row.content_hash)
            for row in rows[::DECIDED]
        ]  # fmt: skip
        store.decide(decided)
    return len(decided)


def _waits(database: Path) -> Iterator[tuple[str, float]]:
    """In this process, on a connection opened for each, then as commands with all that starting takes."""
    answers: dict[str, Callable[[Database], Any]] = {
        "status": counting.status,
        "how much was missed, as a sample tells": missed,
        "next of a filtered queue": lambda db: queries.next_in_queue(db, QUEUE),
        "next of a filtered queue, least certain first": lambda db: queries.next_in_queue(db, QUEUE, "uncertain"),
        "first statement exported": lambda db: next(queries.statements(db)),
        "first letter exported": lambda db: next(letter_rows.letters(db)),
        "first action exported": lambda db: next(action_rows.actions(db)),
        "first statement exported of those with a word": lambda db: next(
            queries.statements(db, Filters(words="trata"))
        ),
    }
    for title, answer in answers.items():
        yield title, _timed(partial(_asked, database, answer))
    pack = load_pack()
    for order in ("letter", "uncertain"):
        yield f"review opened, by {order}", _timed(partial(_opened, database, pack, order))
    commands: dict[str, tuple[str, ...]] = {"`veeduria status`": ("status",)}
    for what in ("statements", "letters", "actions"):
        commands[f"`veeduria export {what}`, first row"] = ("export", what, "--format", "jsonl")
    commands["`veeduria review`, filtered, first statement"] = ("review", "--body", "MININTER", "--kind", "action")
    for title, command in commands.items():
        typed = _reviewed if command[0] == "review" else _answered
        yield title, min(_timed(partial(typed, database, *command)) for _ in range(ROUNDS))


def _asked(database: Path, answer: Callable[[Database], Any]) -> None:
    with open_database(database) as db:
        answer(db)


def _opened(database: Path, pack: Any, order: str) -> None:
    with open_store(database) as store:
        ReviewSession(store, pack, "bench", QUEUE, order).open()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _answered(database: Path, *arguments: str) -> None:
    """Let a command write its first line."""
    command = [*VEEDURIA, *arguments, "--db", str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()


def _reviewed(database: Path, *arguments: str) -> None:
    """Let the review draw its first screen, which names the body, on a terminal of its own."""
    screen, terminal = pty.openpty()
    command, drawn = [*VEEDURIA, *arguments, "--db", str(database)], b""
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal) as process:  # noqa: S603
        while b"MININTER" not in drawn and process.poll() is None:
            if select.select([screen], [], [], 1)[0]:
                drawn += os.read(screen, 65536)
        process.kill()
    os.close(screen)
    os.close(terminal)


# --- beside the bare libraries ---------------------------------------------------------------------------------------


def _beside_libraries(letters: Path) -> Iterator[str]:
    timings = measure(find_files([letters]), load_pack())
    for ingest in (timing for timing in timings if timing.stage == INGEST):
        yield f"{ingest.files} letters of {letters}, one worker, start-up aside: {ingest.seconds:.2f} s"
    for library, ratio in ratios(timings).items():
        yield f"{ratio:.2f} times what {library} takes for their text alone (target: at most {TARGETS[library]:g})"


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="corpus.loadbench", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("count", type=int, nargs="?", default=5000, metavar="N")
    parser.add_argument("--letters", type=Path, metavar="FOLDER", help="set the ingest of these against the libraries")
    return parser


if __name__ == "__main__":
    sys.exit(main())
