"""`veeduria export sqlite`, `datapackage` and `crate`: everything at once, in tables that refer to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.records import Filters
from extractor.cli.contracts import (
    COLUMNS,
    Sanitizer,
    action_record,
    decision_record,
    flat,
    letter_record,
    statement_record,
)
from extractor.cli.i18n import ngettext
from extractor.cli.options import now
from extractor.core.atomic import whole_file

if TYPE_CHECKING:
    from db.connection import Database
    from db.gate import Gate
    from db.publication import Published
    from db.records import Filters
    from rules.models import Pack

Row = Mapping[str, Any]
Tables = Iterator[tuple["Published", Iterator[Row]]]


class MaskedTables:
    """The tables as they are given away: masked, letters and reviewers under keyed ids."""

    def __init__(self, db: Database, pack: Pack, sanitize: Sanitizer) -> None:
        from db.gate import Gate

        self.db, self.sanitize = db, sanitize
        self.gate: Gate = db.gate or Gate(db, pack)

    def tables(self) -> Tables:
        """Yield each table with its rows, what others refer to first."""
        from db import publication

        rows = {
            "bodies": publication.bodies(self.db),
            "functions": publication.functions(self.db),
            "letters": self.letters(),
            "statements": self.statements(),
            "suggestions": self.suggestions(),
            "actions": self.actions(),
            "decisions": self.decisions(),
            "corrections": self.corrections(),
        }
        for table in specifications():
            yield table, rows[table.name]

    def letter(self, sha256: str) -> str:
        return self.gate.key("letter", sha256)

    def reviewer(self, name: str) -> str:
        return f"r-{self.gate.key('reviewer', name)[:8]}"

    def letters(self) -> Iterator[Row]:
        from db import letter_rows
        from db.publication import coded_files

        coded = (row for sha256 in coded_files(self.db) for row in letter_rows.letters(self.db, sha256=sha256))
        for row in chain(letter_rows.letters(self.db), coded):
            yield {**flat(letter_record(row, self.sanitize)), "letter": self.letter(row.sha256)}

    def _rows(self) -> Iterator[Any]:
        """The statements, then those that a newer reading no longer finds: decisions may rest on them."""
        from db import queries

        return chain(queries.statements(self.db), queries.statements(self.db, Filters(stale=True)))

    def statements(self) -> Iterator[Row]:
        for row in self._rows():
            said = self._named(flat(statement_record(row, self.sanitize)))
            yield {**said, "letter": self.letter(row.sha256), "stale": row.stale}

    def suggestions(self) -> Iterator[Row]:
        for row in self._rows():
            for rank, one in enumerate(row.suggestions, start=1):
                yield {"statement": row.id, "rank": rank, "obligation": one.obligation, "score": one.score}

    def actions(self) -> Iterator[Row]:
        from db import action_rows

        for row in chain(action_rows.actions(self.db), action_rows.actions_without_function(self.db)):
            yield {**self._named(flat(action_record(row, self.sanitize))), "letter": self.letter(row.sha256)}

    def decisions(self) -> Iterator[Row]:
        from db import queries

        return (self._named(flat(decision_record(row, self.sanitize))) for row in queries.decisions(self.db))

    def corrections(self) -> Iterator[Row]:
        from db import publication

        for row in publication.corrections(self.db):
            yield {**self._named(row), "letter": self.letter(row["sha256"]), "value": self.sanitize(row["value"] or "")}

    def _named(self, row: Row) -> Row:
        return {**row, "reviewer": self.reviewer(row["reviewer"])} if row.get("reviewer") else row


def specifications() -> Iterator[Published]:
    """Yield the tables as they are: columns, keys, what refers to what."""
    from db.publication import Published

    def columns(what: str, *more: str) -> tuple[str, ...]:
        return (*more, *(name for name in COLUMNS[what].split() if name not in ("sha256", "seen")))

    letter, function = ("letter", "letters", "letter"), ("obligation", "functions", "id")
    yield Published("bodies", ("id", "name", "type", "scope"), "id")
    yield Published("functions", ("id", "institution", "level", "article", "label", "role"), "id",
                    (("institution", "bodies", "id"),))  # fmt: skip
    yield Published("letters", columns("letters", "letter"), "letter", (("institution", "bodies", "id"),))
    yield Published("statements", columns("statements", "letter", "stale"), "id", (letter, function), ("text",))
    yield Published("suggestions", ("statement", "rank", "obligation", "score"), "",
                    (("statement", "statements", "id"), function))  # fmt: skip
    yield Published("actions", columns("actions", "letter"), "id", (function, ("id", "statements", "id")), ("text",))
    yield Published("decisions", columns("decisions"), "id", (("statement", "statements", "id"), function))
    yield Published(
        "corrections", ("id", "act", "letter", "field", "value", "reviewer", "at", "undoes"), "id", (letter,)
    )


def write_sqlite(db: Database, _filters: Filters, pack: Pack, sanitize: Sanitizer, output: Path) -> None:
    """Write the tables into a SQLite file, and beside it the metadata that Datasette shows them with."""
    import json

    from db import publication
    from extractor.doors.datasette import metadata

    with whole_file(output) as partial:
        counts = publication.write_sqlite(partial, MaskedTables(db, pack, sanitize).tables())
    told = json.dumps(metadata(output.stem, tuple(specifications()), sanitize.masked), ensure_ascii=False, indent=1)
    beside = output.with_name(f"{output.stem}.metadata.json")
    with whole_file(beside) as partial:
        partial.write_text(told + "\n", "utf8")
    click.echo(_said(sum(counts.values()), len(counts)))


def write_datapackage(db: Database, _filters: Filters, pack: Pack, sanitize: Sanitizer, output: Path) -> None:
    """Write the tables as typed CSVs with their schema, in one archive."""
    from extractor.doors import datapackage
    from extractor.doors.archive import archive

    with archive(output) as into:
        datapackage.write_datapackage(into, MaskedTables(db, pack, sanitize).tables(), about(sanitize))
    click.echo(ngettext("{n} file written", "{n} files written", len(into.members)).format(n=len(into.members)))


def write_crate(
    db: Database, _filters: Filters, pack: Pack, sanitize: Sanitizer, output: Path, originals: bool = False
) -> None:
    """Write an RO-Crate: the tables, masked texts, pack, latest seal, who did what, and the originals if asked."""
    from db import publication
    from extractor.doors import crate
    from extractor.doors.archive import archive
    from extractor.publish.words import say

    given, told = MaskedTables(db, pack, sanitize), about(sanitize)
    owner = pack.publication
    said = crate.CrateWords(
        told["title"],
        told["description"],
        owner.license or say("package.license"),
        run=say("package.run"),
        review=say("package.review"),
        publisher=owner.observatory,
        address=owner.address,
    )
    files = chain(_texts(given), _originals(given) if originals else (), _pack_files(pack), _seal(db))
    held = crate.Contents(said, told["created"], told["version"], files, tuple(publication.runs(db)))
    with archive(output) as into:
        crate.write_crate(into, given.tables(), told, held)
    click.echo(ngettext("{n} file written", "{n} files written", len(into.members)).format(n=len(into.members)))


Files = Iterator[tuple[str, str, Iterable[bytes]]]  # name, title, parts


def _texts(given: MaskedTables) -> Files:
    """The text of each letter, masked as its statements are."""
    from db import letter_rows
    from extractor.publish.words import say

    for row in letter_rows.letters(given.db):
        text, _spans = letter_rows.letter_text(given.db, row.sha256)
        shown = given.gate.text(text, row.sha256) if given.sanitize.masked else given.sanitize(text)
        title = say("package.text", document=given.sanitize(row.document))
        yield f"texts/{given.letter(row.sha256)}.txt", title, [shown.encode("utf8", "replace")]


def _originals(given: MaskedTables) -> Files:
    from db import letter_rows
    from extractor.publish.words import say

    kept = {file.stem: file for file in given.db.originals.iterdir()} if given.db.originals.is_dir() else {}
    for row in letter_rows.letters(given.db):
        if file := kept.get(row.sha256):
            title = say("package.original", document=given.sanitize(row.document))
            yield f"originals/{given.letter(row.sha256)}{file.suffix}", title, [file.read_bytes()]


def _pack_files(pack: Pack) -> Files:
    from extractor.publish.words import say

    for name, folder in pack.folders.items():
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                way = file.relative_to(folder).as_posix()
                yield f"pack/{name}/{way}", say("package.pack", pack=name), [file.read_bytes()]


def _seal(db: Database) -> Files:
    from db.seals import latest_seal
    from extractor.publish.words import say

    if given := latest_seal(db):
        yield "seal.txt", say("whole.seal"), [given.seal.encode()]


def about(sanitize: Sanitizer) -> Row:
    """What a package says of itself."""
    from extractor.publish.words import say

    note = say("whole.masked" if sanitize.masked else "whole.unmasked")
    made = datetime.fromisoformat(now()).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"title": say("package.title"), "description": note, "created": made, "version": version("veeduria")}


def _said(rows: int, tables: int) -> str:
    said = ngettext("{n} row written, in {tables} tables.", "{n} rows written, in {tables} tables.", rows)
    return said.format(n=rows, tables=tables)
