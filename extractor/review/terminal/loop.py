"""Run the dialogue on a terminal: keys in, screens out."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group

from extractor.review.intents import Intent
from extractor.review.records import ReviewState
from extractor.review.session import ReviewSession
from extractor.review.terminal.screen import draw


def paint(console: Console, state: ReviewState) -> None:
    """Write the whole screen in one go, over what is there: nothing flickers."""
    width, height = console.size
    console.update_screen(Group(*draw(state, width, height)))


def run(session: ReviewSession, keys: Iterator[str], console: Console, at: str | None = None) -> ReviewState:
    """Review, from one statement on if it is named, until the analyst quits or the keys end; return the last state."""
    state = session.open()
    if at:
        state = session.dispatch(state, Intent("goto", at))
    with console.screen(hide_cursor=True):
        paint(console, state)
        for key in keys:
            state = session.press(state, key)
            if state.over:
                break
            paint(console, state)
    return state
