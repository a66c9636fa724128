"""Read a pack folder into a validated `Pack`. Every fault names file, line and key; nothing in a pack is executed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from extractor.core.errors import LazyMessage, PackError, PackFault, remark
from rules.folders import model_head, pack_folder, shipped_packs
from rules.lint import broken_references
from rules.models import Pack, PackInfo
from rules.source import YamlSource, read_source

# A section is a field of `Pack`; it lives in SECTION.yaml and in SECTION/*.yaml. Lists of several files are appended,
# mappings merged.
_SHAPES = {name: shape for name, shape in get_type_hints(Pack).items() if name not in ("info", "hash", "folders")}
LISTS = {name: shape for name, shape in _SHAPES.items() if get_origin(shape) is tuple}
MAPPINGS = {name: shape for name, shape in _SHAPES.items() if name not in LISTS}


@dataclass(frozen=True, slots=True)
class Sources:
    """A pack with the files it was read from, so that a fault can name file and line."""

    pack: Pack
    folder: str
    items: dict[str, list[tuple[YamlSource, int]]]  # section -> for each of its items: file, position there

    def inherited(self, section: str, number: int) -> bool:
        """Does the item come from a pack that this one extends?"""
        return self.items[section][number][0].folder != self.folder

    def place(self, section: str, number: int, key: str = "") -> str:
        """Return "file:line" of the item with this position in its section, or of one of its keys."""
        source, position = self.items[section][number]
        return source.place((position, key))


def checked_pack(name: str) -> Pack:
    """Read the pack of this name (shipped) or in this folder (a path), with the packs it extends.

    Raises:
        PackError: with all faults found, one line each: "file:line: key: what is wrong".
    """
    sources = read_pack(name)
    faults = [
        PackFault(f"{sources.place(fault.section, fault.number, fault.key)}: {fault.key}", fault.problem)
        for fault in broken_references(sources.pack)
    ]
    if faults:
        raise PackError(faults)
    return sources.pack


def read_pack(name: str) -> Sources:
    """Read and validate a pack afresh, without looking at what its parts say of each other.

    Raises:
        PackError: with all faults found.
    """
    folders = _lineage(pack_folder(name))
    digest = hashlib.sha256()
    parts: dict[str, Any] = {}
    lineage: dict[str, str] = {}
    items: dict[str, list[tuple[YamlSource, int]]] = {section: [] for section in LISTS}
    faults: list[PackFault] = []
    for folder in folders:
        faults += _strangers(folder)
        info = read_source(folder / "pack.yaml", f"{folder.name}/pack.yaml")
        digest.update(info.content)
        digest.update(model_head(folder))
        parts["info"], wrong = _validated(info, PackInfo)
        faults += wrong
        if parts["info"]:
            lineage[parts["info"].id] = str(folder.absolute())
        for section, source in _section_files(folder):
            digest.update(source.content)
            if source.value is None:
                continue
            found, wrong = _validated(source, _SHAPES[section])
            faults += wrong
            if wrong:
                continue
            if section in LISTS:
                _add(parts.setdefault(section, []), items[section], found, source, folder)
            else:
                parts[section] = _merge(parts.get(section, {}), source.value)
    if faults:
        raise PackError(faults)
    pack = TypeAdapter(Pack).validate_python({**parts, "hash": digest.hexdigest(), "folders": lineage})
    return Sources(pack, folders[-1].name, items)


def _add(
    parts: list[Any], items: list[tuple[YamlSource, int]], found: tuple[Any, ...], source: YamlSource, folder: Path
) -> None:
    """Append a file's items; one with the id of an item of the extended pack adds to that item instead."""
    inherited = {
        getattr(part, "id", ""): number
        for number, (part, (origin, _)) in enumerate(zip(parts, items, strict=True))
        if origin.folder != folder.name
    }
    for position, item in enumerate(found):
        number = inherited.get(item.id)
        if number is None:
            parts.append(item)
            items.append((source, position))
        else:
            merged = _merge(asdict(parts[number]), source.value[position])
            parts[number], items[number] = TypeAdapter(type(item)).validate_python(merged), (source, position)


def _lineage(folder: Path) -> list[Path]:
    """The folder and what it extends, the base first."""
    lineage = [folder]
    while True:
        source = read_source(lineage[0] / "pack.yaml", f"{lineage[0].name}/pack.yaml")
        base = source.value.get("extends") if isinstance(source.value, dict) else None
        if base is None:
            return lineage
        place = source.place(("extends",))
        if base not in shipped_packs():
            raise PackError([PackFault(f"{place}: extends", remark("{base!r} is not a shipped pack", base=base))])
        if base in [known.name for known in lineage]:
            raise PackError([PackFault(f"{place}: extends", remark("packs extend each other"))])
        lineage.insert(0, pack_folder(base))


def _section_files(folder: Path) -> Iterator[tuple[str, YamlSource]]:
    for section in (*LISTS, *MAPPINGS):
        single, many = folder / f"{section}.yaml", folder / section
        if single.is_file():
            yield section, read_source(single, f"{folder.name}/{single.name}")
        if many.is_dir():
            for file in sorted(many.iterdir(), key=lambda entry: entry.name):
                if file.name.endswith(".yaml") and file.is_file():
                    yield section, read_source(file, f"{folder.name}/{section}/{file.name}")


def _strangers(folder: Path) -> list[PackFault]:
    """Faults for files that look like part of the pack and would be passed over in silence."""
    known = {"pack.yaml", *(f"{section}.yaml" for section in (*LISTS, *MAPPINGS))}
    said = remark("not a file of a pack; these are: {names}", names=", ".join(sorted(known)))
    return [
        PackFault(f"{folder.name}/{entry.name}:1", said)
        for entry in folder.iterdir()
        if entry.name.endswith((".yaml", ".yml")) and entry.name not in known
    ]


def _validated(source: YamlSource, shape: Any) -> tuple[Any, list[PackFault]]:
    try:
        return TypeAdapter(shape).validate_python(source.value), []
    except ValidationError as error:
        return None, [_fault(source, fault) for fault in error.errors()]


def _fault(source: YamlSource, fault: Any) -> PackFault:
    key = ".".join(str(part) for part in fault["loc"])
    return PackFault(f"{source.place(fault['loc'])}: {key or source.label}", _wrong(fault))


def _wrong(fault: Any) -> LazyMessage:
    """Say what is wrong with a value; what is rare is said in pydantic's words."""
    if fault["type"] == "missing":
        return remark("this key is missing")
    if fault["type"] == "unexpected_keyword_argument":
        return remark("there is no such key here")
    if isinstance(fault.get("input"), str | int | float | bool):
        return remark("not as it must be: {message} (given: {given!r:.60})", message=fault["msg"], given=fault["input"])
    return remark("not as it must be: {message}", message=fault["msg"])


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list | tuple) and isinstance(value, list | tuple):
            merged[key] = [*old, *value]
        else:
            merged[key] = value
    return merged
