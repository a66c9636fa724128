"""What each wish of the analyst does to the dialogue while nothing is asked. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractor.core.model import FILED_KINDS, Level
from extractor.core.states import Ruling
from extractor.review.effects import Goto, ListRest, Merge, Reshape, Show, ShowPage, Undo
from extractor.review.intents import Intent
from extractor.review.moves import (
    Step,
    decision_on,
    figures_reviewed,
    file_under,
    filed,
    judged,
    moved_on,
    settle,
    tell,
    told,
    without_function,
)
from extractor.review.questions import (
    ask_add,
    ask_details,
    ask_filing,
    ask_grounds,
    ask_head,
    ask_help,
    ask_kind,
    ask_note,
    ask_split,
    ask_verdict,
    ask_wording,
    institution_question,
)
from extractor.review.records import Item, ReviewState, Say
from extractor.review.settings import SURE

Command = Callable[[ReviewState, Intent], Step]


def _back(state: ReviewState, intent: Intent) -> Step:
    if state.at == 0:
        return tell(state, Say.FIRST)
    return replace(state, at=state.at - 1), (Show(state.at - 1),)


def _forward(state: ReviewState, intent: Intent) -> Step:
    if state.at >= len(state.queue):
        return tell(state, Say.LAST)
    return replace(state, at=state.at + 1), (Show(state.at + 1),)


def _scroll(state: ReviewState, intent: Intent) -> Step:
    """Scroll, though not much further than the letter can reach."""
    reach = len(state.item.text) // 40 if state.item else 0
    return replace(state, scroll=min(max(state.scroll + int(intent.value), -reach), reach)), ()


def _quit(state: ReviewState, intent: Intent) -> Step:
    return replace(state, over=True), ()


def _undo(state: ReviewState, intent: Intent) -> Step:
    return state, (Undo(),)


def on_statement(command: Callable[[ReviewState, Item, Intent], Step]) -> Command:
    """Make a command that tells the analyst so where there is no statement on screen."""

    def guarded(state: ReviewState, intent: Intent) -> Step:
        if state.item is None or state.item.statement is None:
            return tell(state, Say.NOT_A_STATEMENT)
        return command(state, state.item, intent)

    return guarded


def _accept(state: ReviewState, intent: Intent) -> Step:
    """Accept the best suggestion, or the kind where nothing is to be filed; what is settled already stays as it is.

    An action of a body without functions, or of an unknown one, is confirmed without a function.
    """
    item = state.item
    if item is None:
        return _first_open(state)
    if item.statement is None:
        return _accept_verdict(state, item)
    if item.unread and item.decision:
        return filed(state, item, item.decision.obligation, {})
    if item.settled:
        return moved_on(state)
    if item.kind not in FILED_KINDS:
        return filed(state, item, None, {})
    if item.best is None and item.functionless:
        return without_function(state, item)
    if item.best is None:
        return tell(state, Say.NO_SUGGESTION)
    return filed(state, item, item.best.obligation, {})


def _first_open(state: ReviewState) -> Step:
    at = state.queue.next_open(-1)
    return (replace(state, at=at), (Show(at),)) if at < len(state.queue) else tell(state, Say.LAST)


def _accept_verdict(state: ReviewState, item: Item) -> Step:
    if item.settled:
        return moved_on(state)
    if item.letter.institution is None:
        return replace(state, question=institution_question(state)), ()
    if item.letter.reply is None or item.letter.reply_reason is None:
        return ask_verdict(state, Intent("verdict"))
    return judged(state, item, item.letter.reply, item.letter.reply_reason)


def _pick(state: ReviewState, intent: Intent) -> Step:
    item, number = state.item, int(intent.value)
    if item is None or item.statement is None:
        return tell(state, Say.NOT_A_STATEMENT)
    if item.functionless and item.best is None and number <= len(Level):
        return without_function(state, item, list(Level)[number - 1].value)
    if item.kind not in FILED_KINDS or number > len(item.statement.suggestions):
        return tell(state, Say.NO_SUCH_SUGGESTION, intent.value)
    return file_under(state, item, item.statement.suggestions[number - 1].obligation)


def _accept_figures(state: ReviewState, intent: Intent) -> Step:
    """Keep the figures as they were read; what somebody has reviewed already stays as it is."""
    item = state.item
    if item is None:
        return _first_open(state)
    if item.statement is None or item.settled:
        return moved_on(state)
    return figures_reviewed(state, item, item.statement.details, Say.FIGURES_KEPT)


def _reject_figures(state: ReviewState, item: Item, intent: Intent) -> Step:
    """Say that none of what was read as a figure is one."""
    assert item.statement
    return figures_reviewed(state, item, replace(item.statement.details, figures=()), Say.FIGURES_REJECTED)


def _figures_alone(state: ReviewState, intent: Intent) -> Step:
    return tell(state, Say.FIGURES_ALONE)


def _reject(state: ReviewState, item: Item, intent: Intent) -> Step:
    step, effects = moved_on(settle(told(state, Say.REJECTED), state.at, True))
    return step, (decision_on(item, Ruling.REJECTED, None), *effects)


def _skip(state: ReviewState, intent: Intent) -> Step:
    item = state.item
    if item is None or item.statement is None or item.settled:
        return _forward(state, intent)
    step, effects = moved_on(told(state, Say.SKIPPED))
    return step, (decision_on(item, Ruling.SKIPPED, None), *effects)


def _merge(state: ReviewState, item: Item, intent: Intent) -> Step:
    if item.following is None:
        return tell(state, Say.NOTHING_FOLLOWS)
    assert item.statement
    return state, (Merge(item.statement.id, item.following, item.statement.content_hash, item.following_hash),)


def unknown(state: ReviewState, intent: Intent) -> Step:
    return tell(state, Say.UNKNOWN_KEY, intent.value or intent.name)


def _move(state: ReviewState, item: Item, intent: Intent) -> Step:
    """Move the statement's borders to the stretch of the letter's text that was marked."""
    assert item.statement
    values = dict(intent.values)
    return state, (Reshape(item.statement.id, int(values["start"]), int(values["end"]), item.statement.content_hash),)


def _rest(state: ReviewState, intent: Intent) -> Step:
    if state.item is None:
        return tell(state, Say.NOT_A_STATEMENT)
    return state, (ListRest(state.item.letter.sha256),)


def _learning(state: ReviewState, intent: Intent) -> Step:
    """Let filings speak beside rules and model, or not; what is on screen is suggested anew."""
    on = not state.learning
    say = Say.LEARNING if on else Say.NOT_LEARNING
    return replace(told(state, say), learning=on, item=None), (Show(state.at),)


def _sure(state: ReviewState, intent: Intent) -> Step:
    """Accept in one act what the program is sure of in this letter."""
    if state.item is None:
        return tell(state, Say.NOT_A_STATEMENT)
    return state, (ListRest(state.item.letter.sha256, SURE),)


def _look(state: ReviewState, intent: Intent) -> Step:
    return (state, (ShowPage(),)) if state.item else tell(state, Say.NOT_A_STATEMENT)


def _goto(state: ReviewState, intent: Intent) -> Step:
    return state, (Goto(intent.value),)


def _nothing_there(state: ReviewState, intent: Intent) -> Step:
    return tell(state, Say.NOTHING_MARKED)


COMMANDS: dict[str, Command] = {
    "accept": _accept,
    "pick": _pick,
    "file": on_statement(ask_filing),
    "kind": on_statement(ask_kind),
    "reject": on_statement(_reject),
    "skip": _skip,
    "details": on_statement(ask_details),
    "note": on_statement(ask_note),
    "wording": on_statement(ask_wording),
    "split": on_statement(ask_split),
    "merge": on_statement(_merge),
    "add": ask_add,
    "move": on_statement(_move),
    "nothing_there": _nothing_there,
    "rest": _rest,
    "sure": _sure,
    "original": _look,
    "grounds": on_statement(ask_grounds),
    "learning": _learning,
    "goto": _goto,
    "head": ask_head,
    "verdict": ask_verdict,
    "back": _back,
    "forward": _forward,
    "scroll": _scroll,
    "undo": _undo,
    "help": ask_help,
    "quit": _quit,
    "unknown": unknown,
}
# wishes that have no place where figures alone are reviewed
FILES = ("pick", "file", "kind", "split", "merge", "add", "move", "rest", "sure", "verdict")
OF_FIGURES: dict[str, Command] = {
    **COMMANDS,
    **dict.fromkeys(FILES, _figures_alone),
    "accept": _accept_figures,
    "reject": on_statement(_reject_figures),
    "skip": lambda state, _intent: moved_on(told(state, Say.SKIPPED)),
}
