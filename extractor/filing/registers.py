"""What registers keep of a text: norms and what they create, networks by region, recommendations, organs and duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick

from extractor.core.model import Details, Norm
from rules.models import Pack
from rules.words import fold

NORM, NETWORK, RECOMMENDATION, ORGAN = "norm", "network", "recommendation", "organ"
KINDS = (NORM, NETWORK, RECOMMENDATION, ORGAN)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'’-]*"
_CLAUSE = re.compile(r"[.;,:()\n]")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An entry of a register, with the words it rests on. What is not told is None.

    `name` is a network's, an organ's, or the norm's kind; `creates` what a norm creates; `to` the body that something
    was recommended to; `outcome` taken_up, not_taken_up or no_answer; `duty` what an organ is charged with.
    """

    kind: str
    start: int
    end: int
    text: str
    name: str | None = None
    number: str | None = None
    date: str | None = None
    rank: int | None = None
    region: str | None = None
    creates: str | None = None
    to: str | None = None
    outcome: str | None = None
    duty: str | None = None


def may_tell(text: str, pack: Pack) -> bool:
    """Is there a word in the text by which it may tell of a network, a recommendation or a draft? Most have none."""
    return next(_words(pack).iter(fold(text)), None) is not None


def tells_draft(text: str, pack: Pack) -> bool:
    """Does the text speak of a norm, plan or other text that is not approved yet?"""
    return bool(_any(pack.details.registers.drafts).search(fold(text)))


@lru_cache(maxsize=8)
def _words(pack: Pack) -> ahocorasick.Automaton:
    words, made = pack.details.registers, ahocorasick.Automaton()
    for phrase in (*words.networks, *words.recommends, *words.drafts):
        made.add_word(fold(phrase), phrase)
    made.make_automaton()
    return made


def registered(text: str, details: Details, pack: Pack) -> tuple[RegisterEntry, ...]:
    """Return what a text tells for the registers, in the order of their kinds."""
    networks = list(_networks(text, pack))
    region = _region(details)
    return (
        *_norms(details, networks, region, pack, text),
        *(RegisterEntry(NETWORK, start, end, name, name=name, region=region) for start, end, name in networks),
        *_recommendations(text, details, pack),
        *_organs(text, pack),
    )


def _region(details: Details) -> str | None:
    """The only region that is named: of several, which one is meant cannot be told."""
    regions = {place.region for place in details.places if place.region}
    return regions.pop() if len(regions) == 1 else None


# --- networks and norms ----------------------------------------------------------------------------------------------


def _networks(text: str, pack: Pack) -> Iterator[tuple[int, int, str]]:
    words = pack.details.registers
    others = tuple(map(fold, words.not_networks))
    for found in _names(words.networks, words.links).finditer(text):
        if not fold(found.group()).startswith(others):
            yield found.start(), found.end(), found.group()


@cache
def _names(heads: tuple[str, ...], links: tuple[str, ...]) -> re.Pattern[str]:
    """A name: its head, and words with a capital, small words between them."""
    small = "|".join(map(re.escape, sorted(links, key=len, reverse=True))) or r"(?!)"
    first = "|".join(map(re.escape, sorted(heads, key=len, reverse=True))) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{first})(?:\s+(?:(?:{small})\s+){{0,3}}{_CAPITAL}){{1,12}}")


def _norms(
    details: Details, networks: Sequence[tuple[int, int, str]], region: str | None, pack: Pack, text: str
) -> Iterator[RegisterEntry]:
    ranks = {fold(kind): place for place, kind in enumerate(pack.details.registers.ranks, start=1)}
    for norm in details.norms:
        creates = _created_by(norm, networks, pack, text)
        yield RegisterEntry(
            NORM, norm.start, norm.end, norm.text, name=norm.kind, number=norm.number, date=norm.date,
            rank=ranks.get(fold(norm.kind)), region=region if creates else None, creates=creates,
        )  # fmt: skip


def _created_by(norm: Norm, networks: Sequence[tuple[int, int, str]], pack: Pack, text: str) -> str | None:
    """Return the name of what a norm creates: "… crea la Red", "la Red fue creada por …", "fue creada por … la Red"."""
    words = pack.details.registers
    for start, end, name in networks:
        if start >= norm.end and _any(words.creates).search(fold(text[norm.end : start])):
            return name
        clause = text[end : norm.start] if end <= norm.start else text[: norm.start]
        right_behind = start >= norm.end and _are_small(text[norm.end : start], pack)
        if (
            (end <= norm.start or right_behind)
            and _any(words.created).search(fold(clause))
            and not _CLAUSE.search(clause)
        ):
            return name
    return None


def _are_small(text: str, pack: Pack) -> bool:
    """Are there but commas and small words?"""
    return all(word in pack.details.registers.links for word in re.findall(r"\w+", fold(text)))


@cache
def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    options = "|".join(re.escape(fold(one)) for one in sorted(phrases, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)")


# --- recommendations and organs --------------------------------------------------------------------------------------


def _recommendations(text: str, details: Details, pack: Pack) -> Iterator[RegisterEntry]:
    words, folded = pack.details.registers, fold(text)
    found = _any(words.recommends).search(folded)
    if not found or _any(words.not_recommended).search(folded):
        return
    to = next((one.body for one in details.partners if one.body and one.start >= found.end()), None)
    to = to or _addressed(text, found.start(), details, pack)
    outcomes = {"not_taken_up": words.not_taken_up, "no_answer": words.no_answer, "taken_up": words.taken_up}
    outcome = next((name for name, phrases in outcomes.items() if _any(phrases).search(folded)), None)
    yield RegisterEntry(RECOMMENDATION, found.start(), len(text), text[found.start() :], to=to, outcome=outcome)


def _addressed(text: str, until: int, details: Details, pack: Pack) -> str | None:
    """The only body before what was recommended, if it is told to it, or said to have answered."""
    words, folded = pack.details.registers, fold(text)
    bodies = [one for one in details.partners if one.body and one.end <= until]
    if len(bodies) != 1:
        return None
    (one,) = bodies
    told = re.search(rf"(?:{_any(words.recommended_to).pattern})\s*$", folded[: one.start])
    answered = any(
        _any(phrases).search(folded, one.end, until)
        for phrases in (words.taken_up, words.not_taken_up, words.no_answer)
    )
    return one.body if told or answered else None


def _organs(text: str, pack: Pack) -> Iterator[RegisterEntry]:
    """Organs and what they are charged with, in whichever order they are told."""
    yield from _charged(text, pack)
    yield from _charged_to(text, pack)
    yield from _in_charge(text, pack)


def _charged_to(text: str, pack: Pack) -> Iterator[RegisterEntry]:
    """ "X está a cargo de la Oficina …", "Corresponde a la Oficina … hacer X": an organ right behind such words."""
    words = pack.details.registers
    for found in _any(words.charged_to).finditer(fold(text)):
        organ = _names(words.organs, words.links).search(text, found.end())
        if organ is None or not _are_small(text[found.end() : organ.start()], pack):
            continue
        opens = max((one.end() for one in _CLAUSE.finditer(text, 0, found.start())), default=0)
        cut = _CLAUSE.search(text, organ.end())
        end = cut.start() if cut else len(text)
        duty = text[opens : found.start()].strip() or text[organ.end() : end].strip()
        yield RegisterEntry(ORGAN, opens, end, text[opens:end].strip(), name=organ.group(), duty=duty or None)


def _in_charge(text: str, pack: Pack) -> Iterator[RegisterEntry]:
    """ "La responsable de X es la Oficina …": a duty, and its organ behind it."""
    words, folded = pack.details.registers, fold(text)
    for found in _any(words.in_charge).finditer(folded):
        is_ = _any(words.is_).search(folded, found.end())
        organ = _names(words.organs, words.links).search(text, is_.end()) if is_ else None
        if is_ and organ and _are_small(text[is_.end() : organ.start()], pack) and not text[: found.start()].strip():
            duty = text[found.end() : is_.start()].strip()
            start, end = found.start(), organ.end()
            yield RegisterEntry(ORGAN, start, end, text[start:end], name=organ.group(), duty=duty or None)


def _charged(text: str, pack: Pack) -> Iterator[RegisterEntry]:
    """An organ right before the words that charge it, and what they charge it with."""
    words, folded = pack.details.registers, fold(text)
    for charged in _any(words.charged).finditer(folded):
        names = list(_names(words.organs, words.links).finditer(text, 0, charged.start()))
        if names and not text[names[-1].end() : charged.start()].strip(" ,"):
            cut = _CLAUSE.search(text, charged.end())
            end = cut.start() if cut else len(text)
            name = names[-1].group()
            start = names[-1].start()
            yield RegisterEntry(
                ORGAN, start, end, text[start:end], name=name, duty=text[charged.end() : end].strip() or None
            )
