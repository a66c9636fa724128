"""What was learned from reviewers' decisions, and how it moves suggestions. Plain numbers in JSON; nothing runs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from extractor.core.errors import VeeduriaError
from extractor.core.model import Evidence
from rules.matching import Found
from rules.models import Lesson, Pack, record

MAX_BYTES = 64_000_000
SHOWN = 3  # words named per suggestion


class LearnedError(VeeduriaError):
    """A file of learned weights cannot be used."""


@record
class Learned:
    """Lessons by body, with the hash of the decisions they come from and how many these were.

    They count only beside the pack with the hash `pack`: beside other rules nobody has measured them.
    """

    format: Literal[1] = 1
    pack: str
    training: str
    decisions: int
    lessons: dict[str, Lesson]


def with_lessons(pack: Pack, learned: Learned) -> Pack:
    """Return the pack with what was learned beside it; its hash says so. Lessons of other rules are left aside."""
    if learned.pack != pack.hash or not learned.lessons:
        return pack
    return replace(pack, lessons=learned.lessons, hash=f"{pack.hash}+{learned.training[:16]}")


def taught(pack: Pack, path: Path) -> Pack:
    """Return the pack with the lessons kept in `path`, or as it is if there are none that were measured with it.

    Raises:
        LearnedError: the file is not one that `save_learned` writes.
    """
    learned = load_learned(path)
    return with_lessons(pack, learned) if learned else pack


def learned_path(database: Path) -> Path:
    """Where the lessons that belong to a database are kept."""
    return database.with_name(f"{database.name}.learned.json")


def save_learned(learned: Learned, path: Path) -> None:
    """Write the lessons as JSON."""
    from pydantic import TypeAdapter

    path.write_bytes(TypeAdapter(Learned).dump_json(learned))


def load_learned(path: Path) -> Learned | None:
    """Read what `save_learned` wrote; None if there is no such file.

    Raises:
        LearnedError: the file is something else.
    """
    if not path.is_file():
        return None
    if path.stat().st_size > MAX_BYTES:
        raise LearnedError("{path}: too large for what was learned", path=path)
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(Learned).validate_json(path.read_bytes())
    except ValueError as error:
        problem = str(error).splitlines()[0]
        raise LearnedError(
            "{path}: not what was learned ({problem}); make it anew with: veeduria learn", path=path, problem=problem
        ) from None


def features_of(found: Found) -> Iterator[str]:
    """Yield what is learned from: the text's stems, pairs of neighbours, and its facets."""
    stems = found.words.stems.split()
    yield from dict.fromkeys([*stems, *map(" ".join, pairwise(stems))])
    yield from (f"facet:{facet}" for facet in found.facets)


def moved(scores: Sequence[float], names: Sequence[str], lesson: Lesson, found: Found) -> tuple[float, ...]:
    """Add to the rules' scores what the lesson believes."""
    believed = beliefs(lesson, features_of(found))
    return tuple(
        score + lesson.strength * believed.get(name, lesson.floor) for score, name in zip(scores, names, strict=True)
    )


def beliefs(lesson: Lesson, features: Iterable[str]) -> dict[str, float]:
    """Return the log-probability of every obligation seen in training."""
    scores = list(lesson.bias)
    known = [weights for feature in features if (weights := lesson.weights.get(feature)) is not None]
    scale = 1 / math.sqrt(len(known)) if known else 0.0
    for weights in known:
        for number, weight in enumerate(weights):
            scores[number] += scale * weight
    top = max(scores)
    spread = top + math.log(sum(math.exp(score - top) for score in scores))
    return {name: max(score - spread, lesson.floor) for name, score in zip(lesson.obligations, scores, strict=True)}


def words_that_moved(name: str, lesson: Lesson, found: Found) -> tuple[Evidence, ...]:
    """Return the words of the text that speak most for an obligation, as evidence "learned:WORD"."""
    if name not in lesson.obligations:
        return ()
    number, words = lesson.obligations.index(name), found.words
    first = {stem: place for place, stem in reversed(list(enumerate(words.stems.split())))}
    weighed = [(lesson.weights[stem][number], stem) for stem in first if stem in lesson.weights]
    strongest = sorted(((weight, stem) for weight, stem in weighed if weight > 0), reverse=True)[:SHOWN]
    places = [(stem, words.starts[first[stem]], words.ends[first[stem]]) for _, stem in strongest]
    return tuple(Evidence(f"learned:{stem}", start, end, words.text[start:end]) for stem, start, end in places)
