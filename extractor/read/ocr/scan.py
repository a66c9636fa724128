"""Print read from page images: turned upright, straightened, read by an engine, brought to the form of digital pages.

image ─turn, straighten─▶ engine ─▶ runs ─▶ lines as high as their font, ruling lines, turn, confidence
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from extractor.read.ocr import image as images
from extractor.read.ocr.engines import Engine
from extractor.read.ocr.image import Image
from extractor.read.ocr.panels import without_panels
from extractor.read.ocr.runs import OcrRun
from extractor.read.ocr.settings import BLANK, GOOD
from extractor.read.ocr.stamps import grey

VERSION = "9"  # of what this package makes of an engine's output; part of the cache's key


@dataclass(frozen=True, slots=True)
class Scan:
    """What an image shows. `turn` is how far it was turned clockwise; pixels are those of the upright image."""

    turn: int
    width: int
    height: int
    runs: tuple[OcrRun, ...]
    rulings: tuple[tuple[float, float, float, float], ...]
    confidence: float
    blank: bool = False


def read_image(
    image: Image, engine: Engine, cache: Path | None = None, beat: Callable[[], None] = lambda: None
) -> Scan:
    """Read a page image, whichever way up it lies; results are kept in the folder `cache` if one is given.

    `beat` is called each time the engine is done with a try.
    """
    if cache is None:
        return _read(image, engine, beat)
    key = hashlib.sha256(f"{VERSION} {engine.name} {image.shape} ".encode() + image.tobytes()).hexdigest()
    file = cache / f"{key}.json"
    return _load(file) or _keep(file, _read(image, engine, beat))


def _read(image: Image, engine: Engine, beat: Callable[[], None]) -> Scan:
    image = images.even(without_panels(grey(image)))
    if images.ink_share(image) < BLANK:
        return Scan(0, image.shape[1], image.shape[0], (), (), 1.0, blank=True)
    scans = []
    for turn in images.turns_to_try(image):
        scans.append(_read_turned(image, turn, engine))
        beat()
        if scans[-1].confidence >= GOOD:
            break
    return max(scans, key=lambda scan: scan.confidence)


def _read_turned(image: Image, turn: int, engine: Engine) -> Scan:
    upright = images.straighten(images.turn(image, turn))
    drawn = images.rulings(upright)
    runs = tuple(engine.read(images.bare(upright, drawn) if engine.wants_bare else upright))
    height, width = upright.shape
    return Scan(turn, width, height, tuple(images.tighten(upright, runs, drawn)), drawn.edges, _confidence(runs))


def _confidence(runs: tuple[OcrRun, ...]) -> float:
    """Mean confidence by length; print that runs upwards counts as not read."""
    letters = sum(len(run.text) for run in runs)
    level = [run for run in runs if len(run.text) < 3 or run.x1 - run.x0 > run.bottom - run.top]
    return round(sum(run.confidence * len(run.text) for run in level) / letters, 4) if letters else 0.0


def _load(file: Path) -> Scan | None:
    try:
        found = json.loads(file.read_bytes())
        runs = tuple(
            OcrRun(float(x0), float(top), float(x1), float(bottom), str(text), float(confidence))
            for x0, top, x1, bottom, text, confidence in found["runs"]
        )
        rulings = tuple((float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in found["rulings"])
        turn, width, height = (int(found[name]) for name in ("turn", "width", "height"))
        return Scan(turn, width, height, runs, rulings, float(found["confidence"]), bool(found["blank"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return None  # missing, or not what this version writes: it is made again


def _keep(file: Path, scan: Scan) -> Scan:
    """Write a scan so that a reader never sees half of it; only the owner may read it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = asdict(scan) | {"runs": [list(asdict(run).values()) for run in scan.runs]}
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False)
    Path(name).replace(file)
    return scan
