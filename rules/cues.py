"""Which cues hold in a text, and over which words (after ConText: direction, window, terminators, pseudo-cues)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from rules.matching import Found, apart, close, gather
from rules.models import Cue, Pack
from rules.words import Hit, Words

_STOP = re.compile(r"[.;:!?]\s|\n")  # between two words: the sentence or clause ends


@dataclass(frozen=True, slots=True)
class Cued:
    """A cue that holds: its words and the words in its scope, by number, last one included."""

    cue: Cue
    hit: Hit
    first: int
    last: int

    def covers(self, hit: Hit) -> bool:
        """Does the scope hold the whole of `hit`?"""
        return self.first <= hit.first and hit.last <= self.last


def cues_in(found: Found, pack: Pack) -> list[Cued]:
    """Return the cues that hold, in the order of the text."""
    holding: list[Cued] = []
    stops: list[int] | None = None
    for cue in pack.cues:
        hits = gather(found.hits, cue.phrases)
        if hits and cue.pseudo:
            hits = apart(hits, gather(found.hits, cue.pseudo))
        if not hits:
            continue
        if stops is None:
            stops = _stops(found.words)
        holding.extend(_holding(cue, hits, found, stops))
    holding.sort(key=lambda cued: (cued.hit.first, -cued.hit.last))
    return holding


def _holding(cue: Cue, hits: list[Hit], found: Found, stops: list[int]) -> list[Cued]:
    terminators = gather(found.hits, cue.terminators)
    targets = gather(found.hits, cue.targets)
    scoped = [_scope(cue, hit, terminators, stops, len(found.words)) for hit in hits]
    if not cue.targets:
        return scoped
    return [cued for cued in scoped if close([Hit("", cued.first, cued.last, 0, 0)], targets, -1)]


def _scope(cue: Cue, hit: Hit, terminators: list[Hit], stops: list[int], length: int) -> Cued:
    """The scope includes the cue itself, so that a cue may hold its own target ("no registra casos")."""
    first, last = hit.first, hit.last
    if cue.direction in ("forward", "both"):
        stop = bisect_left(stops, last)
        last = min(last + cue.window, length - 1, stops[stop] if stop < len(stops) else length)
        after = bisect_left(terminators, hit.last + 1, key=lambda other: other.last)
        if after < len(terminators) and terminators[after].first > hit.last:
            last = min(last, terminators[after].first - 1)
    if cue.direction in ("backward", "both"):
        stop = bisect_left(stops, first) - 1
        first = max(first - cue.window, 0, stops[stop] + 1 if stop >= 0 else 0)
        before = bisect_left(terminators, hit.first, key=lambda other: other.last) - 1
        if before >= 0:
            first = max(first, terminators[before].last + 1)
    return Cued(cue, hit, first, last)


def _stops(words: Words) -> list[int]:
    """Numbers of the words after which a sentence or clause ends."""
    text, starts, ends = words.text, words.starts, words.ends
    return [
        number
        for number, (end, start) in enumerate(zip(ends, starts[1:], strict=False))
        if start - end > 1 and _STOP.search(text, end, start)
    ]
