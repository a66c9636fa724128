"""The text of an action as it is printed: what tied it to its letter is cut. Pure; its words are the pack's."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.publish.settings import CUTS
from rules.models import Publication
from rules.words import fold

_MARK = re.compile(r"^\s*(?:[-–—•·*▪●]+|\(?(?:[a-zñ]|\d{1,2})[.)]+-?)\s+(?=[^\W\d_])", re.I)
_NEXT = re.compile(r"\s\(?(?:[b-zñ]|[2-9]|1\d)\)\s", re.I)  # the mark of a second item
_TAIL = re.compile(r"[\s;:,]+$")


def plain(text: str, unit: str, words: Publication) -> str:
    """Return a text without its list mark, without openings that tie it to what came before, with a capital first.

    The unit that stands in front of the text when it is printed is not said twice.
    """
    cut = text if _NEXT.search(text) else _MARK.sub("", text)
    for _ in range(CUTS):
        shorter = _without_opening(cut, words.connectives)
        if shorter == cut:
            break
        cut = shorter
    cut = _TAIL.sub("", _without_unit(cut, unit, words)).strip()
    if not any(map(str.isalpha, cut)):
        return text.strip()
    return _ended(_capital(cut))


def _without_opening(text: str, openings: tuple[str, ...]) -> str:
    folded = fold(text)
    for opening in _longest_first(openings):
        if folded.startswith(opening) and not folded[len(opening) : len(opening) + 1].isalnum():
            return text[len(opening) :].lstrip(" ,;:")
    return text


@lru_cache(maxsize=16)
def _longest_first(openings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(map(fold, openings), key=len, reverse=True))


def _without_unit(text: str, unit: str, words: Publication) -> str:
    """Cut the unit's name where it opens the text and is all of its subject."""
    folded, name = fold(text), fold(unit)
    for article in ("", *(f"{fold(one)} " for one in words.articles)):
        if name and folded.startswith(f"{article}{name} "):
            rest = text[len(article) + len(name) + 1 :]
            first = fold(rest.split(" ", 1)[0].strip(",;"))
            alone = rest[:1].islower() and first not in map(fold, words.joins)
            return rest if alone else text
    return text


def _capital(text: str) -> str:
    """Begin with a capital; the mark of a list's first item stays as it is."""
    at = next((place for place, char in enumerate(text) if char.isalnum()), 0)
    if text[at + 1 : at + 2] in (")", "."):
        return text
    return text[:at] + text[at].upper() + text[at + 1 :]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", '."', ".”", ".)")) else f"{text}."
