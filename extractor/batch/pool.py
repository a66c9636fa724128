"""Worker processes and their supervisor: hand out files, collect outcomes, replace what hangs or dies.

A file is blamed for the death of its worker only if the worker was fresh; else it gets one more chance in a fresh one.
Time-outs get none: a slow file is slow again.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from types import TracebackType

from extractor.batch.outcome import BatchOptions, Outcome
from extractor.batch.settings import PIPE_BYTES, POLL_SECONDS, PREFETCH, START_SECONDS, STARTS
from extractor.batch.worker import Job, describe, unread
from extractor.core.errors import VeeduriaError
from rules.loader import load_pack

log = logging.getLogger(__name__)


class WorkerFailed(VeeduriaError):
    """No worker can be started: the options or the installation is at fault, not a file."""

    def __init__(self, status: str) -> None:
        super().__init__("The process that reads files cannot be started ({status}).", status=status)


class Worker:
    """One child process in a process group of its own, and the jobs it holds, the current one first."""

    def __init__(self, pack_name: str, options: BatchOptions) -> None:
        self.options = options
        self.jobs: deque[Job] = deque()
        self.done = 0
        self.ready = False
        self.began = self.beat = time.monotonic()
        self.granted = 0.0  # seconds on top of the current job's own
        self.recognises = False  # a page is being read from its image
        to_child, self._send = os.pipe()
        self._receive, from_child = os.pipe()
        _widen(from_child)
        command = [sys.executable, "-P", "-m", "extractor.batch.worker", str(to_child), str(from_child)]
        self.process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # nobody reads it: a library's many warnings would fill a pipe and block
            pass_fds=(to_child, from_child),
            start_new_session=True,
        )
        os.close(to_child)
        os.close(from_child)
        self.sender = Connection(self._send, readable=False)
        self.receiver = Connection(self._receive, writable=False)
        self.sender.send((pack_name, replace(options, known={})))  # what is known never gets as far as a worker

    def give(self, job: Job) -> None:
        """Queue a job; it is small, so the pipe never blocks."""
        if not self.jobs:
            self.began = self.beat = time.monotonic()
        self.jobs.append(job)
        with suppress(BrokenPipeError):  # its death is noticed when its results are read
            self.sender.send(job)

    def receive(self) -> Outcome | None:
        """Take one message: the current job's outcome, or a sign of life, for which None is returned.

        Raises:
            EOFError, OSError: the process is gone.
        """
        message: Outcome | bool = self.receiver.recv()
        self.beat = time.monotonic()
        if not self.ready:  # starting up is not the first job's fault
            self.ready, self.began = True, self.beat
        if isinstance(message, Outcome):
            return message
        self.recognises = message
        self.granted += self.options.ocr_seconds / 2 if message else 0.0  # told before and after each try
        return None

    def next_job(self) -> None:
        """Go on to the next job: the current one has its outcome."""
        self.jobs.popleft()
        self.done += 1
        self.began = self.beat
        self.granted = 0.0
        self.recognises = False

    def overdue(self, now: float) -> str:
        """Return the problem code if the current job exceeds a time limit, else ""."""
        if not self.jobs:
            return ""
        if not self.ready:
            return "timeout" if now - self.began > START_SECONDS else ""
        if now - self.began > self.options.document_seconds + self.granted:
            return "timeout"
        patience = self.options.stall_seconds + (self.options.ocr_seconds if self.recognises else 0.0)
        return "stalled" if now - self.beat > patience else ""

    def kill(self) -> int:
        """End the process and everything it started; return its exit status."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        status = self.process.wait()
        self.sender.close()
        self.receiver.close()
        return status


def _widen(pipe: int) -> None:
    """Let more than the usual 64 KiB wait in a pipe; only Linux can."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


class Pool:
    """Runs jobs on up to `options.workers` processes. A context manager: leaving it kills them all."""

    def __init__(self, pack_name: str, options: BatchOptions) -> None:
        self.pack_name = pack_name
        self.options = options
        self.workers: list[Worker] = []
        self._failed_starts = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Kill all processes."""
        for worker in self.workers:
            worker.kill()
        self.workers.clear()

    def run(self, taken: Iterator[Outcome | Job]) -> Iterator[Outcome]:
        """Yield an outcome for every job, as they come; outcomes among `taken` pass through.

        No more is taken than the workers can hold, so memory does not grow with the number of files.
        """
        more = True
        while more or any(worker.jobs for worker in self.workers):
            while more and self._has_room():
                item = next(taken, None)
                if item is None:
                    more = False
                elif isinstance(item, Outcome):
                    yield item
                else:
                    self._least_busy().give(item)
            yield from self._collect()
            yield from self._enforce_limits()

    def _has_room(self) -> bool:
        return len(self.workers) < self.options.workers or any(len(w.jobs) < PREFETCH for w in self.workers)

    def _least_busy(self) -> Worker:
        worker = min(self.workers, key=lambda worker: len(worker.jobs), default=None)
        if worker is None or (worker.jobs and len(self.workers) < self.options.workers):
            worker = Worker(self.pack_name, self.options)
            self.workers.append(worker)
            log.debug("worker %d: started", worker.process.pid)
        return worker

    def _collect(self) -> Iterator[Outcome]:
        busy = {worker.receiver: worker for worker in self.workers if worker.jobs}
        for receiver in wait(list(busy), timeout=POLL_SECONDS) if busy else ():
            worker = busy[receiver]  # type: ignore[index]
            try:
                outcome = worker.receive()
            except (EOFError, OSError):
                yield from self._replace(worker)
                continue
            self._failed_starts = 0
            if outcome and outcome.cause == "memory":
                yield from self._replace(worker, outcome)
            elif outcome:
                worker.next_job()
                yield outcome

    def _enforce_limits(self) -> Iterator[Outcome]:
        now = time.monotonic()
        for worker in list(self.workers):
            code = worker.overdue(now)
            if code and not worker.receiver.poll():
                yield from self._replace(worker, unread(*worker.jobs[0], code), certain=True)

    def _replace(self, worker: Worker, outcome: Outcome | None = None, certain: bool = False) -> Iterator[Outcome]:
        """Kill a worker. Its current file is to blame if the worker was fresh or the cause is certain."""
        status = worker.kill()
        self.workers.remove(worker)
        log.info("worker %d: %s after %d files", worker.process.pid, describe(status), worker.done)
        jobs = list(worker.jobs)
        if not worker.ready:
            load_pack(self.pack_name)  # says what is wrong, if it is the pack
            self._failed_starts += 1
            if self._failed_starts == STARTS:
                raise WorkerFailed(describe(status))
        elif certain or worker.done == 0:
            job = jobs.pop(0)
            yield outcome or unread(*job, "crashed", describe(status))
        if jobs:
            self.workers.append(Worker(self.pack_name, self.options))
            for job in jobs:
                self.workers[-1].give(job)
