"""The review dialogue: `update(state, key)` returns the next state and what is to be done. Pure.

Whoever runs the dialogue carries out the effects and reports back with `shown`, `requeued` or `told`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractor.review.moves import Step, decision_on, file_under, filed, judged, moved_on, next_open, settle, tell, told
from extractor.review.questions import (
    answer,
    ask_add,
    ask_details,
    ask_filing,
    ask_head,
    ask_help,
    ask_kind,
    ask_note,
    ask_split,
    ask_verdict,
    institution_question,
)
from extractor.review.records import (
    FILED,
    Entry,
    Item,
    Merge,
    Message,
    ReviewState,
    Say,
    Show,
    Undo,
)
from extractor.review.terminal.keys import pasted

Command = Callable[[ReviewState], Step]


def begin(state: ReviewState, resume: str | None = None) -> Step:
    """Return the first step: at the entry left last time, else at the first that is open."""
    places = [at for at, entry in enumerate(state.queue) if resume in (entry.statement, entry.letter) and resume]
    at = places[0] if places else next_open(state.queue, -1)
    message = Message(Say.RESUMED) if places else None
    return replace(state, at=at, message=message), (Show(at),)


def update(state: ReviewState, key: str) -> Step:
    """Return the state after the key and the effects to carry out, in order."""
    if key == "resize":
        return state, ()
    if state.question:
        return answer(state, state.question, key)
    state = replace(state, message=None)
    if key in SCROLLS:
        return _scrolled(state, SCROLLS[key]), ()
    if key.isascii() and key.isdigit() and key != "0":
        return _pick(state, int(key))
    command = COMMANDS.get(key)
    return command(state) if command else tell(state, Say.UNKNOWN_KEY, pasted(key) or key)


# --- what the runner reports back ------------------------------------------------------------------------------------


def shown(state: ReviewState, item: Item | None) -> ReviewState:
    """Return the state with the loaded item on screen; asks for the institution once if nobody knows it."""
    state = replace(state, item=item, scroll=0, question=None)
    if item is None or state.at >= len(state.queue):
        return state
    state = settle(state, state.at, item.settled)
    letter = item.letter
    if item.nobody_knows_whose and letter.sha256 not in state.asked:
        state = replace(state, asked=state.asked | {letter.sha256}, question=institution_question(state))
    return state


def requeued(state: ReviewState, queue: tuple[Entry, ...], focus: Entry | None) -> Step:
    """Return the state with a new queue, at `focus`, which is put in where the dialogue stands if it is missing."""
    if focus is None:
        at = min(state.at, len(queue))
        return replace(state, queue=queue, at=at), (Show(at),)
    places = [
        at for at, entry in enumerate(queue) if (entry.letter, entry.statement) == (focus.letter, focus.statement)
    ]
    at = places[0] if places else min(state.at, len(queue))
    if not places:
        queue = (*queue[:at], focus, *queue[at:])
    return replace(state, queue=queue, at=at), (Show(at),)


# --- commands --------------------------------------------------------------------------------------------------------


def _back(state: ReviewState) -> Step:
    if state.at == 0:
        return tell(state, Say.FIRST)
    return replace(state, at=state.at - 1), (Show(state.at - 1),)


def _forward(state: ReviewState) -> Step:
    if state.at >= len(state.queue):
        return tell(state, Say.LAST)
    return replace(state, at=state.at + 1), (Show(state.at + 1),)


def _scrolled(state: ReviewState, lines: int) -> ReviewState:
    """Scroll, though not much further than the letter can reach."""
    reach = len(state.item.text) // 40 if state.item else 0
    return replace(state, scroll=min(max(state.scroll + lines, -reach), reach))


def _quit(state: ReviewState) -> Step:
    return replace(state, over=True), ()


def _undo(state: ReviewState) -> Step:
    return state, (Undo(),)


def on_statement(command: Callable[[ReviewState, Item], Step]) -> Command:
    """Make a command that tells the analyst so where there is no statement on screen."""

    def guarded(state: ReviewState) -> Step:
        if state.item is None or state.item.statement is None:
            return tell(state, Say.NOT_A_STATEMENT)
        return command(state, state.item)

    return guarded


def _accept(state: ReviewState) -> Step:
    """Accept the best suggestion, or the kind where nothing is to be filed; what is settled already stays as it is."""
    item = state.item
    if item is None:
        return _first_open(state)
    if item.statement is None:
        return _accept_verdict(state, item)
    if item.settled:
        return moved_on(state)
    if item.kind not in FILED:
        return filed(state, item, None, {})
    if item.best is None:
        return tell(state, Say.NO_SUGGESTION)
    return filed(state, item, item.best.obligation, {})


def _first_open(state: ReviewState) -> Step:
    at = next_open(state.queue, -1)
    return (replace(state, at=at), (Show(at),)) if at < len(state.queue) else tell(state, Say.LAST)


def _accept_verdict(state: ReviewState, item: Item) -> Step:
    if item.settled:
        return moved_on(state)
    if item.letter.institution is None:
        return replace(state, question=institution_question(state)), ()
    if item.letter.reply is None or item.letter.reply_reason is None:
        return ask_verdict(state)
    return judged(state, item, item.letter.reply, item.letter.reply_reason)


def _pick(state: ReviewState, number: int) -> Step:
    item = state.item
    if item is None or item.statement is None:
        return tell(state, Say.NOT_A_STATEMENT)
    if item.kind not in FILED or number > len(item.statement.suggestions):
        return tell(state, Say.NO_SUCH_SUGGESTION, str(number))
    return file_under(state, item, item.statement.suggestions[number - 1].obligation)


def _reject(state: ReviewState, item: Item) -> Step:
    step, effects = moved_on(settle(told(state, Say.REJECTED), state.at, True))
    return step, (decision_on(item, "rejected", None), *effects)


def _skip(state: ReviewState) -> Step:
    item = state.item
    if item is None or item.statement is None or item.settled:
        return _forward(state)
    step, effects = moved_on(told(state, Say.SKIPPED))
    return step, (decision_on(item, "skipped", None), *effects)


def _merge(state: ReviewState, item: Item) -> Step:
    if item.following is None:
        return tell(state, Say.NOTHING_FOLLOWS)
    assert item.statement
    return state, (Merge(item.statement.id, item.following, item.statement.seen),)


COMMANDS: dict[str, Command] = {
    "enter": _accept,
    "a": _accept,
    "/": on_statement(ask_filing),
    "k": on_statement(ask_kind),
    "r": on_statement(_reject),
    "s": _skip,
    "e": on_statement(ask_details),
    "n": on_statement(ask_note),
    "x": on_statement(ask_split),
    "m": on_statement(_merge),
    "+": ask_add,
    "i": ask_head,
    "v": ask_verdict,
    "b": _back,
    "left": _back,
    "right": _forward,
    "u": _undo,
    "?": ask_help,
    "q": _quit,
    "ctrl-c": _quit,
    "ctrl-d": _quit,
}
SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
