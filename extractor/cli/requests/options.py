"""Options and wording that the commands of `veeduria requests` share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.cli.i18n import _
from extractor.cli.unmasking import said as said_of

if TYPE_CHECKING:
    from extractor.rounds.register import Request
    from rules.models import Pack

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Command], Command]


def day_option(help: str = "") -> Option[Any]:
    said = help or _("As of this day (default: today).")
    return click.option("--on", "day", callback=_day, metavar=_("DAY"), help=said)


def _day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(_("{value} is no day; write it YYYY-MM-DD.").format(value=value)) from None


def pair_option(name: str, help: str) -> Option[Any]:
    return click.option(name, type=(str, str), multiple=True, metavar=_("REQUEST DOCUMENT"), help=help)


def wave_titles(pack: Pack) -> dict[str, str]:
    """Return what people call each wave, by its id."""
    return {wave.id: wave.title for wave in pack.calendar.waves}


def named(request: Request, pack: Pack) -> str:
    """Name a request in a line: the start of its id, its wave, and who was asked what."""
    parts = (request.institution, request.unit, request.reference)
    wave = wave_titles(pack).get(request.wave, request.wave)
    return f"{request.id[:8]}  {wave}  {', '.join(said_of(part) for part in parts if part)}"
