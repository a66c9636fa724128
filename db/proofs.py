"""What strangers are shown of the chain: entries of decisions, opened in part, each with its way to a seal's root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from db.audit import leaves
from db.chained import TABLES, column_salt, opened, row_of
from db.connection import Database
from db.merkle import levels, path

SHOWN = ("standing", "obligation", "kind", "period", "at")  # of a decision; never whose it is, nor of which text


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """An entry of the chain as shown: its `number` (from 1), the hashes it commits to, and some columns with salts.

    `hashes` are those of the row's name and of each column, `text` what it commits to of words, `way` the path to the
    root over the first entries of the chain.
    """

    number: int
    hashes: tuple[bytes, ...]
    text: bytes
    opened: tuple[tuple[str, bytes, Any], ...]  # column, its salt, its value
    way: tuple[bytes, ...]


def decisions_in_force(db: Database, statements: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield of each statement (by the id it is shown under) the number of the entry that holds its decision now."""
    query = """SELECT c.seq FROM chain c WHERE c.kind = 'decisions' AND c.key =
        (SELECT CAST(max(id) AS TEXT) FROM decisions WHERE statement = ?)"""
    for id in statements:
        row = db.connection.execute(query, (db.stored_id(id),)).fetchone()
        if row:
            yield id, row[0]


def entries(db: Database, numbers: Iterable[int], count: int) -> Iterator[ChainEntry]:
    """Yield the entries of these decisions with their way to the root over the first `count` entries."""
    tree, chained = levels(leaves(db.connection, count)), TABLES["decisions"]
    for number in numbers:
        key, salt, text = db.connection.execute("SELECT key, salt, text FROM chain WHERE seq = ?", (number,)).fetchone()
        values = row_of(db.connection, chained, int(key))
        assert values is not None
        told = values[: len(chained.told)]
        shown = tuple(
            (name, column_salt(salt, name), value)
            for name, value in zip(chained.told, told, strict=True)
            if name in SHOWN
        )
        hashes = opened(f"decisions {key}", chained.told, told, salt)
        yield ChainEntry(number, tuple(hashes), text, shown, tuple(path(tree, number - 1)))
