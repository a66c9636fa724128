"""`veeduria browse`: the database in the browser, on this machine, for reading."""

from __future__ import annotations

import secrets

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, shared_options
from extractor.cli.unmasking import make_sanitizer, unmasked_option


@shared_options
@click.command(
    "browse",
    help=_(
        "Show the database in the browser: search, facets and ready-made questions. Only this machine is answered, and "
        "only the browser that opens the printed address first; nothing can be changed. Private persons' data is "
        "masked; with --unmasked it is shown, and so are the original pages.\n\n"
        "\b\nExamples:\n"
        "  veeduria browse\n"
        "  veeduria browse --port 8080 --no-open\n"
        '  veeduria browse --sql --unmasked "comparing with the originals"'
    ),
)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help=_("0 takes a free one."))
@click.option("--open/--no-open", "opened", default=True, help=_("Open the browser."))
@click.option("--sql", is_flag=True, help=_("Let questions be asked in SQL, too."))
@unmasked_option()
def command(port: int, opened: bool, sql: bool, unmasked: str | None) -> None:
    from importlib.util import find_spec

    from db.connection import open_database
    from rules.loader import load_pack

    if find_spec("datasette") is None:
        raise click.UsageError(_("Datasette is missing. Install it with: pip install 'veeduria[browse]'"))
    from extractor.browse import HOST, listen, serve

    open_database(current_db()).close()  # one of ours, and up to date
    shown = make_sanitizer("browse", unmasked)
    pack = load_pack(current_pack()) if shown.masked else None
    token = secrets.token_urlsafe(24)
    with listen(port) as at:
        address = f"http://{HOST}:{at.getsockname()[1]}/veeduria?token={token}"
        said = (
            _("{address} opens the database, once. Private data is masked. Press Ctrl+C to end.")
            if shown.masked
            else _("{address} opens the database, once, private data included. Press Ctrl+C to end.")
        )
        click.echo(said.format(address=address))
        if opened:
            import webbrowser

            webbrowser.open(address)
        serve(current_db(), at, token, pack, sql)
