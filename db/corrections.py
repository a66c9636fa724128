"""What reviewers say of a letter's head or reply, and taking it back. Inside a transaction of `db.store.Store`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from db import twofold
from db.decisions import Refused, next_act
from db.reading import apply_corrections

CORRECTABLE = ("institution", "unit", "number", "date", "reference", "subject", "reply", "reply_reason", "wave",
               "source", "covers")  # fmt: skip

TAKEN_IN = ("wave", "source")  # said when the file was taken in, not read from it: kept beside what was read
KEEP_TAKEN_IN = """UPDATE documents SET as_read = json_set(as_read, '$.wave', wave, '$.source', source)
    WHERE sha256 = ? AND json_extract(as_read, '$.source') IS NULL"""


def correct(
    connection: sqlite3.Connection,
    sha256: str,
    fields: Mapping[str, str | None],
    reviewer: str,
    at: str,
    origin: str = "review",
) -> None:
    """Add corrections of a letter and put them in force; see `Store.correct`."""
    row = connection.execute("SELECT name FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise Refused("There is no document {id}.", id=sha256)
    if origin == "review":
        twofold.check_head(connection, sha256, row[0])
    act = next_act(connection)
    if not fields.keys().isdisjoint(TAKEN_IN):
        connection.execute(KEEP_TAKEN_IN, (sha256,))
    for field, value in fields.items():
        if field not in CORRECTABLE:
            raise Refused(
                "{field} cannot be corrected; these can: {fields}", field=field, fields=", ".join(CORRECTABLE)
            )
        connection.execute(
            "INSERT INTO corrections (act, document, field, value, reviewer, at, origin) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (act, sha256, field, value, reviewer, at, origin),
        )
    try:
        apply_corrections(connection, sha256)
    except sqlite3.IntegrityError as error:
        raise Refused("One of {fields} is not allowed: {error}", fields=dict(fields), error=error) from None


def last_correction(connection: sqlite3.Connection, reviewer: str) -> int:
    """Return the reviewer's last act of correcting what was read that still stands; 0 if there is none."""
    (act,) = connection.execute(
        "SELECT max(act) FROM corrections_in_force WHERE reviewer = ? AND origin = 'review'",
        (reviewer,),
    ).fetchone()
    return act or 0


def undo_correction(connection: sqlite3.Connection, act: int, reviewer: str, at: str) -> str:
    """Take back an act of correcting: what was said before is in force again, else what was read. Return the letter."""
    rows = connection.execute("SELECT id, document, field FROM corrections WHERE act = ?", (act,)).fetchall()
    number, document = next_act(connection), str(rows[0][1])
    connection.executemany(
        "INSERT INTO corrections (act, document, field, reviewer, at, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        ((number, document, field, reviewer, at, id) for id, _document, field in rows),
    )
    (as_read,) = connection.execute("SELECT as_read FROM documents WHERE sha256 = ?", (document,)).fetchone()
    read = json.loads(as_read)
    for field in {field for _, _, field in rows} - (set(TAKEN_IN) - read.keys()):
        value = read.get(field)
        connection.execute(f"UPDATE documents SET {field} = ? WHERE sha256 = ?", (value, document))
    apply_corrections(connection, document)
    return document
