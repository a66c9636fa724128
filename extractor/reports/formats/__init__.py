"""One writer a format; each writes any list of tables. Texts come from letters and spreadsheets: never trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from extractor.reports.tables import Table

Writer = Callable[[Sequence[Table], Path], None]

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
    """Return the function that writes tables to a file of this kind.

    Raises:
        KeyError: no such format.
    """
    write: Writer = import_module(f"extractor.reports.formats.{MODULES[suffix]}").write
    return write
