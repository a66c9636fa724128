"""The database in the analyst's browser: Datasette, on this machine only, for reading only.

Whoever opens the printed address first is let in, and nobody after. Private data is masked, and there is no free SQL,
unless asked for; memory and time of every query are bounded.
"""

from __future__ import annotations

import socket
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from db.connection import connect
from extractor.browse import originals
from extractor.browse.masked import cover, mask_views
from extractor.browse.once import Once
from extractor.browse.settings import CONNECTIONS, HEAP, LONGEST
from extractor.core.errors import VeeduriaError
from rules.models import Pack

HERE = Path(__file__).parent
HOST = "127.0.0.1"
NAME = originals.DATABASE
SETTINGS = {
    "sql_time_limit_ms": 5000,
    "max_csv_mb": 20,
    "num_sql_threads": 3,
    "max_returned_rows": 1000,
    "facet_time_limit_ms": 3000,
    "allow_download": False,
    "allow_csv_stream": False,
    "suggest_facets": False,
    "template_debug": False,
}


class BrowseError(VeeduriaError):
    """The database cannot be shown."""


class _ReadOnly(Database):  # type: ignore[misc]
    """Our database as Datasette reads it: through our own connection, which nothing can write on.

    With a pack, what is private is masked in all that it gives.
    """

    pack: Pack | None = None

    def connect(self, write: bool = False) -> Any:
        if write:
            raise PermissionError("read-only")
        connection = connect(Path(self.path), "ro")
        connection.execute(f"PRAGMA hard_heap_limit = {HEAP}")  # of the whole process
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        connection.setlimit(sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 20)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        if self.pack is not None:
            mask_views(connection, Path(self.path), self.pack)
        else:
            cover(connection)
        return connection


def site(path: Path, pack: Pack | None = None, sql: bool = False) -> Datasette:
    """Return the application that shows the database at `path`; it must be one of ours and up to date.

    With a pack, private data is masked and originals are not given out; `sql` lets people ask in SQL.
    """
    if not pm.is_registered(originals):
        pm.register(originals, name="veeduria-originals")
    _tell_no_frames()
    metadata = yaml.safe_load((HERE / "metadata.yaml").read_text("utf8"))
    settings = SETTINGS | {"default_allow_sql": sql}
    shown = Datasette([], metadata=metadata, settings=settings, template_dir=str(HERE / "templates"), memory=False)
    shown.remove_database("_memory")  # an empty one that Datasette adds where it is given no file
    database = _ReadOnly(shown, path=str(path.absolute()))
    database.pack = pack
    shown.add_database(database, name=NAME)
    return shown


def _tell_no_frames() -> None:
    """Else every refused query printed a traceback with all that its frames hold, unmasked."""
    from datasette import handle_exception  # not before its application, whose plugins it imports

    handle_exception.rich = None


def listen(port: int) -> socket.socket:
    """Take the port on this machine, where nobody else's can reach it; 0 takes any that is free.

    Raises:
        BrowseError: another program has it.
    """
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise BrowseError("Port {port} cannot be used: {error}", port=port, error=error.strerror) from None


def serve(path: Path, at: socket.socket, token: str, pack: Pack | None = None, sql: bool = False) -> None:
    """Answer who brings the token first, and nobody else, until the program is interrupted."""
    port = at.getsockname()[1]
    app = Once(site(path, pack, sql).app(), token, frozenset(f"{name}:{port}" for name in (HOST, "localhost")))
    config = uvicorn.Config(app, log_level="warning", lifespan="on", access_log=False, limit_concurrency=CONNECTIONS)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[at])
