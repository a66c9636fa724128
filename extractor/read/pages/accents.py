"""Accents that are drawn as glyphs of their own, over or beside their letters: "atencio´n" is "atención"."""

from __future__ import annotations

import re
import unicodedata

MARKS = {"´": "\u0301", "ˊ": "\u0301", "˜": "\u0303", "¨": "\u0308"}
_SIGNS = "".join(MARKS)
_DRAWN = re.compile(rf"([^\W\d_]?)([{_SIGNS}])([^\W\d_]?)([^\W\d_]?)")
_QUOTES = re.compile(rf"(?<!\S)[{_SIGNS}](?![aeiouAEIOU])")  # so stands no accent
_PARTED = re.compile(r"\b([ÁÉÍÓÚÜÑ]) (?=[a-záéíóúüñ])")  # a wide accent over a first letter leaves a gap


def with_accents(text: str) -> str:
    """The text with such accents put on their letters; apostrophes and quotes are left alone."""
    if not any(sign in text for sign in MARKS) or _QUOTES.search(text):
        return text
    return _PARTED.sub(r"\1", _DRAWN.sub(_composed, text))


def _composed(match: re.Match[str]) -> str:
    before, sign, after, then = match.groups()
    if after.isupper() and then.islower():  # O´Higgins
        return match[0]
    over, under = _with_mark(before, sign), _with_mark("i" if after == "ı" else after, sign)
    if under and (not over or "i" in (before, after) or after == "ı"):  # an accent begins before so narrow a letter
        return f"{before}{under}{then}"
    return f"{over}{after}{then}" if over else match[0]


def _with_mark(letter: str, sign: str) -> str:
    """The letter with an accent, "" if Spanish has none such."""
    made = unicodedata.normalize("NFC", letter + MARKS[sign]) if letter else ""
    return made if made in "áéíóúÁÉÍÓÚñÑüÜ" else ""


__all__ = ["with_accents"]
