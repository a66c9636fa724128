"""What the place of a statement says: where in the letter it stands, in which block, and what stands around it.

Reports stand together: in the rows of a table, the items of a list, the middle of a letter; what is said before the
first and after the last seldom reports. All of it only leans: no place decides alone.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from extractor.core.model import Block, Kind, Letter, Statement
from extractor.filing.voices import Voices
from extractor.read.layout.markers import TICKED
from extractor.read.settings import EDGES, EVENTS, FAR, FEWEST, NEIGHBOURS, SERIES, SIBLINGS
from rules.words import fold

WEIGHTS = {  # fitted to the third generation of letters, half dev (docs/figures.md), rounded
    "row": -0.5,  # a table's row
    "tick": -6.0,  # an item whose box is ticked: a form's way to say that it was done
    "section": -0.6,  # under a heading or a lead-in
    "deeds": -1.0,  # under one that tells of deeds
    "duties": 2.1,  # under one that tells of duties, law, the request
    "edge": 0.85,  # in the first or last part of the body
    "leads_in": 0.4,  # ends with a colon
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the place of a statement says: its signs, and what the other items and the neighbours lean to."""

    signs: frozenset[str]
    siblings: float = 0.0
    neighbours: float = 0.0

    @property
    def leaning(self) -> float:
        """What it adds to the log-odds that a statement reports nothing."""
        signs = sum(WEIGHTS[sign] for sign in sorted(self.signs))
        return signs + SIBLINGS * self.siblings + NEIGHBOURS * self.neighbours


def leanings_of(
    statements: Sequence[Statement],
    letter: Letter,
    heard: Sequence[Voices | None],
    told: Mapping[str, Kind | None] = MappingProxyType({}),
) -> tuple[float, ...]:
    """Return what the place of each statement adds to the log-odds that it reports nothing.

    `heard` is what was heard of each; None for what is no candidate. `told` is what each section tells of its lines.
    """
    series = _in_series(statements, heard)
    made = []
    for voices, place, in_series in zip(heard, places_of(statements, letter, heard, told), series, strict=True):
        if voices is None or place is None:
            made.append(0.0)
        elif in_series:  # wherever it stands, and whatever its neighbours look like
            made.append(EVENTS)
        elif "duties" in place.signs and not voices.cues:  # no word of its own says that it was done
            made.append(round(max(place.leaning, -voices.odds), 3))
        else:
            made.append(round(place.leaning, 3))
    return tuple(made)


def places_of(
    statements: Sequence[Statement],
    letter: Letter,
    heard: Sequence[Voices | None],
    told: Mapping[str, Kind | None] = MappingProxyType({}),
) -> list[Surroundings | None]:
    """Return the place of each statement that is a candidate."""
    odds = [voices.odds if voices else None for voices in heard]
    starts = [block.start for block in letter.blocks]
    blocks = [_block_at(letter.blocks, starts, statement.start) for statement in statements]
    bounds = _body(statements)
    lists: dict[tuple[str, str], list[float]] = {}
    for block, one, statement in zip(blocks, odds, statements, strict=True):
        if one is not None and block is not None:
            lists.setdefault((block.kind, statement.section), []).append(_held(one))
    made: list[Surroundings | None] = []
    for number, (statement, block, one) in enumerate(zip(statements, blocks, odds, strict=True)):
        if one is None or block is None:
            made.append(None)
            continue
        others = lists[block.kind, statement.section]
        listed = block.kind in ("item", "row") and len(others) > FEWEST
        siblings = (sum(others) - _held(one)) / (len(others) - 1) if listed else 0.0
        neighbours = _mean([odds[n] for n in (number - 1, number + 1) if 0 <= n < len(odds)])
        made.append(Surroundings(_signs(statement, block, bounds, told.get(statement.section)), siblings, neighbours))
    return made


def _in_series(statements: Sequence[Statement], heard: Sequence[Voices | None]) -> list[bool]:
    """Say which statements stand in a row of texts that begin alike, differ, name an activity and hold a figure."""
    keys = [
        fold(one.text.split(maxsplit=1)[0])
        if voices and voices.kind is Kind.ACTION and any(map(str.isdigit, one.text))
        else ""
        for one, voices in zip(statements, heard, strict=True)
    ]
    series = [False] * len(keys)
    start = 0
    for key, group in groupby(keys):
        end = start + len(list(group))
        texts = {statement.text for statement in statements[start:end]}
        if key and end - start >= SERIES and len(texts) >= SERIES:
            series[start:end] = [True] * (end - start)
        start = end
    return series


def _signs(statement: Statement, block: Block, bounds: tuple[int, int], told: Kind | None) -> frozenset[str]:
    first, last = bounds
    at = (statement.start - first) / max(1, last - first)
    signs = {
        "row": block.kind == "row",
        "tick": bool(set(block.marker) & set(TICKED)),
        "section": bool(statement.section),
        "duties": told is Kind.OTHER,
        "deeds": told is not None and told is not Kind.OTHER,
        "edge": block.kind != "row" and not EDGES <= at <= 1 - EDGES,
        "leads_in": statement.text.rstrip().endswith(":"),
    }
    return frozenset(sign for sign, holds in signs.items() if holds)


def _body(statements: Sequence[Statement]) -> tuple[int, int]:
    """Where the first candidate begins and the last ends."""
    candidates = [one for one in statements if one.kind is not Kind.OTHER]
    return (candidates[0].start, candidates[-1].end) if candidates else (0, 0)


def _mean(odds: Sequence[float | None]) -> float:
    known = [_held(one) for one in odds if one is not None]
    return sum(known) / len(known) if known else 0.0


def _held(odds: float) -> float:
    return max(-FAR, min(FAR, odds))


def _block_at(blocks: Sequence[Block], starts: Sequence[int], offset: int) -> Block | None:
    index = bisect(starts, offset) - 1
    return blocks[index] if index >= 0 else None
