"""Figures told in sentences: "52 detenidos", "de las cuales 67 eran mujeres", "el 45% de los 80 gobiernos locales"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from extractor.core.model import DateSpan, Figure, Place
from extractor.filing.details.counts import numbers_in
from extractor.filing.details.lexicon import NOUN as COUNTED
from extractor.filing.details.lexicon import MatchedText
from extractor.filing.figures.words import (
    AGE,
    BOTH,
    COUNTRY,
    DEED,
    IS,
    NATION,
    NOUN,
    PEOPLE,
    PURPOSE,
    REGISTER,
    RUNNING,
    SAME,
    SEX,
    THEM,
    UNTIL,
    WHOLE,
    FigureCue,
    Marks,
    age_spans,
    allowed_deeds,
    linking,
    marks_of,
)
from extractor.filing.settings import BEFORE, CLOSE, MANY, NEAR
from rules.models import Pack
from rules.words import fold

_PERCENT = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d+)?)\s?%")
_SENTENCE = re.compile(r"[.;]\s+(?=[A-ZÁÉÍÓÚÑ¿«\"])|\n")
_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"[,;:.(]")


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
class _Number:
    """A number of a sentence; `part` is the place of the number that it gives again in brackets, as a percentage."""

    start: int
    end: int
    value: float
    percent: bool = False
    whole: bool = False
    own: str = ""  # what it counts by its own noun
    named_to: int = 0  # where its noun ends


def find_figures(
    seen: MatchedText,
    pack: Pack,
    dates: Sequence[DateSpan],
    places: Sequence[Place],
    taken: Sequence[tuple[int, int]] = (),
) -> tuple[Figure, ...]:
    """Return the figures that a text tells, in order; numbers inside `taken` (dates, norms) are none.

    What a figure counts has to be said by a noun of the pack, beside it or beside the figure that it is a part of.
    """
    names = [(hit.start, hit.end) for hit in seen.hits[COUNTED] if not hit.label]  # what names a crime counts nobody
    marks = marks_of(seen.text, pack).without(names)
    if not marks.tells:
        return ()
    blocked = sorted([*taken, *((start, end) for start, end, _ in age_spans(seen.text, pack))])
    numbers = [_Number(start, end, value) for start, end, value in numbers_in(seen, pack, blocked)]
    numbers += [
        _Number(found.start(), found.end(), float(found[1].replace(",", ".")), percent=True)
        for found in _PERCENT.finditer(seen.text)
    ]
    numbers.sort(key=lambda number: number.start)
    begins = [number.start for number in numbers]
    figures: list[Figure] = []
    start = 0
    for end in [*(found.end() for found in _SENTENCE.finditer(seen.text)), len(seen.text)]:
        inside = numbers[bisect_left(begins, start) : bisect_left(begins, end)]
        if 0 < len(inside) <= MANY:
            figures += _Sentence(marks, pack, inside, start, end, dates, places).figures()
        start = end
    return tuple(figures)


class _Sentence:
    """One sentence, and what its numbers are figures of."""

    def __init__(
        self,
        marks: Marks,
        pack: Pack,
        numbers: Sequence[_Number],
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
        before = _WORD.findall(self._text(self.start, country.start))[-1:]
        return bool(before) and fold(before[0]) in self.pack.details.figures.toward

    def _is_figure(self, number: _Number) -> bool:
        return number.value != 1 or any(map(str.isdigit, self._text(number.start, number.end)))

    # --- nouns ---

    def _named(self, number: _Number, place: int, numbers: Sequence[_Number]) -> _Number:
        """Give a number the noun that it counts by itself, and say whether it is a whole that parts are of."""
        until = numbers[place + 1].start if place + 1 < len(numbers) else self.end
        before = self._text(numbers[place - 1].end if place else self.start, number.start)
        whole = bool(self._just_before(number.start, WHOLE))
        noun = self._noun_after(number.end, until) if not number.percent else None
        noun = noun or self._noun_before(number, before)
        return replace(number, whole=whole, own=noun[0] if noun else "", named_to=noun[1] if noun else number.end)

    def _noun_after(self, start: int, until: int) -> tuple[str, int] | None:
        found = self.marks.within(start, until, NOUN, PEOPLE, DEED)
        for mark in sorted(found, key=lambda one: (one.start, one.kind == DEED)):
            between = _WORD.findall(self._text(start, mark.start))
            if len(between) >= NEAR or any(fold(word) in linking(self.pack) for word in between):
                return None
            if _CUT.search(self._text(start, mark.start)) or self.marks.within(start, mark.start, IS):
                return None
            return (f"{mark.kind}:{mark.code}", self._listed_to(mark, until))
        return None

    def _listed_to(self, mark: FigureCue, until: int) -> int:
        """Where a list of people ends: "niñas, niños y adolescentes"."""
        end = mark.end
        for other in self.marks.within(mark.end, until, PEOPLE) if mark.kind == PEOPLE else ():
            between = _WORD.findall(self._text(end, other.start))
            if other.start < end or len(between) > 1 or any(fold(word) not in linking(self.pack) for word in between):
                break
            end = other.end
        return end

    def _noun_before(self, number: _Number, before: str) -> tuple[str, int] | None:
        """The noun of "las víctimas fueron 287" or "denuncias: 14": only small words stand between."""
        start = number.start - len(before)
        nouns = self.marks.within(start, number.start, NOUN, PEOPLE)
        if not nouns or number.percent:
            return None
        last = nouns[-1]
        if start != self.start and not _WORD.search(self._text(start, last.start)):
            return None  # it is the noun of the number before
        between = self._text(last.end, number.start)
        told = bool(self.marks.within(last.end, number.start, IS)) or between.strip() in (":", "=", "(")
        short = len(_WORD.findall(between)) <= CLOSE
        return (f"{last.kind}:{last.code}", number.end) if told and short and "," not in between else None

    def _just_before(self, place: int, kind: str) -> list[FigureCue]:
        return [
            mark
            for mark in self.marks.within(max(self.start, place - BEFORE), place, kind)
            if not _WORD.search(self._text(mark.end, place)) and not _CUT.search(self._text(mark.end, place))
        ]

    def _text(self, start: int, end: int) -> str:
        return self.marks.text[start:end]

    # --- figures ---

    def figures(self) -> Iterator[Figure]:
        """Yield the figures of the sentence."""
        root: Figure | None = None
        whole: Figure | None = None
        made: list[Figure | None] = []
        for place, number in enumerate(self.numbers):
            figure = self._figure(place, number, root, whole, made)
            made.append(figure)
            if figure and number.own and not number.percent:
                root = figure
            if figure and number.whole:
                whole = figure
        yield from filter(None, self._with_bases(made))

    def _figure(
        self, place: int, number: _Number, root: Figure | None, whole: Figure | None, made: Sequence[Figure | None]
    ) -> Figure | None:
        paired = self._paired(place)
        if paired is not None and paired < place and (first := made[paired]):
            return replace(first, start=number.start, end=number.end, text=self._text(number.start, number.end),
                           value=number.value, percent=number.percent)  # fmt: skip
        what = self._what(place, number, made) or self._of_whole(place, number)
        inherited = False
        if what and (parent := whole or root) and self._only_describes(place, number, what, parent):
            what, inherited = parent.what, True
        if not what and (parent := whole or root) and self._is_part(place, number):
            what, inherited = self._deed_between(place) or parent.what, True
        if not what:
            return None
        figure = self._described(place, number, what)
        if inherited and (parent := whole or root):
            described = figure.sex or figure.age or figure.purpose or figure.nation
            figure = replace(figure, running=parent.running and bool(described))
            if figure.first is None and not number.whole and parent is root and not (root.running or number.percent):
                figure = replace(figure, first=root.first, last=root.last)
        return figure

    def _only_describes(self, place: int, number: _Number, what: str, parent: Figure) -> bool:
        """Is the noun of a figure one of sex or age only, of those counted before: "67 eran mujeres y 24 varones"?"""
        people = {*allowed_deeds(self.pack), *self.pack.details.figures.deeds}
        if what not in allowed_deeds(self.pack) or parent.what not in people or number.own != f"{PEOPLE}:{what}":
            return False
        told = self.marks.within(number.end, number.named_to, PEOPLE)
        says = self.marks.within(number.end, number.named_to, SEX, AGE)
        return bool(told) and len(says) >= len(told) and self._is_joined(self._from(place), number.start)

    def _is_joined(self, start: int, end: int) -> bool:
        """Do only small words stand between two figures, and what is said of the first?"""
        said = self.marks.within(start, end, SEX, AGE, PURPOSE, NATION, COUNTRY, IS, PEOPLE)
        words = (word for word in _WORD.finditer(self.marks.text, start, end))
        return all(
            fold(word.group()) in linking(self.pack) or any(one.start <= word.start() < one.end for one in said)
            for word in words
        ) and not self._deeds(start, end)

    def _paired(self, place: int) -> int | None:
        """The place of the number that this one gives again: "41 (63%)", "20% (11)"."""
        for other in (place - 1, place + 1):
            if 0 <= other < len(self.numbers):
                first, then = sorted((place, other))
                one, two = self.numbers[first], self.numbers[then]
                between = self._text(one.end, two.start)
                if one.percent != two.percent and between.strip() == "(":
                    return other
        return None

    def _what(self, place: int, number: _Number, made: Sequence[Figure | None]) -> str:
        kind, _, code = number.own.partition(":")
        if kind != PEOPLE:
            return code
        allowed = allowed_deeds(self.pack)[code]
        after = [one for one in self._deeds(number.named_to, self._until(place)) if self._is_near(number.named_to, one)]
        before = self._deeds(self._from(place), number.start)
        for deed in (*after[:1], *reversed(before)):
            if deed.code in allowed:
                return deed.code
        last = made[-1] if made else None
        neighbours = len(_WORD.findall(self._text(self._from(place), number.start))) <= CLOSE + 2
        if last and neighbours and last.what in allowed and self.numbers[place - 1].own.startswith(PEOPLE):
            return last.what
        return code

    def _deeds(self, start: int, end: int) -> list[FigureCue]:
        return self.marks.within(start, end, DEED)

    def _is_near(self, start: int, deed: FigureCue) -> bool:
        """Does a deed follow a noun at once ("víctimas rescatadas") or behind "fueron"?"""
        words = _WORD.findall(self._text(start, deed.start))
        is_ = bool(self.marks.within(start, deed.start, IS))
        links = [word for word in words if fold(word) in linking(self.pack)]
        return len(words) <= NEAR and (not links or is_) and "," not in self._text(start, deed.start)

    def _of_whole(self, place: int, number: _Number) -> str:
        """What a percentage counts: the noun after "de los 80" or "de las"."""
        if not number.percent:
            return ""
        after = place + 1 + (self._paired(place) == place + 1)
        if after < len(self.numbers) and self.numbers[after].whole:
            return self._what(after, self.numbers[after], ())
        noun = self._noun_after_links(number.end, self._until(place))
        return noun or ""

    def _noun_after_links(self, start: int, until: int) -> str | None:
        """The noun of "el 63% de las víctimas"."""
        whole = self.marks.within(start, until, WHOLE)
        if not whole or _WORD.search(self._text(start, whole[0].start)):
            return None
        found = self._noun_after(whole[0].end, until)
        return found[0].partition(":")[2] if found else None

    def _deed_between(self, place: int) -> str:
        deeds = self._deeds(self._from(place), self.numbers[place].start)
        return deeds[-1].code if deeds else ""

    def _is_part(self, place: int, number: _Number) -> bool:
        """Is a number without a noun part of what was counted before: "67 eran mujeres", "9 en Moquegua"?"""
        end, until = number.end, self._until(place)
        if self._paired(place) == place + 1:
            end, until = self.numbers[place + 1].end, self._until(place + 1)
        held = any(self._holds(one, number) for one in (*self.dates, *self.places))
        cut = _CUT.search(self._text(end, until).lstrip(" )"))
        words = _WORD.findall(self._text(end, until))[:CLOSE]
        if words and fold(words[0]) not in linking(self.pack) and not self._said_at(end, until) and not held:
            return False
        near = self._ends(end, until, CLOSE + 1)
        told = self.marks.within(end, near, SEX, AGE, PURPOSE, NATION, IS, DEED)
        starts = [*(day.start for day in self.dates), *(place.start for place in self.places)]
        here = [at for at in starts if end <= at < near]
        before = [at for at in starts if self._from(place) <= at < number.start]
        of_them = bool(self.marks.within(end, near, THEM))
        closing = not words or (cut is not None and cut.start() == 0)
        return bool(told or here or of_them or held or (closing and (before or number.percent)))

    def _said_at(self, start: int, until: int) -> bool:
        return any(
            not _WORD.search(self._text(start, mark.start))
            for mark in self.marks.within(start, until, SEX, AGE, PURPOSE, NATION, IS, DEED)
        )

    def _ends(self, start: int, until: int, count: int) -> int:
        """Where the first words after a place end."""
        words = list(_WORD.finditer(self.marks.text, start, until))[: count + 2]
        return words[-1].end() if words else start

    # --- what is said of a figure ---

    def _from(self, place: int) -> int:
        return self.numbers[place - 1].end if place else self.start

    def _until(self, place: int) -> int:
        return self.numbers[place + 1].start if place + 1 < len(self.numbers) else self.end

    def _window(self, place: int, number: _Number) -> tuple[int, int]:
        """The words that describe a figure: up to the next one or the next comma, its own brackets passed over."""
        start, until = number.end, self._until(place)
        if self._paired(place) == place + 1:
            start, until = self.numbers[place + 1].end, self._until(place + 1)
            start += len(self._text(start, until)) - len(self._text(start, until).lstrip(" )"))
        if number.percent or self._paired(place) == place + 1:
            after = place + 1 + (self._paired(place) == place + 1)
            if after < len(self.numbers) and self.numbers[after].whole and not self._text(start, until).strip(" )")[7:]:
                verbs = self.marks.within(self.numbers[after].end, self._until(after), IS)
                return (verbs[0].end, self._until(after)) if verbs else (start, start)
        if number.whole and (verbs := self.marks.within(start, until, IS)):
            until = verbs[0].start
        cut = _CUT.search(self._text(max(start, number.named_to), until))
        return start, max(start, number.named_to) + cut.start() if cut else until

    def _described(self, place: int, number: _Number, what: str) -> Figure:
        start, until = self._window(place, number)
        words = self.pack.details.figures
        people = what in {*words.people, *words.deeds, *words.described}
        day, where = self._day(place, number), self._place(place, number)
        running = self.running_from is not None and not number.whole
        first, last = (day.first, day.last) if day and not running else (None, None)
        return Figure(
            start=number.start,
            end=max(number.end, min(number.named_to, until)),
            text=self._text(number.start, max(number.end, min(number.named_to, until))),
            value=number.value,
            what=what,
            percent=number.percent,
            sex=self._sex(start, until) if people else None,
            age=self._age(start, until) if people else None,
            purpose=self.marks.one(start, until, PURPOSE) if people else None,
            nation=self.marks.one(start, until, NATION) if people else None,
            place=where.name if where else None,
            first=first,
            last=last,
            register=self.marks.one(self.start, self.end, REGISTER) if what in words.registered else None,
            running=running,
        )

    def _sex(self, start: int, until: int) -> str | None:
        said = {mark.code for mark in self.marks.within(start, until, SEX)}
        return said.pop() if len(said) == 1 and said != {BOTH} else None

    def _age(self, start: int, until: int) -> str | None:
        said = [mark.code for mark in self.marks.within(start, until, AGE)]
        ranges = [code for code in said if code[0].isdigit()]
        codes = {*(ranges or said)}
        return codes.pop() if len(codes) == 1 else None

    def _day(self, place: int, number: _Number) -> DateSpan | None:
        days = [day for day in self.dates if not self._just_before(day.start, UNTIL) or day.first != day.last]
        if found := self._scoped(place, number, days):
            return found
        same = self.marks.within(self._from(place), number.start, SAME)
        earlier = [day for day in days if same and day.end <= same[0].start]
        return earlier[-1] if earlier else None

    def _place(self, place: int, number: _Number) -> Place | _Country | None:
        return self._scoped(place, number, self.places)

    def _scoped(self, place: int, number: _Number, things: Sequence[P]) -> P | None:
        """The date or place that holds for a figure: the only one, the one it follows, or the one that follows it.

        Where the first of several stands before the first figure, each stands before its own; else behind it. What is
        said of a whole behind its parts is not said of the whole, nor of its parts what is said with it.
        """
        bracketed = [one for one in things if self._holds(one, number)]
        if bracketed:
            return bracketed[-1]
        things = [one for one in things if not any(self._holds(one, other) for other in self.numbers)]
        own = [one for one in things if number.end <= one.start < self._until(place)]
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
        before = [one for one in free if self._from(place) <= one.start < number.start]
        chosen = [*before, *own] if leading_mode else own
        return chosen[0] if len(chosen) == 1 else None

    def _holds(self, one: _Placed, number: _Number) -> bool:
        """Does a figure stand in brackets, or after a colon, behind a date or place: "Tacna (4)"?"""
        return one.end <= number.start and self._text(one.end, number.start).strip() in ("(", ":", "=")

    def _span_of(self, place: int) -> tuple[int, int]:
        return self.numbers[place].end, self._until(place)

    # --- percentages ---

    def _with_bases(self, made: Sequence[Figure | None]) -> Iterator[Figure | None]:
        for place, figure in enumerate(made):
            if figure and figure.percent:
                yield replace(figure, base=self._base(place, made))
            else:
                yield figure

    def _base(self, place: int, made: Sequence[Figure | None]) -> float | None:
        """What a percentage is of: the whole named before or behind it, or what it was counted from, where it fits."""
        wholes = [at for at, number in enumerate(self.numbers) if number.whole and made[at] and not number.percent]
        near = [at for at in wholes if at in (place + 1, place + 2) or at < place]
        if near:
            return self.numbers[near[-1] if near[-1] < place else near[0]].value
        paired = self._paired(place)
        roots = [at for at in range(place) if self.numbers[at].own and made[at] and not self.numbers[at].percent]
        if paired is not None and roots and roots[-1] != paired:
            base, part = self.numbers[roots[-1]].value, self.numbers[paired].value
            if base and abs(part / base * 100 - self.numbers[place].value) <= 1:
                return base
        return None
