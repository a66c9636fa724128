"""The word that stands before each answer of a letter that answers question by question: "Respuesta: …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from itertools import pairwise

from extractor.core.model import Letter
from extractor.read.layout.settings import ANSWERS
from rules.words import fold

_LABEL = re.compile(r"[^\W\d_]{1,14}\.?\s?(?::|\.[-–])\s+(?=\S)")


def answer_labels(letter: Letter, asked: Set[int] = frozenset()) -> frozenset[str]:
    """Return the words with a colon that several blocks begin with, each right below a question.

    `asked`: where the blocks begin that are known to ask.
    """
    told: Counter[str] = Counter()
    for asks, answers in pairwise(letter.blocks):
        if asks.start in asked or "?" in letter.text[asks.start : asks.end]:
            told[label_of(letter.text, answers.start, answers.end)] += 1
    return frozenset(label for label, count in told.items() if label and count >= ANSWERS)


def label_of(text: str, start: int, end: int) -> str:
    """Return what stands before the colon that a text begins with, folded, "" if it begins with none."""
    found = _LABEL.match(text, start, end)
    return fold(found.group()).strip(" .:-–") if found else ""


def after_label(text: str, start: int, end: int) -> int:
    """Return where what a label leads in begins."""
    found = _LABEL.match(text, start, end)
    return found.end() if found else start
