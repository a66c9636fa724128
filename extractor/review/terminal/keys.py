"""From what a terminal sends to named keys: "a", "é", "enter", "up", "ctrl-c" … Pure; the reading is the caller's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.core.clean import clean

ESCAPE = "\x1b"

PLAIN = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x01": "home",
    "\x05": "end",
    "\x03": "ctrl-c",
    "\x04": "ctrl-d",
    "\x15": "ctrl-u",
    "\x17": "ctrl-w",
    ESCAPE: "esc",
}

# What follows ESC: xterm, VT220 and application-mode spellings of the same keys.
SEQUENCES = {
    "[A": "up",
    "[B": "down",
    "[C": "right",
    "[D": "left",
    "OA": "up",
    "OB": "down",
    "OC": "right",
    "OD": "left",
    "[H": "home",
    "[F": "end",
    "OH": "home",
    "OF": "end",
    "[1~": "home",
    "[4~": "end",
    "[3~": "delete",
    "[5~": "pageup",
    "[6~": "pagedown",
    "[Z": "backtab",
    "[1;5C": "ctrl-right",
    "[1;5D": "ctrl-left",
}


def _sequence_end(raw: str, start: int) -> int:
    """Return where the escape sequence whose ESC stands at `start` ends; just after ESC if it is none."""
    if raw[start + 1 : start + 2] == "O":
        return min(start + 3, len(raw))
    if raw[start + 1 : start + 2] != "[":
        return start + 1
    end = start + 2
    while end < len(raw) and not "@" <= raw[end] <= "~":
        end += 1
    return min(end + 1, len(raw))


PASTE, PASTE_ENDS = ESCAPE + "[200~", ESCAPE + "[201~"  # xterm's bracketed paste
_UNFINISHED = re.compile(rf"{ESCAPE}(\[[0-9;]*|O)?$")


def unfinished(raw: str) -> bool:
    """Tell whether what was read so far may stop inside a key or a paste."""
    return bool(_UNFINISHED.search(raw)) or raw.rfind(PASTE) > raw.rfind(PASTE_ENDS)


def pasted(key: str) -> str | None:
    """Return the text of a paste, on one line; None if the key is none."""
    return " ".join(clean(key.removeprefix(PASTE)).split()) if key.startswith(PASTE) else None


def named_keys(raw: str) -> Iterator[str]:
    """Yield the name of each key in what was read at once; a paste is one key; unknown keys are left out."""
    at = 0
    while at < len(raw):
        if raw.startswith(PASTE, at):
            end = raw.find(PASTE_ENDS, at)
            end = len(raw) if end < 0 else end
            yield raw[at:end]
            at = end + len(PASTE_ENDS)
            continue
        end = _sequence_end(raw, at) if raw[at] == ESCAPE else at + 1
        if end - at > 1:
            name = SEQUENCES.get(raw[at + 1 : end])
        else:
            name = PLAIN.get(raw[at]) or (raw[at] if raw[at].isprintable() else None)
        if name:
            yield name
        at = end
