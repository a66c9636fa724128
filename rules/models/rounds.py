"""calendar.yaml, sources.yaml, sheets.yaml: waves and deadlines, where actions are reported, imported columns."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from rules.models.base import Phrases, Strict


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
