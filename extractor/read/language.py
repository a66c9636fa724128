"""In which language a text is written, told by its small words: what the pack cannot read says nothing to it.

A pack knows the frequent words of its own language and the small words of others (`languages` in reading.yaml). The
language whose words make up clearly more of a text is the text's. No language at all is told of a text that is short,
or full of names and figures.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.core.model import Letter
from extractor.read.settings import CLEARER, LANGUAGE_MIN_WORDS, MANY_WORDS, MIN_SENTENCE, NONE, PROSE, SHARE
from rules.models import Pack
from rules.words import fold

UNKNOWN = "?"

_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # "I.E.", "E.I.R.L.": no words of any language, small in some


def letter_language(letter: Letter, pack: Pack) -> str:
    """The name of the language of a letter's body, if it is not the pack's; else ""."""
    body = " ".join(letter.text[block.start : block.end] for block in letter.blocks if block.kind != "head")
    return _told(body, pack, LANGUAGE_MIN_WORDS)


def is_foreign(sentence: str, pack: Pack) -> bool:
    """Is one sentence clearly in another language that the pack knows of?"""
    return _told(sentence, pack, MIN_SENTENCE) not in ("", UNKNOWN)


@lru_cache(maxsize=8)
def _told(text: str, pack: Pack, least: int) -> str:
    words = _LETTERS.findall(_INITIALS.sub(" ", fold(text)))
    if len(words) < least:
        return ""
    own, others = _small_words(pack)
    share = sum(word in own for word in words) / len(words)
    if share >= 2 * SHARE:
        return ""
    name, other = max(
        ((name, sum(word in small for word in words) / len(words)) for name, small in others.items()),
        key=lambda found: found[1],
        default=("", 0.0),
    )
    if other >= SHARE and other > share + CLEARER:
        return name
    if share < NONE and len(words) >= MANY_WORDS and _is_prose(text):
        return UNKNOWN
    return ""


def _is_prose(text: str) -> bool:
    words: list[str] = _LETTERS.findall(text)
    return sum(word.islower() for word in words) > PROSE * len(words)


@cache
def _small_words(pack: Pack) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    own = frozenset(fold(word) for word in pack.reading.words)
    return own, {name: frozenset(map(fold, words)) for name, words in pack.reading.languages.items()}
