"""Lines on a page to lines in reading order: numbers beside their items, columns one after the other, tables apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.layout.grids import Grid, ruled_grid, take_unruled_grid
from extractor.layout.markers import read_marker
from extractor.layout.vocabulary import Vocabulary
from extractor.model import Box, Line, Table
from extractor.tables import rows_of

MIN_COLUMN_ROWS = 5  # fewer rows side by side are no columns of prose


@dataclass(slots=True)
class Region:
    """Lines of one column of one page, in order, and the column's right edge."""

    lines: list[Line] = field(default_factory=list)
    right: float = 0.0


Row = list[Line]


def flow(
    lines: Iterable[Line], tables: Sequence[Table], width: float, vocabulary: Vocabulary
) -> Iterator[Region | Grid]:
    """Yield a page's columns and tables in the order in which they are read."""
    pending: list[Row] = []
    rest = list(tables)
    for row in rows_of(lines):
        while rest and rest[0].box.top < row[0].box.top:
            yield from _open_area(pending, width, vocabulary)
            pending = []
            yield ruled_grid(rest.pop(0), vocabulary)
        pending.append(row)
    yield from _open_area(pending, width, vocabulary)
    for table in rest:
        yield ruled_grid(table, vocabulary)


def _open_area(rows: list[Row], width: float, vocabulary: Vocabulary) -> Iterator[Region | Grid]:
    """Rows between ruled tables: unruled tables, columns, plain text."""
    while rows:
        before, grid, after = take_unruled_grid(rows, vocabulary)
        yield from _columns(before, width)
        if grid is None:
            return
        yield grid
        rows = after


def _columns(rows: list[Row], width: float) -> Iterator[Region]:
    start = 0
    while start < len(rows):
        gutter, end = _two_columns(rows, start, width)
        if end:
            sides = rows[start:end]
            left = [line for row in sides for line in row if line.box.x1 <= gutter]
            right = [line for row in sides for line in row if line.box.x0 >= gutter]
            yield _region([_one_line(row) for row in rows_of(left)])
            yield _region([_one_line(row) for row in rows_of(right)])
            start = end
        else:
            end = start + 1
            while end < len(rows) and not _two_columns(rows, end, width)[1]:
                end += 1
            yield _region([_one_line(row) for row in rows[start:end]])
            start = end


def _region(lines: list[Line]) -> Region:
    return Region(lines, max((line.box.x1 for line in lines), default=0.0))


def _one_line(row: Row) -> Line:
    """The parts of a row as one line: a list number printed in a column of its own, words set far apart."""
    if len(row) == 1:
        return row[0]
    x0, x1 = row[0].box.x0, max(line.box.x1 for line in row)
    top, bottom = min(line.box.top for line in row), max(line.box.bottom for line in row)
    text = " ".join(line.text for line in row)
    marker = read_marker(f"{row[0].text} x")
    main = row[1] if marker is not None else row[0]
    confidence = min(line.confidence for line in row)
    return replace(main, box=Box(x0, top, x1, bottom), text=text, confidence=confidence)


def _two_columns(rows: list[Row], start: int, width: float) -> tuple[float, int]:
    """Gutter and end of a stretch of rows that is set in two columns of prose; (0, 0) if there is none here."""
    row = rows[start]
    if len(row) != 2 or row[1].box.x0 < 0.3 * width or row[0].box.x1 > 0.7 * width:
        return 0.0, 0
    left, right = row[0].box.x1, row[1].box.x0
    end, both = start, 0
    while end < len(rows):
        wider = _gutter(rows[end], left, right)
        if wider is None:
            break
        left, right = wider
        both += len(rows[end]) > 1
        end += 1
    stretch = [line for row in rows[start:end] for line in row]
    if both < MIN_COLUMN_ROWS or both < 0.6 * (end - start):
        return 0.0, 0
    gutter = (left + right) / 2
    sides = ([line for line in stretch if line.box.x1 <= gutter], [line for line in stretch if line.box.x0 >= gutter])
    prose = all(sum(len(line.text) for line in side) >= 22 * len(side) for side in sides)
    return (gutter, end) if prose else (0.0, 0)


def _gutter(row: Row, left: float, right: float) -> tuple[float, float] | None:
    """The gutter narrowed by this row; None if the row crosses it."""
    for line in row:
        if line.box.x0 >= left + 1 and line.box.x0 > (left + right) / 2:
            right = min(right, line.box.x0)
        elif line.box.x1 <= right - 1 and line.box.x1 < (left + right) / 2 + (right - left) / 2:
            left = max(left, line.box.x1)
        else:
            return None
    return (left, right) if right - left > 4 else None
