"""Text that a page holds and does not show: invisible, as pale as the paper, cut off, covered, in a layer that is off.

PDFium reads such text like any other. What tells it is the sheet: where the text is said to stand there is no ink. The
sheet is drawn only if something on the page could hide text, for drawing takes a sixth of a letter's whole time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.core.model import Line
from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.text import UNKNOWN

MAX_PIXELS = 4_000_000  # of the drawn page
CONTRAST = 12  # grey levels between ink and paper, of 255
PALE = 225  # all parts of a colour above it: it may not show on white paper
FAINT = 40  # opacity, of 255, below which the same holds
LEAST_HEIGHT = 2.0  # points: nobody reads smaller print
LEAST_COVER = 6.0  # points: a thinner thing covers no text
PICTURE = 0.5  # share of the page from which an image is a scan, under which recognised text is laid unseen
MAX_ITEMS = 50_000  # looked at on one page
MAX_FORM_DEPTH = 4
STEP = 8.0  # points in which heights are counted
MAX_POINTS = 100  # of a clip's outline
CLIPS = 64  # items of a page whose clip is looked at: it takes many calls

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_COVERS = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)


def unseen_letters(handle: pdfium.PdfPage, lines: Sequence[Line], frame: Frame) -> int:
    """Return how many letters and digits of these lines nobody sees on the sheet."""
    off = [line for line in lines if _is_off(line, frame)]
    if _Suspicion(frame.width * frame.height).about(handle.raw):
        off += _without_ink(handle, [line for line in lines if not _is_off(line, frame)], frame)
    return letters(off)


def letters(lines: Iterable[Line]) -> int:
    """Count the letters and digits of some lines, unknown ones too."""
    return sum(char.isalnum() or char == UNKNOWN for line in lines for char in line.text)


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
        return self._hides(items, MAX_FORM_DEPTH) or (self._has_invisible and not self._has_picture)

    def _hides(self, items: Iterator[raw.FPDF_PAGEOBJECT], depth: int) -> bool:
        texts: list[raw.FPDF_PAGEOBJECT] = []
        centres: dict[int, list[float]] = {}  # of the texts before a cover: height in steps -> from the left
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

    def _note(self, texts: list[raw.FPDF_PAGEOBJECT], centres: dict[int, list[float]]) -> None:
        for rect in filter(None, map(self._rect, texts)):
            centres.setdefault(_step((rect.top + rect.bottom) / 2), []).append((rect.x0 + rect.x1) / 2)
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


def _is_any_inside(centres: Mapping[int, Sequence[float]], rect: Rect) -> bool:
    if rect.bottom - rect.top > STEP * len(centres):  # as good as a whole page: fewer steps are asked for
        steps = [step for step in centres if _step(rect.top) <= step <= _step(rect.bottom)]
    else:
        steps = [*range(_step(rect.top), _step(rect.bottom) + 1)]
    return any(rect.x0 < x < rect.x1 for step in steps for x in centres.get(step, ()))


def _without_ink(handle: pdfium.PdfPage, lines: Sequence[Line], frame: Frame) -> Iterator[Line]:
    """The lines at whose place the drawn sheet is of one colour."""
    scale = min(1.0, (MAX_PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)
    turned = (frame.turns - raw.FPDFPage_GetRotation(handle.raw)) % 4 * 90
    sheet = handle.render(scale=scale, grayscale=True, rotation=turned)
    grey, stride = bytes(sheet.buffer), sheet.stride
    for line in lines:
        left, right = max(0, int(line.box.x0 * scale)), min(sheet.width, int(line.box.x1 * scale) + 1)
        rows = range(max(0, int(line.box.top * scale)), min(sheet.height, int(line.box.bottom * scale) + 1))
        ink = b"".join(grey[row * stride + left : row * stride + right] for row in rows)
        if not ink or max(ink) - min(ink) < CONTRAST:
            yield line
