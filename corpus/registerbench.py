"""How well registers are read: `python -m corpus.registerbench`, on sentences with every entry told.

An entry is right if it is of its kind and every slot told of it, and none more, is as told.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from extractor.filing.details import find_details
from extractor.filing.registers import RegisterEntry, registered
from rules.loader import load_pack
from rules.models import Pack

FILES = tuple(sorted(Path(__file__).parent.glob("registers*.yaml")))
SLOTS = ("name", "number", "date", "region", "creates", "to", "outcome", "duty")


def as_told(one: RegisterEntry) -> dict[str, Any]:
    slots = {slot: getattr(one, slot) for slot in SLOTS if getattr(one, slot) is not None}
    if one.kind == "norm":
        slots.pop("name", None)  # the kind of norm is not told in the file
    return {"kind": one.kind, **slots}


def score(pack: Pack, path: Path) -> tuple[int, list[str], list[str]]:
    """Return how many entries are right, those read that are not told, and those told that are not read."""
    right, wrong, missed = 0, [], []
    for item in yaml.safe_load(path.read_text("utf8")):
        read = [as_told(one) for one in registered(item["text"], find_details(item["text"], pack), pack)]
        for told in item["found"]:
            if told in read:
                read.remove(told)
                right += 1
            else:
                missed.append(f"{item['text']}: {told}")
        wrong += [f"{item['text']}: {one}" for one in read]
    return right, wrong, missed


def main() -> int:
    for path in FILES:
        right, wrong, missed = score(load_pack(), path)
        precision, recall = right / max(1, right + len(wrong)), right / max(1, right + len(missed))
        print(f"{path.stem:<16} precision {precision:.3f}  recall {recall:.3f}  right {right}")
        print("\n".join([*(f"  wrong  {one}" for one in wrong), *(f"  missed {one}" for one in missed)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
