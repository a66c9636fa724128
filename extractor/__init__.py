"""veeduria: reply letters in, reviewed and classified actions out.

The data path, one room a step::

    bytes --read--> Letter, Statement --filing--> Finding, Reading --ingest--> SQLite
          --review--> Decision --publish--> tables

This is the door for other programs; each name is imported when it is first asked for::

    from extractor import load_pack, read_letter
    reading = read_letter(data, load_pack("pe-ley-28950"))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from db.connection import open_database
    from db.store import open_store
    from extractor.filing.rank import classify
    from extractor.read.letter import read_letter
    from rules import load_pack

__all__ = ["classify", "load_pack", "open_database", "open_store", "read_letter"]

_HOMES = {
    "classify": "extractor.filing.rank",
    "load_pack": "rules",
    "open_database": "db.connection",
    "open_store": "db.store",
    "read_letter": "extractor.read.letter",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
