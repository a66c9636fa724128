"""`veeduria ingest`: read a pile of letters into the database."""

from __future__ import annotations

import getpass
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.naming import known_source, known_wave
from extractor.cli.options import current_db, current_pack, now, shared_options
from extractor.cli.unmasking import file_name, said
from extractor.cli.wording import kind_counts, outcome_name, problem_line
from extractor.core.clean import clean
from extractor.read.ocr.engines import modes

if TYPE_CHECKING:
    from db.store import Store
    from extractor.batch import BatchOptions, SourceFile
    from extractor.ingest.intake import IngestJob, IngestResult, Reader
    from rules.models import Pack

INTERRUPTED = 130  # exit code, as shells have it


@shared_options
@click.command(
    "ingest",
    help=_(
        "Read letters into the database: PDF files, folders with all they hold, and ZIP archives. What was taken in "
        "before is skipped, so an interrupted run goes on where it stopped.\n\n"
        "\b\nExamples:\n"
        "  veeduria ingest LETTERS/\n"
        "  veeduria ingest more.zip oficio.pdf --wave 2\n"
        "  veeduria ingest informe.pdf --source informe_2010 --period 2010\n"
        "  veeduria ingest --again\n"
        "  veeduria ingest --scheduler tcp://10.0.0.5:8786 s3://bucket/letters"
    ),
)
@click.argument("paths", metavar=_("PATH..."), nargs=-1)
@click.option(
    "--source", default="cartas", show_default=True, metavar=_("SOURCE"), help=_("Where these files come from.")
)
@click.option("--wave", metavar=_("WAVE"), help=_("The wave of request letters they answer."))
@click.option(
    "--period",
    metavar=_("DAYS"),
    help=_("The days these files are about, for actions without dates: 2010, 2009-05..2010-05."),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    envvar="VEEDURIA_WORKERS",
    metavar=_("N"),
    help=_("Processes that read (default: the cores)."),
)
@click.option(
    "--ocr",
    type=click.Choice(modes()),
    default="auto",
    show_default=True,
    help=_("What reads scanned pages."),
)
@click.option("--password", envvar="VEEDURIA_PASSWORD", metavar=_("WORD"), help=_("The password of encrypted files."))
@click.option("--retry", is_flag=True, help=_("Try files again that could not be read before."))
@click.option("--again", is_flag=True, help=_("Read all letters of the database again, with the present rules."))
@click.option(
    "--scheduler",
    metavar=_("ADDRESS"),
    help=_("Read on the Dask cluster at this address; the PATHs are then fsspec addresses its workers can reach."),
)
@click.option(
    "--shards",
    metavar=_("ADDRESS"),
    help=_("With --scheduler: let the workers write Parquet files to this folder, for `veeduria load`."),
)
@click.option("--quiet", "-q", is_flag=True, help=_("Name only the files with problems."))
def command(
    paths: tuple[str, ...],
    source: str,
    wave: str | None,
    period: str | None,
    workers: int | None,
    ocr: str,
    password: str | None,
    retry: bool,
    again: bool,
    scheduler: str | None,
    shards: str | None,
    quiet: bool,
) -> None:
    if bool(paths) == again:
        raise click.UsageError(_("Name the files or folders to read, or give --again."))
    if (again or shards) and bool(scheduler) == again:
        raise click.UsageError(_("--shards needs --scheduler, and --again reads here."))
    if again and (wave or period):
        raise click.UsageError(_("--again changes neither wave nor period; name the files to say it of."))
    from db.store import open_store
    from extractor import batch
    from extractor.batch import BatchOptions
    from extractor.ingest.intake import IngestJob, all_again, speaks_of_many
    from extractor.read.letter import ReadOptions
    from rules.loader import load_pack

    pack = load_pack(current_pack())  # a broken pack stops here, before the database is touched
    given = click.get_current_context().get_parameter_source("source")
    told = given is not click.core.ParameterSource.DEFAULT
    source = known_source(source, pack)
    wave = known_wave(wave, pack)
    covers = covered(period, pack)
    many = speaks_of_many(source, pack)
    options = BatchOptions(
        workers or os.cpu_count() or 1,
        ReadOptions(password, ocr, current_db().absolute().with_name(current_db().name + ".ocr"), many),
    )
    if shards and (wave or period):
        raise click.UsageError(_("--wave and --period are said when shards are loaded: veeduria load."))
    if shards and scheduler:
        _write_shards(paths, options, scheduler, shards)
        return
    files = [] if again else _found(paths, scheduler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # its workers end with it, and what was read is kept
    with open_store(current_db()) as store:
        jobs = all_again(store, pack) if again else [IngestJob(files, source, wave, retry=retry, many_bodies=many)]
        counts: Counter[str] = Counter()
        for job in jobs:
            read = _on_cluster(scheduler) if scheduler else batch.run
            said_now = _said_now(again, told, source, wave)
            counts += read_into(store, job, pack, options, quiet, read, covers, said_now)
    summarise(counts)
    if many and not (again or period):
        click.echo(_("Actions without dates have no period yet: say what these reports are about with --period."))
    if again and not counts["files"] and _has_letters():
        raise click.ClickException(_("No original is kept beside the database, so nothing can be read again."))
    if counts["with problems"]:
        raise SystemExit(1)


def _said_now(again: bool, told: bool, source: str, wave: str | None) -> dict[str, str]:
    """What was said on the command line of all files: files already there get it as a correction."""
    said = {"source": source if told else None, "wave": wave}
    return {} if again else {field: value for field, value in said.items() if value is not None}


def _has_letters() -> bool:
    """Is there any letter, of which an original should be kept? Actions coded by hand have none."""
    from db.connection import open_database
    from db.queries import letters

    with open_database(current_db()) as db:
        return next(letters(db), None) is not None


def _found(paths: Sequence[str], scheduler: str | None) -> list[SourceFile]:
    """The files here or, with a cluster, at addresses that its workers reach too."""
    if scheduler:
        from extractor.batch import BatchOptions
        from extractor.batch.cluster import find_remote

        return list(find_remote(paths, BatchOptions().file_bytes, current_db()))
    from extractor.batch import find_files

    for path in paths:
        if not path or not Path(path).exists():
            raise click.BadParameter(_("{path} does not exist.").format(path=clean(path)))
    return list(find_files(paths, database=current_db()))


def _on_cluster(scheduler: str) -> Reader:
    from extractor.batch import cluster

    return partial(cluster.run, scheduler=scheduler)


def _write_shards(paths: Sequence[str], options: BatchOptions, scheduler: str, shards: str) -> None:
    from db.rows import rows_of
    from extractor.batch import cluster

    files = _found(paths, scheduler)
    done = cluster.run(files, current_pack(), replace(options, make=rows_of), scheduler, shards)
    outcomes = Counter(str(outcome.status) for outcome in done)
    summarise(Counter({"files": len(files)}) + outcomes)
    click.echo(_("Next: veeduria load {shards}").format(shards=shards))


def covered(period: str | None, pack: Pack) -> str | None:
    """Return the days that `--period` names, as they are kept."""
    from extractor.review.detail_form import read_covers

    try:
        return read_covers(period, pack) if period else None
    except ValueError:
        said = _("{value} is no span of days; write it like 2010 or 2009-05..2010-05.").format(value=period)
        raise click.BadParameter(said, param_hint="--period") from None


def read_into(
    store: Store,
    job: IngestJob,
    pack: Pack,
    options: BatchOptions,
    quiet: bool,
    read: Reader,
    covers: str | None = None,
    said_now: Mapping[str, str] | None = None,
) -> Counter[str]:
    """Take the files in, say what became of each, and count.

    `covers`: the days that all of them are about; `said_now`: the wave and source that files already there
    get.
    """
    from extractor.ingest.intake import take_in
    from extractor.ingest.mended import mend
    from extractor.ingest.reclassify import suggest_where_corrected

    named = {"ocr": options.read.ocr, "source": job.source, "wave": job.wave, "again": job.again}
    run = store.begin_run(version("veeduria"), pack, named, now())
    counts: Counter[str] = Counter()
    try:
        with _progress(len(job.files)) as say:
            for result in take_in(store, job, run, current_pack(), options, read):
                counts.update(_counted(result))
                if covers and result.outcome in ("read", "needs_person", "known"):
                    store.correct(result.sha256, {"covers": covers}, getpass.getuser(), now(), "ingest")
                if said_now and result.outcome == "known":
                    counts["mended"] += mend(store, result.sha256, said_now, getpass.getuser(), now())
                worth_saying = result.problems or not (quiet or result.outcome == "known")
                say("\n".join(_lines(result, job.many_bodies)) if worth_saying else "")
    except KeyboardInterrupt:  # or SIGTERM
        click.echo(_("Interrupted. What was read is kept; the same command goes on from here."), err=True)
        raise SystemExit(INTERRUPTED) from None
    if job.again:
        suggest_where_corrected(store, pack)
    store.end_run(run, now())
    return counts


def _counted(result: IngestResult) -> Counter[str]:
    kinds = Counter({f"kind {kind}": count for kind, count in (result.kinds or {}).items()})
    return kinds + Counter({"files": 1, result.outcome: 1, "with problems": int(bool(result.problems))})


def _lines(result: IngestResult, many_bodies: bool) -> Iterator[str]:
    name = file_name(result.name)
    if result.outcome in ("read", "needs_person"):
        nobodys = _("report on many bodies") if many_bodies else _("institution unknown")
        sender = ", ".join(said(part) for part in (result.institution, result.unit) if part) or nobodys
        doubt = f" ({outcome_name(result.outcome)})" if result.outcome == "needs_person" else ""
        yield f"{name}: {sender}: {kind_counts(result.kinds or {})}{doubt}"
    else:
        yield f"{name}: {outcome_name(result.outcome)}"
    for problem in result.problems:
        yield f"    {problem_line(problem.where, problem.code, file_name(problem.detail))}"


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """Give a function that prints a file's lines and counts it; on a terminal, above a progress bar."""
    if not sys.stderr.isatty():
        yield lambda lines: click.echo(lines) if lines else None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    left = TextColumn(_("time left:"))
    columns = (TextColumn(_("Reading")), BarColumn(), MofNCompleteColumn(), left, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def say(lines: str) -> None:
            if lines and sys.stdout.isatty():
                console.print(lines, markup=False, soft_wrap=True)
            elif lines:
                click.echo(lines)
            bar.advance(task)

        yield say


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
