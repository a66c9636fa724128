"""A copy of the database that is whole, whatever is written meanwhile: by SQLite's own backup."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from db.connection import Database, DatabaseError, is_taking_in

SECRETS = (".key", ".secret")  # files beside the database that its copy is of no use without


def copy_database(db: Database, folder: Path) -> Iterator[Path]:
    """Copy database, originals and keys into a folder; yield each file copied. What is there already stays.

    The database comes first, so that all letters it names have their originals; these are linked where the disk allows,
    for an original is never changed. Those of letters that a run has entered since, or is about to, are left out.

    Raises:
        DatabaseError: the folder holds another database's copy.
    """
    target = folder / db.path.name
    if target.exists():
        raise DatabaseError("{path} is there already; name another folder.", path=target)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(target.name + ".part")
    os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(partial)) as copy:
        db.connection.backup(copy)
        named = _documents(copy)
    partial.replace(target)
    yield target
    if db.originals.is_dir():
        kept = folder / db.originals.name
        kept.mkdir(mode=0o700, exist_ok=True)
        for original in _without_newer(db, named):
            yield _copied(original, kept / original.name)
    for beside in sorted(db.path.parent.glob(f"{db.path.name}.*")):
        if beside.suffix in SECRETS and beside.is_file():
            yield _copied(beside, folder / beside.name)


def _without_newer(db: Database, named: set[str]) -> list[Path]:
    """Return the originals of the letters named, and those that are of no letter and of no run that is going on."""
    there = [one for one in sorted(db.originals.iterdir()) if one.suffix != ".part" and one.is_file()]
    going = is_taking_in(db.path)  # asked once they are listed: what a run kept is entered once it is over
    since = _documents(db.connection) - named
    return [one for one in there if one.stem in named or not (going or one.stem in since)]


def _documents(connection: sqlite3.Connection) -> set[str]:
    return {digest for (digest,) in connection.execute("SELECT sha256 FROM documents")}


def _copied(source: Path, target: Path) -> Path:
    if not target.exists():
        try:
            os.link(source, target)
        except OSError:  # another disk
            shutil.copy2(source, target)
    return target
