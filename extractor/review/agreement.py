"""How far readers agree beyond chance: percent, Cohen's kappa, Krippendorff's alpha, Gwet's AC1, with 95% intervals.

Units are what was read (statements), each with one category a reader; a unit that only one has read tells nothing of
agreement and is left out. Intervals are a bootstrap over letters, for statements of one letter are alike.

Sources: J. Cohen, "A coefficient of agreement for nominal scales" (1960); K. Krippendorff, "Computing Krippendorff's
alpha-reliability" (2011), nominal data; K. L. Gwet, "Computing inter-rater reliability and its variance in the presence
of high agreement" (2008).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Ratings = Sequence[Mapping[str, str]]  # a unit each: reader -> category
ROUNDS = 1000  # of the bootstrap
SEED = 1


@dataclass(frozen=True, slots=True)
class Unit:
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


def agreement(units: Sequence[Unit], rounds: int = ROUNDS) -> Agreement:
    """Measure agreement over these units. Cohen's kappa is of two readers: with more, it is None."""
    read = [unit for unit in units if len(unit.ratings) > 1]
    measures = {"percent": percent, "kappa": cohen_kappa, "alpha": krippendorff_alpha, "ac1": gwet_ac1}
    return Agreement(len(read), **{name: _with_interval(read, measure, rounds) for name, measure in measures.items()})


def percent(ratings: Ratings) -> float | None:
    """Return the share of pairs of readings of a unit that are equal, averaged over units."""
    shares = [_agreeing(Counter(unit.values())) for unit in ratings]
    return sum(shares) / len(shares) if shares else None


def cohen_kappa(ratings: Ratings) -> float | None:
    """Return Cohen's kappa of two readers; None if there are more, or chance alone would make them agree."""
    readers = sorted({reader for unit in ratings for reader in unit})
    both = [unit for unit in ratings if len(unit) == 2]
    if len(readers) != 2 or not both:
        return None
    first, second = (Counter(unit[reader] for unit in both) for reader in readers)
    n = len(both)
    observed = sum(len(set(unit.values())) == 1 for unit in both) / n
    expected = sum(first[category] * second[category] for category in first) / n**2
    return (observed - expected) / (1 - expected) if expected < 1 else None


def krippendorff_alpha(ratings: Ratings) -> float | None:
    """Return Krippendorff's alpha for nominal data, any number of readers, readings missing or not."""
    totals: Counter[str] = Counter()
    disagreeing = 0.0
    for unit in ratings:
        counts = Counter(unit.values())
        n = sum(counts.values())
        if n < 2:
            continue
        totals.update(counts)
        disagreeing += (n * n - sum(count * count for count in counts.values())) / (n - 1)
    whole = sum(totals.values())
    if whole < 2 or len(totals) < 2:
        return None
    observed = disagreeing / whole
    expected = (whole * whole - sum(count * count for count in totals.values())) / (whole * (whole - 1))
    return 1 - observed / expected


def gwet_ac1(ratings: Ratings) -> float | None:
    """Return Gwet's AC1, any number of readers."""
    shares: Counter[str] = Counter()
    for unit in ratings:
        for category in unit.values():
            shares[category] += 1 / len(unit)  # type: ignore[assignment]
    if len(shares) < 2:
        return None
    n = len(ratings)
    expected = sum((share / n) * (1 - share / n) for share in shares.values()) / (len(shares) - 1)
    observed = percent(ratings)
    assert observed is not None
    return (observed - expected) / (1 - expected)


def _agreeing(counts: Counter[str]) -> float:
    n = sum(counts.values())
    return sum(count * (count - 1) for count in counts.values()) / (n * (n - 1))


def _with_interval(units: Sequence[Unit], measure: Callable[[Ratings], float | None], rounds: int) -> Measure:
    """Return the measure with the middle 95% of what it gives on letters drawn with replacement."""
    value = measure([unit.ratings for unit in units])
    letters: dict[str, list[Mapping[str, str]]] = {}
    for unit in units:
        letters.setdefault(unit.letter, []).append(unit.ratings)
    if value is None or len(letters) < 2:
        return Measure(value)
    drawn, groups, dice = [], list(letters.values()), random.Random(SEED)  # noqa: S311
    for _round in range(rounds):
        sample = [rating for group in dice.choices(groups, k=len(groups)) for rating in group]
        if (found := measure(sample)) is not None:
            drawn.append(found)
    drawn.sort()
    if not drawn:
        return Measure(value)
    return Measure(value, drawn[int(0.025 * (len(drawn) - 1))], drawn[round(0.975 * (len(drawn) - 1))])
