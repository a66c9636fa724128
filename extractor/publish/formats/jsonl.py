"""A report as JSON Lines, for further work: one object a paragraph, entry, blank or number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from extractor.core.clean import clean
from extractor.publish.tables import Prose, Report, ReportCell, ReportTable, Section


def write(report: Report, file: BinaryIO) -> None:
    for section in report.sections:
        for record in _records(section):
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    if report.foot:
        file.write(json.dumps({"section": "seal", "text": "\n".join(report.foot)}, ensure_ascii=False).encode() + b"\n")


def _records(section: Section) -> Iterator[dict[str, Any]]:
    for paragraph in section.paragraphs:
        if isinstance(paragraph, Prose):
            yield from (
                {"section": section.id, "sentence": said.id, "text": clean(said.text), **said.facts}
                for said in paragraph.sentences
            )
        else:
            yield {"section": section.id, "text": clean(paragraph)}
    for table in section.tables:
        yield from records(table)


def records(table: ReportTable) -> Iterator[dict[str, Any]]:
    """Yield {"table", "row", "group", "column", …} for each entry, blank and number; unknown is null."""
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            for content in _contents(cell):
                yield {"table": table.id, "row": row.id, "group": row.group or None, "column": column, **content}


def _contents(cell: ReportCell) -> Iterator[dict[str, Any]]:
    if cell.blank:
        yield {"blank": cell.blank}
    elif not cell.entries:
        yield {"number": cell.number}
    for entry in cell.entries:
        yield {
            "mark": entry.mark or None,
            "text": clean(entry.text),
            "verbatim": clean(entry.verbatim) or None,
            "note": clean(entry.note) or None,
            "statement": entry.statement or None,
            "document": clean(entry.document) or None,
            "page": entry.page or None,
        }
