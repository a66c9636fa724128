"""How decisions and corrections enter the tables. Each function runs inside a transaction of `db.store.Store`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from db import twofold
from db.reading import INDEX_WORDS, PUT_STATEMENT
from db.records import content_hash_of, kind_when_filed, same_statement
from db.rows import details_dict, details_of, dump, spans_of, statement_rows, suggestions_column, suggestions_of
from db.twofold import Refused as Refused
from extractor.core.model import FILED_KINDS, Decision, Finding, Kind
from extractor.core.states import JUDGING, RESHAPING, SETTLING, Ruling


class Changed(Refused):
    """The statement is no longer what the reviewer saw."""

    def __init__(self, statement: str, document: str, page: int) -> None:
        super().__init__(
            "Statement {id} ({document}, page {page}) has changed since it was shown: look at it again.",
            id=statement,
            document=document,
            page=page,
        )


class Standing(NamedTuple):
    """Where a statement stands: the last row of its history, or nothing yet."""

    standing: str | None = None
    obligation: str | None = None
    kind: str | None = None
    note: str | None = None
    details: str | None = None
    period: int | None = None
    crosses: int | None = None
    rests: int | None = None


STANDING = ", ".join(Standing._fields)
SET = ", ".join(Standing._fields[:-1])
RESTS = "CASE WHEN standing IS NOT NULL THEN coalesce(rests, id) END"


class Target(NamedTuple):
    """What a decision is about."""

    document: str
    name: str
    page: int
    text: str
    kind: str
    institution: str | None
    suggestions: str
    stale: int
    origin: str
    double: str | None


def next_act(connection: sqlite3.Connection) -> int:
    """Return the number of a new act; decisions, remarks and corrections are counted together, as they are taken."""
    tables = ("decisions", "corrections", "remarks")
    newest = ", ".join(f"coalesce((SELECT max(act) FROM {table}), 0)" for table in tables)
    return int(connection.execute(f"SELECT max({newest})").fetchone()[0]) + 1


def last_decision(connection: sqlite3.Connection, reviewer: str) -> int:
    """Return the reviewer's last act of deciding that still stands; 0 if there is none."""
    (act,) = connection.execute(
        "SELECT max(d.act) FROM decisions d WHERE d.reviewer = ? AND d.verdict <> 'undone' AND d.origin = 'review'"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)",
        (reviewer,),
    ).fetchone()
    return act or 0


def record(connection: sqlite3.Connection, decided: Sequence[Decision], made: Sequence[Finding]) -> int:
    """Add one act; see `Store.decide`."""
    act = next_act(connection)
    _make(connection, made, act)
    for decision in decided:
        target = _target(connection, decision.statement)
        lane = twofold.lane_for(connection, target.document, target.name, decision)
        if lane is None and target.double == "disputed":
            raise Refused(
                "Of statement {id} two readings differ; settle it with: veeduria adjudicate", id=decision.statement
            )
        before = _standing(connection, decision.statement, reviewer=lane.reviewer if lane else None)
        bare = twofold.is_bare(connection, target.document, decision.reviewer)
        _add(connection, decision, act, target, before, bare)
    _settle(connection, [decision.statement for decision in decided], decided[0].at if decided else "")
    return act


def adjudge(connection: sqlite3.Connection, decision: Decision, chosen: str) -> int:
    """Settle a statement of which two readings differ, citing both; see `Store.adjudge`."""
    act, target = next_act(connection), _target(connection, decision.statement)
    if target.double != "disputed":
        raise Refused("Of statement {id} no two readings differ (any more).", id=decision.statement)
    if decision.verdict not in JUDGING:
        raise Refused("Settle what is disputed first; the rest comes after.")
    one, *other = [word.decision for word in twofold.words(connection, decision.statement) if word.settled]
    _add(connection, decision, act, target, Standing())
    query = "SELECT 1 FROM decisions WHERE id = (SELECT max(id) FROM decisions) AND standing IS NULL"
    if connection.execute(query).fetchone():
        raise Refused("Say under which function it goes: that settles it.")
    connection.execute(
        "INSERT INTO adjudications (decision, one, other, chosen) SELECT max(id), ?, ?, ? FROM decisions",
        (one, other[-1] if other else None, chosen),
    )
    _settle(connection, [decision.statement], decision.at)
    return act


def _settle(connection: sqlite3.Connection, statements: Iterable[str], at: str) -> None:
    """Put in force what two readings of these statements' letters come to."""
    query = "SELECT DISTINCT document FROM statements WHERE id IN (SELECT value FROM json_each(?))"
    for (document,) in connection.execute(query, (dump(list(statements)),)).fetchall():
        twofold.settle(connection, document)
        twofold.finish(connection, document, at)


def _add(
    connection: sqlite3.Connection,
    decision: Decision,
    act: int,
    target: Target,
    before: Standing,
    bare: bool = False,
) -> None:
    shown = target._replace(kind=twofold.bare_kind(target.kind), suggestions="[]") if bare else target
    withdrawn = target.stale and target.origin == "reviewer"  # what is made of its words stands elsewhere
    if withdrawn or not same_statement(decision.content_hash, _content_hash(shown, before)):
        raise Changed(decision.statement, target.name, target.page)
    if decision.verdict in SETTLING and before.standing in RESHAPING:
        raise Refused("Statement {id} was split or joined: decide on what was made of it.", id=decision.statement)
    if decision.verdict == Ruling.MERGED:
        _check_own(connection, decision, before)
    after = before._replace(**_set(decision.fields))
    if bare and decision.verdict in SETTLING:
        after = after._replace(kind=after.kind or shown.kind)  # the program's word was not on screen
    if decision.verdict in SETTLING:
        _check_obligation(connection, decision.obligation, target)
        made = kind_when_filed(after.kind or target.kind, decision.obligation)
        if made and "kind" in json.loads(decision.fields or "{}"):
            raise Refused("{kind} is not filed under an obligation; an action is, or a plan.", kind=after.kind)
        after = after._replace(kind=made or after.kind)
        if decision.verdict in (Ruling.ACCEPTED, Ruling.CORRECTED) and (after.kind or target.kind) in FILED_KINDS:
            _check_functionless(connection, decision, target)
        after = after._replace(standing=decision.verdict, obligation=decision.obligation, rests=None)
        unfiled = after.obligation is None and (after.kind or target.kind) in FILED_KINDS
        if after.standing in (Ruling.KIND, Ruling.ADDED) and unfiled:
            after = after._replace(standing=None)  # it became an action: what it is filed under is still open
    what = (act, decision.statement, decision.verdict, *after)
    unseen = bare or decision.suggested is None  # not shown: what the program would have said is kept to compare
    suggested = target.suggestions if unseen else suggestions_column(decision.suggested or ())
    _append(connection, what, decision.reviewer, decision.at, decision.content_hash, suggested)


def _content_hash(target: Target, before: Standing) -> str:
    """Return what `content_hash` is for whoever sees the statement as it is now."""
    details = details_of(json.loads(before.details)) if before.details else None
    stands = (before.standing, before.obligation, before.note, details)
    suggested = suggestions_of(target.suggestions)
    return content_hash_of(target.text, before.kind or target.kind, suggested, *stands, bool(target.stale))


def _check_own(connection: sqlite3.Connection, decision: Decision, before: Standing) -> None:
    """Refuse to join what a colleague has settled: their filing would be gone without having been on screen."""
    row = connection.execute("SELECT reviewer FROM decisions WHERE id = ?", (before.rests,)).fetchone()
    if row and row[0] != decision.reviewer:
        raise Refused(
            "Statement {id} was decided on by {reviewer}: decide on it yourself before you join it to another.",
            id=decision.statement,
            reviewer=row[0],
        )


def _set(fields: str) -> dict[str, Any]:
    """Return the columns that a decision's fields set: kind, note, details."""
    given = json.loads(fields or "{}")
    if unknown := set(given) - {"kind", "note", "details"}:
        raise Refused(
            "A decision cannot set {keys}; it can set kind, note and details.", keys=", ".join(sorted(unknown))
        )
    if given.get("kind") is not None and given["kind"] not in list(Kind):
        raise Refused("There is no kind {kind}; there are: {kinds}", kind=given["kind"], kinds=", ".join(Kind))
    if given.get("details") is None:
        return dict(given)
    try:
        details = details_of(given["details"])
    except (TypeError, AttributeError) as error:
        raise Refused("These details cannot be understood: {error}", error=error) from None
    return {**given, "details": dump(details_dict(details)), "period": details.period, "crosses": int(details.crosses)}


def _append(
    connection: sqlite3.Connection,
    row: tuple[Any, ...],
    reviewer: str,
    at: str,
    content_hash: str,
    suggested: str,
    undoes: int | None = None,
) -> None:
    pack_hash = "SELECT coalesce((SELECT pack_hash FROM runs ORDER BY id DESC LIMIT 1), '')"
    connection.execute(
        f"INSERT INTO decisions (act, statement, verdict, {STANDING}, reviewer, at, seen, suggested, undoes, pack_hash)"
        f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ({pack_hash}))",
        (*row, reviewer, at, content_hash, suggested, undoes),
    )


def _target(connection: sqlite3.Connection, statement: str) -> Target:
    row = connection.execute(
        "SELECT s.document, d.name, s.page, s.text, s.kind, coalesce(s.institution, d.institution),"
        " s.suggestions, s.stale, s.origin, s.double FROM statements s JOIN documents d ON d.sha256 = s.document"
        " WHERE s.id = ?",
        (statement,),
    ).fetchone()
    if row is None:
        raise Refused("There is no statement {id}; their ids are in: veeduria export statements", id=statement)
    return Target(*row)


def _standing(
    connection: sqlite3.Connection, statement: str, before: int | None = None, reviewer: str | None = None
) -> Standing:
    """Return where a statement stands, or stood before the decision with this id, and on which decision that rests.

    With `reviewer`, as this one of two readers sees it.
    """
    if before is None and reviewer is None:
        which = "id = (SELECT current FROM statements WHERE id = :statement)"
    else:
        which = "statement = :statement AND id < :before AND (:reviewer IS NULL OR reviewer = :reviewer)"
    row = connection.execute(
        f"SELECT {SET}, {RESTS} FROM decisions WHERE {which} ORDER BY id DESC LIMIT 1",
        {"statement": statement, "before": before if before is not None else 1 << 62, "reviewer": reviewer},
    ).fetchone()
    return Standing(*row) if row else Standing()


def _check_obligation(connection: sqlite3.Connection, obligation: str | None, target: Target) -> None:
    if obligation is None:
        return
    row = connection.execute("SELECT institution FROM obligations WHERE id = ?", (obligation,)).fetchone()
    if row is None:
        raise Refused("There is no obligation {id}; those there are: veeduria rules list obligations", id=obligation)
    if target.institution is not None and row[0] != target.institution:
        raise Refused(
            "{id} is an obligation of {body}, but {document} is a letter of {institution}.",
            id=obligation,
            body=row[0],
            document=target.name,
            institution=target.institution,
        )


def _check_functionless(connection: sqlite3.Connection, decision: Decision, target: Target) -> None:
    """Refuse to confirm an action without function of a body that has functions: it would count nowhere."""
    if decision.obligation is None and has_functions(connection, target.institution):
        raise Refused("{body} has functions: say which one {id} is.", body=target.institution, id=decision.statement)


def has_functions(connection: sqlite3.Connection, institution: str | None) -> bool:
    """Does the pack name functions of this body? Of an unknown one nobody can say any."""
    return connection.execute("SELECT 1 FROM obligations WHERE institution = ?", (institution,)).fetchone() is not None


def _make(connection: sqlite3.Connection, made: Sequence[Finding], act: int) -> None:
    """Store the statements an act makes."""
    last = connection.execute("SELECT max(rowid) FROM statements").fetchone()[0] or 0
    for finding in made:
        document = finding.statement.letter
        row = connection.execute("SELECT spans FROM letters WHERE document = ?", (document,)).fetchone()
        if row is None:
            raise Refused("There is no letter {id}.", id=document)
        (values,) = statement_rows([finding], spans_of(row[0]))
        connection.execute(PUT_STATEMENT, (*values, document, "reviewer", act, None))
    connection.execute(INDEX_WORDS, (last,))


def undo(connection: sqlite3.Connection, reviewer: str, at: str, statement: str | None) -> tuple[str, ...]:
    """Take back an act of review; see `Store.undo`."""
    row = connection.execute(
        "SELECT d.act FROM decisions d WHERE d.reviewer = :reviewer AND d.verdict <> 'undone' AND d.origin = 'review'"
        " AND (:statement IS NULL OR d.statement = :statement)"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) ORDER BY d.id DESC LIMIT 1",
        {"reviewer": reviewer, "statement": statement},
    ).fetchone()
    return undo_act(connection, row[0], reviewer, at) if row else ()


def undo_import(connection: sqlite3.Connection, sha256: str, reviewer: str, at: str) -> tuple[str, ...]:
    """Take back what the reviewer took in last from this file of coded actions; see `Store.undo_import`."""
    row = connection.execute(
        "SELECT max(d.act) FROM decisions d JOIN statements s ON s.id = d.statement"
        " WHERE s.document = ? AND s.stale = 0 AND s.act = d.act AND d.origin = 'import' AND d.reviewer = ?"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)",
        (sha256, reviewer),
    ).fetchone()
    return undo_act(connection, row[0], reviewer, at) if row[0] else ()


def undo_act(connection: sqlite3.Connection, act: int, reviewer: str, at: str) -> tuple[str, ...]:
    """Take back an act by adding rows that say where its statements stood before."""
    from db.remarks import undo_remarks  # which refuses as this module does

    _check_last(connection, act)
    undone = connection.execute(
        "SELECT id, statement, seen, suggested FROM decisions WHERE act = ? ORDER BY id DESC", (act,)
    ).fetchall()
    number = next_act(connection)
    for decision, undone_statement, content_hash, suggested in undone:
        before = _stood(connection, undone_statement, decision)
        values = (number, undone_statement, Ruling.UNDONE, *before)
        _append(connection, values, reviewer, at, content_hash, suggested, decision)
    undo_remarks(connection, act, number, reviewer, at)
    connection.execute("UPDATE statements SET stale = 1 WHERE act = ?", (act,))
    _settle(connection, [row[1] for row in undone], at)
    return tuple(dict.fromkeys(undone_statement for _, undone_statement, _, _ in reversed(undone)))


def _stood(connection: sqlite3.Connection, statement: str, decision: int) -> Standing:
    """Return where a statement stood before a decision that is to be undone, for whoever took it."""
    place = twofold.place_of(connection, statement, decision)
    if place.past:
        raise Refused("Statement {id} has been read by both since: decide on it anew.", id=statement)
    if place.ruling:
        return Standing()
    if place.first is not None:  # the first since both had read it: what they came to is in force again
        row = connection.execute(f"SELECT {SET}, {RESTS} FROM decisions WHERE id = ?", (place.first,)).fetchone()
        return Standing(*row)
    return _standing(connection, statement, decision, place.reviewer)


def _check_last(connection: sqlite3.Connection, act: int) -> None:
    """Refuse to undo what later decisions rest on: on the same statements, or on those the act made."""
    row = connection.execute(
        "SELECT l.statement, l.reviewer FROM decisions l"
        " WHERE l.act > :act AND l.verdict NOT IN ('undone', 'skipped')"
        " AND (l.statement IN (SELECT statement FROM decisions WHERE act = :act)"
        "      OR l.statement IN (SELECT id FROM statements WHERE act = :act))"
        " AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = l.id)"
        # of two readers each takes back their own, whatever the other said meanwhile
        " AND NOT EXISTS (SELECT 1 FROM lanes o JOIN decisions d ON d.act = :act AND d.statement = o.statement"
        "                 AND d.reviewer <> l.reviewer WHERE o.statement = l.statement AND o.reviewer = l.reviewer"
        "                 AND l.id <= o.decision) LIMIT 1",
        {"act": act},
    ).fetchone()
    if row:
        raise Refused(
            "Statement {id} was decided again by {reviewer} since: undo that first.", id=row[0], reviewer=row[1]
        )
