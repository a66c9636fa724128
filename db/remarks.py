"""What reviewers say of a statement beside its filing: unit and text for print, the level of an action without
function. Rows are only ever added; a row taken back gives way to the one before it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db.twofold import Refused, check_head
from extractor.core.model import Level

FIELDS = ("unit", "text", "level")
# a column of its own in queries over `statements s`: {"field": value, …}
SAID = "(SELECT json_group_object(field, value) FROM remarks_in_force WHERE statement = s.id)"


class Remark(NamedTuple):
    """What a reviewer says of a field of a statement; None: it stands as it was read.

    `before` is what stood there when it was written.
    """

    statement: str
    field: str
    value: str | None
    before: str | None
    reviewer: str
    at: str


def record(connection: sqlite3.Connection, remarks: Sequence[Remark], act: int) -> None:
    """Add remarks as part of an act; what says nothing new is left out.

    Raises:
        Refused: unknown statement, field or level, or somebody has written something else meanwhile.
    """
    for remark in remarks:
        if remark.field not in FIELDS or (remark.field == "level" and remark.value not in (None, *Level)):
            raise Refused("Of a statement {field} cannot be set to {value}.", field=remark.field, value=remark.value)
        row = connection.execute(
            "SELECT s.document, d.name FROM statements s JOIN documents d ON d.sha256 = s.document WHERE s.id = ?",
            (remark.statement,),
        ).fetchone()
        if row is None:
            raise Refused("There is no statement {id}.", id=remark.statement)
        check_head(connection, *row)
        stands, reviewer = _in_force(connection, remark.statement, remark.field)
        if stands != remark.before:
            raise Refused("{reviewer} has written “{value}” meanwhile: look at it again.", reviewer=reviewer,
                          value=stands or "")  # fmt: skip
        if remark.value != stands:
            connection.execute(
                "INSERT INTO remarks (act, statement, field, value, reviewer, at) VALUES (?, ?, ?, ?, ?, ?)",
                (act, remark.statement, remark.field, remark.value, remark.reviewer, remark.at),
            )


def _in_force(connection: sqlite3.Connection, statement: str, field: str) -> tuple[str | None, str]:
    row = connection.execute(
        "SELECT value, reviewer FROM remarks_in_force WHERE statement = ? AND field = ?", (statement, field)
    ).fetchone()
    return (row[0], row[1]) if row else (None, "?")


def last_remark(connection: sqlite3.Connection, reviewer: str) -> int:
    """Return the reviewer's last act with remarks that nobody took back; 0 if there is none."""
    (act,) = connection.execute(
        "SELECT max(act) FROM remarks r WHERE reviewer = ? AND undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM remarks u WHERE u.undoes = r.id)",
        (reviewer,),
    ).fetchone()
    return act or 0


def undo_remarks(connection: sqlite3.Connection, act: int, number: int, reviewer: str, at: str) -> tuple[str, ...]:
    """Take back the remarks of an act, as part of act `number`; return their statements."""
    rows = connection.execute(
        "SELECT id, statement, field FROM remarks WHERE act = ? AND undoes IS NULL ORDER BY id", (act,)
    ).fetchall()
    connection.executemany(
        "INSERT INTO remarks (act, statement, field, reviewer, at, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        ((number, statement, field, reviewer, at, id) for id, statement, field in rows),
    )
    return tuple(dict.fromkeys(statement for _id, statement, _field in rows))
