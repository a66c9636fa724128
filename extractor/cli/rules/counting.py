"""`veeduria rules stats` and `diff`: what rules do in the database, and what other rules would."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.records import Filters
from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, shared_options
from extractor.cli.unmasking import guard
from extractor.core.clean import clean
from extractor.core.states import Ruling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.filing.rulestats import Case


@shared_options
@click.command(
    "stats",
    help=_(
        "Count what each rule does in the database: how often it speaks, wins and loses, and what reviewers made "
        "of it.\n\n"
        "\b\nExample:\n  veeduria rules stats --institution MININTER"
    ),
)
@click.option("--institution", metavar="ID", help=_("Only statements of this body."))
@click.option("--all", "everything", is_flag=True, help=_("Also rules that never spoke."))
def stats(institution: str | None, everything: bool) -> None:
    from extractor.filing.rulestats import rule_stats
    from rules.loader import load_pack

    header = (
        _("rule"),
        _("fired"),
        _("won"),
        _("lost"),
        _("accepted"),
        _("corrected"),
        _("rejected"),
        _("most often beside"),
    )
    click.echo("\t".join(header))
    for row in rule_stats(_stored(institution), load_pack(current_pack())):
        if row.fired or everything:
            beside = " ".join(f"{rule} ({count})" for rule, count in row.beside.most_common(1))
            counts = (row.fired, row.won, row.lost, row.accepted, row.corrected, row.rejected)
            click.echo("\t".join([row.rule, *map(str, counts), beside]))


@shared_options
@click.command(
    "diff",
    help=_(
        "Show which statements, and which confirmed decisions, two packs would suggest differently.\n\n"
        "\b\nExample:\n  veeduria rules diff pe-ley-28950 my-pack/"
    ),
)
@click.argument("old", metavar=_("OLD"))
@click.argument("new", metavar=_("NEW"))
@click.option(
    "--texts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("JSON Lines with id, institution, text (and obligation) instead of the database."),
)
def diff(old: str, new: str, texts: Path | None) -> None:
    from extractor.filing.rulestats import differences
    from rules.loader import load_pack

    cases = _from_file(texts) if texts else _stored(None)
    total = gains = losses = 0
    for change in differences(cases, load_pack(old), load_pack(new)):
        total, gains, losses = total + 1, gains + (change.gain > 0), losses + (change.gain < 0)
        mark = {1: "+", -1: "-", 0: "~"}[change.gain]
        id, text = _shown(change.case)
        click.echo(f"{mark} {id}  {text[:90]}")
        click.echo(f"    {change.kind[0]} {change.top[0] or '-'} -> {change.kind[1]} {change.top[1] or '-'}")
        if change.case.decided is not None:
            click.echo(f"    {_('decided')}: {change.case.decided or _('rejected')}")
    click.echo(
        _("differ: {total}; of the decided ones gained: {gains}, lost: {losses}").format(
            total=total, gains=gains, losses=losses
        )
    )


def _stored(institution: str | None) -> Iterator[Case]:
    """The database's statements with what reviewers decided."""
    from db import queries
    from db.connection import open_database
    from extractor.filing.rulestats import Case

    with open_database(current_db()) as db:
        for row in queries.statements(db, Filters(institution=institution)):
            decided = None
            if row.decision is not None and row.decision.filed:
                decided = row.decision.obligation
            elif row.decision is not None and row.decision.standing in (Ruling.REJECTED, Ruling.KIND):
                decided = ""
            yield Case(row.id, row.institution, row.text, row.section, decided)


def _shown(case: Case) -> tuple[str, str]:
    """A case's id and text as they may leave: a statement's as all outputs show it."""
    from db import queries
    from db.connection import open_database
    from extractor.privacy import mask
    from rules.loader import load_pack

    if current_db().is_file():
        with open_database(current_db()) as db, suppress(queries.NotFound):
            row = queries.statement(guard(db), case.id)
            return row.id, clean(row.text)
    return case.id, mask(clean(case.text), load_pack(current_pack()))


def _from_file(path: Path) -> Iterator[Case]:
    import json

    from extractor.filing.rulestats import Case

    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), start=1):
        try:
            row = json.loads(line)
            yield Case(
                id=str(row.get("id", number)),
                institution=row.get("institution"),
                text=str(row["text"]),
                section=str(row.get("section", "")),
                decided=row.get("obligation"),
            )
        except (ValueError, KeyError, AttributeError) as error:
            raise click.UsageError(
                _("{path}, line {line}: {error}").format(path=path, line=number, error=error)
            ) from None
