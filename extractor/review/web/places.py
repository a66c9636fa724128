"""From a stretch of a letter's text to boxes on its pages, and from a rectangle on a page back to the text. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from extractor.core.model import Box, Span
from extractor.review.asking import word_spans


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box on a page."""

    page: int
    box: Box


def boxes(spans: Sequence[Span], start: int, end: int) -> tuple[PlacedBox, ...]:
    """Return where `text[start:end]` stands, a box for each printed line; part of a line by its share of letters."""
    return tuple(PlacedBox(span.page, _part(span, start, end)) for span in _touched(spans, start, end))


def _touched(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    for span in spans[bisect_right(spans, start, key=attrgetter("end")) :]:
        if span.start >= end:
            return
        yield span


def _part(span: Span, start: int, end: int) -> Box:
    box, length = span.box, max(span.end - span.start, 1)
    width = box.x1 - box.x0
    first, last = max(start, span.start) - span.start, min(end, span.end) - span.start
    return Box(box.x0 + width * first / length, box.top, box.x0 + width * last / length, box.bottom)


def joined(placed: Sequence[PlacedBox]) -> tuple[PlacedBox, ...]:
    """Return one box a page around all of its boxes."""
    around: dict[int, Box] = {}
    for one in placed:
        box = around.get(one.page, one.box)
        around[one.page] = Box(
            min(box.x0, one.box.x0), min(box.top, one.box.top), max(box.x1, one.box.x1), max(box.bottom, one.box.bottom)
        )
    return tuple(PlacedBox(page, box) for page, box in around.items())


def stretch(text: str, spans: Sequence[Span], page: int, area: Box) -> tuple[int, int] | None:
    """Return start and end of the words whose middle lies in this area of the page; None if there are none."""
    found: list[tuple[int, int]] = []
    for span in spans:
        box = span.box
        if span.page != page or box.bottom < area.top or box.top > area.bottom or box.x1 < area.x0 or box.x0 > area.x1:
            continue
        words = ((span.start + start, span.start + end) for start, end in word_spans(text[span.start : span.end]))
        found += [word for word in words if _inside(_part(span, *word), area)]
    return (min(start for start, _ in found), max(end for _, end in found)) if found else None


def _inside(box: Box, area: Box) -> bool:
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return area.x0 <= across <= area.x1 and area.top <= down <= area.bottom


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch widened to whole words, without blanks around it."""
    start, end = max(min(start, end), 0), min(max(start, end), len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
