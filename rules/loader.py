"""Read a pack folder into a validated `Pack`. Every fault names file, line and key; nothing in a pack is executed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from extractor.errors import PackError
from rules.models import Pack, PackInfo

# section of Pack -> is it a list? A section lives in SECTION.yaml and in SECTION/*.yaml.
SECTIONS = {
    "bodies": True,
    "obligations": True,
    "cues": True,
    "facets": True,
    "rules": True,
    "reading": False,
    "details": False,
    "calendar": False,
    "calibration": False,
}
MAX_BYTES = 4_000_000  # a pack file beyond this is not a pack file
Where = dict[tuple[Any, ...], tuple[str, int]]  # path of keys -> file, line


@cache
def load_pack(name: str = "pe-ley-28950") -> Pack:
    """Load the pack of this name (shipped) or in this folder (a path), with the packs it extends.

    Raises:
        PackError: with all faults found, one line each: "file:line: key: what is wrong".
    """
    folder = _folder(name)
    data, where, digest = _read(folder, seen=())
    try:
        return Pack.model_validate({**data, "hash": digest})
    except ValidationError as error:
        raise PackError([_fault(fault, where, folder.name) for fault in error.errors()]) from None


def shipped_packs() -> list[str]:
    """Names of the packs that come with the program, the language bases included."""
    return sorted(entry.name for entry in (files("rules") / "packs").iterdir() if (entry / "pack.yaml").is_file())


def _folder(name: str) -> Traversable:
    shipped = files("rules") / "packs" / name
    is_name = "/" not in name and "\\" not in name and name not in ("", ".", "..")
    folder: Traversable = shipped if is_name and shipped.is_dir() else Path(name)
    if not (folder / "pack.yaml").is_file():
        raise PackError([f"{name}: no such pack (no pack.yaml there); shipped packs: {', '.join(shipped_packs())}"])
    return folder


def _read(folder: Traversable, seen: tuple[str, ...]) -> tuple[dict[str, Any], Where, str]:
    if folder.name in seen:
        raise PackError([f"{folder.name}/pack.yaml:1: extends: packs extend each other: {' -> '.join(seen)}"])
    where: Where = {}
    info, content = _parse(folder / "pack.yaml", f"{folder.name}/pack.yaml", ("info",), where)
    base = info.get("extends") if isinstance(info, dict) else None
    data: dict[str, Any] = {}
    digest = hashlib.sha256()
    if base is not None:
        if not isinstance(base, str) or base not in shipped_packs():
            raise PackError([f"{folder.name}/pack.yaml:1: extends: {base!r} is not a shipped pack"])
        data, base_where, base_hash = _read(_folder(base), (*seen, folder.name))
        where = {**base_where, **where}
        digest.update(base_hash.encode())
    data["info"] = info
    digest.update(content)
    for section, is_list in SECTIONS.items():
        for file, label in _files(folder, section):
            offset = len(data.get(section, ())) if is_list else None
            found, content = _parse(file, label, (section,), where, offset)
            digest.update(content)
            if found is None:
                continue
            if not isinstance(found, list if is_list else dict):
                raise PackError([f"{label}:1: {section}: expected a {'list' if is_list else 'mapping'}"])
            data[section] = [*data.get(section, []), *found] if is_list else _merge(data.get(section, {}), found)
    return data, where, digest.hexdigest()


def _files(folder: Traversable, section: str) -> Iterator[tuple[Traversable, str]]:
    single, many = folder / f"{section}.yaml", folder / section
    if single.is_file():
        yield single, f"{folder.name}/{section}.yaml"
    if many.is_dir():
        for file in sorted(many.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml") and file.is_file():
                yield file, f"{folder.name}/{section}/{file.name}"


def _parse(
    file: Traversable, label: str, path: tuple[Any, ...], where: Where, offset: int | None = None
) -> tuple[Any, bytes]:
    if isinstance(file, Path) and file.is_symlink():
        raise PackError([f"{label}:1: a pack may not hold links to other files"])
    content = file.read_bytes()
    if len(content) > MAX_BYTES:
        raise PackError([f"{label}:1: the file is larger than {MAX_BYTES} bytes"])
    try:
        loader = yaml.SafeLoader(content)
        try:
            node = loader.get_single_node()
            if node is None:
                return None, content
            faults = list(_note_lines(node, path, label, where, offset))
            value = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise PackError([f"{label}:{line}: not valid YAML: {getattr(error, 'problem', error)}"]) from None
    if faults:
        raise PackError(faults)
    return value, content


def _note_lines(
    node: yaml.Node, path: tuple[Any, ...], label: str, where: Where, offset: int | None = None
) -> Iterator[str]:
    """Record the line of every key and item; yield a fault for aliases (they can blow up) and duplicate keys."""
    if path in where and offset is None and len(path) > 1:
        yield f"{label}:{node.start_mark.line + 1}: {path[-1]}: given twice"
    where.setdefault(path, (label, node.start_mark.line + 1))
    if isinstance(node, yaml.MappingNode):
        keys = set()
        for key, value in node.value:
            if key.value in keys:
                yield f"{label}:{key.start_mark.line + 1}: {key.value}: given twice"
            keys.add(key.value)
            where[(*path, key.value)] = (label, key.start_mark.line + 1)
            yield from _children(value, (*path, key.value), label, where)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            inner = (*path, index + (offset or 0))
            where[inner] = (label, item.start_mark.line + 1)
            yield from _children(item, inner, label, where)


def _children(node: yaml.Node, path: tuple[Any, ...], label: str, where: Where) -> Iterator[str]:
    if len(path) > 12:
        yield f"{label}:{node.start_mark.line + 1}: nested too deeply"
    elif not isinstance(node, yaml.ScalarNode):
        line = where[path]
        del where[path]
        yield from _note_lines(node, path, label, where)
        where[path] = line


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *value]
        else:
            merged[key] = value
    return merged


def _fault(error: Any, where: Where, pack: str) -> str:
    location = tuple(error["loc"])
    path = location
    while path and path not in where:
        path = path[:-1]
    file, line = where.get(path, (f"{pack}/pack.yaml", 1))
    key = ".".join(str(part) for part in location[1:]) or str(location[-1] if location else "")
    return f"{file}:{line}: {key}: {error['msg']}"


__all__ = ["PackInfo", "load_pack", "shipped_packs"]
