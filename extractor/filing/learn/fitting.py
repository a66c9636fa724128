"""Corrections of what rules and model believe, fitted to filings: kernel logistic regression, in numpy alone. Pure.

Two corrections follow each other. Habits are a team's, of whatever body: which level, and whether a function or its
collector. Then each body's own functions. Both weigh how alike texts are, and how alike what was believed of them was:
so a pair that a team tells apart otherwise than the pack is learned from few filings. Nothing moves without filings.

Arrays: `alike` (texts, filings), `before` (texts, classes) log-probabilities, `right` (filings, classes) 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.filing.settings import CHANCE, COMMON, FITTING_FEW, FOLDS, STEPS, UNSEEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Strength:
    """How much filings may move: `habits` by habits, `same` (`same_habits`) by what was believed, against `caution`."""

    habits: float
    same_habits: float
    same: float
    caution: float


STRENGTHS = (Strength(0, 0, 0, 2), Strength(0.5, 0, 0.2, 2), Strength(2, 0, 0.3, 1), Strength(3, 0.3, 0.5, 0.5))
USUAL = STRENGTHS[2]


@dataclass(frozen=True, slots=True)
class TrainingCase:
    """A filing as it is learned from: its body, what was believed of its functions, and which one is right."""

    body: str
    before: NDArray[np.float32]
    right: int
    fold: int


def normal(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return log-probabilities of scores, along the last axis."""
    import numpy as np

    top = scores.max(axis=-1, keepdims=True)
    made: NDArray[np.float32] = scores - top - np.log(np.exp(scores - top).sum(axis=-1, keepdims=True))
    return made


def grouped(before: NDArray[np.float32], groups: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log-probability of each group of functions; `groups` (functions, groups) says which is of which."""
    import numpy as np

    return normal(np.log(np.maximum(np.exp(before) @ groups, UNSEEN)).astype(np.float32))


def kernel(
    alike: NDArray[np.float32], one: NDArray[np.float32], other: NDArray[np.float32], same: float
) -> NDArray[np.float32]:
    """Return how much each filing says of each text: by words, and by what was believed of both."""
    import numpy as np

    made = alike + COMMON
    if same:
        made = made + same * (np.exp(one / 2) @ np.exp(other / 2).T)
    return made.astype(np.float32)


def pulled(
    kernel: NDArray[np.float32], before: NDArray[np.float32], right: NDArray[np.float32], caution: float
) -> NDArray[np.float32]:
    """Return how each filing moves each class: by steps down the gradient of a penalised logistic regression."""
    import numpy as np

    pull = np.zeros_like(before)
    step = 1.0 / (caution + 0.5 * float(np.abs(kernel).sum(axis=1).max(initial=0.0)))
    momentum = np.zeros_like(pull)
    for _ in range(STEPS):
        chances = np.exp(normal(before + kernel @ pull))
        momentum = (0.8 * momentum - step * (chances - right + caution * pull)).astype(np.float32)
        pull = pull + momentum
    return pull


def one_hot(right: Sequence[int], size: int) -> NDArray[np.float32]:
    import numpy as np

    made = np.zeros((len(right), size), dtype=np.float32)
    made[np.arange(len(right)), list(right)] = 1
    return made


def strength_of(
    alike: NDArray[np.float32], cases: Sequence[TrainingCase], groups: dict[str, NDArray[np.float32]]
) -> Strength | None:
    """Return the strength that puts most filings right that it has not seen; None if the weakest does worse than none.

    A stronger one has to be better than the weakest by more than chance: else it learns texts by heart.
    """
    if len(cases) < FITTING_FEW:
        return USUAL
    found = {one: _right(held_out(alike, cases, groups, one), cases) for one in STRENGTHS}
    weakest = found[STRENGTHS[0]]
    better = [one for one in STRENGTHS if _gain(found[one], weakest) > CHANCE]
    if better:
        return max(better, key=lambda one: int(found[one].sum()))
    alone = _right([one.before for one in cases], cases)
    return STRENGTHS[0] if _gain(weakest, alone) >= 0 else None


def _gain(now: NDArray[np.bool_], before: NDArray[np.bool_]) -> float:
    """By how many standard deviations of chance are more right than before?"""
    gained, lost = int((now & ~before).sum()), int((before & ~now).sum())
    return (gained - lost) / ((gained + lost) ** 0.5 or 1.0)


def _right(told: Sequence[NDArray[np.float32]], cases: Sequence[TrainingCase]) -> NDArray[np.bool_]:
    """Does the right function come first?"""
    import numpy as np

    return np.array([int(row.argmax()) == one.right for row, one in zip(told, cases, strict=True)], dtype=np.bool_)


def held_out(
    alike: NDArray[np.float32],
    cases: Sequence[TrainingCase],
    groups: dict[str, NDArray[np.float32]],
    strength: Strength,
) -> list[NDArray[np.float32]]:
    """Tell each filing by those of the other folds."""
    import numpy as np

    told: list[NDArray[np.float32]] = [one.before for one in cases]
    for number in range(FOLDS):
        taught = [at for at, one in enumerate(cases) if one.fold != number]
        asked = [at for at, one in enumerate(cases) if one.fold == number]
        if not taught or not asked:
            continue
        seen = [cases[at] for at in taught]
        grams, rows = alike[np.ix_(taught, taught)], alike[np.ix_(asked, taught)]
        habits = Habits.of(grams, seen, groups, strength)
        own = habits.of_the_taught(grams, [groups[one.body] for one in seen], [one.before for one in seen])
        for at, row in zip(asked, rows, strict=True):
            told[at] = habits.told(row, groups[cases[at].body], cases[at].before)
        for body in {cases[at].body for at in asked}:
            mine = [at for at, one in enumerate(seen) if one.body == body]
            theirs = [at for at, case in enumerate(asked) if cases[case].body == body]
            if mine:
                before = np.stack([own[at] for at in mine])
                right = one_hot([seen[at].right for at in mine], before.shape[1])
                pull = pulled(kernel(grams[np.ix_(mine, mine)], before, before, strength.same), before, right,
                              strength.caution)  # fmt: skip
                now = np.stack([told[asked[at]] for at in theirs])
                after = normal(now + kernel(rows[np.ix_(theirs, mine)], now, before, strength.same) @ pull)
                for place, moved in zip(theirs, after, strict=True):
                    told[asked[place]] = moved
    return told


@dataclass(frozen=True, slots=True)
class Habits:
    """What was learned of levels and collectors: `before` and `pull` of each filing by group."""

    strength: Strength
    before: NDArray[np.float32]
    pull: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        alike: NDArray[np.float32],
        cases: Sequence[TrainingCase],
        groups: dict[str, NDArray[np.float32]],
        strength: Strength,
    ) -> Habits:
        import numpy as np

        before = np.stack([grouped(one.before, groups[one.body]) for one in cases])
        right = np.stack([groups[one.body][one.right] for one in cases])
        if not strength.habits:
            return cls(strength, before, np.zeros_like(before))
        said = strength.habits * kernel(alike, before, before, strength.same_habits)
        return cls(strength, before, pulled(said, before, right, 1.0))

    def told(
        self, alike: NDArray[np.float32], groups: NDArray[np.float32], before: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return what is believed of a text's functions with habits; `alike`: its likeness to each filing."""
        if not self.strength.habits:
            return before
        now = grouped(before, groups)
        said = self.strength.habits * kernel(alike[None], now[None], self.before, self.strength.same_habits)[0]
        return normal(before + groups @ (said @ self.pull))

    def of_the_taught(
        self,
        alike: NDArray[np.float32],
        groups: Sequence[NDArray[np.float32]],
        before: Sequence[NDArray[np.float32]],
    ) -> list[NDArray[np.float32]]:
        """Tell the filings themselves, each without its own word: else the next step would find nothing to learn."""
        import numpy as np

        if not self.strength.habits:
            return list(before)
        said = self.strength.habits * kernel(alike, self.before, self.before, self.strength.same_habits)
        np.fill_diagonal(said, 0.0)
        moved = said @ self.pull
        return [normal(old + group @ row) for old, group, row in zip(before, groups, moved, strict=True)]
