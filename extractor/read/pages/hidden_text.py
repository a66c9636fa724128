"""Text that a page holds and does not show: invisible, as pale as the paper, cut off, covered, in a layer that is off.

PDFium reads such text like any other. What tells it is the sheet: where the text is said to stand there is no ink. The
sheet is drawn only if something on the page could hide text, for drawing takes a sixth of a letter's whole time.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.core.model import Aside, Box, Line
from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.settings import (
    BAND,
    CONTRAST,
    DARK,
    EDGE,
    LEAST_HEIGHT,
    MARGIN,
    MAX_PIXELS,
    MAX_UNDER,
    MIN_BLANK,
    TALLER,
    WIDER_THAN_STEM,
)
from extractor.read.pages.suspicion import Suspicion
from extractor.read.pages.text import UNKNOWN, printed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOT = "█"  # stands in a line for what is under a cover

_BLOCKS = re.compile("[■█▉▊▋▌▇▆▅▄◼⬛](?: ?[■█▉▊▋▌▇▆▅▄◼⬛])+")  # glyphs that may be set over others
_Look = tuple[bool, int]  # whether it is black, and how grey


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a page's lines is to be seen; `aside` is what is not.

    `covered` is under dark boxes and goes nowhere; `whited` is the part of `aside` that something pale lies over.
    """

    lines: list[Line]
    aside: tuple[Aside, ...] = ()
    covered: tuple[str, ...] = ()
    whited: tuple[str, ...] = ()


def in_sight(handle: pdfium.PdfPage, textpage: raw.FPDF_TEXTPAGE, lines: Sequence[Line], frame: Frame) -> Sight:
    """Take off what nobody sees on the sheet: whole lines, and the parts of lines that something lies over."""
    off = [_aside(line, line.text) for line in lines if _is_off(line, frame)]
    lines = [line for line in lines if not _is_off(line, frame)] if off else list(lines)
    suspicion = Suspicion(frame.width * frame.height)
    if not suspicion.about(handle.raw) and not any(_BLOCKS.search(line.text) for line in lines):
        return Sight(list(lines), tuple(off))
    sheet, glyphs = _Sheet(handle, frame), _Glyphs(textpage, frame)
    covers = [frame.rect(*cover) for cover in suspicion.covers]
    seen: list[Line] = []
    covered: list[str] = []
    whited: list[str] = []

    def take_off(line: Line, text: str, place: Rect, dark: bool) -> None:
        if dark:
            covered.append(text)
            return
        off.append(_aside(line, text))
        if any(_holds_middle(cover, place) for cover in covers):
            whited.append(text)

    for line in lines:
        box = line.box
        if not sheet.shows(box):
            take_off(line, line.text, Rect(box.x0, box.top, box.x1, box.bottom), sheet.is_dark(box))
            continue
        text = line.text
        for run, dark in sheet.blanks(box):
            hidden = _under(textpage, frame, run)
            if letters([hidden]) and hidden in text and glyphs.stand_in(run, box):
                take_off(line, hidden, run, dark)
                text = _blotted(text, hidden, (run.x0 - box.x0) / max(1.0, box.x1 - box.x0))
        if text is line.text or letters([text]):
            seen.append(line if text is line.text else replace(line, text=text))
    return Sight(seen, tuple(off), tuple(covered), tuple(whited))


def _holds_middle(cover: Rect, place: Rect) -> bool:
    x, y = (place.x0 + place.x1) / 2, (place.top + place.bottom) / 2
    return cover.x0 <= x <= cover.x1 and cover.top <= y <= cover.bottom


def _aside(line: Line, text: str) -> Aside:
    return Aside(line.page, line.box, text, "hidden")


def _under(textpage: raw.FPDF_TEXTPAGE, frame: Frame, run: Rect) -> str:
    """The text that stands in a part of the sheet."""
    left, bottom, right, top = frame.back(run)
    buffer = (ctypes.c_ushort * MAX_UNDER)()
    count = raw.FPDFText_GetBoundedText(textpage, left, top, right, bottom, buffer, MAX_UNDER)
    text = bytes(buffer)[: 2 * max(0, min(count, MAX_UNDER))].decode("utf-16-le", "replace").rstrip("\0")
    return _BLOCKS.sub("", printed(text)).strip()


def _blotted(text: str, hidden: str, share: float) -> str:
    """The text with a mark in place of the hidden part; of several places the one nearest to where it stands."""
    starts = [match.start() for match in re.finditer(re.escape(hidden), text)]
    start = min(starts, key=lambda at: abs(at - share * len(text)))
    return f"{text[:start]}{BLOT}{text[start + len(hidden) :]}"


class _Glyphs:
    """Where the letters of a page stand: those of a watermark behind a line are none of its own."""

    def __init__(self, textpage: raw.FPDF_TEXTPAGE, frame: Frame) -> None:
        self._textpage, self._frame = textpage, frame

    @cached_property
    def _places(self) -> list[tuple[float, float, float]]:
        """The middle of each letter, from top and left, and its height; from top to bottom."""
        found = []
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(raw.FPDFText_CountChars(self._textpage)):
            printed_one = chr(raw.FPDFText_GetUnicode(self._textpage, index))
            if not letters([printed_one]) or not raw.FPDFText_GetCharBox(
                self._textpage, index, left, right, bottom, top
            ):
                continue
            rect = self._frame.rect(left.value, bottom.value, right.value, top.value)
            found.append(((rect.top + rect.bottom) / 2, (rect.x0 + rect.x1) / 2, rect.bottom - rect.top))
        return sorted(found)

    def stand_in(self, run: Rect, line: Box) -> bool:
        """Does a letter as high as a line stand in a part of it?"""
        highest = TALLER * (line.bottom - line.top)
        first, last = bisect_left(self._places, (line.top,)), bisect_right(self._places, (line.bottom, inf))
        level = self._places[first:last]
        return any(run.x0 - MARGIN <= x <= run.x1 + MARGIN and tall <= highest for _, x, tall in level)


class _Sheet:
    """The page as it is drawn, in grey."""

    def __init__(self, handle: pdfium.PdfPage, frame: Frame) -> None:
        import numpy as np

        self._scale = min(1.0, (MAX_PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)
        turned = (frame.turns - raw.FPDFPage_GetRotation(handle.raw)) % 4 * 90
        sheet = handle.render(scale=self._scale, grayscale=True, rotation=turned)
        rows = np.frombuffer(sheet.buffer, dtype=np.uint8).reshape(sheet.height, sheet.stride)
        self._grey = rows[:, : sheet.width].copy()

    def _rows(self, box: Box) -> NDArray[np.uint8]:
        x0, top, x1, bottom = (max(0, int(edge * self._scale)) for edge in (box.x0, box.top, box.x1, box.bottom))
        return self._grey[top : bottom + 1, x0 : x1 + 1]

    def shows(self, box: Box) -> bool:
        """Is there more than one colour?"""
        ink = self._rows(box)
        return ink.size > 0 and int(ink.max()) - int(ink.min()) >= CONTRAST

    def is_dark(self, box: Box) -> bool:
        ink = self._rows(box)
        return ink.size > 0 and int(ink.max()) < DARK

    def blanks(self, box: Box) -> Iterator[tuple[Rect, bool]]:
        """The parts of a line, wider than a letter, that are of one colour from top to bottom; True if it is dark.

        What is black where letters have their bodies is dark too, whatever stands out above and below.
        """
        rows = self._rows(box)
        rows = rows[EDGE:-EDGE] if len(rows) > 3 * EDGE else rows
        looks = _looks(rows) if rows.size else []
        height, start = box.bottom - box.top, 0
        for at in range(len(looks) + 1):
            look, before = (looks[at] if at < len(looks) else None), (looks[at - 1] if at > start else None)
            if at == start or _goes_on(before, look):
                start += look is None
                continue
            dark = before is not None and before[0]
            if (at - start) / self._scale >= (max(MIN_BLANK, WIDER_THAN_STEM * height) if dark else MIN_BLANK):
                left, right = int(box.x0) + start / self._scale + MARGIN, int(box.x0) + at / self._scale - MARGIN
                yield Rect(left, box.top + height / 3, right, box.bottom - height / 3), dark
            start = at if look is not None else at + 1


def _looks(rows: NDArray[np.uint8]) -> list[_Look | None]:
    """The looks of the columns of pixels that are of one colour, or black in their band; None for others."""
    band = rows[int(BAND[0] * len(rows)) : max(1, int(BAND[1] * len(rows) + 1))]
    dark, plain = band.max(axis=0) < DARK, rows.max(axis=0) - rows.min(axis=0) < CONTRAST
    told = zip(dark.tolist(), (dark | plain).tolist(), rows[0].tolist(), strict=True)
    return [(is_dark, grey) if tells else None for is_dark, tells, grey in told]


def _goes_on(before: _Look | None, look: _Look | None) -> bool:
    """Are two columns beside each other alike? All that is black is."""
    if before is None or look is None or before[0] != look[0]:
        return False
    return before[0] or abs(before[1] - look[1]) < CONTRAST


def letters(texts: Iterable[str]) -> int:
    """Count the letters and digits of some texts, unknown ones too."""
    return sum(char.isalnum() or char == UNKNOWN for text in texts for char in text)


def _is_off(line: Line, frame: Frame) -> bool:
    """Does a line stand beside the sheet, or is it too small to be seen?"""
    box = line.box
    beside = box.x1 < 0 or box.bottom < 0 or box.x0 > frame.width or box.top > frame.height
    return beside or box.bottom - box.top < LEAST_HEIGHT
