"""Tables as a Word document, laid out as published and free to be edited: landscape, heads repeated on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from extractor.clean import clean
from extractor.reports.tables import Cell, Row, Table


def write(tables: Iterable[Table], file: BinaryIO) -> None:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.size = Pt(9)
    for table in tables:
        _table(document, table)
    document.save(file)


def _table(document: Any, table: Table) -> None:
    document.add_heading(clean(table.title), level=1)
    titles = [*table.heads, *table.columns]
    grid = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    _repeat_on_every_page(grid.rows[0])
    for cell, title in zip(grid.rows[0].cells, titles, strict=True):
        _write(cell, [title], bold=True)
    group = ""
    for row in table.rows:
        if row.group and row.group != group:
            group = row.group
            cells = grid.add_row().cells
            _write(cells[0].merge(cells[-1]), [group], bold=True)
        _row(grid, row)
    for note in table.notes:
        document.add_paragraph(clean(note))


def _row(grid: Any, row: Row) -> None:
    made = grid.add_row()
    cells = list(made.cells)  # python-docx looks all of them up at each access
    for cell, head in zip(cells, row.head, strict=False):
        _write(cell, [head])
    for cell, content in zip(cells[len(row.head) :], row.cells, strict=True):
        _write(cell, _lines(content))


def _lines(cell: Cell) -> list[str]:
    return [entry.line for entry in cell.entries] or [cell.text]


def _write(cell: Any, lines: Sequence[str], bold: bool = False) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(clean(line)).bold = bold


def _repeat_on_every_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
