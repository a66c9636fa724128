"""Packs read and checked before, kept as JSON in the user's cache folder: what has not changed is not read again.

Parsing a pack's YAML takes ten times as long. A file is used only if its seal fits the pack's files, this program's
code and the file's own content; whatever is stale or damaged is as good as absent.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from rules.models import Pack


def recall(folder: Path, fingerprint: str) -> Pack | None:
    """Return the pack in `folder` as it was kept under this fingerprint, None if it was not."""
    try:
        seal, _, content = _place(folder).read_bytes().partition(b"\n")
    except OSError:
        return None
    pack: Pack | None = _maker(Pack)(json.loads(content)) if seal == _seal(content, fingerprint) else None
    return pack


def keep(folder: Path, fingerprint: str, pack: Pack) -> None:
    """Keep a pack that is in order for the next time, readable by its user alone; where nothing can be kept, do not."""
    from tempfile import NamedTemporaryFile

    from pydantic import TypeAdapter

    content = TypeAdapter(Pack).dump_json(pack, exclude_defaults=True)
    with suppress(OSError):
        place = _place(folder)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(_seal(content, fingerprint) + b"\n" + content)
        os.replace(file.name, place)  # noqa: PTH105  whole or not at all, whoever else writes it


def _seal(content: bytes, fingerprint: str) -> bytes:
    return hashlib.sha256(fingerprint.encode() + content).hexdigest().encode()


def cache_folder() -> Path:
    """Return this program's folder for what can be made anew.

    Raises:
        OSError: there is none for this user.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")  # noqa: PTH111
    if not os.path.isabs(base):  # noqa: PTH117  who has no home gets "~" back, and no folder of that name
        raise OSError("no cache folder")
    return Path(base) / "veeduria"


def _place(folder: Path) -> Path:
    name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
    return cache_folder() / f"pack-{name}.json"


@cache
def _maker(shape: Any) -> Callable[[Any], Any]:
    """Return what makes a value of this type of its JSON. The seal has shown that the JSON is what pydantic wrote."""
    origin, inner = get_origin(shape), [_maker(part) for part in get_args(shape)]
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        made = {name: make for name, hint in hints.items() if (make := _maker(hint)) is not _same}
        return lambda value: shape(**value | {name: make(value[name]) for name, make in made.items() if name in value})  # type: ignore[operator]
    if origin is tuple:
        return tuple if inner[0] is _same else lambda value: tuple(map(inner[0], value))
    if origin is dict and inner[1] is not _same:
        return lambda value: dict(zip(value, map(inner[1], value.values()), strict=True))
    return date.fromisoformat if shape is date else _same


def _same(value: Any) -> Any:
    return value
