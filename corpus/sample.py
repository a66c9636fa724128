"""Sample letters as they are written down: what is printed and what should be found, in one YAML file each.

A letter is a list of blocks; a block's first key is its kind (`p`, `list`, `table`, `fields`, …) and the other keys are
its options. Inside a block, plain text says nothing that counts; a mapping such as `{action: "Se capacitó a 40
docentes.", obligation: minedu.prev.otras}` is a sentence with its label. What is expected of the letter is read off the
same file, so that text and labels cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from extractor.core.model import Kind

LETTERS = Path(__file__).parent / "letters"
SAID = frozenset({Kind.ACTION, Kind.PLANNED, Kind.NO_ACTION, Kind.NOT_COMPETENT})
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A stretch of a letter's text and what it is; `kind` is None where nothing is expected of it."""

    text: str
    kind: Kind | None = None
    obligation: str | None = None
    level: str | None = None
    details: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """One sample letter: `facts` is everything but style and blocks, as written in the file."""

    name: str
    facts: dict[str, Any]
    style: dict[str, Any]
    blocks: tuple[Block, ...]


def load_samples(folder: Path = LETTERS) -> list[SampleLetter]:
    """Read the letters of a folder, in order of their names."""
    return [load_sample(path) for path in sorted(folder.glob("*.yaml"))]


def load_sample(path: Path) -> SampleLetter:
    """Read one letter."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return SampleLetter(path.stem, data, data.pop("style", {}), tuple(data.pop("blocks")))


def expected(sample: SampleLetter) -> dict[str, Any]:
    """What a reader should find in the letter, in the shape of the labelled data that `evaluate` takes."""
    facts = sample.facts
    said = [part for block in sample.blocks for part in spoken(block)]
    return {
        "document": f"{sample.name}.pdf",
        "institution": facts["institution"],
        "unit": facts.get("unit", ""),
        "number": facts["number"],
        "date": str(facts["date"]) if facts["date"] else None,
        "reference": facts.get("reference"),
        "subject": facts.get("subject"),
        "reply": facts["reply"],
        "reply_reason": facts["reason"],
        "reply_target": facts.get("target"),
        "shows": facts.get("shows", []),
        "actions": [
            {
                "id": f"{sample.name}-{number:02}",
                "text": part.text,
                "level": part.level,
                "obligation": part.obligation or "",
                "kind": part.kind,
                **({"details": dict(part.details)} if part.details else {}),
            }
            for number, part in enumerate((part for part in said if part.kind in SAID), start=1)
        ],
        "non_actions": [part.text for part in said if part.kind is Kind.OTHER],
    }


def spoken(block: Block) -> Iterator[LabelledText]:
    """Every stretch of text of a block, in the order of reading."""
    name, value = head(block)
    if name == "table":
        for row in value:
            yield row_said(row, block)
    elif name == "list":
        for item in value:
            yield from parts(item)
            if isinstance(item, dict) and "items" in item:
                yield from spoken({"list": item["items"]})
    elif name in ("p", "quote"):
        yield from parts(value)


def head(block: Block) -> tuple[str, Any]:
    """The kind of a block and its content."""
    return next(iter(block.items()))


def parts(value: Any) -> Iterator[LabelledText]:
    """The stretches of a paragraph or an item: a text, a labelled text, or a list of both."""
    if isinstance(value, str):
        yield LabelledText(value)
    elif isinstance(value, list):
        for part in value:
            yield from parts(part)
    elif "say" in value:
        yield from parts(value["say"])
    else:
        kind, text = head(value)
        yield _said(Kind(kind), text, value)


def row_said(row: Any, block: Block) -> LabelledText:
    """What a table row says: the text of its `said` column; a bare list of cells says nothing."""
    if isinstance(row, list):
        return LabelledText(" ".join(row))
    return _said(Kind(row.get("kind", "action")), row["cells"][block.get("said", 0)], row)


def _said(kind: Kind, text: str, labels: dict[str, Any]) -> LabelledText:
    obligation = labels.get("obligation")
    return LabelledText(
        text, kind, obligation, labels.get("level") or _level(obligation), tuple(labels.get("details", {}).items())
    )


def _level(obligation: str | None) -> str | None:
    return (
        {"prev": "prevencion", "prot": "proteccion", "pers": "persecucion"}[obligation.split(".")[1]]
        if obligation
        else None
    )
