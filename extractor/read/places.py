"""What the place of a statement says: where in the letter it stands, in which block, and what stands around it.

Reports stand together: in the rows of a table, the items of a list, the middle of a letter; what is said before the
first and after the last seldom reports. All of it only leans: no place decides alone.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import groupby

from extractor.core.model import Block, Kind, Letter, Statement
from extractor.read.layout.markers import TICKED
from rules.words import fold

ROW = -1.4  # a table's row
TICK = -6.0  # an item whose box is ticked: a form's way to say that it was done
SECTION = -0.4  # under a heading or a lead-in
EDGE = 0.9  # in the first or last part of the body
EDGES = 0.15  # of its characters
LEADS_IN = 1.0  # ends with a colon
CLOSING = 0.8  # behind or inside a closing
GREETING = 0.8  # in the polite sentence
FRAGMENT = 1.0  # begins in the middle of a sentence
SIBLINGS = 0.45  # of what the other items or rows lean to
NEIGHBOURS = 0.35  # of what the statements beside it lean to
FEWEST = 2  # other items that make a list
SERIES = 3  # texts in a row that begin alike, name an activity and hold a figure or day: one event after the other
EVENTS = -3.6  # what that takes off
FAR = 3.0  # no neighbour counts for more


def leanings_of(
    statements: Sequence[Statement], letter: Letter, odds: Sequence[float | None], activities: Sequence[bool]
) -> tuple[float, ...]:
    """Return what the place of each statement adds to the log-odds that it reports nothing.

    `odds` are what each says by itself; None for what is no candidate. `activities` says which name an activity.
    """
    series = _in_series(statements, activities)
    starts = [block.start for block in letter.blocks]
    blocks = [_block_at(letter.blocks, starts, statement.start) for statement in statements]
    first, last = _body(statements)
    lists: dict[tuple[str, str], list[float]] = {}
    for block, one, statement in zip(blocks, odds, statements, strict=True):
        if one is not None and block is not None:
            lists.setdefault((block.kind, statement.section), []).append(_held(one))
    made = []
    for number, (statement, block, one) in enumerate(zip(statements, blocks, odds, strict=True)):
        if one is None or block is None:
            made.append(0.0)
            continue
        if series[number]:  # wherever it stands, and whatever its neighbours look like
            made.append(EVENTS)
            continue
        leaning = _alone(statement, block, first, last)
        leaning += NEIGHBOURS * _mean([odds[n] for n in (number - 1, number + 1) if 0 <= n < len(odds)])
        others = lists[block.kind, statement.section]
        if block.kind in ("item", "row") and len(others) > FEWEST:
            leaning += SIBLINGS * (sum(others) - _held(one)) / (len(others) - 1)
        made.append(round(leaning, 3))
    return tuple(made)


def _in_series(statements: Sequence[Statement], activities: Sequence[bool]) -> list[bool]:
    """Say which statements stand in a row of texts that begin alike, differ, name an activity and hold a figure."""
    keys = [
        fold(statement.text.split(maxsplit=1)[0]) if named and any(map(str.isdigit, statement.text)) else ""
        for statement, named in zip(statements, activities, strict=True)
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


def _alone(statement: Statement, block: Block, first: int, last: int) -> float:
    at = (statement.start - first) / max(1, last - first)
    return (
        (ROW if block.kind == "row" else 0.0)
        + (TICK if set(block.marker) & set(TICKED) else 0.0)
        + (SECTION if statement.section else 0.0)
        + (EDGE if block.kind != "row" and not EDGES <= at <= 1 - EDGES else 0.0)
        + (CLOSING if block.kind == "closing" else 0.0)
        + (GREETING if block.kind == "greeting" else 0.0)
        + (LEADS_IN if statement.text.rstrip().endswith(":") else 0.0)
        + (FRAGMENT if statement.text[:1].islower() and block.kind == "paragraph" else 0.0)
    )


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
