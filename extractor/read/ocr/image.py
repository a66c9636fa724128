"""Page images made upright, straight and clean, and the ruling lines drawn on them.

An image is a grey NumPy array, 0 black to 255 white, rows first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.settings import (
    CLEAR,
    COARSE_GRAIN,
    DARKEST_PAPER,
    DIRTY,
    FAINT,
    FAN,
    FINE_GRAIN,
    FULL_ROW,
    LARGE,
    LEAST_FAN,
    LEVELLER,
    MAX_SKEW,
    NEAR,
    PAPER,
    SHORTEST_RULING,
    SMALL,
    SPECK,
    THICK,
    THIN,
)

if TYPE_CHECKING:
    from extractor.read.ocr.runs import OcrRun

Image = NDArray[np.uint8]
_Stroke = tuple[int, int, int, int]


def turn(image: Image, degrees: int) -> Image:
    """Return the image turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, -degrees // 90)) if degrees else image


def straighten(image: Image) -> Image:
    """Return the image with its lines made level, slanted ones and those fanned out in a photograph; the size stays."""
    angle = skew(image)
    level = _rotate(image, angle) if abs(angle) >= 0.05 else image
    halves = np.array_split(level, 2)
    upper, lower = (skew(half, FAN) for half in halves)
    if abs(upper - lower) < LEAST_FAN:
        return level
    high, low = (_print_height(half) / 2 for half in halves)
    growth = (lower - upper) / (0.5 + low - high)
    top = upper - growth * high
    mended = _unfanned(level, top, top + growth)
    now, before = (max(_levelness(_added_up(_without_edges(_ink(one))), 0.0)) for one in (mended, level))
    return mended if now > LEVELLER * before else level


def _print_height(image: Image) -> float:
    """How far down, 0 to 1, the middle of the print is."""
    ink = _ink(image)
    rows = np.nonzero(ink)[0]
    return float(rows.mean()) / len(ink) if rows.size else 0.5


def _unfanned(image: Image, top: float, bottom: float) -> Image:
    """The image with its lines, slanted by as much at its top and at its bottom, and in proportion between, level."""
    height, width = image.shape
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    slants = np.clip(top + (bottom - top) * y / height, -FAN, FAN)
    rows = (y + np.tan(np.radians(slants)) * (x - width / 2)).astype(np.float32)
    columns = np.broadcast_to(x, rows.shape)
    return _array(cv2.remap(image, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255))


def even(image: Image) -> Image:
    """Return the image on evenly white paper: shadows taken off."""
    return np.clip(image * (PAPER / np.maximum(_paper(image), DARKEST_PAPER)), 0, 255).astype(np.uint8)


def smooth(image: Image) -> Image:
    """Return the image with its grain smoothed, the more the coarser it is, and the dirt taken off its paper."""
    return _without_dirt(_without_grain(image))


def _without_grain(image: Image) -> Image:
    finer = _array(cv2.medianBlur(image, 3))
    grain = float(np.std(image.astype(np.int16) - finer))
    if grain > COARSE_GRAIN:
        return _array(cv2.medianBlur(image, 5))
    return finer if grain > FINE_GRAIN else image


def _without_dirt(image: Image) -> Image:
    """The image without specks away from all letters, if there are more of them than points and colons can be."""
    ink = _inked(image)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    small = stats[:, :4][:, 2:].max(axis=1) <= SPECK * max(image.shape)
    letters = np.where(small[labels], 0, ink).astype(np.uint8)
    around = cv2.dilate(letters, np.ones((NEAR, NEAR), np.uint8)) > 0
    alone = small & (np.bincount(labels[around], minlength=count) == 0)
    if alone.sum() < DIRTY:
        return image
    dirt = cv2.dilate(alone[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(dirt > 0, np.uint8(PAPER), image)


def _paper(image: Image) -> NDArray[np.float32]:
    """How bright the paper is at each place: the brightest nearby, print left out."""
    small = cv2.resize(image, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    bright = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), (0, 0), 4)
    height, width = image.shape
    return np.asarray(cv2.resize(bright, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def turns_to_try(image: Image) -> tuple[int, ...]:
    """Return the four turns, those first that make the lines of print level."""
    small = _without_edges(_ink(image))
    level, upright = (max(_levelness(_added_up(ink), -2.0, 0.0, 2.0)) for ink in (small, small.T))
    return (0, 180, 90, 270) if level >= upright else (90, 270, 0, 180)


def skew(image: Image, most: float = MAX_SKEW) -> float:
    """Return the angle, in degrees, by which the image has to be turned to make its lines level; 0 beyond `most`."""
    ink = _added_up(_without_edges(_ink(image)))
    best, step = 0.0, 1.0
    span = most
    while step > 0.015:
        angles = np.arange(best - span, best + span + step / 2, step)
        best = float(angles[np.argmax(_levelness(ink, *angles))])
        span, step = step, step / 4
    return best if abs(best) <= most else 0.0


def _ink(image: Image) -> Image:
    """A small copy, white ink on black."""
    factor = SMALL / max(image.shape)
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else image
    return _inked(_array(small))


def _inked(image: Image) -> Image:
    """White where there is print, black elsewhere; on a page with hardly any print, its grain is no print either."""
    level, _ = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.where(image <= min(level, median(image) - FAINT), np.uint8(255), np.uint8(0))


def median(image: Image) -> float:
    """The middle grey level, by counting the levels: a tenth of the time that sorting takes."""
    levels = np.cumsum(cv2.calcHist([image], [0], None, [256], [0, 256]).ravel().astype(np.int64))
    lower, upper = np.searchsorted(levels, [(image.size + 1) // 2, image.size // 2 + 1])
    return float(lower + upper) / 2


def _without_edges(ink: Image) -> Image:
    """The ink without what is large and touches the sheet's edge: its angle is that of the sheet, not of the print."""
    if not any(edge.any() for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1])):
        return ink
    height, width = ink.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    x, y, wide, high = (stats[:, column] for column in range(4))
    touches = (x == 0) | (y == 0) | (x + wide == width) | (y + high == height)
    shadow = touches & (np.maximum(wide, high) > LARGE * max(height, width))
    shadow[0] = False  # the paper
    return np.where(shadow[labels], 0, ink).astype(np.uint8)


def _added_up(ink: Image) -> NDArray[np.int32]:
    """For each place between two columns how much ink each row has to its left; a row of the result is such a place."""
    sums = np.zeros((ink.shape[1] + 1, ink.shape[0]), np.int32)
    np.cumsum(ink.T > 0, axis=0, out=sums[1:])
    return sums


def _levelness(sums: NDArray[np.int32], *angles: float) -> list[float]:
    """How sharply rows of print and white rows alternate, along lines of each slant, by ink that is `_added_up`."""
    width, height = sums.shape[0] - 1, sums.shape[1]
    found = []
    for angle in angles:
        shifts = np.rint(-np.tan(np.radians(angle)) * np.arange(width)).astype(np.int64)
        shifts -= shifts.min()
        counts = np.zeros(height + int(shifts.max()), np.int64)
        bounds = [0, *(np.flatnonzero(np.diff(shifts)) + 1).tolist(), width]
        for first, last in pairwise(bounds):
            counts[shifts[first] : shifts[first] + height] += sums[last] - sums[first]
        found.append(float((np.diff(np.trim_zeros(counts)) ** 2).sum()) / width**2)
    return found


def _rotate(image: Image, angle: float) -> Image:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return _array(turned)


def ink_share(image: Image) -> float:
    """Return the share of pixels darker than the paper, be the print ever so faint; specks do not count."""
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return float((small < median(_array(small)) - FAINT).mean())


def tighten(image: Image, runs: Iterable[OcrRun], drawn: Rulings) -> Iterator[OcrRun]:
    """Yield the runs from the tops of their small letters (of capitals, if there are no others) to their baseline."""
    ink = _inked(_array(cv2.medianBlur(image, 3)))
    ink[drawn.ink > 0] = 0
    for run in runs:
        x0, top, x1, bottom = (max(0, round(value)) for value in (run.x0, run.top, run.x1, run.bottom))
        first, last = _own_rows(ink[top:bottom, x0:x1].sum(axis=1, dtype=np.float64))
        yield _drawn_in(run, ink, x0, x1, top + first, top + last + 1) if last - first > 2 else run


def _own_rows(rows: NDArray[np.float64]) -> tuple[int, int]:
    """The first and last full row of the line in the middle of a box: those of slanted lines hold parts of others."""
    middle = rows[len(rows) // 4 : len(rows) - len(rows) // 4]
    if middle.size < 4:
        return 0, 0
    full = np.flatnonzero(rows > FULL_ROW * np.partition(middle, -3)[-3])
    bands = np.split(full, np.flatnonzero(np.diff(full) > 3) + 1)
    own = min(bands, key=lambda band: abs(float(band[0] + band[-1]) - len(rows)) if band.size > 3 else np.inf)
    return (int(own[0]), int(own[-1])) if own.size else (0, 0)


def _drawn_in(run: OcrRun, ink: Image, x0: int, x1: int, top: int, bottom: int) -> OcrRun:
    columns = np.flatnonzero(ink[top:bottom, x0:x1].any(axis=0))
    return replace(run, x0=float(x0 + columns[0]), x1=float(x0 + columns[-1] + 1), top=float(top), bottom=float(bottom))


@dataclass(frozen=True, slots=True)
class Rulings:
    """The straight lines drawn on a straightened image: left, top, width and height of each, and where their ink is."""

    level: tuple[_Stroke, ...]
    upright: tuple[_Stroke, ...]
    ink: Image

    @property
    def edges(self) -> tuple[tuple[float, float, float, float], ...]:
        """Their middles, without width: x0, top, x1, bottom in pixels."""
        level = ((x + 4.0, y + high / 2, x + wide - 4.0, y + high / 2) for x, y, wide, high in self.level)
        upright = ((x + wide / 2, y + 4.0, x + wide / 2, y + high - 4.0) for x, y, wide, high in self.upright)
        return (*level, *upright)


def rulings(image: Image) -> Rulings:
    """Find table lines and underlines: long thin strokes with bare paper along one side."""
    across, down, _ = _rulings(np.where(image < median(image) - FAINT, np.uint8(255), np.uint8(0)), THICK)
    *_, ink = _rulings(_inked(image), THIN)  # in what is dark, letters that blur has merged are fewer
    return Rulings(across, down, ink)


def _rulings(ink: Image, thickest: float) -> tuple[tuple[_Stroke, ...], tuple[_Stroke, ...], Image]:
    """The level rulings, the upright ones, and the ink of both."""
    level, upright = _long_strokes(ink), _long_strokes(ink.T).T
    across, along = _drawn(level, ink & ~upright, thickest), _drawn(upright.T, (ink & ~level).T, thickest)
    down = tuple((x, y, wide, high) for y, x, high, wide in along)
    where = np.zeros_like(ink)
    for strokes, found in ((level, across), (upright, down)):
        for x, y, wide, high in found:
            where[y : y + high, x : x + wide] |= strokes[y : y + high, x : x + wide]
    return across, down, where


def bare(image: Image, drawn: Rulings) -> Image:
    """Return nothing but the print: specks, grain, table lines and underlines off, the paper white."""
    calm = smooth(image)
    return np.where((drawn.ink > 0) | (calm > median(calm) - FAINT), np.uint8(255), calm)


def _drawn(strokes: Image, ink: Image, thickest: float) -> tuple[_Stroke, ...]:
    """The level strokes that are rulings."""
    boxes = sorted(_boxes(strokes), key=lambda box: (box[1], box[0]))
    return tuple(box for box in boxes if box[3] <= thickest * max(ink.shape) + 5 and _is_clear(ink, *box))


def _boxes(strokes: Image) -> Iterator[_Stroke]:
    """What encloses each stroke; where there is little ink, outlines are found sooner than connected parts are."""
    outlines, nesting = cv2.findContours(np.ascontiguousarray(strokes), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for outline, (*_, parent) in zip(outlines, nesting[0] if outlines else (), strict=True):
        if parent < 0:  # no hole
            x, y, wide, high = cv2.boundingRect(outline)
            yield x, y, wide, high


def _is_clear(ink: Image, x: int, y: int, wide: int, high: int) -> bool:
    above, below = ink[max(0, y - 2) : y + 1, x : x + wide], ink[y + high - 1 : y + high + 2, x : x + wide]
    return any(not side.size or side.mean() < CLEAR * 255 for side in (above, below))


def _long_strokes(ink: Image) -> Image:
    """The ink of long level strokes; a slight slant does not break them."""
    thick = cv2.dilate(np.ascontiguousarray(ink), np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest_ruling(ink)), np.uint8))
    return _array(cv2.dilate(opened, np.ones((5, 9), np.uint8)))


def shortest_ruling(image: Image) -> int:
    return max(12, int(SHORTEST_RULING * max(image.shape)))


def _array(image: Any) -> Image:
    return np.asarray(image, dtype=np.uint8)
