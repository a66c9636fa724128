"""Mask everything that is filed on all cores, before a report of every body reads it row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.action_rows import actions, filed_by_body
from db.connection import Database, open_database
from db.gate import Gate
from extractor.core.cores import cores
from rules.loader import load_pack


def mask_ahead(db: Database, pack: str, done: Callable[[int], None]) -> None:
    """Keep all actions as masking leaves them beside the database, `pack` being the name of the gate's pack.

    `done` is told how many more were looked at.
    """
    if db.gate is None:
        return
    counts = filed_by_body(db)
    largest_first = sorted(counts, key=lambda body: -counts[body])
    with cores(sum(counts.values())) as begin:
        waiting = [(body, begin(_masked, db.path, pack, body)) for body in largest_first]
        for body, result in waiting:
            db.gate.masked_rows.add(result())
            done(counts[body])
    db.gate.masked_rows.save()


def _masked(path: Path, pack: str, body: str) -> dict[bytes, bytes]:
    """Return what is new of one body's rows as masking leaves them, by their marks."""
    with open_database(path) as db:
        db.gate = gate = Gate(db, load_pack(pack))
        for _row in actions(db, body):
            pass
        return gate.masked_rows.taken()
