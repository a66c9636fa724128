"""`veeduria seal`: a small signed statement of how the log of decisions stands, to be kept elsewhere."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, now, shared_options
from extractor.core.atomic import whole_file


@shared_options
@click.command(
    "seal",
    help=_(
        "Print a seal: a few signed lines that say how the log of decisions stands. Keep it elsewhere (in a report, an "
        "e-mail, a printed page); `veeduria verify --against FILE` then shows whatever was done to the log since, even "
        "if somebody made all of it anew. The key is made on first use, beside the database.\n\n"
        "\b\nExamples:\n"
        "  veeduria seal\n"
        "  veeduria seal --output seal.txt\n"
        "  veeduria seal --output seal.txt --timestamp https://tsa.example"
    ),
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=_("FILE"),
    help=_("Write it to this file too and, beside it, to FILE.leaves, what tells exactly where a log was changed."),
)
@click.option(
    "--timestamp",
    "authority",
    metavar="URL",
    help=_(
        "Have this authority (RFC 3161) stamp when the seal existed, into FILE.tsr beside it. Only a digest of the "
        "seal is sent."
    ),
)
def command(output: Path | None, authority: str | None) -> None:
    from db.audit import leaves
    from db.connection import open_database
    from db.seals import latest_seal
    from db.store import open_store
    from extractor.ingest.seals import give_seal

    if authority and not output:
        raise click.UsageError(_("--timestamp goes with --output."))
    open_database(current_db()).close()  # a seal never makes a database
    with open_store(current_db()) as store:
        before = latest_seal(store)
        seal = give_seal(store, now(), version("veeduria"))
        hashes = [leaf.hex() for leaf in leaves(store.connection, seal.sequence)] if output else []
    if before is not None and f"\nkey: {seal.key}\n" not in before.seal:
        click.echo(
            _("This seal has another key than the one before it: publish the new key, and since when."), err=True
        )
    click.echo(str(seal), nl=False)
    if output:
        _write(output, str(seal).encode())
        _write(output.with_name(output.name + ".leaves"), ("\n".join(hashes) + "\n").encode())
    if output and authority:
        from extractor.ingest.stamps import ask

        _write(output.with_name(output.name + ".tsr"), ask(authority, str(seal)))


def _write(path: Path, data: bytes) -> None:
    with whole_file(path) as partial:
        partial.write_bytes(data)
