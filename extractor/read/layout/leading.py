"""How large a region's print is, and how far apart the lines of its paragraphs are set."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import median

from extractor.core.model import Line
from extractor.read.layout.settings import NEARLY, OTHER_TYPE


def text_size(lines: list[Line]) -> float:
    """Return the size below which print is small."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] - OTHER_TYPE


def leadings_of(lines: list[Line], text: float) -> dict[bool, float]:
    """Return the usual distance between the tops of two lines of a paragraph: of small print, and of the text."""
    pairs: dict[bool, list[tuple[Line, Line]]] = {True: [], False: []}
    for before, after in pairwise(lines):
        if (before.size < text) == (after.size < text):
            pairs[before.size < text].append((before, after))
    first = {line.size < text: line for line in reversed(lines)}
    return {small: _leading(_below_full_lines(pairs[small]), line) for small, line in first.items()}


def _below_full_lines(pairs: list[tuple[Line, Line]]) -> list[tuple[Line, Line]]:
    """Those whose first line is nearly as wide as any: the names below a signature are set closer than the text."""
    widest = max((before.box.x1 - before.box.x0 for before, _ in pairs), default=0.0)
    full = [pair for pair in pairs if pair[0].box.x1 - pair[0].box.x0 > NEARLY * widest]
    return full if len(full) > 1 else pairs


def _leading(pairs: list[tuple[Line, Line]], line: Line) -> float:
    """The least distance that is not rare."""
    height = line.box.bottom - line.box.top
    steps = [after.box.top - before.box.top for before, after in pairs]
    steps = [step for step, (before, _) in zip(steps, pairs, strict=True) if step > 0.8 * line_height(before)]
    if not steps:
        return 1.4 * height
    gaps = Counter(map(round, steps))
    enough = max(2, len(steps) // 10)
    least = min((gap for gap, count in gaps.items() if count >= enough), default=None)
    if least is None:
        return min(min(gaps), 1.5 * height)
    return median(step for step in steps if round(step) == least)


def line_height(line: Line) -> float:
    """How high a line is printed, in points."""
    return line.box.bottom - line.box.top
