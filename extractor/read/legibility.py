"""How good the text of a page is: an OCR layer made by others can be worse than none."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from extractor.core.model import Page
from rules.words import fold

MIN_WORDS = 12  # fewer say nothing about a text
MIN_LETTERS = 40  # the same for shares of characters
KNOWN = 0.35  # share of frequent words; Spanish prose has two thirds
GARBAGE = 0.2  # share of frequent words below which a text is none
DAMAGED = 0.03  # share of words with digits, signs or lost letters inside
ACCENTED_WORDS = 80  # Spanish prose of this length has accents
OVER = 0.05  # by which a text has to know more words to be better

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
        return self.unreadable > 0.1 or self.odd > 0.3 or (self.words >= MIN_WORDS and self.known < GARBAGE)

    @property
    def is_poor(self) -> bool:
        if self.is_garbage:
            return True
        if self.words < MIN_WORDS:
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
