"""Forget a letter: its text, what was said of it in words, its original and all that was kept of it; a tombstone stays.

The hash of the file, the reason, who and when stay, so that it is not taken in again; decisions stay as rows without
their words, and the chain of all rows still holds. What lies elsewhere (backups, shards, what was published) is not
reached.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from db.connection import Database
from db.decisions import Refused
from db.masked_rows import masked_rows_path
from db.requests import find_document
from db.settings import BLOCK
from db.store import Store
from extractor.core.clean import clean
from rules.words import fold

CODE = "forgotten"  # the problem that a forgotten letter has
FOLDERS = (".ocr", ".pages")  # caches that can be made anew: pages read by OCR are named by their image alone
LEARNED = ".learned.json"  # lessons hold words of the letters they were learned from
ERASE = (
    "DELETE FROM places WHERE entry = :document OR entry IN (SELECT id FROM statements WHERE document = :document)",
    "DELETE FROM problems WHERE document = :document OR file IN (SELECT key FROM files WHERE document = :document)",
    "DELETE FROM pages WHERE document = :document",
    "DELETE FROM letters WHERE document = :document",
    """UPDATE statements SET text = '', section = '', unit = NULL, start = 0, "end" = 0, box = '[0,0,0,0]',
        details = '{}', cues = '[]', rules = '||', suggestions = '[]', facets = '[]', stale = 1
        WHERE document = :document""",
    """UPDATE coded SET ref = '', period = '', document = ''
        WHERE statement IN (SELECT id FROM statements WHERE document = :document)""",
    """UPDATE decisions SET note = NULL, details = NULL, seen = '', suggested = '[]'
        WHERE statement IN (SELECT id FROM statements WHERE document = :document)""",
    """UPDATE remarks SET value = NULL WHERE statement IN (SELECT id FROM statements WHERE document = :document)""",
    "UPDATE corrections SET value = NULL WHERE document = :document",
    """UPDATE chain SET text_salt = NULL WHERE text_salt IS NOT NULL AND (
        kind = 'decisions' AND key IN (SELECT CAST(id AS TEXT) FROM decisions
            WHERE statement IN (SELECT id FROM statements WHERE document = :document))
        OR kind = 'remarks' AND key IN (SELECT CAST(id AS TEXT) FROM remarks
            WHERE statement IN (SELECT id FROM statements WHERE document = :document))
        OR kind = 'coded' AND key IN (SELECT id FROM statements WHERE document = :document)
        OR kind = 'corrections' AND key IN (SELECT CAST(id AS TEXT) FROM corrections WHERE document = :document))""",
    "UPDATE readings SET key = NULL WHERE document = :document",
    """UPDATE documents SET name = :name, path = :name, size = 0, outcome = 'unread', unit = NULL, number = NULL,
        date = NULL, reference = NULL, subject = NULL, reply = NULL, reply_reason = NULL, reply_start = 0,
        reply_end = 0, reply_target = '', as_read = '{}', pages = 0, text_source = NULL, confidence = NULL
        WHERE sha256 = :document""",
    """UPDATE files SET key = 'forgotten:' || rowid || ':' || substr(:document, 1, 12), name = :name,
        outcome = CASE outcome WHEN 'duplicate' THEN 'duplicate' ELSE 'unread' END WHERE document = :document""",
)


def forget(store: Store, named: str, reason: str, reviewer: str, at: str) -> str:
    """Forget the letter with this name or (start of a) hash; return its hash.

    Raises:
        Refused: there is none or there are several, no reason is given, or it was forgotten before.
    """
    if not reason.strip():
        raise Refused("A letter is forgotten for a reason only: say which.")
    document = find_document(store, named)
    if is_forgotten(store, document):
        raise Refused("{document} was forgotten before.", document=document[:12])
    connection = store.connection
    connection.execute("PRAGMA secure_delete = ON")
    with store.transaction() as writing:
        for ruling in _rulings_on(writing, document):
            writing.execute("UPDATE releases SET phrase = '' WHERE id = ?", (ruling,))
            writing.execute("UPDATE chain SET text_salt = NULL WHERE kind = 'releases' AND key = ?", (str(ruling),))
        names = {"document": document, "name": f"forgotten-{document[:12]}"}
        for statement in ERASE:
            writing.execute(statement, names)
        writing.execute(
            "INSERT INTO erasures (document, reason, reviewer, at) VALUES (?, ?, ?, ?)",
            (document, reason.strip(), reviewer, at),
        )
        writing.execute(
            "INSERT INTO problems (document, file, place, code, detail) VALUES (?, NULL, '', ?, '')", (document, CODE)
        )
    for path in _leftovers(store.path, document):
        shred(path)
    _clean(connection)
    return document


def _rulings_on(connection: sqlite3.Connection, document: str) -> list[int]:
    """What was said of words (`privacy review`) that stand in this letter and in no other."""
    rulings = connection.execute("SELECT id, phrase FROM releases WHERE phrase <> ''").fetchall()
    row = connection.execute("SELECT text FROM letters WHERE document = ?", (document,)).fetchone()
    here = _plain(row[0]) if row else ""
    found = {id: phrase for id, phrase in rulings if phrase in here}
    if found:
        for (text,) in connection.execute("SELECT text FROM letters WHERE document <> ?", (document,)):
            other = _plain(text)
            found = {id: phrase for id, phrase in found.items() if phrase not in other}
    return list(found)


def _plain(text: str) -> str:
    return " ".join(fold(clean(text)).split())


def is_forgotten(db: Database, document: str) -> bool:
    query = "SELECT 1 FROM erasures WHERE document = ?"
    return db.connection.execute(query, (document,)).fetchone() is not None


def _clean(connection: sqlite3.Connection) -> None:
    """Leave nothing in free pages, the index of words or the log. Rows move, so the index is made anew after it."""
    connection.execute("VACUUM")
    connection.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO statements_fts (statements_fts) VALUES ('optimize')")
    connection.execute("VACUUM")
    connection.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _leftovers(path: Path, document: str) -> Iterator[Path]:
    """Everything beside the database that holds something of the letter."""
    originals = path.with_name(path.name + ".originals")
    yield from originals.glob(f"{document}*") if originals.is_dir() else ()
    for ending in FOLDERS:
        folder = path.with_name(path.name + ending)
        if folder.is_dir():
            yield from (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    yield from (file for file in (path.with_name(path.name + LEARNED), masked_rows_path(path)) if file.is_file())


def shred(path: Path) -> None:
    """Write over a file and remove it. Disks that keep what was there before are not reached by this.

    A file that has another name elsewhere is the owner's too: only the name here is removed.
    """
    with suppress(FileNotFoundError):
        size = path.stat().st_size if path.stat().st_nlink == 1 else 0
        with path.open("r+b") as file:
            for start in range(0, size, BLOCK):
                file.write(bytes(min(BLOCK, size - start)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
