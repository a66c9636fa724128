"""Taking back: rows are added that say where the statements stood before; what later words rest on stays."""

from __future__ import annotations

import sqlite3

from db import twofold
from db.decisions import RESTS, SET, Standing, append, next_act, settle, standing_of
from db.remarks import undo_remarks
from db.twofold import Refused
from extractor.core.states import Ruling


def undo(connection: sqlite3.Connection, reviewer: str, at: str, statement: str | None) -> tuple[str, ...]:
    """Take back an act of review; see `Store.undo`."""
    row = connection.execute(
        "SELECT d.act FROM decisions d WHERE d.reviewer = :reviewer AND d.verdict <> 'undone' AND d.origin = 'review'"
        " AND (:statement IS NULL OR d.statement = :statement)"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) ORDER BY d.id DESC LIMIT 1",
        {"reviewer": reviewer, "statement": statement},
    ).fetchone()
    return undo_act(connection, row[0], reviewer, at) if row else ()


def undo_import(connection: sqlite3.Connection, sha256: str, reviewer: str, at: str) -> tuple[str, ...]:
    """Take back what the reviewer took in last from this file of coded actions; see `Store.undo_import`."""
    row = connection.execute(
        "SELECT max(d.act) FROM decisions d JOIN statements s ON s.id = d.statement"
        " WHERE s.document = ? AND s.stale = 0 AND s.act = d.act AND d.origin = 'import' AND d.reviewer = ?"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)",
        (sha256, reviewer),
    ).fetchone()
    return undo_act(connection, row[0], reviewer, at) if row[0] else ()


def undo_act(connection: sqlite3.Connection, act: int, reviewer: str, at: str) -> tuple[str, ...]:
    """Take back an act by adding rows that say where its statements stood before."""
    _check_last(connection, act)
    undone = connection.execute(
        "SELECT id, statement, seen, suggested FROM decisions WHERE act = ? ORDER BY id DESC", (act,)
    ).fetchall()
    number = next_act(connection)
    for decision, undone_statement, content_hash, suggested in undone:
        before = _stood(connection, undone_statement, decision)
        values = (number, undone_statement, Ruling.UNDONE, *before)
        append(connection, values, reviewer, at, content_hash, suggested, decision)
    undo_remarks(connection, act, number, reviewer, at)
    connection.execute("UPDATE statements SET stale = 1 WHERE act = ?", (act,))
    settle(connection, [row[1] for row in undone], at)
    return tuple(dict.fromkeys(undone_statement for _, undone_statement, _, _ in reversed(undone)))


def _stood(connection: sqlite3.Connection, statement: str, decision: int) -> Standing:
    """Return where a statement stood before a decision that is to be undone, for whoever took it."""
    place = twofold.place_of(connection, statement, decision)
    if place.past:
        raise Refused("Statement {id} has been read by both since: decide on it anew.", id=statement)
    if place.ruling:
        return Standing()
    if place.first is not None:  # the first since both had read it: what they came to is in force again
        row = connection.execute(f"SELECT {SET}, {RESTS} FROM decisions WHERE id = ?", (place.first,)).fetchone()
        return Standing(*row)
    return standing_of(connection, statement, decision, place.reviewer)


def _check_last(connection: sqlite3.Connection, act: int) -> None:
    """Refuse to undo what later decisions rest on: on the same statements, or on those the act made."""
    row = connection.execute(
        "SELECT l.statement, l.reviewer FROM decisions l"
        " WHERE l.act > :act AND l.verdict NOT IN ('undone', 'skipped')"
        " AND (l.statement IN (SELECT statement FROM decisions WHERE act = :act)"
        "      OR l.statement IN (SELECT id FROM statements WHERE act = :act))"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = l.id)"
        # of two readers each takes back their own, whatever the other said meanwhile
        " AND NOT EXISTS (SELECT 1 FROM lanes o JOIN decisions d ON d.act = :act AND d.statement = o.statement"
        "                 AND d.reviewer <> l.reviewer WHERE o.statement = l.statement AND o.reviewer = l.reviewer"
        "                 AND l.id <= o.decision) LIMIT 1",
        {"act": act},
    ).fetchone()
    if row:
        raise Refused(
            "Statement {id} was decided again by {reviewer} since: undo that first.", id=row[0], reviewer=row[1]
        )
