"""The letter's text around what is looked at, in pieces that say what they are. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from extractor.core.clean import clean
from extractor.core.model import Evidence
from extractor.review.asking import Cut, Selection
from extractor.review.records import Item, ReviewState
from extractor.review.settings import WEB_PASSAGE_AROUND

Mark = tuple[int, int, str]  # start, end, what it is


def held(text: str) -> str:
    """Return the text safe to show, every character in its place."""
    return text if text.isprintable() else "".join(clean(char) or "\ufffd" for char in text)


def focus_of(item: Item) -> tuple[str, int, int]:
    """Return the text and the stretch of it that is looked at: the statement, or what the verdict rests on.

    The text is the letter's, or the statement's own where the letter as it is read now no longer has it.
    """
    if item.statement is None:
        quote = item.letter.reply_quote
        start = max(item.text.find(quote), 0)
        return item.text, start, start + len(quote)
    start, end = item.statement.start, item.statement.end
    if item.text[start:end] != item.statement.text:
        return item.statement.text, 0, len(item.statement.text)
    return item.text, start, end


def pieces(state: ReviewState, item: Item) -> list[dict[str, Any]]:
    """Return the text in pieces, in order: where each starts, its words, and what it is (focus, evidence, cue, …)."""
    text, start, end = focus_of(item)
    marks: list[Mark] = [(start, end, "focus"), *_evidence(item, start)]
    form = state.question.form if state.question else None
    if isinstance(form, Selection):
        text, marks = item.text, [(start, end, "focus"), (*form.span, "chosen")]
        start, end = form.span
    elif isinstance(form, Cut):
        marks.append((start + form.offset, end, "second"))
    low = max(text.rfind("\n", 0, max(start - WEB_PASSAGE_AROUND, 0)) + 1, 0)
    high = text.find("\n", end + WEB_PASSAGE_AROUND)
    high = len(text) if high < 0 else high
    borders = sorted({low, high, *(min(max(at, low), high) for mark in marks for at in mark[:2])})
    return [
        {"at": first, "text": held(text[first:last]), "is": [name for a, b, name in marks if a <= first and last <= b]}
        for first, last in pairwise(borders)
    ]


def _evidence(item: Item, start: int) -> list[Mark]:
    if item.statement is None:
        return []
    spoke, cues = item.spoke, item.cues
    return [*(_mark(found, start, "evidence") for found in spoke), *(_mark(cue, start, "cue") for cue in cues)]


def _mark(found: Evidence, start: int, name: str) -> Mark:
    return start + found.start, start + found.end, name
