"""A letter's own number among those that its head prints; and what only looks like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.core.model import Ground, Page
from extractor.read.head.figures import (
    Printed,
    behind_day,
    dated,
    find_number,
    is_day,
    is_place_and_date,
    labelled,
    without_kind,
)
from extractor.read.head.lines import HeadLine, unspaced
from extractor.read.head.marks import YEAR, marks_of
from extractor.read.head.settings import (
    FOOT,
    INITIALS,
    LATEST,
    NUMBERS_ENOUGH,
    NUMBERS_LEAD,
    OLDEST,
    OVER_BLANK,
    PARTS,
    SURE,
)
from extractor.read.layout.dates import dates_in
from extractor.read.layout.markers import read_marker
from extractor.read.layout.names import is_name
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_DRAWN = re.compile(r"\W*_{3,}[\W_]*")
_DASHES = re.compile(r"[-–/]")
_STAMPED = re.compile(r"(?P<value>\d{1,6})(?=\s|$)")
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)(?!\d)")
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d(?![\d])[^\d]*")
_OPEN = re.compile(r"\d.*(?<!\.)(?P<stroke>[-–—/])\s*$")  # a number that goes on below: "OFICIO N° 12-2011-"
_REST = re.compile(r"[\w.&°º()]+(?:(?:\s?[-–—/]\s?|\s(?=\([A-Z]+\)))[\w.&°º()]+)*")  # there: "2014", "OAJ/lmv"
_NO_FIGURE = re.compile(r"(?:[xX]{2,}|0{2,})(?!\w)")  # in the place of one that is to be filled in
_ITEM = re.compile(r"\W*(?:\w{1,2}[.)]|[-•*+»])\s*$")
TITLE = "title"  # why a number is taken that begins a title


@dataclass(frozen=True, slots=True)
class Candidate:
    number: str
    figures: str
    confidence: float
    reason: str
    line: HeadLine


def own_number(
    lines: Sequence[HeadLine], repeated: frozenset[str], marks: Iterable[str], words: LayoutVocabulary
) -> tuple[str | None, Ground]:
    """The letter's own number, or None where the head leaves it out or cites others only; and why.

    `repeated` are texts that stand on top of later pages too, `marks` those of the pack's bodies, folded.
    """
    plain = [line for line in lines if line.label in ("", "number") and not line.goes_on]
    years = _years_around(lines, words)
    known = frozenset(marks)
    candidates = [one for line in plain for one in _candidates(line, plain, repeated, known, years, words)]
    candidates = [one for one in candidates if not any(_shortens(one, other) for other in candidates)]
    if not candidates and (stamped := stamp_over_blank(plain, words)):
        return stamped.figures, Ground("number", 0.75, "stamped_over_blank")
    titles = [one for one in candidates if one.reason == TITLE]
    if len(titles) > 1:  # a list of documents
        candidates = [one for one in candidates if one not in titles]
    blank = next((line for line in plain if _is_blank(line, plain, years, words)), None)
    if blank is not None:
        return None, Ground("number", 0.0, "left_blank")
    best = max(candidates, key=lambda one: one.confidence, default=None)
    if best is None or best.confidence < NUMBERS_ENOUGH:
        return None, Ground("number", 0.0, best.reason if best else "not_printed")
    others = [one for one in candidates if _bare(one.figures) != _bare(best.figures)]
    rival = max(others, key=lambda one: one.confidence, default=None)
    if rival is not None and best.confidence - rival.confidence < NUMBERS_LEAD and rival.confidence >= NUMBERS_ENOUGH:
        higher = min(best, rival, key=lambda one: one.line.box.top)
        if abs(best.line.box.top - rival.line.box.top) < 1 or not _year(higher.number):
            return None, Ground("number", 0.0, "ambiguous")
        return higher.number, Ground("number", 0.6, "first_of_several")
    return best.number, Ground("number", round(best.confidence, 2), best.reason)


def number_at_foot(pages: Sequence[Page], lines: Sequence[HeadLine], words: LayoutVocabulary) -> str | None:
    """The number that stands at the foot of a letter's pages alone, in small type: no norm's, none under a label."""
    sizes = Counter(line.size for page in pages for line in page.lines for _ in line.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    printed: dict[str, str] = {}
    for page in pages:
        for line in page.lines:
            small = line.size < usual and line.box.top > (1 - FOOT) * page.height
            found = find_number(line.text, words) if small and not words.norms.match(fold(line.text)) else None
            if found and not found.before and not found.after.strip() and not _ONLY_YEAR.fullmatch(found.figures):
                printed[_bare(found.figures)] = found.number
    cited = {_bare(line.text) for line in lines if line.label}
    if len(printed) != 1 or any(figures in text for figures in printed for text in cited):
        return None
    return next(iter(printed.values()))


def _shortens(one: Candidate, other: Candidate) -> bool:
    """Is a number the beginning of another that is printed in full: "INFORME N° 3-2011" on top of each page?"""
    short, full = (_DASHES.split(fold(which.figures)) for which in (one, other))
    begins = 1 < len(short) < len(full) and full[: len(short)] == short
    return begins and other.confidence >= NUMBERS_ENOUGH and _kind(one.number) == _kind(other.number)


def _kind(number: str) -> str:
    return fold(number).partition(" ")[0]


@dataclass(frozen=True, slots=True)
class StampedNumber:
    """A number that was stamped over the blank left for it, and the day beside it."""

    figures: str
    text: str
    line: HeadLine


def stamp_over_blank(lines: Sequence[HeadLine], words: LayoutVocabulary) -> StampedNumber | None:
    """The figures that stand close above or on a kind of document whose number is a drawn blank: "ORD.: ______"."""
    for line in lines:
        text = f"{line.bare} {line.text}".strip()
        kind = words.kind.match(fold(text))
        sign = kind and words.sign.match(fold(text), kind.end())
        end = sign.end() if sign else kind.end() if kind else 0
        if not kind or not _DRAWN.fullmatch(text[end:]):
            continue
        height = line.box.bottom - line.box.top
        for other in lines:
            found = _STAMPED.match(other.text)
            above = 0 <= line.box.top - other.box.top < OVER_BLANK * height
            if found and above and min(line.box.x1, other.box.x1) > max(line.box.x0, other.box.x0):
                rest = other.text[found.end() :].strip()
                if not rest or is_day(rest, words):
                    return StampedNumber(found["value"], rest, other)
    return None


def _candidates(
    line: HeadLine,
    plain: Sequence[HeadLine],
    repeated: frozenset[str],
    known: frozenset[str],
    years: frozenset[int],
    words: LayoutVocabulary,
) -> Iterator[Candidate]:
    if line.stamped and not find_number(line.text, words):
        return
    text = _whole(line, plain, words)
    found = find_number(text, words)
    confidence, reason = 0.95, "own_line"
    if found is None and line.label == "number":
        found, confidence, reason = labelled(line, text, words), 0.93, "labelled"
    if found is None and not line.label and not line.after and not line.stamped:
        found, confidence, reason = without_kind(text, words) or dated(text, words), 0.78, "own_line_without_kind"
        if found is None:
            found, confidence, reason = behind_day(text, words), 0.86, "beside_date"
    if found is None or (_ONLY_YEAR.fullmatch(found.figures) and _is_year(found.figures, years)):
        return
    if _is_cut_short(text, found):
        yield Candidate(found.number, found.figures, 0.2, "cut_short", line)
        return
    year = words.of_year.match(fold(found.after))
    if year:
        found = replace(found, after="")
    yield _judged(found, line, confidence, reason, repeated, known, words)


def _is_cut_short(text: str, found: Printed) -> bool:
    """Does a number end with a dash, and nothing below goes on with it? A speck behind marks and year cuts nothing."""
    cut = _OPEN.search(text)
    if cut is None or cut["stroke"] == "/" or found.after.strip(" -–—") or found.before.strip():
        return False
    return text[cut.start("stroke") - 1].isspace() or not (_year(found.number) and marks_of(found.number))


def _judged(
    found: Printed,
    line: HeadLine,
    confidence: float,
    reason: str,
    repeated: frozenset[str],
    known: frozenset[str],
    words: LayoutVocabulary,
) -> Candidate:
    rest = found.after.strip(" .,;:-/|")
    entitled = is_title_of(found, line, words)
    cited = words.cited.match(fold(rest)) and not entitled
    if cited or _ITEM.match(found.before) or read_marker(line.text):
        return Candidate(found.number, found.figures, 0.1, "cited", line)
    if entitled:
        confidence, reason = confidence - 0.2, TITLE
    elif rest and not is_place_and_date(rest, words):
        confidence -= 0.3 if len(rest) > 25 or rest[:1].islower() else 0.1
    if any(char.isalpha() for char in found.before):
        confidence -= 0.2
    if not found.number[:1].isupper():
        confidence -= 0.27
    if line.after:
        confidence -= 0.06
    if line.stamped:
        confidence -= 0.35
    own = set(marks_of(found.number))
    if own & known:
        confidence += 0.02
    elif not own and line.near and line.after:
        confidence -= 0.45  # a registry's: no office in it, in the stamp below the addressee
    elif not own and not _year(found.number):
        confidence -= 0.05
    if fold(line.text) in repeated:
        confidence, reason = confidence + 0.02, "on_every_page"
    if line.confidence < 1.0:
        confidence *= min(1.0, 0.3 + 0.7 * line.confidence)
    return Candidate(found.number, found.figures, min(SURE, confidence), reason, line)


def is_title_of(found: Printed, line: HeadLine, words: LayoutVocabulary) -> bool:
    """Does a number begin a title that goes on with its day or matter, on top of all: "CIRCULAR N° 6 DEL 3 DE MAYO"?"""
    titled = line.opens and not found.before.strip() and line.text[:1].isupper()
    return titled and bool(words.cited.match(fold(found.after.strip(" .,;:-/|"))))


def _whole(line: HeadLine, plain: Sequence[HeadLine], words: LayoutVocabulary) -> str:
    """The line with those beside or below it, where the number is printed in parts."""
    text, at = line.text, line
    for _ in range(PARTS):
        is_open, lone = _OPEN.search(text), _is_lone(text, words)
        if not is_open and not lone:
            return text
        part = next((one for one in _near(at, plain) if not one.label and _goes_on(text, one.text, lone, words)), None)
        if part is None:
            return text
        text, at = f"{text.rstrip() if is_open else f'{text} '}{part.text}", part
    return text


def _is_lone(text: str, words: LayoutVocabulary) -> bool:
    """Is there a kind, its number beside or below it? With more words, too: "ORDENANZA REGIONAL"."""
    if any(char.isdigit() for char in text):
        return False
    folded = fold(text)
    named = is_name(text, words) and words.kind.match(folded)
    return bool(words.kind.fullmatch(folded) or words.blank.match(folded) or named)


def _goes_on(text: str, below: str, lone: bool, words: LayoutVocabulary) -> bool:
    folded = fold(below)
    if lone:
        return below[:1].isdigit() or words.sign.match(folded) is not None
    if not _REST.fullmatch(below) or words.addressees.match(folded) or is_day(below, words):
        return False
    if text.endswith(" /") and below.isalpha() and len(below) > INITIALS:
        return False  # a town: "ORD. N° 118 /", below it "TALCA"
    *marks, last = ("".join(filter(str.isalpha, mark)) for mark in _DASHES.split(below))
    shouts = all(mark.isupper() or not mark for mark in (*marks, last if len(last) > INITIALS else ""))
    return shouts or (below.islower() and text.islower())


def _near(line: HeadLine, plain: Sequence[HeadLine]) -> Iterator[HeadLine]:
    """The part beside the line on its row, then the line close below it."""
    height = line.box.bottom - line.box.top
    beside = [other for other in plain if _is_beside(other, line) and 0 < other.box.x0 - line.box.x1 < 8 * height]
    below = [
        other
        for other in plain
        if 0.2 * height < other.box.top - line.box.top < 2.4 * height
        and other.box.x0 < max(line.box.x1, line.box.x0 + 60)
        and other.box.x1 > line.box.x0 - 3
    ]
    if beside:
        yield min(beside, key=lambda other: other.box.x0)
    if below:
        yield min(below, key=lambda other: (other.box.top, abs(other.box.x0 - line.box.x0)))


def _is_beside(other: HeadLine, line: HeadLine) -> bool:
    """Are two parts of one row, though one is written by hand and higher?"""
    shared = min(other.box.bottom, line.box.bottom) - max(other.box.top, line.box.top)
    return shared > 0.6 * min(other.box.bottom - other.box.top, line.box.bottom - line.box.top)


def _is_blank(line: HeadLine, plain: Sequence[HeadLine], years: frozenset[int], words: LayoutVocabulary) -> bool:
    """Does this line leave out the figure of its number, or say that it has none?"""
    text = f"{line.bare} {line.text}".strip() if line.bare else line.text
    folded = fold(unspaced(text))
    blank = words.blank.match(folded)
    found = find_number(_whole(line, plain, words), words)
    left_out = found is not None and bool(_NO_FIGURE.match(found.figures))
    if line.stamped or not (left_out or blank):
        return False
    if blank and blank["unnumbered"]:
        return True
    if found is None or not _begins_with_figure(found):
        return True
    return bool(_ONLY_YEAR.fullmatch(found.figures)) and _is_year(found.figures, years)


def _is_year(figures: str, years: frozenset[int]) -> bool:
    """May a first figure be the year behind a blank? None long before, or after all `years` of a head's days."""
    first = _YEAR_FIRST.match(figures)
    if first is None:
        return False
    year = int(first["year"])
    return year >= OLDEST and year <= max(years, default=LATEST) + 1


def _years_around(lines: Sequence[HeadLine], words: LayoutVocabulary) -> frozenset[int]:
    """The years of the days that a head names."""
    return frozenset(day.year for line in lines for day, _, _ in dates_in(line.text, words.days))


def _begins_with_figure(found: Printed) -> bool:
    return found.figures[:1].isalnum() and "_" not in found.number and not _NO_FIGURE.match(found.figures)


def _bare(figures: str) -> str:
    return "".join(re.findall(r"\w", fold(figures))).lstrip("0")


def _year(number: str) -> bool:
    return bool(YEAR.search(number))
