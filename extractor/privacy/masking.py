"""Find and mask what a publication must not show: whatever may name a private person or lead to one.

A run of capitalised words is masked unless it is known to be public: an institution, an office, a place, a norm, a
street's or a school's name, everyday words, or an official named with the office. In doubt it is masked: a masked
official costs a key press (`veeduria privacy`), a victim's name in print is a danger. What is found once is masked
everywhere in its document: `KnownNames` carries it from the whole text to its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor.filing.details.lexicon import look
from extractor.privacy.addresses import find_addresses, find_numbered, without_offices
from extractor.privacy.ages import find_ages
from extractor.privacy.codes import cited, find_codes
from extractor.privacy.entities import find_entities
from extractor.privacy.expressions import expressions
from extractor.privacy.initials import find_initials
from extractor.privacy.names import NOTHING, KnownNames, find_names, lies_in
from extractor.privacy.numbers import find_emails, find_numbers, find_plates, find_row_births, find_row_files
from extractor.privacy.persons import find_aliases, find_called, find_nicknamed, find_schools, find_titled
from extractor.privacy.settings import BRIDGE
from extractor.privacy.small import tokens
from extractor.privacy.vocabulary import NAME, NameVocabulary, Private, vocabulary
from rules.models import Pack
from rules.words import fold

_BRIDGE = re.compile(r" [^\W\d_]{1,3}\. (?:[^\W\d_]{1,3} )?|\. [^\W\d_]{1,3} | [^\W\d_a-zß-ÿ]\w+ ")
_SPLIT = re.compile(r" ([a-zß-ÿ]{2,3}) ")  # what a blank in a word leaves: "Yani na Ejemplo"
_QUOTES = re.compile(r"[\"“«](?P<said>[^\W\d_a-zß-ÿ]\w*\.?(?: [^\W_]\w*\.?){1,3})[\"”»]")

__all__ = ["NOTHING", "KnownNames", "find_private", "label", "mask", "phrase_of", "put_labels", "survey"]


def mask(text: str, pack: Pack, known: KnownNames = NOTHING) -> str:
    """Return `text` with every piece of private data replaced by its label ("[nombre]", "[DNI]")."""
    return put_labels(text, find_private(text, pack, known), pack)


def put_labels(text: str, found: Iterable[Private], pack: Pack) -> str:
    """Return `text` with these pieces replaced by their labels."""
    pieces, end = [], 0
    for private in found:
        pieces += [text[end : private.start], label(private, pack)]
        end = private.end
    return "".join([*pieces, text[end:]])


def label(private: Private, pack: Pack) -> str:
    """Return what stands in the place of a piece of private data: "[nombre]", "[DNI]"."""
    return vocabulary(pack).labels.get(private.kind, f"[{private.kind}]")


def find_private(text: str, pack: Pack, known: KnownNames = NOTHING) -> tuple[Private, ...]:
    """Return the private data in `text`, in order, without overlaps."""
    return survey(text, pack, known)[0]


def survey(text: str, pack: Pack, known: KnownNames = NOTHING) -> tuple[tuple[Private, ...], KnownNames]:
    """Return the private data in `text`, and what it teaches about the rest of its document."""
    words, number = vocabulary(pack), expressions(pack)
    hidden = list(_hidden(text, known))
    addresses = list(find_addresses(text, pack))
    found = [*find_emails(text, number), *find_numbers(text, number)]
    found += find_plates(text, words)
    if not any(char.isalpha() for char in text):
        found += [*hidden, *find_aliases(text, pack)]
        found += addresses
        found += find_ages(text, found, pack)
        codes, numbers = find_codes(text, found, pack, known.numbers)
        return _apart(_held([*found, *codes], known)), replace(known, numbers=numbers)
    cut = tokens(text, words)
    papers = cited(text, pack)
    ends = {end for _start, end in papers}
    found = [one for one in found if one.start not in ends]  # a document's number has the shape of a telephone's
    names, known = find_names(cut, look(text, pack), words, known, find_entities(text, pack), papers)
    found += [
        *find_aliases(text, pack, quoted=True),
        *find_nicknamed(text, words),
        *names,
        *hidden,
        *find_aliases(text, pack),
    ]
    found += [one for one in find_called(text, words) if not any(one.start <= n.start < one.end for n in names)]
    found += find_titled(text, words)
    found += [one for one in find_initials(cut, pack) if not lies_in(one.start, one.end, papers)]
    found += list(without_offices(text, addresses, found, pack))
    found += list(find_numbered(text, found, pack))
    found += find_row_files(text, number, found)
    found += find_row_births(text, number, found)
    found += find_ages(text, found, pack)
    found += find_schools(text, found, pack)
    codes, numbers = find_codes(text, found, pack, known.numbers)
    return _whole(text, _apart(_held([*found, *codes], known)), words), replace(known, numbers=numbers)


def _hidden(text: str, known: KnownNames) -> Iterator[Private]:
    """Yield what a person said to be private, wherever it stands."""
    folded = fold(text) if known.hidden else ""
    for phrase in known.hidden:
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded):
            yield Private(match.start(), match.end(), NAME, text[match.start() : match.end()])


def _held(found: list[Private], known: KnownNames) -> list[Private]:
    """Leave out what a person said to be public."""
    if not known.released:
        return found
    return [one for one in found if phrase_of(one.text) not in known.released]


def phrase_of(text: str) -> str:
    """Return a masked run as it is kept when somebody has said what it is: folded, single blanks."""
    return " ".join(fold(text).strip(" .,;:\"'“”«»").split())


def _whole(text: str, pieces: tuple[Private, ...], words: NameVocabulary) -> tuple[Private, ...]:
    """Join names with a word or an abbreviation between them ("Rosa Ejemplo vda. de Prueba"), and fill quotes."""
    joined: list[Private] = []
    for one in pieces:
        last = joined[-1] if joined else None
        if last and last.kind == one.kind == NAME and _is_one(text, last.end, one.start, words):
            joined[-1] = Private(last.start, one.end, NAME, text[last.start : one.end])
        else:
            joined.append(one)
    quotes = [match.span("said") for match in _QUOTES.finditer(text)] if joined else []
    return tuple(_fill(text, one, quotes) for one in joined)


def _is_one(text: str, start: int, end: int, words: NameVocabulary) -> bool:
    """Are two names one, with an abbreviation, a word with a capital or a piece of a word between them?"""
    if _BRIDGE.fullmatch(text, start, end):
        return True
    said = text[start:end].replace(",", " ").split()
    if 0 < len(said) <= BRIDGE and not words.marriages.isdisjoint(said):
        return all(word in words.marriages or word in words.small for word in said)  # "X viuda de Y"
    split = _SPLIT.fullmatch(text, start, end)
    return bool(split and split[1] not in words.small and split[1] not in words.ordinary)


def _fill(text: str, one: Private, quotes: list[tuple[int, int]]) -> Private:
    for start, end in quotes:
        if one.kind == NAME and start <= one.start and one.end <= end:
            return Private(start, end, NAME, text[start:end])
    return one


def _apart(found: list[Private]) -> tuple[Private, ...]:
    """Keep, of pieces that overlap, the longest; what it leaves uncovered of another is kept too."""
    kept: list[Private] = []
    for private in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or private.start >= kept[-1].end:
            kept.append(private)
        elif private.end > kept[-1].end:
            last = kept[-1]
            text = last.text + private.text[last.end - private.start :]
            kept[-1] = Private(last.start, private.end, last.kind, text)
    return tuple(kept)
