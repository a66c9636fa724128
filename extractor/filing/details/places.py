"""Places named: regions, provinces, districts, and whose region it is where the name alone does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.core.model import Place
from extractor.filing.details.lexicon import CUE, PLACE, MatchedText
from rules.models import Pack
from rules.words import Match, fold

KINDS = ("region", "province", "district")  # a bare name that is several is the largest of them
_WORD = re.compile(r"[^\W_]+")
_CAPITALS = re.compile(r"[A-ZÁÉÍÓÚÑ][\w'’]+(?:\s+(?:[a-z]{1,3}\s+){0,2}[A-ZÁÉÍÓÚÑ][\w'’]+){0,3}")


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Places by folded name, and the words that tell a place from another thing of that name."""

    places: dict[str, tuple[_Candidate, ...]]
    cues: tuple[tuple[str, tuple[str, ...]], ...]
    before: frozenset[str]
    links: frozenset[str]
    not_after: tuple[str, ...]
    careful: frozenset[str]


@cache
def _gazetteer(pack: Pack) -> _Gazetteer:
    words = pack.details.places
    places: dict[str, list[_Candidate]] = {}
    for key, candidate in _candidates(pack):
        if candidate not in places.setdefault(key, []):
            places[key].append(candidate)
    cues = (("region", words.region), ("province", words.province), ("district", words.district))
    return _Gazetteer(
        places={key: tuple(found) for key, found in places.items()},
        cues=tuple((kind, _endings(phrases)) for kind, phrases in cues),
        before=frozenset(map(fold, words.before)),
        links=frozenset(map(fold, pack.details.partners.links)),
        not_after=_endings(words.not_after),
        careful=frozenset(map(fold, words.careful)),
    )


def _candidates(pack: Pack) -> Iterator[tuple[str, _Candidate]]:
    for region in pack.details.regions:
        own = _Candidate("region", region.name, region.name)
        found: dict[str, dict[str, _Candidate]] = {"province": {}, "district": {}}
        for province, districts in region.provinces.items():
            found["province"][province] = _Candidate("province", province, region.name)
            found["district"] |= {name: _Candidate("district", name, region.name) for name in districts}
        yield from ((fold(name), own) for name in (region.name, *region.written))
        for named in found.values():
            yield from ((fold(name), candidate) for name, candidate in named.items())
        yield from ((fold(town), found["district"][name]) for town, name in region.towns.items())
        yield from ((fold(zone), found["province"][name]) for zone, name in region.zones.items())


def _endings(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" " + " ".join(_WORD.findall(fold(phrase))) for phrase in phrases)


@dataclass(frozen=True, slots=True)
class _Mention:
    hit: Match
    candidates: tuple[_Candidate, ...]
    cue: str  # the kind its words name, or ""
    placed: bool  # a preposition, a list or a bracket says that a place follows
    coupled: bool  # "y" couples it to a place


def find_places(seen: MatchedText, pack: Pack) -> tuple[Place, ...]:
    """Return the places named, each once, in order.

    A name counts where it is written with a capital. What also names something common, or is only a district, needs
    a word that shows a place ("distrito de", "en", a list of places) or a region of its own elsewhere in the text.
    """
    gazetteer = _gazetteer(pack)
    mentions = list(_mentions(seen, gazetteer))
    regions = {m.candidates[0].region for m in mentions if _has_one_region(m) and _is_sure(m, gazetteer)}
    regions |= {c.region for m in mentions for c in m.candidates if c.kind == "region"}
    places = [place for mention in mentions for place in _resolve(mention, regions, seen, gazetteer)]
    places += _unlisted(seen)
    unique: dict[tuple[str, str], Place] = {}
    for place in sorted(places, key=lambda place: place.start):
        unique.setdefault((place.kind, place.name), place)
    return tuple(unique.values())


def _mentions(seen: MatchedText, gazetteer: _Gazetteer) -> Iterator[_Mention]:
    previous: _Mention | None = None
    for hit in seen.hits[PLACE]:
        before = " " + " ".join(seen.before(hit.first))
        if before.endswith(gazetteer.not_after) or not _is_capitalised(seen, hit):
            continue
        kind = _cue(before, gazetteer)
        follows = previous is not None and _is_list(seen, previous.hit, hit, gazetteer)
        if not kind and follows and previous is not None:
            kind = previous.cue
        mark = seen.text[max(0, hit.start - 2) : hit.start].strip()[-1:]
        placed = follows or mark in ("(", "-", "–") or bool({*seen.before(hit.first, 1)} & gazetteer.before)
        coupled = follows and previous is not None and "," not in seen.text[previous.hit.end : hit.start]
        previous = _Mention(hit, gazetteer.places[hit.label], kind, placed, coupled)
        yield previous


def _is_capitalised(seen: MatchedText, hit: Match) -> bool:
    return seen.text[hit.start].isupper() and seen.text[seen.words.starts[hit.last]].isupper()


def _cue(before: str, gazetteer: _Gazetteer) -> str:
    words = before.split()
    while words and words[-1] in gazetteer.links:
        words.pop()
    said = " " + " ".join(words)
    return next((kind for kind, endings in gazetteer.cues if said.endswith(endings)), "")


def _is_list(seen: MatchedText, previous: Match, hit: Match, gazetteer: _Gazetteer) -> bool:
    """Does a place follow another with nothing but a comma, "y" or "de la" between them?"""
    between = seen.text[previous.end : hit.start]
    words = seen.folded[previous.last + 1 : hit.first]
    return len(between) < 12 and not set(between) & set(".;:") and all(word in gazetteer.links for word in words)


def _is_sure(mention: _Mention, gazetteer: _Gazetteer) -> bool:
    name = fold(mention.candidates[0].name)
    return bool(mention.cue) or (
        name not in gazetteer.careful and (mention.placed or _has_large(mention) or len(mention.candidates) == 1)
    )


def _has_one_region(mention: _Mention) -> bool:
    return len({candidate.region for candidate in mention.candidates}) == 1


def _has_large(mention: _Mention) -> bool:
    return any(candidate.kind != "district" for candidate in mention.candidates)


def _resolve(mention: _Mention, regions: set[str], seen: MatchedText, gazetteer: _Gazetteer) -> Iterator[Place]:
    of_kind = tuple(c for c in mention.candidates if c.kind == mention.cue) or mention.candidates
    near = tuple(c for c in of_kind if c.region in regions)
    text = seen.text[mention.hit.start : mention.hit.end]
    if not _is_sure(mention, gazetteer) and not (near and mention.placed):
        return
    if not mention.cue and text.isupper() and not _has_large(mention):
        return  # in a line of capitals every word looks like a name
    found = near or of_kind
    kind = next(kind for kind in KINDS if any(c.kind == kind for c in found))
    best = [c for c in found if c.kind == kind]
    region = best[0].region if len(best) == 1 else None
    yield Place(mention.hit.start, mention.hit.end, text, kind, best[0].name, region)


def _unlisted(seen: MatchedText) -> Iterator[Place]:
    """Places that the pack does not list but the text calls a province or district: "distrito de Nuevo Amanecer"."""
    known = [hit.start for hit in seen.hits[PLACE]]
    for cue in seen.hits[CUE]:
        rest = re.compile(r"\s+(?:de(?:\s+l[ao]s?)?|del)\s+").match(seen.text, cue.end)
        match = rest and _CAPITALS.match(seen.text, rest.end())
        if match and cue.label != "region" and not any(match.start() <= start < match.end() for start in known):
            yield Place(match.start(), match.end(), match.group(), cue.label, match.group(), None)
