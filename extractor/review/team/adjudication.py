"""Adjudicating: the review's dialogue over what two readers say differently, their words as A and B, names unseen."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from gettext import gettext as _

from db.decisions import Refused
from db.disputes import DisputedRating, disputed, readings_of
from db.rows import details_dict
from extractor.core.clean import clean
from extractor.core.model import FILED_KINDS, Kind
from extractor.core.states import JUDGING, Ruling
from extractor.review.asking import Choice
from extractor.review.effects import Effect, Save
from extractor.review.lineup import Lineup, QueueEntry
from extractor.review.records import Item, ReviewState
from extractor.review.sentences import kind_name
from extractor.review.session import ReviewSession

NEITHER = "neither"
LETTERS = ("A", "B")


@dataclass(frozen=True)
class Adjudication(ReviewSession):
    """Somebody at what is disputed. What is decided settles it and cites both readings."""

    @property
    def _name(self) -> str:
        return f"adjudicate {super()._name}"

    def _queue(self) -> Lineup:
        return Lineup(QueueEntry(*one) for one in disputed(self.db, self.filters.institution))

    def _renewed(self, state: ReviewState, letter: str) -> Lineup:
        part = [QueueEntry(*one) for one in disputed(self.db, self.filters.institution) if one[0] == letter]
        standing = {entry.statement for entry in part}
        known = [entry._replace(settled=entry.statement not in standing) for entry in state.queue if entry[0] == letter]
        fresh = [entry for entry in part if entry.statement not in {one.statement for one in known}]
        return state.queue.renewed(letter, [*known, *fresh], state.at)

    def load(self, entry: QueueEntry, learning: bool) -> Item:
        """Return the entry with both readings; what the program suggests is not shown."""
        item = super().load(entry, learning=False)
        if item.statement is None or item.settled:
            return item
        row = replace(item.statement, mark=item.statement.content_hash, suggestions=(), kind=Kind.ACTION)
        item = replace(item, statement=row, articles=())
        read = readings_of(self.db, row.id)[:2]
        return replace(item, readings=choices(item, read, self._order(row.id)) if len(read) == 2 else ())

    def _order(self, statement: str) -> tuple[int, int]:
        """Which reading is A: by chance, though the same when one comes back."""
        first = random.Random(f"{self.reviewer} {statement}").randrange(2)  # noqa: S311
        return first, 1 - first

    def _do(self, effect: Effect, state: ReviewState) -> ReviewState:
        if not isinstance(effect, Save):
            return super()._do(effect, state)
        decision = self._decision(
            effect.statement, effect.verdict, effect.content_hash, effect.obligation, effect.fields
        )
        if effect.verdict not in JUDGING:
            raise Refused("Settle what is disputed first; the rest comes after.")
        self.store.adjudge(decision, self._chosen(effect))
        return state

    def _chosen(self, effect: Save) -> str:
        """Say whose reading was taken, however it was entered."""
        kind = "other" if effect.verdict == Ruling.REJECTED else json.loads(effect.fields).get("kind")
        for name, read in zip(("one", "other"), readings_of(self.db, effect.statement), strict=False):
            if (read.obligation, read.kind) == (effect.obligation, kind or read.kind):
                return name
        return NEITHER


def choices(item: Item, read: tuple[DisputedRating, ...], order: tuple[int, int]) -> tuple[Choice, ...]:
    """Return the two readings, and "neither", as a list to choose from; `value` holds what would be decided."""
    labels = {choice.value: f"{choice.note} · {choice.label}" for choice in item.obligations}
    made = [
        Choice(_saved(read[at]), _said(read[at], labels), letter, letter.lower())
        for letter, at in zip(LETTERS, order, strict=True)
    ]
    return (*made, Choice(NEITHER, _("neither: I say what it is"), "", "n"))


def _said(read: DisputedRating, labels: dict[str, str]) -> str:
    parts = [kind_name(read.kind)]
    if read.obligation:
        parts.append(clean(labels.get(read.obligation, read.obligation)))
    if read.note:
        parts.append(f"“{clean(read.note)}”")
    return " · ".join(" ".join(part.split()) for part in parts)


def _saved(read: DisputedRating) -> str:
    """Return the decision that this reading amounts to, as the dialogue carries it: verdict, function, fields."""
    fields: dict[str, object] = {} if read.standing == Ruling.REJECTED else {"kind": read.kind}
    if read.note:
        fields["note"] = read.note
    if read.details:
        fields["details"] = details_dict(read.details)
    verdict = Ruling.REJECTED if read.standing == Ruling.REJECTED else Ruling.KIND
    if verdict is Ruling.KIND and (read.obligation or read.kind in FILED_KINDS):
        verdict = Ruling.CORRECTED if read.obligation else Ruling.ACCEPTED
    return json.dumps([verdict, read.obligation, fields])
