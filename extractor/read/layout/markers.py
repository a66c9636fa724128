"""List markers: "1." "1)" "1.-" "1.2" "a)" "A." "iv." "(2)" "•" "➢" "-" other signs, private-use ones, ticked boxes."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category, decomposition

from extractor.read.layout.settings import SURE_DIGITS

_BULLETS = "•●▪■◦○‣➢➤►▶✓✔·❖◆◊□\u2043\u2219\uf000-\uf0ff"
UNTICKED, TICKED = "☐", "☑☒"
_TICKS = UNTICKED + TICKED
_MARKER = re.compile(
    rf"""(?:
      (?P<tick>[{_TICKS}])\s*(?!.*[{_TICKS}])
    | (?P<bullet>[{_BULLETS}])\s*
    | (?P<dash>[-–—*+«»oeØ§¤~¾qvüèàð]|[-=]?>{{1,2}})\s+
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})[.)]?-?\s+(?=\S)
    | \(?(?P<number>\d{{1,4}})(?:[.]-|[.)°º]-?|-\s|\s?-\s)(?:\s+|(?=[^\W\d_]|["“¿]))
    | \(?(?P<roman>[ivx]{{1,5}}|[IVX]{{1,5}})(?:[.)]-?|\s?[-–](?=\s))\s*(?=\S)
    | \(?(?P<letter>[a-zñA-ZÑ])(?:[)]-?|[.]-?(?=\s)|[.]-)\s*(?=\S)
    )""",
    re.VERBOSE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


def is_unticked(marker: str, text: str) -> bool:
    """Is this item's box left empty, in a text that ticks others? Empty boxes alone may be bullets."""
    return marker == UNTICKED and any(tick in text for tick in TICKED)


class Marker(NamedTuple):
    """`text` is the marker as printed, `style` its kind, `value` its place in the sequence (0 for bullets)."""

    text: str
    end: int
    style: str
    value: int
    certain: bool


def read_marker(text: str) -> Marker | None:
    """The list marker at the start of a line, if there is one."""
    match = _MARKER.match(text)
    if match is None and _is_sign(text):
        return Marker(text[0], len(text) - len(text[1:].lstrip()), text[0], 0, True)
    if match is None or match.end() == len(text):
        return None
    style = match.lastgroup or ""
    word = match.group(style)
    printed = match.group().strip()
    if style == "tick":
        return Marker(printed, match.end(), _TICKS, 0, True)
    if style in ("bullet", "dash"):
        return Marker(printed, match.end(), word, 0, style == "bullet")
    if style == "decimal":
        parts = word.split(".")
        return Marker(printed, match.end(), f"decimal{len(parts)}", int(parts[-1]), True)
    if style == "number":
        return Marker(printed, match.end(), "number" + _tail(printed), int(word), len(word) <= SURE_DIGITS)
    case = "A" if word.isupper() else "a"
    if style == "roman":
        return Marker(printed, match.end(), "roman" + case, _roman(word.lower()), len(word) > 1)
    return Marker(printed, match.end(), "letter" + case, ord(word.lower()) - ord("a") + 1, True)


def _is_sign(text: str) -> bool:
    """Does a text begin with a sign, set apart from it, that stands for no letters and is no unit's?"""
    return (
        category(text[:1] or " ") in ("So", "Sm", "Co")
        and text[0] not in "°±█"  # the last stands for what is hidden
        and not decomposition(text[0])
        and text[1:2].isspace()
        and bool(text[1:].strip())
    )


def _tail(printed: str) -> str:
    return printed.lstrip("(0123456789")[:1]


def _roman(word: str) -> int:
    values = [_ROMAN[char] for char in word]
    return sum(-a if b > a else a for a, b in zip(values, [*values[1:], 0], strict=True))


def as_letter(marker: Marker) -> Marker:
    """A roman "i)" or "v)" read as a letter, as in the list "a) … h) i)"."""
    char = marker.text.strip("().-–° ")[:1]
    return marker._replace(style=f"letter{'A' if char.isupper() else 'a'}", value=ord(char.lower()) - ord("a") + 1)
