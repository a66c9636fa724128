"""The cores of this machine, for pure work on many things."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any

from extractor.core.settings import MANY


@contextmanager
def cores(things: int) -> Iterator[Callable[..., Callable[[], Any]]]:
    """Give a function, `begin(work, *arguments)`, that begins a piece of work and returns what waits for its result.

    With few things or a single core the work is done here, when its result is asked for; so is what a process was at,
    or was still to do, that somebody killed.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if things < MANY or count < 2:
        yield partial
        return
    pool = ProcessPoolExecutor(count, get_context("spawn"), _quiet)
    try:
        yield partial(_begun, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _begun(pool: ProcessPoolExecutor, work: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    try:
        begun = pool.submit(work, *arguments)
    except BrokenProcessPool:
        return partial(work, *arguments)

    def result() -> Any:
        try:
            return begun.result()
        except BrokenProcessPool:
            return work(*arguments)

    return result


def _quiet() -> None:
    """Leave it to the process that asked to end on Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
