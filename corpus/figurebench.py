"""How well figures are read: `python -m corpus.figurebench [FILE …]`, on texts with every figure and its slots told.

A figure read is right if value and what it counts are, and each other slot is as told or null. Recall counts the told
figures of which value and what are read; slots counts the told slots that are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from extractor.core.model import Figure
from extractor.filing.details import find_details
from extractor.filing.figures import doubts_of, figures_of_row
from rules.loader import load_pack
from rules.models import Pack

FOLDER = Path(__file__).parent / "figures"
SLOTS = ("sex", "age", "purpose", "nat", "place", "span", "reg", "pct", "base", "run")


@dataclass
class Score:
    """What was read of what is told, and what was read wrong."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    slots: int = 0
    slots_read: int = 0
    flags: int = 0
    flags_read: int = 0
    flags_wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))


def rows_of(item: dict[str, Any], pack: Pack) -> list[tuple[Figure, ...]]:
    """Read the figures of a text, or of each row of a table."""
    if "text" in item:
        return [find_details(item["text"], pack).figures]
    head, *rows = item["table"]
    return [
        figures_of_row([(h, text, 0) for h, text in zip(head, row, strict=True)], pack, item["section"]) for row in rows
    ]


def as_told(figure: Figure) -> dict[str, Any]:
    """A figure by the names that the files use."""
    span = _span(figure.first, figure.last) if figure.first and figure.last else None
    return {
        "v": figure.value, "what": figure.what, "sex": figure.sex, "age": figure.age, "purpose": figure.purpose,
        "nat": figure.nation, "place": figure.place, "span": span, "reg": figure.register,
        "pct": figure.percent or None, "base": figure.base, "run": figure.running or None,
    }  # fmt: skip


def _span(first: str, last: str) -> str:
    for length in (4, 7, 10):
        ends = list(dict.fromkeys((first[:length], last[:length])))
        begins = {4: first.endswith("-01-01") and last.endswith("-12-31"), 7: first.endswith("-01"), 10: True}
        if begins[length] and (length != 7 or last[8:] in ("28", "29", "30", "31")):
            return "..".join(ends)
    return f"{first}..{last}"


def score(path: Path, pack: Pack) -> Score:
    """Hold what is read of a file's texts against what is told there."""
    made = Score()
    for letter in yaml.safe_load(path.read_text("utf8")):
        for item in letter["items"]:
            rows = rows_of(item, pack)
            _count(made, letter["id"], item["figures"], [as_told(one) for row in rows for one in row])
            flags = [doubt.kind for doubt in doubts_of(rows)]
            told = item.get("flags", [])
            made.flags += len(told)
            made.flags_read += min(len(told), len(flags))
            if sorted(flags) != sorted(told):
                made.flags_wrong.append(f"{letter['id']}: {flags}, told {told}")
    return made


def _count(made: Score, id: str, told: Sequence[dict[str, Any]], read: list[dict[str, Any]]) -> None:
    left = list(read)
    for one in told:
        same = [other for other in left if other["v"] == one["v"] and other["what"] == one["what"]]
        best = max(same, key=lambda other: sum(other[slot] == one.get(slot) for slot in SLOTS), default=None)
        if best is None:
            made.missed.append(f"{id}: {one}")
            continue
        left.remove(best)
        if wrong := [slot for slot in SLOTS if best[slot] is not None and best[slot] != one.get(slot)]:
            made.wrong.append(f"{id}: {one}: { ({slot: best[slot] for slot in wrong}) }")
        else:
            made.right += 1
        made.slots += sum(slot in one for slot in SLOTS)
        made.slots_read += sum(slot in one and best[slot] == one[slot] for slot in SLOTS)
    made.wrong += [f"{id}: not told: { ({key: value for key, value in one.items() if value}) }" for one in left]


def lines(path: Path, made: Score, listed: bool) -> Iterator[str]:
    yield (
        f"{path.stem:<10} precision {made.precision:.3f}  recall {made.recall:.3f}  right {made.right}"
        f"  slots {made.slots_read}/{made.slots}  flags {made.flags_read}/{made.flags}"
    )
    if listed:
        yield from (f"  wrong  {one}" for one in made.wrong)
        yield from (f"  missed {one}" for one in made.missed)
        yield from (f"  flags  {one}" for one in made.flags_wrong)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.figurebench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.yaml")))
    parser.add_argument("--list", action="store_true", help="what is wrong, missed or flagged otherwise")
    given = parser.parse_args(arguments)
    for path in given.files:
        print("\n".join(lines(path, score(path, load_pack()), given.list)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
