"""Of which country a letter is: two countries have a ministry of the same name, and one pack knows one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from extractor.read.head.addresses import hosts_in
from extractor.read.head.settings import SURE_MARKS
from extractor.read.layout.vocabulary import Inside
from rules.models import Pack
from rules.words import fold


@dataclass(frozen=True, slots=True)
class Signs:
    """What a letter shows of its country: its names, others', and whether it is dated from a place of it.

    `place` is "home", "abroad", "unknown", or "" where the letter names none.
    """

    home: bool
    abroad: bool
    place: str

    def allow(self, marks: float, specific: bool) -> bool | None:
        """May the letter be a home body's? None if nothing tells.

        `marks`: how much its number says so; `specific`: it names what only this country has.
        """
        if self.abroad and not (self.home or self.place == "home"):
            return False
        if self.place in ("abroad", "unknown"):
            return self.home or specific or marks >= SURE_MARKS
        return True if self.home or specific or self.place == "home" or marks >= 1 else None


class Country:
    """The names of a pack's country and of others, and the places of each."""

    def __init__(self, pack: Pack) -> None:
        reading = pack.reading
        home = reading.home
        self.is_known = bool(home)
        self._home = Inside([*reading.countries.get(home, ()), *(m for all_ in reading.mottos.values() for m in all_)])
        self._others = Inside(name for key, names in reading.countries.items() if key != home for name in names)
        self._names = {fold(name) for name in reading.countries.get(home, ())}
        self._ends = home, frozenset(reading.countries) - {home}  # of hosts: the countries are named by them
        self._cities = {fold(city) for key, cities in reading.cities.items() if key != home for city in cities}
        self._places = {fold(city) for city in reading.cities.get(home, ())}
        for region in pack.details.regions:
            self._places |= {fold(name) for name in (region.name, *region.written, *region.towns, *region.zones)}
            for province, districts in region.provinces.items():
                self._places |= {fold(province), *map(fold, districts)}
        self.has_places = bool(pack.details.regions)
        self._of_both = [place for place in self._places if place in self._others]  # "Villa El Salvador"

    def _is_of_others(self, folded: str) -> bool:
        """Does a folded text name another country, and not only within the name of a place of this one?"""
        if folded not in self._others:
            return False
        for place in self._of_both:
            folded = folded.replace(place, "")
        return folded in self._others

    def is_name(self, text: str) -> bool:
        """Is a text a name of the pack's country, and nothing else?"""
        return fold(text).strip(" .,") in self._names

    def is_place(self, text: str) -> bool:
        """Is a text the name of a place of the pack's country, and nothing else?"""
        return " ".join(fold(text).split()) in self._places

    def is_elsewhere(self, text: str) -> bool:
        """Does a text name, with a capital, what is no place of the pack's country and not the country?"""
        named = any(word[:1].isupper() for word in text.split())
        return self.has_places and named and not self.knows(text) and fold(text) not in self._home

    def knows(self, place: str) -> bool:
        """Is this a place of the pack's country, or does it begin or end with one?"""
        return any(run in self._places for run in _runs(place))

    def signs(self, texts: Iterable[str], place: str) -> Signs:
        """What the texts of head and foot, and the place that the letter is dated from, say of its country."""
        folded = [fold(text) for text in texts]
        whole = fold(place).strip(" .,")
        if not whole:
            where = ""
        elif whole in self._cities and whole not in self._places:
            where = "abroad"
        elif not self.has_places:
            where = ""
        else:
            own, others = (max(map(len, set(_runs(place)) & all_), default=0) for all_ in (self._places, self._cities))
            where = "home" if own > others else "unknown"
        ends = {host.rpartition(".")[2] for text in folded for host in hosts_in(text)}
        home = self._ends[0] in ends or any(text in self._home for text in folded)
        return Signs(home, bool(ends & self._ends[1]) or any(map(self._is_of_others, folded)), where)

    def is_abroad(self, text: str) -> bool:
        """Does a whole letter name another country, and not the pack's?"""
        folded = fold(text)
        return self._is_of_others(folded) and folded not in self._home


def _runs(place: str) -> Iterator[str]:
    """All runs of up to six words of a text, folded."""
    words = fold(place).replace("-", " ").replace(",", " ").replace("–", " ").split()
    return (" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, min(len(words), a + 6) + 1))


@cache
def country_of(pack: Pack) -> Country:
    return Country(pack)
