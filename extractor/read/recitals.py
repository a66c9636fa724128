"""What a resolution rests on is no report of its signer: blocks under VISTO and CONSIDERANDO that begin with "Que"."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from extractor.core.model import Letter
from extractor.read.layout.vocabulary import vocabulary
from extractor.read.settings import RECITED
from rules.models import Pack
from rules.words import fold


class Recitals:
    """Where a letter recites: offsets of the blocks, in order."""

    def __init__(self, letter: Letter, pack: Pack) -> None:
        self._spans = list(_recited(letter, pack))
        self._starts = [start for start, _ in self._spans]

    def leaning(self, offset: int) -> float:
        """What the place adds to the log-odds that a statement there reports nothing."""
        index = bisect(self._starts, offset) - 1
        return RECITED if index >= 0 and offset < self._spans[index][1] else 0.0


def _recited(letter: Letter, pack: Pack) -> Iterator[tuple[int, int]]:
    words, begun = vocabulary(pack), False
    for block in letter.blocks:
        folded = fold(letter.text[block.start : block.end])
        heads = bool(words.recitals.match(folded))
        begun = begun or heads
        if heads or (begun and words.recited.match(folded)):
            yield block.start, block.end


__all__ = ["Recitals"]
