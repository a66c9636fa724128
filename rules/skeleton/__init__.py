"""A pack for another law, to be filled in: the files beside this module, with the folder's name as the pack's id."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def write_skeleton(folder: Path) -> list[Path]:
    """Write the skeleton of a pack into `folder` (made if missing) and return its files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for template in sorted(files("rules.skeleton").iterdir(), key=lambda entry: entry.name):
        if template.name.endswith(".yaml"):
            path = folder / template.name
            path.write_text(
                template.read_text(encoding="utf8").replace("PACK_ID", folder.resolve().name), encoding="utf8"
            )
            written.append(path)
    return written
