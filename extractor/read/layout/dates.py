"""Dates of letters, in words or stamped; a year that cannot be is no date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from rules.words import fold

MAX_PLACE = 60  # characters before a date: a place, not a sentence
MAX_AFTER = 12
YEARS = range(1980, 2100)  # others are misread
_MISREAD = str.maketrans("oilsb", "01158")  # what OCR makes of figures, in folded text
_DAY = r"(?P<day>[0-3oil]?[\doilsb])"
_YEAR = r"(?P<year>[12][\doil][\doilsb]{2}|[12][.,]\d{3})"


@cache
def date_patterns(months: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns for folded text: "14 de marzo de 2011", "24 DIC. 2011", "abril 16 de 2009", "02/03/2011"."""
    month = rf"(?P<month>{'|'.join(sorted(months, key=len, reverse=True)) or '(?!)'})"
    of = r"(?:\s*(?:de\s+el|del?)(?:\s+ano)?[\s.,:;]*|\s*[-./,]\s*|\s+)"  # OCR loses blanks and sees specks
    return (
        re.compile(rf"(?<!\w){_DAY}(?:ro|er|[°º])?{of}{month}\.?{of}{_YEAR}(?!\w)"),
        re.compile(rf"(?<!\w){month}\.?\s+{_DAY}(?:\s*,)?{of}{_YEAR}(?!\w)"),
        re.compile(r"(?<![\w/.-])(?P<day>\d{1,2})(?P<cut>[/.-])(?P<month>\d{1,2})(?P=cut)(?P<year>\d{4})(?![\w/-])"),
    )


def find_date(text: str, months: Mapping[str, int]) -> tuple[date, int, int] | None:
    """The first date of a text and its offsets; None if there is none that can be. `months`: folded names."""
    folded = fold(text)
    for pattern in date_patterns(tuple(months)):
        for match in pattern.finditer(folded):
            found = _date(match, months)
            if found is not None:
                return found, match.start(), match.end()
    return None


def date_alone(text: str, months: Mapping[str, int]) -> date | None:
    """The date of a line that holds a place and a date, and hardly anything else."""
    found = find_date(text, months) if any(char.isdigit() for char in text) else None
    if found is None:
        return None
    day, start, end = found
    is_place = start <= MAX_PLACE or text[:start].rstrip().endswith(",")
    return day if is_place and len(text) - end < MAX_AFTER else None


def _date(match: re.Match[str], months: Mapping[str, int]) -> date | None:
    day = int(match.group("day").translate(_MISREAD))
    year = int(match.group("year").translate(_MISREAD).replace(".", "").replace(",", ""))
    month = months.get(match.group("month")) or int(match.group("month"))
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
