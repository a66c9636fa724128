"""Text that a page holds and does not show: invisible, as pale as the paper, cut off, covered, in a layer that is off.

PDFium reads such text like any other. What tells it is the sheet: drawn without the text it looks the same there. The
sheet is drawn only if something on the page could hide text, for drawing takes a sixth of a letter's whole time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.core.model import Aside, Box, Line
from extractor.read.pages.drawn_sheet import DrawnSheet, Look
from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.settings import IN_GAP, LEAST_HEIGHT, MIN_BLANK, WIDER_THAN_STEM
from extractor.read.pages.suspicion import Suspicion, id_of
from extractor.read.pages.text import UNKNOWN, TextReader, printed

BLOT = "█"  # stands in a line for what is under a cover

_WORD = re.compile(r"\S+")
_SHOWN = Look(shows=True, is_dark=False)
_UNSEEN = Look(shows=False, is_dark=False)
_BLOCK = re.compile("[■█▉▊▋▌▇▆▅▄◼⬛]")
_BLOCKS = re.compile("[■█▉▊▋▌▇▆▅▄◼⬛](?: ?[■█▉▊▋▌▇▆▅▄◼⬛])+")  # glyphs that may be set over others


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a page's lines is to be seen; `aside` is what is not.

    `covered` is under dark boxes and goes nowhere; `whited` is the part of `aside` that something pale lies over.
    """

    lines: list[Line]
    aside: tuple[Aside, ...] = ()
    covered: tuple[str, ...] = ()
    whited: tuple[str, ...] = ()


class _Run(NamedTuple):
    """Letters of a line, beside each other, that are not to be seen: where they begin and end in what is given."""

    first: int
    last: int
    is_dark: bool
    is_covered: bool


def in_sight(
    handle: pdfium.PdfPage, reader: TextReader, lines: Sequence[Line], frame: Frame, suspicion: Suspicion
) -> Sight:
    """Take off what nobody sees on the sheet: whole lines, and the letters of lines that something lies over."""
    off = [_aside(line, line.text) for line in lines if _is_off(line, frame)]
    lines = [line for line in lines if not _is_off(line, frame)] if off else list(lines)
    if not suspicion.hides_text and not any(_BLOCKS.search(line.text) for line in lines):
        return Sight(list(lines), tuple(off))
    page = _DrawnPage(handle, reader, frame, suspicion)
    hidden = {id(line): list(page.unseen(line)) for line in lines}
    whole = [line for line in lines if not hidden[id(line)]]
    seen: list[Line] = []
    covered: list[str] = []
    whited: list[str] = []
    taken = set[int]()
    for line in lines:
        text = line.text
        for run in hidden[id(line)]:
            part = reader.printed(_BLOCKS.sub("", reader.given[run.first : run.last]), run.first)
            if run.is_dark:
                covered.append(part)
            else:
                off.append(_aside(line, part))
            if run.is_covered and not run.is_dark:
                whited.append(part)
        if hidden[id(line)]:
            text, own = _blotted(reader, line, hidden[id(line)], whole)
            taken |= own
        if letters([text]) or not hidden[id(line)]:
            seen.append(line if text is line.text else replace(line, text=text))
    seen = [line for line in seen if id(line) not in taken]
    return Sight(seen, tuple(off), tuple(covered), tuple(whited))


def _aside(line: Line, text: str) -> Aside:
    return Aside(line.page, line.box, text, "hidden")


def _blotted(
    reader: TextReader, line: Line, runs: Sequence[_Run], others: Sequence[Line]
) -> tuple[str, AbstractSet[int]]:
    """The line's text with a mark in place of each hidden part, or with what is written over it in its stead.

    That may be words of the line that were drawn later, or another line: the ids of such are returned too.
    """
    first, last = reader.spans[id(line)]
    text, taken = list(reader.given[first:last]), set[int]()
    is_cleared = all(run.is_covered for run in runs) and not letters(_left(text, runs, first))
    for run in runs:
        over = [*_written_over(reader, run, runs, first, last)] if run.is_covered else []
        later = [(start, end) for start, end in over if start >= run.last]
        instead = " ".join(reader.given[start:end] for start, end in later) if over else BLOT
        if run.is_covered and not over and not is_cleared:
            found = [other for other in others if _lies_in(other.box, line.box, reader, run)]
            instead = " ".join(other.text for other in found) or BLOT
            taken |= {id(other) for other in found}
        for start, end in later:
            text[start - first : end - first] = [""] * (end - start)
        text[run.first - first : run.last - first] = [instead, *[""] * (run.last - run.first - 1)]
    return _BLOCKS.sub(BLOT, printed("".join(text))), taken


def _left(text: Sequence[str], runs: Sequence[_Run], first: int) -> Iterator[str]:
    hidden = {at - first for run in runs for at in range(run.first, run.last)}
    return (letter for at, letter in enumerate(text) if at not in hidden)


def _lies_in(other: Box, line: Box, reader: TextReader, run: _Run) -> bool:
    """Does another line lie where hidden letters of a line are?"""
    middle = (other.top + other.bottom) / 2
    x0, x1 = reader.place(run.first).x0, reader.place(run.last - 1).x1
    return line.top < middle < line.bottom and x0 - MIN_BLANK < other.x0 and other.x1 < x1 + MIN_BLANK


def _written_over(
    reader: TextReader, run: _Run, runs: Sequence[_Run], first: int, last: int
) -> Iterator[tuple[int, int]]:
    """The words of a line, themselves to be seen, that stand where hidden letters of it are."""
    x0, x1 = reader.place(run.first).x0, reader.place(run.last - 1).x1
    for word in _WORD.finditer(reader.given, first, last):
        start, end = word.span()
        if any(start < other.last and other.first < end for other in runs):
            continue
        if x0 <= (reader.place(start).x0 + reader.place(end - 1).x1) / 2 <= x1:
            yield start, end


class _DrawnPage:
    """A page's letters held against its sheet."""

    def __init__(self, handle: pdfium.PdfPage, reader: TextReader, frame: Frame, suspicion: Suspicion) -> None:
        self._reader, self._squeezed = reader, suspicion.squeezed
        blots = {id_of(item) for item in self._blots()}
        layers = [[item for item in layer if id_of(item) not in blots] for layer in suspicion.layers()]
        self._layers = {id_of(item): number for number, layer in enumerate(layers) for item in layer}
        self._sheet = DrawnSheet(handle, frame, layers)
        self._covers = [frame.rect(*cover) for cover in suspicion.covers]
        self._pictures = [frame.rect(*picture) for picture in suspicion.pictures]

    def _blots(self) -> Iterator[raw.FPDF_PAGEOBJECT]:
        """Texts of nothing but blocks, which may be set over others: they are drawn with what lies over the text."""
        given = self._reader.given
        if not _BLOCK.search(given):
            return
        items = [(self._reader.item(index), char) for index, char in enumerate(given) if not char.isspace()]
        others = {id_of(item) for item, char in items if item and not _BLOCK.match(char)}
        yield from (item for item, char in items if item and _BLOCK.match(char) and id_of(item) not in others)

    def unseen(self, line: Line) -> Iterator[_Run]:
        """The letters of a line that are not to be seen, together with the signs and blanks between them."""
        box = line.box
        gaps = None if self._squeezed else self._sheet.gaps(Rect(box.x0, box.top, box.x1, box.bottom))
        if gaps == []:
            return
        first, last = self._reader.spans[id(line)]
        given, high = self._reader.given, box.bottom - box.top
        looks = {
            index: self._look(index, gaps)
            for index in range(first, last)
            if not given[index].isspace() and not _BLOCK.match(given[index])
        }
        for hidden, group in groupby(looks, key=lambda index: not looks[index][0].shows or looks[index][0].is_dark):
            if hidden and (run := self._run([*group], looks, high)):
                yield run

    def _run(self, found: list[int], looks: dict[int, tuple[Look, bool]], high: float) -> _Run | None:
        """The letters as a run; None if there are none, or so few that they may be a flaw of the print."""
        found = self._without_signs_of_words(found)
        if not letters([self._reader.given[index] for index in found]):
            return None
        places = [self._reader.place(index) for index in found]
        wide = max(place.x1 for place in places) - min(place.x0 for place in places)
        is_dark = 2 * sum(looks[index][0].is_dark for index in found) > len(found)
        is_covered = any(_holds_middle(cover, place) for cover in self._covers for place in places)
        is_scanned = all(looks[index][1] for index in found)
        is_squeezed = id_of(self._reader.item(found[0])) in self._squeezed
        is_sure = is_squeezed or ((is_dark or is_covered) and not is_scanned)
        if not is_sure and wide < max(MIN_BLANK, WIDER_THAN_STEM * high * (is_dark and is_scanned)):
            return None
        return _Run(found[0], found[-1] + 1, is_dark, is_covered)

    def _without_signs_of_words(self, found: list[int]) -> list[int]:
        """Without the signs at both ends that stand at words that are seen: their colon or bracket says nothing."""
        given = self._reader.given
        while found and not letters([given[found[0]]]) and not given[found[0] - 1 : found[0]].isspace() and found[0]:
            found = found[1:]
        while found and not letters([given[found[-1]]]) and given[found[-1] + 1 : found[-1] + 2].strip():
            found = found[:-1]
        return found

    def _look(self, index: int, gaps: Sequence[tuple[float, float]] | None) -> tuple[Look, bool]:
        """How a letter looks; True if it is but laid over, or under, the letters of a scan."""
        place = self._reader.place(index)
        if gaps is not None and not any(_reaches(place, *gap) for gap in gaps):
            return _SHOWN, False
        item = self._reader.item(index)
        layer = self._layers.get(id_of(item)) if item else None
        if layer is None:
            return _SHOWN, False
        if id_of(item) in self._squeezed:
            return _UNSEEN, False
        look = self._sheet.look(place, layer)
        if not look.shows and any(_holds_middle(picture, place) for picture in self._pictures):
            return self._sheet.has_ink(place), True
        return look, False


def _reaches(place: Rect, x0: float, x1: float) -> bool:
    """Does a good part of a letter's width lie in a gap?"""
    return min(place.x1, x1) - max(place.x0, x0) > IN_GAP * (place.x1 - place.x0)


def _holds_middle(cover: Rect, place: Rect) -> bool:
    x, y = (place.x0 + place.x1) / 2, (place.top + place.bottom) / 2
    return cover.x0 <= x <= cover.x1 and cover.top <= y <= cover.bottom


def letters(texts: Iterable[str]) -> int:
    """Count the letters and digits of some texts, unknown ones too."""
    return sum(char.isalnum() or char == UNKNOWN for text in texts for char in text)


def _is_off(line: Line, frame: Frame) -> bool:
    """Does a line stand beside the sheet, or is it too small to be seen?"""
    box = line.box
    beside = box.x1 < 0 or box.bottom < 0 or box.x0 > frame.width or box.top > frame.height
    return beside or box.bottom - box.top < LEAST_HEIGHT
