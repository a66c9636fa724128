"""`veeduria rules check` and `new`: what is wrong with a pack, and where a new one begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _
from extractor.cli.options import current_pack, shared_options

if TYPE_CHECKING:
    from rules.models import Pack


@shared_options
@click.command(
    "check",
    help=_(
        "Check a pack: its files, references and examples; rules that cannot fire or add nothing.\n\n"
        "\b\nExample:\n  veeduria rules check my-pack/"
    ),
)
@click.argument("folder", required=False, metavar=_("[NAME|FOLDER]"))
@click.option("--quiet", is_flag=True, help=_("Show faults only, no hints."))
def check(folder: str | None, quiet: bool) -> None:
    from extractor.filing.explain import misfiled_examples
    from extractor.publish.draft.forms import form_faults
    from rules.lint import LintFault, lint
    from rules.reader import read_pack

    sources = read_pack(folder or current_pack())
    faults = [*lint(sources.pack), *(LintFault("sentences", *fault) for fault in form_faults(sources.pack))]
    if not any(fault.grave for fault in faults):
        faults += misfiled_examples(sources.pack)
    faults = [fault for fault in faults if fault.grave or not sources.inherited(fault.section, fault.number)]
    grave = [fault for fault in faults if fault.grave]
    for fault in grave if quiet else faults:
        word = _("fault") if fault.grave else _("hint")
        place = sources.place(fault.section, fault.number, fault.key)
        click.echo(f"{place}: {word}: {fault.key}: {fault.problem.said(_)}")
    click.echo(
        _("{pack}: {rules} rules, {facets} facets, {cues} cues; faults: {faults}, hints: {hints}").format(
            pack=sources.pack.info.id,
            rules=len(sources.pack.rules),
            facets=len(sources.pack.facets),
            cues=len(sources.pack.cues),
            faults=len(grave),
            hints=len(faults) - len(grave),
        )
    )
    if (said := _of_the_model(sources.pack)) and not quiet:
        click.echo(said)
    if grave:
        raise NeedsPerson


@shared_options
@click.command(
    "new",
    help=_("Start a pack for another law in an empty folder.\n\n\b\nExample:\n  veeduria rules new my-pack"),
)
@click.argument("folder", metavar=_("FOLDER"), type=click.Path(file_okay=False, path_type=Path))
def new(folder: Path) -> None:
    from rules.skeleton import write_skeleton

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(_("{folder} is not empty.").format(folder=folder))
    for path in write_skeleton(folder):
        click.echo(path)
    click.echo(_("Next: veeduria rules check {folder}").format(folder=folder))


def _of_the_model(pack: Pack) -> str:
    """Say whether the pack's model can be used and is as new as what it is fitted to."""
    from rules.model import problem_of
    from rules.model.fit import is_stale, training_examples

    if problem := problem_of(pack):
        return _("{problem}; the rules alone suggest.").format(problem=problem.said(_))
    examples = training_examples(pack)
    if is_stale(pack, examples):
        return _("The model is older than the examples; fit it anew with: veeduria rules fit")
    return ""
