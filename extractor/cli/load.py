"""`veeduria load`: merge what a cluster's workers wrote into the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _
from extractor.cli.ingest import covered, read_into, summarise
from extractor.cli.naming import known_source, known_wave
from extractor.cli.options import current_db, current_pack, shared_options

if TYPE_CHECKING:
    from extractor.batch import BatchOptions, Outcome, SourceFile


@shared_options
@click.command(
    "load",
    help=_(
        "Merge the Parquet files that `veeduria ingest --shards` let a cluster write. Letters that are in the database "
        "already are skipped, so a folder may be loaded again.\n\n"
        "\b\nExample:\n"
        "  veeduria load s3://bucket/shards"
    ),
)
@click.argument("shards", metavar=_("ADDRESS"))
@click.option(
    "--source", default="cartas", show_default=True, metavar=_("SOURCE"), help=_("Where these files come from.")
)
@click.option("--wave", metavar=_("WAVE"), help=_("The wave of request letters they answer."))
@click.option(
    "--period",
    metavar=_("DAYS"),
    help=_("The days these files are about, for actions without dates: 2010, 2009-05..2010-05."),
)
@click.option("--quiet", "-q", is_flag=True, help=_("Name only the files with problems."))
def command(shards: str, source: str, wave: str | None, period: str | None, quiet: bool) -> None:
    from db.store import open_store
    from extractor.batch import BatchOptions, first_of_each
    from extractor.batch.shards import installed, read_shards
    from extractor.ingest.intake import IngestJob
    from rules.loader import load_pack

    rules = load_pack(current_pack())
    source, wave = known_source(source, rules), known_wave(wave, rules)
    covers = covered(period, rules)
    made_with = installed(current_pack())
    files = [outcome.source for outcome in read_shards(shards, made_with)]  # now we know that they can be read

    def read(files: Iterable[SourceFile], pack: str, options: BatchOptions) -> Iterator[Outcome]:
        outcomes = read_shards(shards, made_with)
        return first_of_each(map(_with_rows, outcomes), options.known)

    with open_store(current_db()) as store:
        job = IngestJob(files, source, wave)
        counts = read_into(store, job, rules, BatchOptions(), quiet, read, covers)
    summarise(counts)
    if counts["with problems"]:
        raise SystemExit(1)


def _with_rows(outcome: Outcome) -> Outcome:
    from db.rows import rows_from
    from extractor.batch.worker import unread

    try:
        return replace(outcome, made=rows_from(outcome.made)) if outcome.made else outcome
    except (TypeError, ValueError) as error:
        return unread(outcome.source, outcome.sha256, "not_stored", str(error))
