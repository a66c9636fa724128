"""Filings as rows, and what is fitted to them: cached by what they are, so that one decision costs one body's fit."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from extractor.core.model import Level
from extractor.filing.learn.fitting import Correction, Likeness, TrainingCase, believed, fit, one_hot, strength_of
from extractor.filing.rank import weigh
from extractor.filing.settings import FITTING_FEW, FOLDS, GROWN
from rules.matching import matcher
from rules.model import model_of
from rules.model.features import SIZE
from rules.model.vectors import Vector, weighed
from rules.models import Pack
from rules.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Filed:
    """A text that somebody filed under an obligation; `reviewer` did, and it stands on this page of this document.

    `origin`: "review" of letters, "import" of a file of coded actions, or "pack", an example that `reviewer` wrote.
    """

    institution: str
    text: str
    obligation: str
    statement: str = ""
    reviewer: str = ""
    document: str = ""
    page: int = 0
    sha256: str = ""
    origin: str = "review"


@dataclass(frozen=True, slots=True, eq=False)
class FeatureRows:
    """Filings as rows of features."""

    pack: Pack
    filed: tuple[Filed, ...]
    cases: tuple[TrainingCase, ...]
    starts: NDArray[np.intp]
    indices: NDArray[np.intp]
    values: NDArray[np.float32]
    sense: NDArray[np.float32]  # filings x what the model's heads score
    words: NDArray[np.float32]  # filings x filings: how alike their words are

    @property
    def alike(self) -> Likeness:
        """How alike the filings are."""
        return _likeness(self.words, self.sense, self.sense)

    def likeness(self, vector: Vector) -> Likeness:
        """Return how alike each filing and a text are."""
        return _likeness(self.of_words(vector)[None], sense_of(vector, self.pack)[None], self.sense)

    def of_words(self, vector: Vector) -> NDArray[np.float32]:
        """Return how much each filing's words resemble a text's (the cosine of their features)."""
        import numpy as np

        row = np.zeros(SIZE, dtype=np.float32)
        row[vector.indices] = vector.values
        alike: NDArray[np.float32] = np.add.reduceat(self.values * row[self.indices], self.starts)
        return alike

    def spoken(self, pull: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return how much each feature speaks, when each filing pulls so much."""
        import numpy as np

        pulls = np.repeat(pull, np.diff(self.starts, append=len(self.indices)))
        return np.bincount(self.indices, weights=self.values * pulls, minlength=SIZE).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What filings teach: those of a body, and of all the latest."""

    rows: FeatureRows
    correction: Correction


@dataclass(frozen=True, slots=True)
class Functions:
    """A body's functions in the pack's order, and (functions x groups) which group each is of: level and role."""

    names: tuple[str, ...]
    levels: tuple[Level, ...]
    groups: NDArray[np.float32]


@lru_cache(maxsize=256)
def functions_of(pack: Pack, body: str) -> Functions:
    """Return a body's functions with the groups that habits are learned of."""
    import numpy as np

    kinds = sorted({(duty.level, duty.role) for duty in pack.obligations})
    duties = [duty for duty in pack.obligations if duty.institution == body]
    groups = one_hot([kinds.index((duty.level, duty.role)) for duty in duties], len(kinds))
    return Functions(tuple(d.id for d in duties), tuple(Level(d.level) for d in duties), groups.astype(np.float32))


def _likeness(words: NDArray[np.float32], one: NDArray[np.float32], other: NDArray[np.float32]) -> Likeness:
    """Without a model to tell their sense, texts are as alike in sense as in words."""
    return Likeness(words, one @ other.T if other.shape[1] else words)


def sense_of(vector: Vector, pack: Pack) -> NDArray[np.float32]:
    """Return a text's sense by the pack's model; no numbers without one."""
    import numpy as np

    model = model_of(pack)
    return model.sense(vector) if model else np.zeros(0, dtype=np.float32)


def vector_of(words: Words, pack: Pack) -> Vector:
    """Return a text as the pack's model sees it; without a model all its features are equally rare."""
    import numpy as np

    model = model_of(pack)
    return model.vector(words) if model else weighed(words, np.ones(SIZE, dtype=np.float32))


@lru_cache(maxsize=64)
def rows_of(filed: tuple[Filed, ...], pack: Pack) -> FeatureRows:
    """Return filings as rows; those without a word are left out."""
    import numpy as np

    every = [(one, _known(one.text, one.institution, pack)) for one in filed]
    known = [(one, text) for one, text in every if len(text.vector.indices)]
    rows = [text.vector for _, text in known]
    made = FeatureRows(
        pack,
        tuple(one for one, _ in known),
        tuple(_case(one, text.before, pack) for one, text in known),
        np.cumsum([0, *(len(row.indices) for row in rows)])[:-1].astype(np.intp),
        np.concatenate([row.indices for row in rows]) if rows else np.zeros(0, dtype=np.intp),
        np.concatenate([row.values for row in rows]) if rows else np.zeros(0, dtype=np.float32),
        np.stack([text.sense for _, text in known]) if rows else np.zeros((0, 0), dtype=np.float32),
        np.zeros((0, 0), dtype=np.float32),
    )
    if rows:
        made = replace(made, words=_alike(made, rows))
        _compared.append(made)
    return made


_compared: deque[FeatureRows] = deque(maxlen=4)  # the last rows made: one filing more costs its own likenesses alone


def _alike(made: FeatureRows, vectors: list[Vector]) -> NDArray[np.float32]:
    """Return how much each filing resembles each, by what is known of those that were compared before."""
    import numpy as np

    alike = np.empty((len(vectors), len(vectors)), dtype=np.float32)
    here, there, before = _common(made)
    if before is not None:
        alike[np.ix_(here, here)] = before.words[np.ix_(there, there)]
    for place in sorted(set(range(len(vectors))).difference(here)):
        alike[place] = alike[:, place] = made.of_words(vectors[place])
    return alike


def _common(made: FeatureRows) -> tuple[list[int], list[int], FeatureRows | None]:
    """Return which filings the rows most like these hold too: their places here and there."""
    best: tuple[list[int], list[int], FeatureRows | None] = ([], [], None)
    for rows in _compared:
        held = {(one.institution, one.text): place for place, one in enumerate(rows.filed)}
        found = [(at, held.get((one.institution, one.text))) for at, one in enumerate(made.filed)]
        pairs = [(at, place) for at, place in found if place is not None]
        if len(pairs) > len(best[0]) and rows.pack is made.pack:
            best = ([at for at, _ in pairs], [place for _, place in pairs], rows)
    return best


def _case(one: Filed, before: NDArray[np.float32], pack: Pack) -> TrainingCase:
    """Filings of one page are never on both sides of a test."""
    fold = crc32(f"{one.sha256} {one.page} {'' if one.sha256 else one.text}".encode("utf8", "replace")) % FOLDS
    return TrainingCase(one.institution, before, functions_of(pack, one.institution).names.index(one.obligation), fold)


@lru_cache(maxsize=64)
def strength_from(proof: tuple[Filed, ...], pack: Pack) -> float:
    """Return how strongly filings speak; 0 if they measure worse than nothing."""
    rows = rows_of(proof, pack)
    return strength_of(rows.alike, rows.cases, groups_of(rows, pack))


def milestone(count: int) -> int:
    """Return after how many decisions of `count` the strength of filings is measured: not anew with each."""
    reached = FITTING_FEW
    while reached * GROWN <= count:
        reached = math.ceil(reached * GROWN)
    return min(reached, count)


def groups_of(rows: FeatureRows, pack: Pack) -> dict[str, NDArray[np.float32]]:
    """Return the groups of functions of each body that has filings."""
    return {one.body: functions_of(pack, one.body).groups for one in rows.cases}


@lru_cache(maxsize=64)
def lessons_of(filed: tuple[Filed, ...], proof: tuple[Filed, ...], pack: Pack) -> Lessons | None:
    """Return what filings teach, as strongly as measures best on those of `proof`; None if there is nothing."""
    rows = rows_of(filed, pack)
    strength = strength_from(proof, pack) if rows.filed else 0.0
    if not strength:
        return None
    return Lessons(rows, fit(rows.alike, rows.cases, groups_of(rows, pack), strength))


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A text's features, its sense, and the log-probability of each of the body's functions by rules and model."""

    vector: Vector
    sense: NDArray[np.float32]
    before: NDArray[np.float32]


@lru_cache(maxsize=20_000)
def _known(text: str, body: str, pack: Pack) -> _Known:
    found = matcher(pack).find(text)
    vector = vector_of(found.words, pack)
    weighing = weigh(found, pack, body, vector=vector)
    size = len(weighing.body_rules.obligations)
    return _Known(vector, sense_of(vector, pack), believed(weighing.chances or [1 / size] * size))
