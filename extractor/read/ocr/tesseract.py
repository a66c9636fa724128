"""Tesseract, a program of the operating system: more exact than what comes along, if it has the Spanish model."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from extractor.read.ocr.engines import Engine, EngineFailed, join
from extractor.read.ocr.runs import OcrRun
from extractor.read.ocr.settings import OCR_SECONDS, WIDE_GAP

if TYPE_CHECKING:
    from extractor.read.ocr.image import Image

LANGUAGE = "spa"
PACKAGE = f"tesseract-ocr-{LANGUAGE}"


def make() -> Engine | None:
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


def _read_tesseract(program: str, image: Image) -> list[OcrRun]:
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


def _runs(tsv: str) -> Iterator[OcrRun]:
    """Join tesseract's words to runs, cut where the gap between two words is that of columns."""
    for _, words in groupby(_words(tsv), key=lambda word: word[0]):
        line: list[OcrRun] = []
        for _, word in words:
            if line and word.x0 - line[-1].x1 > WIDE_GAP * max(word.bottom - word.top, line[-1].bottom - line[-1].top):
                yield join(line)
                line = []
            line.append(word)
        if line:
            yield join(line)


def _words(tsv: str) -> Iterator[tuple[tuple[str, ...], OcrRun]]:
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            x, y, width, height = map(float, cells[6:10])
            yield tuple(cells[1:5]), OcrRun(x, y, x + width, y + height, cells[11].strip(), float(cells[10]) / 100)
