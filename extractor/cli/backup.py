"""`veeduria backup`: a copy that is whole while the program is in use."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, shared_options


@shared_options
@click.command(
    "backup",
    help=_(
        "Copy the database and its originals into a folder, safely while others read, review or take letters in. The"
        " copy is opened with --db and holds private data as the database does.\n\n"
        "\b\nExample:\n"
        "  veeduria backup /media/usb/2012-06-30"
    ),
)
@click.argument("folder", metavar=_("FOLDER"), type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    from db.connection import open_database
    from db.copying import copy_database

    with open_database(current_db()) as db:
        count = sum(1 for _file in copy_database(db, folder))
    said = ngettext("{n} file copied to {folder}.", "{n} files copied to {folder}.", count)
    click.echo(said.format(n=count, folder=folder))
