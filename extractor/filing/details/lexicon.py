"""The names and nouns of a pack, found in one pass for all details of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from rules.models import Pack
from rules.words import Match, Phrases, Words, fold, read_words

PLACE, NORM, PARTNER, CUE, NOUN = "place", "norm", "partner", "cue", "noun"
Hits = dict[str, list[Match]]
_STOPS = frozenset(",;:()|\n")  # no name of a place runs over these
_HOLE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True, eq=False)
class MatchedText:
    """A text with its words and the hits of the lexicon by kind (PLACE, NORM, …), the longest where they overlap."""

    words: Words
    folded: list[str]
    hits: Hits

    @property
    def text(self) -> str:
        return self.words.text

    def before(self, word: int, count: int = 6) -> list[str]:
        """Return the words before word number `word`, nearest last."""
        return self.folded[max(0, word - count) : word]


def look(text: str, pack: Pack) -> MatchedText:
    """Find all names and counted nouns of the pack in `text`."""
    words = read_words(text)
    hits: Hits = {PLACE: [], NORM: [], PARTNER: [], CUE: [], NOUN: []}
    for hit in _lexicon(pack).find(words):
        kind, _, label = hit.label.partition("\t")
        if kind == PLACE and not _STOPS.isdisjoint(text[hit.start : hit.end]):
            continue
        hits[kind].append(Match(label, hit.first, hit.last, hit.start, hit.end))
    return MatchedText(words, words.plain.split(), {kind: longest(found) for kind, found in hits.items()})


def longest(hits: list[Match]) -> list[Match]:
    """Keep, of hits that overlap, the one that starts first, and of those the longest, in order."""
    kept: list[Match] = []
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if not kept or hit.first > kept[-1].last:
            kept.append(hit)
    return kept


@cache
def _lexicon(pack: Pack) -> Phrases:
    return Phrases([*_names(pack), *_nouns(pack)], stem=False)


def _nouns(pack: Pack) -> Iterator[tuple[str, str]]:
    """Counted nouns in the plural, as the pack has them, and in the singular; what is not counted is labelled ""."""
    details = pack.details
    for noun in details.counted:
        yield from ((form, f"{NOUN}\t{noun}") for form in _numbers(noun, details.plurals))
    yield from ((phrase, f"{NOUN}\t") for phrase in details.not_counted)


def _numbers(noun: str, plurals: Sequence[str]) -> Iterator[str]:
    forms = [
        {word, *(word.removesuffix(ending) for ending in plurals)} if len(word) > 4 else {word} for word in noun.split()
    ]
    return map(" ".join, product(*forms))


def _names(pack: Pack) -> Iterator[tuple[str, str]]:
    details = pack.details
    for name in place_names(pack):
        yield name, f"{PLACE}\t{fold(name)}"
    for kind, forms in details.norms.kinds.items():
        yield from ((form, f"{NORM}\t{kind}") for form in (kind, *forms))
    bodies = {body.id: body.name for body in pack.bodies}
    for name, forms in details.partners.names.items():
        label = f"{PARTNER}\t{name}\t{bodies[name]}" if name in bodies else f"{PARTNER}\t\t{name}"
        yield from ((form, label) for form in ((name, *forms) if name not in bodies else forms))
    for body in pack.bodies:
        former = (former.name for former in body.former)
        yield from ((form, f"{PARTNER}\t{body.id}\t{body.name}") for form in (body.name, *body.written, *former))
        for form in dict.fromkeys(form for unit in body.units for form in (unit.pattern, *unit.written)):
            literal = max(_HOLE.split(form), key=len)
            yield literal, f"{PARTNER}\t{body.id}\t{'' if _HOLE.search(form) else form}"
    words = details.places
    for kind, phrases in (("region", words.region), ("province", words.province), ("district", words.district)):
        yield from ((phrase, f"{CUE}\t{kind}") for phrase in phrases)


def place_names(pack: Pack) -> Iterator[str]:
    """Yield every name of a place in the pack."""
    for region in pack.details.regions:
        yield from (region.name, *region.written, *region.towns, *region.zones)
        for province, districts in region.provinces.items():
            yield from (province, *districts)
