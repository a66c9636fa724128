"""Tables as CSV: an entry a line within its cell; several tables follow each other after an empty row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from typing import Any, BinaryIO

from extractor.clean import harmless
from extractor.reports.tables import Table


def write(tables: Iterable[Table], file: BinaryIO) -> None:
    text = TextIOWrapper(file, "utf-8-sig", newline="")  # the mark tells spreadsheets that it is UTF-8
    out = csv.writer(text, lineterminator="\n")
    for number, table in enumerate(tables):
        if number:
            out.writerow([])
        _write(out, table)
    text.detach()


def _write(out: Any, table: Table) -> None:
    out.writerow([harmless(table.title)])
    out.writerow([harmless(title) for title in ("", *table.heads, *table.columns)])
    for row in table.rows:
        texts = [cell.text if cell.number is None else _number(cell.number) for cell in row.cells]
        out.writerow([harmless(text) for text in (row.group, *row.head, *texts)])
    out.writerows([harmless(note)] for note in table.notes)


def _number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
