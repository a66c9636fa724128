"""What each reviewer last said of each statement, whoever decided after: the readings that agreement is measured on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from db.connection import Database


@dataclass(frozen=True, slots=True)
class Rating:
    """One reviewer's last word on a statement: its kind, and the function it is filed under (None: under none).

    `suggested` and `suggested_kind` are what the program said first; `bare`: they were not shown.
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
    bare: bool


_LAST = """
SELECT d.statement, s.document, coalesce(s.institution, l.institution), d.reviewer,
       CASE WHEN d.standing = 'rejected' THEN 'other' ELSE coalesce(d.kind, s.kind) END,
       CASE WHEN d.standing IN ('accepted', 'corrected', 'kind', 'added') THEN d.obligation END, o.level,
       d.suggested, s.kind,
       EXISTS (SELECT 1 FROM readers r WHERE r.document = s.document AND r.reviewer = d.reviewer AND r.bare = 1)
FROM decisions_told d
JOIN statements s ON s.id = d.statement
JOIN documents l ON l.sha256 = s.document
LEFT JOIN obligations o ON o.id = d.obligation
WHERE d.id IN (SELECT max(x.id) FROM decisions x
               WHERE x.verdict NOT IN ('undone', 'note', 'skipped', 'details')
                 AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = x.id)
                 AND NOT EXISTS (SELECT 1 FROM adjudications a WHERE a.decision = x.id)
                 AND NOT EXISTS (SELECT 1 FROM statements t JOIN readers r ON r.document = t.document AND r.blind = 1
                                 WHERE t.id = x.statement AND (r.reviewer = x.reviewer AND r.standing = 'done'
                                     AND x.id > r.last_decision))
               GROUP BY x.statement, x.reviewer)
  AND d.standing IN ('accepted', 'corrected', 'kind', 'rejected', 'added')
  AND s.origin <> 'import'
ORDER BY s.document, d.statement, d.reviewer
"""


def readings(db: Database) -> Iterator[Rating]:
    """Yield the readings, letter by letter: no imported codings, nothing that settled two readings or came after, and
    nothing of what not both have read."""
    levels = dict(db.connection.execute("SELECT id, level FROM obligations"))
    for *said, suggested, kind, bare in db.connection.execute(_LAST):
        first = next((one[0] for one in json.loads(suggested or "[]")), None)
        yield Rating(*(*said, first, levels.get(first), kind, bool(bare)))
