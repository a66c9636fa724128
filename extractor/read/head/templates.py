"""Templates of the names of offices: "Corte Superior de Justicia de {place}"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.read.head.settings import ACRONYM, LONG_NAME, MISREAD, MISREAD_WORD, NEARLY, ONE_WORD, SHORT_WORD
from rules.words import fold

HOLE = re.compile(r"\{(place|number|roman|any)\}")
_WORD = re.compile(r"[^\W_]+")
_HOLES = {
    "place": r"(?P<place{}>[^\W\d_][^|;()\d]{{0,90}}?)",
    "number": r"(?P<number{}>\d{{1,4}})",
    "roman": r"(?P<roman{}>[ivxl]{{1,6}})",
    "any": r"[^|;()]{{0,90}}?",
}
_END = r"(?=\s*(?:$|[|;()]|\s[-–]\s))"


@dataclass(frozen=True, slots=True)
class UnitTemplate:
    """A unit's name with its holes; `word` is its longest fixed word, `fixed` what stands before the first hole.

    `name` is the short name it is published by, "" if it has none.
    """

    body: str
    name: str
    pattern: re.Pattern[str]
    word: str
    fixed: str
    is_acronym: bool = False
    alone: bool = True  # does it name its body?

    def search(self, folded: str) -> re.Match[str] | None:
        return self.pattern.search(folded) if self.word in folded else None

    def is_nearly(self, folded: str) -> bool:
        """Does the text begin with the template's fixed words, a few letters misread?"""
        long = len(self.fixed) >= LONG_NAME and len(folded) >= NEARLY * len(self.fixed)
        return long and is_misread(self.fixed, folded[: len(self.fixed)])


def is_misread(name: str, folded: str) -> bool:
    """Is the text the name with a few letters misread, and not another body's name built alike?"""
    if fuzz.ratio(name, folded, score_cutoff=MISREAD) == 0:
        return False
    words, others = name.split(), folded.split()
    for word in (word for word in words if len(word) >= SHORT_WORD):
        if fuzz.partial_ratio(word, folded, score_cutoff=MISREAD_WORD) == 0:
            return False
        if len(words) == len(others) and max(fuzz.ratio(word, other) for other in others) < ONE_WORD:
            return False  # no blank was misread: "producción" is no "educación"
    return True


def template(body: str, name: str, text: str, alone: bool = True) -> UnitTemplate:
    parts = HOLE.split(fold(text))
    regex = "".join(
        _HOLES[part].format(index) if index % 2 else re.escape(part).replace(r"\ ", r"[\s.:-]+")
        for index, part in enumerate(parts)
    )
    word = max(_WORD.findall(" ".join(parts[::2])), key=len, default="")
    pattern = re.compile(rf"(?<!\w){regex}{_END}")
    is_acronym = any(found.isupper() and len(found) > ACRONYM for found in _WORD.findall(HOLE.sub("", text)))
    return UnitTemplate(body, name, pattern, word, parts[0].strip(), is_acronym, alone)


__all__ = ["ACRONYM", "HOLE", "LONG_NAME", "MISREAD", "UnitTemplate", "is_misread", "template"]
