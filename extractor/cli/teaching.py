"""The pack with what the database's filings teach: decisions of reviewers and actions coded by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.cli.options import current_db, current_pack

if TYPE_CHECKING:
    from extractor.filing.learn.team import Filed
    from rules.models import Pack


def filings() -> list[Filed]:
    """Return what is filed in the database in force, the oldest first; nothing without a database."""
    if not current_db().is_file():
        return []
    from db import queries
    from db.connection import open_database
    from db.records import Filters
    from extractor.filing.learn.team import Filed

    with open_database(current_db()) as db:
        rows = [
            (row.decision.id, row)
            for row in queries.statements(db, Filters(decided=True))
            if row.decision and row.decision.filed and row.institution
        ]
    return [
        Filed(
            row.institution or "",
            row.text,
            (row.decision.obligation if row.decision else None) or "",
            row.id,
            row.decision.reviewer if row.decision else "",
            row.document,
            row.page,
        )
        for _, row in sorted(rows, key=lambda pair: pair[0])
    ]


def taught_pack(alone: bool = False) -> Pack:
    """Return the pack in force with the voice of the database's filings; `alone`: rules and model as they come."""
    from extractor.filing.learn.team import learn_from, with_team
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    return pack if alone else with_team(pack, learn_from(filings(), pack))
