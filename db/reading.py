"""How a reading enters the tables. Each function runs inside a transaction of `db.store.Store`."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db import twins
from db.identity import PlacedStatement, candidates, carried, placed
from db.rows import HEAD, ReadingRows, Row, dump, place_of, said_of, spans_of
from extractor.core.model import Finding

if TYPE_CHECKING:
    from db.rows import Saved
    from rules.models import Pack

FOUND = (*HEAD, "reply", "reply_reason", "reply_start", "reply_end", "reply_target", "reply_doubtful", "as_read",
         "pages", "text_source", "confidence")  # fmt: skip
NOTHING: Row = (*(None,) * 8, 0, 0, "", 0, "{}", 0, None, None)  # found in a file that could not be read
PLACED = ("id", "start", '"end"', "page", "box", "text", "section")
SAID = (
    "kind",
    "period",
    "crosses",
    "details",
    "cues",
    "rules",
    "obligation",
    "level",
    "score",
    "suggestions",
    "facets",
    "doubtful",
)
WHOSE = ("institution", "unit")


def _insert(table: str, *columns: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _from_new(columns: Iterable[str]) -> str:
    return ", ".join(f"{column} = excluded.{column}" for column in columns)


PUT_DOCUMENT = (
    _insert("documents", "sha256", "name", "path", "size", "source", "wave", "outcome", "run", *FOUND)
    + " ON CONFLICT (sha256) DO UPDATE SET "
    + _from_new(("outcome", "run", *(name for name in FOUND if name != "as_read")))
    + ", as_read = CASE WHEN json_extract(as_read, '$.source') IS NULL THEN excluded.as_read"  # see db.corrections
    " ELSE json_set(excluded.as_read, '$.wave', json_extract(as_read, '$.wave'), '$.source',"
    " json_extract(as_read, '$.source')) END"
)
PUT_STATEMENT = (
    _insert("statements", *PLACED, *SAID, *WHOSE, "document", "origin", "act", "run")
    + f" ON CONFLICT (id) DO UPDATE SET stale = 0, {_from_new(('act', 'run', *PLACED[1:], *SAID, *WHOSE))}"
)
PUT_FILE = (
    _insert("files", "key", "name", "document", "outcome", "run")
    + f" ON CONFLICT (key) DO UPDATE SET {_from_new(('document', 'outcome', 'run'))}"
    + " WHERE (files.document, files.outcome) IS NOT (excluded.document, excluded.outcome)"
    " AND NOT (excluded.outcome = 'duplicate' AND files.outcome <> 'failed' AND files.document = excluded.document)"
)
PUT_LETTER = _insert("letters", "document", "text", "spans", "blocks", "fates", "aside")
PUT_PAGE = _insert("pages", "document", "number", "width", "height", "rotation", "source", "confidence")
PUT_PROBLEM = _insert("problems", "document", "file", "place", "code", "detail")
INDEX_WORDS = "INSERT INTO statements_fts (rowid, text) SELECT rowid, text FROM statements WHERE rowid > ?"
FORGET_WORDS = (
    "INSERT INTO statements_fts (statements_fts, rowid, text) SELECT 'delete', rowid, text FROM statements"
    " WHERE document = ? AND rowid <= ?"
)
REMEMBER_WORDS = (
    "INSERT INTO statements_fts (rowid, text) SELECT rowid, text FROM statements WHERE document = ? AND rowid <= ?"
)


def copy_pack(connection: sqlite3.Connection, pack: Pack) -> None:
    """Copy bodies and obligations from the pack; what it no longer has stays for the decisions that rest on it."""
    connection.executemany(
        _insert("bodies", "id", "name", "type", "scope", "position")
        + f" ON CONFLICT (id) DO UPDATE SET {_from_new(('name', 'type', 'scope', 'position'))}",
        [(body.id, body.name, body.type, body.scope, at) for at, body in enumerate(pack.bodies)],
    )
    fields = ("id", "institution", "level", "article", "label", "role")
    connection.executemany(
        _insert("obligations", *fields, "position")
        + f" ON CONFLICT (id) DO UPDATE SET {_from_new((*fields[1:], 'position'))}",
        [(*(getattr(duty, name) for name in fields), at) for at, duty in enumerate(pack.obligations)],
    )
    connection.executemany(
        _insert("waves", "id", "title", "first", "last")
        + f" ON CONFLICT (id) DO UPDATE SET {_from_new(('title', 'first', 'last'))}",
        [(wave.id, wave.title, wave.first, wave.last) for wave in pack.calendar.waves],
    )


def write(connection: sqlite3.Connection, files: Sequence[Saved], run: int) -> None:
    """Write a batch of files: documents first, then what refers to them."""
    documents = {file.sha256: file for file in files if file.sha256 and file.outcome != "duplicate"}
    read_before = _among(connection, documents)
    last = connection.execute("SELECT coalesce(max(rowid), 0) FROM statements").fetchone()[0]
    known = {sha256: _placed(connection, sha256) for sha256 in read_before}
    stood = {sha256: _stretches(connection, sha256) for sha256 in read_before}
    for sha256 in read_before:
        _clear(connection, sha256, last)
    named = {sha256: _named(rows.statements, known.get(sha256, [])) for sha256, rows in _read(documents.values())}
    was_there = twins.replaced(connection, {file.key: sha256 for sha256, file in documents.items()})
    put = connection.executemany
    put(PUT_DOCUMENT, (_document(file, run) for file in documents.values()))
    put(PUT_LETTER, ((sha256, *rows.letter) for sha256, rows in _read(documents.values()) if rows.letter))
    put(PUT_PAGE, ((sha256, *page) for sha256, rows in _read(documents.values()) for page in rows.pages))
    put(
        PUT_STATEMENT,
        ((*row, sha256, "program", None, run) for sha256, rows in named.items() for row in rows),
    )
    put(PUT_FILE, (_ledger(file, run) for file in files))
    put("DELETE FROM problems WHERE file = ?", ((file.key,) for file in files))
    put(PUT_PROBLEM, (row for file in files for row in _problems(file)))
    connection.execute(INDEX_WORDS, (last,))
    for sha256 in read_before:
        connection.execute(REMEMBER_WORDS, (sha256, last))
        _find_again(connection, sha256, stood[sha256])
        _note_moves(connection, sha256, known[sha256], named.get(sha256, []))
        apply_corrections(connection, sha256)
    for sha256 in documents:
        twins.tell(connection, sha256, was_there.get(sha256))


def _read(files: Iterable[Saved]) -> Iterator[tuple[str, ReadingRows]]:
    return ((file.sha256, file.rows) for file in files if file.rows)


def _among(connection: sqlite3.Connection, hashes: Iterable[str]) -> list[str]:
    query = "SELECT sha256 FROM documents WHERE sha256 IN (SELECT value FROM json_each(?))"
    return [sha256 for (sha256,) in connection.execute(query, (dump(list(hashes)),))]


def _clear(connection: sqlite3.Connection, sha256: str, last: int) -> None:
    """Make room for a new reading of a document. Its statements stay, stale until they are found again."""
    connection.execute(FORGET_WORDS, (sha256, last))
    connection.execute("UPDATE statements SET stale = 1 WHERE document = ? AND origin = 'program'", (sha256,))
    for table in ("letters", "pages", "problems"):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (sha256,))


def _placed(connection: sqlite3.Connection, sha256: str) -> list[PlacedStatement]:
    """Return the statements that readings of this document have held."""
    query = "SELECT id, page, box, text FROM statements WHERE document = ? AND origin = 'program'"
    return [placed(*row) for row in connection.execute(query, (sha256,))]


def _named(rows: Sequence[Row], known: Sequence[PlacedStatement]) -> list[Row]:
    """Give each statement that is certainly one of the known its id, and none the id of another."""
    if not known:
        return list(rows)
    same = carried(known, [_placed_row(row) for row in rows])
    taken = {one.id for one in known}
    return [(same[row[0]] if row[0] in same else _free(row[0], taken), *row[1:]) for row in rows]


def _placed_row(row: Row) -> PlacedStatement:
    id, _start, _end, page, box, text, *_ = row
    return placed(id, page, box, text)


def _free(id: str, taken: set[str]) -> str:
    """Return the id, or another if one that stood elsewhere has it."""
    while id in taken:
        id = hashlib.sha256(id.encode()).hexdigest()[: len(id)]
    taken.add(id)
    return id


def _note_moves(
    connection: sqlite3.Connection, sha256: str, known: Sequence[PlacedStatement], rows: Sequence[Row]
) -> None:
    """Note where statements that people decided on may stand now, if that is not certain: for a person to say."""
    old = {one.id for one in known}
    new = [_placed_row(row) for row in rows if row[0] not in old]
    query = "SELECT id FROM statements WHERE document = ? AND origin = 'program' AND stale = 1 AND decided = 1"
    lost = {id for (id,) in connection.execute(query, (sha256,))}
    connection.executemany(
        "INSERT INTO moves (old, new, why) SELECT ?1, ?2, 'reread'"
        " WHERE NOT EXISTS (SELECT 1 FROM moves WHERE old = ?1 AND new = ?2)",
        ((one.id, id) for one in known if one.id in lost for id in candidates(one, new)),
    )


def _stretches(connection: sqlite3.Connection, sha256: str) -> dict[str, tuple[int, int]]:
    """Return from where to where in the letter's text each statement stands that the present reading found."""
    query = "SELECT id, start, \"end\" FROM statements WHERE document = ? AND origin = 'program' AND stale = 0"
    return {id: (start, end) for id, start, end in connection.execute(query, (sha256,))}


def _find_again(connection: sqlite3.Connection, sha256: str, stood: Mapping[str, tuple[int, int]]) -> None:
    """Keep the statements reviewers made where their words stand on the same page; stale where that is uncertain.

    What begins inside a statement that was found again (`stood` says where that was) is at the same place of it.
    """
    stands = _stretches(connection, sha256)
    row = connection.execute("SELECT text, spans FROM letters WHERE document = ?", (sha256,)).fetchone()
    text, spans = (row[0], spans_of(row[1])) if row else ("", ())
    for statement, start, page, box, words in connection.execute(
        "SELECT id, start, page, box, text FROM statements WHERE document = ? AND origin = 'reviewer' AND stale = 0",
        (sha256,),
    ).fetchall():
        moved = (
            stands[id][0] + start - first for id, (first, end) in stood.items() if first <= start < end and id in stands
        )
        places = [at for at in moved if words and text.startswith(words, at)]
        places = places[:1] or [match.start() for match in re.finditer(re.escape(words), text) if words]
        there = [placed(str(at), *place_of(spans, at, at + len(words)), words) for at in places]
        found = carried([placed(statement, page, box, words)], there)
        if not found:
            connection.execute("UPDATE statements SET stale = 1 WHERE id = ?", (statement,))
        else:
            at = int(next(iter(found)))
            page, box = place_of(spans, at, at + len(words))
            connection.execute(
                'UPDATE statements SET start = ?, "end" = ?, page = ?, box = ? WHERE id = ?',
                (at, at + len(words), page, box, statement),
            )


def _document(file: Saved, run: int) -> Row:
    found = file.rows.document if file.rows else NOTHING
    name = file.name.rpartition("/")[2]
    return (file.sha256, name, file.name, file.size, file.source, file.wave, file.outcome, run, *found)


def _ledger(file: Saved, run: int) -> Row:
    return (file.key, file.name, file.sha256 or None, file.outcome, run)


def _problems(file: Saved) -> Iterator[Row]:
    of_content = bool(file.sha256) and file.outcome != "duplicate"
    owner = (file.sha256, None) if of_content else (None, file.key)
    return ((*owner, problem.where, problem.code, problem.detail) for problem in file.problems)


def describe_again(connection: sqlite3.Connection, findings: Sequence[Finding]) -> None:
    """Replace what is said of stored statements, and nothing else."""
    assignments = ", ".join(f"{column} = ?" for column in SAID)
    connection.executemany(
        f"UPDATE statements SET {assignments} WHERE id = ?",
        ((*said_of(finding), finding.statement.id) for finding in findings),
    )


def apply_corrections(connection: sqlite3.Connection, sha256: str) -> None:
    """Put what reviewers said of a letter in the place of what was read."""
    newest: dict[str, Any] = dict(
        connection.execute("SELECT field, value FROM corrections_in_force WHERE document = ? ORDER BY id", (sha256,))
    )
    for field, value in newest.items():
        connection.execute(f"UPDATE documents SET {field} = ? WHERE sha256 = ?", (value, sha256))
