"""`veeduria requests questions`: which questions of a request were answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, now, reviewer_option, shared_options
from extractor.cli.requests.options import named
from extractor.cli.unmasking import guard
from extractor.core.clean import clean
from extractor.rounds.questions import STANDINGS, judge_questions
from rules.loader import load_pack

if TYPE_CHECKING:
    from db.connection import Database
    from db.requests import RequestRow
    from extractor.rounds.register import Request
    from rules.models import Pack


@shared_options
@click.command(
    "questions",
    help=_(
        "Show which questions of a request were answered, partly answered or ignored: as suggested (?) by the words "
        "they share with the reply, or as a person has said.\n\n"
        "\b\nExamples:\n"
        "  veeduria requests questions 4f0c93a2\n"
        "  veeduria requests questions 4f0c93a2 --say 2 ignored"
    ),
)
@click.argument("request", metavar=_("REQUEST"))
@click.option(
    "--say",
    "said",
    type=(click.IntRange(1), click.Choice(STANDINGS)),
    multiple=True,
    metavar=_("NUMBER STANDING"),
    help=_("Say of the question with this number: 'answered', 'partly' or 'ignored'."),
)
@reviewer_option()
def command(request: str, said: Sequence[tuple[int, str]], reviewer: str) -> None:
    from db.connection import open_database
    from db.requests import find_request, requests

    pack = load_pack(current_pack())
    with open_database(current_db()) as db:
        guard(db)
        row = next(requests(db, id=find_request(db, request)))
        asked = row.request.questions
        if any(number > len(asked) for number, _standing in said):
            raise click.BadParameter(
                _("The last question of the request is number {n}.").format(n=len(asked)), param_hint="--say"
            )
    if said:
        _say(row.request, said, reviewer)
    with open_database(current_db()) as db:
        guard(db)
        for line in _questions(db, row, pack):
            click.echo(line)


def _say(request: Request, said: Sequence[tuple[int, str]], reviewer: str) -> None:
    from db.questions import say_of_question
    from db.store import open_store

    with open_store(current_db()) as store:
        for number, standing in said:
            say_of_question(store, request.id, request.questions[number - 1], standing, reviewer, now())


def _questions(db: Database, row: RequestRow, pack: Pack) -> Iterator[str]:
    from db.questions import reported_to, said_of_questions

    names = {"answered": _("answered"), "partly": _("partly answered"), "ignored": _("ignored")}
    said, told = said_of_questions(db, row.request.id), reported_to(db, row.request.id)
    yield named(row.request, pack)
    if not row.request.questions:
        yield _("It asks no questions one by one.")
    for number, one in enumerate(judge_questions(row.request.questions, told, pack), start=1):
        standing = names[said[one.question]] if one.question in said else f"{names[one.suggested]}?"
        near = f"  [{one.statement}]" if one.statement else ""
        yield f"  {number}. {clean(one.question)}: {standing}{near}"
