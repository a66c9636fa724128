"""The engines that read print from an image, behind one function type: image to printed runs.

RapidOCR comes with its models in the wheel; tesseract, a program of the operating system, is more exact if it has the
Spanish model. Engines see upright, straightened images only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from extractor.core.errors import VeeduriaError

if TYPE_CHECKING:
    from extractor.read.ocr.image import Image

MODES = ("auto", "rapidocr", "tesseract", "off")
LANGUAGE = "spa"
OCR_SECONDS = 60.0  # of one try at a page; an idle machine needs two
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
    return Engine(f"rapidocr {version('rapidocr')}", 200, lambda image: _read_rapid(_load_rapid(RapidOCR), image))


@lru_cache(maxsize=1)
def _load_rapid(make: Callable[..., Any]) -> Any:
    threads = int(os.environ.get("OMP_NUM_THREADS", "-1"))
    return make(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 4000,
            "Global.use_cls": False,
            "Global.text_score": 0.3,
            "Det.limit_type": "max",  # boxes are found on a smaller copy: twice as fast, and as exact
            "Det.limit_side_len": 1200,
            "Rec.rec_batch_num": 1,  # lines differ in length: batches would be padded
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def _read_rapid(reader: Any, image: Image) -> list[Run]:
    found = reader(image[:, :, None].repeat(3, axis=2))
    if found.boxes is None:
        return []
    return [
        Run(float(x0), float(top), float(x1), float(bottom), text.strip(), float(score) ** STRICTER)
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        for (x0, top), (x1, bottom) in [(box.min(axis=0), box.max(axis=0))]
        if text.strip()
    ]


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
