"""`veeduria forget`: a letter that should not be here goes, with all that was kept of it; a tombstone stays."""

from __future__ import annotations

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, now, reviewer_option, shared_options


@shared_options
@click.command(
    "forget",
    help=_(
        "Forget a letter, as after a wrong upload or a person's request: original, text, words in the index, cached "
        "pages. Its hash, the reason, who and when stay; decisions stay without their words. Backups, shards and what "
        "was published are not reached.\n\n"
        "\b\nExample:\n"
        '  veeduria forget oficio-12.pdf --reason "uploaded by mistake"'
    ),
)
@click.argument("letter", metavar=_("LETTER"))
@click.option("--reason", required=True, metavar=_("TEXT"), help=_("Why; it is stored."))
@reviewer_option()
def command(letter: str, reason: str, reviewer: str) -> None:
    from db.connection import open_database
    from db.forgetting import forget
    from db.store import open_store

    open_database(current_db()).close()  # forgetting never makes a database
    with open_store(current_db()) as store:
        document = forget(store, letter, reason, reviewer, now())
    click.echo(_("Forgotten: {hash}. Backups, shards and published files are not reached.").format(hash=document[:12]))
