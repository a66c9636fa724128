"""Lines that hold names alone: of places, of offices, of those who sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.read.layout.dates import Days, find_date, words_before
from extractor.read.layout.settings import FAREWELL_WORDS, MAX_AFTER, SIGNED_LINES
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_RULE = re.compile(r"[\W_]*")  # to sign on
_PART = re.compile(r"[,\-–—/]\s")


def is_name(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Is a text a name, of whatever length: no small words but particles?"""
    small = [word for word in text.split() if word[:1].islower()]
    return text[:1].isupper() and all(fold(word) in vocabulary.particles for word in small)


def is_dateline(text: str, vocabulary: LayoutVocabulary, days: Days | None = None) -> bool:
    """Does a line hold a day, and the name of a place before it at most? `days`: how one may be written."""
    found = find_date(text, days or vocabulary.figured)
    if found is None or len(text) - found[2] > MAX_AFTER:
        return False
    place = words_before(text, found[1])
    return not place or (is_name(place, vocabulary) and not any(char.isdigit() for char in place))


def are_signed(lines: Iterable[str], vocabulary: LayoutVocabulary) -> bool:
    """Do lines name who signs: names alone, and a part of them begins with an office or a rank?"""
    named = [line for line in lines if not is_dateline(line, vocabulary)]
    if not all(
        is_name(line, vocabulary) and not any(char.isdigit() or char in ":;|" for char in line) for line in named
    ):
        return False
    return any(vocabulary.titles.match(fold(part)) for line in named for part in _PART.split(line))


def is_farewell(lines: Sequence[str], after: Sequence[str], vocabulary: LayoutVocabulary) -> bool:
    """Does a line of a few words that ends with a comma stand above nothing but who signs: "Un abrazo,"?"""
    if len(lines) != 1 or not lines[0].endswith(",") or len(lines[0].split()) > FAREWELL_WORDS:
        return False
    signed = [line for line in after if not _RULE.fullmatch(line)]
    are_names = all(is_name(line, vocabulary) and line[-1] not in ".:;,?" for line in signed)
    return 0 < len(signed) <= SIGNED_LINES and are_names and not any(map(str.isdigit, lines[0]))
