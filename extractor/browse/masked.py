"""The tables as they may be looked at: before each a view, of this connection alone, that masks private data."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from db.connection import Database, connect
from db.gate import Gate
from rules.models import Pack

IDS = {  # columns that hold ids of statements
    ("statements", "id"), ("actions", "id"), ("decisions", "statement"), ("current_decisions", "statement"),
    ("coded", "statement"), ("comparisons", "one"), ("comparisons", "other"), ("comparisons_standing", "one"),
    ("comparisons_standing", "other"), ("comparisons_in_force", "one"), ("comparisons_in_force", "other"),
    ("suggestions", "statement"), ("facets", "statement"), ("samples", "statement"), ("remarks", "statement"),
    ("remarks_in_force", "statement"), ("moves", "old"), ("moves", "new"), ("decisions_told", "statement"),
    ("lanes", "statement"),
}  # fmt: skip
TEXTS = {"text", "section", "unit", "number", "reference", "subject", "note", "value", "reply_target", "written",
         "phrase", "ref", "reason", "what"}  # fmt: skip
NAMES = {"name", "path", "file", "key", "place", "detail", "entry"}
LISTS = {"details", "cues", "suggestions", "facets", "evidence", "suggested", "as_read", "questions", "blocks", "aside"}
MARKS = {"seen"}
CORRECTED = {"corrections", "corrections_in_force"}
PUBLIC = {"obligations", "waves", "runs"}  # the pack's own words
OF = {"documents": "sha256", "problems": "document", "letters": "document", "statements": "document",
      "actions": "document", "corrections": "document", "corrections_in_force": "document"}  # fmt: skip

# nothing of what one of two readers decided, or where they are, before both have
HALF = "SELECT id FROM main.statements WHERE double = 'half'"
UNTOLD = f"SELECT id FROM main.decisions WHERE statement IN ({HALF})"  # noqa: S608
DOUBLE = "nullif([double], 'half') AS [double]"
ONLY = {
    "decisions": f"statement NOT IN ({HALF})",
    "lanes": f"statement NOT IN ({HALF})",
    "chain": f"NOT (kind = 'decisions' AND CAST(key AS INTEGER) IN ({UNTOLD}))",
    "places": """entry NOT IN (SELECT s.id FROM main.statements s JOIN main.blind_letters b
        ON b.document = s.document)""",
}


def mask_views(connection: sqlite3.Connection, path: Path, pack: Pack) -> None:
    """Put a masked view before every table and view of the database, for this connection."""
    gate = Gate(Database(path, connect(path, "ro")), pack)  # by a way of its own, to what the views hide

    def text(said: Any, document: str | None) -> Any:
        return gate.text(said, document) if isinstance(said, str) else said

    def name(said: Any, document: str | None) -> Any:
        return gate.text(gate.name(said, document), document) if isinstance(said, str) else said

    def listed(said: Any, document: str | None) -> Any:
        return json.dumps(_masked(json.loads(said), gate, document), ensure_ascii=False) if said else said

    functions = (("masked_text", text), ("masked_name", name), ("masked_list", listed))
    for called, function in functions:
        connection.create_function(called, 2, function, deterministic=True)
    connection.create_function("masked_body", 1, lambda id: gate.body(id) if id else id, deterministic=True)
    connection.create_function("masked_id", 1, lambda id: gate.id(id) if id else id, deterministic=True)
    connection.create_function("masked_mark", 1, lambda mark: gate.mark(mark) if mark else mark, deterministic=True)
    found = connection.execute(
        "SELECT name, type FROM main.sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'statements_fts%' AND name NOT LIKE '_sqlite%'"
    ).fetchall()
    for table, kind in found:
        if table not in PUBLIC:
            connection.execute(_view(connection, table, kind == "table"))


def cover(connection: sqlite3.Connection) -> None:
    """Hide, for this connection, what one of two readers has decided before both have; all else is shown as it is."""
    if connection.execute("SELECT 1 FROM main.blind_letters LIMIT 1").fetchone() is None:
        return
    for table in ONLY:
        connection.execute(f"CREATE TEMP VIEW [{table}] AS SELECT * FROM main.[{table}] WHERE {ONLY[table]}")  # noqa: S608
    columns = [row[1] for row in connection.execute("PRAGMA main.table_info(statements)")]
    shown = [DOUBLE if column == "double" else f"[{column}]" for column in columns]
    connection.execute(f"CREATE TEMP VIEW statements AS SELECT rowid AS rowid, {', '.join(shown)} FROM main.statements")  # noqa: S608


def _view(connection: sqlite3.Connection, table: str, has_rows: bool) -> str:
    columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info([{table}])")]
    document = f"[{OF[table]}]" if table in OF else "NULL"
    shown = [f"{_shown(table, column, document)} AS [{column}]" for column in columns]
    row = ["rowid AS rowid"] if table == "statements" and has_rows else []
    only = f" WHERE {ONLY[table]}" if table in ONLY else ""
    return f"CREATE TEMP VIEW [{table}] AS SELECT {', '.join([*row, *shown])} FROM main.[{table}]{only}"  # noqa: S608


def _shown(table: str, column: str, document: str) -> str:
    if column == "double":
        return DOUBLE.removesuffix(" AS [double]")
    if (table, column) in IDS:
        return f"masked_id([{column}])"
    if column == "institution" or (table, column) == ("bodies", "id"):
        return f"masked_body([{column}])"
    if (table, column) == ("bodies", "name"):
        return "CASE masked_body(id) WHEN id THEN name ELSE masked_text(name, NULL) END"
    if table in CORRECTED and column in ("value", "before"):
        return (
            f"CASE field WHEN 'institution' THEN masked_body([{column}]) ELSE masked_text([{column}], {document}) END"
        )
    if column in MARKS:
        return f"masked_mark([{column}])"
    for columns, function in ((TEXTS, "masked_text"), (NAMES, "masked_name"), (LISTS, "masked_list")):
        if column in columns:
            return f"{function}([{column}], {document})"
    return f"[{column}]"


def _masked(value: Any, gate: Gate, document: str | None) -> Any:
    if isinstance(value, str):
        return gate.text(value, document)
    if isinstance(value, dict):
        norm = {"number": gate.under(value["kind"], value["number"], document)} if _is_norm(value) else {}
        return {key: norm.get(key) or _masked(part, gate, document) for key, part in value.items()}
    return [_masked(part, gate, document) for part in value] if isinstance(value, list) else value


def _is_norm(value: dict[str, Any]) -> bool:
    return isinstance(value.get("kind"), str) and isinstance(value.get("number"), str)
