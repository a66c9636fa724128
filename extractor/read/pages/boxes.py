"""Boxes of text that stand beside a page's text: they would be read across, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from extractor.core.model import Box, Cell, Line, Table
from extractor.read.pages.settings import BESIDE_LETTERS, BOX_EDGE, MAX_BOX_EDGES
from extractor.read.tables import Edge


def take_boxes(
    lines: Sequence[Line], boxes: Sequence[Box], edges: Sequence[Edge], number: int
) -> tuple[list[Line], list[Table]]:
    """Return the lines without those in boxes beside prose, and each such box as a table of one cell.

    The cells of a table are boxes too, but touch each other.
    """
    tables: list[Table] = []
    left = list(lines)
    if len(edges) > MAX_BOX_EDGES:
        return left, tables
    for box in boxes:
        inside = [line for line in left if _holds(box, line.box)]
        if inside and _is_beside_prose(box, left) and not _is_touched(box, edges):
            inside.sort(key=lambda line: (line.box.top, line.box.x0))
            tables.append(Table(number, box, ((Cell(0, box, "\n".join(line.text for line in inside)),),)))
            taken = {id(line) for line in inside}
            left = [line for line in left if id(line) not in taken]
    return left, tables


def _holds(box: Box, line: Box) -> bool:
    middle = (line.top + line.bottom) / 2
    return box.top < middle < box.bottom and box.x0 - BOX_EDGE <= line.x0 and line.x1 <= box.x1 + BOX_EDGE


def _is_beside_prose(box: Box, lines: Sequence[Line]) -> bool:
    """Do lines that go on with one another stand beside a box, none of them in it?"""
    beside = [
        line for line in lines if line.box.top < box.bottom and box.top < line.box.bottom and not _holds(box, line.box)
    ]
    if len(beside) < 2 or not all(line.box.x1 <= box.x0 or line.box.x0 >= box.x1 for line in beside):
        return False
    goes_on = any(line.text[:1].islower() for line in beside)
    return goes_on and fmean(len(line.text) for line in beside) >= BESIDE_LETTERS


def _is_touched(box: Box, edges: Sequence[Edge]) -> bool:
    """Does another edge lie in a box, or at it?"""
    return any(
        not _is_own(box, edge)
        and edge.x0 < box.x1 + BOX_EDGE
        and box.x0 - BOX_EDGE < edge.x1
        and edge.top < box.bottom + BOX_EDGE
        and box.top - BOX_EDGE < edge.bottom
        for edge in edges
    )


def _is_own(box: Box, edge: Edge) -> bool:
    """Does an edge lie along a side of a box, or of one drawn for its ground or shadow?"""
    sides = (abs(edge.x0 - x) + abs(edge.x1 - x) < BOX_EDGE for x in (box.x0, box.x1))
    levels = (abs(edge.top - y) + abs(edge.bottom - y) < BOX_EDGE for y in (box.top, box.bottom))
    is_within = box.x0 - BOX_EDGE < edge.x0 and edge.x1 < box.x1 + BOX_EDGE
    is_level = box.top - BOX_EDGE < edge.top and edge.bottom < box.bottom + BOX_EDGE
    return (any(sides) or any(levels)) and is_within and is_level


__all__ = ["take_boxes"]
