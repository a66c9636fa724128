"""Tables as rows of cells under headers: ruled ones as read from the page, unruled ones from what stands under what."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.layout.markers import read_marker
from extractor.layout.vocabulary import Vocabulary, column_role
from extractor.model import Box, Line, Table

MAX_HEADER = 45  # characters: a longer cell is no header
WIDE_CELL = 25  # characters on the average: the column that says what was done
WIDER = 1.25  # times the least distance of two lines: a wider one parts rows
FAR_BELOW = 2.2  # heights of a line: the table has ended

Cells = dict[int, list[Line]]  # column -> printed lines


@dataclass(slots=True)
class Column:
    role: str = "other"
    header: str = ""


@dataclass(slots=True)
class Grid:
    """A table's body rows; `has_header` is false where it goes on from the page before or has none."""

    columns: dict[int, Column]
    rows: list[Cells]
    has_header: bool
    bands: list[list[float]] = field(default_factory=list)  # left and right edge of each column; unruled tables only


def ruled_grid(table: Table, vocabulary: Vocabulary) -> Grid:
    rows = list(_rows(table))
    for index, row in enumerate(rows[:3]):
        columns = _header(row, vocabulary)
        if columns:
            after = rows[index + 1 :]
            if after and _is_below(row, after[0]):
                _name_parts(columns, after.pop(0), vocabulary)
            rest = [*rows[:index], *after]
            return Grid(_with_activity(columns, rest), rest, True)
    return Grid(shaped_columns(rows), rows, False)


def _rows(table: Table) -> Iterator[Cells]:
    """The rows with something in them; a cell merged over several is one list in all of them."""
    reaching: dict[int, tuple[float, list[Line]]] = {}  # column -> where its last cell ends, and what stands in it
    for row in table.rows:
        middle = min((cell.box.top + cell.box.bottom) / 2 for cell in row)
        merged = {column: lines for column, (bottom, lines) in reaching.items() if bottom > middle and lines}
        own = {
            cell.column: [Line(table.page, cell.box, text) for text in cell.text.split("\n") if text] for cell in row
        }
        reaching |= {cell.column: (cell.box.bottom, own[cell.column]) for cell in row}
        if any(own.values()):
            yield {column: lines for column, lines in sorted((merged | own).items()) if lines}


def _is_below(header: Cells, row: Cells) -> bool:
    """Is this row a second one of headers: each of its own cells stands under a wider one of the first?"""
    own = [lines[0] for column, lines in row.items() if lines is not header.get(column)]
    wide = [lines[0].box for lines in header.values()]
    return bool(own) and all(
        len(line.text) <= MAX_HEADER
        and not any(char.isdigit() for char in line.text)
        and any(
            box.x0 - 1 < line.box.x0 and line.box.x1 < box.x1 + 1 and _width(line.box) < 0.9 * _width(box)
            for box in wide
        )
        for line in own
    )


def _width(box: Box) -> float:
    return box.x1 - box.x0


def _name_parts(columns: dict[int, Column], parts: Cells, vocabulary: Vocabulary) -> None:
    """Give each column of a parted header its own name and role; what its own name does not tell, the whole's does."""
    whole = Column()
    for column in range(max([*columns, *parts]) + 1):
        whole = columns.get(column, whole)
        if column in parts and " ".join(line.text for line in parts[column]) != whole.header:
            name = " ".join(line.text for line in parts[column])
            columns[column] = Column(column_role(name, vocabulary) or whole.role, name)


def _header(row: Cells, vocabulary: Vocabulary, at_least: int = 1) -> dict[int, Column] | None:
    """Columns by their headers, if this row holds headers."""
    texts = {column: " ".join(line.text for line in lines) for column, lines in row.items()}
    if len(texts) < 2 or any(len(text) > MAX_HEADER for text in texts.values()):
        return None
    roles = {column: column_role(text, vocabulary) for column, text in texts.items()}
    if len({role for role in roles.values() if role}) < at_least or any(read_marker(f"{t} x") for t in texts.values()):
        return None
    if sum(role is not None for role in roles.values()) * 2 < len(roles):
        return None
    columns = {column: Column(role or "other", texts[column]) for column, role in roles.items()}
    _only_one(columns, "activity")
    return columns


def _with_activity(columns: dict[int, Column], rows: Sequence[Cells]) -> dict[int, Column]:
    """The columns; where no header names the activity, the column whose shape shows it, if no other role is known."""
    if not any(column.role == "activity" for column in columns.values()):
        for number, column in shaped_columns(rows).items():
            if column.role == "activity" and number in columns and columns[number].role == "other":
                columns[number].role = "activity"
    return columns


def _only_one(columns: dict[int, Column], role: str) -> None:
    for column in [column for column in sorted(columns) if columns[column].role == role][1:]:
        columns[column].role = "other"


def shaped_columns(rows: Sequence[Cells]) -> dict[int, Column]:
    """Columns known by their shape alone: figures are numbers, the one with far the longest texts is the activity."""
    lengths: dict[int, list[str]] = {}
    for row in rows:
        for column, lines in row.items():
            lengths.setdefault(column, []).append(" ".join(line.text for line in lines))
    columns = {column: Column() for column in lengths}
    means = {column: sum(map(len, texts)) / len(texts) for column, texts in lengths.items()}
    for column, texts in lengths.items():
        if all(text.strip(".)-°º ").isdigit() and len(text) < 5 for text in texts):
            columns[column].role = "number"
    ranked = sorted(means, key=lambda column: means[column], reverse=True)
    if ranked and means[ranked[0]] >= WIDE_CELL and all(means[ranked[0]] > 2 * means[other] for other in ranked[1:]):
        columns[ranked[0]].role = "activity"
    return columns


# --- unruled ---------------------------------------------------------------------------------------------------------


def take_unruled_grid(
    rows: list[list[Line]], vocabulary: Vocabulary
) -> tuple[list[list[Line]], Grid | None, list[list[Line]]]:
    """Cut the first unruled table, known by its headers, out of printed rows: what is before, the table, the rest."""
    for index, row in enumerate(rows):
        if len(row) < 2:
            continue
        columns = _header({number: [line] for number, line in enumerate(row)}, vocabulary, at_least=2)
        if columns:
            first = _wrapped_header(rows, index, columns)
            bands = [[line.box.x0, line.box.x1] for line in row]
            grid, end = _unruled(rows[first:], bands, columns, rows[first - 1])
            if grid:
                return rows[:index], grid, rows[first + end :]
    return rows, None, []


def continued_grid(
    before: Grid, rows: list[list[Line]], vocabulary: Vocabulary
) -> tuple[Grid | None, list[list[Line]]]:
    """An unruled table that goes on at the top of a page without its headers, and the rows after it."""
    if not before.bands or not rows or len(rows[0]) < 2:
        return None, rows
    if _header({number: [line] for number, line in enumerate(rows[0])}, vocabulary, at_least=2):
        return None, rows  # its headers are printed again
    grid, end = _unruled(rows, [[*band] for band in before.bands], before.columns, rows[0])
    if grid:
        grid.has_header = False
    return grid, rows[end:]


def _wrapped_header(rows: list[list[Line]], index: int, columns: dict[int, Column]) -> int:
    """Position after the header, whose cells may take several lines if they are bold; the headers are completed."""
    starts = [line.box.x0 for line in rows[index]]
    after = index + 1
    while all(line.bold for row in rows[index : after + 1] for line in row) and after < len(rows):
        for line in rows[after]:
            column = min(range(len(starts)), key=lambda number: abs(starts[number] - line.box.x0))
            columns[column].header += f" {line.text}"
        after += 1
    return after


def _unruled(
    rows: list[list[Line]], bands: list[list[float]], columns: dict[int, Column], above: list[Line]
) -> tuple[Grid | None, int]:
    """Put printed rows into columns, up to the row that does not fit; the table, if there is one, and its end."""
    placed: list[Cells] = []
    bottom = max(line.box.bottom for line in above)
    for row in rows:
        cells = _cells(row, bands)
        far = row[0].box.top - bottom > FAR_BELOW * (row[0].box.bottom - row[0].box.top)
        if cells is None or (far and len(row) < 2) or not _fits(cells, columns):
            break
        bottom = max(line.box.bottom for line in row)
        placed.append(cells)
    placed = placed[: _end(placed)]
    if not placed:
        return None, 0
    body = _table_rows(placed, columns)
    return Grid(_with_activity(columns, body), body, True, bands), len(placed)


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
    return starts if 0 in starts else set()


def _gapped(placed: list[Cells]) -> set[int]:
    tops = [min(line.box.top for line in _all(cells)) for cells in placed]
    gaps = [after - before for before, after in pairwise(tops)]
    least = min(gaps, default=0.0)
    return {index + 1 for index, gap in enumerate(gaps) if gap > WIDER * least}


def _leading(placed: list[Cells]) -> set[int]:
    return {index for index, cells in enumerate(placed) if len(cells) > 1}


def _all(cells: Cells) -> Iterable[Line]:
    return (line for lines in cells.values() for line in lines)
