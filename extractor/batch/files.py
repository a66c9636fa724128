"""Find the files of folders and archives, and read their bytes without trusting any of them."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from extractor.errors import SENTENCES, VeeduriaError
from extractor.model import Problem

MIB = 1024 * 1024
MAX_ENTRIES = 10_000  # of an archive and of those in it together
MAX_DIRECTORY = 8 * MIB  # of an archive's list of contents
MAX_UNPACKED = 4096 * MIB  # likewise
MAX_RATIO = 200  # unpacked to packed, of entries beyond 1 MiB; sound PDFs stay below 20
MAX_DEPTH = 2  # levels of archives: one may hold others
OFFICE_PARTS = {
    "[Content_Types].xml",
    "mimetype",
    "META-INF/MANIFEST.MF",
}  # an office document: its parts are no letters
SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}  # made by file managers, not by people


class FileFault(VeeduriaError):
    """The bytes of a file cannot or must not be read; `code` is a problem code."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(SENTENCES[code], detail=detail)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file found: in the file system or, with `entries`, in an archive there (an index for each nesting level).

    `name` is safe to print and to store; `path` is what the operating system knows, or an fsspec address such as
    "s3://bucket/letter.pdf". A `fault` means that it was found but must not be opened. Neither is shown by `repr`:
    a cluster's logs must not hold them.
    """

    name: str = field(repr=False)
    path: str = field(repr=False)
    entries: tuple[int, ...] = ()
    fault: Problem | None = None

    @property
    def place(self) -> str:
        """Where the file is, the same from run to run and from folder to folder; safe to store."""
        where = self.path if is_address(self.path) else os.path.abspath(self.path)  # noqa: PTH100
        return printable_path(where) + "".join(f"!{entry}" for entry in self.entries)

    def read(self, limit: int) -> bytes:
        """Return the file's bytes.

        Raises:
            FileFault: it is no regular file, larger than `limit`, unreadable, or its archive is damaged.
        """
        if self.fault:
            raise FileFault(self.fault.code, self.fault.detail)
        if self.entries:
            return _read_entry(_open_archive(self.path, self.entries[:-1], limit), self.entries[-1], limit)
        return _read_whole(self.path, limit)


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of some bytes: a letter's id."""
    return hashlib.sha256(data).hexdigest()


def find_files(
    paths: Iterable[str | Path], limit: int = 200 * MIB, database: Path | None = None
) -> Iterator[SourceFile]:
    """Yield every file of the given files, folders and ZIP archives, in order of name; none is left out silently.

    What must not be opened (a device, a link to a folder, an archive beyond its bounds) is yielded with its fault, and
    so is a folder that cannot be listed. Only the files of the `database` itself may lie among the letters.
    """
    own = database.absolute() if database else None
    for path in map(Path, paths):
        if path.is_dir():
            unlisted: list[OSError] = []
            for found in _walk(path, unlisted.append):
                if not (own and _belongs_to(own, found)):
                    yield from _expand(str(found.relative_to(path)), str(found), limit)
            yield from (_unlisted(path, error) for error in unlisted)
        else:
            yield from _expand(path.name, str(path), limit)


def is_address(path: str) -> bool:
    """Is it an fsspec address? Paths found in a file system never hold two slashes in a row."""
    return "://" in path


def printable(name: str) -> str:
    """Return a file name without bytes that are no UTF-8, controls, bidi marks or a way out of its folder."""
    text = "".join(map(_shown, printable_path(name)))
    return "/".join(part for part in text.split("/") if part not in ("", ".", "..")) or "?"


def printable_path(path: str) -> str:
    """Return a path as text, bytes that are no UTF-8 written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    return " " if unicodedata.category(letter) == "Zs" else letter.encode("unicode_escape").decode("ascii")


def _belongs_to(database: Path, file: Path) -> bool:
    """Is it the database, or one of the files and folders beside it that begin with its name?"""
    if not file.absolute().is_relative_to(database.parent):
        return False
    top = file.absolute().relative_to(database.parent).parts[0]
    return top == database.name or top.startswith((f"{database.name}-", f"{database.name}."))


def _unlisted(top: Path, error: OSError) -> SourceFile:
    name = os.path.relpath(error.filename, top.parent if error.filename == str(top) else top)
    return _faulty(SourceFile(printable(name), error.filename), FileFault("folder_unreadable", error.strerror or ""))


def _walk(top: Path, unlisted: Callable[[OSError], None]) -> Iterator[Path]:
    for folder, folders, files in os.walk(top, onerror=unlisted, followlinks=False):
        folders.sort()
        links = [name for name in folders if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in sorted([*files, *links]) if not is_system_file(name))


def is_system_file(name: str) -> bool:
    """Was this file made by a file manager, not by a person?"""
    *folders, last = name.lower().split("/")
    return last in SYSTEM_FILES or last.startswith("._") or "__macosx" in folders


def _expand(name: str, path: str, limit: int) -> Iterator[SourceFile]:
    source = SourceFile(printable(name), path)
    try:
        with open_regular(path) as file:
            is_archive = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except FileFault as fault:
        yield _faulty(source, fault)
        return
    if is_archive:
        yield from members(source, limit)
    else:
        yield source


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


def members(source: SourceFile, limit: int, bounds: Bounds | None = None) -> Iterator[SourceFile]:
    """Yield the files in a ZIP archive, or the archive itself with the bound it exceeds."""
    bounds = bounds or Bounds()
    try:
        archive = _open_archive(source.path, source.entries, limit)
        entries = archive.infolist()
        bounds.take(entries)
    except FileFault as fault:
        yield _faulty(source, fault)
        return
    if any(entry.filename in OFFICE_PARTS for entry in entries):
        yield source
        return
    if all(entry.is_dir() for entry in entries):
        yield _faulty(source, FileFault("archive_empty"))
    for index, entry in enumerate(entries):
        if entry.is_dir() or is_system_file(entry.filename):
            continue
        inside = SourceFile(f"{source.name}/{printable(_entry_name(entry))}", source.path, (*source.entries, index))
        if not entry.filename.lower().endswith(".zip"):
            yield inside
        elif len(inside.entries) < MAX_DEPTH:
            yield from members(inside, limit, bounds)
        else:
            yield _faulty(inside, FileFault("archive_bounds", "nested too deeply"))


def _faulty(source: SourceFile, fault: FileFault) -> SourceFile:
    return SourceFile(source.name, source.path, source.entries, Problem(source.name, fault.code, fault.detail))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are read as code page 437; many are UTF-8 all the same."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


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


def _open(path: str) -> io.BufferedIOBase:
    return _open_remote(path) if is_address(path) else open_regular(path)


def _refusal(error: Exception) -> str:
    """What the operating system says, else what a store calls it."""
    return getattr(error, "strerror", None) or type(error).__name__


def _read_whole(path: str, limit: int) -> bytes:
    with _open(path) as file:
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


DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, struct.error, NotImplementedError,
          RuntimeError, MemoryError)  # fmt: skip  # all that zipfile raises on damaged or unsupported archives


@lru_cache(maxsize=2)  # the entries of an archive are read one after the other: its list of contents is read once
def _open_archive(path: str, entries: tuple[int, ...], limit: int) -> zipfile.ZipFile:
    """Open an archive, or the archive within it that the entries lead to."""
    if entries:
        outer = _open_archive(path, entries[:-1], limit)
        file: io.BufferedIOBase = io.BytesIO(_read_entry(outer, entries[-1], limit))
    else:
        file = _open(path)
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


def _read_entry(archive: zipfile.ZipFile, index: int, limit: int) -> bytes:
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
