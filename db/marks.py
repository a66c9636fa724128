"""What a reading said, in short: keyed marks of a document and of its statements, by which a change shows.

A mark is a strong one of everything and a short one of each part, to say what changed. The key stands beside the
marks, outside what the chain commits to: once it is erased, nobody can tell what they were marks of.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from typing import Any, NamedTuple

from db.rows import dump

STRONG, SHORT = 16, 2  # bytes


class ColumnSet(NamedTuple):
    """Columns that are told together; `name` is what a fault calls them."""

    name: str
    columns: tuple[str, ...]


# A part that a later version adds goes to the end: older marks tell of those before it, as their length says.
FIRST = 6  # parts that there were before m006 and m003 made what the later ones hold
STATEMENT = (
    ColumnSet("text", ("text",)),
    ColumnSet("place", ("document", "start", '"end"', "page", "box", "section", "institution", "unit", "source")),
    ColumnSet("kind", ("kind",)),
    ColumnSet("detail", ("period", "crosses", "details")),
    ColumnSet("suggestion", ("obligation", "level", "score", "suggestions", "facets", "cues", "rules")),
    ColumnSet("standing", ("origin", "stale")),
    ColumnSet("doubt", ("doubtful",)),
)
DOCUMENT = (
    ColumnSet("head", ("institution", "unit", "number", "date", "reference", "subject", "as_read")),
    ColumnSet("reply", ("reply", "reply_reason", "reply_start", "reply_end", "reply_target")),
    ColumnSet("file", ("name", "path", "size", "outcome", "source", "wave", "covers", "twin")),
    ColumnSet("text", ("(SELECT json_array(text, spans, blocks) FROM letters WHERE document = sha256)",)),
    ColumnSet("page", ("pages", "text_source", "confidence", "(SELECT json_group_array(json_array(number, width,"
                  " height, rotation, source, confidence)) FROM pages WHERE document = sha256)")),
    ColumnSet("problem", ("(SELECT json_group_array(json_array(place, code, detail)) FROM (SELECT place, code,"
                     " detail FROM problems WHERE document = sha256 ORDER BY id))",)),
    ColumnSet("doubt", ("reply_doubtful",)),
    ColumnSet("aside", ("(SELECT aside FROM letters WHERE document = sha256)",)),
)  # fmt: skip


def columns(parts: tuple[ColumnSet, ...]) -> str:
    return ", ".join(column for part in parts for column in part.columns)


def mark(parts: tuple[ColumnSet, ...], values: tuple[Any, ...], key: bytes) -> str:
    """Return the mark of a row; `values` in the order of `columns(parts)`."""
    texts, at = [], 0
    for part in parts:
        texts.append(dump(values[at : at + len(part.columns)]).encode())
        at += len(part.columns)
    shorts = [hmac.digest(key, text, "sha256") for text in texts]
    strong = hmac.digest(key, b"".join(shorts), "sha256")[:STRONG]
    return b64encode(strong + b"".join(short[:SHORT] for short in shorts)).decode()


def told_by(parts: tuple[ColumnSet, ...], mark: str) -> tuple[ColumnSet, ...]:
    """Return the parts that a mark tells of; none of what is no mark, as the chain tells."""
    try:
        return parts[: (len(b64decode(mark)) - STRONG) // SHORT]
    except (ValueError, TypeError):
        return ()


def differing(parts: tuple[ColumnSet, ...], before: str, values: tuple[Any, ...], key: bytes) -> tuple[str, ...]:
    """Return the names of the parts in which a row is not as it was marked; all is well if there is none."""
    told = told_by(parts, before)
    if not told:
        return ("?",)
    now = mark(told, values[: sum(len(part.columns) for part in told)], key)
    if before == now:
        return ()
    one, other = b64decode(before), b64decode(now)
    places = ((part.name, STRONG + SHORT * at) for at, part in enumerate(told))
    return tuple(name for name, at in places if one[at : at + SHORT] != other[at : at + SHORT]) or ("?",)
