"""What a person says of two letters: that they are one, or that they are not. Inside a transaction of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from db.connection import Database
from db.decisions import Refused
from db.twins import name_of, record, settle, twin_of


class LetterPair(NamedTuple):
    """Two documents that hold one letter: names and hashes, why (version, copy), and who said so."""

    counts: str
    counts_hash: str
    aside: str
    aside_hash: str
    why: str
    reviewer: str


def pairs(db: Database) -> Iterator[LetterPair]:
    """Yield the letters that are set aside, each beside the one that counts in its place."""
    query = """SELECT one.name, one.sha256, other.name, other.sha256, t.standing, t.reviewer
        FROM documents other JOIN documents one ON one.sha256 = other.twin
        JOIN twins t ON t.id = (SELECT max(id) FROM twins x WHERE x.other = other.sha256)
        ORDER BY one.name, other.name"""
    return map(LetterPair._make, db.connection.execute(query))


def part(connection: sqlite3.Connection, aside: str, reviewer: str, at: str) -> str:
    """Let a letter that was set aside count again, as a person says; return the hash of the other.

    Raises:
        Refused: it counts already.
    """
    one = twin_of(connection, aside)
    if one is None:
        raise Refused("{document} counts already: it was not set aside.", document=name_of(connection, aside))
    record(connection, one, aside, "apart", reviewer, at)
    connection.execute("UPDATE documents SET twin = NULL WHERE sha256 = ?", (aside,))
    connection.execute("DELETE FROM problems WHERE document = ? AND code IN ('older_version', 'same_letter')", (aside,))
    connection.execute(
        """UPDATE statements SET stale = 0 WHERE document = :aside AND (
            origin = 'program' AND run = (SELECT run FROM documents WHERE sha256 = :aside)
            OR origin <> 'program' AND EXISTS (SELECT 1 FROM decisions d WHERE d.act = statements.act
                AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)))""",
        {"aside": aside},
    )
    return one


def pair(connection: sqlite3.Connection, counts: str, aside: str, reviewer: str, at: str) -> None:
    """Set a letter aside for another that holds the same, as a person says.

    Raises:
        Refused: they are one document, or one of them is set aside already.
    """
    for document in (counts, aside):
        if counts == aside or twin_of(connection, document):
            raise Refused(
                "{document} is set aside already, or is no other letter.", document=name_of(connection, document)
            )
    if connection.execute("SELECT 1 FROM documents WHERE twin = ?", (aside,)).fetchone():
        raise Refused("{document} counts in the place of another letter.", document=name_of(connection, aside))
    record(connection, counts, aside, "copy", reviewer, at)
    settle(connection, counts, aside, "copy")
