"""Every figure with where it is told, what was decided on its statement, and whether it adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from db.action_rows import actions, actions_without_function
from db.connection import Database
from db.figures import figures_read
from db.queries import statements
from db.records import Filters, StatementRow
from extractor.core.model import Figure
from extractor.core.states import RESHAPING, Ruling
from extractor.filing.figures import doubts_of

SLOTS = attrgetter("value", "what", "percent", "sex", "age", "purpose", "nation", "place", "first", "last", "register",
                   "base", "running", "total")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure as told. `standing` is the statement's (None: nobody has decided); `doubt`: sum, base or "".

    `counted` is what its parts give instead, or the percentage that they are. `reviewed` is what was said of the figure
    itself with the details of its statement: accepted, corrected, rejected (it counts nowhere), or None.
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
    reviewed: str | None = None


def told_figures(db: Database, institution: str | None = None) -> Iterator[ToldFigure]:
    """Yield the figures of all statements, letter by letter: a text may tell figures though it reports no action.

    The rows of a table stand under one heading, so that its sums can be held against them.
    """
    rows = statements(db, Filters(institution=institution))
    sources, read = _sources(db, institution), dict(figures_read(db))
    for _, group in groupby(rows, key=lambda row: (row.sha256, row.section)):
        told = [row for row in group if (row.details.figures or row.id in read) and not _is_replaced(row)]
        yield from _of_table(told, sources, read)


def _sources(db: Database, institution: str | None) -> dict[str, str]:
    """The sources of actions coded by hand: each row of their file names its own."""
    filed = actions(db, institution)
    others = actions_without_function(db, institution)
    return {row.id: row.source for rows in (filed, others) for row in rows if row.details.figures}


def _is_replaced(row: StatementRow) -> bool:
    return row.decision is not None and row.decision.standing in RESHAPING


def _said(figure: Figure) -> tuple[object, ...]:
    """What a figure says, wherever it stands."""
    said: tuple[object, ...] = SLOTS(figure)
    return said


def _reviewed(row: StatementRow, read: Mapping[str, tuple[Figure, ...]]) -> Iterator[tuple[Figure, str | None]]:
    """The figures in force, each with what was said of it; then those that were taken out."""
    if row.id not in read:
        yield from ((figure, None) for figure in row.details.figures)
        return
    before, now = Counter(map(_said, read[row.id])), Counter(map(_said, row.details.figures))
    for figure in row.details.figures:
        yield figure, Ruling.ACCEPTED if before[_said(figure)] else Ruling.CORRECTED
    if sum(now.values()) < sum(before.values()):  # as many as were corrected stand in the place of others
        gone = [figure for figure in read[row.id] if not now[_said(figure)]]
        corrected = sum(count for said, count in now.items() if not before[said])
        yield from ((figure, Ruling.REJECTED) for figure in gone[corrected:])


def _of_table(
    rows: list[StatementRow], sources: dict[str, str], read: Mapping[str, tuple[Figure, ...]]
) -> Iterator[ToldFigure]:
    doubts: dict[int, tuple[str, float]] = {}
    for doubt in doubts_of([row.details.figures for row in rows]):
        place = doubt.figures[0] if doubt.kind == "sum" else doubt.figures[-1]
        doubts.setdefault(id(place), (doubt.kind, doubt.counted))
    for row in rows:
        for number, (figure, reviewed) in enumerate(_reviewed(row, read), start=1):
            kind, counted = doubts.get(id(figure), ("", None))
            yield ToldFigure(
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
                reviewed=reviewed,
            )
