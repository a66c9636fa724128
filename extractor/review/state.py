"""The review dialogue: `update(state, intent)` returns the next state and what is to be done. Pure.

Whoever runs the dialogue carries out the effects and reports back with `shown`, `requeued` or `told`.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.review.commands import COMMANDS, OF_FIGURES, unknown
from extractor.review.effects import Show
from extractor.review.intents import OF_QUESTIONS, Intent
from extractor.review.lineup import Lineup, QueueEntry
from extractor.review.moves import Step, settle
from extractor.review.questions import answer, institution_question, readings_question
from extractor.review.records import Item, Message, ReviewState, Say


def begin(state: ReviewState, resume: str | None = None) -> Step:
    """Return the first step: at the entry left last time, else at the first that is open."""
    place = state.queue.find_any(resume) if resume else None
    at = state.queue.next_open(-1) if place is None else place
    message = None if place is None else Message(Say.RESUMED)
    return replace(state, at=at, message=message), (Show(at),)


def update(state: ReviewState, intent: Intent) -> Step:
    """Return the state after what the analyst wants and the effects to carry out, in order."""
    if intent.name in OF_QUESTIONS:
        return answer(state, state.question, intent) if state.question else (state, ())
    commands = OF_FIGURES if state.figures else COMMANDS
    return commands.get(intent.name, unknown)(replace(state, message=None, question=None), intent)


# --- what the runner reports back ------------------------------------------------------------------------------------


def shown(state: ReviewState, item: Item | None) -> ReviewState:
    """Return the state with the loaded item on screen; asks for the institution once if nobody knows it."""
    state = replace(state, item=item, scroll=0, question=None)
    if item is None or state.at >= len(state.queue):
        return state
    again = item.unread and not state.queue[state.at].settled  # of a sample, to be looked at though it is decided
    state = settle(state, state.at, item.settled and not again)
    letter = item.letter
    if item.readings:
        return replace(state, question=readings_question(item))
    if item.nobody_knows_whose and letter.sha256 not in state.asked:
        state = replace(state, asked=state.asked | {letter.sha256}, question=institution_question(state))
    return state


def requeued(state: ReviewState, queue: Lineup, focus: QueueEntry | None) -> Step:
    """Return the state with a new queue, at `focus`, which is put in where the dialogue stands if it is missing."""
    if focus is None:
        at = min(state.at, len(queue))
        return replace(state, queue=queue, at=at), (Show(at),)
    at = queue.find(focus.letter, focus.statement)
    if at == len(queue):
        at = min(state.at, len(queue))
        queue = queue.put(at, focus)
    return replace(state, queue=queue, at=at), (Show(at),)
