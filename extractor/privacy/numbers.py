"""Private numbers and addresses: identity documents, telephones, e-mail, ages of minors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractor.privacy.vocabulary import AGE, EMAIL, ID, NAME, PHONE, Private, Vocabulary
from rules.words import fold

_NEAR = 80  # an age this near a masked name is masked too
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_BARE_AGE = re.compile(r",?\s?\((\d{1,2})\)")


def find_emails(text: str, words: Vocabulary) -> Iterator[Private]:
    for match in _EMAIL.finditer(text):
        if not f".{match['domain'].lower()}".endswith(words.domains):
            yield Private(match.start(), match.end(), EMAIL, match.group())


def find_numbers(text: str, words: Vocabulary) -> Iterator[Private]:
    for match in words.id.finditer(text):
        yield Private(match.start("number"), match.end("number"), ID, match["number"])
    for pattern in (words.phone, words.shapes):
        for match in pattern.finditer(text):
            start = match.start("number") if pattern is words.phone else match.start()
            before = fold(text[max(0, match.start() - 24) : match.start()]).rstrip(" :.")
            number = text[start : match.end()]
            if not number.startswith(words.public_phones) and not before.endswith(words.public_phones):
                yield Private(start, match.end(), PHONE, number)


def find_ages(text: str, found: list[Private], words: Vocabulary) -> Iterator[Private]:
    """Ages under the adult age near a masked name: "15 años", or "(15)" right after it."""
    names = sorted((one.start, one.end) for one in found if one.kind == NAME)
    if not names:
        return
    ends = [end for _, end in names]
    for match in words.age.finditer(fold(text)):
        age = int(match["age"]) if match["age"].isdigit() else words.numbers[match["age"]]
        after = bisect_left(ends, match.start() - _NEAR)
        if age < words.adult and after < len(names) and names[after][0] <= match.end() + _NEAR:
            yield Private(match.start(), match.end(), AGE, text[match.start() : match.end()])
    for end in ends:
        bare = _BARE_AGE.match(text, end)
        if bare and int(bare[1]) < words.adult:
            yield Private(bare.start(1), bare.end(1), AGE, bare[1])
