"""Find the same action told twice: by two sources, by two bodies, or copied from one period into the next.

Only pairs that share something rare are looked at, so the work grows with the number of actions, not with its square.
What comes out is asked, never taken for granted: only a person's word makes two tellings one action.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import exp, log
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.rounds.settings import COMPARISON_LIKELY, COPY, FAR, LOOKS, PRECISE, RARE, WINDOW
from rules.words import read_words

SMALL = frozenset(range(5))  # counts that agree by chance


class Where(NamedTuple):
    """A place and the region it lies in: its own name if it is one, "" if that is not known."""

    name: str
    region: str


class When(NamedTuple):
    """First and last day, ISO 8601."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class ComparedAction:
    """An action as one source tells it. `document` is the letter it stands in, `period` its balance period."""

    id: str
    text: str
    institution: str
    source: str
    document: str = ""
    period: int | None = None
    counts: frozenset[int] = frozenset()
    places: frozenset[Where] = frozenset()
    dates: frozenset[When] = frozenset()
    norms: frozenset[str] = frozenset()

    @property
    def report(self) -> tuple[str, str, str, int | None]:
        """In which report it stands: what one report tells in two places are two actions."""
        return self.institution, self.source, self.document, self.period


@dataclass(frozen=True, slots=True)
class Reason:
    """What the details say of a pair: `about` is norms, counts, places or dates.

    If they agree, `shared` is what both name; else `one` and `other` are what each names. `weight` is in log odds.
    """

    about: str
    weight: float
    shared: tuple[str, ...] = ()
    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """Two tellings (`one` < `other`) that may be of one action, with a score 0..1.

    `repeated`: the same body tells it nearly word for word of another period, so it may be an old text copied.
    """

    one: str
    other: str
    score: float
    repeated: bool
    reasons: tuple[Reason, ...]


def compare(actions: Iterable[ComparedAction], likely: float = COMPARISON_LIKELY) -> list[Alike]:
    """Return the pairs that may tell of the same action, best first, each once."""
    read = _sorted(actions)
    rarity = _Rarity([one.features for one in read])
    found = []
    for one, other in _near(read, rarity):
        first, second = (one, other) if one.told.id < other.told.id else (other, one)
        alike = _judge(first, second, rarity)
        if alike and (alike.repeated or alike.score >= likely):
            found.append(alike)
    return sorted(found, key=lambda alike: (-alike.score, alike.one, alike.other))


def duplicates(actions: Iterable[ComparedAction]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that one body tells nearly word for word of two periods, in the order of their wording."""
    read = _sorted(actions)
    for one, other in _near(read, _Rarity([one.features for one in read])):
        if _repeated(one, other):
            yield one.told.id, other.told.id


def _sorted(actions: Iterable[ComparedAction]) -> list[_Read]:
    return sorted(map(_read, actions), key=lambda one: (one.line, one.told.id))


def _near(read: Sequence[_Read], rarity: _Rarity) -> Iterator[tuple[_Read, _Read]]:
    """Yield the pairs worth looking at, of different reports."""
    blocks = _Blocks([rarity.rarest(one.features) for one in read])
    for place, one in enumerate(read):
        for other in map(read.__getitem__, blocks.near(place)):
            if one.told.report != other.told.report:
                yield one, other


class _Read(NamedTuple):
    """An action with its words as stems, in one line and each once, and with all features it can be found by."""

    told: ComparedAction
    line: str
    stems: frozenset[str]
    features: tuple[str, ...]


def _read(told: ComparedAction) -> _Read:
    line = read_words(told.text).stems
    stems = frozenset(line.split())
    return _Read(told, line, stems, (*stems, *map(_norm, told.norms), *map(_count, told.counts), *_marks(told)))


def _norm(number: str) -> str:  # no word begins with the signs that set details apart
    return f"§{number}"


def _count(value: int) -> str:
    return f"#{value}"


def _place(name: str) -> str:
    return f"@{name}"


def _marks(told: ComparedAction) -> Iterator[str]:
    yield from {_place(where.name) for where in told.places}
    yield from (f"/{when.first}/{when.last}" for when in told.dates)


# --- which pairs to look at -------------------------------------------------------------------------------------------


class _Rarity:
    """How much a feature says: 1 if one action alone has it, nearly 0 if all have."""

    def __init__(self, features: Sequence[tuple[str, ...]]) -> None:
        self._common = Counter(feature for each in features for feature in each)
        alone = log(1 + len(features))
        self._said = {name: log(1 + len(features) / count) / alone for name, count in self._common.items()}

    def of(self, features: Iterable[str]) -> float:
        """Return what these say together."""
        return sum(map(self._said.__getitem__, features))

    def rarest(self, features: Iterable[str]) -> list[str]:
        """Return the rarest of these that other actions have too."""
        shared = ((self._common[name], name) for name in features if self._common[name] > 1)
        return [name for _, name in sorted(shared)[:RARE]]


class _Blocks:
    """Actions that share a rare feature, or two of them; each block in the actions' order."""

    def __init__(self, rarest: Iterable[list[str]]) -> None:
        numbers: dict[str, int] = {}
        self._rarest = [sorted(numbers.setdefault(name, len(numbers) + 1) for name in names) for names in rarest]
        self._size = len(numbers) + 1
        self._blocks: dict[int, list[int]] = defaultdict(list)
        for place, names in enumerate(self._rarest):
            for key in self._keys(names):
                self._blocks[key].append(place)

    def _keys(self, names: list[int]) -> Iterator[int]:
        yield from names
        yield from (one * self._size + other for one, other in combinations(names, 2))

    def near(self, place: int) -> list[int]:
        """Return the later actions to compare this one with: of all that stand near it in its blocks, the most met."""
        met: Counter[int] = Counter()
        for key in self._keys(self._rarest[place]):
            block = self._blocks[key]
            start = bisect_right(block, place)
            met.update(block[start : start + WINDOW])
        return [other for other, _ in met.most_common(LOOKS)]


# --- how alike they are -----------------------------------------------------------------------------------------------


def _judge(one: _Read, other: _Read, rarity: _Rarity) -> Alike | None:
    """Weigh wording and details; None if the wording is too far apart for details to matter.

    The weights are log odds, judged by eye on coded actions of published balances.
    """
    shared = rarity.of(one.stems & other.stems)
    part = 2 * shared / (rarity.of(one.stems) + rarity.of(other.stems) or 1)
    odds = 6 * (part - 0.5) + 0.3 * (min(shared, 10) - 5)
    if odds < FAR:
        return None
    wording = fuzz.token_set_ratio(one.line, other.line) / 100  # forgives misread letters, which break whole words
    reasons = tuple(_reasons(one.told, other.told, rarity))
    odds += 4 * (wording - 0.85) + sum(reason.weight for reason in reasons)
    return Alike(one.told.id, other.told.id, round(1 / (1 + exp(-odds)), 3), _repeated(one, other), reasons)


def _repeated(one: _Read, other: _Read) -> bool:
    here, there = one.told, other.told
    if here.institution != there.institution or here.period == there.period or None in (here.period, there.period):
        return False
    return fuzz.token_sort_ratio(one.line, other.line, score_cutoff=COPY) > 0


def _reasons(one: ComparedAction, other: ComparedAction, rarity: _Rarity) -> Iterator[Reason]:
    """Yield what the details say for and against the two being one action; where one of them is silent, nothing."""
    if shared := one.norms & other.norms:
        yield Reason("norms", 2.0 * _rarest(map(_norm, shared), rarity), tuple(sorted(shared)))
    elif one.norms and other.norms:
        yield _apart("norms", -5.0, one.norms, other.norms)
    yield from _of_counts(one.counts - SMALL, other.counts - SMALL, rarity)
    yield from _of_places(one.places, other.places, rarity)
    yield from _of_dates(one.dates, other.dates)


def _of_counts(one: frozenset[int], other: frozenset[int], rarity: _Rarity) -> Iterator[Reason]:
    if shared := one & other:
        yield Reason("counts", 1.6 * _rarest(map(_count, shared), rarity), tuple(map(str, sorted(shared))))
    elif one and other:
        yield _apart("counts", -3.0, map(str, sorted(one)), map(str, sorted(other)))


def _of_places(one: frozenset[Where], other: frozenset[Where], rarity: _Rarity) -> Iterator[Reason]:
    """A place and the region it lies in neither agree nor differ."""
    names, others = {where.name for where in one}, {where.name for where in other}
    if shared := names & others:
        yield Reason("places", 1.2 * _rarest(map(_place, shared), rarity), tuple(sorted(shared)))
    elif one and other and names.isdisjoint(w.region for w in other) and others.isdisjoint(w.region for w in one):
        yield _apart("places", -5.0, sorted(names), sorted(others))


def _of_dates(one: frozenset[When], other: frozenset[When]) -> Iterator[Reason]:
    met = {When(max(a.first, b.first), min(a.last, b.last)) for a in one for b in other}
    met = {when for when in met if when.first <= when.last}
    precise = all(map(_precise, one | other))
    if met and precise:
        yield Reason("dates", 1.0, tuple(map(_written, sorted(met))))
    elif one and other and not met:
        yield _apart("dates", -5.0 if precise else -0.7, map(_written, sorted(one)), map(_written, sorted(other)))


def _apart(about: str, weight: float, one: Iterable[str], other: Iterable[str]) -> Reason:
    return Reason(about, weight, (), tuple(one), tuple(other))


def _rarest(features: Iterable[str], rarity: _Rarity) -> float:
    return max(rarity.of([feature]) for feature in features)


def _precise(when: When) -> bool:
    return (date.fromisoformat(when.last) - date.fromisoformat(when.first)).days <= PRECISE


def _written(when: When) -> str:
    return when.first if when.first == when.last else f"{when.first}/{when.last}"
