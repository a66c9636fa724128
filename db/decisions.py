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
        before = standing_of(connection, decision.statement, reviewer=lane.reviewer if lane else None)
        bare = twofold.is_bare(connection, target.document, decision.reviewer)
        _add(connection, decision, act, target, before, bare)
    settle(connection, [decision.statement for decision in decided], decided[0].at if decided else "")
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
    settle(connection, [decision.statement], decision.at)
    return act


def settle(connection: sqlite3.Connection, statements: Iterable[str], at: str) -> None:
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
    append(connection, what, decision.reviewer, decision.at, decision.content_hash, suggested)


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


def append(
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


def standing_of(
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
