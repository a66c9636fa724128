"""Replies of which no file is here: that they came, when, under which number, and what they were."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.filing.reply import REASONS
from rules.models import Pack
from rules.words import fold

NONE = "none"
REGISTER, HAND = "register", "hand"  # who tells of one; platforms have names of their own
ROLES = ("reply", "reply_date", "reply_number")  # the register's columns


@dataclass(frozen=True, slots=True)
class Paperless:
    """A reply without a file.

    `ref` tells it from the other replies to its request: who tells of it and, after a colon, what it is known by there.
    `date` is ISO 8601 or None; `reason` is a code of `extractor.filing.reply.REASONS`.
    """

    ref: str
    date: str | None
    number: str
    reason: str

    @property
    def teller(self) -> str:
        return self.ref.partition(":")[0]


def reason_named(text: str, pack: Pack) -> str | None:
    """Return the code that a register's words stand for: the code itself, or what the pack says it is called.

    Without words it is only known that there was a reply. NONE: they say that there was none; None: they stand for
    nothing.
    """
    if not text:
        return "not_on_file"
    known = {fold(name): code for code in (*REASONS, NONE) for name in (code, *pack.sheets.replies.get(code, ()))}
    return known.get(" ".join(fold(text).split()))
