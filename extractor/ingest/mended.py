"""What is said now of a file that was taken in before: its wave or source becomes a correction."""

from __future__ import annotations

from collections.abc import Mapping

from db.letter_rows import letters
from db.store import Store


def mend(store: Store, sha256: str, said: Mapping[str, str], reviewer: str, at: str) -> bool:
    """Correct what this file was taken in with where `said` differs; return whether anything did."""
    letter = next(letters(store, sha256=sha256), None)
    if letter is None:
        return False
    changed = {field: value for field, value in said.items() if getattr(letter, field) != value}
    if changed:
        store.correct(sha256, changed, reviewer, at, "ingest")
    return bool(changed)
