"""Tables without rulings, known by their headers: what stands under what, up to the text below them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from itertools import pairwise

from extractor.core.model import Line
from extractor.read.layout.grids import Cells, Column, Grid, header_columns, with_activity
from extractor.read.layout.settings import FAR_BELOW, WIDER
from extractor.read.layout.vocabulary import LayoutVocabulary, column_role
from rules.words import fold


def take_unruled_grid(
    rows: list[list[Line]], vocabulary: LayoutVocabulary
) -> tuple[list[list[Line]], Grid | None, list[list[Line]]]:
    """Cut the first unruled table, known by its headers, out of printed rows: what is before, the table, the rest."""
    for index, row in enumerate(rows):
        if len(row) < 2:
            continue
        columns = header_columns({number: [line] for number, line in enumerate(row)}, vocabulary, at_least=2)
        if columns:
            columns, bands, first = _whole_header(rows, index, columns, vocabulary)
            grid, end = _unruled(rows[first:], bands, columns, rows[first - 1], vocabulary)
            if grid:
                grid.head = [line for header in rows[index:first] for line in header]
                return rows[:index], grid, rows[first + end :]
    return rows, None, []


def continued_grid(
    before: Grid, rows: list[list[Line]], vocabulary: LayoutVocabulary
) -> tuple[Grid | None, list[list[Line]]]:
    """An unruled table that goes on at the top of a page without its headers, and the rows after it."""
    if not before.bands or not rows or not (len(rows[0]) > 1 or rows[0][0].text[:1].islower()):
        return None, rows
    if header_columns({number: [line] for number, line in enumerate(rows[0])}, vocabulary, at_least=2):
        return None, rows  # its headers are printed again
    grid, end = _unruled(rows, [[*band] for band in before.bands], before.columns, rows[0], vocabulary)
    if grid is None or not any(len(row) > 1 for row in rows[:end]):
        return None, rows
    grid.has_header = False
    return grid, rows[end:]


def _whole_header(
    rows: list[list[Line]], index: int, columns: dict[int, Column], vocabulary: LayoutVocabulary
) -> tuple[dict[int, Column], list[list[float]], int]:
    """The columns, their bands and the position after the header: if it is bold, its cells may take several lines.

    Several headers in one line under one are those of its parts.
    """
    cells = [[line] for line in rows[index]]
    parts: list[list[list[Line]]] = [[] for _ in cells]
    after = index + 1
    while all(line.bold for row in rows[index : after + 1] for line in row) and after < len(rows):
        below = [_nearest(line, cells) for line in rows[after]]
        for line, column in zip(rows[after], below, strict=True):
            if below.count(column) > 1:
                parts[column].append([line])
            elif parts[column]:
                parts[column][_nearest(line, parts[column])].append(line)
            else:
                cells[column].append(line)
        after += 1
    found = []
    for column, (cell, own) in enumerate(zip(cells, parts, strict=True)):
        columns[column].header = " ".join(line.text for line in cell)
        found += (
            [(columns[column], cell[:1])]
            if not own
            else [(_part(columns[column], part, vocabulary), part) for part in own]
        )
    bands = [[min(line.box.x0 for line in part), max(line.box.x1 for line in part)] for _, part in found]
    return {number: column for number, (column, _) in enumerate(found)}, bands, after


def _nearest(line: Line, cells: list[list[Line]]) -> int:
    return min(range(len(cells)), key=lambda number: abs(cells[number][0].box.x0 - line.box.x0))


def _part(whole: Column, lines: list[Line], vocabulary: LayoutVocabulary) -> Column:
    name = " ".join(line.text for line in lines)
    return Column(column_role(name, vocabulary) or whole.role, name)


def _unruled(
    rows: list[list[Line]],
    bands: list[list[float]],
    columns: dict[int, Column],
    above: list[Line],
    vocabulary: LayoutVocabulary,
) -> tuple[Grid | None, int]:
    """Put printed rows into columns, up to the row that does not fit; the table, if there is one, and its end."""
    placed: list[Cells] = []
    bottom = max(line.box.bottom for line in above)
    for row in rows:
        cells = _cells(row, bands)
        far = row[0].box.top - bottom > FAR_BELOW * (row[0].box.bottom - row[0].box.top)
        if cells is None or (far and len(row) < 2) or not _fits(cells, columns) or _closes(row, vocabulary):
            break
        bottom = max(line.box.bottom for line in row)
        placed.append(cells)
    placed = placed[: _end(placed)]
    if not placed:
        return None, 0
    body = _table_rows(placed, columns)
    return Grid(with_activity(columns, body), body, True, bands), len(placed)


def _closes(row: list[Line], vocabulary: LayoutVocabulary) -> bool:
    """Does the letter's farewell begin here?"""
    return len(row) == 1 and row[0].text[:1].isupper() and vocabulary.closings.match(fold(row[0].text)) > 0


def _end(placed: list[Cells]) -> int:
    """Where the table ends: what stands alone below the last whole row, and far from it, is text again."""
    last = max((index for index, cells in enumerate(placed) if len(cells) > 1), default=-1)
    for index in range(last + 1, len(placed)):
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
    rows = _centred(placed, columns)
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
    ends = [(lines[index - 1].box.bottom + lines[index].box.top) / 2 for index in firsts[1:]]
    rows: list[Cells] = [{} for _ in firsts]
    for cells in placed:
        for column, found in cells.items():
            for line in found:
                row = rows[bisect(ends, (line.box.top + line.box.bottom) / 2)]
                row.setdefault(column, []).append(line)
    number = next((column for column in columns if columns[column].role == "number"), None)
    whole = all(len(row) > 1 and (number is None or len(row.get(number, ())) == 1) for row in rows)
    return rows if whole else []


def _numbered(placed: list[Cells], columns: dict[int, Column]) -> set[int]:
    number = next((column for column in columns if columns[column].role == "number"), None)
    starts = {index for index, cells in enumerate(placed) if number in cells}
    goes_on = next(iter(_all(placed[0]))).text[:1].islower()  # the row that the page before began
    if not starts or not (0 in starts or goes_on):
        return set()
    sums = {index for index in _gapped(placed) if index > max(starts) and len(placed[index]) > 1}
    return starts | sums  # they have no number


def _gapped(placed: list[Cells]) -> set[int]:
    tops = [min(line.box.top for line in _all(cells)) for cells in placed]
    gaps = [after - before for before, after in pairwise(tops)]
    least = min(gaps, default=0.0)
    return {index + 1 for index, gap in enumerate(gaps) if gap > WIDER * least}


def _leading(placed: list[Cells]) -> set[int]:
    return {index for index, cells in enumerate(placed) if len(cells) > 1}


def _all(cells: Cells) -> Iterable[Line]:
    return (line for lines in cells.values() for line in lines)
