"""Find and mask what a publication must not show: private persons' names, identity numbers, telephones, e-mail, ages.

Officials, institutions and public lines stay. A name is a run of capitalised words with known given names or surnames,
or what follows a word for a private person ("la agraviada …"); it is an official's if a title stands beside it. In
doubt a name is masked: a masked official is an inconvenience, a victim's name in print is a danger.
"""

from __future__ import annotations

from extractor.filing.details.lexicon import look
from extractor.privacy.names import find_names
from extractor.privacy.numbers import find_ages, find_emails, find_numbers
from extractor.privacy.vocabulary import Private, vocabulary
from rules.models import Pack

__all__ = ["Private", "find_private", "label", "mask"]


def mask(text: str, pack: Pack) -> str:
    """Return `text` with every piece of private data replaced by its label ("[nombre]", "[DNI]")."""
    pieces, end = [], 0
    for private in find_private(text, pack):
        pieces += [text[end : private.start], label(private, pack)]
        end = private.end
    return "".join([*pieces, text[end:]])


def label(private: Private, pack: Pack) -> str:
    """Return what stands in the place of a piece of private data: "[nombre]", "[DNI]"."""
    return vocabulary(pack).labels.get(private.kind, f"[{private.kind}]")


def find_private(text: str, pack: Pack) -> tuple[Private, ...]:
    """Return the private data in `text`, in order, without overlaps."""
    words = vocabulary(pack)
    found = [*find_emails(text, words), *find_numbers(text, words)]
    if any(char.isupper() for char in text):
        found += find_names(look(text, pack), words)
    return _apart([*found, *find_ages(text, found, words)])


def _apart(found: list[Private]) -> tuple[Private, ...]:
    kept: list[Private] = []
    for private in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or private.start >= kept[-1].end:
            kept.append(private)
    return tuple(kept)
