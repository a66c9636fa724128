"""`veeduria twins`: letters that were taken in twice, and what a person says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, now, reviewer_option, shared_options
from extractor.cli.unmasking import file_name
from extractor.core.clean import clean

if TYPE_CHECKING:
    from db.pairing import LetterPair


@shared_options
@click.command(
    "twins",
    help=_(
        "List letters that were taken in twice, as versions of one file or as PDF and scan: which counts, and which is "
        "set aside. Say where the program is wrong.\n\n"
        "\b\nExamples:\n"
        "  veeduria twins\n"
        "  veeduria twins --apart oficio-12.pdf\n"
        "  veeduria twins --same oficio-12.pdf oficio-12-escaneado.pdf"
    ),
)
@click.option("--apart", metavar=_("LETTER"), help=_("This letter is another one: it counts again."))
@click.option(
    "--same",
    nargs=2,
    metavar=_("COUNTS ASIDE"),
    help=_("These two are one letter: the first counts, the second is set aside."),
)
@reviewer_option()
def command(apart: str | None, same: tuple[str, str] | None, reviewer: str) -> None:
    from db.connection import open_database
    from db.pairing import pairs

    if apart and same:
        raise click.UsageError(_("Give --apart or --same, not both."))
    open_database(current_db()).close()  # this never makes a database
    if apart or same:
        _say_so(apart, same, reviewer)
    with open_database(current_db()) as db:
        known = list(pairs(db))
    for pair in known:
        click.echo(_line(pair))
    click.echo(ngettext("{n} letter is set aside.", "{n} letters are set aside.", len(known)).format(n=len(known)))


def _say_so(apart: str | None, same: tuple[str, str] | None, reviewer: str) -> None:
    from db.pairing import pair, part
    from db.requests import find_document
    from db.store import open_store

    with open_store(current_db()) as store:
        named = [find_document(store, one) for one in (same or (apart or "",))]
        with store.transaction() as connection:
            if same:
                pair(connection, named[0], named[1], reviewer, now())
            else:
                part(connection, named[0], reviewer, now())


def _line(pair: LetterPair) -> str:
    why = _("older version of") if pair.why == "version" else _("same letter as")
    aside, counts = (f"{file_name(name)} {hash[:12]}" for name, hash in (pair[2:4], pair[0:2]))
    return f"{aside}: {why} {counts} ({clean(pair.reviewer)})"
