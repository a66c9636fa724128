"""The dialogues of the browsers, one for each page that is open. All of it runs in one thread, beside its database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import letter_rows
from db.connection import Database
from db.outline import Outlined, outline
from db.releases import rule
from db.store import Store
from extractor.core.clean import clean
from extractor.core.languages import LANGUAGES
from extractor.core.model import Box
from extractor.review import sentences
from extractor.review.intents import Intent
from extractor.review.keys import KEYS
from extractor.review.making import filed_under
from extractor.review.records import ReviewState
from extractor.review.session import ReviewSession
from extractor.review.settings import DIALOGUES_MOST
from extractor.review.web.places import boxes, joined, stretch, whole_words
from extractor.review.web.view import view
from extractor.review.web.words import words
from rules.models import Pack

Reply = dict[str, Any]


class Unknown(LookupError):
    """There is no such session (any more)."""


@dataclass
class Dialogue:
    """One page that is open: its dialogue, and how many wishes it has answered."""

    session: ReviewSession
    state: ReviewState
    lang: str
    acts: int = 0


class Dialogues:
    """All dialogues at one store. `session_of` makes a reviewer's session."""

    def __init__(
        self, store: Store, session_of: Callable[[Store, str], ReviewSession], reviewer: str, lang: str
    ) -> None:
        self.store = store
        self._session_of = session_of
        self._reviewer = reviewer
        self._lang = lang
        self._open: dict[str, Dialogue] = {}

    def open(self, reviewer: str = "", lang: str = "", at: str = "") -> Reply:
        """Begin a dialogue where this reviewer left it, or at one statement."""
        lang = self._speak(lang)
        session = self._session_of(self.store, reviewer.strip() or self._reviewer)
        dialogue = Dialogue(session, session.open(), lang)
        if at:
            dialogue.state = session.dispatch(dialogue.state, Intent("goto", at))
        id = secrets.token_urlsafe(12)
        self._open[id] = dialogue
        while len(self._open) > DIALOGUES_MOST:
            self._open.pop(next(iter(self._open)))
        return {
            "session": id,
            "reviewer": session.reviewer,
            "lang": lang,
            "words": words(),
            "keys": KEYS,
            **self._reply(dialogue),
        }

    def act(self, id: str, acts: int, intent: Intent) -> Reply:
        """Carry out a wish and show what came of it. One that was carried out already only shows where things stand."""
        dialogue = self._open.pop(id, None)
        if dialogue is None:
            raise Unknown
        self._open[id] = dialogue  # now the one used last
        self._speak(dialogue.lang)
        if acts == dialogue.acts and not dialogue.state.over:
            dialogue.acts += 1
            dialogue.state = dialogue.session.dispatch(dialogue.state, _in_text(dialogue.state, intent))
        return self._reply(dialogue)

    def place(self, id: str) -> tuple[Path, Pack]:
        """Return the database's place and the pack of this page."""
        return self.store.path, self._known(id).session.pack

    def rule(self, id: str, text: str, ruling: str) -> None:
        """Record what the reviewer of this page says of a masked run.

        Raises:
            Refused: there are no words in it, or nothing of this kind can be said.
        """
        session = self._known(id).session
        rule(self.store, text, ruling, session.reviewer, session.now())

    def _known(self, id: str) -> Dialogue:
        if id not in self._open:
            raise Unknown
        return self._open[id]

    def _reply(self, dialogue: Dialogue) -> Reply:
        return {"acts": dialogue.acts, "view": view(dialogue.state), "next": self._ahead(dialogue)}

    def _sight(self, dialogue: str) -> Database:
        """What the reviewer of this page may see; what anybody may, if no page is named."""
        return self._open[dialogue].session.db if dialogue in self._open else self.store

    def _ahead(self, dialogue: Dialogue) -> Reply | None:
        """Say which page is likely to be looked at next, so that it can be fetched."""
        state = dialogue.state
        at = state.queue.next_open(state.at)
        if at >= len(state.queue):
            return None
        entry = state.queue[at]
        page = letter_rows.page_of(self.store, entry.statement) if entry.statement else 1
        return {"letter": entry.letter, "page": page}

    def _speak(self, lang: str) -> str:
        """Let gettext, which asks the environment each time, answer in this language."""
        lang = lang if lang in LANGUAGES else self._lang
        os.environ["LANGUAGE"] = lang
        return lang

    # --- a letter and its pages ---

    def letter(self, sha256: str, lang: str, dialogue: str = "") -> Reply:
        """Return the letter's statements in order, each with what it is filed under."""
        self._speak(lang)
        rows = outline(self._sight(dialogue), sha256)
        return {"statements": [_listed(row) for row in rows]}

    def page(self, sha256: str, number: int, lang: str, dialogue: str = "") -> Reply:
        """Return a page's size in points, and the boxes of the statements on it."""
        self._speak(lang)
        _text, spans = letter_rows.letter_text(self.store, sha256)
        found = []
        for row in outline(self._sight(dialogue), sha256):
            if row.page > number:
                continue
            for place in joined(boxes(spans, row.start, row.end)):
                if place.page == number:
                    box = place.box
                    corners = [round(part, 1) for part in (box.x0, box.top, box.x1, box.bottom)]
                    found.append({**_listed(row), "box": corners})
        width, height = letter_rows.page_size(self.store, sha256, number)
        return {"width": width, "height": height, "boxes": found}


def _listed(row: Outlined) -> Reply:
    return {
        "id": row.id,
        "page": row.page,
        "kind": row.kind,
        "kind_name": sentences.kind_name(row.kind),
        "text": clean(row.text),
        "filed": clean(filed_under(row)),
        "standing": sentences.standing_name(row.standing) if row.standing else "",
        "reviewer": clean(row.reviewer),
    }


def _in_text(state: ReviewState, intent: Intent) -> Intent:
    """Turn a stretch marked on the page's image, or by hand in the text, into whole words of the letter."""
    values = dict(intent.values)
    if intent.name not in ("add", "move") or state.item is None or not values:
        return intent
    item = state.item
    if "page" in values:
        corners = (float(values[name]) for name in ("x0", "top", "x1", "bottom"))
        found = stretch(item.text, item.spans, int(values["page"]), Box(*corners))
    else:
        found = whole_words(item.text, int(values["start"]), int(values["end"]))
    if found is None or found[0] >= found[1]:
        return Intent("nothing_there")
    return Intent(intent.name, values=(("start", str(found[0])), ("end", str(found[1]))))
