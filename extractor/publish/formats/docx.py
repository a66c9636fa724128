"""A report as a Word document, laid out to be printed and free to be edited, its styles the designer's if one is given.

The text is streamed beside a small document that holds all the rest: a long report needs no more memory than a short
one.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO

from docx.shared import Cm
from lxml import etree

from extractor.core.clean import clean
from extractor.publish.charts import png
from extractor.publish.formats.word import styles as s
from extractor.publish.formats.word.markup import PAGE_BREAK, TAB, field, link, mark, paragraph, run
from extractor.publish.formats.word.tables import WordTables
from extractor.publish.settings import IN_MEMORY
from extractor.publish.tables import Chart, Cover, Report, Section
from extractor.publish.words import say

BODY, END = b"<w:body>", b"<w:sectPr"
PICTURE = Cm(17)


def write(report: Report, file: BinaryIO, template: bytes | None = None) -> None:
    """Write a report; `template` is a Word document whose styles, pages, headers and footers it takes.

    Raises:
        PrintError: the template cannot be read or lacks styles.
    """
    made = s.blank(template)
    _name(made.document, report)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as text:
        for piece in _Writer(made).report(report):
            text.write(piece.encode())
        text.seek(0)
        _packed(made.document, text, file)


class _Writer:
    """Writes sections in the styles of one document."""

    def __init__(self, made: s.BlankDocument) -> None:
        self.document, self.ids = made.document, made.ids
        self.layout = WordTables(made.ids, made.width)

    def report(self, report: Report) -> Iterator[str]:
        yield from self._cover(report.title, report.cover, report.note)
        if report.cover and report.contents:
            yield from self._contents(report)
        first = report.cover is None
        for section in report.sections:
            yield from self._section(section, report.title, first)
            first = False
        for line in report.foot:
            yield paragraph(run(line), self.ids[s.SEAL])

    def _cover(self, title: str, cover: Cover | None, note: str) -> Iterator[str]:
        """Yield the first page; without a cover, the title above the text."""
        if cover is None:
            yield paragraph(run(title), self.ids[s.TITLE])
            yield from [paragraph(run(note), self.ids[s.TEXT])] if note else []
            return
        yield paragraph(run(title), self.ids[s.TITLE], '<w:spacing w:before="3000"/>')
        for said in cover.lines:
            yield paragraph(run(said), self.ids[s.SUBTITLE])
        if note:
            yield paragraph(run(note), self.ids[s.TEXT], '<w:spacing w:before="1200"/>')

    def _contents(self, report: Report) -> Iterator[str]:
        yield paragraph(PAGE_BREAK + run(say("page.contents")), self.ids[s.SUBTITLE])
        for id, title in report.contents:
            entry = run(title) + TAB + field(f"PAGEREF {_mark(id)} \\h")
            yield paragraph(link(_mark(id), entry), self.ids[s.CONTENTS])

    def _section(self, section: Section, title: str, first: bool) -> Iterator[str]:
        if not (first and section.title == title):
            style = s.HEADINGS[1] if section.part else s.HEADINGS[0]
            held = '<w:pageBreakBefore w:val="0"/>' if first else ""
            yield paragraph(self.layout.bookmark(_mark(section.id), run(section.title)), self.ids[style], held)
        for text in section.paragraphs:
            yield paragraph(run(text), self.ids[s.TEXT])
        for chart in section.charts:
            yield self._chart(chart)
        for table in section.tables:
            yield from self.layout.table(table)

    def _chart(self, chart: Chart) -> str:
        """A picture; it enters the document's parts at once, the text only names it."""
        made = self.document.add_picture(BytesIO(png(chart)), width=PICTURE)
        made._inline.docPr.set("descr", clean(chart.title))  # what a screen reader says
        element = self.document.paragraphs[-1]._p
        element.getparent().remove(element)
        inner = "".join(etree.tostring(run, encoding="unicode") for run in element.iterchildren())
        title = paragraph(run(chart.title), self.ids[s.CAPTION])  # above, as a table's: it stays with what follows
        return title + paragraph(inner, self.ids[s.TEXT])


def _mark(id: str) -> str:
    return mark("parte", id)


def _name(document: Any, report: Report) -> None:
    """Say in the file's properties what it is; who made it only if somebody said so."""
    about, cover = document.core_properties, report.cover or Cover()
    about.title, about.author = clean(report.title), clean("; ".join(cover.authors))
    about.comments = about.last_modified_by = about.keywords = ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _packed(document: Any, text: IO[bytes], file: BinaryIO) -> None:
    """Write the document with this text in the place of its own."""
    kept = BytesIO()
    document.save(kept)
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for member in source.infolist():
            data = source.read(member)
            with target.open(member.filename, "w", force_zip64=True) as out:
                if member.filename != "word/document.xml":
                    out.write(data)
                    continue
                start = data.index(BODY) + len(BODY)
                out.write(data[:start])
                shutil.copyfileobj(text, out)
                out.write(data[data.rindex(END) :])
