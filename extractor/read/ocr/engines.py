"""The engines that read print from an image, behind one function type: image to printed runs.

RapidOCR comes with its models in the wheel; tesseract, a program of the operating system, is more exact if it has the
Spanish model. Engines see upright, straightened images only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import groupby
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.core.errors import VeeduriaError

if TYPE_CHECKING:
    from extractor.read.ocr.image import Image

MODES = ("auto", "rapidocr", "tesseract", "off")
LANGUAGE = "spa"
OCR_SECONDS = 60.0  # of one try at a page; an idle machine needs two
MODEL_LICENCE = "Apache-2.0"  # of PP-OCR, from which they come
DETECTED_SIDE = 960  # pixels of the longer side on which lines are found
WIDTH_STEP = 64  # pixels in which the widths of lines are counted
STRICTER = 4  # power that brings RapidOCR's confidence down to that of tesseract at as many errors
WIDE_GAP = 1.6  # in heights of the line: words farther apart are in different columns


@dataclass(frozen=True, slots=True)
class Run:
    """Print read in one go: pixels, text, confidence 0..1."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to read an image. `name` holds engine, version and settings: results are cached under it."""

    name: str
    dpi: int
    read: Callable[[Image], list[Run]]
    wants_bare: bool = False  # print without specks and rulings


class NoEngine(VeeduriaError):
    """The OCR engine asked for is not installed."""

    def __init__(self, mode: str) -> None:
        packages = {"rapidocr": "veeduria[ocr]", "tesseract": f"tesseract-ocr-{LANGUAGE}"}
        super().__init__(
            "The OCR engine {engine} is not available; it comes with the package {package}.",
            engine=mode,
            package=packages.get(mode, mode),
        )


class EngineFailed(Exception):
    """An engine could not read one image; others may do."""


@cache
def engines(mode: str) -> tuple[Engine, ...]:
    """Return the engines of a mode of `MODES`, the one to begin with first: for "auto" all there are, for "off" none.

    Raises:
        NoEngine: the engine asked for by name is not installed.
    """
    makers = (("tesseract", _tesseract), ("rapidocr", _rapidocr))
    found = tuple(made for name, make in makers if mode in ("auto", name) and (made := make()))
    if not found and mode not in ("auto", "off"):
        raise NoEngine(mode)
    return found


def engine(mode: str) -> Engine | None:
    """Return the engine a mode begins with, None if it has none.

    Raises:
        NoEngine: the engine asked for by name is not installed.
    """
    return next(iter(engines(mode)), None)


# --- RapidOCR ---------------------------------------------------------------------------------------------------------


def _rapidocr() -> Engine | None:
    try:
        from importlib.metadata import version

        from rapidocr import RapidOCR
    except ImportError:
        return None
    runtime = "openvino" if find_spec("openvino") else "onnxruntime"
    name = f"rapidocr {version('rapidocr')} {runtime} {DETECTED_SIDE}/{WIDTH_STEP}"
    return Engine(name, 200, lambda image: _read_rapid(_load_rapid(RapidOCR, runtime), image))


class _InTime:
    """A recogniser that is asked for few widths, so that it plans each once, and no longer than a page may take."""

    def __init__(self, inner: Callable[[Any], Any]) -> None:
        self._inner = inner
        self.ends = inf

    def __call__(self, lines: Any) -> Any:
        import numpy as np

        if time.monotonic() > self.ends:
            raise EngineFailed(f"no end after {OCR_SECONDS:.0f} s")
        blank = -lines.shape[3] % WIDTH_STEP
        return self._inner(np.pad(lines, ((0, 0), (0, 0), (0, 0), (0, blank))) if blank else lines)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@lru_cache(maxsize=1)
def _load_rapid(make: Callable[..., Any], runtime: str) -> Any:
    from rapidocr import EngineType

    threads = int(os.environ.get("OMP_NUM_THREADS", "-1"))
    reader = make(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 4000,
            "Global.use_cls": False,  # pages are turned upright before
            "Global.text_score": 0.3,
            "Det.engine_type": EngineType(runtime),
            "Rec.engine_type": EngineType(runtime),
            "Det.limit_type": "max",  # boxes are found on a smaller copy: faster, and as exact
            "Det.limit_side_len": DETECTED_SIDE,
            "Rec.rec_batch_num": 1,  # lines differ in length: batches would be padded
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.openvino.inference_num_threads": threads,
        }
    )
    recogniser = reader._load_rec_model()
    recogniser.session = _InTime(recogniser.session)
    return reader


def _read_rapid(reader: Any, image: Image) -> list[Run]:
    reader.text_rec.session.ends = time.monotonic() + OCR_SECONDS
    found = reader(image[:, :, None].repeat(3, axis=2))
    if found.boxes is None:
        return []
    return [
        Run(float(x0), float(top), float(x1), float(bottom), text.strip(), float(score) ** STRICTER)
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        for (x0, top), (x1, bottom) in [(box.min(axis=0), box.max(axis=0))]
        if text.strip()
    ]


def model_files() -> tuple[tuple[str, str, str], ...]:
    """Return the embedded engine's models that are in use: name, licence and SHA-256 of each; none if it is missing."""
    found = find_spec("rapidocr")
    folder = Path(found.origin or "").parent / "models" if found else Path()
    return tuple(
        (file.name, MODEL_LICENCE, sha256(file.read_bytes()).hexdigest())
        for file in (sorted(folder.glob("*.onnx")) if found else ())
        if "_cls_" not in file.name  # the angle classifier is not asked
    )


# --- tesseract --------------------------------------------------------------------------------------------------------


def _tesseract() -> Engine | None:
    program = shutil.which("tesseract")
    if program is None or LANGUAGE not in tesseract_languages(program):
        return None
    name = f"{_first_line(program, '--version')} {LANGUAGE}"
    return Engine(name, 300, lambda image: _read_tesseract(program, image), wants_bare=True)


@cache
def tesseract_languages(program: str) -> tuple[str, ...]:
    """Return the language models tesseract has."""
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    return tuple(listed.stdout.split()[-1:] and listed.stdout.splitlines()[1:])


def _first_line(program: str, option: str) -> str:
    said = subprocess.run([program, option], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    return (said.stdout or said.stderr).partition("\n")[0]


def _read_tesseract(program: str, image: Image) -> list[Run]:
    height, width = image.shape
    try:
        said = subprocess.run(  # noqa: S603
            [program, "-", "-", "-l", LANGUAGE, "--psm", "3", "--dpi", "300", "tsv"],
            input=b"P5 %d %d 255\n" % (width, height) + image.tobytes(),
            capture_output=True,
            env={**os.environ, "OMP_THREAD_LIMIT": os.environ.get("OMP_THREAD_LIMIT", "1")},
            timeout=OCR_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise EngineFailed(str(error)) from None
    return list(_runs(said.stdout.decode("utf-8", "replace")))


def _runs(tsv: str) -> Iterator[Run]:
    """Join tesseract's words to runs, cut where the gap between two words is that of columns."""
    for _, words in groupby(_words(tsv), key=lambda word: word[0]):
        line: list[Run] = []
        for _, word in words:
            if line and word.x0 - line[-1].x1 > WIDE_GAP * max(word.bottom - word.top, line[-1].bottom - line[-1].top):
                yield join(line)
                line = []
            line.append(word)
        if line:
            yield join(line)


def _words(tsv: str) -> Iterator[tuple[tuple[str, ...], Run]]:
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            x, y, width, height = map(float, cells[6:10])
            yield tuple(cells[1:5]), Run(x, y, x + width, y + height, cells[11].strip(), float(cells[10]) / 100)


def join(runs: list[Run]) -> Run:
    """Return runs side by side as one; its confidence is the mean by length."""
    letters = sum(len(run.text) for run in runs)
    return Run(
        min(run.x0 for run in runs),
        min(run.top for run in runs),
        max(run.x1 for run in runs),
        max(run.bottom for run in runs),
        " ".join(run.text for run in runs),
        sum(run.confidence * len(run.text) for run in runs) / letters,
    )
