"""What a team's own filings say of a new text: a voice beside rules and model that grows with every decision.

What rules and model say is the starting point; filings correct it (`extractor.filing.learn.fitting`), as strongly as
measures best on filings that were left out, and not at all where that measures worse than nothing. So it need not be
asked whether it helps, and takes milliseconds; whoever doubts it leaves it off. The learner sees the filings it is
given and no others:

    reranker = learn_from(filings, pack)                 # one decision more costs one body's fit
    classify(text, with_reranker(pack, reranker), "GL")  # a new text
    reranker.rerank(row.suggestions, "GL", words)        # what rules and model said before of a stored one
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.core.model import Evidence, Suggestion
from extractor.filing.beside import lend_voice, voice_of
from extractor.filing.learn.fitting import believed as log_chances
from extractor.filing.learn.lessons import (
    Filed,
    Lessons,
    functions_of,
    lessons_of,
    milestone,
    rows_of,
    vector_of,
)
from extractor.filing.settings import LIKE, MOST, NEAREST, SUGGESTED, UNSEEN
from rules.model import model_of
from rules.model.features import numbers
from rules.models import Pack
from rules.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Precedent:
    """A filed action that resembles a text, from 0 to 1."""

    filed: Filed
    likeness: float


@dataclass(frozen=True)
class Reranker:
    """What was learned from filings; `decisions` of them. Their strength is measured on those of `proof`."""

    pack: Pack
    filed: tuple[Filed, ...]
    proof: tuple[Filed, ...]
    _by_body: dict[str, Lessons | None] = field(default_factory=dict, compare=False, repr=False)
    _spoken: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict, compare=False, repr=False)
    _reranked: dict[object, tuple[Suggestion, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def decisions(self) -> int:
        return len(self.filed)

    def moves(self, body: str, words: Words, believed: Sequence[float]) -> tuple[float, ...]:
        """Return by how much the log-probability of each of a body's functions changes.

        `believed` is what rules and model say of each. Nothing is returned where nothing was learned.
        """
        lessons, functions = self._lessons(body), functions_of(self.pack, body)
        if lessons is None or not functions.names:  # a body outside the list has no functions
            return ()
        before = log_chances(believed)[None]
        alike = lessons.rows.likeness(vector_of(words, self.pack))
        after = lessons.correction.told(alike, body, functions.groups, before)
        return tuple((after - before)[0].tolist())

    def rerank(self, suggestions: Sequence[Suggestion], body: str, words: Words) -> tuple[Suggestion, ...]:
        """Return what rules and model suggested with what filings say of it."""
        asked = (tuple(suggestions), body, words.text)
        if asked not in self._reranked:  # what is listed first and filed then is asked for twice
            self._reranked[asked] = self._rerank(suggestions, body, words)
        return self._reranked[asked]

    def _rerank(self, suggestions: Sequence[Suggestion], body: str, words: Words) -> tuple[Suggestion, ...]:
        functions = functions_of(self.pack, body)
        said = {one.obligation: one for one in suggestions}
        rest = (1 - sum(one.score for one in suggestions)) / max(1, len(functions.names) - len(said))
        believed = [max(said[name].score if name in said else rest, UNSEEN) for name in functions.names]
        moves = self.moves(body, words, believed)
        if not moves:
            return tuple(suggestions)
        scores = [math.log(chance) + moved for chance, moved in zip(believed, moves, strict=True)]
        top = max(scores)
        total = sum(math.exp(score - top) for score in scores)
        order = sorted(range(len(scores)), key=lambda at: -scores[at])[: max(len(said), SUGGESTED)]
        return tuple(
            Suggestion(
                functions.names[at],
                functions.levels[at],
                round(math.exp(scores[at] - top) / total, 4),
                (
                    *(said[functions.names[at]].evidence if functions.names[at] in said else ()),
                    *(self.spoken(body, functions.names[at], words) if place == 0 else ()),
                ),
            )
            for place, at in enumerate(order)
        )

    def precedents(self, body: str, words: Words, most: int = NEAREST, but: str = "") -> tuple[Precedent, ...]:
        """Return the filed actions of a body most like a text, the most alike first; not the statement `but` itself."""
        rows = rows_of(self._of(body), self.pack)
        if not rows.filed:
            return ()
        alike = rows.of_words(vector_of(words, self.pack))
        order = [number for number in (-alike).argsort(kind="stable").tolist() if alike[number] >= LIKE]
        near = [Precedent(rows.filed[number], round(float(alike[number]), 3)) for number in order]
        return tuple(one for one in near if not but or one.filed.statement != but)[:most]

    def spoken(self, body: str, function: str, words: Words) -> tuple[Evidence, ...]:
        """Return the words of a text by which filings speak most for a function, as evidence "learned:WORD"."""
        import numpy as np

        lessons = self._lessons(body)
        if lessons is None or all(one.body != body for one in lessons.rows.cases):  # others' filings teach habits alone
            return ()
        if function not in functions_of(self.pack, body).names:
            return ()
        weights, parts = self._weights(body, function), vector_of(words, self.pack).parts
        if not parts:
            return ()
        starts = np.cumsum([0, *(len(part) // 2 for part in parts[:-1])])  # two bytes a feature, and every word has one
        weighed_words = zip(np.add.reduceat(weights[numbers(parts)], starts).tolist(), range(len(parts)), strict=True)
        found: dict[str, Evidence] = {}
        for much, place in sorted(weighed_words, key=lambda pair: (-pair[0], pair[1])):
            start, end = words.starts[place], words.ends[place]
            word = words.text[start:end]
            if much > 0 and len(word) > 2 and len(found) < NEAREST:
                found.setdefault(word.lower(), Evidence(f"learned:{word.lower()}", start, end, word))
        return tuple(found.values())

    def _weights(self, body: str, function: str) -> NDArray[np.float64]:
        """Return how much each feature speaks for a function."""
        import numpy as np

        if (body, function) not in self._spoken:
            lessons, at = self._lessons(body), functions_of(self.pack, body).names.index(function)
            assert lessons
            own = np.array([one.body == body for one in lessons.rows.cases])
            weights = lessons.rows.spoken(lessons.correction.pull[:, at] * own)
            self._spoken[body, function] = weights
        return self._spoken[body, function]

    def _of(self, body: str) -> tuple[Filed, ...]:
        return tuple(one for one in self.filed if one.institution == body)[-MOST:]

    def _lessons(self, body: str) -> Lessons | None:
        if body not in self._by_body:
            filed = tuple(dict.fromkeys((*self._of(body), *self.filed[-MOST:])))
            self._by_body[body] = lessons_of(filed, self.proof, self.pack)
        return self._by_body[body]


def reranker_of(pack: Pack) -> Reranker | None:
    """Return the team whose filings speak beside this pack's rules, in this process."""
    voice = voice_of(pack)
    return voice if isinstance(voice, Reranker) else None


def with_reranker(pack: Pack, reranker: Reranker | None) -> Pack:
    """Return the pack with a team's filings beside its rules and model; its hash says so."""
    if reranker is None:
        return pack
    from rules.model import lend

    joined = lend(pack, model_of(pack), f"+{filings_hash(reranker.filed)[:16]}")
    lend_voice(joined, reranker)
    return joined


def learn_from(filed: Iterable[Filed], pack: Pack, proof: Iterable[Filed] | None = None) -> Reranker | None:
    """Return what filings, the oldest first, teach beside this pack's rules and model; None if there is nothing.

    `proof`: the filings that their strength is measured on. It takes long, so a caller that adds one by one gives the
    same ones for a while; the first of `filed` without it.
    """
    duties = {(duty.institution, duty.id) for duty in pack.obligations}
    known = tuple(one for one in filed if (one.institution, one.obligation) in duties)
    if proof is None:
        proof = known[-MOST:][: milestone(len(known[-MOST:]))]
    held = tuple(one for one in proof if (one.institution, one.obligation) in duties)
    return Reranker(pack, known, held) if known else None


def filings_hash(filed: Iterable[Filed]) -> str:
    """Hash filings in their order."""
    digest = hashlib.sha256()
    for one in filed:
        digest.update(repr((one.institution, one.text, one.obligation)).encode("utf8", "replace"))
    return digest.hexdigest()


__all__ = ["Filed", "Lessons", "Precedent", "Reranker", "learn_from", "reranker_of", "with_reranker"]
