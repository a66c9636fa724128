"""The names of bodies' offices as letters print them, and how they are published: "Corte Superior de Justicia de X"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from extractor.read.head.country import Country
from extractor.read.head.settings import MAX_NAME
from extractor.read.head.templates import HOLE, UnitTemplate, template
from rules.models import Body, Pack
from rules.words import Phrases, fold, read_words

_NUMERAL = re.compile(r"[IVXL]+|\W*|.*\d.*")


def names_of(body: Body) -> Iterable[str]:
    """All names of a body: its own, others that letters print, those that it had."""
    return (body.name, *body.written, *(former.name for former in body.former))


class Offices:
    """The offices of a pack's bodies, compiled. `units` sign letters; `heads` only stand above them on the paper."""

    def __init__(self, pack: Pack, names: Phrases, country: Country) -> None:
        self._names, self._country = names, country
        self._own_names = {fold(name) for body in pack.bodies for name in names_of(body)}
        self._particles = {fold(word) for word in pack.reading.particles}
        self._capitals = _capitals(pack)
        self.heads = [template(body.id, "", text) for body in pack.bodies for text in body.offices]
        self.units = [
            template(body.id, unit.name, text, unit.alone)
            for body in pack.bodies
            for unit in body.units
            for text in (unit.pattern, *unit.written)
        ]
        self._units_by_word, self._heads_by_word = _by_word(self.units), _by_word(self.heads)

    def with_words(self, words: Iterable[str], *, heads: bool) -> Iterator[UnitTemplate]:
        """The units, and with `heads` what heads papers, whose own word is one of these."""
        tables = (self._units_by_word, self._heads_by_word) if heads else (self._units_by_word,)
        return (unit for word in words for table in tables for unit in table.get(word, ()))

    def named(self, body: str | None, texts: Sequence[str]) -> str | None:
        """The office of `body` that the texts name: by its short name where it has one, else as written."""
        units = [unit for unit in self.units if unit.body == body]
        folded = [(text, fold(text[:MAX_NAME])) for text in texts]
        for unit in units:
            for text, plain in folded:
                if found := self._named_by(unit, text, plain):
                    return found
        nearly = ((unit, text) for unit in units for text, plain in folded if unit.is_nearly(plain))
        return next((self._short(unit) or self.calm(text) for unit, text in nearly), None)

    @staticmethod
    def _short(unit: UnitTemplate) -> str:
        """The short name of a unit that there is but one of."""
        return "" if HOLE.search(unit.name) else unit.name

    def on_paper(self, body: str, letterhead: Sequence[str]) -> str | None:
        """The same of a letterhead: the lowest office signs, and a place stands in the line of the body above it."""
        units = [unit for unit in self.units if unit.body == body]
        offices = [unit for unit in self.heads if unit.body == body]
        lowest = letterhead[:: 1 if self._ascends(body, letterhead, units) else -1]
        for text in lowest:
            if found := self._unit_in(text, units):
                return found
        for text in lowest:
            if office := self._unit_in(text, offices):
                placed = (self._unit_in(f"{text} {place}", units) for place in self.places_in(letterhead))
                return next(filter(None, placed), office)
        return self.named(body, letterhead)

    def _ascends(self, body: str, letterhead: Sequence[str], units: Sequence[UnitTemplate]) -> bool:
        """Does an office stand above a line that ends with the body whose it is: "DISA II – Ministerio de Salud"?"""
        offices = [number for number, text in enumerate(letterhead) if self._unit_in(text, units)]
        hits = ((number, hit) for number, text in enumerate(letterhead) for hit in self._names.find(read_words(text)))
        named = [(number, hit.start) for number, hit in hits if hit.label == body]
        return len(offices) > 1 and len(named) == 1 and named[0][0] == offices[-1] and named[0][1] > 0

    def _unit_in(self, text: str, units: Sequence[UnitTemplate]) -> str | None:
        """The unit that a text names, its fixed words misread if need be."""
        plain = fold(text[:MAX_NAME])
        exact = (self._named_by(unit, text, plain) for unit in units)
        mended = ((unit, unit.fixed + text[len(unit.fixed) :]) for unit in units if unit.is_nearly(plain))
        nearly = (self._named_by(unit, said, fold(said[:MAX_NAME])) for unit, said in mended)
        return next(filter(None, chain(exact, nearly)), None)

    def _named_by(self, unit: UnitTemplate, text: str, plain: str) -> str | None:
        match = unit.search(plain)
        return self._name(unit, match, text) if match and match.group() not in self._own_names else None

    def places_in(self, texts: Iterable[str]) -> Iterator[str]:
        """The places that the names of offices hold: "Gobierno Regional de {place}"."""
        for text in texts:
            for unit in self.units:
                match = unit.search(fold(text[:MAX_NAME]))
                for key in match.groupdict() if match else ():
                    place = text[slice(*match.span(key))] if match else ""
                    if key.startswith("place") and self._country.knows(place):
                        yield place

    def _name(self, unit: UnitTemplate, match: re.Match[str], text: str) -> str:
        if not unit.name:
            return self.calm(text[match.start() : match.end()])
        holes = {key.rstrip("0123456789"): self.calm(text[slice(*match.span(key))]) for key in match.groupdict()}
        return " ".join(HOLE.sub(lambda hole: holes.get(hole.group(1), ""), unit.name).split())

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


def _capitals(pack: Pack) -> set[str]:
    """The words that the pack writes in capitals alone: acronyms."""
    texts = [text for body in pack.bodies for text in (*names_of(body), *body.numbers)]
    texts += [text for body in pack.bodies for unit in body.units for text in (unit.pattern, *unit.written)]
    printed = {word for text in texts for word in text.split()}
    return {word for word in printed if word.isupper()} - {word.upper() for word in printed if not word.isupper()}


def _by_word(units: Iterable[UnitTemplate]) -> dict[str, list[UnitTemplate]]:
    found: dict[str, list[UnitTemplate]] = defaultdict(list)
    for unit in units:
        found[unit.word].append(unit)
    return found


__all__ = ["Offices", "names_of"]
