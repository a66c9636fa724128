"""Check that the database is whole and that the originals are still what was read."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from db.connection import Database


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong (a code), and where."""

    code: str
    detail: str


RULES = {  # code -> query whose every row names a breach
    "outcome": """SELECT name FROM files WHERE outcome = 'failed' UNION ALL
        SELECT name FROM documents WHERE outcome = 'failed'""",
    "outcomes": """SELECT d.name FROM documents d WHERE d.outcome <> 'failed' AND NOT EXISTS (
        SELECT 1 FROM files f WHERE f.document = d.sha256) UNION ALL
        SELECT d.name FROM documents d LEFT JOIN letters l ON l.document = d.sha256
        WHERE d.outcome IN ('read', 'needs_person') AND d.pages > 0 AND l.document IS NULL""",
    "decided": """SELECT s.id FROM statements s LEFT JOIN current_decisions c ON c.statement = s.id
        WHERE s.decided <> (c.standing IS NOT NULL)""",
    "text": """SELECT s.id FROM statements s JOIN letters l ON l.document = s.document
        WHERE s.stale = 0 AND substr(l.text, s.start + 1, s."end" - s.start) <> s.text""",
}


def verify(db: Database) -> Iterator[Fault | None]:
    """Yield the faults found, and None for every original that is sound."""
    try:
        yield from _structure(db)
        for code, query in RULES.items():
            for (detail,) in db.connection.execute(query):
                yield Fault(code, str(detail))
        yield from _originals(db)
    except sqlite3.DatabaseError as error:
        yield Fault("structure", str(error))


def _structure(db: Database) -> Iterator[Fault]:
    for (said,) in db.connection.execute("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield Fault("structure", said)
    for table, row, parent, _ in db.connection.execute("PRAGMA foreign_key_check"):
        yield Fault("reference", f"{table} {row} -> {parent}")


def _originals(db: Database) -> Iterator[Fault | None]:
    files = db.originals.iterdir() if db.originals.is_dir() else ()
    kept = {file.stem: file for file in files if file.suffix != ".part"}
    for digest, name, outcome in db.connection.execute("SELECT sha256, name, outcome FROM documents ORDER BY name"):
        file = kept.pop(digest, None)
        if file is None:
            if outcome in ("read", "needs_person"):
                yield Fault("original_missing", name)
            continue
        with file.open("rb") as content:
            sound = hashlib.file_digest(content, "sha256").hexdigest() == digest
        yield None if sound else Fault("original_changed", f"{name} ({file.name})")
    yield from (Fault("original_unknown", file.name) for file in kept.values())
