"""What each block of a letter is: paragraph, item, heading, row, greeting or closing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from extractor.core.model import Line
from extractor.read.layout.forms import heads_form, names_form
from extractor.read.layout.grids import Cells, Column
from extractor.read.layout.markers import Marker
from extractor.read.layout.names import are_signed, is_dateline, is_farewell
from extractor.read.layout.settings import (
    ADDRESS_WORDS,
    MAX_HEADING,
    NAMES,
    OPENING,
    REPORT_WORDS,
    ROWS,
    SHORT,
    SMALL,
    SMALLER,
)
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_RULE = re.compile(r"\s*_{5,}\s*")  # to sign on


@dataclass(slots=True)
class Draft:
    """A block before it has offsets. `lines` for text, `cells` for a table row."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    marker: Marker | None = None
    depth: int = 0
    cells: Cells = field(default_factory=dict)
    columns: dict[int, Column] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def print(self) -> str:
        """All that is printed in it."""
        return " ".join(line.text for lines in (self.lines, *self.cells.values()) for line in lines)

    @property
    def page(self) -> int:
        first = next(iter(self.cells.values()), None) if self.cells else self.lines
        return first[0].page if first else 0


def set_kinds(drafts: list[Draft], vocabulary: LayoutVocabulary, capitals: bool) -> None:
    """Give each block its kind; `capitals`: the whole text is set in them."""
    _set_lone_items(drafts)
    _set_headings(drafts, vocabulary, capitals)
    _set_greeting(drafts, vocabulary)
    _Closing(drafts, vocabulary, capitals).set()
    for draft in drafts:
        if is_sign_off(draft.print, vocabulary) or _is_under_rule(draft.print, vocabulary):
            draft.kind = "closing"
    _set_signed(drafts, vocabulary)
    _set_form_heads(drafts, vocabulary)


def is_title(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and len(text) < MAX_HEADING and all(char.isupper() for char in letters)


def is_sign_off(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Does a block name those who made, checked or signed it, and nothing else?"""
    end = vocabulary.sign_offs.match(fold(text))
    if not end:
        return False
    rest = text[end:].lstrip()
    joined = rest.partition(" ")  # "Firma y sello", whichever of them comes first
    if fold(joined[0]) in vocabulary.title_words and vocabulary.sign_offs.match(fold(joined[2])):
        return is_sign_off(joined[2], vocabulary)
    is_label = not rest or (rest[0] in ":._…/-" and not rest.strip(" :._…/-\n")[:1].islower())
    words = rest.split()
    return is_label and len(words) < NAMES and sum(word[:1].islower() for word in words) < SMALL


def _is_under_rule(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Does a block name who signs, below a rule drawn to sign on?"""
    rule = _RULE.match(text)
    return rule is not None and are_signed([text[rule.end() :]], vocabulary)


def _set_signed(drafts: list[Draft], vocabulary: LayoutVocabulary) -> None:
    """What stands below a text that bids no farewell, or between it and one: its day, and who signs.

    Above the end of a page that another follows, only names with an office are that: a list may run on.
    """
    signs = True  # is what stands below who signs, the farewell, or nothing?
    for index in range(len(drafts) - 1, -1, -1):
        draft, before = drafts[index], drafts[index - 1] if index else None
        last = index + 1 == len(drafts) or drafts[index + 1].page > draft.page
        if draft.kind == "closing":
            signs = True
            continue
        if not (signs or last) or draft.kind != "paragraph" or draft.marker is not None:
            signs = False
            continue
        lines = [line.text for line in draft.lines]
        dated = signs and len(lines) == 1 and is_dateline(lines[0], vocabulary)
        listed = dated and before is not None and any(is_dateline(line.text, vocabulary) for line in before.lines)
        signs = (
            (dated and not listed) or are_signed(lines, vocabulary) or (signs and _is_dated_title(lines, vocabulary))
        )
        if signs:
            draft.kind = "closing"


def _is_dated_title(lines: list[str], vocabulary: LayoutVocabulary) -> bool:
    """Do lines hold a day and, in capitals, the office that it is from?"""
    dated = [is_dateline(line, vocabulary) for line in lines]
    return sum(dated) == 1 < len(lines) and all(day or is_title(line) for day, line in zip(dated, lines, strict=True))


def _set_form_heads(drafts: list[Draft], vocabulary: LayoutVocabulary) -> None:
    """What names the form that a letter is written on, in two blocks or more: "Proceso: …", below it "Versión: …".

    Above all text one in capitals is enough: "PROCESO: GESTIÓN DOCUMENTAL – Copia controlada".
    """
    named = [bool(draft.lines) and names_form(draft.lines[0].text, vocabulary) for draft in drafts]
    for index, draft in enumerate(drafts):
        begins = not index and len(draft.lines) == 1 and heads_form(draft.text, vocabulary)
        if begins or (named[index] and any(named[max(0, index - 1) : index] + named[index + 1 : index + 2])):
            draft.kind = "quoted"  # whatever its words are like


def _set_lone_items(drafts: list[Draft]) -> None:
    """A number that neither begins a sequence nor goes on with one makes no list: its block is a paragraph."""
    present = {(draft.marker.style, draft.marker.value) for draft in drafts if draft.marker}
    for draft in drafts:
        marker = draft.marker
        if marker is None or marker.value <= 1:
            continue
        if not {(marker.style, marker.value - 1), (marker.style, marker.value + 1)} & present:
            draft.kind, draft.depth = "paragraph", 0


def _set_headings(drafts: list[Draft], vocabulary: LayoutVocabulary, capitals: bool) -> None:
    for index, draft in enumerate(drafts):
        if draft.kind not in ("paragraph", "item"):
            continue
        text = draft.text
        body = text[draft.marker.end :] if draft.marker else text
        if len(text) > MAX_HEADING or text.endswith((".", ";", ",", "?")):
            continue
        bold = all(line.bold for line in draft.lines)
        titled = (not capitals and is_title(body)) or (bold and _is_followed_by_text(drafts, index))
        if titled or _heads_deeper_items(drafts, index) or _heads_aims(drafts, index, vocabulary):
            draft.kind = "heading"


def _heads_deeper_items(drafts: list[Draft], index: int) -> bool:
    """Is this a short item, no sentence, above a list of its own?"""
    draft, after = drafts[index], drafts[index + 1] if index + 1 < len(drafts) else None
    if draft.marker is None or after is None or after.marker is None or len(draft.lines) > 1:
        return False
    return after.depth > draft.depth and len(draft.text) < SHORT and not draft.text.endswith(":")


def _heads_aims(drafts: list[Draft], index: int, vocabulary: LayoutVocabulary) -> bool:
    """Does one line in plain type, set above a list, say that its items are only wanted or still to come?"""
    draft, after = drafts[index], drafts[index + 1] if index + 1 < len(drafts) else None
    if draft.marker is not None or len(draft.lines) > 1 or after is None or after.marker is None:
        return False
    folded = fold(draft.text)
    return not folded.endswith(":") and any(opening.match(folded) for opening in vocabulary.aims.values())


def _is_followed_by_text(drafts: list[Draft], index: int) -> bool:
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    return after is not None and (bool(after.cells) or not all(line.bold for line in after.lines))


def _set_greeting(drafts: list[Draft], vocabulary: LayoutVocabulary) -> None:
    for draft in drafts[:3]:
        if draft.kind == "paragraph" and vocabulary.greetings.match(fold(draft.text)):
            draft.kind = "greeting"
            return


class _Closing:
    """Tells the farewell, the signature and what stands below it from text that goes on after them.

    A polite phrase closes a letter only for what is no report: sentences, items and tables after it are text again,
    but for distribution lists, which only an annex's heading ends, and for small print.
    """

    def __init__(self, drafts: list[Draft], vocabulary: LayoutVocabulary, capitals: bool) -> None:
        self._drafts, self._vocabulary, self._capitals = drafts, vocabulary, capitals
        sizes: Counter[float] = Counter()
        for draft in drafts:
            for line in draft.lines:
                sizes[line.size] += len(line.text)
        self._body_size = sizes.most_common(1)[0][0] if sizes else 0.0

    def set(self) -> None:
        closed = lists = opened = False
        closed_on = 0
        for index, draft in enumerate(self._drafts):
            folded = fold(draft.text)
            if not closed or not lists:
                lists = bool(self._vocabulary.after_body.match(folded)) and (closed or len(folded) < 40)
            if self._bids(index, folded) or (lists and not closed):
                closed, closed_on = True, draft.page
                if index < OPENING and not lists and len(folded) > SHORT and self._goes_on(index):
                    closed, draft.kind = False, "greeting"
            elif closed and self._opens_again(index, folded, lists, draft.page > closed_on):
                closed = lists = False
                opened = True
            if closed or (opened and draft.kind == "paragraph" and self._is_small(draft)):
                draft.kind = "closing"

    def _bids(self, index: int, folded: str) -> bool:
        """Does a block bid farewell: in a pack's words, or by where it stands?"""
        if self._vocabulary.closings.match(folded):
            return True
        lines, after = ([line.text for line in one.lines] for one in (self._drafts[index], self._after(index)))
        return is_farewell(lines, after, self._vocabulary)

    def _after(self, index: int) -> Draft:
        return self._drafts[index + 1] if index + 1 < len(self._drafts) else Draft("paragraph")

    def _is_small(self, draft: Draft) -> bool:
        return all(line.size < self._body_size - SMALLER for line in draft.lines)

    def _goes_on(self, index: int) -> bool:
        return any(self._is_report(draft, fold(draft.text)) for draft in self._drafts[index + 1 :])

    def _opens_again(self, index: int, folded: str, lists: bool, later: bool) -> bool:
        draft = self._drafts[index]
        if self._vocabulary.annexes.match(folded) and len(folded) < MAX_HEADING:
            return later or self._goes_on(index)
        if lists:
            return later and bool(draft.cells) and self._is_report(draft, folded)
        if draft.kind == "heading" and index + 1 < len(self._drafts):
            after = self._drafts[index + 1]
            rows = [bool(one.cells) for one in self._drafts[index + 1 : index + 1 + ROWS]]
            table = len(rows) == ROWS and all(rows)  # under a title of its own
            return table or (after.kind != "heading" and self._is_report(after, fold(after.text)))
        return self._is_report(draft, folded)

    def _is_report(self, draft: Draft, folded: str) -> bool:
        """Does a block look as the text of a letter does: a sentence in its type, or a table with known headers?"""
        if draft.cells:
            return any(column.role not in ("other", "number") for column in draft.columns.values())
        if draft.kind == "heading" or self._is_small(draft):
            return False
        words = draft.text.split()
        small = sum(word[:1].islower() for word in words)
        is_prose = self._capitals or 2 * small > len(words)
        ends = draft.text.rstrip('"”»)').endswith((".", ";", ":")) or draft.marker is not None or len(words) > 20
        address = len(words) < ADDRESS_WORDS and folded in self._vocabulary.furniture
        polite = address or self._vocabulary.closings.match(folded)
        return len(words) >= REPORT_WORDS and is_prose and ends and not polite


__all__ = ["Draft", "is_sign_off", "is_title", "set_kinds"]
