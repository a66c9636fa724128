"""Text without lines of its own (a form's answer, a note) set into the place it has on the page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from extractor.core.model import Box, Line
from extractor.read.pages.annotation_layer import Laid
from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.settings import LEADING, LEAST_SIZE, USUAL_SIZE, WIDTH
from extractor.read.pages.text import printed

_LINE_END = re.compile(r"[\r\n\u2028\u2029]+")

Row = tuple[str, bool]  # text, and whether its paragraph goes on


def set_lines(laid: Laid, frame: Frame, number: int) -> Iterator[Line]:
    """Yield the lines of a text as if all of it were shown in its place, which they do not leave."""
    place = frame.rect(*laid.area)
    size = laid.size or USUAL_SIZE
    rows, fitting = _rows(laid.text, place, size)
    if rows:
        height = place.bottom - place.top
        leading = min(LEADING * fitting, height / len(rows))
        top = place.top if height > 2 * LEADING * size else place.top + (height - leading) / 2
        for index, (text, goes_on) in enumerate(rows):
            right = place.x1 if goes_on else min(place.x1, place.x0 + len(text) * WIDTH * fitting)
            above = top + index * leading
            yield Line(number, Box(place.x0, above, right, above + leading), text, round(size, 1))


def _rows(text: str, place: Rect, size: float) -> tuple[list[Row], float]:
    """The text in the largest size in which it fits; in a place for one line it is one line, however long."""
    paragraphs = [paragraph for part in _LINE_END.split(text) if (paragraph := printed(part))]
    height = place.bottom - place.top
    if height <= 2 * LEADING * size:
        return ([(" ".join(paragraphs), False)] if paragraphs else []), size
    while True:
        letters = max(8, int((place.x1 - place.x0) / (WIDTH * size)))
        rows = [row for paragraph in paragraphs for row in _wrapped(paragraph, letters)]
        if size <= LEAST_SIZE or len(rows) * LEADING * size <= height:
            return rows, size
        size *= 0.9


def _wrapped(paragraph: str, letters: int) -> Iterator[Row]:
    *rows, last = textwrap.wrap(paragraph, letters, break_long_words=False, break_on_hyphens=False)
    yield from ((row, True) for row in rows)
    yield last, False
