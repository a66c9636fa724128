"""Rows of a spreadsheet (CSV, XLSX) or of JSON Lines, with the line of each; faults are values, not stops."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from extractor.core.clean import clean
from extractor.core.errors import VeeduriaError
from extractor.rounds.settings import MAX_COLUMNS, MAX_ROWS, SHEETS_MAX_BYTES
from rules.words import fold

DELIMITERS = ",;\t|"
MARK = b"\xef\xbb\xbf"  # of UTF-8


class SheetError(VeeduriaError):
    """The file cannot be read as a spreadsheet at all."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: a code of `extractor.core.problems.SENTENCES` and what fills it.

    The column is named as the file does. Nothing of a file is imported while it has faults.
    """

    line: int
    column: str
    code: str
    detail: str = ""
    table: int = 0  # in a document with tables, the table's number; `line` is then its row


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its line in the file (the heading is line 1) and its texts by the columns' roles; "" where empty.

    `headings` are the columns' names in the file, by role.
    """

    line: int
    texts: Mapping[str, str]
    headings: Mapping[str, str]

    def fault(self, role: str, code: str, detail: str = "") -> RowFault:
        """Return a fault of what stands in the column with this role."""
        return RowFault(self.line, self.headings.get(role, role), code, detail)


def read_sheet(
    path: Path,
    names: Mapping[str, Sequence[str]],
    needed: Iterable[str],
    called: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[SheetRow]:
    """Yield the rows below the heading, one at a time; `names` are the columns' names by role.

    `called` are those of them that are named where a column is missing (all, if not given). JSON Lines
    have no heading: their keys stand for it, those of the first object for all.

    Raises:
        SheetError: it is no CSV, XLSX or JSON Lines file, or lacks one of the `needed` columns.
    """
    lines, first = _lines(path)
    heading = next(lines, None)
    if heading is None:
        raise SheetError("{file}: the file is empty", file=path.name)
    roles = _roles(heading, names)
    missing = [role for role in needed if role not in roles.values()]
    if missing:
        wanted = "; ".join(" / ".join((called or names).get(role) or (role,)) for role in missing)
        raise SheetError(
            "{file}: a column is missing: {missing}. Its columns are: {columns}. Rename one of them, or add it.",
            file=path.name,
            missing=wanted,
            columns=", ".join(filter(None, heading)),
        )
    headings = {role: heading[at] for at, role in roles.items()}
    for line, cells in enumerate(lines, start=first):
        if any(cells):
            texts = {role: cells[at] if at < len(cells) else "" for at, role in roles.items()}
            yield SheetRow(line, texts, headings)


def columns_of(path: Path, names: Mapping[str, Sequence[str]]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the roles that a file's columns have, and the headings of those that have none.

    Raises:
        SheetError: it is no CSV, XLSX or JSON Lines file.
    """
    heading = next(_lines(path)[0], [])
    roles = _roles(heading, names)
    return frozenset(roles.values()), tuple(title for at, title in enumerate(heading) if title and at not in roles)


def _lines(path: Path) -> tuple[Iterator[list[str]], int]:
    """Return the heading and the rows as lists of cells, and the line of the first row."""
    if not path.is_file():
        raise SheetError("{file}: not a regular file", file=path.name)
    if zipfile.is_zipfile(path):
        return _workbook(path), 2
    if path.stat().st_size > SHEETS_MAX_BYTES:
        raise SheetError("{file}: larger than {limit} MB", file=path.name, limit=SHEETS_MAX_BYTES // 1_000_000)
    with path.open("rb") as file:
        start = file.read(10_000)
    if b"\0" in start:
        raise SheetError("{file}: neither CSV nor XLSX nor JSON Lines", file=path.name)
    return (_objects(path), 1) if start.lstrip(MARK).lstrip().startswith(b"{") else (_text_rows(path), 2)


def _roles(heading: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Return the role of each column that has one; of two columns for one role, the first counts."""
    known = {_key(name): role for role, written in names.items() for name in (role, *written)}
    roles: dict[int, str] = {}
    for place, title in enumerate(heading):
        role = known.get(_key(title))
        if role and role not in roles.values():
            roles[place] = role
    return roles


def _key(title: str) -> str:
    return " ".join(fold(title).replace("_", " ").split())


def _text_rows(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:
        lines = _decoded(file)
        first = next(lines, "")
        delimiter = max(DELIMITERS, key=first.count)
        try:
            for row in csv.reader(chain([first], lines), delimiter=delimiter):
                yield [clean(cell).strip() for cell in row]
        except csv.Error as error:
            raise SheetError("{file}: not valid CSV: {error}", file=path.name, error=error) from None


def _objects(path: Path) -> Iterator[list[str]]:
    """Yield the first object's keys, then each object's values in their order."""
    keys: list[str] = []
    with path.open("rb") as file:
        for number, line in enumerate(_decoded(file), start=1):
            given = _object(path, number, line) if line.strip() else {}
            if not keys and given:
                keys = list(given)
                yield keys
            if keys:
                yield [_shown(given.get(key)) for key in keys]


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SheetError(
            "{file}: line {line} is not valid JSON: {error}", file=path.name, line=number, error=error
        ) from None
    if not isinstance(given, dict):
        raise SheetError("{file}: line {line} holds no object", file=path.name, line=number)
    return given


def _decoded(file: BinaryIO) -> Iterator[str]:
    mark = MARK
    for part in file:  # ends at \n; old files end lines with \r alone
        for line in part.removeprefix(mark).splitlines(keepends=True):
            yield _decode(line)
        mark = b""


def _decode(line: bytes) -> str:
    """Files edited on several machines mix UTF-8 and Windows' Latin letters, a line this way, a line that."""
    try:
        return line.decode("utf8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _workbook(path: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > SHEETS_MAX_BYTES:
                raise SheetError(
                    "{file}: larger than {limit} MB unpacked", file=path.name, limit=SHEETS_MAX_BYTES // 1_000_000
                )
        book = load_workbook(path, read_only=True, data_only=True)
    except SheetError:
        raise
    except Exception as error:  # openpyxl lets many kinds through for a damaged file
        raise SheetError("{file}: not a readable workbook ({error})", file=path.name, error=error) from None
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a sheet may claim a million rows of sixteen thousand blanks
        for row in islice(sheet.iter_rows(values_only=True), MAX_ROWS):
            yield [_shown(value) for value in row[:MAX_COLUMNS]]
    except Exception as error:  # an XML parser's, in the middle of a damaged or hostile sheet
        raise SheetError("{file}: not a readable workbook ({error})", file=path.name, error=error) from None
    finally:
        book.close()


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return "\n".join(map(_shown, value))
    return "" if value is None else clean(str(value)).strip()
