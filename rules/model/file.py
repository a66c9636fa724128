"""A model's file: a line of JSON that says what follows, then packed numbers. No pickle, nothing to run.

veeduria-model 1
{"pack": …, "trained": …, "features": …, "heads": {NAME: [CLASSES]}, "bytes": …, "sha256": …}
numbers, compressed: rarity, then of each head weights, scale and bias
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.core.errors import VeeduriaError
from extractor.core.model import Kind
from rules.model.features import SIZE, VERSION
from rules.model.grammar import KIND_SIZE
from rules.model.heads import KINDS, ClassifierHead, Model
from rules.settings import FILE_MAX_BYTES, MAX_CLASSES, MODEL_HEAD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1
_MAGIC = b"veeduria-model "


class ModelError(VeeduriaError):
    """A model's file cannot be used; the rules alone go on."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a model's file says of itself."""

    pack: str
    trained: str
    heads: Mapping[str, tuple[str, ...]]
    size: int
    sha256: str
    start: int


def write_model(model: Model, pack: str, path: Path) -> int:
    """Write a model; the same model gives the same bytes. Returns how many.

    Raises:
        ModelError: it is larger than a model may be.
    """
    content = b"".join(_numbers(model))
    packed = zlib.compress(content, 9)
    head = {
        "pack": pack,
        "trained": model.trained,
        "features": VERSION,
        "heads": {name: list(head.classes) for name, head in sorted(model.heads.items())},
        "bytes": len(content),
        "sha256": hashlib.sha256(packed).hexdigest(),
    }
    lines = _MAGIC + f"{FORMAT}\n{json.dumps(head, ensure_ascii=False, separators=(',', ':'))}\n".encode()
    if len(lines) > MODEL_HEAD or len(lines) + len(packed) > FILE_MAX_BYTES:
        raise ModelError(
            "The model would take {size} bytes; {limit} are allowed", size=len(packed), limit=FILE_MAX_BYTES
        )
    path.write_bytes(lines + packed)
    return len(lines) + len(packed)


def read_header(path: Path) -> Header:
    """Read what a model's file says of itself, without its numbers.

    Raises:
        ModelError: it is no model, or one of another version.
    """
    with path.open("rb") as file:
        return _header(path, file.read(MODEL_HEAD))


def read_model(path: Path, pack: str, obligations: Collection[str]) -> Model:
    """Read the model of a pack with these obligations.

    Raises:
        ModelError: it is no model, cut, damaged, of another pack or of another version.
    """
    with path.open("rb") as file:
        content = file.read(FILE_MAX_BYTES + 1)
    head = _header(path, content[:MODEL_HEAD])
    known = {*obligations, *Kind}
    if head.pack != pack or any(name not in known for classes in head.heads.values() for name in classes):
        raise ModelError("{path}: the model of another pack ({pack})", path=path, pack=head.pack[:80])
    packed = content[head.start :]
    if len(content) > FILE_MAX_BYTES or hashlib.sha256(packed).hexdigest() != head.sha256:
        raise ModelError("{path}: the model is cut or damaged; make it anew with: veeduria rules fit", path=path)
    inflated = zlib.decompressobj()
    numbers = inflated.decompress(packed, head.size + 1)
    if len(numbers) != head.size or inflated.unconsumed_tail:
        raise _no_model(path)
    model = _model(numbers, head)
    if not all(_finite(one.scale) and _finite(one.bias) for one in model.heads.values()) or not _finite(model.rarity):
        raise _no_model(path)
    return model


def _header(path: Path, content: bytes) -> Header:
    first, _, rest = content.partition(b"\n")
    version = first.removeprefix(_MAGIC)
    if version == first or not version.isdigit():
        raise _no_model(path)
    line, _, _ = rest.partition(b"\n")
    try:
        told: Any = json.loads(line)
        heads = {str(name): tuple(map(str, classes)) for name, classes in told["heads"].items()}
        head = Header(
            pack=str(told["pack"]),
            trained=str(told["trained"]),
            heads=heads,
            size=int(told["bytes"]),
            sha256=str(told["sha256"]),
            start=len(first) + len(line) + 2,
        )
        features = int(told["features"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        if int(version[:9]) > FORMAT:
            raise _newer(path) from None
        raise _no_model(path) from None
    if int(version[:9]) != FORMAT or features != VERSION:
        raise _newer(path)
    classes = sum(map(len, heads.values()))
    if classes > MAX_CLASSES or head.size != _size(heads):
        raise _no_model(path)
    return head


def _no_model(path: Path) -> ModelError:
    return ModelError("{path}: not a model; make it anew with: veeduria rules fit", path=path)


def _newer(path: Path) -> ModelError:
    return ModelError("{path}: a model of another version; make it anew with: veeduria rules fit", path=path)


def _size(heads: Mapping[str, tuple[str, ...]]) -> int:
    return 4 * KIND_SIZE + sum((rows_of(name) + 8) * len(classes) for name, classes in heads.items())


def rows_of(head: str) -> int:
    """Return how many features a head weighs."""
    return KIND_SIZE if head == KINDS else SIZE


def _numbers(model: Model) -> list[bytes]:
    parts = [model.rarity.astype("<f4").tobytes()]
    for _, head in sorted(model.heads.items()):
        parts += [head.weights.astype("i1").tobytes(), head.scale.astype("<f4").tobytes()]
        parts.append(head.bias.astype("<f4").tobytes())
    return parts


def _model(content: bytes, header: Header) -> Model:
    import numpy as np

    place = 0

    def take(count: int, kind: str) -> NDArray[Any]:
        nonlocal place
        part = np.frombuffer(content, dtype=kind, count=count, offset=place)
        place += part.nbytes
        return part

    rarity: NDArray[np.float32] = take(KIND_SIZE, "<f4")
    heads = {}
    for name, classes in sorted(header.heads.items()):
        weights = take(rows_of(name) * len(classes), "i1").reshape(rows_of(name), len(classes))
        scale, bias = take(len(classes), "<f4"), take(len(classes), "<f4")
        heads[name] = ClassifierHead(classes, weights, scale, bias)
    return Model(heads, rarity, header.trained)


def _finite(row: NDArray[np.float32]) -> bool:
    import numpy as np

    return bool(np.isfinite(row).all())
