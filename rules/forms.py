"""Holes in phrases that stand for a form of words, told by its endings: "se {preterito}" finds "se inauguraron"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from rules.models import WordForm
from rules.words import HOLE, Words, fold


class Forms:
    """The forms of a pack, compiled. Accents count ("registró" is a form of a verb, "registro" is a noun)."""

    def __init__(self, forms: Mapping[str, WordForm]) -> None:
        self._endings: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for name, form in forms.items():
            hole = f"{{{name}}}"
            self._endings.update((ending.lower(), hole) for ending in form.endings)
            self._words.update((word.lower(), hole) for word in form.words)
            self._words.update((word.lower(), "") for word in form.unless)
        self._sizes = sorted({len(ending) for ending in self._endings}, reverse=True)
        self._shape = lru_cache(maxsize=8192)(self._shape_of)  # letters use the same words again and again

    def shaped(self, words: Words) -> Words:
        """Return the words with the hole in place of each that has a form; the others, and names, stay as they are."""
        text, shape = words.text, self._shape
        made, before, stop = list[str](), "", 0
        for start, end in zip(words.starts, words.ends, strict=True):
            word = text[start:end]
            is_name = before.islower() and word.istitle() and text[stop:start].isspace()  # "el puente de Macará"
            made.append(fold(word) if is_name else shape(word))
            before, stop = word, end
        line = " ".join(made)
        return replace(words, plain=f" {line} ")

    def _shape_of(self, written: str) -> str:
        word = written.lower()
        known = self._words.get(word)
        if known is not None:
            return known or fold(written)
        for size in self._sizes:
            if size < len(word) and (hole := self._endings.get(word[-size:])):
                return hole
        return fold(written)


def holes(phrase: str) -> list[str]:
    """Return the names of the forms that a phrase has holes for."""
    return [hole.strip("{}") for hole in HOLE.findall(phrase)]
