"""`veeduria import`: actions that were coded by hand elsewhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.settings import WORTH
from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _, ngettext
from extractor.cli.naming import known_source
from extractor.cli.options import current_db, current_pack, now, reviewer_option, shared_options
from extractor.cli.progress import bar
from extractor.cli.sheets import SHEET, NothingImported, called, listed, refuse_if_faulty
from extractor.cli.unmasking import guard, masked_ahead
from extractor.core.clean import clean

if TYPE_CHECKING:
    from db.coded import Imported
    from db.store import Store
    from extractor.core.model import Details
    from extractor.rounds.coded import Coded
    from extractor.rounds.sheets import RowFault
    from rules.models import Pack

    Rows = tuple[Coded | RowFault, ...]

PRINTED = (".docx", ".html", ".htm", ".pdf")  # a published balance
SUFFIXES = (".csv", ".xlsx", ".jsonl", *PRINTED)


@shared_options
@click.command(
    "import",
    help=_(
        "Take in actions that were coded by hand elsewhere: CSV, XLSX or JSON Lines, an action a row, each with its "
        "obligation, source and text and, if known, its unit, period, kind, id, document and page. Every fault is "
        "listed with its line, and a file with faults is not taken in at all. Rows taken in before are left alone. "
        "A published balance (DOCX, HTML, PDF), its tables functions by sources, is shown first and taken in with "
        "--apply; what is not clear in it is listed and left out.\n\n"
        "\b\nExamples:\n"
        "  veeduria import actions.xlsx\n"
        "  veeduria import press.csv --source press --reviewer Ana\n"
        "  veeduria import actions.csv --changed replace\n"
        "  veeduria import balance.docx --apply\n"
        "  veeduria import actions.csv --undo"
    ),
)
@click.argument("file", type=SHEET, metavar=_("FILE"))
@click.option("--source", metavar=_("SOURCE"), help=_("The source of rows that name none."))
@click.option(
    "--changed",
    type=click.Choice(["refuse", "replace", "keep"]),
    default="refuse",
    show_default=True,
    help=_("What to do with a row whose id was taken in before with something else: replace that, or keep both."),
)
@click.option("--undo", is_flag=True, help=_("Take back what you took in last from this file."))
@reviewer_option(_("Who coded them (default: VEEDURIA_REVIEWER, else the name of the user)."))
@click.option("--apply", is_flag=True, help=_("Take in what a published balance was shown to hold."))
def command(file: Path, source: str | None, changed: str, undo: bool, reviewer: str, apply: bool) -> None:
    from db.store import open_store
    from extractor.rounds.coded import UNDATED
    from extractor.rounds.sheets import RowFault
    from rules.loader import load_pack

    if undo:
        _take_back(file, reviewer)
        return
    pack = load_pack(current_pack())
    source = known_source(source, pack) if source else None
    printed = file.suffix.lower() in PRINTED
    if apply and not printed:
        raise click.UsageError(_("--apply goes with a published balance; a spreadsheet is taken in without it."))
    if printed:
        rows = tuple(_printed(file, pack))
        doubts, total = len(list(listed(row for row in rows if isinstance(row, RowFault)))), len(rows)
        _show(tuple(row for row in rows if not isinstance(row, RowFault)), doubts, file, apply)
        if not apply:
            if doubts:
                raise NeedsPerson
            return
    else:
        rows = None
        name_unused(file, pack)
        faults, total = _checked(_rows(file, pack, source))
        refuse_if_faulty(file, (one for one in faults if one.code != UNDATED))
        doubts = len(list(listed(one for one in faults if one.code == UNDATED)))
    with open_store(current_db()) as store:
        if changed == "refuse":
            refuse_if_faulty(file, _changed(store, file, pack, source, rows))
        done = _store(store, file, pack, source, changed == "replace", reviewer, total, rows)
    click.echo(_summary(done))
    if done.added >= WORTH:
        _mask()
    if doubts:
        raise NeedsPerson


def _mask() -> None:
    """Look once for what is private in what was taken in, so that no report has to."""
    from db.connection import open_database

    with open_database(current_db()) as db:
        masked_ahead(guard(db))


def name_unused(path: Path, pack: Pack) -> None:
    """Name the columns of a spreadsheet that are not used, before anything is done with it."""
    from extractor.rounds.coded import COLUMNS
    from extractor.rounds.sheets import columns_of

    names = {role: written for role, written in pack.sheets.accepted.items() if role in COLUMNS}
    if unused := columns_of(path, names)[1]:
        click.echo(_("Columns that are not used: {columns}").format(columns=", ".join(map(clean, unused))), err=True)


def _checked(rows: Iterable[Coded | RowFault]) -> tuple[tuple[RowFault, ...], int]:
    """Return the faults among rows, and how many are none."""
    from extractor.rounds.sheets import RowFault

    faults, clear = [], 0
    for row in rows:
        if isinstance(row, RowFault):
            faults.append(row)
        else:
            clear += 1
    return tuple(faults), clear


def _printed(path: Path, pack: Pack) -> Iterator[Coded | RowFault]:
    """Read a published balance: its actions, and a fault for what is not clear."""
    from extractor.rounds.balance.bounded import read_grids
    from extractor.rounds.balance.reading import read_balance, sheet_rows
    from extractor.rounds.coded import read_coded
    from extractor.rounds.sheets import RowFault, SheetRow

    found = tuple(sheet_rows(read_balance(read_grids(path), pack), clean(path.stem), pack))
    yield from (one for one in found if isinstance(one, RowFault))
    yield from read_coded((one for one in found if isinstance(one, SheetRow)), pack)


def _show(rows: tuple[Coded, ...], doubts: int, path: Path, apply: bool) -> None:
    """Say what a published balance holds, body by body and source by source."""
    if not rows:
        said = _("{file}: no table of functions by sources was found.").format(file=clean(path.name))
        raise NothingImported(said)
    for (body, source), n in sorted(Counter((row.institution, row.source) for row in rows).items()):
        click.echo(ngettext("{body}, {source}: {n} action", "{body}, {source}: {n} actions", n).format(
            body=body, source=source, n=n))  # fmt: skip
    click.echo(ngettext("{n} action found.", "{n} actions found.", len(rows)).format(n=len(rows)))
    if doubts:
        click.echo(ngettext("{n} doubt, listed above.", "{n} doubts, listed above.", doubts).format(n=doubts))
    if not apply:
        click.echo(_("To take them in: veeduria import {file} --apply").format(file=clean(path.name)))


def _take_back(file: Path, reviewer: str) -> None:
    from db.connection import open_database
    from db.store import open_store

    open_database(current_db()).close()  # there is nothing to take back in a database that does not exist
    with open_store(current_db()) as store:
        undone = len(store.undo_import(hashlib.sha256(file.read_bytes()).hexdigest(), reviewer, now()))
    if not undone:
        raise NothingImported("There is nothing of {reviewer} to take back there.", reviewer=reviewer)
    click.echo(ngettext("{n} action taken back.", "{n} actions taken back.", undone).format(n=undone))


def _rows(path: Path, pack: Pack, source: str | None) -> Iterator[Coded | RowFault]:
    from extractor.rounds.coded import CODED_NEEDS, read_coded
    from extractor.rounds.sheets import read_sheet

    needed = [name for name in CODED_NEEDS if name != "source" or source is None]
    return read_coded(read_sheet(path, pack.sheets.accepted, needed, called(pack)), pack, source or "")


def _coded(path: Path, pack: Pack, source: str | None, rows: Rows | None) -> Iterator[Coded]:
    from extractor.rounds.coded import Coded

    return (row for row in rows or _rows(path, pack, source) if isinstance(row, Coded))


def _changed(store: Store, path: Path, pack: Pack, source: str | None, rows: Rows | None) -> Iterator[RowFault]:
    """Name the rows that were taken in before under the same id with something else."""
    from db.coded import said_otherwise
    from extractor.rounds.sheets import RowFault

    for row, before in said_otherwise(store.connection, _coded(path, pack, source, rows)):
        yield RowFault(row.line, "id", "row_changed", f"{row.ref} ({before.name}:{before.line})")


def _store(
    store: Store,
    path: Path,
    pack: Pack,
    source: str | None,
    replace: bool,
    reviewer: str,
    total: int,
    known: Rows | None = None,
) -> Imported:
    from db.coded import Act, CodedFile, import_coded
    from extractor.core.cores import cores

    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    suffix = path.suffix.lower() if path.suffix.lower() in SUFFIXES else ".txt"
    run = store.begin_run(version("veeduria"), pack, {"import": path.name}, now())

    def rows() -> Iterator[Coded]:
        yield from _coded(path, pack, source, known)
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise NothingImported("{file} changed while it was being read.", file=clean(path.name))

    try:
        store.keep(digest, data, suffix)
        with cores(total) as begin, bar(_("Taking in"), total) as further:
            done = import_coded(
                store,
                CodedFile(str(path.absolute()), clean(path.name), digest, len(data)),
                rows(),
                lambda new: begin(_described, new, current_pack()),
                Act(reviewer, now(), run),
                replace,
                further,
            )
    finally:
        store.end_run(run, now())
    return done


def _described(rows: list[Coded], pack: str) -> list[Details]:
    """Find the details of some rows, here or in another process."""
    from extractor.rounds.coded import coded_details
    from rules.loader import load_pack

    return [coded_details(row, load_pack(pack)) for row in rows]


def _summary(done: Imported) -> str:
    said = [ngettext("{n} action taken in", "{n} actions taken in", done.added).format(n=done.added)]
    if done.replaced:
        said.append(_("{n} of them in place of others").format(n=done.replaced))
    if done.known:
        said.append(ngettext("{n} was known", "{n} were known", done.known).format(n=done.known))
    return f"{', '.join(said)}."
