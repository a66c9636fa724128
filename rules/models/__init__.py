"""The records that a pack's YAML becomes: a module for the files that belong together, a class for each thing.

A pack may extend another (`extends: es`): lists are appended, mappings merged, scalars replaced.
"""

from __future__ import annotations

from dataclasses import field

from rules.models.base import Limited, Phrases, Window, record
from rules.models.bodies import Body, FormerName, Obligation, Unit
from rules.models.details import (
    DateWords,
    DetailWords,
    FigureWords,
    NormWords,
    PartnerWords,
    Period,
    PlaceWords,
    Region,
    RegisterWords,
)
from rules.models.keywords import Calibration, Cue, FacetRule, Rule, WordForm
from rules.models.letters import DayForms, Masking, ReadingWords, ReplyReason, ReplyWords
from rules.models.prose import Language, ProseWords, SentenceForm
from rules.models.rounds import Balance, Calendar, InForce, Organs, Publication, Sheets, Source, Universe, Wave

__all__ = [
    "Balance",
    "Body",
    "Calendar",
    "Calibration",
    "Cue",
    "DateWords",
    "DayForms",
    "DetailWords",
    "FacetRule",
    "FigureWords",
    "FormerName",
    "InForce",
    "Language",
    "Limited",
    "Masking",
    "NormWords",
    "Obligation",
    "Organs",
    "Pack",
    "PackInfo",
    "PartnerWords",
    "Period",
    "Phrases",
    "PlaceWords",
    "ProseWords",
    "Publication",
    "ReadingWords",
    "Region",
    "RegisterWords",
    "ReplyReason",
    "ReplyWords",
    "Rule",
    "SentenceForm",
    "Sheets",
    "Source",
    "Unit",
    "Universe",
    "Wave",
    "Window",
    "WordForm",
    "record",
]


@record
class PackInfo:
    id: str
    version: str
    title: str
    law: str = ""
    extends: str | None = None


@record
class Pack:
    """A whole pack, validated; `hash` is the SHA-256 of its files' contents, in name order.

    `folders` are those it was read from, by pack, the base first: examples and model lie there until they are needed.
    """

    info: PackInfo
    hash: str
    folders: dict[str, str] = field(default_factory=dict)
    bodies: tuple[Body, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    reading: ReadingWords = ReadingWords()
    details: DetailWords = DetailWords()
    forms: dict[str, WordForm] = field(default_factory=dict)
    cues: tuple[Cue, ...] = ()
    facets: tuple[FacetRule, ...] = ()
    rules: tuple[Rule, ...] = ()
    calendar: Calendar = Calendar()
    reply: ReplyWords = ReplyWords()
    masking: Masking = Masking()
    calibration: Calibration = Calibration()
    sources: tuple[Source, ...] = ()
    sheets: Sheets = Sheets()
    prose: ProseWords = ProseWords()
    sentences: tuple[SentenceForm, ...] = ()
    publication: Publication = Publication()

    def __hash__(self) -> int:  # lets what is compiled from a pack be cached by it
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and self.hash == other.hash
