"""What scanners, copiers, fax machines, rubber stamps and phones do to a page, for test scans."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WHITE, BLACK = 255, 0
STAMP_INKS = ((28, 42, 150), (170, 30, 45), (95, 40, 130))
STAMP_LINES = ("MESA DE PARTES", "RECIBIDO", "Folios: 07   Hora: 10:45")


@dataclass(frozen=True, slots=True)
class Scanner:
    """How badly a letter is scanned; angles in degrees, noise in grey levels, blur in pixels, the others are shares.

    `turned` is by how much each page lies on its side (the last one holds for the rest). With `layer`, the scan carries
    the text that a poor reader has left in it. `ink` is how much of the print is left, `shade` how dark the paper gets
    towards a corner, `specks` the share of the paper that is dirt, `border` and `tilt` shares of the page's sides: the
    copier's black edge, and how far a corner of a photographed page leans in. `stamps` are heights on the page at which
    a rubber stamp stands. `bitonal` pages are black and white, as a fax sends them.
    """

    dpi: int = 150
    skew: float = 0.8
    noise: float = 12
    blur: float = 0.5
    quality: int = 40
    turned: tuple[int, ...] = (0,)
    layer: bool = False
    ink: float = 1.0
    shade: float = 0.0
    specks: float = 0.0
    border: float = 0.0
    tilt: float = 0.0
    stamps: tuple[float, ...] = ()
    bitonal: bool = False


WAYS = {
    "coarse": Scanner(dpi=100),
    "office": Scanner(dpi=200),
    "skewed": Scanner(dpi=200, skew=3),
    "quarter": Scanner(turned=(90,), skew=1.5),
    "half": Scanner(turned=(180,), skew=1.5),
    "three_quarters": Scanner(turned=(270, 0), skew=1.5),
    "blurred": Scanner(blur=1.3),
    "noisy": Scanner(dpi=200, noise=35),
    "packed": Scanner(quality=12),
    "shaded": Scanner(dpi=200, shade=0.6),
    "faint": Scanner(dpi=200, ink=0.35),
    "specked": Scanner(dpi=200, specks=0.004),
    "bordered": Scanner(dpi=200, border=0.04),
    "fax": Scanner(dpi=200, bitonal=True, specks=0.001, skew=1.2),
    "faint_fax": Scanner(dpi=200, bitonal=True, ink=0.55, noise=35),
    "stamped_below": Scanner(dpi=200, stamps=(0.8,)),
    "stamped": Scanner(dpi=200, stamps=(0.06, 0.45)),
    "tilted": Scanner(dpi=200, tilt=0.015),
    "photo": Scanner(dpi=170, tilt=0.03, shade=0.45, blur=0.9, noise=14, skew=2),
    "layer": Scanner(layer=True),
}


def spoiled(page: Image.Image, scanner: Scanner, dice: random.Random) -> Image.Image:
    """The page as this scanner gives it, lying straight: grey, black and white, or coloured if it is stamped."""
    page = _stamped(_faded(page, scanner), scanner, dice)
    page = _leaning(page, scanner, dice)
    page = page.rotate(dice.uniform(-scanner.skew, scanner.skew), Image.Resampling.BICUBIC, fillcolor=_paper(page))
    page = page.filter(ImageFilter.GaussianBlur(scanner.blur))
    pixels = np.asarray(page) * 0.9 + 20 + _grain(page, scanner.noise, dice)
    return _finished(_lit(pixels, scanner), scanner, dice)


def _paper(page: Image.Image) -> int | tuple[int, int, int]:
    return WHITE if page.mode == "L" else (WHITE, WHITE, WHITE)


def _faded(page: Image.Image, scanner: Scanner) -> Image.Image:
    return page if scanner.ink == 1 else page.point(lambda grey: WHITE - (WHITE - grey) * scanner.ink)


def _stamped(page: Image.Image, scanner: Scanner, dice: random.Random) -> Image.Image:
    for height in scanner.stamps:
        stamp = _stamp(scanner.dpi, dice)
        left = int(dice.uniform(0.45, 0.6) * page.width)
        sheet = Image.new("RGB", page.size, _paper(page.convert("RGB")))
        sheet.paste(stamp, (left, int(height * page.height)))
        page = ImageChops.multiply(page.convert("RGB"), sheet)
    return page


def _stamp(dpi: int, dice: random.Random) -> Image.Image:
    """A rubber stamp: frame, ring, text and a date, in worn ink, at an angle."""
    width, height = int(2.3 * dpi), int(1.1 * dpi)
    ink = dice.choice(STAMP_INKS)
    stamp = Image.new("RGB", (width, height), (WHITE, WHITE, WHITE))
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((2, 2, width - 3, height - 3), outline=ink, width=max(2, dpi // 60))
    draw.ellipse((width - height, 0, width - 1, height - 1), outline=ink, width=max(2, dpi // 60))
    lines = (*STAMP_LINES[:2], f"{dice.randint(1, 28):02d} {dice.choice(('ENE', 'JUN', 'NOV'))}. 2013", STAMP_LINES[2])
    for number, line in enumerate(lines):
        draw.text((dpi // 10, height * (number + 0.35) / 4.6), line, ink, ImageFont.load_default(dpi * 0.17))
    worn = (
        np.asarray(stamp).astype(np.int16)
        + (np.random.default_rng(dice.randrange(2**32)).random((height, width, 1)) < 0.15) * 120
    )
    return Image.fromarray(np.clip(worn, 0, WHITE).astype(np.uint8)).rotate(
        dice.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True, fillcolor=(WHITE, WHITE, WHITE)
    )


def _leaning(page: Image.Image, scanner: Scanner, dice: random.Random) -> Image.Image:
    """The page seen from the side: each corner leans in a little, dark table around it."""
    if not scanner.tilt:
        return page
    x, y = scanner.tilt * page.width, scanner.tilt * page.height
    corners = [(0, 0), (0, page.height), (page.width, page.height), (page.width, 0)]
    leaning = [
        (cx + (-1 if cx == 0 else 1) * dice.uniform(0, x), cy + (-1 if cy == 0 else 1) * dice.uniform(0, y))
        for cx, cy in corners
    ]
    quad = tuple(value for corner in leaning for value in corner)
    dark = 70 if page.mode == "L" else (70, 60, 50)
    return page.transform(page.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=dark)


def _grain(page: Image.Image, noise: float, dice: random.Random) -> NDArray[np.float64]:
    grain = np.random.default_rng(dice.randrange(2**32)).normal(0, noise, (page.height, page.width))
    return grain if page.mode == "L" else grain[:, :, None]


def _lit(pixels: NDArray[np.float64], scanner: Scanner) -> NDArray[np.float64]:
    if not scanner.shade:
        return pixels
    height, width = pixels.shape[:2]
    across, down = np.linspace(0, 1, width)[None, :], np.linspace(0, 1, height)[:, None]
    light = 1 - scanner.shade * (across * down + 0.3 * (1 - down))
    return pixels * (light if pixels.ndim == 2 else light[:, :, None])


def _finished(pixels: NDArray[np.float64], scanner: Scanner, dice: random.Random) -> Image.Image:
    """Dirt, the copier's edge and the grey levels a file can hold."""
    if scanner.specks:
        rng = np.random.default_rng(dice.randrange(2**32))
        dirt = rng.random((pixels.shape[0] // 2 + 1, pixels.shape[1] // 2 + 1)) < scanner.specks
        pixels[np.kron(dirt, np.ones((2, 2), bool))[: pixels.shape[0], : pixels.shape[1]]] = BLACK
    if scanner.border:
        left, top = (int(dice.uniform(0.3, 1) * scanner.border * side) for side in (pixels.shape[1], pixels.shape[0]))
        pixels[:, :left], pixels[:top] = 15, 15
    grey = Image.fromarray(np.clip(pixels, 0, WHITE).astype(np.uint8))
    return grey.convert("L").point(lambda level: WHITE if level > 170 else BLACK, "1") if scanner.bitonal else grey


def turn_of(turned: Sequence[int], page: int) -> int:
    """By how much a page, counted from 0, lies on its side."""
    return turned[min(page, len(turned) - 1)]
