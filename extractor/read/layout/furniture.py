"""What belongs to the paper and not to the letter: letterheads, footers, page numbers, verification notes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractor.core.model import Line, Page
from extractor.read.layout.vocabulary import Vocabulary
from extractor.read.tables import rows_of
from rules.words import fold

ZONE = 0.2  # of the page's height, at its top and at its bottom
SAME_HEIGHT = 8.0  # points between two pages' prints of the same furniture
LONG = 12  # characters
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:[a-z]{1,6}\W+)?\d{1,3}(?:\s*(?:/|de)\s*\d{1,3})?\W*")


def take_off_furniture(pages: Sequence[Page], vocabulary: Vocabulary) -> tuple[list[list[Line]], tuple[str, ...]]:
    """Return each page's lines without furniture, and the furniture's texts."""
    repeated = _repeated(pages)
    body_size = _body_size(pages)
    kept: list[list[Line]] = []
    furniture: list[str] = []
    for page in pages:
        off = _whole_rows(page, repeated)
        off |= _foot(page, off, body_size, vocabulary) | _mottos(page, vocabulary)
        kept.append([line for line in page.lines if id(line) not in off])
        furniture.extend(line.text for line in page.lines if id(line) in off)
    return kept, tuple(dict.fromkeys(furniture))


def _in_zone(line: Line, page: Page) -> bool:
    return line.box.bottom < ZONE * page.height or line.box.top > (1 - ZONE) * page.height


def _repeated(pages: Sequence[Page]) -> set[int]:
    """Lines that stand at the same height, but for their figures, on two pages or more."""
    if len(pages) < 2:
        return set()
    seen: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if _in_zone(line, page):
                seen[_DIGITS.sub("#", fold(line.text))].append(line)
    found: set[int] = set()
    for lines in seen.values():
        for before, after in pairwise(sorted(lines, key=lambda line: line.box.top)):
            if before.page != after.page and after.box.top - before.box.top < SAME_HEIGHT:
                found |= {id(before), id(after)}
    return found


def _whole_rows(page: Page, repeated: set[int]) -> set[int]:
    """Repeated lines without those that may be a table's: short ones beside others that are not repeated."""
    off: set[int] = set()
    for row in rows_of(line for line in page.lines if _in_zone(line, page)) if repeated else ():
        whole = all(id(line) in repeated for line in row)
        off |= {id(line) for line in row if id(line) in repeated and (whole or len(line.text) >= LONG)}
    return off


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _foot(page: Page, off: set[int], body_size: float, vocabulary: Vocabulary) -> set[int]:
    """The lines at the bottom from the first that is set apart and speaks as footers do; lone page numbers."""
    rows = rows_of(line for line in page.lines if line.box.top > (1 - ZONE) * page.height or _is_high(line, page))
    foot: set[int] = set()
    above: float | None = None
    for row in rows:
        text = fold(" ".join(line.text for line in row))
        low = row[0].box.top > (1 - ZONE) * page.height
        apart = _set_apart(row, above, body_size)
        speaks = low and (bool(foot) or (apart and text in vocabulary.furniture))
        if speaks or (apart and _PAGE_NUMBER.fullmatch(text)):
            foot.update(id(line) for line in row)
        if not all(id(line) in off for line in row):
            above = max(line.box.bottom for line in row)
    return foot


def _is_high(line: Line, page: Page) -> bool:
    return line.box.bottom < 0.1 * page.height


def _set_apart(row: list[Line], above: float | None, body_size: float) -> bool:
    height = row[0].box.bottom - row[0].box.top
    return row[0].size < body_size - 0.9 or above is None or row[0].box.top - above > 1.5 * height


def _mottos(page: Page, vocabulary: Vocabulary) -> set[int]:
    """Mottos on pages after the first: there they are repeated, on the first they belong to the head."""
    if page.number == 1:
        return set()
    top = [line for line in page.lines if line.box.bottom < ZONE * page.height]
    return {id(line) for line in top if fold(line.text) in vocabulary.mottos}
