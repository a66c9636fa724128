"""What a reading said, in short: keyed marks of a document and of its statements, by which a change shows.

A mark is a strong one of everything and a short one of each part, to say what changed. The key stands beside the
marks, outside what the chain commits to: once it is erased, nobody can tell what they were marks of.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from typing import Any, NamedTuple

from db.rows import dump

STRONG, SHORT = 16, 2  # bytes


class Part(NamedTuple):
    """Columns that are told together; `name` is what a fault calls them."""

    name: str
    columns: tuple[str, ...]


STATEMENT = (
    Part("text", ("text",)),
    Part("place", ("document", "start", '"end"', "page", "box", "section", "institution", "unit", "source")),
    Part("kind", ("kind",)),
    Part("detail", ("period", "crosses", "details")),
    Part("suggestion", ("obligation", "level", "score", "suggestions", "facets", "cues", "rules")),
    Part("standing", ("origin", "stale")),
)
DOCUMENT = (
    Part("head", ("institution", "unit", "number", "date", "reference", "subject", "as_read")),
    Part("reply", ("reply", "reply_reason", "reply_start", "reply_end", "reply_target")),
    Part("file", ("name", "path", "size", "outcome", "source", "wave", "covers", "twin")),
    Part("text", ("(SELECT json_array(text, spans, blocks) FROM letters WHERE document = sha256)",)),
    Part("page", ("pages", "text_source", "confidence", "(SELECT json_group_array(json_array(number, width, height,"
                  " rotation, source, confidence)) FROM pages WHERE document = sha256)")),
    Part("problem", ("(SELECT json_group_array(json_array(place, code, detail)) FROM (SELECT place, code, detail"
                     " FROM problems WHERE document = sha256 ORDER BY id))",)),
)  # fmt: skip


def columns(parts: tuple[Part, ...]) -> str:
    return ", ".join(column for part in parts for column in part.columns)


def mark(parts: tuple[Part, ...], values: tuple[Any, ...], key: bytes) -> str:
    """Return the mark of a row; `values` in the order of `columns(parts)`."""
    texts, at = [], 0
    for part in parts:
        texts.append(dump(values[at : at + len(part.columns)]).encode())
        at += len(part.columns)
    shorts = [hmac.digest(key, text, "sha256") for text in texts]
    strong = hmac.digest(key, b"".join(shorts), "sha256")[:STRONG]
    return b64encode(strong + b"".join(short[:SHORT] for short in shorts)).decode()


def differing(parts: tuple[Part, ...], before: str, now: str) -> tuple[str, ...]:
    """Return the names of the parts in which two marks under one key differ; all is well if there is none."""
    from base64 import b64decode

    if before == now:
        return ()
    try:
        one, other = b64decode(before), b64decode(now)
    except (ValueError, TypeError):  # tampered with, as the chain tells
        return ("?",)
    places = ((part.name, STRONG + SHORT * at) for at, part in enumerate(parts))
    return tuple(name for name, at in places if one[at : at + SHORT] != other[at : at + SHORT]) or ("?",)
