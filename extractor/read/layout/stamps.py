"""Stamps of receipt: whoever receives a letter prints his own name and day on it, which are not the letter's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.core.model import Aside, Box, Line, Page
from extractor.read.layout.dates import find_date
from extractor.read.layout.head import is_number
from extractor.read.layout.settings import LONGEST_STAMPED, STAMP_GAP, STAMP_LINES, STAMP_TYPE
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold


def without_stamps(pages: Sequence[Page], words: LayoutVocabulary) -> list[Page]:
    """The pages without the stamps that say that a letter was received; these are set aside."""
    return [_without_stamps(page, words) for page in pages]


def _without_stamps(page: Page, words: LayoutVocabulary) -> Page:
    stamped: dict[int, Line] = {}
    for line in page.lines:
        if _tells_receipt(line, words):
            stamped |= {id(one): one for one in _around(line, page.lines, words)}
    if not stamped:
        return page
    aside = tuple(Aside(page.number, line.box, line.text, "stamp") for line in stamped.values())
    lines = tuple(line for line in page.lines if id(line) not in stamped)
    return replace(page, lines=lines, aside=(*page.aside, *aside))


def _tells_receipt(line: Line, words: LayoutVocabulary) -> bool:
    folded = fold(line.text)
    return len(folded) <= LONGEST_STAMPED and bool(words.receipts.match(folded)) and not words.labels.match(folded)


def _around(seed: Line, lines: Sequence[Line], words: LayoutVocabulary) -> Iterator[Line]:
    """The line that tells the receipt with those close above and below it, one under the other around a middle."""
    yield seed
    for below in (False, True):
        edge = seed
        for _ in range(STAMP_LINES):
            found = [line for line in lines if line is not edge and _is_next(line, edge, seed, below)]
            if len(found) != 1 or not _may_be_stamped(found[0], words):
                break
            edge = found[0]
            yield edge


def _is_next(line: Line, edge: Line, seed: Line, below: bool) -> bool:
    """Does a line stand close below (or above) the edge of a stamp, in its type and around its middle?"""
    height = seed.box.bottom - seed.box.top
    gap = line.box.top - edge.box.bottom if below else edge.box.top - line.box.bottom
    beyond = line.box.top > edge.box.top if below else line.box.top < edge.box.top
    sizes = sorted((line.size, seed.size))
    alike = sizes[1] < STAMP_TYPE * sizes[0]
    return beyond and alike and gap < STAMP_GAP * height and _is_in_line(line.box, seed.box, height)


def _is_in_line(box: Box, seed: Box, height: float) -> bool:
    """Do two boxes share their middle, or their left edge?"""
    middles = abs((box.x0 + box.x1) - (seed.x0 + seed.x1)) / 2
    return middles < height or abs(box.x0 - seed.x0) < height / 2


def _may_be_stamped(line: Line, words: LayoutVocabulary) -> bool:
    """A short line that is no field of the letter: neither its number by kind nor a place and its day."""
    folded = fold(line.text)
    if len(folded) > LONGEST_STAMPED or is_number(line.text, words) or words.addressees.match(folded):
        return False
    day = find_date(line.text, words.days)
    return day is None or "," not in line.text[: day[1]]


__all__ = ["without_stamps"]
