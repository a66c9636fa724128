"""A report for a terminal, or as a text file: tables ruled and wrapped to the width."""

from __future__ import annotations

from io import TextIOWrapper
from typing import BinaryIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.core.clean import clean
from extractor.publish.settings import TEXT_NARROW, TEXT_WIDTH
from extractor.publish.tables import Report, ReportCell, ReportTable


def write(report: Report, file: BinaryIO) -> None:
    text = TextIOWrapper(file, "utf8", newline="\n")
    show(report, Console(file=text, width=TEXT_WIDTH, no_color=True))
    text.detach()


def show(report: Report, console: Console) -> None:
    """Print a report, section by section."""
    for section in report.sections:
        titled = [section.title] if section.paragraphs or len(section.tables) != 1 else []  # a table has its own title
        for line in (*titled, *section.paragraphs):
            console.print(Text(clean(line)), "", sep="\n")
        for table in section.tables:
            console.print(render(table), "")
    for line in report.foot:
        console.print(Text(clean(line)), soft_wrap=True)


def render(table: ReportTable) -> RenderableType:
    """Lay a table out for a rich console: one section a group, notes below."""
    grid = Table(title=Text(clean(table.title), style="bold"), title_justify="left", show_lines=True, expand=True)
    for place, head in enumerate(table.heads):
        longest = max((len(row.head[place]) for row in table.rows), default=0)
        grid.add_column(Text(clean(head)), ratio=2 if longest > TEXT_NARROW else None)
    for column in table.columns:
        grid.add_column(Text(clean(column)), ratio=3)
    group = None
    for row in table.rows:
        if row.group and row.group != group:
            group = row.group
            grid.add_row(Text(group.upper(), style="bold"))
        grid.add_row(*(Text(clean(head)) for head in row.head), *(_cell(cell) for cell in row.cells))
    return Group(grid, *(Text(note, style="dim") for note in table.notes))


def _cell(cell: ReportCell) -> Text:
    return Text(clean(cell.text), style="dim" if cell.blank else "", justify="left" if cell.number is None else "right")
