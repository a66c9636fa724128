"""Tables as JSON Lines for further work: one object an entry, a blank or a number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from extractor.clean import clean
from extractor.reports.tables import Cell, Table


def write(tables: Iterable[Table], file: BinaryIO) -> None:
    for table in tables:
        for record in records(table):
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def records(table: Table) -> Iterator[dict[str, Any]]:
    """Yield {"table", "row", "group", "column", …} for each entry, blank and number; unknown is null."""
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            for content in _contents(cell):
                yield {"table": table.id, "row": row.id, "group": row.group or None, "column": column, **content}


def _contents(cell: Cell) -> Iterator[dict[str, Any]]:
    if not cell.entries:
        yield {"blank": cell.blank} if cell.blank else {"number": cell.number}
    for entry in cell.entries:
        yield {
            "mark": entry.mark or None,
            "text": clean(entry.text),
            "note": clean(entry.note) or None,
            "statement": entry.statement or None,
            "document": clean(entry.document) or None,
            "page": entry.page or None,
        }
