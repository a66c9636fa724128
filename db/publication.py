"""Tables to be given away: their columns, types and keys in one place, and a self-contained SQLite file of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from db.connection import Database
from db.records import CODED
from db.settings import PUBLICATION_AT_ONCE

INTEGERS = frozenset(["page", "pages", "id", "act", "undoes", "period", "rank"])
NUMBERS = frozenset(["score", "confidence"])
TRUTHS = frozenset(["doubtful", "reply_doubtful", "crosses", "stale"])
DAYS = frozenset(["date", "first", "last"])
TIMES = frozenset(["at"])
AFFINITY = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}  # all else: TEXT
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """A table: its columns in order, the one that names a row, what columns refer to, what is searched for words."""

    name: str
    columns: tuple[str, ...]
    key: str = ""
    refers: tuple[tuple[str, str, str], ...] = ()  # column, table, its column
    words: tuple[str, ...] = ()

    def type(self, column: str) -> str:
        """Return the type of a column as Table Schema names it."""
        if column == "id" and self.name not in ("decisions", "corrections"):
            return "string"
        for kind, names in (("integer", INTEGERS), ("number", NUMBERS), ("boolean", TRUTHS), ("date", DAYS),
                            ("datetime", TIMES)):  # fmt: skip
            if column in names:
                return kind
        return "string"


def bodies(db: Database) -> Iterator[Row]:
    """Yield the bodies that the pack names, or that decisions rest on."""
    for id, name, *rest in db.connection.execute("SELECT id, name, type, scope FROM bodies ORDER BY position, id"):
        shown = (db.gate.body(id), db.gate.body_name(id, name)) if db.gate else (id, name)
        yield dict(zip(("id", "name", "type", "scope"), (*shown, *rest), strict=True))


def corrections(db: Database) -> Iterator[Row]:
    """Yield every correction of a letter's head or reply, taken back or not, in the order in which they were made."""
    names = ("id", "act", "sha256", "field", "value", "reviewer", "at", "undoes")
    for row in db.connection.execute(
        "SELECT id, act, document, field, value, reviewer, at, undoes FROM corrections"
        " WHERE document IN (SELECT sha256 FROM documents) ORDER BY id"
    ):
        made = dict(zip(names, row, strict=True))
        if db.gate and made["value"]:
            whose = made["field"] == "institution"
            made["value"] = db.gate.body(made["value"]) if whose else db.gate.text(made["value"], made["sha256"])
        yield made


def functions(db: Database) -> Iterator[Row]:
    """Yield the functions that the pack names, or that decisions rest on."""
    names = ("id", "institution", "level", "article", "label", "role")
    for row in db.connection.execute(f"SELECT {', '.join(names)} FROM obligations ORDER BY position, id"):
        yield dict(zip(names, row, strict=True))


def coded_files(db: Database) -> Iterator[str]:
    """Yield the hashes of the files of coded actions, which are no letters but hold statements too."""
    for (sha256,) in db.connection.execute("SELECT sha256 FROM documents WHERE source = ? ORDER BY name", (CODED,)):
        yield sha256


def runs(db: Database) -> Iterator[Row]:
    """Yield the runs that read letters or took files in: version, pack, its hash, when they began and ended."""
    names = ("id", "version", "pack", "pack_hash", "started", "finished")
    for row in db.connection.execute(f"SELECT {', '.join(names)} FROM runs ORDER BY id"):
        yield dict(zip(names, row, strict=True))


def write_sqlite(path: Path, tables: Iterable[tuple[Published, Iterable[Row]]]) -> dict[str, int]:
    """Write the tables into a new file, with an index of words, and return how many rows each has."""
    counts = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # the file is new, and thrown away if this breaks off
        for table, rows in tables:
            connection.execute(_create(table))
            counts[table.name] = _fill(connection, table, iter(rows))
            for column, _table, _key in table.refers:
                connection.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
            if table.words:
                _index(connection, table)
        connection.commit()
        connection.execute("PRAGMA optimize")
    return counts


def _create(table: Published) -> str:
    parts = [f'"{name}" {AFFINITY.get(table.type(name), "TEXT")}' for name in table.columns]
    parts += [f'PRIMARY KEY ("{table.key}")'] if table.key else []
    parts += [f'FOREIGN KEY ("{column}") REFERENCES "{other}" ("{key}")' for column, other, key in table.refers]
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)})'


def _fill(connection: sqlite3.Connection, table: Published, rows: Iterator[Row]) -> int:
    count, query = 0, f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'
    while some := [[row.get(name) for name in table.columns] for row in islice(rows, PUBLICATION_AT_ONCE)]:
        connection.executemany(query, some)
        count += len(some)
    return count


def _index(connection: sqlite3.Connection, table: Published) -> None:
    """Make a search for words, as Datasette finds it: an index of the table's own rows, blind to accents."""
    name, columns = f"{table.name}_fts", ", ".join(table.words)
    connection.execute(
        f'CREATE VIRTUAL TABLE "{name}" USING fts5 ({columns}, content="{table.name}", tokenize="unicode61")'
    )
    connection.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')
