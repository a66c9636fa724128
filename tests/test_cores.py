"""Pure work on all cores: the same as on one, and done though a process dies over it."""

from __future__ import annotations

import os
import signal
from multiprocessing import parent_process

import pytest

from extractor.core.cores import cores
from extractor.core.settings import MANY


def square(number: int) -> int:
    if number == 3 and parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)  # as a machine without memory does
    return number * number


@pytest.mark.parametrize("things", [1, MANY])
def test_a_process_that_was_killed_ended_the_command(things: int) -> None:
    with cores(things) as begin:
        waiting = [begin(square, number) for number in range(8)]
        assert [result() for result in waiting] == [number * number for number in range(8)]
        assert begin(square, 9)() == 81
