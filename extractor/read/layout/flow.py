"""Lines on a page to lines in reading order: numbers beside their items, columns one after the other, tables apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.core.model import Box, Line, Table
from extractor.read.layout.grids import Grid, ruled_grid
from extractor.read.layout.markers import read_marker
from extractor.read.layout.settings import HANGING, MIDDLE, MIN_COLUMN_LINES, PROSE
from extractor.read.layout.unruled import continued_grid, take_unruled_grid
from extractor.read.layout.vocabulary import LayoutVocabulary
from extractor.read.tables import rows_of


@dataclass(slots=True)
class ColumnLines:
    """Lines of one column of one page, in order, and the column's right edge."""

    lines: list[Line] = field(default_factory=list)
    right: float = 0.0


Row = list[Line]


def flow(
    lines: Iterable[Line],
    tables: Sequence[Table],
    width: float,
    vocabulary: LayoutVocabulary,
    before: ColumnLines | Grid | None,
) -> Iterator[ColumnLines | Grid]:
    """Yield a page's columns and tables in reading order; `before` is the last of the page before."""
    pending: list[Row] = []
    rest = list(tables)
    rows = rows_of(lines)
    if isinstance(before, Grid):
        grid, rows = continued_grid(before, rows, vocabulary)
        if grid:
            yield grid
    for row in rows:
        while rest and rest[0].box.top < row[0].box.top:
            yield from _open_area(pending, width, vocabulary)
            pending = []
            yield ruled_grid(rest.pop(0), vocabulary)
        pending.append(row)
    yield from _open_area(pending, width, vocabulary)
    for table in rest:
        yield ruled_grid(table, vocabulary)


def _open_area(rows: list[Row], width: float, vocabulary: LayoutVocabulary) -> Iterator[ColumnLines | Grid]:
    """Rows between ruled tables: unruled tables, columns, plain text."""
    while rows:
        before, grid, after = take_unruled_grid(rows, vocabulary)
        yield from _columns(before, 0.0, width)
        if grid is None:
            return
        yield grid
        rows = after


def _columns(rows: list[Row], left: float, right: float) -> Iterator[ColumnLines]:
    """Rows between two edges as one column, but for the stretches that are set in two or more."""
    gutter = _gutter(rows, left, right)
    plain: list[Row] = []
    stretch: list[Row] = []
    for row in [*rows, None]:
        if row is not None and gutter is not None and not any(_crosses(line, gutter) for line in row):
            stretch.append(row)
            continue
        if stretch and gutter is not None and _is_two_columns(stretch, gutter):
            stretch, below = _tail(stretch, gutter) if left == 0 else (stretch, [])
            yield from _one_column(plain)
            yield from _columns(rows_of(line for row in stretch for line in row if line.box.x0 < gutter), left, gutter)
            yield from _columns(
                rows_of(line for row in stretch for line in row if line.box.x0 >= gutter), gutter, right
            )
            plain = below
        else:
            plain.extend(stretch)
        stretch = []
        if row is not None:
            plain.append(row)
    yield from _one_column(plain)


def _one_column(rows: list[Row]) -> Iterator[ColumnLines]:
    if rows:
        yield _region([_one_line(row) for row in rows])


def _region(lines: list[Line]) -> ColumnLines:
    return ColumnLines(lines, max((line.box.x1 for line in lines), default=0.0))


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


def _gutter(rows: list[Row], left: float, right: float) -> float | None:
    """Just left of where a column begins within an area; None if no place has lines on both its sides."""
    low, high = (left + share * (right - left) for share in MIDDLE)
    starts = sorted(line.box.x0 for row in rows for line in row if low < line.box.x0 < high)
    places = {
        starts[index]
        for index in range(len(starts) - MIN_COLUMN_LINES + 1)
        if starts[index + MIN_COLUMN_LINES - 1] - starts[index] < HANGING
    }
    beside = {place - 3: sum(_parts(row, place - 3) for row in rows) for place in places}
    best = max(beside.values(), default=0)
    return min((place for place, count in beside.items() if count == best), default=None)


def _parts(row: Row, gutter: float) -> bool:
    """Does a row have a line that begins at a gutter, and none that crosses it?"""
    begins = any(0 <= line.box.x0 - gutter < 3 + HANGING for line in row)
    return begins and not any(_crosses(line, gutter) for line in row)


def _crosses(line: Line, gutter: float) -> bool:
    return line.box.x0 < gutter < line.box.x1


def _is_two_columns(rows: list[Row], gutter: float) -> bool:
    """Is there prose, not cells, on both sides, and side by side?"""
    sides = [[line for row in rows for line in row if (line.box.x0 >= gutter) == right] for right in (False, True)]
    for side in sides:
        height = len(rows_of(side))  # justified words stand apart
        if height < MIN_COLUMN_LINES or sum(len(line.text) for line in side) < PROSE * height:
            return False
    left, right = ((side[0].box.top, side[-1].box.bottom) for side in sides)
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return shared > 0.5 * min(left[1] - left[0], right[1] - right[0])


def _tail(rows: list[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    """Cut off what stands below both columns, apart from the left one."""
    bottom = max(line.box.bottom for row in rows for line in row if line.box.x0 >= gutter)
    for index in range(1, len(rows)):
        box, above = rows[index][0].box, rows[index - 1][0].box
        if box.top > bottom and box.top - above.bottom > 1.5 * (box.bottom - box.top):
            return rows[:index], rows[index:]
    return rows, []
