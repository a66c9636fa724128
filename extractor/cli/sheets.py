"""What the commands that take spreadsheets in share: the columns' names, the list of faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext, speaks
from extractor.cli.wording import problem_sentence
from extractor.core.clean import clean
from extractor.core.errors import VeeduriaError

if TYPE_CHECKING:
    from extractor.rounds.sheets import RowFault
    from rules.models import Pack


class NothingImported(VeeduriaError):
    """A file with faults is not taken in at all."""


SHEET = click.Path(exists=True, dir_okay=False, path_type=Path)


def called(pack: Pack) -> Mapping[str, Sequence[str]]:
    """Return what a missing column is to be called, by role: in the pack's language; the keys are English."""
    own = pack.sheets.columns
    return {role: (role, *names) for role, names in own.items()} if speaks() == "en" else own


def listed(faults: Iterable[RowFault]) -> Iterator[RowFault]:
    """Say what is wrong, a line each, and pass it on."""
    for fault in faults:
        known = _("table {table}, row {line}, {column}") if fault.table else _("line {line}, column {column}")
        place = known.format(table=fault.table, line=fault.line, column=clean(fault.column))
        click.echo(f"{place}: {problem_sentence(fault.code, clean(fault.detail))}", err=True)
        yield fault


def refuse_if_faulty(path: Path, faults: Iterable[RowFault]) -> None:
    """List the faults; with any, stop.

    Raises:
        NothingImported: there are some.
    """
    count = sum(1 for _fault in listed(faults))
    if count:
        said = ngettext("{file}: {n} fault; nothing was imported.", "{file}: {n} faults; nothing was imported.", count)
        raise NothingImported(said.format(file=clean(path.name), n=count))
