"""One writer a format; each writes tables as they come. Texts come from letters and spreadsheets: never trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import BinaryIO

from extractor.reports.tables import Table

Writer = Callable[[Iterable[Table], BinaryIO], None]

# suffix -> module of this package; loaded when asked for, because office libraries are slow to import
MODULES = {
    "txt": "text",
    "csv": "csv",
    "jsonl": "jsonl",
    "md": "markdown",
    "xlsx": "xlsx",
    "docx": "docx",
    "html": "html",
}


def writer(suffix: str) -> Writer:
    """Return the function that writes tables to an open file, in this format.

    Raises:
        KeyError: no such format.
    """
    write: Writer = import_module(f"extractor.reports.formats.{MODULES[suffix]}").write
    return write
