"""What does not add up among figures: sums, percentages, and registers that count the same otherwise. Never mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from extractor.core.model import Figure
from extractor.filing.settings import ROUNDING

_thing = attrgetter(*(name for name in Figure.__slots__ if name not in ("start", "end", "text", "value", "total")))
PARTS = ("sex", "age")  # each of these has two sides: both told, they make the whole


@dataclass(frozen=True, slots=True)
class FigureDoubt:
    """Figures that do not fit: "sum" (`told` instead of `counted`) or "base" (`told` % instead of `counted` %)."""

    kind: str
    told: float
    counted: float
    figures: tuple[Figure, ...]


def doubts_of(rows: Sequence[Sequence[Figure]]) -> Iterator[FigureDoubt]:
    """Yield what does not fit in the figures of one table's rows, or of one text (a single row)."""
    for row in rows:
        yield from _bases(row)
        yield from _parts(row)
    if len(rows) > 1:
        yield from _columns(rows)


def _bases(row: Sequence[Figure]) -> Iterator[FigureDoubt]:
    for before, one in pairwise(row):
        pair = sorted((before, one), key=lambda figure: figure.percent)
        part, percent = pair[0], pair[1]
        if part.percent or not (percent.percent and percent.base):
            continue
        same = replace(part, start=0, end=0, text="", value=0, base=None) == replace(
            percent, start=0, end=0, text="", value=0, base=None, percent=False
        )
        if same and part.value != percent.base:
            counted = part.value / percent.base * 100
            if abs(counted - percent.value) > ROUNDING:
                yield FigureDoubt("base", percent.value, round(counted, 1), (part, percent))


def _parts(row: Sequence[Figure]) -> Iterator[FigureDoubt]:
    """A figure whose parts by sex, or by age, are all told, and give another sum."""
    counts = [one for one in row if not one.percent]
    for one in counts if len(counts) > len(PARTS) else ():  # a whole and its two sides
        for name in PARTS:
            parts = [other for other in counts if getattr(one, name) is None and _is_part(other, one, name)]
            codes = {getattr(part, name) for part in parts}
            whole = len(codes) == len(parts) == 2 and not any(code[0].isdigit() for code in codes)
            if whole and (summed := sum(part.value for part in parts)) != one.value and not _fits(one, counts, summed):
                yield FigureDoubt("sum", one.value, summed, (one, *parts))


def _fits(one: Figure, counts: Sequence[Figure], summed: float) -> bool:
    """Is it what is left of a whole ("en 3 no se consignó el sexo"), or a whole of which something is left?"""
    alike = [other.value for other in counts if _thing(other) == _thing(one)]
    return one.value < max(alike) or summed + sum(alike) - one.value == one.value


def _is_part(other: Figure, one: Figure, name: str) -> bool:
    """Do two figures tell of the same, but for this slot?"""
    blank: dict[str, object] = {name: None, "start": 0, "end": 0, "text": "", "value": 0, "total": False, "place": None}
    return getattr(other, name) is not None and replace(other, **blank) == replace(one, **blank)  # type: ignore[arg-type]


def _columns(rows: Sequence[Sequence[Figure]]) -> Iterator[FigureDoubt]:
    """A row that sums the others, column by column."""
    sums = [row for row in rows if row and all(one.total for one in row)]
    others = [row for row in rows if row and not all(one.total for one in row)]
    if len(sums) != 1 or len(others) < 2:
        return
    columns: dict[int, list[Figure]] = defaultdict(list)
    for row in others:
        if len(row) == len(sums[0]):
            for place, one in enumerate(row):
                columns[place].append(one)
    for place, told in enumerate(sums[0]):
        parts = columns[place]
        if len(parts) == len(others) and not told.percent and (summed := sum(one.value for one in parts)) != told.value:
            yield FigureDoubt("sum", told.value, summed, (told, *parts))
