"""Find the files of folders and archives, and read their bytes without trusting any of them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.batch.archives import Bounds, entry_name, open_archive, read_entry
from extractor.batch.opening import FileFault, is_address, open_regular, read_whole
from extractor.batch.settings import MAX_DEPTH, MIB
from extractor.core.model import Problem

OFFICE_PARTS = {
    "[Content_Types].xml",
    "mimetype",
    "META-INF/MANIFEST.MF",
}  # an office document: its parts are no letters
SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}  # made by file managers, not by people


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
            return read_entry(open_archive(self.path, self.entries[:-1], limit), self.entries[-1], limit)
        return read_whole(self.path, limit)


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


def members(source: SourceFile, limit: int, bounds: Bounds | None = None) -> Iterator[SourceFile]:
    """Yield the files in a ZIP archive, or the archive itself with the bound it exceeds."""
    bounds = bounds or Bounds()
    try:
        archive = open_archive(source.path, source.entries, limit)
        entries = archive.infolist()
        bounds.take(entries)
    except FileFault as fault:
        yield _faulty(source, fault)
        return
    if any(entry.filename in OFFICE_PARTS for entry in entries):
        yield source
        return
    if all(entry.filename.endswith("/") for entry in entries):
        yield _faulty(source, FileFault("archive_empty"))
    for index, entry in enumerate(entries):
        if entry.filename.endswith("/") or is_system_file(entry.filename):  # `is_dir` minds names that are empty
            continue
        inside = SourceFile(f"{source.name}/{printable(entry_name(entry))}", source.path, (*source.entries, index))
        if not entry.filename.lower().endswith(".zip"):
            yield inside
        elif len(inside.entries) < MAX_DEPTH:
            yield from members(inside, limit, bounds)
        else:
            yield _faulty(inside, FileFault("archive_bounds", "nested too deeply"))


def _faulty(source: SourceFile, fault: FileFault) -> SourceFile:
    return SourceFile(source.name, source.path, source.entries, Problem(source.name, fault.code, fault.detail))
