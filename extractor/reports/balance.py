"""The published matrices, from the database: what each body was found to have done, function by function."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from db import coverage as known
from db.connection import Database
from db.queries import actions
from db.records import ActionRow
from extractor.details import period_of
from extractor.model import DateSpan, Kind, Level
from extractor.reports.matrix import Blank, Column, Function, Matrix, MatrixCell, Reported, build_matrix, letter
from extractor.reports.tables import Cell, Entry, Row, Table
from extractor.reports.words import lines, say, span
from rules.models import Pack

DATES_SHOWN = 3  # an action with more of them shows the first and the last day
UNPLAIN = (Kind.PLANNED, Kind.NO_ACTION, Kind.NOT_COMPETENT)  # what a cell says of these, beside their text


@dataclass(frozen=True, slots=True)
class Showing:
    """How texts are shown: `mask` hides private data; `by` is "source" or "period"."""

    mask: Callable[[str], str]
    by: str = "source"


def matrix_table(db: Database, pack: Pack, institution: str, showing: Showing) -> Table:
    """Return the published matrix of one body."""
    return as_table(body_matrix(db, pack, institution, showing))


def body_matrix(db: Database, pack: Pack, institution: str, showing: Showing) -> Matrix:
    """Put the confirmed actions of one body into its matrix.

    Raises:
        KeyError: the pack has no such body, or lacks a source or function that an action is filed under.
    """
    return matrix_of(db, pack, institution, showing, reported(actions(db, institution), pack, showing))


def matrix_of(db: Database, pack: Pack, institution: str, showing: Showing, filed: Iterable[Reported]) -> Matrix:
    """Put what was reported of one body into its matrix."""
    body = next(body for body in pack.bodies if body.id == institution)
    columns = columns_of(db, pack, showing.by)
    functions = [
        Function(one.id, one.level, one.article, one.label, one.role)
        for one in pack.obligations
        if one.institution == institution
    ]
    blanks = coverage(db, pack, institution, columns, showing.by)
    return build_matrix(institution, body.name, functions, columns, filed, blanks, list(Level))


def columns_of(db: Database, pack: Pack, by: str) -> tuple[Column, ...]:
    """Return the columns of every matrix: the sources that anything came from or was asked of, or the periods."""
    if by == "source":
        used = set(known.sources(db, _letters(pack)))
        return tuple(Column(source.id, source.title) for source in pack.sources if source.id in used)
    periods = pack.details.periods
    return (*(Column(str(p.number), span(p.first, p.last)) for p in periods), Column("", say("matrix.undated")))


def reported(rows: Iterable[ActionRow], pack: Pack, showing: Showing) -> Iterable[Reported]:
    """Yield each action as it is published: masked, with its unit and dates."""
    waves = {wave.id: (wave.first, wave.last) for wave in pack.calendar.waves}
    titles = {source.id: source.title for source in pack.sources}
    for row in rows:
        months = waves.get(row.wave or "")
        by_source = showing.by == "source"
        yield Reported(
            id=row.id,
            obligation=row.obligation,
            column=row.source if by_source else str(_period(row, pack) or ""),
            text=showing.mask(row.text),
            kind=row.kind,
            unit=showing.mask(row.unit or ""),
            when=showing.mask(_when(row)) or (span(*months) if months else ""),
            document=row.document,
            page=row.page,
            crosses=row.crosses,
            stale=row.stale,
            source="" if by_source else titles[row.source],
        )


def _when(row: ActionRow) -> str:
    """The dates of an action: as its file of coded actions writes them, else those that its text gives."""
    if row.written:
        return row.written
    spans = dict.fromkeys((date.fromisoformat(one.first), date.fromisoformat(one.last)) for one in row.details.dates)
    if len(spans) > DATES_SHOWN:
        return span(min(first for first, _ in spans), max(last for _, last in spans))
    return ", ".join(span(*one) for one in spans)


def _period(row: ActionRow, pack: Pack) -> int | None:
    """The balance period of an action: its own dates decide, else the months that the letter asked about."""
    if row.period is not None or row.details.dates or row.wave is None:
        return row.period
    return _wave_period(row.wave, pack)


@lru_cache(maxsize=256)
def _wave_period(wave: str, pack: Pack) -> int | None:
    months = [DateSpan(0, 0, "", str(w.first), str(w.last)) for w in pack.calendar.waves if w.id == wave]
    return period_of(months, pack.details.periods)[0]


def coverage(db: Database, pack: Pack, institution: str, columns: tuple[Column, ...], by: str) -> Mapping[str, Blank]:
    """Say what an empty cell of each column means for this body.

    A column whose documents say something of the body is silent on the rest; one with a document of the body that was
    not read is unread; a body that was asked and did not answer gave no reply; else it was not asked.
    """
    reports = json.dumps([source.id for source in pack.sources if not source.asked])
    states: dict[str, set[Blank]] = defaultdict(set)
    for source, state in known.coverage(db, institution, _letters(pack), reports):
        states[source].add(Blank(state))
    best = {source: min(found, key=list(Blank).index) for source, found in states.items()}
    if by == "source":
        return best
    of_all = min(best.values(), key=list(Blank).index, default=Blank.NOT_ASKED)
    return dict.fromkeys((column.id for column in columns), of_all)


def _letters(pack: Pack) -> str:
    """The source that replies to requests belong to."""
    return next((source.id for source in pack.sources if source.asked), "")


def as_table(matrix: Matrix) -> Table:
    """Lay a matrix out as published."""
    return Table(
        id=matrix.institution,
        title=matrix.name,
        heads=(say("matrix.function"), say("matrix.article")),
        columns=tuple(column.title for column in matrix.columns),
        rows=tuple(
            Row(
                row.function.id,
                say(f"level.{row.function.level}"),
                (row.function.label, row.function.article),
                tuple(_cell(cell) for cell in row.cells),
            )
            for row in matrix.rows
        ),
        notes=lines("matrix.legend"),
    )


def _cell(cell: MatrixCell) -> Cell:
    if cell.blank is not None:
        return Cell(blank=cell.blank, shown=say(f"blank.{cell.blank}"))
    return Cell(tuple(_entry(place, action) for place, action in enumerate(cell.actions)))


def _entry(place: int, action: Reported) -> Entry:
    """An action as published: its letter, its unit and dates in front, and a note where it is no plain action."""
    front = " ".join(part for part in (action.unit, f"({action.when})" if action.when else "") if part)
    notes = [say(f"matrix.{action.kind}")] if action.kind in UNPLAIN else []
    notes += [say("matrix.crosses")] if action.crosses else []
    notes += [say("matrix.stale")] if action.stale else []
    notes += [action.source] if action.source else []
    text = f"{front}: {action.text}" if front else action.text
    return Entry(text, letter(place), "; ".join(notes), action.id, action.document, action.page)
