"""Accents that are drawn as glyphs of their own, over or beside their letters: "atencio´n" is "atención"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from extractor.read.pages.frame import Rect

MARKS = {"´": "\u0301", "ˊ": "\u0301", "˜": "\u0303", "¨": "\u0308"}
_SIGNS = "".join(MARKS)
_DRAWN = re.compile(rf"([^\W\d_]?)([{_SIGNS}])([^\W\d_]?)([^\W\d_]?)")
_QUOTES = re.compile(rf"(?<!\S)[{_SIGNS}](?![aeiouAEIOU])")  # so stands no accent
_PARTED = re.compile(r"\b([ÁÉÍÓÚÜÑ]) (?=[a-záéíóúüñ])")  # a wide accent over a first letter leaves a gap
_LOOSE = re.compile(rf"(?<![^\W\d_])[{_SIGNS}]|[{_SIGNS}](?![^\W\d_])")  # not within a word
_LINE = re.compile(r"[^\r\n]+")


def with_accents_moved(text: str, box_of: Callable[[int], Rect]) -> str:
    """The text of a page with accents put on their letters that were drawn after their line, blanks in their stead.

    `box_of` gives the place of each character. An accent that stands next to its letter in the text, or over none, is
    left where it is.
    """
    if not _LOOSE.search(text):
        return text
    letters = list(text)
    lines = [match.span() for match in _LINE.finditer(text)]
    for number, (start, end) in enumerate(lines):
        signs = list(_LOOSE.finditer(text, start, end))
        above = lines[number - 1][0] if number and signs else start  # an accent over a capital is a line of its own
        boxes = {at: box_of(at) for at in range(above, end) if signs and text[at].isalpha()}
        for sign in signs:
            at = _letter_below(box_of(sign.start()), boxes)
            made = _with_mark(_dotted(letters[at]), sign.group()) if at is not None else ""
            if at is not None and made and not {sign.start() - 1, sign.start() + 1} & {at}:
                letters[at], letters[sign.start()] = made, " "
    return "".join(letters)


def _letter_below(sign: Rect, letters: dict[int, Rect]) -> int | None:
    """Which letter an accent stands over: the one whose middle is nearest, if it is near enough and at its height."""
    middle = (sign.x0 + sign.x1) / 2
    over = {
        at: abs((box.x0 + box.x1) / 2 - middle)
        for at, box in letters.items()
        if box.x0 - 1 < middle < box.x1 + 1 and box.top - (box.bottom - box.top) < sign.bottom < box.bottom
    }
    return min(over, key=lambda at: over[at], default=None)


def _dotted(letter: str) -> str:
    return "i" if letter == "ı" else letter


def with_accents(text: str) -> str:
    """The text with such accents put on their letters; apostrophes and quotes are left alone."""
    if not any(sign in text for sign in MARKS) or _QUOTES.search(text):
        return text
    return _PARTED.sub(r"\1", _DRAWN.sub(_composed, text))


def _composed(match: re.Match[str]) -> str:
    before, sign, after, then = match.groups()
    if after.isupper() and then.islower():  # O´Higgins
        return match[0]
    over, under = _with_mark(before, sign), _with_mark(_dotted(after), sign)
    if under and (not over or "i" in (before, after) or after == "ı"):  # an accent begins before so narrow a letter
        return f"{before}{under}{then}"
    return f"{over}{after}{then}" if over else match[0]


def _with_mark(letter: str, sign: str) -> str:
    """The letter with an accent, "" if Spanish has none such."""
    made = unicodedata.normalize("NFC", letter + MARKS[sign]) if letter else ""
    return made if made in "áéíóúÁÉÍÓÚñÑüÜ" else ""


__all__ = ["with_accents", "with_accents_moved"]
