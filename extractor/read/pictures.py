"""Pictures of print that stand among a page's own text: a paragraph, a list or a table pasted as an image.

Letterheads, seals and signatures are pictures too. So only those count that are as wide as text, lie where text lies,
and whose ink comes in rows of many short strokes with white between, as lines of print do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.core.model import Box, Page
from extractor.read.render import render_pages
from extractor.read.settings import (
    DARKER,
    HIGHEST_PRINT,
    LOWEST_PRINT,
    PICTURE,
    PICTURE_DPI,
    PICTURE_HEIGHT,
    PICTURE_MARGIN,
    PICTURE_WIDTH,
    SHARE_BETWEEN,
    STROKE,
    STROKES_BETWEEN,
    STROKES_OF_ROW,
    STROKES_OF_TEXT,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Mask = npt.NDArray[np.bool_]


def printed_pictures(data: bytes, pages: Iterable[Page], password: str | None = None) -> dict[int, tuple[Box, ...]]:
    """Return the pictures that show print, by the numbers of their pages; those of pages without text are none."""
    places = {page.number: found for page in pages if (found := [*_candidates(page)])}
    texts = {page.number: [line.box for line in page.lines] for page in pages if page.number in places}
    shown: dict[int, tuple[Box, ...]] = {}
    for drawn in render_pages(data, places, PICTURE_DPI, password) if places else ():
        image = drawn.image.astype("int16")
        for box in texts[drawn.number]:  # text laid over a picture is the page's own
            image[_part(box, drawn.scale)] = -1
        found = [place for place in places[drawn.number] if _shows_print(image[_part(place, drawn.scale)], drawn.scale)]
        if found:
            shown[drawn.number] = tuple(found)
    return shown


def _candidates(page: Page) -> Iterator[Box]:
    """Pictures as wide as text that are no letterhead and no footer."""
    if not page.lines or not page.pictures:
        return
    top, bottom = min(line.box.top for line in page.lines), max(line.box.bottom for line in page.lines)
    for place in _joined(page.pictures):
        box = Box(max(0.0, place.x0), max(0.0, place.top), min(page.width, place.x1), min(page.height, place.bottom))
        if box.x1 - box.x0 < PICTURE_WIDTH * page.width or box.bottom - box.top < PICTURE_HEIGHT:
            continue
        if (box.x1 - box.x0) * (box.bottom - box.top) >= PICTURE * page.width * page.height:
            continue  # the page is a picture itself
        is_head = box.bottom < PICTURE_MARGIN * page.height and box.top <= top
        is_foot = box.top > (1 - PICTURE_MARGIN) * page.height and box.bottom >= bottom
        if not is_head and not is_foot:
            yield box


def _joined(places: Sequence[Box]) -> list[Box]:
    """Pictures that were cut into strips are one."""
    joined: list[Box] = []
    for place in sorted(places, key=lambda box: (box.top, box.x0)):
        last = joined[-1] if joined else None
        if last and place.top - last.bottom < 1 and abs(place.x0 - last.x0) < 1 and abs(place.x1 - last.x1) < 1:
            joined[-1] = Box(last.x0, last.top, last.x1, max(last.bottom, place.bottom))
        else:
            joined.append(place)
    return joined


def _part(box: Box, scale: float) -> tuple[slice, slice]:
    x0, top, x1, bottom = (max(0, round(value / scale)) for value in (box.x0, box.top, box.x1, box.bottom))
    return slice(top, bottom), slice(x0, x1)


def _shows_print(part: npt.NDArray[np.int16], scale: float) -> bool:
    """Does a picture hold rows of print with letters enough to be more than a name?"""
    import numpy as np

    seen = part[part >= 0]
    if not seen.size:
        return False
    ink = (abs(part - np.median(seen)) > DARKER) & (part >= 0)
    strokes = _strokes(ink, round(STROKE / scale))
    total, start = 0, 0
    least = max(
        STROKES_BETWEEN * STROKES_OF_ROW, SHARE_BETWEEN * int(strokes.max(initial=0))
    )  # rulings are strokes too
    for row, goes_on in enumerate([*(strokes >= least), False]):
        if goes_on:
            continue
        most = int(strokes[start:row].max(initial=0))
        if LOWEST_PRINT <= (row - start) * scale <= HIGHEST_PRINT and most >= STROKES_OF_ROW:
            total += most
        start = row + 1
    return total >= STROKES_OF_TEXT


def _strokes(ink: Mask, longest: int) -> npt.NDArray[np.int_]:
    """Count the short runs of ink in each row."""
    import numpy as np

    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)
    return np.bincount(rows[ends - starts <= longest], minlength=ink.shape[0])


__all__ = ["printed_pictures"]
