"""Tables without rulings, known by their headers: what stands under what, up to the text below them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractor.core.model import Line
from extractor.read.layout.grids import Cells, Column, Grid, with_activity
from extractor.read.layout.headers import header_at
from extractor.read.layout.kinds import is_title
from extractor.read.layout.leading import line_height
from extractor.read.layout.settings import AHEAD, FAR_BELOW, HALF, MAX_HEADER, SHORT_CELL, WIDER
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold


def take_unruled_grid(
    rows: list[list[Line]], vocabulary: LayoutVocabulary
) -> tuple[list[list[Line]], Grid | None, list[list[Line]]]:
    """Cut the first unruled table, known by its headers, out of printed rows: what is before, the table, the rest."""
    for index in range(len(rows)):
        header = header_at(rows, index, vocabulary)
        if header:
            columns, bands, first = header
            grid, end = _unruled(rows[first:], bands, columns, rows[first - 1], vocabulary)
            if grid and _is_told(grid) and (_is_known(columns) or not _runs_on(grid.rows)):
                grid.head = [line for header_row in rows[index:first] for line in header_row]
                return rows[:index], grid, rows[first + end :]
    return rows, None, []


def _is_known(columns: dict[int, Column]) -> bool:
    return any(column.role != "other" for column in columns.values())


def _runs_on(rows: Sequence[Cells]) -> bool:
    """Do rows go on with those above them in most columns? Then they are columns of prose, each with its title."""
    columns: dict[int, list[str]] = {}
    for row in rows:
        for column, lines in row.items():
            columns.setdefault(column, []).append(lines[0].text)
    going_on = sum(2 * sum(text[:1].islower() for text in texts) >= len(texts) for texts in columns.values())
    return len(rows) > 1 and 2 * going_on > len(columns)


def _is_told(grid: Grid) -> bool:
    """Has a table a known column, or two whole rows at least, as those of names and offices side by side have not?"""
    whole = sum(len(row) == len(grid.columns) for row in grid.rows)
    return whole > 1 or any(column.role != "other" for column in grid.columns.values())


def continued_grid(
    before: Grid, rows: list[list[Line]], vocabulary: LayoutVocabulary
) -> tuple[Grid | None, list[list[Line]]]:
    """A table that goes on at the top of a page without its headers and without rulings, and the rows after it."""
    if not before.bands or not rows or not (rows[0][0].text[:1].islower() or any(len(row) > 1 for row in rows[:AHEAD])):
        return None, rows
    if header_at(rows, 0, vocabulary):
        return None, rows  # its headers are printed again
    grid, end = _unruled(rows, [[*band] for band in before.bands], before.columns, rows[0], vocabulary)
    enough = max(2, len(before.columns) - 1)  # more cells than names and offices side by side have
    if grid is None or not any(len(row) >= enough for row in grid.rows):
        return None, rows
    grid.has_header = False
    return grid, rows[end:]


def _unruled(
    rows: list[list[Line]],
    bands: list[list[float]],
    columns: dict[int, Column],
    above: list[Line],
    vocabulary: LayoutVocabulary,
) -> tuple[Grid | None, int]:
    """Put printed rows into columns, up to the row that does not fit; the table, if there is one, and its end."""
    placed: list[Cells] = []
    titles: dict[int, list[Line]] = {}  # sub-headings across columns, by the row they stand before
    bottom = max(line.box.bottom for line in above)
    ends: list[int] = []  # of the rows that were placed
    for index, row in enumerate(rows):
        if placed and len(row) > 1 and all(line.bold for line in row) and header_at(rows, index, vocabulary):
            break  # the next table
        box = row[0].box
        far = box.top - bottom > FAR_BELOW * (box.bottom - box.top)
        if not far and _heads_rows(row, rows[index + 1 : index + 1 + AHEAD], bands, columns):
            titles[len(placed)] = row
            bottom = box.bottom
            continue
        cells = _cells(row, bands)
        if cells is None or (far and len(row) < 2) or not _fits(cells, columns) or _closes(row, vocabulary):
            break
        bottom = max(line.box.bottom for line in row)
        placed.append(cells)
        ends.append(index + 1)
    kept = _end(placed)
    if not kept:
        return None, 0
    starts = [0, *sorted(at for at in titles if 0 < at < kept), kept]
    body: list[Cells] = []
    for first, last in pairwise(starts):
        body += [{0: titles[first]}] if first in titles else []
        body += _table_rows(placed[first:last], columns)
    return Grid(with_activity(columns, body), body, True, bands), ends[kept - 1]


def _heads_rows(
    row: list[Line], after: Sequence[list[Line]], bands: list[list[float]], columns: dict[int, Column]
) -> bool:
    """Is a printed row a sub-heading of the table: short, across columns from its left on, above a row in them?"""
    text = row[0].text
    crossed = sum(min(row[0].box.x1, band[1]) - max(row[0].box.x0, band[0]) > 1 for band in bands)
    alone = is_title(text) and not any(
        line.text.isupper() for one in after for line in one if not len(line.text) < SHORT_CELL
    )
    if len(row) > 1 or (crossed < 2 and not alone) or len(text) > MAX_HEADER or text.endswith((".", ":", ";")):
        return False
    whole = next((number for number, one in enumerate(after) if len(one) > 1), None)
    if whole is None or row[0].box.x0 > bands[0][1]:
        return False
    below = [_cells(one, [[*band] for band in bands]) for one in after[: whole + 1]]
    return all(cells is not None and _fits(cells, columns) for cells in below)


def _closes(row: list[Line], vocabulary: LayoutVocabulary) -> bool:
    """Does the letter's farewell begin here?"""
    return len(row) == 1 and row[0].text[:1].isupper() and vocabulary.closings.match(fold(row[0].text)) > 0


def _end(placed: list[Cells]) -> int:
    """Where the table ends: what stands alone below the last whole row, and far from it, is text again."""
    last = max((index for index, cells in enumerate(placed) if len(cells) > 1), default=-1)
    for index in range(last + 1, len(placed)):
        if index and _top(placed[index]) < max(line.box.bottom for line in _all(placed[index - 1])):
            continue  # at half the height of what stands beside it
        for column in placed[index]:
            tops = [line.box.top for cells in placed[: index + 1] for line in cells.get(column, ())]
            gaps = [after - before for before, after in pairwise(tops)]
            if len(gaps) > 1 and gaps[-1] > WIDER * min(gaps):
                return index
    return len(placed)


def _cells(row: list[Line], bands: list[list[float]]) -> Cells | None:
    cells: Cells = {}
    for line in row:
        shares = [min(line.box.x1, band[1]) - max(line.box.x0, band[0]) for band in bands]
        if len(row) == 1 and sum(share > 1 for share in shares) > 1:
            return None
        column = max(range(len(bands)), key=lambda number: shares[number])
        cells.setdefault(column, []).append(line)
    for column, lines in cells.items():
        bands[column][0] = min(bands[column][0], *(line.box.x0 for line in lines))
        bands[column][1] = max(bands[column][1], *(line.box.x1 for line in lines))
    return cells


def _fits(cells: Cells, columns: dict[int, Column]) -> bool:
    numbers = [line.text for column, lines in cells.items() if columns[column].role == "number" for line in lines]
    return all(len(text) <= 6 and any(char.isdigit() for char in text) for text in numbers)


def _table_rows(placed: list[Cells], columns: dict[int, Column]) -> list[Cells]:
    """Printed rows to table rows: a number or a wider gap starts one."""
    rows = _centred(placed, columns) or _halved(placed, columns)
    if rows:
        return rows
    starts = _numbered(placed, columns) or _gapped(placed) or _leading(placed)
    for index, cells in enumerate(placed):
        if index in starts or not rows:
            rows.append({})
        for column, lines in cells.items():
            rows[-1].setdefault(column, []).extend(lines)
    return rows


def _centred(placed: list[Cells], columns: dict[int, Column]) -> list[Cells]:
    """The rows of a table whose cells stand at half the height of their rows; none where they begin side by side.

    The column with most lines tells the rows apart, by its wider gaps; then each row has its part of all others.
    """
    longest = max(columns, key=lambda column: sum(column in cells for cells in placed))
    lines = [line for cells in placed for line in cells.get(longest, ())]
    gaps = [after.box.top - before.box.top for before, after in pairwise(lines)]
    firsts = [0, *(index + 1 for index, gap in enumerate(gaps) if gap > WIDER * min(gaps))]
    alone = {id(lines[index]) for index in firsts}
    if len(firsts) < 2 or not any(
        len(cells) == 1 and id(cells[longest][0]) in alone for cells in placed if longest in cells
    ):
        return []
    rows = _cut(placed, lines, firsts)
    number = _number(columns)
    whole = all(len(row) > 1 and (number is None or len(row.get(number, ())) == 1) for row in rows)
    return rows if whole else []


def _cut(placed: list[Cells], lines: Sequence[Line], firsts: Sequence[int]) -> list[Cells]:
    """The rows that begin at the height of some of a column's lines, given by their positions, each with its cells."""
    ends = [(lines[index - 1].box.bottom + lines[index].box.top) / 2 for index in firsts[1:]]
    rows: list[Cells] = [{} for _ in firsts]
    for cells in placed:
        for column, found in cells.items():
            for line in found:
                rows[bisect(ends, _middle(line))].setdefault(column, []).append(line)
    return rows


def _halved(placed: list[Cells], columns: dict[int, Column]) -> list[Cells]:
    """The rows of a table, set closely, whose numbers stand at half the height of what they number, each of them.

    From the first line on, a row takes as many lines as have its number in their middle; all have to be taken.
    """
    number = _number(columns)
    longest = max(columns, key=lambda column: sum(column in cells for cells in placed))
    lines = [line for cells in placed for line in cells.get(longest, ())]
    marks = [line for cells in placed for line in cells.get(number, ())] if number is not None else []
    if not marks or len(lines) <= len(marks) or _middle(marks[0]) - _middle(lines[0]) < HALF * line_height(lines[0]):
        return []
    firsts, at = list[int](), 0
    for mark in marks:
        off = [abs((_middle(lines[at]) + _middle(line)) / 2 - _middle(mark)) for line in lines[at:]]
        if not off or min(off) > HALF * line_height(mark) or lines[at].text[:1].islower():
            return []
        firsts.append(at)
        at += off.index(min(off)) + 1
    return _cut(placed, lines, firsts) if at == len(lines) else []


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _number(columns: dict[int, Column]) -> int | None:
    return next((column for column in columns if columns[column].role == "number"), None)


def _numbered(placed: list[Cells], columns: dict[int, Column]) -> set[int]:
    number = _number(columns)
    starts = {index for index, cells in enumerate(placed) if number in cells}
    goes_on = next(iter(_all(placed[0]))).text[:1].islower()  # the row that the page before began
    if not starts or not (0 in starts or goes_on):
        return set()
    sums = {index for index in _gapped(placed) if index > max(starts) and len(placed[index]) > 1}
    return starts | sums  # they have no number


def _gapped(placed: list[Cells]) -> set[int]:
    tops = [_top(cells) for cells in placed]
    gaps = [after - before for before, after in pairwise(tops)]
    least = min(gaps, default=0.0)
    return {index + 1 for index, gap in enumerate(gaps) if gap > WIDER * least}


def _leading(placed: list[Cells]) -> set[int]:
    """Rows with several cells, but for those that go on with the row above in the column with most lines."""
    longest = max(
        (column for cells in placed for column in cells), key=lambda one: sum(one in cells for cells in placed)
    )
    firsts = [cells[longest][0].text[:1] if longest in cells else "" for cells in placed]
    capital = firsts[0].isupper()  # where rows begin with small letters, these tell nothing
    return {index for index, cells in enumerate(placed) if len(cells) > 1 and not (capital and firsts[index].islower())}


def _top(cells: Cells) -> float:
    return min(line.box.top for line in _all(cells))


def _all(cells: Cells) -> Iterable[Line]:
    return (line for lines in cells.values() for line in lines)
