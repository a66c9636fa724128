"""The one way to private persons' data: `--unmasked REASON`, stored before anything is shown."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click

from extractor.cli.contracts import Veil
from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, now


def unmasked_option() -> Callable[[Any], Any]:
    return click.option("--unmasked", metavar=_("REASON"), help=_("Do not mask private data; the reason is stored."))


def veil(what: str, unmasked: str | None) -> Veil:
    """Return what texts are shown through; without a mask, only after the reason is stored."""
    if unmasked is None:
        from rules.loader import load_pack

        return Veil(load_pack(current_pack()))
    if not unmasked.strip():
        raise click.BadParameter(_("Give the reason."), param_hint="--unmasked")
    from db.store import open_store

    with open_store(current_db()) as store:
        store.disclose(what, unmasked.strip(), getpass.getuser(), now())
    return Veil(None)
