"""The published matrices, from the database: what each body was found to have done, function by function."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from db.connection import Database
from db.coverage import coverage as db_coverage
from db.queries import actions
from db.records import ActionRow
from extractor.model import Kind, Level
from extractor.reports.matrix import Blank, Column, Function, Matrix, MatrixCell, Reported, build_matrix, letter
from extractor.reports.tables import Cell, Entry, Row, Table
from rules.models import Pack

# What readers see; the blanks' codes stay apart in every format that carries data.
LEVELS = {
    Level.PREVENCION: "Prevención",
    Level.PROTECCION: "Protección y asistencia",
    Level.PERSECUCION: "Persecución y sanción",
}
SILENT = "No indica"
BLANKS = {
    Blank.SILENT: SILENT,
    Blank.NOT_ASKED: f"{SILENT} (no consultada)",
    Blank.NO_REPLY: f"{SILENT} (sin respuesta)",
    Blank.UNREAD: f"{SILENT} (documento no leído)",
}
LEGEND = (
    "«No indica»: la fuente no menciona acciones para esa función.",
    "«No consultada»: la entidad no figura en esa fuente. «Sin respuesta»: se le preguntó y no contestó. "
    "«Documento no leído»: contestó, pero el documento no pudo leerse.",
)
NOTHING_DONE = "declara no haber realizado acciones"
CROSSES = "abarca dos periodos"


@dataclass(frozen=True, slots=True)
class Showing:
    """How texts are shown: `mask` hides private data; `by` is "source" or "period"."""

    mask: Callable[[str], str]
    by: str = "source"


def matrix_table(db: Database, pack: Pack, institution: str, showing: Showing) -> Table:
    """Return the published matrix of one body."""
    matrix = body_matrix(db, pack, institution, showing)
    return Table(
        id=institution,
        title=f"{matrix.name}",
        heads=("Función", "Artículo"),
        columns=tuple(column.title for column in matrix.columns),
        rows=tuple(
            Row(
                row.function.id,
                LEVELS[Level(row.function.level)],
                (row.function.label, row.function.article),
                tuple(_cell(cell) for cell in row.cells),
            )
            for row in matrix.rows
        ),
        notes=LEGEND,
    )


def body_matrix(db: Database, pack: Pack, institution: str, showing: Showing) -> Matrix:
    """Put the confirmed actions of one body into its matrix.

    Raises:
        KeyError: the pack has no such body, or lacks a source or function that an action is filed under.
    """
    body = {body.id: body for body in pack.bodies}[institution]
    functions = [
        Function(one.id, one.level, one.article, one.label, one.role)
        for one in pack.obligations
        if one.institution == institution
    ]
    columns = _columns(pack, showing.by)
    reported = (_reported(action, showing) for action in actions(db, institution))
    return build_matrix(
        institution,
        body.name,
        functions,
        columns,
        reported,
        coverage(db, pack, institution, columns, showing.by),
        list(Level),
    )


def _columns(pack: Pack, by: str) -> tuple[Column, ...]:
    if by == "source":
        return tuple(Column(source.id, source.title) for source in pack.sources)
    numbered = (Column(str(one.number), f"{one.first:%m/%Y} – {one.last:%m/%Y}") for one in pack.details.periods)
    return (*numbered, Column("", "Sin fecha"))


def _reported(action: ActionRow, showing: Showing) -> Reported:
    column = action.source if showing.by == "source" else str(action.period or "")
    return Reported(
        id=action.id,
        obligation=action.obligation,
        column=column,
        text=showing.mask(action.text),
        kind=action.kind,
        unit=action.unit or "",
        when=", ".join(dict.fromkeys(date.text for date in action.details.dates)),
        document=action.document,
        page=action.page,
        crosses=action.crosses,
    )


def coverage(db: Database, pack: Pack, institution: str, columns: tuple[Column, ...], by: str) -> Mapping[str, Blank]:
    """Say what an empty cell of each column means for this body.

    A column whose documents say something of the body is silent on the rest; one with a document of the body that was
    not read is unread; a body that was asked and did not answer gave no reply; else it was not asked.
    """
    letters = next((source.id for source in pack.sources if source.asked), "")
    reports = json.dumps([source.id for source in pack.sources if not source.asked])
    states: dict[str, set[Blank]] = defaultdict(set)
    for source, state in db_coverage(db, institution, letters, reports):
        states[source].add(Blank(state))
    best = {source: min(found, key=list(Blank).index) for source, found in states.items()}
    if by == "source":
        return best
    of_all = min(best.values(), key=list(Blank).index, default=Blank.NOT_ASKED)
    return dict.fromkeys((column.id for column in columns), of_all)


def _cell(cell: MatrixCell) -> Cell:
    if cell.blank is not None:
        return Cell(blank=cell.blank, shown=BLANKS[cell.blank])
    return Cell(tuple(_entry(place, action) for place, action in enumerate(cell.actions)))


def _entry(place: int, action: Reported) -> Entry:
    """An action as published: its letter, its unit and dates in front, and a note where it is no plain action."""
    dates = f" ({action.when})" if action.when and action.unit else f"({action.when})" if action.when else ""
    front = f"{action.unit}{dates}: " if action.unit or dates else ""
    notes = [NOTHING_DONE] if action.kind in (Kind.NO_ACTION, Kind.NOT_COMPETENT) else []
    notes += ["programada"] if action.kind == Kind.PLANNED else []
    notes += [CROSSES] if action.crosses else []
    return Entry(front + action.text, letter(place), "; ".join(notes), action.id, action.document, action.page)
