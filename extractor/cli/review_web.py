"""`veeduria review --web`: the same review in the browser, beside the image of the page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.i18n import _, speaks
from extractor.cli.options import current_db

if TYPE_CHECKING:
    from db.store import Store
    from extractor.review.session import ReviewSession

OPTIONS = (
    click.option("--at", metavar=_("ID"), help=_("Begin at this statement.")),
    click.option("--web", is_flag=True, help=_("Review in the browser, beside the image of the page.")),
    click.option(
        "--port", type=click.IntRange(0, 65535), default=0, help=_("With --web: the port (default: a free one).")
    ),
    click.option(
        "--host",
        default="127.0.0.1",
        metavar=_("ADDRESS"),
        show_default=True,
        help=_("With --web: the address to serve on; others than this machine's own can be reached by others."),
    ),
    click.option("--open/--no-open", "opened", default=True, help=_("With --web: open the browser.")),
    click.option(
        "--password", envvar="VEEDURIA_PASSWORD", metavar=_("WORD"), help=_("The password of encrypted files.")
    ),
)


def web_options(command: Any) -> Any:
    """Add the options of the web screen."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def serve_review(
    make: Callable[[Store, str], ReviewSession],
    reviewer: str,
    at: str,
    host: str,
    port: int,
    opened: bool,
    password: str | None,
) -> None:
    """Print the address, open the browser if asked, and serve until interrupted."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise click.UsageError(_("Starlette or uvicorn is missing. Install them with: pip install 'veeduria[web]'"))
    from extractor.cli.opening import open_address
    from extractor.review.web.serve import listen, serve

    place = listen(host, port)
    with place.at:
        click.echo(place.address(at))
        sys.stdout.flush()
        click.echo(_("Keep this address to yourself: it shows the letters whole. Press Ctrl+C to end."), err=True)
        with open_address(place.address(at)) if opened else nullcontext():
            serve(current_db(), place, make, reviewer, speaks(), password)
