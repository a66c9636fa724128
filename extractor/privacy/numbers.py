"""Private numbers and the like: documents, telephones, e-mail, plates, accounts, births, files."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain

from extractor.privacy.expressions import Expressions
from extractor.privacy.settings import BIRTH_BESIDE, LAST_CENTURY, NUMBERS_ACCOUNT, NUMBERS_NEAR
from extractor.privacy.vocabulary import (
    ACCOUNT,
    AGE,
    BIRTH,
    EMAIL,
    FILE,
    ID,
    NAME,
    PHONE,
    PLATE,
    NameVocabulary,
    Private,
)
from rules.words import fold

_ISSUED = re.compile(r" [A-Z]\.?[A-Z]\.?(?!\w)")  # where a document was issued: "8834121 LP"
_PLATE = re.compile(
    r"(?<![\w/.-])(?:([A-Z]{3})-\d{3}|[A-Z]\d[A-Z\d]-\d{3}|\d{4}-\d?[A-Z]{1,2}|\d{4}-[A-Z]\d)(?![\w/-])"
)
_REST = re.compile(r"(?:-?\w)*")
_OF_YEAR = re.compile(r"\d{4}-(?:19|20)\d\d")
_MISREAD = re.compile(r"(?<![\w./-])(?=(?:[ol]*\d){6})(?=\d*[ol])\d[\dol]{7}(?![\w/-])")  # "4O718256"
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}")


def find_emails(text: str, found: Expressions) -> Iterator[Private]:
    folded = fold(text)
    for match in found.handle.finditer(folded):
        yield _piece(text, match.start("said"), match.end("said"), EMAIL)
    if "@" not in folded and "＠" not in folded and not found.at.search(folded):
        return
    for match in found.email.finditer(folded):
        if not f".{match['domain']}".endswith(found.domains):
            yield _piece(text, match.start(), match.end(), EMAIL)


def find_plates(text: str, words: NameVocabulary) -> Iterator[Private]:
    """Yield what looks like a number plate and whose letters are no known acronym: "ABC-123"."""
    for match in _PLATE.finditer(text):
        if fold(match[1] or "") not in words.public | words.heads:
            yield Private(match.start(), match.end(), PLATE, match.group())


def find_numbers(text: str, found: Expressions) -> Iterator[Private]:
    """Yield numbers of persons, the sure ones first: of two that overlap, the longer one holds."""
    folded = fold(text)
    if not any(char.isdigit() for char in text) and "/" not in text:
        yield from (_piece(text, *match.span(), ID) for match in found.dictated.finditer(folded))
        births = found.birth.finditer(folded) if found.of_birth.search(folded) else ()
        born = (match.span("number" if match["number"] else "told") for match in births)
        yield from (_piece(text, start, end, BIRTH) for start, end in born)
        return
    announced = [(found.id, ID), (found.account, ACCOUNT), (found.plate, PLATE)]
    if found.of_birth.search(folded):  # it begins at every word, so it is not tried in vain
        announced.append((found.birth, BIRTH))
    for pattern, kind in announced:
        for match in pattern.finditer(folded):
            place = "number" if match["number"] else "told"
            if (kind == BIRTH or any(char.isdigit() for char in match[place])) and not (
                kind in (ID, ACCOUNT) and _YEARS.fullmatch(match[place])
            ):
                issued = _ISSUED.match(text, match.end(place)) if kind == ID else None
                yield _piece(text, match.start(place), issued.end() if issued else match.end(place), kind)
    for match in chain(found.bare_id.finditer(folded), found.dictated.finditer(folded), _MISREAD.finditer(folded)):
        if not _OF_YEAR.fullmatch(match.group()):
            yield _piece(text, match.start(), match.end(), ID)
    for match in found.ends.finditer(folded):
        yield _piece(text, *match.span("number"), ID)
    for match in found.bare_account.finditer(folded):
        if sum(char.isdigit() for char in match.group()) >= NUMBERS_ACCOUNT:
            yield _piece(text, match.start(), match.end(), ACCOUNT)
    for match in found.bare_plate.finditer(text):
        if found.vehicles.search(folded, max(0, match.start() - NUMBERS_NEAR), match.end() + NUMBERS_NEAR // 3):
            yield _piece(text, match.start(), match.end(), PLATE)
    for match in found.file.finditer(folded):
        near = (max(0, match.start() - NUMBERS_NEAR), match.end() + NUMBERS_NEAR)
        whose = not found.office_file.match(match.group()) or found.courts.search(folded, *near)
        if whose and _is_file(match["number"]):
            yield _piece(text, match.start("number"), match.end("number"), FILE)
    for match in found.bare_file.finditer(folded):
        yield _piece(text, match.start(), match.end(), FILE)
    yield from _phones(text, folded, found)


def find_row_files(text: str, found: Expressions, others: Sequence[Private]) -> Iterator[Private]:
    """Yield numbers of files beside a masked name, those that no word announces too: "1234-2011 | …"."""
    names = [(one.start, one.end) for one in others if one.kind == NAME]
    matches = chain(found.row_file.finditer(text), found.file.finditer(fold(text))) if names else ()
    for match in matches:
        start, end = match.span("number")
        line, after = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        near = (max(line, start - NUMBERS_NEAR), min(after if after >= 0 else len(text), end + NUMBERS_NEAR))
        if _is_file(match["number"]) and any(near[0] <= stop and first < near[1] for first, stop in names):
            yield _piece(text, start, end, FILE)


def find_row_births(text: str, found: Expressions, others: Sequence[Private]) -> Iterator[Private]:
    """Yield days long past right beside a masked name or document: "… | 17-02-1995 |", "DNI …, 21/09/1996".

    A day by itself between two commas or in a bracket tells of whom it follows, whenever it was: "A.B.C., 28/02/2013".
    """
    yield from _long_past(text, found, others)
    for one in others:
        match = (
            found.beside.match(fold(text[one.end : one.end + BIRTH_BESIDE])) if one.kind in (NAME, ID, AGE) else None
        )
        told = match and match["apart"] in (",", "(") and match["alone"] is not None
        if match and (told or _year(match["year"]) < found.born_before):
            yield _piece(text, one.end + match.start("day"), one.end + match.end("day"), BIRTH)


def _long_past(text: str, found: Expressions, others: Sequence[Private]) -> Iterator[Private]:
    """Yield days long past in a line that names somebody private, unless they are a document's: "… del 3/5/1998"."""
    names = sorted((one.end, one.start) for one in others if one.kind in (NAME, ID, AGE))
    for match in found.day.finditer(fold(text)) if names else ():
        start, end = match.span()
        line, after = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        near = (max(line, start - NUMBERS_NEAR), min(after if after >= 0 else len(text), end + NUMBERS_NEAR))
        first = bisect_left(names, (near[0], 0))
        if first < len(names) and names[first][1] < near[1] and int(match["year"]) < found.born_before:
            yield _piece(text, start, end, BIRTH)


def _year(said: str) -> int:
    """A year of two figures is of the last century if this one has not come so far: "96"."""
    return int(said) if len(said) > 2 else int(said) + (1900 if int(said) > LAST_CENTURY else 2000)


def _is_file(number: str) -> bool:
    return "-" in number or "/" in number or sum(char.isdigit() for char in number) >= 5


def _phones(text: str, folded: str, found: Expressions) -> Iterator[Private]:
    for pattern in (found.phone, found.shapes, found.abroad):
        for match in pattern.finditer(folded):
            start = match.start("number") if pattern is found.phone else match.start()
            before = folded[max(0, match.start() - 24) : match.start()].rstrip(" :.")
            number = folded[start : match.end()]
            if not number.startswith(found.public_phones) and not before.endswith(found.public_phones):
                yield _piece(text, start, match.end(), PHONE)


def _piece(text: str, start: int, end: int, kind: str) -> Private:
    """Return a piece to the end of its word: of a number nothing is left."""
    more = _REST.match(text, end) if kind != EMAIL and text[end - 1].isdigit() else None
    end = more.end() if more else end
    while end > start and text[end - 1] in " .,-":
        end -= 1
    return Private(start, end, kind, text[start:end])
