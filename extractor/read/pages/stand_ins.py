"""Text that a file has stand in for what a page shows ("ActualText"): PDFium gives it instead of what the glyphs say.

For a hyphen at a line's end, or a ligature, it says the same. Where it says something else, what is seen is the letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pypdfium2.raw as raw

from extractor.read.pages.suspicion import ACTUAL_TEXT
from extractor.read.pages.text import TextReader


def take_away(items: Iterable[raw.FPDF_PAGEOBJECT]) -> None:
    """Take off the texts that stand in for some of a page's."""
    for item in items:
        for index in range(raw.FPDFPageObj_CountMarks(item)):
            raw.FPDFPageObjMark_RemoveParam(item, raw.FPDFPageObj_GetMark(item, index), ACTUAL_TEXT)


def truer(given: TextReader, own: TextReader) -> TextReader:
    """The reader of what the glyphs say themselves, if that differs and is known; else the one of what is given."""
    if _letters(own.given) == _letters(given.given):
        return given
    return own if _unknown(own) <= _unknown(given) else given


def _unknown(reader: TextReader) -> int:
    return reader.unknown_letters() + reader.lost_letters()


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if char.isalnum())


__all__ = ["take_away", "truer"]
