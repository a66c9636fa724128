"""Hostile and broken files, made by recipe: `python -m corpus.generate hostile OUT`. None of them is ever committed.

Each comes with the outcomes that are acceptable for it, so that a test can run the whole pile through a batch and ask
of every file whether it ended as it may. The recipes follow what was measured on public torture collections: silent
loss is the worst outcome, a bomb the most expensive one.
"""

from __future__ import annotations

import json
from pathlib import Path


def write_hostile(out: Path) -> list[dict[str, object]]:
    """Write all hostile files into a folder, and `manifest.jsonl` beside it; return the manifest's rows.

    A row has `path` (relative to the folder; bytes that are no UTF-8 as lone surrogates), `accept` and `least`.
    """
    from corpus.hostile.bombs import bombs
    from corpus.hostile.damage import damaged
    from corpus.hostile.masks import masks
    from corpus.hostile.places import write_places
    from corpus.hostile.structure import broken_structure

    out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    for make in (damaged, broken_structure, masks, bombs):
        for file in make():
            (out / file.name).write_bytes(file.data)
            rows.append(_row(file.name, file.accept, file.least))
    rows += [_row(name, accept, 0.0) for name, accept in write_places(out)]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (out.parent / f"{out.name}.manifest.jsonl").write_text(lines, encoding="ascii")
    return rows


def _row(name: str, accept: frozenset[str], least: float) -> dict[str, object]:
    return {"path": name, "accept": sorted(accept), "least": least}
