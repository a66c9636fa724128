"""Blocks to statements: the text units that are reviewed, each a candidate action or known by its place to be none."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractor.core.model import Block, Kind, Letter, Statement
from extractor.filing.kinds import cued_kind
from extractor.read.asked import QUOTED, asked_items, is_asked, labelled_questions
from extractor.read.layout.labels import after_label, answer_labels, label_of
from extractor.read.layout.markers import is_unticked, read_marker
from extractor.read.layout.names import is_dateline
from extractor.read.layout.vocabulary import Inside, LayoutVocabulary, Openings, vocabulary
from extractor.read.rows import Piece, answers, heading_rows, is_bare, row_pieces
from extractor.read.sections import UNDONE
from extractor.read.sentences import (
    Sentences,
    is_part,
    is_title,
    leads_in,
    names_again,
    opening,
    sentence_words,
    sentences,
    starts_anew,
)
from extractor.read.settings import DATELINE, FORMULA, MIN_CANDIDATE, SENTENCE, UNIT
from rules.models import Pack, ReadingWords
from rules.words import fold

ID_LENGTH = 16  # hexadecimal digits

_LAST_WORD = re.compile(r"[^\s(\[\"“«]+$")
_WORD = re.compile(r"[^\W_]+")
_LOWER = re.compile(r"\b[^\W\d_A-ZÁÉÍÓÚÑÜ]+\b")

_OPEN = ("paragraph", "item", "greeting", "heading")  # blocks that a sentence may run on from
_SHUT = ".:;?!)”»"  # after these a sentence is over, or what follows is set apart


@dataclass(frozen=True, slots=True)
class _Words:
    """A pack's vocabulary as splitting needs it."""

    sentences: Sentences
    greetings: Openings
    closings: Openings
    totals: Openings
    turns: Inside
    requests: Inside
    inquiries: re.Pattern[str]
    small: frozenset[str]
    layout: LayoutVocabulary


@cache
def _words(pack: Pack) -> _Words:
    reading: ReadingWords = pack.reading
    return _Words(
        sentences=sentence_words(pack),
        greetings=Openings(reading.greetings),
        closings=Openings(reading.closings),
        totals=Openings(reading.totals),
        turns=Inside(reading.turns),
        requests=Inside(reading.requests),
        inquiries=vocabulary(pack).inquiries,
        small=frozenset(fold(word) for word in (*reading.particles, *reading.articles)),
        layout=vocabulary(pack),
    )


def split(letter: Letter, pack: Pack) -> tuple[Statement, ...]:
    """Return the letter's statements in order; together they hold all its text but markers and side cells of tables."""
    words = _words(pack)
    made: list[Statement] = []
    seen: Counter[tuple[int, str]] = Counter()
    page_at = _PageFinder(letter)
    for (start, end, kind), section in _pieces(letter, words):
        text = letter.text[start:end]
        plain = " ".join(_WORD.findall(fold(text)))
        if not plain:
            continue
        if kind is Kind.ACTION and len(plain) < MIN_CANDIDATE:
            kind = Kind.OTHER
        page = page_at(start)
        made.append(Statement(_id(letter.id, page, plain, seen), letter.id, start, end, page, text, kind, section))
    return tuple(made)


def _id(letter: str, page: int, plain: str, seen: Counter[tuple[int, str]]) -> str:
    """Name a statement by its page and words. What other pages hold, or hold no more, changes nothing in it."""
    seen[page, plain] += 1
    mark = f"{letter}\n{page}\n{plain}\n{seen[page, plain]}"
    return hashlib.sha256(mark.encode()).hexdigest()[:ID_LENGTH]


class _PageFinder:
    """The page of an offset; offsets are asked for in rising order."""

    def __init__(self, letter: Letter) -> None:
        self._spans = letter.spans
        self._at = 0

    def __call__(self, offset: int) -> int:
        while self._at + 1 < len(self._spans) and self._spans[self._at + 1].start <= offset:
            self._at += 1
        return self._spans[self._at].page if self._spans else 1


def _pieces(letter: Letter, words: _Words) -> Iterator[tuple[Piece, str]]:
    blocks = _mended(letter, words)
    asked = asked_items(letter.text, blocks, words.inquiries)
    asked |= labelled_questions(letter.text, blocks, words.layout)
    starts = [span.start for span in letter.spans]
    labels = answer_labels(letter, asked)
    headings = heading_rows(letter.text, blocks)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind == "head" or _is_formal(letter.text, block):  # one statement for the whole of it
            last = index
            while (
                last + 1 < len(blocks)
                and blocks[last + 1].kind == block.kind
                and (block.kind == "head" or _is_formal(letter.text, blocks[last + 1]))
            ):
                last += 1
            yield (block.start, blocks[last].end, Kind.OTHER), block.section
            index = last + 1
            continue
        if block.start in asked or block.start in headings:
            yield (block.start, block.end, Kind.OTHER), block.section
            index += 1
            continue
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if label_of(letter.text, block.start, block.end) in labels:
            told = after_label(letter.text, block.start, block.end)
            yield (block.start, told, Kind.OTHER), block.section
            block = replace(block, start=told)
        for piece in _block_pieces(letter.text, block, after, words, starts):
            yield piece, block.section
        index += 1


def _is_formal(text: str, block: Block) -> bool:
    """Is it part of a closing, and no sentence: a name, a title, a line of copies? Or of a mail that was answered?"""
    if block.kind != "closing":
        return block.kind == "quoted"
    return len(_LOWER.findall(text, block.start, block.end)) < SENTENCE


def _is_told(heading: str, words: _Words) -> bool:
    """Does a heading say something, as an answer printed beside its label does?"""
    at = heading.find(": ") + 1
    return at > 0 and len(_WORD.findall(heading, at)) > 2 and not heading.rstrip().endswith(":")


def _mended(letter: Letter, words: _Words) -> Sequence[Block]:
    """Join blocks that break off in the middle of a sentence with those that go on with it."""
    blocks: list[Block] = []
    for block in letter.blocks:
        before = blocks[-1] if blocks else None
        if before is not None and _goes_on(letter.text, before, block, words):
            kind = "paragraph" if before.kind == "heading" else before.kind
            blocks[-1] = replace(before, end=block.end, kind=kind)
        else:
            blocks.append(block)
    return blocks


def _goes_on(text: str, before: Block, block: Block, words: _Words) -> bool:
    """Does a block without a mark of its own begin in the middle of the sentence that the one before left open?"""
    if block.kind != "paragraph" or block.marker or before.kind not in _OPEN or before.fields:
        return False
    end, begins = text[before.start : before.end].rstrip(), text[block.start : block.end].lstrip()
    if not end or not begins or end[-1] in _SHUT or read_marker(begins) is not None:
        return False
    if begins[0].islower():
        return True
    last = _LAST_WORD.search(end)
    return begins[0].isalnum() and last is not None and fold(last.group()) in words.small


def _block_pieces(
    text: str, block: Block, after: Block | None, words: _Words, starts: Sequence[int]
) -> Iterable[Piece]:
    """The statements of a block; `starts` are where the letter's printed lines begin."""
    folded = fold(text[block.start : block.end])
    if block.kind == "heading":
        return [(block.start, block.end, Kind.ACTION if _is_told(folded, words) else Kind.OTHER)]
    if block.kind == "row":
        last = after is None or after.kind != "row" or _sums_up(text, after, words)
        if is_bare(text, block) or (_sums_up(text, block, words) and (last or _is_sum(folded, words))):
            return [(block.start, block.end, Kind.OTHER)]
        pieces = row_pieces(text, block, starts, words.sentences.pack)
        return _told_apart(text, block, pieces, words) if answers(text, block) else pieces
    if is_unticked(block.marker, text):
        return [(block.start, block.end, Kind.OTHER)]
    asked = block.kind == "item" and _asks(fold(block.section), words)
    if asked or QUOTED.fullmatch(text, block.start, block.end) or _is_day(text, block, words):
        return [(block.start, block.end, Kind.OTHER)]
    return _sentence_pieces(text, block, after, words)


def _told_apart(text: str, row: Block, pieces: Iterable[Piece], words: _Words) -> Iterator[Piece]:
    """An answer printed beside its question is prose as it would be below it: its sentences report one by one."""
    for start, end, kind in pieces:
        if kind is Kind.ACTION and start > row.start:
            prose = Block("paragraph", start, end, row.depth, section=row.section)
            yield from _sentence_pieces(text, prose, None, words)
        else:
            yield start, end, kind


def _is_day(text: str, block: Block, words: _Words) -> bool:
    """Does a paragraph say where and on which day it was written, in figures or words, and nothing else?"""
    line = text[block.start : block.end].strip()
    if block.kind != "paragraph" or block.marker or len(line) > DATELINE or opening(line, words.sentences):
        return False
    return is_dateline(line, words.layout, words.layout.days)


def _asks(section: str, words: _Words) -> bool:
    """Does a lead-in repeat what was asked, and not go on to answer: "…, cumplo con informar lo siguiente:"?"""
    asked = words.requests.end(section)
    if not asked:
        return False
    clause = section[asked:].rpartition(",")
    return words.turns.end(section[asked:]) == 0 and not (clause[1] and clause[2] in words.sentences.lead_ins)


def _sums_up(text: str, row: Block, words: _Words) -> bool:
    return bool(words.totals.match(fold(text[row.start : row.end])))


def _is_sum(row: str, words: _Words) -> bool:
    """Does a row hold nothing but figures after a word that sums up?"""
    return not any(len(word) > UNIT and word.isalpha() for word in _WORD.findall(row[words.totals.match(row) :]))


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _sentence_pieces(text: str, block: Block, after: Block | None, words: _Words) -> Iterator[Piece]:
    """The sentences of a paragraph or an item; those that complete another or are named by it are one with it."""
    start: int | None = None
    end = block.start
    for first, last in sentences(text, block.start, block.end, words.sentences):
        if block.kind == "greeting" and first == block.start:
            content = _content(text, first, last, words)
            if content == last and len(_WORD.findall(text, first, last)) > FORMULA:
                start, end = first, last  # it may report without any turn
                continue
            yield first, content, Kind.OTHER
            first = content + _blank(text[content:last])
            if first == last:
                continue
        sentence = text[first:last]
        parts = sentence.rstrip().endswith(":") and is_part(text[last : block.end].lstrip())
        other = parts or _is_other(text, sentence, block, after if last == block.end else None, words)
        if start is not None and (other or _begins(sentence, text[start:end], start == block.start, words.sentences)):
            yield start, end, Kind.ACTION
            start = None
        if other:
            yield first, last, Kind.OTHER
        elif start is None:
            start = first
        end = last
    if start is not None:
        yield start, end, Kind.ACTION


def _begins(sentence: str, before: str, is_first: bool, words: Sentences) -> bool:
    """Does a sentence begin a statement of its own?"""
    if is_part(sentence):
        return True
    titled = is_first and is_title(before, sentence, words) and cued_kind(before, words.pack) not in UNDONE
    goes_on = titled or names_again(sentence, before, words)
    return (starts_anew(sentence, words) and not goes_on) or _turns(before, sentence, words.pack)


def _turns(before: str, sentence: str, pack: Pack) -> bool:
    """Does a sentence plan what the one before denies, or the other way round: "No se hizo. Esto se hará en mayo."?"""
    said = cued_kind(sentence, pack)
    return said in UNDONE and {said, cued_kind(before, pack)} == UNDONE


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip(" ,:;"))


def _is_other(text: str, sentence: str, block: Block, after: Block | None, words: _Words) -> bool:
    folded = fold(sentence)
    return (
        bool(words.closings.match(folded))
        or (words.layout.salutations.match(folded) > 0 and cued_kind(sentence, words.sentences.pack) is None)
        or _addresses(folded, words)
        or is_asked(sentence, words.inquiries)
        or leads_in(text, sentence, block, after, words.sentences)
    )


def _addresses(folded: str, words: _Words) -> bool:
    """Does a sentence only say whom a paper is for, from "Señora" to "Presente.-"?"""
    last = folded.split()[-1:]
    return bool(last) and words.layout.addressees.match(last[0]) > 0 and words.layout.addressees.match(folded) > 0


def _content(text: str, start: int, end: int, words: _Words) -> int:
    """Where the polite sentence turns to its content; its end if it does not."""
    at = start
    while turn := words.turns.end(fold(text[at:end])):
        at += turn
        if not words.greetings.match(fold(text[at:end])):
            return at
    return end
