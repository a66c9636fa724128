"""The filed actions most like a text: a team's own first, and where these are few the pack's examples."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz, process

from extractor.filing.learn.lessons import Filed, vector_of
from extractor.filing.learn.reranker import Precedent, Reranker
from extractor.filing.settings import LIKE, LIKELY, NEAREST
from rules.model.examples import examples_of
from rules.model.vectors import Vector
from rules.models import Pack
from rules.words import Words, read_words


def precedents_of(
    pack: Pack, body: str, words: Words, suggested: Sequence[str], reranker: Reranker | None = None, but: str = ""
) -> tuple[Precedent, ...]:
    """Return what was filed that is most like a text of a body, at most `NEAREST`, but not the statement `but` itself.

    What a team filed (`reranker`) stands before the pack's examples of the `suggested` obligations; those name their
    batch as the reviewer, and no document.
    """
    own = reranker.precedents(body, words, but=but) if reranker else ()
    return (*own, *_examples(pack, body, words, tuple(suggested))[: NEAREST - len(own)])


def _examples(pack: Pack, body: str, words: Words, suggested: tuple[str, ...]) -> list[Precedent]:
    """Return the pack's examples that are alike, the most alike first."""
    texts = list(chain.from_iterable(_texts(pack, obligation) for obligation in suggested))
    plain = [text.plain for text, _, _ in texts]
    asked, near = vector_of(words, pack), []
    for _, _, number in process.extract(words.plain, plain, scorer=fuzz.token_set_ratio, limit=LIKELY):
        text, obligation, batch = texts[number]
        alike = _cosine(asked, vector_of(text, pack))
        if alike >= LIKE:
            near.append(Precedent(Filed(body, text.text, obligation, reviewer=batch, origin="pack"), round(alike, 3)))
    return sorted(near, key=lambda one: -one.likeness)


@lru_cache(maxsize=64)
def _texts(pack: Pack, obligation: str) -> tuple[tuple[Words, str, str], ...]:
    """Return the examples of an obligation, what they are filed under, and by which batch."""
    return tuple((read_words(one.text), obligation, one.batch) for one in examples_of(pack, obligation))


def _cosine(one: Vector, other: Vector) -> float:
    import numpy as np

    _, left, right = np.intersect1d(one.indices, other.indices, assume_unique=True, return_indices=True)
    return float(one.values[left] @ other.values[right])
