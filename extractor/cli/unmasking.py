"""The one way to private persons' data: `--unmasked REASON`, stored before anything is shown."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.contracts import Sanitizer
from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, now
from extractor.cli.progress import bar
from extractor.core.clean import clean

if TYPE_CHECKING:
    from db.connection import Database

OWNER_ALONE = 0o077


def unmasked_option() -> Callable[[Any], Any]:
    return click.option("--unmasked", metavar=_("REASON"), help=_("Do not mask private data; the reason is stored."))


def make_sanitizer(what: str, unmasked: str | None) -> Sanitizer:
    """Return what texts are shown through; unmasked, only after the reason is stored."""
    if unmasked is None:
        return Sanitizer(masked=True)
    if not unmasked.strip():
        raise click.BadParameter(_("Give the reason."), param_hint="--unmasked")
    from db.store import open_store

    with open_store(current_db()) as store:
        store.disclose(what, unmasked.strip(), getpass.getuser(), now())
    before = os.umask(OWNER_ALONE)  # what is written now is for the user's eyes alone
    click.get_current_context().call_on_close(lambda: os.umask(before))
    return Sanitizer(masked=False)


def guard(db: Database, shown: Sanitizer | None = None) -> Database:
    """Let everything that is read from the database from now on pass its gate, unless what is shown is unmasked."""
    if shown is None or shown.masked:
        from db.gate import Gate
        from rules.loader import load_pack

        db.gate = Gate(db, load_pack(current_pack()))
    return db


def masked_ahead(db: Database) -> None:
    """Mask what is filed on all cores, a bar telling how far it is."""
    from db.action_rows import filed_by_body
    from extractor.publish.ahead import mask_ahead

    with bar(_("Looking for private data"), sum(filed_by_body(db).values())) as done:
        mask_ahead(db, current_pack(), done)


def file_name(name: str) -> str:
    """Return the name of a file as it may stand in a log: without the names of persons in it."""
    from extractor.privacy import mask_file_name
    from rules.loader import load_pack

    return mask_file_name(name, load_pack(current_pack()))


def said(text: str) -> str:
    """Return a text of a letter as it may stand in a log."""
    from extractor.privacy import mask
    from rules.loader import load_pack

    return mask(clean(text), load_pack(current_pack()))
