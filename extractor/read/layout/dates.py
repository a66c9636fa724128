"""Dates of letters, in figures, in words or stamped; a year that cannot be is no date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from extractor.read.layout.settings import DATED_LINE, MAX_AFTER, MAX_PLACE, PIVOT
from rules.models import DayForms
from rules.words import fold

YEARS = range(1980, 2100)  # others are misread
SAID_YEARS = range(1800, 2100)  # in words: nothing is misread for them
HUNDRED, THOUSAND = 100, 1000
_MISREAD = str.maketrans("oilsb", "01158")  # what OCR makes of figures, in folded text
_DAY = r"(?P<day>(?:[0-2]\s\d|3\s[01])(?!\s?\d)|[0-3oil]?[\doilsb])"  # a stamp's figures stand apart: "2 4 JUN. 2009"
_YEAR = (
    r"(?P<year>[12][\doil][\doilsb]{2}|20\s\d{2}(?!\d)|[12][.,]\s?\d{3}|[12]\s\d{3}|"
    r"(?<=[-/. ])(?!20\s\d{1,2}(?![:\d]))\d{2}(?!\d))"  # no "20" of "20 1", that is to be filled in
)
_IN_FIGURES = r"(?:\s*\(\d{1,2}\))?"  # "nueve (9) de mayo"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FULL_YEAR = r"(?P<year>[12]\d{3})"
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, eq=False)
class Days:
    """How days are written, folded: names of months, words of numbers, small words; compiled once."""

    months: Mapping[str, int]
    numerals: Mapping[str, int]
    forms: DayForms
    years: range = YEARS

    @cached_property
    def filled(self) -> re.Pattern[str]:
        """What may stand between a place and its date: "Toluca, a 3 de…"."""
        return re.compile(rf",\s*(?:\(?(?:{_choices(self.forms.filled)})\)?)?\s*$")

    @cached_property
    def linking(self) -> frozenset[str]:
        """The small words that join a document's kind to its day, folded."""
        return frozenset(fold(word) for word in self.forms.of)

    @cached_property
    def month_only(self) -> re.Pattern[str]:
        """A dateline whose day is left out."""
        of = _choices(self.forms.of)
        return re.compile(
            rf"\W*(?P<place>[^\W\d][^\d,]{{2,{MAX_PLACE}}}),[\s_.…]*(?:(?:{of})\s+)?(?P<month>{_choices(self.months)})"
            rf"\s*,?\s*(?:(?:{of})\s+)?{_FULL_YEAR}\W*"
        )

    @cached_property
    def patterns(self) -> dict[tuple[bool, bool], tuple[re.Pattern[str], ...]]:
        """Those that may find something, by whether a text has a figure and names a month.

        A month's name is only missing between cuts, figures where all is said.
        """
        every = date_patterns(tuple(self.months), tuple(self.numerals), self.forms)
        return {
            (has_figure, names_month): tuple(
                pattern
                for pattern in every
                if (names_month or "cut" in pattern.groupindex) and (has_figure or "said_year" in pattern.groupindex)
            )
            for has_figure in (False, True)
            for names_month in (False, True)
        }


def date_patterns(months: tuple[str, ...], numerals: tuple[str, ...], forms: DayForms) -> tuple[re.Pattern[str], ...]:
    """Patterns for folded text, the surest first.

    "14 de marzo de 2011", "24 DIC. 2011", "abril 16 de 2009", "02/03/11", "2011-03-14", "2011 julio 19", "catorce de
    marzo de dos mil once", "marzo catorce de dos mil once". `numerals` are the words of numbers.
    """
    month = rf"(?P<month>{_choices(months)})"
    word = rf"(?:{_choices(numerals)})"
    said = rf"{word}(?:\s+(?:(?:{_choices(forms.plus)})\s+)?{word}){{0,5}}"
    days, called, year, of = (rf"(?:{_choices(some)})" for some in (forms.days, forms.month, forms.year, forms.of))
    ordinal = rf"(?:\s?\.?\s?(?:{_choices(forms.ordinals)}|[°º]))?\.?"
    between = rf"(?:\s*{of}(?:\s+{year})?[\s.,:;]*|\s*[-./,]\s*|\s+)"  # OCR loses blanks and sees specks
    cut = rf"(?:{between}|\s+[a-z]\s+)"  # or of "de" but a letter
    of_month = rf"(?:\s+{days})?(?:\s+{of}\s+{called})?"  # "a los 4 días del mes de mayo"
    before = rf"(?:{days}\s+)?(?:{of}\s+)?(?:{called}\s+(?:{of}\s+)?)?"
    return (
        re.compile(rf"(?<![\w/.-]){_DAY}{ordinal}{of_month}{between}{month}\.?{cut}{_YEAR}(?!\w)"),
        re.compile(rf"(?<![\w/.-])(?P<day>[0-3]\d){month}(?P<year>(?:19|20)?\d\d)(?!\w)"),
        re.compile(rf"(?<!\w){month}\.?\s+{_DAY}(?:\s*,)?{between}{_FULL_YEAR}(?!\w)"),
        re.compile(rf"(?<![\w/.-]){_FULL_YEAR}[\s,./-]+(?:{month})\.?[\s,./-]+(?P<day>\d{{1,2}})(?![\w/.-])"),
        re.compile(
            r"(?<![\w/.-])(?P<day>\d{1,2})\s?(?P<cut>[/.-])\s?(?P<month>\d{1,2})\s?(?P=cut)\s?(?P<year>\d{4}|\d{2})"
            r"(?![\w/-]|\.\d)"
        ),
        re.compile(
            rf"(?<![\w/.-])(?P<day>\d{{1,2}})(?P<cut>[/.-])(?P<roman>{'|'.join(_ROMAN)})(?P=cut)(?P<year>\d{{4}}|\d{{2}})"
            r"(?![\w/-]|\.\d)"
        ),
        re.compile(
            r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)(?P<cut>[/.-])(?P<month>\d{1,2})(?P=cut)(?P<day>\d{1,2})"
            r"(?:t(?=\d\d:)|(?![\w/-]))"
        ),
        re.compile(
            rf"(?<!\w)(?:{_DAY}|(?P<said>{said}){_IN_FIGURES})\s+{before}{month}\s+"
            rf"(?:{of}\s+)?(?:{year}\s+)?(?P<said_year>{said})(?!\w)"
        ),
        re.compile(rf"(?<!\w)(?P<said>{said}){_IN_FIGURES}\s+{before}{month}{between}{_YEAR}(?!\w)"),
        re.compile(
            rf"(?<!\w){month}\s+(?P<said>{said}){_IN_FIGURES}\s+{of}\s+(?:{year}\s+)?(?P<said_year>{said})(?!\w)"
        ),
    )


def _choices(words: Iterable[str]) -> str:
    folded = sorted({fold(word) for word in words}, key=lambda word: (len(word), word), reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in folded) or "(?!)"


NO_WORDS = Days({}, {}, DayForms())  # days in figures only


def dates_in(text: str, days: Days) -> tuple[tuple[date, int, int], ...]:
    """Return the dates of a text that can be, each with its offsets, in order."""
    return _dates_of_line(text, days) if len(text) < DATED_LINE else _dates(text, days)


def _dates(text: str, days: Days) -> tuple[tuple[date, int, int], ...]:
    folded = fold(text.replace("º", "°"))  # else "1º" is "1o", and "1o" may be a misread 10
    found: list[tuple[int, int, date]] = []
    has_figure, names_month = bool(_FIGURE.search(folded)), any(name in folded for name in days.months)
    for pattern in days.patterns[has_figure, names_month]:
        for match in pattern.finditer(folded):
            day = _date(match, days)
            if day is not None and not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), day))
    return tuple((day, start, end) for start, end, day in sorted(found))


_dates_of_line = lru_cache(maxsize=512)(_dates)  # layout and head ask for the lines of a page again and again


def find_date(text: str, days: Days) -> tuple[date, int, int] | None:
    """The first date of a text and its offsets; None if there is none that can be."""
    return next(iter(dates_in(text, days)), None)


def date_alone(text: str, days: Days) -> date | None:
    """The date of a line that holds a place and a date, and hardly anything else."""
    found = find_date(text, days)
    if found is None:
        return None
    day, start, end = found
    is_place = start <= MAX_PLACE or text[:start].rstrip().endswith(",")
    return day if is_place and len(text) - end < MAX_AFTER else None


def month_alone(text: str, days: Days) -> tuple[str, int, int] | None:
    """Place, year and month of a line that is dated without its day: "Calama, agosto de 2024", "Lima, __ de mayo…"."""
    found = days.month_only.fullmatch(fold(text)) if days.months else None
    if found is None or int(found["year"]) not in YEARS:
        return None
    return text[: found.end("place")].strip(), int(found["year"]), days.months[found["month"]]


def place_before(text: str, start: int, days: Days) -> str:
    """The place that a line names before its date: what stands before the last comma; "" if there is none."""
    before = days.filled.sub(",", text[:start]) if days.filled.search(text[:start].rstrip(" ")) else text[:start]
    return before.rpartition(",")[0].strip(" ,.:;-()")


def words_before(text: str, start: int) -> str:
    """All that a line says before its date."""
    return text[:start].strip(" ,.:;-()'\"")


def _date(match: re.Match[str], days: Days) -> date | None:
    months, numerals = days.months, days.numerals
    parts = match.groupdict()
    day = _number(parts["said"], numerals) if parts.get("said") else _figure(parts["day"])
    said_year = parts.get("said_year")
    year = _number(said_year, numerals) if said_year else _figure(re.sub(r"[\s.,]", "", parts["year"]))
    if not said_year and len(re.sub(r"[\s.,]", "", parts["year"])) == 2:
        year += 2000 if year < PIVOT else 1900
    roman = parts.get("roman")
    month = _ROMAN.index(roman) + 1 if roman else months.get(parts["month"]) or int(parts["month"])
    try:
        return date(year, month, day) if year in (SAID_YEARS if said_year else days.years) else None
    except ValueError:
        return None


def _figure(text: str) -> int:
    return int("".join(text.split()).translate(_MISREAD))


def _number(text: str, numerals: Mapping[str, int]) -> int:
    """What words of numbers say: "dos mil once", "treinta y uno"."""
    whole = part = 0
    for word in text.split():
        value = numerals.get(word)
        if value is None:
            continue
        if value == THOUSAND:
            whole, part = whole + max(1, part) * THOUSAND, 0
        else:
            part += value
    return whole + part
