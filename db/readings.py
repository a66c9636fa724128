"""What each reviewer last said of each statement, whoever decided after: the readings that agreement is measured on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from db.connection import Database


@dataclass(frozen=True, slots=True)
class Reading:
    """One reviewer's last word on a statement: its kind, and the function it is filed under (None: under none).

    `suggested` and `suggested_kind` are what the program said first.
    """

    statement: str
    letter: str
    institution: str | None
    reviewer: str
    kind: str
    obligation: str | None
    level: str | None
    suggested: str | None
    suggested_level: str | None
    suggested_kind: str


_LAST = """
SELECT d.statement, s.document, coalesce(s.institution, l.institution), d.reviewer,
       CASE WHEN d.standing = 'rejected' THEN 'other' ELSE coalesce(d.kind, s.kind) END,
       CASE WHEN d.standing IN ('accepted', 'corrected', 'kind', 'added') THEN d.obligation END, o.level,
       d.suggested, s.kind
FROM decisions d
JOIN statements s ON s.id = d.statement
JOIN documents l ON l.sha256 = s.document
LEFT JOIN obligations o ON o.id = d.obligation
WHERE d.id IN (SELECT max(x.id) FROM decisions x
               WHERE x.verdict NOT IN ('undone', 'note', 'skipped', 'details')
                 AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = x.id)
               GROUP BY x.statement, x.reviewer)
  AND d.standing IN ('accepted', 'corrected', 'kind', 'rejected', 'added')
  AND s.origin <> 'import'
ORDER BY s.document, d.statement, d.reviewer
"""


def readings(db: Database) -> Iterator[Reading]:
    """Yield the readings, letter by letter; imported codings are none."""
    levels = dict(db.connection.execute("SELECT id, level FROM obligations"))
    for *said, suggested, kind in db.connection.execute(_LAST):
        first = next((one[0] for one in json.loads(suggested or "[]")), None)
        yield Reading(*(*said, first, levels.get(first), kind))
