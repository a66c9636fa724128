"""`veeduria decide`: decisions from the command line and from scripts."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _, ngettext
from extractor.cli.options import KINDS, current_db, now, reviewer_option, shared_options
from extractor.core.clean import clean
from extractor.core.errors import VeeduriaError
from extractor.core.model import FILED_KINDS, Decision
from extractor.core.states import Ruling

if TYPE_CHECKING:
    from db.records import StatementRow
    from db.store import Store

KEYS = ("statement", "accept", "obligation", "kind", "reject", "note", "undo", "seen", "reviewer")


class Unclear(VeeduriaError):
    """What is asked for cannot be decided like this."""


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """What somebody wants done with a statement. Without `seen`, it is decided on as it is now."""

    statement: str
    accept: bool = False
    obligation: str | None = None
    kind: str | None = None
    reject: bool = False
    note: str | None = None
    undo: bool = False
    seen: str | None = None
    reviewer: str | None = None


@shared_options
@click.command(
    "decide",
    help=_(
        "Decide on a statement, or on many: without STATEMENT, one JSON object a line is read, with the options' "
        "names as keys.\n\n"
        "\b\nExamples:\n"
        "  veeduria decide 1f0c93a2b7d45e68 --accept\n"
        "  veeduria decide 1f0c93a2b7d45e68 --obligation minedu.prev.sensibilizacion --note 'also in March'\n"
        "  veeduria decide 1f0c93a2b7d45e68 --undo\n"
        "  veeduria decide < decisions.jsonl"
    ),
)
@click.argument("statement", required=False, metavar=_("[STATEMENT]"))
@click.option("--accept", is_flag=True, help=_("Accept what is suggested first."))
@click.option("--obligation", metavar=_("ID"), help=_("File it under this obligation."))
@click.option("--kind", type=KINDS, help=_("Say what kind of statement it is."))
@click.option("--reject", is_flag=True, help=_("It is no report at all."))
@click.option("--note", metavar=_("TEXT"), help=_("Leave a note."))
@click.option("--undo", is_flag=True, help=_("Take back your last decision on it."))
@click.option("--seen", metavar=_("HASH"), help=_("Refuse if the statement is not what was exported with this hash."))
@reviewer_option(_("Who decides (default: VEEDURIA_REVIEWER, else the name of the user)."))
def command(statement: str | None, reviewer: str, **asked: Any) -> None:
    from db.connection import open_database
    from db.store import open_store

    if statement is None and (any(asked.values()) or sys.stdin.isatty()):
        raise click.UsageError(_("Name the statement to decide on, or give decisions as JSON Lines."))
    open_database(current_db()).close()  # a decision never makes a database
    with open_store(current_db()) as store:
        if statement is not None:
            click.echo(_carry_out(store, DecisionRequest(statement, **asked), reviewer))
            return
        done, refused = _carry_out_all(store, sys.stdin, reviewer)
    click.echo(ngettext("{n} decision recorded.", "{n} decisions recorded.", done).format(n=done))
    if refused:
        raise NeedsPerson


def _carry_out_all(store: Store, lines: IO[str], reviewer: str) -> tuple[int, int]:
    """Carry out a wish a line; name those that cannot be. Return how many were carried out and how many not."""
    done = refused = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _carry_out(store, _wish(line), reviewer)
            done += 1
        except VeeduriaError as error:
            refused += 1
            click.echo(_("line {n}: {error}").format(n=number, error=clean(error.said(_))), err=True)
    return done, refused


def _wish(line: str) -> DecisionRequest:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unclear("not valid JSON: {error}", error=error) from None
    if not isinstance(given, dict) or not isinstance(given.get("statement"), str):
        raise Unclear('an object with a "statement" is expected')
    if unknown := set(given) - set(KEYS):
        raise Unclear("unknown: {keys}", keys=", ".join(sorted(unknown)))
    for key, value in given.items():
        if value is not None and not isinstance(value, bool if key in ("accept", "reject", "undo") else str):
            raise Unclear("{key} has a value of the wrong type", key=key)
    return DecisionRequest(**given)


def _carry_out(store: Store, request: DecisionRequest, reviewer: str) -> str:
    """Carry out one wish and say what was done."""
    from db import queries
    from db.decisions import Changed, has_functions
    from db.seen_by import seen_by
    from extractor.review.sentences import kind_name, standing_name

    reviewer = request.reviewer or reviewer
    if request.undo:
        undone = store.undo(reviewer, now(), request.statement)
        if not undone:
            raise Unclear("There is nothing of {reviewer} to take back there.", reviewer=reviewer)
        if request.statement and undone == (store.stored_id(request.statement),):
            undone = (request.statement,)
        return _("Taken back: {statements}").format(statements=", ".join(undone))
    with seen_by(store.path, reviewer) as db:
        row = queries.statement(db, request.statement)
    if request.accept and request.seen and request.seen != row.content_hash:
        raise Changed(row.id, row.document, row.page)  # what was suggested first then is not what would be accepted
    verdict, obligation = _verdict(request, row, has_functions(store.connection, row.institution))
    fields = {key: value for key, value in (("kind", request.kind), ("note", request.note)) if value is not None}
    seen = request.seen or row.content_hash
    store.decide([Decision(row.id, verdict, obligation, json.dumps(fields), reviewer, now(), seen)])
    filed = obligation or (kind_name(request.kind) if request.kind else "")
    return f"{request.statement}: {standing_name(verdict)} {filed}".rstrip()


def _verdict(request: DecisionRequest, row: StatementRow, functions: bool) -> tuple[str, str | None]:
    """Return the verdict a wish amounts to, and the obligation it files under: none if the body has no `functions`."""
    if sum((request.accept, request.reject, request.obligation is not None)) > 1:
        raise Unclear("Accept, reject and obligation exclude each other.")
    first = row.suggestions[0].obligation if row.suggestions else None
    if request.reject:
        return Ruling.REJECTED, None
    if request.accept:
        if (request.kind or row.kind) not in FILED_KINDS:
            return (Ruling.KIND if request.kind else Ruling.ACCEPTED), None
        if first is None and not functions:
            return Ruling.ACCEPTED, None
        if first is None:
            raise Unclear("Nothing is suggested for {id}: give an obligation.", id=request.statement)
        return Ruling.ACCEPTED, first
    if request.obligation is not None:
        return (
            Ruling.ACCEPTED if request.obligation == first and request.kind is None else Ruling.CORRECTED
        ), request.obligation
    if request.kind is not None:
        return Ruling.KIND, None
    if request.note is not None:
        return Ruling.NOTE, None
    raise Unclear("Say what to decide: --accept, --obligation ID, --kind, --reject, --note or --undo.")
