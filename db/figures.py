"""Figures as the program read them, of the statements whose figures somebody has reviewed since."""

from __future__ import annotations

import json
from collections.abc import Iterator

from db.connection import Database
from db.queries import CURRENT, FIGURES_REVIEWED, TELLS_FIGURES
from db.rows import details_of
from extractor.core.model import Figure


def figures_read(db: Database) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Yield each such statement's id with its figures as read, the words of each as they may leave."""
    query = f"""SELECT s.id, s.document, s.details FROM statements s
        JOIN current_decisions c ON c.statement = s.id
        WHERE {FIGURES_REVIEWED} AND s.stale = 0"""
    for id, document, details in db.connection.execute(query):
        found = details_of(json.loads(details)).figures
        shown = tuple(db.gate.figure(one, document) for one in found) if db.gate else found
        yield db.gate.id(id) if db.gate else id, shown


def statements_with_figures(db: Database) -> tuple[int, int]:
    """Return of how many statements that tell figures nobody has reviewed them, and of how many somebody has."""
    told = " UNION ".join(  # two indices have those that tell any: most statements tell none
        f"SELECT {id} FROM {table} WHERE instr(details, '\"figures\":[') {more}"
        for table, id, more in (
            ("statements", "id", "AND stale = 0 AND current IS NOT NULL"),
            ("decisions", "statement AS id", ""),
        )
    )
    query = f"""SELECT count(*) + (SELECT count(*) FROM statements
            WHERE instr(details, '"figures":[') AND stale = 0 AND current IS NULL), coalesce(sum({FIGURES_REVIEWED}), 0)
        FROM ({told}) t JOIN statements s ON s.id = t.id {CURRENT}
        WHERE s.stale = 0 AND {TELLS_FIGURES} AND coalesce(c.standing, '') NOT IN ('split', 'merged')"""
    every, reviewed = db.connection.execute(query).fetchone()
    return every - reviewed, reviewed
