"""Nothing that people or readings wrote can be changed, put in or taken out without `verify` naming it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import pairing, queries
from db.assignments import take
from db.audit import audit
from db.chained import REGISTRY
from db.comparisons import Compared, say
from db.connection import open_database
from db.editions import Frozen, freeze
from db.paperless import tell_reply
from db.questions import say_of_question
from db.queue import sample
from db.releases import rule
from db.remarks import Remark
from db.requests import confirm_link, import_requests, withdraw
from db.seals import record_seal
from db.store import open_store
from extractor.core.model import Decision, Problem
from extractor.ingest.verify import verify
from extractor.rounds.paperless import Paperless
from extractor.rounds.register import Request
from rules.models import Wave
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of

# what the program keeps for itself: order of lists, where a queue was left, what a run was called with, indices
FREE = {
    "bodies": {"position"},
    "obligations": {"position"},
    "files": {"key", "name", "run"},
    "problems": {"id", "file"},
    "statements": {"act", "run"},
    "documents": {"run"},
}
READ = ("documents", "statements", "letters", "pages", "problems")


WAVE = Wave(id="1", title="Primera", first=date(2011, 1, 1), last=date(2011, 12, 31))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a row, or more, in every table that people write to."""
    path = tmp_path_factory.mktemp("full") / "v.db"
    with open_store(path) as store:
        began = store.begin_run("1", replace(PACK, calendar=replace(PACK.calendar, waves=(WAVE,))), {}, AT)
        texts = {f"{name}.pdf": TEXTS[at:] + TEXTS[:at] for at, name in enumerate("abc")}
        store.save(
            [saved(name, reading(name, said), Problem("a.pdf", "no_report")) for name, said in texts.items()], began
        )
        store.end_run(began, AT)
        import_requests(
            store, [Request(id, "MINEDU", "", "1", "2011-02-01", "OF 1", ("¿Qué?",)) for id in ("q1", "q2")]
        )
        confirm_link(store, "q1", sha_of("a.pdf"), "ana", AT)
        withdraw(store, ["q2"], "doble", "ana", AT)
        tell_reply(store, "q1", Paperless("x", None, "OFICIO 9", "not_on_file"), "ana", AT)
        say_of_question(store, "q1", "¿Qué?", "answered", "ana", AT)
        store.correct(sha_of("b.pdf"), {"number": "7"}, "ana", AT)
        store.disclose("export actions", "por encargo", "ana", AT)
        rule(store, "Ana Quispe", "public", "ana", AT)
        rows = list(queries.statements(store))
        wanted = [("accepted", "minedu.talks", "{}"), ("rejected", None, "{}"), ("note", None, '{"note": "visto"}')]
        for row, (verdict, duty, fields) in zip(rows, wanted, strict=False):
            store.decide([Decision(row.id, verdict, duty, fields, "ana", AT, row.content_hash)])
        store.undo("ana", AT)
        store.decide([], remarked=[Remark(rows[0].id, "unit", "UGEL", None, "ana", AT)])
        one, other = sorted((rows[0].id, rows[-1].id))
        say(store, [Compared(one, other, "different", None, "ana", AT)])
        sample(store, [rows[1].id], 1, AT)
        take(store, "eva", 1, AT, None)
        with store.transaction() as connection:
            pairing.pair(connection, sha_of("c.pdf"), sha_of("b.pdf"), "ana", AT)
        record_seal(store, 1, "root", "seal", AT)
        freeze(store, Frozen("uno", AT, {rows[0].id: ["x"]}, {}))
        assert audit(store.connection) == []
    return path


@contextmanager
def behind_its_back(full: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the database, to be changed by somebody who knows how to take its triggers off and put them back."""
    path = Path(shutil.copy(full, folder / "v.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def other(value: Any) -> Any:
    """A value of the same kind."""
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"x"
    if isinstance(value, str):
        return f"{value} x"
    return 1 if value is None else 1 - value if value in (0, 1) else value + 1


def columns(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = [chained.table for chained in REGISTRY] + ["chain", *READ]
        return {table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in tables}


def test_whatever_is_only_ever_added_to_is_chained(full: Path) -> None:
    with closing(sqlite3.connect(full)) as connection:
        query = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_remain%'"
        kept = {table for (table,) in connection.execute(query)}
    assert kept - {chained.table for chained in REGISTRY} == {"chain"}


def key_of(connection: sqlite3.Connection, table: str) -> str:
    """The column or columns that tell a row of the table from the others, for a comparison."""
    keys = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
    return ", ".join(keys)


@pytest.mark.slow
def test_no_column_can_be_changed_unseen(full: Path, tmp_path: Path) -> None:
    unseen, empty = [], set()
    for table, names in columns(full).items():
        for column in sorted(set(names) - FREE.get(table, set())):
            with behind_its_back(full, tmp_path) as connection:
                key = key_of(connection, table)
                query = f'SELECT "{column}", {key} FROM {table} ORDER BY "{column}" IS NULL, {key} DESC'
                value, *place = connection.execute(query).fetchone() or [None]
                if not place:
                    empty.add(table)
                    continue
                change = f'UPDATE {table} SET "{column}" = ? WHERE ({key}) = ({", ".join("?" * len(place))})'
                with suppress(sqlite3.IntegrityError):  # what no row may hold twice is another's already
                    connection.execute(change, (other(value), *place))
            with open_database(tmp_path / "v.db") as db:
                unseen += [] if any(verify(db)) else [f"{table}.{column}"]
    assert unseen == []
    assert empty <= {"coded", "moves", "erasures", "adjudications"}


@pytest.mark.slow
def test_no_row_can_be_taken_out_unseen(full: Path, tmp_path: Path) -> None:
    unseen = []
    for table in columns(full):
        for order in ("ASC LIMIT 1", "DESC LIMIT 1", "ASC"):
            with behind_its_back(full, tmp_path) as connection:
                key = key_of(connection, table)
                rows = connection.execute(f"SELECT {key} FROM {table} ORDER BY {key} {order}").fetchall()
                marks = ", ".join("?" * len(key.split(",")))
                connection.executemany(f"DELETE FROM {table} WHERE ({key}) = ({marks})", rows)
            with open_database(tmp_path / "v.db") as db:
                unseen += [f"{table} {order}"] if rows and not any(verify(db)) else []
    assert unseen == []


def test_an_edition_that_was_frozen_before_is_chained_from_now(full: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(full, tmp_path / "v.db"))
    with closing(sqlite3.connect(path)) as connection:
        for name in ("stay", "remain", "are_new"):
            connection.execute(f"DROP TRIGGER editions_{name}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm016_editions_chained'")
        connection.execute("INSERT INTO editions (name, at, rows, findings) VALUES ('dos', '', '{}', '{}')")
        connection.commit()
    with open_database(path) as db:
        assert audit(db.connection) == []
