"""A letter's own number: kind of document, number sign, number and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules.words import fold

_VALUE = re.compile(r"[\w.&()°º]+(?:\s?[-–—/]+\s?[\w.&()]+)*")
_DASH = re.compile(r"\s*[-–—]+\s*")
_SLASH = re.compile(r"\s*/+\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MARK = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"([-/])")
_LETTERS_AND_ZEROS = re.compile(r"0*[^\W\d_][^\W1-9_]*")
LONG_MARK = 3  # letters: behind a shorter one "I" may begin the next word
MAX_BEFORE = 12  # characters that may stand before the number in its line


def read_number(text: str, pattern: re.Pattern[str]) -> str | None:
    """The document number in a head line as "OFICIO N° 605-2011-X/Y", sign and blanks made even; None without one."""
    match = pattern.search(fold(text))
    if match is None or match.start() > MAX_BEFORE:
        return None
    value = _VALUE.match(text, match.end())
    if value is None or not any(char.isdigit() for char in value.group()):
        return None
    kind = " ".join(text[match.start("kind") : match.end("kind")].split())
    extra = " ".join(text[match.start("extra") : match.end("extra")].split())
    if extra != extra.upper():
        return None
    sign = "N°" if match.group("sign") or ":" not in match.group() else ""
    number = _SLASH.sub("/", _DASH.sub("-", value.group())).strip(".-/ ")
    return " ".join(part for part in (kind, extra, sign, number) if part)


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


def years_of(number: str | None) -> list[int]:
    """The years a document number may carry."""
    return [int(year) for year in _YEAR.findall(number or "")]


def marks_of(number: str | None) -> list[str]:
    """The marks of the issuing office in a document number, in order, folded."""
    if not number:
        return []
    figure = re.search(r"\d", number)
    return _MARK.findall(fold(number[figure.start() :] if figure else number))
