"""Private numbers and the like: documents, telephones, e-mail, addresses, plates, accounts, births, files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.privacy.expressions import Expressions
from extractor.privacy.vocabulary import ACCOUNT, ADDRESS, BIRTH, EMAIL, FILE, ID, PHONE, PLATE, Private
from rules.words import fold

_NEAR = 90  # characters around a number in which a word tells what it is
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}")


def find_emails(text: str, found: Expressions) -> Iterator[Private]:
    folded = fold(text)
    if "@" not in folded and "＠" not in folded and not found.at.search(folded):
        return
    for match in found.email.finditer(folded):
        if not f".{match['domain']}".endswith(found.domains):
            yield _piece(text, match.start(), match.end(), EMAIL)


def find_numbers(text: str, found: Expressions) -> Iterator[Private]:
    """Yield numbers of persons, the sure ones first: of two that overlap, the longer one holds."""
    folded = fold(text)
    if not any(char.isdigit() for char in text) and "/" not in text:
        yield from _homes(text, folded, found)
        return
    for pattern, kind in ((found.id, ID), (found.account, ACCOUNT), (found.plate, PLATE), (found.birth, BIRTH)):
        for match in pattern.finditer(folded):
            if any(char.isdigit() for char in match["number"]) and not (
                kind == ID and _YEARS.fullmatch(match["number"])
            ):
                yield _piece(text, match.start("number"), match.end("number"), kind)
    for match in found.bare_id.finditer(folded):
        yield _piece(text, match.start(), match.end(), ID)
    yield from _phones(text, folded, found)
    for match in found.address.finditer(text):
        more = found.quarter.match(text, match.end())
        yield _piece(text, match.start(), more.end() if more else match.end(), ADDRESS)
    yield from _homes(text, folded, found)
    for match in found.bare_plate.finditer(text):
        if found.vehicles.search(folded, max(0, match.start() - _NEAR), match.end() + _NEAR // 3):
            yield _piece(text, match.start(), match.end(), PLATE)
    for match in found.file.finditer(folded):
        if found.courts.search(folded, max(0, match.start() - _NEAR), match.end() + _NEAR) and _is_file(
            match["number"]
        ):
            yield _piece(text, match.start("number"), match.end("number"), FILE)
    for match in found.bare_file.finditer(folded):
        yield _piece(text, match.start(), match.end(), FILE)


def _is_file(number: str) -> bool:
    return "-" in number or "/" in number or sum(char.isdigit() for char in number) >= 5


def _homes(text: str, folded: str, found: Expressions) -> Iterator[Private]:
    for match in found.home.finditer(folded):
        yield _piece(text, match.start("place"), match.end("place"), ADDRESS)


def _phones(text: str, folded: str, found: Expressions) -> Iterator[Private]:
    for pattern in (found.phone, found.shapes, found.abroad):
        for match in pattern.finditer(folded):
            start = match.start("number") if pattern is found.phone else match.start()
            before = folded[max(0, match.start() - 24) : match.start()].rstrip(" :.")
            number = folded[start : match.end()]
            if not number.startswith(found.public_phones) and not before.endswith(found.public_phones):
                yield _piece(text, start, match.end(), PHONE)


def _piece(text: str, start: int, end: int, kind: str) -> Private:
    while end > start and text[end - 1] in " .,-":
        end -= 1
    return Private(start, end, kind, text[start:end])
