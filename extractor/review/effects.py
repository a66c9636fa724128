"""What the review dialogue wants done: frozen records that say what, and of what. The session carries them out."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.core.model import Suggestion


@dataclass(frozen=True, slots=True)
class Show:
    """Load the entry at this place of the queue."""

    at: int


@dataclass(frozen=True, slots=True)
class Save:
    """Record a decision on the statement as it was seen; `level` is of an action without function, if it is said."""

    statement: str
    verdict: str
    obligation: str | None
    fields: str
    content_hash: str
    level: str | None = None
    level_before: str | None = None
    suggested: tuple[Suggestion, ...] | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Cut the statement in two before this offset in its text."""

    statement: str
    offset: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Join the statement with the one that follows it."""

    statement: str
    following: str
    content_hash: str
    following_hash: str


@dataclass(frozen=True, slots=True)
class Add:
    """Take this stretch of the letter's text as an action the program missed."""

    letter: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SetHead:
    """Record what the analyst says of the letter's head, by field; only what was changed. None: it does not say."""

    letter: str
    values: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Reword:
    """Record unit and text for print, by field; only what was changed. None: as read. `before`: what stood there."""

    statement: str
    values: tuple[tuple[str, str | None], ...]
    before: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Record how the reply is to be judged."""

    letter: str
    reply: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back this reviewer's last decision that still stands, from whichever session."""


@dataclass(frozen=True, slots=True)
class Reshape:
    """Move the borders of the statement: it is this stretch of the letter's text instead."""

    statement: str
    start: int
    end: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class ListRest:
    """Ask whether what is open in this letter is to be accepted as suggested; only what scores `least` or more."""

    letter: str
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class SaveAll:
    """Record these decisions on one letter as one act."""

    letter: str
    decided: tuple[Save, ...]


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show the page of what is on screen as it was printed."""


@dataclass(frozen=True, slots=True)
class Goto:
    """Show this statement or letter, in the queue or not."""

    id: str


Effect = (
    Show | Save | Split | Merge | Reshape | ListRest | SaveAll | ShowPage | Goto | Add | SetHead | Reword | Judge | Undo
)
