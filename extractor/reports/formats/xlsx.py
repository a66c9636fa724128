"""Tables as a workbook: one sheet a table, real widths, frozen heads, cells that cannot become formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from extractor.clean import clean
from extractor.reports.tables import Cell, Table

LONGEST = 32_767  # characters that a cell can hold
WIDE, NARROW = 60, 12  # bounds of a column's width, in characters
_HEAD = PatternFill("solid", fgColor="E7E6E6")
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\']")


def write(tables: Iterable[Table], file: BinaryIO) -> None:
    book = Workbook(write_only=True)
    names: set[str] = set()
    for table in tables:
        _sheet(book.create_sheet(_name(table, names)), table)
    book.save(file)


def _name(table: Table, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, none of them forbidden, used once."""
    base = _BAD_IN_TITLE.sub(" ", clean(table.id)).strip()[:31] or "tabla"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[:28]} {number}"
    taken.add(name.lower())
    return name


def _sheet(sheet: WriteOnlyWorksheet, table: Table) -> None:
    titles = ["", *table.heads, *table.columns]
    for place, width in enumerate(_widths(table, titles), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"{get_column_letter(len(table.heads) + 2)}3"
    sheet.append([_text(sheet, table.title, bold=True)])
    sheet.append([_text(sheet, title, bold=True, fill=True) for title in titles])
    for row in table.rows:
        texts = [_text(sheet, text) for text in (row.group, *row.head)]
        sheet.append([*texts, *(_cell(sheet, cell) for cell in row.cells)])
    for note in table.notes:
        sheet.append([_text(sheet, note, wrap=False)])


def _widths(table: Table, titles: Sequence[str]) -> Iterable[int]:
    for place, title in enumerate(titles):
        texts = [(row.group, *row.head, *(cell.text for cell in row.cells))[place] for row in table.rows]
        longest = max((len(line) for text in (title, *texts) for line in text.splitlines()), default=0)
        yield min(max(longest + 2, NARROW), WIDE)


def _cell(sheet: WriteOnlyWorksheet, cell: Cell) -> WriteOnlyCell:
    if cell.number is None:
        return _text(sheet, cell.text)
    made = WriteOnlyCell(sheet, cell.number / 100 if cell.percent else cell.number)
    made.number_format = "0%" if cell.percent else "#,##0"
    return made


def _text(
    sheet: WriteOnlyWorksheet, text: str, bold: bool = False, fill: bool = False, wrap: bool = True
) -> WriteOnlyCell:
    shown = clean(text)
    if len(shown) > LONGEST:
        shown = shown[: LONGEST - 1] + "…"
    made = WriteOnlyCell(sheet, shown or None)
    if shown:
        made.data_type = "s"  # text, whatever it begins with
    made.font = Font(bold=bold)
    made.alignment = Alignment(wrap_text=wrap, vertical="top")
    if fill:
        made.fill = _HEAD
    return made
