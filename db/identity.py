"""Which statement of a new reading is which of the old: by place and content, never by counting. Pure.

A decision goes with its statement only where that is certain; where it is not, a person is shown what may be meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from db.rows import box_from
from db.settings import IDENTITY_ALIKE, NEAR, SAME_PLACE
from rules.words import fold

_WORD = re.compile(r"[^\W_]+")


class PlacedStatement(NamedTuple):
    """A statement: where on which page it stands, and its words as they are compared."""

    id: str
    page: int
    top: float
    bottom: float
    words: str


def words_of(text: str) -> str:
    """Return a text as statements are compared: neither case, accents nor marks count."""
    return " ".join(_WORD.findall(fold(text)))


def carried(old: Sequence[PlacedStatement], new: Sequence[PlacedStatement]) -> dict[str, str]:
    """Return which statement of the new reading (by its id) certainly is which of the old.

    The same words stand on the same page: the only time in both readings, or at the same place of it.
    """
    before, now = _by_words(old), _by_words(new)
    found: dict[str, str] = {}
    for words, olds in before.items():
        news = now.get(words, [])
        if len(olds) == len(news) == 1:
            if olds[0].page == news[0].page:
                found[news[0].id] = olds[0].id
            continue
        for one in news:
            there = [other for other in olds if _same_place(one, other)]
            if len(there) == 1 and sum(_same_place(there[0], other) for other in news) == 1:
                found[one.id] = there[0].id
    return found


def candidates(lost: PlacedStatement, new: Sequence[PlacedStatement]) -> Iterator[str]:
    """Yield the new statements that a lost one may be now: the same words elsewhere, or much the same at its place."""
    for one in new:
        near = one.page == lost.page and _overlap(one, lost) >= NEAR
        if one.words == lost.words or (near and _alike(one.words, lost.words)):
            yield one.id


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # not needed by those who only look

    return max(fuzz.ratio(one, other), fuzz.partial_ratio(one, other)) >= IDENTITY_ALIKE


def _by_words(placed: Sequence[PlacedStatement]) -> dict[str, list[PlacedStatement]]:
    found = defaultdict(list)
    for one in placed:
        found[one.words].append(one)
    return found


def _same_place(one: PlacedStatement, other: PlacedStatement) -> bool:
    return one.page == other.page and _overlap(one, other) >= SAME_PLACE


def _overlap(one: PlacedStatement, other: PlacedStatement) -> float:
    whole = max(one.bottom, other.bottom) - min(one.top, other.top)
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common / whole if whole > 0 and common > 0 else 0.0


def placed(id: str, page: int, box: str, text: str) -> PlacedStatement:
    corners = box_from(box)
    return PlacedStatement(id, page, corners.top, corners.bottom, words_of(text))
