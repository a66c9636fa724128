"""Norms cited: "Decreto Supremo N° 004-2011-IN, del 19 de octubre de 2011". Letters and reports are no norms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.core.model import Norm
from extractor.filing.details.dates import find_dates
from extractor.filing.details.lexicon import NORM, MatchedText
from extractor.filing.settings import DATE
from rules.models import Pack
from rules.words import Match, fold

# 28950 · 004-2011-IN · 0491-2010-IN/0105 · 012-2009-GRL-CR · 002– 2021– DE
_NUMBER = r"(?P<number>\d+(?:\.\d+)*(?:[-–/][\dA-ZÑ][\w.]*|\s?[-–/]\s?(?:\d+\b|[A-ZÑ]{2,}\b))*)"


@dataclass(frozen=True, slots=True)
class _Reader:
    first: re.Pattern[str]
    next: re.Pattern[str]
    dated: re.Pattern[str]
    plurals: tuple[str, ...]


@cache
def _reader(pack: Pack) -> _Reader:
    words = pack.details.norms
    sign = "|".join(sorted(map(re.escape, words.signs), key=len, reverse=True)) or r"(?!)"
    also = "|".join(map(re.escape, pack.details.dates.also)) or r"(?!)"
    dated = "|".join(sorted(map(re.escape, words.dated), key=len, reverse=True)) or r"(?!)"
    return _Reader(
        first=re.compile(rf"(?:(?:\s+[^\W\d]+){{0,3}}?\s*(?i:{sign})\s*|\s+){_NUMBER}"),
        next=re.compile(rf"\s*(?:,|(?i:{also})\s)\s*(?P<sign>(?i:{sign})\s*)?{_NUMBER}"),
        dated=re.compile(rf"[\s,(]*(?i:{dated})\s+(?=\d)"),
        plurals=pack.details.plurals,
    )


def find_norms(seen: MatchedText, pack: Pack) -> tuple[Norm, ...]:
    """Return the norms cited with a number, each once, with the date that follows the number, if one does."""
    reader = _reader(pack)
    norms: dict[tuple[str, str], Norm] = {}
    end = 0
    for hit in seen.hits[NORM]:
        if hit.start < end:
            continue
        for norm in _cited(seen.text, hit, reader, pack):
            norms.setdefault((norm.kind, norm.number), norm)
            end = norm.end
    return tuple(norms.values())


def _cited(text: str, hit: Match, reader: _Reader, pack: Pack) -> list[Norm]:
    match = reader.first.match(text, hit.end + (text[hit.end : hit.end + 1] == "."))
    norms: list[Norm] = []
    several = fold(text[hit.start : hit.end]).endswith(reader.plurals)
    while match:
        end, day = _dated(text, match.end(), reader, pack)
        start = match.start("number") if norms else hit.start
        number = _plain(match["number"])
        end -= len(text[start:end]) - len(text[start:end].rstrip(".-–/ "))
        norms.append(Norm(start, end, text[start:end], hit.label, number, day))
        match = reader.next.match(text, end)
        if match and not (several or match["sign"]):
            break
    return norms


def _plain(number: str) -> str:
    return re.sub(r"\s", "", number).replace("–", "-").rstrip(".-/")


def _dated(text: str, end: int, reader: _Reader, pack: Pack) -> tuple[int, str | None]:
    joined = reader.dated.match(text, end)
    if joined:
        for day in find_dates(text[joined.end() : joined.end() + DATE], pack)[:1]:
            if day.start == 0 and day.first == day.last:
                return joined.end() + day.end, day.first
    return end, None
