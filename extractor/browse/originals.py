"""What Datasette lacks: ways to original pages, Spanish pages, no answer to strangers. A plugin of hooks."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette import hookimpl
from datasette.utils.asgi import asgi_send, asgi_send_file
from markupsafe import Markup

from extractor.browse.spanish import prepare, table_script

DATABASE = "veeduria"
FAMILIAR = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?")
PLACE = re.compile(r"([0-9a-f]{64})#(\d+)")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
App = Callable[[Any, Any, Any], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/originales/(?P<sha256>[0-9a-f]{64})\.pdf$", original),
        (r"^/-/veeduria/table\.js$", script),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    prepare(env)


async def script(send: Any) -> None:
    """Send Datasette's script for tables, its menu in Spanish."""
    await asgi_send(send, table_script(), 200, content_type="text/javascript; charset=utf-8")


async def original(datasette: Any, request: Any, send: Any) -> None:
    """Send the original with this hash, if the database knows it."""
    database = datasette.get_database(DATABASE)
    sha256 = request.url_vars["sha256"]
    known = await database.execute("SELECT 1 FROM documents WHERE sha256 = ?", [sha256])
    path = _kept(database, sha256)
    if database.pack is not None:
        await asgi_send(send, "Los originales tienen datos personales: se abren solo con --unmasked.", 403)
        return
    if not known.rows or not path.is_file():
        await asgi_send(send, "No se guardó el original de este documento.", 404)
        return
    await asgi_send_file(send, path, content_type="application/pdf", headers=HEADERS)


def _kept(database: Any, sha256: str) -> Path:
    path = Path(database.path)
    return path.with_name(f"{path.name}.originals") / f"{sha256}.pdf"


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """Make a way to the original page of what names one, and from a body to its matrix."""
    if database != DATABASE or value is None:
        return None
    if table is None and column == "original" and (place := PLACE.fullmatch(str(value))):
        return _link(datasette, place[1], int(place[2]), f"p. {place[2]}")
    if table in ("actions", "statements") and column == "page":
        return _link(datasette, _plain(row["document"]), int(value), str(value))
    if table == "documents" and column == "name":
        return _link(datasette, row["sha256"], 1, value)
    if table == "bodies" and column == "name":
        return Markup('<a href="/{}/matriz?institucion={}">{}</a>').format(DATABASE, quote(row["id"]), value)
    return None


def _plain(value: Any) -> str:
    """The value of a cell, which is a dictionary where Datasette knows what it refers to."""
    return str(value["value"] if isinstance(value, dict) else value)


def _link(datasette: Any, sha256: str, page: int, said: str) -> Markup | None:
    database = datasette.get_database(DATABASE)
    if database.pack is not None or not _kept(database, sha256).is_file():
        return None
    return Markup('<a href="/originales/{}.pdf#page={}" target="_blank" rel="noreferrer">{}</a>').format(
        sha256, page, said
    )


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Refuse requests under another name: a strange page that had its name lead here could read everything."""

    def wrap(app: App) -> App:
        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and not FAMILIAR.fullmatch(
                dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            ):
                await asgi_send(send, "Con este nombre no se atiende.", 403)
            else:
                await app(scope, receive, send)

        return guarded

    return wrap
