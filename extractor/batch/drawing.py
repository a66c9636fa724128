"""Pages as images, drawn by a limited child process: `python -P -m extractor.batch.drawing`, started by `Drawer`.

What travels are JSON and bytes, never pickles: a process that a hostile file has taken over can send nothing but a
picture. It limits its own memory before it opens anything, prints nothing, and is replaced when it hangs or dies.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from extractor.batch.opening import FileFault, open_regular
from extractor.batch.settings import COVER, FILE_BYTES, MEMORY, QUALITY, SECONDS, TRIES
from extractor.core.errors import VeeduriaError
from extractor.read.render import render_pages

NEEDED = ("numpy", "PIL.Image", "PIL.ImageDraw", "extractor.batch.opening", "extractor.read.render")


class NoPicture(VeeduriaError):
    """The page cannot be drawn."""

    def __init__(self, cause: str) -> None:
        super().__init__("The page cannot be drawn ({cause}).", cause=cause)


class Drawer:
    """Draws pages in one child process, started when it is first needed. A context manager that ends it."""

    def __init__(self, password: str | None = None) -> None:
        self._password = password
        self._process: subprocess.Popen[bytes] | None = None
        self._sender: Connection
        self._receiver: Connection
        self._alone = threading.Lock()

    def draw(
        self,
        path: Path,
        number: int,
        dpi: int,
        boxes: Sequence[tuple[float, ...]] = (),
        left: Sequence[tuple[float, ...]] | None = None,
        hidden: Sequence[tuple[float, ...]] = (),
    ) -> bytes:
        """Return page `number` (from 1) of a file as a JPEG, as its reader sees it, with `boxes` (in points) drawn.

        Args:
            left: what is left to be seen; all else is covered. None: everything is.
            hidden: what is blacked out, whatever else holds.

        Raises:
            NoPicture: it cannot be drawn, or not in time.
        """
        wanted = {"path": str(path), "number": number, "dpi": dpi, "password": self._password, "boxes": boxes,
                  "left": left, "hidden": hidden}  # fmt: skip
        with self._alone:
            for _ in range(TRIES):
                answer = self._asked(json.dumps(wanted).encode())
                if answer is not None:
                    return _picture(answer)
        raise NoPicture("crashed")

    def _asked(self, wanted: bytes) -> bytes | None:
        """Return the answer of the process; None if it died of the question."""
        if self._process is None:
            self._start()
        try:
            self._sender.send_bytes(wanted)
            if self._receiver.poll(SECONDS):
                return self._receiver.recv_bytes(64 * 1024 * 1024)
        except (OSError, EOFError):
            self.close()
            return None
        self.close()
        raise NoPicture("timeout")

    def _start(self) -> None:
        to_child, send = os.pipe()
        receive, from_child = os.pipe()
        command = [sys.executable, "-P", "-m", "extractor.batch.drawing", str(to_child), str(from_child)]
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(to_child, from_child),
            start_new_session=True,
        )
        os.close(to_child)
        os.close(from_child)
        self._sender = Connection(send, readable=False)
        self._receiver = Connection(receive, writable=False)

    def begin(self) -> None:
        """Start the process before a page is asked for: the first one waits for nothing."""
        with self._alone:
            if self._process is None:
                self._start()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._sender.close()
        self._receiver.close()
        self._process = None

    def __enter__(self) -> Drawer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _picture(answer: bytes) -> bytes:
    """Return the picture of an answer, which begins with 1; with 0 a cause follows."""
    if answer[:1] != b"\x01" or answer[1:3] != b"\xff\xd8":
        raise NoPicture(answer[1:60].decode("ascii", "replace"))
    return answer[1:]


# --- in the child ----------------------------------------------------------------------------------------------------


def main() -> None:
    """Serve pages until the pipe is closed. Arguments: the descriptors to read from and to write to."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wishes = Connection(int(sys.argv[1]), writable=False)
    answers = Connection(int(sys.argv[2]), readable=False)
    for name in NEEDED:
        import_module(name)
    while True:
        try:
            wanted = json.loads(wishes.recv_bytes())
        except EOFError:
            return
        signal.alarm(int(SECONDS) + 5)
        answers.send_bytes(_drawn(**wanted))
        signal.alarm(0)


def _drawn(
    path: str,
    number: int,
    dpi: int,
    password: str | None,
    boxes: list[list[float]],
    left: list[list[float]] | None,
    hidden: list[list[float]],
) -> bytes:
    try:
        with open_regular(path) as file:
            data = file.read(FILE_BYTES + 1)
        if len(data) > FILE_BYTES:
            return b"\x00too_large"
        for page in render_pages(data, [number], dpi, password, coloured=True):
            return b"\x01" + _jpeg(page.image, page.scale, boxes, left, hidden)
    except FileFault as fault:
        return b"\x00" + fault.code.encode()
    except MemoryError:
        return b"\x00memory"
    except Exception as error:  # whatever a damaged file provokes
        return b"\x00" + type(error).__name__.encode()
    return b"\x00broken"


def _jpeg(
    pixels: Any, scale: float, boxes: list[list[float]], left: list[list[float]] | None, hidden: list[list[float]]
) -> bytes:
    import numpy as np
    from PIL import Image, ImageDraw

    kept = io.BytesIO()
    pixels = np.ascontiguousarray(pixels[:, :, ::-1])
    image = Image.fromarray(pixels if left is None else _covered(pixels, scale, left))
    pen = ImageDraw.Draw(image)
    for box in boxes:
        pen.rectangle(_around(box, scale, 3), outline="#0b5d6b", width=3)
    for box in hidden:
        pen.rectangle(_around(box, scale, 1), fill="black")
    image.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def _covered(pixels: Any, scale: float, left: list[list[float]]) -> Any:
    """Cover all but what is left to be seen."""
    import numpy as np

    covered = np.full_like(pixels, COVER)
    for box in left:
        x0, top, x1, bottom = (max(0, round(value)) for value in _around(box, scale, 1))
        covered[top:bottom, x0:x1] = pixels[top:bottom, x0:x1]
    return covered


def _around(box: Sequence[float], scale: float, room: int) -> tuple[float, float, float, float]:
    """A box in pixels, with some of them around it."""
    x0, top, x1, bottom = (value / scale for value in box)
    return x0 - room, top - room, x1 + room, bottom + room


if __name__ == "__main__":
    main()
