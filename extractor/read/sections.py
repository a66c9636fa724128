"""What a heading or a lead-in says of what stands under it: done, to be done, not done, or no report at all."""

from __future__ import annotations

from functools import cache, lru_cache

from extractor.core.model import Kind
from extractor.filing.kinds import cued_kind
from extractor.read.layout.vocabulary import Openings
from extractor.read.settings import HEADING
from rules.models import Pack
from rules.words import Phrases, fold, read_words

UNDONE = (Kind.PLANNED, Kind.NO_ACTION)  # kinds that a section gives to lines without words of their own for it


@lru_cache(maxsize=512)
def told_by(section: str, pack: Pack) -> Kind | None:
    """Return the kind that a section's text gives to its lines, OTHER if they report nothing, None if it says nothing.

    A lead-in that denies or plans by its cues does so whatever it names: "No se ha cumplido con:"; so does a heading
    that plans: "Lo que queda por hacer". Else the word of the pack's `sections` that stands first decides:
    "Cumplimiento de las funciones" tells of deeds. Where there is none, a sentence that leads in is read as any other
    is; a polite one says nothing.
    """
    words = read_words(section)
    if _greetings(pack).match(fold(section)):
        return None
    kind = cued_kind(section, pack)
    told = section.rstrip().endswith(":") or (kind is Kind.PLANNED and len(words) <= HEADING)
    said = kind if told else None
    if len(words) <= HEADING and said not in UNDONE:
        first = min(_sections(pack).find(words), key=lambda hit: (hit.first, -hit.last), default=None)
        if first is not None:
            return Kind(first.label)
    return said


@cache
def _greetings(pack: Pack) -> Openings:
    return Openings(pack.reading.greetings)


@cache
def _sections(pack: Pack) -> Phrases:
    return Phrases((phrase, kind) for kind, phrases in pack.reading.sections.items() for phrase in phrases)
