"""What a resolution rests on is no report of its signer: blocks under VISTO and CONSIDERANDO that begin with "Que".

Nor is what it orders, if nobody signs whom the pack knows: of a known body, to approve a plan may be what it did.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from extractor.core.model import Letter
from extractor.read.layout.vocabulary import vocabulary
from extractor.read.settings import POINTS, RECITED
from rules.models import Pack
from rules.words import fold

_POINT = re.compile(r"[;.]\s")


class Recitals:
    """Where a letter recites, or orders: offsets of the blocks, in order."""

    def __init__(self, letter: Letter, pack: Pack) -> None:
        self._spans = list(_recited(letter, pack))
        self._starts = [start for start, _ in self._spans]

    def leaning(self, offset: int) -> float:
        """What the place adds to the log-odds that a statement there reports nothing."""
        index = bisect(self._starts, offset) - 1
        return RECITED if index >= 0 and offset < self._spans[index][1] else 0.0


def is_norm(letter: Letter, pack: Pack) -> bool:
    """Is a paper a resolution or an ordinance: does it say what it rests on, point by point, or what it orders?

    One that is addressed to somebody is a letter, in whatever form it answers.
    """
    words, begun, points = vocabulary(pack), False, 0
    for block in letter.blocks:
        folded = fold(letter.text[block.start : block.end])
        if block.kind == "head" and (words.addressees.match(folded) or words.salutations.match(folded)):
            return False
        begun = begun or bool(words.recitals.match(folded))
        points += sum(bool(words.recited.match(point)) for point in _POINT.split(folded)) if begun else 0
        if points >= POINTS or (begun and words.disposes.search(folded)):
            return True
    return False


def _recited(letter: Letter, pack: Pack) -> Iterator[tuple[int, int]]:
    words, begun, orders = vocabulary(pack), False, False
    for block in letter.blocks:
        folded = fold(letter.text[block.start : block.end])
        heads = bool(words.recitals.match(folded))
        begun = begun or heads
        orders = orders or (begun and letter.head.institution is None and words.disposes.search(folded) is not None)
        if heads or orders or (begun and words.recited.match(folded)):
            yield block.start, block.end


__all__ = ["Recitals", "is_norm"]
