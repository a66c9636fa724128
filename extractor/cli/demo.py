"""`veeduria demo`: the whole way from letters to a published table, with the letters that come with the program."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _
from extractor.cli.options import DEFAULT_DB, current_db, current_pack, now, shared_options
from extractor.core.model import Decision
from extractor.core.states import Ruling

if TYPE_CHECKING:
    from db.store import Store
    from extractor.publish.tables import ReportTable
    from rules.models import Pack

DEMO_DB = Path("demo.db")
REVIEWER = "demo"


@shared_options
@click.command(
    "demo",
    help=_(
        "Read the sample letters that come with the program into demo.db; show what was found and one body's table, "
        "as if every first suggestion for that body had been accepted.\n\n"
        "\b\nExample:\n  veeduria demo"
    ),
)
@click.option("--body", metavar=_("BODY"), help=_("Whose table to show (default: the one with most actions)."))
def command(body: str | None) -> None:
    from importlib.resources import as_file, files

    from db.store import open_store
    from extractor.batch import find_files
    from extractor.cli.taking_in import say_results, summarise
    from extractor.ingest.intake import IngestJob
    from extractor.ingest.run import IngestOptions, run_job
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    if body is not None and body not in (known := [entry.id for entry in pack.bodies]):
        raise click.BadParameter(_("{body} is none of: {known}").format(body=body, known=", ".join(known)))
    path = current_db() if current_db() != DEFAULT_DB else DEMO_DB
    with as_file(files("corpus") / "letters") as folder, open_store(path) as store:
        job = IngestJob(list(find_files(sorted(folder.glob("*.pdf")))))
        options = IngestOptions(path, current_pack())
        summarise(say_results(lambda expect: run_job(store, job, replace(options, expect=expect)), quiet=False))
        body = body or _busiest(store)
        _accept(store, body)
        _show_table(store, pack, body)
    click.echo(_("Go on with: veeduria review --db {path}").format(path=path))


def _busiest(store: Store) -> str:
    """Return the body with most actions."""
    from db import queries
    from db.records import Filters

    found = Counter(row.institution for row in queries.statements(store, Filters(kinds=("action",))) if row.institution)
    return found.most_common(1)[0][0]


def _accept(store: Store, body: str) -> None:
    """Accept every first suggestion for the body's open actions: a table shows only what somebody confirmed."""
    from db import queries
    from db.records import Filters

    waiting = Filters(institution=body, kinds=("action", "planned"), decided=False)
    for row in list(queries.statements(store, waiting)):
        if row.suggestions:
            first = row.suggestions[0].obligation
            store.decide([Decision(row.id, Ruling.ACCEPTED, first, "{}", REVIEWER, now(), row.content_hash)])


def _show_table(store: Store, pack: Pack, body: str) -> None:
    from rich.console import Console

    from db.gate import Gate
    from extractor.publish.balance import ReportContext
    from extractor.publish.cells import matrix_table
    from extractor.publish.formats.text import render

    store.gate = Gate(store, pack)
    table = matrix_table(ReportContext(store, pack, str), body)
    Console(highlight=False).print(render(_narrowed(table)))


def _narrowed(table: ReportTable) -> ReportTable:
    """Leave the columns of sources out that the demo has nothing of: a terminal is narrow."""
    kept = [at for at in range(len(table.columns)) if any(not row.cells[at].blank for row in table.rows)]
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows)
