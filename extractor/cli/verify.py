"""`veeduria verify`: is the database whole, and are the originals still what was read?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, shared_options

if TYPE_CHECKING:
    from db.audit import Begun
    from db.connection import Database


@shared_options
@click.command(
    "verify",
    help=_(
        "Check the database and the originals kept beside it: structure, references, outcomes, hashes.\n\n"
        "\b\nExamples:\n"
        "  veeduria verify --db round3.db\n"
        "  veeduria verify --characters\n"
        "  veeduria verify --characters --dropped"
    ),
)
@click.option(
    "--characters",
    is_flag=True,
    help=_("Say of each letter where its characters went: into statements, cells, the head, or aside."),
)
@click.option(
    "--dropped", is_flag=True, help=_("With --characters: show what was set aside, and why. Private data is masked.")
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=_("SEAL"),
    help=_("Check also that everything that this seal covers stands unchanged."),
)
@click.option(
    "--authority",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=_("CERTIFICATE"),
    help=_(
        "With --against: check also the time stamp beside the seal (SEAL.tsr), by this authority's certificate (PEM)."
    ),
)
def command(characters: bool, dropped: bool, against: Path | None, authority: Path | None) -> None:
    from db.audit import begun
    from db.connection import open_database
    from extractor.cli.tampering import chain_line, tampering_line
    from extractor.cli.unmasking import file_name
    from extractor.ingest.verify import verify, waiting

    sentences = {
        "structure": _("The database is damaged: {detail}"),
        "schema": _("The database is not built as this program builds it: {detail}"),
        "reference": _("A row refers to something that is not there: {detail}"),
        "outcome": _("This file has no outcome: {detail}"),
        "outcomes": _("The outcomes do not add up: {detail}"),
        "original_missing": _("The original is missing: {detail}; `veeduria ingest` of the same file puts it back"),
        "original_changed": _("The original is no longer what was read: {detail}"),
        "original_unknown": _("This file among the originals belongs to no letter: {detail}"),
        "words": _("The search for words and the statements do not agree: {detail}"),
        "decided": _("What is said to be decided does not agree with the decisions: {detail}"),
        "characters": _("This letter counts as read, and some of its text is nowhere: {detail}"),
        "text": _("A statement is not where it should be in its letter: {detail}"),
    }
    if authority and not against:
        raise click.UsageError(_("--authority goes with --against."))
    with open_database(current_db()) as db:
        if characters or dropped:
            from extractor.cli.characters import say_characters

            if say_characters(db, dropped):
                raise NeedsPerson
            return
        checked, faults, first = 0, 0, ""
        if left := waiting(db):
            said = ngettext(
                "Letters are being read in: {n} file has no outcome yet.",
                "Letters are being read in: {n} files have no outcome yet.",
                left,
            )
            click.echo(said.format(n=left))
        for fault in verify(db):
            if fault is None:
                checked += 1
                continue
            faults += 1
            detail = fault.detail if fault.table else file_name(fault.detail)
            said = tampering_line(fault) if fault.table else sentences[fault.code].format(detail=detail)
            click.echo(said)
            first = first or (said if fault.table else "")
        since = begun(db.connection)
        stands = _stands(db, against, since) if against else True
    originals = ngettext("{n} original checked", "{n} originals checked", checked).format(n=checked)
    found = ngettext("{n} fault", "{n} faults", faults).format(n=faults) if faults else _("no faults")
    click.echo(f"{originals}: {found}.")
    if first:
        click.echo(_("The first bad row: {said}").format(said=first))
    if since and since.existing:
        click.echo(chain_line(since))
    if against:
        _say_stamp(against, authority)
    if faults or not stands:
        raise NeedsPerson


def _say_stamp(file: Path, authority: Path | None) -> None:
    """Say when an authority stamped the seal.

    Raises:
        SealError: it did not, or that cannot be checked.
    """
    from extractor.ingest.seals import SealError, read_seal_of
    from extractor.ingest.stamps import stamped

    kept = file.with_name(file.name + ".tsr")
    if authority is None:
        if kept.exists():
            click.echo(
                _("A time stamp lies beside it, unchecked: give --authority with the certificate of who made it.")
            )
        return
    if not kept.exists():
        raise SealError("There is no time stamp beside it: {file}", file=kept.name)
    seal = read_seal_of(file)
    when = stamped(kept.read_bytes(), str(seal), authority.read_bytes())
    click.echo(_("Stamped by that authority on {time}: the seal existed by then.").format(time=when.isoformat()))


def _stands(db: Database, file: Path, since: Begun | None) -> bool:
    """Hold the chain against a seal, say how it differs, and what no seal covers."""
    from db.seals import kinds_between
    from extractor.cli.tampering import difference_line
    from extractor.ingest import seals

    seal = seals.read_seal_of(file)
    kept = file.with_name(file.name + ".leaves")
    leaves = seals.read_leaves(kept.read_text(encoding="ascii", errors="replace")) if kept.exists() else None
    differences = seals.against(db, seal, since.origin if since else "", leaves)
    for difference in differences:
        click.echo(difference_line(difference))
    own = seals.public_key(db.path)
    click.echo(_("Sealed {time} with the key {key}.").format(time=seal.time, key=seal.key))
    if own and own != seal.key:
        click.echo(
            _("That is not the key kept beside this database: ask whoever gave you the seal which one is theirs.")
        )
    if since and since.length > seal.sequence:
        rest = kinds_between(db.connection, seal.sequence + 1, since.length)
        said = ngettext(
            "Entry {first} is covered by no seal you gave.",
            "Entries {first}–{last} are covered by no seal you gave.",
            len(rest),
        ).format(first=seal.sequence + 1, last=since.length)
        click.echo(said)
    if not differences:
        click.echo(_("Entries 1–{last} of the chain are as they were sealed.").format(last=seal.sequence))
    return not differences
