"""`veeduria completion`: the line that switches on completion in the user's shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from extractor.cli.i18n import _
from extractor.cli.options import shared_options


@shared_options
@click.command(
    "completion",
    help=_("Print the shell's completion script.\n\n\b\nExample:\n  veeduria completion bash >> ~/.bashrc"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(ctx.find_root().command, {}, "veeduria", "_VEEDURIA_COMPLETE").source())
