"""What Datasette shows tables that are given away with: titles, what each column is, what to sort and count by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.publication import Published
from extractor.publish.words import headings_in, say, words_at

FACETS = {"letters": ["institution", "wave", "reply"], "statements": ["kind", "institution", "level"],
          "actions": ["institution", "level", "source"], "decisions": ["verdict", "reviewer"]}  # fmt: skip
LABELS = {"bodies": "name", "functions": "label", "letters": "document", "statements": "text", "actions": "text"}


def metadata(name: str, tables: Sequence[Published], masked: bool) -> dict[str, Any]:
    """Return Datasette's metadata (`datasette NAME.db --metadata NAME.metadata.json`)."""
    titles = words_at("package.tables")
    shown = {table.name: _table(table, titles[table.name]) for table in tables}
    note = say("whole.masked" if masked else "whole.unmasked")
    return {"title": say("package.title"), "description": note, "databases": {name: {"tables": shown}}}


def _table(table: Published, title: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": title,
        "columns": dict(zip(table.columns, headings_in(table.columns), strict=True)),
    }
    if table.name in FACETS:
        told["facets"] = FACETS[table.name]
    if table.name in LABELS:
        told["label_column"] = LABELS[table.name]
    if table.words:
        told["fts_table"] = f"{table.name}_fts"
    return told
