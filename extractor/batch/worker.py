"""The process that opens hostile files: `python -P -m extractor.batch.worker`, started by `extractor.batch.pool`.

It reads jobs from one pipe and writes a message per page and a result per file to another. It limits its own memory
before it opens anything, and prints nothing.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler

from extractor.batch.files import SourceFile
from extractor.batch.opening import FileFault, sha256
from extractor.batch.outcome import BatchOptions, FileStatus, Outcome
from extractor.batch.settings import BEAT_SECONDS
from extractor.core.errors import VeeduriaError
from extractor.core.model import Problem, Reading
from extractor.core.problems import DOUBTS
from extractor.read.letter import prepare, read_letter
from rules.loader import load_pack
from rules.models import Pack

Job = tuple[SourceFile, str]  # the file and the SHA-256 it had when it was taken


def main() -> None:
    """Serve jobs until the pipe is closed. Arguments: the descriptors to read from and to write to."""
    jobs = Connection(int(sys.argv[1]), writable=False)
    results = Connection(int(sys.argv[2]), readable=False)
    pack_name, options = jobs.recv()
    limit_memory(options)
    os.environ.update(one_thread_each())
    pack = load_pack(pack_name)
    prepare(pack)
    gc.freeze()  # the pack stays: the garbage collector need not look through it again and again
    results.send(False)  # ready
    while True:
        try:
            job = jobs.recv()
        except EOFError:
            return
        results.send_bytes(_packed(job, _timed(job, pack, options, results), options.result_bytes))


def _packed(job: Job, outcome: Outcome, limit: int) -> memoryview:
    """Pickle an outcome, or an outcome that says that it is too large for the supervisor."""
    packed = ForkingPickler.dumps(outcome)
    return packed if len(packed) <= limit else ForkingPickler.dumps(unread(*job, "too_much_text"))


def limit_memory(options: BatchOptions) -> None:
    """Let allocations beyond the limit fail here instead of taking the machine down."""
    limit = options.memory + (0 if options.read.ocr == "off" else options.ocr_memory)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def one_thread_each() -> dict[str, str]:
    """Environment that keeps OCR engines to one thread a worker: two for one page cost twice as much on busy cores."""
    return dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENCV_FOR_THREADS_NUM"), "1")


class Beat:
    """Tells the supervisor that another page is done: of others than recognised ones once a second at most.

    A page that is recognised is told before each try, which may take longer than a page of text, and after it.
    """

    def __init__(self, results: Connection, alarm: int) -> None:
        self._results = results
        self._alarm = alarm
        self._last = time.monotonic()

    def __call__(self, recognised: bool) -> None:
        now = time.monotonic()
        if recognised:
            signal.alarm(self._alarm)
        if recognised or now - self._last >= BEAT_SECONDS:
            self._last = now
            self._results.send(recognised)


def _timed(job: Job, pack: Pack, options: BatchOptions, results: Connection) -> Outcome:
    """Read one file; the alarm ends this process even if nobody is left to kill it."""
    seconds = int(options.document_seconds) + 10
    signal.alarm(seconds)
    try:
        return read_file(*job, pack, options, Beat(results, seconds))
    finally:
        signal.alarm(0)


def read_file(
    source: SourceFile,
    digest: str,
    pack: Pack,
    options: BatchOptions,
    beat: Callable[[bool], None] = lambda recognised: None,
) -> Outcome:
    """Read one file in this process and say what became of it. Never raises for anything a file can hold."""
    try:
        data = source.read(options.file_bytes)
        if sha256(data) != digest:
            raise FileFault("changed")
        reading = read_letter(data, pack, options.read, beat)
        made = options.make(reading) if options.make else None
    except FileFault as fault:
        return unread(source, "", fault.code, fault.detail)  # these bytes were never read: they may be tomorrow
    except MemoryError:
        return unread(source, digest, "memory")
    except RecursionError:
        return unread(source, digest, "broken", "nested too deeply")
    except VeeduriaError:
        raise
    except Exception as error:  # whatever a damaged file provokes in a PDF library is a finding about that file
        return unread(source, digest, "broken", f"{type(error).__name__}: {error}"[:200])
    kept = None if options.make else reading
    return Outcome(source, digest, status_of(reading), kept, reading.problems, made)


def status_of(reading: Reading) -> FileStatus:
    """Return what became of a file that could be opened: doubt is never "read"."""
    if reading.letter is None:
        return FileStatus.UNREAD
    return FileStatus.NEEDS_PERSON if any(problem.code in DOUBTS for problem in reading.problems) else FileStatus.READ


def unread(source: SourceFile, digest: str, code: str, detail: str = "") -> Outcome:
    """Return the outcome of a file that yields nothing, with its cause."""
    return Outcome(source, digest, FileStatus.UNREAD, None, (Problem(source.name, code, detail),))


def describe(status: int) -> str:
    """Name an exit status: the signal that ended the process, if one did."""
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"


if __name__ == "__main__":
    main()
