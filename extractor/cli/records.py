"""Write records to the screen as CSV or JSON Lines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from typing import Any

from extractor.core.clean import harmless


def write_records(records: Iterable[Mapping[str, Any]], form: str) -> None:
    """Write `csv` (with a heading, lists joined, nothing that a spreadsheet takes for a formula) or `jsonl`."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    writer: csv.DictWriter[str] | None = None
    for record in records:
        if form == "jsonl":
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            continue
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(record), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _cell(value) for key, value in record.items()})


def _cell(value: Any) -> Any:
    joined = "; ".join(value) if isinstance(value, list) else value
    return harmless(joined) if isinstance(joined, str) else joined
