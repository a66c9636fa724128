"""The steps the dialogue is made of: say something, settle an entry, go on, file a statement. Pure."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from db.rows import details_dict
from extractor.core.model import Details
from extractor.core.states import Ruling
from extractor.review.effects import Effect, Judge, Save, Show
from extractor.review.records import Item, Message, ReviewState, Say

Step = tuple[ReviewState, tuple[Effect, ...]]


def told(state: ReviewState, say: Say, detail: str = "") -> ReviewState:
    """Return the state with a message."""
    return replace(state, message=Message(say, detail))


def tell(state: ReviewState, say: Say, detail: str = "") -> Step:
    return told(state, say, detail), ()


def settle(state: ReviewState, at: int, settled: bool) -> ReviewState:
    return replace(state, queue=state.queue.settle(at, settled))


def moved_on(state: ReviewState) -> Step:
    """Return the step to the next open entry; past the last one nothing is on screen that a key could settle."""
    at = state.queue.next_open(state.at)
    return replace(state, at=at, item=state.item if at < len(state.queue) else None), (Show(at),)


def decision_on(item: Item, verdict: str, obligation: str | None, **fields: Any) -> Save:
    """Return the decision; `fields` are only those set now, what was set earlier stays in force."""
    assert item.statement
    row = item.statement
    shown = row.suggestions if item.learned else None
    return Save(row.id, verdict, obligation, json.dumps(fields), row.content_hash, suggested=shown)


def filed(state: ReviewState, item: Item, obligation: str | None, fields: dict[str, Any]) -> Step:
    """File the statement and go to the next open one."""
    as_suggested = obligation is None or (item.best and obligation == item.best.obligation)
    verdict = Ruling.ACCEPTED if as_suggested else Ruling.CORRECTED
    say = Say.ACCEPTED if verdict is Ruling.ACCEPTED else Say.FILED_AS
    label = next((f"{choice.value} {choice.label}" for choice in item.obligations if choice.value == obligation), None)
    save = decision_on(item, verdict, obligation, **fields)
    step, effects = moved_on(settle(told(state, say, label or obligation or item.kind), state.at, True))
    return step, (save, *effects)


def figures_reviewed(state: ReviewState, item: Item, details: Details, say: Say) -> Step:
    """Keep the details, and with them what is said of each figure; go to the next statement whose figures are open."""
    save = decision_on(item, Ruling.DETAILS, None, details=details_dict(replace(details, figures_reviewed=True)))
    step, effects = moved_on(settle(told(state, say), state.at, True))
    return step, (save, *effects)


def file_under(state: ReviewState, item: Item, obligation: str) -> Step:
    """File under an obligation the analyst named; the store makes an action of what was not thought to be one."""
    return filed(state, item, obligation, {})


def without_function(state: ReviewState, item: Item, level: str | None = None) -> Step:
    """Confirm an action for which there is no function to name, at this level; go to the next open statement."""
    assert item.statement
    save = replace(
        decision_on(item, Ruling.ACCEPTED, None),
        level=level or item.statement.level_said,
        level_before=item.statement.level_said,
    )
    step, effects = moved_on(settle(told(state, Say.NO_FUNCTION, level or ""), state.at, True))
    return step, (save, *effects)


def judged(state: ReviewState, item: Item, reply: str | None, reason: str) -> Step:
    state = told(state, Say.JUDGED, reason)
    judge = Judge(item.letter.sha256, reply, reason)
    if item.statement:
        return state, (judge, Show(state.at))
    step, effects = moved_on(settle(state, state.at, True))
    return step, (judge, *effects)
