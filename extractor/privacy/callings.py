"""Callings: "técnico", "profesora" or "jefe" say that somebody is an official only where a body is named with them."""

from __future__ import annotations

from typing import Protocol

from extractor.privacy.capitals import opens
from extractor.privacy.settings import APPOSED
from extractor.privacy.tokens import Tokens
from extractor.privacy.vocabulary import OFFICE, PUBLIC, NameVocabulary


class WordRun(Protocol):
    """Words `first` to `last` of a text."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


def holds_office(text: Tokens, title: int, name: WordRun, words: NameVocabulary) -> bool:
    """Is the title beside a name an office, or a calling with a capital or with a body in sight?"""
    before = title < name.first
    if before and words.company and words.company.search(text.text, text.ends[title], text.starts[name.first]):
        return False  # "gerente general de Ejemplo S.A.C., …"
    if before and _is_anyones(text, title, words):
        return False
    if text.folded[title] not in words.callings or text.upper[title]:
        return True
    if text.capital[title] and (not opens(text, title) or text.gap(title)[:1] == ":"):
        return True
    if not before:
        return "\n" in text.gap(name.last) or _has_body(text, range(title + 1, title + 1 + APPOSED), words)
    named = _has_body(text, range(title + 1, name.first), words, ends=False)
    return named or _belongs(text, name.last, words)


def _is_anyones(text: Tokens, title: int, words: NameVocabulary) -> bool:
    """Does a possessive or an indefinite article lead to a title in small letters: "su jefe", "un técnico"?"""
    if text.capital[title] or not title:
        return False
    return text.folded[title - 1] in words.possessives | words.indefinite


def _has_body(text: Tokens, places: range, words: NameVocabulary, *, ends: bool = True) -> bool:
    """Does a word of a body's name stand there, before what ends a phrase?"""
    for index in places:
        if index >= len(text) or (ends and text.gap(index - 1).strip(' \u00a0"“«')):
            return False
        if _is_bodys(text, index) or text.folded[index] in words.authorities:
            return True
    return False


def _belongs(text: Tokens, last: int, words: NameVocabulary) -> bool:
    """Is a body named right after a name: "la psicóloga Ejemplo, del CEM", "(UGEL)"?"""
    index = last + 1
    while index < len(text) and index < last + 4 and text.folded[index] in words.listing:
        index += 1
    blank = all(text.gap(one).strip(" \u00a0,(") == "" for one in range(last, min(index, len(text) - 1)))
    return index < len(text) and blank and _is_bodys(text, index)


def _is_bodys(text: Tokens, index: int) -> bool:
    return text.capital[index] and (text.kinds[index] in (OFFICE, PUBLIC) or text.upper[index])
