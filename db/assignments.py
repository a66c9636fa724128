"""Which letter is given to whom: what is free, giving, taking, giving back. Rows are only ever added."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from db import twofold
from db.connection import Database
from db.records import REPLIES
from db.store import Store
from db.twofold import Refused


class Free(NamedTuple):
    """A letter that nobody holds. `untouched`: nobody has decided anything on it; `open` statements wait in it.

    One that two read (`blind`) and that is `missing` one or both: `readers` are those it has, `bare` how they read.
    """

    document: str
    name: str
    institution: str
    open: int
    untouched: bool
    blind: bool = False
    bare: bool = False
    readers: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        return 1 + self.blind - len(self.readers)


class AssignedLetter(NamedTuple):
    """A letter given to a reviewer."""

    document: str
    reviewer: str
    blind: bool = False
    bare: bool = False


class Held(NamedTuple):
    """What a reviewer has been given: letters and statements; `twice` and `bare` of the letters; until when."""

    reviewer: str
    letters: int
    statements: int
    twice: int
    bare: int
    until: str | None


# a letter that two read lacks a reader where one gave it back, or let it run out; all others where nobody holds them
_FREE = """
WITH held AS (SELECT * FROM readers WHERE standing = 'given' AND (until IS NULL OR until > :now)),
     blind AS (SELECT document, max(bare) AS bare FROM readers WHERE blind = 1 AND standing <> 'done' GROUP BY 1)
SELECT d.sha256, d.name, d.institution,
    (SELECT count(*) FROM statements s WHERE s.document = d.sha256 AND s.stale = 0 AND s.decided = 0
        AND s.kind <> 'other') AS waiting,
    NOT EXISTS (SELECT 1 FROM decisions x JOIN statements s ON s.id = x.statement WHERE s.document = d.sha256)
        AND NOT EXISTS (SELECT 1 FROM corrections_in_force c WHERE c.document = d.sha256 AND c.origin = 'review'
                        AND c.field IN ('reply', 'reply_reason')),
    EXISTS (SELECT 1 FROM blind b WHERE b.document = d.sha256),
    coalesce((SELECT bare FROM blind b WHERE b.document = d.sha256), 0),
    (SELECT json_group_array(reviewer) FROM held h WHERE h.document = d.sha256)
FROM documents d JOIN letters l ON l.document = d.sha256
WHERE d.source = :replies AND d.twin IS NULL AND d.institution IS NOT NULL
  AND (SELECT count(*) FROM held h WHERE h.document = d.sha256) < 1 + (d.sha256 IN (SELECT document FROM blind))
  AND waiting > 0
ORDER BY d.name, d.sha256
"""


def free_letters(connection: sqlite3.Connection, at: str, bodies: Sequence[str] = ()) -> list[Free]:
    """Return the letters with open statements that nobody holds (or one reader too few), of these bodies if named."""
    values = {"now": at, "replies": REPLIES}
    found = [
        Free(document, name, body, count, bool(untouched), bool(blind), bool(bare), tuple(json.loads(readers)))
        for document, name, body, count, untouched, blind, bare, readers in connection.execute(_FREE, values)
    ]
    return [one for one in found if not bodies or one.institution in bodies]


def unknown_bodies(db: Database) -> int:
    """Return how many letters cannot be given because nobody knows whose they are."""
    query = """SELECT count(*) FROM documents d JOIN letters l ON l.document = d.sha256
        WHERE d.institution IS NULL AND d.source = ? AND d.twin IS NULL"""
    return int(db.connection.execute(query, (REPLIES,)).fetchone()[0])


def give(
    store: Store, given: Sequence[AssignedLetter], by: str, at: str, until: str | None = None, seed: int | None = None
) -> int:
    """Give these letters in one act. Return its number.

    Raises:
        Refused: somebody has come first and holds one of them.
    """
    with store.transaction() as connection:
        return _give(connection, given, by, at, until, seed)


def take(store: Store, reviewer: str, most: int, at: str, until: str | None, bodies: Sequence[str] = ()) -> list[Free]:
    """Take the first letters that are free for this reviewer: found and taken in one immediate transaction."""
    with store.transaction() as connection:
        letters = [one for one in free_letters(connection, at, bodies) if reviewer not in one.readers][:most]
        given = [AssignedLetter(one.document, reviewer, one.blind, one.bare) for one in letters]
        if given:
            _give(connection, given, reviewer, at, until, None)
        return letters


def _give(
    connection: sqlite3.Connection,
    given: Sequence[AssignedLetter],
    by: str,
    at: str,
    until: str | None,
    seed: int | None,
) -> int:
    act = _next_act(connection)
    free = {one.document: one for one in free_letters(connection, at)}
    for one in given:
        if one.document not in free or one.reviewer in free[one.document].readers:
            raise Refused("A letter of these was given to somebody else meanwhile: assign again.")
    _give_back(connection, "document IN (SELECT value FROM json_each(?)) AND until <= ?",
               (_list(one.document for one in given), at), act, by, at)  # fmt: skip
    _add(connection, [(one.document, one.reviewer, "given", one.blind, one.bare, until) for one in given], act, by, at,
         seed)  # fmt: skip
    for document in {one.document for one in given}:
        twofold.settle(connection, document)
    return act


def leave(store: Store, reviewer: str, by: str, at: str) -> int:
    """Let a reviewer go: what was decided stays, what was given is free again. Return how many letters that are."""
    with store.transaction() as connection:
        return _give_back(connection, "reviewer = ?", (reviewer,), _next_act(connection), by, at)


def take_back(store: Store, by: str, at: str) -> int:
    """Take back the newest assigning by this person; return how many letters are free again.

    Letters of it that nobody has begun are read like any other again; the rest keeps what was decided.
    """
    with store.transaction() as connection:
        query = "SELECT max(act) FROM readers WHERE standing = 'given' AND by = ?"
        act = connection.execute(query, (by,)).fetchone()[0]
        if act is None:
            return 0
        query = "SELECT DISTINCT document FROM readers WHERE act = ? AND blind = 1 AND standing = 'given'"
        blind = [document for (document,) in connection.execute(query, (act,))]
        count = _give_back(connection, "act = ?", (act,), _next_act(connection), by, at)
        for document in blind:
            query = "SELECT 1 FROM lanes WHERE document = ? LIMIT 1"
            begun = connection.execute(query, (document,)).fetchone()
            if not begun and all(lane.standing == "returned" for lane in twofold.lanes(connection, document)):
                rows = [(document, lane.reviewer, "done", True, lane.bare, None)
                        for lane in twofold.lanes(connection, document)]  # fmt: skip
                _add(connection, rows, _next_act(connection), by, at, None)
        return count


def _give_back(
    connection: sqlite3.Connection, which: str, values: tuple[object, ...], act: int, by: str, at: str
) -> int:
    rows = connection.execute(
        f"SELECT document, reviewer, 'returned', blind, bare, NULL FROM readers WHERE standing = 'given' AND {which}",
        values,
    ).fetchall()
    _add(connection, rows, act, by, at, None)
    documents = {row[0] for row in rows}
    for document in documents:
        twofold.settle(connection, document)
        twofold.finish(connection, document, at)
    return len(documents)


def _add(
    connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]], act: int, by: str, at: str, seed: int | None
) -> None:
    connection.executemany(
        "INSERT INTO assignments (document, reviewer, standing, blind, bare, until, act, seed, by, at, last_decision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM decisions))",
        ((*row, act, seed, by, at) for row in rows),
    )


def _next_act(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(act), 0) + 1 FROM assignments").fetchone()[0])


def _list(values: Iterable[str]) -> str:
    from db.rows import dump

    return dump(list(values))


def held(db: Database, at: str) -> list[Held]:
    """Return what each reviewer holds now, by name. How far they are is told nobody."""
    query = """SELECT reviewer, count(*), sum((SELECT count(*) FROM statements s WHERE s.document = r.document
            AND s.stale = 0 AND s.kind <> 'other')), sum(blind), sum(bare), min(until)
        FROM readers r WHERE standing = 'given' AND (until IS NULL OR until > ?) GROUP BY reviewer ORDER BY reviewer"""
    return [Held(*row) for row in db.connection.execute(query, (at,))]


def letters_of(db: Database, reviewer: str) -> frozenset[str]:
    """Return the letters that a reviewer has been given and not given back."""
    query = "SELECT document FROM readers WHERE reviewer = ? AND standing <> 'returned'"
    return frozenset(document for (document,) in db.connection.execute(query, (reviewer,)))
