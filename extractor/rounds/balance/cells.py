"""What a cell of a published table says: its lettered actions, each with unit, dates and what is noted of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rules.models import Balance
from rules.words import fold

_MARK = re.compile(r"^([A-Z]{1,2})\s?[.)]\s*(?=\S)")
_FRONT = re.compile(r"^(?P<unit>[^():;]{0,120}?)\s*\((?P<when>[^()]{4,80})\)\s*:\s*(?P<text>.*)$", re.S)
_CITED = re.compile(r"\s*\[\d{1,4}(?:, [^\[\]]{1,40})?\]\s*$")  # "[3, p. 2]": the number of a note, and its page
_ORDINAL = re.compile(r"^(?:[IVXLC]+(?!\w)|\d{1,2}[ºª°.]?)\s*[-–]?\s*(?=\w{3})")  # "VIII DIRTEPOL Huancayo"
_BEHIND = re.compile(r"^(?P<text>.*?)\s*\((?P<note>[^()]{2,200})\)\s*\.?\s*$", re.S)


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One action of a cell: its letter ("" if it has none), its text, unit, dates as written, kind and subhead."""

    mark: str
    text: str
    unit: str = ""
    when: str = ""
    kind: str = ""
    period: str = ""


def cell_entries(cell: str, words: Balance, last: str = "") -> Iterator[CellEntry]:
    """Yield the lettered actions of a cell in their order. A letter out of order is a part of the text.

    A first entry without a letter continues the one before, if there is one: that is the reader's to say.

    Args:
        last: the letter that the same cell ended with on the page before.
    """
    if is_blank(cell, words):
        return
    expected, period, current = after(last), "", CellEntry("", "")
    for line in cell.split("\n"):
        if subhead := _subhead(line, words):
            period = subhead
            continue
        mark = _MARK.match(line)
        if mark and mark[1] in (expected, "A" if not current.mark and not last else expected):
            if current.text:
                yield current
            current = CellEntry(f"{mark[1]}.", line[mark.end() :].strip(), period=period)
            expected = after(mark[1])
        else:
            current = replace(current, text=f"{current.text} {line.strip()}".strip(), period=current.period or period)
    if current.text:
        yield current


def begins(cell: str) -> bool:
    """Does a cell begin with the first letter, and so a list of its own?"""
    mark = _MARK.match(cell)
    return mark is not None and mark[1] == "A"


def after(mark: str) -> str:
    """Return the letter that follows: A, B, … Z, AA, AB, …"""
    letters = mark.rstrip(".")
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    number += 1
    made = ""
    while number:
        number, rest = divmod(number - 1, 26)
        made = chr(65 + rest) + made
    return made


def is_blank(cell: str, words: Balance) -> bool:
    """Does the cell say that nothing was reported?"""
    plain = fold(re.sub(r"\([^()]*\)", "", cell)).strip(" .-–—\n")
    return not plain or plain in {fold(one) for one in words.blank}


def is_figure(cell: str) -> bool:
    """Does the cell hold nothing but a figure, which tells how many and no action?"""
    return bool(re.fullmatch(r"\d[\d\s.,]*%?", cell.strip()))


def _subhead(line: str, words: Balance) -> str:
    """Return the number of the period that a line alone names: "Periodo 2:"."""
    found = re.fullmatch(r"(\D+?)\s*(\d)\s*:?", line.strip())
    return found[2] if found and fold(found[1].strip()) in {fold(one) for one in words.period} else ""


def parted(entry: CellEntry, words: Balance, dated: Callable[[str], bool], units: Sequence[str] = ()) -> CellEntry:
    """Part an action's unit and dates in front of it, its dates behind it and what is noted of it from its text.

    Args:
        dated: says whether words in brackets are dates.
        units: how units of the body begin ("Corte Superior de Justicia").
    """
    entry = replace(entry, text=_CITED.sub("", entry.text))
    while behind := _BEHIND.match(entry.text):
        note = behind["note"].strip()
        if (kind := _noted(note, words)) is not None:
            entry = replace(entry, text=behind["text"], kind=kind or entry.kind)
        elif not entry.when and dated(note):
            entry = replace(entry, text=behind["text"], when=note)
        else:
            break
    if (front := _FRONT.match(entry.text)) and (dated(front["when"]) or any(map(str.isdigit, front["when"]))):
        return replace(entry, unit=front["unit"].strip(), when=front["when"].strip(), text=front["text"].strip())
    unit, colon, text = entry.text.partition(": ")
    named = fold(_ORDINAL.sub("", unit))
    if colon and len(unit) < 80 and any(named.startswith(fold(one)) for one in units):
        return replace(entry, unit=unit.strip(), text=text.strip())
    return entry


def _noted(note: str, words: Balance) -> str | None:
    """Return the kind that a note says, "" if it says something else of an action, None if it is no note."""
    kinds = {fold(text): kind for kind, texts in words.kinds.items() for text in texts}
    found = ""
    for part in map(fold, map(str.strip, note.split(";"))):
        if part in kinds:
            found = kinds[part]
        elif not any(part.startswith(fold(one)) for one in words.notes):
            return None
    return found
