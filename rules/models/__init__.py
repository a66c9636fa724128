"""The records a pack's YAML is validated into: a module for the files that belong together, a class for each thing.

A pack may extend another (`extends: es`): lists are appended, mappings merged, scalars replaced.
"""

from __future__ import annotations

from pydantic import Field

from rules.models.base import Phrases, Strict
from rules.models.bodies import Body, FormerName, Obligation, Unit
from rules.models.details import DateWords, Details, NormWords, PartnerWords, Period, PlaceWords, Region
from rules.models.keywords import Calibration, Cue, FacetRule, Lesson, Rule, WordForm
from rules.models.letters import Masking, Reading, Reply, ReplyReason
from rules.models.rounds import Calendar, Sheets, Source, Wave

__all__ = [
    "Body",
    "Calendar",
    "Calibration",
    "Cue",
    "DateWords",
    "Details",
    "FacetRule",
    "FormerName",
    "Lesson",
    "Masking",
    "NormWords",
    "Obligation",
    "Pack",
    "PackInfo",
    "PartnerWords",
    "Period",
    "Phrases",
    "PlaceWords",
    "Reading",
    "Region",
    "Reply",
    "ReplyReason",
    "Rule",
    "Sheets",
    "Source",
    "Strict",
    "Unit",
    "Wave",
    "WordForm",
]


class PackInfo(Strict):
    id: str
    version: str
    title: str
    law: str = ""
    extends: str | None = None


class Pack(Strict):
    """A whole pack, validated; `hash` is the SHA-256 of its files' contents, in name order."""

    info: PackInfo
    hash: str
    bodies: tuple[Body, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    reading: Reading = Reading()
    details: Details = Details()
    forms: dict[str, WordForm] = Field(default_factory=dict)
    cues: tuple[Cue, ...] = ()
    facets: tuple[FacetRule, ...] = ()
    rules: tuple[Rule, ...] = ()
    calendar: Calendar = Calendar()
    reply: Reply = Reply()
    masking: Masking = Masking()
    calibration: Calibration = Calibration()
    lessons: dict[str, Lesson] = Field(default_factory=dict)  # by body
    sources: tuple[Source, ...] = ()
    sheets: Sheets = Sheets()

    def __hash__(self) -> int:  # lets what is compiled from a pack be cached by it
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and self.hash == other.hash
