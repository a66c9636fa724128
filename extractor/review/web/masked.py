"""What is masked in the letters, for a person to say of each run whether it is private: once for all outputs."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from db.connection import open_database
from db.releases import masked_runs
from extractor.core.clean import clean
from extractor.review.settings import MASKED_MOST
from rules.models import Pack


def masked(database: Path, pack: Pack) -> list[dict[str, Any]]:
    """Return the runs of which nobody said anything yet, each with where it first stands.

    On a connection of its own: all letters are gone through, and nobody's dialogue waits for that.
    """
    with open_database(database) as db:
        runs = (run for run in masked_runs(db, pack) if run.ruling is None)
        return [
            {
                "text": clean(run.text),
                "kind": run.kind,
                "count": run.count,
                "letters": run.letters,
                "before": clean(run.before),
                "after": clean(run.after),
            }
            for run in islice(runs, MASKED_MOST)
        ]
