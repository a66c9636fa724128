"""How good the text of a page is: an OCR layer made by others can be worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import chain, pairwise

from extractor.core.model import Page
from extractor.read.settings import (
    ACCENTED_WORDS,
    DAMAGED,
    ENOUGH_WORDS,
    FEW_DAMAGED,
    GARBAGE,
    KNOWN,
    LEGIBILITY_MIN_WORDS,
    MIN_LETTERS,
    OVER,
    SPELT,
)
from rules.words import fold

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_DAMAGE = re.compile(r"[^\W\d_](?:[\d¡!|¿?<>{}\\^~*=+§¥£€][^\W\d_]|\ufffd)|[A-ZÁÉÍÓÚÑ]{2}[a-záéíóúñ][A-ZÁÉÍÓÚÑ]{2}")
_UNREADABLE = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd\ufffe]")
_ODD = re.compile(r"""[^\w\s.,;:()\-–—/"“”'’«»°%•·…¿?¡!*]""")


@dataclass(frozen=True, slots=True)
class Legibility:
    """Counts over one text: words; shares of frequent and damaged ones, of characters without a font, of odd ones.

    `spelt` is the share, 0..1, of the letter pairs that frequent words have too; 1 where there are words enough.
    """

    words: int
    known: float
    spelt: float
    damaged: float
    unreadable: float
    odd: float
    has_accents: bool

    @property
    def is_garbage(self) -> bool:
        return self.unreadable > 0.1 or self.odd > 0.3 or self._knows_less_than(GARBAGE)

    @property
    def is_poor(self) -> bool:
        if self.is_garbage:
            return True
        if self.words < LEGIBILITY_MIN_WORDS:
            return False
        lost_accents = self.words >= ACCENTED_WORDS and not self.has_accents
        is_damaged = self.damaged > DAMAGED and round(self.damaged * self.words) >= FEW_DAMAGED
        return self._knows_less_than(KNOWN) or is_damaged or lost_accents

    def _knows_less_than(self, share: float) -> bool:
        """Are too few words frequent ones? A short text may be names and addresses: they are spelt like words."""
        tells = self.words >= ENOUGH_WORDS or (self.words >= LEGIBILITY_MIN_WORDS and self.spelt < SPELT)
        return tells and self.known < share

    def is_better_than(self, other: Legibility) -> bool:
        """Would a reader rather have this text?"""
        if self.words < other.words / 2:
            return False
        if self.known - other.known > OVER:
            return True
        repaired = self.damaged < other.damaged or (self.has_accents and not other.has_accents)
        return repaired and self.known >= other.known - OVER


def legibility(text: str, frequent: Set[str]) -> Legibility:
    """Judge a text by the folded frequent words of its language."""
    words = _LETTERS.findall(fold(text))
    return Legibility(
        words=len(words),
        known=sum(word in frequent for word in words) / max(1, len(words)),
        spelt=_spelt(words, frequent) if len(words) < ENOUGH_WORDS else 1.0,
        damaged=len(_DAMAGE.findall(text)) / max(1, len(words)),
        unreadable=len(_UNREADABLE.findall(text)) / max(1, len(text)),
        odd=len(_ODD.findall(text)) / max(MIN_LETTERS, len(text)),
        has_accents=not text.isascii() and any("à" <= letter <= "ÿ" for letter in text),
    )


def _spelt(words: Sequence[str], frequent: Set[str]) -> float:
    """The share of letter pairs that are as in frequent words."""
    usual, pairs = set(_pairs(frequent)), list(_pairs(words))
    return sum(pair in usual for pair in pairs) / max(1, len(pairs))


def _pairs(words: Iterable[str]) -> Iterable[tuple[str, str]]:
    return chain.from_iterable(map(pairwise, words))


def page_text(page: Page) -> str:
    """All text of a page, lines and cells."""
    cells = (cell.text for table in page.tables for row in table.rows for cell in row)
    return "\n".join([*(line.text for line in page.lines), *cells])
