"""The day that a letter is dated, told from days of receipt, of signature and of what it cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from extractor.core.model import Ground
from extractor.read.head.addresses import hosts_in
from extractor.read.head.figures import find_number
from extractor.read.head.lines import ANEW, LAST_PART, HeadLine, is_place, is_word, title_day
from extractor.read.head.marks import years_of
from extractor.read.head.numbers import is_title_of, stamp_over_blank
from extractor.read.head.settings import (
    DAYS_ENOUGH,
    DAYS_LEAD,
    DAYS_MAX_BEFORE,
    FAR,
    IN_STAMP,
    MAX_AFTER,
    MAX_PLACE,
)
from extractor.read.layout.dates import (
    NO_WORDS,
    SAID_YEARS,
    YEARS,
    dates_in,
    find_date,
    month_alone,
    place_before,
    words_before,
)
from extractor.read.layout.names import is_name
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_OLD_FIGURES = replace(NO_WORDS, years=SAID_YEARS)  # somebody's day of birth
_CLOCK = re.compile(r"\W*\d{1,2}:\d\d(?::\d\d)?\W*")  # behind a day: "2012-05-09 16:40:02"
_SIGNED = re.compile(r"\.\s?[-–—]\s?\w")  # "Madrid, 3 de mayo de 2011.–El Secretario"


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    confidence: float
    reason: str
    place: str = ""


def own_day(
    lines: Sequence[HeadLine],
    closing: Sequence[str],
    years: Sequence[int],
    cited: Sequence[date],
    words: LayoutVocabulary,
    last: Callable[[], Sequence[str]] = tuple,
    given: Callable[[], Sequence[date]] = tuple,
    signed: Callable[[], Iterable[date]] = tuple,
    text: str = "",
) -> tuple[Day | None, Ground]:
    """The day of the letter and why, None if the head says none that can be.

    `years` are those that number and motto bear out, `cited` the days of what the letter answers. `last` gives the
    letter's last lines, `given` the days of sentences that say when it is given, `signed` those alone in their lines
    beside who signs: looked at only where no other line is dated. Long ago is what no year of today stands in, neither
    in the head nor in `text`.
    """
    own = [line for line in _above_salutation(lines, words) if not _is_of_gazette(line, lines, words)]
    found = _dated(own, closing, words)
    found += [] if found else [*_in_month(own, closing, words), *_below(last(), words)]
    left_blank = any(month_alone(line.text, words.days) for line in own)
    found += [] if found or left_blank else [Day(day, 0.7, "below_body") for day in signed()]
    if not found and not any(
        year in YEARS for all_ in (text, *(line.text for line in lines)) for year in years_of(all_)
    ):
        old = replace(words, days=words.long_ago)
        sure = [line for line in own if line.confidence >= 1.0 and not find_date(line.text, _OLD_FIGURES)]
        found = _dated(sure, closing, old)
    found += [] if found else [Day(day, 0.7, "said_in_text") for day in given()]
    latest = max(cited, default=None)
    judged = [_judged(one, years, latest) for one in found]
    best = max(judged, key=lambda one: one.confidence, default=None)
    if best is None or best.confidence < DAYS_ENOUGH:
        return None, Ground("date", 0.0, best.reason if best else "not_printed")
    rivals = [one for one in judged if one.day != best.day and best.confidence - one.confidence < DAYS_LEAD]
    if rivals:
        return None, Ground("date", 0.0, "ambiguous")
    place = best.place or next((one.place for one in judged if one.day == best.day and one.place), "")
    return replace(best, place=place), Ground("date", round(best.confidence, 2), best.reason)


def _dated(lines: Sequence[HeadLine], closing: Sequence[str], words: LayoutVocabulary) -> list[Day]:
    dated = [*_in_head([*lines, *_over_two(lines, words)], words), *_in_title(lines, words)]
    return [*dated, *_in_closing(closing, words)]


def _above_salutation(lines: Sequence[HeadLine], words: LayoutVocabulary) -> list[HeadLine]:
    """The lines above that which greets, and what names its place: beside it stands a stamp, or a second column."""
    top = min((line.box.top for line in lines if words.salutations.match(fold(line.text))), default=None)
    above = [line for line in lines if top is None or line.box.bottom < top + 1]
    return [line for line in lines if line in above or place_before(line.text, len(line.text), words.days)]


def _judged(one: Day, years: Sequence[int], latest: date | None) -> Day:
    if years and not any(abs(one.day.year - year) <= 1 for year in years):
        return Day(one.day, 0.0, "year_not_borne_out", one.place)
    confidence = one.confidence
    if years and one.day.year not in years:
        confidence -= 0.15
    if latest is not None and one.day < latest:
        return Day(one.day, confidence - 0.3, "before_what_it_answers", one.place)
    return Day(one.day, confidence, one.reason, one.place)


def _in_head(lines: Sequence[HeadLine], words: LayoutVocabulary) -> Iterator[Day]:
    stamped = stamp_over_blank(lines, words)
    if stamped and (found := find_date(stamped.text, words.days)):
        yield Day(found[0], 0.8 * _sight(stamped.line), "beside_number")
    for line in lines:
        if line.label == "from" and hosts_in(line.text):
            days = [day for day, _, _ in dates_in(line.text, words.days)]
            yield from (Day(day, 0.9 * _sight(line), "beside_sender") for day in days[-1:])
        if line.stamped or line.label not in ("", "date", "number"):
            continue
        if line.label == "date" and not line.goes_on:
            found = find_date(line.text, words.days)
            if found and len(line.text) - found[2] < 40:
                place = place_before(line.text, found[1], words.days)
                sure = 0.97 - IN_STAMP * line.near  # "Fecha:" of a signature by machine is the day of signing
                yield Day(found[0], sure * _sight(line), "labelled", place if place[:1].isupper() else "")
        else:
            yield from _alone(line, words)


def _over_two(lines: Sequence[HeadLine], words: LayoutVocabulary) -> Iterator[HeadLine]:
    """Two lines as one where a day begins in the first and ends with the second: "Lima, 11 de mayo / de 2012"."""
    for above, line in pairwise(lines):
        if above.label or line.label or len(line.text) > MAX_PLACE:
            continue
        text = f"{above.text} {line.text}"
        days = dates_in(text, words.days)
        whole = len(days) == 1 and days[0][1] < len(above.text) < days[0][2] >= len(text.rstrip(" ."))
        if whole and not any(find_date(one.text, words.days) for one in (above, line)):
            yield replace(above, text=text)


def _is_of_gazette(line: HeadLine, lines: Sequence[HeadLine], words: LayoutVocabulary) -> bool:
    """Is a line a part of a page's head that names the gazette, its number and day of publication, and no place?"""
    found = find_date(line.text, words.days)
    if found is None or place_before(line.text, found[1], words.days):
        return False
    height = line.box.bottom - line.box.top
    beside = any(other is not line and abs(other.box.top - line.box.top) < height for other in lines)
    named = (other for other in lines if words.gazettes.match(fold(other.text)))
    return beside and any(-height < line.box.top - other.box.top < FAR * height for other in named)


def _in_title(lines: Sequence[HeadLine], words: LayoutVocabulary) -> Iterator[Day]:
    """The day on top of all that a title ends with, or that stands below a number with its year.

    "ACTA DE LA SESIÓN DEL DÍA 5 DE MAYO DE 2012", over more than a line; "CIRCULAR 18 DE 2010", below it "(Mayo 23)".
    """
    for line in lines:
        if line.opens and (called := title_day(line.text, words)):
            yield Day(called, 0.82 * _sight(line), "in_title")
    title = [line for line in lines if line.opens and line.text.isupper() and not (line.stamped or line.near)]
    text = " ".join(line.text for line in title)
    folded = fold(text)
    cites = len(words.number.findall(folded)) > 1  # "… QUE DEROGA LA ORDENANZA N° 3 DEL 5 DE MAYO DE 2012"
    if len(title) > 1 and not cites and words.kind.search(folded) and len(days := dates_in(text, words.days)) == 1:
        yield Day(days[0][0], 0.7 * min(map(_sight, title)), "in_title")
    for above, line in pairwise(lines):
        year = next(iter(years_of(above.text)), None)
        if line.opens and year and line.text.startswith("(") and find_number(above.text, words):
            whole = find_date(f"{line.text.strip('()')} {year}", words.days)
            if whole is not None and whole[1] == 0:
                yield Day(whole[0], 0.85 * _sight(line), "below_number")


def _sight(line: HeadLine) -> float:
    return 1.0 if line.confidence >= 1.0 else 0.3 + 0.65 * line.confidence


def _alone(line: HeadLine, words: LayoutVocabulary) -> Iterator[Day]:
    """A date that ends its line, after a place, a number or nothing."""
    dates = dates_in(line.text, words.days)
    if len(dates) != 1:
        return
    day, start, end = dates[0]
    if _CLOCK.fullmatch(line.text, end):
        if not (line.after or line.near):  # else who receives it has timed it
            yield Day(day, 0.75 * _sight(line), "with_its_hour")
        return
    if sum(char.isalnum() for char in line.text[end:]) > MAX_AFTER and not _is_of_another(line.text[end:], words):
        return
    if line.text[end:].strip(" .,;").islower():
        return  # a sentence goes on: "Hubo en Piura, el 4 de mayo del 2012, un"
    before, place = words_before(line.text, start), place_before(line.text, start, words.days)
    number = find_number(line.text, words)
    if number is not None:
        rest = number.after[: max(0, len(number.after) - (len(line.text) - start))].strip(" .,;:-/|")
        if is_title_of(number, line, words):
            yield Day(day, 0.8 * _sight(line), "in_title")
        elif not words.cited.match(fold(number.after.strip(" .,;"))) and (not rest or is_place(rest)):
            yield Day(day, 0.86 * _sight(line), "beside_number", rest)
    elif place and is_place(place) and len(before) < MAX_PLACE:
        yield Day(day, (0.96 - 0.05 * line.near) * _sight(line), "after_place", place)
    elif place and is_place(last := LAST_PART.split(place)[-1].strip()) and len(before) < MAX_PLACE and not line.near:
        yield Day(day, 0.88 * _sight(line), "after_address", last)
    elif (
        line.near or fold(before) in words.title_words
    ):  # it goes on with the line above: "DECRETO N° 7 / DEL 3 de mayo"
        return
    elif before and line.text[:start].rstrip().endswith(":"):
        if len(before) < DAYS_MAX_BEFORE and _may_label(before, words):
            yield Day(day, 0.78 * _sight(line), "after_words")
    elif not before or is_word(before):
        yield Day(day, 0.9 * _sight(line), "alone")
    elif is_place(before) and len(before) < DAYS_MAX_BEFORE and _names_place(before, words):
        yield Day(day, 0.85 * _sight(line), "after_words")


def _names_place(before: str, words: LayoutVocabulary) -> bool:
    """Do words before a day name where, and do not say what was done on it: "Publicado el"?"""
    return is_name(before, words) and fold(before.split()[-1]) not in words.articles


def _may_label(before: str, words: LayoutVocabulary) -> bool:
    """Does a label that nobody knows begin as those of the letter's day do? Others are of any day: "Vence: …"."""
    match = words.labels.match(f"{fold(before.split()[0])} :")
    return match is not None and match.lastgroup == "date"


def _is_of_another(after: str, words: LayoutVocabulary) -> bool:
    """Does what stands behind a date begin anew: a document's number, or a sentence behind a stop and a dash?"""
    number = find_number(after.lstrip(" .,;-–—|"), words)
    return bool(ANEW.match(after)) or (number is not None and not number.before and not number.after.strip(" ."))


def _in_closing(texts: Iterable[str], words: LayoutVocabulary) -> Iterator[Day]:
    """A place and a date below the body, where the head has none."""
    for text in texts:
        for line in text.split("\n"):
            found = find_date(line, words.days)
            if found is None or fold(line) in words.stamps:
                continue
            place = place_before(line, found[1], words.days)
            ends = len(line) - found[2] <= MAX_AFTER or _SIGNED.match(line, found[2])
            if is_place(place) and ends and len(place) < 40:
                yield Day(found[0], 0.8, "below_body", place)


def _in_month(lines: Iterable[HeadLine], closing: Iterable[str], words: LayoutVocabulary) -> Iterator[Day]:
    """The day of a signature that falls in the month that the letter is dated with: "Calama, agosto de 2024"."""
    months = {found for line in lines if (found := month_alone(line.text, words.days))}
    days = [(day, text[:start].rstrip()) for text in closing for day, start, _ in dates_in(text, words.days)]
    signed = {day for day, before in days if before.endswith(":")}  # one alone is a stamp's of receipt
    within = {day for day in signed for place, year, month in months if (day.year, day.month) == (year, month)}
    if len(within) == 1 and len(months) == 1:
        yield Day(within.pop(), 0.75, "signed_in_its_month", next(iter(months))[0])


def _below(last: Sequence[str], words: LayoutVocabulary) -> Iterator[Day]:
    """A day alone in its line, or behind a place, below the body and above who signs, where nothing else dates.

    Without a place its month is named: figures alone may be of anything.
    """
    for above, line, under in zip(["", *last], last, last[1:], strict=False):
        found = find_date(line, words.days)
        stamped = fold(above) in words.stamps or fold(under) in words.stamps
        if found is None or stamped or len(line) - found[2] > MAX_AFTER:
            continue
        place = place_before(line, found[1], words.days)
        named = not words_before(line, found[1]) and find_date(line, NO_WORDS) is None
        if named or is_place(place):
            yield Day(found[0], 0.75, "below_body", place)


__all__ = ["Day", "own_day"]
