"""Turn a reading into rows, and JSON columns back into records: the only place that knows how both are written.

`rows_of` is pure, and its result is made of tuples and strings: it runs in the workers, so that the one writer has
nothing left to do but write.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from db.records import REPLIES
from extractor.core.details import KINDS
from extractor.core.model import (
    Aside,
    Box,
    Classification,
    Details,
    Evidence,
    Facet,
    Finding,
    Kind,
    Ledger,
    Letter,
    Level,
    Problem,
    Reading,
    Span,
    Statement,
    Suggestion,
    Verdict,
)

Row = tuple[Any, ...]
dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
HEAD = ("institution", "unit", "number", "date", "reference", "subject")


class ReadingRows(NamedTuple):
    """A reading as rows. `document` is the part of the documents table it fills; `letter` is None if unread."""

    document: Row
    letter: Row | None
    pages: list[Row]
    statements: list[Row]


@dataclass(frozen=True, slots=True)
class Saved:
    """One file with what became of it, as `Store.save` takes it.

    `key` says where it was found (a path, for archives with the place in it) and identifies it from run to run; `name`
    is what people call it. `outcome` is read, needs_person, unread or duplicate. `sha256` is "" if its bytes could not
    be read. `data` are the bytes to keep as the original, None if they are no PDF or are kept already; `place` is the
    file on this machine that holds them, "" if it is not a file of its own.
    """

    key: str
    name: str
    sha256: str
    outcome: str
    rows: ReadingRows | None = None
    problems: tuple[Problem, ...] = ()
    data: bytes | None = None
    place: str = ""
    size: int = 0
    source: str = REPLIES
    wave: str | None = None


def rows_of(reading: Reading) -> ReadingRows:
    """Return everything of a reading that is stored, ready to be written."""
    letter = reading.letter
    return ReadingRows(
        _document(letter, reading.verdict, len(reading.pages)),
        _letter(letter, reading.ledger) if letter else None,
        [(p.number, p.width, p.height, p.rotation, p.source, p.confidence) for p in reading.pages],
        statement_rows(reading.findings, letter.spans) if letter else [],
    )


def rows_from(made: Any) -> ReadingRows:
    """Return rows that went through JSON, as they do between a cluster and the writer.

    Raises:
        ValueError, TypeError: they are none.
    """
    document, letter, pages, statements = made
    if not all(isinstance(row, list) for row in (document, letter or [], *pages, *statements)):
        raise ValueError("no rows")
    return ReadingRows(document, letter, pages, statements)


def statement_rows(findings: Iterable[Finding], spans: tuple[Span, ...]) -> list[Row]:
    """Return the findings' statements as rows: placed, then what `said_of` says, then whose they are."""
    return [_statement(finding, spans) for finding in findings]


def _document(letter: Letter | None, verdict: Verdict | None, pages: int) -> Row:
    head = tuple(getattr(letter.head, name) for name in HEAD) if letter else (None,) * len(HEAD)
    reply = (
        (verdict.reply, verdict.reason, verdict.start, verdict.end, verdict.target, int(verdict.doubtful))
        if verdict
        else (None, None, 0, 0, "", 0)
    )
    said = dict(zip((*HEAD, "reply", "reply_reason"), (*head, *reply[:2]), strict=True))
    grounds = {ground.field: [ground.confidence, ground.reason] for ground in letter.head.grounds} if letter else {}
    read = dump({**said, "grounds": grounds} if grounds else said)
    found = (letter.pages, letter.source, letter.confidence) if letter else (pages, None, None)
    return (*head, *reply, read, *found)


def _letter(letter: Letter, ledger: Ledger | None) -> Row:
    spans = [[s.start, s.end, s.page, *_corners(s.box)] for s in letter.spans]
    blocks = [[b.kind, b.start, b.end, b.depth, b.marker, b.section] for b in letter.blocks]
    aside = [[a.page, a.cause, a.text, *_corners(a.box)] for a in letter.aside]
    return (letter.text, dump(spans), dump(blocks), dump(ledger.fates if ledger else {}), dump(aside))


def _statement(finding: Finding, spans: tuple[Span, ...]) -> Row:
    statement = finding.statement
    return (
        statement.id,
        statement.start,
        statement.end,
        statement.page,
        place_of(spans, statement.start, statement.end)[1],
        statement.text,
        statement.section,
        *said_of(finding),
        statement.institution,
        statement.unit,
    )


def said_of(finding: Finding) -> Row:
    """Return what is said of a statement: kind, period, crosses, details, cues, rules, suggestions, facets, doubt."""
    said, details = finding.classification, finding.details
    first = said.suggestions[0] if said.suggestions else None
    return (
        said.kind,
        details.period,
        int(details.crosses),
        dump(details_dict(details)),
        dump(_evidence(said.cues)),
        _rules(said),
        *((first.obligation, first.level, first.score) if first else (None, None, 0.0)),
        suggestions_column(said.suggestions),
        dump([[facet.name, _evidence(facet.evidence)] for facet in said.facets]),
        int(said.doubtful),
    )


def _rules(said: Classification) -> str:
    spoke = [said.cues, *(s.evidence for s in said.suggestions), *(f.evidence for f in said.facets)]
    return f"|{'|'.join(dict.fromkeys(entry.rule for evidence in spoke for entry in evidence))}|"


def place_of(spans: tuple[Span, ...], start: int, end: int) -> tuple[int, str]:
    """Return the page on which `text[start:end]` begins, and the box around it there as JSON."""
    first = bisect_right(spans, start, key=attrgetter("end"))
    boxes = []
    for span in spans[first:]:
        if span.start >= end or span.page != spans[first].page:
            break
        boxes.append(span.box)
    if not boxes:
        return 1, "[0,0,0,0]"
    corners = (
        min(b.x0 for b in boxes),
        min(b.top for b in boxes),
        max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )
    return spans[first].page, dump(_corners(Box(*corners)))


def _corners(box: Box) -> list[float]:
    return [round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)]


def _evidence(evidence: tuple[Evidence, ...]) -> list[list[Any]]:
    return [[e.rule, e.start, e.end, e.text] for e in evidence]


# --- details: a list for each class of thing, left out when empty -----------------------------------------------------

NAMES = {name: kind.fields for name, kind in KINDS.items()}
VALUES = {name: attrgetter(*names) for name, names in NAMES.items()}


def details_dict(details: Details) -> dict[str, Any]:
    """Return details as they are stored and exported: only what is known."""
    known: dict[str, Any] = {}
    for name, names in NAMES.items():
        if things := getattr(details, name):
            told = [dict(zip(names, VALUES[name](thing), strict=True)) for thing in things]
            known[name] = list(map(_told, told)) if KINDS[name].sparse else told
    if details.period is not None:
        known["period"] = details.period
    if details.crosses:
        known["crosses"] = True
    if details.figures_reviewed:
        known["figures_reviewed"] = True
    return known


def _told(figure: dict[str, Any]) -> dict[str, Any]:
    """Most figures are told of little: what is not said takes no place."""
    return {name: value for name, value in figure.items() if value is not None and value is not False}


def details_of(known: dict[str, Any]) -> Details:
    """Return the record of stored details."""
    lists: dict[str, Any] = {
        name: tuple(KINDS[name].shape(**thing) for thing in things) for name, things in known.items() if name in KINDS
    }
    return Details(
        **lists,
        period=known.get("period"),
        crosses=bool(known.get("crosses")),
        figures_reviewed=bool(known.get("figures_reviewed")),
    )


# --- columns back into records ----------------------------------------------------------------------------------------


def evidence_of(column: list[list[Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(*entry) for entry in column)


def suggestions_column(suggestions: Iterable[Suggestion]) -> str:
    """Return suggestions as they are stored."""
    return dump([[s.obligation, s.level, s.score, _evidence(s.evidence)] for s in suggestions])


def suggestions_of(column: str) -> tuple[Suggestion, ...]:
    """Read `[[obligation, level, score, evidence], …]`, best first."""
    return tuple(
        Suggestion(obligation, Level(level), score, evidence_of(evidence))
        for obligation, level, score, evidence in json.loads(column)
    )


def facets_of(column: str) -> tuple[Facet, ...]:
    """Read `[[name, evidence], …]`."""
    return tuple(Facet(name, evidence_of(evidence)) for name, evidence in json.loads(column))


def box_from(column: str) -> Box:
    return Box(*json.loads(column))


def spans_of(column: str) -> tuple[Span, ...]:
    return tuple(Span(start, end, page, Box(*corners)) for start, end, page, *corners in json.loads(column))


def aside_of(column: str) -> tuple[Aside, ...]:
    return tuple(Aside(page, Box(*corners), text, cause) for page, cause, text, *corners in json.loads(column))


def piece_of(
    sha256: str, text: str, spans: tuple[Span, ...], start: int, end: int, kind: Kind, section: str = "", nth: int = 0
) -> Statement:
    """Return the statement a reviewer makes of `text[start:end]` of a letter: a split, merged or missed one.

    The same piece always gets the same id, and never one the program gives; `nth` tells it from one of the same words
    that was cut or joined since.
    """
    words = text[start:end]
    again = f"\0{nth}" if nth else ""
    mark = hashlib.sha256(f"{sha256}\0reviewer\0{start}\0{end}\0{words}{again}".encode()).hexdigest()
    page, _ = place_of(spans, start, end)
    return Statement(f"r{mark[:15]}", sha256, start, end, page, words, kind, section)
