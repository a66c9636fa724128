"""Every figure with where it is told, what was decided on its statement, and whether it adds up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from db.connection import Database
from db.queries import actions, actions_without_function, statements
from db.records import Filters, StatementRow
from extractor.core.model import Figure
from extractor.core.states import RESHAPING
from extractor.filing.figures import doubts_of


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as told. `standing` is the statement's (None: nobody has decided); `doubt`: sum, base or "".

    `counted` is what its parts give instead, or the percentage that they are.
    """

    id: str
    document: str
    sha256: str
    page: int
    statement: str
    institution: str | None
    unit: str | None
    source: str
    standing: str | None
    figure: Figure
    doubt: str = ""
    counted: float | None = None


def told_figures(db: Database, institution: str | None = None) -> Iterator[Told]:
    """Yield the figures of all statements, letter by letter: a text may tell figures though it reports no action.

    The rows of a table stand under one heading, so that its sums can be held against them.
    """
    rows = statements(db, Filters(institution=institution))
    sources = _sources(db, institution)
    for _, group in groupby(rows, key=lambda row: (row.sha256, row.section)):
        yield from _of_table([row for row in group if row.details.figures and not _is_replaced(row)], sources)


def _sources(db: Database, institution: str | None) -> dict[str, str]:
    """The sources of actions coded by hand: each row of their file names its own."""
    filed = actions(db, institution)
    others = actions_without_function(db, institution)
    return {row.id: row.source for rows in (filed, others) for row in rows if row.details.figures}


def _is_replaced(row: StatementRow) -> bool:
    return row.decision is not None and row.decision.standing in RESHAPING


def _of_table(rows: list[StatementRow], sources: dict[str, str]) -> Iterator[Told]:
    doubts: dict[int, tuple[str, float]] = {}
    for doubt in doubts_of([row.details.figures for row in rows]):
        place = doubt.figures[0] if doubt.kind == "sum" else doubt.figures[-1]
        doubts.setdefault(id(place), (doubt.kind, doubt.counted))
    for row in rows:
        for number, figure in enumerate(row.details.figures, start=1):
            kind, counted = doubts.get(id(figure), ("", None))
            yield Told(
                id=f"{row.id}.{number}",
                document=row.document,
                sha256=row.sha256,
                page=row.page,
                statement=row.id,
                institution=row.institution,
                unit=row.unit,
                source=sources.get(row.id, row.source),
                standing=row.decision.standing if row.decision else None,
                figure=figure,
                doubt=kind,
                counted=counted,
            )
