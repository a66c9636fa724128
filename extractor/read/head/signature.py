"""Who signs a letter: the lines below its farewell, and the sentence that says for whom it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, takewhile

from extractor.core.model import Block, Layout, Span
from extractor.read.head.lines import is_place, is_word
from extractor.read.head.settings import LAST, LONG, MOST, OPENING, ROW, RULE, SPOKEN, TOLD, TOUCHING
from extractor.read.layout.dates import date_alone, find_date, place_before, words_before
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold

_RULE = re.compile(rf"\W*[_.…\-–—]{{{RULE},}}\W*")
_PART = re.compile(r"[,;:]|\.(?=\s)")
_CAPITAL = re.compile(r"\b(\w+) (?=([^\W\d_]))(?![a-zñáéíóú])")
_WORD = re.compile(r"[^\W\d_]+")


def signature(layout: Layout, words: LayoutVocabulary) -> list[str]:
    """The lines of the signature: those below the farewell or the line drawn for it, above the copies.

    Empty if somebody signs there who is no body: a union of its workers, an association, one who was in office.
    """
    signed = list(_below(layout, words))
    said = {word for text in signed for word in _WORD.findall(fold(text))}
    return [] if said & words.not_bodies else signed


def _below(layout: Layout, words: LayoutVocabulary) -> Iterator[str]:
    begun, count = False, 0
    for text in _closing_lines(layout):
        folded = fold(text)
        if words.replied.end(folded):
            return
        if words.closings.match(folded) or _RULE.fullmatch(text):
            begun, count = True, 0
            continue
        if begun and (words.after_body.match(folded) or words.annexes.match(folded) or count == MOST):
            return
        if begun and len(text) < LONG:
            count += 1
            yield text


def _closing_lines(layout: Layout) -> Iterator[str]:
    """The printed lines of what closes the letter, and of what may sign it where nothing does."""
    blocks = [block for block in layout.blocks if block.kind == "closing"]
    for block in blocks:
        for span in layout.spans:
            if block.start <= span.start < block.end:
                yield layout.text[span.start : span.end].strip()


def last_lines(layout: Layout, words: LayoutVocabulary) -> list[str]:
    """The lines alone in their rows below all that the letter tells, down to its copies: a day, who signs."""
    head = [(block.start, block.end) for block in layout.blocks if block.kind == "head"]
    own = [span for span in layout.spans if not any(start <= span.start < end for start, end in head)]
    told = [span for span in own if _tells(layout.text[span.start : span.end], words)]
    page = max((span.page for span in told), default=0)
    low = max((span.box.bottom for span in told if span.page == page), default=0.0)
    below = [span for span in own if span.page == page and span.box.top > low - 1]
    rows = (list(row) for _, row in groupby(sorted(below, key=_top), key=lambda span: round(_top(span) / ROW)))
    texts = [" | ".join(layout.text[span.start : span.end].strip() for span in row) for row in rows]
    return list(takewhile(lambda text: not words.after_body.match(fold(text)), texts[:LAST]))


def signed_days(layout: Layout, words: LayoutVocabulary) -> list[date]:
    """The days alone in their lines, or behind a place, beside who signs: from the farewell down to the annexes."""
    spans = list(_signed_spans(layout, words))
    stamps = [span for span in layout.spans if fold(layout.text[span.start : span.end]) in words.stamps]
    found: list[date] = []
    for span in spans:
        text = layout.text[span.start : span.end].strip()
        day = find_date(text, words.days)
        labelled = day is not None and text[: day[1]].rstrip().endswith(":")  # "Fecha:" of a signature by machine
        if day is None or labelled or len(text) - day[2] > 1 or any(_touches(span, stamp) for stamp in stamps):
            continue
        before = words_before(text, day[1])
        if not before or is_word(before) or is_place(place_before(text, day[1], words.days)):
            found.append(day[0])
    return found


def _signed_spans(layout: Layout, words: LayoutVocabulary) -> Iterator[Span]:
    first = next((block.start for block in layout.blocks if block.kind == "closing"), len(layout.text))
    for block in layout.blocks:
        if block.start < first or block.fields:
            continue
        if block.kind == "heading" or words.annexes.match(fold(layout.text[block.start : block.end])):
            return
        yield from (span for span in layout.spans if block.start <= span.start < block.end)


def _touches(span: Span, stamp: Span) -> bool:
    """Does a line stand among a stamp's words: a row above or below one of them, with its middle in the stamp?"""
    if span.page != stamp.page or span is stamp:
        return span is stamp
    gap = max(stamp.box.top - span.box.bottom, span.box.top - stamp.box.bottom)
    beside = stamp.box.x0 < span.box.x1 and span.box.x0 < stamp.box.x1
    return beside and gap < TOUCHING * (span.box.bottom - span.box.top)


def _tells(text: str, words: LayoutVocabulary) -> bool:
    """Has a line more small words, particles aside, than names and offices have, and is no date?"""
    small = [word for word in text.split() if word[:1].islower() and fold(word) not in words.particles]
    return len(small) >= TOLD and date_alone(text, words.days) is None


def _top(span: Span) -> float:
    return span.box.top


def spoken_for(layout: Layout, words: LayoutVocabulary) -> str:
    """Whom the letter's first sentences name as who writes: "en representación de …", "La Embajada … saluda"."""
    first: Sequence[Block] = [block for block in layout.blocks if block.kind in ("greeting", "paragraph")][:OPENING]
    for number, block in enumerate(first):
        text = layout.text[block.start : block.end]
        folded = fold(text)
        begun, end = words.speaks_of_itself.place(folded)
        if number == 0 and 0 < begun < SPOKEN and folded.partition(" ")[0] in words.articles:
            return _named(text[:begun], words)
        if end := words.speaks_for.end(folded):
            return _named(text[end : end + SPOKEN], words)
    return ""


def names_itself(layout: Layout, words: LayoutVocabulary) -> Iterator[str]:
    """What stands behind the words with which a letter names its own body: "este Ministerio de …", "nuestra …"."""
    for block in layout.blocks:
        if block.kind in ("head", "closing"):
            continue
        text = layout.text[block.start : block.end].replace("\n", " ")
        for word in _CAPITAL.finditer(text):
            if fold(word[1]) in words.own:
                yield text[word.start(2) : word.start(2) + SPOKEN]


def _named(text: str, words: LayoutVocabulary) -> str:
    """The first part of a text, "" if it is of somebody who is no body."""
    said = _PART.split(text)[0].strip()
    return "" if set(_WORD.findall(fold(said))) & words.not_bodies else said


__all__ = ["last_lines", "names_itself", "signature", "signed_days", "spoken_for"]
