"""Proofs of what is published: files and cells are the leaves of a tree whose root a seal signs, decisions come along.

`check.py`, which goes with them, checks a published folder on any Python, offline.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files as resources
from typing import Any

from db.connection import Database
from db.merkle import levels, path
from db.proofs import ChainEntry, decisions_in_force, entries
from extractor.core.clean import clean
from extractor.ingest.seals import Seal
from extractor.publish.check import PROOFS, SEAL, dump, leaf
from extractor.publish.tables import ReportCell, ReportRow, ReportTable, Section
from extractor.publish.words import words_at

SCRIPT = "check.py"
Named = tuple[str, bytes]
Item = dict[str, Any]


def proven(
    site: Iterable[Named], sections: Iterable[Section], db: Database, functions: Collection[str],
    seal: Callable[[str], Seal],
) -> Iterator[Named]:  # fmt: skip
    """Yield the files of a site as they come, then the script that checks them, their proofs and their seal.

    `functions` are the rows whose entries are confirmed actions; `seal` signs the root over all that was published.
    """
    hashes: dict[str, str] = {}
    for name, data in (*site, (SCRIPT, shipped())):
        hashes[name] = hashlib.sha256(data).hexdigest()
        yield name, data
    cells = list(published_cells(sections, functions))
    rests = dict(decisions_in_force(db, {one["statement"]: 0 for cell in cells for one in cell["entries"]}))
    for cell in cells:
        cell["entries"] = [{**one, "decision": rests[one["statement"]]} for one in cell["entries"]]
    items = [{"file": name, "sha256": known} for name, known in hashes.items()], cells
    tree = levels([leaf(item) for part in items for item in part])
    given = seal(b64encode(tree[-1][0]).decode())
    yield PROOFS, proof_file(*items, tree, entries(db, sorted({*rests.values()}), given.sequence))
    yield SEAL, str(given).encode()


def published_cells(sections: Iterable[Section], functions: Collection[str]) -> Iterator[Item]:
    """Yield every cell of the tables as it is printed, and what the entries of functions' rows rest on."""
    for section in sections:
        for table in section.tables:
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    yield _cell(table, row, column, cell, functions)


def _cell(table: ReportTable, row: ReportRow, column: str, cell: ReportCell, functions: Collection[str]) -> Item:
    function = row.id if row.id in functions else None
    filed = [one for one in cell.entries if function and one.statement]
    return {
        "table": clean(table.title),
        "row": clean(" · ".join(filter(None, (row.group, *row.head)))),
        "column": clean(column),
        "text": clean(cell.text),
        "function": function,
        "entries": [{"statement": e.statement, "document": clean(e.document), "page": e.page} for e in filed],
    }


def proof_file(
    files: Sequence[Item], cells: Sequence[Item], tree: Sequence[Sequence[bytes]], shown: Iterable[ChainEntry]
) -> bytes:
    """Return each file and each cell with its way to the root, and each decision with its way to the log's."""
    ways = ([_text(one) for one in path(tree, index)] for index in range(len(files) + len(cells)))
    proofs = {
        "files": [[item, next(ways)] for item in files],
        "cells": [[item, next(ways)] for item in cells],
        "decisions": {str(one.number): _decision(one) for one in shown},
    }
    return dump(proofs) + b"\n"


def _decision(entry: ChainEntry) -> Item:
    return {
        "hashes": _text(b"".join(entry.hashes)),
        "text": _text(entry.text),
        "opened": {name: [_text(salt), value] for name, salt, value in entry.opened},
        "way": [_text(one) for one in entry.way],
    }


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def shipped() -> bytes:
    """Return the script, which speaks the language of what is published."""
    source = (resources("extractor.publish") / SCRIPT).read_text("utf8")
    empty = "WORDS: dict[str, str] = {}"
    assert source.count(empty) == 1
    said: Mapping[str, str] = words_at("check")
    return source.replace(empty, f"WORDS: dict[str, str] = {json.dumps(said, ensure_ascii=True, indent=4)}").encode()
