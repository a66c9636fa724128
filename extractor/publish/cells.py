"""Matrices as published tables: lettered actions with unit and dates, blanks with their reason, letters by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from db.action_rows import actions
from extractor.core.model import Kind
from extractor.publish.balance import ReportContext, body_matrix, reported
from extractor.publish.matrix import Matrix, MatrixCell, MatrixRow, Reported, letter
from extractor.publish.tables import ReportCell, ReportEntry, ReportRow, ReportTable
from extractor.publish.words import lines, say

UNPLAIN = (Kind.PLANNED, Kind.NO_ACTION, Kind.NOT_COMPETENT)  # what a cell says of these, beside their text


def matrix_table(context: ReportContext, institution: str, by: str = "source") -> ReportTable:
    """Return the published matrix of one body; its columns are the sources or ("period") the periods."""
    filed = reported(context, actions(context.db, institution))
    return as_table(context, body_matrix(context, institution, filed, by))


def as_table(context: ReportContext, matrix: Matrix) -> ReportTable:
    """Lay a matrix out as published; an action names the other sources that tell of it."""
    titles = {source.id: source.title for source in context.pack.sources}
    letters = _letters(matrix)
    return ReportTable(
        id=matrix.institution,
        title=say(f"matrix.by_{matrix.by}", name=matrix.name),
        heads=(say("matrix.function"), say("matrix.article")),
        columns=tuple(column.title for column in matrix.columns),
        rows=tuple(_row(row, matrix.by, titles, letters) for row in matrix.rows),
        notes=(
            *lines("matrix.legend"),
            *context.caveats.of_body(matrix.institution),
            *context.caveats.of_accepted(matrix.institution),
        ),
        cited=tuple(text for text, _document in letters),
    )


def _letters(matrix: Matrix) -> Mapping[tuple[str, str], int]:
    """Number the letters that a matrix cites, in the order in which it does: one that came twice is one."""
    found = (_cites(action) for row in matrix.rows for cell in row.cells for action in cell.actions)
    return {key: number for number, key in enumerate(dict.fromkeys(found), start=1)}


def _cites(action: Reported) -> tuple[str, str]:
    """What tells letters apart: what they are cited by and, where their number is not known, their file."""
    known = say("cited.no_number") not in action.cited
    return action.cited, "" if known else action.document


def _row(row: MatrixRow, by: str, titles: Mapping[str, str], letters: Mapping[tuple[str, str], int]) -> ReportRow:
    told: dict[str, set[str]] = defaultdict(set)
    for cell in row.cells:
        for action in cell.actions:
            told[action.cluster].add(action.source)

    def sources(action: Reported) -> str:
        others = [title for id, title in titles.items() if id in told[action.cluster] and id != action.source]
        also = [say("matrix.also", sources=", ".join(others))] if others else []
        return "; ".join([titles[action.source], *also] if by == "period" else also)

    level, function = say(f"level.{row.function.level}"), row.function
    cells = tuple(_cell(cell, sources, letters) for cell in row.cells)
    return ReportRow(function.id, level, (function.label, function.article), cells)


def _cell(cell: MatrixCell, sources: Callable[[Reported], str], letters: Mapping[tuple[str, str], int]) -> ReportCell:
    if cell.blank is not None:
        return ReportCell(blank=cell.blank, shown=say(f"blank.{cell.blank}"))
    found = enumerate(cell.actions)
    return ReportCell(tuple(_entry(place, action, sources(action), letters[_cites(action)]) for place, action in found))


def _entry(place: int, action: Reported, sources: str, cited: int) -> ReportEntry:
    """An action as published: its letter, its unit and dates in front, and a note where it is no plain action."""
    front = " ".join(part for part in (action.unit, f"({action.when})" if action.when else "") if part)
    notes = [say(f"matrix.{action.kind}")] if action.kind in UNPLAIN else []
    notes += [say("matrix.crosses")] if action.crosses else []
    notes += [say("matrix.stale")] if action.stale else []
    notes += [sources] if sources else []
    text = f"{front}: {action.text}" if front else action.text
    said = "; ".join(notes)
    return ReportEntry(text, letter(place), said, action.id, action.document, action.page, action.verbatim, cited)
