"""The pack with what the database's filings teach: decisions of reviewers and actions coded by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.cli.options import current_db, current_pack

if TYPE_CHECKING:
    from extractor.filing.learn.team import Filed
    from rules.models import Pack


def filed(pack: Pack) -> tuple[Filed, ...]:
    """Return what is filed in the database in force, the oldest first; nothing without a database."""
    if not current_db().is_file():
        return ()
    from db.connection import open_database
    from db.filings import filings

    with open_database(current_db()) as db:
        return filings(db, [body.id for body in pack.bodies])


def taught_pack(alone: bool = False) -> Pack:
    """Return the pack in force with the voice of the database's filings; `alone`: rules and model as they come."""
    from extractor.filing.learn.team import learn_from, with_team
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    return pack if alone else with_team(pack, learn_from(filed(pack), pack))
