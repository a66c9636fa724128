"""What was accepted several at a time, unread: how much of it, and how far a random sample of it was right."""

from __future__ import annotations

from db.connection import Database

# one act of review that accepts two or more statements of one letter as they were suggested, and nobody took back
_ACCEPTED = """accepted AS MATERIALIZED (
    SELECT d.id, d.statement, d.obligation FROM decisions d WHERE d.act IN (
        SELECT x.act FROM decisions x JOIN statements s ON s.id = x.statement
        WHERE x.origin = 'review' AND x.verdict <> 'undone' GROUP BY x.act
        HAVING count(*) > 1 AND min(x.verdict) = 'accepted' AND max(x.verdict) = 'accepted'
            AND count(DISTINCT s.document) = 1)
    AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id))"""
_LATER = """(SELECT max(l.id) FROM decisions l WHERE l.statement = a.statement AND l.id > a.id
    AND l.verdict IN ('accepted', 'corrected', 'rejected', 'kind')
    AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = l.id))"""
_SAMPLED = "EXISTS (SELECT 1 FROM samples WHERE statement = a.statement)"


def unread(db: Database) -> tuple[str, ...]:
    """Return the statements accepted with others that nobody has looked at singly since, and that no sample holds."""
    query = f"WITH {_ACCEPTED} SELECT a.statement FROM accepted a WHERE {_LATER} IS NULL AND NOT {_SAMPLED} ORDER BY 1"
    return tuple(row[0] for row in db.connection.execute(query))


def sample_of_accepted(db: Database) -> tuple[str, ...]:
    """Return the sampled ones, looked at or not."""
    query = f"WITH {_ACCEPTED} SELECT a.statement FROM accepted a WHERE {_SAMPLED} ORDER BY 1"
    return tuple(row[0] for row in db.connection.execute(query))


def is_unread(db: Database, statement: str) -> bool:
    """Does what is filed rest on an act that accepted it with others?"""
    query = """SELECT count(*) > 1 AND min(x.verdict) = 'accepted' AND max(x.verdict) = 'accepted'
            AND count(DISTINCT s.document) = 1
        FROM decisions x JOIN statements s ON s.id = x.statement WHERE x.act = (
            SELECT f.act FROM statements t JOIN decisions c ON c.id = t.current
            JOIN decisions f ON f.id = coalesce(c.rests, c.id) WHERE t.id = ?)"""
    return bool(db.connection.execute(query, (statement,)).fetchone()[0])


def accepted_together(db: Database, institution: str | None = None) -> tuple[int, int, int]:
    """Return how many sampled statements were looked at, how many of them were wrong, and how many they stand for."""
    query = f"""WITH {_ACCEPTED} SELECT
            count(*) FILTER (WHERE {_SAMPLED} AND l.id IS NOT NULL),
            count(*) FILTER (WHERE {_SAMPLED} AND l.id IS NOT NULL
                AND (l.standing = 'rejected' OR l.obligation IS NOT a.obligation)),
            count(*)
        FROM accepted a LEFT JOIN decisions l ON l.id = {_LATER}
        JOIN statements s ON s.id = a.statement JOIN documents d ON d.sha256 = s.document
        WHERE :body IS NULL OR coalesce(s.institution, d.institution) = :body"""
    looked, wrong, total = db.connection.execute(query, {"body": institution}).fetchone()
    return int(looked), int(wrong), int(total)
