"""Bodies outside the pack's list, as reviewers named them: letters can be theirs, no function is, and a pack may take
them in later under the same id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from db.connection import Database
from db.decisions import Refused
from db.settings import LONGEST
from db.store import Store
from rules.words import fold


class Outside(NamedTuple):
    """A body that the pack does not have."""

    id: str
    name: str


def outside(db: Database, known: Iterable[str]) -> list[Outside]:
    """Return the bodies that are none of the known, by name."""
    listed = frozenset(known)
    rows = db.connection.execute("SELECT id, name FROM bodies ORDER BY name, id")
    found = [Outside(*row) for row in rows if row[0] not in listed]
    return [Outside(db.gate.body(one.id), db.gate.body_name(*one)) for one in found] if db.gate else found


def told_of(db: Database, body: str) -> tuple[int, int]:
    """Return how many letters and confirmed actions a body has."""
    letters = "SELECT count(*) FROM documents WHERE institution = ?"
    actions = """SELECT count(*) FROM documents d JOIN statements s ON s.document = d.sha256 JOIN decisions c
        ON c.id = s.current WHERE d.institution = ? AND coalesce(s.institution, d.institution) = d.institution
        AND s.stale = 0 AND c.standing IN ('accepted', 'corrected')
        AND coalesce(c.kind, s.kind) IN ('action', 'planned')"""
    found = [int(db.connection.execute(query, (body,)).fetchone()[0]) for query in (letters, actions)]
    return found[0], found[1]


def name_body(store: Store, name: str) -> str:
    """Return the id of the body of this name, which is put on the list of others if it is on none.

    Raises:
        Refused: there are no words in the name.
    """
    written = " ".join(name.split())
    id = re.sub(r"[^a-z0-9]+", "-", fold(written)).strip("-")[:LONGEST].strip("-")
    if not id:
        raise Refused("A body needs a name.")
    with store.transaction() as connection:
        row = connection.execute("SELECT id FROM bodies WHERE lower(id) = ? OR name = ?", (id, written)).fetchone()
        if row is None:
            connection.execute(
                "INSERT INTO bodies (id, name, type, scope, position)"
                " VALUES (?, ?, 'otra', 'nacional', (SELECT coalesce(max(position), 0) + 1 FROM bodies))",
                (id, written),
            )
    return str(row[0]) if row else id
