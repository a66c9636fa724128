"""A headless browser, driven over its own debugging protocol: real keys, real clicks, what is on the page."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
PATIENCE = 20.0
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
NAMED = {
    "Enter": ("Enter", 13, "\r"),
    "Esc": ("Escape", 27, ""),
    "Tab": ("Tab", 9, ""),
    "Backspace": ("Backspace", 8, ""),
    "Left": ("ArrowLeft", 37, ""),
    "Up": ("ArrowUp", 38, ""),
    "Right": ("ArrowRight", 39, ""),
    "Down": ("ArrowDown", 40, ""),
    "Home": ("Home", 36, ""),
    "End": ("End", 35, ""),
}


class Line:
    """What is said to the browser and heard of it: messages in JSON, each ended by a zero byte, over two pipes."""

    def __init__(self, said: int, heard: int) -> None:
        self._said, self._heard, self._rest = said, heard, b""

    def send(self, message: dict[str, Any]) -> None:
        os.write(self._said, json.dumps(message).encode() + b"\0")

    def receive(self) -> dict[str, Any]:
        """Return the next message; wait for it, though not for ever."""
        while b"\0" not in self._rest:
            assert select.select([self._heard], [], [], PATIENCE)[0], "the browser is silent"
            self._rest += os.read(self._heard, 1 << 20)
        message, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        return heard


class Page:
    """One page of the browser."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._number = 0
        self._session: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._line.send({"id": self._number, "method": method, "params": parameters, **self._session})
        while True:
            said = self._line.receive()
            if said.get("id") == self._number:
                assert "error" not in said, said
                result: dict[str, Any] = said["result"]
                return result
            self.events.append(said)

    def go(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self.until("document.body && document.body.dataset.acts !== undefined")

    def run(self, script: str) -> Any:
        said = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def until(self, script: str) -> Any:
        """Wait until this is true of the page."""
        end = time.monotonic() + PATIENCE
        while not (found := self.run(script)):
            assert time.monotonic() < end, (script, self.text)
            time.sleep(0.01)
        return found

    @property
    def text(self) -> str:
        return " ".join(
            str(
                self.run(
                    "document.body ? document.body.innerText + ' ' + [...document.querySelectorAll('input')]"
                    ".map(field => field.value).join(' ') : ''"
                )
            ).split()
        )

    def sees(self, *words: str) -> None:
        end = time.monotonic() + PATIENCE
        while not all(word in self.text for word in words):
            assert time.monotonic() < end, (words, self.text)
            time.sleep(0.02)

    def press(self, *keys: str, sees: str = "") -> None:
        """Press keys, by their names or letter by letter, and wait for these words."""
        for key in keys:
            for name in [key] if key in NAMED else key:
                self._stroke(name)
        if sees:
            self.sees(sees)

    def _stroke(self, name: str) -> None:
        key, code, text = NAMED.get(name, (name, 0, name))
        event = {"key": key, "windowsVirtualKeyCode": code, "text": text}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **event)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def mouse(self, kind: str, x: float, y: float) -> None:
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def click(self, query: str) -> None:
        """Click the middle of what this selects."""
        middle = "const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2];"
        script = f"const node = document.querySelector({json.dumps(query)}); node.scrollIntoView({{block: 'center'}});"
        x, y = self.run(f"(() => {{ {script} {middle} }})()")
        self.mouse("mousePressed", x, y)
        self.mouse("mouseReleased", x, y)

    def drag(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a box with the pointer."""
        self.mouse("mousePressed", x0, y0)
        for step in (0.3, 0.7, 1.0):
            self.mouse("mouseMoved", x0 + (x1 - x0) * step, y0 + (y1 - y0) * step)
        self.mouse("mouseReleased", x1, y1)

    def size(self, width: int, height: int, scale: float = 1, phone: bool = False) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )

    def dark(self, dark: bool) -> None:
        feature = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[feature])

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    @property
    def complaints(self) -> list[str]:
        """What the browser said of errors: of scripts, of what was refused."""
        self.run("1")
        thrown = [str(event["params"]) for event in self.events if event.get("method") == "Runtime.exceptionThrown"]
        logged = (event["params"]["entry"] for event in self.events if event.get("method") == "Log.entryAdded")
        return thrown + [str(entry) for entry in logged if entry["level"] == "error"]


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """Start the browser with a profile of its own in the folder."""
    (reads, said), (heard, writes) = os.pipe(), os.pipe()

    def take_over() -> None:  # the browser listens on 3 and speaks on 4
        kept = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (reads, writes)]
        for place, end in enumerate(kept, 3):
            os.dup2(end, place)

    started = subprocess.Popen(
        [BROWSER, *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=take_over,
        pass_fds=(3, 4),
    )
    os.close(reads)
    os.close(writes)
    try:
        yield Page(Line(said, heard))
    finally:
        started.kill()
        started.wait()
        os.close(said)
        os.close(heard)
