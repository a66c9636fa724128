"""`veeduria ingest`: read a pile of letters into the database."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.rows import rows_of
from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _
from extractor.cli.naming import known_source, known_wave
from extractor.cli.options import current_db, current_pack, options_as, shared_options
from extractor.cli.taking_in import say_results, summarise
from extractor.core.clean import clean
from extractor.read.ocr.engines import modes

if TYPE_CHECKING:
    from extractor.batch import BatchOptions, SourceFile
    from extractor.ingest.run import IngestOptions
    from rules.models import Pack


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What is said of all files: where they come from, which wave they answer, which days they are about."""

    source: str
    wave: str | None
    period: str | None

    def into(self, options: IngestOptions, pack: Pack) -> IngestOptions:
        """Return the options with what is said here, by the names that pack and database know."""
        source, wave = known_source(self.source, pack), known_wave(self.wave, pack)
        return replace(options, source=source, wave=wave, covers=covered(self.period, pack))


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What reads the files: processes, an engine for print, the word that opens them."""

    workers: int | None
    ocr: str
    password: str | None


@dataclass(frozen=True, slots=True)
class AgainOptions:
    """What is read that was taken in before."""

    retry: bool
    again: bool


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """The cluster that reads instead of this machine, and where its workers write."""

    scheduler: str | None
    shards: str | None


def file_options() -> Callable[[Any], Any]:
    """Add `--source`, `--wave` and `--period` to a command; it gets them as `files`."""
    return options_as(
        "files",
        FileOptions,
        click.option(
            "--source", default="cartas", show_default=True, metavar=_("SOURCE"), help=_("Where these files come from.")
        ),
        click.option("--wave", metavar=_("WAVE"), help=_("The wave of request letters they answer.")),
        click.option(
            "--period",
            metavar=_("DAYS"),
            help=_("The days these files are about, for actions without dates: 2010, 2009-05..2010-05."),
        ),
    )


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
@file_options()
@options_as(
    "reading",
    ReadingOptions,
    click.option(
        "--workers",
        type=click.IntRange(1, 256),
        envvar="VEEDURIA_WORKERS",
        metavar=_("N"),
        help=_("Processes that read (default: the cores)."),
    ),
    click.option(
        "--ocr",
        type=click.Choice(modes()),
        default="auto",
        show_default=True,
        help=_("What reads scanned pages."),
    ),
    click.option(
        "--password", envvar="VEEDURIA_PASSWORD", metavar=_("WORD"), help=_("The password of encrypted files.")
    ),
)
@options_as(
    "past",
    AgainOptions,
    click.option("--retry", is_flag=True, help=_("Try files again that could not be read before.")),
    click.option("--again", is_flag=True, help=_("Read all letters of the database again, with the present rules.")),
)
@options_as(
    "cluster",
    ClusterOptions,
    click.option(
        "--scheduler",
        metavar=_("ADDRESS"),
        help=_("Read on the Dask cluster at this address; the PATHs are then fsspec addresses its workers can reach."),
    ),
    click.option(
        "--shards",
        metavar=_("ADDRESS"),
        help=_("With --scheduler: let the workers write Parquet files to this folder, for `veeduria load`."),
    ),
)
@click.option("--quiet", "-q", is_flag=True, help=_("Name only the files with problems."))
def command(
    paths: tuple[str, ...],
    files: FileOptions,
    reading: ReadingOptions,
    past: AgainOptions,
    cluster: ClusterOptions,
    quiet: bool,
) -> None:
    if bool(paths) == past.again:
        raise click.UsageError(_("Name the files or folders to read, or give --again."))
    if (past.again or cluster.shards) and bool(cluster.scheduler) == past.again:
        raise click.UsageError(_("--shards needs --scheduler, and --again reads here."))
    if past.again and (files.wave or files.period):
        raise click.UsageError(_("--again changes neither wave nor period; name the files to say it of."))
    if cluster.shards and (files.wave or files.period):
        raise click.UsageError(_("--wave and --period are said when shards are loaded: veeduria load."))
    from extractor.ingest.intake import speaks_of_many
    from extractor.ingest.run import IngestOptions, ingest
    from rules.loader import load_pack

    pack = load_pack(current_pack())  # a broken pack stops here, before the database is touched
    options = files.into(IngestOptions(current_db(), current_pack(), _limits(reading)), pack)
    many = speaks_of_many(options.source, pack)
    if cluster.shards and cluster.scheduler:
        _write_shards(paths, options, many, cluster.scheduler, cluster.shards)
        return
    options = replace(_where(options, cluster.scheduler), said=_said_now(options), retry=past.retry, again=past.again)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # its workers end with it, and what was read is kept
    counts = say_results(lambda expect: ingest(paths, replace(options, expect=expect)), quiet)
    summarise(counts)
    if many and not (past.again or files.period):
        click.echo(_("Actions without dates have no period yet: say what these reports are about with --period."))
    if past.again and not counts["files"] and _has_letters():
        raise NeedsPerson(_("No original is kept beside the database, so nothing can be read again."))
    if counts["with problems"]:
        raise NeedsPerson


def _limits(reading: ReadingOptions) -> BatchOptions:
    from extractor.batch import BatchOptions
    from extractor.read.letter import ReadOptions

    cache = current_db().absolute().with_name(current_db().name + ".ocr")
    return BatchOptions(reading.workers or os.cpu_count() or 1, ReadOptions(reading.password, reading.ocr, cache))


def _where(options: IngestOptions, scheduler: str | None) -> IngestOptions:
    """Let files be found and read here or, with a cluster, at addresses that its workers reach too."""
    if scheduler is None:
        return replace(options, find=_found_here)
    from extractor.batch import cluster

    return replace(options, find=_found_there, read=partial(cluster.run, scheduler=scheduler))


def _said_now(options: IngestOptions) -> dict[str, str]:
    """What was said on the command line of all files: files already there get it as a correction."""
    given = click.get_current_context().get_parameter_source("source")
    told = given is not click.core.ParameterSource.DEFAULT
    said = {"source": options.source if told else None, "wave": options.wave}
    return {field: value for field, value in said.items() if value is not None}


def _has_letters() -> bool:
    """Is there any letter, of which an original should be kept? Actions coded by hand have none."""
    from db.connection import open_database
    from db.letter_rows import letters

    with open_database(current_db()) as db:
        return next(letters(db), None) is not None


def _found_here(paths: Iterable[str], database: Path) -> Iterable[SourceFile]:
    from extractor.ingest.run import find_here

    paths = list(paths)
    for path in paths:
        if not path or not Path(path).exists():
            raise click.BadParameter(_("{path} does not exist.").format(path=clean(path)))
    return find_here(paths, database)


def _found_there(paths: Iterable[str], database: Path) -> Iterable[SourceFile]:
    from extractor.batch import BatchOptions
    from extractor.batch.cluster import find_remote

    return find_remote(list(paths), BatchOptions().file_bytes, database)


def _write_shards(paths: Sequence[str], options: IngestOptions, many: bool, scheduler: str, shards: str) -> None:
    from extractor.batch import cluster

    files = list(_found_there(paths, options.database))
    read = replace(options.reading.read, many_bodies=many)
    done = cluster.run(files, options.pack, replace(options.reading, read=read, make=rows_of), scheduler, shards)
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
