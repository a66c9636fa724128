"""Panels of dark ground with light print, as states print their banners: turned to dark print on white."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from extractor.read.ocr.image import Image, median
from extractor.read.ocr.settings import (
    PANEL_DARKER,
    PANEL_EVEN,
    PANEL_FILLED,
    PANEL_HIGH,
    PANEL_PRINT,
    PANEL_WIDE,
)


def without_panels(image: Image) -> Image:
    """The image with the print of every panel dark on white, as all other print is; the image itself without any."""
    found = list(_panels(image))
    if not found:
        return image
    lit = image.copy()
    for x, y, wide, high, ground in found:
        part = image[y : y + high, x : x + wide].astype(np.float32)
        lit[y : y + high, x : x + wide] = np.clip(255.0 * (255.0 - part) / (255.0 - ground), 0, 255).astype(np.uint8)
    return lit


def _panels(image: Image) -> Iterator[tuple[int, int, int, int, float]]:
    """Boxes that are dark all over but for the lighter strokes in them, each with the grey of its ground."""
    longer, paper = max(image.shape), median(image)
    dark = (image < paper - PANEL_DARKER).astype(np.uint8)
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)  # print within is holes
    for outline in outlines:
        x, y, wide, high = map(int, cv2.boundingRect(outline))
        if wide < PANEL_WIDE * longer or not PANEL_HIGH[0] * longer < high < PANEL_HIGH[1] * longer:
            continue
        part = image[y : y + high, x : x + wide]
        ground = median(part)
        light = part > (ground + 255.0) / 2
        even = np.abs(part.astype(np.float32) - ground) < PANEL_EVEN
        filled = cv2.contourArea(outline) > PANEL_FILLED * wide * high and (even | light).mean() > PANEL_FILLED
        if filled and ground < paper - PANEL_DARKER and PANEL_PRINT[0] < light.mean() < PANEL_PRINT[1]:
            yield x, y, wide, high, ground
