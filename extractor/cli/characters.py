"""What `veeduria verify --characters` prints: where the characters of each letter went, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import click

from db import letter_rows
from db.connection import Database
from extractor.cli.i18n import _, ngettext
from extractor.cli.unmasking import file_name, guard
from extractor.core.clean import harmless


def say_characters(db: Database, dropped: bool) -> int:
    """Print each letter's share per fate, and all letters' together; return how many characters are in none."""
    whole: Counter[str] = Counter()
    files = 0
    for sha256, name, fates in letter_rows.characters(db):
        files += 1
        whole.update(fates)
        shown = file_name(name)
        said = f"{shown}: {_shares(fates)}" if fates else _("{name}: not counted; read it again").format(name=shown)
        click.echo(said)
        if dropped:
            _say_dropped(db, sha256)
    letters = ngettext("{n} letter", "{n} letters", files).format(n=files)
    click.echo(f"{letters}: {_shares(whole)}")
    return whole["lost"]


def _shares(fates: Mapping[str, int]) -> str:
    names = {
        "statement": _("statements"),
        "detail": _("cells"),
        "head": _("head"),
        "furniture": _("furniture"),
        "hidden": _("hidden"),
        "twice": _("drawn twice"),
    }
    given = sum(fates.values())
    total = ngettext("{n} character", "{n} characters", given).format(n=given)
    shares = ", ".join(f"{name} {fates.get(fate, 0) / max(1, given):.1%}" for fate, name in names.items())
    nowhere = _("nowhere {n}").format(n=fates.get("lost", 0))
    return f"{total}: {shares}; {nowhere}"


def _say_dropped(db: Database, sha256: str) -> None:
    causes = {
        "repeated": _("on most pages"),
        "counted": _("on most pages, with their number"),
        "page_number": _("page number"),
        "footer": _("footer"),
        "motto": _("motto"),
        "sideways": _("along the sheet's edge"),
        "stamp": _("in stamps of receipt"),
        "watermark": _("across the text"),
        "table_head": _("header of a table"),
        "hidden": _("not shown"),
        "twice": _("drawn twice"),
    }
    gate = guard(db).gate
    assert gate is not None
    for aside in letter_rows.set_aside(db, sha256):
        page = _("page {n}").format(n=aside.page)
        click.echo(f"  {page}, {causes.get(aside.cause, aside.cause)}: {harmless(gate.text(aside.text, sha256))}")
