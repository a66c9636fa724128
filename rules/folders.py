"""Where packs lie, and which files they are made of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from extractor.core.errors import PackError, PackFault, remark
from rules.settings import FOLDERS_MAX_BYTES, MODEL_HEAD

RULES = Path(__file__).parent
PACKS = RULES / "packs"
MODEL = "model.bin"


def shipped_packs() -> list[str]:
    """Names of the packs that come with the program, the language bases included."""
    return sorted(folder.name for folder in PACKS.iterdir() if (folder / "pack.yaml").is_file())


def pack_folder(name: str) -> Path:
    """Return the folder of the pack of this name (shipped) or in this folder (a path).

    Raises:
        PackError: there is no such pack.
    """
    shipped = shipped_packs()
    folder = PACKS / name if name in shipped else Path(name)
    if not (folder / "pack.yaml").is_file():
        said = remark("no such pack (no pack.yaml there); shipped packs: {names}", names=", ".join(shipped))
        raise PackError([PackFault(name, said)])
    return folder


def fingerprint(folder: Path) -> str:
    """Hash what a pack is made from: its files, the shipped packs it may extend, and the code that reads and checks."""
    digest = hashlib.sha256()
    for path in sorted({*_files(RULES, 3), *_files(folder, 1)}):
        with open(path, "rb") as file:  # noqa: PTH123  a Path for each costs as much as the reading
            content = file.read(FOLDERS_MAX_BYTES + 1)
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    for place in (folder, *PACKS.iterdir()):
        digest.update(model_head(place))
    return digest.hexdigest()


def model_head(folder: Path) -> bytes:
    """Return the beginning of the model in a pack's folder, which says what the rest is; nothing if it has none."""
    try:
        with open(folder / MODEL, "rb") as file:  # noqa: PTH123
            return b"model" + file.read(MODEL_HEAD)
    except OSError:
        return b""


def _files(folder: Path | str, depth: int) -> Iterator[str]:
    """Yield the files that matter in a folder and so many levels below it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, depth - 1) if depth else ()
            elif entry.name.endswith((".py", ".yaml", ".yml")) and entry.is_file():
                yield entry.path
