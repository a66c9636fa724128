"""The marks of offices and the years in a document's number, and what OCR misreads in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.read.head.settings import LONG_MARK
from rules.words import fold

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
MARK = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+")
_COUNTED = re.compile(r"[-–/]\d{3,6}(?!\d)")  # behind the year
_BETWEEN = re.compile(r"([-/])")
_LETTERS_AND_ZEROS = re.compile(r"0*[^\W\d_][^\W1-9_]*")


def mend_marks(number: str, marks: Iterable[str]) -> str:
    """Put right what OCR misread in a number: a zero among letters, a stroke read as "I" behind a mark of the body."""
    figure = re.search(r"\d+", number)
    if figure is None:
        return number
    parts = _BETWEEN.split(number[figure.end() :])
    mended = [part.replace("0", "O") if _LETTERS_AND_ZEROS.fullmatch(part) else part for part in parts]
    return number[: figure.end()] + "".join(_with_stroke(part, marks) for part in mended)


def _with_stroke(part: str, marks: Iterable[str]) -> str:
    for mark in marks:
        rest = part[len(mark) + 1 :]
        is_long = len(mark) >= LONG_MARK or rest.startswith(mark)
        if is_long and len(rest) > 1 and part.startswith((f"{mark}I", f"{mark}l", f"{mark}|")):
            return f"{mark}/{rest}"
    return part


def years_of(text: str | None) -> list[int]:
    """The years that a text names."""
    return [int(year) for year in YEAR.findall(text or "")]


def years_of_number(number: str | None) -> list[int]:
    """The years a document number may carry: its first figure counts, "N° 1961-14-AB", but in "2014-0456-AB"."""
    first = _FIGURE.search(number or "")
    if number is None or first is None or not YEAR.fullmatch(first.group()):
        return years_of(number)
    return years_of(number if _COUNTED.match(number, first.end()) else number[first.end() :])


def marks_of(number: str | None) -> list[str]:
    """The marks of the issuing office in a document number, in order, folded."""
    if not number:
        return []
    figure = re.search(r"\d", number)
    return MARK.findall(fold(number[figure.start() :] if figure else number))
