"""Headings that stand beside their text, in a column of their own: each is read before its text, whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.core.model import Line
from extractor.read.layout.kinds import is_title
from extractor.read.layout.markers import read_marker
from extractor.read.layout.settings import ALIGNED

Row = Sequence[Line]

_GOES_ON = ",-("  # a line that ends so goes on


def _heading_beside(rows: Sequence[Row], at: int) -> tuple[list[Line], list[Row]]:
    """The lines of the heading that stands beside the text of the row at `at`, and the rows of text beside it.

    Both are empty where there is none. The heading may take several lines, more even than its text.
    """
    row = rows[at]
    if len(row) < 2 or not _may_head(row):
        return [], []
    head, texts = [row[0]], [row[1:]]
    end = at + 1
    while end < len(rows) and _goes_on(head, texts, rows[end], row):
        head.append(rows[end][0])
        texts += [rows[end][1:]] if len(rows[end]) > 1 else []
        end += 1
    is_beside = end < len(rows) and len(rows[end]) == 1 and _aligned(rows[end][0], row[1])
    is_bold = row[0].bold > row[1].bold
    if len(head) > 1 and (is_beside or is_bold or _heads_more(rows, at)):
        return head, texts
    is_heading = is_beside or (is_bold and len(row) == 2 and _heads_more(rows, at))
    return ([row[0]], [row[1:]]) if is_heading and _stands_out(row) else ([], [])


def _may_head(row: Row) -> bool:
    """May a row begin a heading and the text beside it, and not the number of an item and its text?"""
    is_marker = read_marker(f"{row[0].text} x") is not None
    return row[1].text[:1].isupper() and any(map(str.isalpha, row[0].text)) and not is_marker


def _stands_out(row: Row) -> bool:
    head, text = row[0], " ".join(line.text for line in row[1:])
    return (is_title(head.text) and not is_title(text)) or row[0].bold > row[1].bold


def _goes_on(head: Sequence[Line], texts: Sequence[Row], row: Row, first: Row) -> bool:
    """Does a row hold another line of a heading: beside text that runs on, or below the end of a text that was shorter?

    A new heading stands beside a new text.
    """
    line = row[0]
    if not _aligned(line, first[0]) or line.bold != first[0].bold or line.size != first[0].size:
        return False
    if len(row) > 1:
        ended = texts[-1][-1].text.rstrip()[-1:] in ".;:"
        return _aligned(row[1], first[1]) and (not ended or not row[1].text[:1].isupper())
    goes_on = line.text[:1].islower() or head[-1].text.rstrip()[-1:] in _GOES_ON
    return goes_on and line.bold > first[1].bold and line.box.x1 < first[1].box.x0


def _heads_more(rows: Sequence[Row], at: int) -> bool:
    """Do headings stand at the same place beside the same column of text above or below? Fields with a colon do not."""
    row = rows[at]
    return any(
        len(other) == 2
        and [line.bold for line in other] == [line.bold for line in row]
        and _aligned(other[0], row[0])
        and _aligned(other[1], row[1])
        and other[1].text[:1].isupper()
        for other in (*rows[:at], *rows[at + 1 :])
    ) and not row[0].text.rstrip().endswith(":")


def _aligned(line: Line, other: Line) -> bool:
    return abs(line.box.x0 - other.box.x0) < ALIGNED


def in_order(rows: Sequence[Row]) -> Iterator[tuple[list[Line], Row]]:
    """Each row of a column with the lines of the heading that is read before it; its own part of that is left out."""
    at = 0
    while at < len(rows):
        head, texts = _heading_beside(rows, at)
        if not head:
            yield [], rows[at]
            at += 1
            continue
        yield head, texts[0]
        yield from (([], text) for text in texts[1:])
        at += len(head)


__all__ = ["in_order"]
