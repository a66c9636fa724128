"""What people have filed under functions, as the learner takes it: a body's latest, or those of all."""

from __future__ import annotations

from collections.abc import Collection

from db.connection import Database
from db.queries import AUTHOR, CURRENT, INSTITUTION
from db.records import FILED
from db.rows import dump
from extractor.filing.learn.team import MOST, Filed

_FILINGS = f"""SELECT {INSTITUTION}, s.text, c.obligation, s.id, {AUTHOR} AS author, d.name, s.page, d.sha256
    FROM statements s CROSS JOIN documents d ON d.sha256 = s.document {CURRENT}
    WHERE s.decided = 1 AND s.stale = 0 AND c.obligation IS NOT NULL
        AND c.standing IN (SELECT value FROM json_each(:filed))
        AND (:body IS NULL OR {INSTITUTION} = :body) AND {INSTITUTION} IS NOT NULL
        AND author NOT IN (SELECT value FROM json_each(:without))
        AND s.document NOT IN (SELECT document FROM erasures)
    ORDER BY c.id DESC LIMIT :most"""


def filings(
    db: Database, institution: str | None = None, without: Collection[str] = (), most: int = MOST
) -> tuple[Filed, ...]:
    """Return what is filed of a body, codings taken in included, the oldest first; at most the latest `most`.

    `without`: what these reviewers have filed is left out. Without a body, `most` is of all bodies together.
    """
    values = {"filed": dump(list(FILED)), "body": institution, "without": dump(sorted(without)), "most": most}
    return tuple(Filed(*row) for row in reversed(db.connection.execute(_FILINGS, values).fetchall()))


def last_decision(db: Database) -> int:
    """Return the number of the newest decision: as long as it stays, so does everything that is filed."""
    return int(db.connection.execute("SELECT coalesce(max(id), 0) FROM decisions").fetchone()[0])
