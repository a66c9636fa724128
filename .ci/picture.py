"""Draw and count which room imports which, as docs/architecture.md shows it: `picture.py` writes, `check` compares.

Arrows that follow from others are left out: what A reaches through B is not drawn again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import grimp

PAGE = Path(__file__).resolve().parent.parent / "docs" / "architecture.md"
BEGIN, END = "<!-- picture: begin -->\n", "<!-- picture: end -->\n"
ROOTS = ("extractor", "db", "rules")
FIRST = "extractor.read.letter"  # where a letter's bytes come in


def arrows(*roots: str) -> dict[str, set[str]]:
    """Return room -> rooms it imports from; a module right below `extractor`, and `db` and `rules`, are rooms too."""
    graph = grimp.build_graph(*roots, cache_dir=None)
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            one, other = room(module), room(imported)
            if one != other and "extractor" not in (one, other):  # the door itself
                found.setdefault(one, set()).add(other)
    return found


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "extractor" and len(parts) > 1 else parts[0]


def reached(found: dict[str, set[str]], start: str, without: str) -> set[str]:
    """Return what `start` reaches, the arrow to `without` left out."""
    seen: set[str] = set()
    waiting = [other for other in found.get(start, ()) if other != without]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += found.get(one, ())
    return seen


def count() -> str:
    """Say how many rooms and arrows there are, and through how many rooms a letter goes."""
    found = arrows(*ROOTS, "corpus")
    rooms = set(found).union(*found.values())
    passed = {room(FIRST), *reached(found, room(FIRST), "")}
    between = sum(one in passed and other in passed for one in found for other in found[one])
    total = sum(map(len, found.values()))
    way = f"`read_letter` passes {len(passed)} rooms with {between} arrows between them"
    return f"{len(rooms)} rooms, {total} arrows; {way}.\n"


def picture() -> str:
    found = arrows(*ROOTS)
    lines = [
        f"    {one} --> {other}"
        for one in sorted(found)
        for other in sorted(found[one])
        if other not in reached(found, one, other)
    ]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```", "", count()])


def main(arguments: list[str]) -> int:
    before, _, rest = PAGE.read_text("utf8").partition(BEGIN)
    shown, _, after = rest.partition(END)
    made = picture()
    if arguments == ["check"]:
        if shown != made:
            print("docs/architecture.md does not show the rooms as they are: python .ci/picture.py")
        return int(shown != made)
    PAGE.write_text(before + BEGIN + made + END + after, "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
