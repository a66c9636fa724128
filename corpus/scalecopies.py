"""A simulated database many times over, by copying its rows in SQL: `python -m corpus.scalecopies FILE FIRST LAST`.

What stands in it can then be asked at a size that the one writer would take hours to reach. Chain and marks are copied,
not made anew: `verify` and `seal` mean nothing there. Used by `corpus.scalebench`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from db.connection import connect

OTHER = "printf('g%03x', :copy) || substr({0}, 5)"  # another hash for each copy, which none of the first can be
RENAMED = "printf('%d-', :copy) || {0}"
COLUMNS: dict[str, dict[str, str]] = {  # table -> what becomes of a column in a copy
    "documents": {"sha256": OTHER, "name": RENAMED, "path": RENAMED, "number": RENAMED},
    "files": {"key": RENAMED, "name": RENAMED, "document": OTHER},
    "pages": {"document": OTHER},
    "letters": {"document": OTHER},
    "statements": {"id": OTHER, "document": OTHER, "current": "{0} + :copy * :decisions"},
    "decisions": {"id": "{0} + :copy * :decisions", "act": "{0} + :copy * :acts", "statement": OTHER},
    "readings": {"id": "{0} + :copy * :readings", "document": OTHER},
    "chain": {
        "seq": "{0} + :copy * :entries",
        "key": "{0} + :copy * CASE kind WHEN 'decisions' THEN :decisions ELSE :readings END",
    },
}
KEYED = {"documents": "sha256", "files": "document", "pages": "document", "letters": "document"}
CACHE = 2_000_000  # KiB


def copy_letters(path: Path, copies: Iterable[int]) -> None:
    """Add copies (1 or more) of all letters of a simulated database, with their statements and decisions.

    The first copy that is asked for must find the database as it was simulated, or with copies of this program.
    """
    with closing(connect(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        first = _first(connection)
        for number in copies:
            connection.execute("BEGIN")
            for table in COLUMNS:
                connection.execute(_copying(connection, table), first | {"copy": number})
            connection.execute("COMMIT")
        connection.execute("INSERT INTO statements_fts(statements_fts) VALUES ('rebuild')")
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("PRAGMA journal_mode = WAL")


def _first(connection: Any) -> dict[str, int]:
    """Remember what the first letters are, and count their rows."""
    connection.execute("CREATE TABLE IF NOT EXISTS first_letters (sha256 TEXT PRIMARY KEY) WITHOUT ROWID")
    if not connection.execute("SELECT count(*) FROM first_letters").fetchone()[0]:
        connection.execute("INSERT INTO first_letters SELECT sha256 FROM documents")
    own = "SELECT max({0}) FROM {1} WHERE document IN first_letters"
    statements, readings = (
        connection.execute(own.format(column, table)).fetchone()[0]
        for column, table in (("rowid", "statements"), ("id", "readings"))
    )
    decisions, acts = connection.execute(
        "SELECT max(d.id), max(d.act) FROM statements s JOIN decisions d ON d.statement = s.id WHERE s.rowid <= ?",
        (statements,),
    ).fetchone()
    entries = "SELECT max(seq) FROM chain WHERE kind = 'readings' AND key = ? OR kind = 'decisions' AND key = ?"
    last = connection.execute(entries, (str(readings), str(decisions))).fetchone()[0]
    return {"statements": statements, "readings": readings, "decisions": decisions, "acts": acts, "entries": last}


def _copying(connection: Any, table: str) -> str:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    made = [COLUMNS[table].get(name, "{0}").format(f'"{name}"') for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({listed}) SELECT {', '.join(made)} FROM {table} WHERE {_of_the_first(table)}"  # noqa: S608


def _of_the_first(table: str) -> str:
    if table in KEYED:
        return f"{KEYED[table]} IN first_letters"
    if table == "chain":
        return "seq <= :entries AND kind IN ('decisions', 'readings')"
    return {"statements": "rowid <= :statements", "decisions": "id <= :decisions", "readings": "id <= :readings"}[table]


if __name__ == "__main__":
    copy_letters(Path(sys.argv[1]), range(int(sys.argv[2]), int(sys.argv[3]) + 1))
