"""Read keys from the terminal, one by one and as they are pressed; a new window size is a key too."""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from extractor.cli.settings import REST_OF_KEY
from extractor.review.terminal.keys import named_keys, unfinished

try:
    import termios
    import tty
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]

PASTE_ON, PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"  # the terminal then marks what is pasted
WINDOWS = dict(
    zip("HPKMGOIQS", ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "delete"), strict=True)
)


@contextmanager
def pressed_keys() -> Iterator[Iterator[str]]:
    """Give the names of the keys as they are pressed; the terminal is put back as it was, whatever happens."""
    if termios is None:
        yield _windows_keys()
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        _listen(terminal)
        with _size_changes() as changes:
            yield _keys(terminal, changes)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        _tell(PASTE_OFF)


def _listen(terminal: int) -> None:
    """Have every key sent at once, unechoed, and Ctrl-C as a key."""
    tty.setcbreak(terminal)
    mode = termios.tcgetattr(terminal)
    mode[0] &= ~termios.IXON
    mode[3] &= ~termios.ISIG
    termios.tcsetattr(terminal, termios.TCSADRAIN, mode)
    _tell(PASTE_ON)


def _tell(sequence: str) -> None:
    sys.stdout.write(sequence)
    sys.stdout.flush()


@contextmanager
def _size_changes() -> Iterator[int]:
    """Give a file descriptor that becomes readable when the window changes its size."""
    heard, said = os.pipe()
    os.set_blocking(said, False)
    handler = signal.signal(signal.SIGWINCH, lambda *_: None)
    wakeup = signal.set_wakeup_fd(said, warn_on_full_buffer=False)
    try:
        yield heard
    finally:
        signal.set_wakeup_fd(wakeup)
        signal.signal(signal.SIGWINCH, handler)
        os.close(heard)
        os.close(said)


def _keys(terminal: int, changes: int) -> Iterator[str]:
    decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
    while True:
        ready, _, _ = select.select([terminal, changes], [], [])
        if changes in ready:
            os.read(changes, 4096)
            yield "resize"
        if terminal in ready:
            data = _read(terminal)
            if not data:
                return
            raw = decode(data)
            while unfinished(raw) and (more := _soon(terminal)):
                raw += decode(more)
            yield from named_keys(raw)


def _soon(terminal: int) -> bytes:
    """Read what follows at once, if anything does."""
    return _read(terminal) if select.select([terminal], [], [], REST_OF_KEY)[0] else b""


def _read(terminal: int) -> bytes:
    """Read what has been typed; nothing if the terminal is gone."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def _windows_keys() -> Iterator[str]:
    while True:
        raw = click.getchar()
        if len(raw) == 2 and raw[0] in "\x00\xe0":
            yield WINDOWS.get(raw[1], "")
        else:
            yield from named_keys(raw)
