"""How many actions the program missed, judged from a random sample of what it set aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, lgamma
from random import Random


def draw(candidates: Sequence[str], wanted: int, seed: int) -> tuple[str, ...]:
    """Return `wanted` of the candidates at random, without replacement; the same seed draws the same ones."""
    ordered = sorted(candidates)
    return tuple(Random(seed).sample(ordered, min(wanted, len(ordered))))  # noqa: S311 (statistics, not secrets)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _chance(found: int, sampled: int, missed: int, population: int) -> float:
    """Return the hypergeometric probability of `found` among `sampled` if the population holds `missed`."""
    if found > missed or sampled - found > population - missed:
        return 0.0
    ways = _log_choose(missed, found) + _log_choose(population - missed, sampled - found)
    return exp(ways - _log_choose(population, sampled))


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the smallest number in low..high for which `holds`, once true, stays true; `high` if none."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def missed_estimate(sampled: int, found: int, population: int, confidence: float = 0.95) -> tuple[float, int, int]:
    """Return how many of the `population` are missed actions: estimate, lowest and highest plausible number.

    `found` of the `sampled` turned out to be actions. The interval is Clopper and Pearson's for a finite population
    (hypergeometric tails): never narrower than it claims, exact once everything has been looked at. Without a sample
    nothing is known: from none to all.
    """
    if not 0 <= found <= sampled <= population:
        raise ValueError(f"expected 0 <= found <= sampled <= population, got {found}, {sampled}, {population}")
    if not sampled:
        return 0.0, 0, population
    tail = (1 - confidence) / 2
    fewest, most = found, population - (sampled - found)

    def enough(missed: int) -> bool:
        """Finding as many as were found is not too unlikely."""
        return 1 - sum(_chance(k, sampled, missed, population) for k in range(found)) > tail

    def too_many(missed: int) -> bool:
        """Finding as few as were found is too unlikely."""
        return sum(_chance(k, sampled, missed, population) for k in range(found + 1)) <= tail

    low = _first(fewest, most, enough)
    high = max(_first(low, most + 1, too_many) - 1, low)
    return population * found / sampled, low, high


def recall_interval(reported: int, missed: tuple[float, int, int]) -> tuple[float, float, float] | None:
    """Return the share of all actions that was reported: estimate, lowest, highest; None if there may be none at all.

    `missed` is what `missed_estimate` returned.
    """
    estimate, low, high = missed
    if reported + low == 0:
        return None
    return reported / (reported + estimate), reported / (reported + high), reported / (reported + low)
