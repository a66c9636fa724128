"""Functions for `BatchOptions.make` that do, in the worker, what a PDF library does on a bad day."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from extractor.core.model import Reading


def hang(reading: Reading) -> None:
    if _begins(reading, "HANG"):
        time.sleep(1000)


def die(reading: Reading) -> None:
    if _begins(reading, "DIE"):
        os.kill(os.getpid(), signal.SIGSEGV)


def eat(reading: Reading) -> None:
    if _begins(reading, "EAT"):
        bytearray(8 << 30)


def swell(reading: Reading) -> str:
    return "x" * (1 << 20) if _begins(reading, "SWELL") else ""


def fail(reading: Reading) -> None:
    if _begins(reading, "FAIL"):
        raise AssertionError


def as_they_begin(reading: Reading) -> str | None:
    """Do what the letter begins with: DIE, EAT, FAIL, HANG or SWELL."""
    for make in (hang, die, eat, fail):
        make(reading)
    return swell(reading)


def warn(reading: Reading) -> str:
    """Write more warnings than a pipe takes, as a PDF library may."""
    os.write(2, b"warning\n" * 20_000)
    return "warned"


def peak_memory(reading: Reading) -> int:
    """Bytes this worker has held at most; `getrusage` would begin with what the process held that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024


def _begins(reading: Reading, word: str) -> bool:
    return reading.letter is not None and reading.letter.text.startswith(word)
