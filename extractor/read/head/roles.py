"""Who signs for a body: a role says which office is meant, and "de" that the body named after it is the signer's."""

from __future__ import annotations

import re

from rules.models import ReadingWords
from rules.words import fold

_PUNCTUATED = ("-", "–", "—", ",", "/", "(", "|", ":")
_WORD = re.compile(r"[^\W_]+")


class Roles:
    """A pack's words for those who sign, compiled."""

    def __init__(self, reading: ReadingWords) -> None:
        self._offices = sorted(((fold(role), office) for role, office in reading.roles.items()), key=_longest_first)
        self._genitives = {fold(word) for word in reading.genitives}
        self._articles = {fold(word) for word in reading.articles}

    def as_office(self, text: str) -> str:
        """The office that a role is of: "Director Regional de X" is "Dirección Regional de X"; "" without a role."""
        folded = fold(text)
        for role, office in self._offices:
            if folded.startswith(role) and not folded[len(role) : len(role) + 1].isalnum():
                return office + text[len(role) :]
        return ""

    def is_genitive(self, word: str) -> bool:
        return fold(word) in self._genitives

    def owns(self, before: str) -> bool:
        """Is what follows this text the body of who signs: nothing before it, a dash, or "de"?"""
        before = before.strip(" \"'“«")
        words = _WORD.findall(fold(before))
        if not words or before.endswith(_PUNCTUATED):
            return True
        while words and words[-1] in self._articles:
            words.pop()
        return not words or words[-1] in self._genitives


def _longest_first(pair: tuple[str, str]) -> tuple[int, str]:
    return -len(pair[0]), pair[0]


__all__ = ["Roles"]
