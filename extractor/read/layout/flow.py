"""Lines on a page to lines in reading order: numbers beside their items, columns one after the other, tables apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from extractor.core.model import Box, Line, Table
from extractor.read.layout.beside import in_order
from extractor.read.layout.grids import Grid, ruled_grid
from extractor.read.layout.markers import read_marker
from extractor.read.layout.settings import (
    FLUSH,
    FLUSH_LINES,
    GOING_ON,
    GUTTERS,
    HANGING,
    LONE_WORDS,
    MARGIN_NOTE,
    MIDDLE,
    MIN_COLUMN_LINES,
    NARROW,
    NEAR,
    NOTES_BESIDE,
    PROSE,
    SHORT_COLUMN,
    WIDER_THAN_WORDS,
)
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
    rest = sorted(tables, key=_begins)
    rows = rows_of(lines)
    if isinstance(before, Grid) and not (rest and rows and rest[0].box.top < rows[0][0].box.top):
        grid, rows = continued_grid(before, rows, vocabulary)
        if grid:
            yield grid
    for row in rows:
        while rest and _begins(rest[0]) < row[0].box.top:
            yield from _open_area(pending, width, vocabulary)
            pending = []
            yield ruled_grid(rest.pop(0), vocabulary)
        pending.append(row)
    yield from _open_area(pending, width, vocabulary)
    for table in rest:
        yield ruled_grid(table, vocabulary)


def _begins(table: Table) -> float:
    """The height at which a table is read; a box of text stands beside lines and follows them."""
    return table.box.bottom if len(table.rows) == 1 and len(table.rows[0]) == 1 else table.box.top


def without_notes(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and the small ones that stand in its margins, beside the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    if len(sizes) < 2:
        return list(lines), []
    small = sizes.most_common(1)[0][0] - MARGIN_NOTE
    text = [line.box for line in lines if line.size > small]
    found = {
        id(line)
        for note in _stacked(line for line in lines if line.size <= small)
        if _is_beside(note, text)
        for line in note
    }
    if not found:
        return list(lines), []
    return [line for line in lines if id(line) not in found], [line for line in lines if id(line) in found]


def _stacked(lines: Iterable[Line]) -> list[list[Line]]:
    """Small lines in groups that stand close below each other: each is one note."""
    notes: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        box, height = line.box, line.box.bottom - line.box.top
        for note in reversed(notes[-NOTES_BESIDE:]):
            last = note[-1].box
            if box.top - last.bottom < NEAR * height and min(box.x1, last.x1) > max(box.x0, last.x0):
                note.append(line)
                break
        else:
            notes.append([line])
    return notes


def _is_beside(note: Sequence[Line], text: Sequence[Box]) -> bool:
    """Does text stand at the height of one of a note's lines, and is all that is near them to one side of it?"""
    left, right = min(line.box.x0 for line in note), max(line.box.x1 for line in note)
    is_level, near = False, list[Box]()
    for line in note:
        top, bottom = line.box.top, line.box.bottom
        shade = NEAR * (bottom - top)
        is_level = is_level or any(box.top < bottom and top < box.bottom for box in text)
        near += [box for box in text if box.top - bottom < shade and top - box.bottom < shade]
    return is_level and (right < min(box.x0 for box in near) or left > max(box.x1 for box in near))


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
    for gutter in _gutters(rows, left, right):
        stretches = list(_stretches(rows, gutter))
        if any(is_parted for is_parted, _ in stretches):
            break
    else:
        yield from _one_column(rows)
        return
    plain: list[Row] = []
    for is_parted, stretch in stretches:
        if not is_parted:
            plain.extend(stretch)
            continue
        stretch, below = _tail(stretch, gutter)
        yield from _one_column(plain)
        yield from _columns(rows_of(line for row in stretch for line in row if line.box.x0 < gutter), left, gutter)
        yield from _columns(rows_of(line for row in stretch for line in row if line.box.x0 >= gutter), gutter, right)
        plain = below
    yield from _one_column(plain)


def _stretches(rows: list[Row], gutter: float) -> Iterator[tuple[bool, list[Row]]]:
    """Rows cut where a line crosses a gutter, and whether those between are set in two columns."""
    stretch: list[Row] = []
    for row in [*rows, None]:
        if row is not None and not any(_crosses(line, gutter) for line in row):
            stretch.append(row)
            continue
        if stretch:
            yield _is_two_columns(stretch, gutter), stretch
        if row is not None:
            yield False, [row]
        stretch = []


def _one_column(rows: list[Row]) -> Iterator[ColumnLines]:
    if rows:
        yield _region([line for head, row in in_order(rows) for line in (*head, _one_line(row))])


def _region(lines: list[Line]) -> ColumnLines:
    return ColumnLines(lines, max((line.box.x1 for line in lines), default=0.0))


def _one_line(row: Sequence[Line]) -> Line:
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


def _gutters(rows: list[Row], left: float, right: float) -> list[float]:
    """Places just left of where a column may begin within an area, those that most rows have lines beside first."""
    low, high = (left + share * (right - left) for share in MIDDLE)
    starts = sorted(line.box.x0 for row in rows for line in row if low < line.box.x0 < high)
    places = {
        starts[index]
        for index in range(len(starts) - SHORT_COLUMN + 1)
        if starts[index + SHORT_COLUMN - 1] - starts[index] < HANGING
    }
    beside = {place - 3: sum(_parts(row, place - 3) for row in rows) for place in places}
    found: list[float] = []
    for place in sorted(beside, key=lambda place: (-beside[place], place)):
        if all(abs(place - other) > 1 for other in found):
            found.append(place)
        if len(found) == GUTTERS:
            break
    return found


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
        if not _is_prose(rows_of(side)):
            return False
    if not _is_wider_than_between_words(rows, gutter):
        return False
    left, right = ((side[0].box.top, side[-1].box.bottom) for side in sides)
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return shared > 0.5 * min(left[1] - left[0], right[1] - right[0])


def _is_prose(rows: list[Row]) -> bool:
    """Are these lines of a column of prose: long enough, or, where it is narrow, going on with one another?

    Justified words stand apart: a line is all of its row. Fewer lines have to be one paragraph, from its begin to its
    end.
    """
    letters = sum(len(line.text) for row in rows for line in row) / max(1, len(rows))
    going_on = sum(row[0].text[:1].islower() for row in rows) >= GOING_ON * len(rows)
    if len(rows) < MIN_COLUMN_LINES:
        return len(rows) == SHORT_COLUMN and letters >= NARROW and _is_paragraph(rows)
    return letters >= PROSE or (letters >= NARROW and going_on)


def _is_paragraph(rows: list[Row]) -> bool:
    """Are these rows a paragraph: begun with a capital, ended with a full stop, and none in it begun anew?"""
    first, *rest = (row[0].text for row in rows)
    return first[:1].isupper() and rows[-1][-1].text.endswith(".") and not any(text[:1].isupper() for text in rest)


def _is_wider_than_between_words(rows: list[Row], gutter: float) -> bool:
    """Is the white at a gutter wider than in the columns, whose words may stand so far apart that lines fall apart?"""
    if _is_flush(rows, gutter):
        return True
    parts = [line.text for row in rows if len(row) > 1 for line in row]
    if sum(" " not in text for text in parts) <= len(parts) * LONE_WORDS:
        return True
    across, inside = list[float](), list[float]()
    for before, after in (pair for row in rows for pair in pairwise(row)):
        (across if before.box.x0 < gutter <= after.box.x0 else inside).append(after.box.x0 - before.box.x1)
    return not inside or not across or median(across) > WIDER_THAN_WORDS * median(inside)


def _is_flush(rows: list[Row], gutter: float) -> bool:
    """Do all lines begin at one place behind a gutter, as words that stand far apart in every line never do?

    Of few lines it is sure where those before the gutter end at one place, too.
    """
    starts = [min(line.box.x0 for line in right) for row in rows if (right := [x for x in row if x.box.x0 >= gutter])]
    if len(starts) < SHORT_COLUMN or max(starts) - min(starts) >= FLUSH:
        return False
    ends = sorted(max(line.box.x1 for line in left) for row in rows if (left := [x for x in row if x.box.x0 < gutter]))
    justified = len(ends) >= MIN_COLUMN_LINES and ends[-1] - ends[-SHORT_COLUMN] < FLUSH
    return len(starts) >= FLUSH_LINES or justified


def _tail(rows: list[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    """Cut off what stands below both columns, apart from the left one."""
    bottom = max(line.box.bottom for row in rows for line in row if line.box.x0 >= gutter)
    for index in range(1, len(rows)):
        box, above = rows[index][0].box, rows[index - 1][0].box
        if box.top > bottom and box.top - above.bottom > 1.5 * (box.bottom - box.top):
            return rows[:index], rows[index:]
    return rows, []
