"""How good the text of a page is: an OCR layer made by others can be worse than none."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from extractor.core.model import Page
from extractor.read.settings import ACCENTED_WORDS, DAMAGED, GARBAGE, KNOWN, LEGIBILITY_MIN_WORDS, MIN_LETTERS, OVER
from rules.words import fold

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_DAMAGE = re.compile(r"[^\W\d_][\d¡!|¿?<>{}\\^~*=+§¥£€][^\W\d_]|[A-ZÁÉÍÓÚÑ]{2}[a-záéíóúñ][A-ZÁÉÍÓÚÑ]{2}|[^\W\d_]\ufffd")
_UNREADABLE = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd\ufffe]")
_ODD = re.compile(r"""[^\w\s.,;:()\-–—/"“”'’«»°%•·…¿?¡!*]""")


@dataclass(frozen=True, slots=True)
class Legibility:
    """Counts over one text: words; shares of frequent and damaged ones, of characters without a font, of odd ones."""

    words: int
    known: float
    damaged: float
    unreadable: float
    odd: float
    has_accents: bool

    @property
    def is_garbage(self) -> bool:
        return self.unreadable > 0.1 or self.odd > 0.3 or (self.words >= LEGIBILITY_MIN_WORDS and self.known < GARBAGE)

    @property
    def is_poor(self) -> bool:
        if self.is_garbage:
            return True
        if self.words < LEGIBILITY_MIN_WORDS:
            return False
        lost_accents = self.words >= ACCENTED_WORDS and not self.has_accents
        return self.known < KNOWN or self.damaged > DAMAGED or lost_accents

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
        damaged=len(_DAMAGE.findall(text)) / max(1, len(words)),
        unreadable=len(_UNREADABLE.findall(text)) / max(1, len(text)),
        odd=len(_ODD.findall(text)) / max(MIN_LETTERS, len(text)),
        has_accents=not text.isascii() and any("à" <= letter <= "ÿ" for letter in text),
    )


def page_text(page: Page) -> str:
    """All text of a page, lines and cells."""
    cells = (cell.text for table in page.tables for row in table.rows for cell in row)
    return "\n".join([*(line.text for line in page.lines), *cells])
