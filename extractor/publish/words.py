"""What published reports say by themselves, in their own language: one file of words, no wording in code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

TABLE = 10_000  # see `extractor.rounds.balance.reading.Place`: no letter has as many pages
SHEETS = (".csv", ".tsv", ".xlsx", ".json", ".jsonl")


def say(key: str, **values: object) -> str:
    """Return the words at this place ("matrix.function"), their holes filled.

    Raises:
        KeyError: there are none.
    """
    text = _at(key)
    if not isinstance(text, str):
        raise KeyError(key)
    return text.format(**values) if values else text


def lines(key: str) -> tuple[str, ...]:
    """Return the list of texts at this place."""
    return tuple(_at(key))


def words_at(key: str) -> Mapping[str, str]:
    """Return all texts at this place by their names."""
    return dict(_at(key))


@cache
def _at(key: str) -> Any:
    found = _words()
    for part in key.split("."):
        found = found[part]
    return found


@cache
def _words() -> Any:
    return yaml.safe_load((files("extractor.publish") / "words.yaml").read_text("utf8"))


def headings_in(columns: Sequence[str]) -> list[str]:
    """Return the words that head exported columns."""
    return [say(f"headings.{name}") for name in columns]


def name_of(id: str) -> str:
    """Return what a sheet or file of a section, table or chart is called: "grafico-tasas-oleada"."""
    known = words_at("named")
    return "-".join(known.get(part, part) for part in id.split("-"))


def span(first: date, last: date) -> str:
    """Write the days from `first` to `last` as they are published: "May 2010 – Ene 2011", "2011", "14 Mar 2011"."""
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return _joined(str(first.year), str(last.year))
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return _joined(_month(first), _month(last))
    return _joined(f"{first.day} {_month(first)}", f"{last.day} {_month(last)}")


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _month(day: date) -> str:
    return f"{lines('months')[day.month - 1]} {day.year}"


def is_sheet(document: str) -> bool:
    """Is it a file of coded actions, whose places are lines?"""
    return document.lower().endswith(SHEETS)


def place(document: str, number: int) -> str:
    """Say where in a file a text stands: the page of a letter, the line of a file of coded actions; "" if not known.

    Of a balance read back the number is that of the table, and the row's in it: 20003 is row 3 of table 2.
    """
    if number >= TABLE and not is_sheet(document):
        table, row = divmod(number, TABLE)
        return say("place.row", table=table, row=row)
    kind = "line" if is_sheet(document) else "page"
    return say(f"place.{kind}", n=number) if number else ""


def printed_place(document: str, number: int) -> str:
    """Say where in a document a text stands; "" for a file of coded actions, which readers do not have."""
    return "" if is_sheet(document) else place(document, number)
