"""A run of taking in: from paths to what became of each file, saved. All that `veeduria ingest` does beside its words.

for result in ingest(["letters/"], IngestOptions(Path("veeduria.db"), "pe-ley-28950")):
    print(result.name, result.outcome)
"""

from __future__ import annotations

import getpass
import logging
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from db.records import REPLIES
from db.store import Store, open_store
from extractor import batch
from extractor.batch import BatchOptions, SourceFile, find_files
from extractor.core.clock import now
from extractor.ingest.intake import IngestJob, IngestResult, Reader, all_again, speaks_of_many, take_in
from extractor.ingest.mended import mend
from extractor.ingest.reclassify import suggest_where_corrected
from rules.loader import load_pack

Finder = Callable[[Iterable[str], Path], Iterable[SourceFile]]
COVERED = ("read", "needs_person", "known")  # outcomes of files that say what days they are about

log = logging.getLogger(__name__)


def find_here(paths: Iterable[str], database: Path) -> Iterable[SourceFile]:
    """Find files on this machine; the database's own are none."""
    return find_files(paths, database=database)


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Where files are taken in, how they are read, and what is said of all of them.

    `pack` is a name or a folder. `covers`: the days that they are about, "2010-01-01..2010-12-31". `said`: what files
    that are there already get as corrections, their wave or source; `reviewer` says so. `retry`: what could not be
    read is tried again; `again`: every original that is kept is, and no paths are needed. `find` and `read` may do it
    on a cluster. `expect` hears how many files a run has before the first is read.
    """

    database: Path
    pack: str
    reading: BatchOptions = field(default_factory=BatchOptions)
    source: str = REPLIES
    wave: str | None = None
    covers: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    reviewer: str = field(default_factory=getpass.getuser)
    retry: bool = False
    again: bool = False
    find: Finder = find_here
    read: Reader = batch.run
    expect: Callable[[int], None] = lambda _files: None


def ingest(paths: Iterable[str | Path], options: IngestOptions) -> Generator[IngestResult, None, None]:
    """Take in PDF files, folders with all they hold, and ZIP archives; yield what became of each once it is saved.

    What was taken in before is skipped. Closing the iterator early ends the workers and keeps what they had read.

    Raises:
        PackError: the pack cannot be used; the database was not touched.
    """
    pack = load_pack(options.pack)
    many = speaks_of_many(options.source, pack)
    files = [] if options.again else list(options.find(map(str, paths), options.database))
    with open_store(options.database) as store:
        told = IngestJob(files, options.source, options.wave, retry=options.retry, many_bodies=many)
        jobs = all_again(store, pack) if options.again else [told]
        for job in jobs:
            yield from run_job(store, job, options)


def run_job(store: Store, job: IngestJob, options: IngestOptions) -> Generator[IngestResult, None, None]:
    """Do a job as a run of its own, with what is said of its files; yield what became of each."""
    pack = load_pack(options.pack)
    options.expect(len(job.files))
    named = {"ocr": options.reading.read.ocr, "source": job.source, "wave": job.wave, "again": job.again}
    run = store.begin_run(version("veeduria"), pack, named, now())
    log.info("run %d: %d files, pack %s %s", run, len(job.files), pack.info.id, pack.hash[:12])
    with closing(take_in(store, job, run, options.pack, options.reading, options.read)) as results:
        for result in results:
            log.debug("%s: %s", result.sha256[:12] or "no PDF", result.outcome)  # names may be persons'
            yield _said_of(store, result, job, options)
    if job.again:
        suggest_where_corrected(store, pack)
    store.end_run(run, now())
    log.info("run %d: done", run)


def _said_of(store: Store, result: IngestResult, job: IngestJob, options: IngestOptions) -> IngestResult:
    """Keep what was said of a file, and say whether that mended it."""
    mended = False
    if options.covers and result.outcome in COVERED:
        store.correct(result.sha256, {"covers": options.covers}, options.reviewer, now(), "ingest")
    if options.said and result.outcome == "known":
        mended = mend(store, result.sha256, options.said, options.reviewer, now())
    return replace(result, many_bodies=job.many_bodies, mended=mended)
