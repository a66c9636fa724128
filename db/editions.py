"""Editions that were frozen: their name and date, which actions were filed where, and the values of the findings.

No words of letters are kept in them: what is forgotten is forgotten in every edition.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.connection import Database
from db.decisions import Refused
from db.queries import NotFound
from db.store import Store

Rows = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Frozen:
    """An edition as it was frozen: what was filed, by statement, and the findings by id."""

    name: str
    at: str
    rows: Rows
    findings: Rows


def freeze(store: Store, edition: Frozen) -> None:
    """Keep an edition under its name.

    Raises:
        Refused: the name is empty, or there is one already: an edition is never changed.
    """
    if not edition.name.strip():
        raise Refused("An edition needs a name.")
    with store.transaction() as connection:
        known = connection.execute("SELECT 1 FROM editions WHERE name = ?", (edition.name,)).fetchone()
        if known:
            raise Refused("There is an edition called {name} already; it stays as it is.", name=edition.name)
        connection.execute(
            "INSERT INTO editions (name, at, rows, findings) VALUES (?, ?, ?, ?)",
            (edition.name, edition.at, json.dumps(edition.rows), json.dumps(edition.findings)),
        )


def editions(db: Database) -> list[tuple[str, str]]:
    """Return the names and dates of all editions, the oldest first."""
    return list(db.connection.execute("SELECT name, at FROM editions ORDER BY id"))


def edition_named(db: Database, name: str) -> Frozen:
    """Return the edition of this name.

    Raises:
        NotFound: there is none.
    """
    row = db.connection.execute("SELECT name, at, rows, findings FROM editions WHERE name = ?", (name,)).fetchone()
    if row is None:
        known = ", ".join(db.gate.text(name) if db.gate else name for name, _ in editions(db)) or "–"
        raise NotFound("There is no edition called {name}; there are: {known}.", name=name, known=known)
    return Frozen(row[0], row[1], json.loads(row[2]), json.loads(row[3]))
