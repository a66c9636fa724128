"""The records a pack's YAML is validated into. One class a file; unknown keys are errors.

A pack may extend another (`extends: es`): lists are appended, mappings merged, scalars replaced.
"""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

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
    """An office of a body. `pattern` is a template: "Corte Superior de Justicia de {place}", as are the other ways it is
    `written` and the short `name` it is published by ("OD {place}"), which may use the holes of all of them.
    """

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


# --- reading.yaml: what the parser needs to know of the language and of official letters -----------------------------


class Reading(Strict):
    """Vocabulary of letters. All of it is matched with case and accents folded."""

    abbreviations: Phrases = ()  # a full stop after these does not end a sentence
    document_kinds: Phrases = ()  # OFICIO, CARTA, …: what a document number begins with
    number_signs: Phrases = ()  # N°, and what OCR makes of it
    head_labels: dict[str, Phrases] = Field(default_factory=dict)  # subject: [ASUNTO, MAT.], reference: [REF., …]
    mottos: dict[str, Phrases] = Field(default_factory=dict)  # year -> words of its official motto
    addressees: Phrases = ()  # lines of the address: Señor, Señora, Presente
    salutations: Phrases = ()  # "De mi consideración": the head ends here
    greetings: Phrases = ()  # openings of the first, polite sentence
    turns: Phrases = ()  # where a polite sentence turns to its content: "informarle que"
    closings: Phrases = ()  # formulas that end the body
    after_body: Phrases = ()  # c.c., Distribución, Copia: nothing after these is a statement
    annexes: Phrases = ()  # headings under which the body goes on after the signature
    furniture: Phrases = ()  # words of footers and verification notes
    connectives: Phrases = ()  # "Asimismo", "De igual manera": a new action starts here
    openers: Phrases = ()  # words with which a sentence starts to report an action of its own (by stem)
    followers: Phrases = ()  # beginnings of sentences that only complete the one before
    auxiliaries: Phrases = ()  # what may stand before an opener: se, ha, también
    lead_ins: Phrases = ()  # "las siguientes acciones": introduces a list or table
    requests: Phrases = ()  # "solicita lo siguiente": the list that follows quotes the request
    columns: dict[str, Phrases] = Field(default_factory=dict)  # table headers by role
    months: dict[str, int] = Field(default_factory=dict)
    articles: Phrases = ()  # may stand before the name of who acts: el, la
    particles: Phrases = ()  # small words inside names: de, del, la
    words: Phrases = ()  # frequent words, to judge a text layer and to join hyphenated lines


# --- details.yaml ----------------------------------------------------------------------------------------------------


class Region(Strict):
    """A region with its provinces and their districts. A town or zone may be named for where it lies."""

    name: str
    written: Phrases = ()
    towns: dict[str, str] = Field(default_factory=dict)  # town -> its district
    zones: dict[str, str] = Field(default_factory=dict)  # zone or other name -> its province
    provinces: dict[str, Phrases] = Field(default_factory=dict)  # province -> its districts

    @model_validator(mode="after")
    def _known(self) -> Self:
        districts = {district for found in self.provinces.values() for district in found}
        unknown = ({*self.towns.values()} - districts) | ({*self.zones.values()} - {*self.provinces})
        if unknown:
            raise ValueError(f"no such district or province: {', '.join(sorted(unknown))}")
        return self


class Period(Strict):
    """A balance period; `first` and `last` are ISO days, inclusive."""

    number: int
    first: date
    last: date


class DateWords(Strict):
    """The words that dates are written with, beside the names of the months (`reading.months`)."""

    of: Phrases = ()  # between day, month and year: de, del
    to: Phrases = ()  # between first and last: al, a, hasta
    also: Phrases = ()  # between dates of a list: y, e
    between: Phrases = ()  # opens a span whose ends an `also` joins: entre
    fillers: Phrases = ()  # say nothing by themselves: el, los, días, mes, año
    parts: dict[str, int] = Field(default_factory=dict)  # semestre: 6, in months
    ordinals: dict[str, int] = Field(default_factory=dict)  # primer: 1, ii: 2
    month_after: Phrases = ()  # a month alone is a date only after these: en, durante
    year_after: Phrases = ()  # a year alone is a date only after these: en, durante, año
    not_after: Phrases = ()  # a day and month after these are a name: avenida, plaza


class PlaceWords(Strict):
    """The words that show where a place is meant."""

    region: Phrases = ()  # what stands before a region's name: región, departamento de
    province: Phrases = ()
    district: Phrases = ()
    before: Phrases = ()  # what stands before any place: en, de, hacia
    not_after: Phrases = ()  # after these a name of a place is another name: avenida, colegio, contra
    careful: Phrases = ()  # places with the name of something common: only after region, province or district words


class NormWords(Strict):
    """How norms are cited: kind, sign, number, date."""

    kinds: dict[str, Phrases] = Field(default_factory=dict)  # "Decreto Supremo": [D.S., DS]
    signs: Phrases = ()  # before a number: N°, Nº, No.
    dated: Phrases = ()  # between number and date: del, de fecha


class PartnerWords(Strict):
    """Organisations that work with public bodies."""

    names: dict[str, Phrases] = Field(default_factory=dict)  # organisation -> other written forms
    heads: Phrases = ()  # what the name of an organisation begins with: ONG, Asociación
    links: Phrases = ()  # small words inside a name: de, la, por


class Details(Strict):
    counted: Phrases = ()  # nouns that words and later numbers count: docentes, padres de familia
    not_counted: Phrases = ()  # what a number measures rather than counts: años, horas, soles
    plurals: Phrases = ()  # how a noun that a figure counts ends: s
    number_words: dict[str, int] = Field(default_factory=dict)
    number_links: Phrases = ()  # treinta Y cinco
    dates: DateWords = DateWords()
    places: PlaceWords = PlaceWords()
    norms: NormWords = NormWords()
    partners: PartnerWords = PartnerWords()
    regions: tuple[Region, ...] = ()
    periods: tuple[Period, ...] = ()


# --- phrases, facets and conditions ----------------------------------------------------------------------------------
#
# A phrase is matched by its stems ("se capacitó" also finds "se capacitaron"). "=operativo" finds only this very word,
# "operativ*" every word that begins so, and a phrase in capitals ("PNP") only capitals. Case and accents never count
# otherwise. A hole ("se {preterito}") is any word of this form (forms.yaml). A condition is a phrase, a facet
# ("audience.policia"), a variant of it or a whole class ("audience"); "first:activity.charla" holds where that facet is
# the first of its class in the text.


class WordForm(Strict):
    """A form of words, told by their `endings`: named "preterito", it fills {preterito} in phrases. Accents count.

    `words` have the form without the ending; `unless` have the ending without the form.
    """

    endings: Phrases = ()
    words: Phrases = ()
    unless: Phrases = ()


class Cue(Strict):
    """Words that change what a statement is (after ConText, Harkema et al. 2009).

    The scope of a cue is the words on the `direction` side of it: at most `window` of them, up to the next terminator
    or the end of the sentence. With `targets`, the cue counts only if one of these conditions holds in its scope or in
    the cue itself. A `pseudo` phrase that shares a word with the cue takes it back ("no omito señalar"). With
    `speakers`, one of these conditions must stand a few words before the cue, and not name the body that writes.
    """

    id: str
    effect: Literal["no_action", "planned", "not_competent", "recital", "quoted_request", "hearsay", "done"]
    says: str = ""
    phrases: Phrases
    direction: Literal["forward", "backward", "both"] = "forward"
    window: int = Field(default=12, ge=0, le=200)
    targets: Phrases = ()
    speakers: Phrases = ()
    terminators: Phrases = ()
    pseudo: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


class FacetRule(Strict):
    """Words that show one property of an action.

    `id` is the facet, CLASS.NAME ("activity.capacitacion"), or a variant of it ("activity.capacitacion.taller"), which
    shows the same facet on terms of its own. A phrase counts if no phrase of `unless` shares a word with it and, where
    `near` is given, one of those stands at most `window` words away. `body` is the pack's body that the facet names.
    """

    id: str = Field(pattern=r"^[a-z]+(\.[a-z0-9_]+){1,2}$")
    says: str = ""
    body: str = ""
    phrases: Phrases
    near: Phrases = ()
    window: int = Field(default=8, ge=0, le=200)
    unless: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


class Rule(Strict):
    """Speaks for an obligation or, where `level` is given instead, for all obligations of a level.

    It fires if every condition of `all`, at least one of `any` (where given) and none of `none` hold; with `within`,
    the other conditions must stand at most so many words from the first one of `all`. `obligation` may be
    "*.prev.otras": the same duty of every body that has it. `bodies` limits a rule to these bodies. A rule without
    conditions is a default: it always adds its weight, but never makes a suggestion by itself. A negative weight
    speaks against.
    """

    id: str
    obligation: str = ""
    level: Literal["prevencion", "proteccion", "persecucion"] | None = None
    bodies: Phrases = ()
    says: str = ""
    all: Phrases = ()
    any: Phrases = ()
    none: Phrases = ()
    within: int = Field(default=0, ge=0, le=200)
    weight: float = Field(default=1.0, ge=-10, le=10)
    examples: Phrases = ()
    counterexamples: Phrases = ()

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if bool(self.obligation) == (self.level is not None):
            raise ValueError("give either obligation or level")
        return self


# --- calibration.yaml ------------------------------------------------------------------------------------------------


class Calibration(Strict):
    """How scores become probabilities: a softmax at this temperature (the higher, the less sure), fitted on labels."""

    temperature: float = Field(default=1.0, gt=0)


# --- reply.yaml ------------------------------------------------------------------------------------------------------


class ReplyReason(Strict):
    """How a reply says that it reports nothing.

    A phrase, with one of `near` (where given) and none of `unless` at most `window` words away.
    """

    id: Literal[
        "transferred",
        "refused",
        "clarification",
        "extension",
        "fee",
        "not_competent",
        "not_held",
        "nothing_done",
        "link_only",
        "partly",
    ]
    phrases: Phrases
    near: Phrases = ()
    window: int = Field(default=6, ge=0, le=200)
    unless: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


class Reply(Strict):
    """The words by which a reply is judged."""

    reasons: tuple[ReplyReason, ...] = ()
    articles: Phrases = ()  # before the number of an article: artículo, art.
    receivers: Phrases = ()  # before the office that a request is passed on to: a la, al


# --- masking.yaml ------------------------------------------------------------------------------------------------------


class Masking(Strict):
    """How private persons' data is recognised, and what stands in its place. Single words, unless said otherwise."""

    labels: dict[Literal["name", "id", "phone", "email", "age"], str] = Field(default_factory=dict)
    given: Phrases = ()
    surnames: Phrases = ()
    common: Phrases = ()  # names that are everyday words too: they count only beside another known name
    particles: Phrases = ()  # small words inside a name: de, la
    cues: Phrases = ()  # after these a name is a private person's: agraviada, señora
    between: Phrases = ()  # what may stand between such a word and the name
    courtesies: Phrases = ()  # cues said of officials too, and with a capital: Señora
    initials_after: Phrases = ()  # near these, initials stand for a name
    titles: Phrases = ()  # a name beside one of these is an official's
    named_after: Phrases = ()  # phrases; after these a name is a street's or a school's
    not_names: Phrases = ()  # capitalised words that are no part of a name
    years: Phrases = ()  # units of an age
    adult: int = 18
    ids: Phrases = ()  # phrases before an identity number
    phones: Phrases = ()  # words before a telephone number
    phone_shapes: Phrases = ()  # numbers that are telephones by their shape: "9## ### ###"
    public_phones: Phrases = ()  # phrases before, or beginnings of, a public telephone number
    public_domains: Phrases = ()  # e-mail domains of public bodies


# --- calendar.yaml ---------------------------------------------------------------------------------------------------


class Wave(Strict):
    """A round of request letters and the months it asks about (ISO days, inclusive)."""

    id: str
    title: str
    first: date
    last: date


class Calendar(Strict):
    """The law's clock. `holidays` are days without work: "MM-DD" every year, "YYYY-MM-DD" once."""

    deadline_days: int = 10  # working days to answer
    extension_days: int = 5
    holidays: tuple[Annotated[str, Field(pattern=r"^(\d{4}-)?\d{2}-\d{2}$")], ...] = ()
    waves: tuple[Wave, ...] = ()


# --- sources.yaml, sheets.yaml ---------------------------------------------------------------------------------------


class Source(Strict):
    """Where actions are reported: replies to letters, a report of the State, … A column of the matrix, in pack order.

    `written` are other names it goes by in files of coded actions; `asked` marks the replies to requests: what is not
    in them may be so because nobody asked, or nobody answered.
    """

    id: str
    title: str
    asked: bool = False
    written: Phrases = ()


class Sheets(Strict):
    """What the columns of imported spreadsheets may be called, by role: {"institution": ["entidad", …]}."""

    columns: dict[str, Phrases] = Field(default_factory=dict)


# --- what was learned from decisions; never in a pack's files ---------------------------------------------------------


class Lesson(Strict):
    """A linear model of one body's decisions over the words and facets of a text, beside the rules.

    `weights` holds, for each feature, one number per obligation in `obligations`. `strength` is how much the lesson
    counts; `floor` is the log-probability of what was never decided.
    """

    obligations: Phrases = Field(min_length=1)
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]] = Field(default_factory=dict)
    strength: float = Field(ge=0, le=100)
    floor: float = Field(le=0)

    @model_validator(mode="after")
    def _one_number_each(self) -> Self:
        rows = [self.bias, *self.weights.values()]
        if any(len(row) != len(self.obligations) or not all(map(isfinite, row)) for row in rows):
            raise ValueError("weights and obligations do not match")
        return self


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
