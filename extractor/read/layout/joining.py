"""Printed lines to running text: hyphens at line ends taken off, every line's span kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from extractor.core.model import Line, Span
from rules.words import fold

DASH = "–"  # some break words with it
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]{3,}")

Known = Callable[[str], bool]


class Joiner:
    """Collects a letter's text. `known` tells words from fragments, for hyphens that belong to a compound."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._parts: list[str] = []
        self._length = 0
        self.spans: list[Span] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def text_of(self, start: int, end: int) -> str:
        """The text between these offsets; cheap for what was added last."""
        parts: list[str] = []
        length = self._length
        for part in reversed(self._parts):
            parts.append(part)
            length -= len(part)
            if length <= start:
                break
        return "".join(reversed(parts))[start - length : end - length]

    def add(self, lines: Iterable[Line], before: str = "") -> tuple[int, int]:
        """Append one block's lines, joined, after `before` (if anything stands there yet); return its offsets."""
        if before and self._length:
            self._append(before)
        start = self._length
        previous = ""
        for line in lines:
            if previous:
                self._bridge(previous, line.text)
            self._append(line.text, line)
            previous = line.text
        return start, self._length

    def _bridge(self, previous: str, text: str) -> None:
        """What stands between two lines: a blank, nothing, or nothing and the hyphen gone."""
        if previous.endswith(DASH) and self._is_broken(previous[:-1], text, by_dash=True):
            self._take_off_hyphen()
        elif not previous.endswith("-") or previous.endswith((" -", "--")):
            self._append(" ")
        elif self._is_broken(previous[:-1], text):
            self._take_off_hyphen()

    def _is_broken(self, head: str, tail: str, by_dash: bool = False) -> bool:
        """Do two lines hold the halves of one word? A dash may end an aside too: it takes two halves, or the word."""
        left, right = _LAST_WORD.search(head), _FIRST_WORD.match(tail)
        if left is None or right is None or not right.group()[0].islower() or left.group().isupper():
            return False
        first, second = fold(left.group()), fold(right.group())
        if self._known(first + second):
            return True
        known = self._known(first), self._known(second)
        return not any(known) if by_dash else not all(known)

    def _take_off_hyphen(self) -> None:
        self._parts[-1] = self._parts[-1][:-1]
        self._length -= 1
        last = self.spans[-1]
        self.spans[-1] = Span(last.start, self._length, last.page, last.box)

    def _append(self, text: str, line: Line | None = None) -> None:
        if line is not None:
            self.spans.append(Span(self._length, self._length + len(text), line.page, line.box))
        self._parts.append(text)
        self._length += len(text)


def known_words(words: frozenset[str], lines: Iterable[Line]) -> Known:
    """Words of the pack, or printed whole elsewhere in the letter (collected when first needed)."""
    own: set[str] = set()

    def known(word: str) -> bool:
        if not own:
            own.add("")
            own.update(_whole_words(lines))
        return word in words or word in own

    return known


def _whole_words(lines: Iterable[Line]) -> Iterable[str]:
    """The words of the lines without the halves of broken ones."""
    broken = False
    for line in lines:
        words = _WORDS.findall(fold(line.text))
        ends_broken = line.text.endswith(("-", DASH))
        yield from words[broken : len(words) - ends_broken]
        broken = ends_broken
