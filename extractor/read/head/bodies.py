"""Which body and which of its offices wrote a letter, from its letterhead, number, sender and signature."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.read.head.addresses import Domains
from extractor.read.head.country import country_of
from extractor.read.head.number_marks import NumberMarks
from extractor.read.head.offices import Offices, names_of
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
from extractor.read.head.templates import UnitTemplate, is_misread
from rules.models import Pack
from rules.words import Match, Phrases, fold, read_words

_BRACKETED = re.compile(r"\s*\([a-z]{1,3}\)\s*$")  # "(e)", "(s)": who stands in for another
_PART = re.compile(r"[^,;|()\-–:.]*")


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
        names = [(name, body.id) for body in pack.bodies for name in names_of(body)]
        self._names = Phrases(names, stem=False)
        self._acronyms = {fold(name) for name, _ in names if name.isupper() and " " not in name}
        self._own_names = {fold(name): body for name, body in names}
        self._long_names = [(fold(name), body) for name, body in names if len(name) >= LONG_NAME]
        self._roles = Roles(pack.reading)
        self._not_bodies = frozenset(map(fold, pack.reading.not_bodies))
        self._domains = Domains(pack.bodies)
        self.offices = Offices(pack, self._names, self._country)
        self.marks = NumberMarks(pack.bodies)
        self._mentioned = lru_cache(maxsize=512)(self._look_for_mentions)  # each name is asked about several times

    def institution(self, sources: Sequence[AuthorHint], marks: Sequence[str], at_home: bool = False) -> Author | None:
        """The body that most speaks for; None if nothing does, or two do alike. Misread names are a second try.

        `at_home`: the letter shows that it is of the pack's country, where a body's acronym is nobody else's.
        """
        marked = self.marks.weigh(marks)
        own = self._own_names.get(marks[0]) if at_home and marks and marks[0] in self._acronyms else None
        return self._heaviest(sources, self._named, marked, own) or self._heaviest(
            sources, self._misread, marked, own, sure=0.9
        )

    def is_within(self, addressee: str, marks: Sequence[str]) -> bool:
        """Does a paper with these marks go to somebody of the body that they are of, as a report does within it?"""
        return bool(self.marks.weigh(marks).keys() & self._named_in(addressee).keys())

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
        said = set(words.plain.split())
        if said & self._not_bodies:
            return tuple(found)
        for unit in self.offices.with_words(said, heads=offices):
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
            for unit in self.offices.units:
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
        near |= {unit.body for unit in self.offices.units if unit.alone and unit.is_nearly(folded)}
        return dict.fromkeys(near, 1.0) if len(near) == 1 else {}

    def office_of(self, text: str) -> str:
        """The office that a role is of, where a text begins with one: who signs as its head signs for it."""
        return _BRACKETED.sub("", self._roles.as_office(text)) or text

    def is_home(self, text: str) -> bool:
        """Is this a name of the pack's country, and nothing else?"""
        return self._country.is_name(text)

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
        if any(self._country.is_place(place) for place in self.offices.places_in([both])):
            return True
        return not self.heads_paper(text) and bool(self._names.find(read_words(both)))

    def tells(self, text: str, titled: bool = False) -> bool:
        """Is a long line a sentence's, and not of names: are more than a few of its words small, and no particles?

        `titled`: it begins with a document's kind; then any such word is enough ("Ordenanza que aprueba …").
        """
        small = (word for word in text.split() if word[:1].islower() and fold(word) not in self._particles)
        return sum(1 for _ in small) >= (1 if titled else SENTENCE)

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


def _covers(other: Match, hit: Match) -> bool:
    return other.first <= hit.first and other.last >= hit.last and other.last - other.first > hit.last - hit.first
