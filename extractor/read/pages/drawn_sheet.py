"""A page drawn with its text and without it: where both look alike, no text is to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.settings import BESIDE, CONTRAST, DARK, GAPS, LIGHTER, MAX_PIXELS, SCALE, SEEN, STEM

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Grey = npt.NDArray[np.uint8]

Layer = Sequence[raw.FPDF_PAGEOBJECT]


class Look(NamedTuple):
    """How a letter's place looks: does the letter show there, and is all black?"""

    shows: bool
    is_dark: bool


class DrawnSheet:
    """The sheet in grey, and what each layer of the page's text changes of it."""

    def __init__(self, handle: pdfium.PdfPage, frame: Frame, layers: Sequence[Layer]) -> None:
        import numpy as np

        self._scale = min(SCALE, (MAX_PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)
        turned = (frame.turns - raw.FPDFPage_GetRotation(handle.raw)) % 4 * 90
        self._full = self._drawn(handle, turned)
        self._legible, self._dark = [], []
        for layer in layers:
            with _put_away(layer):
                bare = self._drawn(handle, turned)
            lighter = np.maximum(self._full, bare)
            dark = bare < DARK
            is_told = ~dark | (lighter - bare >= LIGHTER)  # pale print on a dark ground is read, dark print is not
            self._legible.append((lighter - np.minimum(self._full, bare) >= CONTRAST) & is_told)
            self._dark.append(dark)

    def _drawn(self, handle: pdfium.PdfPage, turned: int) -> Grey:
        pixels: Grey = handle.render(scale=self._scale, grayscale=True, rotation=turned).to_numpy()
        return pixels.reshape(pixels.shape[:2]).copy()

    def gaps(self, line: Rect) -> list[tuple[float, float]] | None:
        """From where to where a level line shows nothing where its letters have their bodies, so far as to hide one.

        None if that cannot be told: then each of its letters has to be looked at.
        """
        import numpy as np

        high = line.bottom - line.top
        if len(self._legible) != 1 or line.x1 - line.x0 < high:
            return None
        found: list[tuple[float, float]] = []
        for first, last, most in GAPS:
            rows, columns = self._pixels(Rect(line.x0, line.top + first * high, line.x1, line.top + last * high))
            seen = np.flatnonzero(self._legible[0][rows, columns].any(0)) + columns.start
            ends = np.concatenate(([columns.start - 1], seen, [columns.stop]))
            wide = np.flatnonzero(np.diff(ends) > most * high * self._scale).tolist()
            found += [((ends[at] + 1) / self._scale, ends[at + 1] / self._scale) for at in wide]
        return found

    def look(self, place: Rect, layer: int) -> Look:
        """A letter of a layer is to be seen if a good part of its height and of its width is.

        So nobody reads what a box covers by what of it stands out at the edges.
        """
        wide, high = (place.x1 - place.x0) * self._scale, (place.bottom - place.top) * self._scale
        legible = self._legible[layer][self._pixels(place if wide > STEM else _widened(place))]
        shows = legible.any(1).sum() >= SEEN * high and legible.any(0).sum() >= SEEN * wide
        shows = bool(shows and legible.any())
        dark = self._dark[layer][self._pixels(place)] if not shows else legible
        return Look(shows, not shows and dark.size > 0 and 2 * int(dark.sum()) > dark.size)

    def has_ink(self, place: Rect) -> Look:
        """The look of a place on a scan, where the letters of a layer of recognised text stand for ink."""
        part = self._full[self._pixels(place)]
        if not part.size:
            return Look(shows=False, is_dark=False)
        return Look(int(part.max()) - int(part.min()) >= CONTRAST, int(part.max()) < DARK)

    def _pixels(self, place: Rect) -> tuple[slice, slice]:
        """The rows and columns of pixels that a place touches."""
        x0, top, x1, bottom = (max(0.0, value * self._scale) for value in place)
        return slice(int(top), ceil(bottom)), slice(int(x0), ceil(x1))


def _widened(place: Rect) -> Rect:
    """The place of a stem with what of it may be drawn beside."""
    return Rect(place.x0 - BESIDE, place.top, place.x1 + BESIDE, place.bottom)


@contextmanager
def _put_away(layer: Layer) -> Iterator[None]:
    """Leave some things of a page undrawn for a while."""
    for item in layer:
        raw.FPDFPageObj_SetIsActive(item, False)
    try:
        yield
    finally:
        for item in layer:
            raw.FPDFPageObj_SetIsActive(item, True)
