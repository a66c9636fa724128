"""Labelled examples of a pack: JSON Lines in its folder `examples`, a file for each batch of one writer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from extractor.core.errors import LazyMessage, PackError, PackFault, remark
from extractor.core.model import Kind
from rules.models import Pack
from rules.settings import FOLDERS_MAX_BYTES, LONGEST

FOLDER = "examples"
KINDS = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its kind and, where it reports something, the obligation it answers; `batch` tells its writer."""

    text: str
    kind: str
    obligation: str = ""
    category: str = ""
    batch: str = ""
    place: str = field(default="", compare=False)


def read_examples(pack: Pack) -> tuple[Example, ...]:
    """Read the examples of a pack and of those it extends, in the order of folders, files and lines.

    Raises:
        PackError: with all faults found.
    """
    faults: list[PackFault] = []
    found: list[Example] = []
    for one in _lines([Path(folder) for folder in pack.folders.values()], {duty.id for duty in pack.obligations}):
        if isinstance(one, PackFault):
            faults.append(one)
        else:
            found.append(one)
    if faults:
        raise PackError(faults)
    return tuple(found)


def examples_of(pack: Pack, obligation: str) -> tuple[Example, ...]:
    """Return the sound examples of one obligation, in the same order; what is faulty is told by `read_examples`."""
    named = json.dumps(obligation).encode()
    found = (_example(line, place, batch, {obligation}) for line, place, batch in _written(pack) if named in line)
    return tuple(one for one in found if isinstance(one, Example) and one.obligation == obligation)


@lru_cache(maxsize=2)
def _written(pack: Pack) -> tuple[tuple[bytes, str, str], ...]:
    """Return the lines of a pack's examples as they are written, each with its place and batch."""
    folders = [Path(folder) for folder in pack.folders.values()]
    return tuple(line for line in _read(folders) if not isinstance(line, PackFault))


def _lines(folders: Sequence[Path], obligations: set[str]) -> Iterator[Example | PackFault]:
    for one in _read(folders):
        yield one if isinstance(one, PackFault) else _example(*one, obligations)


def _read(folders: Sequence[Path]) -> Iterator[tuple[bytes, str, str] | PackFault]:
    for folder in folders:
        for file in sorted((folder / FOLDER).glob("*.jsonl")):
            label = f"{folder.name}/{FOLDER}/{file.name}"
            if file.is_symlink() or file.stat().st_size > FOLDERS_MAX_BYTES:
                yield PackFault(f"{label}:1", remark("a link, or larger than {limit} bytes", limit=FOLDERS_MAX_BYTES))
                continue
            for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
                if line.strip():
                    yield line, f"{label}:{number}", file.stem


def _example(line: bytes, place: str, batch: str, obligations: set[str]) -> Example | PackFault:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return PackFault(place, remark("not a line of JSON"))
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return PackFault(place, remark("an object with a text is needed"))
    text, kind, duty = row["text"], row.get("kind") or "action", row.get("obligation") or ""
    problem: LazyMessage | None = None
    if not any(map(str.isalnum, text)):
        problem = remark("the text holds no word")
    elif len(text) > LONGEST:
        problem = remark("the text is longer than {limit} characters", limit=LONGEST)
    elif kind not in KINDS:
        problem = remark("{kind!r:.60} is not a kind", kind=kind)
    elif duty and duty not in obligations:
        problem = remark("no body has the obligation {named}", named=str(duty)[:80])
    if problem:
        return PackFault(place, problem)
    return Example(text, str(kind), str(duty), str(row.get("category") or ""), batch, place)
