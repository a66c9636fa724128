"""The review dialogue: `update(state, key)` returns the next state and what is to be done. Pure.

Whoever runs the dialogue carries out the effects and reports back with `shown`, `requeued`, `told` or `moved_on`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from db.rows import details_dict
from extractor.model import Kind
from extractor.review.asking import Choice, Cut, Done, Form, Left, Line, Menu, Selection, word_at, word_spans
from extractor.review.detail_form import NotUnderstood, detail_form, read_details, read_head
from extractor.review.keys import pasted
from extractor.review.records import (
    FILED,
    Add,
    Ask,
    Effect,
    Entry,
    Item,
    Judge,
    Merge,
    Message,
    Question,
    ReviewState,
    Save,
    Say,
    SetHead,
    Show,
    Split,
    Undo,
)

Step = tuple[ReviewState, tuple[Effect, ...]]
Command = Callable[[ReviewState], Step]
HEAD_LINES = ("institution", "unit", "number", "date")
KIND_KEYS = {"a": Kind.ACTION, "p": Kind.PLANNED, "n": Kind.NO_ACTION, "c": Kind.NOT_COMPETENT, "o": Kind.OTHER}


def begin(state: ReviewState, resume: str | None = None) -> Step:
    """Return the first step: at the entry left last time, else at the first that is open."""
    places = [at for at, entry in enumerate(state.queue) if resume in (entry.statement, entry.letter) and resume]
    at = places[0] if places else _next_open(state.queue, -1)
    message = Message(Say.RESUMED) if places else None
    return replace(state, at=at, message=message), (Show(at),)


def update(state: ReviewState, key: str) -> Step:
    """Return the state after the key and the effects to carry out, in order."""
    if key == "resize":
        return state, ()
    if state.question:
        return _answer(state, state.question, key)
    state = replace(state, message=None)
    if key in SCROLLS:
        return _scrolled(state, SCROLLS[key]), ()
    if key.isascii() and key.isdigit() and key != "0":
        return _pick(state, int(key))
    command = COMMANDS.get(key)
    return command(state) if command else _tell(state, Say.UNKNOWN_KEY, pasted(key) or key)


# --- what the runner reports back ------------------------------------------------------------------------------------


def shown(state: ReviewState, item: Item | None) -> ReviewState:
    """Return the state with the loaded item on screen; asks for the institution once if nobody knows it."""
    state = replace(state, item=item, scroll=0, question=None)
    if item is None or state.at >= len(state.queue):
        return state
    state = _settle(state, state.at, item.settled)
    letter = item.letter
    if letter.institution is None and letter.sha256 not in state.asked:
        state = replace(state, asked=state.asked | {letter.sha256}, question=_institution_question(state))
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


def moved_on(state: ReviewState) -> Step:
    """Return the step to the next open entry."""
    at = _next_open(state.queue, state.at)
    return replace(state, at=at), (Show(at),)


def told(state: ReviewState, say: Say, detail: str = "") -> ReviewState:
    """Return the state with a message."""
    return replace(state, message=Message(say, detail))


# --- moving ----------------------------------------------------------------------------------------------------------


def _next_open(queue: tuple[Entry, ...], after: int) -> int:
    return next((at for at in range(after + 1, len(queue)) if not queue[at].settled), len(queue))


def _settle(state: ReviewState, at: int, settled: bool) -> ReviewState:
    entry = replace(state.queue[at], settled=settled)
    return replace(state, queue=(*state.queue[:at], entry, *state.queue[at + 1 :]))


def _tell(state: ReviewState, say: Say, detail: str = "") -> Step:
    return told(state, say, detail), ()


def _back(state: ReviewState) -> Step:
    if state.at == 0:
        return _tell(state, Say.FIRST)
    return replace(state, at=state.at - 1), (Show(state.at - 1),)


def _forward(state: ReviewState) -> Step:
    if state.at >= len(state.queue):
        return _tell(state, Say.LAST)
    return replace(state, at=state.at + 1), (Show(state.at + 1),)


def _scrolled(state: ReviewState, lines: int) -> ReviewState:
    """Scroll, though not much further than the letter can reach."""
    reach = len(state.item.text) // 40 if state.item else 0
    return replace(state, scroll=min(max(state.scroll + lines, -reach), reach))


def _quit(state: ReviewState) -> Step:
    return replace(state, over=True), ()


def _undo(state: ReviewState) -> Step:
    return state, (Undo(),)


# --- deciding --------------------------------------------------------------------------------------------------------


def _save(item: Item, verdict: str, obligation: str | None, **fields: Any) -> Save:
    """Return the decision; `fields` are only those set now, what was set earlier stays in force."""
    assert item.statement
    return Save(item.statement.id, verdict, obligation, json.dumps(fields), item.statement.seen)


def _statement_command(command: Callable[[ReviewState, Item], Step]) -> Command:
    """Make a command that tells the analyst so where there is no statement on screen."""

    def guarded(state: ReviewState) -> Step:
        if state.item is None or state.item.statement is None:
            return _tell(state, Say.NOT_A_STATEMENT)
        return command(state, state.item)

    return guarded


def _filed(state: ReviewState, item: Item, obligation: str | None, fields: dict[str, Any]) -> Step:
    """File the statement and go to the next open one."""
    verdict = "accepted" if obligation is None or (item.best and obligation == item.best.obligation) else "corrected"
    say = Say.ACCEPTED if verdict == "accepted" else Say.FILED_AS
    label = next((f"{choice.value} {choice.label}" for choice in item.obligations if choice.value == obligation), None)
    save = _save(item, verdict, obligation, **fields)
    step, effects = moved_on(_settle(told(state, say, label or obligation or item.kind), state.at, True))
    return step, (save, *effects)


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
        return _filed(state, item, None, {})
    if item.best is None:
        return _tell(state, Say.NO_SUGGESTION)
    return _filed(state, item, item.best.obligation, {})


def _first_open(state: ReviewState) -> Step:
    at = _next_open(state.queue, -1)
    return (replace(state, at=at), (Show(at),)) if at < len(state.queue) else _tell(state, Say.LAST)


def _pick(state: ReviewState, number: int) -> Step:
    item = state.item
    if item is None or item.statement is None:
        return _tell(state, Say.NOT_A_STATEMENT)
    if item.kind not in FILED or number > len(item.statement.suggestions):
        return _tell(state, Say.NO_SUCH_SUGGESTION, str(number))
    return _file_under(state, item, item.statement.suggestions[number - 1].obligation)


def _file_under(state: ReviewState, item: Item, obligation: str) -> Step:
    """File under an obligation the analyst named; that makes an action of whatever was not thought to be one."""
    return _filed(state, item, obligation, {} if item.kind in FILED else {"kind": Kind.ACTION.value})


def _reject(state: ReviewState, item: Item) -> Step:
    step, effects = moved_on(_settle(told(state, Say.REJECTED), state.at, True))
    return step, (_save(item, "rejected", None), *effects)


def _skip(state: ReviewState) -> Step:
    item = state.item
    if item is None or item.statement is None or item.settled:
        return _forward(state)
    step, effects = moved_on(told(state, Say.SKIPPED))
    return step, (_save(item, "skipped", None), *effects)


def _merge(state: ReviewState, item: Item) -> Step:
    if item.following is None:
        return _tell(state, Say.NOTHING_FOLLOWS)
    assert item.statement
    return state, (Merge(item.statement.id, item.following, item.statement.seen),)


# --- asking ----------------------------------------------------------------------------------------------------------


def _ask(state: ReviewState, ask: Ask, form: Menu | Form | Cut | Selection) -> Step:
    return replace(state, question=Question(ask, form)), ()


def _institution_question(state: ReviewState) -> Question:
    return Question(Ask.INSTITUTION, Menu(tuple(Choice(body.id, body.name) for body in state.pack.bodies), typing=True))


def _ask_filing(state: ReviewState, item: Item) -> Step:
    if not item.obligations:
        return _tell(state, Say.NEEDS_INSTITUTION)
    return _ask(state, Ask.FILING, Menu(item.obligations, typing=True))


def _ask_kind(state: ReviewState, item: Item) -> Step:
    choices = tuple(Choice(kind.value, "", key=key) for key, kind in KIND_KEYS.items())
    return _ask(state, Ask.KIND, Menu(choices, cursor=list(KIND_KEYS.values()).index(item.kind)))


def _ask_note(state: ReviewState, item: Item) -> Step:
    return _ask(state, Ask.NOTE, Form.of(Line("note", item.note)))


def _ask_details(state: ReviewState, item: Item) -> Step:
    assert item.statement
    return _ask(state, Ask.DETAILS, detail_form(item.statement.details))


def _ask_split(state: ReviewState, item: Item) -> Step:
    assert item.statement
    words = len(word_spans(item.statement.text))
    if words < 2:
        return _tell(state, Say.TOO_SHORT)
    return _ask(state, Ask.SPLIT, Cut(item.statement.text, words // 2))


def _ask_add(state: ReviewState) -> Step:
    item = state.item
    if item is None or not item.text.split():
        return _tell(state, Say.NOT_A_STATEMENT)
    start = item.statement.end if item.statement else 0
    return _ask(state, Ask.ADD, Selection(item.text, word_at(item.text, start)))


def _ask_head(state: ReviewState) -> Step:
    if state.item is None:
        return _tell(state, Say.NOT_A_STATEMENT)
    letter = state.item.letter
    if letter.institution is None:
        return replace(state, question=_institution_question(state)), ()
    return _ask(state, Ask.HEAD, Form.of(*(Line(name, getattr(letter, name) or "") for name in HEAD_LINES)))


def _ask_verdict(state: ReviewState) -> Step:
    if state.item is None:
        return _tell(state, Say.NOT_A_STATEMENT)
    reason = state.item.letter.reply_reason
    values = [choice.value for choice in state.reasons]
    cursor = values.index(reason) if reason in values else 0
    return _ask(state, Ask.VERDICT, Menu(state.reasons, cursor=cursor))


def _help(state: ReviewState) -> Step:
    return _ask(state, Ask.HELP, Menu(()))


# --- answering -------------------------------------------------------------------------------------------------------


def _answer(state: ReviewState, question: Question, key: str) -> Step:
    if question.ask is Ask.HELP:
        return replace(state, question=None, message=None), ()
    if (text := pasted(key)) is not None:
        return _type(state, question, text), ()
    pressed = question.form.press(key)
    if isinstance(pressed, Left) or state.item is None:
        return replace(state, question=None, message=None), ()
    if isinstance(pressed, Done):
        return ANSWERS[question.ask](replace(state, question=None, message=None), state.item, pressed)
    return replace(state, question=Question(question.ask, pressed), message=None), ()


def _type(state: ReviewState, question: Question, text: str) -> ReviewState:
    """Write pasted text where text is written; it never answers a question, whatever it contains."""
    form: Any = question.form
    for key in text if isinstance(form, Form | Selection) or (isinstance(form, Menu) and form.typing) else "":
        form = form.press(key)
    return replace(state, question=Question(question.ask, form))


def _answer_kind(state: ReviewState, item: Item, done: Done) -> Step:
    """Set the kind. What is to be filed stays on screen to be filed; anything else is settled by it."""
    kind = Kind(done.value)
    fields = {"kind": kind.value}
    state = told(state, Say.KIND_SET, kind.value)
    if kind not in FILED:
        step, effects = moved_on(_settle(state, state.at, True))
        return step, (_save(item, "kind", None, **fields), *effects)
    obligation = item.decision.obligation if item.decision and item.settled else None
    return state, (_save(item, "kind", obligation, **fields), Show(state.at))


def _answer_note(state: ReviewState, item: Item, done: Done) -> Step:
    save = _save(item, "note", None, note=dict(done.values)["note"])
    return told(state, Say.NOTED), (save, Show(state.at))


def _answer_details(state: ReviewState, item: Item, done: Done) -> Step:
    assert item.statement
    try:
        details = read_details(dict(done.values), item.statement.details, state.pack)
    except NotUnderstood as problem:
        return _ask_again(state, Ask.DETAILS, problem, done)
    save = _save(item, "details", None, details=details_dict(details))
    return told(state, Say.DETAILS_SET), (save, Show(state.at))


def _ask_again(state: ReviewState, ask: Ask, problem: NotUnderstood, done: Done) -> Step:
    """Show the form as it was written, at the line that was not understood."""
    lines = tuple(Line(name, text) for name, text in done.values)
    at = [line.name for line in lines].index(problem.line)
    question = Question(ask, Form(lines, at, len(lines[at].text)))
    return told(replace(state, question=question), Say.NOT_UNDERSTOOD, problem.written), ()


def _answer_split(state: ReviewState, item: Item, done: Done) -> Step:
    assert item.statement
    return state, (Split(item.statement.id, int(done.value), item.statement.seen),)


def _answer_add(state: ReviewState, item: Item, done: Done) -> Step:
    values = dict(done.values)
    return state, (Add(item.letter.sha256, int(values["start"]), int(values["end"])),)


def _answer_institution(state: ReviewState, item: Item, done: Done) -> Step:
    return told(state, Say.HEAD_SET), (SetHead(item.letter.sha256, (("institution", done.value),)),)


def _answer_head(state: ReviewState, item: Item, done: Done) -> Step:
    try:
        values = read_head(dict(done.values), state.pack)
    except NotUnderstood as problem:
        return _ask_again(state, Ask.HEAD, problem, done)
    changed = tuple((name, value) for name, value in values if value != getattr(item.letter, name))
    return (told(state, Say.HEAD_SET), (SetHead(item.letter.sha256, changed),)) if changed else (state, ())


def _judged(state: ReviewState, item: Item, reply: str | None, reason: str) -> Step:
    state = told(state, Say.JUDGED, reason)
    judge = Judge(item.letter.sha256, reply, reason)
    if item.statement:
        return state, (judge, Show(state.at))
    step, effects = moved_on(_settle(state, state.at, True))
    return step, (judge, *effects)


def _accept_verdict(state: ReviewState, item: Item) -> Step:
    if item.settled:
        return moved_on(state)
    if item.letter.institution is None:
        return replace(state, question=_institution_question(state)), ()
    if item.letter.reply is None or item.letter.reply_reason is None:
        return _ask_verdict(state)
    return _judged(state, item, item.letter.reply, item.letter.reply_reason)


def _answer_verdict(state: ReviewState, item: Item, done: Done) -> Step:
    reply = next((choice.note for choice in state.reasons if choice.value == done.value), "")
    return _judged(state, item, reply or None, done.value)


def _answer_filing(state: ReviewState, item: Item, done: Done) -> Step:
    return _file_under(state, item, done.value)


ANSWERS: dict[Ask, Callable[[ReviewState, Item, Done], Step]] = {
    Ask.FILING: _answer_filing,
    Ask.KIND: _answer_kind,
    Ask.NOTE: _answer_note,
    Ask.DETAILS: _answer_details,
    Ask.SPLIT: _answer_split,
    Ask.ADD: _answer_add,
    Ask.INSTITUTION: _answer_institution,
    Ask.HEAD: _answer_head,
    Ask.VERDICT: _answer_verdict,
}

COMMANDS: dict[str, Command] = {
    "enter": _accept,
    "a": _accept,
    "/": _statement_command(_ask_filing),
    "k": _statement_command(_ask_kind),
    "r": _statement_command(_reject),
    "s": _skip,
    "e": _statement_command(_ask_details),
    "n": _statement_command(_ask_note),
    "x": _statement_command(_ask_split),
    "m": _statement_command(_merge),
    "+": _ask_add,
    "i": _ask_head,
    "v": _ask_verdict,
    "b": _back,
    "left": _back,
    "right": _forward,
    "u": _undo,
    "?": _help,
    "q": _quit,
    "ctrl-c": _quit,
    "ctrl-d": _quit,
}
SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
