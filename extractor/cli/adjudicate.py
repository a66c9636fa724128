"""`veeduria adjudicate`: settle what two readers of a letter say differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, known_body, reviewer_option, shared_options
from extractor.cli.review_web import ScreenOptions, screen_options, serve_review

if TYPE_CHECKING:
    from db.store import Store
    from extractor.review.session import ReviewSession


@shared_options
@click.command(
    "adjudicate",
    help=_(
        "Settle what two people read differently: only that is shown, both readings as A and B in an order by chance,"
        " without names. What you decide stands and cites both.\n\n"
        "\b\nExamples:\n"
        "  veeduria adjudicate\n"
        "  veeduria adjudicate --body PJ --web"
    ),
)
@click.option("--body", metavar=_("BODY"), help=_("Only what concerns this body."))
@reviewer_option(_("Who decides (default: VEEDURIA_REVIEWER, else the name of the user)."))
@screen_options()
def command(body: str | None, reviewer: str, screen: ScreenOptions) -> None:
    from db.connection import open_database
    from db.disputes import disputed
    from db.store import open_store

    with open_database(current_db()) as db:
        body = known_body(db, body)
        waiting = len(disputed(db, body))
    if not waiting:
        click.echo(_("Nothing is disputed: no two readings differ that both have finished."))
        return
    said = ngettext("{n} statement is disputed.", "{n} statements are disputed.", waiting).format(n=waiting)
    screen.check(f"{said} {_('Adjudicating needs a terminal, or: veeduria adjudicate --web')}")
    if screen.web:
        serve_review(lambda store, name: _session(store, name, body, screen.password), reviewer, screen)
        return
    from rich.console import Console

    from extractor.cli.terminal import pressed_keys
    from extractor.review.terminal.loop import run

    with open_store(current_db()) as store, pressed_keys() as keys:
        state = run(_session(store, reviewer, body, screen.password), keys, Console(highlight=False), screen.at)
    click.echo(_("Still open here: {n}.").format(n=len(state.queue) - state.settled))


def _session(store: Store, reviewer: str, body: str | None, password: str | None) -> ReviewSession:
    from db.connection import open_database
    from db.records import Filters
    from extractor.cli.looking import looker
    from extractor.review.sentences import reasons
    from extractor.review.team.adjudication import Adjudication
    from rules.loader import load_pack

    pack, filters = load_pack(current_pack()), Filters(institution=body)
    sight = open_database(store.path)
    return Adjudication(store, pack, reviewer, filters, "letter", reasons(), looker(password), sight=sight)
