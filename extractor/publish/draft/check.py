"""Hold a draft against the findings of today: what it tells otherwise is said, with the difference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.core.clean import clean
from extractor.core.errors import LazyMessage, remark
from extractor.publish.draft.file import DraftFile, Kept, figures_of, shown
from extractor.publish.draft.sentences import Sentence
from extractor.publish.formats.markdown import escape

_NUMERAL = re.compile(r"\d+(?:[ .,\u00a0]\d{3})*(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class StaleSentence:
    """A sentence that no longer holds: its words in the file, what is wrong, and what would be said today."""

    text: str
    problem: LazyMessage
    now: str = ""


def check(file: DraftFile, sentences: Sequence[Sentence]) -> Iterator[StaleSentence]:
    """Yield what in a draft does not fit the findings, in the order of the file."""
    today = {one.id: one for one in sentences}
    for id, kept in file.sentences.items():
        now = today.get(id)
        if now is None:
            yield StaleSentence(kept.text, remark("what it told is found no longer"))
        elif id in file.revised:
            yield StaleSentence(
                kept.text, remark("its author was asked to look at it: mend it, and take the request out"), now.text
            )
        else:
            yield from _changed(kept, now)


def new_sentences(file: DraftFile, sentences: Sequence[Sentence]) -> int:
    """How many sentences of the file's bodies were never offered to its author."""
    bodies = {place.partition("/")[0] for place in file.places.values()}
    offered = file.offered | {*file.sentences}
    return sum(one.id not in offered and (one.body or "all") in bodies for one in sentences)


def _changed(kept: Kept, now: Sentence) -> Iterator[StaleSentence]:
    if not kept.edited and kept.text != shown(escape(clean(now.text))):
        yield StaleSentence(kept.text, _figures(kept, now) or remark("it would be told otherwise"), now.text)
    elif kept.edited and (problem := _figures(kept, now)):
        yield StaleSentence(kept.text, problem, now.text)
    elif kept.edited and (strange := _strange(kept.text, now)):
        yield StaleSentence(
            kept.text, remark("{figures}: no figure of its findings", figures=", ".join(strange)), now.text
        )


def _figures(kept: Kept, now: Sentence) -> LazyMessage | None:
    """Say which figures are others than those the sentence was written with."""
    new = figures_of(now)
    names = [name for name in dict.fromkeys([*kept.figures, *new]) if kept.figures.get(name) != new.get(name)]
    told = "; ".join(f"{name}: {kept.figures.get(name, '–')} → {new.get(name, '–')}" for name in names)
    return remark("its figures have changed ({figures})", figures=told) if names else None


def _strange(text: str, now: Sentence) -> list[str]:
    """The numerals of an author's sentence that neither its findings nor the names in it hold."""
    known = {*_numerals(now.text), *(value for value in figures_of(now).values())}
    return [one for one in _numerals(text) if one not in known]


def _numerals(text: str) -> list[str]:
    return [re.sub(r"[ .,\u00a0](?=\d{3}(?!\d))", "", found) for found in _NUMERAL.findall(text)]
