"""Print over print: text that is drawn twice, and watermarks across the text. Both would be read into its lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from extractor.core.model import Aside, Box, Line
from extractor.read.pages.settings import COVERED, SAME_PLACE, WATERMARK


def without_overprint(lines: Sequence[Line]) -> tuple[list[Line], tuple[Aside, ...]]:
    """Return the lines that are read, and those that are drawn twice or cross the text, each with its cause."""
    aside: dict[int, str] = dict.fromkeys(_repeats(lines), "twice")
    aside |= dict.fromkeys(_watermarks([line for line in lines if id(line) not in aside]), "watermark")
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


def _crosses(mark: Box, line: Box) -> bool:
    """Do two lines share a place on the paper, as those of one text never do?"""
    high = min(mark.bottom, line.bottom) - max(mark.top, line.top)
    wide = min(mark.x1, line.x1) - max(mark.x0, line.x0)
    return wide > 0 and high > COVERED * (line.bottom - line.top)


__all__ = ["without_overprint"]
