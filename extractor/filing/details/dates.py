"""Dates and spans of dates: "en junio de 2010", "01 y 02 de junio de 2011", "(May 2010 - Ene 2011)".

A text is cut into date parts (day, month, year, numeric date, "segundo semestre"). Parts joined by nothing but the
pack's small words make a run; a run is read from right to left, since "14 al 18 de setiembre del 2009" says month and
year once, at the end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from extractor.core.model import DateSpan
from extractor.filing.settings import BACK, DATES_GAP
from rules.models import Pack, Period
from rules.words import fold

Spans = Sequence[tuple[int, int]]

_PIECE = re.compile(r"\w+|[^\w\s]")
_TAKEN = "\0"  # joins nothing
_QUOTES = frozenset("'’´")
_DASHES = frozenset("-–—")
_WHOLE = ("iso", "isomonth", "numeric", "stamp", "monthly", "part")  # these lack nothing that follows


@dataclass(slots=True)
class _Point:
    """One date while it is read. `role` says how it follows the one before: "" (first), "to" or "also"."""

    start: int
    end: int
    role: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    part: tuple[int, int] | None = None  # number and length in months: second of 6
    short: bool = False  # the month is abbreviated


@dataclass(frozen=True, slots=True)
class _Reader:
    """The pack's date words, compiled."""

    parts: re.Pattern[str]
    months: dict[str, int]
    short: frozenset[str]
    roles: dict[str, str]
    ordinals: dict[str, int]
    lengths: dict[str, int]
    between: frozenset[str]
    month_after: tuple[str, ...]
    year_after: tuple[str, ...]
    not_after: tuple[str, ...]


@cache
def _reader(pack: Pack) -> _Reader:
    words = pack.details.dates
    months = {fold(name): number for name, number in pack.reading.months.items()}
    short = (a for a in months if any(b != a and b.startswith(a[:3]) and len(b) > len(a) for b in months))
    ordinals = {fold(name): number for name, number in words.ordinals.items()}
    lengths = {fold(name): months for name, months in words.parts.items()}
    roles = {fold(word): "of" for word in (*words.of, *words.fillers)}
    roles |= {fold(word): "also" for word in words.also} | {fold(word): "to" for word in words.to}
    first = "".join(sorted({re.escape(word[0]) for word in (*months, *ordinals)}))
    # no other place needs a closer look than a figure or the first letter of a word that matters
    pattern = rf"""(?=\d|(?<![^\W\d_])[{first}\d])(?:
        (?P<iso>(?<![\w/-])\d{{4}}-\d\d-\d\d(?![\w/-]))
      | (?P<isomonth>(?<![\w/-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\w/-]))
      | (?P<numeric>(?<![\w./-])\d{{1,2}}(?P<sep>[/.-])\d{{1,2}}(?P=sep)(?:\d{{4}}|\d\d)(?![\w/-]|\.\d))
      | (?P<stamp>(?<![\w/])\d{{1,2}}(?P<bar>/?)(?:{_any(months)})(?:(?P=bar)(?:(?:19|20)?\d\d))?(?![\w/]))
      | (?P<monthly>(?<![\w./-])\d{{1,2}}/\d{{4}}(?![\w/-]))
      | (?P<part>(?<!\w)(?P<ordinal>{_any(ordinals)})\s+(?P<length>{_any(lengths)})(?!\w))
      | (?P<month>(?<![^\W\d_])(?:{_any(months)})(?![^\W\d_]))
      | (?P<year>(?<!\d)(?:19|20)\d\d(?!\w))
      | (?P<day>(?<!\w)\d{{1,2}}(?:o|°|ro|er)?(?!\w))
      | (?P<junk>(?<!\w)\d{{3,}}(?!\w))
    )"""
    return _Reader(
        parts=re.compile(pattern, re.VERBOSE),
        months=months,
        short=frozenset(short),
        roles=roles,
        ordinals=ordinals,
        lengths=lengths,
        between=frozenset(map(fold, words.between)),
        month_after=_endings(words.month_after),
        year_after=_endings(words.year_after),
        not_after=_endings(words.not_after),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"


def _endings(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f" {' '.join(_PIECE.findall(fold(word)))}" for word in words)


def find_dates(text: str, pack: Pack, taken: Spans = (), cells: Spans = ()) -> tuple[DateSpan, ...]:
    """Return the dates and spans of dates named in `text`, in order.

    What lies in `taken` (cited norms) is passed over. Inside `cells` (date columns of a table) a month or a year counts
    without a word before it. A date without a year takes the only year that the text names, else it is no date.
    """
    reader = _reader(pack)
    folded = fold(text)
    for start, end in taken:
        folded = folded[:start] + _TAKEN * (end - start) + folded[end:]
    runs = [run for run in _runs(folded, reader) if _is_date(run, folded, reader, cells)]
    years = {point.year for run in runs for point in run if point.year}
    only = years.pop() if len(years) == 1 else None
    return tuple(span for run in runs for span in _spans(run, text, only))


def _runs(folded: str, reader: _Reader) -> Iterator[list[_Point]]:
    run: list[_Point] = []
    end = 0
    for match in reader.parts.finditer(folded):
        role, tight = (
            _role(folded[end : match.start()], reader) if run and match.start() - end <= DATES_GAP else ("", False)
        )
        if not (role and _extend(run[-1], match, role, tight, reader)):
            if not role or (role == "of" and not tight):
                if run:
                    yield run
                run = []
            run.append(_start(match, "also" if run and role in ("also", "of") else "to" if run else "", reader))
        end = match.end()
    if run:
        yield run


def _role(gap: str, reader: _Reader) -> tuple[str, bool]:
    """How the words of `gap` join two parts ("of", "to", "also", or "" if they do not), and whether they touch."""
    role = "of"
    for piece in _PIECE.findall(gap):
        if piece in _DASHES:
            role = "to"
        elif piece in ",/":
            role = "also" if role == "of" else role
        elif piece not in "." and piece not in _QUOTES:
            found = reader.roles.get(piece)
            if found is None:
                return "", False
            role = found if found != "of" else role
    return "to" if gap == ".." else role, gap in ("-", "–", "/", ".", "'", "’")


def _start(match: re.Match[str], role: str, reader: _Reader) -> _Point:
    point = _Point(match.start(), match.end(), role)
    found = match.group()
    if match["iso"]:
        point.year, point.month, point.day = map(int, found.split("-"))
    elif match["isomonth"]:
        point.year, point.month = map(int, found.split("-"))
    elif match["numeric"]:
        day, month, *year = found.split(match["sep"])
        point.day, point.month, point.year = int(day), int(month), _full_year(*year)
    elif match["stamp"]:
        day, month, *year = re.findall(r"\d+|[^\W\d_]+", found)  # "12FEB2011", day, month and year in one word
        point.day, point.month, point.year = int(day), reader.months[month], _full_year(*year)
    elif match["monthly"]:
        point.month, point.year = map(int, found.split("/"))
    elif match["part"]:
        point.part = reader.ordinals[match["ordinal"]], reader.lengths[match["length"]]
    elif match["month"]:
        point.month, point.short = reader.months[found], found in reader.short
    elif match["year"]:
        point.year = int(found)
    elif match["day"]:
        point.day = int(re.sub(r"\D", "", found))
    return point


def _full_year(year: str = "") -> int | None:
    """Two figures mean this century."""
    return int(year) + 2000 * (len(year) == 2) if year else None


def _extend(point: _Point, match: re.Match[str], role: str, tight: bool, reader: _Reader) -> bool:
    """Add a part to a date that still lacks it; say whether it belonged there."""
    whole = point.year is not None or any(match[form] for form in _WHOLE)
    if whole or (role == "to" and not tight and match["month"]):
        return False
    if match["junk"] and point.month is not None and role == "of":
        point.year = 0  # "octubre 1011": the year is misprinted, so the date is unknown
    elif match["month"] and point.month is None and point.part is None and role != "also":
        point.month = reader.months[match.group()]
    elif match["year"] and (point.month is not None or point.part is not None):
        point.year = int(match.group())
    elif match["day"] and tight and point.month is not None and len(match.group()) == 2 and match.group().isdigit():
        point.year = 2000 + int(match.group())  # "dic-10", "15-mar-11"
    elif match["day"] and role == "of" and point.month is not None and point.day is None:
        point.day = int(re.sub(r"\D", "", match.group()))  # "abril 16 de 2009"
    else:
        return False
    point.end = match.end()
    return True


def _is_date(run: list[_Point], folded: str, reader: _Reader, cells: Spans) -> bool:
    """Is a run a date rather than a number, a name ("Av. 28 de Julio") or part of a document's number?"""
    first, last = run[0], run[-1]
    if not any(point.month or point.part for point in run) and first.year is None:
        return False
    before, after = folded[first.start - 1 : first.start], folded[last.end : last.end + 2]
    if before in ("-", "/", "°") or (after[:1] in ("-", "/") and after[1:].isalnum()):
        return False
    words = _words_before(folded, first.start)
    if any(word in reader.between for word in words.split()[-4:]):
        _close_spans(run, words.split()[-4:], reader)
    if any(start <= first.start and last.end <= stop for start, stop in cells):
        return True
    if first.day is not None or first.part is not None:
        return any(point.year for point in run) or not words.endswith(reader.not_after)
    if first.month is None or folded[first.start : first.start + 4].isdigit():  # a file's number may be so
        return _stands_free(folded, first.start) or words.endswith(reader.year_after)
    return bool(first.year) or len(run) > 1 or _is_said_month(first, words, reader, folded)


def _is_said_month(point: _Point, words: str, reader: _Reader, folded: str) -> bool:
    return not point.short and (_stands_free(folded, point.start) or words.endswith(reader.month_after))


def _close_spans(run: list[_Point], words: list[str], reader: _Reader) -> None:
    """Turn the "y" of "entre marzo y agosto" into "to" (only small words stand between "entre" and the date)."""
    while words and reader.roles.get(words[-1]) == "of":
        words.pop()
    if words and words[-1] in reader.between and len(run) > 1 and run[1].role == "also":
        run[1].role = "to"


def _words_before(folded: str, position: int) -> str:
    return " " + " ".join(_PIECE.findall(folded[max(0, position - BACK) : position]))


def _stands_free(folded: str, position: int) -> bool:
    before = folded[max(0, position - 3) : position].rstrip()
    return not before or before[-1] in "(:;["


def _spans(run: list[_Point], text: str, only: int | None) -> list[DateSpan]:
    _share(run, only)
    spans: list[tuple[int, int, date, date]] = []
    for point in run:
        days = _days(point)
        if days is None:
            continue
        first, last = days
        if spans and point.role:
            start, _, before, after = spans[-1]
            if point.role == "to" and before <= last:
                spans[-1] = (start, point.end, before, last)
                continue
            if point.role == "also" and first == after + timedelta(1):
                spans[-1] = (start, point.end, before, last)
                continue
        spans.append((point.start, point.end, first, last))
    return [DateSpan(a, b, text[a:b], first.isoformat(), last.isoformat()) for a, b, first, last in spans]


def _share(run: list[_Point], only: int | None) -> None:
    """Fill what is said once for several dates: from the right, then from the left, then the only year of the text."""
    for left, right in zip(reversed(run[:-1]), reversed(run[1:]), strict=True):
        if left.day is not None and left.month is None and left.year is None:
            left.month = right.month
        if left.year is None and right.year and (left.month or left.part):
            later = left.month and right.month and left.month > right.month and right.role == "to"
            left.year = right.year - 1 if later else right.year
    for left, right in pairwise(run):
        if right.day is not None and right.month is None and right.year is None:
            right.month = left.month
        if right.year is None and left.year and (right.month or right.part):
            earlier = left.month and right.month and left.month > right.month
            right.year = left.year + 1 if earlier else left.year
    for point in run:
        if point.year is None and (point.month or point.part):
            point.year = only


def _days(point: _Point) -> tuple[date, date] | None:
    if not point.year or (point.day is not None and point.month is None):
        return None
    first_month, last_month = point.month or 1, point.month or 12
    if point.part is not None:
        number, length = point.part
        first_month, last_month = (number - 1) * length + 1, number * length
    if not (1 <= first_month <= last_month <= 12 and 1980 <= point.year <= 2079):
        return None
    length = monthrange(point.year, last_month)[1]
    if point.day is not None and not 1 <= point.day <= length:
        return None
    return date(point.year, first_month, point.day or 1), date(point.year, last_month, point.day or length)


def period_of(dates: Iterable[DateSpan], periods: Sequence[Period]) -> tuple[int | None, bool]:
    """Return the balance period that holds most days of `dates`, and whether they cross a period's border.

    Periods are published with a month in common (May 2009 – May 2010, May 2010 – May 2011). A span inside a period,
    that month included at either end, belongs to it; what lies wholly in the common month belongs to the later period,
    which is the one whose letters ask from that month on. None if no date falls in any period.
    """
    days: dict[int, int] = {}
    crosses = False
    for span in dates:
        first, last = date.fromisoformat(span.first), date.fromisoformat(span.last)
        shares = {p.number: (min(last, p.last) - max(first, p.first)).days + 1 for p in periods}
        whole = [p.number for p in periods if p.first <= first and last <= p.last]
        held = whole[-1:] or [number for number, share in shares.items() if share > 0]
        crosses |= not whole and bool(held)
        for number in held:
            days[number] = days.get(number, 0) + shares[number]
    best = max(days, key=lambda number: (days[number], number), default=None)
    return best, crosses or len(days) > 1
