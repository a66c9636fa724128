"""Headers of tables without rulings: in one line or several, at the top of their cells or at half their height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.core.model import Line
from extractor.read.layout.grids import Column, header_columns
from extractor.read.layout.settings import ALIGNED, CLOSE, HEADER_LINES, MAX_HEADER, PAIR, PAIRS, SURELY
from extractor.read.layout.vocabulary import LayoutVocabulary, column_role

Header = tuple[dict[int, Column], list[list[float]], int]  # the columns, their bands, the position after


def header_at(rows: list[list[Line]], index: int, vocabulary: LayoutVocabulary) -> Header | None:
    """Return the header that begins in a row, if one does: of known names, or of bold ones side by side."""
    if all(len(row) < 2 for row in rows[index : index + HEADER_LINES]):
        return None
    row, bold = rows[index], _bold_until(rows, index)
    for stop in (bold, _close_until(rows, index)):
        cells = _overlapping(line for one in rows[index:stop] for line in one)
        if len(cells) > len(row):  # they stand at half the height of the tallest
            columns = _named(cells, vocabulary, bold == stop)
            if columns:
                return columns, [_band(cell) for cell in cells], stop
    columns = _named([[line] for line in row], vocabulary, bold > index) if len(row) > 1 else None
    if columns is None and len(row) == PAIR and bold == index + 1 and _heads_pairs(rows[index : bold + PAIRS]):
        columns = header_columns({number: [line] for number, line in enumerate(row)}, vocabulary, at_least=1)
    return _whole_header(rows, index, columns, vocabulary) if columns else None


def _heads_pairs(rows: Sequence[list[Line]]) -> bool:
    """Do pairs of lines follow a row, set below its own two and not so bold: "Dato | Detalle"?"""
    head, *pairs = rows
    return len(pairs) == PAIRS and all(
        len(pair) == PAIR
        and not any(line.bold for line in pair)
        and all(abs(line.box.x0 - above.box.x0) < ALIGNED for line, above in zip(pair, head, strict=True))
        for pair in pairs
    )


def _named(cells: list[list[Line]], vocabulary: LayoutVocabulary, bold: bool) -> dict[int, Column] | None:
    """The columns by their headers; what is set bold over three columns or more needs no known name."""
    texts = dict(enumerate(cells))
    if any(char.isdigit() for cell in cells[1:] for line in cell[1:] for char in line.text):
        return None  # a row of the table
    known = header_columns(texts, vocabulary, at_least=2)
    if known or not bold or len(cells) < SURELY:
        return known
    names = [" ".join(line.text for line in cell) for cell in cells]
    if any(len(name) > MAX_HEADER or any(map(str.isdigit, name)) for name in names):
        return None
    return {number: Column(column_role(name, vocabulary) or "other", name) for number, name in enumerate(names)}


def _bold_until(rows: list[list[Line]], index: int) -> int:
    """The position after the bold rows that follow each other closely."""
    stop = index
    while stop < len(rows) and all(line.bold for line in rows[stop]) and (stop == index or _is_close(rows, stop)):
        stop += 1
    return stop


def _close_until(rows: list[list[Line]], index: int) -> int:
    """The position after the few rows that follow each other closely, as the lines of one header do."""
    stop = index + 1
    while stop < min(len(rows), index + HEADER_LINES) and _is_close(rows, stop):
        stop += 1
    return stop


def _is_close(rows: list[list[Line]], index: int) -> bool:
    above, box = max(line.box.bottom for line in rows[index - 1]), rows[index][0].box
    return box.top - above < CLOSE * (box.bottom - box.top)


def _overlapping(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand above each other as one cell; cells from left to right."""
    cells: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.x0):
        if cells and line.box.x0 < max(one.box.x1 for one in cells[-1]):
            cells[-1].append(line)
        else:
            cells.append([line])
    return [sorted(cell, key=lambda line: line.box.top) for cell in cells]


def _band(lines: Sequence[Line]) -> list[float]:
    return [min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)]


def _whole_header(
    rows: list[list[Line]], index: int, columns: dict[int, Column], vocabulary: LayoutVocabulary
) -> Header:
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
    bands = [_band(part) for _, part in found]
    return {number: column for number, (column, _) in enumerate(found)}, bands, after


def _nearest(line: Line, cells: list[list[Line]]) -> int:
    return min(range(len(cells)), key=lambda number: abs(cells[number][0].box.x0 - line.box.x0))


def _part(whole: Column, lines: list[Line], vocabulary: LayoutVocabulary) -> Column:
    name = " ".join(line.text for line in lines)
    return Column(column_role(name, vocabulary) or whole.role, name)
