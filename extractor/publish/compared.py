"""Confirmed actions as the comparison sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from db.records import ActionRow
from extractor.core.model import Kind, Place
from extractor.filing.details import find_details
from extractor.publish.balance import ReportContext
from extractor.rounds.comparison import ComparedAction, When, Where

COMPARED = (Kind.ACTION, Kind.PLANNED)  # that nothing was done is said in like words by all


def compared_actions(context: ReportContext, rows: Iterable[ActionRow]) -> Iterator[ComparedAction]:
    """Yield the actions among what was filed; one whose text names no place happened where its unit sits."""

    @lru_cache(maxsize=4096)
    def seat(unit: str) -> tuple[Place, ...]:
        return find_details(unit, context.pack).places

    for row in rows:
        if row.kind in COMPARED:
            details = row.details
            yield ComparedAction(
                row.id,
                row.text,
                row.institution,
                row.source,
                f"{row.sha256}/{row.document}",  # rows coded by hand share a file, not always the letter they name
                context.period(row),
                counts=frozenset(count.value for count in details.counts),
                places=frozenset(Where(p.name, p.region or "") for p in details.places or seat(row.unit or "")),
                dates=frozenset(When(day.first, day.last) for day in details.dates),
                norms=frozenset(norm.number for norm in details.norms),
            )
