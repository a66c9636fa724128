"""calendar.yaml, sources.yaml, sheets.yaml: waves and deadlines, where actions are reported, imported columns."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Annotated

from rules.models.base import Limited, Phrases, record


@record
class Wave:
    """A round of request letters and the months it asks about (ISO days, inclusive)."""

    id: str
    title: str
    first: date
    last: date


@record
class Calendar:
    """The law's clock. `holidays` are days without work: "MM-DD" every year, "YYYY-MM-DD" once.

    `source` says where the term comes from, to be told wherever a reply is called late.
    """

    deadline_days: int = 10  # working days to answer
    extension_days: int = 5
    source: str = ""
    holidays: tuple[Annotated[str, Limited(pattern=r"^(\d{4}-)?\d{2}-\d{2}$")], ...] = ()
    waves: tuple[Wave, ...] = ()


@record
class Source:
    """Where actions are reported: replies to letters, a report of the State, … A column of the matrix, in pack order.

    `written` are other names it goes by in files of coded actions; `asked` marks the replies to requests: what is not
    in them may be so because nobody asked, or nobody answered.
    """

    id: str
    title: str
    asked: bool = False
    written: Phrases = ()


@record
class Balance:
    """The words of published tables that are read back: blanks, subheads of periods, notes behind an action.

    `kinds` are the notes that say of which kind an action is; `notes` are how other notes begin.
    """

    blank: Phrases = ()
    period: Phrases = ()
    article: Phrases = ()
    kinds: dict[str, Phrases] = field(default_factory=dict)
    notes: Phrases = ()
    roles: dict[str, Phrases] = field(default_factory=dict)


@record
class Organs:
    """Which organs of a body (`named`) are charged with which of its functions (ids, `*` is anything), and by what."""

    functions: Phrases
    named: Phrases
    source: str


@record
class Universe:
    """How many there are of what actions count, so that what was done can be held against it.

    `counted` as texts have it ("policías"), `value` on a `day` by `source`; of one `body`, or of all.
    """

    counted: str
    value: Annotated[int, Limited(gt=0)]
    day: date
    source: str
    body: str = ""


@record
class InForce:
    """Since which `day` functions bind (ids, `*` is anything), by which `source`."""

    functions: Phrases
    day: date
    source: str


@record
class Publication:
    """How texts of letters are made ready to be printed, and what stands on the cover.

    `connectives` are openings that tie a sentence to the one before; `articles` may stand before the name of a unit
    that opens a text; before `joins` such a name is not all of the subject. `observatory` and `authors` are those of
    the cover, unless others are named; `address` is the publisher's on the web, `license` what others may do with what
    is published: the address of a licence, or its words. `themes` are the facets that say that an action is on what the
    norm is about, `other_themes` those of what is often taken for it. Of `organs`, `universes` and `in_force` no letter
    tells: who within a body is charged with a function, how many there are of what is counted, since when functions
    bind.
    """

    connectives: Phrases = ()
    articles: Phrases = ()
    joins: Phrases = ()
    title: str = ""
    observatory: str = ""
    address: str = ""
    license: str = ""
    authors: Phrases = ()
    themes: Phrases = ()
    other_themes: Phrases = ()
    organs: tuple[Organs, ...] = ()
    universes: tuple[Universe, ...] = ()
    in_force: tuple[InForce, ...] = ()


@record
class Sheets:
    """What the columns of imported spreadsheets may be called, by role: {"institution": ["entidad", …]}.

    `columns` are in the pack's language, and named where a column is missing; `also` are others that are taken too.
    `replies` are the words of a register for what a reply was, by the code of its reason; `awaits` are those of request
    platforms for a request that still awaits its answer.
    """

    columns: dict[str, Phrases] = field(default_factory=dict)
    also: dict[str, Phrases] = field(default_factory=dict)
    replies: dict[str, Phrases] = field(default_factory=dict)
    awaits: Phrases = ()
    balance: Balance = Balance()

    @property
    def accepted(self) -> dict[str, Phrases]:
        """Return all that a column may be called, by role: the role's own key too."""
        return {
            role: (role, *self.columns.get(role, ()), *self.also.get(role, ())) for role in self.columns | self.also
        }
