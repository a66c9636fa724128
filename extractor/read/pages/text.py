"""The printed lines of a page: text, place, size and weight."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from math import pi

import pypdfium2.raw as raw

from extractor.core.model import Box, Line
from extractor.read.pages.accents import with_accents, with_accents_moved
from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.gutters import gutters
from extractor.read.pages.settings import SLOPING, TURNED, WIDE_GAP
from extractor.read.pages.spaced import without_gaps
from extractor.read.tables import Edge

Colour = tuple[int, int, int]

_PRINTED_LINE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")  # PDFium marks a hyphen at a line's end so
_FULL_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")  # without the blanks around it
_CONTROL = re.compile(r"[\0-\x09\x0b\x0c\x0e-\x1f\ufffe]")
_OF_WORD = re.compile(r"\w")
_SOFT_HYPHEN = re.compile("\xad(?=[^\\r\\n])")
UNKNOWN = "\ufffd"  # stands for a letter that nobody can tell
_LOST_INSIDE = re.compile(rf"(?<=\w){UNKNOWN}|{UNKNOWN}(?=\w)")
_LOST_FIGURE = re.compile(rf"(?<=\d){UNKNOWN}|{UNKNOWN}(?=\d)")
_LOST_SIGN = re.compile(rf"\b(N){UNKNOWN}(?=[ \xa0]?\d)")  # nothing else is written there
_WORD = re.compile(r"\S+")
_FORCE_BOLD = 1 << 18  # font flag, ISO 32000-1, table 123
_NOT_PRINTED: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]),  # controls, halves of pairs
    **dict.fromkeys(
        [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    ),  # zero widths, directions
    **dict.fromkeys([0xFEFF, 0xFFFF]),
    **dict.fromkeys([0x09, 0x0B, 0x0C, 0x2028, 0x2029], " "),
    **dict.fromkeys([0x02, 0xAC, 0xAD, 0x2010, 0x2011, 0xFFFE], "-"),
}
_ANY_NOT_PRINTED = re.compile(f"[{re.escape(''.join(map(chr, _NOT_PRINTED)))}]")
_SOFT_HYPHEN_INSIDE = re.compile("\xad(?=.)")
_PLAIN = re.compile("[\n\r -~\xa0-\xa7\xa9-\xab\xae-\xb3\xb5-\xff\u2012-\u2027]*")  # is printed as it is, blanks apart
_MINUS_OF_WORD = re.compile(r"(?<=[^\W\d_])\u2212")  # set by programs that have but one short dash


class TextReader:
    """The printed lines of one page. Values that PDFium fills are made once, for the page."""

    def __init__(self, textpage: raw.FPDF_TEXTPAGE, frame: Frame, edges: list[Edge]) -> None:
        self._textpage = textpage
        self._frame = frame
        self._walls = sorted((edge for edge in edges if edge.x0 == edge.x1), key=lambda edge: edge.x0)
        self._wall_places = [wall.x0 for wall in self._walls]
        self._left, self._top, self._right, self._bottom = values = [ctypes.c_double() for _ in range(4)]
        left, top, right, bottom = (ctypes.byref(value) for value in values)
        self._for_rect, self._for_char = (left, top, right, bottom), (left, right, bottom, top)
        self._loose = raw.FS_RECTF()
        self._loose_ref = ctypes.byref(self._loose)
        self._font = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._flags_ref = ctypes.byref(self._flags)
        self._gutters: list[Rect] = []
        self._parts = [ctypes.c_uint() for _ in range(4)]
        self._colour = tuple(ctypes.byref(part) for part in self._parts)
        self._text = with_accents_moved(self._told(_page_text(textpage)), self.place)
        self.colours: dict[int, Colour] = {}  # id of a line -> the colour it is printed in
        self.spans: dict[int, tuple[int, int]] = {}  # id of a line -> where it begins and ends in what is given

    def lines(self, number: int) -> Iterator[Line]:
        spans = [match.span() for match in _PRINTED_LINE.finditer(self._text)]
        rects = [self._rects(*span) for span in spans]
        self._gutters = list(gutters(rects, self._frame.width))
        for (start, end), own in zip(spans, rects, strict=True):
            for first, last, rect in self._columns(start, end, own):
                text = self.printed(self._text[first:last], first)
                if text:
                    line = self._line(number, first, text, rect)
                    self.spans[id(line)] = first, last
                    if raw.FPDFText_GetFillColor(self._textpage, first, *self._colour):
                        red, green, blue, _ = self._parts
                        self.colours[id(line)] = red.value, green.value, blue.value
                    yield line

    def printed(self, text: str, first: int) -> str:
        """A part of what is given as it is read, or what else is read in its stead, letter by letter."""
        return printed(without_gaps(text, first, self.place))

    @property
    def given(self) -> str:
        """All that PDFium gives for the page."""
        return self._text

    def unknown_letters(self) -> int:
        """Count letters and digits, single ones left out, that PDFium guesses: their font does not say what they are.

        A few are asked of every line, and all of a line in which one is unknown.
        """
        spans = (match.span() for match in _FULL_LINE.finditer(self._text))
        suspects = (span for span in spans if any(map(self._is_unknown, (span[0], sum(span) // 2, span[1] - 1))))
        guessed = ([self._is_unknown(index) for index in range(*span)] for span in suspects)
        return sum(one and other for line in guessed for one, other in pairwise(line))

    def lost_letters(self) -> int:
        """Count the letters of words for which PDFium gives nothing at all."""
        return len(_LOST_INSIDE.findall(self._text))

    def has_lost_figure(self) -> bool:
        """Say whether a figure may lack a digit, of which PDFium gives nothing."""
        return bool(UNKNOWN in self._text and _LOST_FIGURE.search(_LOST_SIGN.sub(r"\1°", self._text)))

    def _is_unknown(self, index: int) -> bool:
        char = self._text[index]
        return (char.isalnum() or char == UNKNOWN) and raw.FPDFText_HasUnicodeMapError(self._textpage, index) == 1

    def _told(self, text: str) -> str:
        """The text of the page with a mark for each letter that its font makes a control character: it would vanish.

        A soft hyphen within a line is one that is printed, or nothing.
        """
        text = _CONTROL.sub(lambda one: UNKNOWN if self._is_lost(one) else one[0], text)
        return _SOFT_HYPHEN.sub(lambda one: "\u2010" if self._has_ink(one.start()) else one[0], text)

    def _is_lost(self, sign: re.Match[str]) -> bool:
        """Is a letter printed of which PDFium tells nothing? Signs that belong to no word are bullets, mostly."""
        at = sign.start()
        if raw.FPDFText_HasUnicodeMapError(self._textpage, at) == 1:
            return True
        is_of_word = bool(_OF_WORD.search(sign.string, max(0, at - 1), at + 2))
        return is_of_word and raw.FPDFText_IsHyphen(self._textpage, at) != 1 and self._has_ink(at)

    def _has_ink(self, index: int) -> bool:
        box = self.place(index)
        return box.x1 > box.x0 and box.bottom > box.top

    def _columns(self, start: int, end: int, rects: list[Rect]) -> Iterator[tuple[int, int, Rect]]:
        """Cut one line of PDFium's where the page shows a wide gap, a gutter, a ruling or a step down."""
        lows = [rect.bottom - rect.top for rect in rects]
        if len(rects) > 1 and max(lows) > SLOPING * max(1.0, min(lows)):
            for first, last in self._same_way(start, end):
                yield from self._by_place(first, last)
        elif any(self._apart(before, after) for before, after in pairwise(rects)):
            yield from self._by_place(start, end)
        elif rects:
            yield start, end, _around(rects)

    def _by_place(self, start: int, end: int) -> Iterator[tuple[int, int, Rect]]:
        for first, last in pairwise([start, *self._cuts(start, end), end]):
            if rects := self._rects(first, last):
                yield first, last, _around(rects)

    def _same_way(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a line where the letters begin to run another way: there a watermark crosses it."""
        first, way = start, None
        for index in range(start, end):
            if self._text[index].isspace():
                continue
            turned = raw.FPDFText_GetCharAngle(self._textpage, index)
            if way is not None and abs((turned - way + pi) % (2 * pi) - pi) > TURNED:
                yield first, index
                first = index
            way = turned
        yield first, end

    def _rects(self, start: int, end: int) -> list[Rect]:
        return [self._rect(index) for index in range(raw.FPDFText_CountRects(self._textpage, start, end - start))]

    def _rect(self, index: int) -> Rect:
        raw.FPDFText_GetRect(self._textpage, index, *self._for_rect)
        return self._frame.rect(self._left.value, self._bottom.value, self._right.value, self._top.value)

    def _cuts(self, start: int, end: int) -> Iterator[int]:
        """Starts of the words that stand apart from the word before them."""
        before: Rect | None = None
        for match in _WORD.finditer(self._text, start, end):
            word = _around([self.place(match.start()), self.place(match.end() - 1)])
            if before is not None and self._apart(before, word):
                yield match.start()
            before = word

    def place(self, index: int) -> Rect:
        """Where a letter of what is given stands."""
        raw.FPDFText_GetCharBox(self._textpage, index, *self._for_char)
        return self._frame.rect(self._left.value, self._bottom.value, self._right.value, self._top.value)

    def item(self, index: int) -> raw.FPDF_PAGEOBJECT:
        """The thing on the page of which a letter is part, None for what PDFium adds."""
        return raw.FPDFText_GetTextObject(self._textpage, index)

    def _apart(self, before: Rect, after: Rect) -> bool:
        height = max(before.bottom - before.top, after.bottom - after.top, 4.0)
        if after.x0 - before.x1 > WIDE_GAP * height or after.x1 < before.x0:
            return True
        if after.top > before.bottom or after.bottom < before.top:
            return True
        middle = (after.top + after.bottom) / 2
        if any(
            before.x1 <= gutter.x0 <= after.x0 and gutter.top <= middle <= gutter.bottom for gutter in self._gutters
        ):
            return True
        between = range(bisect_right(self._wall_places, before.x1 - 1), bisect_left(self._wall_places, after.x0 + 1))
        return any(self._walls[index].top < middle < self._walls[index].bottom for index in between)

    def _line(self, number: int, first: int, text: str, rect: Rect) -> Line:
        """A line as wide as its ink and as high as its font, so that gaps between lines can be compared."""
        top, bottom = rect.top, rect.bottom
        if raw.FPDFText_GetLooseCharBox(self._textpage, first, self._loose_ref):
            loose = self._frame.rect(self._loose.left, self._loose.bottom, self._loose.right, self._loose.top)
            is_level = bottom - top < SLOPING * (loose.bottom - loose.top)
            if is_level and loose.top < rect.bottom and loose.bottom > rect.top:
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
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    if not text.isascii():
        text = unicodedata.normalize("NFC", with_accents(_SOFT_HYPHEN_INSIDE.sub("", text)))
        text = _LOST_SIGN.sub(r"\1°", _MINUS_OF_WORD.sub("-", text))
    if _ANY_NOT_PRINTED.search(text):
        text = text.translate(_NOT_PRINTED)  # slow, and hardly ever needed
    return " ".join(text.split())
