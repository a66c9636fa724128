"""A text as it may leave, and where each place of it went: what is private is cut out of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractor.core.model import Evidence
from extractor.privacy import Private, label, put_labels
from rules.models import Pack


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as it may leave, and where each place of the text it was made from went."""

    text: str
    move: Callable[[int], int]
    hidden: Callable[[int, int], bool]


def within(one: Private, start: int, end: int) -> Private:
    """Return the part of a private run that lies between these places, its own places counted from the first."""
    first, last = max(one.start, start), min(one.end, end)
    return Private(first - start, last - start, one.kind, one.text[first - one.start : last - one.start])


def cut(text: str, found: Iterable[Private], pack: Pack, shift: Callable[[int], int]) -> Piece:
    """Put labels where private runs stand; `shift` leads from a place that is asked for to one of `text`."""
    cuts = [(one.start, one.end, len(label(one, pack))) for one in found]
    if not cuts:
        return Piece(text, shift, lambda _start, _end: False)
    shown = put_labels(text, found, pack)
    starts = [start for start, _, _ in cuts]
    grown = [0]
    for start, end, length in cuts:
        grown.append(grown[-1] + length - (end - start))

    def move(place: int) -> int:
        place = shift(place)
        before = bisect_right(starts, place - 1)
        if before and place < cuts[before - 1][1]:
            return cuts[before - 1][0] + grown[before - 1]  # inside: where the label begins
        return place + grown[before]

    def hidden(start: int, end: int) -> bool:
        first, last = shift(start), shift(end)
        return any(at < last and first < to for at, to, _ in cuts)

    return Piece(shown, move, hidden)


def moved_evidence(found: Iterable[Evidence], piece: Piece) -> tuple[Evidence, ...]:
    """Move evidence with its text; a learned word that is private would stand in its rule's name too."""
    moved = []
    for one in found:
        if one.rule.startswith("learned:") and piece.hidden(one.start, one.end):
            continue
        start, end = piece.move(one.start), piece.move(one.end)
        moved.append(Evidence(one.rule, start, end, piece.text[start:end]))
    return tuple(moved)
