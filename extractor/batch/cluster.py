"""The same reading on a Dask cluster: workers read from any fsspec address, results come back to the one writer.

Each Dask worker keeps child processes of its own (`extractor.batch.pool`), so a hostile file takes down a child, never
a worker. A lost worker's groups of letters are done again by the others; each result reaches the writer once.
"""

from __future__ import annotations

import fcntl
import logging
import os
import pickle
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import gettempdir, mkdtemp
from typing import Any

from extractor.batch import find_files, first_of_each, take
from extractor.batch.files import SourceFile, is_system_file, members, printable
from extractor.batch.opening import FileFault, sha256
from extractor.batch.outcome import BatchOptions, Outcome
from extractor.batch.pool import Pool
from extractor.batch.settings import AHEAD, GROUP, WORKER_SECONDS
from extractor.batch.shards import installed, write_shard
from extractor.batch.worker import unread
from extractor.core.errors import ClusterError, VeeduriaError

PLUGIN = "veeduria"
LETTERS = "veeduria-letters-"  # folders of letters that a worker fetched


def find_remote(addresses: Iterable[str], limit: int, database: Path | None = None) -> Iterator[SourceFile]:
    """Yield every file at the addresses (files, folders, archives or patterns), in order of name.

    What lies on a disk, which the workers must share, is found as `find_files` finds it.

    Raises:
        ClusterError: an address cannot be listed.
    """
    import fsspec

    for address in addresses:
        try:
            system, path = fsspec.core.url_to_fs(address)
            is_disk, is_folder = "file" in system.protocol, system.isdir(path)
            found = [path] if is_disk and is_folder else system.find(path) if is_folder else sorted(system.glob(path))
        except Exception as error:
            raise ClusterError(
                "{address}: cannot be listed: {error}", address=address, error=f"{type(error).__name__}: {error}"
            ) from None
        if not found:
            raise ClusterError("{address}: no file there", address=address)
        if is_disk:
            yield from find_files(found, limit, database)
        else:
            base = path.rstrip("/") + "/" if is_folder else path.rpartition("/")[0] + "/"
            for file in found:
                yield from _in_store(file.removeprefix(base), system.unstrip_protocol(file), limit)


def _in_store(name: str, address: str, limit: int) -> Iterator[SourceFile]:
    """Only its name tells an archive in a store: to look into every file would mean to fetch it."""
    file = SourceFile(printable(name), address)
    if name.lower().endswith(".zip"):
        yield from members(file, limit)
    elif not is_system_file(name):
        yield file


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
        ClusterError: no scheduler answers at that address, it is lost, or its workers would read otherwise than we do.
    """
    there = replace(options, workers=1, known={})  # what is known is told apart here
    reader = _reader_name(pack_name, there)
    with _client(scheduler) as client:
        client.register_plugin(_reader(pack_name, there, installed(pack_name)), name=reader)
        _wait_for_a_worker(client, scheduler)
        try:
            yield from first_of_each(_Tasks(client, shards, reader).outcomes(_groups(files)), options.known)
        finally:
            with suppress(Exception):  # the cluster may be what was lost
                client.unregister_worker_plugin(reader)


def _reader_name(pack_name: str, options: BatchOptions) -> str:
    """Name a reader by all that decides how it reads: another run at the same scheduler has one of its own."""
    wanted = pickle.dumps((installed(pack_name), pack_name, options, os.getpid(), time.time_ns()))
    return f"{PLUGIN}-{sha256(wanted)[:16]}"


def _wait_for_a_worker(client: Any, scheduler: str) -> None:
    """A scheduler without workers would keep everybody waiting without a word.

    Raises:
        ClusterError: none came.
    """
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError:
        raise ClusterError("{address}: the scheduler has no workers", address=scheduler) from None


class _Tasks:
    """The groups that a cluster holds, each until its outcomes have come."""

    def __init__(self, client: Any, shards: str | None, reader: str) -> None:
        from distributed import as_completed

        self.client = client
        self.reader = reader
        self.shards = shards
        self.groups: dict[str, list[SourceFile]] = {}
        self.done: Any = as_completed()  # type: ignore[no-untyped-call]

    def outcomes(self, groups: Iterator[list[SourceFile]]) -> Iterator[Outcome]:
        """Yield outcomes as groups are done; for each group done another is handed out, so none pile up here."""
        room = AHEAD * max(1, sum(self.client.nthreads().values()))
        self._submit(islice(groups, room))
        for future in self.done:
            outcomes = self._taken(future)
            self._submit(islice(groups, 1))
            yield from outcomes

    def _submit(self, groups: Iterable[list[SourceFile]]) -> None:
        for group in groups:
            future = self.client.submit(_read_group, group, self.shards, self.reader, pure=False, retries=2)
            self.groups[future.key] = group
            self.done.add(future)

    def _taken(self, future: Any) -> list[Outcome]:
        """Of a group whose worker was lost again and again each file is tried alone: one of them may be to blame."""
        from distributed import KilledWorker

        group = self.groups.pop(future.key)
        try:
            outcomes: list[Outcome] = future.result()
        except KilledWorker:
            if len(group) == 1:
                return [unread(group[0], "", "crashed", "KilledWorker")]
            self._submit([file] for file in group)
            return []
        future.release()
        return outcomes


def _groups(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    source = iter(files)
    while group := list(islice(source, GROUP)):
        yield group


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    from distributed import CancelledError, Client

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # it would print tracebacks of what we say
    try:
        client = Client(scheduler, timeout=15)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError("{address}: no scheduler answers ({error})", address=scheduler, error=error) from None
    try:
        yield client
    except (CancelledError, OSError) as error:
        said = "{address}: the cluster was lost. What was read is kept; the same command goes on from here."
        raise ClusterError(said, address=scheduler) from error
    finally:
        client.close()  # type: ignore[no-untyped-call]


# --- on the workers ---------------------------------------------------------------------------------------------------


def _reader(pack_name: str, options: BatchOptions, wanted: str) -> Any:
    """The plugin that keeps a Dask worker's child processes; no worker takes it that would read otherwise."""
    from distributed import WorkerPlugin

    class Reader(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            check_installed(pack_name, wanted)
            self.wanted = wanted
            self.options = _with_cache_here(options)
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
            pool = self.take_idle() or Pool(pack_name, self.options)
            try:
                yield pool
            except BaseException:
                pool.close()
                raise
            self.idle.put(pool)

    return Reader()


def check_installed(pack_name: str, wanted: str) -> None:
    """Compare what is installed here with what reads letters where they were asked for.

    Raises:
        ClusterError: they differ, or the pack cannot be used here.
    """
    try:
        here = installed(pack_name)
    except VeeduriaError as error:
        raise ClusterError(str(error)) from None
    if here != wanted:
        raise ClusterError(
            "A worker would read otherwise than we do: there {there}, here {here}", there=here, here=wanted
        )


def _with_cache_here(options: BatchOptions) -> BatchOptions:
    """Recognised pages are kept beside the database only where its folder is: on a disk that is shared."""
    cache = options.read.cache
    if cache is None or (cache.is_absolute() and cache.parent.is_dir()):
        return options
    return replace(options, read=replace(options.read, cache=None))


def _read_group(files: Sequence[SourceFile], shards: str | None, wanted: str) -> list[Outcome]:
    """Fetch a group of files to this machine, read them, and return or write what became of them.

    Raises:
        ClusterError: this worker has no reader of the name wanted.
    """
    from distributed import get_worker

    reader: Any = get_worker().plugins.get(wanted)
    if reader is None:
        raise ClusterError("A worker has not the rules and options that this run reads with; run it again.")
    with own_folder() as folder, reader.pool() as pool:
        outcomes = list(_read_here(files, folder, pool, reader.options))
    if shards is None:
        return outcomes
    write_shard(outcomes, shards, reader.wanted)
    return [replace(outcome, reading=None, made=None) for outcome in outcomes]


@contextmanager
def own_folder() -> Iterator[Path]:
    """Give a folder for letters, that is held for as long as this process lives; what the dead left is swept first."""
    place = Path(gettempdir())
    for left in place.glob(f"{LETTERS}*"):
        _sweep(left)
    new = Path(mkdtemp(prefix="veeduria-new-", dir=place))
    held = os.open(new, os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(held, fcntl.LOCK_EX)  # before it has the name that is swept
    folder = new.rename(place / (LETTERS + new.name.rpartition("-")[2]))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _sweep(folder: Path) -> None:
    """Remove a folder of letters that no process holds any more."""
    with suppress(OSError):
        held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(held)


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
