"""Packs read and checked before, kept as JSON in the user's cache folder: what has not changed is not read again.

Parsing a pack's YAML takes ten times as long. A file is used only if its seal fits the pack's files, this program's
code and the file's own content; whatever is stale or damaged is as good as absent.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from rules.models import Pack


def recall(folder: Path, fingerprint: str) -> Pack | None:
    """Return the pack in `folder` as it was kept under this fingerprint, None if it was not."""
    try:
        seal, _, content = _place(folder).read_bytes().partition(b"\n")
        return Pack.model_validate_json(content) if seal == _seal(content, fingerprint) else None
    except (OSError, ValueError):
        return None


def keep(folder: Path, fingerprint: str, pack: Pack) -> None:
    """Keep a pack that is in order for the next time, readable by its user alone; where nothing can be kept, do not."""
    from tempfile import NamedTemporaryFile

    place, content = _place(folder), pack.model_dump_json().encode()
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(_seal(content, fingerprint) + b"\n" + content)
        os.replace(file.name, place)  # noqa: PTH105  whole or not at all, whoever else writes it


def _seal(content: bytes, fingerprint: str) -> bytes:
    return hashlib.sha256(fingerprint.encode() + content).hexdigest().encode()


def _place(folder: Path) -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")  # noqa: PTH111
    name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
    return Path(base) / "veeduria" / f"pack-{name}.json"
