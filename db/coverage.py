"""What is known of a body by source: whether it was asked, whether it answered, whether the answer could be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from db.connection import Database


class Coverage(NamedTuple):
    """One thing known: silent (something was read), unread (it came and could not be read) or no_reply.

    `covers` says which days it is about, else `wave` does; where neither does, the `date` of the letter may.
    """

    source: str
    state: str
    covers: str | None
    wave: str | None
    date: str | None


_OF_BODY = """
SELECT source, CASE WHEN outcome IN ('read', 'needs_person') THEN 'silent' ELSE 'unread' END, covers, wave, date
FROM documents WHERE institution = :institution AND twin IS NULL
UNION
SELECT :letters, CASE WHEN d.sha256 IS NULL THEN 'no_reply'
                      WHEN d.outcome IN ('read', 'needs_person') THEN 'silent' ELSE 'unread' END,
       d.covers, q.wave, d.date
FROM requests_standing q
LEFT JOIN links l ON l.request = q.id
LEFT JOIN documents x ON x.sha256 = l.document
LEFT JOIN documents d ON d.sha256 = coalesce(x.twin, x.sha256)
WHERE q.institution = :institution
UNION
SELECT :letters, CASE WHEN reply IS NULL THEN 'unread' ELSE 'silent' END, NULL, wave, date
FROM paperless_standing WHERE institution = :institution
"""


def of_body(db: Database, institution: str, letters: str) -> Iterator[Coverage]:
    """Yield what is known of a body; `letters` is the source that replies to requests belong to."""
    return map(Coverage._make, db.connection.execute(_OF_BODY, {"institution": institution, "letters": letters}))


def spoken(db: Database) -> Iterator[tuple[str, int | None]]:
    """Yield each source that something was read of, with each balance period it speaks of (None: not known)."""
    query = """SELECT DISTINCT coalesce(s.source, d.source), s.period
        FROM statements s JOIN documents d ON d.sha256 = s.document WHERE s.stale = 0
        UNION SELECT DISTINCT source, NULL FROM documents WHERE outcome IN ('read', 'needs_person')"""
    yield from db.connection.execute(query)


def covered(db: Database) -> Iterator[tuple[str, str]]:
    """Yield each source with the days that a document of it is about, where somebody said so."""
    query = """SELECT DISTINCT source, covers FROM documents
        WHERE covers IS NOT NULL AND outcome IN ('read', 'needs_person')"""
    yield from db.connection.execute(query)


def open_actions(db: Database) -> dict[str | None, int]:
    """Count, by body, what the program takes for an action and nobody has reviewed."""
    query = """SELECT coalesce(s.institution, d.institution), count(*)
        FROM statements s JOIN documents d ON d.sha256 = s.document
        WHERE s.decided = 0 AND s.stale = 0 AND s.kind = 'action' GROUP BY 1"""
    return dict(db.connection.execute(query))


def read_twice(db: Database) -> dict[str | None, int]:
    """Count, by body, the statements that two people read and that are not settled between them.

    Those that neither has begun are counted too: nobody shall learn from it how far the other is.
    """
    query = """SELECT coalesce(s.institution, d.institution), count(*)
        FROM statements s JOIN documents d ON d.sha256 = s.document
        WHERE s.decided = 0 AND s.stale = 0 AND (s.double = 'disputed'
            OR s.kind <> 'other' AND s.document IN (SELECT document FROM blind_letters)) GROUP BY 1"""
    return dict(db.connection.execute(query))


def was_anybody_asked(db: Database) -> bool:
    """Is there any request?"""
    return bool(db.connection.execute("SELECT EXISTS (SELECT 1 FROM requests_standing)").fetchone()[0])
