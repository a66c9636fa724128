"""Rows of tables to statements: one for each, for each item of the list in its cell, or what its answer was asked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from extractor.core.model import Block, Field, Kind
from extractor.read.layout.markers import read_marker
from extractor.read.results import RESULT, is_answer
from extractor.read.settings import MIN_CANDIDATE, NAME_WORDS
from rules.models import Pack

ASKING = ("asked", "other")  # roles of the cells that may ask

Piece = tuple[int, int, Kind]


def is_bare(text: str, row: Block) -> bool:
    """Is a row without activity where its table has such a column, and holds next to nothing but its number?"""
    if any(field.role == "activity" for field in row.fields):
        return False
    letters = sum(char.isalpha() for field in row.fields for char in text[field.start : field.end])
    return letters < MIN_CANDIDATE


def heading_rows(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """Where rows begin that head a table whose headings nobody knows: words alone, above figures in every row."""
    found = set[int]()
    for heads, group in groupby(blocks, key=lambda block: bool(block.fields) and not _is_headed(block)):
        rows = list(group) if heads else []
        if len(rows) > 2 and _are_names(text, rows[0]) and all(_holds_figure(text, row) for row in rows[1:]):
            found.add(rows[0].start)
    return frozenset(found)


def _is_headed(row: Block) -> bool:
    return any(field.header or field.role != "other" for field in row.fields)


def _are_names(text: str, row: Block) -> bool:
    cells = [text[field.start : field.end].strip() for field in row.fields]
    short = all(cell[:1].isupper() and len(cell.split()) <= NAME_WORDS and not cell.endswith(".") for cell in cells)
    return len(cells) > 1 and short and not any(char.isdigit() for cell in cells for char in cell)


def _holds_figure(text: str, row: Block) -> bool:
    return any(text[field.start : field.end].strip().isdigit() for field in row.fields)


def answers(text: str, row: Block) -> bool:
    """Does a row answer a question that stands in another of its cells?"""
    others = [field for field in row.fields if field.role != "activity"]
    return any(field.role == "asked" or "?" in text[field.start : field.end] for field in others)


def row_pieces(text: str, block: Block, starts: Sequence[int], pack: Pack) -> list[Piece]:
    """Return the one statement of a table row: its activity, or the whole row where no cell says enough of that.

    An activity cell that holds a list is a statement for each item; `starts` are where the printed lines begin.
    """
    for field in _with_asking(text, block, pack).fields:
        if field.role == "activity" and field.start < block.start:
            return [(block.start, block.end, Kind.OTHER)]  # more of the row above, with which its activity is merged
        is_figure = not any(map(str.isalpha, text[field.start : field.end]))  # of which its row tells no more
        if field.role == "activity" and (is_figure or not _is_short(text, field)):
            return _listed(text, field, starts) or [(field.start, field.end, Kind.ACTION)]
    return [(block.start, block.end, Kind.ACTION)]


def _with_asking(text: str, row: Block, pack: Pack) -> Block:
    """A row whose told cell is too short for a statement, and only answers ("Sí"), tells what it was asked."""
    told = next((field for field in row.fields if field.role == "activity" and field.start >= row.start), None)
    if told is None or not _is_short(text, told) or not is_answer(text[told.start : told.end], pack):
        return row
    asking = [field for field in row.fields if field.role in ASKING and field.start >= row.start]
    longest = max(asking, key=lambda field: field.end - field.start, default=told)
    if _is_short(text, longest):
        return row
    roles = {id(told): RESULT, id(longest): "activity"}
    return replace(row, fields=tuple(replace(field, role=roles.get(id(field), field.role)) for field in row.fields))


def _is_short(text: str, field: Field) -> bool:
    return sum(map(str.isalnum, text[field.start : field.end])) < MIN_CANDIDATE


def _listed(text: str, cell: Field, starts: Sequence[int]) -> list[Piece]:
    """The items of a list that fills a cell, without their markers; none if it is no list."""
    lines = starts[bisect_left(starts, cell.start) : bisect_left(starts, cell.end)]
    marked = [(start, marker) for start in lines if (marker := read_marker(text[start : cell.end]))]
    if len(marked) < 2 or marked[0][0] != cell.start or len({marker.style for _, marker in marked}) > 1:
        return []
    ends = [*(start for start, _ in marked[1:]), cell.end]
    return [
        (start + marker.end, start + len(text[start:end].rstrip()), Kind.ACTION)
        for (start, marker), end in zip(marked, ends, strict=True)
    ]
