"""`python -m corpus.masked < GOLD > MASKED`: labelled data (JSON Lines) with its texts masked as exports are.

So a scorer that compares texts needs no unmasked export.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from extractor.privacy import NOTHING, KnownNames, mask, survey
from rules.loader import load_pack
from rules.models import Pack

NAMES = ("document", "id")  # what names a record is no text


def masked(value: Any, pack: Pack, known: KnownNames) -> Any:
    """Return the value with every text in it masked."""
    if isinstance(value, dict):
        return {key: one if key in NAMES else masked(one, pack, known) for key, one in value.items()}
    if isinstance(value, list):
        return [masked(one, pack, known) for one in value]
    return mask(value, pack, known) if isinstance(value, str) and " " in value else value


def texts(value: Any) -> Iterator[str]:
    """Yield all texts of a record: a name that stands in one is known in every other."""
    if isinstance(value, dict):
        value = [one for key, one in value.items() if key not in NAMES]
    if isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def main() -> None:
    pack = load_pack()
    for line in sys.stdin:
        record = json.loads(line)
        known = survey("\n".join(texts(record)), pack, NOTHING)[1]
        sys.stdout.write(json.dumps(masked(record, pack, known), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
