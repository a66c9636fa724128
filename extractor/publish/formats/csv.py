"""A report as CSV: an entry a line within its cell; tables and paragraphs follow each other after an empty row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from typing import Any, BinaryIO

from extractor.core.clean import harmless
from extractor.publish.tables import Report, ReportTable, ids_of
from extractor.publish.words import say


def write(report: Report, file: BinaryIO) -> None:
    text = TextIOWrapper(file, "utf-8-sig", newline="")  # the mark tells spreadsheets that it is UTF-8
    out = csv.writer(text, lineterminator="\n")
    empty: list[list[str]] = []
    for section in report.sections:
        for paragraph in section.paragraphs:
            out.writerows([*empty, [harmless(paragraph)]])
            empty = [[]]
        for table in section.tables:
            out.writerows([*empty, *_rows(table)])
            empty = [[]]
    out.writerows([[], *([harmless(line)] for line in report.foot)] if report.foot else [])
    text.detach()


def _rows(table: ReportTable) -> Iterable[list[Any]]:
    yield [harmless(table.title)]
    last = [say("cited.id")] if table.traced else []
    yield [harmless(title) for title in ("", *table.heads, *table.columns, *last)]
    for row in table.rows:
        texts = [cell.text if cell.number is None else _number(cell.number) for cell in row.cells]
        ids = [ids_of(row)] if table.traced else []
        yield [harmless(text) for text in (row.group, *row.head, *texts, *ids)]
    yield from ([harmless(note)] for note in table.notes)


def _number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
