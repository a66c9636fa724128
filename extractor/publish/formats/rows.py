"""Exported records as a workbook: one sheet, headings in sight, a filter over the columns, no cell a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from extractor.core.clean import clean
from extractor.publish.settings import ROWS_WIDTH

WIDTHS = {"text": 80, "document": 28, "message": 60, "note": 30}


def write_rows(
    file: BinaryIO, columns: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str
) -> None:
    """Write rows, one at a time, below their headings; widths go by `columns`, the keys; `title` is the sheet's."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    for place, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, ROWS_WIDTH)
    sheet.append([_cell(sheet, name, bold=True) for name in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet: Any, value: Any, bold: bool = False) -> WriteOnlyCell:
    shown = clean(value) if isinstance(value, str) else value
    made = WriteOnlyCell(sheet, None if shown == "" else shown)
    if isinstance(shown, str):
        made.data_type = "s"  # what begins with = is text
        made.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        made.font = Font(bold=True)
    return made
