"""Images of pages, drawn once and kept beside the database, readable by their owner alone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from extractor.batch.drawing import Drawer, NoPicture
from extractor.review.settings import KEPT_BYTES

SUFFIX = ".pages"
PARTIAL = ".part"


class PageImages:
    """Page images of one database. `original` says where the file with a hash is kept."""

    def __init__(self, database: Path, original: Callable[[str], Path], drawer: Drawer) -> None:
        self.folder = database.with_name(database.name + SUFFIX)
        self.original = original
        self._drawer = drawer
        self._tidy()

    def image(self, sha256: str, number: int, dpi: int) -> bytes:
        """Return the page as a JPEG, from the folder or drawn now.

        Raises:
            NoPicture: the original is not kept, or the page cannot be drawn.
        """
        kept = self.file(sha256, number, dpi)
        with suppress(OSError):
            return kept.read_bytes()
        original = self.original(sha256)
        if not original.is_file():
            raise NoPicture("no original")
        drawn = self._drawer.draw(original.absolute(), number, dpi)
        self.keep(kept, drawn)
        return drawn

    def file(self, sha256: str, number: int, dpi: int) -> Path:
        """Where the image is kept, once it has been drawn."""
        return self.folder / f"{sha256}-{number}-{dpi}.jpg"

    def keep(self, path: Path, drawn: bytes) -> None:
        """Keep an image, readable by its owner alone."""
        with suppress(OSError):  # a full disk costs time only
            self.folder.mkdir(mode=0o700, exist_ok=True)
            partial = path.with_suffix(f"{PARTIAL}{os.getpid()}")
            with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(drawn)
            partial.replace(path)

    def _tidy(self) -> None:
        """Forget the images not drawn lately, beyond what is to be kept."""
        with suppress(OSError):
            files = sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
            total = 0
            for file in files:
                total += file.stat().st_size
                old = PARTIAL in file.name and file.stat().st_mtime < time.time() - 3600
                if total > KEPT_BYTES or old:
                    file.unlink()
