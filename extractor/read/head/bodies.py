"""Which body and which of its offices wrote a letter, from its letterhead, number, sender and signature."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from extractor.read.head.country import country_of
from rules.models import Body, Pack
from rules.words import Match, Phrases, fold, read_words

ENOUGH = 2.0  # weight below which a body is unknown
LEAD = 0.5  # weight by which it has to lead
MISREAD = 86  # likeness (0..100) from which a misread name is taken for the name
MISREAD_WORD = 80  # and that each of its words has to have: "Ministerio de …" alone makes any two ministries alike
SHORT_WORD = 4  # letters: shorter words do not tell bodies apart
MAX_NAME = 300  # characters of a text in which a name is looked for
LONG_NAME = 12  # characters: shorter names are not looked for misread
WEAK = 0.4  # share of its weight that a name in two or three letters keeps, or one with a place nobody knows
ACRONYM = 3  # letters: a shorter name may be noise, or another's
MANY = 3  # bodies side by side are a list of them
_NUMERAL = re.compile(r"[IVXL]+|\W*|.*\d.*")
_WORD = re.compile(r"[^\W_]+")
_HOLE = re.compile(r"\{(place|number|roman)\}")
_HOLES = {
    "place": r"(?P<place{}>[^\W\d_][^|;()\d]{{0,90}}?)",
    "number": r"(?P<number{}>\d{{1,4}})",
    "roman": r"(?P<roman{}>[ivxl]{{1,6}})",
}
_END = r"(?=\s*(?:$|[|;(]|\s[-–]\s))"


@dataclass(frozen=True, slots=True)
class AuthorHint:
    """A text of the letter that may name its author, and how much it says."""

    text: str
    weight: float
    place: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """The body that a letter is by: how much speaks for it, how far it leads, where it is named."""

    body: str
    weight: float
    lead: float
    places: frozenset[str]
    marks: float


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

    def search(self, folded: str) -> re.Match[str] | None:
        return self.pattern.search(folded) if self.word in folded else None

    def is_nearly(self, folded: str) -> bool:
        """Does the text begin with the template's fixed words, a few letters misread?"""
        long = len(self.fixed) >= LONG_NAME and len(folded) >= len(self.fixed)
        return long and fuzz.ratio(self.fixed, folded[: len(self.fixed)], score_cutoff=MISREAD) > 0


class Bodies:
    """A pack's bodies, compiled for recognition."""

    def __init__(self, pack: Pack) -> None:
        self._country = country_of(pack)
        self._particles = {fold(word) for word in pack.reading.particles}
        names = [(name, body.id) for body in pack.bodies for name in _names(body)]
        self._names = Phrases(names, stem=False)
        self._acronyms = {fold(name) for name, _ in names if name.isupper() and " " not in name}
        self._long_names = [(fold(name), body) for name, body in names if len(name) >= LONG_NAME]
        self._units = [
            _template(body.id, unit.name, text)
            for body in pack.bodies
            for unit in body.units
            for text in (unit.pattern, *unit.written)
        ]
        texts = [*(name for name, _ in names), *(mark for body in pack.bodies for mark in body.numbers)]
        texts += [text for body in pack.bodies for unit in body.units for text in (unit.pattern, *unit.written)]
        self._capitals = {word for text in texts for word in text.split() if word.isupper()}
        self._by_word: dict[str, list[UnitTemplate]] = defaultdict(list)
        for unit in self._units:
            self._by_word[unit.word].append(unit)
        written = {(body.id, mark.upper()) for body in pack.bodies for mark in body.numbers}
        self._written_marks = sorted(written, key=lambda pair: (-len(pair[1]), pair))
        self.all_marks = frozenset(mark for body in pack.bodies for mark in body.numbers)
        self._marks: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for owner, mark in ((body.id, _split(text)) for body in pack.bodies for text in body.numbers):
            self._marks[mark[0]].append((mark, owner))

    def institution(self, sources: Sequence[AuthorHint], marks: Sequence[str]) -> Author | None:
        """The body that most speaks for; None if nothing does, or two do alike. Misread names are a second try."""
        marked = self._marked(marks)
        return self._heaviest(sources, self._named_in, marked) or self._heaviest(sources, self._misread_in, marked, 0.9)

    def body_in(self, text: str, weight: float) -> str | None:
        """The one body that a text names."""
        author = self.institution([AuthorHint(text, weight)], ())
        return author.body if author else None

    def _heaviest(
        self,
        sources: Sequence[AuthorHint],
        named_in: Callable[[str], Mapping[str, float]],
        marked: Mapping[str, float],
        sure: float = 1.0,
    ) -> Author | None:
        weights = defaultdict(float, marked)
        places: dict[str, set[str]] = defaultdict(set)
        for body in marked:
            places[body].add("number")
        named = [(source, named_in(source.text)) for source in sources]
        listed = len({body for source, found in named for body in found if source.place == "letterhead"}) >= MANY
        for source, found in named:
            for body, strength in found.items():
                weights[body] += (min(source.weight, 3.0) if listed else source.weight) * strength
                places[body].add(source.place)
        ranked = sorted(((weight, body) for body, weight in weights.items()), reverse=True)
        if not ranked or ranked[0][0] < ENOUGH:
            return None
        lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else ranked[0][0]
        if lead < LEAD or (listed and not places[ranked[0][1]] - {"letterhead"}):
            return None
        body = ranked[0][1]
        return Author(body, ranked[0][0] * sure, lead, frozenset(places[body]), marked.get(body, 0.0))

    def _named_in(self, text: str) -> dict[str, float]:
        """The bodies that a text names, and how surely: 1 by a full name, less by two letters or an unknown place."""
        text = text[:MAX_NAME]
        words = read_words(text)
        hits = self._names.find(words)
        named: dict[str, float] = {}
        for hit in hits:
            if not any(_covers(other, hit) for other in hits):
                named[hit.label] = max(named.get(hit.label, 0.0), _strength(text[hit.start : hit.end]))
        folded = fold(text)
        likely = (unit for word in set(words.plain.split()) for unit in self._by_word.get(word, ()))
        for unit in likely:
            match = unit.pattern.search(folded)
            if match:
                named[unit.body] = max(named.get(unit.body, 0.0), self._unit_strength(unit, match, text))
        return {body: strength for body, strength in named.items() if strength}

    def _unit_strength(self, unit: UnitTemplate, match: re.Match[str], text: str) -> float:
        places = [text[slice(*match.span(key))] for key in match.groupdict() if key.startswith("place")]
        if self._country.has_places and any(not self._country.knows(place) for place in places):
            return 0.0 if len(unit.fixed) <= ACRONYM else WEAK * 2
        return 1.0

    def is_specific(self, body: str, texts: Iterable[str]) -> bool:
        """Is an office named that only this country's body has: by an acronym of its own, or with a known place?"""
        for text in texts:
            folded = fold(text[:MAX_NAME])
            for unit in self._units:
                match = unit.search(folded) if unit.body == body else None
                if match is None:
                    continue
                places = [text[slice(*match.span(key))] for key in match.groupdict() if key.startswith("place")]
                if places and self._country.has_places:
                    if any(self._country.knows(place) for place in places):
                        return True
                elif unit.is_acronym:
                    return True
        return any(self._names_acronym(body, text) for text in texts)

    def _names_acronym(self, body: str, text: str) -> bool:
        hits = self._names.find(read_words(text[:MAX_NAME]))
        printed = (text[hit.start : hit.end] for hit in hits if hit.label == body)
        return any(name.isupper() and fold(name) in self._acronyms and len(name) > ACRONYM for name in printed)

    def _misread_in(self, text: str) -> dict[str, float]:
        """The body whose long name the text nearly is, if it is one body's."""
        folded = fold(text)
        near = {body for name, body in self._long_names if _is_misread(name, folded[: len(name) + 2])}
        near |= {unit.body for unit in self._units if unit.is_nearly(folded)}
        return dict.fromkeys(near, 1.0) if len(near) == 1 else {}

    def marks(self, body: str | None) -> list[str]:
        """The marks of a body in document numbers, in capitals, long ones first."""
        return [mark for owner, mark in self._written_marks if owner == body]

    def _marked(self, marks: Sequence[str]) -> dict[str, float]:
        """Weights of the bodies whose marks the number carries; a short mark says little, a long one much."""
        found: dict[str, set[str]] = defaultdict(set)
        for at, first in enumerate(marks):
            for mark, body in self._marks.get(first, ()):
                if tuple(marks[at : at + len(mark)]) == mark:
                    found[body].add("".join(mark))
        return {body: min(3.5, sum(map(_mark_weight, own))) for body, own in found.items()}

    def unit(self, body: str | None, texts: Sequence[str]) -> str | None:
        """The office of `body` that the texts name: by its short name where it has one, else as written."""
        units = [unit for unit in self._units if unit.body == body]
        folded = [(text, fold(text[:MAX_NAME])) for text in texts]
        for unit in units:
            for text, plain in folded:
                match = unit.search(plain)
                if match:
                    return self._name(unit, match, text)
        for unit in units:
            for text, plain in folded:
                if unit.is_nearly(plain):
                    return self.calm(text)
        return None

    def _name(self, unit: UnitTemplate, match: re.Match[str], text: str) -> str:
        if not unit.name:
            return self.calm(text[match.start() : match.end()])
        holes = {key.rstrip("0123456789"): self.calm(text[slice(*match.span(key))]) for key in match.groupdict()}
        return " ".join(_HOLE.sub(lambda hole: holes.get(hole.group(1), ""), unit.name).split())

    def breaks_off(self, text: str) -> bool:
        """Does a name end at a particle, to go on in the next line?"""
        return fold(text).rpartition(" ")[2] in self._particles

    def calm(self, text: str) -> str:
        """Words in capitals as names; abbreviations and numerals stay."""
        text = text.strip(" .,-–:")
        if any(char.islower() for char in text):
            return text
        return " ".join(self._calm_word(word, index) for index, word in enumerate(text.split()))

    def _calm_word(self, word: str, index: int) -> str:
        if index and fold(word) in self._particles:
            return word.lower()
        return word if word in self._capitals or _NUMERAL.fullmatch(word) else word.capitalize()

    def names_body(self, text: str) -> bool:
        """Does the text hold the name of a body or of one of its units?"""
        return bool(self._named_in(text))


@cache
def bodies_of(pack: Pack) -> Bodies:
    """Compile the pack's bodies."""
    return Bodies(pack)


def _is_misread(name: str, folded: str) -> bool:
    """Is the text the name with a few letters misread, and not another body's name built alike?"""
    return fuzz.ratio(name, folded, score_cutoff=MISREAD) > 0 and all(
        fuzz.partial_ratio(word, folded, score_cutoff=MISREAD_WORD) > 0
        for word in name.split()
        if len(word) >= SHORT_WORD
    )


def _strength(printed: str) -> float:
    """A name in two or three capitals may be another's; in small letters it is none."""
    if len(printed) > ACRONYM:
        return 1.0
    return WEAK if printed.isupper() else 0.0


def _mark_weight(mark: str) -> float:
    return 1.0 if len(mark) < ACRONYM else 1.5 if len(mark) == ACRONYM else 2.2


def _names(body: Body) -> Iterable[str]:
    return (body.name, *body.written, *(former.name for former in body.former))


def _split(mark: str) -> tuple[str, ...]:
    """The parts of a number's mark, as `marks_of` gives them; a mark without letters is one that never matches."""
    return tuple(re.findall(r"[^\W\d_]+", fold(mark))) or ("",)


def _covers(other: Match, hit: Match) -> bool:
    return other.first <= hit.first and other.last >= hit.last and other.last - other.first > hit.last - hit.first


def _template(body: str, name: str, text: str) -> UnitTemplate:
    parts = _HOLE.split(fold(text))
    regex = "".join(
        _HOLES[part].format(index) if index % 2 else re.escape(part).replace(r"\ ", r"[\s.:-]+")
        for index, part in enumerate(parts)
    )
    word = max(_WORD.findall(" ".join(parts[::2])), key=len, default="")
    pattern = re.compile(rf"(?<!\w){regex}{_END}")
    is_acronym = any(found.isupper() and len(found) > ACRONYM for found in _WORD.findall(_HOLE.sub("", text)))
    return UnitTemplate(body, name, pattern, word, parts[0].strip(), is_acronym)
