"""Figures told in a table: what a cell's number counts is said by its column, its row and the table's title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.core.model import DateSpan, Figure
from extractor.filing.details.dates import find_dates
from extractor.filing.details.lexicon import look
from extractor.filing.details.places import find_places
from extractor.filing.figures.words import (
    AGE,
    BOTH,
    COUNTRY,
    DEED,
    NATION,
    NOUN,
    PEOPLE,
    PURPOSE,
    REGISTER,
    RUNNING,
    SEX,
    TOTAL,
    Marks,
    allowed_deeds,
    marks_of,
    one_of,
)
from rules.models import Pack
from rules.words import fold

Cell = tuple[str, str, int]  # the column's header, the cell's text, where it begins

_NUMBER = re.compile(r"\s*(\d{1,3}(?:[ .,\u00a0]\d{3})+|\d+)(?:\s*|\s*\()\s*")
_PERCENT = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*")


def figures_of_row(cells: Sequence[Cell], pack: Pack, title: str = "") -> tuple[Figure, ...]:
    """Return the figures of a row of a table; `title` is the heading that the table stands under.

    A column of which nobody says what it counts, and that is no sum, date, sex or age, is passed over.
    """
    label = " ".join(text for _, text, _ in cells if _value(text)[0] is None)
    named = any(fold(header) in pack.details.figures.indicators for header, text, _ in cells if _value(text)[0] is None)
    row = _Row(marks_of(label, pack), marks_of(title, pack), pack, [header for header, _, _ in cells], named)
    found = (row.figure(header, text, start) for header, text, start in cells)
    return tuple(filter(None, found))


def _value(text: str) -> tuple[float | None, bool]:
    if number := _NUMBER.fullmatch(text):
        return float(re.sub(r"\D", "", number[1])), False
    percent = _PERCENT.fullmatch(text)
    return (float(percent[1].replace(",", ".")), True) if percent else (None, False)


class _Row:
    """A row: what its label and its table's title say of every figure in it."""

    def __init__(self, label: Marks, title: Marks, pack: Pack, headers: Sequence[str], named: bool) -> None:
        self.label, self.title, self.pack = label, title, pack
        self.named = named  # does the label say what its row counts?
        self.women = any(
            one.code == "f" for header in headers for one in marks_of(header, pack).found if one.kind == SEX
        )

    def figure(self, header: str, text: str, start: int) -> Figure | None:
        value, percent = _value(text)
        column = marks_of(header, self.pack)
        what = self._what(column) if value is not None else None
        if value is None or what is None:
            return None
        day = self._day(header)
        shown = text.strip()
        begin = start + text.index(shown)
        return Figure(
            start=begin,
            end=begin + len(shown),
            text=shown,
            value=value,
            what=what,
            percent=percent,
            sex=self._sex(column) or self._sex(self.label),
            age=_age(column) or _age(self.label) or _age(self.title),
            purpose=_one(PURPOSE, column, self.label, self.title),
            nation=_one(NATION, column, self.label),
            place=self._place(header) or self._place(self.label.text),
            first=day.first if day else None,
            last=day.last if day else None,
            register=_one(REGISTER, column, self.label, self.title),
            running=any(mark.kind == RUNNING for mark in (*column.found, *self.title.found)),
            total=any(mark.kind == TOTAL for mark in (*column.found, *self.label.found)),
        )

    def _what(self, column: Marks) -> str | None:
        own = self._named(column)
        if own not in (None, next(iter(self.pack.details.figures.people), "")):
            return own
        said = bool(column.found) or bool(self._years(column.text)) or bool(self._place(column.text))
        first, then = (self.label, self.title) if self.named else (self.title, self.label)
        return (self._named(first) or self._named(then) or own) if said else None

    def _named(self, marks: Marks) -> str | None:
        """What words of a heading count: its first noun, or what was done with the people it names."""
        for mark in marks.found:
            if mark.kind == NOUN:
                return mark.code
            if mark.kind == PEOPLE:
                deeds = [one.code for one in marks.found if one.kind == DEED]
                return next((deed for deed in deeds if deed in allowed_deeds(self.pack)[mark.code]), mark.code)
            if mark.kind == DEED:
                return mark.code
        return None

    def _sex(self, marks: Marks) -> str | None:
        said = {mark.code for mark in marks.found if mark.kind == SEX}
        if said == {BOTH}:
            return "m" if self.women else None
        return said.pop() if len(said) == 1 else None

    def _place(self, text: str) -> str | None:
        places = find_places(look(text, self.pack), self.pack) if text else ()
        if len(places) == 1:
            return places[0].name
        return one_of({mark.code for mark in marks_of(text, self.pack).found if mark.kind == COUNTRY})

    def _years(self, text: str) -> tuple[DateSpan, ...]:
        return find_dates(text, self.pack, (), [(0, len(text))])

    def _day(self, header: str) -> DateSpan | None:
        """The span of a column, of a row ("Enero", in a table of 2011), or of the table."""
        if len(own := self._years(header)) == 1:
            return own[0]
        title = self._years(self.title.text)
        years = {day.first[:4] for day in title} | {day.last[:4] for day in title}
        label = self.label.text if len(years) != 1 else f"{self.label.text} {next(iter(years))}"
        if len(here := self._years(label)) == 1 and self._years(label)[0].text != next(iter(years), ""):
            return here[0]
        return title[0] if len(title) == 1 else None


def _age(marks: Marks) -> str | None:
    said = [mark.code for mark in marks.found if mark.kind == AGE]
    codes = {*([code for code in said if code[0].isdigit()] or said)}
    return codes.pop() if len(codes) == 1 else None


def _one(kind: str, *sources: Marks) -> str | None:
    """The code of a kind that the first of these that says any says, if it says one alone."""
    for marks in sources:
        codes = {mark.code for mark in marks.found if mark.kind == kind}
        if codes:
            return one_of(codes)
    return None
