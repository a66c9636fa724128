"""ZIP archives, which may lie, explode or hold each other without end: read within bounds."""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from functools import lru_cache

from extractor.batch.opening import FileFault, open_file
from extractor.batch.settings import MAX_DIRECTORY, MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, MIB


class Bounds:
    """What an archive and those in it may still hold: files, and bytes when unpacked."""

    def __init__(self) -> None:
        self.entries = MAX_ENTRIES
        self.unpacked = MAX_UNPACKED

    def take(self, entries: list[zipfile.ZipInfo]) -> None:
        size = sum(entry.file_size for entry in entries)
        if len(entries) > self.entries:
            raise FileFault("archive_bounds", "too many entries")
        if size > self.unpacked:
            raise FileFault("archive_bounds", "too large when unpacked")
        self.entries -= len(entries)
        self.unpacked -= size


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are read as code page 437; many are UTF-8 all the same."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


DAMAGE = (  # all that zipfile raises on damaged or unsupported archives
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, KeyError, struct.error,
    NotImplementedError, RuntimeError, MemoryError,
)  # fmt: skip


@lru_cache(maxsize=2)  # the entries of an archive are read one after the other: its list of contents is read once
def open_archive(path: str, entries: tuple[int, ...], limit: int) -> zipfile.ZipFile:
    """Open an archive, or the archive within it that the entries lead to."""
    if entries:
        outer = open_archive(path, entries[:-1], limit)
        file: io.BufferedIOBase = io.BytesIO(read_entry(outer, entries[-1], limit))
    else:
        file = open_file(path)
    try:
        return zipfile.ZipFile(_bounded(file))
    except DAMAGE:
        raise FileFault("archive_damaged", "its content cannot be unpacked") from None


def _bounded(file: io.BufferedIOBase) -> io.BufferedIOBase:
    """Return the file if its list of contents is of bearable size: it is loaded as a whole on opening."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 16:
        raise FileFault("archive_damaged", "no end record")
    if int.from_bytes(tail[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        raise FileFault("archive_bounds", "too many entries")
    file.seek(0)
    return file


def read_entry(archive: zipfile.ZipFile, index: int, limit: int) -> bytes:
    try:
        entry = archive.infolist()[index]
        if entry.flag_bits & 1:
            raise FileFault("archive_encrypted")
        if entry.file_size > limit:
            raise FileFault("too_large", f"{limit // MIB} MiB")
        if entry.file_size > MIB and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise FileFault("archive_bounds", "unpacks to far more than it holds")
        with archive.open(entry) as file:
            return file.read(limit)
    except NotImplementedError:
        raise FileFault("archive_method") from None
    except DAMAGE:
        raise FileFault("archive_damaged", "its content cannot be unpacked") from None
