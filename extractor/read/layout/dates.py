"""Dates of letters, in figures, in words or stamped; a year that cannot be is no date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from extractor.read.layout.settings import MAX_AFTER, MAX_PLACE, PIVOT
from rules.words import fold

YEARS = range(1980, 2100)  # others are misread
HUNDRED, THOUSAND = 100, 1000
NOTHING: Mapping[str, int] = MappingProxyType({})
_MISREAD = str.maketrans("oilsb", "01158")  # what OCR makes of figures, in folded text
_DAY = r"(?P<day>[0-3oil]?[\doilsb])"
_ORDINAL = r"(?:\s?\.?\s?(?:r[oa]|er[oa]?|[°º]))?\.?"
_YEAR = r"(?P<year>[12][\doil][\doilsb]{2}|[12][.,]\s?\d{3}|[12]\s\d{3}|(?<=[-/. ])\d{2}(?!\d))"
_IN_FIGURES = r"(?:\s*\(\d{1,2}\))?"  # "nueve (9) de mayo"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FULL_YEAR = r"(?P<year>[12]\d{3})"
_OF = r"(?:\s*(?:de\s+el|del?)(?:\s+ano)?[\s.,:;]*|\s*[-./,]\s*|\s+)"  # OCR loses blanks and sees specks
_OF_MONTH = r"(?:\s+dias?)?(?:\s+del?\s+mes)?"  # "a los 4 días del mes de mayo"
_FIGURE = re.compile(r"\d")
_FILLED = re.compile(r",\s*(?:\(?a\)?|a\s+los)?\s*$")  # "Toluca, a 3 de…"


@cache
def date_patterns(months: tuple[str, ...], numerals: tuple[str, ...] = ()) -> tuple[re.Pattern[str], ...]:
    """Patterns for folded text, the surest first.

    "14 de marzo de 2011", "24 DIC. 2011", "abril 16 de 2009", "02/03/11", "2011-03-14", "2011 julio 19", "catorce de
    marzo de dos mil once". `numerals` are the words of numbers.
    """
    month = rf"(?P<month>{_choices(months)})"
    word = rf"(?:{_choices(numerals)})"
    said = rf"{word}(?:\s+(?:y\s+)?{word}){{0,5}}"
    return (
        re.compile(rf"(?<![\w/.-]){_DAY}{_ORDINAL}{_OF_MONTH}{_OF}{month}\.?{_OF}{_YEAR}(?!\w)"),
        re.compile(rf"(?<![\w/.-])(?P<day>[0-3]\d){month}(?P<year>(?:19|20)?\d\d)(?!\w)"),
        re.compile(rf"(?<!\w){month}\.?\s+{_DAY}(?:\s*,)?{_OF}{_FULL_YEAR}(?!\w)"),
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
            r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)(?P<cut>[/.-])(?P<month>\d{1,2})(?P=cut)(?P<day>\d{1,2})(?![\w/-])"
        ),
        re.compile(
            rf"(?<!\w)(?:{_DAY}|(?P<said>{said}){_IN_FIGURES})\s+(?:dias?\s+)?(?:del?\s+)?(?:mes\s+(?:de\s+)?)?{month}\s+"
            rf"(?:del?\s+)?(?:ano\s+)?(?P<said_year>{said})(?!\w)"
        ),
        re.compile(
            rf"(?<!\w)(?P<said>{said}){_IN_FIGURES}\s+(?:dias?\s+)?(?:del?\s+)?(?:mes\s+(?:de\s+)?)?{month}{_OF}{_YEAR}(?!\w)"
        ),
    )


@cache
def _patterns_for(
    has_figure: bool, names_month: bool, months: tuple[str, ...], numerals: tuple[str, ...]
) -> tuple[re.Pattern[str], ...]:
    """The patterns that may find something: a month's name is only missing between cuts, figures where all is said."""
    return tuple(
        pattern
        for pattern in date_patterns(months, numerals)
        if (names_month or "cut" in pattern.groupindex) and (has_figure or "said_year" in pattern.groupindex)
    )


def _choices(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def dates_in(
    text: str, months: Mapping[str, int], numerals: Mapping[str, int] = NOTHING
) -> Iterator[tuple[date, int, int]]:
    """Yield the dates of a text that can be, each with its offsets, in order. `months`, `numerals`: folded words."""
    folded = fold(text.replace("º", "°"))  # else "1º" is "1o", and "1o" may be a misread 10
    found: list[tuple[int, int, date]] = []
    has_figure, names_month = bool(_FIGURE.search(folded)), any(name in folded for name in months)
    for pattern in _patterns_for(has_figure, names_month, tuple(months), tuple(numerals)):
        for match in pattern.finditer(folded):
            day = _date(match, months, numerals)
            if day is not None and not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), day))
    for start, end, day in sorted(found):
        yield day, start, end


def find_date(
    text: str, months: Mapping[str, int], numerals: Mapping[str, int] = NOTHING
) -> tuple[date, int, int] | None:
    """The first date of a text and its offsets; None if there is none that can be. `months`: folded names."""
    return next(dates_in(text, months, numerals), None)


def date_alone(text: str, months: Mapping[str, int], numerals: Mapping[str, int] = NOTHING) -> date | None:
    """The date of a line that holds a place and a date, and hardly anything else."""
    found = find_date(text, months, numerals)
    if found is None:
        return None
    day, start, end = found
    is_place = start <= MAX_PLACE or text[:start].rstrip().endswith(",")
    return day if is_place and len(text) - end < MAX_AFTER else None


def place_before(text: str, start: int) -> str:
    """The place that a line names before its date: what stands before the last comma; "" if there is none."""
    before = _FILLED.sub(",", text[:start]) if _FILLED.search(text[:start].rstrip(" ")) else text[:start]
    return before.rpartition(",")[0].strip(" ,.:;-()")


def words_before(text: str, start: int) -> str:
    """All that a line says before its date."""
    return text[:start].strip(" ,.:;-()")


def _date(match: re.Match[str], months: Mapping[str, int], numerals: Mapping[str, int]) -> date | None:
    parts = match.groupdict()
    day = _number(parts["said"], numerals) if parts.get("said") else _figure(parts["day"])
    said_year = parts.get("said_year")
    year = _number(said_year, numerals) if said_year else _figure(re.sub(r"[\s.,]", "", parts["year"]))
    if not said_year and len(re.sub(r"[\s.,]", "", parts["year"])) == 2:
        year += 2000 if year < PIVOT else 1900
    roman = parts.get("roman")
    month = _ROMAN.index(roman) + 1 if roman else months.get(parts["month"]) or int(parts["month"])
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _figure(text: str) -> int:
    return int(text.translate(_MISREAD))


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
