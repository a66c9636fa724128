"""Page images made upright, straight and clean, and the ruling lines drawn on them.

An image is a grey NumPy array, 0 black to 255 white, rows first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from extractor.ocr.engines import Run

Image = NDArray[np.uint8]

MAX_SKEW = 6.0  # degrees; scanners feed paper straighter than this
SMALL = 1400  # pixels of the longer side on which angles are measured
SHORTEST_RULING = 0.02  # of the longer side: longer than any stroke of a letter
THICKEST = 0.3  # of the shortest ruling: what is thicker is no ruling
FULL_ROW = 0.4  # of the ink in a line's fullest rows: those between baseline and the tops of small letters hold more
DARK = 140  # grey level
PAPER, DARKEST_PAPER = 250.0, 40.0  # grey levels: of paper made even, and of what can still be told from print
FINE_GRAIN, COARSE_GRAIN = 2.5, 10.0  # grey levels by which specks stand out on average


def turn(image: Image, degrees: int) -> Image:
    """Return the image turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, -degrees // 90)) if degrees else image


def straighten(image: Image) -> Image:
    """Return the image turned by the small angle that makes its lines level; the size stays."""
    angle = skew(image)
    return _rotate(image, angle) if abs(angle) >= 0.05 else image


def even(image: Image) -> Image:
    """Return the image on evenly white paper: shadows taken off."""
    return np.clip(image * (PAPER / np.maximum(_paper(image), DARKEST_PAPER)), 0, 255).astype(np.uint8)


def smooth(image: Image) -> Image:
    """Return the image with its specks taken off, the more the coarser they are."""
    finer = _array(cv2.medianBlur(image, 3))
    grain = float(np.std(image.astype(np.int16) - finer))
    if grain > COARSE_GRAIN:
        return _array(cv2.medianBlur(image, 5))
    return finer if grain > FINE_GRAIN else image


def _paper(image: Image) -> NDArray[np.float32]:
    """How bright the paper is at each place: the brightest nearby, print left out."""
    small = cv2.resize(image, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    bright = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), (0, 0), 4)
    height, width = image.shape
    return np.asarray(cv2.resize(bright, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def turns_to_try(image: Image) -> tuple[int, ...]:
    """Return the four turns, those first that make the lines of print level."""
    small = _ink(image)
    level = max(_levelness(_rotate(small, angle, 0)) for angle in (-2.0, 0.0, 2.0))
    upright = max(_levelness(_rotate(small.T, angle, 0)) for angle in (-2.0, 0.0, 2.0))
    return (0, 180, 90, 270) if level >= upright else (90, 270, 0, 180)


def skew(image: Image) -> float:
    """Return the angle, in degrees, by which the image has to be turned to make its lines level."""
    ink = _ink(image)
    best, step = 0.0, 1.0
    span = MAX_SKEW
    while step > 0.015:
        angles = np.arange(best - span, best + span + step / 2, step)
        best = float(max(angles, key=lambda angle: _levelness(_rotate(ink, float(angle), 0))))
        span, step = step, step / 4
    return best if abs(best) <= MAX_SKEW else 0.0


def _ink(image: Image) -> Image:
    """A small copy, white ink on black."""
    factor = SMALL / max(image.shape)
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else image
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return _array(ink)


def _levelness(ink: Image) -> float:
    """How sharply rows of print and white rows alternate."""
    rows = ink.sum(axis=1, dtype=np.float64) / ink.shape[1]
    return float((np.diff(rows) ** 2).sum())


def _rotate(image: Image, angle: float, border: int = 255) -> Image:
    if not angle:
        return image
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=border
    )
    return _array(turned)


def ink_share(image: Image) -> float:
    """Return the share of dark pixels; specks do not count."""
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return float((small < DARK).mean())


def tighten(image: Image, runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs from the tops of their small letters (of capitals, if there are no others) to their baseline."""
    ink = _threshold(image)
    ink[_long_strokes(ink, _shortest_ruling(image)) > 0] = 0
    for run in runs:
        x0, top, x1, bottom = (max(0, round(value)) for value in (run.x0, run.top, run.x1, run.bottom))
        rows = ink[top:bottom, x0:x1].sum(axis=1, dtype=np.float64)
        inked = np.flatnonzero(rows > FULL_ROW * np.partition(rows, -3)[-3]) if rows.size > 3 else rows[:0]
        yield _drawn_in(run, ink, x0, x1, int(top + inked[0]), int(top + inked[-1] + 1)) if inked.size > 3 else run


def _drawn_in(run: Run, ink: Image, x0: int, x1: int, top: int, bottom: int) -> Run:
    columns = np.flatnonzero(ink[top:bottom, x0:x1].any(axis=0))
    return replace(run, x0=float(x0 + columns[0]), x1=float(x0 + columns[-1] + 1), top=float(top), bottom=float(bottom))


def rulings(image: Image) -> list[tuple[float, float, float, float]]:
    """Return the level and upright lines drawn on a straightened image: x0, top, x1, bottom in pixels."""
    ink, shortest = _threshold(image), _shortest_ruling(image)
    return [*_drawn(ink, shortest), *((top, x0, bottom, x1) for x0, top, x1, bottom in _drawn(ink.T, shortest))]


def _drawn(ink: Image, shortest: int) -> list[tuple[float, float, float, float]]:
    """Long thin level runs of ink; those of a slightly slanted line are joined."""
    joined = _long_strokes(ink, shortest)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for x, y, width, height, _ in stats[1:count].tolist():
        if height - 4 <= THICKEST * shortest:
            middle = y + height / 2
            found.append((float(x + 4), middle, float(x + width - 4), middle))
    return found


def _long_strokes(ink: Image, shortest: int) -> Image:
    thick = cv2.dilate(np.ascontiguousarray(ink), np.ones((3, 1), np.uint8))  # a slight slant breaks thin lines
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    return _array(cv2.dilate(opened, np.ones((5, 9), np.uint8)))


def _shortest_ruling(image: Image) -> int:
    return max(12, int(SHORTEST_RULING * max(image.shape)))


def _threshold(image: Image) -> Image:
    _, ink = cv2.threshold(cv2.medianBlur(image, 3), 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return _array(ink)


def _array(image: Any) -> Image:
    return np.asarray(image, dtype=np.uint8)
