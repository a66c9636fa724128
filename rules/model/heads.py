"""A pack's model: what it makes of a text, and the words that moved it. Needs numpy alone; nothing in it runs.

A head tells apart the classes of one question: which kind a text is of, or which of a body's obligations it answers.
It is linear over `rules.model.features`; all heads of a model share the weights of rarity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rules.model.features import SIZE
from rules.model.grammar import kind_vector
from rules.model.vectors import Vector, weighed
from rules.settings import SHOWN
from rules.words import Words, read_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rules.cues import Cued
    from rules.matching import MatchResult
    from rules.models import Pack

KINDS = "kinds"  # name of the head for kinds; the others are named by their body


@dataclass(frozen=True, slots=True)
class Contribution:
    """A word that spoke for a class, and where it stands in the text."""

    word: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class ClassifierHead:
    """The classes of one question with a row of weights a feature; a weight is `weights * scale` of its class."""

    classes: tuple[str, ...]
    weights: NDArray[np.int8]  # features x classes
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """The heads that a pack has, `rarity` of each feature, and the hash of what they were trained on."""

    heads: Mapping[str, ClassifierHead]
    rarity: NDArray[np.float32]
    trained: str

    def kinds(
        self, found: MatchResult, pack: Pack, vector: Vector | None = None, cued: Sequence[Cued] | None = None
    ) -> dict[str, float]:
        """Return how likely each kind is; nothing if the model does not tell kinds apart.

        `vector` and `cued` are the text's, and what holds in it whoever writes, where these are known already.
        """
        if KINDS not in self.heads:
            return {}
        plain = vector or self.vector(found.words)
        return self._chances(KINDS, kind_vector(found, pack, self.rarity, plain, cued))

    def functions(self, body: str, text: str | Words | Vector) -> dict[str, float]:
        """Return how likely each obligation of a body is; nothing if the model has not learned about the body."""
        return self.chances(body, text)

    def chances(self, head: str, text: str | Words | Vector) -> dict[str, float]:
        """Return the probability of every class of a head."""
        return self._chances(head, self.vector(text)) if head in self.heads else {}

    def _chances(self, head: str, vector: Vector) -> dict[str, float]:
        import numpy as np

        scores = self.scores(head, vector)
        powers = np.exp(scores - scores.max())
        return dict(zip(self.heads[head].classes, (powers / powers.sum()).tolist(), strict=True))

    def scores(self, head: str, vector: Vector) -> NDArray[np.float32]:
        """Return what each class of a head scores, in the order of its classes."""
        one = self.heads[head]
        summed: NDArray[np.float32] = vector.values @ self._weights(head, vector)
        return summed * one.scale + one.bias

    def _weights(self, head: str, vector: Vector) -> NDArray[np.float32]:
        """What a head's weights are of a text's features; asked for its chances, then for the words of several."""
        import numpy as np

        last = self._last_weights
        if not last or last[0] != head or last[1] is not vector:
            last[:] = head, vector, self.heads[head].weights.take(vector.indices, axis=0).astype(np.float32)
        weights: NDArray[np.float32] = last[2]
        return weights

    @cached_property
    def _last_weights(self) -> list[Any]:
        return []

    def sense(self, vector: Vector) -> NDArray[np.float32]:
        """Return a text's sense, whatever its words: what the heads for functions score, each about its mean; length 1.

        All zeros where no head knows a word of it; no numbers where the model has no such head.
        """
        import numpy as np

        weights, scale, bias, begins = self._joined
        if not begins:
            return np.zeros(0, dtype=np.float32)
        scores = (vector.values @ weights[vector.indices]) * scale + bias
        sizes = np.diff(begins, append=len(scores))
        scores -= np.repeat(np.add.reduceat(scores, begins) / sizes, sizes)
        made: NDArray[np.float32] = scores / (float(np.linalg.norm(scores)) or 1.0)
        return made.astype(np.float32)

    @cached_property
    def _joined(self) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.float32], list[int]]:
        """All heads for functions side by side: weights, scales, biases, and where each head begins."""
        import numpy as np

        heads = [head for name, head in sorted(self.heads.items()) if name != KINDS and head.classes]
        if not heads:
            none = np.zeros(0, dtype=np.float32)
            return np.zeros((SIZE, 0), dtype=np.int8), none, none, []
        begins = np.cumsum([0, *(len(head.classes) for head in heads)])[:-1].tolist()
        return (
            np.concatenate([head.weights[:SIZE] for head in heads], axis=1),
            np.concatenate([head.scale for head in heads]),
            np.concatenate([head.bias for head in heads]),
            begins,
        )

    def contributions(
        self, head: str, name: str, text: str | Words | Vector, shown: int = SHOWN
    ) -> tuple[Contribution, ...]:
        """Return the words that speak most for a class against the others, the strongest first."""
        import numpy as np

        if head not in self.heads or name not in self.heads[head].classes:
            return ()
        one, vector = self.heads[head], self.vector(text)
        if not vector.parts:
            return ()
        number = one.classes.index(name)
        against_mean = -one.scale / len(one.classes)
        against_mean[number] += one.scale[number]
        spoken = vector.values * (self._weights(head, vector) @ against_mean)
        at, often, begins = vector.places
        share = (spoken / often).astype(np.float32)[at]
        words, weighed = vector.words, np.add.reduceat(share, begins)
        found: dict[str, Contribution] = {}
        for place in (-weighed).argsort(kind="stable").tolist():
            much = float(weighed[place])
            if much <= 0 or len(found) == shown:
                break
            word = words.text[words.starts[place] : words.ends[place]]
            if len(word) > 2:
                found.setdefault(
                    word.lower(), Contribution(word, words.starts[place], words.ends[place], round(much, 3))
                )
        return tuple(found.values())

    def vector(self, text: str | Words | Vector) -> Vector:
        """Return a text as this model sees it."""
        if isinstance(text, Vector):
            return text
        words = read_words(text) if isinstance(text, str) else text
        last = self._last
        if last and last[0].words is words:
            return last[0]
        last[:] = [weighed(words, self.rarity[:SIZE])]
        return last[0]

    @cached_property
    def _last(self) -> list[Vector]:
        return []  # the kind and the functions of a statement are asked one after the other
