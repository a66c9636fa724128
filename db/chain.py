"""The chain: every row that people or readings add gets a number and a hash over all before it, in its transaction.

The one writer watches its own connection (`watch`) and links what it wrote before it commits (`link`). A row that
entered any other way has no entry, and `db.audit` says so.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from db.chained import REGISTRY, TABLES, Chained, commit, leaf, linked, row_of
from db.marks import DOCUMENT, FIRST, STATEMENT, ColumnSet, columns, differing, mark, told_by
from db.rows import dump
from db.settings import CHAIN_AT_ONCE

SALT = 16  # bytes
NOWHERE = bytes(32)  # what the first entry is linked to
Parts = tuple[ColumnSet, ...]


def watch(connection: sqlite3.Connection, tables: Iterable[Chained] = REGISTRY) -> None:
    """From now on, notice what this connection writes to the tables that are chained. Nothing of this is stored."""
    connection.execute("CREATE TEMP TABLE touched (n INTEGER PRIMARY KEY, kind TEXT, key)")
    connection.execute("CREATE TEMP TABLE touched_statements (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE touched_documents (n INTEGER PRIMARY KEY, id TEXT UNIQUE)")
    for chained in tables:
        for event in ("INSERT", "UPDATE") if chained.standing else ("INSERT",):
            connection.execute(
                f"CREATE TEMP TRIGGER watch_{chained.table}_{event} AFTER {event} ON main.{chained.table}"
                f" BEGIN INSERT INTO touched (kind, key) VALUES ('{chained.table}', NEW.{chained.key}); END"
            )
    of_statement, of_document = (
        ", ".join(column for part in parts for column in part.columns if not column.startswith("("))
        for parts in _parts(connection)
    )
    for event in ("INSERT", f"UPDATE OF {of_statement}"):
        _notice(connection, "statements", event, "NEW.rowid", "touched_statements")
    for event in ("INSERT", f"UPDATE OF {of_document}"):
        _notice(connection, "documents", event, "NEW.sha256", "touched_documents")
    for table, event, row in (("letters", "INSERT", "NEW"), ("letters", "UPDATE", "NEW"), ("letters", "DELETE", "OLD"),
                              ("pages", "INSERT", "NEW"), ("pages", "DELETE", "OLD"),
                              ("problems", "INSERT", "NEW"), ("problems", "DELETE", "OLD")):  # fmt: skip
        _notice(connection, table, event, f"{row}.document", "touched_documents")


def _by_now(connection: sqlite3.Connection) -> list[Chained]:
    """Return the chained tables that there are in a step of the schema: later steps make more of them."""
    made = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [chained for chained in REGISTRY if chained.table in made]


def _parts(connection: sqlite3.Connection) -> tuple[Parts, Parts]:
    """Return what is told of statements and of documents: in a step of the schema, what there is by then."""
    later = connection.execute("SELECT 1 FROM pragma_table_info('statements') WHERE name = 'doubtful'").fetchone()
    return (STATEMENT, DOCUMENT) if later else (STATEMENT[:FIRST], DOCUMENT[:FIRST])


def _notice(connection: sqlite3.Connection, table: str, event: str, id: str, noted: str) -> None:
    name = f"watch_{table}_{event.split()[0]}"
    connection.execute(
        f"CREATE TEMP TRIGGER {name} AFTER {event} ON main.{table} BEGIN INSERT INTO {noted} (id) SELECT {id}"
        f" WHERE {id} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {noted} WHERE id = {id}); END"
    )


def link(connection: sqlite3.Connection) -> None:
    """Chain all that was written since the last call; inside the transaction that wrote it."""
    _mark(connection)
    rows = connection.execute("SELECT kind, key FROM temp.touched ORDER BY n").fetchall()
    if rows:
        chain(connection, rows)
    _forget_touched(connection)


def _forget_touched(connection: sqlite3.Connection) -> None:
    for table in ("touched", "touched_statements", "touched_documents"):
        connection.execute(f"DELETE FROM temp.{table}")


def chain(connection: sqlite3.Connection, rows: Iterable[tuple[str, Any]]) -> None:
    """Append an entry for each of these rows."""
    last = connection.execute("SELECT hash FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
    before = last[0] if last else NOWHERE
    for kind, key in rows:
        chained = TABLES[kind]
        values = row_of(connection, chained, key)
        if values is None or (chained.standing and _stands(connection, chained, key, values)):
            continue
        salt, text_salt = secrets.token_bytes(SALT), secrets.token_bytes(SALT) if chained.text else None
        made = commit(chained, key, values, salt, text_salt)
        before = linked(before, leaf(kind, made.told, made.text))
        connection.execute(
            "INSERT INTO chain (kind, key, salt, told, parts, text_salt, text, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (kind, str(key), salt, made.told, made.parts, text_salt, made.text, before),
        )


def _stands(connection: sqlite3.Connection, chained: Chained, key: Any, values: tuple[Any, ...]) -> bool:
    """Does the newest entry of this row already say what it says?"""
    entry = connection.execute(
        "SELECT salt, told FROM chain WHERE kind = ? AND key = ? ORDER BY seq DESC LIMIT 1", (chained.table, str(key))
    ).fetchone()
    return entry is not None and bool(entry[0]) and commit(chained, key, values, entry[0], None).told == entry[1]


# --- what readings say -----------------------------------------------------------------------------------------------


def _mark(connection: sqlite3.Connection) -> None:
    """Mark the documents and statements that were touched, in rows of `readings`, which are chained like all others."""
    documents = [row[0] for row in connection.execute("SELECT id FROM temp.touched_documents ORDER BY n")]
    waiting = dict.fromkeys(documents)
    for document, statements in _touched_statements(connection):
        _read(connection, document, statements, document in waiting)
        waiting.pop(document, None)
    for document in waiting:
        _read(connection, document, [], True)


def _touched_statements(connection: sqlite3.Connection) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield the statements that were touched, by document, in handy numbers: (document, [(id, columns …), …])."""
    told = columns(_parts(connection)[0])
    query = (
        f"SELECT s.document, s.id, {told} FROM temp.touched_statements t CROSS JOIN statements s"
        " ON s.rowid = t.id ORDER BY s.document, s.start, s.id"
    )
    gathered: list[tuple[Any, ...]] = []
    document = ""
    for row in connection.execute(query).fetchall():
        if gathered and (row[0] != document or len(gathered) == CHAIN_AT_ONCE):
            yield document, gathered
            gathered = []
        document = row[0]
        gathered.append(row[1:])
    if gathered:
        yield document, gathered


def _read(
    connection: sqlite3.Connection, document: str, statements: list[tuple[Any, ...]], with_document: bool
) -> None:
    """Mark what is not as the newest marks say; nothing is written if all is as it was."""
    known = latest(connection, document)
    of_statement, of_document = _parts(connection)
    statements = [row for row in statements if not _same(of_statement, row[1:], known.get(row[0]))]
    query = f"SELECT {columns(of_document)} FROM documents WHERE sha256 = ?"
    row = connection.execute(query, (document,)).fetchone() if with_document else None
    own = row if row and not _same(of_document, row, known.get("")) else None
    _write_marks(connection, document, own, statements)


def _write_marks(
    connection: sqlite3.Connection, document: str, own: tuple[Any, ...] | None, statements: list[tuple[Any, ...]]
) -> None:
    """Write the marks of a document, if it is given, and of statements as (id, columns …)."""
    if not statements and own is None:
        return
    of_statement, of_document = _parts(connection)
    key = secrets.token_bytes(SALT)
    marks = {row[0]: mark(of_statement, row[1:], key) for row in statements}
    connection.execute(
        "INSERT INTO readings (document, marks, key) VALUES (?, ?, ?)",
        (document, dump([mark(of_document, own, key) if own else None, marks]), key),
    )


def _same(parts: tuple[ColumnSet, ...], values: tuple[Any, ...], known: ReadingMark | None) -> bool:
    return known is not None and known.key is not None and mark(parts, values, known.key) == known.mark


class ReadingMark(NamedTuple):
    """The newest mark of a statement or document, the key it was made with, and the reading that holds it."""

    mark: str
    key: bytes | None
    reading: int


def latest(connection: sqlite3.Connection, document: str) -> dict[str, ReadingMark]:
    """Return the newest marks of a document's statements by their ids; that of the document itself under ""."""
    found: dict[str, ReadingMark] = {}
    query = "SELECT id, marks, key FROM readings WHERE document = ? ORDER BY id"
    for reading, marks, key in connection.execute(query, (document,)):
        try:
            own, statements = json.loads(marks)
            statements = dict(statements)
        except (ValueError, TypeError):  # tampered with, as the chain tells
            continue
        if own is not None:
            found[""] = ReadingMark(own, key, reading)
        found |= {id: ReadingMark(made, key, reading) for id, made in statements.items()}
    return found


# --- from now on -----------------------------------------------------------------------------------------------------


def begin(connection: sqlite3.Connection, version: str, at: str) -> int:
    """Begin the chain, with all that is there already; return how many words of people there were before."""
    existing = sum(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("decisions", "corrections", "replies", "answers", "comparisons", "disclosures")
    )
    tables = _by_now(connection)
    watch(connection, tables)
    connection.execute(
        "INSERT INTO begun (origin, at, version, existing) VALUES (?, ?, ?, ?)",
        (secrets.token_hex(8), at, version, existing),
    )
    for chained in tables:
        if chained.table not in ("begun", "readings"):
            connection.execute(
                f"INSERT INTO temp.touched (kind, key) SELECT '{chained.table}', {chained.key} FROM {chained.table}"
                f" ORDER BY {chained.key}"
            )
    connection.execute("INSERT INTO temp.touched_statements (id) SELECT rowid FROM statements")
    connection.execute("INSERT INTO temp.touched_documents (id) SELECT sha256 FROM documents")
    link(connection)
    unwatch(connection)
    return int(existing)


def remark(connection: sqlite3.Connection) -> None:
    """Mark anew what older marks tell less of than is told by now; what is not as it was marked stays for `verify`."""
    watch(connection, _by_now(connection))
    for (document,) in connection.execute("SELECT DISTINCT document FROM readings").fetchall():
        known = latest(connection, document)
        query = f"SELECT {columns(DOCUMENT)} FROM documents WHERE sha256 = ?"
        own = connection.execute(query, (document,)).fetchone()
        query = f"SELECT id, {columns(STATEMENT)} FROM statements WHERE document = ? ORDER BY start, id"
        rows = [
            row for row in connection.execute(query, (document,)) if _tells_less(STATEMENT, row[1:], known.get(row[0]))
        ]
        _write_marks(connection, document, own if own and _tells_less(DOCUMENT, own, known.get("")) else None, rows)
    link(connection)
    unwatch(connection)


def _tells_less(parts: Parts, values: tuple[Any, ...], known: ReadingMark | None) -> bool:
    """Is it as it was marked, by a mark that tells of fewer parts?"""
    if known is None or known.key is None or len(told_by(parts, known.mark)) == len(parts):
        return False
    return not differing(parts, known.mark, values, known.key)


def unwatch(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM temp.sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER temp.{name}")
    for table in ("touched", "touched_statements", "touched_documents"):
        connection.execute(f"DROP TABLE temp.{table}")
