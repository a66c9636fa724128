"""Whether a review loses anything: `python -m corpus.reviewtrial [DECISIONS] [--kills N]`.

Two browsers at one server and a terminal decide on one queue at once, so many times each; what each was told is held
against the database. Then a server is killed, again and again, at moments drawn at random while it is deciding: what
it had answered must be there. Needs Linux (a pseudo-terminal).
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import random
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from corpus.reviewbench import VEEDURIA, write_database
from db.audit import audit
from db.connection import open_database

BROWSERS, TERMINAL = ("ana", "eva"), "luz"
TODAY = re.compile(r"(\d+) today")
QUIET = 0.05  # seconds without a word from the terminal: it has drawn
PATIENCE = 30.0


class Server:
    """A review that is served, in a process of its own."""

    def __init__(self, database: Path) -> None:
        command = [*VEEDURIA, "--db", str(database), "review", "--web", "--no-open"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
        assert self.process.stdout
        address = urlsplit(self.process.stdout.readline().strip())
        self._host, self._token = address.netloc, parse_qs(address.query)["token"][0]

    def ask(self, path: str, body: object) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"http://{self._host}{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:  # noqa: S310
            answered: dict[str, Any] = json.load(reply)
        return answered

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.reviewtrial", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("decisions", nargs="?", type=int, default=500, help="of each of the three")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "trial.db"
        write_database(database, 4 * given.decisions + 200, longest=40)
        faults = [*together(database, given.decisions), *killed(database, given.kills, given.seed)]
    print("\n".join(faults) or "nothing lost, nothing doubled")
    return 1 if faults else 0


# --- three at once ---------------------------------------------------------------------------------------------------


def together(database: Path, decisions: int) -> list[str]:
    """Let two browsers and a terminal decide on one queue at once; return what does not fit together."""
    server = Server(database)
    try:
        with ThreadPoolExecutor(3) as three:
            browsers = [three.submit(_browse, server, name, decisions) for name in BROWSERS]
            terminal = three.submit(_type, database, TERMINAL, decisions)
            told = {name: browser.result() for name, browser in zip(BROWSERS, browsers, strict=True)}
            told[TERMINAL] = terminal.result()
    finally:
        server.kill()
    print(f"decided, as each was told: {told}", flush=True)
    return _compared(database, told)


def _browse(server: Server, reviewer: str, decisions: int) -> int:
    """Reject what comes, so many times; return how many rejections were answered as done."""
    reply = server.ask("/api/open", {"reviewer": reviewer, "lang": "en"})
    done = 0
    while done < decisions and reply["view"]["item"]:
        name = "reject" if reply["view"]["item"]["id"] and not reply["view"]["item"]["whole"] else "forward"
        sent = {"session": reply["session"], "acts": reply["acts"], "intent": {"name": name}}
        reply |= server.ask("/api/act", sent)
        done += reply["view"]["message"].startswith("Rejected")
    return done


def _type(database: Path, reviewer: str, decisions: int) -> int:
    """Press the key that rejects, so many times, in a terminal; return how many the screen says were decided."""
    screen, terminal = pty.openpty()
    command = [*VEEDURIA, "--lang", "en", "--db", str(database), "review", "--reviewer", reviewer]
    said = 0
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal) as process:  # noqa: S603
        shown = _drawn(screen, PATIENCE)
        for _press in range(2 * decisions):
            if said >= decisions or process.poll() is not None:
                break
            os.write(screen, b"\x1b[C" if "The reply as a whole" in shown else b"r")
            shown = _drawn(screen, PATIENCE)
            said = max([said, *map(int, TODAY.findall(shown))])
        os.write(screen, b"q")
        process.wait(PATIENCE)
        shown = _drawn(screen, 1)
    os.close(screen)
    os.close(terminal)
    return max([said, *(int(number) for number in re.findall(r"(\d+) decisions? today", shown))])


def _drawn(screen: int, patience: float) -> str:
    """Return what the terminal writes until it is quiet."""
    drawn, wait = "", patience
    while select.select([screen], [], [], wait)[0]:
        with suppress(OSError):
            drawn += os.read(screen, 65536).decode("utf-8", "replace")
        wait = QUIET
    return drawn


# --- killed ----------------------------------------------------------------------------------------------------------


def killed(database: Path, kills: int, seed: int) -> list[str]:
    """Kill a server that is deciding, at so many moments drawn at random; return what of its answers is not there."""
    dice, told = random.Random(seed), 0  # noqa: S311
    for _kill in range(kills):
        server = Server(database)
        with ThreadPoolExecutor(1) as one:
            answers = one.submit(_until_killed, server)
            time.sleep(dice.uniform(0.2, 1.2))
            server.kill()
            told += answers.result()
    print(f"answered before {kills} kills: {told}", flush=True)
    with open_database(database) as db:
        query = "SELECT count(*) FROM decisions WHERE reviewer = 'killed' AND verdict = 'rejected'"
        kept = int(db.connection.execute(query).fetchone()[0])
        faults = [f"{breach}" for breach in audit(db.connection)]
        checked = db.connection.execute("PRAGMA integrity_check").fetchone()[0]
    faults += [] if checked == "ok" else [checked]
    # what was written and not answered is one decision a kill at most
    return faults if told <= kept <= told + kills else [*faults, f"answered {told}, kept {kept}"]


def _until_killed(server: Server) -> int:
    done = 0
    with suppress(urllib.error.URLError, ConnectionError, ValueError, OSError):
        reply = server.ask("/api/open", {"reviewer": "killed", "lang": "en"})
        while reply["view"]["item"]:
            name = "forward" if reply["view"]["item"]["whole"] else "reject"
            sent = {"session": reply["session"], "acts": reply["acts"], "intent": {"name": name}}
            reply |= server.ask("/api/act", sent)
            done += reply["view"]["message"].startswith("Rejected")
    return done


def _compared(database: Path, told: dict[str, int]) -> list[str]:
    """Hold what each was told against what is kept: as many, each in the own name, none twice by one act."""
    with open_database(database) as db:
        read = db.connection.execute
        query = "SELECT reviewer, count(*) FROM decisions WHERE verdict = 'rejected' GROUP BY 1"
        kept = dict(read(query).fetchall())
        doubled = read("SELECT count(*) - count(DISTINCT act) FROM decisions").fetchone()[0]
        twice = read("SELECT count(*) FROM (SELECT 1 FROM decisions GROUP BY statement, reviewer HAVING count(*) > 1)")
        faults = [f"{breach}" for breach in audit(db.connection)]
        faults += [f"{doubled} decisions share an act"] * bool(doubled)
        again = int(twice.fetchone()[0])
    faults += [f"{again} statements decided twice by one"] * bool(again)
    return faults + [f"{name}: told {said}, kept {kept.get(name, 0)}" for name, said in told.items()
                     if kept.get(name, 0) != said]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
