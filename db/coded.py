"""Actions coded by hand elsewhere enter the tables, each with a decision; and leave a trace to file and line."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeVar

from db.decisions import next_act
from db.reading import INDEX_WORDS, NOTHING, PUT_DOCUMENT, PUT_FILE
from db.records import CODED, content_hash_of
from db.rows import details_dict, dump
from db.settings import BEGUN, CODED_AT_ONCE
from db.store import Store
from extractor.core.model import Details
from extractor.core.states import Ruling
from extractor.rounds.coded import Coded

Row = TypeVar("Row")
NO_BOX = "[0,0,0,0]"
PUT_STATEMENT = (
    'INSERT INTO statements (id, document, start, "end", page, box, text, kind, section, institution, unit, source,'
    " period, crosses, details, cues, rules, score, origin, act, run)"
    f" VALUES (?, ?, ?, ?, ?, '{NO_BOX}', ?, ?, '', ?, ?, ?, ?, ?, ?, '[]', '||', 0, 'import', ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET stale = 0, act = excluded.act"  # it had been taken back
)
PUT_CODED = "INSERT INTO coded VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
PUT_DECISION = (
    "INSERT INTO decisions (act, statement, verdict, standing, obligation, note, reviewer, at, seen, suggested,"
    " origin, pack_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', 'import', (SELECT pack_hash FROM runs WHERE id = ?))"
)
# rows that were imported before under the same id and still count, but said something else
SAID_BEFORE = """SELECT k.ref, k.statement, d.name, k.line FROM json_each(?) r
    JOIN coded k ON k.ref = r.value JOIN statements s ON s.id = k.statement JOIN documents d ON d.sha256 = s.document
    JOIN current_decisions c ON c.statement = s.id
    WHERE k.ref <> '' AND s.stale = 0 AND c.standing IN ('accepted', 'corrected', 'kind', 'added')"""


@dataclass(frozen=True, slots=True)
class CodedFile:
    """A file of coded actions: where it was found, its name, hash and size."""

    key: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Act:
    """Who imports, when, in which run; `number` is that of the act, by which it can be undone."""

    reviewer: str
    at: str
    run: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were new, were known already, and took the place of others."""

    added: int = 0
    known: int = 0
    replaced: int = 0


class Before(NamedTuple):
    """A row imported before: its id, its statement, its file and line there."""

    ref: str
    statement: str
    name: str
    line: int


def said_otherwise(connection: sqlite3.Connection, rows: Iterable[Coded]) -> Iterator[tuple[Coded, Before]]:
    """Yield the rows whose own id was imported before with something else, and what that was."""
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM coded)").fetchone()[0]:
        return
    for batch in _batches(rows):
        by_ref = {row.ref: row for row in batch if row.ref}
        for found in map(Before._make, connection.execute(SAID_BEFORE, (dump(list(by_ref)),))):
            if found.statement != by_ref[found.ref].id:
                yield by_ref[found.ref], found


def import_coded(
    store: Store,
    file: CodedFile,
    rows: Iterable[Coded],
    describe: Callable[[list[Coded]], Callable[[], list[Details]]],
    act: Act,
    replace: bool = False,
    done: Callable[[int], None] = lambda _rows: None,
) -> Imported:
    """Store coded actions and the decisions that file them, all or none; rows stored before are left alone.

    `describe` begins to find the details of rows that are new, and returns what waits for them: some batches are begun
    before the first is written.

    With `replace`, a row takes the place of one imported before under the same id: that one is rejected.
    """
    with store.transaction() as connection:
        act = Act(act.reviewer, act.at, act.run, next_act(connection))
        last = connection.execute("SELECT coalesce(max(rowid), 0) FROM statements").fetchone()[0]
        total = Imported()
        for new, known, details in _begun(connection, rows, describe):
            if new and not total.added:
                _enter(connection, file, act.run)
            replaced = _reject(connection, new, file, act) if replace else 0
            _write(connection, file, list(zip(new, details(), strict=True)), act)
            total = Imported(total.added + len(new), total.known + known, total.replaced + replaced)
            done(len(new) + known)
        connection.execute(INDEX_WORDS, (last,))
    return total


def _begun(
    connection: sqlite3.Connection,
    rows: Iterable[Coded],
    describe: Callable[[list[Coded]], Callable[[], list[Details]]],
) -> Iterator[tuple[list[Coded], int, Callable[[], list[Details]]]]:
    """Yield, batch by batch, the rows that are new, how many are known, and what waits for the new ones' details."""
    begun: deque[tuple[list[Coded], int, Callable[[], list[Details]]]] = deque()
    for batch in _batches(rows):
        new = _unknown(connection, batch)
        begun.append((new, len(batch) - len(new), describe(new)))
        if len(begun) > BEGUN:
            yield begun.popleft()
    yield from begun


def _unknown(connection: sqlite3.Connection, batch: Sequence[Coded]) -> list[Coded]:
    query = "SELECT id FROM statements WHERE stale = 0 AND id IN (SELECT value FROM json_each(?))"
    known = {id for (id,) in connection.execute(query, (dump([row.id for row in batch]),))}
    return [row for row in batch if row.id not in known]


def _enter(connection: sqlite3.Connection, file: CodedFile, run: int) -> None:
    connection.execute(PUT_DOCUMENT, (file.sha256, file.name, file.name, file.size, CODED, None, "read", run, *NOTHING))
    connection.execute("UPDATE documents SET source = ? WHERE sha256 = ?", (CODED, file.sha256))
    connection.execute(PUT_FILE, (file.key, file.name, file.sha256, "read", run))


def _reject(connection: sqlite3.Connection, rows: Sequence[Coded], file: CodedFile, act: Act) -> int:
    """Take the rows that these replace out of the counts."""
    pairs = list(said_otherwise(connection, rows))
    for row, before in pairs:
        note = f"{file.name}:{row.line}"
        connection.execute(
            PUT_DECISION,
            (
                act.number,
                before.statement,
                Ruling.REJECTED,
                Ruling.REJECTED,
                None,
                note,
                act.reviewer,
                act.at,
                "",
                act.run,
            ),
        )
    return len(pairs)


def _write(connection: sqlite3.Connection, file: CodedFile, rows: Sequence[tuple[Coded, Details]], act: Act) -> None:
    connection.executemany(
        PUT_STATEMENT,
        (
            (row.id, file.sha256, row.line, row.line, _page(row), row.text, row.kind, row.institution, row.unit or None,
             row.source, details.period, int(details.crosses), dump(details_dict(details)), act.number, act.run)
            for row, details in rows
        ),
    )  # fmt: skip
    connection.executemany(
        PUT_CODED, ((row.id, row.line, row.ref, row.period, row.document, row.page) for row, _ in rows)
    )
    connection.executemany(
        PUT_DECISION,
        (
            (act.number, row.id, Ruling.ACCEPTED, Ruling.ACCEPTED, row.obligation, None, act.reviewer, act.at,
             content_hash_of(row.text, row.kind, ()), act.run)
            for row, _ in rows
        ),
    )  # fmt: skip


def _page(row: Coded) -> int:
    """The page of the document that the row names (0: it names none of its pages), else its line in the file."""
    return (row.page or 0) if row.document else row.page or row.line


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, CODED_AT_ONCE)):
        yield batch
