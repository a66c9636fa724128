"""Rulings and text lines to tables: the cells' geometry is pdfplumber's, the edges and the text are PDFium's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.model import Box, Cell, Line, Table

MAX_EDGES = 600  # of a page after merging; finding crossings takes the product of both directions
MIN_OPEN = 3  # vertical edges without any horizontal one that still make a table
MAX_CROSSINGS = 2_500  # of a page; finding cells takes their square
SNAP = 3.0  # points between edges that are drawn as one

CellBox = tuple[float, float, float, float]


class Edge(NamedTuple):
    """A straight ruling; `x0 == x1` or `top == bottom`. Points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


def take_ruled_tables(lines: list[Line], edges: list[Edge], page: int) -> tuple[list[Line], list[Table]]:
    """Return the lines outside tables, and the tables (two columns at least) that rulings enclose."""
    rest, tables = lines, []
    for cells in _cell_groups(edges):
        if len({cell[0] for cell in cells}) < 2:
            continue
        by_cell = _by_cell(cells, rest)
        inside = {id(line) for lines in by_cell.values() for line in lines}
        if len(inside) < 2:
            continue
        rest = [line for line in rest if id(line) not in inside]
        tables.append(_table(by_cell, page))
    return rest, tables


def _cell_groups(edges: list[Edge]) -> list[list[CellBox]]:
    """The cells that the edges enclose, a list for each table."""
    vertical = sum(edge.x0 == edge.x1 for edge in edges)
    if vertical < 2 or (vertical == len(edges) and vertical < MIN_OPEN):
        return []
    edges = [*edges, *_closing(edges)]
    if len(edges) - vertical < 2:
        return []
    from pdfplumber import table as geometry  # costly to import, and needed for few letters

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
        while heights:
            level = [(y, x) for y, x in heights if y - heights[0][0] <= SNAP]
            heights = heights[len(level) :]
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


def _by_cell(cells: list[CellBox], lines: Sequence[Line]) -> dict[CellBox, list[Line]]:
    """Each cell's lines; a line belongs to the cell that its middle lies in."""
    found: dict[CellBox, list[Line]] = {cell: [] for cell in cells}
    box = _around(Box(*cell) for cell in cells)
    for line in lines:
        if _holds((box.x0, box.top, box.x1, box.bottom), line.box):
            cell = next((cell for cell in cells if _holds(cell, line.box)), None)
            if cell:
                found[cell].append(line)
    return found


def _table(by_cell: dict[CellBox, list[Line]], page: int) -> Table:
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
    return [sorted(row, key=lambda line: line.box.x0) for row in rows]
