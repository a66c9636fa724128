"""Which body and which of its offices wrote a letter, from its letterhead, number, sender and signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from rules.models import Body, Pack
from rules.words import Phrases, fold, read_words

ENOUGH = 1.5  # weight below which a body is unknown
LEAD = 0.5  # weight by which it has to lead
MISREAD = 86  # likeness (0..100) from which a misread name is taken for the name
_HOLE = re.compile(r"\{(place|number|roman)\}")
_HOLES = {
    "place": r"(?P<place{}>[^\W\d_][^|;()\d]{{0,90}}?)",
    "number": r"(?P<number{}>\d{{1,4}})",
    "roman": r"(?P<roman{}>[ivxl]{{1,6}})",
}
_END = r"(?=\s*(?:$|[|;(]|\s-\s*$))"


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the letter that may name its author, and how much it says."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class UnitTemplate:
    body: str
    pattern: re.Pattern[str]
    fixed: str  # the words before the first hole, folded


class Bodies:
    """A pack's bodies, compiled for recognition."""

    def __init__(self, pack: Pack) -> None:
        self._particles = {fold(word) for word in pack.reading.particles}
        self._names = Phrases(((name, body.id) for body in pack.bodies for name in _names(body)), stem=False)
        self._long_names = [(fold(name), body.id) for body in pack.bodies for name in _names(body) if len(name) > 12]
        self._units = [_template(body.id, text) for body in pack.bodies for unit in body.units for text in _texts(unit)]
        self._marks = [(tuple(_split(mark)), body.id) for body in pack.bodies for mark in body.numbers]

    def institution(self, sources: Iterable[Source], marks: Sequence[str]) -> str | None:
        """The body that most speaks for; None if nothing does, or two do alike."""
        weights: Counter[str] = Counter()
        for source in sources:
            for body in self._named_in(source.text):
                weights[body] += source.weight  # type: ignore[assignment]
        for body, weight in self._marked(marks).items():
            weights[body] += weight  # type: ignore[assignment]
        ranked = weights.most_common(2)
        if not ranked or ranked[0][1] < ENOUGH:
            return None
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < LEAD:
            return None
        return ranked[0][0]

    def _named_in(self, text: str) -> set[str]:
        hits = self._names.find(read_words(text))
        named = {hit.label for hit in hits if not any(_covers(other, hit) for other in hits)}
        folded = fold(text)
        named |= {unit.body for unit in self._units if unit.pattern.search(folded)}
        return named or self._misread_in(folded)

    def _misread_in(self, folded: str) -> set[str]:
        """The body whose long name the text nearly is, if it is one body's."""
        if len(folded) < 10:
            return set()
        near = {body for name, body in self._long_names if fuzz.ratio(name, folded[: len(name) + 2]) >= MISREAD}
        near |= {unit.body for unit in self._units if _nearly(unit, folded)}
        return near if len(near) == 1 else set()

    def _marked(self, marks: Sequence[str]) -> dict[str, float]:
        """Weights of the bodies whose marks the number carries; a short mark says little, a long one much."""
        weights: dict[str, float] = {}
        for mark, body in self._marks:
            if any(tuple(marks[at : at + len(mark)]) == mark for at in range(len(marks))):
                weight = 1.0 if len("".join(mark)) < 3 else 2.0
                weights[body] = max(weights.get(body, 0.0), weight)
        return weights

    def unit(self, body: str | None, texts: Sequence[str]) -> str | None:
        """The office of `body` that the first of `texts` to do so names, as written but not in capitals throughout."""
        units = [unit for unit in self._units if unit.body == body]
        joined = list(_joined(texts, self._particles))
        for unit in units:
            for text in joined:
                match = unit.pattern.search(fold(text))
                if match:
                    return self.calm(text[match.start() : match.end()])
        for unit in units:
            for text in joined:
                if _nearly(unit, fold(text)):
                    return self.calm(text)
        return None

    def calm(self, text: str) -> str:
        """Words in capitals as names; abbreviations and numerals stay."""
        text = text.strip(" .,-–:")
        if any(char.islower() for char in text):
            return text
        return " ".join(self._calm_word(word, index) for index, word in enumerate(text.split()))

    def _calm_word(self, word: str, index: int) -> str:
        if index and fold(word) in self._particles:
            return word.lower()
        is_name = any(char in "AEIOUÁÉÍÓÚ" for char in word) and len(word) > 3 and not _ABBREVIATION.search(word)
        return word.capitalize() if is_name else word

    def names_body(self, text: str) -> bool:
        """Does the text hold a body's name?"""
        return bool(self._names.find(read_words(text)))


_ABBREVIATION = re.compile(r"^(?:DIR|DIV|DEP|UGEL|DRE|DIGEMIN|[IVXL]+$)|\d")


@cache
def bodies_of(pack: Pack) -> Bodies:
    """Compile the pack's bodies."""
    return Bodies(pack)


def _names(body: Body) -> Iterable[str]:
    return (body.name, *body.written, *(former.name for former in body.former))


def _texts(unit: object) -> Iterable[str]:
    return (unit.pattern, *unit.written)  # type: ignore[attr-defined]


def _split(mark: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(mark))


def _covers(other: object, hit: object) -> bool:
    o, h = other, hit
    return o is not h and o.first <= h.first and o.last >= h.last and o.last - o.first > h.last - h.first  # type: ignore[attr-defined]


def _template(body: str, text: str) -> UnitTemplate:
    parts = _HOLE.split(fold(text))
    regex = "".join(
        _HOLES[part].format(index) if index % 2 else re.escape(part).replace(r"\ ", r"[\s.:-]+")
        for index, part in enumerate(parts)
    )
    return UnitTemplate(body, re.compile(rf"(?<!\w){regex}{_END}"), parts[0].strip())


def _nearly(unit: UnitTemplate, folded: str) -> bool:
    fixed = unit.fixed
    return len(fixed) >= 12 and len(folded) >= len(fixed) and fuzz.ratio(fixed, folded[: len(fixed)]) >= MISREAD


def _joined(texts: Sequence[str], particles: set[str]) -> Iterable[str]:
    """The texts, each with the next one if it breaks off at a particle."""
    for index, text in enumerate(texts):
        last = fold(text).split()[-1:]
        if last and last[0] in particles and index + 1 < len(texts):
            yield f"{text} {texts[index + 1]}"
        else:
            yield text
