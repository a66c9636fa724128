"""The lines of the first page's head as evidence: where each stands, under which label, in a stamp or of the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.core.model import Block, Box, Layout, Line, Page
from extractor.read.head.settings import (
    ALIGNED,
    CLOSE,
    FULL,
    LOWEST,
    MAX_PLACE_WORDS,
    MAX_ROWS,
    PROSE,
    PROSE_BLANKS,
    STAMP,
    TIGHT,
    TITLE_ROWS,
)
from extractor.read.layout.dates import date_alone, dates_in, place_before
from extractor.read.layout.head import is_number, labelled_rows
from extractor.read.layout.markers import read_marker
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_SPACED = re.compile(r"(?:(?<=\s)|^)(?:[^\W_]|[°º/.\-–,:]+)(?: (?:[^\W_]|[°º/.\-–,:]+)){3,}(?=\s|$)")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of the head. `label` is its field's name ("" for none), `text` what follows the label.

    `goes_on`: it is not the first line of its field; `after`: it stands below the addressee; `stamped`: it is
    a stamp's own words; `near`: it stands close to a stamp's words; `opens`: no field, lead-in or addressee stands
    above it.
    """

    text: str
    box: Box
    label: str = ""
    goes_on: bool = False
    after: bool = False
    stamped: bool = False
    near: bool = False
    confidence: float = 1.0
    printed: str = ""
    bare: str = ""  # the document's kind that the label names: "OFICIO: X/1"
    opens: bool = False


def unspaced(text: str) -> str:
    """A text whose letters are set apart ("O F I C I O") without these blanks."""
    return _SPACED.sub(lambda spaced: spaced.group().replace(" ", ""), text)


def head_lines(layout: Layout, page: Page, words: LayoutVocabulary) -> list[HeadLine]:
    """The lines of the page's head, top to bottom; those taken for furniture, as repeated ones are, too."""
    rows = labelled_rows(page.lines, words)[:MAX_ROWS]
    bottom = _bottom(rows, layout, page, words)
    stamps = [line.box for row in rows for line in row if _is_stamp(line, words)]
    found: list[HeadLine] = []
    after = False
    for line in (line for row in rows for line in row if line.box.top < bottom):
        text = unspaced(line.text)
        match = words.labels.match(fold(text))
        label = match.lastgroup or "" if match else ""
        is_stamp, is_near = _is_stamp(line, words), any(_is_near(line.box, stamp) for stamp in stamps)
        if match and label:
            bare = text[: match.end()].strip(" :.-") if label == "number" else ""
            rest = text[match.end() :].strip()
            one = HeadLine(rest, line.box, label, False, after, is_stamp, is_near, printed=text, bare=bare)
        else:
            field = _continued(line, found, words)
            after = after or (not field and len(text) < PROSE and bool(words.addressees.match(fold(text))))
            one = HeadLine(text, line.box, field.label if field else "", bool(field), after, is_stamp, is_near)
            opens = not (field or after or any(other.label or other.text.endswith(":") for other in found))
            one = replace(one, confidence=line.confidence, printed=text, opens=opens)
        found.append(one)
    return found


def _bottom(rows: Sequence[Sequence[Line]], layout: Layout, page: Page, words: LayoutVocabulary) -> float:
    """Where the head ends: above the first prose, recital, greeting, list or closing below its last field."""
    head = list(_places(layout, page, "head"))
    least = max((box.bottom for box in head), default=0.0)
    for number, row in enumerate(rows):
        top = min(line.box.top for line in row)
        if top >= LOWEST * page.height:
            return LOWEST * page.height
        if top < least - 1 and head:
            continue
        for line in row:
            folded = fold(line.text)
            if words.labels.match(folded) or is_number(line.text, words):
                continue
            begins = (words.greetings, words.closings, words.openings, words.salutations)
            ends = any(phrases.match(folded) for phrases in begins) or folded in words.columns
            titled = (number < TITLE_ROWS and line.text.isupper()) or date_alone(line.text, words.days)
            if ends or _is_item(line.text) or (is_prose(line.text, words) and not titled):
                return top
    return LOWEST * page.height


def is_prose(text: str, words: LayoutVocabulary) -> bool:
    """Is a line so long, of so many words, that it is a sentence's, and no motto or furniture?"""
    folded = fold(text)
    long = len(folded) > PROSE and folded.count(" ") > PROSE_BLANKS
    return long and folded not in words.mottos and folded not in words.furniture


def _is_item(text: str) -> bool:
    marker = read_marker(text)
    return marker is not None and marker.certain


def _places(layout: Layout, page: Page, kind: str) -> Iterator[Box]:
    blocks = [block for block in layout.blocks if block.kind == kind]
    for block in blocks:
        yield from (span.box for span in layout.spans if span.page == page.number and _holds(block, span.start))


def _holds(block: Block, offset: int) -> bool:
    return block.start <= offset < block.end


def _is_stamp(line: Line, words: LayoutVocabulary) -> bool:
    folded = fold(line.text)
    return len(folded) < PROSE and folded in words.stamps and not words.labels.match(folded)


def _is_near(box: Box, stamp: Box) -> bool:
    height = max(stamp.bottom - stamp.top, box.bottom - box.top)
    apart = max(stamp.top - box.bottom, box.top - stamp.bottom)
    middle = (box.x0 + box.x1) / 2
    return (
        apart < STAMP * height
        and stamp.x0 - height < middle < stamp.x1 + 2 * height
        and abs(middle - (stamp.x0 + stamp.x1) / 2) < max(stamp.x1 - stamp.x0, 40.0)
    )


def _continued(line: Line, found: Sequence[HeadLine], words: LayoutVocabulary) -> HeadLine | None:
    """The labelled field above that this line goes on with: close below it, and not set as a field of its own."""
    folded = fold(line.text)
    if words.salutations.match(folded) or words.addressees.match(folded):
        return None
    height = line.box.bottom - line.box.top
    above = [
        field
        for field in found
        if -0.3 * height < line.box.top - field.box.bottom < TIGHT * height
        and field.box.x0 - 2 < line.box.x0 < field.box.x1
    ]
    field = max(above, key=lambda field: (field.box.bottom, field.box.x0), default=None)
    if field is None or not field.label:
        return None
    first = next(one for one in reversed(found) if one.label == field.label and not one.goes_on)
    if field.text.endswith((",", ";", ":", "-", " y", " e", " de", " del")):
        return field
    day = date_alone(line.text, words.days)
    place = day and place_before(line.text, next(dates_in(line.text, words.days))[1], words.days)
    if place and is_place(place):
        return None
    if line.box.x0 > first.box.x0 + ALIGNED:
        return field  # set in, below the value
    if line.box.top - field.box.bottom > CLOSE * height:
        return None
    if is_number(line.text, words):
        return field if field.label in ("reference", "subject") else None
    full = field.box.x1 - first.box.x0 > FULL * (max(line.box.x1, field.box.x1) - first.box.x0)
    return field if full or field.label == "reference" else None


def is_place(text: str) -> bool:
    """May this be a place, by its form: few words, the first with a capital, no figures?"""
    words = text.split()
    if not words or len(words) > MAX_PLACE_WORDS or any(char.isdigit() for char in text) or ":" in text:
        return False
    small = sum(word[:1].islower() for word in words)
    return text.strip("(\"“«'")[:1].isupper() and small <= 3


__all__ = ["HeadLine", "head_lines", "is_place", "is_prose", "unspaced"]
