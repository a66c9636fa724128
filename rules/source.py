"""Read one YAML file of a pack as plain values with their lines. Nothing is executed, nothing refers elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from extractor.core.errors import LazyMessage, PackError, PackFault, remark
from rules.settings import FOLDERS_MAX_BYTES, MAX_DEPTH

Key = tuple[str | int, ...]

_QUOTED = re.compile(rb"""  "(?:\\.|[^"\\])*"  |  '[^']*'  """, re.VERBOSE)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where PyYAML was built with libyaml


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A file's values, and the line of every key and item by its path."""

    label: str
    content: bytes
    value: Any
    lines: dict[Key, int]

    @property
    def folder(self) -> str:
        """Name of the pack's folder."""
        return self.label.partition("/")[0]

    def place(self, key: Key) -> str:
        """Return "file:line" of a key or, where it is missing, of what should hold it."""
        while key and key not in self.lines:
            key = key[:-1]
        return f"{self.label}:{self.lines.get(key, 1)}"


def read_source(file: Path, label: str) -> YamlSource:
    """Read a YAML file.

    Raises:
        PackError: if it is a link, too large, not YAML, or uses aliases, tags or a key twice.
    """
    if file.is_symlink() or file.parent.is_symlink():
        raise PackError([PackFault(f"{label}:1", remark("a pack may not hold links to other files"))])
    with file.open("rb") as stream:
        content = stream.read(FOLDERS_MAX_BYTES + 1)
    if len(content) > FOLDERS_MAX_BYTES:
        raise PackError(
            [PackFault(f"{label}:1", remark("the file is larger than {limit} bytes", limit=FOLDERS_MAX_BYTES))]
        )
    try:
        return _parse(content, label)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if line := _too_deep(content):  # a scanner may give up over it before the first event comes
            raise PackError([PackFault(f"{label}:{line}", remark("nested too deeply"))]) from None
        problem = getattr(error, "problem", None) or str(error)
        said = remark("not valid YAML: {problem}", problem=problem)
        raise PackError([PackFault(f"{label}:{mark.line + 1 if mark else 1}", said)]) from None
    except (ValueError, UnicodeError) as error:  # a date such as 2010-99-99, bytes that are no text
        raise PackError([PackFault(f"{label}:1", remark("not valid YAML: {problem}", problem=error))]) from None


def _parse(content: bytes, label: str) -> YamlSource:
    faults = [PackFault(f"{label}:{line}", problem) for line, problem in _hostile(content)]
    if faults:
        raise PackError(faults)
    loader = _LOADER(content)
    try:
        node = loader.get_single_node()
        if node is None:
            return YamlSource(label, content, None, {})
        faults = [PackFault(f"{label}:{line}: {key}", remark("given twice")) for line, key in _twice(node)]
        if faults:
            raise PackError(faults)
        return YamlSource(label, content, loader.construct_document(node), dict(_lines(node, (), 1)))
    finally:
        loader.dispose()


def _hostile(content: bytes) -> Iterator[tuple[int, LazyMessage]]:
    """Yield what could blow up or reach outside. Works on events: nothing here grows with nesting."""
    depth = 0
    for event in yaml.parse(content, _LOADER):
        line = event.start_mark.line + 1  # type: ignore[union-attr]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield line, remark("anchors and aliases (& and *) are not allowed; quote the text if it begins so")
        if tag := getattr(event, "tag", None):
            yield line, remark("{tag}: tags are not allowed", tag=tag)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            yield line, remark("nested too deeply")
            return


def _too_deep(content: bytes) -> int:
    """Return the first line that opens too many brackets outside of quotes; 0 if none does."""
    for number, line in enumerate(content.split(b"\n"), 1):
        brackets = _QUOTED.sub(b"", line)
        if brackets.count(b"[") + brackets.count(b"{") > MAX_DEPTH + brackets.count(b"]") + brackets.count(b"}"):
            return number
    return 0


def _twice(node: yaml.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(str(key.value))
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)


def _lines(node: yaml.Node, path: Key, line: int) -> Iterator[tuple[Key, int]]:
    yield path, line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*path, str(key.value)), key.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _lines(item, (*path, number), item.start_mark.line + 1)
