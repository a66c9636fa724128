"""Addresses: a street with a number or with what else tells a house from others, and all that says where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.privacy.settings import ABBREVIATION, ADDRESS_OFFICE, ADDRESSES_MORE
from extractor.privacy.vocabulary import ADDRESS, Private, any_of, spelled, vocabulary
from rules.models import Pack
from rules.words import fold

_NAMED = r"[A-ZÁÉÍÓÚÑ\d][\w'’]*"

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AddressExpressions:
    """`home` reads folded text, the others the text itself."""

    street: re.Pattern[str]
    home: re.Pattern[str]
    more: re.Pattern[str]
    small: re.Pattern[str]
    town: re.Pattern[str]
    lived: re.Pattern[str]


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> AddressExpressions:
    data = pack.masking
    links = any_of(data.links)
    floors = any_of(word for word in data.lots if word.isalpha() and len(word) > 3)
    parts = any_of([*data.streets, *data.settlements])
    name = rf"{_NAMED}(?:\s+(?:(?:{links})\s+)*{_NAMED}){{0,4}}"
    lot = rf"(?:{any_of(data.lots)})\.?\s*[\"“']?(?:n[°º.]\s*)?(?:\d{{1,4}}[a-z]?|[a-z]{{1,2}}\d{{0,2}})(?!\w)[\"”']?"
    return AddressExpressions(
        street=_street(pack, lot, floors),
        home=_home(pack),
        small=_small(pack),
        lived=re.compile(rf"(?<!\w)(?:{spelled(data.homes)})(?!\w)"),
        more=re.compile(
            rf"[\s,.(–-]{{1,3}}(?:[a-z]{{1,3}}\s+)?(?:(?i:{parts})\b\.?\s+(?:(?:{links})\s+)*(?i:{parts}|n[°º])?\.?\s*{name}"
            rf"|(?i:(?:{any_of(data.landmarks)})\b)[^,.;:()\n]{{0,60}}(?<!\s)"
            rf"|\(?[a-z]{{4,12}}\)"
            rf"|(?i:(?:\w{{2,8}}|\d\.[°º])\.?\s+(?:{floors})\b(?:\s+(?:{floors})\b)?)"
            rf"|(?i:{lot}))\)?"
        ),
        town=re.compile(rf"\s?[,–(-]\s?(?:(?:en|{links})\s+)*(?P<name>{name})\)?(?=\s*[,.;()]|\s+[^\W\d]|\s*\Z|\n)"),
    )


def _street(pack: Pack, lot: str, floors: str) -> re.Pattern[str]:
    """A street with a number, or with what else tells one house from others."""
    data, months = pack.masking, spelled(pack.reading.months)
    streets, links = any_of(data.streets), data.links
    figure = rf"\d{{1,5}}(?!\d|/\d|\s(?:[a-z]{{2}}\s)?(?:{months})\b)(?![a-z]{{2}})(?:\s?-\s?\d{{0,3}}[a-z]?(?!\w))?"
    number = r"n\s?[°º.]{0,2}\s?|no\.?\s|nro\.?\s?|num\.?\s?|#\s?"
    floor = rf"(?:\w{{5,8}}|\d{{1,2}}\.?[a-z°º]{{0,3}})\.?\s+(?:{floors})\b"
    house = rf"(?:(?:{number})?{figure}|s/n|{floor}|{lot})"
    words = rf"(?:(?:{_NAMED}|{any_of(links)}|{any_of(link.upper() for link in links)})[\s\"“”,.-]{{1,3}}){{0,7}}?"
    return re.compile(
        rf"(?<!\w)(?i:{streets})(?:\b\.?\s+|\.(?=[A-Z]))[\"“']?{words}(?i:{house})(?:[\s,.-]{{1,3}}(?i:{house})){{0,5}}"
    )


def _home(pack: Pack) -> re.Pattern[str]:
    """A street or a settlement where somebody lives, without a number too."""
    data = pack.masking
    small = spelled([*data.links, *data.fillers])
    word = r"[^\W\d_][\w.'’-]*"
    more = rf"\s+(?:{small}|\d+|n[°º])\b|[ ,]+(?:{spelled(data.lots)})\b\.?\s*\w+|\s+s/n|\s+{word}"
    ends = r"\s*[;:()\n]|,\s|\.\s|\.?$|\s+(?:desde|con|segun|quien|y|donde|para|por|en)\b"
    settled = rf"(?:{spelled([*data.streets, *data.settlements])})\b\.?"
    return re.compile(
        rf"(?<!\w)(?:{spelled(data.homes)})\b(?:\s*:|(?:,?\s+[a-z]+){{0,6}}?)?,?\s+"
        rf"(?P<place>{settled}\s+(?:{word}|\d+)(?:{more})*?(?={ends}))"
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
    for match in look.home.finditer(fold(text)):
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
    while end > start and text[end - 1] in " .,-":
        end -= 1
    return Private(start, end, ADDRESS, text[start:end])


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
