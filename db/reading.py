"""How a reading enters the tables. Each function runs inside a transaction of `db.store.Store`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from db.rows import HEAD, Row, Rows, dump, place_of, said_of, spans_of
from extractor.core.model import Finding

if TYPE_CHECKING:
    from db.store import Saved
    from rules.models import Pack

FOUND = (*HEAD, "reply", "reply_reason", "reply_start", "reply_end", "reply_target", "as_read", "pages", "text_source",
         "confidence")  # fmt: skip
NOTHING: Row = (*(None,) * 8, 0, 0, "", "{}", 0, None, None)  # found in a file that could not be read
PLACED = ("id", "start", '"end"', "page", "box", "text", "section")
SAID = (
    "kind",
    "period",
    "crosses",
    "details",
    "cues",
    "rules",
    "obligation",
    "level",
    "score",
    "suggestions",
    "facets",
)
WHOSE = ("institution", "unit")


def _insert(table: str, *columns: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _from_new(columns: Iterable[str]) -> str:
    return ", ".join(f"{column} = excluded.{column}" for column in columns)


PUT_DOCUMENT = (
    _insert("documents", "sha256", "name", "path", "size", "source", "wave", "outcome", "run", *FOUND)
    + f" ON CONFLICT (sha256) DO UPDATE SET {_from_new(('outcome', 'run', *FOUND))}"
)
PUT_STATEMENT = (
    _insert("statements", *PLACED, *SAID, *WHOSE, "document", "origin", "act", "run")
    + f" ON CONFLICT (id) DO UPDATE SET stale = 0, {_from_new(('act', 'run', *PLACED[1:], *SAID, *WHOSE))}"
)
PUT_FILE = (
    _insert("files", "key", "name", "document", "outcome", "run")
    + f" ON CONFLICT (key) DO UPDATE SET {_from_new(('document', 'outcome', 'run'))}"
    + " WHERE (files.document, files.outcome) IS NOT (excluded.document, excluded.outcome)"
    " AND NOT (excluded.outcome = 'duplicate' AND files.outcome <> 'failed' AND files.document = excluded.document)"
)
PUT_LETTER = _insert("letters", "document", "text", "spans", "blocks", "fates", "aside")
PUT_PAGE = _insert("pages", "document", "number", "width", "height", "rotation", "source", "confidence")
PUT_PROBLEM = _insert("problems", "document", "file", "place", "code", "detail")
INDEX_WORDS = "INSERT INTO statements_fts (rowid, text) SELECT rowid, text FROM statements WHERE rowid > ?"
FORGET_WORDS = (
    "INSERT INTO statements_fts (statements_fts, rowid, text) SELECT 'delete', rowid, text FROM statements"
    " WHERE document = ? AND rowid <= ?"
)
REMEMBER_WORDS = (
    "INSERT INTO statements_fts (rowid, text) SELECT rowid, text FROM statements WHERE document = ? AND rowid <= ?"
)


def copy_pack(connection: sqlite3.Connection, pack: Pack) -> None:
    """Copy bodies and obligations from the pack; what it no longer has stays for the decisions that rest on it."""
    connection.executemany(
        _insert("bodies", "id", "name", "type", "scope", "position")
        + f" ON CONFLICT (id) DO UPDATE SET {_from_new(('name', 'type', 'scope', 'position'))}",
        [(body.id, body.name, body.type, body.scope, at) for at, body in enumerate(pack.bodies)],
    )
    fields = ("id", "institution", "level", "article", "label", "role")
    connection.executemany(
        _insert("obligations", *fields, "position")
        + f" ON CONFLICT (id) DO UPDATE SET {_from_new((*fields[1:], 'position'))}",
        [(*(getattr(duty, name) for name in fields), at) for at, duty in enumerate(pack.obligations)],
    )
    connection.executemany(
        _insert("waves", "id", "title", "first", "last")
        + f" ON CONFLICT (id) DO UPDATE SET {_from_new(('title', 'first', 'last'))}",
        [(wave.id, wave.title, wave.first, wave.last) for wave in pack.calendar.waves],
    )


def write(connection: sqlite3.Connection, files: Sequence[Saved], run: int) -> None:
    """Write a batch of files: documents first, then what refers to them."""
    documents = {file.sha256: file for file in files if file.sha256 and file.outcome != "duplicate"}
    read_before = _among(connection, documents)
    last = connection.execute("SELECT coalesce(max(rowid), 0) FROM statements").fetchone()[0]
    for sha256 in read_before:
        _clear(connection, sha256, last)
    put = connection.executemany
    put(PUT_DOCUMENT, (_document(file, run) for file in documents.values()))
    put(PUT_LETTER, ((sha256, *rows.letter) for sha256, rows in _read(documents.values()) if rows.letter))
    put(PUT_PAGE, ((sha256, *page) for sha256, rows in _read(documents.values()) for page in rows.pages))
    put(
        PUT_STATEMENT,
        ((*row, sha256, "program", None, run) for sha256, rows in _read(documents.values()) for row in rows.statements),
    )
    put(PUT_FILE, (_ledger(file, run) for file in files))
    put("DELETE FROM problems WHERE file = ?", ((file.key,) for file in files))
    put(PUT_PROBLEM, (row for file in files for row in _problems(file)))
    connection.execute(INDEX_WORDS, (last,))
    for sha256 in read_before:
        connection.execute(REMEMBER_WORDS, (sha256, last))
        _find_again(connection, sha256)
        apply_corrections(connection, sha256)


def _read(files: Iterable[Saved]) -> Iterator[tuple[str, Rows]]:
    return ((file.sha256, file.rows) for file in files if file.rows)


def _among(connection: sqlite3.Connection, hashes: Iterable[str]) -> list[str]:
    query = "SELECT sha256 FROM documents WHERE sha256 IN (SELECT value FROM json_each(?))"
    return [sha256 for (sha256,) in connection.execute(query, (dump(list(hashes)),))]


def _clear(connection: sqlite3.Connection, sha256: str, last: int) -> None:
    """Make room for a new reading of a document. Its statements stay, stale until they are found again."""
    connection.execute(FORGET_WORDS, (sha256, last))
    connection.execute("UPDATE statements SET stale = 1 WHERE document = ? AND origin = 'program'", (sha256,))
    for table in ("letters", "pages", "problems"):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (sha256,))


def _find_again(connection: sqlite3.Connection, sha256: str) -> None:
    """Move the statements reviewers made to where their words stand in the new text; stale if they are gone."""
    row = connection.execute("SELECT text, spans FROM letters WHERE document = ?", (sha256,)).fetchone()
    text, spans = (row[0], spans_of(row[1])) if row else ("", ())
    for statement, start, words in connection.execute(
        "SELECT id, start, text FROM statements WHERE document = ? AND origin = 'reviewer' AND stale = 0", (sha256,)
    ).fetchall():
        at = start if text.startswith(words, start) else text.find(words)
        if at < 0:
            connection.execute("UPDATE statements SET stale = 1 WHERE id = ?", (statement,))
        else:
            page, box = place_of(spans, at, at + len(words))
            connection.execute(
                'UPDATE statements SET start = ?, "end" = ?, page = ?, box = ? WHERE id = ?',
                (at, at + len(words), page, box, statement),
            )


def _document(file: Saved, run: int) -> Row:
    found = file.rows.document if file.rows else NOTHING
    name = file.name.rpartition("/")[2]
    return (file.sha256, name, file.name, file.size, file.source, file.wave, file.outcome, run, *found)


def _ledger(file: Saved, run: int) -> Row:
    return (file.key, file.name, file.sha256 or None, file.outcome, run)


def _problems(file: Saved) -> Iterator[Row]:
    of_content = bool(file.sha256) and file.outcome != "duplicate"
    owner = (file.sha256, None) if of_content else (None, file.key)
    return ((*owner, problem.where, problem.code, problem.detail) for problem in file.problems)


def describe_again(connection: sqlite3.Connection, findings: Sequence[Finding]) -> None:
    """Replace what is said of stored statements, and nothing else."""
    assignments = ", ".join(f"{column} = ?" for column in SAID)
    connection.executemany(
        f"UPDATE statements SET {assignments} WHERE id = ?",
        ((*said_of(finding), finding.statement.id) for finding in findings),
    )


def apply_corrections(connection: sqlite3.Connection, sha256: str) -> None:
    """Put what reviewers said of a letter in the place of what was read."""
    newest: dict[str, Any] = dict(
        connection.execute("SELECT field, value FROM corrections_in_force WHERE document = ? ORDER BY id", (sha256,))
    )
    for field, value in newest.items():
        connection.execute(f"UPDATE documents SET {field} = ? WHERE sha256 = ?", (value, sha256))
