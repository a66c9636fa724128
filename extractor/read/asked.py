"""What the request asked, told again in the reply above each answer: it reports nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.core.model import Block
from extractor.read.layout.markers import Marker, read_marker
from extractor.read.layout.vocabulary import LayoutVocabulary, column_role
from extractor.read.settings import ASKED
from rules.words import fold

QUOTED = re.compile(r"""\s*["“«].*["”»]\s*(?:\(sic\)\s*)?\.?\s*""", re.DOTALL)
DASHES = "-–—*"  # that quote no numbered point
_LABEL = re.compile(r"\W{0,3}(?P<word>[^\W\d_]+)\s*(?:[^\W\d_]{0,3}[.°º]\s*)?\d{0,3}\s*[.:)–—-]+(?=\s)")
_LABELLED_QUESTION = re.compile(r"[^\W\d_]+\s*\W{0,3}\s*\d*\s*[:.)–-]+\s*¿[^?]*\?\W*")


def is_question(text: str, inquiries: re.Pattern[str]) -> bool:
    """Does a text ask: by its first mark, or as somebody does who wants to be told: "Quisiera saber …"?"""
    said = text.lstrip('"“«( ')
    return said.startswith("¿") or inquiries.match(fold(said)) is not None


def is_asked(sentence: str, inquiries: re.Pattern[str]) -> bool:
    """A question, words quoted with their faults, or an item in quotes, are the request's and not the answer's."""
    folded = fold(sentence)
    if is_question(sentence, inquiries) or "(sic)" in folded or _LABELLED_QUESTION.fullmatch(folded):
        return True
    marker = read_marker(folded.lstrip('"“«( '))
    return bool(QUOTED.fullmatch(folded)) and marker is not None and marker.style not in DASHES


def asked_items(text: str, blocks: Sequence[Block], inquiries: re.Pattern[str]) -> frozenset[int]:
    """Where the items of lists begin of which most are questions, an answer below each: the others are asked too."""
    found: set[int] = set()
    for series in _series(blocks):
        answered = all(index + 1 < len(blocks) and blocks[index + 1].kind == "paragraph" for index in series)
        questions = sum(is_question(text[blocks[n].start : blocks[n].end], inquiries) for n in series)
        if answered and questions >= ASKED and 2 * questions > len(series):
            found.update(blocks[index].start for index in series)
    return frozenset(found)


def labelled_questions(text: str, blocks: Sequence[Block], vocabulary: LayoutVocabulary) -> frozenset[int]:
    """Where blocks begin that a label says to be asked, above one that its label says to answer: "Pregunta 2: …"."""
    roles = [_role(text, block, vocabulary) for block in blocks]
    pairs = pairwise(zip(roles, blocks, strict=True))
    return frozenset(block.start for (role, block), (after, _) in pairs if (role, after) == ("asked", "activity"))


def _role(text: str, block: Block, vocabulary: LayoutVocabulary) -> str | None:
    label = _LABEL.match(text, block.start, block.end)
    return column_role(label["word"], vocabulary) if label else None


def _series(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """The items that count on from each other, as indices of the blocks."""
    series: list[int] = []
    last: Marker | None = None
    for index, block in enumerate(blocks):
        if not block.marker:
            continue
        marker = read_marker(f"{block.marker} x")
        counts_on = marker and last and (marker.style, marker.value) == (last.style, last.value + 1)
        if series and not counts_on:
            yield series
            series = []
        series, last = [*series, index], marker
    if series:
        yield series
