"""How many letters were sent and answered, and how the answers are to be judged: by wave, type, scope and body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.publish.tables import ReportCell, ReportRow, ReportTable


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """One request letter and what came of it; `reply` is the verdict on the answer, None if unread or not judged."""

    wave: str
    institution: str
    type: str
    scope: str
    answered: bool
    reply: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of one group; percentages are of the letters sent, or of the judged replies."""

    group: str
    sent: int
    answered: int
    satisfactory: int
    unsatisfactory: int

    @property
    def answered_percent(self) -> float | None:
        return percent(self.answered, self.sent)

    @property
    def satisfactory_percent(self) -> float | None:
        return percent(self.satisfactory, self.satisfactory + self.unsatisfactory)


def percent(part: int, whole: int) -> float | None:
    """Return `part` in percent of `whole`; None where there is nothing to divide by."""
    return 100 * part / whole if whole else None


def rates(
    asked: Iterable[RequestOutcome], group: Callable[[RequestOutcome], str], order: Sequence[str] = ()
) -> tuple[Rate, ...]:
    """Count requests by group, groups in the given order first, then in order of appearance."""
    counts: dict[str, list[int]] = {name: [0, 0, 0, 0] for name in order}
    for one in asked:
        count = counts.setdefault(group(one), [0, 0, 0, 0])
        count[0] += 1
        count[1] += one.answered
        count[2] += one.answered and one.reply == "satisfactory"
        count[3] += one.answered and one.reply == "unsatisfactory"
    return tuple(Rate(name, *count) for name, count in counts.items())


def total(counted: Sequence[Rate], group: str) -> Rate:
    """Return the sum of all groups."""
    columns = ((rate.sent, rate.answered, rate.satisfactory, rate.unsatisfactory) for rate in counted)
    return Rate(group, *map(sum, zip(*columns, strict=True)))


def rates_table(
    id: str,
    title: str,
    head: str,
    columns: Sequence[str],
    rows: Sequence[Rate],
    titles: Mapping[str, str],
    notes: tuple[str, ...] = (),
) -> ReportTable:
    """Lay rates out as published: sent, answered, its percentage, satisfactory, unsatisfactory, its percentage.

    `titles` are the groups' printed names; a group without one stands as it is.
    """
    lines = tuple(ReportRow(rate.group, "", (titles.get(rate.group, rate.group),), _cells(rate)) for rate in rows)
    return ReportTable(id, title, (head,), tuple(columns), lines, notes)


def _cells(rate: Rate) -> tuple[ReportCell, ...]:
    values: tuple[float | None, ...] = (
        rate.sent,
        rate.answered,
        rate.answered_percent,
        rate.satisfactory,
        rate.unsatisfactory,
        rate.satisfactory_percent,
    )
    return tuple(ReportCell(number=value, percent=place in (2, 5)) for place, value in enumerate(values))
