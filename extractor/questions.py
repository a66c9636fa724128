"""Was what a request asked answered? Suggested by the words that a question and the reply's statements share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.words import read_words

ANSWERED, PARTLY, IGNORED = "answered", "partly", "ignored"
STANDINGS = (ANSWERED, PARTLY, IGNORED)
ENOUGH, SOME = 0.5, 0.25  # share of a question's words, by weight, that a statement must hold
SHORT = 3  # letters: words up to here say little


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what is suggested of it, and the statement (its id, "" if none) that comes nearest."""

    question: str
    suggested: str
    statement: str
    share: float


def judge_questions(questions: Sequence[str], statements: Iterable[tuple[str, str]]) -> tuple[Asked, ...]:
    """Suggest for each question whether it was answered, partly answered or ignored.

    A word weighs the more, the fewer of the questions and statements hold it: what every question says ("informe sobre
    las acciones") tells nothing. Statements are pairs of id and text.
    """
    told = [(id, _stems(text)) for id, text in statements]
    asked = [_stems(question) for question in questions]
    frequency = Counter(stem for stems in (*asked, *(stems for _, stems in told)) for stem in stems)
    total = len(asked) + len(told)
    weights = {stem: math.log(1 + total / count) for stem, count in frequency.items()}
    return tuple(_asked(question, stems, told, weights) for question, stems in zip(questions, asked, strict=True))


def _asked(
    question: str, stems: frozenset[str], told: Sequence[tuple[str, frozenset[str]]], weights: dict[str, float]
) -> Asked:
    whole = sum(weights[stem] for stem in stems)
    shares = ((sum(weights[stem] for stem in stems & held) / whole if whole else 0.0, id) for id, held in told)
    share, id = max(shares, key=lambda pair: pair[0], default=(0.0, ""))
    if share < SOME:
        return Asked(question, IGNORED, "", round(share, 3))
    return Asked(question, ANSWERED if share >= ENOUGH else PARTLY, id, round(share, 3))


def _stems(text: str) -> frozenset[str]:
    words = read_words(text)
    pairs = zip(words.plain.split(), words.stems.split(), strict=True)
    return frozenset(stem for word, stem in pairs if len(word) > SHORT)
