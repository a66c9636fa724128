"""Frozen records passed between the stages. No behaviour beyond what follows from their own fields.

Offsets are character positions, end exclusive. Boxes are in PDF points, origin at the top left of the page as a reader
sees it. Everything here pickles, compares by value and can cross a process or a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a statement is. Only `FILED_KINDS` are filed under an obligation."""

    ACTION = "action"
    PLANNED = "planned"
    NO_ACTION = "no_action"
    NOT_COMPETENT = "not_competent"
    OTHER = "other"


FILED_KINDS = (Kind.ACTION, Kind.PLANNED)


class Level(StrEnum):
    """The three levels of the regulation, in the order in which matrices print them."""

    PREVENCION = "prevencion"
    PROTECCION = "proteccion"
    PERSECUCION = "persecucion"


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt or failure in the user's data: where, a stable code, and what fills the code's sentence.

    The sentences are in `extractor.core.problems.PROBLEMS`; the command line translates them.
    """

    where: str
    code: str
    detail: str = ""


# --- pages -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (or one column's part of it): text with single blanks, never empty."""

    page: int
    box: Box
    text: str
    size: float = 0.0
    bold: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Aside:
    """Print that is no part of a letter's running text, and why: `cause` is a key of `extractor.read.ledger.FATES`."""

    page: int
    box: Box
    text: str
    cause: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; merged cells stand once, at their first column. `text` may be empty."""

    column: int
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, top to bottom, left to right. Lines inside `box` are not repeated in `Page.lines`."""

    page: int
    box: Box
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read. `number` starts at 1; `source` is "text" or "ocr"; `confidence` is 0..1.

    `given` is all text that PDFium or the engine gave, before anything was made of it; `aside` what is not among the
    lines, because the page does not show it or draws it twice; `pictures` are the places of images on it.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    source: str = "text"
    confidence: float = 1.0
    rotation: int = 0
    aside: tuple[Aside, ...] = ()
    pictures: tuple[Box, ...] = ()
    given: str = field(default="", repr=False, compare=False)


# --- letter ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Where `text[start:end]` of a letter was printed. Spans are in order and do not overlap."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a table row inside the letter's text.

    `role` is activity, result (whether it was done), date, place, audience, number, other, or what a tick in it says
    (done, no_action).
    """

    role: str
    header: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row, heading, head line or closing of the letter.

    `kind` is one of head, greeting, heading, paragraph, item, row, closing, quoted (a mail that was answered).
    `depth` is 0 for top-level items; `start` excludes the `marker` ("a)", "1.-", "•"). `section` is the nearest heading
    or the sentence that introduces the list or table. `fields` is filled for rows only; a cell merged over several rows
    stands in the first, before the others.
    """

    kind: str
    start: int
    end: int
    depth: int = 0
    marker: str = ""
    section: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The letter's running text without furniture, and how to get back to the paper."""

    text: str
    spans: tuple[Span, ...]
    blocks: tuple[Block, ...]
    aside: tuple[Aside, ...] = ()

    @property
    def furniture(self) -> tuple[str, ...]:
        """The texts of what was set aside, each once."""
        return tuple(dict.fromkeys(aside.text for aside in self.aside))


@dataclass(frozen=True, slots=True)
class Ground:
    """How sure a field of the head is (0..1), and why, as a code: "own_line", "labelled", "left_blank", "ambiguous"."""

    field: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a letter says; None where it does not say it or cannot be read. `date` is ISO 8601."""

    institution: str | None = None
    unit: str | None = None
    number: str | None = None
    date: str | None = None
    reference: str | None = None
    subject: str | None = None
    grounds: tuple[Ground, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as read. `id` is the SHA-256 of the file; `source` is "text", "ocr" or "mixed".

    `aside` is what the pages hold beside the text, each with its cause.
    """

    id: str
    pages: int
    text: str
    spans: tuple[Span, ...]
    blocks: tuple[Block, ...]
    head: Head
    source: str = "text"
    confidence: float = 1.0
    aside: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A text unit of a letter: `letter.text[start:end] == text`, always.

    `id` hashes the letter's id, the page and the normalised text (and its number among the same on that page); what is
    stored already keeps its own where place and content are the same (`db.identity`). `section` is the heading or
    lead-in sentence it stands under. `institution` and `unit` are whose action it is, where the document speaks of
    many bodies. `leaning` is what its place in the letter adds to the log-odds that it reports nothing.
    """

    id: str
    letter: str
    start: int
    end: int
    page: int
    text: str
    kind: Kind
    section: str = ""
    institution: str | None = None
    unit: str | None = None
    leaning: float = 0.0


# --- what is said of a statement; offsets are relative to its text ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rule that spoke, and the words it spoke for."""

    rule: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed filing. `score` is a calibrated probability, 0..1."""

    obligation: str
    level: Level
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """One property of the action: `name` is "activity.capacitacion", "audience.policia", …"""

    name: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """What the rules say of a text: its kind, the cues that set it, its facets, and ranked suggestions (maybe none).

    `doubtful`: it may be a report of this kind or none at all. `odds`: log-odds that it is none.
    """

    kind: Kind
    suggestions: tuple[Suggestion, ...] = ()
    facets: tuple[Facet, ...] = ()
    cues: tuple[Evidence, ...] = ()
    doubtful: bool = False
    odds: float = 0.0


@dataclass(frozen=True, slots=True)
class DateSpan:
    """First and last day (ISO 8601, inclusive) of what is named: "en junio de 2010" is 2010-06-01 to 2010-06-30."""

    start: int
    end: int
    text: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts: "3 585 menores" is 3585, "menores"."""

    start: int
    end: int
    text: str
    value: int
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a statistic: how many (`percent`: of a hundred of `base`) of what, and what the text says of them.

    `what`, `sex` (f, m), `age` (or a range, "12-17"), `purpose`, `nation` and `register` are codes of the pack;
    `first` and `last` ISO days, inclusive. What is not told is None. `running`: counted from the beginning up to then;
    `total`: it sums others.
    """

    start: int
    end: int
    text: str
    value: float
    what: str
    percent: bool = False
    sex: str | None = None
    age: str | None = None
    purpose: str | None = None
    nation: str | None = None
    place: str | None = None
    first: str | None = None
    last: str | None = None
    register: str | None = None
    base: float | None = None
    running: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. `kind` is region, province or district; `region` is the region it lies in, None if ambiguous."""

    start: int
    end: int
    text: str
    kind: str
    name: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """A cited norm: kind ("Decreto Supremo"), number ("004-2011-IN"), ISO date where it is given."""

    start: int
    end: int
    text: str
    kind: str
    number: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """Another body or organisation named in the action; `body` is its id in the pack, if it has one."""

    start: int
    end: int
    text: str
    name: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A cell of the statement's table row that is no part of its text, under its column's header."""

    header: str
    text: str


@dataclass(frozen=True, slots=True)
class Details:
    """Who, when, where and how many. `period` is the balance period of the dates; `crosses` if they span a border.

    `cells` is what stands beside the statement in its row of a table. `figures_reviewed`: somebody has said of its
    figures whether they are right.
    """

    dates: tuple[DateSpan, ...] = ()
    period: int | None = None
    crosses: bool = False
    counts: tuple[Count, ...] = ()
    places: tuple[Place, ...] = ()
    norms: tuple[Norm, ...] = ()
    partners: tuple[Partner, ...] = ()
    cells: tuple[Beside, ...] = ()
    figures: tuple[Figure, ...] = ()
    figures_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement with everything the program says of it."""

    statement: Statement
    classification: Classification
    details: Details


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the reply is to be judged (a suggestion, confirmed in review).

    `reply` is "satisfactory", "unsatisfactory" or None (unread, or the institution is unknown); `reason` is a code of
    `extractor.filing.reply.REASONS`; `start`/`end` delimit the phrase of the letter it rests on (equal if there is
    none);
    `target` names the body it was passed on to or the article of a refusal. `doubtful`: it rests on what may be no
    report.
    """

    reply: str | None
    reason: str
    start: int = 0
    end: int = 0
    target: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many characters of a file ended in which fate, and for which cause.

    `lost` says of which pages how many are in none, or in two.
    """

    fates: dict[str, int]
    causes: dict[str, int]
    lost: dict[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one file yields. `letter` is None only if it could not be read, and then `problems` says why.

    `ledger` says where its characters went.
    """

    letter: Letter | None
    findings: tuple[Finding, ...] = ()
    verdict: Verdict | None = None
    problems: tuple[Problem, ...] = ()
    pages: tuple[Page, ...] = field(default=(), repr=False)
    ledger: Ledger | None = None


# --- what people decide ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's word on a statement; never changed, only followed by a newer one.

    `verdict` is one of `extractor.core.states.Ruling`. `fields` is the JSON of what was set beyond the obligation.
    `content_hash` is of the text and the suggestions that were on screen. `suggested` are these where they are not
    those that are stored.
    """

    statement: str
    verdict: str
    obligation: str | None
    fields: str
    reviewer: str
    at: str
    content_hash: str
    suggested: tuple[Suggestion, ...] | None = None
