"""How wide the columns of a printed table are, by what stands in them. Pure; measures are twips."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.publish.settings import CHARACTER, EMPTY, LEAST, PADDING, WIDTHS_LONGEST, WORD


def of_function(volumes: Sequence[int], width: int) -> list[int]:
    """Share the width of a function's table among its columns by how much each holds; 0: the column is empty.

    All columns then end at about the same height, which makes the table as short as it can be.
    """
    least = [LEAST if volume else EMPTY for volume in volumes]
    free = set(range(len(volumes)))
    found = list(least)
    while free:
        room = width - sum(found[at] for at in range(len(volumes)) if at not in free)
        whole = sum(volumes[at] for at in free) or len(free)
        for at in free:
            found[at] = room * (volumes[at] or (whole == len(free))) // whole
        narrow = {at for at in free if found[at] < least[at]}
        if not narrow:
            break
        for at in narrow:
            found[at] = least[at]
        free -= narrow
    return _filled(found, width)


def of_texts(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return widths in which every word fits and short texts stay on one line; no wider together than `width`."""
    least = [_least(texts) for texts in columns]
    wished = [max(low, _longest(texts)) for low, texts in zip(least, columns, strict=True)]
    if sum(wished) <= width:
        return wished
    if sum(least) >= width:
        return _filled([width * low // sum(least) for low in least], width)
    room, wanted = width - sum(least), sum(wished) - sum(least)
    return _filled([low + room * (wish - low) // wanted for low, wish in zip(least, wished, strict=True)], width)


def _least(texts: Sequence[str]) -> int:
    longest = max((len(word) for text in texts for word in text.split()), default=1)
    return min(longest, WIDTHS_LONGEST) * WORD + PADDING


def _longest(texts: Sequence[str]) -> int:
    return max((len(line) for text in texts for line in text.split("\n")), default=1) * CHARACTER + PADDING


def _filled(widths: list[int], width: int) -> list[int]:
    """Give the last column what rounding left over."""
    return [*widths[:-1], width - sum(widths[:-1])] if widths else widths
