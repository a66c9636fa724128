"""The shapes of what is exported, a function for each kind of record. Users rely on them: extend, never break.

JSON Lines hold the records as they are; CSV holds `flat` records, whose lists are joined in one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from db.rows import details_dict
from extractor.cli.settings import MAX_CELL
from extractor.cli.wording import problem_line
from extractor.core.clean import clean
from extractor.core.details import KINDS

if TYPE_CHECKING:
    from db.records import ActionRow, DecisionRow, FileRow, LetterRow, ProblemRow, StatementRow
    from extractor.core.model import Evidence
    from extractor.publish.figures import ToldFigure

Record = dict[str, Any]

COLUMNS = {
    "letters": "document sha256 institution unit number date reference subject source wave covers outcome pages"
    " text_source confidence reply reply_reason reply_doubtful reply_quote reply_target corrected problems"
    " head_confidence head_reasons",
    "statements": "id document sha256 page kind doubtful text section institution unit source obligation level score"
    " facets dates first last period crosses counts places norms partners cells standing filed note reviewer at seen"
    " unit_edited text_edited",
    "actions": "id document sha256 page institution unit source wave number date level obligation article label kind"
    " text dates first last period crosses counts places norms partners cells standing note reviewer at stale"
    " unit_edited text_edited readings ruling",
    "figures": "id document sha256 page statement institution unit source standing text value what percent base sex age"
    " purpose nation place first last register running total doubt counted reviewed",
    "problems": "document sha256 outcome where code detail message",
    "files": "file sha256 document outcome codes",
    "decisions": "id act statement verdict standing obligation kind note dates first last period crosses counts places"
    " norms partners cells reviewer at seen undoes",
}

FIGURE = ("what", "percent", "base", "sex", "age", "purpose", "nation", "place", "first", "last", "register", "running",
          "total")  # fmt: skip


class Sanitizer:
    """Makes text fit to be shown: control characters go. Private data has gone already, at the database's gate.

    `masked` says so; hashes of files, which would tell who has a file that it is the one, are then left out.
    """

    def __init__(self, masked: bool = False) -> None:
        self.masked = masked

    def __call__(self, text: str) -> str:
        return clean(text)

    def hash(self, sha256: str | None) -> str | None:
        return None if self.masked else sha256

    def moved(self, text: str) -> Callable[[int], int]:
        """Return the function that says where a place in `text` stands in the text shown."""
        return (lambda place: place) if clean(text) == text else (lambda place: len(clean(text[:place])))

    def all(self, value: Any) -> Any:
        """Return the value with every text in it made fit to be shown."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, dict):
            return {key: self.all(part) for key, part in value.items()}
        return [self.all(part) for part in value] if isinstance(value, list | tuple) else value


def letter_record(row: LetterRow, sanitize: Sanitizer) -> Record:
    return {
        "document": clean(row.document),
        "sha256": sanitize.hash(row.sha256),
        "institution": row.institution,
        "unit": sanitize.all(row.unit),
        "number": sanitize.all(row.number),
        "date": row.date,
        "reference": sanitize.all(row.reference),
        "subject": sanitize.all(row.subject),
        "source": row.source,
        "wave": row.wave,
        "covers": row.covers,
        "outcome": row.outcome,
        "pages": row.pages,
        "text_source": row.text_source,
        "confidence": row.confidence,
        "reply": row.reply,
        "reply_reason": row.reply_reason,
        "reply_doubtful": row.reply_doubtful,
        "reply_quote": sanitize(row.reply_quote),
        "reply_target": sanitize(row.reply_target),
        "corrected": list(row.corrected),
        "problems": [{"where": p.where, "code": p.code, "detail": clean(p.detail)} for p in row.problems],
        "head_confidence": {name: sure for name, (sure, _) in row.grounds.items()},
        "head_reasons": {name: reason for name, (_, reason) in row.grounds.items()},
    }


def statement_record(row: StatementRow, sanitize: Sanitizer) -> Record:
    text, move = sanitize(row.text), sanitize.moved(row.text)

    def evidence(entries: Iterable[Evidence]) -> list[Record]:
        places = ((entry.rule, move(entry.start), move(entry.end)) for entry in entries)
        return [{"rule": rule, "start": start, "end": end, "text": text[start:end]} for rule, start, end in places]

    decision = row.decision
    return {
        "id": row.id,
        "document": clean(row.document),
        "sha256": sanitize.hash(row.sha256),
        "page": row.page,
        "text": text,
        "kind": row.kind,
        "doubtful": row.in_doubt,
        "section": sanitize(row.section),
        "institution": row.institution,
        "unit": sanitize.all(row.unit),
        "source": row.source,
        "suggestions": [
            {"obligation": s.obligation, "level": s.level, "score": s.score, "evidence": evidence(s.evidence)}
            for s in row.suggestions
        ],
        "facets": [{"name": facet.name, "evidence": evidence(facet.evidence)} for facet in row.facets],
        "cues": evidence(row.cues),
        "decision": decision_record(decision, sanitize) if decision else None,
        "details": _details(row.details, sanitize, move),
        "seen": row.content_hash,
        "unit_edited": sanitize.all(row.unit_edited),
        "text_edited": sanitize.all(row.text_edited),
        "moved_from": list(row.moved),
    }


def _details(details: Any, sanitize: Sanitizer, move: Callable[[int], int]) -> Record:
    known: Record = sanitize.all(details_dict(details))
    if details.cells:
        known["cells"] = [_cell(cell.header, cell.text, sanitize) for cell in details.cells]
    for name, things in known.items():
        for thing in things if isinstance(things, list) and name != "cells" else ():
            thing["start"], thing["end"] = move(thing["start"]), move(thing["end"])
    return known


def _cell(header: str, text: str, sanitize: Sanitizer) -> Record:
    """A cell of a table, masked under its header: "45678912" is private where the column says what it is."""
    before, shown = sanitize(header), sanitize(f"{header}: {text}") if header else sanitize(text)
    return {"header": before, "text": shown.removeprefix(f"{before}: ")}


def action_record(row: ActionRow, sanitize: Sanitizer) -> Record:
    return {
        "id": row.id,
        "document": clean(row.document),
        "sha256": sanitize.hash(row.sha256),
        "page": row.page,
        "institution": row.institution or None,
        "unit": sanitize.all(row.unit),
        "source": row.source,
        "wave": row.wave,
        "number": sanitize.all(row.number),
        "date": row.date,
        "level": row.level or None,
        "obligation": row.obligation or None,
        "article": row.article,
        "label": row.label,
        "kind": row.kind,
        "text": sanitize(row.text),
        "period": row.period,
        "crosses": row.crosses,
        "details": _details(row.details, sanitize, sanitize.moved(row.text)),
        "standing": row.standing,
        "note": sanitize.all(row.note),
        "reviewer": clean(row.reviewer),
        "at": row.at,
        "stale": row.stale,
        "unit_edited": sanitize.all(row.unit_edited),
        "text_edited": sanitize.all(row.text_edited),
        "readings": [_cited(one) for one in row.cites.readings] if row.cites else [],
        "ruling": _cited(row.cites.ruling) if row.cites and row.cites.ruling else None,
    }


def _cited(one: tuple[int, str]) -> Record:
    decision, reviewer = one
    return {"decision": decision, "reviewer": clean(reviewer)}


def figure_record(row: ToldFigure, sanitize: Sanitizer) -> Record:
    figure = row.figure
    return {
        "id": row.id,
        "document": clean(row.document),
        "sha256": sanitize.hash(row.sha256),
        "page": row.page,
        "statement": row.statement,
        "institution": row.institution or None,
        "unit": sanitize.all(row.unit),
        "source": row.source,
        "standing": row.standing,
        "text": sanitize(figure.text),
        "value": int(figure.value) if float(figure.value).is_integer() else figure.value,
        **{name: getattr(figure, name) for name in FIGURE},
        "doubt": row.doubt or None,
        "counted": row.counted,
        "reviewed": row.reviewed,
    }


def problem_record(row: ProblemRow, sanitize: Sanitizer) -> Record:
    return {
        "document": clean(row.document),
        "sha256": sanitize.hash(row.sha256),
        "outcome": row.outcome,
        "where": row.where,
        "code": row.code,
        "detail": clean(row.detail),
        "message": problem_line(row.where, row.code, row.detail),
    }


def file_record(row: FileRow, sanitize: Sanitizer) -> Record:
    return {
        "file": clean(row.file),
        "sha256": sanitize.hash(row.sha256),
        "document": clean(row.document) if row.document else None,
        "outcome": row.outcome,
        "codes": list(row.codes),
    }


def decision_record(row: DecisionRow, sanitize: Sanitizer) -> Record:
    return {
        "id": row.id,
        "act": row.act,
        "statement": row.statement,
        "verdict": row.verdict,
        "standing": row.standing,
        "obligation": row.obligation,
        "kind": row.kind,
        "note": sanitize.all(row.note),
        "details": sanitize.all(details_dict(row.details)) if row.details else None,
        "reviewer": clean(row.reviewer),
        "at": row.at,
        "seen": row.content_hash,
        "undoes": row.undoes,
    }


# --- one line, one cell each -----------------------------------------------------------------------------------------


def flat(record: Record) -> Record:
    """Return the record with every list in one cell: first suggestion, details, decision, codes of problems."""
    cells = {key: value for key, value in record.items() if key not in ("details", "suggestions", "decision", "cues")}
    if record.get("suggestions"):
        cells |= {key: record["suggestions"][0][key] for key in ("obligation", "level", "score")}
    if decision := record.get("decision"):
        cells |= {key: decision[key] for key in ("standing", "note", "reviewer", "at")}
        cells["filed"] = decision["obligation"]
    cells |= _flat_details(record.get("details") or {})
    for key, name in (("facets", "name"), ("problems", "code")):
        if key in cells:
            cells[key] = "; ".join(thing[name] for thing in cells[key])
    if "readings" in cells:
        cells["readings"] = "; ".join(map(_cited_line, cells["readings"]))
        cells["ruling"] = _cited_line(cells["ruling"]) if cells["ruling"] else ""
    for key in ("corrected", "codes"):
        if key in cells:
            cells[key] = "; ".join(cells[key])
    for key in ("head_confidence", "head_reasons"):
        if key in cells:
            cells[key] = "; ".join(f"{name} {value}" for name, value in cells[key].items())
    return {key: value[:MAX_CELL] if isinstance(value, str) else value for key, value in cells.items()}


def _cited_line(one: Record) -> str:
    return f"{one['decision']} {one['reviewer']}"


def _flat_details(details: Record) -> Record:
    if not details:
        return {}
    dates = details.get("dates", [])
    told = {name: map(kind.cell, details.get(name, ())) for name, kind in KINDS.items() if kind.cell}
    cells: Record = {name: "; ".join(texts) for name, texts in told.items()}
    if dates:
        cells |= {"first": min(date["first"] for date in dates), "last": max(date["last"] for date in dates)}
    return cells | {key: details[key] for key in ("period", "crosses") if key in details}
