"""What a seal is made of, and the seals that were given out."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.audit import begun, leaves
from db.connection import Database
from db.merkle import peaks, root
from db.store import Store

SHORT = 6  # bytes of a peak: enough to say where a chain differs; what is trusted is the root


class Checkpoint(NamedTuple):
    """The state of the chain: whose it is, how long, the root over its leaves, and its peaks in short."""

    origin: str
    sequence: int
    root: bytes
    peaks: tuple[bytes, ...]


def checkpoint(connection: sqlite3.Connection, until: int | None = None) -> Checkpoint:
    """Return the state of the chain now, or when it had this many entries."""
    since = begun(connection)
    found = leaves(connection, until)
    return Checkpoint(since.origin if since else "", len(found), root(found), short_peaks(found))


def short_peaks(found: list[bytes]) -> tuple[bytes, ...]:
    return tuple(peak[:SHORT] for _, peak in peaks(found))


def last_pack(connection: sqlite3.Connection) -> str:
    """Return the pack that was used last, with the beginning of its hash."""
    row = connection.execute("SELECT pack, pack_hash FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    return f"{row[0]} {row[1][:16]}" if row else "-"


def record_seal(store: Store, sequence: int, root: str, seal: str, at: str) -> None:
    """Keep a seal that was given out; it is chained itself, after what it seals."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO seals (sequence, root, seal, at) VALUES (?, ?, ?, ?)", (sequence, root, seal, at)
        )


class GivenSeal(NamedTuple):
    """A seal that was given out: how many entries it covers, whole, when, and how many there are by now."""

    sequence: int
    seal: str
    at: str
    length: int


def latest_seal(db: Database) -> GivenSeal | None:
    """Return the seal given out last."""
    query = "SELECT sequence, seal, at, (SELECT max(seq) FROM chain) FROM seals ORDER BY id DESC LIMIT 1"
    row = db.connection.execute(query).fetchone()
    return GivenSeal(*row) if row else None


def kinds_between(connection: sqlite3.Connection, first: int, last: int) -> list[tuple[int, str, str]]:
    """Return number, kind and key of the entries of a stretch of the chain."""
    query = "SELECT seq, kind, key FROM chain WHERE seq BETWEEN ? AND ? ORDER BY seq"
    return connection.execute(query, (first, last)).fetchall()
