"""Findings as tables that every format can write: one a body, and one of all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.publish.balance import ReportContext
from extractor.publish.findings.records import BalanceFinding
from extractor.publish.tables import Report, ReportCell, ReportEntry, ReportRow, ReportTable, Section
from extractor.publish.words import lines, say

OVERALL = frozenset({"ranking", "most_duties", "most_of_activity", "outdoes"})  # these name one body among all
SHARES = frozenset({"share_of_level", "share_of_all", "nothing_share", "share_of_universe"})


def findings_report(context: ReportContext, found: Sequence[BalanceFinding]) -> Report:
    """Lay findings out in the order in which they were made: a section a body, what speaks of all bodies last."""
    labels = {one.id: one.label for one in context.pack.obligations}
    overall = [one for one in found if one.body is None or one.kind in OVERALL]
    bodies = [
        (body, list(some)) for body, some in groupby((x for x in found if x not in overall), lambda one: one.body)
    ]
    parts = [(str(body), context.body(str(body)).name, some) for body, some in bodies]
    if overall:
        parts.append(("all", say("findings.all"), overall))
    sections = tuple(
        Section(id, title, tables=(_table(context, id, title, some, labels),)) for id, title, some in parts
    )
    titles = tuple((id, title) for id, title, _ in parts)
    return Report(say("findings.title"), titles, sections, context.note, foot=context.foot)


def _table(
    context: ReportContext, id: str, title: str, found: Sequence[BalanceFinding], labels: dict[str, str]
) -> ReportTable:
    return ReportTable(
        f"{id}-findings",
        say("findings.of", name=title),
        (say("findings.kind"), say("findings.about")),
        lines("findings.columns"),
        tuple(_row(context, one, labels) for one in found),
        context.caveats.of_body(id) if id != "all" else context.caveats.of_actions(),
    )


def _row(context: ReportContext, one: BalanceFinding, labels: dict[str, str]) -> ReportRow:
    level = say(f"level.{one.level}") if one.level else ""
    about = (labels.get(one.obligation or "", ""), one.unit or "", one.body if one.kind in OVERALL else "")
    number = (
        ReportCell(number=one.value * 100, percent=True)
        if one.kind in SHARES and one.value
        else ReportCell(number=one.value)
    )
    periods = {int(column.id): column.title for column in context.periods}
    when = "; ".join(periods.get(number, str(number)) for number in one.periods)
    parts = "; ".join(_parts(one, periods))
    return ReportRow(
        one.id,
        level,
        (say(f"findings.kinds.{one.kind}"), ", ".join(str(part) for part in about if part)),
        (
            number,
            ReportCell((ReportEntry(when),) if when else ()),
            ReportCell((ReportEntry(parts),) if parts else ()),
            ReportCell(number=len(one.statements)),
            ReportCell((ReportEntry(say("findings.provisional")),) if one.provisional else ()),
        ),
    )


def _parts(one: BalanceFinding, periods: dict[int, str]) -> Iterator[str]:
    for name, value in one.parts.items():
        if value in (None, "", [], {}):
            continue
        title = say(f"findings.parts.{name}")
        if isinstance(value, dict):
            value = ", ".join(_counted(key, n, periods) for key, n in value.items())
        elif isinstance(value, list):
            value = ", ".join(map(str, value))
        yield f"{title}: {value}"


def _counted(name: str, said: object, periods: dict[int, str]) -> str:
    """A name with its count, or a period with the reason why it was not heard."""
    if isinstance(said, str):
        name, said = periods.get(int(name), name), say(f"reason.{said}")
    return f"{name} ({said})"
