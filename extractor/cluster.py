"""The same reading on a Dask cluster: workers read from any fsspec address, results come back to the one writer.

Each Dask worker keeps child processes of its own (`extractor.batch.pool`), so a hostile file takes down a child, never
a worker. A lost worker's groups of letters are done again by the others; each result reaches the writer once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

from extractor.batch import take
from extractor.batch.files import FileFault, SourceFile, is_system_file, printable, sha256
from extractor.batch.outcome import BatchOptions, Outcome, Status
from extractor.batch.pool import Pool
from extractor.batch.worker import unread
from extractor.errors import VeeduriaError
from extractor.model import Problem

GROUP = 16  # letters a task: enough to make the network's part small, few enough to lose
AHEAD = 3  # groups waiting for each thread of the cluster


class ClusterError(VeeduriaError):
    """The cluster or an address cannot be used."""


class RemoteFile(SourceFile):
    """A file at an fsspec address, such as "s3://bucket/letter.pdf"; `path` holds the address."""

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


@dataclass(frozen=True, slots=True)
class Shard:
    """One file's outcome as a row of a Parquet shard. `made` is JSON; "" if nothing was read."""

    name: str
    path: str
    sha256: str
    status: str
    problems: str
    made: str

    @property
    def found(self) -> tuple[Problem, ...]:
        return tuple(Problem(*problem) for problem in json.loads(self.problems))


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
            raise ClusterError(f"{address}: {type(error).__name__}: {error}") from None
        if not found:
            raise ClusterError(f"{address}: no file there")
        for file in found:
            if not is_system_file(file):
                yield RemoteFile(printable(file.removeprefix(base)), system.unstrip_protocol(file))


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
        waiting = as_completed(_submit(client, islice(groups, room), shards))
        seen: dict[str, str] = {}
        for future in waiting:
            outcomes = future.result()
            future.release()
            for new in _submit(client, islice(groups, 1), shards):
                waiting.add(new)  # type: ignore[no-untyped-call]
            yield from (_unless_duplicate(outcome, seen) for outcome in outcomes)


PLUGIN = "veeduria"


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
        raise ClusterError(f"{scheduler}: no scheduler answers ({error})") from None
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


def _unless_duplicate(outcome: Outcome, seen: dict[str, str]) -> Outcome:
    """Duplicates within one group are found by the worker, those between groups here."""
    first = seen.setdefault(outcome.sha256, outcome.name) if outcome.sha256 else outcome.name
    if first == outcome.name or outcome.status is Status.DUPLICATE:
        return outcome
    problem = Problem(outcome.name, "duplicate", first)
    return Outcome(outcome.source, outcome.sha256, Status.DUPLICATE, problems=(problem,))


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
    name = sha256("\n".join(sorted(row.path for row in rows)).encode())[:32]
    columns = Shard.__slots__
    table = pa.table({column: pa.array([getattr(row, column) for row in rows], pa.string()) for column in columns})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    address = f"{folder.rstrip('/')}/{name}.parquet"
    with fsspec.open(address, "wb", auto_mkdir=True) as file:
        file.write(sink.getvalue().to_pybytes())
    return address


def _row(outcome: Outcome) -> Shard:
    problems = json.dumps([(problem.where, problem.code, problem.detail) for problem in outcome.problems])
    made = "" if outcome.made is None else json.dumps(outcome.made, ensure_ascii=False)
    return Shard(outcome.name, outcome.path, outcome.sha256, str(outcome.status), problems, made)


def read_shards(folder: str) -> Iterator[Shard]:
    """Yield the rows of all shards in a folder, each file once, whatever was done twice.

    Raises:
        ClusterError: the folder holds no shards, or one that cannot be read.
    """
    import fsspec
    import pyarrow.parquet as pq

    files = fsspec.open_files(f"{folder.rstrip('/')}/*.parquet", "rb")
    if not files:
        raise ClusterError(f"{folder}: no Parquet files there")
    seen = set()
    for opened in files:
        with opened as file:
            try:
                rows = pq.read_table(file, columns=list(Shard.__slots__)).to_pylist()
            except (OSError, ValueError) as error:
                raise ClusterError(f"{opened.path}: {error}") from None
        for row in rows:
            if row["path"] not in seen:
                seen.add(row["path"])
                yield Shard(**row)
