"""Words as rules see them: folded, stemmed, and found by the thousand in one pass.

Folding keeps the length of a text, so every offset found in folded text is an offset in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import ahocorasick
import Stemmer

from rules.settings import FOLDED_LINE, STEMS_KEPT

_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(f"({_WORD.pattern})")
HOLE = re.compile(r"\{[a-z]+\}")  # in a phrase: any word of this form (rules.forms)
_RUNS = re.compile("([\0-\xff]*)([^\0-\xff]*)")  # characters of Latin-1, then others
_PART = re.compile(f"{HOLE.pattern}|{_WORD.pattern}")
_STEMMER = Stemmer.Stemmer("spanish", STEMS_KEPT)  # the second argument bounds its cache of words


def _fold_table() -> dict[int, str]:
    table = {}
    for code in [*range(0x41, 0x5B), *range(0xAA, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if len(base) == 1 and (base <= "\xff" or code > 0xFF):  # Latin-1 stays Latin-1
            table[code] = base
    return table


_FOLD = _fold_table()
_FOLD_BYTES = bytes(range(256)).decode("latin-1").translate(_FOLD).encode("latin-1")


def fold(text: str) -> str:
    """Lower-case `text` and take the accents off its letters; the length stays the same."""
    return _folded_line(text) if len(text) < FOLDED_LINE else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    try:
        return text.encode("latin-1").translate(_FOLD_BYTES).decode("latin-1")  # twenty times as fast
    except UnicodeEncodeError:
        return "".join(_folded(latin) + beyond.translate(_FOLD) for latin, beyond in _RUNS.findall(text))


_folded_line = lru_cache(maxsize=512)(_folded)  # layout and head ask for the lines of a page again and again


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words. `plain` and `stems` are one string each: words between single blanks, one at both ends."""

    text: str
    starts: list[int]
    ends: list[int]
    plain: str
    stems: str

    def __len__(self) -> int:
        return len(self.starts)


def stems_of(words: list[str]) -> list[str]:
    """Return the stems of folded words."""
    return list(_STEMMER.stemWords(words))


@lru_cache(maxsize=64)  # a statement is read by the rules, and by those who look for its details
def read_words(text: str) -> Words:
    """Cut a text into folded and stemmed words with their offsets, in time linear in its length."""
    parts = _CUT.split(fold(text))  # what is no word, a word, what is no word …
    bounds = list(accumulate(map(len, parts)))
    words = parts[1::2]
    return Words(
        text=text,
        starts=bounds[:-1:2],
        ends=bounds[1::2],
        plain=f" {' '.join(words)} ",
        stems=f" {' '.join(_STEMMER.stemWords(words))} ",
    )


class Match(NamedTuple):  # made by the hundred for each letter: a tuple is made fastest
    """A phrase found: its label, the words it spans (last one included) and its offsets in the text."""

    label: str
    first: int
    last: int
    start: int
    end: int


def is_as_written(phrase: str) -> bool:
    """Is the phrase matched on the words themselves ("=operativo", "operativ*") even where others go by stems?"""
    return phrase.startswith("=") or phrase.rstrip().endswith("*")


class Phrases:
    """Many phrases, each with a label, found in one pass (Aho-Corasick).

    A phrase is matched on stems ("capacitación" finds "capacitaciones") or, with `stem=False`, on its folded words. A
    phrase that begins with "=" matches its words as written ("=operativo" does not find "operadores", which has the
    same stem); so does one whose last word ends in "*", which matches any word that begins so. One that begins with
    "==" wants the accents too ("==registró" does not find "registro"). A phrase in capitals ("ME", "PNP") matches only
    capitals.
    """

    def __init__(self, entries: Iterable[tuple[str, str]], stem: bool = True) -> None:
        self.stem = stem
        entries = list(entries)
        as_written = [entry for entry in entries if stem and is_as_written(entry[0])]
        self._as_written = Phrases(as_written, stem=False) if as_written else None
        labels: dict[str, list[tuple[str, int, bool, list[str]]]] = {}
        for phrase, label in entries:
            if stem and is_as_written(phrase):
                continue
            key, length = self._key(phrase)
            capitals = phrase.isupper() and len(phrase) > 1
            spelling = _WORD.findall(phrase.lower()) if phrase.startswith("==") else []
            entry = (label, length, capitals, spelling)
            if length and entry not in labels.setdefault(key, []):
                labels[key].append(entry)
        self._automaton = ahocorasick.Automaton()
        for key, value in labels.items():
            self._automaton.add_word(key, value)
        self._empty = not labels
        if labels:
            self._automaton.make_automaton()

    def _key(self, phrase: str) -> tuple[str, int]:
        prefix = phrase.rstrip().endswith("*")
        words = _PART.findall(fold(phrase))
        if not words:
            return "", 0
        if self.stem:
            words = _STEMMER.stemWords(words)
        return f" {' '.join(words)}{'' if prefix else ' '}", len(words)

    def find(self, words: Words) -> list[Match]:
        """Return all hits, overlapping ones included, in order of their end."""
        hits = self._search(words)
        if self._as_written is not None:
            hits = sorted([*hits, *self._as_written.find(words)], key=lambda hit: hit.end)
        return hits

    def _search(self, words: Words) -> list[Match]:
        if self._empty:
            return []
        line = words.stems if self.stem else words.plain
        starts, ends = words.starts, words.ends
        hits: list[Match] = []
        last, seen = -1, 0  # the number of the word before the place `seen` in the line
        for end, labels in self._automaton.iter(line):
            last, seen = last + line.count(" ", seen, end), end
            for label, length, capitals, spelling in labels:
                first = last - length + 1
                start, stop = starts[first], ends[last]
                if capitals and not words.text[start:stop].isupper():
                    continue
                if not spelling or _WORD.findall(words.text[start:stop].lower()) == spelling:
                    hits.append(tuple.__new__(Match, (label, first, last, start, stop)))  # half the time of a call
        return hits
