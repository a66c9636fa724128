"""Which body and which of its offices wrote a letter, from its letterhead, number, sender and signature."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from extractor.read.head.addresses import Domains
from extractor.read.head.country import country_of
from extractor.read.head.roles import Roles
from extractor.read.head.settings import (
    ACRONYM,
    BODIES_ENOUGH,
    BODIES_LEAD,
    LONG_NAME,
    MANY,
    MAX_NAME,
    NOISE,
    NOISE_SHARE,
    OWN_ACRONYM,
    SENTENCE,
    WEAK,
)
from extractor.read.head.templates import HOLE, UnitTemplate, is_misread, template
from rules.models import Body, Pack
from rules.words import Match, Phrases, fold, read_words

_BRACKETED = re.compile(r"\s*\([a-z]{1,3}\)\s*$")  # "(e)", "(s)": who stands in for another
_PART = re.compile(r"[^,;|()\-–:.]*")
_NUMERAL = re.compile(r"[IVXL]+|\W*|.*\d.*")


@dataclass(frozen=True, slots=True)
class AuthorHint:
    """A text of the letter that may name its author, and how much it says.

    `signed`: only the body of who signs counts in it; `host`: it is the host of an address.
    """

    text: str
    weight: float
    place: str = ""
    signed: bool = False
    host: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """The body that a letter is by: how much speaks for it, how far it leads, where it is named.

    `whole`: it is named somewhere in full, without a place or owner that nobody knows.
    """

    body: str
    weight: float
    lead: float
    places: frozenset[str]
    marks: float
    whole: bool = True


class Bodies:
    """A pack's bodies, compiled for recognition."""

    def __init__(self, pack: Pack) -> None:
        self._country = country_of(pack)
        self._particles = {fold(word) for word in pack.reading.particles}
        self._joining = self._particles - set(map(fold, pack.reading.articles))
        names = [(name, body.id) for body in pack.bodies for name in _names(body)]
        self._names = Phrases(names, stem=False)
        self._acronyms = {fold(name) for name, _ in names if name.isupper() and " " not in name}
        self._own_names = {fold(name): body for name, body in names}
        self._long_names = [(fold(name), body) for name, body in names if len(name) >= LONG_NAME]
        self._roles = Roles(pack.reading)
        self._not_bodies = frozenset(map(fold, pack.reading.not_bodies))
        self._domains = Domains(pack.bodies)
        self._offices = [template(body.id, "", text) for body in pack.bodies for text in body.offices]
        self._units = [
            template(body.id, unit.name, text, unit.alone)
            for body in pack.bodies
            for unit in body.units
            for text in (unit.pattern, *unit.written)
        ]
        texts = [*(name for name, _ in names), *(mark for body in pack.bodies for mark in body.numbers)]
        texts += [text for body in pack.bodies for unit in body.units for text in (unit.pattern, *unit.written)]
        printed = {word for text in texts for word in text.split()}
        self._capitals = {word for word in printed if word.isupper()} - {w.upper() for w in printed if not w.isupper()}
        self._mentioned = lru_cache(maxsize=512)(self._look_for_mentions)  # each name is asked about several times
        self._by_word = _by_word(self._units)
        self._offices_by_word = _by_word(self._offices)
        written = {(body.id, mark.upper().rstrip("*")) for body in pack.bodies for mark in body.numbers}
        self._written_marks = sorted(written, key=lambda pair: (-len(pair[1]), pair))
        self.all_marks = frozenset(fold(mark).rstrip("*") for body in pack.bodies for mark in body.numbers)
        self._marks: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._beginnings: list[tuple[str, str]] = []
        for owner, text in ((body.id, text) for body in pack.bodies for text in body.numbers):
            if text.endswith("*"):
                self._beginnings.append((fold(text).rstrip("*"), owner))
            else:
                self._marks[_split(text)[0]].append((_split(text), owner))

    def institution(self, sources: Sequence[AuthorHint], marks: Sequence[str], at_home: bool = False) -> Author | None:
        """The body that most speaks for; None if nothing does, or two do alike. Misread names are a second try.

        `at_home`: the letter shows that it is of the pack's country, where a body's acronym is nobody else's.
        """
        marked = self._marked(marks)
        own = self._own_names.get(marks[0]) if at_home and marks and marks[0] in self._acronyms else None
        return self._heaviest(sources, self._named, marked, own) or self._heaviest(
            sources, self._misread, marked, own, sure=0.9
        )

    def is_within(self, addressee: str, marks: Sequence[str]) -> bool:
        """Does a paper with these marks go to somebody of the body that they are of, as a report does within it?"""
        return bool(self._marked(marks).keys() & self._named_in(addressee).keys())

    def body_in(self, text: str, weight: float) -> str | None:
        """The one body that a text names."""
        sources = [AuthorHint(text, weight)]
        author = self._heaviest(sources, lambda one: self._named_in(one.text, offices=False), {}, None)
        author = author or self._heaviest(sources, self._misread, {}, None)
        return author.body if author else None

    def _heaviest(
        self,
        sources: Sequence[AuthorHint],
        named_in: Callable[[AuthorHint], Mapping[str, float]],
        marked: Mapping[str, float],
        own: str | None,
        sure: float = 1.0,
    ) -> Author | None:
        weights = defaultdict(float, marked)
        places: dict[str, set[str]] = defaultdict(set)
        for body in marked:
            places[body].add("number")
        if own is not None and own in marked:
            weights[own] += OWN_ACRONYM
        named = [(source, named_in(source)) for source in sources]
        listed = len({body for source, found in named for body in found if source.place == "letterhead"}) >= MANY
        whole: set[str] = set(marked)
        for source, found in named:
            whole |= {body for body, strength in found.items() if strength >= 1}
            for body, strength in found.items():
                weights[body] += (min(source.weight, 3.0) if listed else source.weight) * strength
                places[body].add(source.place)
        ranked = sorted(((weight, body) for body, weight in weights.items()), reverse=True)
        if not ranked or ranked[0][0] < BODIES_ENOUGH:
            return None
        lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else ranked[0][0]
        if lead < BODIES_LEAD or (listed and not places[ranked[0][1]] - {"letterhead"}):
            return None
        body = ranked[0][1]
        return Author(body, ranked[0][0] * sure, lead, frozenset(places[body]), marked.get(body, 0.0), body in whole)

    def _named(self, source: AuthorHint) -> dict[str, float]:
        if source.host:
            owner = self._domains.owner(source.text)
            return {owner: 1.0} if owner else {}
        if not source.signed:
            return self._named_in(source.text)
        texts = (source.text, self._roles.as_office(source.text))
        return _strongest(
            (body, strength)
            for text in texts
            for body, strength, start in self._mentions(text)
            if self._roles.owns(text[:start])
        )

    def _named_in(self, text: str, offices: bool = True) -> dict[str, float]:
        """The bodies that a text names, and how surely: 1 by a full name, less by two letters or an unknown place."""
        return _strongest((body, strength) for body, strength, _ in self._mentions(text, offices))

    def _mentions(self, text: str, offices: bool = True) -> tuple[tuple[str, float, int], ...]:
        """The bodies that a text names, how surely, and where; `offices`: those are looked for that only heads name."""
        return self._mentioned(text[:MAX_NAME], offices)

    def _look_for_mentions(self, text: str, offices: bool) -> tuple[tuple[str, float, int], ...]:
        if _is_noise(text):
            return ()
        found: list[tuple[str, float, int]] = []
        words = read_words(text)
        hits = self._names.find(words)
        for hit in hits:
            if not any(_covers(other, hit) for other in hits):
                strength = _strength(text[hit.start : hit.end])
                qualified = self._is_qualified(text[hit.end :])
                found.append((hit.label, strength * (WEAK * 2 if qualified else 1.0), hit.start))
        folded = fold(text)
        tables = (self._by_word, self._offices_by_word) if offices else (self._by_word,)
        said = set(words.plain.split())
        if said & self._not_bodies:
            return tuple(found)
        for unit in (unit for word in said for table in tables for unit in table.get(word, ())):
            match = unit.pattern.search(folded) if unit.alone else None
            if match:
                found.append((unit.body, self._unit_strength(unit, match, text), match.start()))
        return tuple(found)

    def _is_qualified(self, after: str) -> bool:
        """Does a name go on with whose it is, and is that nothing of the pack's country: "… del Estado de Oaxaca"?"""
        part = _PART.match(after.strip() if after[:1] == " " else "")
        first, _, rest = part.group().partition(" ") if part else ("", "", "")
        return self._roles.is_genitive(first) and self._country.is_elsewhere(rest)

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

    def _misread(self, source: AuthorHint) -> dict[str, float]:
        """The body whose long name a text nearly is, if it is one body's."""
        folded = fold(source.text)
        near = {body for name, body in self._long_names if is_misread(name, folded[: len(name) + 2])}
        near |= {unit.body for unit in self._units if unit.alone and unit.is_nearly(folded)}
        return dict.fromkeys(near, 1.0) if len(near) == 1 else {}

    def marks(self, body: str | None) -> list[str]:
        """The marks of a body in document numbers, in capitals, long ones first."""
        return [mark for owner, mark in self._written_marks if owner == body]

    def _marked(self, marks: Sequence[str]) -> dict[str, float]:
        """Weights of the bodies whose marks the number carries; a short mark says little, a long one much."""
        found: dict[str, set[str]] = defaultdict(set)
        for at, first in enumerate(marks):
            known = self._marks.get(first, ())
            for mark, body in known:
                if tuple(marks[at : at + len(mark)]) == mark:
                    found[body].add("".join(mark))
            for beginning, body in self._beginnings if not known else ():
                if first.startswith(beginning):
                    found[body].add(beginning)
        return {body: min(3.5, sum(map(_mark_weight, own))) for body, own in found.items()}

    def unit(self, body: str | None, texts: Sequence[str]) -> str | None:
        """The office of `body` that the texts name: by its short name where it has one, else as written."""
        units = [unit for unit in self._units if unit.body == body]
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

    def office_of(self, text: str) -> str:
        """The office that a role is of, where a text begins with one: who signs as its head signs for it."""
        return _BRACKETED.sub("", self._roles.as_office(text)) or text

    def is_home(self, text: str) -> bool:
        """Is this a name of the pack's country, and nothing else?"""
        return self._country.is_name(text)

    def unit_of_paper(self, body: str, letterhead: Sequence[str]) -> str | None:
        """The same of a letterhead: the lowest office signs, and a place stands in the line of the body above it."""
        units = [unit for unit in self._units if unit.body == body]
        offices = [unit for unit in self._offices if unit.body == body]
        lowest = letterhead[:: 1 if self._ascends(body, letterhead, units) else -1]
        for text in lowest:
            if found := self._unit_in(text, units):
                return found
        for text in lowest:
            if office := self._unit_in(text, offices):
                placed = (self._unit_in(f"{text} {place}", units) for place in self._places_in(letterhead))
                return next(filter(None, placed), office)
        return self.unit(body, letterhead)

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

    def _places_in(self, texts: Iterable[str]) -> Iterator[str]:
        """The places that the names of offices hold: "Gobierno Regional de {place}"."""
        for text in texts:
            for unit in self._units:
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

    def breaks_off(self, text: str) -> bool:
        """Does a name end at a particle, to go on in the next line?"""
        return fold(text).rstrip(" :").rpartition(" ")[2] in self._particles

    def is_led_on(self, text: str) -> bool:
        """Does a text begin with a particle, as the rest of a name does: "DEL ESTADO DE JALISCO"?"""
        return fold(text).partition(" ")[0] in self._joining

    def goes_on(self, text: str, below: str) -> bool:
        """Does a name go on in the line below it: with a particle, or so that only both name a body or its place?"""
        if self.is_led_on(below):
            return True
        both = f"{text} {below}"
        if self.heads_paper(below):
            return False
        if any(self._country.is_place(place) for place in self._places_in([both])):
            return True
        return not self.heads_paper(text) and bool(self._names.find(read_words(both)))

    def tells(self, text: str, titled: bool = False) -> bool:
        """Is a long line a sentence's, and not of names: are more than a few of its words small, and no particles?

        `titled`: it begins with a document's kind; then any such word is enough ("Ordenanza que aprueba …").
        """
        small = (word for word in text.split() if word[:1].islower() and fold(word) not in self._particles)
        return sum(1 for _ in small) >= (1 if titled else SENTENCE)

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
        return bool(self._named_in(text, offices=False))

    def heads_paper(self, text: str) -> bool:
        """Does it hold one of these, or of an office that only heads name?"""
        return bool(self._named_in(text))


@cache
def bodies_of(pack: Pack) -> Bodies:
    """Compile the pack's bodies."""
    return Bodies(pack)


def _is_noise(text: str) -> bool:
    """Is a good part of a text's words no words, as an engine makes them of a drawing?"""
    words = text.split()
    noise = {word for word in words if not any(char.isalnum() for char in word)}
    return len(noise) >= NOISE and len(words) < NOISE_SHARE * sum(word in noise for word in words)


def _by_word(units: Iterable[UnitTemplate]) -> dict[str, list[UnitTemplate]]:
    found: dict[str, list[UnitTemplate]] = defaultdict(list)
    for unit in units:
        found[unit.word].append(unit)
    return found


def _strongest(named: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for body, strength in named:
        found[body] = max(found.get(body, 0.0), strength)
    return {body: strength for body, strength in found.items() if strength}


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
