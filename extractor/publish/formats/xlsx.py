"""A report as a workbook: one sheet a section, real widths, frozen heads, cells that cannot become formulas.

Charts are the workbook's own, drawn from the cells above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink

from extractor.core.clean import clean
from extractor.publish.charts import COLOURS
from extractor.publish.settings import (
    AROUND,
    CHART_WIDTH,
    GAP,
    HIGHEST,
    LINE,
    WIDE,
    XLSX_BAR,
    XLSX_LONGEST,
    XLSX_NARROW,
)
from extractor.publish.tables import Chart, Report, ReportCell, ReportRow, ReportTable, Section, cite, ids_of
from extractor.publish.words import name_of, printed_place, say

ID = 16  # characters of a statement's id
_HEAD = PatternFill("solid", fgColor="E7E6E6")
_LINE = Side(style="thin", color="BFBFBF")
_RULED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DIM = "595959"
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\']")


def write(report: Report, file: BinaryIO) -> None:
    book = Workbook(write_only=True)
    names: set[str] = set()
    for section in report.sections:
        _sheet(book.create_sheet(_name(name_of(section.id), names)), section)
    if report.foot:
        _sheet(book.create_sheet(_name(say("whole.seal"), names)), Section("", say("whole.seal"), report.foot))
    if not names:
        book.create_sheet(_name("", names))  # a workbook without a sheet cannot be opened
    book.save(file)


def _name(id: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, none of them forbidden, used once."""
    base = _BAD_IN_TITLE.sub(" ", clean(id)).strip()[:31] or "tabla"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[:28]} {number}"
    taken.add(name.lower())
    return name


def _sheet(sheet: WriteOnlyWorksheet, section: Section) -> None:
    """Write paragraphs and tables below each other. The head of a table that stands alone stays in sight."""
    page = _Page(sheet, _widths(section.tables) or [WIDE])
    alone = len(section.tables) == 1 and not section.paragraphs
    if alone:
        sheet.freeze_panes = f"{get_column_letter(len(section.tables[0].heads) + 2)}3"
        sheet.print_title_rows = "1:2"
    else:
        page.line(_text(sheet, section.title, bold=True))
        for paragraph in section.paragraphs:
            page.line(_text(sheet, paragraph))
    charts = {chart.table.id: chart for chart in section.charts}
    for table in section.tables:
        if not alone:
            page.row([])
        head = _table(page, table)
        if table.id in charts:
            _chart(page, charts[table.id], head)


class _Page:
    """A sheet that is written row by row, each as high as its texts need: not every program sees to that itself."""

    def __init__(self, sheet: WriteOnlyWorksheet, widths: Sequence[int]) -> None:
        self.sheet, self.widths, self.rows = sheet, widths, 0
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def line(self, cell: WriteOnlyCell) -> None:
        """Write a text over the whole width."""
        self._append([cell], [sum(self.widths)])
        if len(self.widths) > 1:
            self.merge(1, len(self.widths), self.rows, self.rows)

    def row(self, cells: Sequence[WriteOnlyCell]) -> None:
        self._append(cells, self.widths)

    def merge(self, left: int, right: int, top: int, bottom: int) -> None:
        """Make one cell of many: columns `left` to `right` of rows `top` to `bottom`."""
        area = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        self.sheet.merged_cells.ranges.add(CellRange(area))

    def _append(self, cells: Sequence[WriteOnlyCell], widths: Sequence[int]) -> None:
        self.rows += 1
        lines = max((_lines(cell.value, width) for cell, width in zip(cells, widths, strict=False)), default=1)
        self.sheet.row_dimensions[self.rows].height = min(LINE * lines + GAP, HIGHEST)
        self.sheet.append(cells)


def _lines(value: object, width: int) -> int:
    """How many lines a text takes in a column of this width; words leave the end of a line empty."""
    if not isinstance(value, str):
        return 1
    return sum(1 + int(len(line) * 1.12) // width for line in value.splitlines())


def _chart(page: _Page, chart: Chart, head: int) -> None:
    """Draw bars of the table whose heads stand in this row, and keep as many rows free as they take."""
    table, rows = chart.table, len(chart.table.rows)
    first = len(table.heads) + 2  # column of the first number
    drawn = BarChart()
    drawn.type, drawn.title, drawn.gapWidth = "bar", None, 50
    drawn.width, drawn.height = CHART_WIDTH, AROUND + XLSX_BAR * rows * (len(chart.series) + 0.7)
    for place in chart.series:
        drawn.add_data(Reference(page.sheet, first + place, head, max_row=head + rows), titles_from_data=True)
    drawn.set_categories(Reference(page.sheet, first - 1, head + 1, max_row=head + rows))
    for series, colour in zip(drawn.series, COLOURS, strict=False):
        series.graphicalProperties.solidFill = colour.removeprefix("#")
        series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    drawn.x_axis.scaling.orientation = "maxMin"  # the first row on top, as in the table
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format, drawn.y_axis.majorGridlines = "0", None
    drawn.legend.position = "b"
    page.row([])
    page.sheet.add_chart(drawn, f"A{page.rows + 1}")
    for _ in range(int(drawn.height * 72 / 2.54 / (LINE + GAP)) + 1):
        page.row([])


def _table(page: _Page, table: ReportTable) -> int:
    """Write a table and return the row of its heads."""
    sheet = page.sheet
    page.line(_text(sheet, table.title, bold=True))
    page.row([_text(sheet, title, bold=True, head=True) for title in _titles(table)])
    head = page.rows
    links: list[tuple[str, int]] = []
    for row in table.rows:
        links += _rows(page, row, table)
    for note in table.notes:
        page.line(_text(sheet, note, color=_DIM))
    _cited(page, table, links)
    return head


def _titles(table: ReportTable) -> tuple[str, ...]:
    """The heads of all columns; after them those of the letters that entries stand in, and of their statements."""
    last = (*([say("cited.title")] if table.cited else []), *([say("cited.id")] if table.traced else []))
    return ("", *table.heads, *table.columns, *last)


def _cited(page: _Page, table: ReportTable, links: Sequence[tuple[str, int]]) -> None:
    """List the letters that the table cites, and make ways to them from the cells that do."""
    if not table.cited:
        return
    page.line(_text(page.sheet, say("cited.title"), bold=True))
    first = page.rows
    for number, text in enumerate(table.cited, start=1):
        page.line(_text(page.sheet, f"[{number}] {text}"))
    name = page.sheet.title.replace("'", "''")
    for place, number in links:
        page.sheet._hyperlinks.append(Hyperlink(ref=place, location=f"'{name}'!A{first + number}"))


def _rows(page: _Page, row: ReportRow, table: ReportTable) -> Iterator[tuple[str, int]]:
    """Write a row of the table: an entry a line, what they have in common beside them in one cell.

    Yield the cells that cite a letter, each with its number.
    """
    sheet, heads = page.sheet, (row.group, *row.head)
    lines = max([1, *(len(cell.entries) for cell in row.cells)])
    top = page.rows + 1
    for line in range(lines):
        texts = [_text(sheet, text if line == 0 else "", ruled=True) for text in heads]
        sources = [_text(sheet, _sources(row, table, line), ruled=True)] if table.cited else []
        ids = [_text(sheet, ids_of(row, line), ruled=True)] if table.traced else []
        page.row([*texts, *(_cell(sheet, cell, line) for cell in row.cells), *sources, *ids])
        for at, cell in enumerate(row.cells, start=len(heads) + 1):
            if line < len(cell.entries) and (number := cell.entries[line].cited):
                yield f"{get_column_letter(at)}{page.rows}", number
    shared = [*[True] * len(heads), *(len(cell.entries) < 2 for cell in row.cells)]
    for place in (place for place, one in enumerate(shared, start=1) if one and lines > 1):
        page.merge(place, place, top, page.rows)


def _sources(row: ReportRow, table: ReportTable, line: int) -> str:
    """The letters that the entries of one line stand in, each with its page, below each other."""
    found = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        if line < len(cell.entries) and (number := (entry := cell.entries[line]).cited):
            where = printed_place(entry.document, entry.page)
            letter = table.cited[number - 1]
            named = letter if letter.startswith(column) else f"{column}: {letter}"
            found.append(f"{named}, {where}" if where else named)
    return "\n".join(found)


def _widths(tables: Sequence[ReportTable]) -> list[int]:
    """The width of each column: that of its longest line, within bounds."""
    longest: list[int] = []
    for table in tables:
        rows = [_titles(table)]
        letter = [max(table.cited, key=len)] if table.cited else []
        ids = ["0" * ID] if table.traced else []
        rows += [(row.group, *row.head, *(cell.text for cell in row.cells), *letter, *ids) for row in table.rows]
        longest += [0] * (len(rows[0]) - len(longest))
        for texts in rows:
            for place, text in enumerate(texts):
                longest[place] = max(longest[place], *(len(line) for line in text.splitlines() or [""]))
    return [min(max(length + 2, XLSX_NARROW), WIDE) for length in longest]


def _cell(sheet: WriteOnlyWorksheet, cell: ReportCell, line: int) -> WriteOnlyCell:
    if cell.entries:
        entry = cell.entries[line] if line < len(cell.entries) else None
        return _text(sheet, " ".join(filter(None, (entry.line, cite(entry)))) if entry else "", ruled=True)
    if cell.number is None or line:
        return _text(sheet, "" if line else cell.text, ruled=True, color=_DIM if cell.blank else None)
    made = WriteOnlyCell(sheet, cell.number / 100 if cell.percent else cell.number)
    made.number_format = "0%" if cell.percent else "#,##0"
    made.alignment, made.border = Alignment(vertical="top"), _RULED
    return made


def _text(
    sheet: WriteOnlyWorksheet,
    text: str,
    *,
    bold: bool = False,
    head: bool = False,
    ruled: bool = False,
    color: str | None = None,
) -> WriteOnlyCell:
    shown = clean(text)
    if len(shown) > XLSX_LONGEST:
        shown = shown[: XLSX_LONGEST - 1] + "…"
    made = WriteOnlyCell(sheet, shown or None)
    if shown:
        made.data_type = "s"  # text, whatever it begins with
    made.font = Font(bold=bold, color=color)
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        made.fill = _HEAD
    if head or ruled:
        made.border = _RULED
    return made
