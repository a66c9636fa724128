"""The records a pack's YAML is validated into. One class a file; unknown keys are errors.

A pack may extend another (`extends: es`): lists are appended, mappings merged, scalars replaced.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Phrases = tuple[str, ...]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# --- pack.yaml -------------------------------------------------------------------------------------------------------


class PackInfo(Strict):
    id: str
    version: str
    title: str
    law: str = ""
    extends: str | None = None


# --- bodies.yaml -----------------------------------------------------------------------------------------------------


class FormerName(Strict):
    name: str
    until: str = ""


class Unit(Strict):
    """An office of a body. `pattern` is a template: "DIRTEPOL {place}", "Corte Superior de Justicia de {place}"."""

    pattern: str
    name: str = ""
    written: Phrases = ()


class Body(Strict):
    """A public body. `numbers` are the marks its document numbers carry ("MTPE", "P-CSJ")."""

    id: str
    name: str
    type: Literal["responsable", "vinculada", "otra"]
    scope: Literal["nacional", "regional", "local"]
    written: Phrases = ()
    former: tuple[FormerName, ...] = ()
    numbers: Phrases = ()
    units: tuple[Unit, ...] = ()


# --- obligations.yaml ------------------------------------------------------------------------------------------------


class Obligation(Strict):
    id: str
    institution: str
    level: Literal["prevencion", "proteccion", "persecucion"]
    article: str = ""
    label: str
    role: Literal["function", "otras", "no_establece"] = "function"


# --- reading.yaml: what the parser needs to know of the language and of official letters -------------------------------


class Reading(Strict):
    """Vocabulary of letters. All of it is matched with case and accents folded."""

    abbreviations: Phrases = ()  # a full stop after these does not end a sentence
    document_kinds: Phrases = ()  # OFICIO, CARTA, …: what a document number begins with
    head_labels: dict[str, Phrases] = Field(default_factory=dict)  # subject: [ASUNTO, MAT.], reference: [REF., …]
    mottos: dict[str, Phrases] = Field(default_factory=dict)  # year -> words of its official motto
    greetings: Phrases = ()  # openings to cut off the first sentence
    closings: Phrases = ()  # formulas that end the body
    after_body: Phrases = ()  # c.c., Distribución, Copia: nothing after these is a statement
    furniture: Phrases = ()  # words of footers and verification notes
    connectives: Phrases = ()  # "Asimismo", "De igual manera": a new action starts here
    lead_ins: Phrases = ()  # "las siguientes acciones": introduces a list or table
    columns: dict[str, Phrases] = Field(default_factory=dict)  # table headers by role
    months: dict[str, int] = Field(default_factory=dict)
    words: Phrases = ()  # frequent words, to judge a text layer and to join hyphenated lines


# --- details.yaml ----------------------------------------------------------------------------------------------------


class Region(Strict):
    name: str
    written: Phrases = ()
    provinces: dict[str, Phrases] = Field(default_factory=dict)  # province -> its districts


class Period(Strict):
    """A balance period; `first` and `last` are ISO days, inclusive."""

    number: int
    first: str
    last: str


class Details(Strict):
    counted: Phrases = ()  # nouns a number may count: docentes, operativos, …
    number_words: dict[str, int] = Field(default_factory=dict)
    norm_kinds: dict[str, Phrases] = Field(default_factory=dict)  # "Decreto Supremo": [D.S., DS]
    partners: dict[str, Phrases] = Field(default_factory=dict)  # organisations beside the pack's own bodies
    regions: tuple[Region, ...] = ()
    periods: tuple[Period, ...] = ()


# --- cues.yaml (after ConText) ---------------------------------------------------------------------------------------


class Cue(Strict):
    """Words that change what a statement is.

    `effect` names the kind it leads to; `pseudo` phrases look like the cue and are not; `direction` says on which side
    of the cue its scope lies, up to a terminator or `window` words.
    """

    id: str
    effect: Literal["no_action", "planned", "not_competent", "recital", "quoted_request", "hearsay", "done"]
    phrases: Phrases
    direction: Literal["forward", "backward", "both"] = "forward"
    window: int = 12
    targets: Phrases = ()  # the scope must hold one of these words or facets; empty: anything
    terminators: Phrases = ()
    pseudo: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


# --- facets.yaml and rules/*.yaml ------------------------------------------------------------------------------------


class FacetRule(Strict):
    """`id` is also the facet's name: "activity.capacitacion"."""

    id: str
    says: str = ""
    phrases: Phrases
    unless: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


class Rule(Strict):
    """Speaks for an obligation of one body (or, with "*" as body part, the same duty of several).

    A condition is a facet's name ("audience.policia"), a facet class ("audience"), or a plain Spanish phrase. A rule
    fires if every one of `all`, at least one of `any` (if given) and none of `none` hold.
    """

    id: str
    obligation: str
    says: str = ""
    all: Phrases = ()
    any: Phrases = ()
    none: Phrases = ()
    weight: float = 1.0
    examples: Phrases = ()
    counterexamples: Phrases = ()


# --- calendar.yaml ---------------------------------------------------------------------------------------------------


class Wave(Strict):
    """A round of request letters and the months it asks about (ISO days, inclusive)."""

    id: str
    title: str
    first: str
    last: str


class Calendar(Strict):
    deadline_days: int = 10  # working days to answer
    extension_days: int = 5
    holidays: Phrases = ()  # ISO days, or MM-DD for every year
    waves: tuple[Wave, ...] = ()


class Pack(Strict):
    """A whole pack, validated; `hash` is the SHA-256 of its files' contents, in name order."""

    info: PackInfo
    hash: str
    bodies: tuple[Body, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    reading: Reading = Reading()
    details: Details = Details()
    cues: tuple[Cue, ...] = ()
    facets: tuple[FacetRule, ...] = ()
    rules: tuple[Rule, ...] = ()
    calendar: Calendar = Calendar()

    def __hash__(self) -> int:  # lets what is compiled from a pack be cached by it
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and self.hash == other.hash
