"""Corrections of what rules and model believe, fitted to filings: kernel logistic regression, in numpy alone. Pure.

A filing speaks for the function it was filed under, to texts of its body that are alike: by their words, by their
sense (as the pack's model has it, whatever the words), and by what was believed of both, so that a pair that a team
tells apart otherwise than the pack is learned from few. To texts of any body that have its sense it speaks for its
group, level and role: a team's habits. Nothing moves without filings.

Arrays: `before` (texts, functions) log-probabilities; `groups` (functions, groups) 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.filing.settings import (
    CHANCE,
    COMMON,
    DEGREE,
    FITTING_CAUTION,
    FITTING_FEW,
    FOLDS,
    HABITS,
    MOMENTUM,
    SAME,
    SENSE,
    STEPS,
    STRENGTHS,
    UNSEEN,
    USUAL,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class TrainingCase:
    """A filing as it is learned from: its body, what was believed of its functions, and which one is right."""

    body: str
    before: NDArray[np.float32]
    right: int
    fold: int


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How alike texts (rows) and filings (columns) are, at most 1: by their `words`, and by their `sense`."""

    words: NDArray[np.float32]
    sense: NDArray[np.float32]

    def among(self, rows: ArrayLike, columns: ArrayLike) -> Likeness:
        import numpy as np

        at = np.ix_(np.asarray(rows), np.asarray(columns))
        return Likeness(self.words[at], self.sense[at])

    def own(self, one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how much filings of a body say of its texts' functions; both with what was believed of them."""
        import numpy as np

        believed = np.exp(one / 2) @ np.exp(other / 2).T
        return (self.words + SENSE * self.sense**DEGREE + SAME * believed + COMMON).astype(np.float32, copy=False)

    def habits(self) -> NDArray[np.float32]:
        """Return how much filings of any body say of a text's group of functions."""
        said: NDArray[np.float32] = HABITS * self.sense**DEGREE
        return said


def normal(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return log-probabilities of scores, along the last axis."""
    import numpy as np

    top = scores.max(axis=-1, keepdims=True)
    made: NDArray[np.float32] = scores - top - np.log(np.exp(scores - top).sum(axis=-1, keepdims=True))
    return made


def believed(chances: Sequence[float]) -> NDArray[np.float32]:
    """Return log-probabilities of chances, none of them taken for impossible."""
    import numpy as np

    return normal(np.log(np.maximum(np.asarray(chances, dtype=np.float32), UNSEEN)))


def one_hot(right: Sequence[int], size: int) -> NDArray[np.float32]:
    import numpy as np

    made = np.zeros((len(right), size), dtype=np.float32)
    made[np.arange(len(right)), list(right)] = 1
    return made


@dataclass(frozen=True)
class Correction:
    """What was fitted: how each filing pulls its body's functions (`pull`: filings, functions of the widest body)."""

    cases: tuple[TrainingCase, ...]
    groups: dict[str, NDArray[np.float32]]
    strength: float
    pull: NDArray[np.float32]

    def told(
        self, alike: Likeness, body: str, groups: NDArray[np.float32], before: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return what is believed of a body's texts with these filings; `alike` (texts, filings)."""
        import numpy as np

        moved = (alike.habits() @ self._habits) @ groups.T
        if body in self._bodies:
            at, filed, pull = self._bodies[body]
            moved = moved + alike.among(np.arange(len(before)), at).own(before, filed) @ pull
        return normal((before + self.strength * moved).astype(np.float32, copy=False))

    @cached_property
    def _bodies(self) -> dict[str, tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]]:
        """Each body's filings: their places, what was believed of them, and how they pull its functions."""
        import numpy as np

        found = {}
        for body in {one.body for one in self.cases}:
            at = np.array([place for place, one in enumerate(self.cases) if one.body == body], dtype=np.intp)
            filed = np.stack([self.cases[place].before for place in at])
            found[body] = at, filed, self.pull[at, : filed.shape[1]]
        return found

    @cached_property
    def _habits(self) -> NDArray[np.float32]:
        """How each filing pulls each group of functions: (filings, groups)."""
        import numpy as np

        rows = zip(self.cases, self.pull, strict=True)
        return np.stack([row[: len(one.before)] @ self.groups[one.body] for one, row in rows])


def fit(
    alike: Likeness, cases: Sequence[TrainingCase], groups: dict[str, NDArray[np.float32]], strength: float
) -> Correction:
    """Fit by steps down the gradient of a penalised logistic regression; `alike` (filings, filings), at least one."""
    import numpy as np

    size = (len(cases), max(len(one.before) for one in cases))
    before, right = np.full(size, -np.inf, dtype=np.float32), one_hot([one.right for one in cases], size[1])
    group = np.zeros((*size, next(iter(groups.values())).shape[1]), dtype=np.float32)
    for row, one in enumerate(cases):
        before[row, : len(one.before)], group[row, : len(one.before)] = one.before, groups[one.body]
    bodies = sorted({one.body for one in cases})
    places = [[row for row, one in enumerate(cases) if one.body == body] for body in bodies]
    own = [strength * alike.among(at, at).own(before[at], before[at]) for at in places]
    habits = strength * alike.habits()
    most = max(float(np.abs(one).sum(axis=1).max()) for one in own) + float(np.abs(habits).sum(axis=1).max())
    pull, momentum = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
    for _ in range(STEPS):
        scores = before + np.einsum("nfg,ng->nf", group, habits @ np.einsum("nfg,nf->ng", group, pull))
        for at, said in zip(places, own, strict=True):
            scores[at] += said @ pull[at]
        gradient = np.exp(normal(scores)) - right + FITTING_CAUTION * pull
        momentum = (MOMENTUM * momentum - gradient / (FITTING_CAUTION + 0.5 * most)).astype(np.float32)
        pull = pull + momentum
    return Correction(tuple(cases), groups, strength, pull)


def strength_of(alike: Likeness, cases: Sequence[TrainingCase], groups: dict[str, NDArray[np.float32]]) -> float:
    """Return how strongly filings speak: as usual, unless they measure otherwise on filings that were left out.

    Another strength, none at all among them, has to be better by more than chance: else it is noise that decides.
    """
    if len(cases) < FITTING_FEW:
        return USUAL
    found = {one: _right(held_out(alike, cases, groups, one), cases) for one in STRENGTHS}
    better = [one for one in STRENGTHS if _gain(found[one], found[USUAL]) > CHANCE]
    return max(better, key=lambda one: int(found[one].sum()), default=USUAL)


def _gain(now: NDArray[np.bool_], before: NDArray[np.bool_]) -> float:
    """By how many standard deviations of chance are more right than before?"""
    gained, lost = int((now & ~before).sum()), int((before & ~now).sum())
    return (gained - lost) / ((gained + lost) ** 0.5 or 1.0)


def _right(told: Sequence[NDArray[np.float32]], cases: Sequence[TrainingCase]) -> NDArray[np.bool_]:
    """Does the right function come first?"""
    import numpy as np

    return np.array([int(row.argmax()) == one.right for row, one in zip(told, cases, strict=True)], dtype=np.bool_)


def held_out(
    alike: Likeness, cases: Sequence[TrainingCase], groups: dict[str, NDArray[np.float32]], strength: float
) -> list[NDArray[np.float32]]:
    """Tell each filing by those of the other folds."""
    import numpy as np

    told: list[NDArray[np.float32]] = [one.before for one in cases]
    for number in range(FOLDS if strength else 0):
        taught = [at for at, one in enumerate(cases) if one.fold != number]
        asked = [at for at, one in enumerate(cases) if one.fold == number]
        if not taught or not asked:
            continue
        correction = fit(alike.among(taught, taught), [cases[at] for at in taught], groups, strength)
        for body in {cases[at].body for at in asked}:
            mine = [at for at in asked if cases[at].body == body]
            before = np.stack([cases[at].before for at in mine])
            after = correction.told(alike.among(mine, taught), body, groups[body], before)
            for place, row in zip(mine, after, strict=True):
                told[place] = row
    return told
