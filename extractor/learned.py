"""What was learned from reviewers' decisions, and how it moves suggestions. Plain numbers in JSON; nothing runs."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extractor.errors import VeeduriaError
from extractor.model import Evidence
from rules.matching import Found

FORMAT = 1
MAX_BYTES = 64_000_000
SHOWN = 3  # words named per suggestion
Weights = dict[str, tuple[float, ...]]  # feature -> weight for each of the body's obligations that were seen


class LearnedError(VeeduriaError):
    """A file of learned weights cannot be used."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned for one body: a linear model over the words and facets of a text.

    `strength` is how much it counts beside the rules; `floor` is the log-probability of what was never decided.
    """

    obligations: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Weights
    strength: float
    floor: float

    def beliefs(self, features: Iterable[str]) -> dict[str, float]:
        """Return the log-probability of every obligation seen in training."""
        scores = list(self.bias)
        known = [weights for feature in features if (weights := self.weights.get(feature)) is not None]
        scale = 1 / math.sqrt(len(known)) if known else 0.0
        for weights in known:
            for number, weight in enumerate(weights):
                scores[number] += scale * weight
        top = max(scores)
        spread = top + math.log(sum(math.exp(score - top) for score in scores))
        return {name: max(score - spread, self.floor) for name, score in zip(self.obligations, scores, strict=True)}


@dataclass(frozen=True, slots=True)
class Learned:
    """Lessons by body, with the hash of the decisions they come from.

    They count only beside the pack with the hash `pack`: beside other rules nobody has measured them.
    """

    pack: str
    training: str
    decisions: int
    lessons: Mapping[str, Lesson]


def features_of(found: Found) -> Iterator[str]:
    """Yield what is learned from: the text's stems, pairs of neighbours, and its facets."""
    stems = found.words.stems.split()
    yield from dict.fromkeys([*stems, *map(" ".join, pairwise(stems))])
    yield from (f"facet:{facet}" for facet in found.facets)


def moved(scores: Sequence[float], names: Sequence[str], lesson: Lesson, found: Found) -> tuple[float, ...]:
    """Add to the rules' scores what the lesson believes."""
    beliefs = lesson.beliefs(features_of(found))
    return tuple(
        score + lesson.strength * beliefs.get(name, lesson.floor) for score, name in zip(scores, names, strict=True)
    )


def words_that_moved(name: str, lesson: Lesson, found: Found) -> tuple[Evidence, ...]:
    """Return the words of the text that speak most for an obligation, as evidence "learned:WORD"."""
    if name not in lesson.obligations:
        return ()
    number, words = lesson.obligations.index(name), found.words
    stems = words.stems.split()
    first = {stem: place for place, stem in reversed(list(enumerate(stems)))}
    weighed = [(lesson.weights[stem][number], stem) for stem in first if stem in lesson.weights]
    strongest = sorted(((weight, stem) for weight, stem in weighed if weight > 0), reverse=True)[:SHOWN]
    places = [(stem, words.starts[first[stem]], words.ends[first[stem]]) for _, stem in strongest]
    return tuple(Evidence(f"learned:{stem}", start, end, words.text[start:end]) for stem, start, end in places)


def learned_path(database: Path) -> Path:
    """Where the weights that belong to a database are kept."""
    return database.with_name(f"{database.name}.learned.json")


def save_learned(learned: Learned, path: Path) -> None:
    """Write the weights as JSON."""
    path.write_text(json.dumps({"format": FORMAT, **asdict(learned)}, ensure_ascii=False), encoding="utf8")


@lru_cache(maxsize=4)
def load_learned(path: Path) -> Learned | None:
    """Read the weights kept in `path`; None if there are none.

    Raises:
        LearnedError: the file is not one that `save_learned` writes.
    """
    if not path.is_file():
        return None
    if path.stat().st_size > MAX_BYTES:
        raise LearnedError(f"{path}: too large for learned weights")
    try:
        row = json.loads(path.read_text(encoding="utf8"))
        if not isinstance(row, dict) or row.pop("format", None) != FORMAT:
            raise LearnedError(f"{path}: not a file of learned weights; make it anew with: veeduria learn")
        learned = TypeAdapter(Learned).validate_python(row)
    except (ValueError, RecursionError, ValidationError) as error:
        raise LearnedError(f"{path}: not a file of learned weights: {error}") from None
    for lesson in learned.lessons.values():
        _check(lesson, path)
    return learned


def _check(lesson: Lesson, path: Path) -> None:
    size = len(lesson.obligations)
    numbers = [*lesson.bias, lesson.strength, lesson.floor, *(one for row in lesson.weights.values() for one in row)]
    if not size or len(lesson.bias) != size or any(len(row) != size for row in lesson.weights.values()):
        raise LearnedError(f"{path}: weights and obligations do not match")
    if not all(map(math.isfinite, numbers)):
        raise LearnedError(f"{path}: a weight is not a number")
