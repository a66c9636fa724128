"""A letter's own number: kind of document, number sign, number and marks; and what only looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.core.model import Ground
from extractor.read.head.lines import HeadLine, unspaced
from extractor.read.head.marks import MARK, YEAR, marks_of
from extractor.read.head.settings import (
    MAX_SIGN,
    NUMBERS_ENOUGH,
    NUMBERS_LEAD,
    NUMBERS_MAX_BEFORE,
    SHORT_MARK,
    SURE,
)
from extractor.read.layout.dates import NO_WORDS, find_date
from extractor.read.layout.markers import read_marker
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_VALUE = re.compile(r"[\w.&()°º#]+(?:\s?[-–—/]+\s?[\w.&()°º#]+)*(?:\s\([A-ZÁÉÍÓÚÑ][\w.&/ -]{1,20}\))?")
_OFFICE = re.compile(
    r"(?<=[^\W\d_])\s\d{1,3}(?:\s?[-–/]\s?[A-ZÑ][A-ZÑ.]*)+(?![\w–/-])"
)  # "…/UGEL 05-SJL/D", and no "14-MAR-11"
_MORE = re.compile(
    r"\s(?P<more>(?:[A-ZÁÉÍÓÚÑ][\w.&]*(?:(?:\s|\s?[-–/]\s?)[\w.&°º]+){0,8})?(?:\s?\([a-z]{1,3}\))?)[\s.]*$"
)  # "… -GR CUSCO/PR", "… /DNDT (e)": marks with blanks in them, to the end of the line
_DAY = re.compile(r"\d{1,2}\W{1,3}[^\W_]{2,}\W{1,3}\d{2}")
_DASH = re.compile(r"\s*[-–—]+\s*")
_SLASH = re.compile(r"\s*/+\s*")
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d(?![\d])[^\d]*")
_NO_FIGURE = re.compile(r"(?:[xX]{2,}|0{2,})(?!\w)")  # in the place of one that is to be filled in
_ITEM = re.compile(r"\W*(?:\w{1,2}[.)]|[-•*+»])\s*$")
_WITHOUT_KIND = re.compile(r"\W{0,2}(?P<value>(?=[^\s]*[A-Z])[\w.]+(?:\s?[-–/]\s?[\w.]+){1,8})\W*$")
_FIGURES = re.compile(r"(?P<value>\d[\w./-]*?)(?:\.\s?[-–—]|[-–—,])\s+")
TITLE = "title"  # why a number is taken that begins a title
SIGN = "N°"  # what stands for a sign that engines misread


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed in a text, blanks made even; its part without kind and sign; what stands around it."""

    number: str
    figures: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Candidate:
    number: str
    figures: str
    confidence: float
    reason: str
    line: HeadLine


def read_number(text: str, words: LayoutVocabulary) -> str | None:
    """The document number in a head line as "OFICIO N° 605-2011-X/Y", blanks made even; None without one."""
    found = find_number(text, words)
    return found.number if found else None


def find_number(text: str, words: LayoutVocabulary) -> Printed | None:
    """The document number that a head line begins with, and what stands around it."""
    text = unspaced(text)
    match = words.number.search(fold(text))
    if match is None or match.start() > NUMBERS_MAX_BEFORE:
        return None
    value = _VALUE.match(text, match.end())
    if value is None:
        return None
    marks, last, before = value.group(), value, ""
    if office := _OFFICE.match(text, value.end()):
        marks, last = marks + office.group(), office
    elif more := _more_marks(text, value):
        marks, last = marks + more.group().rstrip(), more
    if not any(char.isdigit() for char in marks):
        signed = re.compile(r"\s*[nN][°º.o]+\s*(?=\d)").match(text, value.end())
        more = _VALUE.match(text, signed.end()) if signed else None
        if signed is None or more is None:
            return None
        before, marks, last = f"{marks} {signed.group().strip()}", more.group(), more
    if find_date(marks, NO_WORDS) or not _is_title(text[match.start("extra") : match.end("extra")], words):
        return None
    kind = " ".join(text[match.start("kind") : match.end("kind")].split())
    extra = " ".join(text[match.start("extra") : match.end("extra")].split())
    sign = before or (SIGN if match.group("misread") else "".join(text[slice(*match.span("sign"))].split()))
    figures = _even(marks)
    number = " ".join(part for part in (kind, extra, sign, figures) if part)
    return Printed(number, figures, text[: match.start()], text[last.end() :])


def _more_marks(text: str, value: re.Match[str]) -> re.Match[str] | None:
    """What goes on with a number's marks behind a blank: joined by strokes as they are, or a short mark; no date."""
    more = _MORE.match(text, value.end())
    if more is None or not more["more"] or not any(char.isalpha() for char in value.group()):
        return None
    marks = more["more"].partition("(")[0].strip()
    is_mark = not marks or len(marks) <= SHORT_MARK or any(stroke in marks for stroke in "-–/")
    return more if is_mark and marks == marks.upper() and not _DAY.search(marks) else None


def _even(figures: str) -> str:
    """Figures and marks without blanks around dashes and strokes."""
    return _SLASH.sub("/", _DASH.sub("-", figures)).strip(".-/ ")


def _is_title(extra: str, words: LayoutVocabulary) -> bool:
    """Are the words between kind and sign a title's, and not a sentence's?"""
    return all(word[:1].isupper() or word in words.title_words or not word[:1].isalpha() for word in extra.split())


def own_number(
    lines: Sequence[HeadLine], repeated: frozenset[str], marks: Iterable[str], words: LayoutVocabulary
) -> tuple[str | None, Ground]:
    """The letter's own number, or None where the head leaves it out or cites others only; and why.

    `repeated` are texts that stand on top of later pages too, `marks` those of the pack's bodies, folded.
    """
    plain = [line for line in lines if line.label in ("", "number") and not line.goes_on]
    known = frozenset(marks)
    candidates = [one for line in plain for one in _candidates(line, plain, repeated, known, words)]
    titles = [one for one in candidates if one.reason == TITLE]
    if len(titles) > 1:  # a list of documents
        candidates = [one for one in candidates if one not in titles]
    blank = next((line for line in plain if _is_blank(line, plain, words)), None)
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


def _candidates(
    line: HeadLine, plain: Sequence[HeadLine], repeated: frozenset[str], known: frozenset[str], words: LayoutVocabulary
) -> Iterator[Candidate]:
    if line.stamped and not find_number(line.text, words):
        return
    text = _whole(line, plain, words)
    found = find_number(text, words)
    confidence, reason = 0.95, "own_line"
    if found is None and line.label == "number":
        found, confidence, reason = _labelled(line, text, words), 0.93, "labelled"
    if found is None and not line.label and not line.after and not line.stamped:
        found, confidence, reason = _without_kind(text, words) or _dated(text, words), 0.8, "own_line_without_kind"
    if found is None or _ONLY_YEAR.fullmatch(found.figures):
        return
    year = words.of_year.match(fold(found.after))
    if year:
        found = replace(found, after="")
    yield _judged(found, line, confidence, reason, repeated, known, words)


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
    elif rest and not _is_place_and_date(rest, words):
        confidence -= 0.3 if len(rest) > 25 or rest[:1].islower() else 0.1
    if any(char.isalpha() for char in found.before):
        confidence -= 0.2
    if not found.number[:1].isupper():
        confidence -= 0.3
    if line.after:
        confidence -= 0.06
    if line.stamped:
        confidence -= 0.35
    own = set(marks_of(found.number))
    if own & known:
        confidence += 0.02
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


def _is_place_and_date(text: str, words: LayoutVocabulary) -> bool:
    found = find_date(text, words.days)
    return found is not None and found[1] < 30 and len(text) - found[2] < 4 and text[:1].isupper()


def _whole(line: HeadLine, plain: Sequence[HeadLine], words: LayoutVocabulary) -> str:
    """The line with the one beside or below it, where the number is printed in parts."""
    folded = fold(line.text)
    open_end = line.text.endswith(("-", "/", "–")) and not line.text.endswith((" /", " -"))
    lone = bool(words.blank.fullmatch(folded) or words.kind.fullmatch(folded) or words.blank.match(folded)) and not any(
        char.isdigit() for char in line.text
    )
    if line.text.isupper() and words.kind.match(folded) and not any(char.isdigit() for char in line.text):
        lone = True  # a kind with more words: "ORDENANZA REGIONAL", its number below it
    if not open_end and not lone:
        return line.text
    text, at = line.text, line
    for _ in range(2 if lone else 1):
        part = _next(at, plain)
        if part is None or part.label or not _goes_on(text, part.text, lone):
            return text
        text, at = f"{text}{'' if open_end else ' '}{part.text}", part
        if any(char.isdigit() for char in text):
            break
    return text


def _goes_on(text: str, below: str, lone: bool) -> bool:
    first = below.partition(" ")[0]
    if not lone:
        return not any(char.islower() for char in first)
    signed = re.match(r"[nN][°ºo.]+", below)
    return first[:1].isdigit() or bool(signed)


def _next(line: HeadLine, plain: Sequence[HeadLine]) -> HeadLine | None:
    """The part beside the line on its row, else the line close below it."""
    height = line.box.bottom - line.box.top
    beside = [
        other
        for other in plain
        if abs(other.box.top - line.box.top) < 0.4 * height and 0 < other.box.x0 - line.box.x1 < 8 * height
    ]
    if beside:
        return min(beside, key=lambda other: other.box.x0)
    below = [
        other
        for other in plain
        if 0.2 * height < other.box.top - line.box.top < 2.4 * height
        and other.box.x0 < max(line.box.x1, line.box.x0 + 60)
        and other.box.x1 > line.box.x0 - 3
    ]
    return min(below, key=lambda other: other.box.top, default=None)


def _is_blank(line: HeadLine, plain: Sequence[HeadLine], words: LayoutVocabulary) -> bool:
    """Does this line leave out the figure of its number?"""
    text = f"{line.bare} {line.text}".strip() if line.bare else line.text
    folded = fold(unspaced(text))
    found = find_number(_whole(line, plain, words), words)
    left_out = found is not None and bool(_NO_FIGURE.match(found.figures))
    if line.stamped or not (left_out or words.blank.match(folded)):
        return False
    return found is None or bool(_ONLY_YEAR.fullmatch(found.figures)) or not _begins_with_figure(found)


def _begins_with_figure(found: Printed) -> bool:
    return found.figures[:1].isalnum() and "_" not in found.number and not _NO_FIGURE.match(found.figures)


def _labelled(line: HeadLine, text: str, words: LayoutVocabulary) -> Printed | None:
    """The number under a label, with the kind that it names: "Número de oficio: X/1"."""
    value = _VALUE.match(text)
    if value is None or not any(char.isdigit() for char in value.group()) or find_date(value.group(), NO_WORDS):
        return None
    if value.group()[0] in "-_./":
        return None
    figures = _even(value.group())
    kind = words.kind.search(fold(line.bare))
    named = line.bare[slice(*kind.span("kind"))] if kind else line.bare if len(line.bare) <= MAX_SIGN else ""
    return Printed(f"{named} {figures}".strip(), figures, "", text[value.end() :])


def _without_kind(text: str, words: LayoutVocabulary) -> Printed | None:
    """A number that stands alone and has marks and a year: "DM-0456-05-2014", "Nº 4-2016-GM"."""
    sign = words.sign.match(fold(text))
    match = _WITHOUT_KIND.fullmatch(text, sign.end() if sign else 0)
    if match is None:
        return None
    value = _even(match["value"])
    marks = MARK.findall(value)
    shouts = all(mark.isupper() for mark in marks)
    if not shouts or not YEAR.search(value) or len(re.findall(r"\d+", value)) < 2 or find_date(value, NO_WORDS):
        return None
    printed = text[slice(*sign.span("sign"))].strip() if sign else ""
    return Printed(" ".join(filter(None, (printed, value))), value, "", "")


def _dated(text: str, words: LayoutVocabulary) -> Printed | None:
    """A number of a sign and figures alone, with place and day behind it: "Núm. 76.- Santiago, 14 de mayo de 2006"."""
    sign = words.sign.match(fold(text))
    match = _FIGURES.match(text, sign.end()) if sign else None
    if sign is None or match is None or not _is_place_and_date(text[match.end() :], words):
        return None
    printed = text[slice(*sign.span("sign"))]
    return Printed(f"{printed} {match['value']}", match["value"], "", text[match.end() :])


def _bare(figures: str) -> str:
    return "".join(re.findall(r"\w", fold(figures))).lstrip("0")


def _year(number: str) -> bool:
    return bool(YEAR.search(number))
