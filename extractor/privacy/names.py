"""Names of private persons: runs of capitalised words that nothing shows to be public."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.filing.details.lexicon import PARTNER, PLACE, MatchedText
from extractor.privacy.capitals import acts
from extractor.privacy.entities import Span, named
from extractor.privacy.judging import is_known_official, is_private
from extractor.privacy.officials import Public, is_official, named_after, named_with_office
from extractor.privacy.reach import beside, reach
from extractor.privacy.runs import NAMES, Name, candidates
from extractor.privacy.tokens import INITIAL, NO_CASE, Tokens
from extractor.privacy.vocabulary import NAME, WEAK, NameVocabulary, Private
from rules.words import fold


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What is known before a text is read: the parts of private names of its document, and of officials' names.

    `released` and `hidden` are the runs that a person said to be public or private, folded; `numbers` those, folded
    too, that are public wherever they stand in the document: a norm's, a file's under "Ref.".
    """

    private: frozenset[str] = frozenset()
    officials: tuple[frozenset[str], ...] = ()
    released: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


NOTHING = KnownNames()
_BROKEN = re.compile(r"-[ \t]*\n[ \t]*[^\W\d_]+")  # a word that the end of a line breaks


def find_names(
    text: Tokens,
    seen: MatchedText,
    words: NameVocabulary,
    known: KnownNames = NOTHING,
    entities: Sequence[Span] = (),
    cited: Sequence[tuple[int, int]] = (),
) -> tuple[list[Private], KnownNames]:
    """Return the names of private persons in a text, and what its names teach for the rest of its document.

    `entities` are more places where somebody may be named, and whether a person is; in those `cited` nobody is.
    """
    public = _public(text, seen)
    names = list(candidates(text, words, public))
    names += _apart(named(text, entities, words), names)
    names = [name for name in names if not lies_in(text.starts[name.first], text.ends[name.last], cited)]
    officials = [*known.officials, *(parts for parts in named_with_office(text, names, words) if len(parts) > 1)]
    private = [
        name
        for name in names
        if not _is_released(text, name, known) and is_private(text, name, words, public, officials)
    ]
    hidden = set(private)
    private = [reach(text, name, words, public) for name in private]
    private += [other for name in private for other in beside(text, name, words)]
    private = [name for name in private if not _is_released(text, name, known)]
    found = [_piece(text, name.first, name.last) for name in private]
    again = known.private | {part for name in private for part in parts_of(text, name, words)}
    taken = {index for name in private for index in range(name.first, name.last + 1)}
    spared = {
        index
        for name in names
        if is_official(text, name, words)
        or (named_after(text, name, words, public) and not again.issuperset(parts_of(text, name, words)))
        or (name not in hidden and is_known_official(text, name, officials))
        for index in range(name.first, name.last + 1)
    }
    for index, word in enumerate(text.folded):
        if word in again and index not in taken and index not in spared and _recurs(text, index, public, words):
            found.append(_piece(text, index, index))
    return found, replace(known, private=frozenset(again), officials=tuple(dict.fromkeys(officials)))


def lies_in(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Does one of these spans, in order and apart, cover a place?"""
    before = bisect_right(spans, start, key=lambda span: span[0])
    return before > 0 and end <= spans[before - 1][1]


def _apart(more: Iterable[Name], names: Sequence[Name]) -> list[Name]:
    """Return those of more runs that none of the others covers."""
    taken = {index for name in names for index in range(name.first, name.last + 1)}
    return [name for name in more if taken.isdisjoint(range(name.first, name.last + 1))]


def _is_released(text: Tokens, name: Name, known: KnownNames) -> bool:
    if not known.released:
        return False
    raw = fold(text.text[text.starts[name.first] : text.ends[name.last]])
    return " ".join(raw.split()) in known.released


def parts_of(text: Tokens, name: Name, words: NameVocabulary) -> Iterator[str]:
    """Yield the words of a name by which its bearer may be named again."""
    for index, kind in zip(range(name.first, name.last + 1), name.kinds, strict=True):
        word = text.folded[index]
        if kind in "NUCA" + WEAK and (len(word) > 2 or kind == NO_CASE) and word not in words.particles:
            yield word


def _recurs(text: Tokens, index: int, public: Public, words: NameVocabulary) -> bool:
    kind = text.kinds[index]
    if kind == WEAK:  # a surname that is a word for a market or a month too: "Mercado dijo"
        return index not in public and text.folded[index] in words.surnames and acts(text, index, words)
    return kind == NO_CASE or (text.capital[index] and kind in NAMES and index not in public)


def _piece(text: Tokens, first: int, last: int) -> Private:
    start, end = text.starts[first], text.ends[last]
    if text.kinds[last] == INITIAL and text.text[end : end + 1] == ".":
        end += 1
    broken = _BROKEN.match(text.text, end)
    end = broken.end() if broken else end
    return Private(start, end, NAME, text.text[start:end])


def _public(text: Tokens, seen: MatchedText) -> Public:
    """Words of a place's or an organisation's name, as the pack has it, each with where that name lies."""
    found: Public = {}
    hits = [(hit.start, hit.end) for kind in (PLACE, PARTNER) for hit in seen.hits[kind]]
    if not hits:
        return found
    hits.sort()
    place = 0
    for index, (start, end) in enumerate(zip(text.starts, text.ends, strict=True)):
        while place < len(hits) and hits[place][1] <= start:
            place += 1
        around = [hit for hit in hits[place : place + 4] if hit[0] <= start and end <= hit[1]]
        if around:
            found[index] = max(around, key=lambda hit: hit[1] - hit[0])
    return found
