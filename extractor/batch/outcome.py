"""What becomes of a file, and the limits it is read under."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from extractor.batch.files import SourceFile
from extractor.batch.settings import MIB
from extractor.core.model import Problem, Reading
from extractor.read.letter import ReadOptions
from extractor.read.ocr.settings import OCR_SECONDS


class FileStatus(StrEnum):
    """The closed list of outcomes: every file found ends in exactly one of them."""

    READ = "read"
    NEEDS_PERSON = "needs_person"  # something was read, but there is reason to doubt that it is all
    UNREAD = "unread"  # nothing usable; the first problem is the cause
    DUPLICATE = "duplicate"  # the same bytes as a file already taken; its name is the problem's detail


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `sha256` is "" only if its bytes could not be read at all.

    `reading` is set for READ and NEEDS_PERSON; for UNREAD it is set if the file could be opened. `problems` holds the
    reading's problems and those of the batch; of an unread file the first one is the cause.
    """

    source: SourceFile
    sha256: str
    status: FileStatus
    reading: Reading | None = None
    problems: tuple[Problem, ...] = ()
    made: Any = None  # what `BatchOptions.make` returned, computed in the worker

    @property
    def name(self) -> str:
        """The file's name, safe to print and to store."""
        return self.source.name

    @property
    def path(self) -> str:
        """What the operating system calls the file, or the archive that holds it."""
        return self.source.path

    @property
    def cause(self) -> str:
        """Code of the first problem of an unread file; "" for the others."""
        return self.problems[0].code if self.status is FileStatus.UNREAD and self.problems else ""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How many workers, and what each file may cost. Sizes in bytes, times in seconds.

    `known` maps the SHA-256 of files that need not be read again to the name they were taken under. `make`, an
    importable function, turns a reading into what the caller stores; it runs in the worker, and `Outcome.reading` is
    then left out, so that the one writer does not pay for what many workers can do.
    """

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    read: ReadOptions = field(default_factory=ReadOptions)
    memory: int = 1024 * MIB
    ocr_memory: int = 1024 * MIB  # on top of `memory`, unless OCR is off
    document_seconds: float = 120.0
    stall_seconds: float = 30.0  # without a further page
    ocr_seconds: float = OCR_SECONDS  # more for each try to recognise a page, which ends by itself in this time
    file_bytes: int = 200 * MIB
    result_bytes: int = 64 * MIB
    known: Mapping[str, str] = field(default_factory=dict)
    make: Callable[[Reading], Any] | None = None
