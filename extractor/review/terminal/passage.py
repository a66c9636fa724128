"""A stretch of a letter as wrapped lines: what is judged stands out, its surroundings are dim, pages are marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from extractor.core.clean import clean
from extractor.review.settings import PASSAGE_AROUND

Mark = tuple[int, int, str]  # start, end, style
# Few colours, and such as can be read on light and dark ground; with NO_COLOR all but the colour stays.
STRONG, QUIET, SELECTED, ACCENT, WARNING = "bold", "dim", "reverse", "cyan", "bold magenta"


@dataclass(frozen=True, slots=True)
class Passage:
    """Wrapped lines, and which of them (first, last) hold what is looked at."""

    lines: tuple[Text, ...]
    first: int
    last: int


def line_starts(text: str, width: int) -> Iterator[int]:
    """Yield where each line after the first starts when `text` is broken between words to `width` cells."""
    start = 0
    for paragraph in text.split("\n"):
        if start:
            yield start
        used, at = 0, 0
        for word in _pieces(paragraph, width):
            if used and used + cell_len(word.rstrip()) > width:
                yield start + at
                used = 0
            used += cell_len(word)
            at += len(word)
        start += len(paragraph) + 1


def wrapped(line: Text, width: int) -> list[Text]:
    """Break a line between words to `width` cells."""
    starts = list(line_starts(line.plain, width))
    return list(line.divide(starts)) if starts else [line]


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    """Yield words with the blanks after them; a word wider than the line in pieces that fit."""
    at = 0
    while at < len(paragraph):
        stop = paragraph.find(" ", at, at + width + 1)
        end = stop = min(at + width + 1, len(paragraph)) if stop < 0 else stop
        while end < len(paragraph) and paragraph[end] == " ":
            end += 1
        if cell_len(paragraph[at:stop]) > width:
            end = at + max(width // 2, 1)  # no character is wider than two cells
        yield paragraph[at:end]
        at = end


def _cleaned(text: str, marks: list[Mark], cuts: list[int]) -> tuple[Text, list[int]]:
    """Return the text safe to show, with its marks, and where each of the `cuts` now lies: cleaning moves offsets."""
    borders = sorted({0, len(text), *cuts, *(end for mark in marks for end in mark[:2])})
    shown = Text()
    moved: dict[int, int] = {}
    for start, end in pairwise(borders):
        moved[start] = len(shown)
        styles = [style for first, last, style in marks if first <= start and end <= last]
        shown.append(clean(text[start:end]), " ".join(styles) or None)
    moved[len(text)] = len(shown)
    return shown, [moved[cut] for cut in cuts]


def passage(text: str, focus: tuple[int, int], marks: tuple[Mark, ...], width: int, around: str) -> Passage:
    """Wrap the letter's text around `focus` to `width`; `marks` are styles by offsets of the text.

    What lies outside the focus is shown in the style `around`. A bar in the margin shows the lines of the focus.
    """
    low = max(text.rfind("\n", 0, max(focus[0] - PASSAGE_AROUND, 0)) + 1, 0)
    high = text.find("\n", focus[1] + PASSAGE_AROUND)
    high = len(text) if high < 0 else high
    inside = [(max(start, low) - low, min(end, high) - low, style) for start, end, style in marks]
    outside = [(0, focus[0] - low, around), (focus[1] - low, high - low, around)]
    kept = [mark for mark in (*outside, *inside) if mark[0] < mark[1] and mark[2]]
    shown, (start, end) = _cleaned(text[low:high], kept, [focus[0] - low, focus[1] - low])
    starts = list(line_starts(shown.plain, width))
    lines = list(shown.divide(starts)) if starts else [shown]
    first, last = bisect_right(starts, start), bisect_right(starts, max(end - 1, start))
    for line in lines:
        line.rstrip()
    return Passage(tuple(lines), first, last)


def window(part: Passage, height: int, scroll: int) -> tuple[tuple[int, Text], ...]:
    """Return the numbered lines that fit: the focus with as much context above as below, or as much of it as fits."""
    spare = max(height - (part.last - part.first + 1), 0)
    lowest = max(len(part.lines) - height, 0)
    top = min(max(part.first - spare // 2, 0), lowest)
    top = min(max(top + scroll, 0), lowest)
    return tuple(enumerate(part.lines))[top : top + height]
