"""What is published, before any format: sections of paragraphs, tables and charts, and where every entry comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from extractor.publish.settings import MARKS
from extractor.publish.words import printed_place


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One paragraph of a cell. `mark` is its letter ("A."); `statement`, `document`, `page`: where it comes from.

    `verbatim` is what was written where `text` was made ready to be printed. `cited` is the number, from 1, of the
    letter among those that its table cites; 0: none.
    """

    text: str
    mark: str = ""
    note: str = ""
    statement: str = ""
    document: str = ""
    page: int = 0
    verbatim: str = ""
    cited: int = 0

    @property
    def line(self) -> str:
        """The entry as one line: its letter, its text, its note in brackets."""
        note = f"({self.note})" if self.note else ""
        return " ".join(part for part in (self.mark, self.text, note) if part)


@dataclass(frozen=True, slots=True)
class ReportCell:
    """Entries, or a blank with its reason (a code, and how it is printed), or a number (`percent`: of a hundred)."""

    entries: tuple[ReportEntry, ...] = ()
    blank: str = ""
    shown: str = ""
    number: float | None = None
    percent: bool = False

    @property
    def text(self) -> str:
        """The whole cell as plain text, an entry a line."""
        if self.number is not None:
            return f"{self.number:.0f}%" if self.percent else f"{self.number:,g}".replace(",", " ")
        return "\n".join(entry.line for entry in self.entries) or self.shown


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row and the group it stands in (a level); `head` are its leading cells' texts, `id` what it is about."""

    id: str
    group: str
    head: tuple[str, ...]
    cells: tuple[ReportCell, ...]

    @property
    def reported(self) -> bool:
        """Does any cell hold something?"""
        return any(not cell.blank for cell in self.cells)

    @property
    def volumes(self) -> tuple[int, ...]:
        """How much each cell holds, in characters; 0 where it is blank."""
        return tuple(sum(len(entry.line) + MARKS for entry in cell.entries) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A titled table: column titles for the row heads and for the cells, rows in order, notes below (the legend).

    `cited` are the letters that its entries name by number: body or unit, the letter's number and date.
    """

    id: str
    title: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[ReportRow, ...]
    notes: tuple[str, ...] = field(default=())
    cited: tuple[str, ...] = field(default=())

    @property
    def lettered(self) -> bool:
        """Is it a matrix, with lettered actions in its cells?"""
        return any(entry.mark for row in self.rows for cell in row.cells for entry in cell.entries)

    @property
    def traced(self) -> bool:
        """Does it hold entries that stand for statements?"""
        return any(entry.statement for row in self.rows for cell in row.cells for entry in cell.entries)


def ids_of(row: ReportRow, line: int | None = None) -> str:
    """Return the statements that a row (or the entries of one of its lines) stands for, below each other.

    Of a whole row each has its entry's letter in front, as the letters begin anew in each cell.
    """
    found = []
    for cell in row.cells:
        entries = cell.entries if line is None else cell.entries[line : line + 1]
        found += [f"{one.mark} {one.statement}" if line is None else one.statement for one in entries if one.statement]
    return "\n".join(found).strip()


def cite(entry: ReportEntry) -> str:
    """Return what leads from an entry to its letter: "[3, pág. 2]"; where its letter has no number, the page alone."""
    number = str(entry.cited) if entry.cited else ""
    where = ", ".join(part for part in (number, printed_place(entry.document, entry.page)) if part)
    return f"[{where}]" if where else ""


def runs(rows: Iterable[ReportRow]) -> Iterator[list[ReportRow]]:
    """Yield the rows of a matrix as they stand in tables: each function with actions alone, others together."""
    for reported, alike in groupby(rows, key=lambda row: row.reported):
        found = list(alike)
        yield from ([row] for row in found) if reported else [found]


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the first page; "" where nobody said it. `day` is as it is to be printed."""

    observatory: str = ""
    day: str = ""
    authors: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is known of these, in the order in which it stands there."""
        return tuple(filter(None, (self.observatory, *self.authors, self.day)))


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart of a table: its rows are the groups of bars, the `series` (places of columns) the bars of a group."""

    id: str
    title: str
    table: ReportTable
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EntrySource:
    """Where an entry comes from: the statement as written, its file and page, how it is cited, a link to the page."""

    id: str
    text: str
    document: str
    page: int
    href: str = ""
    cited: str = ""


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of a text: the statements and rows it rests on, and `facts`, what is known of it, as exported."""

    id: str
    text: str
    statements: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    edited: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


class Prose(str):
    """A paragraph that knows its sentences: text to every format, and a page lights up what each rests on."""

    __slots__ = ("sentences",)
    sentences: tuple[CitedSentence, ...]

    def __new__(cls, sentences: Iterable[CitedSentence]) -> Prose:
        said = tuple(sentences)
        made = super().__new__(cls, " ".join(one.text for one in said))
        made.sentences = said
        return made


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. `part` is one of the section before it, and not listed in the contents.

    `sources` may be read once only. `sourced`: the sources of its entries stand in the report.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    charts: tuple[Chart, ...] = ()
    sources: Iterable[EntrySource] = ()
    part: bool = False
    sourced: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole publication: sections are made when they are written, so that only one is in memory at a time."""

    title: str
    contents: tuple[tuple[str, str], ...]  # id and title of the sections that the contents list
    sections: Iterable[Section]
    note: str = ""
    cover: Cover | None = None
    downloads: tuple[tuple[str, str], ...] = ()  # address and name of what lies beside the page
    foot: tuple[str, ...] = ()  # the latest seal of the log, line by line, and what it covers


def bare(*tables: ReportTable) -> Report:
    """Return a report of these tables, a section each."""
    sections = tuple(Section(table.id, table.title, tables=(table,)) for table in tables)
    return Report(tables[0].title if tables else "", tuple((one.id, one.title) for one in sections), sections)
