"""What the dialogue can ask for, each a frozen record with one pure function `press(key)`.

A press returns the record as it stands after the key, `Done` with the answer, or `Left` if the analyst gave it up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz

from extractor.review.settings import GOOD_ENOUGH
from rules.words import fold

LEAVE = ("esc", "ctrl-c")
NEW = "+"  # before what is on no list


@dataclass(frozen=True, slots=True)
class Done:
    """The analyst answered. `values` maps a name to what was chosen or typed; one-answer questions use "value"."""

    values: tuple[tuple[str, str], ...]

    @property
    def value(self) -> str:
        return dict(self.values)["value"]


@dataclass(frozen=True, slots=True)
class Left:
    """The analyst gave the question up; nothing changes."""


def _one(value: str) -> Done:
    return Done((("value", value),))


# --- a list: pick by letter, by arrows, or by typing -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list. `value` is what is answered, `note` stands in front of the label, `key` picks it at once."""

    value: str
    label: str
    note: str = ""
    key: str = ""


def ranked(choices: tuple[Choice, ...], typed: str) -> tuple[Choice, ...]:
    """Return the choices in which every typed word is found, or nearly so, best first; all if nothing is typed."""
    words = fold(typed).split()
    if not words:
        return choices
    scored: list[tuple[float, int, Choice]] = []
    for choice in choices:
        text = fold(f"{choice.value} {choice.note} {choice.label}")
        scores = [100.0 if word in text else fuzz.partial_ratio(word, text) for word in words]
        if min(scores) >= GOOD_ENOUGH:
            scored.append((-sum(scores), len(scored), choice))
    return tuple(choice for _, _, choice in sorted(scored, key=lambda entry: entry[:2]))


@dataclass(frozen=True)
class Menu:
    """A list to choose from. With `typing`, keys narrow it down; else a choice's own key picks it.

    `free`: what is typed can be the answer itself, with a plus before it; it stands last.
    """

    choices: tuple[Choice, ...]
    typing: bool = False
    typed: str = ""
    cursor: int = 0
    free: bool = False

    @cached_property
    def found(self) -> tuple[Choice, ...]:
        found, typed = ranked(self.choices, self.typed), " ".join(self.typed.split())
        return (*found, Choice(NEW + typed, typed, NEW)) if self.free and typed else found

    def press(self, key: str) -> Menu | Done | Left:
        if key in LEAVE:
            return Left()
        if key == "enter":
            return _one(self.found[self.cursor].value) if self.found else self
        if key in MENU_STEPS:
            last = max(len(self.found) - 1, 0)
            return replace(self, cursor=min(max(self.cursor + MENU_STEPS[key], 0), last))
        if not self.typing:
            return next((_one(choice.value) for choice in self.choices if choice.key == key), self)
        return self.type(edited(self.typed, len(self.typed), key)[0])

    def type(self, text: str) -> Menu:
        """Narrow the list down to what has all of `text`, if it can be typed into."""
        return replace(self, typed=text, cursor=0) if self.typing else self


MENU_STEPS = {
    "up": -1,
    "down": 1,
    "pageup": -8,
    "pagedown": 8,
    "home": -1_000_000,
    "end": 1_000_000,
    "tab": 1,
    "backtab": -1,
}


# --- lines of text ---------------------------------------------------------------------------------------------------


def _word_start(text: str, caret: int) -> int:
    return text.rstrip().rfind(" ", 0, len(text[:caret].rstrip())) + 1


def is_text(key: str) -> bool:
    """Tell whether the key types a character."""
    return len(key) == 1


def edited(text: str, caret: int, key: str) -> tuple[str, int]:
    """Return a line of text and its caret after the key; keys that mean nothing to a line leave it alone."""
    if is_text(key):
        return text[:caret] + key + text[caret:], caret + 1
    if key == "backspace" and caret:
        return text[: caret - 1] + text[caret:], caret - 1
    if key == "delete":
        return text[:caret] + text[caret + 1 :], caret
    if key == "ctrl-u":
        return text[caret:], 0
    if key == "ctrl-w":
        start = _word_start(text, caret)
        return text[:start] + text[caret:], start
    moves = {"left": max(caret - 1, 0), "right": min(caret + 1, len(text)), "home": 0, "end": len(text)}
    return text, moves.get(key, caret)


@dataclass(frozen=True, slots=True)
class FormLine:
    """A named line of a form; the screen knows the name's label and how to write it."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One or more lines to write; arrows or Tab change line, Enter keeps them all."""

    lines: tuple[FormLine, ...]
    at: int = 0
    caret: int = 0

    @classmethod
    def of(cls, *lines: FormLine) -> Form:
        return cls(lines, 0, len(lines[0].text))

    def press(self, key: str) -> Form | Done | Left:
        if key in LEAVE:
            return Left()
        if key == "enter":
            return Done(tuple((line.name, line.text.strip()) for line in self.lines))
        if key in ("up", "backtab", "down", "tab"):
            at = (self.at + (1 if key in ("down", "tab") else -1)) % len(self.lines)
            return replace(self, at=at, caret=len(self.lines[at].text))
        text, caret = edited(self.lines[self.at].text, self.caret, key)
        changed = replace(self.lines[self.at], text=text)
        return replace(self, lines=(*self.lines[: self.at], changed, *self.lines[self.at + 1 :]), caret=caret)


# --- places in a text ------------------------------------------------------------------------------------------------


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of everything between blanks."""
    spans, end = [], 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        spans.append((start, end))
    return tuple(spans)


TEXT_STEPS = {"left": -1, "right": 1, "up": -10, "down": 10, "home": -1_000_000, "end": 1_000_000}
TEXT_STEPS |= {"pageup": -80, "pagedown": 80, "ctrl-left": -5, "ctrl-right": 5}


@dataclass(frozen=True)
class Cut:
    """Where to cut a text in two: before word number `at`. Answers the offset."""

    text: str
    at: int = 1

    @cached_property
    def words(self) -> tuple[tuple[int, int], ...]:
        return word_spans(self.text)

    @property
    def offset(self) -> int:
        return self.words[self.at][0]

    def press(self, key: str) -> Cut | Done | Left:
        if key in LEAVE:
            return Left()
        if key in ("enter", "x"):
            return _one(str(self.offset))
        step = TEXT_STEPS.get(key, 0)
        return replace(self, at=min(max(self.at + step, 1), len(self.words) - 1))


@dataclass(frozen=True)
class Selection:
    """A stretch of a text: arrows move by word, typing finds, Enter first sets the start and then the end.

    Answers "start" and "end", offsets in the text.
    """

    text: str
    at: int = 0
    anchor: int | None = None
    typed: str = ""

    @cached_property
    def words(self) -> tuple[tuple[int, int], ...]:
        return word_spans(self.text)

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def span(self) -> tuple[int, int]:
        """Start and end of what is selected; the word under the caret while there is no anchor."""
        first, last = sorted((self.at if self.anchor is None else self.anchor, self.at))
        return self.words[first][0], self.words[last][1]

    @property
    def lost(self) -> bool:
        """Is what was typed nowhere in the text?"""
        return fold(self.typed) not in self.folded

    def press(self, key: str) -> Selection | Done | Left:
        if key in LEAVE:
            return Left() if self.anchor is None else replace(self, anchor=None, typed="")
        if key == "enter":
            return self._enter()
        if key in TEXT_STEPS:
            at = min(max(self.at + TEXT_STEPS[key], 0), len(self.words) - 1)
            return replace(self, at=at, typed="")
        if key == "tab":
            return self._find(self.typed, self.words[self.at][1])
        return self.type(edited(self.typed, len(self.typed), key)[0])

    def type(self, text: str) -> Selection:
        """Go to the first place where `text` stands, after the start if it is set."""
        return self._find(text, 0 if self.anchor is None else self.words[self.anchor][0])

    def _enter(self) -> Selection | Done:
        if self.anchor is None:
            return replace(self, anchor=self.at, typed="")
        start, end = self.span
        return Done((("start", str(start)), ("end", str(end))))

    def _find(self, typed: str, after: int) -> Selection:
        """Move to the next place where `typed` stands, from the top again if there is none below."""
        needle = fold(typed)
        where = self.folded.find(needle, after)
        where = self.folded.find(needle) if where < 0 else where
        if not needle or where < 0:
            return replace(self, typed=typed)
        last = where + len(needle) - 1 if self.anchor is not None else where
        return replace(self, typed=typed, at=max(bisect_right(self.words, (last, len(self.text))) - 1, 0))


Asked = Menu | Form | Cut | Selection


def word_at(text: str, offset: int) -> int:
    """Return the number of the word at or after `offset` (the last word if there is none)."""
    spans = word_spans(text)
    return min(bisect_left(spans, (offset, 0)), len(spans) - 1)
