"""The keys of both screens and what each wants: one meaning for each key, wherever something is decided."""

from __future__ import annotations

from extractor.review.intents import Intent

KEYS: dict[str, str] = {
    "enter": "accept",
    "a": "accept",
    "/": "file",
    "k": "kind",
    "r": "reject",
    "s": "skip",
    "e": "details",
    "n": "note",
    "w": "wording",
    "x": "split",
    "m": "merge",
    "+": "add",
    "A": "rest",
    "S": "sure",
    "o": "original",
    "p": "grounds",
    "L": "learning",
    "i": "head",
    "v": "verdict",
    "b": "back",
    "left": "back",
    "right": "forward",
    "u": "undo",
    "?": "help",
    "q": "quit",
    "ctrl-c": "quit",
    "ctrl-d": "quit",
}
YES, NO, LATER, STOP = "a", "r", "s", "q"  # of every question that is asked pair by pair: as in the review
SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


def meant(key: str, asked: bool, text: str | None = None) -> Intent:
    """Return what a named key wants, while something is asked or not; `text` is what it pastes, if it is a paste."""
    if key == "resize":
        return Intent("nothing")
    if asked:
        return Intent("edit", key) if text is None else Intent("paste", text)
    if key in SCROLLS:
        return Intent("scroll", str(SCROLLS[key]))
    if key.isascii() and key.isdigit() and key != "0":
        return Intent("pick", key)
    return Intent(KEYS[key]) if key in KEYS else Intent("unknown", text or key)
