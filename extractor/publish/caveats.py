"""What is still open when something is published: nobody is to be accused of what only nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from db.action_rows import actions_without_function
from db.coverage import open_actions, read_twice
from db.letter_rows import erased
from db.requests import open_links, requests
from db.together import accepted_together
from extractor.core.model import Kind
from extractor.core.sampling import missed_estimate
from extractor.publish.words import say

if TYPE_CHECKING:
    from db.connection import Database
    from db.records import LetterRow
    from rules.models import Pack


class Caveats:
    """The sentences that stand below tables; each is () where there is nothing to say."""

    def __init__(self, db: Database, pack: Pack, replies: Callable[[], Sequence[LetterRow]]) -> None:
        self.db, self.pack, self._replies = db, pack, replies

    def of_body(self, institution: str) -> tuple[str, ...]:
        """What a table of one body leaves out: replies not linked or of unknown bodies, statements not reviewed."""
        asked = sum(body == institution for body in self.maybe_answered.values())
        silent = institution in self._silent.values()
        return (
            *_said("letters_body", asked),
            *_said("unknown_body", self._unknown * silent),
            *_said("actions_body", self._open_actions.get(institution, 0)),
            *_said("actions_nobody", self._open_actions.get(None, 0)),
            *_said("twice", self._read_twice.get(institution, 0)),
        )

    def of_accepted(self, institution: str | None = None) -> tuple[str, ...]:
        """How much was accepted several at a time, and how much of it is wrong, as far as a sample tells."""
        looked, wrong, total = accepted_together(self.db, institution)
        if not total:
            return ()
        if not looked:
            return _said("together", total)
        estimate, low, high = missed_estimate(looked, wrong, total)
        about = round(estimate)
        said = say("open.together.sampled", total=total, looked=looked, wrong=wrong, estimate=about, low=low, high=high)
        return (said,)

    def of_letters(self) -> tuple[str, ...]:
        """Replies that nobody has linked or knows whose they are, and verdicts that nobody has confirmed."""
        unknown = self._unknown * bool(self._silent)
        return (
            *_said("letters", len(self.maybe_answered)),
            *_said("unknown", unknown),
            *self.of_verdicts(),
            *_said("forgotten", self._forgotten),
        )

    def of_verdicts(self) -> tuple[str, ...]:
        return _said("verdicts", self._unconfirmed)

    def of_actions(self) -> tuple[str, ...]:
        """Statements that nobody has reviewed, and confirmed actions that stand in no table: of other entities."""
        others = sum(row.kind == Kind.ACTION for row in actions_without_function(self.db))
        return (
            *_said("actions", sum(self._open_actions.values())),
            *_said("twice", sum(self._read_twice.values())),
            *_said("actions_other", others),
        )

    @cached_property
    def maybe_answered(self) -> Mapping[str, str]:
        """The letters without an answer that a reply may be, if somebody confirms it; each with the body asked."""
        maybe = {link.request for link in open_links(self.db, self.pack)}
        return {id: body for id, body in self._silent.items() if id in maybe}

    @cached_property
    def _silent(self) -> Mapping[str, str]:
        """The letters without an answer, each with the body asked."""
        return {row.request.id: row.request.institution for row in requests(self.db) if not row.answers}

    @cached_property
    def _open_actions(self) -> Mapping[str | None, int]:
        return open_actions(self.db)

    @cached_property
    def _read_twice(self) -> Mapping[str | None, int]:
        return read_twice(self.db)

    @cached_property
    def _unknown(self) -> int:
        """How many documents came of which nobody knows whose they are: unread, or without a known name."""
        return sum(row.institution is None for row in self._replies())

    @cached_property
    def _forgotten(self) -> int:
        """How many letters were forgotten: what they said counts nowhere any more."""
        return len(erased(self.db))

    @cached_property
    def _unconfirmed(self) -> int:
        return sum(row.reply is not None and "reply_reason" not in row.corrected for row in self._replies())


def _said(what: str, count: int) -> tuple[str, ...]:
    return (say(f"open.{what}.{'one' if count == 1 else 'many'}", n=count),) if count else ()
