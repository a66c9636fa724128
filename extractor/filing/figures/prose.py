"""Figures told in sentences: "52 detenidos", "de las cuales 67 eran mujeres", "el 45% de los 80 gobiernos locales"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.core.model import DateSpan, Figure, Place
from extractor.filing.details.counts import numbers_in
from extractor.filing.details.lexicon import NOUN as COUNTED
from extractor.filing.details.lexicon import MatchedText
from extractor.filing.figures.sentence import CUT, WORD, Number, NumberedSentence
from extractor.filing.figures.words import (
    AGE,
    BOTH,
    COUNTRY,
    DEED,
    IS,
    NATION,
    PEOPLE,
    PURPOSE,
    REGISTER,
    SEX,
    THEM,
    WHOLE,
    FigureCue,
    age_spans,
    allowed_deeds,
    linking,
    marks_of,
)
from extractor.filing.settings import BRACKETED, CLOSE, MANY, NEAR
from rules.models import Pack
from rules.words import fold

_PERCENT = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d+)?)\s?%")
_SENTENCE = re.compile(r"[.;]\s+(?=[A-ZÁÉÍÓÚÑ¿«\"])|\n")


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
    blocked = sorted([*taken, *((start, end) for start, end, _ in age_spans(seen.text, pack))])
    numbers = [Number(start, end, value) for start, end, value in numbers_in(seen, pack, blocked)]
    numbers += [
        Number(found.start(), found.end(), float(found[1].replace(",", ".")), percent=True)
        for found in _PERCENT.finditer(seen.text)
    ]
    if not numbers:
        return ()
    names = [(hit.start, hit.end) for hit in seen.hits[COUNTED] if not hit.label]  # what names a crime counts nobody
    marks = marks_of(seen.text, pack).without(names)
    if not marks.tells:
        return ()
    numbers.sort(key=lambda number: number.start)
    begins = [number.start for number in numbers]
    figures: list[Figure] = []
    start = 0
    for end in _ends(seen.text):
        inside = numbers[bisect_left(begins, start) : bisect_left(begins, end)]
        if 0 < len(inside) <= MANY:
            figures += _Told(marks, pack, inside, start, end, dates, places).figures()
        start = end
    return tuple(figures)


def _ends(text: str) -> Iterator[int]:
    """Where sentences end; none does inside brackets: "340 (Puno: 200; Juliaca: 140)"."""
    start = 0
    for found in _SENTENCE.finditer(text):
        said = text[max(start, found.start() - BRACKETED) : found.start()]
        if found.group() == "\n" or said.count("(") <= said.count(")"):
            yield found.end()
            start = found.end()
    yield len(text)


class _Told(NumberedSentence):
    """A sentence, and what its numbers are figures of."""

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
        self, place: int, number: Number, root: Figure | None, whole: Figure | None, made: Sequence[Figure | None]
    ) -> Figure | None:
        paired = self.paired(place)
        if paired is not None and paired < place and (first := made[paired]):
            return replace(first, start=number.start, end=number.end, text=self.text(number.start, number.end),
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

    def _only_describes(self, place: int, number: Number, what: str, parent: Figure) -> bool:
        """Is the noun of a figure one of sex or age only, of those counted before: "67 eran mujeres y 24 varones"?"""
        people = {*allowed_deeds(self.pack), *self.pack.details.figures.deeds}
        if what not in allowed_deeds(self.pack) or parent.what not in people or number.own != f"{PEOPLE}:{what}":
            return False
        told = self.marks.within(number.end, number.named_to, PEOPLE)
        says = self.marks.within(number.end, number.named_to, SEX, AGE)
        return bool(told) and len(says) >= len(told) and self._is_joined(self.after_last(place), number.start)

    def _is_joined(self, start: int, end: int) -> bool:
        """Do only small words stand between two figures, and what is said of the first?"""
        said = self.marks.within(start, end, SEX, AGE, PURPOSE, NATION, COUNTRY, IS, PEOPLE)
        words = (word for word in WORD.finditer(self.marks.text, start, end))
        return all(
            fold(word.group()) in linking(self.pack) or any(one.start <= word.start() < one.end for one in said)
            for word in words
        ) and not self._deeds(start, end)

    def _what(self, place: int, number: Number, made: Sequence[Figure | None]) -> str:
        kind, _, code = number.own.partition(":")
        if kind != PEOPLE:
            return code
        allowed = allowed_deeds(self.pack)[code]
        after = [
            one for one in self._deeds(number.named_to, self.until_next(place)) if self._is_near(number.named_to, one)
        ]
        before = self._deeds(self.after_last(place), number.start)
        for deed in (*after[:1], *reversed(before)):
            if deed.code in allowed:
                return deed.code
        last = made[-1] if made else None
        neighbours = len(WORD.findall(self.text(self.after_last(place), number.start))) <= CLOSE + 2
        if last and neighbours and last.what in allowed and self.numbers[place - 1].own.startswith(PEOPLE):
            return last.what
        return code

    def _deeds(self, start: int, end: int) -> list[FigureCue]:
        return self.marks.within(start, end, DEED)

    def _is_near(self, start: int, deed: FigureCue) -> bool:
        """Does a deed follow a noun at once ("víctimas rescatadas") or behind "fueron"?"""
        words = WORD.findall(self.text(start, deed.start))
        is_ = bool(self.marks.within(start, deed.start, IS))
        links = [word for word in words if fold(word) in linking(self.pack)]
        return len(words) <= NEAR and (not links or is_) and "," not in self.text(start, deed.start)

    def _of_whole(self, place: int, number: Number) -> str:
        """What a percentage counts: the noun after "de los 80" or "de las"."""
        if not number.percent:
            return ""
        after = place + 1 + (self.paired(place) == place + 1)
        if after < len(self.numbers) and self.numbers[after].whole:
            return self._what(after, self.numbers[after], ())
        noun = self._noun_after_links(number.end, self.until_next(place))
        return noun or ""

    def _noun_after_links(self, start: int, until: int) -> str | None:
        """The noun of "el 63% de las víctimas"."""
        whole = self.marks.within(start, until, WHOLE)
        if not whole or WORD.search(self.text(start, whole[0].start)):
            return None
        found = self.noun_after(whole[0].end, until)
        return found[0].partition(":")[2] if found else None

    def _deed_between(self, place: int) -> str:
        deeds = self._deeds(self.after_last(place), self.numbers[place].start)
        return deeds[-1].code if deeds else ""

    def _is_part(self, place: int, number: Number) -> bool:
        """Is a number without a noun part of what was counted before: "67 eran mujeres", "9 en Moquegua"?"""
        end, until = number.end, self.until_next(place)
        if self.paired(place) == place + 1:
            end, until = self.numbers[place + 1].end, self.until_next(place + 1)
        held = any(self.holds(one, number) for one in (*self.dates, *self.places))
        cut = CUT.search(self.text(end, until).lstrip(" )"))
        words = WORD.findall(self.text(end, until))[:CLOSE]
        if words and fold(words[0]) not in linking(self.pack) and not self._said_at(end, until) and not held:
            return False
        near = self._ends(end, until, CLOSE + 1)
        told = self.marks.within(end, near, SEX, AGE, PURPOSE, NATION, IS, DEED)
        starts = [*(day.start for day in self.dates), *(place.start for place in self.places)]
        here = [at for at in starts if end <= at < near]
        before = [at for at in starts if self.after_last(place) <= at < number.start]
        of_them = bool(self.marks.within(end, near, THEM))
        closing = not words or (cut is not None and cut.start() == 0)
        return bool(told or here or of_them or held or (closing and (before or number.percent)))

    def _said_at(self, start: int, until: int) -> bool:
        return any(
            not WORD.search(self.text(start, mark.start))
            for mark in self.marks.within(start, until, SEX, AGE, PURPOSE, NATION, IS, DEED)
        )

    def _ends(self, start: int, until: int, count: int) -> int:
        """Where the first words after a place end."""
        words = list(WORD.finditer(self.marks.text, start, until))[: count + 2]
        return words[-1].end() if words else start

    # --- what is said of a figure ---

    def _described(self, place: int, number: Number, what: str) -> Figure:
        start, until = self.window(place, number)
        words = self.pack.details.figures
        people = what in {*words.people, *words.deeds, *words.described}
        day, where = self.day_of(place, number), self.place_of(place, number)
        running = self.running_from is not None and not number.whole
        first, last = (day.first, day.last) if day and not running else (None, None)
        return Figure(
            start=number.start,
            end=max(number.end, min(number.named_to, until)),
            text=self.text(number.start, max(number.end, min(number.named_to, until))),
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
        paired = self.paired(place)
        roots = [at for at in range(place) if self.numbers[at].own and made[at] and not self.numbers[at].percent]
        if paired is not None and roots and roots[-1] != paired:
            base, part = self.numbers[roots[-1]].value, self.numbers[paired].value
            if base and abs(part / base * 100 - self.numbers[place].value) <= 1:
                return base
        return None
