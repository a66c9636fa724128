"""Open an address in the browser without naming it to other programs: a token stands in it."""

from __future__ import annotations

import html
import os
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={address}">'


@contextmanager
def open_address(address: str) -> Iterator[None]:
    """Open the address by way of a file that its owner alone can read; the list of processes shows but its name.

    The file is there as long as the context lasts.
    """
    with tempfile.TemporaryDirectory(prefix="veeduria-") as folder:  # 0700
        page = Path(folder) / "review.html"
        with os.fdopen(os.open(page, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf8") as file:
            file.write(PAGE.format(address=html.escape(address)))
        webbrowser.open(page.as_uri())
        yield
