"""A sentence with its numbers: the noun that each counts by itself, what is around it, which date and place hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from extractor.core.model import DateSpan, Place
from extractor.filing.figures.words import (
    CHANGES,
    COUNTRY,
    DEED,
    IS,
    NOUN,
    OPENING,
    PEOPLE,
    RUNNING,
    SAME,
    UNTIL,
    WHOLE,
    FigureCue,
    Marks,
    linking,
)
from extractor.filing.settings import BEFORE, CLOSE, NEAR
from rules.models import Pack
from rules.words import fold

WORD = re.compile(r"[^\W_]+")
CUT = re.compile(r"[,;:.(]")


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=_Placed)


@dataclass(frozen=True, slots=True)
class _Country:
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a sentence; `part` is the place of the number that it gives again in brackets, as a percentage."""

    start: int
    end: int
    value: float
    percent: bool = False
    whole: bool = False
    own: str = ""  # what it counts by its own noun
    named_to: int = 0  # where its noun ends


class NumberedSentence:
    """One sentence, its numbers in order, and what stands around each. A number is named by its place among them."""

    def __init__(
        self,
        marks: Marks,
        pack: Pack,
        numbers: Sequence[Number],
        start: int,
        end: int,
        dates: Sequence[DateSpan],
        places: Sequence[Place],
    ) -> None:
        self.marks, self.pack, self.start, self.end = marks, pack, start, end
        named = [self._named(number, place, numbers) for place, number in enumerate(numbers)]
        self.numbers = [one for one in named if one.own or self._is_figure(one)]  # "un" alone is an article
        self.dates = [one for one in dates if start <= one.start < end]
        countries = [
            _Country(one.start, one.end, one.code) for one in marks.within(start, end, COUNTRY) if self._is_there(one)
        ]
        here: list[Place | _Country] = [*(one for one in places if start <= one.start < end), *countries]
        self.places = sorted(here, key=lambda one: one.start)
        running = marks.within(start, end, RUNNING)
        self.running_from = running[0].start if running else None

    def _is_there(self, country: FigureCue) -> bool:
        """Is a country a place here, and no embassy's?"""
        before = WORD.findall(self.text(self.start, country.start))[-1:]
        return bool(before) and fold(before[0]) in self.pack.details.figures.toward

    def _is_figure(self, number: Number) -> bool:
        return number.value != 1 or any(map(str.isdigit, self.text(number.start, number.end)))

    def text(self, start: int, end: int) -> str:
        return self.marks.text[start:end]

    def after_last(self, place: int) -> int:
        return self.numbers[place - 1].end if place else self.start

    def until_next(self, place: int) -> int:
        return self.numbers[place + 1].start if place + 1 < len(self.numbers) else self.end

    def paired(self, place: int) -> int | None:
        """The place of the number that this one gives again: "41 (63%)", "20% (11)"."""
        for other in (place - 1, place + 1):
            if 0 <= other < len(self.numbers):
                first, then = sorted((place, other))
                one, two = self.numbers[first], self.numbers[then]
                between = self.text(one.end, two.start)
                if one.percent != two.percent and between.strip() == "(":
                    return other
        return None

    def window(self, place: int, number: Number) -> tuple[int, int]:
        """The words that describe a figure: up to the next one or the next comma, its own brackets passed over."""
        start, until = number.end, self.until_next(place)
        if self.paired(place) == place + 1:
            start, until = self.numbers[place + 1].end, self.until_next(place + 1)
            start += len(self.text(start, until)) - len(self.text(start, until).lstrip(" )"))
        if number.percent or self.paired(place) == place + 1:
            after = place + 1 + (self.paired(place) == place + 1)
            if after < len(self.numbers) and self.numbers[after].whole and not self.text(start, until).strip(" )")[7:]:
                verbs = self.marks.within(self.numbers[after].end, self.until_next(after), IS)
                return (verbs[0].end, self.until_next(after)) if verbs else (start, start)
        if number.whole and (verbs := self.marks.within(start, until, IS)):
            until = verbs[0].start
        cut = CUT.search(self.text(max(start, number.named_to), until))
        return start, max(start, number.named_to) + cut.start() if cut else until

    def _named(self, number: Number, place: int, numbers: Sequence[Number]) -> Number:
        """Give a number the noun that it counts by itself, and say whether it is a whole that parts are of."""
        until = numbers[place + 1].start if place + 1 < len(numbers) else self.end
        before = self.text(numbers[place - 1].end if place else self.start, number.start)
        whole = bool(self._just_before(number.start, WHOLE)) or self._opens(place, number)
        noun = self.noun_after(number.end, until) if not number.percent else None
        noun = noun or self._noun_before(number, before) or self._changed(number, place, numbers)
        return replace(number, whole=whole, own=noun[0] if noun else "", named_to=noun[1] if noun else number.end)

    def noun_after(self, start: int, until: int) -> tuple[str, int] | None:
        found = self.marks.within(start, until, NOUN, PEOPLE, DEED)
        for mark in sorted(found, key=lambda one: (one.start, one.kind == DEED)):
            between = WORD.findall(self.text(start, mark.start))
            if len(between) >= NEAR or any(fold(word) in linking(self.pack) for word in between):
                return None
            if CUT.search(self.text(start, mark.start)) or self.marks.within(start, mark.start, IS):
                return None
            return (f"{mark.kind}:{mark.code}", self._listed_to(mark, until))
        return None

    def _listed_to(self, mark: FigureCue, until: int) -> int:
        """Where a list of people ends: "niñas, niños y adolescentes"."""
        end = mark.end
        for other in self.marks.within(mark.end, until, PEOPLE) if mark.kind == PEOPLE else ():
            between = WORD.findall(self.text(end, other.start))
            if other.start < end or len(between) > 1 or any(fold(word) not in linking(self.pack) for word in between):
                break
            end = other.end
        return end

    def _opens(self, place: int, number: Number) -> bool:
        """Does the sentence begin with a whole that parts are of: "De 80 denuncias, 20 …"?"""
        said = self._just_before(number.start, OPENING) if place == 0 else []
        return any(not WORD.search(self.text(self.start, one.start)) for one in said)

    def _changed(self, number: Number, place: int, numbers: Sequence[Number]) -> tuple[str, int] | None:
        """The noun of the second figure of "las denuncias pasaron de 18 a 27": that of the first."""
        if not place or number.percent or not self._just_before(numbers[place - 1].start, CHANGES):
            return None
        first = numbers[place - 1]
        if fold(self.text(first.end, number.start)).strip() not in self.pack.details.figures.changed:
            return None
        named = self._named(first, place - 1, numbers)
        return (named.own, number.end) if named.own else None

    def _noun_before(self, number: Number, before: str) -> tuple[str, int] | None:
        """The noun of "las víctimas fueron 287", "denuncias: 14" or "docentes capacitados: 340"."""
        start = number.start - len(before)
        nouns = [
            one
            for one in self.marks.within(start, number.start, NOUN, PEOPLE, DEED)
            if one.kind != DEED or self._is_noun(one)
        ]
        if not nouns or number.percent:
            return None
        last = nouns[-1]
        if start != self.start and not WORD.search(self.text(start, last.start)):
            return None  # it is the noun of the number before
        between = self.text(last.end, number.start)
        told = bool(self.marks.within(last.end, number.start, IS, CHANGES)) or between.strip() in (":", "=", "(")
        told = told or between.rstrip().endswith(":")
        short = len(WORD.findall(between)) <= CLOSE
        return (f"{last.kind}:{last.code}", number.end) if told and short and "," not in between else None

    def _is_noun(self, deed: FigureCue) -> bool:
        """Does a deed stand for the people it was done with: "los detenidos", "el número de detenidos"?"""
        before = WORD.findall(self.text(self.start, deed.start))[-1:]
        return bool(before) and fold(before[0]) in self.pack.reading.particles

    def _just_before(self, place: int, kind: str) -> list[FigureCue]:
        return [
            mark
            for mark in self.marks.within(max(self.start, place - BEFORE), place, kind)
            if not WORD.search(self.text(mark.end, place)) and not CUT.search(self.text(mark.end, place))
        ]

    def day_of(self, place: int, number: Number) -> DateSpan | None:
        days = [day for day in self.dates if not self._just_before(day.start, UNTIL) or day.first != day.last]
        if found := self._scoped(place, number, days):
            return found
        same = self.marks.within(self.after_last(place), number.start, SAME)
        earlier = [day for day in days if same and day.end <= same[0].start]
        return earlier[-1] if earlier else None

    def place_of(self, place: int, number: Number) -> Place | _Country | None:
        return self._scoped(place, number, self.places)

    def _scoped(self, place: int, number: Number, things: Sequence[P]) -> P | None:
        """The date or place that holds for a figure: the only one, the one it follows, or the one that follows it.

        Where the first of several stands before the first figure, each stands before its own; else behind it. What is
        said of a whole behind its parts is not said of the whole, nor of its parts what is said with it.
        """
        bracketed = [one for one in things if self.holds(one, number)]
        if bracketed:
            return bracketed[-1]
        things = [one for one in things if not any(self.holds(one, other) for other in self.numbers)]
        own = [one for one in things if number.end <= one.start < self.until_next(place)]
        if number.whole:
            leading = [one for one in things if one.end <= self.numbers[0].start]
            found = own or leading
            return found[0] if len(found) == 1 else None
        wholes = [self._span_of(at) for at, other in enumerate(self.numbers) if other.whole and at < place]
        free = [one for one in things if not any(start <= one.start < end for start, end in wholes)]
        if len(free) == 1:
            return free[0]
        if not free:
            return None
        leading_mode = free[0].end <= self.numbers[0].start
        before = [one for one in free if self.after_last(place) <= one.start < number.start]
        chosen = [*before, *own] if leading_mode else own
        return chosen[0] if len(chosen) == 1 else None

    def holds(self, one: _Placed, number: Number) -> bool:
        """Does a figure stand in brackets, or after a colon, behind a date or place: "Tacna (4)"?"""
        return one.end <= number.start and self.text(one.end, number.start).strip() in ("(", ":", "=")

    def _span_of(self, place: int) -> tuple[int, int]:
        return self.numbers[place].end, self.until_next(place)
