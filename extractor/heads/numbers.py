"""A letter's own number: kind of document, number sign, number and marks."""

from __future__ import annotations

import re

from rules.words import fold

_VALUE = re.compile(r"[\w.&()°º]+(?:\s?[-–—/]+\s?[\w.&()]+)*")
_DASH = re.compile(r"\s*[-–—]+\s*")
_SLASH = re.compile(r"\s*/+\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MARK = re.compile(r"[^\W\d_]+")
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


def years_of(number: str | None) -> list[int]:
    """The years a document number may carry."""
    return [int(year) for year in _YEAR.findall(number or "")]


def marks_of(number: str | None) -> list[str]:
    """The marks of the issuing office in a document number, in order, folded."""
    if not number:
        return []
    figure = re.search(r"\d", number)
    return _MARK.findall(fold(number[figure.start() :] if figure else number))
