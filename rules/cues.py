"""Which cues hold in a text, and over which words (after ConText: direction, window, terminators, pseudo-cues)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rules.matching import Matcher, MatchResult, apart, close, gather, matcher, paths
from rules.models import Cue, Pack
from rules.settings import SPEAKER_REACH
from rules.words import Match, Words

_STOP = re.compile(r"[.;:!?]\s|\n")  # between two words: the sentence or clause ends


@dataclass(frozen=True, slots=True)
class Cued:
    """A cue that holds: its words and the words in its scope, by number, last one included."""

    cue: Cue
    hit: Match
    first: int
    last: int


def cues_in(found: MatchResult, pack: Pack, institution: str | None = None) -> list[Cued]:
    """Return the cues that hold in what `institution` writes, in the order of the text."""
    return cues_by_writer(found, pack, [institution])[0]


def cues_by_writer(found: MatchResult, pack: Pack, institutions: Sequence[str | None]) -> list[list[Cued]]:
    """Return what `cues_in` does for each writer; cues that no speaker decides are looked at once."""
    by_phrase = _compiled(pack)
    phrases = [phrase for phrase in found.hits if phrase in by_phrase]
    spoken = dict.fromkeys(words for phrase in phrases for words in by_phrase[phrase])
    if not spoken:
        return [[] for _ in institutions]
    stops = _stops(found.words)
    anyones = [cued for words in spoken if not words.cue.speakers for cued in _holding(words, found, stops, {})]
    told = [words for words in spoken if words.cue.speakers]
    heard = []
    for institution in institutions:
        speakers = _speakers(pack, institution)
        holding = [*anyones, *(cued for words in told for cued in _holding(words, found, stops, speakers))]
        heard.append(sorted(holding, key=lambda cued: (cued.hit.first, -cued.hit.last, cued.cue.id)))
    return heard


@dataclass(frozen=True, slots=True, eq=False)
class _CueWords:
    """A cue with its lists as sets."""

    cue: Cue
    phrases: frozenset[str]
    targets: frozenset[str]
    terminators: frozenset[str]
    pseudo: frozenset[str]


@cache
def _compiled(pack: Pack) -> dict[str, list[_CueWords]]:
    """The pack's cues by the phrases that may be one."""
    by_phrase: dict[str, list[_CueWords]] = {}
    for cue in pack.cues:
        lists = (cue.phrases, cue.targets, cue.terminators, cue.pseudo)
        words = _CueWords(cue, *map(frozenset, lists))
        for phrase in words.phrases:
            by_phrase.setdefault(phrase, []).append(words)
    return by_phrase


@lru_cache(maxsize=256)
def _speakers(pack: Pack, institution: str | None) -> dict[str, frozenset[str]]:
    """For each cue that needs one, the phrases and facets that name a speaker other than the writer."""
    own = {facet.id for facet in pack.facets if facet.body and facet.body == institution}
    others = [facet.id for facet in pack.facets if own.isdisjoint(paths(facet.id))]
    return {cue.id: _others(cue, others, matcher(pack)) for cue in pack.cues if cue.speakers}


def _others(cue: Cue, others: list[str], known: Matcher) -> frozenset[str]:
    phrases = [name for name in cue.speakers if not known.is_facet(name)]
    return frozenset([*phrases, *(name for name in others if not set(cue.speakers).isdisjoint(paths(name)))])


def _holding(words: _CueWords, found: MatchResult, stops: list[int], speakers: dict[str, frozenset[str]]) -> list[Cued]:
    hits = apart(gather(found.hits, words.phrases), gather(found.hits, words.pseudo))
    if words.cue.opens is not None:
        hits = [hit for hit in hits if _words_before(hit, stops) <= words.cue.opens]
    if words.cue.id in speakers:
        said = _says_after if words.cue.speaker_follows else _said_by
        hits = said(hits, gather(found.hits, speakers[words.cue.id]))
    terminators = gather(found.hits, words.terminators)
    scoped = [_scope(words.cue, hit, terminators, stops, len(found.words)) for hit in hits]
    if not words.targets:
        return scoped
    scopes = [Match("", cued.first, cued.last, 0, 0) for cued in scoped]
    kept = {id(scope) for scope in close(scopes, gather(found.hits, words.targets), -1)}
    return [cued for cued, scope in zip(scoped, scopes, strict=True) if id(scope) in kept]


def _words_before(hit: Match, stops: list[int]) -> int:
    """Count the words of a hit's sentence that stand before it; `stops` are the words that end one."""
    before = bisect_left(stops, hit.first)
    return hit.first - (stops[before - 1] + 1 if before else 0)


def _said_by(hits: list[Match], speakers: list[Match]) -> list[Match]:
    """Return the hits with a speaker shortly before them."""
    ends = [speaker.last for speaker in speakers]
    return [
        hit
        for hit in hits
        if (place := bisect_left(ends, hit.first) - 1) >= 0 and hit.first - ends[place] <= SPEAKER_REACH + 1
    ]


def _says_after(hits: list[Match], speakers: list[Match]) -> list[Match]:
    """Return the hits with a speaker shortly after them."""
    return [hit for hit in hits if any(0 < speaker.first - hit.last <= SPEAKER_REACH + 1 for speaker in speakers)]


def _scope(cue: Cue, hit: Match, terminators: list[Match], stops: list[int], length: int) -> Cued:
    """The scope includes the cue itself, so that a cue may hold its own target ("no registra casos")."""
    first, last = hit.first, hit.last
    if cue.direction in ("forward", "both"):
        stop = bisect_left(stops, last)
        last = min(last + cue.window, length - 1, stops[stop] if stop < len(stops) else length)
        after = bisect_left(terminators, hit.last + 1, key=lambda other: other.last)
        if after < len(terminators) and terminators[after].first > hit.last:
            last = min(last, terminators[after].first - 1)
    if cue.direction in ("backward", "both"):
        stop = bisect_left(stops, first) - 1
        first = max(first - cue.window, 0, stops[stop] + 1 if stop >= 0 else 0)
        before = bisect_left(terminators, hit.first, key=lambda other: other.last) - 1
        if before >= 0:
            first = max(first, terminators[before].last + 1)
    return Cued(cue, hit, first, last)


def _stops(words: Words) -> list[int]:
    """Numbers of the words after which a sentence or clause ends."""
    text, starts, ends = words.text, words.starts, words.ends
    return [
        number
        for number, (end, start) in enumerate(zip(ends, starts[1:], strict=False))
        if start - end > 1 and _STOP.search(text, end, start)
    ]
