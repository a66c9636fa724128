"""The pack with what the database's filings teach: decisions of reviewers and actions coded by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.options import current_db, current_pack
from extractor.filing.settings import NEAREST

if TYPE_CHECKING:
    from db.connection import Database
    from db.gate import Gate
    from extractor.filing.learn.lessons import Filed
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


Likenesses = Callable[[str, str, str, Iterable[str]], list[dict[str, Any]]]


def likenesses(pack: Pack, db: Database | None = None, examples: bool = False) -> Likenesses | None:
    """Return what names the filed actions most like a text of a body, but not the statement with that id; as they may
    leave, masked unless `db` is open without a gate. None where the database teaches nothing.

    `examples`: those of the pack, of the suggested obligations, fill the places that a team's own leave free.
    """
    from extractor.filing.learn.reranker import reranker_of
    from rules.words import read_words

    reranker = reranker_of(pack)
    if reranker is None and not examples:
        return None
    gate = _gate(db) if reranker else None

    def near(text: str, body: str, but: str, suggested: Iterable[str]) -> list[dict[str, Any]]:
        words = read_words(text)
        own = reranker.precedents(body, words, NEAREST + 1) if reranker else ()
        filed = [(gate.filed(one.filed) if gate else one.filed, one.likeness) for one in own]
        kept = [(one, likeness) for one, likeness in filed if one.statement != but][:NEAREST]
        if examples:
            from extractor.filing.learn.precedents import precedents_of  # reads rapidfuzz

            written = precedents_of(pack, body, words, [*suggested])[: NEAREST - len(kept)]
            kept += [(one.filed, one.likeness) for one in written]
        return [_record(one, likeness) for one, likeness in kept]

    return near


def _gate(db: Database | None) -> Gate | None:
    from db.connection import open_database
    from extractor.cli.unmasking import guard

    if db is None:
        db = guard(open_database(current_db()))
        click.get_current_context().call_on_close(db.close)
    return db.gate


def _record(one: Filed, likeness: float) -> dict[str, Any]:
    """What is said of a precedent: the text of the pack's examples alone, which are in no database."""
    return {
        "obligation": one.obligation,
        "likeness": likeness,
        "origin": one.origin,
        "reviewer": one.reviewer,
        "document": one.document or None,
        "page": one.page or None,
        "statement": one.statement or None,
        "text": one.text if one.origin == "pack" else None,
    }
