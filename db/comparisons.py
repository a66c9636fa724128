"""Which statements tell of one and the same action, as people say: kept forever, undone by a further row.

    merged(db: Database) -> dict[str, str]      # statement -> the group it counts in; who is alone is not in it

so that `len({groups.get(row.id, row.id) for row in actions(db)})` counts every action once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from db.connection import Database
from db.decisions import Refused
from db.store import Store

SAME, DIFFERENT = "same", "different"
COLUMNS = "one, other, verdict, score, reviewer, at"


@dataclass(frozen=True, slots=True)
class Compared:
    """A reviewer's word on two statements (`one` < `other`): "same" or "different".

    `score` is what the program gave the pair, None if it did not suggest it.
    """

    one: str
    other: str
    verdict: str
    score: float | None
    reviewer: str
    at: str


def merged(db: Database) -> dict[str, str]:
    """Return the group of every statement that somebody said is the same as another; its id is its smallest member.

    Only pairs said to be the same make groups, and what follows from several of them: what is merely suggested, or
    undone, joins nothing.
    """
    return _shown(db, _groups(db.connection))


def _shown(db: Database, groups: dict[str, str]) -> dict[str, str]:
    gate = db.gate
    return {gate.id(id): gate.id(group) for id, group in groups.items()} if gate else groups


def settled(db: Database) -> Callable[[str, str], str | None]:
    """Return what tells whether two statements are "same" or "different" by what people said, None if that is open.

    What was said of one member of a group holds for all.
    """
    groups = _shown(db, _groups(db.connection))
    apart = {
        frozenset((groups.get(pair.one, pair.one), groups.get(pair.other, pair.other)))
        for pair in compared(db).values()
        if pair.verdict == DIFFERENT
    }

    def verdict(one: str, other: str) -> str | None:
        pair = frozenset((groups.get(one, one), groups.get(other, other)))
        return SAME if len(pair) == 1 else DIFFERENT if pair in apart else None

    return verdict


def compared(db: Database) -> dict[tuple[str, str], Compared]:
    """Return the word in force on every pair that somebody compared."""
    rows = db.connection.execute(f"SELECT {COLUMNS} FROM comparisons_in_force ORDER BY id")
    if gate := db.gate:
        rows = ((*sorted((gate.id(one), gate.id(other))), *rest) for one, other, *rest in rows)  # type: ignore[assignment]
    return {(row[0], row[1]): Compared(*row) for row in rows}


def say(store: Store, words: Iterable[Compared]) -> None:
    """Record what a reviewer says of pairs, all or nothing.

    Raises:
        Refused: a statement is unknown or named twice, or two that were said to differ would count as one.
    """
    with store.transaction() as connection:
        for word in (replace(one, one=store.stored_id(one.one), other=store.stored_id(one.other)) for one in words):
            _check_known(connection, word)
            one, other = sorted((word.one, word.other))
            connection.execute(
                f"INSERT INTO comparisons ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
                (one, other, word.verdict, word.score, word.reviewer, word.at),
            )
        _check_consistent(connection)


def take_back(store: Store, reviewer: str, at: str) -> Compared | None:
    """Take back the reviewer's last word that is still in force and return it; None if there is none.

    Raises:
        Refused: what held before contradicts what was said since.
    """
    with store.transaction() as connection:
        row = connection.execute(
            f"SELECT id, {COLUMNS} FROM comparisons_in_force WHERE reviewer = ? ORDER BY id DESC LIMIT 1", (reviewer,)
        ).fetchone()
        if row is None:
            return None
        undone = Compared(*row[1:])
        connection.execute(
            f"INSERT INTO comparisons ({COLUMNS}, undoes) VALUES (?, ?, 'undone', ?, ?, ?, ?)",
            (undone.one, undone.other, undone.score, reviewer, at, row[0]),
        )
        _check_consistent(connection)
    return undone


def _check_known(connection: sqlite3.Connection, word: Compared) -> None:
    for id in (word.one, word.other):
        if connection.execute("SELECT 1 FROM statements WHERE id = ?", (id,)).fetchone() is None:
            raise Refused("There is no statement {id}.", id=id)
    if word.one == word.other:
        raise Refused("{id} cannot be compared with itself.", id=word.one)


def _check_consistent(connection: sqlite3.Connection) -> None:
    groups = _groups(connection)
    for one, other, reviewer in connection.execute(
        "SELECT one, other, reviewer FROM comparisons_in_force WHERE verdict = 'different'"
    ):
        if one in groups and groups[one] == groups.get(other):
            raise Refused(
                "{one} and {other} would count as one action, but {reviewer} said that they differ.",
                one=one,
                other=other,
                reviewer=reviewer,
            )


def _groups(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the smallest member of the connected part that each statement stands in."""
    root: dict[str, str] = {}

    def find(id: str) -> str:
        while root.setdefault(id, id) != id:
            root[id] = root[root[id]]
            id = root[id]
        return id

    for one, other in connection.execute("SELECT one, other FROM comparisons_in_force WHERE verdict = 'same'"):
        low, high = sorted((find(one), find(other)))
        root[high] = low
    return {id: find(id) for id in list(root)}
