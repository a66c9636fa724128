"""`veeduria rules`: check, list, explain, count, compare and start rule packs."""

from __future__ import annotations

import click

from extractor.cli.i18n import _
from extractor.cli.rules import checking, counting, explaining, fitting, listing, outside


@click.group(
    "rules",
    help=_(
        "Check, explain, measure and start rule packs.\n\n"
        "\b\nExamples:\n"
        "  veeduria rules check my-pack/\n"
        '  veeduria rules explain "Se capacitó a 30 docentes" --institution MINEDU'
    ),
    no_args_is_help=True,
)
def command() -> None:
    pass


for part in (
    checking.check,
    listing.list_,
    explaining.explain,
    counting.stats,
    counting.diff,
    checking.new,
    fitting.fit,
    outside.outside,
):
    command.add_command(part)
