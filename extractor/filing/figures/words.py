"""The words of figures in a text, by what they say: nouns, deeds, sex, age, purpose, register."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rules.models import Pack
from rules.words import Match, Phrases, read_words

NOUN, PEOPLE, DEED = "noun", "people", "deed"
SEX, AGE, PURPOSE, NATION, COUNTRY, REGISTER = "sex", "age", "purpose", "nation", "country", "register"
RUNNING, UNTIL, SAME, WHOLE, THEM, IS, TOTAL = "running", "until", "same", "whole", "them", "is", "total"
OPENING, CHANGES = "opening", "changes"
BOTH = "both"
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class FigureCue:
    """Words that say something of a figure: of which kind, and the pack's code for it."""

    kind: str
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Marks:
    """All marks of a text, in order."""

    text: str
    found: tuple[FigureCue, ...]

    def within(self, start: int, end: int, *kinds: str) -> list[FigureCue]:
        """The marks of these kinds that lie between two places."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [one for one in self.found[first:last] if one.end <= end and (not kinds or one.kind in kinds)]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.found]

    def without(self, spans: Sequence[tuple[int, int]]) -> Marks:
        """Leave out the nouns inside of these spans."""
        kept = (
            one
            for one in self.found
            if one.kind not in (NOUN, PEOPLE) or not any(start <= one.start and one.end <= end for start, end in spans)
        )
        return Marks(self.text, tuple(kept))

    def one(self, start: int, end: int, kind: str) -> str | None:
        """The code of this kind between two places; None if there are several or none."""
        codes = {one.code for one in self.within(start, end, kind)}
        return one_of(codes)

    @cached_property
    def tells(self) -> bool:
        """May it tell a figure at all?"""
        return any(one.kind in (NOUN, PEOPLE, DEED) for one in self.found)


def one_of(codes: Collection[str]) -> str | None:
    """The only code, None if there are several or none."""
    return next(iter(codes)) if len(codes) == 1 and SEVERAL not in codes else None


def marks_of(text: str, pack: Pack) -> Marks:
    """Find what a text says of figures; where two nouns overlap, the longer one counts."""
    found = [_mark(hit) for hit in _phrases(pack).find(read_words(text))]
    found += _ages(text, pack)
    kept: list[FigureCue] = []
    open_: list[FigureCue] = []  # those that reach to where the next one begins
    for mark in sorted(found, key=lambda one: (one.start, -one.end)):
        open_ = [one for one in open_ if one.end > mark.start]
        if not any(_covers(one, mark) for one in open_):
            kept.append(mark)
            open_.append(mark)
    return Marks(text, tuple(kept))


def _mark(hit: Match) -> FigureCue:
    kind, _, code = hit.label.partition("\t")
    return FigureCue(kind, code, hit.start, hit.end)


def _covers(one: FigureCue, other: FigureCue) -> bool:
    same = one.kind == other.kind or {one.kind, other.kind} <= {NOUN, PEOPLE}
    return same and one.start <= other.start and other.end <= one.end and one != other


@cache
def _phrases(pack: Pack) -> Phrases:
    return Phrases(_entries(pack), stem=False)


def _entries(pack: Pack) -> Iterator[tuple[str, str]]:
    words = pack.details.figures
    coded = {
        NOUN: words.counted,
        PEOPLE: {code: people.words for code, people in words.people.items()},
        DEED: words.deeds,
        SEX: words.sex,
        AGE: words.ages,
        PURPOSE: words.purposes,
        NATION: words.nations,
        COUNTRY: words.countries,
        REGISTER: words.registers,
        RUNNING: {"": words.running},
        UNTIL: {"": words.until},
        SAME: {"": words.same},
        WHOLE: {"": words.whole},
        OPENING: {"": words.opening},
        CHANGES: {"": words.changes},
        THEM: {"": words.them},
        IS: {"": words.is_},
        TOTAL: {"": words.totals},
    }
    for kind, codes in coded.items():
        for code, phrases in codes.items():
            yield from ((phrase, f"{kind}\t{code}") for phrase in phrases)


def age_spans(text: str, pack: Pack) -> list[tuple[int, int, str]]:
    """Where a text names a range of ages, and the range: "15 a 17 años" is 15-17."""
    return [(found.start(), found.end(), f"{int(found[1])}-{int(found[2])}") for found in _ranges(pack).finditer(text)]


@cache
def _ranges(pack: Pack) -> re.Pattern[str]:
    words = pack.details.figures
    to = "|".join(map(re.escape, sorted(words.age_to, key=len, reverse=True))) or r"(?!)"
    years = "|".join(map(re.escape, sorted(words.age_words, key=len, reverse=True))) or r"(?!)"
    return re.compile(rf"(?<!\d)(\d{{1,2}})\s*(?:\s(?:{to})\s|[-–])\s*(\d{{1,2}})\s+(?:{years})\b", re.IGNORECASE)


def _ages(text: str, pack: Pack) -> Iterator[FigureCue]:
    for start, end, code in age_spans(text, pack):
        yield FigureCue(AGE, code, start, end)


@cache
def allowed_deeds(pack: Pack) -> dict[str, frozenset[str]]:
    """Which deeds may be done with which people."""
    return {code: frozenset(people.deeds) for code, people in pack.details.figures.people.items()}


@cache
def linking(pack: Pack) -> frozenset[str]:
    """The small words that may stand between a figure and what is said of it."""
    return frozenset(pack.details.figures.links)
