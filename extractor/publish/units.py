"""The units of a body, each under one name: "MD de Lince" and "Municipalidad Distrital de Lince, Lima" are one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.models import Body, Pack
from rules.words import fold

_WORD = re.compile(r"[^\W_]+")
_HOLE = re.compile(r"\{(\w+)\}")
_LETTERS = re.compile(r"\b(\w)\W{1,2}(?=\w\b)")  # "M.D. de Lince"
_APART = re.compile(r"\s*[,(]\s*|\s+[-–]\s+")  # what says where a place is stands behind these
ROMAN = "roman"
_HOLES = {"number": r"\d{1,4}", ROMAN: "[ivxl]{1,6}"}


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a unit's name says: the `unit` of its body and which of them (`named`), and what may be left out.

    `number` is a roman numeral that some units are told apart by, `region` where the place lies; "" if untold.
    """

    unit: int
    named: str
    number: str
    region: str


def unit_titles(told: Iterable[str], body: Body, pack: Pack) -> Mapping[str, str]:
    """Return each name by which a unit of a body is told with the one that it is told by most, or that says most.

    Names are of one unit if they say the same by the templates of the pack; one that leaves out the region or the
    numeral is that of the only unit that it may be of, else a unit of its own.
    """
    counts = Counter(name for name in told if name)
    groups: dict[tuple[int, str], list[tuple[str, UnitName]]] = defaultdict(list)
    for name in counts:
        said = _read(name, body, pack)
        groups[said.unit, said.named].append((name, said))
    return {name: title for group in groups.values() for name, title in _titles(group, counts)}


def _titles(group: list[tuple[str, UnitName]], counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Of names that say the same but for what may be left out: each with the name of its unit."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    numbers, regions = ({*said} - {""} for said in zip(*((one.number, one.region) for _, one in group), strict=True))
    for name, one in group:
        number = one.number if len(numbers) > 1 else ""
        alike[number, one.region if len(regions) > 1 else ""].append(name)
    for names in alike.values():
        title = max(names, key=lambda name: (counts[name], len(_WORD.findall(name)), -len(name)))
        yield from ((name, title) for name in names)


def _read(name: str, body: Body, pack: Pack) -> UnitName:
    """Read a name by the template of the body's units that has most words in common with it; unit -1: by none."""
    *before, last = _APART.split(name)
    whole, region = _plain(name, pack), _plain(last, pack)
    texts = [(_plain(" ".join(before), pack), region)] if before and region in _regions(pack) else []
    for text, region in (*texts, (whole, "")):
        for unit, pattern in _templates(body, pack):
            if found := pattern.fullmatch(text):
                said = [(hole[:-1], words) for hole, words in found.groupdict("").items()]
                named = " ".join(words for hole, words in said if hole != ROMAN)
                return UnitName(unit, named, next((words for hole, words in said if hole == ROMAN), ""), region)
    return UnitName(-1, whole, "", "")


def _plain(text: str, pack: Pack) -> str:
    """The words of a name, folded, without small ones."""
    small = pack.reading.particles
    return " ".join(word for word in _WORD.findall(fold(_LETTERS.sub(r"\1", text))) if word not in small)


@lru_cache(maxsize=8)
def _regions(pack: Pack) -> frozenset[str]:
    return frozenset(_plain(name, pack) for one in pack.details.regions for name in (one.name, *one.written))


@lru_cache(maxsize=64)
def _templates(body: Body, pack: Pack) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """All ways in which units of the body are written, those with most fixed words first."""
    texts = [
        (number, _HOLE.split(text))
        for number, unit in enumerate(body.units)
        for text in (unit.pattern, unit.name, *unit.written)
        if text
    ]
    texts.sort(key=lambda one: -sum(len(_plain(part, pack).split()) for part in one[1][::2]))
    return tuple((number, re.compile(" ".join(filter(None, _parts(parts, pack))))) for number, parts in texts)


def _parts(parts: list[str], pack: Pack) -> Iterator[str]:
    for place, part in enumerate(parts):
        yield f"(?P<{part}{place // 2}>{_HOLES.get(part, '.+')})" if place % 2 else _plain(part, pack)
