"""Filings as rows, and what is fitted to them: cached by what they are, so that one decision costs one body's fit."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from extractor.core.model import Level
from extractor.filing.learn.fitting import Habits, Strength, TrainingCase, kernel, normal, one_hot, pulled, strength_of
from extractor.filing.rank import weigh
from extractor.filing.settings import FITTING_FEW, FOLDS, GROWN, UNSEEN
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
    """A text that somebody filed under an obligation; `reviewer` did, and it stands on this page of this document."""

    institution: str
    text: str
    obligation: str
    statement: str = ""
    reviewer: str = ""
    document: str = ""
    page: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FeatureRows:
    """Filings as rows of features."""

    pack: Pack
    filed: tuple[Filed, ...]
    cases: tuple[TrainingCase, ...]
    starts: NDArray[np.intp]
    indices: NDArray[np.intp]
    values: NDArray[np.float32]
    alike: NDArray[np.float32]  # filings x filings

    def likeness(self, vector: Vector) -> NDArray[np.float32]:
        """Return how much each filing resembles a text (the cosine of their features)."""
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
class Shared:
    """What the latest filings of all bodies teach of levels and collectors. No `habits`: nothing that helps."""

    rows: FeatureRows
    habits: Habits | None


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What one body's filings teach: `before` is what was believed of each, `pull` how it moves each function."""

    rows: FeatureRows
    before: NDArray[np.float32]
    pull: NDArray[np.float32]


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


def vector_of(words: Words, pack: Pack) -> Vector:
    """Return a text as the pack's model sees it; without a model all its features are equally rare."""
    import numpy as np

    model = model_of(pack)
    return model.vector(words) if model else weighed(words, np.ones(SIZE, dtype=np.float32))


@lru_cache(maxsize=64)
def rows_of(filed: tuple[Filed, ...], pack: Pack) -> FeatureRows:
    """Return filings as rows; those without a word are left out."""
    import numpy as np

    known = [(one, *_known(one.text, one.institution, pack)) for one in filed]
    known = [(one, row, before) for one, row, before in known if len(row.indices)]
    rows = [row for _, row, _ in known]
    made = FeatureRows(
        pack,
        tuple(one for one, _, _ in known),
        tuple(_case(one, before, pack) for one, _, before in known),
        np.cumsum([0, *(len(row.indices) for row in rows)])[:-1].astype(np.intp),
        np.concatenate([row.indices for row in rows]) if rows else np.zeros(0, dtype=np.intp),
        np.concatenate([row.values for row in rows]) if rows else np.zeros(0, dtype=np.float32),
        np.zeros((0, 0), dtype=np.float32),
    )
    if rows:
        made = replace(made, alike=_alike(made, rows))
        _compared.append(made)
    return made


_compared: deque[FeatureRows] = deque(maxlen=4)  # the last rows made: one filing more costs its own likenesses alone


def _alike(made: FeatureRows, vectors: list[Vector]) -> NDArray[np.float32]:
    """Return how much each filing resembles each, by what is known of those that were compared before."""
    import numpy as np

    alike = np.empty((len(vectors), len(vectors)), dtype=np.float32)
    here, there, before = _common(made)
    if before is not None:
        alike[np.ix_(here, here)] = before.alike[np.ix_(there, there)]
    for place in sorted(set(range(len(vectors))).difference(here)):
        alike[place] = alike[:, place] = made.likeness(vectors[place])
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
def shared_by(latest: tuple[Filed, ...], proof: tuple[Filed, ...], pack: Pack) -> Shared:
    """Return what the latest filings of all bodies teach, as strongly as measures best on those of `proof`."""
    rows = rows_of(latest, pack)
    strength = strength_from(proof, pack) if rows.filed else None
    if strength is None:
        return Shared(rows, None)
    return Shared(rows, Habits.of(rows.alike, rows.cases, groups_of(rows, pack), strength))


@lru_cache(maxsize=64)
def strength_from(proof: tuple[Filed, ...], pack: Pack) -> Strength | None:
    """Return how strongly filings may speak, None if they measure worse than nothing."""
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
def lessons_of(
    filed: tuple[Filed, ...], latest: tuple[Filed, ...], proof: tuple[Filed, ...], pack: Pack
) -> Lessons | None:
    """Return what a body's filings teach beside the habits of all; None if there is nothing."""
    import numpy as np

    rows, shared = rows_of(filed, pack), shared_by(latest, proof, pack)
    if not rows.filed or shared.habits is None:
        return None
    groups = functions_of(pack, rows.cases[0].body).groups
    own = [functions_of(pack, one.body).groups for one in shared.rows.cases]
    told = shared.habits.of_the_taught(shared.rows.alike, own, [one.before for one in shared.rows.cases])
    among = dict(zip(shared.rows.filed, told, strict=True))
    before = np.stack(
        [
            among[one] if one in among else shared.habits.told(shared.rows.likeness(row), groups, case.before)
            for one, case, row in zip(rows.filed, rows.cases, _vectors(rows, pack), strict=True)
        ]
    )
    right = one_hot([one.right for one in rows.cases], before.shape[1])
    strength = shared.habits.strength
    said = kernel(rows.alike, before, before, strength.same)
    return Lessons(rows, before, pulled(said, before, right, strength.caution))


def _vectors(rows: FeatureRows, pack: Pack) -> list[Vector]:
    return [_known(one.text, one.institution, pack)[0] for one in rows.filed]


@lru_cache(maxsize=20_000)
def _known(text: str, body: str, pack: Pack) -> tuple[Vector, NDArray[np.float32]]:
    """A text's features, and the log-probability of each of the body's functions by rules and model."""
    import numpy as np

    found = matcher(pack).find(text)
    vector = vector_of(found.words, pack)
    weighing = weigh(found, pack, body, vector=vector)
    size = len(weighing.body_rules.obligations)
    row = np.asarray(weighing.chances or [1 / size] * size, dtype=np.float32)
    return vector, normal(np.log(np.maximum(row, UNSEEN)))
