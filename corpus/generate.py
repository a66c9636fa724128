"""Make test files that are never committed.

python -m corpus.generate letters N OUT | hostile OUT | scans IN OUT | spoiled IN OUT
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.generate", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    letters = kinds.add_parser("letters", help="varied letters with their labels, for load tests")
    letters.add_argument("count", type=int)
    hostile = kinds.add_parser("hostile", help="hostile and broken files with their acceptable outcomes")
    scans = kinds.add_parser("scans", help="noisy scans (images only) of the letters of a folder")
    spoiled = kinds.add_parser("spoiled", help="some letters of a folder, scanned in every way a page gets spoiled")
    for kind in (scans, spoiled):
        kind.add_argument("source", type=Path)
    for kind in (letters, hostile, scans, spoiled):
        kind.add_argument("out", type=Path)
        kind.add_argument("--seed", type=int, default=1)
    return _make(parser.parse_args(arguments))


def _make(options: argparse.Namespace) -> int:
    if options.kind == "hostile":
        from corpus.hostile import write_hostile

        made = len(write_hostile(options.out))
    elif options.kind == "letters":
        from corpus.load import write_letters

        made = write_letters(options.count, options.out, options.seed)
    else:
        from corpus.scans import write_scans, write_ways

        write = write_scans if options.kind == "scans" else write_ways
        made = write(options.source, options.out, options.seed)
    print(f"{made} files in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
