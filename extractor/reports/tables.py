"""A published table, before any format: what stands in each cell and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph of a cell. `mark` is its letter ("A."); `statement`, `document`, `page`: where it comes from."""

    text: str
    mark: str = ""
    note: str = ""
    statement: str = ""
    document: str = ""
    page: int = 0

    @property
    def line(self) -> str:
        """The entry as one line: its letter, its text, its note in brackets."""
        note = f"({self.note})" if self.note else ""
        return " ".join(part for part in (self.mark, self.text, note) if part)


@dataclass(frozen=True, slots=True)
class Cell:
    """Entries, or a blank with its reason (a code, and how it is printed), or a number (`percent`: of a hundred)."""

    entries: tuple[Entry, ...] = ()
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
class Row:
    """A row and the group it stands in (a level); `head` are its leading cells' texts, `id` what it is about."""

    id: str
    group: str
    head: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def reported(self) -> bool:
        """Does any cell hold something?"""
        return any(not cell.blank for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table: column titles for the row heads and for the cells, rows in order, notes below (the legend)."""

    id: str
    title: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())
