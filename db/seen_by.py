"""What one reviewer may see: the only place that decides it, for every query of `db`, whichever screen asks.

Of a letter that two read, a reader sees the own word alone until both have decided and what differs is settled. For
the connection of such a reader a view of the same name stands before the table `statements`, so no query need know.
Everybody else, and every export, sees what `statements.current` and `decisions_told` hold: nothing of either reader
before both have decided.
"""

from __future__ import annotations

from pathlib import Path

from db import twofold
from db.connection import Database, open_database

OWN = """(SELECT l.decision FROM main.lanes l WHERE l.statement = s.id
    AND l.reviewer = (SELECT name FROM temp.looking))"""
SETTLED = f"EXISTS (SELECT 1 FROM main.decisions o WHERE o.id = {OWN} AND o.standing IS NOT NULL)"
READS = """EXISTS (SELECT 1 FROM main.readers r WHERE r.document = s.document AND r.{how} = 1
    AND r.standing = 'given' AND r.reviewer = (SELECT name FROM temp.looking))"""
BLIND = f"({READS.format(how='blind')} AND s.double IS NOT 'adjudicated')"
BARE = READS.format(how="bare")
SHOWN = {  # what a reader sees in place of a column: of own letters, and where no suggestions are shown
    "current": f"CASE WHEN {BLIND} THEN {OWN} ELSE s.current END",
    "decided": f"CASE WHEN {BLIND} THEN {SETTLED} ELSE s.decided END",
    "double": "NULL",
    **{name: f"CASE WHEN {BARE} THEN {value} ELSE s.{name} END" for name, value in (
        ("suggestions", "'[]'"), ("facets", "'[]'"), ("cues", "'[]'"), ("rules", "''"), ("obligation", "NULL"),
        ("level", "NULL"), ("score", "0.0"), ("doubtful", "0"),
        ("kind", "CASE WHEN s.kind = 'other' THEN 'other' ELSE 'action' END"),
    )},
}  # fmt: skip


def seen_by(path: str | Path, reviewer: str) -> Database:
    """Open the database for reading, as this reviewer may see it.

    Raises:
        DatabaseError: there is none, or it is not one of ours.
    """
    db = open_database(path)
    db.reviewer = reviewer
    own = "SELECT 1 FROM readers WHERE reviewer = ? AND standing = 'given' AND (blind = 1 OR bare = 1) LIMIT 1"
    if not db.connection.execute(own, (reviewer,)).fetchone():
        return db
    db.connection.execute("CREATE TEMP TABLE looking (name TEXT)")
    db.connection.execute("INSERT INTO looking VALUES (?)", (reviewer,))
    columns = [row[1] for row in db.connection.execute("PRAGMA main.table_info(statements)")]
    shown = ", ".join(f'{SHOWN.get(name, f"""s."{name}" """)} AS "{name}"' for name in columns)
    db.connection.execute(f"CREATE TEMP VIEW statements AS SELECT s.rowid AS rowid, {shown} FROM main.statements s")
    return db


def sees_less(db: Database) -> bool:
    """Does a view stand before the statements, for whoever looks?"""
    return db.connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'statements'").fetchone() is not None


def is_bare(db: Database, document: str) -> bool:
    """Is this letter to be read without suggestions by whoever looks?"""
    return twofold.is_bare(db.connection, document, db.reviewer)
