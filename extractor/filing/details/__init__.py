"""Details of an action: its dates, period, counts, places, norms and partners, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.core.model import Details
from extractor.filing.details.counts import count_under, find_counts
from extractor.filing.details.dates import find_dates, period_of
from extractor.filing.details.lexicon import look
from extractor.filing.details.norms import find_norms
from extractor.filing.details.partners import find_partners
from extractor.filing.details.places import find_places
from extractor.filing.figures.prose import find_figures
from rules.models import Pack

__all__ = ["count_under", "find_details", "period_of"]


def find_details(
    text: str, pack: Pack, fields: Sequence[tuple[str, str]] = (), institution: str | None = None
) -> Details:
    """Return what `text` says of when, where, how many, by which norm and with whom.

    `fields` are the (role, text) cells of a table row whose texts stand in `text` in this order; a date column needs no
    word before a month. `institution` is the body that writes, which is no partner of its own. Offsets are positions in
    `text`; unknown is left out, never guessed.
    """
    seen = look(text, pack)
    norms = find_norms(seen, pack)
    cited = [(norm.start, norm.end) for norm in norms]
    dates = find_dates(text, pack, cited, list(_cells(text, fields, "date")))
    period, crosses = period_of(dates, pack.details.periods)
    places = find_places(seen, pack)
    taken = sorted([*cited, *((day.start, day.end) for day in dates)])
    return Details(
        dates=dates,
        period=period,
        crosses=crosses,
        counts=find_counts(seen, pack, taken),
        places=places,
        norms=norms,
        partners=find_partners(seen, pack, institution),
        figures=find_figures(seen, pack, dates, places, taken),
    )


def _cells(text: str, fields: Sequence[tuple[str, str]], role: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a role stand in the row's text."""
    end = 0
    for found, cell in fields:
        start = text.find(cell, end)
        if start >= 0:
            end = start + len(cell)
            if found == role and cell:
                yield start, end
