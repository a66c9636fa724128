"""`veeduria export` for other tools: what each of them takes, from the same records that every export is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli import packages
from extractor.cli.contracts import Sanitizer, action_record, statement_record
from extractor.cli.i18n import _, ngettext
from extractor.core.atomic import whole_file

if TYPE_CHECKING:
    from db.connection import Database
    from db.records import Filters, StatementRow
    from rules.models import Pack

Record = Mapping[str, Any]


def write(
    what: str,
    db: Database,
    filters: Filters,
    pack: Pack,
    sanitize: Sanitizer,
    output: Path | None,
    originals: bool = False,
) -> None:
    """Write an export for another tool.

    Raises:
        UsageError: it cannot go to the screen, or needs a package that is not installed.
    """
    if what in FILES:
        if output is None:
            raise click.UsageError(_("A file of this format cannot be shown on the screen; name one with --output."))
        if what == "crate":
            packages.write_crate(db, filters, pack, sanitize, output, originals)
        else:
            FILES[what](db, filters, pack, sanitize, output)
        return
    if what == "label-studio-config":
        from extractor.doors.annotation import label_config

        _put(output, [label_config(pack)])
        return
    lines = (json.dumps(one, ensure_ascii=False) for one in _objects(what, db, filters, pack, sanitize))
    if what == "label-studio":  # one list
        text = "[\n" + ",\n".join(lines) + "\n]\n"
        _put(output, [text])
    else:
        _put(output, (f"{line}\n" for line in lines))


def _objects(what: str, db: Database, filters: Filters, pack: Pack, sanitize: Sanitizer) -> Iterator[dict[str, Any]]:
    from extractor.doors import annotation, followthemoney, patterns

    tools: dict[str, Callable[[Iterable[Record]], Iterator[dict[str, Any]]]] = {
        "label-studio": annotation.label_studio,
        "prodigy": annotation.prodigy,
        "web-annotations": annotation.web_annotations,
    }
    if what == "patterns":
        return patterns.pack_patterns(pack)
    if what == "followthemoney":
        return followthemoney.entities(_actions(db, filters, sanitize), pack)
    return tools[what](_statements(db, filters, sanitize, pack))


def _statements(db: Database, filters: Filters, sanitize: Sanitizer, pack: Pack) -> Iterator[Record]:
    return (record for letter in _letters(db, filters, sanitize, pack) for record in letter)


def _letters(db: Database, filters: Filters, sanitize: Sanitizer, pack: Pack) -> Iterator[Iterator[Record]]:
    """Yield the statements letter by letter, each with its box and the control that lets an answer come back."""
    from db import queries
    from db.gate import Gate
    from extractor.review.sheet.rows import sheet_line

    marks = Gate(db, pack)

    def record(row: StatementRow) -> Record:
        marked = row if row.mark else replace(row, mark=marks.mark(row.content_hash))
        control = sheet_line(marked, pack, sanitize).control
        return {**statement_record(row, sanitize), "box": list(astuple(row.box)), "control": control}

    for _sha256, rows in groupby(queries.statements(db, filters), key=lambda row: row.sha256):
        yield map(record, rows)


def _actions(db: Database, filters: Filters, sanitize: Sanitizer) -> Iterator[Record]:
    from db import action_rows

    return (action_record(row, sanitize) for row in action_rows.actions(db, filters.institution, filters.level))


def _docbin(db: Database, filters: Filters, pack: Pack, sanitize: Sanitizer, output: Path) -> None:
    try:
        from extractor.doors.docbin import write_docbin
    except ImportError as error:
        raise click.UsageError(_("This needs spaCy: pip install 'veeduria[spacy]'")) from error
    done = write_docbin(_statements(db, filters, sanitize, pack), pack, output)
    said = ngettext("{n} text written; {widened} spans widened to whole words.",
                    "{n} texts written; {widened} spans widened to whole words.", done.texts)  # fmt: skip
    click.echo(said.format(n=done.texts, widened=done.widened))


def _cas(db: Database, filters: Filters, pack: Pack, sanitize: Sanitizer, output: Path) -> None:
    try:
        from extractor.doors.inception import write_cas
    except ImportError as error:
        raise click.UsageError(_("This needs dkpro-cassis: pip install 'veeduria[annotation]'")) from error
    done = write_cas(map(list, _letters(db, filters, sanitize, pack)), output)
    said = ngettext("{n} letter written, with {statements} statements.",
                    "{n} letters written, with {statements} statements.", done.letters)  # fmt: skip
    click.echo(said.format(n=done.letters, statements=done.statements))


FILES = {"docbin": _docbin, "cas": _cas, "sqlite": packages.write_sqlite, "datapackage": packages.write_datapackage,
         "crate": packages.write_crate}  # fmt: skip
DOORS = (
    *FILES, "label-studio", "label-studio-config", "prodigy", "web-annotations", "patterns", "followthemoney",
)  # fmt: skip


def _put(output: Path | None, parts: Iterable[str]) -> None:
    if output is None:
        for part in parts:
            click.echo(part, nl=False)
        return
    with whole_file(output) as partial, partial.open("w", encoding="utf8") as file:
        file.writelines(parts)
