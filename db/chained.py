"""Which rows are chained, and what of each is committed to. A table that people's words enter belongs here.

`told` are the columns that stay for ever; `text` those that may be erased with their salt when a letter has to be
forgotten: the chain verifies without them. Rows of a table that is `standing` change, and their newest entry holds;
all others are only ever added.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from typing import Any, NamedTuple

PART = 4  # bytes by which a column is told from what it was; what counts is the whole commitment
NO_TEXT = bytes(32)


class Chained(NamedTuple):
    """A table whose rows are chained. `erased` is what the columns of `text` hold when their words are forgotten."""

    table: str
    told: tuple[str, ...]
    text: tuple[str, ...] = ()
    key: str = "id"
    standing: bool = False
    erased: tuple[Any, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.told, *self.text)


REGISTRY = (
    Chained("begun", ("origin", "at", "version", "existing")),
    Chained("bodies", ("name", "type", "scope"), standing=True),
    Chained("obligations", ("institution", "level", "article", "label", "role"), standing=True),
    Chained("waves", ("title", "first", "last"), standing=True),
    Chained("requests", ("institution", "unit", "wave", "sent", "reference", "questions"), standing=True),
    Chained("readings", ("document", "marks")),
    Chained("coded", ("line", "page"), ("ref", "period", "document"), "statement", False, ("", "", "")),
    Chained(
        "decisions",
        ("act", "statement", "verdict", "standing", "obligation", "kind", "period", "crosses", "reviewer", "at",
         "pack_hash", "undoes", "rests", "origin"),
        ("note", "details", "seen", "suggested"), erased=(None, None, "", "[]"),
    ),
    Chained("corrections", ("act", "document", "field", "reviewer", "at", "undoes", "origin"), ("value",),
            erased=(None,)),
    Chained("remarks", ("act", "statement", "field", "reviewer", "at", "undoes"), ("value",), erased=(None,)),
    Chained("replies", ("request", "document", "standing", "score", "reviewer", "at")),
    Chained("withdrawals", ("request", "standing", "reason", "reviewer", "at")),
    Chained("paperless", ("request", "ref", "date", "number", "reply", "reason", "standing", "reviewer", "at")),
    Chained("answers", ("request", "question", "standing", "reviewer", "at")),
    Chained("comparisons", ("one", "other", "verdict", "score", "reviewer", "at", "undoes")),
    Chained("moves", ("old", "new", "why")),
    Chained("twins", ("one", "other", "standing", "reviewer", "at")),
    Chained("samples", ("seed", "at"), key="statement"),
    Chained("disclosures", ("what", "reason", "reviewer", "at")),
    Chained("erasures", ("document", "reason", "reviewer", "at")),
    Chained("releases", ("ruling", "reviewer", "at"), ("phrase",), erased=("",)),
    Chained("assignments", ("act", "document", "reviewer", "standing", "blind", "bare", "until", "seed", "by", "at",
                            "last_decision")),
    Chained("adjudications", ("decision", "one", "other", "chosen")),
    Chained("seals", ("sequence", "root", "seal", "at")),
    Chained("editions", ("name", "at", "rows", "findings")),
)  # fmt: skip
TABLES = {chained.table: chained for chained in REGISTRY}


class Commitment(NamedTuple):
    """What an entry of the chain says of a row: salted, so that nobody can guess what was erased."""

    told: bytes
    text: bytes | None
    parts: bytes


def commit(chained: Chained, key: Any, values: tuple[Any, ...], salt: bytes, text_salt: bytes | None) -> Commitment:
    """Commit to a row; `values` in the order of `chained.columns`."""
    named = f"{chained.table} {key}"
    told = opened(named, chained.told, values[: len(chained.told)], salt)
    text = opened(named, chained.text, values[len(chained.told) :], text_salt) if text_salt is not None else None
    parts = [*told[1:], *(text[1:] if text else ())]
    return Commitment(
        hashlib.sha256(b"".join(told)).digest(),
        hashlib.sha256(b"".join(text)).digest() if text else None,
        b"".join(part[:PART] for part in parts),
    )


def opened(named: str, columns: tuple[str, ...], values: tuple[Any, ...], salt: bytes) -> list[bytes]:
    """Return the hashes that a commitment is made of: of the row's name, then of each column under a salt of its own.

    So a single column can be shown to strangers with its salt, and the others stay unknown.
    """
    return [column_hash(column_salt(salt, name), value) for name, value in zip(("", *columns), (named, *values),
                                                                               strict=True)]  # fmt: skip


def column_salt(salt: bytes, column: str) -> bytes:
    return hmac.digest(salt, column.encode(), "sha256")


def column_hash(salt: bytes, value: Any) -> bytes:
    return hmac.digest(salt, json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode(), "sha256")


def changed(chained: Chained, values: tuple[Any, ...], entry: Commitment, now: Commitment) -> tuple[str, ...]:
    """Return the columns of a row that are not what was committed to."""
    length = len(entry.parts)
    named = zip(chained.columns, range(0, length, PART), strict=False)
    found = tuple(name for name, at in named if entry.parts[at : at + PART] != now.parts[at : at + PART])
    return found or ("?",)


def leaf(kind: str, told: bytes, text: bytes | None) -> bytes:
    """Return what the tree of a seal, and the chain, hold of an entry. Its place is not in it: the tree gives that."""
    return hashlib.sha256(b"\0" + kind.encode() + b"\0" + told + (text or NO_TEXT)).digest()


def linked(before: bytes, leaf: bytes) -> bytes:
    return hashlib.sha256(b"\2" + before + leaf).digest()


def row_of(connection: sqlite3.Connection, chained: Chained, key: Any) -> tuple[Any, ...] | None:
    query = f"SELECT {', '.join(chained.columns)} FROM {chained.table} WHERE {chained.key} = ?"
    row: tuple[Any, ...] | None = connection.execute(query, (key,)).fetchone()
    return row
