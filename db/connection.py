"""Open the database: read-only for those who look, one writer at a time for those who change it."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from db.keys import Ids
from db.settings import POLL
from extractor.core.errors import VeeduriaError

if TYPE_CHECKING:
    from db.gate import Gate

APPLICATION_ID = 0x76656564  # "veed": what `file` and we recognise the database by
# of db.migrations, which is slow to import; a test keeps them equal
STEPS = (
    "m001_schema",
    "m002_chain",
    "m003_characters",
    "m004_queue",
    "m005_releases",
    "m006_doubt",
    "m007_queue_order",
    "m008_remarks",
    "m009_team",
    "m010_by_obligation",
    "m011_by_twin",
    "m012_editions",
    "m013_withdrawals",
    "m014_paperless",
    "m015_doubt_marked",
    "m016_editions_chained",
    "m017_by_figures",
)


class DatabaseError(VeeduriaError):
    """The database cannot be opened or used."""


class Database:
    """An open database. Give it to the functions of `db.queries`; a context manager that closes it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self.gate: Gate | None = None  # set: every row that is read passes through it
        self.reviewer: str | None = None  # set: who looks, and sees what this reviewer may see (`db.seen_by`)
        self._ids = Ids(connection, path)

    def stored_id(self, id: str) -> str:
        """Return a statement's id as stored, given that or the keyed one of a masked output."""
        return self._ids.stored(id)

    @property
    def originals(self) -> Path:
        """The folder in which the files taken in are kept, named by their hash."""
        return self.path.with_name(self.path.name + ".originals")

    def original(self, sha256: str) -> Path:
        """Where the original with this hash is kept."""
        return self.originals / f"{sha256}.pdf"

    def close(self) -> None:
        if self.gate is not None:
            self.gate.masked_rows.save()
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_database(path: str | Path) -> Database:
    """Open an existing database for reading only.

    Raises:
        DatabaseError: there is none, or it is not one of ours.
    """
    path = Path(path)
    if not path.is_file():
        raise DatabaseError("There is no database {path}. Make one with: veeduria ingest FOLDER", path=path)
    connection = connect(path, _mode_to_look(path))
    if pending(connection, path):
        connection.close()
        prepare(path)
        connection = connect(path, "ro")
    return Database(path, connection)


def _mode_to_look(path: Path) -> str:
    """In a folder where nothing can be written SQLite must be told that nobody else writes there either."""
    log = path.with_name(path.name + "-wal")
    is_still = not os.access(path.absolute().parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return "ro&immutable=1" if is_still else "ro"


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Connect with this SQLite mode (ro, rw or rwc) and nothing that a hostile file could make use of."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=30, isolation_level=None
        )
        connection.executescript(
            "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;"
            "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;"
        )
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        raise DatabaseError("{path} cannot be opened as a database: {error}", path=path, error=error) from None
    return connection


def pending(connection: sqlite3.Connection, path: Path) -> bool:
    """Does the database lack a step of the schema?

    Raises:
        DatabaseError: it is another program's database, or a newer version's.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return True
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    if identity != APPLICATION_ID or "_sqlite_migrations" not in tables:
        raise DatabaseError("{path} is a database of another program.", path=path)
    done = {
        name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'veeduria'")
    }
    if done - set(STEPS):
        raise DatabaseError("{path} was made by a newer version of veeduria.", path=path)
    return bool(set(STEPS) - done)


def prepare(path: Path) -> None:
    """Create the database if there is none, readable by its owner alone, and bring its schema up to date."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError("{path} cannot be written: {error}", path=path, error=error.strerror) from None
    connection = connect(path, "rw")
    try:
        if pending(connection, path):
            _migrate(path, connection)
    finally:
        connection.close()


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    import logging

    from sqlite_utils import Database as Tool

    from db.migrations import migrations

    with writing_alone(path):
        logging.getLogger(__name__).info("schema: brought up to date")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.apply(Tool(connection))


@contextmanager
def writing_alone(path: Path) -> Iterator[None]:
    """Hold the database's lock file: no two processes write or checkpoint at once.

    SQLite before 3.51.3 can lose data in WAL mode when two connections do (https://sqlite.org/wal.html#walresetbug).
    """
    with _beside(path, ".lock") as descriptor:
        _lock(descriptor, path)
        os.pwrite(descriptor, f"{os.getpid():>10}".encode(), 0)
        yield


@contextmanager
def taking_in(path: Path) -> Iterator[None]:
    """Tell other processes that a run is going on; several may be."""
    with _beside(path, ".reading") as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


def is_taking_in(path: Path) -> bool:
    """Is a run going on that enters files into this database?"""
    if not path.with_name(path.name + ".reading").exists():
        return False
    with suppress(PermissionError), _beside(path, ".reading") as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def _beside(path: Path, ending: str) -> Iterator[int]:
    """Open a lock file beside the database; what is locked of it is free again once it is closed, or we are dead."""
    descriptor = os.open(path.with_name(path.name + ending), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        with suppress(OSError):
            os.close(descriptor)


def wait_for(seconds: float) -> None:
    """Say how long this process waits for another that is writing before it gives up."""
    global _patience
    _patience = seconds


_patience = 30.0  # seconds


def _lock(descriptor: int, path: Path) -> None:
    """Take the lock, or give up.

    Raises:
        DatabaseError: another process has held it all the time.
    """
    until, pause = time.monotonic() + _patience, POLL
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                holder = os.pread(descriptor, 10, 0).decode("ascii", "replace").strip() or "?"
                raise DatabaseError(
                    "{path} is being written by another process ({holder}); wait until it ends, or give --wait.",
                    path=path,
                    holder=holder,
                ) from None
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
