"""A private piece of text, and the pack's words that show one, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rules.models import Pack
from rules.words import fold

NAME, ID, PHONE, EMAIL, AGE = "name", "id", "phone", "email", "age"

_DIGITS = r"(?P<number>\d(?:[ .-]?\d){5,11})"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Private:
    """A piece of private data: `text[start:end]`; `kind` is name, id, phone, email or age."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pack's words, folded."""

    given: frozenset[str]
    surnames: frozenset[str]
    common: frozenset[str]
    particles: frozenset[str]
    cues: frozenset[str]
    between: frozenset[str]
    courtesies: frozenset[str]
    initials_after: frozenset[str]
    titles: frozenset[str]
    not_names: frozenset[str]
    links: frozenset[str]
    named_after: tuple[str, ...]
    numbers: dict[str, int]
    id: re.Pattern[str]
    phone: re.Pattern[str]
    age: re.Pattern[str]
    shapes: re.Pattern[str]
    public_phones: tuple[str, ...]
    domains: tuple[str, ...]
    plurals: tuple[str, ...]
    adult: int
    labels: dict[str, str]


@cache
def vocabulary(pack: Pack) -> Vocabulary:
    data = pack.masking
    numbers = {fold(word): value for word, value in pack.details.number_words.items() if value > 1}
    sign = _any(pack.details.norms.signs)
    return Vocabulary(
        given=_folded(data.given),
        surnames=_folded(data.surnames),
        common=_folded(data.common),
        particles=_folded(data.particles),
        cues=_folded(data.cues),
        between=_folded(data.between),
        courtesies=_folded(data.courtesies),
        initials_after=_folded(data.initials_after),
        titles=_folded(data.titles),
        not_names=_folded(data.not_names),
        links=_folded(pack.details.partners.links),
        named_after=tuple(" " + " ".join(_WORD.findall(fold(phrase))) for phrase in data.named_after),
        numbers=numbers,
        id=re.compile(rf"(?<!\w)(?i:{_any(data.ids)})s?\.?\s*(?:(?i:{sign}|:)\s*)*{_DIGITS}"),
        phone=re.compile(rf"(?<!\w)(?i:{_any(data.phones)})\.?\s*(?:(?i:{sign}|:)\s*)*(?:\(0?\d\d?\)\s?)?{_DIGITS}"),
        age=re.compile(rf"(?<![\w.,/-])(?P<age>\d{{1,2}}|{_any(numbers)})\s+(?:{_any(map(fold, data.years))})(?!\w)"),
        shapes=re.compile(rf"(?<![\w./-])(?:{'|'.join(map(_shape, data.phone_shapes)) or '(?!)'})(?![\w/-]|[.,]\d)"),
        public_phones=tuple(map(fold, data.public_phones)),
        domains=tuple(f".{domain}" for domain in data.public_domains),
        plurals=pack.details.plurals,
        adult=data.adult,
        labels={str(kind): label for kind, label in data.labels.items()},
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"


def _shape(shape: str) -> str:
    """ "9## ### ###" as an expression: "#" is a digit, a blank may be a hyphen or nothing."""
    return "".join({"#": r"\d", " ": "[ -]?"}.get(char, re.escape(char)) for char in shape)
