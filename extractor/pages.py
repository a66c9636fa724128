"""PDF bytes to pages: text lines with positions, and the rulings from which tables are made.

PDFium is asked through few calls per printed line (the whole text once, then one box a line), since calls across the
language border are what costs time. Text is cut where the page shows a wide gap, so that no line mixes two columns.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.model import Box, Line, Page, Problem
from extractor.tables import Edge, take_ruled_tables

HEADER_WITHIN = 1024  # bytes in which "%PDF-" has to stand, as in the readers people use
WIDE_GAP = 1.1  # in heights of the line: a wider one separates columns
QUARTER = math.pi / 2
ANGLE_SAMPLE = 16  # characters of a page that are asked which way they run
MAX_FORM_DEPTH = 4  # forms may hold forms, also themselves
THIN = 2.5  # points: what is thinner is a line
MAX_RULINGS = 20_000  # a page with more of them is a drawing, not a table

_PRINTED_LINE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")  # PDFium marks a hyphen at a line's end so
_WORD = re.compile(r"\S+")
_FORCE_BOLD = 1 << 18  # font flag, ISO 32000-1, table 123
_NOT_PRINTED: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]),  # controls, halves of pairs
    **dict.fromkeys(
        [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    ),  # zero widths, directions
    **dict.fromkeys([0xFEFF, 0xFFFF]),
    **dict.fromkeys([0x09, 0x0B, 0x0C, 0x2028, 0x2029], " "),
    **dict.fromkeys([0x02, 0xAD, 0xFFFE], "-"),
}
_SOFT_HYPHEN_INSIDE = re.compile("\xad(?=.)")


def read_pages(
    data: bytes, password: str | None = None, beat: Callable[[], None] = lambda: None
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the pages of a PDF with their text lines and ruled tables, and what went wrong.

    A page that shows something but holds no text is a problem of its own; a file that cannot be opened yields no page.
    """
    if not data:
        return (), (Problem("file", "empty"),)
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        return (), (Problem("file", "not_pdf"),)
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        return (), (_opening_problem(error),)
    try:
        return _read_document(document, beat)
    finally:
        document.close()


def _opening_problem(error: pdfium.PdfiumError) -> Problem:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return Problem("file", "encrypted")
    return Problem("file", "broken", str(error))


def _read_document(
    document: pdfium.PdfDocument, beat: Callable[[], None]
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    pages: list[Page] = []
    problems: list[Problem] = []
    for index in range(len(document)):
        where = f"page {index + 1}"
        try:
            handle = document[index]
        except pdfium.PdfiumError as error:
            problems.append(Problem(where, "page_no_text", str(error)))
            continue
        try:
            page, shows_something = _read_page(handle, index + 1)
        finally:
            handle.close()
        beat()
        pages.append(page)
        if not page.lines and not page.tables and shows_something:
            problems.append(Problem(where, "page_no_text", "only images or drawings"))
    if not pages:
        problems.append(Problem("file", "no_pages"))
    return tuple(pages), tuple(problems)


def _read_page(handle: pdfium.PdfPage, number: int) -> tuple[Page, bool]:
    textpage = raw.FPDFText_LoadPage(handle.raw)
    try:
        frame = _Frame(handle, _turns(textpage, handle))
        edges, shows_something = _rulings(handle.raw, frame)
        lines = list(_TextReader(textpage, frame, edges).lines(number)) if textpage else []
    finally:
        if textpage:
            raw.FPDFText_ClosePage(textpage)
    lines, tables = take_ruled_tables(lines, edges, number)
    page = Page(number, frame.width, frame.height, tuple(lines), tuple(tables), rotation=frame.turns * 90)
    return page, shows_something or bool(lines)


class Rect(NamedTuple):
    """Like `Box`, but cheap: some hundreds are made for a page."""

    x0: float
    top: float
    x1: float
    bottom: float


def _turns(textpage: raw.FPDF_TEXTPAGE, handle: pdfium.PdfPage) -> int:
    """Quarter turns to the right after which the page's text stands upright; the page's own where it has no text."""
    count = raw.FPDFText_CountChars(textpage) if textpage else 0
    if count <= 0:
        return int(raw.FPDFPage_GetRotation(handle.raw)) % 4
    sample = range(0, count, max(1, count // ANGLE_SAMPLE))
    angles: Counter[int] = Counter(round(raw.FPDFText_GetCharAngle(textpage, index) / QUARTER) % 4 for index in sample)
    return -angles.most_common(1)[0][0] % 4


class _Frame:
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


# --- text ------------------------------------------------------------------------------------------------------------


class _TextReader:
    """The printed lines of one page. Values that PDFium fills are made once, for the page."""

    def __init__(self, textpage: raw.FPDF_TEXTPAGE, frame: _Frame, edges: list[Edge]) -> None:
        self._textpage = textpage
        self._frame = frame
        self._walls = [edge for edge in edges if edge.x0 == edge.x1]
        self._text = _page_text(textpage)
        self._left, self._top, self._right, self._bottom = values = [ctypes.c_double() for _ in range(4)]
        left, top, right, bottom = (ctypes.byref(value) for value in values)
        self._for_rect, self._for_char = (left, top, right, bottom), (left, right, bottom, top)
        self._loose = raw.FS_RECTF()
        self._loose_ref = ctypes.byref(self._loose)
        self._font = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._flags_ref = ctypes.byref(self._flags)

    def lines(self, number: int) -> Iterator[Line]:
        for match in _PRINTED_LINE.finditer(self._text):
            start, end = match.span()
            for first, last, rect in self._columns(start, end):
                text = printed(self._text[first:last])
                if text:
                    yield self._line(number, first, text, rect)

    def _columns(self, start: int, end: int) -> Iterator[tuple[int, int, Rect]]:
        """Cut one line of PDFium's where the page shows a wide gap, a ruling or a step down."""
        rects = self._rects(start, end)
        if not any(self._apart(before, after) for before, after in pairwise(rects)):
            if rects:
                yield start, end, _around(rects)
            return
        for first, last in pairwise([start, *self._cuts(start, end), end]):
            if rects := self._rects(first, last):
                yield first, last, _around(rects)

    def _rects(self, start: int, end: int) -> list[Rect]:
        return [self._rect(index) for index in range(raw.FPDFText_CountRects(self._textpage, start, end - start))]

    def _rect(self, index: int) -> Rect:
        raw.FPDFText_GetRect(self._textpage, index, *self._for_rect)
        return self._frame.rect(self._left.value, self._bottom.value, self._right.value, self._top.value)

    def _cuts(self, start: int, end: int) -> Iterator[int]:
        """Starts of the words that stand apart from the word before them."""
        before: Rect | None = None
        for match in _WORD.finditer(self._text, start, end):
            word = _around([self._char(match.start()), self._char(match.end() - 1)])
            if before is not None and self._apart(before, word):
                yield match.start()
            before = word

    def _char(self, index: int) -> Rect:
        raw.FPDFText_GetCharBox(self._textpage, index, *self._for_char)
        return self._frame.rect(self._left.value, self._bottom.value, self._right.value, self._top.value)

    def _apart(self, before: Rect, after: Rect) -> bool:
        height = max(before.bottom - before.top, after.bottom - after.top, 4.0)
        if after.x0 - before.x1 > WIDE_GAP * height or after.x1 < before.x0:
            return True
        if after.top > before.bottom or after.bottom < before.top:
            return True
        middle = (after.top + after.bottom) / 2
        return any(before.x1 - 1 < wall.x0 < after.x0 + 1 and wall.top < middle < wall.bottom for wall in self._walls)

    def _line(self, number: int, first: int, text: str, rect: Rect) -> Line:
        """A line as wide as its ink and as high as its font, so that gaps between lines can be compared."""
        top, bottom = rect.top, rect.bottom
        if raw.FPDFText_GetLooseCharBox(self._textpage, first, self._loose_ref):
            loose = self._frame.rect(self._loose.left, self._loose.bottom, self._loose.right, self._loose.top)
            if loose.top < rect.bottom and loose.bottom > rect.top:
                top, bottom = loose.top, loose.bottom
        size = raw.FPDFText_GetFontSize(self._textpage, first)
        size = size if 0.4 * (bottom - top) < size < 1.8 * (bottom - top) else bottom - top
        return Line(number, Box(rect.x0, top, rect.x1, bottom), text, round(size, 1), self._is_bold(first))

    def _is_bold(self, index: int) -> bool:
        length = raw.FPDFText_GetFontInfo(self._textpage, index, self._font, 128, self._flags_ref)
        name = self._font.raw[: max(0, min(length, 128) - 1)].lower()
        return b"bold" in name or b"black" in name or b"heavy" in name or bool(self._flags.value & _FORCE_BOLD)


def _page_text(textpage: raw.FPDF_TEXTPAGE) -> str:
    """The text of a page, one character for each that PDFium counts."""
    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer((count + 1) * 4)
    units = raw.FPDFText_GetText(textpage, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: max(0, units - 1) * 2].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(textpage, index)) for index in range(count))


def _around(rects: list[Rect]) -> Rect:
    if len(rects) == 1:
        return rects[0]
    x0, top, x1, bottom = zip(*rects, strict=True)
    return Rect(min(x0), min(top), max(x1), max(bottom))


def printed(text: str) -> str:
    """Take off what is not printed (controls, direction marks, zero widths) and leave single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SOFT_HYPHEN_INSIDE.sub("", text)).translate(_NOT_PRINTED)
    elif not text.isprintable():
        text = text.translate(_NOT_PRINTED)
    return " ".join(text.split())


# --- rulings ---------------------------------------------------------------------------------------------------------

_Matrix = tuple[float, float, float, float, float, float]
_UPRIGHT: _Matrix = (1, 0, 0, 1, 0, 0)


def _rulings(page: raw.FPDF_PAGE, frame: _Frame) -> tuple[list[Edge], bool]:
    """The straight edges drawn on the page, and whether anything shows on it, be it text that no font explains."""
    edges: list[Edge] = []
    count = raw.FPDFPage_CountObjects(page)
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind != raw.FPDF_PAGEOBJ_TEXT:
            edges.extend(_item_edges(item, kind, frame, _UPRIGHT, MAX_FORM_DEPTH))
            if len(edges) > MAX_RULINGS:
                return [], True
    return edges, count > 0


def _item_edges(item: raw.FPDF_PAGEOBJECT, kind: int, frame: _Frame, matrix: _Matrix, depth: int) -> Iterator[Edge]:
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield from _path_edges(item, frame, matrix)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        own = raw.FS_MATRIX()
        if raw.FPDFPageObj_GetMatrix(item, ctypes.byref(own)):
            matrix = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for index in range(min(raw.FPDFFormObj_CountObjects(item), MAX_RULINGS)):
            inner = raw.FPDFFormObj_GetObject(item, index)
            yield from _item_edges(inner, raw.FPDFPageObj_GetType(inner), frame, matrix, depth - 1)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _path_edges(path: raw.FPDF_PAGEOBJECT, frame: _Frame, matrix: _Matrix) -> list[Edge]:
    """A thin path is one edge, an upright rectangle four; other drawings are none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)) or not (fill.value or stroke.value):
        return []
    bounds = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(path, *(ctypes.byref(value) for value in bounds)):
        return []
    rect = frame.rect(*_moved([value.value for value in bounds], matrix))
    wide, high = rect.x1 - rect.x0, rect.bottom - rect.top
    if high <= THIN < wide:
        middle = (rect.top + rect.bottom) / 2
        return [Edge(rect.x0, middle, rect.x1, middle)]
    if wide <= THIN < high:
        middle = (rect.x0 + rect.x1) / 2
        return [Edge(middle, rect.top, middle, rect.bottom)]
    if wide <= THIN or raw.FPDFPath_CountSegments(path) not in (4, 5):
        return []
    x0, top, x1, bottom = rect
    return [Edge(x0, top, x1, top), Edge(x0, bottom, x1, bottom), Edge(x0, top, x0, bottom), Edge(x1, top, x1, bottom)]


def _moved(bounds: list[float], matrix: _Matrix) -> tuple[float, float, float, float]:
    """Left, bottom, right, top after a form's matrix."""
    left, bottom, right, top = bounds
    if matrix == _UPRIGHT:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    xs, ys = zip(*((a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


__all__ = ["printed", "read_pages"]
