"""Names whose letters are set apart ("M I N I S T E R I O D E …"): the width of the gaps tells letters from words."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from extractor.read.pages.frame import Rect
from extractor.read.pages.settings import FEWEST, LETTER_GAP, WORD_GAP

_ONE = r"(?:[^\W_][^\w\s]{0,2}|[^\w\s]{1,2})"  # a letter or figure, and ".-" behind the last
_APART = re.compile(rf"(?<!\S){_ONE}(?: {_ONE}){{{FEWEST - 1},}}(?!\S)")
_TWO = re.compile(rf" {_ONE} {_ONE}(?!\S)")  # all such names hold it, and it is found fast
_PART = re.compile(r"\S+")


def without_gaps(text: str, first: int, char: Callable[[int], Rect]) -> str:
    """The text with its words closed up; `first` is the index of its first letter, `char` gives a letter's place.

    Letters that stand as far apart as columns do, and rows of figures, stay as they are.
    """
    return text if not _TWO.search(text) else _APART.sub(lambda run: _closed(run, first, char), text)


def _closed(run: re.Match[str], first: int, char: Callable[[int], Rect]) -> str:
    parts = [(match.start() + first + run.start(), match.group()) for match in _PART.finditer(run.group())]
    boxes = [(char(index), char(index + len(part) - 1)) for index, part in parts]
    gaps = [after[0].x0 - before[1].x1 for before, after in pairwise(boxes)]
    height = max(box.bottom - box.top for box, _ in boxes)
    usual = median(gaps)
    letters = sum(part[0].isalpha() for _, part in parts)
    if 2 * letters < len(parts) or not 0 < usual < LETTER_GAP * height:
        return run.group()
    between = ["" if gap < WORD_GAP * usual else " " for gap in gaps]
    return "".join(part + blank for (_, part), blank in zip(parts, [*between, ""], strict=True))


__all__ = ["without_gaps"]
