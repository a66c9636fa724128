"""`veeduria requests import`: the register, taken in whole or not at all."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, now, shared_options
from extractor.cli.sheets import SHEET, refuse_if_faulty


@shared_options
@click.command(
    "import",
    help=_(
        "Take in a register, CSV or XLSX, a request letter a row: body and wave and, if known, unit, day it was sent, "
        "reference and the questions it asked, one a line or with semicolons between. Every fault is listed with its "
        "line, and a register with faults is not taken in at all. Importing again changes nothing.\n\n"
        "\b\nExample:\n  veeduria requests import register.csv"
    ),
)
@click.argument("file", type=SHEET, metavar=_("FILE"))
def command(file: Path) -> None:
    from db.requests import import_requests
    from db.store import open_store
    from extractor.rounds.register import REGISTER_NEEDS, read_requests
    from extractor.rounds.sheets import read_sheet
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    found, faults = read_requests(read_sheet(file, pack.sheets.columns, REGISTER_NEEDS), pack)
    refuse_if_faulty(file, faults)
    with open_store(current_db()) as store:
        run = store.begin_run(version("veeduria"), pack, {"register": file.name}, now())
        done = import_requests(store, found)
        store.end_run(run, now())
    counts = (
        ngettext("{n} request taken in", "{n} requests taken in", done.added).format(n=done.added),
        ngettext("{n} brought up to date", "{n} brought up to date", done.changed).format(n=done.changed),
        ngettext("{n} was known", "{n} were known", done.known).format(n=done.known),
    )
    click.echo(f"{', '.join(counts)}.")
