"""A page's coordinates as its reader sees them."""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.read.pages.settings import ANGLE_SAMPLE

QUARTER = math.pi / 2


class Rect(NamedTuple):
    """Like `Box`, but cheap: some hundreds are made for a page."""

    x0: float
    top: float
    x1: float
    bottom: float


def turns_of(textpage: raw.FPDF_TEXTPAGE, handle: pdfium.PdfPage) -> int:
    """Quarter turns to the right after which the page's text stands upright; the page's own where it has no text."""
    count = raw.FPDFText_CountChars(textpage) if textpage else 0
    if count <= 0:
        return int(raw.FPDFPage_GetRotation(handle.raw)) % 4
    sample = range(0, count, max(1, count // ANGLE_SAMPLE))
    angles: Counter[int] = Counter(round(raw.FPDFText_GetCharAngle(textpage, index) / QUARTER) % 4 for index in sample)
    return -angles.most_common(1)[0][0] % 4


class Frame:
    """The page's own coordinates turned into those of its reader: points from the top left corner."""

    def __init__(self, handle: pdfium.PdfPage, turns: int) -> None:
        self.turns = turns
        left, bottom, right, top = handle.get_bbox()
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self.turns % 2 else (wide, high)

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        if self.turns == 0:
            return Rect(left - self._left, self._top - top, right - self._left, self._top - bottom)
        if self.turns == 1:
            return Rect(bottom - self._bottom, left - self._left, top - self._bottom, right - self._left)
        if self.turns == 2:
            return Rect(self._right - right, bottom - self._bottom, self._right - left, top - self._bottom)
        return Rect(self._top - top, self._right - right, self._top - bottom, self._right - left)

    def back(self, box: Rect) -> tuple[float, float, float, float]:
        """A reader's rectangle in the page's own coordinates: left, bottom, right, top."""
        x0, top, x1, bottom = box
        if self.turns == 0:
            return self._left + x0, self._top - bottom, self._left + x1, self._top - top
        if self.turns == 1:
            return self._left + top, self._bottom + x0, self._left + bottom, self._bottom + x1
        if self.turns == 2:
            return self._right - x1, self._bottom + top, self._right - x0, self._bottom + bottom
        return self._right - bottom, self._top - x1, self._right - top, self._top - x0
