"""Words that OCR misread, taken for the words of a pack that they resemble: "operat1vos" counts as "operativos".

Only words that the pack does not know are looked at, and only long ones: a short word resembles too many others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rules.settings import LETTERS_AN_ERROR, SHORTEST, SURELY
from rules.words import Words, read_words, stems_of


class Lexicon:
    """The words that a pack is written with. `names` are known, but nothing is taken for one of them."""

    def __init__(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        words = {word for text in texts for word in read_words(text).plain.split()}
        self._stems = dict(zip(words, stems_of(list(words)), strict=True))
        known = words | {word for name in names for word in read_words(name).plain.split()}
        self._known = known | set(stems_of(list(known)))
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(words):
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self._meant = lru_cache(maxsize=4096)(self._look_up)

    def mended(self, words: Words) -> Words:
        """Return the same words, at the same places of the text, with those that were misread put right."""
        plain = words.plain.split()
        stems = words.stems.split()
        for number, (word, stem) in enumerate(zip(plain, stems, strict=True)):
            if len(word) >= SHORTEST and stem not in self._known and word not in self._known:
                meant = self._meant(word)
                if meant:
                    plain[number], stems[number] = meant, self._stems[meant]
        return replace(words, plain=f" {' '.join(plain)} ", stems=f" {' '.join(stems)} ")

    def _look_up(self, word: str) -> str:
        """Return the word that this one resembles most, if all others that do as much are forms of it; else ""."""
        if sum(map(str.isalpha, word)) <= len(word) / 2:
            return ""
        for form in dict.fromkeys((word, word.removesuffix("s"), word.removesuffix("es"), f"{word}s")):  # in any number
            found = self._nearest(form)
            if found:
                return found[0] if len({self._stems[one] for one in found}) == 1 else ""
        return ""

    def _nearest(self, word: str) -> list[str]:
        """Return the words at the least distance; misreading changes the length by a letter at most ("rn" for "m")."""
        lengths = range(len(word) - 1, len(word) + 2)
        near = [known for length in lengths for known in self._by_length.get(length, ())]
        most = len(word) // (LETTERS_AN_ERROR if word.isalpha() else SURELY)
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=8)
        return [known for known, distance, _ in found if distance == found[0][1]]
