"""Learn from reviewers' decisions: a re-ranker over words and facets beside the rules, and keywords for new rules.

Needs scikit-learn (the extra `learn`). A body's lesson is kept only if, on letters it was not learned from, the rules
with it put the right function first more often than the rules alone, by more than chance would.
"""

from __future__ import annotations

import hashlib
import math
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.core.errors import VeeduriaError
from extractor.filing.learn.reranker import Learned, features_of, moved
from extractor.filing.rank import Weighing, weigh
from rules.matching import matcher
from rules.models import Lesson, Pack

FOLDS = 5
LEAST = 8  # decisions of a body below which nothing is learned for it
STRENGTHS = (0.25, 0.5, 1.0, 2.0)  # how much a lesson may count beside the rules
STRICTNESS = 10.0  # inverse of the penalty on large weights
CHANCE = 1.0  # gains must exceed losses by this many standard deviations


class LearnError(VeeduriaError):
    """Nothing can be learned."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a reviewer filed under an obligation. Texts of one letter are never on both sides of a test."""

    letter: str
    institution: str
    text: str
    obligation: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the right function came first for a body on letters kept aside: by rules alone, and with the lesson."""

    institution: str
    decisions: int
    rules: int
    learned: int
    strength: float


@dataclass(frozen=True, slots=True)
class _Case:
    example: Example
    weighing: Weighing
    names: tuple[str, ...]
    features: tuple[str, ...]


def learn(examples: Sequence[Example], pack: Pack) -> tuple[Learned, list[Measured]]:
    """Return what is worth using, and for every body how rules and lessons measured."""
    cases = [_case(example, pack) for example in sorted(examples, key=lambda one: (one.letter, one.text))]
    cases = [case for case in cases if case.example.obligation in case.names]
    by_body: defaultdict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        by_body[case.example.institution].append(case)
    lessons: dict[str, Lesson] = {}
    measured = []
    for body, part in sorted(by_body.items()):
        result = _measure(body, part, pack.calibration.temperature)
        measured.append(result)
        lesson = _fit(part) if result.strength else None
        if lesson is not None:
            lessons[body] = _counting(lesson, result.strength)
    learned = Learned(pack=pack.hash, training=training_hash(examples), decisions=len(examples), lessons=lessons)
    return learned, measured


def training_hash(examples: Iterable[Example]) -> str:
    """Hash the decisions that were learned from, whatever their order."""
    rows = sorted(repr((one.letter, one.institution, one.text, one.section, one.obligation)) for one in examples)
    return hashlib.sha256("\n".join(rows).encode("utf8", "replace")).hexdigest()


def _case(example: Example, pack: Pack) -> _Case:
    found = matcher(pack).find(example.text)
    weighing = weigh(found, pack, example.institution, example.section)
    names = tuple(duty.id for duty in weighing.duties.obligations)
    return _Case(example, weighing, names, tuple(features_of(found)))


def _measure(body: str, cases: Sequence[_Case], temperature: float) -> Measured:
    """Cross-validate: the strength that gains most, 0 if none gains more than chance would."""
    alone = [_first(case, None) == case.example.obligation for case in cases]
    best = Measured(body, len(cases), sum(alone), sum(alone), 0.0)
    lessons = _held_out(cases) if len(cases) >= LEAST else []
    if not any(lessons):
        return best
    for strength in STRENGTHS:
        right = [
            _first(case, lesson and _counting(lesson, strength * temperature)) == case.example.obligation
            for case, lesson in zip(cases, lessons, strict=True)
        ]
        gained = sum(new and not old for new, old in zip(right, alone, strict=True))
        lost = sum(old and not new for new, old in zip(right, alone, strict=True))
        if sum(right) > best.learned and gained - lost > CHANCE * math.sqrt(gained + lost):
            best = Measured(body, len(cases), sum(alone), sum(right), strength * temperature)
    return best


def _held_out(cases: Sequence[_Case]) -> list[Lesson | None]:
    """For each case, the lesson learned from the other folds' letters; None where nothing could be learned."""
    letters = sorted({case.example.letter for case in cases})
    fold = {letter: number % FOLDS for number, letter in enumerate(letters)}
    lessons = [_fit([case for case in cases if fold[case.example.letter] != number]) for number in range(FOLDS)]
    return [lessons[fold[case.example.letter]] for case in cases]


def _first(case: _Case, lesson: Lesson | None) -> str:
    scores = case.weighing.scores
    if lesson is not None:
        scores = moved(scores or (0.0,) * len(case.names), case.names, lesson, case.weighing.found)
    return max(zip(scores, case.names, strict=True), key=lambda pair: pair[0])[1] if scores else ""


def _fit(cases: Sequence[_Case]) -> Lesson | None:
    """Fit one body's linear model; None without cases. Features of one letter only are left out: they may be names."""
    if not cases:
        return None
    spread: defaultdict[str, set[str]] = defaultdict(set)
    for case in cases:
        for feature in case.features:
            spread[feature].add(case.example.letter)
    vocabulary = {
        name: number for number, name in enumerate(sorted(name for name, seen in spread.items() if len(seen) > 1))
    }
    labels = [case.example.obligation for case in cases]
    names = tuple(sorted(set(labels)))
    floor = -math.log(2 * len(cases))
    if len(names) == 1 or not vocabulary:
        counts = Counter(labels)
        bias = [math.log(counts[name] / len(cases)) for name in names]
        return Lesson(obligations=names, bias=tuple(bias), strength=0, floor=floor)
    rows, bias = _logistic([_known(case, vocabulary) for case in cases], labels, names, len(vocabulary))
    weights = {name: tuple(round(row[number], 4) for row in rows) for name, number in vocabulary.items()}
    return Lesson(obligations=names, bias=tuple(bias), weights=weights, strength=0, floor=floor)


def _counting(lesson: Lesson, strength: float) -> Lesson:
    return replace(lesson, strength=strength)


def _known(case: _Case, vocabulary: dict[str, int]) -> list[int]:
    return [vocabulary[feature] for feature in case.features if feature in vocabulary]


def _logistic(
    texts: Sequence[Sequence[int]], labels: Sequence[str], names: Sequence[str], size: int
) -> tuple[list[list[float]], list[float]]:
    """Return weights and bias per label; every text is a unit vector, as `Lesson.beliefs` makes it."""
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise LearnError("Learning needs scikit-learn: pip install 'veeduria[learn]'") from None

    ends = [0]
    for text in texts:
        ends.append(ends[-1] + len(text))
    values = [1 / math.sqrt(len(text)) for text in texts for _ in text]
    matrix = csr_matrix((values, [column for text in texts for column in text], ends), shape=(len(texts), size))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it doubts that few texts of many functions are classes
        model: Any = LogisticRegression(C=STRICTNESS, max_iter=500).fit(matrix, labels)
    if len(names) == 2:  # one row that tells the second label from the first
        half, middle = model.coef_[0] / 2, float(model.intercept_[0]) / 2
        return [(-half).tolist(), half.tolist()], [-middle, middle]
    return model.coef_.tolist(), model.intercept_.tolist()
