"""`veeduria requests reply`: a reply of which there is no file, entered by hand."""

from __future__ import annotations

from datetime import date

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, now, reviewer_option, shared_options
from extractor.cli.requests.options import day_option
from extractor.cli.sheets import NothingImported
from extractor.filing.reply import REASONS
from extractor.rounds.paperless import HAND, Paperless
from rules.words import fold

CODES = [code for code in REASONS if code not in ("unread", "unknown")]  # what a person can tell of a reply


@shared_options
@click.command(
    "reply",
    help=_(
        "Enter a reply that came without a file, or of which there is no copy: its day, its number and what it was. "
        "It counts as any reply does, and once only when its letter is taken in later. The same number (or day) again "
        "corrects it.\n\n"
        "\b\nExamples:\n"
        '  veeduria requests reply 4f0c93a2 --on 2011-03-04 --number "Oficio 12-2011" --reason nothing_attached\n'
        '  veeduria requests reply 4f0c93a2 --number "Oficio 12-2011" --withdraw'
    ),
)
@click.argument("request", metavar=_("REQUEST"))
@day_option(_("The day it is dated."))
@click.option("--number", default="", metavar=_("NUMBER"), help=_("The number it bears."))
@click.option(
    "--reason",
    type=click.Choice(CODES),
    default="not_on_file",
    show_default=True,
    metavar=_("REASON"),
    help=_("What it was: {reasons}.").format(reasons=", ".join(CODES)),
)
@click.option("--withdraw", is_flag=True, help=_("There was no such reply."))
@reviewer_option()
def command(request: str, day: date | None, number: str, reason: str, withdraw: bool, reviewer: str) -> None:
    from db.connection import open_database
    from db.paperless import take_back, tell_reply
    from db.requests import find_request, requests
    from db.store import open_store

    number = number.strip()
    if not (day or number):
        raise click.UsageError(_("Give --on, --number or both: a reply is known by them."))
    with open_database(current_db()) as db:
        sent = next(requests(db, id=(id := find_request(db, request)))).request.sent
    if day and sent and day.isoformat() < sent:
        raise click.UsageError(
            _("The request was sent on {sent}: nothing of {day} answers it.").format(sent=sent, day=day)
        )
    told = Paperless(f"{HAND}:{fold(number) or day}", day.isoformat() if day else None, number, reason)
    with open_store(current_db()) as store:
        say = take_back if withdraw else tell_reply
        if not say(store, id, told, reviewer, now()):
            raise NothingImported("That is how it stands already.")
    click.echo(_("Withdrawn.") if withdraw else _("Entered."))
