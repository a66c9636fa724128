"""Figures as series by year, a line for each thing counted in one register by one source; below, what does not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractor.core.model import Figure
from extractor.core.states import Ruling
from extractor.publish.balance import ReportContext
from extractor.publish.figures.told import ToldFigure, told_figures
from extractor.publish.settings import DRAWN
from extractor.publish.tables import Chart, Report, ReportCell, ReportEntry, ReportRow, ReportTable, Section
from extractor.publish.words import lines, place, say

LONGER, UNDATED = "longer", ""  # columns of figures that are of no single year

Line = tuple[str, ...]  # what is counted, of whom, in which register, by which source


def figures_report(context: ReportContext, institutions: Sequence[str]) -> Report:
    """The figures of these bodies: series, a chart of them, and what does not add up."""
    titles = tuple((id, context.body(id).name) for id in institutions)
    made = (_section(context, id, title) for id, title in titles)
    return Report(
        say("figures.title"), titles, tuple(one for one in made if one.tables), context.note, foot=context.foot
    )


def _section(context: ReportContext, institution: str, title: str) -> Section:
    told = [one for one in told_figures(context.db, institution) if _counts(context, one)]
    once = list(_told_once(context, told))
    tables = (series_table(context, institution, once), _doubts(context, institution, told))
    shown = tuple(table for table in tables if table.rows)
    return Section(institution, title, tables=shown, charts=tuple(_charts(shown)))


def _counts(context: ReportContext, one: ToldFigure) -> bool:
    """Is it told of this body, and nobody has refused its statement?"""
    return Ruling.REJECTED not in (one.standing, one.reviewed)


def _told_once(context: ReportContext, told: Iterable[ToldFigure]) -> Iterator[ToldFigure]:
    """Leave out what a source tells again of the same act."""
    seen = set()
    for one in told:
        key = (context.clusters.get(one.statement, one.statement), one.source, one.figure.text, one.figure.value)
        if key not in seen:
            seen.add(key)
            yield one


def series_table(context: ReportContext, institution: str, told: Sequence[ToldFigure]) -> ReportTable:
    """Counts by year: events are summed; running counters, percentages and rows that sum others are never added."""
    sums: dict[Line, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    titles = {source.id: source.title for source in context.pack.sources}
    for one in told:
        if not one.figure.percent and not one.figure.total:
            cells, column = sums[_line(one, titles)], _column(one.figure)
            cells[column] = (
                max(cells[column], one.figure.value) if one.figure.running else cells[column] + one.figure.value
            )
    columns = sorted({column for cells in sums.values() for column in cells}, key=_order)
    rows = tuple(
        ReportRow(
            " ".join(line),
            "",
            line,
            tuple(ReportCell(number=cells[one]) if one in cells else ReportCell() for one in columns),
        )
        for line, cells in sorted(sums.items())
    )
    heads = tuple(lines("figures.heads"))
    shown = tuple(_shown(one) for one in columns)
    return ReportTable(f"{institution}-figures", say("figures.series"), heads, shown, rows, lines("figures.legend"))


def _line(one: ToldFigure, titles: dict[str, str]) -> Line:
    figure = one.figure
    sexes = {"f": say("figures.f"), "m": say("figures.m")}
    said = (
        sexes.get(figure.sex or "", ""),
        figure.age,
        figure.purpose,
        figure.nation,
        say("figures.running") * figure.running,
    )
    return (figure.what, ", ".join(filter(None, said)), figure.register or "", titles.get(one.source, one.source))


def _column(figure: Figure) -> str:
    if not figure.first or not figure.last:
        return UNDATED
    return figure.first[:4] if figure.first[:4] == figure.last[:4] else LONGER


def _order(column: str) -> tuple[int, str]:
    return ({LONGER: 1, UNDATED: 2}.get(column, 0), column)


def _shown(column: str) -> str:
    return {LONGER: say("figures.longer"), UNDATED: say("figures.undated")}.get(column, column)


def _charts(tables: Iterable[ReportTable]) -> Iterator[Chart]:
    """A chart of the lines that have figures of two years at least."""
    for table in tables:
        years = tuple(number for number, title in enumerate(table.columns) if title.isdigit())
        rows = [row for row in table.rows if sum(row.cells[at].number is not None for at in years) > 1]
        if table.id.endswith("-figures") and len(years) > 1 and rows:
            drawn = tuple(
                ReportRow(
                    row.id,
                    "",
                    (", ".join(filter(None, row.head)),),
                    tuple(ReportCell(number=c.number or 0) for c in row.cells),
                )
                for row in rows[:DRAWN]
            )
            made = ReportTable(table.id, table.title, (say("figures.what"),), table.columns, drawn)
            yield Chart(f"chart-{table.id}", table.title, made, years)


def _doubts(context: ReportContext, institution: str, told: Iterable[ToldFigure]) -> ReportTable:
    """Figures whose parts give another sum, or whose percentage is not that of its count."""
    rows = tuple(
        ReportRow(
            one.id,
            "",
            (one.figure.text,),
            (
                _text(say(f"figures.doubts.{one.doubt}")),
                ReportCell(number=one.figure.value),
                ReportCell(number=one.counted),
                _text(", ".join(filter(None, (one.document, place(one.document, one.page))))),
            ),
        )
        for one in told
        if one.doubt
    )
    heads = (say("figures.quote"),)
    return ReportTable(
        f"{institution}-doubts", say("figures.doubted"), heads, tuple(lines("figures.doubt_columns")), rows
    )


def _text(text: str) -> ReportCell:
    return ReportCell((ReportEntry(text),)) if text else ReportCell()
