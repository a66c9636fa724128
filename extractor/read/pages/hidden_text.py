"""Text that a page holds and does not show: invisible, as pale as the paper, cut off, covered, in a layer that is off.

PDFium reads such text like any other. What tells it is the sheet: where the text is said to stand there is no ink. The
sheet is drawn only if something on the page could hide text, for drawing takes a sixth of a letter's whole time.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.core.model import Aside, Box, Line
from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.settings import (
    CLIPS,
    CONTRAST,
    DARK,
    EDGE,
    FAINT,
    HIDDEN_TEXT_MAX_FORM_DEPTH,
    LEAST_COVER,
    LEAST_HEIGHT,
    LETTER,
    MARGIN,
    MAX_ITEMS,
    MAX_PIXELS,
    MAX_POINTS,
    MAX_UNDER,
    MIN_BLANK,
    PALE,
    PICTURE,
    STEP,
)
from extractor.read.pages.text import UNKNOWN, printed

BLOT = "█"  # stands in a line for what is under a cover

Spread = dict[int, list[tuple[float, float]]]

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_COVERS = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a page's lines is to be seen; `aside` is what is not; `covered` is under dark boxes and goes nowhere."""

    lines: list[Line]
    aside: tuple[Aside, ...] = ()
    covered: tuple[str, ...] = ()

    @property
    def unseen(self) -> tuple[str, ...]:
        return (*(aside.text for aside in self.aside), *self.covered)


def in_sight(handle: pdfium.PdfPage, textpage: raw.FPDF_TEXTPAGE, lines: Sequence[Line], frame: Frame) -> Sight:
    """Take off what nobody sees on the sheet: whole lines, and the parts of lines that something lies over."""
    off = [_aside(line, line.text) for line in lines if _is_off(line, frame)]
    lines = [line for line in lines if not _is_off(line, frame)] if off else list(lines)
    if not _Suspicion(frame.width * frame.height).about(handle.raw):
        return Sight(list(lines), tuple(off))
    sheet = _Sheet(handle, frame)
    seen: list[Line] = []
    covered: list[str] = []
    for line in lines:
        if not sheet.shows(line.box):
            if sheet.is_dark(line.box):
                covered.append(line.text)
            else:
                off.append(_aside(line, line.text))
            continue
        text = line.text
        for run, dark in sheet.blanks(line.box):
            hidden = _under(textpage, frame, run)
            if letters([hidden]) and hidden in text:
                if dark:
                    covered.append(hidden)
                else:
                    off.append(_aside(line, hidden))
                text = _blotted(text, hidden, (run.x0 - line.box.x0) / max(1.0, line.box.x1 - line.box.x0))
        if text is line.text or letters([text]):
            seen.append(line if text is line.text else replace(line, text=text))
    return Sight(seen, tuple(off), tuple(covered))


def _aside(line: Line, text: str) -> Aside:
    return Aside(line.page, line.box, text, "hidden")


def _under(textpage: raw.FPDF_TEXTPAGE, frame: Frame, run: Rect) -> str:
    """The text that stands in a part of the sheet."""
    left, bottom, right, top = frame.back(run)
    buffer = (ctypes.c_ushort * MAX_UNDER)()
    count = raw.FPDFText_GetBoundedText(textpage, left, top, right, bottom, buffer, MAX_UNDER)
    return printed(bytes(buffer)[: 2 * max(0, min(count, MAX_UNDER))].decode("utf-16-le", "replace").rstrip("\0"))


def _blotted(text: str, hidden: str, share: float) -> str:
    """The text with a mark in place of the hidden part; of several places the one nearest to where it stands."""
    starts = [match.start() for match in re.finditer(re.escape(hidden), text)]
    start = min(starts, key=lambda at: abs(at - share * len(text)))
    return f"{text[:start]}{BLOT}{text[start + len(hidden) :]}"


class _Sheet:
    """The page as it is drawn, in grey."""

    def __init__(self, handle: pdfium.PdfPage, frame: Frame) -> None:
        self._scale = min(1.0, (MAX_PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)
        turned = (frame.turns - raw.FPDFPage_GetRotation(handle.raw)) % 4 * 90
        sheet = handle.render(scale=self._scale, grayscale=True, rotation=turned)
        self._grey, self._stride, self._width, self._height = (
            bytes(sheet.buffer),
            sheet.stride,
            sheet.width,
            sheet.height,
        )

    def _rows(self, box: Box) -> list[bytes]:
        left, right = max(0, int(box.x0 * self._scale)), min(self._width, int(box.x1 * self._scale) + 1)
        rows = range(max(0, int(box.top * self._scale)), min(self._height, int(box.bottom * self._scale) + 1))
        return [self._grey[row * self._stride + left : row * self._stride + right] for row in rows]

    def shows(self, box: Box) -> bool:
        """Is there more than one colour?"""
        ink = b"".join(self._rows(box))
        return bool(ink) and max(ink) - min(ink) >= CONTRAST

    def is_dark(self, box: Box) -> bool:
        ink = b"".join(self._rows(box))
        return bool(ink) and max(ink) < DARK

    def blanks(self, box: Box) -> Iterator[tuple[Rect, bool]]:
        """The parts of a line, wider than a letter, that are of one colour from top to bottom; True if it is dark."""
        rows = self._rows(box)
        rows = rows[EDGE:-EDGE] if len(rows) > 3 * EDGE else rows
        columns = list(zip(*rows, strict=False)) if rows else []
        flat = [max(column) - min(column) < CONTRAST for column in columns]
        start = 0
        for at in range(len(columns) + 1):
            level = (
                at < len(columns) and flat[at] and (at == start or abs(columns[at][0] - columns[at - 1][0]) < CONTRAST)
            )
            if level:
                continue
            if (at - start) / self._scale >= MIN_BLANK:
                left, right = int(box.x0) + start / self._scale + MARGIN, int(box.x0) + at / self._scale - MARGIN
                third = (box.bottom - box.top) / 3
                yield Rect(left, box.top + third, right, box.bottom - third), columns[start][0] < DARK
            start = at if at < len(columns) and flat[at] else at + 1


def letters(texts: Iterable[str]) -> int:
    """Count the letters and digits of some texts, unknown ones too."""
    return sum(char.isalnum() or char == UNKNOWN for text in texts for char in text)


def _is_off(line: Line, frame: Frame) -> bool:
    """Does a line stand beside the sheet, or is it too small to be seen?"""
    box = line.box
    beside = box.x1 < 0 or box.bottom < 0 or box.x0 > frame.width or box.top > frame.height
    return beside or box.bottom - box.top < LEAST_HEIGHT


class _Suspicion:
    """Looks through what is drawn on a page, in the order of drawing, for anything that could hide text."""

    def __init__(self, sheet: float) -> None:
        self._sheet = sheet
        self._left = MAX_ITEMS
        self._clips = CLIPS
        self._has_invisible = self._has_picture = False
        self._four = [ctypes.c_uint() for _ in range(4)]
        self._colour = tuple(ctypes.byref(part) for part in self._four)
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._bounds_ref = tuple(ctypes.byref(part) for part in self._bounds)

    def about(self, page: raw.FPDF_PAGE) -> bool:
        items = _items(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        return self._hides(items, HIDDEN_TEXT_MAX_FORM_DEPTH) or (self._has_invisible and not self._has_picture)

    def _hides(self, items: Iterator[raw.FPDF_PAGEOBJECT], depth: int) -> bool:
        texts: list[raw.FPDF_PAGEOBJECT] = []
        centres: Spread = {}  # of the texts before a cover: height in steps -> from left to right
        for item in items:
            self._left -= 1
            kind = raw.FPDFPageObj_GetType(item)
            if self._left < 0:
                return False
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                if self._is_pale(item) or self._is_in_layer(item) or self._is_cut_off(item):
                    return True
                texts.append(item)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                inner = _items(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
                if depth and self._hides(inner, depth - 1):
                    return True
            elif kind in _COVERS and (rect := self._cover(item, kind)) and (texts or centres):
                self._note(texts, centres)
                if _is_any_inside(centres, rect):
                    return True
        return False

    def _is_pale(self, item: raw.FPDF_PAGEOBJECT) -> bool:
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        if mode in _INVISIBLE:
            self._has_invisible = True
        elif mode == raw.FPDF_TEXTRENDERMODE_FILL and raw.FPDFPageObj_GetFillColor(item, *self._colour):
            red, green, blue, opacity = (part.value for part in self._four)
            return opacity < FAINT or (red > PALE and green > PALE and blue > PALE)
        return False

    def _is_in_layer(self, item: raw.FPDF_PAGEOBJECT) -> bool:
        marks = raw.FPDFPageObj_CountMarks(item)
        return marks > 0 and any(_name(raw.FPDFPageObj_GetMark(item, index)) == "OC" for index in range(marks))

    def _is_cut_off(self, item: raw.FPDF_PAGEOBJECT) -> bool:
        """Does no part of a text lie within what it is clipped to?"""
        clip = raw.FPDFPageObj_GetClipPath(item)
        count = raw.FPDFClipPath_CountPaths(clip)
        if count <= 0 or self._clips <= 0:
            return False
        self._clips -= 1
        text = self._rect(item)
        return text is not None and any(_are_apart(text, _clip_rect(clip, index)) for index in range(count))

    def _cover(self, item: raw.FPDF_PAGEOBJECT, kind: int) -> Rect | None:
        """The place of what could cover text, None if it covers nothing."""
        if kind == raw.FPDF_PAGEOBJ_PATH and not self._is_filled(item):
            return None
        rect = self._rect(item)
        if rect is None or min(rect.x1 - rect.x0, rect.bottom - rect.top) < LEAST_COVER:
            return None
        if kind == raw.FPDF_PAGEOBJ_IMAGE and (rect.x1 - rect.x0) * (rect.bottom - rect.top) > PICTURE * self._sheet:
            self._has_picture = True
        return rect

    def _is_filled(self, path: raw.FPDF_PAGEOBJECT) -> bool:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        return (
            bool(fill.value) and bool(raw.FPDFPageObj_GetFillColor(path, *self._colour)) and self._four[3].value > 250
        )

    def _rect(self, item: raw.FPDF_PAGEOBJECT) -> Rect | None:
        """A thing's place in the coordinates of what it is drawn in; `top` is the smaller value."""
        if not raw.FPDFPageObj_GetBounds(item, *self._bounds_ref):
            return None
        return Rect(*(part.value for part in self._bounds))

    def _note(self, texts: list[raw.FPDF_PAGEOBJECT], centres: Spread) -> None:
        for rect in filter(None, map(self._rect, texts)):
            centres.setdefault(_step((rect.top + rect.bottom) / 2), []).append((rect.x0, rect.x1))
        texts.clear()


def _items(
    parent: object, count: Callable[..., int], get: Callable[..., raw.FPDF_PAGEOBJECT]
) -> Iterator[raw.FPDF_PAGEOBJECT]:
    return (get(parent, index) for index in range(count(parent)))


def _name(mark: raw.FPDF_PAGEOBJECTMARK) -> str:
    name, size = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(size))
    return "".join(map(chr, name[: max(0, size.value // 2 - 1)]))


def _clip_rect(clip: raw.FPDF_CLIPPATH, path: int) -> Rect:
    """What encloses all points of one of a clip's paths."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), MAX_POINTS)):
        segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
        if raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            points.append((x.value, y.value))
    xs, ys = zip(*points, strict=True) if points else ((0.0,), (0.0,))
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _are_apart(one: Rect, other: Rect) -> bool:
    return one.x1 < other.x0 or other.x1 < one.x0 or one.bottom < other.top or other.bottom < one.top


def _step(height: float) -> int:
    return int(height // STEP)


def _is_any_inside(centres: Spread, rect: Rect) -> bool:
    if rect.bottom - rect.top > STEP * len(centres):  # as good as a whole page: fewer steps are asked for
        steps = [step for step in centres if _step(rect.top) <= step <= _step(rect.bottom)]
    else:
        steps = [*range(_step(rect.top), _step(rect.bottom) + 1)]
    return any(min(x1, rect.x1) - max(x0, rect.x0) > LETTER for step in steps for x0, x1 in centres.get(step, ()))
