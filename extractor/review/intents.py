"""What the analyst can want of the dialogue, which knows no keys: screens turn keys, clicks and forms into these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intent:
    """A wish by its name, with what it is about: a number, an id, or named values.

    Without a value, what needs one asks for it. While something is asked, `edit` (a named key), `type` (the whole
    text), `paste`, `answer` (the values) and `leave` speak of the question; any other wish gives the question up.
    """

    name: str
    value: str = ""
    values: tuple[tuple[str, str], ...] = ()


OF_QUESTIONS = ("edit", "type", "paste", "answer", "leave", "nothing")
