"""Many files through `pipeline.read_letter`, each in one outcome, whatever it does to the process that reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from extractor.batch.files import SourceFile, find_files
from extractor.batch.formats import named
from extractor.batch.opening import FileFault, sha256
from extractor.batch.outcome import BatchOptions, FileStatus, Outcome
from extractor.batch.pool import Pool
from extractor.batch.settings import MAGIC_WITHIN
from extractor.batch.worker import Job, unread
from extractor.core.model import Problem


def run(files: Iterable[SourceFile], pack_name: str, options: BatchOptions | None = None) -> Iterator[Outcome]:
    """Read files in worker processes and yield one outcome for each, in order of completion.

    Closing the iterator early ends the workers.

    Raises:
        PackError: the pack cannot be used.
        WorkerFailed: no process can be started.
    """
    options = options or BatchOptions()
    with Pool(pack_name, options) as pool:
        yield from pool.run(take(files, options))


def take(files: Iterable[SourceFile], options: BatchOptions) -> Iterator[Outcome | Job]:
    """Look at each file before any parser does: an outcome at once, or a job with the file's hash."""
    seen: dict[str, str] = {}
    for source in files:
        try:
            data = source.read(options.file_bytes)
        except FileFault as fault:
            yield unread(source, "", fault.code, fault.detail)
            continue
        digest = sha256(data)
        first = options.known.get(digest) or seen.get(digest)
        seen.setdefault(digest, source.name)
        if first is not None:
            yield _duplicate(source, digest, first)
        elif not data:
            yield unread(source, digest, "empty")
        elif other := named(data):
            yield unread(source, digest, *other)
        elif b"%PDF-" not in data[:MAGIC_WITHIN]:
            yield unread(source, digest, "not_pdf")
        else:
            yield source, digest


def first_of_each(outcomes: Iterable[Outcome], known: Mapping[str, str]) -> Iterator[Outcome]:
    """Yield outcomes from elsewhere, those of bytes that came before, or are known, as duplicates."""
    seen: dict[str, str] = {}
    for outcome in outcomes:
        first = known.get(outcome.sha256) or seen.get(outcome.sha256)
        if outcome.status is FileStatus.DUPLICATE:  # of one that may come after it
            yield outcome
        elif first is not None:
            yield _duplicate(outcome.source, outcome.sha256, first)
        else:
            if outcome.sha256:
                seen[outcome.sha256] = outcome.name
            yield outcome


def _duplicate(source: SourceFile, digest: str, first: str) -> Outcome:
    return Outcome(source, digest, FileStatus.DUPLICATE, problems=(Problem(source.name, "duplicate", first),))


__all__ = [
    "BatchOptions",
    "FileFault",
    "FileStatus",
    "Outcome",
    "SourceFile",
    "find_files",
    "first_of_each",
    "run",
    "take",
]
