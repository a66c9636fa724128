"""`veeduria export` for other tools: what each of them takes, from the same records that every export is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.contracts import Veil, action_record, statement_record
from extractor.cli.i18n import _, ngettext
from extractor.core.atomic import whole_file

if TYPE_CHECKING:
    from db.connection import Database
    from db.records import Filters
    from rules.models import Pack

Record = Mapping[str, Any]


def write(what: str, db: Database, filters: Filters, pack: Pack, veil: Veil, output: Path | None) -> None:
    """Write an export for another tool.

    Raises:
        UsageError: it cannot go to the screen, or needs a package that is not installed.
    """
    if what == "docbin":
        _docbin(db, filters, pack, veil, output)
        return
    lines = (json.dumps(one, ensure_ascii=False) for one in _objects(what, db, filters, pack, veil))
    if what == "label-studio":  # one list
        text = "[\n" + ",\n".join(lines) + "\n]\n"
        _put(output, [text])
    else:
        _put(output, (f"{line}\n" for line in lines))


def _objects(what: str, db: Database, filters: Filters, pack: Pack, veil: Veil) -> Iterator[dict[str, Any]]:
    from extractor.doors import annotation, followthemoney, patterns

    tools: dict[str, Callable[[Iterable[Record]], Iterator[dict[str, Any]]]] = {
        "label-studio": annotation.label_studio,
        "prodigy": annotation.prodigy,
        "web-annotations": annotation.web_annotations,
    }
    if what == "patterns":
        return patterns.pack_patterns(pack)
    if what == "followthemoney":
        return followthemoney.entities(_actions(db, filters, veil), pack)
    return tools[what](_statements(db, filters, veil))


DOORS = ("docbin", "label-studio", "prodigy", "web-annotations", "patterns", "followthemoney")


def _statements(db: Database, filters: Filters, veil: Veil) -> Iterator[Record]:
    from db import queries

    for row in queries.statements(db, filters):
        yield {**statement_record(row, veil), "box": list(astuple(row.box))}


def _actions(db: Database, filters: Filters, veil: Veil) -> Iterator[Record]:
    from db import queries

    return (action_record(row, veil) for row in queries.actions(db, filters.institution, filters.level))


def _docbin(db: Database, filters: Filters, pack: Pack, veil: Veil, output: Path | None) -> None:
    if output is None:
        raise click.UsageError(_("A file of this format cannot be shown on the screen; name one with --output."))
    try:
        from extractor.doors.docbin import write_docbin
    except ImportError as error:
        raise click.UsageError(_("This needs spaCy: pip install 'veeduria[spacy]'")) from error
    done = write_docbin(_statements(db, filters, veil), pack, output)
    said = ngettext("{n} text written; {widened} spans widened to whole words.",
                    "{n} texts written; {widened} spans widened to whole words.", done.texts)  # fmt: skip
    click.echo(said.format(n=done.texts, widened=done.widened))


def _put(output: Path | None, parts: Iterable[str]) -> None:
    if output is None:
        for part in parts:
            click.echo(part, nl=False)
        return
    with whole_file(output) as partial, partial.open("w", encoding="utf8") as file:
        file.writelines(parts)
