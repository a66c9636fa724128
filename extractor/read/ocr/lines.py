"""Runs of print to lines like those of digital pages: in points, as high as their font, alike where they look alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from extractor.core.model import Box, Line
from extractor.read.ocr.runs import OcrRun
from extractor.read.ocr.settings import ALIKE, ASCENT, CAPITAL, DESCENT, SMALL_LETTER

_TALL = re.compile(r"[^\W_a-záéíóúüñ]")
_SMALL = re.compile(r"[a-záéíóúüñ]")
# What engines make of the sign in "N° 12": only between a capital N and a number, where nothing else is written.
_NUMBER_SIGN = re.compile(r"\bN(?:[YyPpVv]?[°º*?”“\"'’‘%»®]{1,2}(?=\s*\d|\s*$)|[o0](?=\s+\d))")
_SPLIT_YEAR = re.compile(
    r"(?<![\d.,])(?:(201|191) (?=\d(?!\d))|(20[01]|19\d) (?=1(?!\d)))"
)  # a 1 stands in wide blanks
_ORDINAL = re.compile(r"^(\d{1,2})[*?”“\"'](?=\s+[^\W\d_])")  # "1° Se capacitó": a list's number
_ZERO_IN_WORD = re.compile(r"\b(?=[^\W\d_]{0,12}0[^\W\d_]{0,12}\b)(?=\w{5})([^\W\d_]{2,})0(\w*)\b")  # "OFICI0"
_BULLET = re.compile(r"^[»«¢©>]\s+(?=\w)")


def to_lines(runs: Sequence[OcrRun], scale: float, page: int) -> list[Line]:
    """Return the runs as lines of this page; `scale` is points a pixel."""
    sizes = [_size(run) for run in runs]
    common = median(sizes) if sizes else 0.0
    return [_line(run, common if abs(size - common) < ALIKE * common else size, scale, page)
            for run, size in zip(runs, sizes, strict=True)]  # fmt: skip


def _line(run: OcrRun, size: float, scale: float, page: int) -> Line:
    top, bottom = run.bottom - ASCENT * size, run.bottom + DESCENT * size
    box = Box(run.x0 * scale, top * scale, run.x1 * scale, bottom * scale)
    return Line(page, box, repair(run.text), round(size * scale, 1), confidence=round(run.confidence, 3))


def _size(run: OcrRun) -> float:
    """The font size that gives letters such as these their height."""
    is_tall = len(_TALL.findall(run.text)) > len(_SMALL.findall(run.text))
    return (run.bottom - run.top) / (CAPITAL if is_tall else SMALL_LETTER)


def repair(text: str) -> str:
    """Put right what engines misread and print cannot mean otherwise: "N° 1", "1°", bullets, "201 1", "OFICI0"."""
    text = _SPLIT_YEAR.sub(lambda match: match[1] or match[2], _NUMBER_SIGN.sub("N°", " ".join(text.split())))
    text = _ZERO_IN_WORD.sub(lambda word: f"{word[1]}{'O' if word[1].isupper() else 'o'}{word[2]}", text)
    return _BULLET.sub("• ", _ORDINAL.sub(r"\1°", text))
