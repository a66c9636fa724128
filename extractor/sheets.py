"""Rows of a spreadsheet (CSV or XLSX) as an analyst keeps it, with the line of each; faults are values, not stops."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from extractor.clean import clean
from extractor.errors import VeeduriaError
from rules.words import fold

MAX_BYTES = 200_000_000  # of a workbook unpacked, or of a CSV file
DELIMITERS = ",;\t|"


class SheetError(VeeduriaError):
    """The file cannot be read as a spreadsheet at all."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its line in the file (the heading is line 1) and its texts by the columns' roles; "" where empty."""

    line: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row; nothing of a file is imported while it has faults."""

    line: int
    column: str
    message: str


def read_sheet(path: Path, names: Mapping[str, Sequence[str]], needed: Iterable[str]) -> Iterator[SheetRow]:
    """Yield the rows below the heading; `names` are the columns' names by role.

    Raises:
        SheetError: it is no CSV or XLSX file, or lacks one of the `needed` columns.
    """
    rows = _workbook(path) if zipfile.is_zipfile(path) else _text_rows(path)
    heading = next(rows, None)
    if heading is None:
        raise SheetError(f"{path.name}: the file is empty")
    roles = _roles(heading, names)
    missing = [role for role in needed if role not in roles.values()]
    if missing:
        wanted = "; ".join(f"{role} ({', '.join(names.get(role, ()))})" for role in missing)
        raise SheetError(f"{path.name}: no column for: {wanted}. Its columns are: {', '.join(filter(None, heading))}")
    for line, cells in enumerate(rows, start=2):
        if any(cells):
            yield SheetRow(line, {role: cells[at] if at < len(cells) else "" for at, role in roles.items()})


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
    if path.stat().st_size > MAX_BYTES:
        raise SheetError(f"{path.name}: larger than {MAX_BYTES // 1_000_000} MB")
    data = path.read_bytes()
    if b"\0" in data[:10_000]:
        raise SheetError(f"{path.name}: neither CSV nor XLSX")
    lines = [_decode(line) for line in data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)]
    first = lines[0] if lines else ""
    delimiter = max(DELIMITERS, key=first.count)
    try:
        for row in csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter):
            yield [clean(cell).strip() for cell in row]
    except csv.Error as error:
        raise SheetError(f"{path.name}: {error}") from None


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
            if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
                raise SheetError(f"{path.name}: larger than {MAX_BYTES // 1_000_000} MB unpacked")
        book = load_workbook(path, read_only=True, data_only=True)
    except SheetError:
        raise
    except Exception as error:  # openpyxl lets many kinds through for a damaged file
        raise SheetError(f"{path.name}: not a readable workbook ({error})") from None
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_shown(value) for value in row]
    finally:
        book.close()


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else clean(str(value)).strip()
