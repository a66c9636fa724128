"""Rulings and text lines to tables: the cells' geometry is pdfplumber's, the edges and the text are PDFium's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from types import ModuleType
from typing import NamedTuple

from extractor.core.model import Box, Cell, Line, Table
from extractor.read.settings import MAX_CROSSINGS, MAX_EDGES, MIN_GUTTER, MIN_OPEN, MIN_PARTED, MIN_RULES, SNAP, WHITE

CellBox = tuple[float, float, float, float]
CellLines = dict[CellBox, list[Line]]
Rule = tuple[float, float, float]  # height, left and right end of a horizontal ruling


class Edge(NamedTuple):
    """A straight ruling; `x0 == x1` or `top == bottom`. Points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


def take_ruled_tables(lines: list[Line], edges: list[Edge], page: int) -> tuple[list[Line], list[Table]]:
    """Return the lines outside tables, and the tables (two columns at least) that rulings enclose or part into rows."""
    rest, tables = lines, []
    for cells in _cell_groups(edges):
        if len({cell[0] for cell in cells}) < 2:
            continue
        by_cell = _by_cell(cells, rest)
        inside = {id(line) for lines in by_cell.values() for line in lines}
        if len(inside) < 2:
            continue
        rest = [line for line in rest if id(line) not in inside]
        tables.append(_table(_with_rows_parted(by_cell), page))
    level = _rules(edge for edge in edges if edge.top == edge.bottom)
    for rules in _stacks(level):
        by_cell = _ruled_rows(rules, rest, level)
        if by_cell:
            inside = {id(line) for lines in by_cell.values() for line in lines}
            rest = [line for line in rest if id(line) not in inside]
            tables.append(_table(_with_rows_parted(by_cell), page))
    return rest, sorted(tables, key=lambda table: table.box.top)


def table_geometry() -> ModuleType:
    """pdfplumber's functions on lines and cells. They are costly to import, and few letters need them."""
    from pdfplumber import table

    return table


def _cell_groups(edges: list[Edge]) -> list[list[CellBox]]:
    """The cells that the edges enclose, a list for each table."""
    vertical = sum(edge.x0 == edge.x1 for edge in edges)
    if vertical < 2 or (vertical == len(edges) and vertical < MIN_OPEN):
        return []
    edges = [*edges, *_closing(edges)]
    if len(edges) - vertical < 2:
        return []
    geometry = table_geometry()
    merged = geometry.merge_edges([_plumbed(edge) for edge in edges], SNAP, SNAP, SNAP, SNAP)
    if len(merged) > MAX_EDGES:
        return []
    crossings = geometry.edges_to_intersections(merged, SNAP, SNAP)
    if len(crossings) > MAX_CROSSINGS:
        return []
    groups: list[list[CellBox]] = geometry.cells_to_tables(geometry.intersections_to_cells(crossings))
    return groups


def _closing(edges: list[Edge]) -> Iterator[Edge]:
    """Horizontal edges where several vertical ones end together: a row that the page's end splits is left open."""
    uprights = [edge for edge in edges if edge.x0 == edge.x1]
    for end in ("top", "bottom"):
        heights = sorted((getattr(edge, end), edge.x0) for edge in uprights)
        begin = 0
        while begin < len(heights):
            stop = bisect_right(heights, (heights[begin][0] + SNAP, inf))
            level = heights[begin:stop]
            begin = stop
            if len(level) > 1:
                y, left, right = level[0][0], min(x for _, x in level), max(x for _, x in level)
                yield Edge(left, y, right, y)


def _plumbed(edge: Edge) -> dict[str, object]:
    return {
        "x0": edge.x0,
        "x1": edge.x1,
        "top": edge.top,
        "bottom": edge.bottom,
        "width": edge.x1 - edge.x0,
        "height": edge.bottom - edge.top,
        "orientation": "v" if edge.x0 == edge.x1 else "h",
        "object_type": "line",
    }


def _holds(cell: CellBox, box: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def _by_cell(cells: list[CellBox], lines: Sequence[Line]) -> CellLines:
    """Each cell's lines; a line belongs to the cell that its middle lies in."""
    found: CellLines = {cell: [] for cell in cells}
    box = _around(Box(*cell) for cell in cells)
    for line in lines:
        if _holds((box.x0, box.top, box.x1, box.bottom), line.box):
            cell = next((cell for cell in cells if _holds(cell, line.box)), None)
            if cell:
                found[cell].append(line)
    return found


def _with_rows_parted(by_cell: CellLines) -> CellLines:
    """Cells with the rows between which no ruling is drawn told apart, where a white band crosses all columns."""
    parted: CellLines = {}
    for top in {cell[1] for cell in by_cell}:
        row = {cell: lines for cell, lines in by_cell.items() if cell[1] == top}
        parted.update(_parted(row) or row)
    return parted


def _parted(row: CellLines) -> CellLines | None:
    """The rows printed in one row of cells, if each of them has all of its columns, three at least.

    The first may be the rest of a row that the page before began; what the first column says may hold for several.
    """
    filled = sorted(cell for cell, lines in row.items() if lines)
    if len(filled) < MIN_PARTED or len({cell[3] for cell in row}) > 1 or any(len(row[one]) < 2 for one in filled[1:]):
        return None
    bands = _bands(line for cell in filled for line in row[cell])
    told = filled[len(filled) > MIN_PARTED :]  # all, but for "Enero" beside three rows
    whole = [all(_within(row[cell], band) for cell in told) for band in bands]
    first = next(line for cell in filled for line in _within(row[cell], bands[0]))
    if len(bands) < 2 or not all(whole[1:]) or not (whole[0] or first.text[:1].islower()):
        return None
    if any(_goes_on([row[cell] for cell in told], band) for band in bands[1:]):
        return None
    ends = [top for top, _ in bands[1:]] + [max(cell[3] for cell in row)]
    starts = [min(cell[1] for cell in row), *ends[:-1]]
    return {
        (cell[0], start, cell[2], end): _within(row[cell], band)
        for cell in row
        for start, end, band in zip(starts, ends, bands, strict=True)
    }


def _goes_on(cells: Sequence[list[Line]], band: tuple[float, float]) -> bool:
    """Do most cells go on within a band with what they say above it?"""
    begins = [_within(lines, band)[0].text[:1] for lines in cells]
    return 2 * sum(map(str.islower, begins)) > len(begins)


def _bands(lines: Iterable[Line]) -> list[tuple[float, float]]:
    """Top and bottom of the stretches of print that white bands part."""
    bands: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        top, bottom = line.box.top, line.box.bottom
        if bands and top - bands[-1][1] < WHITE * (bottom - top):
            bands[-1] = bands[-1][0], max(bands[-1][1], bottom)
        else:
            bands.append((top, bottom))
    return bands


def _within(lines: list[Line], band: tuple[float, float]) -> list[Line]:
    return [line for line in lines if band[0] <= line.box.top <= band[1]]


# --- horizontal rulings alone ----------------------------------------------------------------------------------------


def _stacks(level: list[Rule]) -> list[list[Rule]]:
    """Horizontal rulings of one width above each other, as many as make a table; each stack from top to bottom."""
    stacks: list[list[Rule]] = []
    near: dict[tuple[int, int], list[list[Rule]]] = {}  # by the ends of their first rulings, in steps
    for rule in level:
        left, right = int(rule[1] // SNAP), int(rule[2] // SNAP)
        around = (near.get((left + a, right + b), ()) for a in (-1, 0, 1) for b in (-1, 0, 1))
        alike = (stack for some in around for stack in some if _are_as_wide(stack[0], rule))
        if stack := next(alike, None):
            stack.append(rule)
        else:
            stacks.append([rule])
            near.setdefault((left, right), []).append(stacks[-1])
    return [stack for stack in stacks if MIN_RULES <= len(stack) <= MAX_EDGES]


def _are_as_wide(one: Rule, other: Rule) -> bool:
    return abs(one[1] - other[1]) <= SNAP and abs(one[2] - other[2]) <= SNAP


def _rules(edges: Iterable[Edge]) -> list[Rule]:
    """Whole rulings of the pieces drawn for each cell."""
    rules: list[Rule] = []
    for edge in sorted(edges, key=lambda edge: (round(edge.top / SNAP), edge.x0)):
        if rules and abs(rules[-1][0] - edge.top) <= SNAP and edge.x0 - rules[-1][2] <= SNAP:
            rules[-1] = rules[-1][0], rules[-1][1], max(rules[-1][2], edge.x1)
        else:
            rules.append((edge.top, edge.x0, edge.x1))
    return rules


def _ruled_rows(rules: list[Rule], lines: list[Line], level: list[Rule]) -> CellLines:
    """Cells between rulings, in columns that white gutters part; none where that is no table.

    A shorter one of `level` between two of them parts the columns above it: those before hold for all its rows.
    """
    _, left, right = rules[0]
    wide = [line for line in lines if left - SNAP <= line.box.x0 and line.box.x1 <= right + SNAP]
    columns = _columns([line for row in _between(rules, wide) if len(row) > 1 for line in row], left, right)
    heights = [*_beside(rules[0][0], wide, columns, -1), *(rule[0] for rule in rules)]
    heights += _beside(rules[-1][0], wide, columns, 1)
    rules = [(height, left, right) for height in heights]
    rows = _between(rules, wide)
    filled = [row for row in rows if row]
    if len(columns) < 2 or len(filled) < MIN_RULES - 1 or 2 * sum(len(row) > 1 for row in filled) <= len(filled):
        return {}
    cells: CellLines = {}
    for row, (top, bottom) in zip(rows, pairwise(heights), strict=True):
        inner = [rule for rule in level if top + SNAP < rule[0] < bottom - SNAP and abs(rule[2] - right) <= SNAP]
        for x0, x1 in columns if len(row) > 1 else [(left, right)]:
            column = [line for line in row if x0 <= (line.box.x0 + line.box.x1) / 2 < x1]
            cuts = sorted(rule[0] for rule in inner if rule[1] < (x0 + x1) / 2)
            for above, below in pairwise([top, *cuts, bottom]):
                cells[x0, above, x1, below] = [
                    line for line in column if above <= (line.box.top + line.box.bottom) / 2 < below
                ]
    return cells


def _between(rules: list[Rule], lines: list[Line]) -> list[list[Line]]:
    """The lines between each ruling and the next."""
    heights = [rule[0] for rule in rules]
    return [
        [line for line in lines if above <= (line.box.top + line.box.bottom) / 2 < below]
        for above, below in pairwise(heights)
    ]


def _beside(height: float, lines: list[Line], columns: list[tuple[float, float]], side: int) -> list[float]:
    """Where the row ends that no outer ruling closes, above (-1) or below (1) this one: its print is all in columns."""
    outside = [line for line in lines if side * (line.box.top + line.box.bottom - 2 * height) > 0]
    bands = _bands(outside)
    if not bands:
        return []
    top, bottom = bands[0] if side > 0 else bands[-1]
    row = _within(outside, (top, bottom))
    used = {column for column in columns for line in row if column[0] <= line.box.x0 and line.box.x1 <= column[1]}
    in_columns = sum(column[0] <= line.box.x0 and line.box.x1 <= column[1] for column in columns for line in row)
    near = (top - height if side > 0 else height - bottom) < row[0].box.bottom - row[0].box.top
    told = len(used) > 1 or (side < 0 and row[0].text[:1].islower())  # or the end of the row that the page before began
    return [bottom if side > 0 else top] if near and told and in_columns == len(row) else []


def _columns(lines: Iterable[Line], left: float, right: float) -> list[tuple[float, float]]:
    """Left and right end of the columns between the gutters that no line crosses."""
    prints: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda line: line.box.x0):
        if prints and line.box.x0 - prints[-1][1] < MIN_GUTTER:
            prints[-1] = prints[-1][0], max(prints[-1][1], line.box.x1)
        else:
            prints.append((line.box.x0, line.box.x1))
    gutters = [(before[1] + after[0]) / 2 for before, after in pairwise(prints)]
    return list(pairwise([left, *gutters, right]))


def _table(by_cell: CellLines, page: int) -> Table:
    lefts = {left: column for column, left in enumerate(sorted({cell[0] for cell in by_cell}))}
    rows: dict[float, list[Cell]] = {}
    for cell in sorted(by_cell, key=lambda cell: (cell[1], cell[0])):
        text = "\n".join(line.text for line in in_reading_order(by_cell[cell]))
        rows.setdefault(cell[1], []).append(Cell(lefts[cell[0]], Box(*cell), text))
    return Table(page, _around(Box(*cell) for cell in by_cell), tuple(map(tuple, rows.values())))


def _around(boxes: Iterable[Box]) -> Box:
    x0, top, x1, bottom = zip(*((box.x0, box.top, box.x1, box.bottom) for box in boxes), strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def in_reading_order(lines: Iterable[Line]) -> list[Line]:
    """Lines from top to bottom; those on one height from left to right."""
    return [line for row in rows_of(lines) for line in row]


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines grouped by the height they are printed on, top to bottom, each group left to right."""
    rows: list[list[Line]] = []
    middle = 0.0
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom, line.box.x0)):
        box = line.box
        centre = (box.top + box.bottom) / 2
        if rows and centre - middle < 0.4 * (box.bottom - box.top):
            rows[-1].append(line)
        else:
            rows.append([line])
            middle = centre
    return [sorted(row, key=lambda line: line.box.x0) if len(row) > 1 else row for row in rows]
