"""`veeduria requests`: the register of request letters, the replies to them, and where each stands."""

from __future__ import annotations

import click

from extractor.cli.i18n import _
from extractor.cli.requests import linking, questions, register, replying, standing


@click.group(
    "requests",
    help=_(
        "The register of request letters: who was asked, who answered, who is late.\n\n"
        "\b\nExamples:\n"
        "  veeduria requests import register.xlsx\n"
        "  veeduria requests link\n"
        "  veeduria requests list --overdue\n"
        "  veeduria requests status"
    ),
)
def command() -> None:
    pass


for part in (
    register.command,
    register.withdrawing,
    standing.list_,
    standing.status,
    linking.command,
    replying.command,
    questions.command,
):
    command.add_command(part)
