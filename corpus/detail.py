"""Which of an action's labelled details are found: dates, counts, places, norms, partners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extractor.core.model import Count, DateSpan, Details, Norm, Partner, Place
from rules.words import fold

Labelled = dict[str, list[Any]]  # [46, "colegios"], ["2011-05-01", "2011-07-31"], "Tarma", "Directiva N° 3-2011-MTC"
Tally = dict[str, tuple[int, tuple[Any, ...]]]  # kind -> how many of the labelled ones are found, and the others


def tally(labelled: Labelled, found: Details | None) -> Tally:
    """Count the labelled details that are found, and name the others; None is a statement not found at all."""
    missed = {kind: tuple(_missed(kind, wanted, found)) for kind, wanted in labelled.items()}
    return {kind: (len(wanted) - len(missed[kind]), missed[kind]) for kind, wanted in labelled.items()}


def _missed(kind: str, wanted: list[Any], found: Details | None) -> list[Any]:
    given = getattr(found, kind) if found else ()
    return [one for one in wanted if not any(SAME[kind](one, other) for other in given)]


def _same_count(wanted: tuple[int, str], given: Count) -> bool:
    """The same number of things that begin alike: "1 940 madres" is "1 940 madres y padres"."""
    return wanted[0] == given.value and fold(wanted[1])[:5] == fold(given.what)[:5]


def _same_dates(wanted: tuple[str, str], given: DateSpan) -> bool:
    return tuple(wanted) == (given.first, given.last)


def _same_place(wanted: str, given: Place) -> bool:
    return fold(wanted) in (fold(given.name), fold(given.text))


def _same_norm(wanted: str, given: Norm) -> bool:
    return fold(wanted).startswith(fold(given.kind)) and wanted.endswith(given.number)


def _same_partner(wanted: str, given: Partner) -> bool:
    return fold(wanted) in (fold(given.name), fold(given.text), fold(given.body or ""))


SAME: dict[str, Callable[[Any, Any], bool]] = {
    "counts": _same_count,
    "dates": _same_dates,
    "places": _same_place,
    "norms": _same_norm,
    "partners": _same_partner,
}
KINDS = tuple(SAME)
