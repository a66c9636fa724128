"""Texts that a body tells again, nearly word for word, of another period: perhaps an old report copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.comparisons import settled
from db.records import ActionRow
from extractor.publish.balance import ReportContext, reported
from extractor.publish.compared import compared_actions
from extractor.publish.matrix import Reported
from extractor.publish.tables import ReportCell, ReportEntry, ReportRow, ReportTable
from extractor.publish.words import lines, say
from extractor.rounds.comparison import duplicates


def duplicates_table(context: ReportContext, institution: str, rows: Sequence[ActionRow]) -> ReportTable:
    """Each pair of such texts with its two periods, the earlier first; pairs that somebody settled are left out."""
    pairs = tuple(_pairs(context, rows))
    told = {id for pair in pairs for id in pair}
    filed = {one.id: one for one in reported(context, (row for row in rows if row.id in told))}
    return ReportTable(
        f"{institution}-repeated",
        say("repeated.title"),
        (say("repeated.text"),),
        (say("repeated.first"), say("repeated.again")),
        tuple(_row(filed[one], filed[other], context) for one, other in pairs),
        lines("repeated.legend"),
    )


def _pairs(context: ReportContext, rows: Sequence[ActionRow]) -> Iterator[tuple[str, str]]:
    periods = {row.id: context.period(row) or 0 for row in rows}
    verdict = settled(context.db)
    if len({*periods.values()} - {0}) < 2:
        return
    for pair in duplicates(compared_actions(context, rows)):
        if verdict(*pair) is None:
            first, again = sorted(pair, key=lambda id: periods[id])
            yield first, again


def _row(first: Reported, again: Reported, context: ReportContext) -> ReportRow:
    titles = {column.id: column.title for column in context.periods}
    cells = (_cell(one, titles[one.period]) for one in (first, again))
    return ReportRow(f"{first.id}-{again.id}", "", (again.text,), tuple(cells))


def _cell(one: Reported, period: str) -> ReportCell:
    about = one.cited
    return ReportCell((ReportEntry(period, note=about, statement=one.id, document=one.document, page=one.page),))
