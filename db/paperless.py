"""Replies without a file: told again, corrected or taken back, never doubled; and as letters, for who counts those."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from db.connection import Database
from db.records import REPLIES, LetterRow
from db.store import Store
from extractor.filing.reply import judgement
from extractor.rounds.paperless import Paperless


def tell_reply(store: Store, request: str, told: Paperless, reviewer: str, at: str) -> bool:
    """Record a reply that a person tells of; one told before under the same ref is corrected. Say if that was news."""
    with store.transaction() as connection:
        return _put(connection, request, told, "given", reviewer, at)


def take_back(store: Store, request: str, told: Paperless, reviewer: str, at: str) -> bool:
    """Record that there is no such reply; return False where none stands under its ref."""
    with store.transaction() as connection:
        return told.ref in in_force(connection, request) and _put(connection, request, told, "withdrawn", reviewer, at)


def put_replies(
    connection: sqlite3.Connection, request: str, told: Sequence[Paperless], teller: str, reviewer: str, at: str
) -> tuple[int, int]:
    """Let stand what a teller tells now of a request, and no more of his; return how many are news, how many fell."""
    before = {ref: one for ref, one in in_force(connection, request).items() if one.teller == teller}
    fallen = [one for ref, one in before.items() if ref not in {now.ref for now in told}]
    news = sum(_put(connection, request, one, "given", reviewer, at) for one in told)
    return news, sum(_put(connection, request, one, "withdrawn", reviewer, at) for one in fallen)


def in_force(connection: sqlite3.Connection, request: str) -> dict[str, Paperless]:
    """Return what stands of a request, by ref, whether or not its letter came since."""
    query = "SELECT ref, date, number, reason, standing FROM paperless WHERE request = ? ORDER BY id"
    newest = {row[0]: row for row in connection.execute(query, (request,))}
    return {ref: Paperless(*row) for ref, (*row, standing) in newest.items() if standing == "given"}


def _put(connection: sqlite3.Connection, request: str, told: Paperless, standing: str, reviewer: str, at: str) -> bool:
    if standing == "given" and in_force(connection, request).get(told.ref) == told:
        return False
    columns = "request, ref, date, number, reply, reason, standing, reviewer, at"
    row = (request, told.ref, told.date, told.number, judgement(told.reason), told.reason, standing, reviewer, at)
    connection.execute(f"INSERT INTO paperless ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return True


def as_letters(db: Database) -> Iterator[LetterRow]:
    """Yield them as letters without a document, judged by whoever told of them."""
    query = (
        "SELECT institution, unit, wave, date, number, reply, reason FROM paperless_standing ORDER BY wave, date, ref"
    )
    for institution, unit, wave, date, number, reply, reason in db.connection.execute(query):
        row = LetterRow(
            document="", sha256="", path="", source=REPLIES, wave=wave, covers=None, outcome="read",
            institution=institution, unit=unit or None, number=number or None, date=date, reference=None, subject=None,
            pages=0, text_source=None, confidence=None, reply=reply, reply_reason=reason, reply_quote="",
            reply_target="", corrected=("reply_reason",), problems=(),
        )  # fmt: skip
        yield db.gate.letter(row) if db.gate else row
