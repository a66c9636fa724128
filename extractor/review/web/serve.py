"""Serve the review on this machine until it is interrupted."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from db.store import Store, open_store
from extractor.batch.drawing import Drawer
from extractor.core.errors import VeeduriaError
from extractor.review.session import ReviewSession
from extractor.review.web.app import DialogueThread, site
from extractor.review.web.dialogues import Dialogues
from extractor.review.web.guard import Guard
from extractor.review.web.images import PageImages

HERE = "127.0.0.1"
NAMES = (HERE, "localhost")


class ServeError(VeeduriaError):
    """The review cannot be served."""


@dataclass(frozen=True)
class Endpoint:
    """Where the review is served, and the token that opens it: made anew each time."""

    at: socket.socket
    host: str
    token: str

    @property
    def port(self) -> int:
        return int(self.at.getsockname()[1])

    def address(self, statement: str = "") -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{shown}:{self.port}/?token={self.token}{f'&at={statement}' if statement else ''}"

    @property
    def hosts(self) -> frozenset[str]:
        own = (*NAMES, self.host) if self.host in NAMES else (self.host,)
        return frozenset(f"[{name}]:{self.port}" if ":" in name else f"{name}:{self.port}" for name in own)


def listen(host: str, port: int) -> Endpoint:
    """Take the port; 0 takes any that is free.

    Raises:
        ServeError: another program has it, or the name is not this machine's.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return Endpoint(socket.create_server((host, port), family=family), host, secrets.token_urlsafe(24))
    except OSError as error:
        raise ServeError("Port {port} cannot be used: {error}", port=port, error=error.strerror) from None


def serve(
    database: Path,
    endpoint: Endpoint,
    session_of: Callable[[Store, str], ReviewSession],
    reviewer: str,
    lang: str,
    password: str | None = None,
) -> None:
    """Answer the browsers until the program is interrupted. What was decided is in the database at once."""
    with Drawer(password) as drawer:
        drawer.begin()
        dialogue_thread = DialogueThread(
            lambda: Dialogues(open_store(database).__enter__(), session_of, reviewer, lang)
        )
        try:
            original = database.with_name(f"{database.name}.originals")
            images = PageImages(database, lambda sha256: original / f"{sha256}.pdf", drawer)
            app = Guard(site(dialogue_thread, images), endpoint.token, endpoint.hosts, f"veeduria_{endpoint.port}")
            config = uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                lifespan="off",
                timeout_graceful_shutdown=2,
            )
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[endpoint.at])
        finally:
            dialogue_thread.close(lambda dialogues: dialogues.store.__exit__(None, None, None))
