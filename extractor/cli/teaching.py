"""The pack with what the database's filings teach: decisions of reviewers and actions coded by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.options import current_db, current_pack
from extractor.filing.settings import NEAREST

if TYPE_CHECKING:
    from db.connection import Database
    from extractor.filing.learn.reranker import Reranker
    from rules.models import Pack


def learned_reranker(pack: Pack) -> Reranker | None:
    """Return what is filed in the database in force teaches; None without a database, or where nothing is filed."""
    if not current_db().is_file():
        return None
    from db.connection import open_database
    from db.filings import filings, last_decision, proof
    from extractor.filing.learn.reranker import learn_from

    with open_database(current_db()) as db:
        filed = filings(db, [body.id for body in pack.bodies])
        return learn_from(filed, pack, proof(db, last_decision(db)))


def taught_pack(alone: bool = False) -> Pack:
    """Return the pack in force with the voice of the database's filings; `alone`: rules and model as they come."""
    from extractor.filing.learn.reranker import with_reranker
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    return pack if alone else with_reranker(pack, learned_reranker(pack))


Likenesses = Callable[[str, str, str], list[dict[str, Any]]]


def likenesses(pack: Pack, db: Database | None = None) -> Likenesses | None:
    """Return what names the filed actions most like a text of a body, but not the statement with that id; as they may
    leave, masked unless `db` is open without a gate. None where the database teaches nothing.
    """
    from extractor.filing.learn.reranker import reranker_of

    reranker = reranker_of(pack)
    if reranker is None:
        return None
    from db.connection import open_database
    from extractor.cli.unmasking import guard
    from rules.words import read_words

    if db is None:
        db = guard(open_database(current_db()))
        click.get_current_context().call_on_close(db.close)
    gate = db.gate

    def near(text: str, body: str, but: str) -> list[dict[str, Any]]:
        found = reranker.precedents(body, read_words(text), NEAREST + 1)
        filed = [(gate.filed(one.filed) if gate else one.filed, one.likeness) for one in found]
        return [
            {
                "obligation": one.obligation,
                "likeness": likeness,
                "reviewer": one.reviewer,
                "document": one.document,
                "page": one.page,
                "statement": one.statement,
            }
            for one, likeness in filed
            if one.statement != but
        ][:NEAREST]

    return near
