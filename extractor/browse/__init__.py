"""The database in the analyst's browser: Datasette, on this machine only, for reading only.

Texts are shown whole, private data included: this is for the team, never for the public.
"""

from __future__ import annotations

import socket
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
from extractor.core.errors import VeeduriaError

HERE = Path(__file__).parent
HOST = "127.0.0.1"
NAME = originals.DATABASE
SETTINGS = {
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 3000,
    "allow_download": False,
    "allow_csv_stream": False,
    "suggest_facets": False,
    "template_debug": False,
    "max_returned_rows": 2000,
}


class BrowseError(VeeduriaError):
    """The database cannot be shown."""


class _ReadOnly(Database):  # type: ignore[misc]
    """Our database as Datasette reads it: through our own connection, which nothing can write on."""

    def connect(self, write: bool = False) -> Any:
        if write:
            raise PermissionError("read-only")
        return connect(Path(self.path), "ro")


def site(path: Path) -> Datasette:
    """Return the application that shows the database at `path`; it must be one of ours and up to date."""
    if not pm.is_registered(originals):
        pm.register(originals, name="veeduria-originals")
    metadata = yaml.safe_load((HERE / "metadata.yaml").read_text("utf8"))
    shown = Datasette([], metadata=metadata, settings=SETTINGS, template_dir=str(HERE / "templates"), memory=False)
    shown.remove_database("_memory")  # an empty one that Datasette adds where it is given no file
    shown.add_database(_ReadOnly(shown, path=str(path.absolute())), name=NAME)
    return shown


def listen(port: int) -> socket.socket:
    """Take the port on this machine, where nobody else's can reach it; 0 takes any that is free.

    Raises:
        BrowseError: another program has it.
    """
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise BrowseError("Port {port} cannot be used: {error}", port=port, error=error.strerror) from None


def serve(path: Path, at: socket.socket) -> None:
    """Answer requests until the program is interrupted."""
    config = uvicorn.Config(site(path).app(), log_level="warning", lifespan="on")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[at])
