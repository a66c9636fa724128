"""The same reading on a Dask cluster: workers read from any fsspec address, results come back to the one writer.

Each Dask worker keeps child processes of its own (`extractor.batch.pool`), so a hostile file takes down a child, never
a worker. A lost worker's groups of letters are done again by the others; each result reaches the writer once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

from extractor.batch import first_of_each, take
from extractor.batch.files import FileFault, SourceFile, is_system_file, printable, printable_path, sha256
from extractor.batch.outcome import BatchOptions, Outcome, Status
from extractor.batch.pool import Pool
from extractor.batch.worker import unread
from extractor.errors import VeeduriaError
from extractor.model import Problem

GROUP = 16  # letters a task: enough to make the network's part small, few enough to lose
AHEAD = 3  # groups waiting for each thread of the cluster
PLUGIN = "veeduria"
COLUMNS = ("name", "path", "sha256", "status", "problems", "made")  # of a shard; the last two are JSON


class ClusterError(VeeduriaError):
    """The cluster or an address cannot be used."""


class RemoteFile(SourceFile):
    """A file at an fsspec address, such as "s3://bucket/letter.pdf"; `path` holds the address."""

    @property
    def place(self) -> str:
        return printable_path(self.path)

    def read(self, limit: int) -> bytes:
        """Return the file's bytes.

        Raises:
            FileFault: it cannot be read or is larger than `limit`.
        """
        import fsspec

        try:
            with fsspec.open(self.path, "rb") as file:
                data: bytes = file.read(limit + 1)
        except Exception as error:  # every store has errors of its own
            raise FileFault("unreadable", type(error).__name__) from None
        if len(data) > limit:
            raise FileFault("too_large", f"{limit // 2**20} MiB")
        return data


def find_remote(addresses: Iterable[str]) -> Iterator[RemoteFile]:
    """Yield every file at the addresses (files, folders or patterns), in order of name.

    Raises:
        ClusterError: an address cannot be listed.
    """
    import fsspec

    for address in addresses:
        try:
            system, path = fsspec.core.url_to_fs(address)
            base = path.rstrip("/") + "/" if system.isdir(path) else path.rpartition("/")[0] + "/"
            found = system.find(path) if system.isdir(path) else sorted(system.glob(path))
        except Exception as error:
            raise ClusterError("{address}: cannot be listed: {error}", address=address, error=_named(error)) from None
        if not found:
            raise ClusterError("{address}: no file there", address=address)
        for file in found:
            if not is_system_file(file):
                yield RemoteFile(printable(file.removeprefix(base)), system.unstrip_protocol(file))


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def run(
    files: Iterable[SourceFile],
    pack_name: str,
    options: BatchOptions,
    scheduler: str,
    shards: str | None = None,
) -> Iterator[Outcome]:
    """Read files on the cluster at `scheduler` and yield one outcome for each, in order of completion.

    With `shards`, an fsspec folder, workers write what `options.make` made to Parquet files there, and the outcomes
    come back without it.

    Raises:
        ClusterError: no scheduler answers at that address.
    """
    from distributed import as_completed

    with _client(scheduler) as client:
        client.register_plugin(_reader(pack_name, replace(options, workers=1)), name=PLUGIN)
        groups = _groups(files)
        room = AHEAD * max(1, sum(client.nthreads().values()))
        first = _submit(client, islice(groups, room), shards)
        waiting: Any = as_completed(first)  # type: ignore[no-untyped-call]
        yield from first_of_each(_results(client, waiting, groups, shards), {})


def _results(client: Any, waiting: Any, groups: Iterator[list[SourceFile]], shards: str | None) -> Iterator[Outcome]:
    """Yield outcomes as groups are done; for each group done another is handed out, so none pile up here."""
    for future in waiting:
        outcomes: list[Outcome] = future.result()
        future.release()
        for new in _submit(client, islice(groups, 1), shards):
            waiting.add(new)
        yield from outcomes


def _submit(client: Any, groups: Iterable[list[SourceFile]], shards: str | None) -> list[Any]:
    return [client.submit(_read_group, group, shards, pure=False, retries=2) for group in groups]


def _groups(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    source = iter(files)
    while group := list(islice(source, GROUP)):
        yield group


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=15)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError("{address}: no scheduler answers ({error})", address=scheduler, error=error) from None
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


# --- on the workers ---------------------------------------------------------------------------------------------------


def _reader(pack_name: str, options: BatchOptions) -> Any:
    """The plugin that keeps a Dask worker's child processes."""
    from distributed import WorkerPlugin

    class Reader(WorkerPlugin):
        name = PLUGIN

        def setup(self, worker: Any) -> None:
            self.options = options
            self.idle: SimpleQueue[Pool] = SimpleQueue()

        def teardown(self, worker: Any) -> None:
            while pool := self.take_idle():
                pool.close()

        def take_idle(self) -> Pool | None:
            try:
                return self.idle.get_nowait()
            except Empty:
                return None

        @contextmanager
        def pool(self) -> Iterator[Pool]:
            """Lend a pool to one task: as many are made as the worker has threads."""
            pool = self.take_idle() or Pool(pack_name, options)
            try:
                yield pool
            except BaseException:
                pool.close()
                raise
            self.idle.put(pool)

    return Reader()


def _read_group(files: Sequence[SourceFile], shards: str | None) -> list[Outcome]:
    """Fetch a group of files to this machine, read them, and return or write what became of them."""
    from distributed import get_worker

    reader: Any = get_worker().plugins[PLUGIN]
    with TemporaryDirectory(prefix="veeduria-") as folder, reader.pool() as pool:
        outcomes = list(_read_here(files, Path(folder), pool, reader.options))
    if shards is None:
        return outcomes
    write_shard(outcomes, shards)
    return [replace(outcome, reading=None, made=None) for outcome in outcomes]


def _read_here(files: Sequence[SourceFile], folder: Path, pool: Pool, options: BatchOptions) -> Iterator[Outcome]:
    fetched: dict[str, SourceFile] = {}
    for number, file in enumerate(files):
        try:
            data = file.read(options.file_bytes)
        except FileFault as fault:
            yield unread(file, "", fault.code, fault.detail)
            continue
        local = folder / str(number)
        local.write_bytes(data)
        fetched[str(local)] = file
    local_files = [SourceFile(file.name, path) for path, file in fetched.items()]
    for outcome in pool.run(take(local_files, options)):
        yield replace(outcome, source=fetched[outcome.path])


# --- shards -----------------------------------------------------------------------------------------------------------


def write_shard(outcomes: Sequence[Outcome], folder: str) -> str:
    """Write outcomes to a Parquet file in an fsspec folder; the same files always go to the same name."""
    import fsspec
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [_row(outcome) for outcome in outcomes]
    name = sha256("\n".join(sorted(row["path"] for row in rows)).encode())[:32]
    table = pa.table({column: pa.array([row[column] for row in rows], pa.string()) for column in COLUMNS})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    address = f"{folder.rstrip('/')}/{name}.parquet"
    with fsspec.open(address, "wb", auto_mkdir=True) as file:
        file.write(sink.getvalue().to_pybytes())
    return address


def _row(outcome: Outcome) -> dict[str, str]:
    problems = json.dumps([(problem.where, problem.code, problem.detail) for problem in outcome.problems])
    made = "" if outcome.made is None else json.dumps(outcome.made, ensure_ascii=False)
    values = (outcome.name, outcome.path, outcome.sha256, str(outcome.status), problems, made)
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
                "{address}: cannot be loaded: {error}", address=opened.path, error=_named(error)
            ) from None
        for outcome in outcomes:
            if outcome.path not in seen:
                seen.add(outcome.path)
                yield outcome


def _outcome(row: dict[str, str]) -> Outcome:
    problems = tuple(Problem(*map(str, problem)) for problem in json.loads(row["problems"]))
    made = json.loads(row["made"]) if row["made"] else None
    source = RemoteFile(printable(row["name"]), row["path"])
    return Outcome(source, row["sha256"], Status(row["status"]), problems=problems, made=made)
