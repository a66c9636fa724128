"""`veeduria learn`: learn from confirmed decisions, or propose keyword rules from corrected ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, shared_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.filing.learn.train import Example


@shared_options
@click.command(
    "learn",
    help=_(
        "Learn from confirmed decisions. What was learned for a body is used only if it measures better than the rules "
        "alone on letters kept aside; it is stored beside the database.\n\n"
        "\b\nExample:\n  veeduria learn\n  veeduria learn --keywords > my-pack/rules/learned.yaml"
    ),
)
@click.option("--keywords", is_flag=True, help=_("Only propose rules: words that mark corrected statements, as YAML."))
@click.option("--forget", is_flag=True, help=_("Delete what was learned; the rules alone suggest again."))
def command(keywords: bool, forget: bool) -> None:
    from extractor.filing.learn.reranker import learned_path
    from extractor.filing.learn.train import LearnError
    from rules.loader import load_pack

    if forget:
        learned_path(current_db()).unlink(missing_ok=True)
        click.echo(_("Forgotten: from now on the rules alone suggest."))
        return
    pack, examples = load_pack(current_pack()), list(_decided())
    if not examples:
        raise LearnError("There are no confirmed decisions to learn from; confirm some with: veeduria review")
    if keywords:
        from extractor.filing.learn.keywords import propose

        proposals = propose(examples, pack)
        click.echo("\n".join(proposal.yaml() for proposal in proposals) or "[]", nl=not proposals)
        return
    from extractor.filing.learn.reranker import save_learned
    from extractor.filing.learn.train import learn

    learned, measured = learn(examples, pack)
    for one in measured:
        use = _("used") if one.strength else _("not used")
        click.echo(
            _("{body}: {count} decisions; right first: rules {rules}, with what was learned {learned}: {use}").format(
                body=one.institution, count=one.decisions, rules=one.rules, learned=one.learned, use=use
            )
        )
    path = learned_path(current_db())
    if not learned.lessons:
        path.unlink(missing_ok=True)
        click.echo(_("Nothing measures better than the rules alone: they go on suggesting by themselves."))
        return
    save_learned(learned, path)
    click.echo(
        _("Learned from {count} decisions for {bodies}; classify again with: veeduria ingest --again").format(
            count=learned.decisions, bodies=", ".join(learned.lessons)
        )
    )


def _decided() -> Iterator[Example]:
    """The statements that reviewers filed under an obligation."""
    from db import queries
    from db.connection import open_database
    from db.records import Filters
    from extractor.filing.learn.train import Example

    with open_database(current_db()) as db:
        for row in queries.statements(db, Filters(decided=True)):
            if row.decision and row.decision.filed and row.institution and row.decision.obligation:
                yield Example(row.sha256, row.institution, row.text, row.decision.obligation, row.section)
