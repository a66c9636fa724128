"""What became of each file that is taken in, said as it comes, and all of them counted."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from extractor.cli.exits import Interrupted
from extractor.cli.i18n import _, ngettext
from extractor.cli.unmasking import file_name, said
from extractor.cli.wording import kind_counts, outcome_name, problem_line

if TYPE_CHECKING:
    from extractor.ingest.intake import IngestResult

Begin = Callable[
    [Callable[[int], None]], Generator["IngestResult", None, None]
]  # is given what hears how many files a run has


def say_results(begin: Begin, quiet: bool) -> Counter[str]:
    """Say what became of each file, above a bar on a terminal, and count."""
    counts: Counter[str] = Counter()
    try:
        with _progress() as (expect, say), closing(begin(expect)) as results:
            for result in results:
                counts.update(_counted(result))
                worth_saying = result.problems or not (quiet or result.outcome == "known")
                say("\n".join(_lines(result)) if worth_saying else "")
    except KeyboardInterrupt:  # or SIGTERM
        raise Interrupted(_("Interrupted. What was read is kept; the same command goes on from here.")) from None
    return counts


def _counted(result: IngestResult) -> Counter[str]:
    kinds = Counter({f"kind {kind}": count for kind, count in (result.kinds or {}).items()})
    told = {"files": 1, result.outcome: 1, "with problems": bool(result.problems), "mended": result.mended}
    return kinds + Counter({name: int(count) for name, count in told.items()})


def _lines(result: IngestResult) -> Iterator[str]:
    name = file_name(result.name)
    if result.outcome in ("read", "needs_person"):
        nobodys = _("report on many bodies") if result.many_bodies else _("institution unknown")
        sender = ", ".join(said(part) for part in (result.institution, result.unit) if part) or nobodys
        doubt = f" ({outcome_name(result.outcome)})" if result.outcome == "needs_person" else ""
        yield f"{name}: {sender}: {kind_counts(result.kinds or {})}{doubt}"
    else:
        yield f"{name}: {outcome_name(result.outcome)}"
    for problem in result.problems:
        yield f"    {problem_line(problem.where, problem.code, file_name(problem.detail))}"


@contextmanager
def _progress() -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """Give what hears how many files a run has, and what prints a file's lines and counts it: on a terminal, above a
    progress bar.
    """
    if not sys.stderr.isatty():
        yield (lambda _files: None), (lambda lines: click.echo(lines) if lines else None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    left = TextColumn(_("time left:"))
    columns = (TextColumn(_("Reading")), BarColumn(), MofNCompleteColumn(), left, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def say(lines: str) -> None:
            if lines and sys.stdout.isatty():
                console.print(lines, markup=False, soft_wrap=True)
            elif lines:
                click.echo(lines)
            bar.advance(task)

        yield (lambda files: bar.update(task, total=(bar.tasks[task].total or 0) + files)), say


def summarise(counts: Counter[str]) -> None:
    found = ngettext("{n} file found", "{n} files found", counts["files"]).format(n=counts["files"])
    outcomes = [
        f"{counts[outcome]} {outcome_name(outcome, counts[outcome])}"
        for outcome in ("read", "needs_person", "unread", "duplicate", "known", "kept")
        if counts[outcome]
    ]
    click.echo(f"{found}: {', '.join(outcomes)}." if outcomes else f"{found}.")
    if not counts["files"]:
        click.echo(
            _("There is nothing to read there. Put the letters (PDF, or ZIP with PDF) in that folder, or name theirs.")
        )
    if mended := counts["mended"]:
        sentence = ngettext(
            "{n} file was there already: its wave or source is now what you said.",
            "{n} files were there already: their wave or source is now what you said.",
            mended,
        )
        click.echo(sentence.format(n=mended))
    kinds = {name.removeprefix("kind "): count for name, count in counts.items() if name.startswith("kind ")}
    if kinds:
        click.echo(f"{kind_counts(kinds)}.")
        click.echo(_("Next: veeduria review"))
