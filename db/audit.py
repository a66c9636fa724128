"""Hold the database against its chain: what was changed, put in or taken out behind the one writer's back.

The chain shows every change by whoever does not make the whole of it anew; against that, seals help (`db.seals`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.chain import NOWHERE, ReadingMark, latest
from db.chained import REGISTRY, Chained, Commitment, changed, commit, leaf, linked
from db.marks import DOCUMENT, STATEMENT, ColumnSet, columns, differing

UNKNOWN = 1 << 62  # the place of a row that has none in the chain


class Breach(NamedTuple):
    """What was done: a `code`, the row or entry it was done to, the columns or parts concerned, and where in the chain.

    Codes: changed, inserted, deleted, deleted_last, deleted_all (rows); unsalted (words gone without an erasure);
    altered, cut, cut_last, gone (the chain itself).
    """

    code: str
    table: str
    key: str
    parts: tuple[str, ...] = ()
    seq: int = UNKNOWN


class Begun(NamedTuple):
    """When the chain was begun, how long it is, and how many words of people were there, unchained, before."""

    origin: str
    at: str
    existing: int
    length: int


def begun(connection: sqlite3.Connection) -> Begun | None:
    row = connection.execute(
        "SELECT origin, at, existing, (SELECT coalesce(max(seq), 0) FROM chain) FROM begun ORDER BY id LIMIT 1"
    ).fetchone()
    return Begun(*row) if row else None


def audit(connection: sqlite3.Connection) -> list[Breach]:
    """Return all breaches, in the order of the chain: the first is the first bad row."""
    found = [*_links(connection)]
    if found and found[0].code == "gone":
        return found
    for chained in REGISTRY:
        found += _rows(connection, chained)
    found += _marks(connection)
    broken = any(breach.table == "chain" for breach in found)  # rows without an entry follow from that
    return sorted(dict.fromkeys(found), key=lambda breach: (broken and breach.code == "inserted", breach.seq))


# --- the chain itself ------------------------------------------------------------------------------------------------


def _links(connection: sqlite3.Connection) -> Iterator[Breach]:
    before, last = NOWHERE, 0
    for seq, kind, key, told, text, hash in connection.execute(
        "SELECT seq, kind, key, told, text, hash FROM chain ORDER BY seq"
    ):
        if seq != last + 1:
            yield Breach("cut", "chain", _span(last + 1, seq - 1), (), last + 1)
        elif linked(before, leaf(kind, told, text)) != hash:
            yield Breach("altered", "chain", f"{seq} ({kind} {key})", (), seq)
        before, last = hash, seq
    ever = _ever(connection, "chain")
    if last == 0:
        yield Breach("gone", "chain", "", (), 0)
    elif ever > last:
        yield Breach("cut_last", "chain", _span(last + 1, ever), (), last + 1)


def _ever(connection: sqlite3.Connection, table: str) -> int:
    """How many rows this table has ever had; SQLite keeps count."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return int(row[0]) if row else 0


# --- rows that people and readings added -----------------------------------------------------------------------------


def _rows(connection: sqlite3.Connection, chained: Chained) -> Iterator[Breach]:
    newest = "AND c.seq = (SELECT max(x.seq) FROM chain x WHERE x.kind = c.kind AND x.key = c.key)"
    names = ", ".join(f"r.{column}" for column in chained.columns)
    query = f"""SELECT c.seq, c.key, c.salt, c.told, c.parts, c.text_salt, c.text, r.{chained.key}, {names}
        FROM chain c LEFT JOIN {chained.table} r ON r.{chained.key} = c.key
        WHERE c.kind = ? {newest if chained.standing else ""} ORDER BY c.seq"""
    there = 0
    missing: list[tuple[int, str]] = []
    entries = 0
    for seq, key, salt, told, parts, text_salt, text, row_key, *values in connection.execute(query, (chained.table,)):
        entries += 1
        if row_key is None:
            missing.append((seq, key))
            continue
        there = seq
        entry = Commitment(told, text, parts)
        if bad := _differs(connection, chained, row_key, tuple(values), entry, salt, text_salt):
            yield Breach("unsalted" if bad == ("salt",) else "changed", chained.table, key, bad, seq)
    last = [(seq, key) for seq, key in missing if seq > there]
    yield from (Breach("deleted", chained.table, key, (), seq) for seq, key in missing if seq < there)
    if last:
        code = "deleted_all" if len(last) == entries else "deleted_last"
        yield Breach(code, chained.table, _span(last[0][1], last[-1][1]), (), last[0][0])
    yield from _inserted(connection, chained)
    if chained.key == "id" and not chained.standing:
        yield from _lost(connection, chained)


def _differs(
    connection: sqlite3.Connection,
    chained: Chained,
    key: Any,
    values: tuple[Any, ...],
    entry: Commitment,
    salt: bytes | None,
    text_salt: bytes | None,
) -> tuple[str, ...]:
    """Return the columns in which a row is not what the chain says; ("salt",) if that cannot be told any more."""
    erased = entry.text is not None and text_salt is None
    if salt is None or (erased and not _was_erased(connection, chained, key)):
        return ("salt",)
    now = commit(chained, key, values, salt, text_salt)
    if erased:
        if values[len(chained.told) :] != chained.erased:
            return chained.text
        return () if now.told == entry.told else changed(chained, values, entry, now)
    if now == entry:
        return ()
    return changed(chained, values, entry, now)


DOCUMENT_OF = {
    "decisions": "SELECT s.document FROM decisions d JOIN statements s ON s.id = d.statement WHERE d.id = ?",
    "corrections": "SELECT document FROM corrections WHERE id = ?",
    "remarks": "SELECT s.document FROM remarks r JOIN statements s ON s.id = r.statement WHERE r.id = ?",
    "coded": "SELECT document FROM statements WHERE id = ?",
    # a ruling on words that stood in no other letter: which letter that was is forgotten too
    "releases": "SELECT document FROM erasures WHERE at >= (SELECT at FROM releases WHERE id = ?)",
}


def _was_erased(connection: sqlite3.Connection, chained: Chained, key: Any) -> bool:
    """Does an erasure say that the words of this row are gone?"""
    query = DOCUMENT_OF.get(chained.table)
    row = connection.execute(query, (key,)).fetchone() if query else None
    return row is not None and is_forgotten(connection, row[0])


def is_forgotten(connection: sqlite3.Connection, document: str) -> bool:
    """Was the text of this document erased, as a row of `erasures` says?"""
    return connection.execute("SELECT 1 FROM erasures WHERE document = ?", (document,)).fetchone() is not None


def _inserted(connection: sqlite3.Connection, chained: Chained) -> Iterator[Breach]:
    query = f"""SELECT r.{chained.key}, (SELECT max(seq) FROM chain c WHERE c.kind = :kind
            AND CAST(c.key AS INTEGER) < r.{chained.key}) FROM {chained.table} r
        WHERE NOT EXISTS (SELECT 1 FROM chain c WHERE c.kind = :kind AND c.key = CAST(r.{chained.key} AS TEXT))"""
    if chained.key != "id" or chained.standing:
        query = query.replace(f"""(SELECT max(seq) FROM chain c WHERE c.kind = :kind
            AND CAST(c.key AS INTEGER) < r.{chained.key})""", "NULL")  # fmt: skip
    for key, seq in connection.execute(query, {"kind": chained.table}):
        yield Breach("inserted", chained.table, str(key), (), UNKNOWN if seq is None else seq + 1)


def _lost(connection: sqlite3.Connection, chained: Chained) -> Iterator[Breach]:
    """Rows whose entries are gone with them leave a gap in SQLite's own count."""
    query = f"SELECT coalesce(max({chained.key}), 0) FROM {chained.table}"
    last = max(
        connection.execute(query).fetchone()[0],
        connection.execute("SELECT coalesce(max(CAST(key AS INTEGER)), 0) FROM chain WHERE kind = ?",
                           (chained.table,)).fetchone()[0],
    )  # fmt: skip
    ever = _ever(connection, chained.table)
    if ever > last:
        code = "deleted_all" if last == 0 else "deleted_last"
        yield Breach(code, chained.table, _span(last + 1, ever))


def _span(first: object, last: object) -> str:
    return str(first) if str(first) == str(last) else f"{first}–{last}"


# --- what was read ---------------------------------------------------------------------------------------------------


def _marks(connection: sqlite3.Connection) -> Iterator[Breach]:
    documents = connection.execute(
        "SELECT sha256 FROM documents UNION SELECT document FROM readings UNION SELECT document FROM statements"
    ).fetchall()
    for (document,) in documents:
        known = latest(connection, document)
        if all(known_mark.key is None for known_mark in known.values()) and is_forgotten(connection, document):
            continue
        query = f"SELECT '', {columns(DOCUMENT)} FROM documents WHERE sha256 = ?"
        rows = {row[0]: row[1:] for row in connection.execute(query, (document,))}
        own = {"": known.pop("")} if "" in known else {}
        yield from _compare(connection, "documents", document, DOCUMENT, rows, own)
        query = f"SELECT id, {columns(STATEMENT)} FROM statements WHERE document = ?"
        rows = {row[0]: row[1:] for row in connection.execute(query, (document,))}
        yield from _compare(connection, "statements", document, STATEMENT, rows, known)


def _compare(
    connection: sqlite3.Connection,
    table: str,
    document: str,
    parts: tuple[ColumnSet, ...],
    rows: dict[str, tuple[Any, ...]],
    known: dict[str, ReadingMark],
) -> Iterator[Breach]:
    for id, found in known.items():
        key = id or document
        if id not in rows:
            yield Breach("deleted", table, key, (), _place(connection, found.reading))
        elif found.key is None:
            if not is_forgotten(connection, document):
                yield Breach("unsalted", table, key, (), _place(connection, found.reading))
        elif bad := differing(parts, found.mark, rows[id], found.key):
            yield Breach("changed", table, key, bad, _place(connection, found.reading))
    for id in rows.keys() - known.keys():
        yield Breach("inserted", table, id or document)


def _place(connection: sqlite3.Connection, reading: int) -> int:
    """Return where in the chain a reading stands."""
    query = "SELECT max(seq) FROM chain WHERE kind = 'readings' AND key = ?"
    (seq,) = connection.execute(query, (str(reading),)).fetchone()
    return UNKNOWN if seq is None else int(seq)


def leaves(connection: sqlite3.Connection, until: int | None = None) -> list[bytes]:
    """Return the leaves of the tree over the chain, up to and with the entry of this number."""
    query = "SELECT kind, told, text FROM chain WHERE seq <= ? ORDER BY seq"
    return [leaf(*row) for row in connection.execute(query, (until if until is not None else UNKNOWN,))]
