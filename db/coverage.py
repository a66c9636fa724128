"""What is known of a body by source: whether it was asked, whether it answered, whether the answer could be read."""

from __future__ import annotations

from collections.abc import Iterator

from db.connection import Database

# silent: something of that source was read; unread: it came and could not be read; no_reply: asked, no answer
_ASKED = """
SELECT source, CASE WHEN outcome IN ('read', 'needs_person') THEN 'silent' ELSE 'unread' END
FROM documents WHERE institution = :institution
UNION
SELECT :letters, CASE WHEN d.sha256 IS NULL THEN 'no_reply'
                      WHEN d.outcome IN ('read', 'needs_person') THEN 'silent' ELSE 'unread' END
FROM requests q
LEFT JOIN (SELECT request, document, standing FROM replies r
           WHERE id = (SELECT max(id) FROM replies x WHERE x.request = r.request AND x.document = r.document)
          ) a ON a.request = q.id AND a.standing <> 'rejected'
LEFT JOIN documents d ON d.sha256 = a.document
WHERE q.institution = :institution
UNION
SELECT source, 'silent' FROM actions WHERE institution = :institution
"""
_READ_FOR_ALL = """
SELECT DISTINCT source, 'silent' FROM documents
WHERE outcome IN ('read', 'needs_person') AND source IN (SELECT value FROM json_each(:reports))
UNION
SELECT DISTINCT source, 'silent' FROM actions WHERE source IN (SELECT value FROM json_each(:reports))
"""


def coverage(db: Database, institution: str, letters: str, reports: str) -> Iterator[tuple[str, str]]:
    """Yield (source, state) pairs for a body; a source may come with several states.

    `letters` is the source that replies to requests belong to; `reports` is a JSON list of the sources whose documents
    speak of all bodies, so that one that was read and does not name a body is silent on it.
    """
    values = {"institution": institution, "letters": letters, "reports": reports}
    yield from db.connection.execute(_ASKED, values)
    yield from db.connection.execute(_READ_FOR_ALL, values)


def sources(db: Database, letters: str) -> Iterator[str]:
    """Yield the sources that anything came from; `letters` too as soon as anybody was asked."""
    query = """SELECT DISTINCT source FROM documents
        UNION SELECT DISTINCT source FROM statements WHERE source IS NOT NULL
        UNION SELECT :letters WHERE EXISTS (SELECT 1 FROM requests)"""
    return (row[0] for row in db.connection.execute(query, {"letters": letters}))
