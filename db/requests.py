"""The register of requests: what was sent, which replies answer it, and what is said of its questions."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.connection import Database
from db.corrections import correct
from db.decisions import Refused
from db.paperless import put_replies
from db.records import REPLIES
from db.rows import dump
from db.store import Store
from extractor.rounds.linking import Link, ReplyLetter, suggest_links
from extractor.rounds.paperless import REGISTER
from extractor.rounds.register import ROLES, LinkedReply, Request, match_requests
from rules.models import Pack

if TYPE_CHECKING:
    from db.gate import Gate

PROGRAM = "veeduria"  # who links what is sure


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """How many requests were new, how many said something else than before, how many were known.

    `corrected` are those of other words for unit or reference than before: as they were, as they are. `missing` are
    those taken in before of which the register says nothing; `withdrawn` and `restored` are counted, and so are
    `replies` without a file that were news, and those that are told no more (`fallen`).
    """

    added: int
    changed: int
    known: int
    corrected: tuple[tuple[Request, Request], ...] = ()
    missing: tuple[Request, ...] = ()
    withdrawn: int = 0
    restored: int = 0
    replies: int = 0
    fallen: int = 0


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with the replies linked to it, the earliest first."""

    request: Request
    answers: tuple[LinkedReply, ...]


# --- the register ----------------------------------------------------------------------------------------------------


def import_requests(
    store: Store,
    found: Iterable[Request],
    said: Collection[str] = ROLES,
    who: tuple[str, str] = (PROGRAM, ""),
    teller: str = REGISTER,
) -> RegisterCounts:
    """Enter requests, all or none. One that is known under these or other words is brought up to date, never doubled.

    Args:
        said: the columns that the register has; of others, what was stored stays.
        who: who takes them in, and when.
        teller: what tells of the replies in them; what it told before and tells no more is taken back.
    """
    with store.transaction() as connection:
        stored = list(_stored(connection))
        matched, missing = match_requests(found, stored, said)
        counts = Counter[str]()
        corrected = []
        for before, now in matched:
            counts.update({_entered(connection, before, now): 1})
            if before is not None and (before.unit, before.reference) != (now.unit, now.reference):
                corrected.append((before, now))
            if now.withdrawn is not None:
                counts.update({_stands(connection, now, now.withdrawn, *who): 1})
            if now.replies is not None:
                news, fallen = put_replies(connection, now.id, now.replies, teller, *who)
                counts.update(replies=news, fallen=fallen)
    left = tuple(row for row in missing if not _withdrawn(store.connection, row.id))
    return RegisterCounts(
        counts["added"], counts["changed"], counts["known"], tuple(corrected), left,
        counts["withdrawn"], counts["restored"], counts["replies"], counts["fallen"],
    )  # fmt: skip


def _stored(connection: sqlite3.Connection) -> Iterator[Request]:
    query = "SELECT id, institution, unit, wave, sent, reference, questions FROM requests ORDER BY rowid"
    for *fields, questions in connection.execute(query):
        yield Request(*(*fields, tuple(json.loads(questions))))


def _entered(connection: sqlite3.Connection, before: Request | None, now: Request) -> str:
    """Write a request; say what that did."""
    row = (now.institution, now.unit, now.wave, now.sent, now.reference, dump(list(now.questions)))
    if before is None:
        columns = "institution, unit, wave, sent, reference, questions, id"
        connection.execute(f"INSERT INTO requests ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, now.id))
        return "added"
    if before.bare == now.bare:
        return "known"
    changes = "institution = ?, unit = ?, wave = ?, sent = ?, reference = ?, questions = ?"
    connection.execute(f"UPDATE requests SET {changes} WHERE id = ?", (*row, now.id))
    return "changed"


def _withdrawn(connection: sqlite3.Connection, request: str) -> bool:
    return connection.execute("SELECT 1 FROM requests_standing WHERE id = ?", (request,)).fetchone() is None


def _stands(connection: sqlite3.Connection, request: Request, reason: str, reviewer: str, at: str) -> str:
    """Withdraw a request, or restore it ("": no reason to withdraw it); say what that did."""
    if _withdrawn(connection, request.id) == bool(reason):
        return "stood"
    standing = "withdrawn" if reason else "restored"
    query = "INSERT INTO withdrawals (request, standing, reason, reviewer, at) VALUES (?, ?, ?, ?, ?)"
    connection.execute(query, (request.id, standing, reason, reviewer, at))
    return standing


def withdraw(store: Store, ids: Iterable[str], reason: str, reviewer: str, at: str) -> int:
    """Take requests out of all counts; without a reason, put them back. Return how many that changed."""
    with store.transaction() as connection:
        rows = [row for row in _stored(connection) if row.id in set(ids)]
        return sum(_stands(connection, row, reason, reviewer, at) != "stood" for row in rows)


def requests(
    db: Database, wave: str | None = None, institution: str | None = None, id: str | None = None
) -> Iterator[RequestRow]:
    """Yield the requests by wave, body and unit; `id` may be the start of one."""
    rows = _requests(db, wave, institution, id)
    return (_shown(row, db.gate) for row in rows) if db.gate else rows


def _shown(row: RequestRow, gate: Gate) -> RequestRow:
    """The request as it may leave."""
    asked, answers = row.request, row.answers
    masked = replace(
        asked,
        unit=gate.text(asked.unit),
        reference=gate.text(asked.reference),
        questions=tuple(gate.text(question) for question in asked.questions),
    )
    return RequestRow(masked, tuple(_answer(one, gate) for one in answers))


def _answer(one: LinkedReply, gate: Gate) -> LinkedReply:
    return replace(one, document=gate.name(one.document) if one.sha256 else gate.text(one.document))


def _requests(
    db: Database, wave: str | None = None, institution: str | None = None, id: str | None = None
) -> Iterator[RequestRow]:
    query = """SELECT q.id, q.institution, q.unit, q.wave, q.sent, q.reference, q.questions,
            (SELECT json_group_array(json_array(name, sha256, date, reply, reply_reason, standing)) FROM (
                SELECT * FROM (
                    SELECT d.name, d.sha256, d.date, d.reply, d.reply_reason, l.standing
                    FROM links l JOIN documents x ON x.sha256 = l.document
                    JOIN documents d ON d.sha256 = coalesce(x.twin, x.sha256)
                    WHERE l.request = q.id GROUP BY d.sha256
                    UNION ALL SELECT p.number, '', p.date, p.reply, p.reason, 'confirmed'
                    FROM paperless_standing p WHERE p.request = q.id
                ) ORDER BY date IS NULL, date, name))
        FROM requests_standing q JOIN waves w ON w.id = q.wave JOIN bodies b ON b.id = q.institution
        WHERE (:wave IS NULL OR q.wave = :wave) AND (:institution IS NULL OR q.institution = :institution)
            AND (:id IS NULL OR substr(q.id, 1, length(:id)) = :id)
        ORDER BY w.first, b.position, q.unit, q.reference, q.id"""
    for row in db.connection.execute(query, {"wave": wave, "institution": institution, "id": id}):
        *fields, questions, answers = row
        request = Request(*(*fields, tuple(json.loads(questions))))
        yield RequestRow(request, tuple(LinkedReply(*answer) for answer in json.loads(answers)))


# --- replies to them -------------------------------------------------------------------------------------------------


def unlinked(db: Database) -> Iterator[ReplyLetter]:
    """Yield the replies that no request is linked to. An unread file may be one only if somebody said whose it is."""
    query = """SELECT d.sha256, d.institution, coalesce(d.unit, ''), coalesce(d.reference, ''), d.date, d.wave
        FROM documents d WHERE d.source = ? AND (d.institution IS NOT NULL OR d.outcome IN ('read', 'needs_person'))
            AND NOT EXISTS (
                SELECT 1 FROM links l JOIN requests_standing q ON q.id = l.request WHERE l.document = d.sha256)
            AND d.twin IS NULL
            AND NOT EXISTS (SELECT 1 FROM documents o JOIN links l ON l.document = o.sha256 WHERE o.twin = d.sha256)
        ORDER BY d.name, d.sha256"""
    return (ReplyLetter(*row) for row in db.connection.execute(query, (REPLIES,)))


def rejected(db: Database) -> frozenset[tuple[str, str]]:
    """Return the pairs of request and document that a person has rejected."""
    query = """SELECT request, document FROM replies r WHERE standing = 'rejected'
        AND id = (SELECT max(id) FROM replies x WHERE x.request = r.request AND x.document = r.document)"""
    return frozenset(db.connection.execute(query))


def open_links(db: Database, pack: Pack, document: str | None = None) -> tuple[Link, ...]:
    """Return the links (of one document) that suggest themselves and are not taken yet."""
    replies = [reply for reply in unlinked(db) if document in (None, reply.document)]
    return suggest_links(replies, [row.request for row in _requests(db)], pack, rejected(db)) if replies else ()


def take_links(store: Store, links: Sequence[Link], at: str) -> None:
    """Record the links that the program is sure of."""
    with store.transaction() as connection:
        for link in links:
            _link(connection, link.request, link.document, ("suggested", link.score, PROGRAM, at))


def confirm_link(store: Store, request: str, document: str, reviewer: str, at: str) -> None:
    """Record that this document answers this request, as a person says; other links of the program fall."""
    with store.transaction() as connection:
        query = "SELECT request FROM links WHERE document = ? AND request <> ? AND standing = 'suggested'"
        for (other,) in connection.execute(query, (document, request)).fetchall():
            _unlink(connection, other, document, reviewer, at)
        _link(connection, request, document, ("confirmed", 1.0, reviewer, at))


def reject_link(store: Store, request: str, document: str, reviewer: str, at: str) -> None:
    """Record that this document does not answer this request."""
    with store.transaction() as connection:
        _unlink(connection, request, document, reviewer, at)


def link_found(store: Store, found: Iterable[tuple[Request, str]], reviewer: str, at: str) -> int:
    """Link the letters that came with their requests, each by the key of its file; return how many are news.

    A pair that somebody has decided on stays as it is.
    """
    with store.transaction() as connection:
        query = """SELECT q.id, f.document FROM requests q, files f
            WHERE (q.wave, q.institution, q.unit, q.reference) = (?, ?, ?, ?) AND f.key = ? AND f.document IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.request = q.id AND r.document = f.document)"""
        news = 0
        for one, key in found:
            named = (one.wave, one.institution, one.unit, one.reference)
            for id, document in connection.execute(query, (*named, key)).fetchall():
                _link(connection, id, document, ("confirmed", 1.0, reviewer, at))
                news += 1
    return news


Word = tuple[str, float, str, str]  # standing, score, reviewer, at


def _link(connection: sqlite3.Connection, request: str, document: str, word: Word) -> None:
    """Link them; a reply that was taken in for no wave in particular is of its request's."""
    _put(connection, request, document, word)
    query = "SELECT q.wave FROM requests q, documents d WHERE q.id = ? AND d.sha256 = ? AND d.wave IS NULL"
    for (wave,) in connection.execute(query, (request, document)).fetchall():
        correct(connection, document, {"wave": wave}, *word[2:], origin="link")


def _unlink(connection: sqlite3.Connection, request: str, document: str, reviewer: str, at: str) -> None:
    """Take them apart; a wave that the document has from the link goes too."""
    _put(connection, request, document, ("rejected", 0.0, reviewer, at))
    query = """SELECT 1 FROM corrections_in_force WHERE document = :document AND field = 'wave'
        AND origin = 'link' AND NOT EXISTS (SELECT 1 FROM corrections_in_force WHERE document = :document
            AND field = 'wave' AND origin <> 'link')
        AND NOT EXISTS (SELECT 1 FROM links WHERE document = :document)"""
    if connection.execute(query, {"document": document}).fetchone():
        correct(connection, document, {"wave": None}, reviewer, at, "link")


def _put(connection: sqlite3.Connection, request: str, document: str, word: Word) -> None:
    connection.execute(
        "INSERT INTO replies (request, document, standing, score, reviewer, at) VALUES (?, ?, ?, ?, ?, ?)",
        (request, document, *word),
    )


def find_request(db: Database, named: str) -> str:
    """Return the id of the request that `named` is, or is the start of.

    Raises:
        Refused: none is, or several are.
    """
    missing = Refused("There is no request {named}; those there are: veeduria requests list", named=named)
    return _only(db, "SELECT id, id FROM requests WHERE substr(id, 1, max(length(?), 4)) = ?", named, missing)


def find_document(db: Database, named: str) -> str:
    """Return the hash of the document with this name or (start of a) hash.

    Raises:
        Refused: there is none, or there are several.
    """
    query = "SELECT sha256, name FROM documents WHERE name = ? OR substr(sha256, 1, max(length(?), 6)) = ?"
    missing = Refused("There is no letter {named}; those there are: veeduria export letters", named=named)
    return _only(db, query, named, missing)


def _only(db: Database, query: str, named: str, missing: Refused) -> str:
    found = db.connection.execute(query, (named,) * query.count("?")).fetchall()
    if len(found) == 1:
        return str(found[0][0])
    if not found:
        raise missing
    raise Refused("{named} may be: {found}.", named=named, found=", ".join(key[:16] for key, _ in found))
