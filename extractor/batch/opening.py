"""Open what is on a disk or in a store without trusting it: no pipe holds us up, no size surprises."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from pathlib import Path

from extractor.batch.settings import MIB
from extractor.core.errors import VeeduriaError
from extractor.core.problems import SENTENCES


class FileFault(VeeduriaError):
    """The bytes of a file cannot or must not be read; `code` is a problem code."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(SENTENCES[code], detail=detail)


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of some bytes: a letter's id."""
    return hashlib.sha256(data).hexdigest()


def is_address(path: str) -> bool:
    """Is it an fsspec address? Paths found in a file system never hold two slashes in a row."""
    return "://" in path


def open_regular(path: str | Path) -> io.BufferedReader:
    """Open a file for reading if it is a regular one; opening a FIFO or device must not block.

    Raises:
        FileFault: it is none, or cannot be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise FileFault("unreadable", error.strerror or "") from None
    except ValueError:
        raise FileFault("unreadable", "impossible name") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileFault("not_regular")
    return os.fdopen(descriptor, "rb")


def _open_remote(address: str) -> io.BufferedIOBase:
    import fsspec

    try:
        file: io.BufferedIOBase = fsspec.open(address, "rb").open()
    except Exception as error:  # every store has errors of its own
        raise FileFault("unreadable", _refusal(error)) from None
    return file


def open_file(path: str) -> io.BufferedIOBase:
    return _open_remote(path) if is_address(path) else open_regular(path)


def _refusal(error: Exception) -> str:
    """What the operating system says, else what a store calls it."""
    return getattr(error, "strerror", None) or type(error).__name__


def read_whole(path: str, limit: int) -> bytes:
    with open_file(path) as file:
        try:
            if file.seek(0, os.SEEK_END) > limit:
                raise FileFault("too_large", f"{limit // MIB} MiB")
            file.seek(0)
            data = file.read(limit + 1)
        except FileFault:
            raise
        except Exception as error:
            raise FileFault("unreadable", _refusal(error)) from None
    if len(data) > limit:  # it grew meanwhile
        raise FileFault("too_large", f"{limit // MIB} MiB")
    return data
