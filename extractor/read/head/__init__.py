"""The head of a letter: who wrote it, its number and date, what it answers and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.core.model import Head, Layout, Line, Page, Problem
from extractor.read.head.bodies import Bodies, Source, bodies_of
from extractor.read.head.numbers import marks_of, mend_marks, read_number, years_of
from extractor.read.layout.dates import date_alone
from extractor.read.layout.head import is_number, with_head_tables_opened
from extractor.read.layout.vocabulary import Vocabulary, vocabulary
from extractor.read.tables import in_reading_order, rows_of
from rules.models import Pack
from rules.words import fold

LETTERHEAD = 0.35  # of the first page's height, at most
MAX_KIND = 30  # characters of a document's kind and number sign, when its figures stand in the next line


@dataclass(frozen=True, slots=True)
class _Parts:
    """The texts that a head is read from."""

    letterhead: list[str]
    plain: list[str]  # head lines without a label
    labelled: dict[str, str]
    closing: list[str]
    furniture: list[str]


def read_head(layout: Layout, pages: Sequence[Page], pack: Pack) -> tuple[Head, tuple[Problem, ...]]:
    """Return what the letter's head says, and a problem each for an institution, number or date it does not say."""
    words, bodies = vocabulary(pack), bodies_of(pack)
    parts = _parts(layout, pages, words, bodies)
    number = _number(parts, words)
    institution = bodies.institution(list(_sources(parts, bodies)), marks_of(number))
    if number and pages and pages[0].source == "ocr":
        number = mend_marks(number, bodies.marks(institution))
    head = Head(
        institution,
        _unit(parts, institution, bodies, words),
        number,
        _date(parts, number, words),
        parts.labelled.get("reference"),
        parts.labelled.get("subject"),
    )
    return head, tuple(_problems(head))


def _problems(head: Head) -> Iterator[Problem]:
    for name in ("institution", "number", "date"):
        if getattr(head, name) is None:
            yield Problem("head", f"{name}_unknown")


def _parts(layout: Layout, pages: Sequence[Page], words: Vocabulary, bodies: Bodies) -> _Parts:
    plain: list[str] = []
    labelled: dict[str, str] = {}
    closing: list[str] = []
    for block in layout.blocks:
        text = layout.text[block.start : block.end]
        if block.kind == "closing":
            closing.append(text)
        elif block.kind == "head":
            label = words.labels.match(fold(text))
            if label and label.lastgroup and label.lastgroup != "number":
                labelled.setdefault(label.lastgroup, text[label.end() :].strip())
            else:
                plain.append(text)
    letterhead = list(_letterhead(with_head_tables_opened(pages[0], words), words, bodies)) if pages else []
    return _Parts(letterhead, plain, labelled, closing, [text for text in layout.furniture if text not in letterhead])


def _letterhead(page: Page, words: Vocabulary, bodies: Bodies) -> Iterator[str]:
    """The lines on top of the first page, down to the first that the head proper begins with; mottos left out."""
    top = [line for line in page.lines if line.box.bottom < LETTERHEAD * page.height]
    for row in rows_of(top):
        if any(_begins_head(line, words) for line in row):
            top = [line for line in top if line.box.bottom <= row[0].box.bottom + 1]
            break
    for line in in_reading_order(top):
        if not _begins_head(line, words) and fold(line.text) not in words.mottos:
            below = _line_below(line, top) if bodies.breaks_off(line.text) else None
            yield f"{line.text} {below.text}" if below else line.text


def _begins_head(line: Line, words: Vocabulary) -> bool:
    folded = fold(line.text)
    return bool(words.labels.match(folded) or words.addressees.match(folded)) or is_number(line.text, words)


def _line_below(line: Line, lines: list[Line]) -> Line | None:
    """The next line in the same column."""
    below = [
        other
        for other in lines
        if 0 < other.box.top - line.box.top < 2 * (line.box.bottom - line.box.top)
        and min(other.box.x1, line.box.x1) > max(other.box.x0, line.box.x0)
    ]
    return min(below, key=lambda other: other.box.top, default=None)


def _sources(parts: _Parts, bodies: Bodies) -> Iterator[Source]:
    last = max((number for number, text in enumerate(parts.letterhead) if bodies.names_body(text)), default=-1)
    for number, text in enumerate(parts.letterhead):
        yield Source(text, 5.5 if number == last else 3.0)  # the office that signs stands below those above it
    if "from" in parts.labelled:
        yield Source(parts.labelled["from"], 2.0)
    for text in parts.closing:
        if len(text) < 200:
            yield Source(text, 1.5)
    for text in parts.furniture:
        yield Source(text, 1.0)


def _number(parts: _Parts, words: Vocabulary) -> str | None:
    """The first number in the head's own lines; one that a line's end has cut in two is put together."""
    for text, below in pairwise([*parts.plain, "", *parts.letterhead, ""]):
        goes_on = text.endswith(("-", "/", "–")) and not any(char.islower() for char in below.partition(" ")[0])
        whole = f"{text}{below}" if goes_on else text
        number = read_number(whole, words.number)
        if number is None and len(text) < MAX_KIND and below[:1].isdigit():
            number = read_number(f"{text} {below}", words.number)
        if number:
            return number
    return None


def _unit(parts: _Parts, institution: str | None, bodies: Bodies, words: Vocabulary) -> str | None:
    """The office that signs: by the body's unit names, else the line under the body's name."""
    if institution is None:
        return None
    sender = [parts.labelled["from"]] if "from" in parts.labelled else []
    for texts in (parts.letterhead, sender, parts.closing, parts.furniture):
        unit = bodies.unit(institution, texts)
        if unit:
            return unit
    return next(iter(_lines_under_name(parts.letterhead, bodies, words)), None)


def _lines_under_name(letterhead: list[str], bodies: Bodies, words: Vocabulary) -> Iterator[str]:
    below = False
    for text in letterhead:
        if bodies.names_body(text):
            below = True
        elif below and len(text) > 8 and not any(char.isdigit() for char in text) and fold(text) not in words.furniture:
            yield bodies.calm(text)


def _date(parts: _Parts, number: str | None, words: Vocabulary) -> str | None:
    """The date under its label, else in a line that holds little else, in the head or at the end."""
    years = [*years_of(number), *_motto_years(parts, words)]
    labelled = [parts.labelled[name] for name in ("date",) if name in parts.labelled]
    for text in (*labelled, *parts.plain, *parts.letterhead, *parts.closing):
        day = date_alone(text, words.months)
        if day and (not years or any(abs(day.year - year) <= 1 for year in years)):
            return day.isoformat()
    return None


def _motto_years(parts: _Parts, words: Vocabulary) -> list[int]:
    text = fold(" ".join((*parts.plain, *parts.furniture)))
    return [year for motto, year in words.dated_mottos if motto in text]


__all__ = ["read_head"]
