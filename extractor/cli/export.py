"""`veeduria export`: what was read and decided, as CSV or JSON Lines, streamed."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from extractor.cli import doors
from extractor.cli.contracts import (
    COLUMNS,
    Record,
    Veil,
    action_record,
    decision_record,
    file_record,
    flat,
    letter_record,
    problem_record,
    statement_record,
)
from extractor.cli.i18n import _
from extractor.cli.options import KINDS, LEVELS, current_db, current_pack, format_of, known_body, shared_options
from extractor.cli.unmasking import unmasked_option, veil
from extractor.core.clean import harmless

if TYPE_CHECKING:
    from db.connection import Database

FORMATS = ("csv", "jsonl")
SHAPES: dict[str, Callable[[Any, Veil], Record]] = {
    "letters": letter_record,
    "statements": statement_record,
    "actions": action_record,
    "problems": problem_record,
    "files": file_record,
    "decisions": decision_record,
}
OF_STATEMENTS = ("statements", "docbin", "label-studio", "prodigy", "web-annotations")
NARROWED = {  # what each option narrows
    "body": ("letters", "actions", "followthemoney", *OF_STATEMENTS),
    "level": ("actions", "followthemoney", *OF_STATEMENTS),
    **dict.fromkeys(("kind", "letter", "decided", "words"), OF_STATEMENTS),
}


@shared_options
@click.command(
    "export",
    help=_(
        "Write letters, statements, confirmed actions, problems, decisions, or what became of each file. Private"
        " persons' data is masked.\n\n"
        "\b\nExamples:\n"
        "  veeduria export actions --output actions.csv\n"
        "  veeduria export statements --format jsonl --body PJ\n"
        "  veeduria export statements --open --kind action\n"
        "  veeduria export docbin --decided --output train.spacy"
    ),
)
@click.argument("what", type=click.Choice([*SHAPES, *doors.DOORS]))
@click.option("--format", "form", type=click.Choice(FORMATS), help=_("Default: as the file is called, else csv."))
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=_("FILE"),
    help=_("Where to write (default: to the screen)."),
)
@click.option("--body", metavar=_("BODY"), help=_("Only this body."))
@click.option("--level", type=LEVELS, help=_("Only this level (statements, actions)."))
@click.option("--kind", type=KINDS, multiple=True, help=_("Only this kind (statements)."))
@click.option(
    "--letter", metavar=_("FILE"), help=_("Only this letter: its file name or the start of its hash (statements).")
)
@click.option("--decided/--open", default=None, help=_("Only what is decided, or still open (statements)."))
@click.option("--words", metavar=_("WORDS"), help=_("Only statements that hold these words."))
@unmasked_option()
def command(
    what: str,
    form: str | None,
    output: Path | None,
    body: str | None,
    level: str | None,
    kind: tuple[str, ...],
    letter: str | None,
    decided: bool | None,
    words: str | None,
    unmasked: str | None,
) -> None:
    from db.connection import open_database
    from db.records import Filters
    from rules.loader import load_pack

    _refuse_idle(
        {"body": body, "level": level, "kind": kind, "letter": letter, "decided": decided, "words": words}, what
    )
    if what in doors.DOORS:
        if form is not None:
            raise click.UsageError(_("{what} has a format of its own.").format(what=what))
        with open_database(current_db()) as db:
            filters = Filters(known_body(db, body), level, kinds=kind, document=letter, decided=decided, words=words)
            doors.write(what, db, filters, load_pack(current_pack()), veil(f"export {what}", unmasked), output)
        return
    form = format_of(form, output, FORMATS) or FORMATS[0]
    with open_database(current_db()) as db:
        body = known_body(db, body)
        filters = Filters(body, level, kinds=kind, document=letter, decided=decided, words=words)
        shown = veil(f"export {what}", unmasked)
        records = (SHAPES[what](row, shown) for row in _rows(db, what, filters))
        with _opened(output, form) as file:
            (_write_csv if form == "csv" else _write_lines)(file, records, COLUMNS[what].split())


def _refuse_idle(options: Mapping[str, object], what: str) -> None:
    """Refuse options that would change nothing: who gives one would take everything for what was asked for."""
    for name, value in options.items():
        if value not in (None, ()) and what not in NARROWED[name]:
            option = "--decided/--open" if name == "decided" else f"--{name}"
            raise click.UsageError(_("{option} does not narrow {what}.").format(option=option, what=what))


def _rows(db: Database, what: str, filters: Any) -> Iterator[Any]:
    from db import queries

    match what:
        case "letters":
            return queries.letters(db, filters.institution)
        case "statements":
            return queries.statements(db, filters)
        case "actions":
            return queries.actions(db, filters.institution, filters.level)
        case "problems":
            return queries.problems(db)
        case "files":
            return queries.files(db)
        case _:
            return queries.decisions(db)


@contextmanager
def _opened(output: Path | None, form: str) -> Iterator[TextIO]:
    """Open the file, or the screen. A mark tells spreadsheets that a CSV file is UTF-8; a pipe gets none."""
    if output is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        yield sys.stdout
        return
    with output.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
        yield file


def _write_lines(file: TextIO, records: Iterator[Record], _columns: list[str]) -> None:
    for record in records:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _write_csv(file: TextIO, records: Iterator[Record], columns: list[str]) -> None:
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    for record in records:
        cells = {key: value for key, value in flat(record).items() if key in columns}
        writer.writerow({key: harmless(value) if isinstance(value, str) else value for key, value in cells.items()})
