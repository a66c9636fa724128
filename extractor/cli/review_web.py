"""`veeduria review --web`: the same review in the browser, beside the image of the page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.i18n import _, speaks
from extractor.cli.options import current_db, options_as

if TYPE_CHECKING:
    from db.store import Store
    from extractor.review.session import ReviewSession


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """Where the review is shown: from which statement on, here or in the browser, served at which address."""

    at: str | None
    web: bool
    port: int
    host: str
    opened: bool
    password: str | None

    def check(self, elsewhere: str) -> None:
        """Refuse to begin here without a terminal; say what goes without one."""
        if not self.web and not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise click.UsageError(elsewhere)


def screen_options() -> Callable[[Any], Any]:
    """Add the options of the screen to a command; it gets them as `screen`."""
    return options_as(
        "screen",
        ScreenOptions,
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


def serve_review(make: Callable[[Store, str], ReviewSession], reviewer: str, screen: ScreenOptions) -> None:
    """Print the address, open the browser if asked, and serve until interrupted."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise click.UsageError(_("Starlette or uvicorn is missing. Install them with: pip install 'veeduria[web]'"))
    from extractor.cli.opening import open_address
    from extractor.review.web.serve import listen, serve

    place = listen(screen.host, screen.port)
    with place.at:
        click.echo(place.address(screen.at or ""))
        sys.stdout.flush()
        click.echo(_("Keep this address to yourself: it shows the letters whole. Press Ctrl+C to end."), err=True)
        with open_address(place.address(screen.at or "")) if screen.opened else nullcontext():
            serve(current_db(), place, make, reviewer, speaks(), screen.password)
