"""Ruled tables of a PDF with the lines above them, by pdfplumber; called in a process with limits of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.read.settings import ABOVE, MAX_PAGES

PrintedTable = tuple[tuple[str, ...], list[list[str | None]]]


def printed_tables(path: Path) -> Iterator[PrintedTable]:
    """Yield each table with the lines above it; None where a cell continues a merged one."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        if len(pdf.pages) > MAX_PAGES:
            raise ValueError(f"more than {MAX_PAGES} pages")
        for page in pdf.pages:
            top = 0.0
            for table in sorted(page.find_tables(), key=lambda one: one.bbox[1]):
                between = page.crop((0, min(top, table.bbox[1]), page.width, table.bbox[1]), strict=False)
                lines = (between.extract_text() or "").split("\n")[-ABOVE:]
                yield tuple(line for line in lines if line.strip()), table.extract()
                top = table.bbox[3]
            page.close()
