"""What the bank of examples holds, and that none of it repeats a text it is to be measured on.

    python -m corpus.bank                       counts by kind, category and writer
    python -m corpus.bank --against FOLDER      and refuse what comes close to a text of the JSONL files under FOLDER

Two texts are close if they share most words (rapidfuzz's token_set_ratio, accents and case folded). Exit code 1: some
are.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from rules.model.examples import Example, read_examples
from rules.reader import checked_pack
from rules.words import fold

CLOSE = 80.0
AT_ONCE = 500  # examples compared in one call
FEWEST = 6  # words of a text that can be repeated: few words stand in many sentences
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Near:
    """An example that comes close to a text it is measured on."""

    example: Example
    text: str
    ratio: float


def plain(text: str) -> str:
    """Return the words of a text, folded."""
    return " ".join(_WORD.findall(fold(text)))


def texts_under(folder: Path) -> list[str]:
    """Return the texts that the JSONL files under a folder hold, however deep: what stands under a key "text"."""
    found: dict[str, None] = {}
    for file in sorted(folder.rglob("*.jsonl")):
        for line in file.read_text(encoding="utf8").splitlines():
            if line.strip():
                found.update(dict.fromkeys(map(plain, _texts(json.loads(line)))))
    return [text for text in found if len(text.split()) >= FEWEST]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def too_close(examples: Sequence[Example], texts: Sequence[str], close: float = CLOSE) -> Iterator[Near]:
    """Yield the examples that come close to one of these folded texts, each with the closest."""
    long = [example for example in examples if len(plain(example.text).split()) >= FEWEST]
    if not texts:
        return
    for start in range(0, len(long), AT_ONCE):
        some = long[start : start + AT_ONCE]
        ratios = process.cdist(
            [plain(example.text) for example in some],
            texts,
            scorer=fuzz.token_set_ratio,
            score_cutoff=close,
            workers=-1,
        )
        best = np.asarray(ratios).argmax(axis=1)
        for number, example in enumerate(some):
            ratio = float(ratios[number][best[number]])
            if ratio >= close:
                yield Near(example, texts[int(best[number])], ratio)


def table(examples: Iterable[Example]) -> str:
    """Count examples: a line for each kind and each category of it, a column for each writer."""
    examples = list(examples)
    batches = sorted({example.batch for example in examples})
    cells = Counter((example.kind, name, example.batch) for example in examples for name in ("", _category(example)))
    lines = [f"{'':42s}" + "".join(f"{batch:>8s}" for batch in batches) + f"{'all':>8s}"]
    for kind, name in sorted({(kind, name) for kind, name, _ in cells}):
        row = [cells[kind, name, batch] for batch in batches]
        lines.append(f"{'  ' + name if name else kind:42.42s}" + "".join(f"{n:8d}" for n in row) + f"{sum(row):8d}")
    return "\n".join(lines)


def _category(example: Example) -> str:
    return example.category or example.obligation.partition(".")[0] or "-"


def main(arguments: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(prog="python -m corpus.bank", description=__doc__.splitlines()[0])
    asked.add_argument("--pack", default="pe-ley-28950")
    asked.add_argument("--against", type=Path, action="append", default=[], metavar="FOLDER")
    asked.add_argument("--close", type=float, default=CLOSE)
    given = asked.parse_args(arguments)
    examples = read_examples(checked_pack(given.pack))
    print(table(examples))
    if not given.against:
        return 0
    texts = [text for folder in given.against for text in texts_under(folder)]
    near = list(too_close(examples, texts, given.close))
    for one in near:
        print(f"{one.example.place} {one.ratio:.0f}: {one.example.text}")
    print(f"{len(near)} of {len(examples)} examples come as close as {given.close:.0f} to one of {len(texts)} texts")
    return 1 if near else 0


if __name__ == "__main__":
    sys.exit(main())
