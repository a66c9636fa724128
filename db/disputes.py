"""Statements of which two readings differ, what each reader says, and which readings anything in force rests on."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

from db.connection import Database
from db.records import Cited
from db.rows import details_of
from extractor.core.model import Details, Kind
from extractor.core.states import FILING


@dataclass(frozen=True, slots=True)
class DisputedRating:
    """One reader's last word on a statement. `decision` is None for whoever took it for no report without a word."""

    decision: int | None
    reviewer: str
    standing: str
    kind: str
    obligation: str | None
    note: str | None = None
    details: Details | None = None


def disputed(db: Database, institution: str | None = None) -> list[tuple[str, str]]:
    """Return the statements of which two readings differ, letter by letter: (document, statement)."""
    query = """SELECT s.document, s.id FROM statements s JOIN documents d ON d.sha256 = s.document
        WHERE s.double = 'disputed' AND s.stale = 0
          AND (:institution IS NULL OR coalesce(s.institution, d.institution) = :institution)
        ORDER BY d.name, s.document, s.start, s.id"""
    return db.connection.execute(query, {"institution": institution}).fetchall()


_READ = """SELECT d.id, d.reviewer, d.standing, CASE WHEN d.standing = 'rejected' THEN 'other'
        ELSE coalesce(d.kind, s.kind) END, d.obligation, d.note, d.details
    FROM lanes l JOIN decisions d ON d.id = l.decision JOIN statements s ON s.id = l.statement
    WHERE l.statement = ? AND d.standing IS NOT NULL ORDER BY d.id"""


def readings_of(db: Database, statement: str) -> tuple[DisputedRating, ...]:
    """Return what the readers of a statement say, the earlier first; two of them where it is disputed."""
    found = [
        DisputedRating(id, reviewer, standing, kind, obligation if standing in FILING else None, note,
             details_of(json.loads(details)) if details else None)
        for id, reviewer, standing, kind, obligation, note, details in db.connection.execute(_READ, (statement,))
    ]  # fmt: skip
    if len(found) == 1:
        found.append(DisputedRating(None, "", "kind", Kind.OTHER.value, None))
    return tuple(found)


def cited(db: Database) -> dict[str, Cited]:
    """Return the decisions, and whose they are, on which each settled statement rests that two have read."""
    if not db.connection.execute("SELECT 1 FROM assignments WHERE blind = 1 LIMIT 1").fetchone():
        return {}
    read: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    query = """SELECT l.statement, l.decision, l.reviewer FROM lanes l JOIN statements s ON s.id = l.statement
        JOIN decisions d ON d.id = l.decision
        WHERE s.double IN ('agreed', 'adjudicated') AND d.standing IS NOT NULL ORDER BY l.decision"""
    for statement, decision, reviewer in db.connection.execute(query):
        read[statement].append((decision, reviewer))
    query = """SELECT d.statement, d.id, d.reviewer FROM adjudications a JOIN decisions d ON d.id = a.decision
        WHERE NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) ORDER BY d.id"""
    ruled = {statement: (id, reviewer) for statement, id, reviewer in db.connection.execute(query)}
    return {statement: Cited(tuple(made), ruled.get(statement)) for statement, made in read.items()}
