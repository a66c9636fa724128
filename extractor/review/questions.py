"""What the dialogue asks the analyst, and what follows from each answer. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from db.records import LetterRow
from db.rows import details_dict
from extractor.core.model import FILED_KINDS, Kind, Level
from extractor.core.states import Ruling
from extractor.review.asking import Asked, Choice, Cut, Done, Form, FormLine, Left, Menu, Selection, word_at, word_spans
from extractor.review.detail_form import NotUnderstood, detail_form, read_details, read_head, written_covers
from extractor.review.effects import Add, Reword, Save, SaveAll, SetHead, Show, Split
from extractor.review.intents import Intent
from extractor.review.keys import SCROLLS
from extractor.review.moves import (
    Step,
    decision_on,
    figures_reviewed,
    file_under,
    judged,
    moved_on,
    settle,
    tell,
    told,
    without_function,
)
from extractor.review.records import Ask, Item, Question, ReviewState, Say, printed

HEAD_LINES = ("institution", "unit", "number", "date")
TAKEN_IN = ("wave", "source")
KIND_KEYS = {"a": Kind.ACTION, "p": Kind.PLANNED, "n": Kind.NO_ACTION, "c": Kind.NOT_COMPETENT, "o": Kind.OTHER}

# --- asking ----------------------------------------------------------------------------------------------------------


def _ask(state: ReviewState, ask: Ask, form: Menu | Form | Cut | Selection) -> Step:
    return replace(state, question=Question(ask, form)), ()


def institution_question(state: ReviewState) -> Question:
    bodies = (*(Choice(body.id, body.name) for body in state.pack.bodies), *state.others)
    return Question(Ask.INSTITUTION, Menu(bodies, typing=True, free=True))


def readings_question(item: Item) -> Question:
    return Question(Ask.READINGS, Menu(item.readings))


def ask_filing(state: ReviewState, item: Item, intent: Intent) -> Step:
    if intent.value:
        return file_under(state, item, intent.value)
    if not item.obligations and item.functionless and item.statement and item.statement.institution:
        levels = tuple(Choice(level.value, "", key=str(at)) for at, level in enumerate(Level, 1))
        return _ask(state, Ask.LEVEL, Menu(levels))
    if not item.obligations:
        known = item.statement is not None and item.statement.institution is not None
        return tell(state, Say.HAS_NO_FUNCTIONS if known else Say.NEEDS_INSTITUTION)
    return _ask(state, Ask.FILING, Menu(item.obligations, typing=True))


def ask_kind(state: ReviewState, item: Item, intent: Intent) -> Step:
    if intent.value in list(Kind):
        return _answer_kind(state, item, Done((("value", intent.value),)))
    choices = tuple(Choice(kind.value, "", key=key) for key, kind in KIND_KEYS.items())
    return _ask(state, Ask.KIND, Menu(choices, cursor=list(KIND_KEYS.values()).index(item.kind)))


def ask_note(state: ReviewState, item: Item, intent: Intent) -> Step:
    return _ask(state, Ask.NOTE, Form.of(FormLine("note", item.note)))


def ask_wording(state: ReviewState, item: Item, intent: Intent) -> Step:
    return _ask(state, Ask.WORDING, Form.of(*(FormLine(name, text) for name, text in item.wording)))


def ask_details(state: ReviewState, item: Item, intent: Intent) -> Step:
    assert item.statement
    form = detail_form(item.statement.details)
    if state.figures:
        at = [line.name for line in form.lines].index("figures")
        form = Form(form.lines, at, len(form.lines[at].text))
    return _ask(state, Ask.DETAILS, form)


def ask_split(state: ReviewState, item: Item, intent: Intent) -> Step:
    assert item.statement
    words = len(word_spans(item.statement.text))
    if words < 2:
        return tell(state, Say.TOO_SHORT)
    return _ask(state, Ask.SPLIT, Cut(item.statement.text, words // 2))


def ask_add(state: ReviewState, intent: Intent) -> Step:
    item = state.item
    if item is None or not item.text.split():
        return tell(state, Say.NOT_A_STATEMENT)
    if intent.values:
        return _answer_add(state, item, Done(intent.values))
    start = item.statement.end if item.statement else 0
    return _ask(state, Ask.ADD, Selection(item.text, word_at(item.text, start)))


def ask_head(state: ReviewState, intent: Intent) -> Step:
    if state.item is None:
        return tell(state, Say.NOT_A_STATEMENT)
    letter = state.item.letter
    if state.item.nobody_knows_whose:
        return replace(state, question=institution_question(state)), ()
    return _ask(state, Ask.HEAD, Form.of(*_head_lines(letter)))


def _head_lines(letter: LetterRow) -> tuple[FormLine, ...]:
    """Return the head as it can be edited; a report on many bodies is nobody's."""
    names = HEAD_LINES[letter.institution is None :]
    lines = tuple(FormLine(name, getattr(letter, name) or "") for name in names)
    return (
        *lines,
        FormLine("covers", written_covers(letter.covers)),
        *(FormLine(name, getattr(letter, name) or "") for name in TAKEN_IN),
    )


def ask_verdict(state: ReviewState, intent: Intent) -> Step:
    if state.item is None:
        return tell(state, Say.NOT_A_STATEMENT)
    reason = state.item.letter.reply_reason
    values = [choice.value for choice in state.reasons]
    cursor = values.index(reason) if reason in values else 0
    return _ask(state, Ask.VERDICT, Menu(state.reasons, cursor=cursor))


def ask_grounds(state: ReviewState, item: Item, intent: Intent) -> Step:
    return _ask(replace(state, scroll=0), Ask.GROUNDS, Menu(()))


def ask_help(state: ReviewState, intent: Intent) -> Step:
    return _ask(state, Ask.HELP, Menu(()))


# --- answering -------------------------------------------------------------------------------------------------------


def answer(state: ReviewState, question: Question, intent: Intent) -> Step:
    """Return the step after a word on the question: an edit, a text, the answer, or that it is given up."""
    if question.ask is Ask.GROUNDS and intent.name == "edit" and intent.value in SCROLLS:
        return replace(state, scroll=max(0, state.scroll + SCROLLS[intent.value])), ()
    read = question.ask in (Ask.HELP, Ask.GROUNDS) and intent.name != "nothing"
    if intent.name == "leave" or read or state.item is None:
        return replace(state, question=None, message=None), ()
    if intent.name == "paste":
        return _paste(state, question, intent.value), ()
    pressed = _pressed(question.form, intent)
    if isinstance(pressed, Left):
        return replace(state, question=None, message=None), ()
    if isinstance(pressed, Done):
        if question.ask is Ask.REST and isinstance(question.form, Menu):
            return _answer_rest(state, state.item, question.form)
        return ANSWERS[question.ask](replace(state, question=None, message=None), state.item, pressed)
    return replace(state, question=Question(question.ask, pressed), message=None), ()


def _pressed(form: Asked, intent: Intent) -> Asked | Done | Left:
    if intent.name == "edit":
        return form.press(intent.value)
    if intent.name == "type" and isinstance(form, Menu | Selection):
        return form.type(intent.value)
    return Done(intent.values) if intent.name == "answer" and intent.values else form


def _paste(state: ReviewState, question: Question, text: str) -> ReviewState:
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
    if kind not in FILED_KINDS:
        step, effects = moved_on(settle(state, state.at, True))
        return step, (decision_on(item, "kind", None, **fields), *effects)
    obligation = item.decision.obligation if item.decision and item.settled else None
    return state, (decision_on(item, "kind", obligation, **fields), Show(state.at))


def _answer_note(state: ReviewState, item: Item, done: Done) -> Step:
    save = decision_on(item, "note", None, note=dict(done.values)["note"])
    return told(state, Say.NOTED), (save, Show(state.at))


def _answer_wording(state: ReviewState, item: Item, done: Done) -> Step:
    """Keep what will be printed otherwise than it was read; a line emptied or written as read stands as read."""
    assert item.statement
    row, written = item.statement, dict(done.values)
    read = {"unit": row.unit or "", "text": printed(row.text)}
    stood = {"unit": row.unit_edited, "text": row.text_edited}
    wanted = {name: said if said and said != read[name] else None for name, said in written.items()}
    changed = tuple((name, said) for name, said in wanted.items() if said != stood[name])
    if not changed:
        return state, ()
    reword = Reword(row.id, changed, tuple((name, stood[name]) for name, _said in changed))
    return told(state, Say.REWORDED), (reword, Show(state.at))


def _answer_details(state: ReviewState, item: Item, done: Done) -> Step:
    assert item.statement
    try:
        details = read_details(dict(done.values), item.statement.details, state.pack)
    except NotUnderstood as problem:
        return _ask_again(state, Ask.DETAILS, problem, done)
    if state.figures:
        return figures_reviewed(state, item, details, Say.FIGURES_KEPT)
    if details.figures != item.statement.details.figures:
        details = replace(details, figures_reviewed=True)
    save = decision_on(item, "details", None, details=details_dict(details))
    return told(state, Say.DETAILS_SET), (save, Show(state.at))


def _ask_again(state: ReviewState, ask: Ask, problem: NotUnderstood, done: Done) -> Step:
    """Show the form as it was written, at the line that was not understood."""
    lines = tuple(FormLine(name, text) for name, text in done.values)
    at = [line.name for line in lines].index(problem.line)
    question = Question(ask, Form(lines, at, len(lines[at].text)))
    return told(replace(state, question=question), Say.NOT_UNDERSTOOD, problem.written), ()


def _answer_split(state: ReviewState, item: Item, done: Done) -> Step:
    assert item.statement
    return state, (Split(item.statement.id, int(done.value), item.statement.content_hash),)


def _answer_add(state: ReviewState, item: Item, done: Done) -> Step:
    values = dict(done.values)
    return state, (Add(item.letter.sha256, int(values["start"]), int(values["end"])),)


def _answer_institution(state: ReviewState, item: Item, done: Done) -> Step:
    return told(state, Say.HEAD_SET), (SetHead(item.letter.sha256, (("institution", done.value),)),)


def _answer_head(state: ReviewState, item: Item, done: Done) -> Step:
    stood = {line.name: line.text for line in _head_lines(item.letter)}
    written = {name: text for name, text in done.values if text != stood.get(name)}
    try:
        values = read_head(written, state.pack, [other.value for other in state.others])
    except NotUnderstood as problem:
        return _ask_again(state, Ask.HEAD, problem, done)
    changed = tuple((name, value) for name, value in values if value != getattr(item.letter, name))
    return (told(state, Say.HEAD_SET), (SetHead(item.letter.sha256, changed),)) if changed else (state, ())


def _answer_verdict(state: ReviewState, item: Item, done: Done) -> Step:
    reply = next((choice.note for choice in state.reasons if choice.value == done.value), "")
    return judged(state, item, reply or None, done.value)


def _answer_readings(state: ReviewState, item: Item, done: Done) -> Step:
    """Settle it as one of the two says; with neither, the analyst says what it is by the usual keys."""
    if done.value not in {choice.value for choice in item.readings} or not done.value.startswith("["):
        return tell(state, Say.NEITHER)
    verdict, obligation, fields = json.loads(done.value)
    save = decision_on(item, verdict, obligation, **fields)
    letter = next(choice.note for choice in item.readings if choice.value == done.value)
    step, effects = moved_on(settle(told(state, Say.ADJUDICATED, letter), state.at, True))
    return step, (save, *effects)


def _answer_filing(state: ReviewState, item: Item, done: Done) -> Step:
    return file_under(state, item, done.value)


def _answer_level(state: ReviewState, item: Item, done: Done) -> Step:
    return without_function(state, item, done.value)


def _answer_rest(state: ReviewState, item: Item, listed: Menu) -> Step:
    """Accept all that was listed, each as it was seen: `value` holds id, hash and obligation."""
    parts = (choice.value.split() for choice in listed.choices)
    saves = tuple(Save(id, Ruling.ACCEPTED, duty[0] if duty else None, "{}", shown) for id, shown, *duty in parts)
    return replace(state, question=None, message=None), (SaveAll(item.letter.sha256, saves),)


ANSWERS: dict[Ask, Callable[[ReviewState, Item, Done], Step]] = {
    Ask.READINGS: _answer_readings,
    Ask.FILING: _answer_filing,
    Ask.LEVEL: _answer_level,
    Ask.KIND: _answer_kind,
    Ask.NOTE: _answer_note,
    Ask.WORDING: _answer_wording,
    Ask.DETAILS: _answer_details,
    Ask.SPLIT: _answer_split,
    Ask.ADD: _answer_add,
    Ask.INSTITUTION: _answer_institution,
    Ask.HEAD: _answer_head,
    Ask.VERDICT: _answer_verdict,
}
