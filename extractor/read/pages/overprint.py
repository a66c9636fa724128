"""Print over print: text that is drawn twice, and watermarks across the text. Both would be read into its lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractor.core.model import Aside, Box, Line
from extractor.read.pages.settings import (
    COVERED,
    CROSSED_COLOURED,
    LEVEL,
    MOST_COLOURED,
    OTHER_COLOUR,
    SAME_PLACE,
    WATERMARK,
)
from extractor.read.pages.text import Colour

_BLANK = re.compile(r"[._…]{4}")  # to be filled in, by whatever is set over it


def without_overprint(lines: Sequence[Line], colours: Mapping[int, Colour]) -> tuple[list[Line], tuple[Aside, ...]]:
    """Return the lines that are read, and those that are drawn twice or cross the text, each with its cause.

    `colours` are those of the lines, by their ids, as far as they are known.
    """
    aside: dict[int, str] = dict.fromkeys(_repeats(lines), "twice")
    left = [line for line in lines if id(line) not in aside]
    aside |= dict.fromkeys([*_watermarks(left), *_coloured(left, colours)], "watermark")
    kept = [line for line in lines if id(line) not in aside]
    return kept, tuple(Aside(line.page, line.box, line.text, aside[id(line)]) for line in lines if id(line) in aside)


def _repeats(lines: Sequence[Line]) -> Iterator[int]:
    """Lines that stand, but for a shade, where the same text has been drawn before."""
    seen: dict[str, list[Box]] = defaultdict(list)
    for line in lines:
        box, shade = line.box, SAME_PLACE * (line.box.bottom - line.box.top)
        before = seen[line.text]
        if any(
            abs(one.x0 - box.x0) < shade and abs(one.top - box.top) < shade and abs(one.x1 - box.x1) < shade
            for one in before
        ):
            yield id(line)
        else:
            before.append(box)


def _watermarks(lines: Sequence[Line]) -> Iterator[int]:
    """Lines in a far larger type than the text's that cross its lines; others of the same words go with them."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    if not sizes:
        return
    usual = sizes.most_common(1)[0][0]
    large = [line for line in lines if line.size > WATERMARK * usual]
    if not large:
        return
    text = [line for line in lines if line.size <= WATERMARK * usual]
    crossing = {line.text for line in large if any(_crosses(line.box, one.box) for one in text)}
    yield from (id(line) for line in large if line.text in crossing)


def _coloured(lines: Sequence[Line], colours: Mapping[int, Colour]) -> Iterator[int]:
    """Words in another colour than the text's that cross its lines, in whatever type; others alike go with them.

    Figures may be stamped into a blank, and so may what stands over dots.
    """
    used: Counter[Colour] = Counter()
    for line in lines:
        if id(line) in colours:
            used[colours[id(line)]] += len(line.text)
    if len(used) < 2:
        return
    usual = used.most_common(1)[0][0]
    text = [line for line in lines if colours.get(id(line), usual) == usual and not _BLANK.search(line.text)]
    others = [
        line for line in lines if not any(map(str.isdigit, line.text)) and _differ(colours.get(id(line), usual), usual)
    ][:MOST_COLOURED]
    crossing = {(line.text, colours[id(line)]) for line in others if _is_crossed(line.box, text)}
    yield from (id(line) for line in others if (line.text, colours[id(line)]) in crossing)


def _differ(one: Colour, other: Colour) -> bool:
    return max(abs(mine - yours) for mine, yours in zip(one, other, strict=True)) > OTHER_COLOUR


def _is_crossed(mark: Box, text: Sequence[Line]) -> bool:
    """Do lines of text lie over a good part of a mark's height? A word on a line's own level is set into it."""
    high = mark.bottom - mark.top
    under = [line.box for line in text if min(mark.x1, line.box.x1) > max(mark.x0, line.box.x0)]
    if any(abs(box.top - mark.top) < LEVEL * high and abs(box.bottom - mark.bottom) < LEVEL * high for box in under):
        return False
    shared = (min(mark.bottom, box.bottom) - max(mark.top, box.top) for box in under)
    return sum(part for part in shared if part > 0) > CROSSED_COLOURED * high


def _crosses(mark: Box, line: Box) -> bool:
    """Do two lines share a place on the paper, as those of one text never do?"""
    high = min(mark.bottom, line.bottom) - max(mark.top, line.top)
    wide = min(mark.x1, line.x1) - max(mark.x0, line.x0)
    return wide > 0 and high > COVERED * (line.bottom - line.top)


__all__ = ["without_overprint"]
