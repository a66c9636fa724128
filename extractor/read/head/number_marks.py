"""Whose the marks in a document's number are: "…-2011-MTC/15" is a ministry's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractor.read.head.marks import MARK
from extractor.read.head.settings import ACRONYM, MARKS_AT_MOST
from rules.models import Body
from rules.words import fold


class NumberMarks:
    """The marks of a pack's bodies, compiled. `all`: the marks, folded."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        owned = [(body.id, mark) for body in bodies for mark in body.numbers]
        written = {(owner, mark.upper().rstrip("*")) for owner, mark in owned}
        self.all = frozenset(fold(mark).rstrip("*") for _, mark in owned)
        self._written = sorted(written, key=lambda pair: (-len(pair[1]), pair))
        self._whole: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._beginnings = [(fold(mark).rstrip("*"), owner) for owner, mark in owned if mark.endswith("*")]
        for owner, mark in owned:
            if not mark.endswith("*"):
                self._whole[_split(mark)[0]].append((_split(mark), owner))

    def of(self, body: str | None) -> list[str]:
        """The marks of a body in document numbers, in capitals, long ones first."""
        return [mark for owner, mark in self._written if owner == body]

    def weigh(self, marks: Sequence[str]) -> dict[str, float]:
        """Weights of the bodies whose marks the number carries; a short mark says little, a long one much."""
        found: dict[str, set[str]] = defaultdict(set)
        for at, first in enumerate(marks):
            known = self._whole.get(first, ())
            for mark, body in known:
                if tuple(marks[at : at + len(mark)]) == mark:
                    found[body].add("".join(mark))
            for beginning, body in self._beginnings if not known else ():
                if first.startswith(beginning):
                    found[body].add(beginning)
        return {body: min(MARKS_AT_MOST, sum(map(_weight, own))) for body, own in found.items()}


def _split(mark: str) -> tuple[str, ...]:
    """The parts of a number's mark, as `marks_of` gives them; a mark without letters is one that never matches."""
    return tuple(MARK.findall(fold(mark))) or ("",)


def _weight(mark: str) -> float:
    return 1.0 if len(mark) < ACRONYM else 1.5 if len(mark) == ACRONYM else 2.2


__all__ = ["NumberMarks"]
