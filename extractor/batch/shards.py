"""What a cluster's workers read, as Parquet files in any fsspec folder: written there, loaded by the one writer."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from extractor.batch.files import SourceFile, printable
from extractor.batch.opening import sha256
from extractor.batch.outcome import FileStatus, Outcome
from extractor.core.errors import ClusterError
from extractor.core.model import Problem
from rules.loader import load_pack

HASH = re.compile(r"([0-9a-f]{64})?")
MADE_WITH = "veeduria"  # the key under which a shard says what made it
COLUMNS = ("name", "path", "entries", "sha256", "status", "problems", "made")  # of a shard; most are JSON


def installed(pack_name: str) -> str:
    """Return what reads letters here: two places with the same answer read them alike."""
    return f"veeduria {version('veeduria')}, {pack_name} {load_pack(pack_name).hash[:12]}"


def write_shard(outcomes: Sequence[Outcome], folder: str, made_with: str) -> str:
    """Write outcomes to a Parquet file in an fsspec folder; the same files always go to the same name.

    `made_with` says what read them, as `installed` does.
    """
    import fsspec
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [_row(outcome) for outcome in outcomes]
    name = sha256("\n".join(sorted(outcome.source.place for outcome in outcomes)).encode())[:32]
    table = pa.table({column: pa.array([row[column] for row in rows], pa.string()) for column in COLUMNS})
    table = table.replace_schema_metadata({MADE_WITH: made_with})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    address = f"{folder.rstrip('/')}/{name}.parquet"
    system, path = fsspec.core.url_to_fs(address)
    if "file" in system.protocol:
        _keep(Path(path), sink.getvalue().to_pybytes())
    else:
        system.pipe_file(path, sink.getvalue().to_pybytes())
    return address


def _keep(file: Path, data: bytes) -> None:
    """Write so that nobody ever finds half of it; only the owner may read it, as the database."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
    Path(name).replace(file)


def _row(outcome: Outcome) -> dict[str, str]:
    problems = json.dumps([(problem.where, problem.code, problem.detail) for problem in outcome.problems])
    made = "" if outcome.made is None else json.dumps(outcome.made)
    where = json.dumps(outcome.path), json.dumps(outcome.source.entries)
    values = (outcome.name, *where, outcome.sha256, str(outcome.status), problems, made)
    return dict(zip(COLUMNS, values, strict=True))


def read_shards(folder: str, made_with: str) -> Iterator[Outcome]:
    """Yield the outcomes in all shards of a folder, each file once, whatever was done twice; `made` is as JSON has it.

    Raises:
        ClusterError: the folder holds no shards, or one that is not as `write_shard` writes it, or was made otherwise.
    """
    import fsspec
    import pyarrow.parquet as pq

    files = fsspec.open_files(f"{folder.rstrip('/')}/*.parquet", "rb")
    if not files:
        raise ClusterError("{address}: no Parquet files there", address=folder)
    seen = set()
    for opened in files:
        try:
            with opened as file:
                table = pq.read_table(file, columns=list(COLUMNS))
            outcomes = [_outcome(row) for row in table.to_pylist()]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ClusterError(
                "{address}: cannot be loaded: {error}", address=opened.path, error=f"{type(error).__name__}: {error}"
            ) from None
        there = (table.schema.metadata or {}).get(MADE_WITH.encode(), b"?").decode("utf8", "replace")
        if there != made_with:
            raise ClusterError(
                "{address}: was made with {there}, here is {here}; let the cluster read these letters again",
                address=opened.path,
                there=there,
                here=made_with,
            )
        for outcome in outcomes:
            if outcome.source.place not in seen:
                seen.add(outcome.source.place)
                yield outcome


def _outcome(row: dict[str, str]) -> Outcome:
    problems = tuple(Problem(*map(str, problem)) for problem in json.loads(row["problems"]))
    made = json.loads(row["made"]) if row["made"] else None
    entries = tuple(map(int, json.loads(row["entries"])))
    source = SourceFile(printable(row["name"]), str(json.loads(row["path"])), entries)
    outcome = Outcome(source, row["sha256"], FileStatus(row["status"]), problems=problems, made=made)
    is_read = outcome.status in (FileStatus.READ, FileStatus.NEEDS_PERSON)
    if not HASH.fullmatch(outcome.sha256) or (is_read and not made) or not (is_read or problems):
        raise ValueError("a row that no worker wrote")
    return outcome
