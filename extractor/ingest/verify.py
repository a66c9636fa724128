"""Check that the database is whole and that the originals are still what was read."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from db.audit import audit
from db.connection import Database, is_taking_in, writing_alone
from db.twofold import misplaced
from extractor.batch.opening import FileFault, open_regular


@dataclass(frozen=True, slots=True)
class VerifyFault:
    """What is wrong (a code), and where; of a row that was tampered with, its table and what of it was changed."""

    code: str
    detail: str
    table: str = ""
    parts: tuple[str, ...] = ()


RULES = {  # code -> query whose every row names a breach
    "outcome": """SELECT name FROM files WHERE outcome = 'failed'
            AND NOT (:going AND run IN (SELECT id FROM runs WHERE finished IS NULL)) UNION ALL
        SELECT name FROM documents WHERE outcome = 'failed'""",
    # a file that was replaced by another of its name has left its document behind
    "outcomes": """SELECT d.name FROM documents d WHERE d.outcome <> 'failed' AND NOT EXISTS (
        SELECT 1 FROM files f WHERE f.document = d.sha256 OR f.name = d.path) UNION ALL
        SELECT f.name FROM files f JOIN documents d ON d.sha256 = f.document
        WHERE f.outcome NOT IN (d.outcome, 'duplicate', 'failed') UNION ALL
        SELECT f.name FROM files f WHERE f.document IS NULL AND f.outcome NOT IN ('unread', 'failed') UNION ALL
        SELECT d.name FROM documents d JOIN letters l ON l.document = d.sha256
        WHERE d.outcome NOT IN ('read', 'needs_person') UNION ALL
        SELECT d.name FROM documents d JOIN letters l ON l.document = d.sha256
        WHERE d.pages <> (SELECT count(*) FROM pages p WHERE p.document = d.sha256) UNION ALL
        SELECT d.name FROM documents d LEFT JOIN letters l ON l.document = d.sha256
        WHERE d.outcome IN ('read', 'needs_person') AND d.pages > 0 AND l.document IS NULL""",
    "words": """SELECT s.id FROM statements s WHERE s.rowid NOT IN (SELECT id FROM statements_fts_docsize) UNION ALL
        SELECT f.id FROM statements_fts_docsize f WHERE f.id NOT IN (SELECT rowid FROM statements)""",
    "decided": """SELECT s.id FROM statements s LEFT JOIN current_decisions c ON c.statement = s.id
        WHERE s.decided <> (c.standing IS NOT NULL)""",
    "characters": """SELECT d.name FROM documents d JOIN letters l ON l.document = d.sha256
        WHERE d.outcome = 'read' AND json_extract(l.fates, '$.lost') > 0""",
    "text": """SELECT s.id FROM statements s JOIN letters l ON l.document = s.document
        WHERE s.stale = 0 AND substr(l.text, s.start + 1, s."end" - s.start) <> s.text""",
}


def verify(db: Database) -> Iterator[VerifyFault | None]:
    """Yield the faults found, and None for every original that is sound."""
    going = {"going": is_taking_in(db.path)}
    try:
        with _standing_still(db.connection):
            yield from _structure(db)
            yield from (VerifyFault("schema", name) for name in _built_otherwise(db))
            for code, query in RULES.items():
                for (detail,) in db.connection.execute(query, going if ":going" in query else {}):
                    yield VerifyFault(code, str(detail))
            yield from (VerifyFault("decided", id) for id in misplaced(db.connection))
            yield from (VerifyFault(f"row_{b.code}", b.key, b.table, b.parts) for b in audit(db.connection))
            unknown = yield from _originals(db)
        if unknown:
            yield from (VerifyFault("original_unknown", file.name) for file in _unknown_still(db, unknown))
    except sqlite3.DatabaseError as error:
        yield VerifyFault("structure", str(error))


def waiting(db: Database) -> int:
    """Return how many files a run that is going on has still to read; 0 if none is."""
    if not is_taking_in(db.path):
        return 0
    query = """SELECT count(*) FROM files WHERE outcome = 'failed'
        AND run IN (SELECT id FROM runs WHERE finished IS NULL)"""
    return int(db.connection.execute(query).fetchone()[0])


@contextmanager
def _standing_still(connection: sqlite3.Connection) -> Iterator[None]:
    """See all tables as they are at one moment, whatever a run enters meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def _structure(db: Database) -> Iterator[VerifyFault]:
    for (said,) in db.connection.execute("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield VerifyFault("structure", said)
    for table, row, parent, _ in db.connection.execute("PRAGMA foreign_key_check"):
        yield VerifyFault("reference", f"{table} {row} -> {parent}")


def _built_otherwise(db: Database) -> list[str]:
    """Return the names of tables, views, indexes and triggers that are missing, changed or not ours."""
    from sqlite_utils import Database as Tool

    from db.migrations import migrations

    with closing(sqlite3.connect(":memory:")) as new:
        migrations.apply(Tool(new))
        return sorted({name for _, name, _ in _schema(new) ^ _schema(db.connection)})


def _schema(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """What SQLite and its search for words make themselves is left out, and tables of other programs are harmless."""
    query = """SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'statements_fts_%'
        AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"""
    return set(connection.execute(query))


def _originals(db: Database) -> Generator[VerifyFault | None, None, dict[str, Path]]:
    """Hold every original against its letter; return those that belong to none."""
    files = db.originals.iterdir() if db.originals.is_dir() else ()
    kept = {file.stem: file for file in files if file.suffix != ".part"}  # half a copy that a killed run left
    for digest, name, outcome in db.connection.execute("SELECT sha256, name, outcome FROM documents ORDER BY name"):
        file = kept.pop(digest, None)
        if file is None:
            if outcome in ("read", "needs_person"):
                yield VerifyFault("original_missing", name)
            continue
        yield None if _hash_of(file) == digest else VerifyFault("original_changed", f"{name} ({file.name})")
    return kept


def _unknown_still(db: Database, kept: Mapping[str, Path]) -> list[Path]:
    """Return those that no letter is of, once what was being entered is."""
    writable = os.access(db.path.absolute().parent, os.W_OK)
    with writing_alone(db.path) if writable else nullcontext():  # an original is kept just before its letter is entered
        known = {digest for (digest,) in db.connection.execute("SELECT sha256 FROM documents")}
    return [file for digest, file in kept.items() if digest not in known]


def _hash_of(file: Path) -> str:
    """The file's SHA-256, "" if it cannot be read: a pipe or device in an original's place must not hold us up."""
    try:
        with open_regular(file) as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except (FileFault, OSError):
        return ""
