"""A document's number as a text prints it: kind, sign, figures and marks, or these without a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.read.head.lines import ANEW, HeadLine, unspaced
from extractor.read.head.marks import MARK, YEAR
from extractor.read.head.settings import MAX_PLACE, MAX_SIGN, NUMBERS_MAX_BEFORE, SHORT_MARK
from extractor.read.layout.dates import NO_WORDS, find_date
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_PARTS = r"(?:\s?[-–—/]+\s?[\w.&()°º#]+)*"
_VALUE = re.compile(rf"[\w.&()°º#]+{_PARTS}(?:\s\([A-ZÁÉÍÓÚÑ][\w.&/ -]{{1,20}}\){_PARTS})?")
_DOTTED = re.compile(r"[.…]{2}")  # a blank to be filled in: "N° .......-2012"
_OFFICE = re.compile(
    r"(?<=[^\W\d_])\s(?:[nN][°º.]+\s?)?\d{1,3}(?:\s?[-–/]\s?[A-ZÑ][A-ZÑ.]*)+(?![\w–/-])"
)  # "…/UGEL 05-SJL/D", "…-UGEL N° 05-A/D", and no "14-MAR-11"
_MORE = re.compile(
    r"\s(?P<more>(?:[A-ZÁÉÍÓÚÑ][\w.&]*(?:(?:\s|\s?[-–/]\s?)[\w.&°º]+){0,8})?(?:\s?\([a-z]{1,3}\))?)[\s.]*$"
)  # "… -GR CUSCO/PR", "… /DNDT (e)": marks with blanks in them, to the end of the line
_DAY = re.compile(r"\d{1,2}\W{1,3}[^\W_]{2,}\W{1,3}\d{2}")
_DASH = re.compile(r"\s*[-–—]+\s*")
_SLASH = re.compile(r"\s*/+\s*")
_APART = re.compile(r"\s[-–—/|]\s(?!.*\s[-–—/|])")
_STROKE = re.compile(r"(?<!\s)[-–—/](?!\s)")
_COUNTER = re.compile(r"\d{1,2}")
_SIGNED = re.compile(r"\s*[nN][°º.o]+\s*(?=\d)")
_SHORT = re.compile(r"\d{1,6}(?:[-–/]\d{2,4})?\W*")
_SHORT_YEAR = re.compile(r"\d+\s?[-–/]\s?(?:\d{4}|\d{2})(?!\d)\W*")
_BRACKETED = re.compile(r"\([a-z]{1,3}\)")
_WITHOUT_KIND = re.compile(
    r"\W{0,2}(?P<value>(?=.*[A-Z])[\w.]+(?:(?:\s?[-–/]\s?|(?<=[A-Z]):(?=[A-Z]))[\w.]+){1,8}(?:\s\([A-Z]+\))?)\W*$"
)
_WITH_MARKS = re.compile(
    r"\d{1,6}[-–/](?:\d{2}|\d{4}|[A-ZÑ]{2,})[-–/ ]\(?[A-ZÑ]{2}.*"
)  # behind its sign: "807-22-GG", "76-MINSA-DM"; "05-TARATA" is an office's
_FIGURES = re.compile(r"(?P<value>\d[\w./-]*?)(?:\.\s?[-–—]|[-–—,])\s+")
SIGN = "N°"  # what stands for a sign that engines misread


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed in a text, blanks made even; its part without kind and sign; what stands around it."""

    number: str
    figures: str
    before: str
    after: str


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
    if (
        value is None
        or _DOTTED.match(value.group())
        or (match.group("marked") and not MARK.findall(value.group())[0].isupper())
    ):
        return None
    marks, before = value.group(), ""
    if office := _OFFICE.match(text, value.end()):
        marks += office.group()
    elif more := _more_marks(text, value):
        marks += more.group().rstrip()
    marks = marks[: _own_end(marks, words)]
    if not any(char.isdigit() for char in marks):
        signed = _SIGNED.match(text, value.end())
        more = _VALUE.match(text, signed.end()) if signed else None
        if signed is None or more is None:
            return None
        before, marks = f"{marks} {signed.group().strip()}", more.group()
    if find_date(marks, NO_WORDS) or not _is_title(text[match.start("extra") : match.end("extra")], words):
        return None
    kind = " ".join(text[match.start("kind") : match.end("kind")].split())
    extra = " ".join(text[match.start("extra") : match.end("extra")].split())
    sign = before or (SIGN if match.group("misread") else "".join(text[slice(*match.span("sign"))].split()))
    figures = _even(marks)
    number = " ".join(part for part in (kind, extra, sign, figures) if part)
    after = text[text.index(marks, match.end()) + len(marks) :]
    return Printed(number, figures, text[: match.start()], after)


def _own_end(marks: str, words: LayoutVocabulary) -> int:
    """Where a number ends before a page's counter or a day that a stroke between blanks sets apart from it.

    "12-2011-XY / 2", "12-2011-XY – pág. 2", "12-2011 – 9MAY2011"; not where all its strokes stand so.
    """
    apart = _APART.search(marks)
    if apart is None or not _STROKE.search(marks[: apart.start()]):
        return len(marks)
    tail = marks[apart.end() :]
    return apart.start() if is_day(tail, words) or tail[:1].islower() or _COUNTER.fullmatch(tail) else len(marks)


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


def is_day(text: str, words: LayoutVocabulary) -> bool:
    found = find_date(text, words.days)
    return found is not None and found[1:] == (0, len(text))


def is_place_and_date(text: str, words: LayoutVocabulary) -> bool:
    found = find_date(text, words.days)
    ends = found is not None and (len(text) - found[2] < 4 or ANEW.match(text, found[2]) is not None)
    return found is not None and ends and found[1] < 30 and text[:1].isupper()


def labelled(line: HeadLine, text: str, words: LayoutVocabulary) -> Printed | None:
    """The number under a label, with the kind that it names: "Número de oficio: X/1", "ORD.: N° 3/2011"."""
    sign = _sign(text, words)
    value = _VALUE.match(text, sign.end() if sign else 0)
    if value is None or not any(char.isdigit() for char in value.group()) or find_date(value.group(), NO_WORDS):
        return None
    if value.group()[0] in "-_./":
        return None
    figures = _even(value.group())
    kind = words.kind.search(fold(line.bare))
    named = line.bare[slice(*kind.span("kind"))] if kind else line.bare if len(line.bare) <= MAX_SIGN else ""
    printed = text[slice(*sign.span("sign"))] if sign else ""
    return Printed(" ".join(filter(None, (named, printed, figures))), figures, "", text[value.end() :])


def _sign(text: str, words: LayoutVocabulary) -> re.Match[str] | None:
    """The sign that a number begins with, and no mark that looks like one: "NO-2019-0031-AB"."""
    sign = words.sign.match(fold(text))
    return None if sign and text[sign.end() : sign.end() + 1] in ("-", "/") else sign


def without_kind(text: str, words: LayoutVocabulary) -> Printed | None:
    """A number that stands alone and has marks and a year: "DM-0456-05-2014", "Nº 4-2016-GM"."""
    if signed := _signed_within(text, words):
        return signed
    kind = words.kind.match(fold(text))
    if kind and ":" in kind.group() and (signed := _signed_within(text[kind.end() :], words)):
        return replace(signed, number=f"{text[slice(*kind.span('kind'))]} {signed.number}")
    sign = _sign(text, words)
    match = _WITHOUT_KIND.fullmatch(text, sign.end() if sign else 0)
    if match is None:
        return None
    value = _even(match["value"])
    marks = MARK.findall(value)
    shouts = all(mark[0].isupper() and mark[-1].isupper() for mark in marks)  # "MDRyT" shouts too
    figures = re.findall(r"\d+", value)
    dated = len(figures) > 1 and YEAR.search(value)
    if not shouts or not (dated or (sign and _WITH_MARKS.fullmatch(value))) or find_date(value, NO_WORDS):
        return None
    printed = text[slice(*sign.span("sign"))].strip() if sign else ""
    return Printed(" ".join(filter(None, (printed, value))), value, "", "")


def _signed_within(text: str, words: LayoutVocabulary) -> Printed | None:
    """Marks with strokes, and behind them a sign, a figure and the year: "ABC/DE/FG Nº 0601/20", "DM-No. 31"."""
    folded = fold(text)
    for start in (match.end() for match in re.finditer(r"[\s/–-]", text)):
        sign = words.sign.match(folded, start) if text[start : start + 1].isalpha() else None
        if sign is None:
            continue
        marks = text[:start]
        shouts = _BRACKETED.sub("", marks).upper() == _BRACKETED.sub("", marks)
        joined = marks[-1] in "/-–" and " " not in marks and _SHORT.fullmatch(text, sign.end())
        known = joined or ("/" in marks and _SHORT_YEAR.fullmatch(text, sign.end()))
        if known and shouts and sum(map(str.isalpha, marks)) > 1:
            figures = " ".join(text.split()).strip(" .-/")
            return Printed(figures, figures, "", "")
    return None


def behind_day(text: str, words: LayoutVocabulary) -> Printed | None:
    """A number behind place and day, to the end of the line: "Talca, 5 de junio de 2019. OFICIO N° 57"."""
    day = find_date(text, words.days)
    if day is None or day[1] >= MAX_PLACE or not text[:1].isupper():
        return None
    found = find_number(text[day[2] :].lstrip(" .,;-–—|"), words)
    return found if found and not found.before and not found.after.strip(" .") else None


def dated(text: str, words: LayoutVocabulary) -> Printed | None:
    """A sign and figures alone, place and day or the opening behind: "Núm. 76.- Santiago, 4 de mayo de 2006"."""
    sign = words.sign.match(fold(text))
    match = _FIGURES.match(text, sign.end()) if sign else None
    if sign is None or match is None:
        return None
    rest = text[match.end() :]
    if not is_place_and_date(rest, words) and not words.openings.match(fold(rest)):
        return None
    printed = text[slice(*sign.span("sign"))]
    after = "" if words.openings.match(fold(rest)) else rest
    return Printed(f"{printed} {match['value']}", match["value"], "", after)
