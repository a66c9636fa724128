"""Tables as Markdown (GitHub's), safe to be shown as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import BinaryIO

from extractor.clean import clean
from extractor.reports.tables import Table

_SPECIAL = re.compile(r"([\\`*_\[\]|#~])")


def write(tables: Iterable[Table], file: BinaryIO) -> None:
    for number, table in enumerate(tables):
        file.write(("\n" * bool(number) + render(table) + "\n").encode())


def render(table: Table) -> str:
    """Return a table with its title as heading and its notes below."""
    grouped = any(row.group for row in table.rows)
    titles = ([""] if grouped else []) + [*table.heads, *table.columns]
    lines = [f"## {_escape(table.title)}", "", _row(titles), _row(["---"] * len(titles), raw=True)]
    rows = [
        _row([*([row.group] if grouped else []), *row.head, *(cell.text for cell in row.cells)]) for row in table.rows
    ]
    return "\n".join([*lines, *rows, "", *(f"{_escape(note)}  " for note in table.notes)]).rstrip()


def _row(texts: Iterable[str], raw: bool = False) -> str:
    return "| " + " | ".join(texts if raw else map(_escape, texts)) + " |"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(clean(text), quote=False)).replace("\n", "<br>")
