"""`veeduria rules fit`: fit a pack's model to its examples."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_pack, shared_options


@shared_options
@click.command(
    "fit",
    help=_(
        "Fit the model of a pack to its examples (examples/*.jsonl, one object a line: text, kind, obligation) and "
        "those of its rules. The model is written into the pack's folder and used beside the rules from then on.\n\n"
        "\b\nExample:\n  veeduria rules fit my-pack/"
    ),
)
@click.argument("folder", required=False, metavar=_("[NAME|FOLDER]"))
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help=_("Write the model here instead, to look at it.")
)
def fit(folder: str | None, output: Path | None) -> None:
    from rules.folders import MODEL, pack_folder
    from rules.model.file import write_model
    from rules.model.fit import FitError, fit, training_examples
    from rules.reader import checked_pack

    name = folder or current_pack()
    pack = checked_pack(name)
    examples = training_examples(pack)
    model = fit(pack, examples)
    if model is None:
        raise FitError(
            "{pack}: too few examples to fit a model to ({count}); the rules alone suggest",
            pack=pack.info.id,
            count=len(examples),
        )
    size = write_model(model, pack.info.id, output or pack_folder(name) / MODEL)
    click.echo(
        _("{pack}: fitted to {count} examples; {heads} questions, {size} kB").format(
            pack=pack.info.id, count=len(examples), heads=len(model.heads), size=-(-size // 1000)
        )
    )
