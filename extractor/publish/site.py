"""A folder to be put on the web as it is: all of its files are written, or none; nothing in it leads elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from extractor.core.errors import VeeduriaError

MANIFEST = "site.json"  # names every other file with its SHA-256; a folder that holds it was written here


class SiteError(VeeduriaError):
    """The folder holds something else, or a file may not have its name."""


def write_site(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, named by their way from the folder ("pages/1.jpg"), and their manifest; return how many.

    An earlier site there is replaced once the new one is whole; until then it stays as it was.

    Raises:
        SiteError: the folder is something else and not empty, or a name leads out of it or stands twice.
    """
    folder = folder.absolute()
    if folder.exists() and not _replaceable(folder):
        raise SiteError("{folder} holds something else; name a new folder, or an empty one.", folder=folder.name)
    with _beside(folder) as made:
        hashes: dict[str, str] = {}
        for name, data in files:
            _check(name, hashes)
            hashes[name] = hashlib.sha256(data).hexdigest()
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        (made / MANIFEST).write_text(json.dumps(hashes, ensure_ascii=False, indent=1) + "\n", "utf8")
        _swap(made, folder)
    return len(hashes)


def _replaceable(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))


def _check(name: str, taken: Iterable[str]) -> None:
    way = PurePosixPath(name)
    plain = str(way) == name and not way.is_absolute() and ".." not in way.parts and not set(name) & set('\\:*?"<>|')
    if not plain or name.casefold() in {MANIFEST, *(one.casefold() for one in taken)}:
        raise SiteError("{name} cannot be the name of a file of the site, or is one already.", name=name)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a new folder beside this one; what is left of it is removed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
    made.chmod(0o777 & ~_umask())
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _swap(made: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one."""
    old = made.with_suffix(".old")
    with suppress(FileNotFoundError):
        folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
