"""What a cluster's workers read, as Parquet files in any fsspec folder: written there, loaded by the one writer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.batch.files import SourceFile, printable
from extractor.batch.opening import sha256
from extractor.batch.outcome import Outcome, Status
from extractor.errors import ClusterError
from extractor.model import Problem

COLUMNS = ("name", "path", "entries", "sha256", "status", "problems", "made")  # of a shard; most are JSON


def write_shard(outcomes: Sequence[Outcome], folder: str) -> str:
    """Write outcomes to a Parquet file in an fsspec folder; the same files always go to the same name."""
    import fsspec
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [_row(outcome) for outcome in outcomes]
    name = sha256("\n".join(sorted(outcome.source.place for outcome in outcomes)).encode())[:32]
    table = pa.table({column: pa.array([row[column] for row in rows], pa.string()) for column in COLUMNS})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    address = f"{folder.rstrip('/')}/{name}.parquet"
    system, path = fsspec.core.url_to_fs(address, auto_mkdir=True)
    with system.open(path, "wb") as file:
        file.write(sink.getvalue().to_pybytes())
    if "file" in system.protocol:
        Path(path).chmod(0o600)  # as the database: it holds what the letters say
    return address


def _row(outcome: Outcome) -> dict[str, str]:
    problems = json.dumps([(problem.where, problem.code, problem.detail) for problem in outcome.problems])
    made = "" if outcome.made is None else json.dumps(outcome.made)
    where = json.dumps(outcome.path), json.dumps(outcome.source.entries)
    values = (outcome.name, *where, outcome.sha256, str(outcome.status), problems, made)
    return dict(zip(COLUMNS, values, strict=True))


def read_shards(folder: str) -> Iterator[Outcome]:
    """Yield the outcomes in all shards of a folder, each file once, whatever was done twice; `made` is as JSON has it.

    Raises:
        ClusterError: the folder holds no shards, or one that is not as `write_shard` writes it.
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
                outcomes = [_outcome(row) for row in pq.read_table(file, columns=list(COLUMNS)).to_pylist()]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ClusterError(
                "{address}: cannot be loaded: {error}", address=opened.path, error=f"{type(error).__name__}: {error}"
            ) from None
        for outcome in outcomes:
            if outcome.source.place not in seen:
                seen.add(outcome.source.place)
                yield outcome


def _outcome(row: dict[str, str]) -> Outcome:
    problems = tuple(Problem(*map(str, problem)) for problem in json.loads(row["problems"]))
    made = json.loads(row["made"]) if row["made"] else None
    entries = tuple(map(int, json.loads(row["entries"])))
    source = SourceFile(printable(row["name"]), str(json.loads(row["path"])), entries)
    return Outcome(source, row["sha256"], Status(row["status"]), problems=problems, made=made)
