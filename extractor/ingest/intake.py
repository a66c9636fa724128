"""Take files into the database: found, read in worker processes, saved in small batches by the one writer.

A file is entered as failed before it is read and gets its outcome in the transaction that saves what it holds. So an
interrupted run loses nothing that was read, and the next one goes on where it stopped.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db import letter_rows
from db.connection import taking_in
from db.records import REPLIES
from db.rows import ReadingRows, Saved, rows_of
from db.store import Store
from db.twins import told
from extractor import batch
from extractor.batch import BatchOptions, FileStatus, Outcome, SourceFile
from extractor.batch.opening import FileFault, is_address, sha256
from extractor.core.model import Problem
from extractor.core.problems import PROBLEMS
from extractor.ingest.settings import AT_ONCE, INTAKE_PATIENCE
from rules.models import Pack

NO_PDF = frozenset(code for code, kind in PROBLEMS.items() if not kind.kept)
REFUSED = (sqlite3.IntegrityError, sqlite3.ProgrammingError, UnicodeError, OverflowError)  # values no table takes
AT_KIND, AT_INSTITUTION, AT_UNIT = 7, 0, 1  # places in the rows of statements and documents


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one file: read, needs_person, unread, duplicate, known (it had been taken in before), or kept (it
    was read again, with less to show for it, and stays as it was).

    `kinds` counts its statements. `problems` of a known file are those found when it was read. `many_bodies`: it is no
    reply of one body; `mended`: it was known, and its wave or source is another now.
    """

    name: str
    outcome: str
    institution: str | None = None
    unit: str | None = None
    kinds: Mapping[str, int] | None = None
    problems: tuple[Problem, ...] = ()
    sha256: str = ""
    many_bodies: bool = False
    mended: bool = False


@dataclass(frozen=True, slots=True)
class IngestJob:
    """What a run has to do: files, and what is said of all of them.

    `again`: read also what is known; `retry`: and what could not be read before. `keys` name files that were found
    under another path. `many_bodies`: they are no replies of one body each but reports on many.
    """

    files: Sequence[SourceFile]
    source: str = REPLIES
    wave: str | None = None
    again: bool = False
    retry: bool = False
    keys: Mapping[str, str] | None = None
    many_bodies: bool = False

    def key(self, file: SourceFile) -> str:
        """Where a file was found, the same from run to run."""
        return (self.keys or {}).get(file.place, file.place)


Reader = Callable[[Iterable[SourceFile], str, BatchOptions], Iterator[Outcome]]


def take_in(
    store: Store, job: IngestJob, run: int, pack: str, options: BatchOptions, read: Reader = batch.run
) -> Generator[IngestResult, None, None]:
    """Read and save files; yield what became of each once it is saved. `read` may do it elsewhere: on a cluster.

    Closing the iterator early ends the workers and saves what they had read.

    Raises:
        PackError: the pack cannot be used; nothing was read.
    """
    known = {} if job.again else _known(store, job, options)
    read_options = replace(options.read, many_bodies=job.many_bodies)
    options = replace(options, known=known, make=rows_of, read=read_options)
    with taking_in(store.path):
        yield from _taken_in(store, job, run, pack, options, read)


def _taken_in(
    store: Store, job: IngestJob, run: int, pack: str, options: BatchOptions, read: Reader
) -> Iterator[IngestResult]:
    store.expect(((job.key(file), file.name) for file in job.files), run)
    outcomes = read(job.files, pack, options)
    waiting: list[Outcome] = []
    copies: list[Outcome] = []  # of files that other workers may still be reading
    since = time.monotonic()
    try:
        for outcome in outcomes:
            is_copy = outcome.status is FileStatus.DUPLICATE and outcome.sha256 not in options.known
            (copies if is_copy else waiting).append(outcome)
            if len(waiting) == AT_ONCE or time.monotonic() - since > INTAKE_PATIENCE:
                yield from _save(store, job, run, _emptied(waiting), options)
                since = time.monotonic()
    finally:
        result = list(_save(store, job, run, waiting, options))
    yield from result
    yield from _save(store, job, run, copies, options)


def _known(store: Store, job: IngestJob, options: BatchOptions) -> dict[str, str]:
    """What need not be read: all that was, unless it is to be tried again or a password for it is given now."""
    known = store.known(not job.retry)
    if options.read.password:
        query = "SELECT sha256 FROM documents d JOIN problems p ON p.document = d.sha256 WHERE p.code = 'encrypted'"
        for (sha256,) in store.connection.execute(query):
            known.pop(sha256, None)
    return known


def _emptied(waiting: list[Outcome]) -> list[Outcome]:
    outcomes = waiting.copy()
    waiting.clear()
    return outcomes


def _save(
    store: Store, job: IngestJob, run: int, outcomes: Sequence[Outcome], options: BatchOptions
) -> Iterator[IngestResult]:
    if job.again:
        lost = {outcome.path: problems for outcome in outcomes if (problems := _lost(store, outcome))}
        yield from (IngestResult(o.name, "kept", problems=lost[o.path]) for o in outcomes if o.path in lost)
        outcomes = [outcome for outcome in outcomes if outcome.path not in lost]
    files = [_saved(store, job, outcome, options.file_bytes) for outcome in outcomes]
    try:
        store.save(files, run)
    except REFUSED:
        files = [_save_alone(store, file, run) for file in files]
    for file, outcome in zip(files, outcomes, strict=True):
        result = _taken(store, file, outcome.sha256 in options.known)
        twins = () if file.outcome == FileStatus.DUPLICATE else told(store.connection, file.sha256)
        yield replace(result, problems=(*result.problems, *(Problem(*twin) for twin in twins)))


def _lost(store: Store, outcome: Outcome) -> tuple[Problem, ...]:
    """Return what was lost since this original was read before; () if the new reading may take the old one's place.

    The password may be missing this time, or the engine that recognised a page; what was read then is not given up.
    """
    if outcome.sha256 != Path(outcome.path).stem:  # originals are named by their hash
        return (*outcome.problems, Problem(outcome.name, "original_changed"))
    if not _was_read(store, outcome.sha256):
        return ()
    without_text = "SELECT place FROM problems WHERE document = ? AND code = 'page_no_text'"
    blank = {place for (place,) in store.connection.execute(without_text, (outcome.sha256,))}
    pages = {problem.where for problem in outcome.problems if problem.code == "page_no_text"}
    return outcome.problems if outcome.status is FileStatus.UNREAD or pages - blank else ()


def _was_read(store: Store, sha256: str) -> bool:
    query = "SELECT 1 FROM documents WHERE sha256 = ? AND outcome IN ('read', 'needs_person')"
    return store.connection.execute(query, (sha256,)).fetchone() is not None


def _save_alone(store: Store, file: Saved, run: int) -> Saved:
    """Save one file; what the tables refuse is unread and says why."""
    try:
        store.save([file], run)
    except REFUSED as error:
        problem = Problem(file.name, "not_stored", str(error).encode("ascii", "backslashreplace").decode())
        file = replace(file, outcome="unread", rows=None, problems=(problem,))
        store.save([file], run)
    return file


def _saved(store: Store, job: IngestJob, outcome: Outcome, limit: int) -> Saved:
    data = _original(store, outcome, limit)
    return Saved(
        job.key(outcome.source),
        outcome.name,
        outcome.sha256,
        outcome.status,
        outcome.made,
        () if _same_name(outcome) else outcome.problems,
        data,
        "" if outcome.source.entries or is_address(outcome.path) else outcome.path,
        _size(store, outcome, data),
        job.source,
        job.wave,
    )


def _same_name(outcome: Outcome) -> bool:
    """Is this only the same file found again? A copy under another name is worth a word."""
    return outcome.status is FileStatus.DUPLICATE and _last(outcome.problems[0].detail) == _last(outcome.name)


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _original(store: Store, outcome: Outcome, limit: int) -> bytes | None:
    """Return the bytes to keep: of PDF files that are not kept yet, or no longer, if they are still what was read."""
    if not outcome.sha256 or outcome.cause in NO_PDF or store.original(outcome.sha256).exists():
        return None
    if outcome.status is FileStatus.DUPLICATE and not _was_read(store, outcome.sha256):
        return None
    try:
        data = outcome.source.read(limit)
    except FileFault:
        return None
    return data if sha256(data) == outcome.sha256 else None


def _size(store: Store, outcome: Outcome, data: bytes | None) -> int:
    kept = store.original(outcome.sha256)  # perhaps since a run that was killed before it could save the rest
    return len(data) if data is not None else kept.stat().st_size if kept.exists() else 0


def _taken(store: Store, file: Saved, known: bool) -> IngestResult:
    if file.outcome == FileStatus.DUPLICATE and not file.problems:
        if not known:
            return IngestResult(file.name, "duplicate", sha256=file.sha256)
        problems = tuple(Problem(*row) for row in letter_rows.open_problems(store, file.sha256))
        return IngestResult(file.name, "known", problems=problems, sha256=file.sha256)
    institution, unit, kinds = _found(file.rows)
    return IngestResult(file.name, file.outcome, institution, unit, kinds, file.problems, file.sha256)


def _found(rows: ReadingRows | None) -> tuple[str | None, str | None, dict[str, int]]:
    if rows is None:
        return None, None, {}
    kinds = Counter(str(row[AT_KIND]) for row in rows.statements)
    return rows.document[AT_INSTITUTION], rows.document[AT_UNIT], dict(kinds)


# --- again -----------------------------------------------------------------------------------------------------------


def all_again(store: Store, pack: Pack) -> list[IngestJob]:
    """Return the jobs of reading every original that is kept with the present rules: replies, and reports."""
    files: dict[bool, list[SourceFile]] = {False: [], True: []}
    keys = {}
    query = """SELECT d.sha256, d.path, d.source, coalesce(f.key, d.path) FROM documents d
        LEFT JOIN files f ON f.document = d.sha256 AND f.outcome <> 'duplicate' GROUP BY d.sha256 ORDER BY d.name"""
    for digest, name, source, key in store.connection.execute(query):
        original = store.original(digest).absolute()
        if original.exists():
            files[speaks_of_many(source, pack)].append(SourceFile(name, str(original)))
            keys[str(original)] = key
    return [IngestJob(found, again=True, keys=keys, many_bodies=many) for many, found in files.items() if found]


def speaks_of_many(source: str, pack: Pack) -> bool:
    """Do documents of this source report on many bodies? All do but replies to letters of request."""
    return any(known.id == source and not known.asked for known in pack.sources)
