"""`veeduria browse`: the database in the browser, on this machine, for reading."""

from __future__ import annotations

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, shared_options


@shared_options
@click.command(
    "browse",
    help=_(
        "Show the database in the browser: search, facets, ready-made questions and the original pages. Only this "
        "machine is answered and nothing can be changed. Texts are shown whole, private data included: keep it to "
        "the team.\n\n"
        "\b\nExamples:\n"
        "  veeduria browse\n"
        "  veeduria browse --port 8080 --no-open"
    ),
)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help=_("0 takes a free one."))
@click.option("--open/--no-open", "opened", default=True, help=_("Open the browser."))
def command(port: int, opened: bool) -> None:
    from importlib.util import find_spec

    from db.connection import open_database

    if find_spec("datasette") is None:
        raise click.UsageError(_("Datasette is missing. Install it with: pip install 'veeduria[browse]'"))
    from extractor.browse import HOST, listen, serve

    open_database(current_db()).close()  # one of ours, and up to date
    with listen(port) as at:
        address = f"http://{HOST}:{at.getsockname()[1]}/veeduria"
        click.echo(
            _("{address} shows the database, private data included. Press Ctrl+C to end.").format(address=address)
        )
        if opened:
            import webbrowser

            webbrowser.open(address)
        serve(current_db(), at)
