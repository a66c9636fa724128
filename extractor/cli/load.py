"""`veeduria load`: merge what a cluster's workers wrote into the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from db.rows import rows_from
from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _
from extractor.cli.ingest import FileOptions, file_options
from extractor.cli.options import current_db, current_pack, shared_options
from extractor.cli.taking_in import say_results, summarise

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
@file_options()
@click.option("--quiet", "-q", is_flag=True, help=_("Name only the files with problems."))
def command(shards: str, files: FileOptions, quiet: bool) -> None:
    from db.store import open_store
    from extractor.batch import first_of_each
    from extractor.batch.shards import installed, read_shards
    from extractor.ingest.intake import IngestJob
    from extractor.ingest.run import IngestOptions, run_job
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    made_with = installed(current_pack())

    def read(_files: Iterable[SourceFile], _pack: str, options: BatchOptions) -> Iterator[Outcome]:
        outcomes = read_shards(shards, made_with)
        return first_of_each(map(_with_rows, outcomes), options.known)

    options = files.into(IngestOptions(current_db(), current_pack(), read=read), pack)
    found = [outcome.source for outcome in read_shards(shards, made_with)]  # now we know that they can be read
    job = IngestJob(found, options.source, options.wave)
    with open_store(current_db()) as store:
        counts = say_results(lambda expect: run_job(store, job, replace(options, expect=expect)), quiet)
    summarise(counts)
    if counts["with problems"]:
        raise NeedsPerson


def _with_rows(outcome: Outcome) -> Outcome:
    from extractor.batch.worker import unread

    try:
        return replace(outcome, made=rows_from(outcome.made)) if outcome.made else outcome
    except (TypeError, ValueError) as error:
        return unread(outcome.source, outcome.sha256, "not_stored", str(error))
