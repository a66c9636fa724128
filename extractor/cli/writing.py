"""The formats of exported records, one function each; a file gets its name only once it is whole."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from extractor.cli.contracts import Record, flat
from extractor.cli.i18n import _
from extractor.core.atomic import whole_file
from extractor.core.clean import harmless

Writer = Callable[[BinaryIO, Iterable[Record], Sequence[str], Sequence[str]], None]


def write_lines(file: BinaryIO, records: Iterable[Record], _columns: Sequence[str], _headings: Sequence[str]) -> None:
    for record in records:
        file.write(json.dumps(record, ensure_ascii=False).encode("utf8", "replace") + b"\n")


def write_csv(file: BinaryIO, records: Iterable[Record], columns: Sequence[str], headings: Sequence[str]) -> None:
    text = TextIOWrapper(file, "utf8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    for row in _rows(records, columns):
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in row])
    text.detach()


def write_xlsx(file: BinaryIO, records: Iterable[Record], columns: Sequence[str], headings: Sequence[str]) -> None:
    from extractor.publish.formats.rows import write_rows

    write_rows(file, columns, headings, _rows(records, columns), _("Data"))


FORMATS: dict[str, Writer] = {"csv": write_csv, "jsonl": write_lines, "xlsx": write_xlsx}
BINARY = ("xlsx",)  # never to the screen
MARK = b"\xef\xbb\xbf"  # tells spreadsheets that a CSV file is UTF-8; a pipe gets none


def _rows(records: Iterable[Record], columns: Sequence[str]) -> Iterator[list[object]]:
    for record in records:
        cells = flat(record)
        yield [cells.get(name) for name in columns]


@contextmanager
def opened(output: Path | None, form: str) -> Iterator[BinaryIO]:
    """Open the file, or the screen. A file with unmasked data is its owner's alone (`make_sanitizer`)."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(output) as partial, partial.open("wb") as file:
        file.write(MARK if form == "csv" else b"")
        yield file
