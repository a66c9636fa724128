"""A letter's statements in order, with no more of each than a list of them shows."""

from __future__ import annotations

from typing import NamedTuple

from db.connection import Database
from db.queries import CURRENT, KIND
from db.settings import SHOWN

WITHOUT = f"(c.standing IN ('accepted', 'corrected') AND c.obligation IS NULL AND {KIND} IN ('action', 'planned'))"
SHORT = f"CASE WHEN length(s.text) > {SHOWN} THEN rtrim(substr(s.text, 1, {SHOWN - 1})) || '…' ELSE s.text END"


class Outlined(NamedTuple):
    """A statement in the list of its letter: what it is filed under, and how it stands ("" if it is open).

    `level` is that of an action without function, "" if nobody said it; None of all others.
    """

    id: str
    page: int
    start: int
    end: int
    kind: str
    text: str
    standing: str
    obligation: str
    label: str
    level: str | None
    reviewer: str


def outline(db: Database, document: str, filed: bool = False) -> tuple[Outlined, ...]:
    """Return the statements of a letter that still stand; only those `filed`, if asked: under an obligation, or as
    actions without one, which have a level if somebody said it.
    """
    only = (
        f" AND s.decided = 1 AND c.standing <> 'rejected' AND (c.obligation IS NOT NULL OR {WITHOUT})" if filed else ""
    )
    query = f"""SELECT s.id, s.page, s.start, s."end", {KIND}, {SHORT}, coalesce(c.standing, ''),
            coalesce(c.obligation, ''), coalesce(o.label, ''), CASE WHEN {WITHOUT} THEN coalesce((SELECT value FROM
            remarks_in_force WHERE statement = s.id AND field = 'level'), '') END,
            coalesce(CASE WHEN c.standing IS NOT NULL THEN c.reviewer END, '')
        FROM statements s {CURRENT} LEFT JOIN obligations o ON o.id = c.obligation
        WHERE s.document = ? AND s.stale = 0 AND coalesce(c.standing, '') NOT IN ('split', 'merged'){only}
        ORDER BY s.start, s.id"""
    return tuple(Outlined(*row) for row in db.connection.execute(query, (document,)))
