from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from corpus.bodies import faults, samples
from extractor.read.letter import read_letter
from rules.loader import load_pack


def main() -> None:
    parser = argparse.ArgumentParser(prog="corpus.bodies", description="Hard layouts, and what is read wrong in them.")
    parser.add_argument("count", type=int, nargs="?", default=6, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the letters here")
    given = parser.parse_args()
    pack, counts, all_of = load_pack(), Counter[tuple[str, str]](), Counter[str]()
    for sample in samples(given.count, given.seed):
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            (given.keep / f"{sample.id}.pdf").write_bytes(sample.data)
        all_of[sample.id[:-2]] += len(sample.told) + len(sample.rows)
        for fault in faults(sample, read_letter(sample.data, pack)):
            print(f"{sample.id} {fault}")
            counts[sample.id[:-2], fault.partition(":")[0]] += 1
    for kind, planted in all_of.items():
        print(kind, planted, {fault: n for (of, fault), n in counts.items() if of == kind})


main()
