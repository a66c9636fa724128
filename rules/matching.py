"""Find every phrase of a pack in a text in one pass, and the facets they show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rules.forms import Forms, holes
from rules.models import FacetRule, Pack
from rules.words import HOLE, Match, Phrases, Words, read_words

if TYPE_CHECKING:
    from rules.misread import Lexicon

Hits = list[Match]
FIRST = "first:"  # "first:activity.operativo": of all activities, the text names this one first


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What a pack sees in a text: where each phrase, facet and facet class holds. Facets are in `facets` too.

    `hits` also holds "first:" + facet for the facet of each class that the text names first. `shaped` are the words,
    each that has a form replaced by its name.
    """

    words: Words
    shaped: Words
    hits: dict[str, Hits]
    facets: dict[str, Hits]


class Matcher:
    """All phrases of a pack, compiled. Read-only once made; `find` is linear in the text."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.facet_rules = {rule.id: rule for rule in pack.facets}
        self._unless = {rule.id: frozenset(rule.unless) for rule in pack.facets}
        self._near = {rule.id: frozenset(rule.near) for rule in pack.facets}
        self.facets = {path for name in self.facet_rules for path in paths(name)}
        self._shown_by: dict[str, list[FacetRule]] = {}
        for rule in pack.facets:
            for phrase in rule.phrases:
                self._shown_by.setdefault(phrase, []).append(rule)
        phrases = dict.fromkeys(phrase for phrase in _phrases(pack) if not self.is_facet(phrase))
        self._phrases = Phrases((phrase, phrase) for phrase in phrases if not holes(phrase))
        self._forms = Forms(pack.forms)
        self._shaped = Phrases(((phrase, phrase) for phrase in phrases if holes(phrase)), stem=False)

    def is_facet(self, condition: str) -> bool:
        """Is the condition a facet, a class, or "first:" and one of these?"""
        return condition.removeprefix(FIRST) in self.facets

    def shaped(self, words: Words) -> Words:
        """Return the words with the name of its form in place of each that has one."""
        return self._forms.shaped(words)

    def find(self, text: str, misread: bool = False) -> MatchResult:
        """Return the phrases and facets of `text`; words that OCR may have misread are taken for what they resemble."""
        words = read_words(text)
        if misread:
            words = lexicon(self.pack).mended(words)
        hits: dict[str, Hits] = {}
        shaped = self.shaped(words)
        for hit in (*self._phrases.find(words), *self._shaped.find(shaped)):
            hits.setdefault(hit.label, []).append(hit)
        facets = self._facets(hits)
        for name, shown in facets.items():
            for path in paths(name):
                hits.setdefault(path, []).extend(shown)
        hits.update(leading(facets))
        return MatchResult(words, shaped, hits, facets)

    def _facets(self, hits: dict[str, Hits]) -> dict[str, Hits]:
        candidates: dict[str, Hits] = {}
        for phrase, found in hits.items():
            for rule in self._shown_by.get(phrase, ()):
                candidates.setdefault(rule.id, []).extend(found)
        facets = {}
        for name, found in candidates.items():
            rule = self.facet_rules[name]
            if rule.unless:
                found = apart(found, gather(hits, self._unless[name]))
            if rule.near:
                found = close(found, gather(hits, self._near[name]), rule.window)
            if found:
                facets[name] = found
        return facets


@lru_cache(maxsize=16)
def matcher(pack: Pack) -> Matcher:
    """Compile a pack's phrases, once per pack."""
    return Matcher(pack)


@lru_cache(maxsize=4)
def lexicon(pack: Pack) -> Lexicon:
    """Collect the words of a pack, once per pack: its phrases and examples; names are those of persons and places."""
    from rules.misread import Lexicon  # rapidfuzz is slow to load, and only scans need it

    known = matcher(pack)
    phrases = [HOLE.sub(" ", phrase) for phrase in _phrases(pack) if not known.is_facet(phrase)]
    whole = [phrase for phrase in phrases if not phrase.rstrip().endswith("*")]
    labels = [duty.label for duty in pack.obligations] + [body.name for body in pack.bodies]
    names = (*_texts(pack.masking), *_texts(pack.details), *phrases)
    return Lexicon([*whole, *_examples(pack), *labels, *pack.reading.words], names)


@lru_cache(maxsize=4096)
def paths(facet: str) -> tuple[str, ...]:
    """Return the names under which a facet may be asked for: itself, the facet it is a variant of, and its class."""
    parts = facet.split(".")
    return tuple(".".join(parts[:size]) for size in range(len(parts), 0, -1))


def leading(facets: dict[str, Hits]) -> dict[str, Hits]:
    """Return, under "first:" and its names, the facet of each class that is named first; the longer of two phrases."""
    first: dict[str, tuple[int, int]] = {}
    for name, hits in facets.items():
        kind = name.partition(".")[0]
        earliest = min((hit.first, -hit.last) for hit in hits)
        first[kind] = min(first.get(kind, earliest), earliest)
    found: dict[str, Hits] = {}
    for name, hits in facets.items():
        place = first[name.partition(".")[0]]
        for hit in hits:
            if (hit.first, -hit.last) == place:
                found.update((FIRST + path, [hit]) for path in paths(name))
    return found


def gather(hits: dict[str, Hits], conditions: Set[str]) -> Hits:
    """Return the hits of any of these conditions, in order of their end."""
    names = conditions if len(conditions) < len(hits) else hits
    found = [hit for name in names if name in conditions and name in hits for hit in hits[name]]
    found.sort(key=lambda hit: (hit.last, hit.first, hit.label))
    return found


def close(hits: Sequence[Match], others: Sequence[Match], gap: int) -> Hits:
    """Return the hits with one of `others` (sorted by end) at most `gap` words away; a gap of -1: sharing a word."""
    ends = [other.last for other in others]
    kept = []
    for hit in hits:
        nearest = bisect_left(ends, hit.first - gap - 1)
        if nearest < len(others) and others[nearest].first <= hit.last + gap + 1:
            kept.append(hit)
    return kept


def apart(hits: Sequence[Match], others: Sequence[Match]) -> Hits:
    """Return the hits that share no word with any of `others` (sorted by end)."""
    shared = {id(hit) for hit in close(hits, others, -1)}
    return [hit for hit in hits if id(hit) not in shared]


def _phrases(pack: Pack) -> Iterator[str]:
    for facet in pack.facets:
        yield from (*facet.phrases, *facet.near, *facet.unless)
    for cue in pack.cues:
        yield from (*cue.phrases, *cue.targets, *cue.speakers, *cue.terminators, *cue.pseudo)
    for rule in pack.rules:
        yield from (*rule.all, *rule.any, *rule.none)


def _examples(pack: Pack) -> Iterator[str]:
    for facet in pack.facets:
        yield from (*facet.examples, *facet.counterexamples)
    for cue in pack.cues:
        yield from (*cue.examples, *cue.counterexamples)
    for rule in pack.rules:
        yield from (*rule.examples, *rule.counterexamples)


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a part of a pack."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield from _texts([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
