"""What ten million statements cost: `python -m corpus.scalebench [N ...] [--copied N ...] [--to N]`.

Letters of a hundred statements each are simulated: generated letters are read once, what was read of them is put
together anew under other names, and goes into the database through the one writer; a tenth of the actions is filed.
Then what people wait for is run as the commands they type, at each size, with seconds of the processor and peak memory.
With `--copied`, the last of these databases is copied in itself until it has so many statements
(`corpus.scalecopies`), and what people wait for at the screen is measured there. The last two sizes at which a thing
was measured give the power with which it grows, and so what it would be at `--to` statements. Reading PDF files is left
out: it costs the same for each letter (`python -m corpus.loadbench`). Needs Linux.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

from corpus.load import write_letters
from corpus.loadbench import peak_of
from db import queries
from db.connection import open_database
from db.records import Filters
from db.rows import Saved, rows_of
from db.store import Store, open_store
from extractor.core.model import Box, Decision, Finding, Reading, Span
from extractor.read.letter import read_letter
from extractor.review.session import ReviewSession
from rules.loader import load_pack
from rules.models import Pack

SIZES, GOAL = (10_000, 30_000, 100_000), 10_000_000
EACH, AT_ONCE, TEMPLATES = 100, 20, 30  # statements in a letter, letters in one transaction, letters read
FILED = 10  # every so manieth action is filed
AT = "2024-05-02T10:00:00Z"
COMMAND = "from extractor.cli import main; main()"
AT_THE_SCREEN = ("status", "first rows exported", "a search for words")
COMMANDS = {
    "status": ("status",),
    "first rows exported": ("export", "statements", "--format", "jsonl", "--letter", "letter_0000000.pdf"),
    "a search for words": ("export", "statements", "--format", "jsonl", "--words", "albergue Tacna"),
    "report matrix of a body": ("report", "matrix", "MININTER", "--output", "{folder}/matrix.html"),
    "report balance": ("report", "balance", "--output", "{folder}/balance.html"),
    "learn": ("learn",),
    "seal": ("seal",),
    "verify": ("verify",),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took at one size: seconds of the processor, and the peak of memory in MiB."""

    seconds: float
    memory: float = 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.scalebench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[*SIZES], metavar="N", help="statements, growing")
    parser.add_argument("--copied", nargs="*", type=int, default=[], metavar="N", help="larger sizes, made by copying")
    parser.add_argument("--to", type=int, default=GOAL, metavar="N", help="the size to say something of")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        pack = load_pack()
        templates = list(_templates(Path(name), pack))
        measured: dict[str, dict[int, Cost]] = {}
        folder = Path(name)
        for size in given.sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            _note(measured, size, _measure(folder, size, templates, pack))
        have = given.sizes[-1]
        for size in given.copied:
            _note(measured, size, _measure_copied(folder / "scale.db", have, size, given.sizes[-1], pack))
            have = size
    print(*_table([*given.sizes, *given.copied], measured, given.to), sep="\n")
    return 0


def _note(measured: dict[str, dict[int, Cost]], size: int, found: Iterator[tuple[str, Cost]]) -> None:
    for what, cost in found:
        measured.setdefault(what, {})[size] = cost
        print(f"{size:>12,} {what:<28}{cost.seconds:9.2f} s {cost.memory:8.0f} MiB", flush=True)


# --- making ----------------------------------------------------------------------------------------------------------


def _templates(folder: Path, pack: Pack) -> Iterator[Reading]:
    write_letters(TEMPLATES, folder / "letters")
    for letter in sorted((folder / "letters").glob("*.pdf")):
        made = read_letter(letter.read_bytes(), pack)
        if made.letter and made.findings:
            yield made


def simulated(templates: Sequence[Reading], number: int) -> Saved:
    """A letter of a hundred statements that other letters hold, each in its line."""
    name = f"letter_{number:07}.pdf"
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    base = templates[number % len(templates)]
    assert base.letter is not None
    found = islice(cycle(_turned(templates, number)), EACH)
    findings, spans, start = [], [], 0
    for line, one in enumerate(found):
        text = f"{one.statement.text} (n.º {number}-{line})"  # no two statements read alike, as in real letters
        end = start + len(text)
        findings.append(_placed(one, sha256, line, start, text))
        spans.append(Span(start, end, 1 + line // 20, _box(line)))
        start = end + 1
    text = "\n".join(one.statement.text for one in findings)
    head = replace(base.letter.head, number=f"{number:07}-2024")  # its own, else it is a version of another letter
    letter = replace(base.letter, text=text, spans=tuple(spans), blocks=(), aside=(), head=head)
    reading = replace(base, letter=letter, findings=tuple(findings))
    return Saved(f"/in/{name}", name, sha256, "read", rows_of(reading), (), None)


def _turned(templates: Sequence[Reading], number: int) -> Iterator[Finding]:
    """Yield what all letters hold, beginning with another for each number; whose each statement is stays."""
    for step in range(len(templates)):
        made = templates[(number + step) % len(templates)]
        assert made.letter is not None
        for one in made.findings:
            whose = one.statement.institution or made.letter.head.institution
            yield replace(one, statement=replace(one.statement, institution=whose))


def _placed(one: Finding, sha256: str, line: int, start: int, text: str) -> Finding:
    id = hashlib.sha256(f"{sha256} {line}".encode()).hexdigest()[:16]
    placed = replace(one.statement, id=id, text=text, start=start, end=start + len(text), page=1 + line // 20)
    return replace(one, statement=placed)


def _box(line: int) -> Box:
    top = 80 + 30 * (line % 20)
    return Box(70, top, 520, top + 12)


def _fill(store: Store, size: int, templates: Sequence[Reading], pack: Pack) -> None:
    run = store.begin_run("scalebench", pack, {}, AT)
    for start in range(0, size // EACH, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, size // EACH))
        store.save([simulated(templates, number) for number in numbers], run)
    store.end_run(run, AT)


def _file(store: Store) -> None:
    """File a tenth of the actions under what is suggested first, a letter's in one act."""
    rows = (row for row in queries.statements(store, Filters(kinds=("action",))) if row.suggestions)
    decided = [
        Decision(row.id, "accepted", row.suggestions[0].obligation, "{}", "bench", AT, row.content_hash)
        for row in islice(rows, 0, None, FILED)
    ]
    for start in range(0, len(decided), EACH):
        store.decide(decided[start : start + EACH])


# --- measuring -------------------------------------------------------------------------------------------------------


def _measure(folder: Path, size: int, templates: Sequence[Reading], pack: Pack) -> Iterator[tuple[str, Cost]]:
    path = folder / "scale.db"
    with open_store(path) as store:
        yield "writing what was read", _timed(lambda: _fill(store, size, templates, pack))
        yield "filing a tenth", _timed(lambda: _file(store))
    yield from _review(path, pack)
    for what, words in COMMANDS.items():
        yield what, _run(path, [word.format(folder=folder) for word in words])


def _measure_copied(path: Path, have: int, size: int, first: int, pack: Pack) -> Iterator[tuple[str, Cost]]:
    copies = ["-m", "corpus.scalecopies", str(path), str(have // first), str(size // first - 1)]
    subprocess.run([sys.executable, *copies], check=True)  # noqa: S603
    yield from _review(path, pack)
    for what in AT_THE_SCREEN:
        yield what, _run(path, COMMANDS[what])


def _review(path: Path, pack: Pack) -> Iterator[tuple[str, Cost]]:
    yield "size of the database", Cost(0, path.stat().st_size / (1 << 20))
    for order in ("letter", "uncertain"):  # the first one measures what the latest filings teach
        yield f"review opened, by {order}", _timed(lambda order=order: _opened(path, pack, order))  # type: ignore[misc]
    with open_database(path) as db:
        yield "next of the queue", _timed(lambda: queries.next_in_queue(db, Filters(decided=False)))


def _opened(path: Path, pack: Pack, order: str) -> None:
    with open_store(path) as store:
        ReviewSession(store, pack, "bench", Filters(institution="MININTER", decided=False), order).open()


def _timed(work: Callable[[], object]) -> Cost:
    began = time.process_time()
    work()
    return Cost(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _run(path: Path, words: Sequence[str]) -> Cost:
    line = [sys.executable, "-c", COMMAND, *words, "--db", str(path)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL)  # noqa: S603
    peak = 0.0
    while process.poll() is None:  # the system's own figure counts the process that starts it
        peak = max(peak, peak_of(process.pid))
        time.sleep(0.02)
    if process.returncode not in (0, 1):
        raise SystemExit(f"failed: {' '.join(words)}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(sum(after[:2]) - sum(before[:2]), peak)


# --- telling ---------------------------------------------------------------------------------------------------------


def _table(sizes: Sequence[int], measured: dict[str, dict[int, Cost]], goal: int) -> Iterator[str]:
    """Yield a table (Markdown): seconds at each size, the power they grow with, and seconds and memory at the goal."""
    yield "| | " + " | ".join(f"{size:,}" for size in sizes) + f" | grows as | at {goal:,}: seconds | MiB |"
    yield "|---" * (len(sizes) + 4) + "|"
    for what, costs in measured.items():
        at = [*costs]
        times, peaks = [one.seconds for one in costs.values()], [one.memory for one in costs.values()]
        shown = " | ".join(_shown(costs.get(size)) for size in sizes)
        if len(at) < 2:  # of one size nothing is said
            yield f"| {what} | {shown} | | | |"
            continue
        power, at_goal = grown(at, times, goal)
        _, memory = grown(at, peaks, goal)
        yield f"| {what} | {shown} | {f'n^{power:.1f}' if any(times) else ''} | {at_goal:,.0f} | {memory:,.0f} |"


def _shown(cost: Cost | None) -> str:
    if cost is None:
        return ""
    return f"{cost.seconds:.2f}" if cost.seconds else f"{cost.memory:.0f} MiB"


def grown(sizes: Sequence[int], values: Sequence[float], goal: int) -> tuple[float, float]:
    """Return the power with which values grow between the last two sizes (0..2), and the value at the goal by it."""
    if len(sizes) < 2 or min(values[-2:]) <= 0:
        return 0.0, values[-1]
    power = math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])
    power = min(max(power, 0.0), 2.0)
    return power, values[-1] * (goal / sizes[-1]) ** power


if __name__ == "__main__":
    sys.exit(main())
