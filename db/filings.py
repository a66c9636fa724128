"""What people have filed under functions, as the learner takes it: the latest, and those of each body."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from db.connection import Database
from db.queries import AUTHOR, INSTITUTION
from db.records import CODED
from db.rows import dump
from extractor.core.states import FILING
from extractor.filing.learn.lessons import Filed, milestone
from extractor.filing.settings import MOST

_ALL = "decisions c CROSS JOIN statements s ON s.id = c.statement AND s.current = c.id"
_SOME = "json_each(:some) j CROSS JOIN statements s ON s.id = j.value CROSS JOIN decisions c ON c.id = s.current"
_FILINGS = f"""SELECT c.id, {INSTITUTION}, s.text, c.obligation, s.id, {AUTHOR} AS author, d.name, s.page, d.sha256,
        iif(d.source = '{CODED}', 'import', 'review')
    FROM {{among}} CROSS JOIN documents d ON d.sha256 = s.document
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
        found |= _filed(db, body, most, without, until)
    return tuple(found[number] for number in sorted(found))


def _filed(
    db: Database,
    body: str | None,
    most: int,
    without: Collection[str] = (),
    until: int | None = None,
    some: Collection[str] | None = None,
) -> dict[int, Filed]:
    """Return the latest filings by their decisions' numbers, of `some` statements if these are given."""
    values = {
        "filed": dump(list(FILING)),
        "body": body,
        "without": dump(sorted(without)),
        "most": most,
        "until": until,
        "some": dump(sorted(some or ())),
    }
    query = _FILINGS.format(among=_ALL if some is None else _SOME)
    return {row[0]: Filed(*row[1:]) for row in db.connection.execute(query, values)}


class LatestFilings:
    """The latest filings of all and of each body, as `filings` returns them, kept as new as the last decision.

    To look through all decisions for them takes long where there are many; a decision more costs its statement alone.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._heard: tuple[object, ...] = ()
        self._newest = (0, 0)
        self._kept: dict[str | None, tuple[bool, dict[int, Filed]]] = {}  # are these all there are? by number

    def of(self, body: str) -> tuple[Filed, ...]:
        """Return the latest of all bodies and of this one, the oldest first."""
        self._follow()
        found: dict[int, Filed] = {}
        for one in (None, body):
            if one not in self._kept:
                rows = _filed(self._db, one, SPARE)
                self._kept[one] = len(rows) < SPARE, rows
            rows = self._kept[one][1]
            found |= {number: rows[number] for number in sorted(rows)[-MOST:]}
        return tuple(found[number] for number in sorted(found))

    def _follow(self) -> None:
        """Take in what was decided and read since; begin anew where much was, or other words may be heard."""
        heard = self._db.connection.execute(_HEARD).fetchone()
        newest = (last_decision(self._db), last_reading(self._db))
        touched = {id for (id,) in self._db.connection.execute(_TOUCHED, (*self._newest, MANY))}
        if heard != self._heard or len(touched) == MANY:
            self._kept.clear()
        for body, (whole, rows) in list(self._kept.items()) if touched else ():
            left = {number: one for number, one in rows.items() if one.statement not in touched}
            left |= _filed(self._db, body, MANY, some=touched)
            if not whole and len(left) < MOST:
                del self._kept[body]
            else:
                self._kept[body] = whole, left
        self._heard, self._newest = heard, newest


SPARE = 2 * MOST  # kept, so that what is taken back does not ask for all of them anew
MANY = MOST  # statements touched since: more of them, and all is looked through
_HEARD = "SELECT (SELECT max(id) FROM assignments), (SELECT max(id) FROM erasures)"
_TOUCHED = """SELECT statement FROM decisions WHERE id > ? UNION
    SELECT id FROM statements WHERE document IN (SELECT document FROM readings WHERE id > ?) AND current IS NOT NULL
    LIMIT ?"""


def proof(db: Database, newest: int) -> tuple[Filed, ...]:
    """Return the filings that the strength of all is measured on: the latest as they stood at the last milestone."""
    return filings(db, until=milestone(newest))


def last_decision(db: Database) -> int:
    """Return the number of the newest decision: as long as it stays, so does everything that is filed."""
    return int(db.connection.execute("SELECT coalesce(max(id), 0) FROM decisions").fetchone()[0])


def last_reading(db: Database) -> int:
    """Return the number of the newest reading: whatever is read of a letter, or said of its head, adds one."""
    return int(db.connection.execute("SELECT coalesce(max(id), 0) FROM readings").fetchone()[0])
