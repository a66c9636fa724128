"""Rows as masking leaves them, kept beside the database: what was surveyed once need not be surveyed again.

A row is found again by a keyed mark of its words and of everything that decides what is private in them: the pack, what
people ruled, the code that looks, the letter around. Where any of these changes, so does the mark, and the row is
surveyed anew. Of a row that masking leaves as it is only the mark is kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from db.settings import MOST, WORTH
from extractor.core.atomic import whole_file
from extractor.privacy import KnownNames
from extractor.privacy.entities import pipeline
from rules.models import Pack

SUFFIX = ".masked"  # of the file
LENGTH = 16  # bytes of a mark
LOOKING = (
    "core/clean.py",
    "core/details.py",
    "privacy",
    "filing/details",
    "filing/settings.py",
    "../rules",
    "../db/action_rows.py",
    "../db/gate.py",
    "../db/pieces.py",
    "../db/rows.py",
    "../db/masked_rows.py",
)


def masked_rows_path(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


class MaskedRows:
    """What is kept of one database under one pack and one set of rulings."""

    def __init__(self, path: Path, secret: bytes, pack: Pack, ruled: KnownNames) -> None:
        self._path = masked_rows_path(path)
        self._secret, self._pack, self._ruled = secret, pack, ruled
        self._news: dict[bytes, bytes] = {}

    @cached_property
    def _key(self) -> bytes:
        basis = repr((self._pack.hash, _ruled(self._ruled), _code(), _pipeline(self._pack)))
        return hashlib.blake2b(basis.encode(), key=self._secret, digest_size=32).digest()

    @cached_property
    def _kept(self) -> dict[bytes, bytes]:
        return self._read()  # not before a row is asked for: most commands ask for none

    def mark(self, words: str, around: bytes) -> bytes:
        """Return what stands for these words in a letter that has the mark `around`."""
        data = around + words.encode("utf8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key, digest_size=LENGTH).hexdigest().encode()

    def get(self, mark: bytes) -> str | None:
        """Return what was kept under a mark: the words as they may leave, "" if masking leaves them; else None."""
        kept = self._kept.get(mark)
        return None if kept is None else kept.decode("utf8", "surrogatepass")

    def keep(self, mark: bytes, words: str) -> None:
        self._news[mark] = words.encode("utf8", "surrogatepass")

    def add(self, news: dict[bytes, bytes]) -> None:
        """Keep what another process masked, `taken` there."""
        self._news |= news
        self._kept |= news

    def taken(self) -> dict[bytes, bytes]:
        """Return what is new, and leave its keeping to another process."""
        news, self._news = self._news, {}
        return news

    @property
    def empty(self) -> bool:
        """Is nothing kept that holds under the present pack and rulings?"""
        return not self._kept

    def save(self) -> None:
        """Write what is new, if it is worth it; where nothing can be written, do not."""
        if len(self._news) < WORTH:
            return
        kept = self._read() | self._news  # another process may have written meanwhile
        self._news = {}
        data = b"".join(mark + words + b"\n" for mark, words in kept.items())
        with suppress(OSError), whole_file(self._path) as partial:
            partial.chmod(0o600)
            partial.write_bytes(self._seal() + data[: MOST if len(data) <= MOST else 0])

    def _read(self) -> dict[bytes, bytes]:
        try:
            seal, *lines = self._path.read_bytes().split(b"\n")
        except OSError:
            return {}
        whole = lines[:-1] if seal + b"\n" == self._seal() else []  # the last is what stands behind the last end
        return {line[: 2 * LENGTH]: line[2 * LENGTH :] for line in whole}

    def _seal(self) -> bytes:
        return hashlib.blake2b(b"", key=self._key, digest_size=32).hexdigest().encode() + b"\n"


def _ruled(ruled: KnownNames) -> tuple[object, ...]:
    return (sorted(ruled.private), sorted(map(sorted, ruled.officials)), sorted(ruled.released), sorted(ruled.hidden))


@cache
def _code() -> str:
    """The code that decides what is private: another release, or a change of it, looks again."""
    root = Path(__file__).parent.parent / "extractor"
    digest = hashlib.blake2b(digest_size=16)
    for file in _files(root / name for name in LOOKING):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(places: Iterable[Path]) -> Iterable[Path]:
    for place in places:
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


def _pipeline(pack: Pack) -> tuple[str, ...]:
    """The names' pipeline that looks too, with its release."""
    name = pipeline(pack)
    try:
        return (name, version(name), version("spacy")) if name else ()
    except PackageNotFoundError:
        return (str(name), os.urandom(16).hex())  # of no known release: what it found is not kept
