"""An archive (ZIP) that knows the size and the hash of each of its files; the same files make the same bytes."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from extractor.core.atomic import whole_file


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive."""

    name: str
    size: int
    sha256: str


@dataclass(slots=True)
class Archive:
    """What is being written; `members` are the files so far."""

    packed: zipfile.ZipFile
    members: list[Member] = field(default_factory=list)

    def write(self, name: str, parts: Iterable[bytes]) -> Member:
        """Write a file of these parts."""
        size, digest = 0, hashlib.sha256()
        entry = zipfile.ZipInfo(name)  # of 1980: its time says nothing
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self.packed.open(entry, "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)
                size += len(part)
                digest.update(part)
        self.members.append(Member(name, size, digest.hexdigest()))
        return self.members[-1]


@contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """Open a new archive; it gets its name once it is whole."""
    with whole_file(path) as partial, zipfile.ZipFile(partial, "w") as packed:
        yield Archive(packed)
