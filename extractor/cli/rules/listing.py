"""`veeduria rules list`: rules, facets, cues and obligations of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_pack, shared_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.models import Obligation, Pack


@shared_options
@click.command(
    "list",
    help=_(
        "List rules, facets, cues, or the obligations of bodies.\n\n"
        "\b\nExamples:\n"
        "  veeduria rules list --obligation gl.prev.derivacion\n"
        "  veeduria rules list obligations --institution MINEDU"
    ),
)
@click.argument("what", type=click.Choice(["rules", "facets", "cues", "obligations"]), default="rules")
@click.option("--institution", metavar="ID", help=_("Only what this body has, or rules that speak for it."))
@click.option("--obligation", metavar="ID", help=_("Only rules that speak for this obligation."))
def list_(what: str, institution: str | None, obligation: str | None) -> None:
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    lines = {"facets": _facet_lines, "cues": _cue_lines}.get(what)
    if lines:
        listed = lines(pack)
    else:
        duties = _duties(pack, institution, obligation)
        listed = _duty_lines(duties) if what == "obligations" else _rule_lines(pack, duties)
    for line in listed:
        click.echo(line)


def _duties(pack: Pack, institution: str | None, obligation: str | None) -> list[Obligation]:
    """Return the obligations that are asked for; refuse a name that the pack does not know."""
    if institution is not None and institution not in {body.id for body in pack.bodies}:
        known = ", ".join(body.id for body in pack.bodies)
        raise click.BadParameter(
            _("There is no body {body}; there are: {bodies}").format(body=institution, bodies=known)
        )
    duties = [duty for duty in pack.obligations if institution in (None, duty.institution)]
    found = [duty for duty in duties if obligation in (None, duty.id)]
    if obligation is not None and not found:
        said = _("There is no obligation {id}; those there are: veeduria rules list obligations")
        raise click.BadParameter(said.format(id=obligation))
    return found


def _duty_lines(duties: Iterable[Obligation]) -> Iterator[str]:
    from extractor.review.sentences import level_name

    return (f"{duty.id}\t{level_name(duty.level)}\t{duty.article}\t{duty.label}" for duty in duties)


def _rule_lines(pack: Pack, duties: Sequence[Obligation]) -> Iterator[str]:
    from rules.firing import speaks_for

    for rule in pack.rules:
        if any(speaks_for(rule, duty) and (not rule.bodies or duty.institution in rule.bodies) for duty in duties):
            yield f"{rule.id}\t{rule.obligation or rule.level}\t{rule.weight:g}\t{rule.says}"


def _facet_lines(pack: Pack) -> Iterable[str]:
    return (f"{facet.id}\t{facet.says}\t{', '.join(facet.phrases)}" for facet in pack.facets)


def _cue_lines(pack: Pack) -> Iterable[str]:
    return (f"{cue.id}\t{cue.effect}\t{cue.says}\t{', '.join(cue.phrases)}" for cue in pack.cues)
