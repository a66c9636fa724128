"""`veeduria export`: what was read and decided, as CSV, JSON Lines or a workbook, streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.records import Filters
from extractor.cli import doors
from extractor.cli.contracts import (
    COLUMNS,
    Record,
    Sanitizer,
    action_record,
    decision_record,
    figure_record,
    file_record,
    letter_record,
    problem_record,
    statement_record,
)
from extractor.cli.i18n import _, speaks
from extractor.cli.options import (
    KINDS,
    LEVELS,
    current_db,
    current_pack,
    examples_option,
    format_of,
    known_body,
    known_letter,
    options_as,
    output_option,
    shared_options,
)
from extractor.cli.teaching import likenesses, taught_pack
from extractor.cli.unmasking import guard, make_sanitizer, unmasked_option
from extractor.cli.writing import BINARY, FORMATS, opened

if TYPE_CHECKING:
    from db.connection import Database
    from db.records import Filters

SHAPES: dict[str, Callable[[Any, Sanitizer], Record]] = {
    "letters": letter_record,
    "statements": statement_record,
    "actions": action_record,
    "figures": figure_record,
    "problems": problem_record,
    "files": file_record,
    "decisions": decision_record,
}
OF_STATEMENTS = ("statements", "docbin", "cas", "label-studio", "prodigy", "web-annotations")
NARROWED = {  # what each option narrows
    "body": ("letters", "actions", "figures", "followthemoney", *OF_STATEMENTS),
    "level": ("actions", "followthemoney", *OF_STATEMENTS),
    **dict.fromkeys(("kind", "letter", "decided", "words"), OF_STATEMENTS),
}


@dataclass(frozen=True, slots=True)
class TargetOptions:
    """Where the rows go: the format by name, the file, the headings of its columns."""

    form: str | None
    output: Path | None
    headings: str | None

    def chosen(self) -> str:
        """Return the format asked for, by name or by the file's suffix."""
        form = format_of(self.form, self.output, tuple(FORMATS)) or "csv"
        if self.output is None and form in BINARY:
            raise click.UsageError(_("A file of this format cannot be shown on the screen; name one with --output."))
        return form


@dataclass(frozen=True, slots=True)
class NarrowingOptions:
    """What is left of all rows: each option narrows some kinds of records."""

    body: str | None
    level: str | None
    kind: tuple[str, ...]
    letter: str | None
    decided: bool | None
    words: str | None

    def refuse_idle(self, what: str) -> None:
        """Refuse options that would change nothing: who gives one would take everything for what was asked for."""
        for name in NARROWED:
            if getattr(self, name) not in (None, ()) and what not in NARROWED[name]:
                option = "--decided/--open" if name == "decided" else f"--{name}"
                raise click.UsageError(_("{option} does not narrow {what}.").format(option=option, what=what))

    def filters(self, db: Database) -> Filters:
        return Filters(
            known_body(db, self.body),
            self.level,
            kinds=self.kind,
            document=known_letter(db, self.letter),
            decided=self.decided,
            words=self.words,
        )


@dataclass(frozen=True, slots=True)
class CrateOptions:
    """What a crate holds beside the rows, and who publishes it."""

    originals: bool
    publisher: str | None
    address: str | None
    licence: str | None

    @property
    def publication(self) -> dict[str, Any]:
        """What is said of the publication, by the names of the pack."""
        told = {"observatory": self.publisher, "address": self.address, "license": self.licence}
        return {name: value for name, value in told.items() if value}

    def check(self, what: str, unmasked: str | None) -> None:
        """Refuse what goes with a crate alone."""
        if self.originals and (what != "crate" or unmasked is None):
            raise click.UsageError(_("--originals goes with crate and --unmasked: originals hold everything."))
        if self.publication and what != "crate":
            raise click.UsageError(_("--publisher, --address and --license go with crate."))


@shared_options
@click.command(
    "export",
    help=_(
        "Write letters, statements, confirmed actions, figures told, problems, decisions, or what became of each file."
        " Private persons' data is masked.\n\n"
        "WHAT is one of {{{whats}}}.\n\n"
        "\b\nExamples:\n"
        "  veeduria export actions --output actions.csv\n"
        "  veeduria export statements --format jsonl --body PJ\n"
        "  veeduria export statements --open --kind action\n"
        "  veeduria export docbin --decided --output train.spacy"
    ).format(whats=", ".join([*SHAPES, *doors.DOORS])),
)
@click.argument("what", metavar=_("WHAT"), type=click.Choice([*SHAPES, *doors.DOORS]))
@options_as(
    "target",
    TargetOptions,
    click.option(
        "--format", "form", type=click.Choice(list(FORMATS)), help=_("Default: as the file is called, else csv.")
    ),
    output_option("output"),
    click.option(
        "--headings",
        type=click.Choice(["keys", "es"]),
        help=_(
            "How the columns of CSV and XLSX are headed: by their documented keys, or in Spanish (default: keys; of"
            " XLSX, the language the program speaks)."
        ),
    ),
)
@options_as(
    "narrowing",
    NarrowingOptions,
    click.option("--body", metavar=_("BODY"), help=_("Only this body.")),
    click.option("--level", type=LEVELS, help=_("Only this level (statements, actions).")),
    click.option("--kind", type=KINDS, multiple=True, help=_("Only this kind (statements).")),
    click.option(
        "--letter", metavar=_("FILE"), help=_("Only this letter: its file name or the start of its hash (statements).")
    ),
    click.option("--decided/--open", default=None, help=_("Only what is decided, or still open (statements).")),
    click.option("--words", metavar=_("WORDS"), help=_("Only statements that hold these words.")),
)
@options_as(
    "crate",
    CrateOptions,
    click.option("--originals", is_flag=True, help=_("Put the originals in too (crate); goes with --unmasked.")),
    click.option("--publisher", metavar=_("NAME"), help=_("Who publishes the crate (default: as the pack says).")),
    click.option("--address", metavar="URL", help=_("The publisher's address on the web (crate).")),
    click.option("--license", "licence", metavar=_("URL|TEXT"), help=_("What others may do with the crate.")),
)
@examples_option()
@unmasked_option()
def command(
    what: str,
    target: TargetOptions,
    narrowing: NarrowingOptions,
    crate: CrateOptions,
    examples: bool,
    unmasked: str | None,
) -> None:
    from db.connection import open_database
    from rules.loader import load_pack

    narrowing.refuse_idle(what)
    crate.check(what, unmasked)
    if what in doors.DOORS:
        if target.form is not None:
            raise click.UsageError(_("{what} has a format of its own.").format(what=what))
        with open_database(current_db()) as db:
            filters = narrowing.filters(db)
            shown = make_sanitizer(f"export {what}", unmasked)
            pack = load_pack(current_pack())
            pack = replace(pack, publication=replace(pack.publication, **crate.publication))
            doors.write(what, guard(db, shown), filters, pack, shown, target.output, crate.originals)
        return
    form = target.chosen()
    if examples and (what != "statements" or form == "csv"):
        raise click.UsageError(_("--examples goes with statements as JSON Lines."))
    with open_database(current_db()) as db:
        filters = narrowing.filters(db)
        shown = make_sanitizer(f"export {what}", unmasked)
        records: Iterator[Record] = (SHAPES[what](row, shown) for row in _rows(guard(db, shown), what, filters))
        if what == "statements" and form != "csv":
            records = _with_precedents(records, db, examples)
        columns = COLUMNS[what].split()
        with opened(target.output, form) as file:
            FORMATS[form](file, records, columns, _headings(columns, target.headings, form))


def _headings(columns: Sequence[str], language: str | None, form: str) -> Sequence[str]:
    """Return the headings of the columns: their documented keys, or words of the published pages' language."""
    if (language or ("es" if form == "xlsx" and speaks() == "es" else "keys")) == "keys":
        return columns
    from extractor.publish.words import headings_in  # reads YAML

    return headings_in(columns)


def _with_precedents(records: Iterator[Record], db: Database, examples: bool) -> Iterator[Record]:
    """Add to each statement the filed actions most like it, each with who filed it and where it stands."""
    near = likenesses(taught_pack(), db, examples)
    for record in records:
        body, named = record["institution"], (one["obligation"] for one in record["suggestions"])
        yield {**record, "precedents": near(record["text"], body, record["id"], named) if near and body else []}


def _rows(db: Database, what: str, filters: Any) -> Iterator[Any]:
    from db import action_rows, letter_rows, queries

    match what:
        case "letters":
            return letter_rows.letters(db, filters.institution)
        case "statements":
            return queries.statements(db, filters)
        case "actions":
            filed = action_rows.actions(db, filters.institution, filters.level)
            others = action_rows.actions_without_function(db, filters.institution, level=filters.level)
            return chain(filed, others)
        case "figures":
            from extractor.publish.figures import told_figures

            return told_figures(db, filters.institution)
        case "problems":
            return letter_rows.problems(db)
        case "files":
            return letter_rows.files(db)
        case _:
            return queries.decisions(db)
