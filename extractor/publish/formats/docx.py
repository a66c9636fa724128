"""A report as a Word document, laid out as published and free to be edited: landscape, heads repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from extractor.core.clean import clean
from extractor.publish.charts import png
from extractor.publish.tables import Cell, Chart, Entry, Report, Row, Section, Table

WIDTH, MARGIN = 29.7, 1.8  # of a page, in cm
HEADS = 10.0  # cm that the row heads may take together
_DIM = RGBColor(0x59, 0x59, 0x59)
_SHADE = "E7E6E6"


def write(report: Report, file: BinaryIO) -> None:
    document = _blank()
    document.add_heading(clean(report.title), level=0)
    if report.note:
        document.add_paragraph(clean(report.note))
    for section in report.sections:
        _section(document, section)
    for line in report.foot:
        _small(document.add_paragraph(clean(line)))
    document.save(file)


def _small(paragraph: Any) -> None:
    """A line of the seal: set so that it fits on one, and can be copied as it is."""
    paragraph.paragraph_format.space_after = Pt(0)
    for run in paragraph.runs:
        run.font.size, run.font.name = Pt(7), "Consolas"


def _blank() -> Any:
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(WIDTH), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    document.styles["Normal"].font.size = Pt(9)
    return document


def _section(document: Any, section: Section) -> None:
    document.add_heading(clean(section.title), level=2 if section.part else 1)
    for paragraph in section.paragraphs:
        document.add_paragraph(clean(paragraph))
    for chart in section.charts:
        _chart(document, chart)
    for table in section.tables:
        _table(document, table)


def _chart(document: Any, chart: Chart) -> None:
    picture = document.add_picture(BytesIO(png(chart)), width=Cm(17))
    picture._inline.docPr.set("descr", clean(chart.title))  # what a screen reader says
    document.add_paragraph(clean(chart.title), style="Caption")


def _table(document: Any, table: Table) -> None:
    caption = document.add_paragraph(clean(table.title), style="Caption")
    caption.paragraph_format.keep_with_next = True
    titles = [*table.heads, *table.columns]
    grid = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    grid.autofit = False
    widths = _widths(table)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    _repeat_on_every_page(grid.rows[0])
    for cell, title, width in zip(grid.rows[0].cells, titles, widths, strict=True):
        cell.width = width
        _write(cell, title, bold=True)
        _shade(cell)
    group = ""
    for row in table.rows:
        if row.group and row.group != group:
            group = row.group
            _group(grid.add_row(), group)
        _row(grid.add_row(), row, widths)
    for note in table.notes:
        document.add_paragraph(clean(note)).runs[0].font.color.rgb = _DIM


def _widths(table: Table) -> list[Length]:
    """Row heads by the length of their texts, the other columns alike."""
    longest = [
        max([len(head), *(len(row.head[place]) for row in table.rows)]) for place, head in enumerate(table.heads)
    ]
    heads = [min(max(0.2 * length + 0.6, 1.6), HEADS / 2) for length in longest]
    rest = (WIDTH - 2 * MARGIN - sum(heads)) / max(len(table.columns), 1)
    return [Cm(width) for width in (*heads, *[rest] * len(table.columns))]


def _group(made: Any, group: str) -> None:
    cells = made.cells
    whole = cells[0].merge(cells[-1])
    _write(whole, group, bold=True)
    _shade(whole)
    whole.paragraphs[0].paragraph_format.keep_with_next = True


def _row(made: Any, row: Row, widths: Sequence[Length]) -> None:
    cells = list(made.cells)  # python-docx looks all of them up at each access
    for cell, width in zip(cells, widths, strict=True):
        cell.width = width
    for cell, head in zip(cells, row.head, strict=False):
        _write(cell, head)
    for cell, content in zip(cells[len(row.head) :], row.cells, strict=True):
        _fill(cell, content)


def _fill(cell: Any, content: Cell) -> None:
    if not content.entries:
        _write(cell, content.text, dim=bool(content.blank))
    for number, entry in enumerate(content.entries):
        _entry(_paragraph(cell, number), entry)


def _entry(paragraph: Any, entry: Entry) -> None:
    if entry.mark:
        paragraph.add_run(f"{entry.mark} ").bold = True
    paragraph.add_run(clean(entry.text))
    if entry.note:
        paragraph.add_run(f" ({clean(entry.note)})").italic = True


def _paragraph(cell: Any, number: int) -> Any:
    paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _write(cell: Any, text: str, bold: bool = False, dim: bool = False) -> None:
    run = _paragraph(cell, 0).add_run(clean(text))
    run.bold = bold
    if dim:
        run.font.color.rgb = _DIM


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _SHADE)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat_on_every_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
