"""How far readers agree beyond chance: percent, Cohen's kappa, Krippendorff's alpha, Gwet's AC1, with 95% intervals.

Units are what was read (statements), each with one category a reader; a unit that only one has read tells nothing of
agreement and is left out. Intervals are a bootstrap over letters, for statements of one letter are alike.

Sources: J. Cohen, "A coefficient of agreement for nominal scales" (1960); K. Krippendorff, "Computing Krippendorff's
alpha-reliability" (2011), nominal data; K. L. Gwet, "Computing inter-rater reliability and its variance in the presence
of high agreement" (2008).
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.review.settings import ROUNDS, SEED

Ratings = Sequence[Mapping[str, str]]  # a unit each: reader -> category


@dataclass(frozen=True, slots=True)
class RatedUnit:
    """One thing read by several: its letter, and the category that each reader gave it."""

    letter: str
    ratings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient with its interval; None where it is undefined, as where only one category occurs."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the readers of these units agree; `n` counts the units that two or more have read."""

    n: int
    percent: Measure
    kappa: Measure
    alpha: Measure
    ac1: Measure


def agreement(units: Sequence[RatedUnit], rounds: int = ROUNDS) -> Agreement:
    """Measure agreement over these units. Cohen's kappa is of two readers: with more, it is None."""
    read = [unit for unit in units if len(unit.ratings) > 1]
    letters: dict[str, Counter[Pattern]] = defaultdict(Counter)
    for unit in read:
        letters[unit.letter][_pattern(unit.ratings)] += 1
    whole = _together(letters.values())
    values = {name: measure(whole) for name, measure in MEASURES.items()}
    drawn = _drawn(list(letters.values()), rounds) if len(letters) > 1 else {name: [] for name in values}
    return Agreement(len(read), **{name: _with_interval(value, drawn[name]) for name, value in values.items()})


def percent(ratings: Ratings) -> float | None:
    """Return the share of pairs of readings of a unit that are equal, averaged over units."""
    return _percent(Counter(map(_pattern, ratings)))


def cohen_kappa(ratings: Ratings) -> float | None:
    """Return Cohen's kappa of two readers; None if there are more, or chance alone would make them agree."""
    return _cohen_kappa(Counter(map(_pattern, ratings)))


def krippendorff_alpha(ratings: Ratings) -> float | None:
    """Return Krippendorff's alpha for nominal data, any number of readers, readings missing or not."""
    return _krippendorff_alpha(Counter(map(_pattern, ratings)))


def gwet_ac1(ratings: Ratings) -> float | None:
    """Return Gwet's AC1, any number of readers."""
    return _gwet_ac1(Counter(map(_pattern, ratings)))


# --- on patterns: how often which readers gave which categories ------------------------------------------------------

Pattern = tuple[tuple[str, str], ...]  # (reader, category) …, by reader
Patterns = Mapping[Pattern, int]


def _pattern(ratings: Mapping[str, str]) -> Pattern:
    return tuple(sorted(ratings.items()))


def _percent(patterns: Patterns) -> float | None:
    n = sum(patterns.values())
    return sum(times * _agreeing(pattern) for pattern, times in patterns.items()) / n if n else None


def _cohen_kappa(patterns: Patterns) -> float | None:
    readers = {reader for pattern in patterns for reader, _ in pattern}
    both = {pattern: times for pattern, times in patterns.items() if len(pattern) == 2}
    if len(readers) != 2 or not both:
        return None
    n, same = sum(both.values()), 0
    first, second = Counter[str](), Counter[str]()
    for ((_, one), (_, other)), times in both.items():
        first[one] += times
        second[other] += times
        same += times * (one == other)
    expected = sum(first[category] * second[category] for category in first) / n**2
    return (same / n - expected) / (1 - expected) if expected < 1 else None


def _krippendorff_alpha(patterns: Patterns) -> float | None:
    totals: Counter[str] = Counter()
    disagreeing = 0.0
    for pattern, times in patterns.items():
        n, counts = len(pattern), _counts(pattern)
        if n < 2:
            continue
        for category, count in counts.items():
            totals[category] += times * count
        disagreeing += times * (n * n - sum(count * count for count in counts.values())) / (n - 1)
    whole = sum(totals.values())
    if whole < 2 or len(totals) < 2:
        return None
    expected = (whole * whole - sum(count * count for count in totals.values())) / (whole * (whole - 1))
    return 1 - disagreeing / whole / expected


def _gwet_ac1(patterns: Patterns) -> float | None:
    shares: dict[str, float] = defaultdict(float)
    for pattern, times in patterns.items():
        for _, category in pattern:
            shares[category] += times / len(pattern)
    if len(shares) < 2:
        return None
    n = sum(patterns.values())
    expected = sum((share / n) * (1 - share / n) for share in shares.values()) / (len(shares) - 1)
    observed = _percent(patterns)
    assert observed is not None
    return (observed - expected) / (1 - expected)


@lru_cache(maxsize=4096)
def _counts(pattern: Pattern) -> Counter[str]:
    return Counter(category for _, category in pattern)


@lru_cache(maxsize=4096)
def _agreeing(pattern: Pattern) -> float:
    n = len(pattern)
    return sum(count * (count - 1) for count in _counts(pattern).values()) / (n * (n - 1))


MEASURES = {"percent": _percent, "kappa": _cohen_kappa, "alpha": _krippendorff_alpha, "ac1": _gwet_ac1}


def _together(letters: Iterable[Patterns]) -> Patterns:
    whole: dict[Pattern, int] = defaultdict(int)
    for patterns in letters:
        for pattern, times in patterns.items():
            whole[pattern] += times
    return whole


def _drawn(letters: Sequence[Patterns], rounds: int) -> dict[str, list[float]]:
    """Return what each measure gives, in order, on letters drawn with replacement; where it is defined."""
    dice, found = random.Random(SEED), {name: list[float]() for name in MEASURES}  # noqa: S311
    for _round in range(rounds):
        sample = _together(dice.choices(letters, k=len(letters)))
        for name, measure in MEASURES.items():
            if (value := measure(sample)) is not None:
                found[name].append(value)
    return {name: sorted(values) for name, values in found.items()}


def _with_interval(value: float | None, drawn: Sequence[float]) -> Measure:
    """Return the measure with the middle 95% of what was drawn."""
    if value is None or not drawn:
        return Measure(value)
    return Measure(value, drawn[int(0.025 * (len(drawn) - 1))], drawn[round(0.975 * (len(drawn) - 1))])
