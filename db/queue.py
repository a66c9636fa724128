"""The review queue: what waits in which order, the place each reviewer left, and the sample of what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.connection import Database
from db.queries import CURRENT, KIND, LETTER_FIRST, _where, own_letters
from db.records import REPLIES, Filters
from db.store import Store

# what is reviewed: all but what was set aside, unless a reviewer made it, said that it is more, or it was sampled
REVIEWED_ONES = f"""(s.kind <> 'other' OR s.origin = 'reviewer' OR {KIND} <> 'other'
    OR EXISTS (SELECT 1 FROM samples WHERE statement = s.id))"""
GONE = "coalesce(c.standing, '') IN ('split', 'merged')"  # their pieces stand in the queue instead
# nobody reports anything in the head or the closing of a letter, so nothing can be missed there
SET_ASIDE = f"""statements s CROSS JOIN letters l ON l.document = s.document {CURRENT}
    WHERE s.stale = 0 AND s.kind = 'other' AND s.origin = 'program' AND NOT EXISTS (
        SELECT 1 FROM json_each(l.blocks) b WHERE b.value ->> 0 IN ('head', 'greeting', 'closing')
        AND s.start >= b.value ->> 1 AND s.start < b.value ->> 2)"""


Waiting = tuple[str, str | None, int]  # a document, a statement of it (None: the letter as a whole), is it settled?


def queue(db: Database, filters: Filters, order: str = "letter") -> Iterator[Waiting]:
    """Yield everything that is reviewed under these filters, decided or not, letter by letter or `uncertain` first;
    what may be no report at all comes last.

    Without `kinds`, everything but what was set aside as no report; of that, what was sampled or made by a reviewer. A
    letter itself follows its statements, unless a filter picks statements out.
    """
    where, values = _where(filters)
    if not filters.kinds:
        where += f" AND {REVIEWED_ONES}"
    mine, who = own_letters(db)
    values |= who
    query = (
        "SELECT d.sha256, s.id AS id, s.decided, d.name AS name, s.start AS place, s.score AS score,"
        " s.doubtful AS doubtful"
        f" FROM {LETTER_FIRST} {CURRENT} WHERE {where} AND NOT {GONE}{mine}"
    )
    if _whole_letters(filters):
        query += f" UNION ALL {LETTERS}{mine and NOT_BLIND + mine}"
        values |= {name: getattr(filters, name) for name in ("institution", "document", "assigned")}
    query += f" ORDER BY doubtful, {'score, ' if order == 'uncertain' else ''}name, sha256, place, id"
    return ((sha256, id, settled) for sha256, id, settled, *_ in db.connection.execute(query, values))


LETTERS = f"""SELECT d.sha256, NULL, d.institution IS NOT NULL AND EXISTS (
        SELECT 1 FROM corrections_in_force WHERE document = d.sha256 AND field = 'reply_reason'), d.name, 1 << 62, 2, 0
    FROM documents d JOIN letters l ON l.document = d.sha256
    WHERE d.source = '{REPLIES}' AND (:institution IS NULL OR coalesce(d.institution, '') = :institution)
        AND (:document IS NULL OR d.name = :document
             OR substr(d.sha256, 1, max(length(:document), 6)) = :document)
        AND (:assigned IS NULL OR d.sha256 IN (
            SELECT document FROM readers WHERE reviewer = :assigned AND standing = 'given'))"""
NOT_BLIND = " AND d.sha256 NOT IN (SELECT document FROM blind_letters)"  # both first read what it says


def _whole_letters(filters: Filters) -> bool:
    """Do the filters pick out letters, not single statements?"""
    own = Filters(institution=filters.institution, document=filters.document, assigned=filters.assigned)
    return filters == own


def following(db: Database, statement: str) -> str | None:
    """Return the statement after this one in its letter that can still be joined to it."""
    row = db.connection.execute(
        f'SELECT s.id FROM statements f JOIN statements s ON s.document = f.document AND s.start >= f."end" {CURRENT}'
        f" WHERE f.id = ? AND s.stale = 0 AND NOT {GONE} ORDER BY s.start, s.id LIMIT 1",
        (statement,),
    ).fetchone()
    return row[0] if row else None


def decided_since(db: Database, reviewer: str, moment: str) -> int:
    """Return how many statements this reviewer has settled since then, and nobody took it back."""
    query = (
        "SELECT count(DISTINCT d.statement) FROM decisions d JOIN statements s ON s.id = d.statement"
        " WHERE d.reviewer = ? AND d.at >= ? AND d.verdict IN ('accepted', 'corrected', 'rejected', 'kind')"
        " AND s.decided = 1 AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)"
    )
    return int(db.connection.execute(query, (reviewer, moment)).fetchone()[0])


# --- where a reviewer left -------------------------------------------------------------------------------------------


def place_left(db: Database, reviewer: str, queue: str) -> str | None:
    """Return the statement (or the letter's document) at which this reviewer left this queue."""
    row = db.connection.execute(
        "SELECT entry FROM places WHERE reviewer = ? AND queue = ?", (reviewer, queue)
    ).fetchone()
    return row[0] if row else None


def leave_place(store: Store, reviewer: str, queue: str, entry: str, at: str) -> None:
    """Remember where this reviewer is in this queue."""
    with store.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", (reviewer, queue, entry, at))


# --- what the program may have missed --------------------------------------------------------------------------------


def set_aside(db: Database) -> tuple[str, ...]:
    """Return the open statements that were judged no report and not sampled yet."""
    query = (
        f"SELECT s.id FROM {SET_ASIDE} AND c.standing IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM samples WHERE statement = s.id) ORDER BY s.id"
    )
    return tuple(row[0] for row in db.connection.execute(query))


def sampled(db: Database) -> tuple[str, ...]:
    """Return the statements sampled so far."""
    query = """SELECT s.id FROM samples CROSS JOIN statements s ON s.id = samples.statement
        WHERE s.stale = 0 ORDER BY s.id"""  # CROSS: the few are looked up, not looked for among all
    return tuple(row[0] for row in db.connection.execute(query))


def sample(store: Store, statements: Iterable[str], seed: int, at: str) -> None:
    """Put these statements into the review queue as a sample."""
    with store.transaction() as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO samples VALUES (?, ?, ?)", ((statement, seed, at) for statement in statements)
        )


def missed(db: Database) -> tuple[int, int, int]:
    """Return how many sampled statements were decided, how many of them are actions, and how many they stand for.

    They stand for themselves and everything still open among what was set aside.
    """
    sampled = "EXISTS (SELECT 1 FROM samples WHERE statement = s.id)"
    query = f"""SELECT count(*) FILTER (WHERE {sampled} AND c.standing IS NOT NULL),
        count(*) FILTER (WHERE {sampled} AND c.standing NOT IN ('rejected') AND {KIND} = 'action'),
        count(*) FILTER (WHERE {sampled} OR c.standing IS NULL) FROM {SET_ASIDE}"""
    return tuple(db.connection.execute(query).fetchone())
