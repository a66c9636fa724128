"""A page drawn with its text and without it: where both look alike, no text is to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.settings import (
    BESIDE,
    CONTRAST,
    DARK,
    IN_BAND,
    LEAST_MIDST,
    LIGHTER,
    MAX_PIXELS,
    MIDST,
    SCALE,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Grey = npt.NDArray[np.uint8]

Layer = Sequence[raw.FPDF_PAGEOBJECT]


class Glyph(NamedTuple):
    """One letter: its place, where its line's lower case has its bodies, and the layer of text that it is of."""

    place: Rect
    band: tuple[float, float] | None
    layer: int


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
        self._changed, self._light, self._pale = [], [], []
        for layer in layers:
            with _put_away(layer):
                bare = self._drawn(handle, turned)
            lighter = np.maximum(self._full, bare)
            self._changed.append(lighter - np.minimum(self._full, bare) >= CONTRAST)
            self._light.append(bare >= DARK)
            self._pale.append(lighter - bare >= LIGHTER)

    def _drawn(self, handle: pdfium.PdfPage, turned: int) -> Grey:
        pixels: Grey = handle.render(scale=self._scale, grayscale=True, rotation=turned).to_numpy()
        return pixels.reshape(pixels.shape[:2]).copy()

    def look(self, glyph: Glyph) -> Look:
        """A letter is not to be seen if it lacks its midst, or the band in which its line's letters have their bodies.

        So nobody reads what a box covers by what of it stands out at the edges.
        """
        from numpy import count_nonzero  # quicker than `any` where there are but few

        changed, light = self._changed[glyph.layer], self._light[glyph.layer]
        shows, is_dark = True, False
        for part in (_midst(glyph.place), _band(glyph.place, glyph.band)):
            if part is not None:
                columns, around, within = self._pixels(part)
                ground = light[within, columns]
                shows = shows and bool(count_nonzero(changed[around, columns]))
                is_dark = is_dark or (ground.size > 0 and not count_nonzero(ground))
        if is_dark and shows:  # pale print on a dark ground is read
            columns, around, _ = self._pixels(_widened(glyph.place))
            is_dark = not count_nonzero(self._pale[glyph.layer][around, columns])
        return Look(shows, is_dark)

    def has_ink(self, place: Rect) -> Look:
        """The look of a place on a scan, where the letters of a layer of recognised text stand for ink."""
        columns, around, within = self._pixels(place)
        part, inner = self._full[around, columns], self._full[within, columns]
        shows = bool(part.size) and int(part.max()) - int(part.min()) >= CONTRAST
        return Look(shows, bool(inner.size) and int(inner.max()) < DARK)

    def _pixels(self, place: Rect) -> tuple[slice, slice, slice]:
        """A place in pixels: the columns and rows that it touches, and the rows, at least one, that are within it."""
        x0, top, x1, bottom = (max(0.0, value * self._scale) for value in place)
        first = ceil(top)
        return slice(int(x0), ceil(x1)), slice(int(top), ceil(bottom)), slice(first, max(first + 1, int(bottom)))


def _midst(place: Rect) -> Rect:
    middle, half = (place.x0 + place.x1) / 2, max(MIDST * (place.x1 - place.x0), LEAST_MIDST) / 2
    return Rect(middle - half, place.top, middle + half, place.bottom)


def _widened(place: Rect) -> Rect:
    """A letter's place with what a stem may be drawn beside it."""
    return Rect(place.x0 - BESIDE, place.top, place.x1 + BESIDE, place.bottom)


def _band(place: Rect, band: tuple[float, float] | None) -> Rect | None:
    """The part of a letter's place in a band; None if the letter, or sign, stands but at its edge."""
    if band is None:
        return None
    high, low = max(place.top, band[0]), min(place.bottom, band[1])
    return Rect(place.x0, high, place.x1, low) if low - high > IN_BAND * (band[1] - band[0]) else None


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
