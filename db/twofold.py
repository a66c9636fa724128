"""Letters that two people read without seeing each other's word: what each may decide, and what is in force of both.

Inside a transaction of `db.store.Store`. The two readings of a statement are its `lanes`. It stands once all who read
the letter have decided and say the same, or somebody has settled what differs (`adjudications`); until then it is open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from extractor.core.errors import VeeduriaError
from extractor.core.model import Decision, Kind
from extractor.core.states import RESHAPING, Ruling

UNITS = (*RESHAPING, Ruling.ADDED)  # what makes other statements of a letter


class Refused(VeeduriaError):
    """A decision that cannot be recorded."""


class Lane(NamedTuple):
    """One of the readers of a letter. `bare`: without suggestions."""

    reviewer: str
    standing: str
    bare: bool


class Word(NamedTuple):
    """What a reader last said of a statement; `said` is what two readers must say alike."""

    reviewer: str
    decision: int
    settled: bool
    said: tuple[object, ...]


def lanes(connection: sqlite3.Connection, document: str) -> list[Lane]:
    """Return those who read a letter without seeing each other's word, as each stands now; none if nobody does."""
    query = "SELECT reviewer, standing, bare FROM readers WHERE document = ? AND blind = 1 ORDER BY id"
    return [Lane(name, standing, bool(bare)) for name, standing, bare in connection.execute(query, (document,))]


def lane_for(connection: sqlite3.Connection, document: str, name: str, decision: Decision) -> Lane | None:
    """Return the lane in which a decision is taken; None if the letter is read like any other.

    Raises:
        Refused: two others read the letter, or the decision would make other statements of it.
    """
    known = lanes(connection, document)
    if all(lane.standing == "done" for lane in known):
        return None
    own = next((lane for lane in known if lane.reviewer == decision.reviewer and lane.standing == "given"), None)
    if own is None:
        raise Refused(
            "{document} is given to two people who read it without seeing each other's word; only they decide on it"
            " until both have.",
            document=name,
        )
    if decision.verdict in UNITS:
        raise Refused(
            "{document} is read by two people: its statements stay as they are until both have read it. Leave a note.",
            document=name,
        )
    return own


def is_bare(connection: sqlite3.Connection, document: str, reviewer: str | None) -> bool:
    """Is this letter given to this reviewer to be read without suggestions?"""
    query = "SELECT 1 FROM readers WHERE document = ? AND reviewer = ? AND standing = 'given' AND bare = 1"
    return connection.execute(query, (document, reviewer)).fetchone() is not None


def bare_kind(kind: str) -> str:
    """Return the kind that is shown where no suggestions are: what is no report is not put to anybody."""
    return kind if kind == Kind.OTHER else Kind.ACTION.value


def check_head(connection: sqlite3.Connection, document: str, name: str) -> None:
    """Refuse what would show one reader of a letter what the other says of it as a whole.

    Raises:
        Refused: two people are still reading it.
    """
    if any(lane.standing != "done" for lane in lanes(connection, document)):
        raise Refused(
            "{document} is read by two people: what it says as a whole is judged once both have read it.", document=name
        )


# --- what is in force ------------------------------------------------------------------------------------------------

_WORDS = """SELECT l.reviewer, d.id, d.standing, CASE WHEN d.standing = 'rejected' THEN 'other' ELSE
        coalesce(d.kind, s.kind) END,
    CASE WHEN d.standing IN ('accepted', 'corrected', 'kind', 'added') THEN d.obligation END,
    coalesce(d.details, s.details), CASE WHEN d.details IS NULL THEN s.period ELSE d.period END
    FROM lanes l JOIN decisions d ON d.id = l.decision JOIN statements s ON s.id = l.statement
    WHERE l.statement = ? ORDER BY coalesce(d.rests, d.id)"""


def words(connection: sqlite3.Connection, statement: str) -> list[Word]:
    """Return the last word of each reader on a statement, the earlier first; settled or not."""
    return [
        Word(reviewer, id, standing is not None, (kind, obligation, *([details, period] if kind != Kind.OTHER else [])))
        for reviewer, id, standing, kind, obligation, details, period in connection.execute(_WORDS, (statement,))
    ]


def adjudged(connection: sqlite3.Connection, statement: str) -> int | None:
    """Return the decision that settles the differing readings of a statement, if it stands."""
    row: tuple[int | None] = connection.execute(
        "SELECT max(a.decision) FROM adjudications a JOIN decisions d ON d.id = a.decision WHERE d.statement = ?"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)",
        (statement,),
    ).fetchone()
    return row[0]


class Force(NamedTuple):
    """What holds of a statement that two read: the decision in force, and how far it is read."""

    current: int | None
    double: str | None


def in_force(connection: sqlite3.Connection, document: str, statement: str) -> Force:
    """Work out what holds of a statement of a letter that two read, or have read."""
    known = lanes(connection, document)
    said = words(connection, statement)
    settled = [word for word in said if word.settled]
    if (ruling := adjudged(connection, statement)) is not None:
        joint = Force(ruling, "adjudicated")
    elif not said:
        joint = Force(None, None)
    elif not _all_have_read(connection, known, document, statement, settled):
        joint = Force(None, "half")
    elif len({word.said for word in settled}) == 1 and (len(settled) > 1 or settled[0].said[0] == Kind.OTHER):
        joint = Force(settled[-1].decision, "agreed")
    else:
        joint = Force(None, "disputed")
    if (since := _since(connection, document, statement)) is not None:
        return Force(since, joint.double)
    return joint


def _all_have_read(
    connection: sqlite3.Connection, known: list[Lane], document: str, statement: str, settled: list[Word]
) -> bool:
    """Have two, and all who still read the letter, decided on the statement?

    What the program took for no report is put to nobody: who has read all else of the letter has passed it over.
    """
    read_by = {one.reviewer for one in settled}
    waited_for = {lane.reviewer for lane in known if lane.standing == "given"} - read_by
    if not waited_for and len(settled) > 1:
        return True
    query = "SELECT kind = 'other' AND id NOT IN (SELECT statement FROM samples) FROM statements WHERE id = ?"
    (passed_over,) = connection.execute(query, (statement,)).fetchone()
    return bool(
        passed_over
        and settled
        and len({lane.reviewer for lane in known if lane.standing != "returned"} | read_by) > 1
        and not any(waiting(connection, document, reviewer) for reviewer in waited_for)
    )


def waiting(connection: sqlite3.Connection, document: str, reviewer: str) -> bool:
    """Is anything of a letter put to this reader that is not decided yet?"""
    query = """SELECT 1 FROM statements s WHERE s.document = ? AND s.stale = 0
        AND (s.kind <> 'other' OR s.id IN (SELECT statement FROM samples))
        AND NOT EXISTS (SELECT 1 FROM lanes l JOIN decisions d ON d.id = l.decision
                        WHERE l.statement = s.id AND l.reviewer = ? AND d.standing IS NOT NULL) LIMIT 1"""
    return connection.execute(query, (document, reviewer)).fetchone() is not None


def _since(connection: sqlite3.Connection, document: str, statement: str) -> int | None:
    """Return the newest decision that was taken after both had read the letter; None while they read."""
    query = """SELECT max(d.id) FROM decisions d WHERE d.statement = :statement AND d.id > (
        SELECT max(last_decision) FROM readers WHERE document = :document AND blind = 1
        HAVING min(standing = 'done') = 1)"""
    row: tuple[int | None] = connection.execute(query, {"document": document, "statement": statement}).fetchone()
    return row[0]


def settle(connection: sqlite3.Connection, document: str) -> None:
    """Put in force what holds of a letter that two read; when nothing of it is open between them, they are done."""
    if not lanes(connection, document):
        return
    query = "SELECT id, current, double FROM statements WHERE document = ?"
    for statement, *before in connection.execute(query, (document,)).fetchall():
        now = in_force(connection, document, statement)
        if tuple(before) != now:
            connection.execute(
                "UPDATE statements SET current = :current, double = :double, decided = EXISTS (SELECT 1 FROM decisions"
                " WHERE id = :current AND standing IS NOT NULL) WHERE id = :id",
                {"id": statement, **now._asdict()},
            )


def finish(connection: sqlite3.Connection, document: str, at: str) -> None:
    """Let a letter be read like any other once both have read it and every difference is settled."""
    known = lanes(connection, document)
    if not known or all(lane.standing == "done" for lane in known):
        return
    query = """SELECT 1 FROM statements s WHERE s.document = ? AND s.stale = 0
        AND coalesce(s.double, '') NOT IN ('agreed', 'adjudicated')
        AND (s.kind <> 'other' OR s.double IS NOT NULL OR s.id IN (SELECT statement FROM samples)) LIMIT 1"""
    if connection.execute(query, (document,)).fetchone() is None:
        connection.execute(
            "INSERT INTO assignments (act, document, reviewer, standing, blind, bare, until, seed, by, at,"
            " last_decision) SELECT act, document, reviewer, 'done', blind, bare, NULL, seed, by, ?,"
            " (SELECT coalesce(max(id), 0) FROM decisions) FROM readers WHERE document = ? AND blind = 1 ORDER BY id",
            (at, document),
        )


class DecisionRole(NamedTuple):
    """What a decision was: a reader's own word (`reviewer`; `past`, if both are done), a ruling, or one on top of both.

    `first`: if it is the first since both had read the statement, the decision that they had come to.
    """

    reviewer: str | None = None
    past: bool = False
    ruling: bool = False
    first: int | None = None


def place_of(connection: sqlite3.Connection, statement: str, decision: int) -> DecisionRole:
    """Say what a decision on a statement was."""
    query = "SELECT document FROM statements WHERE id = ?"
    (document,) = connection.execute(query, (statement,)).fetchone()
    known = lanes(connection, document)
    if not known:
        return DecisionRole()
    if connection.execute("SELECT 1 FROM adjudications WHERE decision = ?", (decision,)).fetchone():
        return DecisionRole(ruling=True)
    done = all(lane.standing == "done" for lane in known)
    query = "SELECT max(last_decision) FROM readers WHERE document = ? AND blind = 1"
    (last,) = connection.execute(query, (document,)).fetchone()
    if not done or decision <= last:
        (reviewer,) = connection.execute("SELECT reviewer FROM decisions WHERE id = ?", (decision,)).fetchone()
        return DecisionRole(reviewer, past=done or adjudged(connection, statement) is not None)
    query = "SELECT 1 FROM decisions WHERE statement = ? AND id > ? AND id < ?"
    if connection.execute(query, (statement, last, decision)).fetchone():
        return DecisionRole()
    settled = [word.decision for word in words(connection, statement) if word.settled]
    return DecisionRole(first=adjudged(connection, statement) or (settled[-1] if settled else None))


def misplaced(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the statements for which something else is in force than follows from what was decided."""
    query = """SELECT id FROM statements s WHERE s.double IS NULL
        AND s.document NOT IN (SELECT document FROM readers WHERE blind = 1)
        AND s.current IS NOT (SELECT max(id) FROM decisions WHERE statement = s.id)"""
    yield from (id for (id,) in connection.execute(query))
    query = """SELECT document, id, current, double FROM statements
        WHERE document IN (SELECT document FROM readers WHERE blind = 1)"""
    for document, id, *stored in connection.execute(query).fetchall():
        if tuple(stored) != in_force(connection, document, id):
            yield id
