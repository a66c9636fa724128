"""What a team's own filings say of a new text: a voice beside rules and model that grows with every decision.

For each body a linear correction is fitted to its filings, over the features of the pack's model, with what rules and
model say as its starting point: it learns only where they err, and says nothing of words nobody has decided on. So it
never needs to be asked whether it helps, and takes milliseconds; whoever doubts it leaves it off. The learner sees
the filings it is given and no others:

    team = learn_from(filings, pack)                 # one decision more costs one body's fit
    classify(text, with_team(pack, team), "GL")      # a new text
    team.retold(row.suggestions, "GL", words)        # what rules and model said before of a stored one
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.core.model import Evidence, Level, Suggestion
from rules.model.features import SIZE, numbers
from rules.model.heads import Vector, weighed
from rules.models import Pack
from rules.words import Words, read_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 400  # filings of a body that are learned from, the latest
CAUTION = 1.0  # how much evidence a correction needs: a penalty on its size
COMMON = 0.02  # how alike any two texts are taken to be: lets a body's habits be learned whatever the words
STEPS = 60
UNSEEN = 1e-4  # a function that rules and model leave out is at least so likely
NEAREST = 3  # precedents shown
SUGGESTED = 5  # functions suggested, where rules and model suggested fewer
LIKE = 0.25  # how alike a text must be to be a precedent


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


@dataclass(frozen=True, slots=True)
class Precedent:
    """A filed action that resembles a text, from 0 to 1."""

    filed: Filed
    likeness: float


@dataclass(frozen=True, slots=True)
class Lessons:
    """The filings of one body as rows, and what was learned: `pull` says how each filing moves each function."""

    filed: tuple[Filed, ...]
    functions: tuple[str, ...]
    levels: tuple[Level, ...]  # of the functions
    starts: NDArray[np.intp]
    indices: NDArray[np.intp]
    values: NDArray[np.float32]
    pull: NDArray[np.float32]  # filings x functions

    def likeness(self, vector: Vector) -> NDArray[np.float32]:
        """Return how much each filing resembles a text (the cosine of their features)."""
        import numpy as np

        row = np.zeros(SIZE, dtype=np.float32)
        row[vector.indices] = vector.values
        alike: NDArray[np.float32] = np.add.reduceat(self.values * row[self.indices], self.starts)
        return alike


@dataclass(frozen=True)
class Team:
    """What was learned from filings, by body; `decisions` of them."""

    bodies: Mapping[str, Lessons]
    rarity: NDArray[np.float32]
    decisions: int
    hash: str

    def moves(self, body: str, words: Words) -> dict[str, float]:
        """Return by how much the log-probability of each function of a body changes; nothing if none was learned."""
        lessons = self.bodies.get(body)
        if lessons is None or not lessons.pull.size:
            return {}
        moved = (lessons.likeness(self.vector(words)) + COMMON) @ lessons.pull
        return dict(zip(lessons.functions, moved.tolist(), strict=True))

    def retold(self, suggestions: Sequence[Suggestion], body: str, words: Words) -> tuple[Suggestion, ...]:
        """Return what rules and model suggested with what filings say of it: the same but for a body without any."""
        moves = self.moves(body, words)
        if not moves:
            return tuple(suggestions)
        said = {one.obligation: one for one in suggestions}
        rest = (1 - sum(one.score for one in suggestions)) / max(1, len(moves) - len(said))
        scores = {
            name: math.log(max(said[name].score if name in said else rest, UNSEEN)) + moved
            for name, moved in moves.items()
        }
        top = max(scores.values())
        total = sum(math.exp(score - top) for score in scores.values())
        levels = dict(zip(self.bodies[body].functions, self.bodies[body].levels, strict=True))
        order = sorted(scores, key=lambda name: -scores[name])[: max(len(said), SUGGESTED)]
        return tuple(
            Suggestion(
                name,
                levels[name],
                round(math.exp(scores[name] - top) / total, 4),
                (
                    *(said[name].evidence if name in said else ()),
                    *(self.spoken(body, name, words) if place == 0 else ()),
                ),
            )
            for place, name in enumerate(order)
        )

    def precedents(self, body: str, words: Words, most: int = NEAREST, but: str = "") -> tuple[Precedent, ...]:
        """Return the filed actions of a body most like a text, the most alike first; not the statement `but` itself."""
        lessons = self.bodies.get(body)
        if lessons is None:
            return ()
        alike = lessons.likeness(self.vector(words))
        order = [number for number in (-alike).argsort(kind="stable").tolist() if alike[number] >= LIKE]
        near = [Precedent(lessons.filed[number], round(float(alike[number]), 3)) for number in order]
        return tuple(one for one in near if not but or one.filed.statement != but)[:most]

    def spoken(self, body: str, function: str, words: Words) -> tuple[Evidence, ...]:
        """Return the words of a text by which filings speak most for a function, as evidence "learned:WORD"."""
        import numpy as np

        lessons = self.bodies.get(body)
        if lessons is None or not lessons.pull.size or function not in lessons.functions:
            return ()
        sizes = np.diff([*lessons.starts, len(lessons.indices)])
        pulled = lessons.values * np.repeat(lessons.pull[:, lessons.functions.index(function)], sizes)
        weights = np.bincount(lessons.indices, weights=pulled, minlength=SIZE)
        parts = self.vector(words).parts
        weighed_words = [(float(weights[numbers([part])].sum()), place) for place, part in enumerate(parts)]
        found: dict[str, Evidence] = {}
        for much, place in sorted(weighed_words, key=lambda pair: (-pair[0], pair[1])):
            start, end = words.starts[place], words.ends[place]
            word = words.text[start:end]
            if much > 0 and len(word) > 2 and len(found) < NEAREST:
                found.setdefault(word.lower(), Evidence(f"learned:{word.lower()}", start, end, word))
        return tuple(found.values())

    def vector(self, words: Words) -> Vector:
        """Return a text as the team's lessons see it."""
        return weighed(words, self.rarity)


_teams: dict[str, Team] = {}


def team_of(pack: Pack) -> Team | None:
    """Return the team whose filings speak beside this pack's rules, in this process."""
    return _teams.get(pack.hash)


def with_team(pack: Pack, team: Team | None) -> Pack:
    """Return the pack with a team's filings beside its rules and model; its hash says so."""
    if team is None or not team.bodies:
        return pack
    from rules.model import lend, model_of

    joined = lend(replace(pack, lessons={}), model_of(pack), f"+{team.hash[:16]}")
    _teams[joined.hash] = team
    return joined


def learn_from(filed: Sequence[Filed], pack: Pack) -> Team | None:
    """Return what filings teach beside this pack's rules and model; None if there is nothing to learn from."""
    if not filed:
        return None
    by_body: defaultdict[str, list[Filed]] = defaultdict(list)
    for one in filed:
        by_body[one.institution].append(one)
    known = {duty.institution for duty in pack.obligations}
    bodies = {
        body: _learned(tuple(part[-MOST:]), body, pack) for body, part in sorted(by_body.items()) if body in known
    }
    return Team(bodies, _rarity(pack), len(filed), filings_hash(filed))


def _rarity(pack: Pack) -> NDArray[np.float32]:
    import numpy as np

    from rules.model import model_of

    model = model_of(pack)
    return model.rarity[:SIZE] if model else np.ones(SIZE, dtype=np.float32)


def filings_hash(filed: Iterable[Filed]) -> str:
    """Hash filings in their order."""
    digest = hashlib.sha256()
    for one in filed:
        digest.update(repr((one.institution, one.text, one.obligation)).encode("utf8", "replace"))
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _learned(filed: tuple[Filed, ...], body: str, pack: Pack) -> Lessons:
    import numpy as np

    duties = [duty for duty in pack.obligations if duty.institution == body]
    functions = tuple(duty.id for duty in duties)
    known = [(one, *_known(one.text, body, pack)) for one in filed if one.obligation in functions]
    known = [(one, row, before) for one, row, before in known if len(row.indices)]
    rows = [row for _, row, _ in known]
    starts = np.cumsum([0, *(len(row.indices) for row in rows)])[:-1].astype(np.intp)
    lessons = Lessons(
        tuple(one for one, _, _ in known),
        functions,
        tuple(Level(duty.level) for duty in duties),
        starts,
        np.concatenate([row.indices for row in rows]) if rows else np.zeros(0, dtype=np.intp),
        np.concatenate([row.values for row in rows]) if rows else np.zeros(0, dtype=np.float32),
        np.zeros((0, len(functions)), dtype=np.float32),
    )
    if not rows:
        return lessons
    alike = np.stack([lessons.likeness(row) for row in rows]) + COMMON
    before = np.stack([believed for _, _, believed in known])
    right = np.zeros_like(before)
    right[np.arange(len(known)), [functions.index(one.obligation) for one, _, _ in known]] = 1
    return replace(lessons, pull=_fitted(alike, before, right))


@lru_cache(maxsize=20_000)
def _known(text: str, body: str, pack: Pack) -> tuple[Vector, NDArray[np.float32]]:
    """A text's features, and the log-probability of each of the body's functions by rules and model."""
    import numpy as np

    from extractor.filing.rank import weigh
    from rules.matching import matcher

    weighing = weigh(matcher(pack).find(text), pack, body)
    size = len(weighing.duties.obligations)
    row = np.asarray(weighing.chances or [1 / size] * size, dtype=np.float32)
    return weighed(read_words(text), _rarity(pack)), np.log(np.maximum(row, UNSEEN))


def _fitted(alike: NDArray[np.float32], before: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fit by steps down the gradient of a penalised logistic regression whose offset is what was believed before."""
    import numpy as np

    pull = np.zeros_like(before)
    step = 1.0 / (CAUTION + 0.5 * float(np.abs(alike).sum(axis=1).max()))
    momentum = np.zeros_like(pull)
    for _ in range(STEPS):
        scores = before + alike @ pull
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        momentum = 0.8 * momentum - step * (chances - right + CAUTION * pull)
        pull = pull + momentum
    return pull.astype(np.float32)


__all__ = ["Filed", "Lessons", "Precedent", "Team", "learn_from", "team_of", "with_team"]
