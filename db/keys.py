"""Ids for what leaves: keyed, so that nobody can compute from an id the text that it hashes.

The secret is a file beside the database, readable by its owner alone. Whoever has a keyed id and the database can name
the statement by it; without the secret it says nothing.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path

from db.records import LENGTH, SHOWN

BYTES = 32


def secret_path(path: Path) -> Path:
    return path.with_name(path.name + ".key")


def secret_of(path: Path) -> bytes:
    """Return the secret of the database at `path`; make one if there is none.

    Where nothing can be written, one is made up that holds as long as the program runs.
    """
    file = secret_path(path)
    with suppress(FileNotFoundError):
        found = file.read_bytes()
        if len(found) >= BYTES:
            return found
    made = secrets.token_bytes(BYTES)
    partial = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out:
            out.write(made)
        try:
            os.link(partial, file)  # only one of two that begin at once makes it
        except FileExistsError:
            if len(file.read_bytes()) < BYTES:
                partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError:
        return made
    return file.read_bytes()


def keyed(secret: bytes, what: str, value: str) -> str:
    """Return the id that stands for `value`; `what` tells ids of statements from marks of what was seen."""
    return hmac.digest(secret, f"{what}\0{value}".encode(), "sha256").hex()[:LENGTH]


def keyed_mark(secret: bytes, content_hash: str) -> str:
    """Return what stands for a mark of what was seen; its two parts can be compared as those of the mark can."""
    shown, first = keyed(secret, "seen", content_hash[:SHOWN]), keyed(secret, "first", content_hash[SHOWN:])
    return shown[:SHOWN] + first[: LENGTH - SHOWN]


def stored_mark(secret: bytes, content_hash: str, given: str) -> str:
    """Return the mark that was given, its parts that stand for those of `content_hash` put back."""
    marked = keyed_mark(secret, content_hash)
    shown = content_hash[:SHOWN] if given[:SHOWN] == marked[:SHOWN] else given[:SHOWN]
    return shown + (content_hash[SHOWN:] if given[SHOWN:] == marked[SHOWN:] else given[SHOWN:])


class Ids:
    """Finds the statement that a keyed id stands for."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._known: dict[str, str] = {}
        self._count = -1

    def stored(self, id: str) -> str:
        """Return the stored id of a statement named by it or by its keyed id; what is neither stays."""
        if self._connection.execute("SELECT 1 FROM statements WHERE id = ?", (id,)).fetchone():
            return id
        if len(id) != LENGTH or not secret_path(self._path).exists():
            return id
        (count,) = self._connection.execute("SELECT coalesce(max(rowid), 0) FROM statements").fetchone()
        if count != self._count:
            secret = secret_of(self._path)
            rows = self._connection.execute("SELECT id FROM statements")
            self._known, self._count = {keyed(secret, "id", one): one for (one,) in rows}, count
        return self._known.get(id, id)
