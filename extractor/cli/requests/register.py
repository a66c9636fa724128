"""`veeduria requests import` and `withdraw`: the register, taken in whole or not at all, never doubled."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, now, reviewer_option, shared_options
from extractor.cli.requests import platforms
from extractor.cli.requests.options import named
from extractor.cli.settings import SHOWN
from extractor.cli.sheets import NothingImported, called, refuse_if_faulty
from extractor.core.clean import clean
from rules.loader import load_pack

if TYPE_CHECKING:
    from db.requests import RegisterCounts
    from extractor.rounds.register import Request
    from rules.models import Pack


@shared_options
@click.command(
    "import",
    help=_(
        "Take in a register, CSV or XLSX, a request letter a row: body and wave and, if known, unit, day it was sent, "
        "reference, the questions it asked, one a line or with semicolons between, whether it is withdrawn, and of a "
        "reply without a file its day, number and what it was. Every "
        "fault is listed with its line, and a register with faults is not taken in at all. A corrected register "
        "corrects what is there: the same number, or the same unit, is the same request. Columns that are not known "
        "are named first; while one of them may be a column that is missing, nothing is taken in.\n\n"
        "Or an export of Alaveteli (JSON of requests, CSV or ZIP of a batch) or Froide (JSON, ZIP of an account), also "
        "in a folder: its requests, what it tells of their replies, and the letters (PDF) that came with them.\n\n"
        "\b\nExamples:\n"
        "  veeduria requests import register.csv\n"
        "  veeduria requests import register.xlsx --ignore-unknown --withdraw-missing\n"
        "  veeduria requests import batch.zip --wave 2"
    ),
)
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar=_("FILE"))
@click.option("--wave", metavar=_("WAVE"), help=_("Of an export of a platform: the wave its requests are of."))
@click.option(
    "--skip-unknown", is_flag=True, help=_("Of an export of a platform: leave out requests to bodies not of the pack.")
)
@click.option(
    "--ignore-unknown", is_flag=True, help=_("Columns that are not known are none of those that are missing.")
)
@click.option(
    "--withdraw-missing", is_flag=True, help=_("Withdraw what was taken in before and is not in the register.")
)
@reviewer_option()
def command(
    file: Path,
    wave: str | None,
    skip_unknown: bool,
    ignore_unknown: bool,
    withdraw_missing: bool,
    reviewer: str,
) -> None:
    from db.requests import import_requests, withdraw
    from db.store import open_store
    from extractor.rounds.register import REGISTER_NEEDS, read_requests
    from extractor.rounds.sheets import columns_of, read_sheet

    pack = load_pack(current_pack())
    if platforms.is_export(file):
        platforms.take_in(file, wave, skip_unknown, pack, reviewer)
        return
    rows = read_sheet(file, pack.sheets.accepted, REGISTER_NEEDS, called(pack))
    found, faults = read_requests(rows, pack)
    said, unknown = columns_of(file, pack.sheets.accepted)
    _name_unknown(file, said, unknown, ignore_unknown, pack)
    refuse_if_faulty(file, faults)
    who = (reviewer, now())
    with open_store(current_db()) as store:
        run = store.begin_run(version("veeduria"), pack, {"register": file.name}, now())
        done = import_requests(store, found, said, who)
        gone = withdraw(store, [row.id for row in done.missing], file.name, *who) if withdraw_missing else 0
        store.end_run(run, now())
    _say(done, gone, pack)


def _name_unknown(file: Path, said: frozenset[str], unknown: Sequence[str], ignored: bool, pack: Pack) -> None:
    """Name the columns that are not used. One of them may be what is missing, under another name.

    Raises:
        NothingImported: it may, and nobody has said that it is not.
    """
    if not unknown:
        return
    titles = ", ".join(map(clean, unknown))
    click.echo(_("Columns that are not used: {columns}").format(columns=titles), err=True)
    missing = [role for role in ("unit", "sent", "reference", "questions") if role not in said]
    if missing and not ignored:
        wanted = "; ".join(" / ".join(called(pack).get(role, (role,))) for role in missing)
        raise NothingImported(
            "{file}: nothing was imported, for one of these columns may be what is missing: {missing}. Rename it, or "
            "add --ignore-unknown.",
            file=clean(file.name),
            missing=wanted,
        )


def _say(done: RegisterCounts, gone: int, pack: Pack) -> None:
    counts = [
        ngettext("{n} request taken in", "{n} requests taken in", done.added).format(n=done.added),
        ngettext("{n} brought up to date", "{n} brought up to date", done.changed).format(n=done.changed),
        ngettext("{n} was known", "{n} were known", done.known).format(n=done.known),
    ]
    if taken_back := done.withdrawn + gone:
        counts.append(ngettext("{n} withdrawn", "{n} withdrawn", taken_back).format(n=taken_back))
    if done.replies:
        counts.append(
            ngettext("{n} reply without a file", "{n} replies without a file", done.replies).format(n=done.replies)
        )
    if done.fallen:
        counts.append(ngettext("{n} reply taken back", "{n} replies taken back", done.fallen).format(n=done.fallen))
    if done.restored:
        counts.append(ngettext("{n} restored", "{n} restored", done.restored).format(n=done.restored))
    click.echo(f"{', '.join(counts)}.")
    for before, after in done.corrected[:SHOWN]:
        click.echo(f"  {named(before, pack)} → {named(after, pack)}")
    if len(done.corrected) > SHOWN:
        more = len(done.corrected) - SHOWN
        click.echo(ngettext("  and {n} more corrected", "  and {n} more corrected", more).format(n=more))
    if done.missing and not gone:
        _say_missing(done.missing, pack)


def _say_missing(missing: Sequence[Request], pack: Pack) -> None:
    said = ngettext(
        "{n} request taken in before is not in this register and still counts; --withdraw-missing withdraws it:",
        "{n} requests taken in before are not in this register and still count; --withdraw-missing withdraws them:",
        len(missing),
    )
    click.echo(said.format(n=len(missing)))
    for row in missing[:SHOWN]:
        click.echo(f"  {named(row, pack)}")


@shared_options
@click.command(
    "withdraw",
    help=_(
        "Withdraw a request that was entered by mistake: it counts nowhere, and no reply answers it. Nothing is "
        "deleted; --restore puts it back.\n\n"
        "\b\nExamples:\n"
        '  veeduria requests withdraw 4f0c93a2 --reason "sent twice"\n'
        "  veeduria requests withdraw 4f0c93a2 --restore"
    ),
)
@click.argument("request", metavar=_("REQUEST"))
@click.option("--reason", default="", metavar=_("TEXT"), help=_("Why it does not count."))
@click.option("--restore", is_flag=True, help=_("Put it back."))
@reviewer_option()
def withdrawing(request: str, reason: str, restore: bool, reviewer: str) -> None:
    from db.connection import open_database
    from db.requests import find_request, withdraw
    from db.store import open_store

    if bool(reason.strip()) == restore:
        raise click.UsageError(_("Give --reason, or --restore."))
    with open_database(current_db()) as db:
        id = find_request(db, request)
    with open_store(current_db()) as store:
        changed = withdraw(store, [id], reason.strip(), reviewer, now())
    if not changed:
        raise NothingImported("That is how it stands already.")
    click.echo(_("Restored.") if restore else _("Withdrawn."))
