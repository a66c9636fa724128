"""Gutters that are narrower than a wide gap: white that runs down the page between two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.read.pages.frame import Rect
from extractor.read.pages.settings import CROSSED, MIDDLE, MIN_LINES, MOST, NARROW_GAP


def gutters(lines: Sequence[Sequence[Rect]], width: float) -> Iterator[Rect]:
    """Yield the page's gutters, if it has any: upright white that PDFium's lines, given by their parts, run across."""
    low, high = MIDDLE[0] * width, MIDDLE[1] * width
    gaps: dict[int, list[Rect]] = {}  # by each whole point within
    for parts in lines:
        for before, after in pairwise(parts):
            wide, height = after.x0 - before.x1, max(before.bottom - before.top, after.bottom - after.top, 4.0)
            is_beside = after.top < before.bottom and before.top < after.bottom
            if wide > NARROW_GAP * height and is_beside and before.x1 < high and after.x0 > low:
                gap = Rect(before.x1, before.top, after.x0, before.bottom)
                for place in range(int(max(before.x1, low)) + 1, int(min(after.x0, high)) + 1):
                    gaps.setdefault(place, []).append(gap)
    for _ in range(MOST):
        place = max(gaps, key=lambda place: len(gaps[place]), default=0)
        if len(gaps.get(place, ())) < MIN_LINES:
            return
        top, bottom = min(gap.top for gap in gaps[place]), max(gap.bottom for gap in gaps[place])
        if _crossing(lines, place, top, bottom) <= CROSSED * len(gaps[place]):
            yield Rect(place, top, place, bottom)
        taken = {id(gap) for gap in gaps[place]}
        gaps = {at: [gap for gap in found if id(gap) not in taken] for at, found in gaps.items()}


def _crossing(lines: Sequence[Sequence[Rect]], place: int, top: float, bottom: float) -> int:
    """Count what runs over a place between two heights."""
    return sum(
        part.x0 < place < part.x1 and top < (part.top + part.bottom) / 2 < bottom for parts in lines for part in parts
    )
