"""What a reviewer waits for at a large database: `python -m corpus.reviewbench [STATEMENTS] [--keep FOLDER]`.

Letters of 40 statements each and one of 3,000 are written to a database; then the review is opened as users open it,
and keys are pressed. Each line is what was done with its seconds of one core at work (others may be at work beside it):
the first, the median, and the worst. Needs Linux (a pseudo-terminal, /proc).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from corpus.build import build_pdf
from corpus.sample import SAID, load_samples, spoken
from db.rows import Saved, rows_of
from db.store import Store, open_store
from extractor.core.model import (
    Block,
    Box,
    Finding,
    Head,
    Kind,
    Letter,
    Reading,
    Span,
    Statement,
    Verdict,
)
from extractor.filing.details import find_details
from extractor.filing.rank import classify
from extractor.review.session import ReviewSession
from rules.loader import load_pack
from rules.models import Pack

VEEDURIA = (sys.executable, "-c", "from extractor.cli import main; main()")
BODY = "MINEDU"
EACH, LONGEST = 40, 3_000  # statements in a letter, and in the one that is long
ON_A_PAGE = 20
AT = "2012-06-01T09:00:00+00:00"
LONG_NAME = "largo.pdf"
SCREENS = ("docentes", "personas")  # words that a first screen shows
PRESSES = 200

Said = Sequence[Finding]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.reviewbench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("statements", nargs="?", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where to leave the database, or where it lies")
    given = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command sets it
    with tempfile.TemporaryDirectory() as made:
        database = (given.keep or Path(made)) / "review.db"
        if not database.exists():
            write_database(database, given.statements)
        for title, seconds in measures(database):
            print(line(title, seconds), flush=True)
    return 0


def line(title: str, seconds: Sequence[float]) -> str:
    """Write a line: how long the first took, the median of all, and the worst."""
    return f"{title:58}{seconds[0]:8.3f}{statistics.median(seconds):8.3f}{max(seconds):8.3f}"


# --- the database ----------------------------------------------------------------------------------------------------


def write_database(path: Path, statements: int, longest: int = LONGEST) -> None:
    """Make a database of so many statements, `longest` of them in one letter, with an original for each letter."""
    pack = load_pack()
    said = _said(pack)
    sizes = [longest, *[EACH] * max((statements - longest) // EACH, 0)]
    with open_store(path) as store:
        run = store.begin_run("bench", pack, {}, AT)
        begun = iter(enumerate(sizes))
        while some := list(islice(begun, 200)):
            store.save([_saved(number, size, said) for number, size in some], run)
        store.end_run(run, AT)
        _originals(store, len(sizes))


def _said(pack: Pack) -> Said:
    """What the samples of the body say, classified as in a letter of it."""
    samples = [sample for sample in load_samples() if sample.facts["institution"] == BODY]
    texts = dict.fromkeys(
        part.text for sample in samples for block in sample.blocks for part in spoken(block) if part.kind in SAID
    )
    return [_finding(text, pack) for text in texts]


def _finding(text: str, pack: Pack) -> Finding:
    statement = Statement("", "", 0, len(text), 1, text, Kind.ACTION)
    return Finding(statement, classify(text, pack, BODY), find_details(text, pack, (), BODY))


def _saved(number: int, size: int, said: Said) -> Saved:
    name = f"carta_{number:06}.pdf" if number else LONG_NAME
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    text, findings, spans = "", [], []
    for at, one in enumerate(islice(cycle(said), number, number + size)):
        words, start = f"{at + 1}. {one.statement.text}", len(text)
        id = hashlib.sha256(f"{sha256}{at}".encode()).hexdigest()[:16]
        page, top = 1 + at // ON_A_PAGE, 60 + 36 * (at % ON_A_PAGE)
        own = start + len(words) - len(one.statement.text)
        statement = Statement(id, sha256, own, start + len(words), page, one.statement.text, one.classification.kind)
        findings.append(Finding(statement, one.classification, one.details))
        text += words + "\n"
        spans.append(Span(start, len(text), page, Box(70, top, 520, top + 30)))
    head = Head(BODY, "UGEL de prueba", f"OFICIO N° {number}-2011-UGEL", "2011-05-02")
    letter = Letter(sha256, 1 + size // ON_A_PAGE, text, tuple(spans), (Block("paragraph", 0, len(text)),), head)
    reading = Reading(letter, tuple(findings), Verdict("satisfactory", "informed", 0, 10))
    return Saved(f"/cartas/{name}", name, sha256, "read", rows_of(reading))


def _originals(store: Store, count: int) -> None:
    """Keep a real letter as the original of each."""
    data = build_pdf(next(sample for sample in load_samples() if sample.facts["institution"] == BODY))
    first = hashlib.sha256(LONG_NAME.encode()).hexdigest()
    store.keep(first, data)
    for number in range(1, count):
        sha256 = hashlib.sha256(f"carta_{number:06}.pdf".encode()).hexdigest()
        with suppress(FileExistsError):
            store.original(sha256).hardlink_to(store.original(first))


# --- what is waited for ----------------------------------------------------------------------------------------------


def measures(database: Path) -> Iterator[tuple[str, list[float]]]:
    """Yield what was done and how long it took each time."""
    yield "terminal: first screen", [_first_screen(database) for _ in range(5)]
    yield (
        "terminal: first screen, least certain first",
        [_first_screen(database, "--order", "uncertain") for _ in "123"],
    )
    yield "terminal: first screen of the long letter", [_first_screen(database, "--letter", LONG_NAME) for _ in "123"]
    pack = load_pack()
    with open_store(database) as store:
        yield from _keys(ReviewSession(store, pack, "bench"), "whole database")
        yield from _keys(ReviewSession(store, pack, "bench", order="uncertain"), "least certain first")
    yield from _web(database)


def _first_screen(database: Path, *options: str) -> float:
    """From the command to the first screen on a terminal of its own."""
    screen, terminal = pty.openpty()
    began, drawn = os.times(), ""
    command = [*VEEDURIA, "--db", str(database), "review", "--reviewer", "bench", *options]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal) as process:  # noqa: S603
        while "decid" not in drawn and process.poll() is None:
            if select.select([screen], [], [], 1)[0]:
                drawn += os.read(screen, 65536).decode("utf-8", "replace")
        process.kill()
    os.close(screen)
    os.close(terminal)
    return sum(os.times()[2:4]) - sum(began[2:4])


def _keys(session: ReviewSession, where: str) -> Iterator[tuple[str, list[float]]]:
    """Press each key many times; every screen is drawn."""
    from extractor.review.terminal.screen import draw

    began = time.process_time()
    state = session.open()
    draw(state, 80, 24)
    yield f"{where}: the dialogue opened", [time.process_time() - began]
    keys = {"Enter": ("enter",), "undo": ("enter", "u"), "reject": ("r",), "skip": ("s",), "back": ("b",)}
    keys |= {"search the list": ("/", "esc"), "split": ("x", "enter"), "merge": ("m",), "kind": ("k", "p")}
    for name, pressed in keys.items():
        taken = []
        for _press in range(20):
            for key in pressed:
                began = time.process_time()
                state = session.press(state, key)
                draw(state, 80, 24)
                last = time.process_time() - began
            taken.append(last)
        yield f"{where}: {name}", taken


@contextmanager
def served(database: Path) -> Iterator[tuple[str, int]]:
    """Serve the review and yield its address and its process."""
    command = [*VEEDURIA, "--db", str(database), "review", "--web", "--no-open", "--reviewer", "bench"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:  # noqa: S603
        assert process.stdout
        try:
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.kill()


def at_work(pid: int) -> float:
    """Return the seconds that a process and those it started have been at work."""
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    stats = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in pids)
    return sum(sum(map(int, stat[11:13])) for stat in stats) / os.sysconf("SC_CLK_TCK")


def _web(database: Path) -> Iterator[tuple[str, list[float]]]:
    with served(database) as (address, pid):
        where, token = urlsplit(address), parse_qs(urlsplit(address).query)["token"][0]

        def ask(path: str, body: object = None) -> tuple[float, bytes]:
            data = None if body is None else json.dumps(body).encode()
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            request = urllib.request.Request(f"http://{where.netloc}{path}", data, headers)
            began = at_work(pid)
            with urllib.request.urlopen(request) as reply:  # noqa: S310
                read = reply.read()
            return at_work(pid) - began, read

        taken, answered = ask("/api/open", {})
        yield "browser: opened", [taken]
        reply: dict[str, Any] = json.loads(answered)
        for name, value in (("accept", ""), ("undo", "")):
            times = []
            for _press in range(PRESSES):
                sent = {"session": reply["session"], "acts": reply["acts"], "intent": {"name": name, "value": value}}
                taken, answered = ask("/api/act", sent)
                reply |= json.loads(answered)
                times.append(taken)
            yield f"browser: {name} answered", times
        letter = hashlib.sha256(b"carta_000007.pdf").hexdigest()
        yield (
            "browser: page image drawn, its letter's second page, kept",
            [ask(f"/image/{letter}/{page}/130")[0] for page in (1, 1, 1)],
        )
        yield (
            "browser: list of the long letter",
            [ask(f"/api/letter/{hashlib.sha256(LONG_NAME.encode()).hexdigest()}")[0]],
        )


if __name__ == "__main__":
    sys.exit(main())
