"""What the review dialogue knows. All frozen; nothing here reads or writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, auto

from db.records import REPLIES, DecisionRow, LetterRow, StatementRow
from extractor.core.model import FILED_KINDS, Evidence, Kind, Span, Suggestion
from extractor.filing.learn.reranker import Precedent
from extractor.review.asking import Asked, Choice
from extractor.review.lineup import Lineup
from rules.articles import Article
from rules.models import Pack


def printed(text: str) -> str:
    """Return a text of a letter on one line, as a form shows it."""
    return " ".join(text.split())


# --- what is looked at -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with all that is shown of it.

    `text` and `spans` are the letter's, `doubts` are sentences about it, `obligations` is the body's whole list.
    `following` is the statement that a merge would join to this one. `filed` says what is
    filed of the letter, where it is looked at as a whole. `learned` is of how many filings the suggestions were learned
    from (0: rules and model alone), `precedents` are those most alike, `articles` the law's words for what is
    suggested. `readings` are what two readers say, where they differ. `unread`: it was accepted with others of its
    letter, and nobody has looked at it singly since. `of_figures`: what is asked of it here is whether its figures are
    right.
    """

    letter: LetterRow
    text: str = ""
    spans: tuple[Span, ...] = field(default=(), repr=False)
    doubts: tuple[str, ...] = ()
    obligations: tuple[Choice, ...] = ()
    statement: StatementRow | None = None
    following: str | None = None
    following_hash: str = ""
    moved: tuple[str, ...] = ()
    filed: tuple[str, ...] = ()
    learned: int = 0
    precedents: tuple[Precedent, ...] = ()
    articles: tuple[Article, ...] = ()
    readings: tuple[Choice, ...] = ()
    unread: bool = False
    of_figures: bool = False

    @property
    def kind(self) -> Kind:
        return self.statement.kind if self.statement else Kind.OTHER

    @property
    def best(self) -> Suggestion | None:
        """The first suggestion for what is to be filed."""
        filed = self.statement and self.kind in FILED_KINDS and self.statement.suggestions
        return filed[0] if filed else None

    @property
    def spoke(self) -> tuple[Evidence, ...]:
        """What stands out in the statement: its figures, if these are asked about, else what spoke for it."""
        if self.of_figures and self.statement:
            told = self.statement.details.figures
            return tuple(Evidence("figures", one.start, one.end, one.text) for one in told if one.end)
        return self.best.evidence if self.best else ()

    @property
    def cues(self) -> tuple[Evidence, ...]:
        """What speaks for its kind; nothing where its figures are asked about."""
        return self.statement.cues if self.statement and not self.of_figures else ()

    @property
    def functionless(self) -> bool:
        """Is it an action of a body that has no functions, or of nobody knows whom, so that none can be named?"""
        filed = self.statement is not None and self.kind in FILED_KINDS
        return filed and (not self.obligations or (self.statement is not None and self.statement.institution is None))

    @property
    def wording(self) -> tuple[tuple[str, str], ...]:
        """Unit and text as they will be printed."""
        row = self.statement
        if row is None:
            return ()
        read = (row.unit or "", printed(row.text))
        return (("unit", row.unit_edited or read[0]), ("text", row.text_edited or read[1]))

    @property
    def edited(self) -> str:
        """What will be printed otherwise than it was read."""
        row = self.statement
        return " · ".join(filter(None, (row.unit_edited, row.text_edited))) if row else ""

    @property
    def note(self) -> str:
        return (self.decision.note if self.decision else None) or ""

    @property
    def decision(self) -> DecisionRow | None:
        return self.statement.decision if self.statement else None

    @property
    def judged(self) -> bool:
        """Has a reviewer said how the reply is to be judged?"""
        return "reply_reason" in self.letter.corrected

    @property
    def nobody_knows_whose(self) -> bool:
        """Is it unknown whose reply this is? A report on many bodies is no reply."""
        return self.letter.institution is None and self.letter.source == REPLIES

    @property
    def settled(self) -> bool:
        if self.statement is None:
            return self.judged and self.letter.institution is not None
        if self.of_figures:
            said = self.decision.details if self.decision else None
            return said is not None and said.figures_reviewed
        return self.decision is not None and self.decision.standing is not None


# --- the dialogue ----------------------------------------------------------------------------------------------------


class Say(StrEnum):
    """What the dialogue tells the analyst; the screen has the sentences."""

    ACCEPTED = auto()
    FILED_AS = auto()
    NO_FUNCTION = auto()
    REJECTED = auto()
    SKIPPED = auto()
    KIND_SET = auto()
    NOTED = auto()
    FIGURES_KEPT = auto()
    FIGURES_REJECTED = auto()
    FIGURES_ALONE = auto()
    DETAILS_SET = auto()
    HEAD_SET = auto()
    REWORDED = auto()
    JUDGED = auto()
    SPLIT = auto()
    MERGED = auto()
    MOVED = auto()
    NOTHING_MARKED = auto()
    ADDED = auto()
    UNDONE = auto()
    REST_ACCEPTED = auto()
    ADJUDICATED = auto()
    NEITHER = auto()
    NOTHING_LEFT = auto()
    LOOKED = auto()
    LEARNING = auto()
    NOT_LEARNING = auto()
    RESUMED = auto()
    NOTHING_TO_UNDO = auto()
    NO_SUGGESTION = auto()
    NO_SUCH_SUGGESTION = auto()
    NEEDS_INSTITUTION = auto()
    HAS_NO_FUNCTIONS = auto()
    NOT_A_STATEMENT = auto()
    TOO_SHORT = auto()
    NOTHING_FOLLOWS = auto()
    FIRST = auto()
    LAST = auto()
    CHANGED_SINCE = auto()
    NOT_UNDERSTOOD = auto()
    UNKNOWN_KEY = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Message:
    say: Say
    detail: str = ""


class Ask(StrEnum):
    """What a question is about."""

    FILING = auto()
    KIND = auto()
    NOTE = auto()
    DETAILS = auto()
    SPLIT = auto()
    ADD = auto()
    INSTITUTION = auto()
    HEAD = auto()
    WORDING = auto()
    LEVEL = auto()
    VERDICT = auto()
    REST = auto()
    GROUNDS = auto()
    READINGS = auto()
    HELP = auto()


@dataclass(frozen=True, slots=True)
class Question:
    ask: Ask
    form: Asked


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The whole dialogue. `at == len(queue)` is the end of the queue, where `item` is None.

    `reasons` are the judgements of a reply to choose from; `others` are bodies outside the pack's list; `asked` are
    letters whose institution has been asked for in this session; `today` counts this reviewer's decisions of the day;
    `learning`: filings speak beside rules and model; `figures`: the queue asks whether figures are right, and files
    nothing; `over` ends it.
    """

    queue: Lineup
    pack: Pack
    reasons: tuple[Choice, ...] = ()
    others: tuple[Choice, ...] = ()
    at: int = 0
    item: Item | None = None
    question: Question | None = None
    message: Message | None = None
    scroll: int = 0
    today: int = 0
    asked: frozenset[str] = frozenset()
    learning: bool = True
    figures: bool = False
    over: bool = False

    @property
    def settled(self) -> int:
        """How many entries of the queue need nothing more."""
        return self.queue.settled
