"""A report as Markdown (GitHub's), safe to be shown as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import BinaryIO

from extractor.core.clean import clean
from extractor.publish.tables import Report, ReportTable, Section

_SPECIAL = re.compile(r"([\\`*_\[\]|#~])")
_OPENING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")  # at a paragraph's start these make a list or a heading


def write(report: Report, file: BinaryIO) -> None:
    file.write(f"# {escape(report.title)}\n".encode())
    for section in report.sections:
        file.write(_section(section).encode())
    if report.foot:
        file.write(("\n" + "\n".join(f"    {clean(line)}" for line in report.foot) + "\n").encode())


def _section(section: Section) -> str:
    head = [f"\n{'###' if section.part else '##'} {escape(section.title)}\n"]
    paragraphs = [f"\n{_paragraph(text)}\n" for text in section.paragraphs]
    return "".join([*head, *paragraphs, *(f"\n{render(table)}\n" for table in section.tables)])


def _paragraph(text: str) -> str:
    escaped = escape(text)
    opening = _OPENING.match(escaped)
    if opening is None:
        return escaped
    at = opening.end(2) if opening[2].isdigit() else opening.start(2)  # "1\\." is a number, "\\-" a dash
    return f"{escaped[:at]}\\{escaped[at:]}"


def render(table: ReportTable) -> str:
    """Return a table with its title above and its notes below."""
    grouped = any(row.group for row in table.rows)
    titles = ([""] if grouped else []) + [*table.heads, *table.columns]
    lines = [f"**{escape(table.title)}**", "", _row(titles), _row(["---"] * len(titles), raw=True)]
    rows = [
        _row([*([row.group] if grouped else []), *row.head, *(cell.text for cell in row.cells)]) for row in table.rows
    ]
    return "\n".join([*lines, *rows, "", *(f"{escape(note)}  " for note in table.notes)]).rstrip()


def _row(texts: Iterable[str], raw: bool = False) -> str:
    return "| " + " | ".join(texts if raw else map(escape, texts)) + " |"


def escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(clean(text), quote=False)).replace("\n", "<br>")
