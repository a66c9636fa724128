"""Was what a request asked answered? Suggested by the words and facets that a question and a statement share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.rounds.settings import ENOUGH, FACET, QUESTIONS_SHORT, SOME

if TYPE_CHECKING:
    from rules.models import Pack

ANSWERED, PARTLY, IGNORED = "answered", "partly", "ignored"
STANDINGS = (ANSWERED, PARTLY, IGNORED)


@dataclass(frozen=True, slots=True)
class QuestionSuggestion:
    """A question, what is suggested of it, and the statement (its id, "" if none) that comes nearest."""

    question: str
    suggested: str
    statement: str
    share: float


def judge_questions(
    questions: Sequence[str], statements: Iterable[tuple[str, str]], pack: Pack
) -> tuple[QuestionSuggestion, ...]:
    """Suggest for each question whether it was answered, partly answered or ignored.

    What several questions say ("informe sobre las acciones …") weighs less. Statements are pairs of id and text.
    """
    told = [(id, _marks(text, pack)) for id, text in statements]
    asked = [_marks(question, pack) for question in questions]
    frequency = Counter(mark for marks in asked for mark in marks)
    weights = {mark: (FACET if "." in mark else 1.0) / count for mark, count in frequency.items()}
    return tuple(_asked(question, marks, told, weights) for question, marks in zip(questions, asked, strict=True))


def _asked(
    question: str, marks: frozenset[str], told: Sequence[tuple[str, frozenset[str]]], weights: dict[str, float]
) -> QuestionSuggestion:
    whole = sum(weights[mark] for mark in marks)
    shares = ((sum(weights[mark] for mark in marks & held) / whole if whole else 0.0, id) for id, held in told)
    share, id = max(shares, key=lambda pair: pair[0], default=(0.0, ""))
    if share < SOME:
        return QuestionSuggestion(question, IGNORED, "", round(share, 3))
    return QuestionSuggestion(question, ANSWERED if share >= ENOUGH else PARTLY, id, round(share, 3))


def _marks(text: str, pack: Pack) -> frozenset[str]:
    """Return the stems of a text's longer words, and its facets ("activity.capacitacion")."""
    from rules.matching import matcher  # slow to load, and the command line only needs the names above

    found = matcher(pack).find(text)
    pairs = zip(found.words.plain.split(), found.words.stems.split(), strict=True)
    facets = {".".join(name.split(".")[:2]) for name in found.facets}
    return frozenset(facets | {stem for word, stem in pairs if len(word) > QUESTIONS_SHORT})
