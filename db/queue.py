"""The review queue: what waits in which order, the place each reviewer left, and the sample of what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter

from db.connection import Database
from db.queries import CONDITIONS, CURRENT, FIGURES_REVIEWED, KIND, LETTER_FIRST, STATEMENT_FIRST, _where, own_letters
from db.records import REPLIES, Filters
from db.seen_by import sees_less
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


# a document, a statement of it (None: the letter as a whole), is it settled? And, for the order alone: may it be no
# report, and the score of the first suggestion
Waiting = tuple[str, str | None, int, int, float]


def queue(db: Database, filters: Filters, order: str = "letter") -> Iterator[Waiting]:
    """Yield everything that is reviewed under these filters, decided or not, letter by letter or `uncertain` first;
    what may be no report at all comes last.

    Without `kinds`, everything but what was set aside as no report; of that, what was sampled or made by a reviewer. A
    letter itself follows its statements, unless a filter picks statements out. Of `figures`, every statement that tells
    any, whatever it is; settled is one whose figures somebody has reviewed.
    """
    found = _by_letter(db, filters)
    sure: list[Waiting] = []
    doubtful: list[Waiting] = []
    for sha256, settled in db.connection.execute(*_letters(db, filters)):
        rows = found.get(sha256, ())
        sure += [row for row in rows if not row[3]]
        doubtful += [row for row in rows if row[3]]
        if settled is not None:
            sure.append((sha256, None, settled, 0, AFTER_ALL))
    if order == "uncertain":
        sure.sort(key=SCORE)
        doubtful.sort(key=SCORE)
    return chain(sure, doubtful)


SCORE, AFTER_ALL = itemgetter(4), 2.0
# the index holds all of a statement that is asked for: the rows, whose texts are long, are left alone
IN_ORDER = "documents d CROSS JOIN statements s INDEXED BY statements_queue ON s.document = d.sha256"


def _by_letter(db: Database, filters: Filters) -> dict[str, list[Waiting]]:
    """Return the statements that are reviewed by their letter, in its order."""
    where, values = _where(filters)
    if not filters.kinds and not filters.figures:
        where += f" AND {REVIEWED_ONES}"
    mine, who = own_letters(db)
    few = bool(filters.ids or filters.words)  # these are looked up, and sorted afterwards
    tables = STATEMENT_FIRST if few else LETTER_FIRST if sees_less(db) or filters.figures else IN_ORDER
    settled = FIGURES_REVIEWED if filters.figures else "s.decided"
    query = (
        f"SELECT d.sha256, s.id, {settled}, s.doubtful, s.score FROM {tables} {CURRENT}"
        f" WHERE {where} AND NOT {GONE}{mine}{'' if tables is IN_ORDER else ' ORDER BY s.document, s.start, s.id'}"
    )
    rows = db.connection.execute(query, values | who)
    return {sha256: list(some) for sha256, some in groupby(rows, itemgetter(0))}


def _letters(db: Database, filters: Filters) -> tuple[str, dict[str, str | None]]:
    """Return the query of all letters by name: is it settled as a whole? NULL: it is not asked for itself."""
    mine, who = own_letters(db)
    asked = "coalesce(:institution, coalesce(d.institution, '')) = coalesce(d.institution, '')"
    whole = f"""d.source = '{REPLIES}' AND EXISTS (SELECT 1 FROM letters WHERE document = d.sha256) AND {asked}
        AND (:assigned IS NULL OR {CONDITIONS["assigned"]}){mine and NOT_BLIND + mine}"""
    query = f"""SELECT d.sha256, CASE WHEN {whole if _whole_letters(filters) else "0"} THEN d.institution IS NOT NULL
            AND EXISTS (SELECT 1 FROM corrections_in_force WHERE document = d.sha256 AND field = 'reply_reason') END
        FROM documents d WHERE :document IS NULL OR {CONDITIONS["document"]} ORDER BY d.name, d.sha256"""
    values = {name: getattr(filters, name) for name in ("institution", "document", "assigned")}
    return query, values | who


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
        WHERE s.stale = 0 AND s.kind = 'other' ORDER BY s.id"""  # CROSS: the few are looked up, not sought among all
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
