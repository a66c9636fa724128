"""The lines of the first page's head as evidence: where each stands, under which label, in a stamp or of the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractor.core.model import Block, Box, Layout, Line, Page
from extractor.read.head.marks import YEAR
from extractor.read.head.settings import (
    ALIGNED,
    ASIDE,
    BELOW_DAY,
    CLOSE,
    FULL,
    LOWEST,
    MAX_AFTER,
    MAX_PLACE_WORDS,
    MAX_ROWS,
    PROSE,
    PROSE_BLANKS,
    STAMP,
    SUMMARY,
    TIGHT,
    TITLE_ROWS,
)
from extractor.read.layout.dates import date_alone, dates_in, find_date, place_before, words_before
from extractor.read.layout.head import CITING, is_number, labelled_rows
from extractor.read.layout.markers import read_marker
from extractor.read.layout.names import is_name
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_SPACED = re.compile(r"(?:(?<=\s)|^)(?:[^\W_]|[°º/.\-–,:]+)(?: (?:[^\W_]|[°º/.\-–,:]+)){3,}(?=\s|$)")
_TWO = re.compile(r" (?:[^\W_]|[°º/.\-–,:]+) (?:[^\W_]|[°º/.\-–,:]+)(?=\s|$)")  # in all these; it is found fast
LAST_PART = re.compile(r",|\.\s?[-–—]")  # "Av. Grau 12, Piura", "Núm. 76.- Santiago"
ANEW = re.compile(r"\s?\.\s?[-–—]\s?[^\W\d]")  # behind a day: "Santiago, 2 de mayo de 1985.- Hoy se decretó …"


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
    return text if not _TWO.search(text) else _SPACED.sub(lambda spaced: spaced.group().replace(" ", ""), text)


def head_lines(layout: Layout, page: Page, words: LayoutVocabulary) -> list[HeadLine]:
    """The lines of the page's head, top to bottom; those taken for furniture, as repeated ones are, too."""
    rows = labelled_rows(page.lines, words)[:MAX_ROWS]
    bottom, summary = _extent(rows, layout, page, words)
    stamps = [line.box for row in rows for line in row if _is_stamp(line, words)]
    found: list[HeadLine] = []
    after = False
    for line in (line for row in rows for line in row if line.box.top < bottom and id(line) not in summary):
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


def _extent(
    rows: Sequence[Sequence[Line]], layout: Layout, page: Page, words: LayoutVocabulary
) -> tuple[float, frozenset[int]]:
    """Where the head ends: above the first prose, recital, greeting, list or closing below its last field.

    And the lines above that are no field's, by identity: the summary between a decree's number and its day.
    """
    head = list(_places(layout, page, "head"))
    least = max((box.bottom for box in head), default=0.0)
    summary: set[int] = set()
    passed = -1  # the row of the day below a summary
    for number, row in enumerate(rows):
        top = min(line.box.top for line in row)
        if top >= LOWEST * page.height:
            break
        if number <= passed or (top < least - 1 and head):
            continue
        for line in row:
            if _ends(line, number, words):
                return top, frozenset(summary)
            if is_prose(line.text, words) and not _is_title(line, number, words):
                passed = _day_below(rows, number, words)
                if passed < 0:
                    return top, frozenset(summary)
                told = (line for row in rows[number : passed + 1] for line in row)
                summary |= {id(line) for line in told if not _dates(line, words)}
                break
    return LOWEST * page.height, frozenset(summary)


def _ends(line: Line, number: int, words: LayoutVocabulary) -> bool:
    """Does a row's line end the head, whatever follows?"""
    folded = fold(line.text)
    if words.labels.match(folded) or is_number(line.text, words):
        return False
    begins = (words.greetings, words.closings, words.openings, words.salutations)
    return any(phrases.match(folded) for phrases in begins) or folded in words.columns or _is_item(line.text)


def _is_title(line: Line, number: int, words: LayoutVocabulary) -> bool:
    """Is a long line no sentence's, but a name, a field or a title that holds its day?"""
    if words.labels.match(fold(line.text)) or is_number(line.text, words):
        return True
    if number < TITLE_ROWS and (line.text.isupper() or is_name(line.text, words)):
        return True
    found = find_date(line.text, words.days)
    place = found and LAST_PART.split(place_before(line.text, found[1], words.days))[-1].strip()
    dated = found and place and is_place(place) and ANEW.match(line.text, found[2])
    return bool(dated) or date_alone(line.text, words.days) is not None or title_day(line.text, words) is not None


def _day_below(rows: Sequence[Sequence[Line]], number: int, words: LayoutVocabulary) -> int:
    """The row of the day that stands apart below a summary and dates what opens below it; -1 if there is none."""
    opens = next((n for n, row in enumerate(rows[number:], number) if any(_opens(line, words) for line in row)), -1)
    for n in range(min(opens, number + SUMMARY) - 1, max(number, opens - 1 - BELOW_DAY), -1):
        if any(_dates(line, words) and _is_apart(line, rows[n - 1]) for line in rows[n]):
            return n
    return -1


def _opens(line: Line, words: LayoutVocabulary) -> bool:
    folded = fold(line.text)
    return any(phrases.match(folded) for phrases in (words.openings, words.salutations, words.addressees))


def _dates(line: Line, words: LayoutVocabulary) -> bool:
    """Does a line hold a day, a place before it at most?"""
    found = dates_in(line.text, words.days)
    if len(found) != 1 or len(line.text) - found[0][2] > MAX_AFTER:
        return False
    place = words_before(line.text, found[0][1])
    return not place or (is_place(place) and place[-1] != ":" and "," not in place[:-1])


def _is_apart(line: Line, above: Sequence[Line]) -> bool:
    """Does a line stand apart from the row above it, by white or to the side?"""
    height = line.box.bottom - line.box.top
    white = line.box.top - max(other.box.bottom for other in above)
    return white > CLOSE * height or all(abs(other.box.x0 - line.box.x0) > ASIDE for other in above)


def title_day(text: str, words: LayoutVocabulary) -> date | None:
    """The day that a title calls its document by: "Resolución de 9 de marzo de 2012, de la …, por la que …".

    Or a number with the year: "Orden ABC/12/2019, de 14 de mayo, por la que …".
    """
    numbered = words.number.match(fold(text))
    year = YEAR.search(text, numbered.end()) if numbered and text[:1].isupper() else None
    if year and text[year.end() :].startswith(", "):
        said = text[year.end() + 2 :].partition(",")
        link, _, rest = said[0].partition(" ")
        found = find_date(f"{rest} {year.group()}", words.days)
        whole = found is not None and found[1] == 0 and fold(link) in words.days.linking and said[1]
        return found[0] if found and whole else None
    kind = words.kind.match(fold(text))
    found = find_date(text, words.days) if kind and text[:1].isupper() else None
    if kind is None or found is None or found[1] < kind.end():
        return None
    between = fold(text[kind.end() : found[1]]).strip()
    return found[0] if between in words.days.linking and text[found[2] :].startswith(",") else None


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
    place = day and place_before(line.text, dates_in(line.text, words.days)[0][1], words.days)
    if place and is_place(place):
        return None
    if is_number(line.text, words) and field.label not in CITING:
        return None
    if line.box.x0 > first.box.x0 + ALIGNED:
        return field  # set in, below the value
    if line.box.top - field.box.bottom > CLOSE * height:
        return None
    if is_number(line.text, words):
        return field
    full = field.box.x1 - first.box.x0 > FULL * (max(line.box.x1, field.box.x1) - first.box.x0)
    return field if full or field.label == "reference" else None


def is_place(text: str) -> bool:
    """May this be a place, by its form: few words, the first with a capital, no figures?"""
    words = text.split()
    if not words or len(words) > MAX_PLACE_WORDS or any(char.isdigit() for char in text) or ":" in text:
        return False
    small = sum(word[:1].islower() for word in words)
    return text.strip("(\"“«'")[:1].isupper() and small <= 3


def is_word(before: str) -> bool:
    """One short word before a date: a weekday, or a place without a comma."""
    return before.isalpha() and len(before) < 16


__all__ = ["ANEW", "LAST_PART", "HeadLine", "head_lines", "is_place", "is_prose", "is_word", "title_day", "unspaced"]
