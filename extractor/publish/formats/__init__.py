"""One writer a format; each writes any report. Texts come from letters and spreadsheets: they are never trusted."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from extractor.publish.tables import Report

Writer = Callable[["Report", BinaryIO], None]

# suffix -> module of this package; loaded when asked for, because office libraries are slow to import
MODULES = {
    "txt": "text",
    "md": "markdown",
    "csv": "csv",
    "jsonl": "jsonl",
    "xlsx": "xlsx",
    "docx": "docx",
    "pdf": "pdf",
    "html": "html",
}


def writer(suffix: str) -> Writer:
    """Return the function that writes a report to an open file, in this format.

    Raises:
        KeyError: no such format.
    """
    write: Writer = import_module(f"extractor.publish.formats.{MODULES[suffix]}").write
    return write
