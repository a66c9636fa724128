"""Character error rate and cost of an OCR engine: scans against the digital letters they were made from.

    python -m corpus.ocrbench DIGITAL_DIR SCAN_DIR [--engine NAME]... [--turn 0|90|180|270] [--show]

Each page is read by all engines in turn: `auto`, `rapidocr`, `tesseract`, and `careful`, which is the embedded engine
without its quick look at each line.

A scan is named like its original, with "_scan" before the ending. Printed lines are compared in reading order; drawn
lines ("____") and the form of quotes and dashes are no characters. Seconds are those of the processor, an engine's own
programs included: what a page costs, however busy the machine is. The first page is read once before it counts.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extractor.core.model import Box, Line, Page
from extractor.read.ocr.engines import Engine, engine
from extractor.read.ocr.rapid import make
from extractor.read.pages import read_pages
from extractor.read.render import render_pages
from extractor.read.scans import to_page
from extractor.read.tables import in_reading_order

_ALIKE = str.maketrans("“”‘’–—", "\"\"''--", "_")


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: edits needed, characters of the original, processor seconds, and the two texts."""

    name: str
    edits: int
    characters: int
    seconds: float
    read: str
    original: str


def measure(digital: Path, scan: Path, engines: Sequence[Engine], turn: int = 0) -> Iterator[list[Measured]]:
    """Yield for each page of a scan, turned clockwise before it is read, a measurement by each engine."""
    from extractor.read.ocr import image as images
    from extractor.read.ocr.scan import read_image

    originals = {page.number: page for page in read_pages(digital.read_bytes())[0]}
    data, numbers = scan.read_bytes(), sorted(originals)
    as_wanted = (render_pages(data, numbers, one.dpi, coloured=True) for one in engines)
    for sheets in zip(*as_wanted, strict=True):
        measured = []
        for one, drawn in zip(engines, sheets, strict=True):
            page = originals[drawn.number]
            image, original = images.turn(drawn.image, turn), text(page)
            began = _busy()
            seen = read_image(image, one)
            seconds = _busy() - began
            read = text(to_page(seen, drawn, page))
            edits = Levenshtein.distance(read, original)
            measured.append(Measured(f"{scan.name} page {page.number}", edits, len(original), seconds, read, original))
        yield measured


def _engine(name: str) -> Engine:
    found = make(quick=False) if name == "careful" else engine(name)
    if found is None:
        raise SystemExit(f"{name}: no OCR engine is installed")
    return found


def _busy() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def text(page: Page) -> str:
    """All that is printed on a page, top to bottom, in one line."""
    cells = [
        Line(page.number, Box(cell.box.x0, cell.box.top + 9 * row, cell.box.x1, cell.box.top + 9 * row + 8), part)
        for table in page.tables
        for cells in table.rows
        for cell in cells
        for row, part in enumerate(cell.text.splitlines())
    ]
    lines = [*in_reading_order(page.lines), *in_reading_order(cells)]
    return " ".join(" ".join(line.text for line in lines).translate(_ALIKE).split())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each page's error rate and the whole; return 0."""
    parser = argparse.ArgumentParser(prog="corpus.ocrbench", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("digital", type=Path)
    parser.add_argument("scans", type=Path)
    parser.add_argument("--engine", action="append", help="may be given again")
    parser.add_argument("--turn", type=int, default=0, choices=(0, 90, 180, 270))
    parser.add_argument("--show", action="store_true", help="print what differs")
    chosen = parser.parse_args(arguments)
    names = chosen.engine or ["auto"]
    engines = [_engine(name) for name in names]
    pages: list[list[Measured]] = []
    for scan in sorted(chosen.scans.glob("*_scan.pdf")):
        digital = chosen.digital / scan.name.replace("_scan", "")
        if not pages:
            next(measure(digital, scan, engines, chosen.turn))
        for page in measure(digital, scan, engines, chosen.turn):
            pages.append(page)
            told = "; ".join(f"{one.edits / one.characters:.2%}, {one.seconds:.2f} s" for one in page)
            print(f"{page[0].name}, {page[0].characters} characters: {told}", flush=True)
            for one in page if chosen.show else ():
                _show(one)
    for name, read in zip(names, zip(*pages, strict=True), strict=True):
        print(f"{name}: {_summary(read)}")
    return 0


def _summary(pages: Sequence[Measured]) -> str:
    edits, characters = sum(page.edits for page in pages), sum(page.characters for page in pages)
    seconds = [page.seconds for page in pages]
    return (
        f"{edits} wrong of {characters} characters, {edits / characters:.2%}; {len(pages)} pages, "
        f"{sum(seconds) / len(pages):.2f} s a page, the slowest {max(seconds):.2f} s"
    )


def _show(page: Measured) -> None:
    for edit in Levenshtein.opcodes(page.read, page.original):
        if edit.tag != "equal":
            before = page.read[max(0, edit.src_start - 15) : edit.src_start]
            read, original = page.read[edit.src_start : edit.src_end], page.original[edit.dest_start : edit.dest_end]
            print(f"    …{before}[{read!r} for {original!r}]")


if __name__ == "__main__":
    sys.exit(main())
