"""The review as it is served, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

PROGRAM = [sys.executable, "-c", "from extractor.cli import main; main()"]


class Served:
    """A running server; `address` is what it printed."""

    def __init__(self, process: subprocess.Popen[str], address: str, database: Path) -> None:
        self.process, self.address, self.database = process, address, database
        self.token = parse_qs(urlsplit(address).query)["token"][0]
        self.host = urlsplit(address).netloc

    def ask(
        self, path: str, body: object = None, token: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask with the token (or another one, "" for none) and return status, headers and body."""
        token = self.token if token is None else token
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(f"http://{self.host}{path}", data, sent)
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                return reply.status, dict(reply.headers), reply.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def open(self, **asked: str) -> Dialogue:
        return Dialogue(self, json.loads(self.ask("/api/open", asked)[2]))


class Dialogue:
    """A page that is open, without a browser."""

    def __init__(self, served: Served, reply: dict[str, Any]) -> None:
        self.served, self.session, self.reply = served, reply["session"], reply

    @property
    def view(self) -> dict[str, Any]:
        view: dict[str, Any] = self.reply["view"]
        return view

    def act(self, name: str, value: str = "", **values: object) -> dict[str, Any]:
        intent = {"name": name, "value": value, "values": values}
        sent = {"session": self.session, "acts": self.reply["acts"], "intent": intent}
        status, _, body = self.served.ask("/api/act", sent)
        assert status == 200, (status, body)
        self.reply = json.loads(body)
        return self.view


@contextmanager
def serving(database: Path, *options: str, reviewer: str = "ana", lang: str = "en") -> Iterator[Served]:
    """Start the server on a free port; it is killed in the end."""
    environment = {**os.environ, "LANG": "C.UTF-8", "LANGUAGE": lang}
    command = [*PROGRAM, "--db", str(database), "review", "--web", "--no-open", "--reviewer", reviewer, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield Served(process, address, database)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
