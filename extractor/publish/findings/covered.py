"""The table that heads a balance: how many of its functions each body reported, by level and period, with totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.core.model import Level
from extractor.publish.balance import ReportContext
from extractor.publish.findings.facts import BodyFacts, facts_of
from extractor.publish.tables import ReportCell, ReportEntry, ReportRow, ReportTable
from extractor.publish.words import lines, say

Counts = list[tuple[int, int]]  # reported and assigned, column by column


def covered_table(context: ReportContext) -> ReportTable:
    """Functions reported of those assigned, a row a body; bodies without functions are left out."""
    columns = (*(say(f"level.{level}") for level in Level), *(one.title for one in context.periods), say("body.total"))
    rows = [
        (body.name, counts)
        for body in context.pack.bodies
        if (counts := _counts(facts_of(context, body.id, worded=False)))
    ]
    if len(rows) > 1:
        rows.append(
            (say("rates.total"), [_sum(column) for column in zip(*(counts for _, counts in rows), strict=True)])
        )
    return ReportTable(
        "functions-covered",
        say("findings.covered"),
        (say("rates.heads.body"),),
        columns,
        tuple(ReportRow(name, "", (name,), tuple(map(_cell, counts))) for name, counts in rows),
        (*lines("findings.covered_legend"), *context.caveats.of_actions()),
    )


def _counts(facts: BodyFacts) -> Counts:
    if not facts.assigned:
        return []
    return [*_by_level(facts), *_by_period(facts), _of(facts, None, None)]


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    reported, assigned = zip(*counts, strict=True)
    return sum(reported), sum(assigned)


def _by_level(facts: BodyFacts) -> Iterator[tuple[int, int]]:
    for level in Level:
        yield _of(facts, level, None)


def _by_period(facts: BodyFacts) -> Iterator[tuple[int, int]]:
    for column in facts.context.periods:
        yield _of(facts, None, column.id)


def _of(facts: BodyFacts, level: str | None, period: str | None) -> tuple[int, int]:
    assigned = {one.id for one in facts.assigned if level in (None, one.level)}
    return len({one.obligation for one in facts.at(level) if period in (None, one.period)} & assigned), len(assigned)


def _cell(count: tuple[int, int]) -> ReportCell:
    return ReportCell((ReportEntry(say("findings.n_of", n=count[0], of=count[1])),)) if count[1] else ReportCell()
