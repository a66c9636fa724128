"""What reads return: frozen rows that carry the domain's own records (`Suggestion`, `Details`, …)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.core.model import FILED_KINDS, Box, Details, Evidence, Facet, Kind, Suggestion
from extractor.core.states import FILING

REPLIES = "cartas"  # the source that every pack has: replies to letters of request
CODED = "coded"  # the source of a file of coded actions, whose rows each name their own


@dataclass(frozen=True, slots=True)
class Filters:
    """What a query keeps; None and () keep everything.

    `kinds` are those in force (a reviewer's before the program's). `document` is a file's name or (the start of) its
    hash. `rule` is the id of a rule, facet or cue that spoke for the statement. `words` is a full-text search. `ids`
    picks statements out. `decided` asks for settled (True) or open (False) ones. Scores are of the first suggestion,
    0 where there is none. `assigned`: of letters given to this reviewer. `figures`: of what tells any, as read or as
    reviewed.
    """

    institution: str | None = None
    level: str | None = None
    obligation: str | None = None
    kinds: tuple[str, ...] = ()
    min_score: float | None = None
    max_score: float | None = None
    document: str | None = None
    rule: str | None = None
    source: str | None = None
    words: str | None = None
    ids: tuple[str, ...] = ()
    decided: bool | None = None
    stale: bool = False
    assigned: str | None = None
    figures: bool = False


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as stored: what was done (`verdict`), and where the statement stands after it.

    `standing` is the filing in force, None if the statement is open (again). `kind`, `note` and `details` are what a
    reviewer set in this decision or before, None where the program's word still holds. `stands`: the id of the decision
    in force, another one where this takes back (0: none); told with a statement alone.
    """

    id: int
    act: int
    statement: str
    verdict: str
    standing: str | None
    obligation: str | None
    kind: str | None
    note: str | None
    details: Details | None
    reviewer: str
    at: str
    content_hash: str
    undoes: int | None = None
    stands: int = 0

    @property
    def filed(self) -> bool:
        """Is the statement filed under an obligation?"""
        return self.standing in FILING and self.obligation is not None


LENGTH, SHOWN = 16, 12  # digits of `content_hash`, and how many of them tell what is shown


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with all that is said of it. `document` is the file's name.

    `kind` and `details` are those in force, `kind_read` is the program's. `institution` is whose action it is.
    `content_hash` is what a decision on it has to name. `box` is where it begins on its page. `moved` are earlier
    statements, with decisions, that this one may be: a person has to say. `doubtful`: as read, it may be no report.
    `unit_edited`, `text_edited`: as a reviewer has them printed, None: as read; `level_said`: of an action without
    function.
    """

    id: str
    document: str
    sha256: str
    page: int
    start: int
    end: int
    text: str
    kind: Kind
    kind_read: Kind
    section: str
    institution: str | None
    unit: str | None
    source: str
    box: Box
    suggestions: tuple[Suggestion, ...]
    facets: tuple[Facet, ...]
    cues: tuple[Evidence, ...]
    details: Details
    decision: DecisionRow | None
    stale: bool
    origin: str
    moved: tuple[str, ...] = ()
    mark: str = ""  # what stands for `content_hash` where the row is masked
    doubtful: bool = False
    unit_edited: str | None = None
    text_edited: str | None = None
    level_said: str | None = None

    @property
    def in_doubt(self) -> bool:
        """May it be no report at all, and has nobody said yet?"""
        return self.doubtful and (self.decision is None or self.decision.standing is None)

    @property
    def score(self) -> float:
        """Score of the first suggestion, 0 if there is none."""
        return self.suggestions[0].score if self.suggestions else 0.0

    @property
    def content_hash(self) -> str:
        said = self.decision
        stands = (said.standing, said.obligation, said.note, said.details) if said else (None, None, None, None)
        return self.mark or content_hash_of(self.text, self.kind, self.suggestions, *stands, self.stale)


def content_hash_of(
    text: str,
    kind: str,
    suggestions: tuple[Suggestion, ...],
    standing: str | None = None,
    obligation: str | None = None,
    note: str | None = None,
    details: Details | None = None,
    stale: bool = False,
) -> str:
    """Return the hash of what a reviewer sees of a statement: its text and kind, what was decided on it, and, in the
    last digits, what is suggested first. Scores, and the order of what follows, are not in it.
    """
    stands = [standing, obligation, note, _as_written(details)]
    first = suggestions[0].obligation if suggestions else ""
    return _digest([text, str(kind), stands, stale])[:SHOWN] + _digest(first)[: LENGTH - SHOWN]


def same_statement(content_hash: str, other: str) -> bool:
    """Were text, kind and standing decision the same, whatever was suggested?"""
    return content_hash[:SHOWN] == other[:SHOWN] and len(content_hash) == LENGTH


def _as_written(details: Details | None) -> str | None:
    return repr(details) if details is not None else None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()


def kind_when_filed(kind: str, obligation: str | None) -> str | None:
    """Return the kind that filing under this obligation makes of a statement, None if it stays what it is.

    What is filed is an action, whatever the program took it for: all that files asks here.
    """
    return Kind.ACTION.value if obligation is not None and kind not in FILED_KINDS else None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem. `document` is the file's name; `sha256` is None if its bytes could not be read."""

    document: str
    sha256: str | None
    outcome: str
    where: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """What became of a file that was found: `document` is the name under which its content is kept, `codes` say why."""

    file: str
    sha256: str | None
    document: str | None
    outcome: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A document with the head and verdict in force. `corrected` names the fields a reviewer has set or confirmed.

    `grounds` says of each field of the head how sure it is (0..1), and why, as a code.
    `covers` are the days it is about, "2010-01-01..2010-12-31", if somebody said so.
    """

    document: str
    sha256: str
    path: str
    source: str
    wave: str | None
    covers: str | None
    outcome: str
    institution: str | None
    unit: str | None
    number: str | None
    date: str | None
    reference: str | None
    subject: str | None
    pages: int
    text_source: str | None
    confidence: float | None
    reply: str | None
    reply_reason: str | None
    reply_quote: str
    reply_target: str
    corrected: tuple[str, ...]
    problems: tuple[ProblemRow, ...]
    grounds: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    reply_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """What a filing rests on where two have read: decisions and whose they are, and the ruling if they differed."""

    readings: tuple[tuple[int, str], ...]
    ruling: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """What a reviewer filed under an obligation, as the view `actions` gives it.

    A confirmed action without function has "" for its obligation, article, label and role, for a level that nobody
    said, and for a body nobody knows. `unit_edited`, `text_edited`: as a reviewer has them printed, None: as they are.
    `cites`: the readings of two people that it rests on.

    `written` are the dates of an action coded by hand as its file writes them. Such an action has the page of the
    document that its row names (0: it names no page), else the line of the file.
    """

    id: str
    sha256: str
    document: str
    page: int
    text: str
    kind: str
    institution: str
    unit: str | None
    source: str
    wave: str | None
    covers: str | None
    number: str | None
    date: str | None
    obligation: str
    level: str
    article: str
    label: str
    role: str
    period: int | None
    crosses: bool
    details: Details
    written: str
    standing: str
    note: str | None
    reviewer: str
    at: str
    stale: bool
    unit_edited: str | None = None
    text_edited: str | None = None
    cites: Cited | None = None


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """Counts of everything.

    `kinds` maps a kind to (open, decided); `standings` a standing to its statements, without those imported: nothing
    had been suggested for them.
    """

    files: dict[str, int]
    documents: dict[str, int]
    institutions_unknown: int
    kinds: dict[str, tuple[int, int]]
    standings: dict[str, int]
    stale: int
    problems: dict[str, int]
    reviewers: dict[str, int]
    last_run: tuple[str, str, str] | None
    other_packs: int
    moved: int = 0
