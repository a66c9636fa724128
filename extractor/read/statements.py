"""Blocks to statements: the text units that are reviewed, each a candidate action or known by its place to be none."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractor.core.model import Block, Field, Kind, Letter, Statement
from extractor.read.layout.markers import is_unticked, read_marker
from extractor.read.layout.vocabulary import Inside, Openings
from rules.models import Pack, Reading
from rules.words import fold, read_words

MIN_CANDIDATE = 8  # letters and figures: less reports nothing
ID_LENGTH = 16  # hexadecimal digits
SENTENCE = 6  # words in small letters that make a sentence, in a closing
FORMULA = 12  # words of a polite formula at most
UNIT = 3  # letters of a unit beside a figure: "min", "h"
OPENING = 60  # characters in which a sentence shows how it begins

_SENTENCE_END = re.compile(r"""[.?!;]["”»')\]]*\s+(?=["“«'(¿¡]*[A-ZÁÉÍÓÚÑÜ\d])|;\s+(?=\w)""")
_LAST_WORD = re.compile(r"[^\s(\[\"“«]+$")
_WORD = re.compile(r"[^\W_]+")
_LOWER = re.compile(r"\b[^\W\d_A-ZÁÉÍÓÚÑÜ]+\b")
_QUOTED = re.compile(r"""\s*["“«].*["”»]\s*(?:\(sic\)\s*)?\.?\s*""", re.DOTALL)

_OPEN = ("paragraph", "item", "greeting", "heading")  # blocks that a sentence may run on from
_SHUT = ".:;?!)”»"  # after these a sentence is over, or what follows is set apart

Piece = tuple[int, int, Kind]


@dataclass(frozen=True, slots=True)
class _Words:
    """A pack's vocabulary as splitting needs it."""

    abbreviations: frozenset[str]
    months: frozenset[str]
    greetings: Openings
    closings: Openings
    totals: Openings
    connectives: Openings
    turns: Inside
    lead_ins: Inside
    requests: Inside
    followers: Openings
    openers: frozenset[str]
    auxiliaries: frozenset[str]
    small: frozenset[str]


@cache
def _words(pack: Pack) -> _Words:
    reading: Reading = pack.reading
    return _Words(
        abbreviations=frozenset(fold(word) for word in reading.abbreviations),
        months=frozenset(fold(word) for word in reading.months),
        greetings=Openings(reading.greetings),
        closings=Openings(reading.closings),
        totals=Openings(reading.totals),
        connectives=Openings(reading.connectives),
        turns=Inside(reading.turns),
        lead_ins=Inside(reading.lead_ins),
        requests=Inside(reading.requests),
        followers=Openings(reading.followers),
        openers=frozenset(read_words(word).stems.strip() for word in reading.openers),
        auxiliaries=frozenset(fold(word) for word in reading.auxiliaries),
        small=frozenset(fold(word) for word in (*reading.particles, *reading.articles)),
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
    starts = [span.start for span in letter.spans]
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
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        for piece in _block_pieces(letter.text, block, after, words, starts):
            yield piece, block.section
        index += 1


def _is_formal(text: str, block: Block) -> bool:
    """Is it part of a closing, and no sentence: a name, a title, a line of copies?"""
    return block.kind == "closing" and len(_LOWER.findall(text, block.start, block.end)) < SENTENCE


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
        if _is_bare(text, block) or (_sums_up(text, block, words) and (last or _is_sum(folded, words))):
            return [(block.start, block.end, Kind.OTHER)]
        return _row_pieces(text, block, starts)
    if is_unticked(block.marker, text):
        return [(block.start, block.end, Kind.OTHER)]
    if block.kind == "item":
        return [(block.start, block.end, _item_kind(folded, block, after, words))]
    if _QUOTED.fullmatch(text, block.start, block.end):
        return [(block.start, block.end, Kind.OTHER)]
    return _paragraph_pieces(text, block, after, words)


def _sums_up(text: str, row: Block, words: _Words) -> bool:
    return bool(words.totals.match(fold(text[row.start : row.end])))


def _is_sum(row: str, words: _Words) -> bool:
    """Does a row hold nothing but figures after a word that sums up?"""
    return not any(len(word) > UNIT and word.isalpha() for word in _WORD.findall(row[words.totals.match(row) :]))


def _is_bare(text: str, row: Block) -> bool:
    """Is a row without activity where its table has such a column, and holds next to nothing but its number?"""
    if any(field.role == "activity" for field in row.fields):
        return False
    letters = sum(char.isalpha() for field in row.fields for char in text[field.start : field.end])
    return letters < MIN_CANDIDATE


def _row_pieces(text: str, block: Block, starts: Sequence[int]) -> list[Piece]:
    """A table row is one statement: its activity, or the whole row where no column is known to hold that.

    An activity cell that holds a list is a statement for each item.
    """
    for field in block.fields:
        if field.role == "activity" and field.start < block.start:
            return [(block.start, block.end, Kind.OTHER)]  # more of the row above, with which its activity is merged
        if field.role == "activity":
            return _listed(text, field, starts) or [(field.start, field.end, Kind.ACTION)]
    return [(block.start, block.end, Kind.ACTION)]


def _listed(text: str, cell: Field, starts: Sequence[int]) -> list[Piece]:
    """The items of a list that fills a cell, without their markers; none if it is no list."""
    lines = starts[bisect_left(starts, cell.start) : bisect_left(starts, cell.end)]
    marked = [(start, marker) for start in lines if (marker := read_marker(text[start : cell.end]))]
    if len(marked) < 2 or marked[0][0] != cell.start or len({marker.style for _, marker in marked}) > 1:
        return []
    ends = [*(start for start, _ in marked[1:]), cell.end]
    return [
        (start + marker.end, start + len(text[start:end].rstrip()), Kind.ACTION)
        for (start, marker), end in zip(marked, ends, strict=True)
    ]


def _item_kind(folded: str, block: Block, after: Block | None, words: _Words) -> Kind:
    asked = fold(block.section) in words.requests or _is_asked(folded)
    return Kind.OTHER if asked or _QUOTED.fullmatch(folded) or _leads_in(folded, block, after, words) else Kind.ACTION


def _leads_in(folded: str, block: Block, after: Block | None, words: _Words) -> bool:
    """Does this sentence only introduce what follows?"""
    listed = after is not None and (after.kind in ("item", "row")) and after.depth >= block.depth
    if folded.rstrip().endswith(":"):
        return folded in words.lead_ins or (listed and not _opens(folded, words))
    return listed and block.kind != "item" and folded in words.lead_ins and not _opens(folded, words)


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _paragraph_pieces(text: str, block: Block, after: Block | None, words: _Words) -> Iterator[Piece]:
    start: int | None = None
    end = block.start
    for first, last in _sentences(text, block.start, block.end, words):
        if block.kind == "greeting" and first == block.start:
            content = _content(text, first, last, words)
            if content == last and len(_WORD.findall(text, first, last)) > FORMULA:
                start, end = first, last  # it may report without any turn
                continue
            yield first, content, Kind.OTHER
            first = content + _blank(text[content:last])
            if first == last:
                continue
        sentence = fold(text[first:last])
        other = _is_other(sentence, block, after if last == block.end else None, words)
        if start is not None and (other or _starts_action(sentence, words)):
            yield start, end, Kind.ACTION
            start = None
        if other:
            yield first, last, Kind.OTHER
        elif start is None:
            start = first
        end = last
    if start is not None:
        yield start, end, Kind.ACTION


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip(" ,:;"))


def _is_other(sentence: str, block: Block, after: Block | None, words: _Words) -> bool:
    if words.closings.match(sentence) or _is_asked(sentence):
        return True
    return _leads_in(sentence, block, after, words)


def _content(text: str, start: int, end: int, words: _Words) -> int:
    """Where the polite sentence turns to its content; its end if it does not."""
    at = start
    while turn := words.turns.end(fold(text[at:end])):
        at += turn
        if not words.greetings.match(fold(text[at:end])):
            return at
    return end


def _is_asked(sentence: str) -> bool:
    """A question, or words quoted with their faults, are the request's and not the answer's."""
    return sentence.lstrip('"“«( ').startswith("¿") or "(sic)" in sentence


def _starts_action(sentence: str, words: _Words) -> bool:
    """Does a sentence report anew, rather than complete the one before?"""
    return bool(words.connectives.match(sentence)) or not words.followers.match(sentence)


def _opens(sentence: str, words: _Words) -> bool:
    """Does the sentence begin by reporting: "Se capacitó…", "Difusión de…", "Ha realizado…"?"""
    read = read_words(sentence[:OPENING])
    for word, stem in zip(read.plain.split(), read.stems.split(), strict=True):
        if word not in words.auxiliaries and not word.isdigit():
            return stem in words.openers
    return False


def _sentences(text: str, start: int, end: int, words: _Words) -> Iterator[tuple[int, int]]:
    first = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.group()[0] == ";":
            if not words.connectives.match(fold(text[match.end() : match.end() + 60])):
                continue
        elif match.group()[0] == "." and _is_abbreviation(text, first, match.start(), text[match.end()], words):
            continue
        if _is_in_quotes(text, first, match.start(), end):
            continue
        yield first, match.end() - len(match.group()) + len(match.group().rstrip())
        first = match.end()
    if first < end:
        yield first, end


def _is_in_quotes(text: str, start: int, at: int, end: int) -> bool:
    """Does `at` lie between quotation marks that open and close?"""
    if text.count('"', start, at) % 2 and '"' in text[at + 2 : end]:
        return True
    return any(text.rfind(a, start, at) > text.rfind(b, start, at) and b in text[at + 2 : end] for a, b in ("“”", "«»"))


def _is_abbreviation(text: str, start: int, stop: int, after: str, words: _Words) -> bool:
    """Does the full stop at `stop` belong to the word before it?"""
    match = _LAST_WORD.search(text, max(start, stop - 20), stop)
    if match is None:
        return False
    word = fold(match.group())
    if word in words.abbreviations or (len(word) == 1 and word.isalpha()):
        return True
    if after.isdigit() and word in words.months:
        return True
    return "." in word and len(word.rsplit(".", 1)[1]) == 1 and word.rsplit(".", 1)[1].isalpha()
