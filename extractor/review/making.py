"""Statements that reviewers make of a letter's text, and what an undo took back, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from itertools import count

from db import letter_rows, queries
from db.connection import Database
from db.outline import Outlined
from db.records import StatementRow
from db.rows import piece_of, place_of
from db.undone import undone_corrections, undone_remarks, undone_verdict
from extractor.core.clean import clean
from extractor.core.model import FILED_KINDS, Finding, Kind
from extractor.core.states import RESHAPING
from extractor.filing.details import find_details
from extractor.filing.rank import classify, in_pack
from extractor.review.sentences import confirmed_as, level_name, line_name, standing_name
from extractor.review.settings import SHOWN
from rules.models import Pack


def made_of(
    db: Database,
    pack: Pack,
    letter: str,
    start: int,
    end: int,
    kind: Kind | None = None,
    of: StatementRow | None = None,
) -> Finding:
    """Return a statement made of this stretch of the letter, with what the rules say of it.

    A piece `of` a statement stands in its section and is the same body's and unit's action.
    """
    text, spans = letter_rows.letter_text(db, letter)
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    head = next(letter_rows.letters(db, sha256=letter))
    institution, section = (of.institution, of.section) if of else (head.institution, "")
    misread = place_of(spans, start, end)[0] in letter_rows.recognised_pages(db, letter)
    said = classify(text[start:end], pack, in_pack(institution, pack), section, misread)
    said = replace(said, kind=kind or said.kind, doubtful=said.doubtful and kind is None)
    details = find_details(text[start:end], pack, (), institution)
    pieces = (piece_of(letter, text, spans, start, end, said.kind, section, nth) for nth in count())
    piece = next(piece for piece in pieces if not _is_gone(db, piece.id))
    if of and (of.institution, of.unit) != (head.institution, head.unit):  # else the letter's hold, corrected or not
        piece = replace(piece, institution=of.institution, unit=of.unit)
    return Finding(piece, said, details)


def as_suggested(row: StatementRow, functionless: bool) -> tuple[str, ...]:
    """Return the obligation that accepting files this under; () if there is none.

    "": its kind is confirmed, or an action for which there is no function.
    """
    if row.kind in FILED_KINDS and row.suggestions:
        return (row.suggestions[0].obligation,)
    return ("",) if row.kind not in FILED_KINDS or functionless else ()


def filed_under(row: Outlined) -> str:
    """Name what a statement is filed under: a function, or a level where there is none."""
    if row.level is None:
        return row.label
    return confirmed_as(row.kind) + (f" ({level_name(row.level)})" if row.level else "")


def filed_line(row: Outlined) -> str:
    """Say what a statement is filed under, and which it is."""
    text = clean(row.text)
    return f"{clean(filed_under(row))}: {text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + '…'}"


def _is_gone(db: Database, id: str) -> bool:
    """Was this statement cut or joined since? What is made of its pieces is another."""
    try:
        decision = queries.statement(db, id).decision
    except queries.NotFound:
        return False
    return decision is not None and decision.standing in RESHAPING


def taken_back(db: Database, rows: Sequence[StatementRow]) -> str:
    """Say what was taken back of these statements: what had been decided, and on which words."""
    remarks = ", ".join(map(line_name, undone_remarks(db, rows[0].id)))
    what = remarks or standing_name(undone_verdict(db, rows[0].id))
    if len(rows) > 2:
        return ngettext("{what}, {n} statement", "{what}, {n} statements", len(rows)).format(what=what, n=len(rows))
    text = clean(rows[0].text)
    return f"{what}, “{text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + '…'}”"


def head_taken_back(db: Database, letter: str) -> str:
    """Say what was taken back of what somebody said of a letter."""
    names = {"reply": "", "reply_reason": _("verdict")}
    fields = undone_corrections(db, letter)
    said = dict.fromkeys(names[field] if field in names else line_name(field) for field in fields)
    document = next(letter_rows.letters(db, sha256=letter)).document
    return f"{', '.join(filter(None, said))}, {clean(document)}"
