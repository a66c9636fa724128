"""A report as a workbook: one sheet a section, real widths, frozen heads, cells that cannot become formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from extractor.clean import clean
from extractor.reports.tables import Cell, Report, Section, Table

LONGEST = 32_767  # characters that a cell can hold
WIDE, NARROW = 60, 12  # bounds of a column's width, in characters
_HEAD = PatternFill("solid", fgColor="E7E6E6")
_LINE = Side(style="thin", color="BFBFBF")
_RULED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DIM = "595959"
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\']")


def write(report: Report, file: BinaryIO) -> None:
    book = Workbook(write_only=True)
    names: set[str] = set()
    for section in report.sections:
        _sheet(book.create_sheet(_name(section.id, names)), section)
    if not names:
        book.create_sheet()  # a workbook without a sheet cannot be opened
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
    for place, width in enumerate(_widths(section.tables), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    alone = len(section.tables) == 1 and not section.paragraphs
    if alone:
        sheet.freeze_panes = f"{get_column_letter(len(section.tables[0].heads) + 2)}3"
        sheet.print_title_rows = "1:2"
    else:
        sheet.append([_text(sheet, section.title, bold=True, wrap=False)])
        for paragraph in section.paragraphs:
            sheet.append([_text(sheet, paragraph, wrap=False)])
    for table in section.tables:
        if not alone:
            sheet.append([])
        _table(sheet, table)


def _table(sheet: WriteOnlyWorksheet, table: Table) -> None:
    sheet.append([_text(sheet, table.title, bold=True, wrap=False)])
    sheet.append([_text(sheet, title, bold=True, head=True) for title in ("", *table.heads, *table.columns)])
    for row in table.rows:
        texts = [_text(sheet, text, ruled=True) for text in (row.group, *row.head)]
        sheet.append([*texts, *(_cell(sheet, cell) for cell in row.cells)])
    for note in table.notes:
        sheet.append([_text(sheet, note, wrap=False, color=_DIM)])


def _widths(tables: Sequence[Table]) -> list[int]:
    """The width of each column: that of its longest line, within bounds."""
    longest: list[int] = []
    for table in tables:
        rows = [("", *table.heads, *table.columns)]
        rows += [(row.group, *row.head, *(cell.text for cell in row.cells)) for row in table.rows]
        longest += [0] * (len(rows[0]) - len(longest))
        for texts in rows:
            for place, text in enumerate(texts):
                longest[place] = max(longest[place], *(len(line) for line in text.splitlines() or [""]))
    return [min(max(length + 2, NARROW), WIDE) for length in longest]


def _cell(sheet: WriteOnlyWorksheet, cell: Cell) -> WriteOnlyCell:
    if cell.number is None:
        return _text(sheet, cell.text, ruled=True, color=_DIM if cell.blank else None)
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
    wrap: bool = True,
    color: str | None = None,
) -> WriteOnlyCell:
    shown = clean(text)
    if len(shown) > LONGEST:
        shown = shown[: LONGEST - 1] + "…"
    made = WriteOnlyCell(sheet, shown or None)
    if shown:
        made.data_type = "s"  # text, whatever it begins with
    made.font = Font(bold=bold, color=color)
    made.alignment = Alignment(wrap_text=wrap, vertical="top")
    if head:
        made.fill = _HEAD
    if head or ruled:
        made.border = _RULED
    return made
