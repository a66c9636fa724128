"""`veeduria learn`: measure what the database's filings teach, or propose keyword rules from corrected ones."""

from __future__ import annotations

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_pack, shared_options
from extractor.cli.teaching import learned_reranker
from extractor.core.errors import VeeduriaError


class LearnError(VeeduriaError):
    """Nothing can be learned."""


@shared_options
@click.command(
    "learn",
    help=_(
        "Measure what is learned from the database's filings: how often the right function comes first by rules and "
        "model, and with what the filings of other letters teach. Review, classify and explain learn by themselves; "
        "nothing is stored.\n\n"
        "\b\nExample:\n  veeduria learn\n  veeduria learn --keywords > my-pack/rules/learned.yaml"
    ),
)
@click.option("--keywords", is_flag=True, help=_("Only propose rules: words that mark corrected statements, as YAML."))
def command(keywords: bool) -> None:
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    reranker = learned_reranker(pack)
    if reranker is None:
        raise LearnError("There are no confirmed decisions to learn from; confirm some with: veeduria review")
    if keywords:
        from extractor.filing.learn.keywords import propose

        proposals = propose(reranker.filed, pack)
        click.echo("\n".join(proposal.yaml() for proposal in proposals) or "[]", nl=not proposals)
        return
    from extractor.filing.learn.measure import measured

    bodies, speaks = measured(reranker)
    for one in bodies:
        click.echo(
            ngettext(
                "{body}: {n} decision; right first: rules and model {alone}, with what was learned {taught}",
                "{body}: {n} decisions; right first: rules and model {alone}, with what was learned {taught}",
                one.decisions,
            ).format(body=one.institution, n=one.decisions, alone=one.alone, taught=one.taught)
        )
    if speaks:
        click.echo(_("What is filed speaks beside rules and model, in review, classify and rules explain."))
    else:
        click.echo(_("Nothing measures better than rules and model: they go on suggesting by themselves."))
