"""Tables as JSON Lines for further work: one object an entry, a blank or a number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractor.reports.tables import Cell, Table


def write(tables: Sequence[Table], path: Path) -> None:
    with path.open("w", encoding="utf8") as file:
        for table in tables:
            for row in records(table):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


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
            "text": entry.text,
            "note": entry.note or None,
            "statement": entry.statement or None,
            "document": entry.document or None,
            "page": entry.page or None,
        }
