"""What people have filed under functions, as the learner takes it: the latest, and those of each body."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from db.connection import Database
from db.queries import AUTHOR, INSTITUTION
from db.rows import dump
from extractor.core.states import FILING
from extractor.filing.learn.lessons import Filed, milestone
from extractor.filing.settings import MOST

_FILINGS = f"""SELECT c.id, {INSTITUTION}, s.text, c.obligation, s.id, {AUTHOR} AS author, d.name, s.page, d.sha256
    FROM decisions c CROSS JOIN statements s ON s.id = c.statement AND s.current = c.id
    CROSS JOIN documents d ON d.sha256 = s.document
    WHERE s.stale = 0 AND c.obligation IS NOT NULL AND c.standing IN (SELECT value FROM json_each(:filed))
        AND (:body IS NULL OR {INSTITUTION} = :body) AND {INSTITUTION} IS NOT NULL
        AND author NOT IN (SELECT value FROM json_each(:without))
        AND s.document NOT IN (SELECT document FROM erasures)
        AND c.id <= coalesce(:until, c.id)
    ORDER BY c.id DESC LIMIT :most"""


def filings(
    db: Database,
    bodies: Iterable[str] = (),
    without: Collection[str] = (),
    most: int = MOST,
    until: int | None = None,
) -> tuple[Filed, ...]:
    """Return what is filed, codings taken in included, the oldest first: the latest `most`, and of each of `bodies`.

    `without`: what these reviewers have filed is left out; `until`: so is what was decided after that decision.
    """
    found: dict[int, Filed] = {}
    for body in (None, *bodies):
        values = {
            "filed": dump(list(FILING)),
            "body": body,
            "without": dump(sorted(without)),
            "most": most,
            "until": until,
        }
        found |= {row[0]: Filed(*row[1:]) for row in db.connection.execute(_FILINGS, values)}
    return tuple(found[number] for number in sorted(found))


def proof(db: Database, newest: int) -> tuple[Filed, ...]:
    """Return the filings that the strength of all is measured on: the latest as they stood at the last milestone."""
    return filings(db, until=milestone(newest))


def last_decision(db: Database) -> int:
    """Return the number of the newest decision: as long as it stays, so does everything that is filed."""
    return int(db.connection.execute("SELECT coalesce(max(id), 0) FROM decisions").fetchone()[0])
