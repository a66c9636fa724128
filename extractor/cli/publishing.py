"""`veeduria report balance --publish`: the site of a balance, with its seal and its proofs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, now

if TYPE_CHECKING:
    from extractor.ingest.seals import Seal
    from extractor.publish.balance import ReportContext
    from extractor.publish.tables import Cover


def publish_site(made: ReportContext, folder: Path, pages: bool, title: str, cover: Cover) -> None:
    """Write the site of a balance, sealed, and say what it holds."""
    from extractor.batch.drawing import Drawer
    from extractor.publish.annual_report import nowhere, site
    from extractor.publish.check import PROOFS, SEAL
    from extractor.publish.pictures import Pictures
    from extractor.publish.proofs import SCRIPT
    from extractor.publish.site import write_site
    from extractor.publish.words import say

    assert made.db.gate is not None
    sealable = _seal_log(made)
    proofs = (
        [(SEAL, say("whole.seal")), (PROOFS, say("whole.proofs")), (SCRIPT, say("whole.check"))] if sealable else []
    )
    with tempfile.TemporaryDirectory() as kept, Drawer() as drawer:
        pictures = Pictures(made.db, made.db.gate, Path(kept), drawer)
        files: Iterable[tuple[str, bytes]] = chain(
            site(made, pictures.link if pages else nowhere, proofs, title, cover), pictures.files()
        )
        count = write_site(folder, _proven(made, files) if sealable else files)
    click.echo(ngettext("{n} file written", "{n} files written", count).format(n=count))
    if pictures.left_out:
        said = ngettext(
            "{n} cited page has no picture: it was recognised from an image, may show other than its text, or is of "
            "no letter that is kept.",
            "{n} cited pages have no picture: they were recognised from images, may show other than their text, or are "
            "of no letter that is kept.",
            pictures.left_out,
        )
        click.echo(said.format(n=pictures.left_out))
    if sealable:
        _say_seal(folder)


def _seal_log(made: ReportContext) -> bool:
    """Seal what came since the last seal, so that the pages carry one; False where nothing can be sealed."""
    from db.seals import latest_seal
    from extractor.ingest.seals import Unsealable

    given = latest_seal(made.db)
    if given is not None and given.length == given.sequence + 1:
        return True
    try:
        _seal()
    except Unsealable as error:
        click.echo(error.said(_), err=True)
        return False
    return True


def _seal(published: str = "") -> Seal:
    from db.store import open_store
    from extractor.ingest.seals import give_seal

    with open_store(current_db()) as store:
        return give_seal(store, now(), version("veeduria"), published)


def _proven(made: ReportContext, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    from extractor.publish.annual_report import balance, nowhere
    from extractor.publish.proofs import proven

    functions = {one.id for one in made.pack.obligations}
    return proven(files, balance(made, nowhere).sections, made.db, functions, _seal)


def _say_seal(folder: Path) -> None:
    """Check what was written as a stranger will, and show the seal to be kept elsewhere.

    Raises:
        SealError: somebody decided meanwhile, or changed the files.
    """
    from extractor.ingest.seals import SealError
    from extractor.publish.check import SEAL, check

    seal = (folder / SEAL).read_text("utf8")
    if check(folder, seal)[0]:
        raise SealError("What was written is not what was sealed: something changed meanwhile. Publish it again.")
    click.echo(
        _("Keep this seal elsewhere too; `python3 check.py SEAL` in the folder checks all of it, on any machine:")
    )
    click.echo(seal, nl=False)
