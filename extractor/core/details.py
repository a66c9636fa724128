"""The kinds of details that an action has, each once: its record, and how one is told in a cell of an export.

A kind is a field of `extractor.core.model.Details` with a line here; what joins, moves, stores and exports details goes
by this table. The review's form has a line for those of `extractor.review.detail_form.WAYS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from extractor.core.model import Beside, Count, DateSpan, Details, Figure, Norm, Partner, Place


@dataclass(frozen=True, slots=True)
class DetailKind:
    """A kind of detail. `shape`: its record. `cell` makes text of one as it is stored; None: it has exports of its own.

    `sparse`: most fields are empty, so what is not told is not stored.
    """

    shape: type[Any]
    cell: Callable[[Mapping[str, Any]], str] | None = None
    sparse: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the record's fields."""
        return tuple(self.shape.__dataclass_fields__)


KINDS: dict[str, DetailKind] = {
    "dates": DetailKind(DateSpan, lambda date: str(date["text"])),
    "counts": DetailKind(Count, lambda count: f"{count['value']} {count['what']}"),
    "places": DetailKind(Place, lambda place: str(place["name"])),
    "norms": DetailKind(Norm, lambda norm: f"{norm['kind']} {norm['number']}"),
    "partners": DetailKind(Partner, lambda partner: str(partner["name"])),
    "cells": DetailKind(Beside, lambda cell: f"{cell['header']}: {cell['text']}".removeprefix(": ")),
    "figures": DetailKind(Figure, sparse=True),
}


def joined(first: Details, then: Details) -> Details:
    """Return both; the period is that of the later dates, if there are any."""
    dated = then if then.dates else first
    both: dict[str, Any] = {name: (*getattr(first, name), *getattr(then, name)) for name in KINDS}
    reviewed = first.figures_reviewed and then.figures_reviewed
    return replace(first, **both, period=dated.period, crosses=dated.crosses, figures_reviewed=reviewed)


def moved(details: Details, by: int) -> Details:
    """Return the details with their places in the text this many characters on."""
    placed = [name for name, kind in KINDS.items() if "start" in kind.fields]
    parts: dict[str, Any] = {
        name: tuple(replace(found, start=found.start + by, end=found.end + by) for found in getattr(details, name))
        for name in placed
    }
    return replace(details, **parts) if by else details
