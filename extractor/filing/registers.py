"""What registers keep of a text: norms and what they create, networks by region, recommendations, organs and duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick

from extractor.core.model import Details
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
        after = [one for one in networks if one[0] >= norm.end and _creates(text[norm.end : one[0]], pack)]
        creates = after[0][2] if after else None
        yield RegisterEntry(
            NORM, norm.start, norm.end, norm.text, name=norm.kind, number=norm.number, date=norm.date,
            rank=ranks.get(fold(norm.kind)), region=region if creates else None, creates=creates,
        )  # fmt: skip


def _creates(between: str, pack: Pack) -> bool:
    """Does a norm create what stands behind these words?"""
    return bool(_any(pack.details.registers.creates).search(fold(between)))


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
    outcomes = {"not_taken_up": words.not_taken_up, "no_answer": words.no_answer, "taken_up": words.taken_up}
    outcome = next((name for name, phrases in outcomes.items() if _any(phrases).search(folded)), None)
    yield RegisterEntry(RECOMMENDATION, found.start(), len(text), text[found.start() :], to=to, outcome=outcome)


def _organs(text: str, pack: Pack) -> Iterator[RegisterEntry]:
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
