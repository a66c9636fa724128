"""Rubber stamps and signatures taken off where their coloured ink runs across black print.

Coloured print that crosses nothing black stays: letterheads, links, dates stamped on bare paper.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.image import Image, shortest_ruling
from extractor.read.ocr.settings import BESIDE, BLACK, COLOURFUL, DULL, FEW, GAP, PALE, PAPER, TALL, TOUCHED

_Mask = NDArray[np.bool_]


def grey(image: Image) -> Image:
    """Return the image, coloured or grey, in grey, with coloured ink across black print painted over."""
    if image.ndim == 2:
        return image
    plain = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    if (_colour(image[::4, ::4]) > COLOURFUL).mean() < FEW:
        return plain
    colour = _colour(image)
    stamps = _across_print(colour > COLOURFUL, (plain < BLACK) & (colour < DULL))
    return np.where(stamps & (colour > PALE), np.uint8(PAPER), plain)


def _colour(image: Image) -> Image:
    """How far each pixel is from grey, the paper's own tint left out."""
    tint = np.median(image[::8, ::8], axis=(0, 1))
    balanced = np.clip(image * (PAPER / np.maximum(tint, 1)), 0, 255).astype(np.uint8)
    return np.asarray(balanced.max(axis=2) - balanced.min(axis=2), dtype=np.uint8)


def _across_print(coloured: _Mask, black: _Mask) -> _Mask:
    """Where coloured ink belongs to something that runs across black print, but for straight lines, as of tables."""
    ink, side = coloured.astype(np.uint8), max(coloured.shape)
    count, labels = cv2.connectedComponents(cv2.dilate(ink, _square(int(GAP * side))))
    touched = black & (cv2.dilate(ink, _square(int(BESIDE * side))) > 0)
    touches, inked, tall = (np.bincount(labels[where], minlength=count) for where in (touched, coloured, _tall(ink)))
    crossing = (touches > TOUCHED * inked) & (tall > 0)
    crossing[0] = False
    return np.asarray(crossing[labels] & ~_straight(ink))


def _tall(ink: Image) -> _Mask:
    """The ink of shapes taller than letters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, _square(3)))
    tall = stats[:, cv2.CC_STAT_HEIGHT] > TALL * max(ink.shape)
    tall[0] = False
    return np.asarray(tall[labels])


def _square(side: int) -> Image:
    return np.ones((side, side), np.uint8)


def _straight(ink: Image) -> _Mask:
    """The ink of long level and upright strokes."""
    thick, length = cv2.dilate(ink, _square(3)), 3 * shortest_ruling(ink)
    strokes = [cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(side, np.uint8)) for side in ((1, length), (length, 1))]
    return np.asarray(np.logical_or(*strokes))
