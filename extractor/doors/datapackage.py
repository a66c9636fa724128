"""Typed CSVs with their schema, as a Frictionless Data Package (https://datapackage.org)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db.publication import Published, Row
from extractor.core.clean import harmless
from extractor.doors.archive import Archive, Member
from extractor.doors.settings import AT_ONCE
from extractor.publish.words import headings_in

DESCRIPTOR = "datapackage.json"


def write_datapackage(
    into: Archive, tables: Iterable[tuple[Published, Iterable[Row]]], about: Mapping[str, Any]
) -> None:
    """Write a CSV a table and the descriptor, which holds also `about` (title, created, …)."""
    resources = [_resource(table, into.write(f"data/{table.name}.csv", _csv(table, rows))) for table, rows in tables]
    descriptor = {"profile": "tabular-data-package", "name": "veeduria", **about, "resources": resources}
    into.write(DESCRIPTOR, [json.dumps(descriptor, ensure_ascii=False, indent=1).encode() + b"\n"])


def _csv(table: Published, rows: Iterable[Row]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(row.get(name)) for name in table.columns])
        if number % AT_ONCE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def _resource(table: Published, file: Member) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": file.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": schema(table),
    }


def schema(table: Published) -> dict[str, Any]:
    """Return the Table Schema of a table; columns are titled in the language of what is published."""
    fields = [
        {"name": name, "title": title, "type": table.type(name)}
        for name, title in zip(table.columns, headings_in(table.columns), strict=True)
    ]
    made: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        made["primaryKey"] = table.key
    if table.refers:
        made["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": key}} for column, other, key in table.refers
        ]
    return made
