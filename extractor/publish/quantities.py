"""What actions count, under one name for one thing: "docente" and "Docentes" are counted together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from db.records import ActionRow
from rules.words import read_words


@lru_cache(maxsize=4096)
def unit_of(what: str) -> str:
    """What ways of naming the same thing have in common."""
    return read_words(what).stems.strip()


def unit_names(rows: Iterable[ActionRow]) -> Mapping[str, str]:
    """Return each unit that these count with the name that it has most often."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for count in row.details.counts:
            names[unit_of(count.what)][count.what.lower()] += 1
    return {unit: found.most_common(1)[0][0] for unit, found in names.items()}
