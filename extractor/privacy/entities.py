"""Entities that a spaCy pipeline finds, where one that the pack names is installed: more runs that may be a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from extractor.privacy.runs import Name
from extractor.privacy.settings import ENTITIES_LONGEST
from extractor.privacy.tokens import Tokens
from extractor.privacy.vocabulary import BOTH, EVERYDAY, UNKNOWN, WEAK, NameVocabulary
from rules.models import Pack

Span = tuple[int, int, bool]  # where an entity starts and ends, and whether it is said to be a person
_NEEDLESS = ("tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer")


def pipeline(pack: Pack) -> str | None:
    """Return the first of the pack's pipelines that is installed, if spaCy is."""
    if not pack.masking.pipelines or find_spec("spacy") is None:
        return None
    return next((name for name in pack.masking.pipelines if find_spec(name) is not None), None)


def find_entities(text: str, pack: Pack) -> list[Span]:
    """Return the entities of any type in a text; none without a pipeline."""
    name = _installed(pack)
    if name is None:
        return []
    return [
        (start + entity.start_char, start + entity.end_char, entity.label_ in pack.masking.person_labels)
        for start, piece in _pieces(text)
        for entity in _loaded(name)(piece).ents
    ]


def named(text: Tokens, spans: Iterable[Span], words: NameVocabulary) -> Iterator[Name]:
    """Yield entities as runs of words; what a person's name shares with everyday words is a name."""
    for start, end, person in spans:
        inside = [index for index in range(len(text)) if start <= text.starts[index] and text.ends[index] <= end]
        while inside and (not text.capital[inside[0]] or text.folded[inside[0]] in words.small):
            inside.pop(0)
        while inside and not text.capital[inside[-1]]:
            inside.pop()
        if not inside:
            continue
        kinds = ["p" if text.folded[index] in words.particles else text.kinds[index] or EVERYDAY for index in inside]
        if person:
            kinds = [UNKNOWN if kind in (EVERYDAY, BOTH, WEAK) else kind for kind in kinds]
        yield Name(inside[0], inside[-1], "".join(kinds))


@lru_cache(maxsize=8)
def _installed(pack: Pack) -> str | None:
    return pipeline(pack)


@lru_cache(maxsize=2)
def _loaded(name: str) -> Any:
    import spacy

    return spacy.load(name, exclude=_NEEDLESS)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text where a line ends."""
    start = 0
    while start < len(text):
        end = (
            len(text)
            if len(text) - start <= ENTITIES_LONGEST
            else text.rfind("\n", start, start + ENTITIES_LONGEST) + 1
        )
        end = end if end > start else start + ENTITIES_LONGEST
        yield start, text[start:end]
        start = end
