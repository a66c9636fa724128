"""Files that are whole or not there: written under another name, renamed at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a new, empty file to write to; it takes the name of `path` only once all is written.

    It is made anew, so that the process's umask holds for it. What breaks off leaves nothing, the old file as it was.
    """
    partial = path.with_name(f"{path.name}.part")
    partial.unlink(missing_ok=True)  # what broke off before may be readable by others
    os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o666))
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
