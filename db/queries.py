"""Statements as rows, and what was decided of them. What can be long is an iterator that streams from the database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from db.connection import Database
from db.records import DecisionRow, Filters, StatementRow
from db.remarks import SAID
from db.rows import box_from, details_of, dump, evidence_of, facets_of, suggestions_of
from extractor.core.errors import VeeduriaError
from extractor.core.model import Kind

LETTER_FIRST = "documents d CROSS JOIN statements s ON s.document = d.sha256"  # CROSS: SQLite keeps to this order
STATEMENT_FIRST = "statements s CROSS JOIN documents d ON d.sha256 = s.document"
CURRENT = "LEFT JOIN decisions c ON c.id = s.current"
# whoever filed it: not who left a note since, or took back what came after
AUTHOR = "coalesce((SELECT f.reviewer FROM decisions f WHERE f.id = c.rests), c.reviewer)"
FILED_AT = "coalesce((SELECT f.at FROM decisions f WHERE f.id = c.rests), c.at)"
KIND = "coalesce(c.kind, s.kind)"
INSTITUTION = "coalesce(s.institution, d.institution)"
# the decision in force: of one that takes back, the latest before it that nobody took back; 0: none
STANDS = """CASE WHEN c.undoes IS NULL THEN c.id ELSE coalesce((SELECT max(x.id) FROM decisions x
    WHERE x.statement = c.statement AND x.verdict <> 'undone'
      AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = x.id)), 0) END"""
COLUMNS = f"""s.id, d.name, d.sha256, s.page, s.start, s."end", s.text, {KIND}, s.kind, s.section, {INSTITUTION},
    CASE WHEN {INSTITUTION} IS d.institution THEN coalesce(s.unit, d.unit) ELSE s.unit END,
    coalesce(s.source, d.source), s.box, s.suggestions, s.facets, s.cues,
    coalesce(c.details, s.details), s.stale,
    s.origin, s.doubtful, c.id, c.act, c.statement, c.verdict, c.standing, c.obligation, c.kind, c.note, c.details,
    {AUTHOR}, {FILED_AT}, c.seen, c.undoes, {STANDS},
    {SAID}, (SELECT json_group_array(m.old) FROM moves m WHERE m.new = s.id)"""
ORDERS = {  # tables, order, and what comes after a statement whose place in the order is bound to :a …
    "letter": (
        LETTER_FIRST,
        "d.name, d.sha256, s.start, s.id",
        "d.name >= :a AND (d.name, d.sha256, s.start, s.id) > (:a, :b, :c, :d)",
    ),
    "uncertain": (STATEMENT_FIRST, "s.score, s.id", "(s.score, s.id) > (:a, :b)"),
}
CONDITIONS = {
    "institution": f"coalesce({INSTITUTION}, '') = :institution",
    "level": "coalesce((SELECT level FROM obligations WHERE id = c.obligation), s.level) = :level",
    "obligation": "coalesce(c.obligation, s.obligation) = :obligation",
    "kinds": f"{KIND} IN (SELECT value FROM json_each(:kinds))",
    "min_score": "s.score >= :min_score",
    "max_score": "s.score <= :max_score",
    "document": "(d.name = :document OR substr(d.sha256, 1, max(length(:document), 6)) = :document)",
    "rule": "instr(s.rules, :rule)",
    "source": "coalesce(s.source, d.source) = :source",
    "words": "s.rowid IN (SELECT rowid FROM statements_fts WHERE statements_fts MATCH :words)",
    "ids": "s.id IN (SELECT value FROM json_each(:ids))",
    "assigned": "d.sha256 IN (SELECT document FROM readers WHERE reviewer = :assigned AND standing = 'given')",
}

TELLS_FIGURES = """(instr(s.details, '"figures":[') OR instr(coalesce(c.details, ''), '"figures":['))"""
# somebody kept them, or changed or took out some; who corrected a date alone has said nothing of them
FIGURES_REVIEWED = """(c.details IS NOT NULL AND (instr(c.details, '"figures_reviewed":true')
    OR json_extract(c.details, '$.figures') IS NOT json_extract(s.details, '$.figures')))"""

# who looks has what is given to nobody else: of letters that two read, only the two; all others that are not held
HIS_OWN = """ AND (NOT EXISTS (SELECT 1 FROM readers r WHERE r.document = d.sha256 AND r.standing <> 'done'
            AND (r.blind = 1 OR r.standing = 'given' AND (r.until IS NULL OR r.until > :now)))
        OR EXISTS (SELECT 1 FROM readers r WHERE r.document = d.sha256 AND r.standing = 'given'
            AND r.reviewer = :reviewer))"""

EVERYTHING, OPEN = Filters(), Filters(decided=False)


class NotFound(VeeduriaError):
    """What was asked for is not in the database."""


# --- statements ---


def statements(db: Database, filters: Filters = EVERYTHING, order: str = "letter") -> Iterator[StatementRow]:
    """Yield the statements that pass, letter by letter or (`uncertain`) least certain first."""
    mine, who = own_letters(db) if db.reviewer else ("", {})
    query, values = _query(COLUMNS, _stored(db, filters), order, only=mine)
    rows = map(_statement, db.connection.execute(query, values | who))
    return map(db.gate.statement, rows) if db.gate else rows


def next_in_queue(
    db: Database, filters: Filters = OPEN, order: str = "letter", after: str | None = None
) -> StatementRow | None:
    """Return the first statement of the queue, or the one that follows `after` (an id); None at its end."""
    place = _place(db, order, after) if after is not None else {}
    query, values = _query("s.id", _stored(db, filters), order, beyond=after is not None)
    row = db.connection.execute(f"{query} LIMIT 1", values | place).fetchone()
    return statement(db, row[0]) if row else None


def _stored(db: Database, filters: Filters) -> Filters:
    """The same filters, with the ids as stored."""
    return replace(filters, ids=tuple(map(db.stored_id, filters.ids))) if filters.ids else filters


def _query(
    columns: str, filters: Filters, order: str, beyond: bool = False, only: str = ""
) -> tuple[str, dict[str, Any]]:
    tables, by, after = ORDERS[order]
    if filters.ids or filters.words:
        tables = STATEMENT_FIRST  # these few are looked up, and sorted afterwards
    where, values = _where(filters)
    where += f" AND {after}" * beyond + only
    return f"SELECT {columns} FROM {tables} {CURRENT} WHERE {where} ORDER BY {by}", values


def count(db: Database, filters: Filters = EVERYTHING) -> int:
    """Return how many statements pass."""
    where, values = _where(_stored(db, filters))
    query = f"SELECT count(*) FROM {STATEMENT_FIRST} {CURRENT} WHERE {where}"
    return int(db.connection.execute(query, values).fetchone()[0])


def statement(db: Database, id: str) -> StatementRow:
    """Return the statement with this id, stale or not.

    Raises:
        NotFound: there is none.
    """
    row = db.connection.execute(
        f"SELECT {COLUMNS} FROM {STATEMENT_FIRST} {CURRENT} WHERE s.id = :id", {"id": db.stored_id(id)}
    ).fetchone()
    if row is None:
        raise NotFound("There is no statement {id}; their ids are in: veeduria export statements", id=id)
    return db.gate.statement(_statement(row)) if db.gate else _statement(row)


def _where(filters: Filters) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {name: getattr(filters, name) for name in CONDITIONS}
    given = {name: value for name, value in values.items() if value is not None and value != ()}
    conditions = [f"s.stale = {int(filters.stale)}", *(CONDITIONS[name] for name in given)]
    if filters.decided is not None:
        conditions.append(f"s.decided = {int(filters.decided)}")  # written out, so that partial indexes apply
    if filters.figures:
        conditions.append(TELLS_FIGURES)
    for name in ("kinds", "ids"):
        if name in given:
            given[name] = dump(list(given[name]))
    if "rule" in given:
        given["rule"] = f"|{given['rule']}|"
    if "words" in given:
        given["words"] = " ".join(f'"{word}"' for word in given["words"].replace('"', " ").split()) or '""'
    return " AND ".join(conditions), given


def own_letters(db: Database) -> tuple[str, dict[str, str | None]]:
    """Return the condition (after an AND of its own) that leaves out what is given to others, and its values."""
    if db.connection.execute("SELECT 1 FROM assignments LIMIT 1").fetchone() is None:
        return "", {}
    return HIS_OWN, {"reviewer": db.reviewer, "now": datetime.now(UTC).isoformat(timespec="seconds")}


def _place(db: Database, order: str, id: str) -> dict[str, Any]:
    columns = ORDERS[order][1]
    row = db.connection.execute(f"SELECT {columns} FROM {STATEMENT_FIRST} WHERE s.id = ?", (id,)).fetchone()
    if row is None:
        raise NotFound("There is no statement {id}; their ids are in: veeduria export statements", id=id)
    return dict(zip("abcd", row, strict=False))


def _statement(row: tuple[Any, ...]) -> StatementRow:
    (id, name, sha256, page, start, end, text, kind, kind_read, section, institution, unit, source, box, suggestions,
     facets, cues, details, stale, origin, doubtful, *decision, said, moved) = row  # fmt: skip
    remarks = json.loads(said)
    return StatementRow(
        id, name, sha256, page, start, end, text, Kind(kind), Kind(kind_read), section, institution, unit, source,
        box_from(box), suggestions_of(suggestions), facets_of(facets), evidence_of(json.loads(cues)),
        details_of(json.loads(details)), _decision(decision) if decision[0] else None, bool(stale), origin,
        tuple(json.loads(moved)), doubtful=bool(doubtful), unit_edited=remarks.get("unit"),
        text_edited=remarks.get("text"), level_said=remarks.get("level"),
    )  # fmt: skip


# --- bodies and decisions ---


def body_ids(db: Database) -> tuple[str, ...]:
    """Return the ids of all bodies, in the pack's order."""
    return tuple(id for (id,) in db.connection.execute("SELECT id FROM bodies ORDER BY position"))


def decisions(db: Database, statement: str | None = None) -> Iterator[DecisionRow]:
    """Yield every decision ever taken (on one statement), in order, the undone ones and the undoing ones too."""
    query = (
        "SELECT id, act, statement, verdict, standing, obligation, kind, note, details, reviewer, at, seen, undoes"
        " FROM decisions_told WHERE :statement IS NULL OR statement = :statement ORDER BY id"
    )
    if statement is not None:
        query = query.replace(":statement IS NULL OR ", "")
    statement = db.stored_id(statement) if statement is not None else None
    rows = map(_decision, db.connection.execute(query, {"statement": statement}))
    return map(db.gate.decision, rows) if db.gate else rows


def _decision(row: Sequence[Any]) -> DecisionRow:
    *before, details = row[:9]
    return DecisionRow(*(*before, details_of(json.loads(details)) if details else None, *row[9:]))
