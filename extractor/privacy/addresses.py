"""Addresses: a street with a number or with what else tells a house from others, and all that says where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.privacy.settings import ABBREVIATION, ADDRESS_OFFICE, ADDRESSES_MORE
from extractor.privacy.vocabulary import ADDRESS, NAME, Private, any_of, spelled, vocabulary
from rules.models import Pack
from rules.words import fold

_NAMED = r"[A-ZÁÉÍÓÚÑ\d][\w'’]*"

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AddressExpressions:
    """`home` reads folded text, the others the text itself."""

    street: re.Pattern[str]
    home: re.Pattern[str]
    clause: re.Pattern[str]  # what follows a word for where somebody lives, and a word in it that tells a house
    whereabouts: re.Pattern[str]
    more: re.Pattern[str]
    small: re.Pattern[str]
    town: re.Pattern[str]
    lived: re.Pattern[str]
    beside: re.Pattern[str]  # what stands right before a lot and is of the same address
    lot: re.Pattern[str]
    numbered: re.Pattern[str]  # a house's number right after a name that may be a street's


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> AddressExpressions:
    data = pack.masking
    links = any_of(data.links)
    floors = any_of(word for word in data.lots if word.isalpha() and len(word) > 3)
    parts = any_of([*data.streets, *data.settlements])
    name = rf"{_NAMED}(?:\s+(?:(?:{links})\s+)*{_NAMED}){{0,4}}"
    letter = rf"(?!(?:{links})\b)[^\W\d_]{{1,2}}(?:-?\d{{1,2}})?"
    figure = r"\d{1,4}(?:[.,]\d)?(?:-?[a-z])?"
    lot = rf"(?:{any_of(data.lots)})\.?\s*[\"“']?(?:n[°º.]\s*)?(?:{figure}|{letter})(?!\w)[\"”']?"
    stops = spelled([*(word for word in data.small if word not in data.articles), *data.doing])
    return AddressExpressions(
        street=_street(pack, lot, floors),
        home=_home(pack),
        clause=re.compile(
            rf"(?<!\w)(?:(?:{spelled(data.homes)})\b\s*:|(?:{spelled(set(data.homes) - set(data.bodies))})\b)\s+"
            rf"(?P<place>[^;:()|\n.]{{4,90}}?(?:\.\s?[^;:()|\n.]{{1,60}}?){{0,2}}?)"
            rf"(?=\s*[;:()|\n]|\.\s|\.?\s*\Z|,?\s(?:{spelled(data.address_ends)})\b)"
        ),
        whereabouts=re.compile(rf"(?<!\w)(?:{spelled([*data.landmarks, *data.dwelling_marks])})(?!\w)"),
        small=_small(pack),
        lived=re.compile(rf"(?<!\w)(?:{spelled(data.homes)})(?!\w)"),
        more=re.compile(
            rf"[\s,.(–-]{{1,3}}(?:(?!(?:{stops})\b)[a-zñáéíóúü]+(?:\s[a-zñáéíóúü]+){{0,3}}(?=[.;)]|\s*\Z)"
            rf"|(?:[a-z]{{1,3}}\s+)?(?:(?i:{parts})\b\.?\s+(?:(?:{links})\s+)*(?i:{parts}|n[°º])?\.?\s*{name}"
            rf"|(?i:(?:{any_of(data.landmarks)})\b)[^,.;:()\n]{{0,60}}(?<!\s)"
            rf"|\(?[a-z]{{4,12}}\)"
            rf"|(?i:(?:\w{{2,8}}|\d\.?[°ºª])\.?\s+(?:{floors})\b(?:\s+(?:{floors})\b)?)(?:\s+{name})?"
            rf"|(?i:{lot}))\)?)"
        ),
        town=re.compile(rf"\s?[,–(-]\s?(?:(?:en|{links})\s+)*(?P<name>{name})\)?(?=\s*[,.;()|]|\s+[^\W\d]|\s*\Z|\n)"),
        beside=re.compile(
            rf"(?:(?<!\w)(?i:{parts}|{any_of(data.lots)})\.?\s+(?:\d{{1,3}}|[A-Z]),?\s|(?<!\w)[A-ZÁÉÍÓÚÑ][\w'’]+\.?\s)+\Z"
        ),
        lot=re.compile(lot, re.IGNORECASE),
        numbered=re.compile(r"\s(?!(?:19|20)\d\d\b)\d{2,4}(?=\s*,\s[^\W\d_a-zß-ÿ]|\s*[.;|)]|\s*\Z)"),
    )


def _street(pack: Pack, lot: str, floors: str) -> re.Pattern[str]:
    """A street with a number, or with what else tells one house from others."""
    data, months = pack.masking, spelled(pack.reading.months)
    streets, links = any_of(data.streets), data.links
    figure = rf"\d{{1,5}}(?!\d|/\d|\s(?:[a-z]{{2}}\s)?(?:{months})\b)(?![a-z]{{2}})(?:\s?-\s?\d{{0,3}}[a-z]?(?!\w))?"
    number = r"n\s?[°º.]{0,2}\s?|no\.?\s|nro\.?\s?|num\.?\s?|#\s?"
    floor = rf"(?:\w{{5,8}}|\d{{1,2}}\.?[a-z°º]{{0,3}})\.?\s+(?:{floors})\b"
    house = rf"(?:(?:{number})?{figure}|s/n|{floor}|{lot})"
    room = rf"(?:{any_of(word for word in data.lots if word.isalpha())})\.?\s(?:\d{{1,4}}(?:[.,]\d)?|[a-z])(?!\w)"
    long = any_of(word for word in data.lots if word.isalpha() and len(word) > 3)
    rooms = rf"(?:{long})\.?\s(?:\d{{1,4}}|[a-z])(?!\w)"
    spoken = any_of(pack.details.number_words)
    words = rf"(?:(?:{_NAMED}|{any_of(links)}|{any_of(link.upper() for link in links)})[\s\"“”,.-]{{1,3}}){{0,7}}?"
    return re.compile(
        rf"(?<!\w)(?i:{streets})(?:\b\.?\s+|\.(?=[A-Z]))[\"“']?{words}"
        rf"(?:(?i:{house})(?:[\s,.-]{{1,3}}(?i:{house})){{0,5}}|(?<=\s)(?:{spoken})(?:\s(?:{spoken})){{0,3}}(?!\w))"
        rf"|(?<!\w)(?i:{any_of(data.settlements)})\.?\s+(?:(?:{any_of(links)})\s+)*{_NAMED}(?:\s{_NAMED}){{0,3}},?\s"
        rf"(?i:s/n|{room}|(?:{any_of(data.settlements)})\s\d{{1,3}}(?!\w)|(?:{any_of(data.landmarks)})\b[^,.;:()\n]{{0,60}}(?<!\s))"
        rf"|(?<!\w)(?i:{rooms},?\s{rooms})"
    )


def _home(pack: Pack) -> re.Pattern[str]:
    """A street or a settlement where somebody lives, without a number too."""
    data = pack.masking
    small = spelled([*data.links, *data.fillers])
    word = r"[^\W\d_][\w.'’-]*"
    more = rf"\s+(?:{small}|\d+|n[°º])\b|[ ,]+(?:{spelled(data.lots)})\b\.?\s*\w+|\s+s/n|\s+{word}"
    ends = rf"\s*[;:()\n]|,\s|\.\s|\.?$|\s+(?:{spelled(data.address_ends)}|{spelled(data.wheres)})\b"
    settled = rf"(?:{spelled([*data.streets, *data.settlements])})\b\.?"
    return re.compile(
        rf"(?<!\w)(?:{spelled(data.homes)})\b(?:\s*:|(?:,?\s+[a-z]+){{0,6}}?)?,?\s+"
        rf"(?P<place>{settled}\s+(?!(?:{spelled(data.address_ends)})\b)(?:{word}|\d+)(?:{more})*?(?={ends}))"
    )


def _small(pack: Pack) -> re.Pattern[str]:
    """A street in small letters with a number, after an abbreviation that is no other word: "jr. ejemplo 23"."""
    streets = spelled(street for street in pack.masking.streets if len(street) <= ABBREVIATION and street.islower())
    return re.compile(
        rf"(?<!\w)(?:{streets})\.?\s+(?:[^\W\d_]+\s+){{1,4}}?(?:n\s?[°º.]{{0,2}}\s?|#\s?)?\d{{1,5}}(?!\w)(?:,\s[^\W\d_]{{4,}})?"
    )


def find_addresses(text: str, pack: Pack) -> Iterator[Private]:
    look = expressions(pack)
    for match in look.street.finditer(text):
        yield _reach(text, match.start(), match.end(), pack)
    for match in look.small.finditer(text):
        yield _reach(text, match.start(), match.end(), pack)
    folded = fold(text)
    if not look.lived.search(folded):
        return
    for match in look.home.finditer(folded):
        yield _reach(text, match.start("place"), match.end("place"), pack)
    for match in look.clause.finditer(folded):
        if look.whereabouts.search(match["place"]):
            yield _reach(text, match.start("place"), match.end("place"), pack)


def _reach(text: str, start: int, end: int, pack: Pack) -> Private:
    """Take in what else says where a house is: "segundo piso", "frente al mercado", "A.H. …", ", Juliaca"."""
    look, words = expressions(pack), vocabulary(pack)
    for _ in range(ADDRESSES_MORE):
        more = look.more.match(text, end)
        if not more:
            more = look.town.match(text, end)
            public = words.office - words.surnames - words.small
            if not more or not public.isdisjoint(fold(more["name"]).split()):
                break
        end = more.end()
    start = _back(text, start, pack)
    while end > start and text[end - 1] in " .,-":
        end -= 1
    return Private(start, end, ADDRESS, text[start:end])


def _back(text: str, start: int, pack: Pack) -> int:
    """Where an address begins of which a lot is found: with its zone or the name before it ("Villa Ejemplo Mz. A")."""
    look, words = expressions(pack), vocabulary(pack)
    before = look.beside.search(text, max(0, start - ADDRESS_OFFICE), start) if look.lot.match(text, start) else None
    public = words.bodies | words.authorities | words.small
    if not before or not public.isdisjoint(fold(before.group()).replace(".", " ").split()):
        return start
    return before.start()


def find_numbered(text: str, found: Iterable[Private], pack: Pack) -> Iterator[Private]:
    """Yield masked names with a house's number after them, which are streets: "Los Ejemplos 600, Lima"."""
    for one in found:
        house = expressions(pack).numbered.match(text, one.end) if one.kind == NAME else None
        if house:
            yield _reach(text, one.start, house.end(), pack)


def without_offices(text: str, addresses: Iterable[Private], found: Sequence[Private], pack: Pack) -> Iterator[Private]:
    """Leave out the addresses of public bodies: in a sentence that names a body and nobody, nor where one lives."""
    look, words = expressions(pack), vocabulary(pack)
    for one in addresses:
        start = max(text.rfind("\n", 0, one.start), text.rfind(". ", 0, one.start - 4), one.start - ADDRESS_OFFICE, 0)
        said = _WORD.findall(text[start : one.start])
        folded = [fold(word) for word in said]
        named = any(start <= other.start <= one.end + ADDRESS_OFFICE // 2 for other in found)
        lived = look.lived.search(fold(text[start : one.start])) or not words.cues.isdisjoint(folded)
        body = any(word[0].isupper() and plain in words.bodies for word, plain in zip(said, folded, strict=True))
        if named or lived or not body:
            yield one
