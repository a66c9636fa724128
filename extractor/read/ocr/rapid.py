"""RapidOCR, with a quick recogniser of our own before the careful one of its wheel."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.read.ocr.engines import Engine, EngineFailed
from extractor.read.ocr.runs import OcrRun
from extractor.read.ocr.settings import (
    DETECTED_SIDE,
    GAP_SEEN,
    MODEST,
    OCR_SECONDS,
    SHORTEST,
    STRICTER,
    SURE_LINE,
    UNREADABLE,
    WIDTH_STEP,
)

if TYPE_CHECKING:
    from extractor.read.ocr.image import Image

PACKAGE = "veeduria[ocr]"
QUICK = Path(__file__).parent / "models" / "PP-OCRv6_rec_tiny_latin.onnx"  # shipped: made by `corpus.ocrmodel`
MODEL_LICENCE = "Apache-2.0"  # of PP-OCR, from which they come
LAST_LETTER, LAST_SIGN = 0x17F, 0x2BFF  # beyond stand other scripts' letters; those of Asia and their wide signs


def make(quick: bool = True) -> Engine | None:
    """Return the engine, None if it is not installed; without a `quick` look each line costs as much as the hardest."""
    try:
        from importlib.metadata import version

        from rapidocr import RapidOCR
    except ImportError:
        return None
    name = f"rapidocr {version('rapidocr')} {DETECTED_SIDE}/{WIDTH_STEP}/{SHORTEST} {UNREADABLE}-{SURE_LINE}/{GAP_SEEN}"
    name = name if quick else f"{name} careful"
    return Engine(name, 200, lambda image: _read_rapid(_load_rapid(RapidOCR, quick), image))


class _Latin:
    """A recogniser's network, asked for Latin letters, for few widths, and no longer than a page may take.

    Images of lines go in, chances of each of `letters` come out, for each place along a line. What is blank or a blank
    between words is that blank from a chance of `GAP_SEEN` on: the networks rather leave one out.
    """

    def __init__(self, recogniser: Any) -> None:
        self.ends = inf
        self._network, recogniser.session = recogniser.session, self
        letters = recogniser.postprocess_op
        self._kept = [index for index, char in enumerate(letters.character) if index == 0 or is_latin(char)]
        letters.character = [letters.character[index] for index in self._kept]
        letters.dict = {char: index for index, char in enumerate(letters.character)}
        self._gap = letters.dict[" "]

    def __call__(self, lines: Any) -> Any:
        import numpy as np

        if time.monotonic() > self.ends:
            raise EngineFailed(f"no end after {OCR_SECONDS:.0f} s")
        blank = -lines.shape[3] % WIDTH_STEP  # each width is planned anew
        chances = self._network(np.pad(lines, ((0, 0), (0, 0), (0, 0), (0, blank))) if blank else lines)
        chances = chances[..., self._kept]
        gap = (chances.argmax(axis=2) == 0) & (chances[..., self._gap] >= GAP_SEEN)
        chances[gap, self._gap] += chances[gap, 0]
        return chances


class _TwoLooks:
    """Reads each line by a quick recogniser, if there is one, and again by a careful one, five times the work, where
    that was unsure.
    """

    def __init__(self, careful: Any, quick: Any = None) -> None:
        self._quick, self._careful = quick, careful
        self._networks = [_Latin(one) for one in (quick, careful) if one]

    def until(self, ends: float) -> None:
        for network in self._networks:
            network.ends = ends

    def __call__(self, lines: Any) -> Any:
        if self._quick is None:
            return self._careful(lines)
        found = self._quick(lines)
        texts, scores = list(found.txts), [1 - MODEST * (1 - score) for score in found.scores]
        unsure = [index for index, score in enumerate(found.scores) if UNREADABLE <= score < SURE_LINE]
        if unsure:
            again = self._careful(replace(lines, img=[lines.img[index] for index in unsure]))
            for index, text, score in zip(unsure, again.txts, again.scores, strict=True):
                texts[index], scores[index] = text, score
        return replace(found, txts=tuple(texts), scores=tuple(scores))


@lru_cache(maxsize=2)
def _load_rapid(make: Callable[..., Any], quick: bool) -> Any:
    params = {
        "Global.log_level": "error",
        "Global.max_side_len": 4000,
        "Global.use_cls": False,  # pages are turned upright before
        "Global.text_score": 0.3,
        "Det.limit_type": "max",  # boxes are found on a smaller copy: faster, and as exact
        "Det.limit_side_len": DETECTED_SIDE,
        "Rec.rec_img_shape": [3, 48, SHORTEST],  # shorter lines are padded
        "Rec.rec_batch_num": 1,  # lines differ in length: batches would be padded
        "EngineConfig.onnxruntime.intra_op_num_threads": int(os.environ.get("OMP_NUM_THREADS", "-1")),
    }
    reader = make(params=params)
    first = make(params={**params, "Rec.model_path": str(QUICK)})._load_rec_model() if quick else None
    reader.text_rec = _TwoLooks(reader._load_rec_model(), first)
    return reader


def is_latin(char: str) -> bool:
    """May a Spanish page show this: a Latin letter, a figure, a sign? No wide signs, no other scripts' letters."""
    return all(ord(one) <= (LAST_LETTER if one.isalpha() else LAST_SIGN) for one in char)


def _read_rapid(reader: Any, image: Image) -> list[OcrRun]:
    reader.text_rec.until(time.monotonic() + OCR_SECONDS)
    found = reader(image[:, :, None].repeat(3, axis=2))
    if found.boxes is None:
        return []
    return [
        OcrRun(float(x0), float(top), float(x1), float(bottom), text.strip(), float(score) ** STRICTER)
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        for (x0, top), (x1, bottom) in [(box.min(axis=0), box.max(axis=0))]
        if text.strip()
    ]


def model_files() -> tuple[tuple[str, str, str], ...]:
    """Return the embedded engine's models that are in use: name, licence and SHA-256 of each; none if it is missing."""
    files = sorted(file for file in model_folder().glob("*.onnx") if "_cls_" not in file.name)  # angles: not asked
    return tuple((file.name, MODEL_LICENCE, sha256(file.read_bytes()).hexdigest()) for file in (*files, QUICK) if files)


def model_folder() -> Path:
    """Return where RapidOCR's wheel keeps its models; a folder that is not there without it."""
    found = find_spec("rapidocr")
    return Path(found.origin if found and found.origin else "/none/none").parent / "models"
