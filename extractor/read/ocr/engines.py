"""The engines that read print from an image: each a module of this room, named in `ENGINES`.

Such a module holds `PACKAGE`, what it comes with, and `make() -> Engine | None`: None where it is not installed. What
it reads by is a function of image to printed runs; it raises `EngineFailed` where it cannot. Engines see upright,
straightened images only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from extractor.core.errors import VeeduriaError
from extractor.read.ocr.runs import OcrRun

if TYPE_CHECKING:
    from extractor.read.ocr.image import Image

# name -> module, loaded when asked for; "auto" takes all that are there, in this order
ENGINES = {"rapidocr": "extractor.read.ocr.rapid", "tesseract": "extractor.read.ocr.tesseract"}


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to read an image. `name` holds engine, version and settings: results are cached under it."""

    name: str
    dpi: int
    read: Callable[[Image], list[OcrRun]]
    wants_bare: bool = False  # print without specks and rulings


class Maker(Protocol):
    """What a module of `ENGINES` holds."""

    PACKAGE: str

    def make(self) -> Engine | None:
        """Return the engine, None if it is not installed."""


class NoEngine(VeeduriaError):
    """The OCR engine asked for is not installed."""

    def __init__(self, mode: str) -> None:
        super().__init__(
            "The OCR engine {engine} is not available; it comes with the package {package}.",
            engine=mode,
            package=_maker(mode).PACKAGE,
        )


class EngineFailed(Exception):
    """An engine could not read one image; others may do."""


def modes() -> tuple[str, ...]:
    """Return what may be asked for: "auto", each engine by name, "off"."""
    return ("auto", *ENGINES, "off")


@cache
def engines(mode: str) -> tuple[Engine, ...]:
    """Return the engines of one of `modes`, the one to begin with first: for "auto" all there are, for "off" none.

    Raises:
        NoEngine: the engine asked for by name is not installed.
    """
    found = tuple(made for name in ENGINES if mode in ("auto", name) and (made := _maker(name).make()))
    if not found and mode not in ("auto", "off"):
        raise NoEngine(mode)
    return found


def _maker(name: str) -> Maker:
    return cast(Maker, import_module(ENGINES[name]))


def engine(mode: str) -> Engine | None:
    """Return the engine a mode begins with, None if it has none.

    Raises:
        NoEngine: the engine asked for by name is not installed.
    """
    return next(iter(engines(mode)), None)


def join(runs: list[OcrRun]) -> OcrRun:
    """Return runs side by side as one; its confidence is the mean by length."""
    letters = sum(len(run.text) for run in runs)
    return OcrRun(
        min(run.x0 for run in runs),
        min(run.top for run in runs),
        max(run.x1 for run in runs),
        max(run.bottom for run in runs),
        " ".join(run.text for run in runs),
        sum(run.confidence * len(run.text) for run in runs) / letters,
    )
