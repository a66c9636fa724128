"""What belongs to the paper and not to the letter: letterheads, footers, page numbers, verification notes.

Nothing is taken off because it looks like something else. Furniture is proven: the same words, or a page counter, at
one height of most pages, at the very edge of the sheet, and set apart from the text by type or by white. What is taken
off is kept with its cause. What repeats on top is kept on the first page, whose head it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractor.core.model import Aside, Line, Page, Table
from extractor.read.layout.grids import header_columns
from extractor.read.layout.markers import read_marker
from extractor.read.layout.settings import (
    APART,
    COUNTER_LETTERS,
    EDGE,
    FOOT_ROWS,
    LONG_NOTE,
    MARGIN_TYPE,
    MOST,
    SAME_HEIGHT,
    TALL,
    ZONE,
)
from extractor.read.layout.vocabulary import LayoutVocabulary
from extractor.read.tables import rows_of
from rules.words import fold

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:[a-z]{1,6}\W+)?(\d{1,3})(?:\s*(?:/|de|of)\s*\d{1,3})?\W*")
_FIGURE = re.compile(r"[-–—\s]*(\d{1,3})[-–—\s]*")

Row = list[Line]
Causes = dict[int, str]  # id of a line -> why it is furniture


def take_off_furniture(
    pages: Sequence[Page], vocabulary: LayoutVocabulary
) -> tuple[list[list[Line]], tuple[Aside, ...]]:
    """Return each page's lines without furniture, and the furniture with its causes."""
    beside = {id(line) for page in pages for line in _sideways(page)}
    rows = [rows_of(line for line in page.lines if id(line) not in beside) for page in pages]
    margins = _Margins(pages, rows)
    numbers = _counted(pages, rows)
    kept: list[list[Line]] = []
    aside: list[Aside] = []
    for page, own in zip(pages, rows, strict=True):
        off = _repeated(page, own, margins, vocabulary) if len(pages) > 1 else {}
        off |= _foot(page, own, off, margins, numbers, vocabulary)
        off |= {id(line): "sideways" for line in page.lines if id(line) in beside}
        kept.append([line for line in page.lines if id(line) not in off])
        aside.extend(Aside(line.page, line.box, line.text, off[id(line)]) for line in page.lines if id(line) in off)
    return kept, tuple(aside)


def _sideways(page: Page) -> list[Line]:
    """Print that runs up or down the sheet, outside of the text: notes of systems that sign or number."""
    tall = [line for line in page.lines if line.box.bottom - line.box.top > max(TALL, 3 * (line.box.x1 - line.box.x0))]
    if not tall:
        return []
    ids = {id(line) for line in tall}
    text = [line.box for line in page.lines if id(line) not in ids]
    left, right = min((box.x0 for box in text), default=0.0), max((box.x1 for box in text), default=0.0)
    return [line for line in tall if text and (line.box.x1 <= left or line.box.x0 >= right)]


class _Margins:
    """What tells a margin from the text: its type, the white between, and what repeats there."""

    def __init__(self, pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> None:
        self.body_size = _body_size(pages)
        self.tables = {page.number: [table.box for table in page.tables] for page in pages}
        self.first = {fold(line.text) for line in pages[0].lines} if pages else set[str]()
        self.on_top = (
            {fold(line.text) for line in pages[0].lines if _is_on_top(line, pages[0])} if pages else set[str]()
        )
        white = [
            after[0].box.top - before[0].box.bottom
            for own in rows
            for before, after in pairwise(own)
            if after[0].box.top > before[0].box.bottom
        ]
        self.white = median(white) if white else 0.0
        self.proven = _proven(pages, self.body_size)

    def has_own_type(self, row: Row) -> bool:
        return all(abs(line.size - self.body_size) >= MARGIN_TYPE for line in row)

    def is_small(self, row: Row) -> bool:
        return all(line.size <= self.body_size - MARGIN_TYPE for line in row)

    def is_apart(self, row: Row, other: Row | None, page: int) -> bool:
        """Is a row parted, by white or by its type, from the one next to it on the side of the text?"""
        if other is None:
            return True
        if self.has_own_type(row) and not self.has_own_type(other):
            return True
        upper, lower = sorted((row, other), key=lambda lines: lines[0].box.top)
        top, bottom = max(line.box.bottom for line in upper), min(line.box.top for line in lower)
        if any(box.top < bottom and box.bottom > top for box in self.tables.get(page, ())):
            return True
        height = row[0].box.bottom - row[0].box.top
        return bottom - top > max(0.6 * height, APART * self.white)


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _in_zone(line: Line, page: Page) -> bool:
    return _is_on_top(line, page) or line.box.top > (1 - ZONE) * page.height


def _is_on_top(line: Line, page: Page) -> bool:
    return line.box.bottom < ZONE * page.height


# --- what repeats ----------------------------------------------------------------------------------------------------


def _proven(pages: Sequence[Page], body_size: float) -> Causes:
    """Lines of the margins that stand in the same words, or with a counter in them, on most pages."""
    if len(pages) < 2:
        return {}
    enough = max(2, MOST * len(pages))
    alike: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if _in_zone(line, page):
                alike[_DIGITS.sub("#", fold(line.text))].append(line)
    found: Causes = {}
    for key, lines in alike.items():
        if len(lines) < enough:
            continue
        for level in _levels(lines):
            for cause, same in _groups(level, key, body_size):
                if len({line.page for line in same}) >= enough:
                    found |= dict.fromkeys(map(id, same), cause)
    return found


def _levels(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that stand at one height."""
    level: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if level and line.box.top - level[-1].box.top >= SAME_HEIGHT:
            yield level
            level = []
        level.append(line)
    yield level


def _groups(level: list[Line], key: str, body_size: float) -> Iterator[tuple[str, list[Line]]]:
    """Lines of one height with the same words and figures, figures that count the pages aside."""
    if "#" not in key:
        yield "repeated", level
        return
    counts_pages = sum(char.isalpha() for char in key) <= COUNTER_LETTERS or all(
        line.size <= body_size - MARGIN_TYPE for line in level
    )
    figures = {id(line): [int(figure[-9:]) for figure in _DIGITS.findall(line.text)] for line in level}
    by_place: dict[tuple[tuple[int, int], ...], list[Line]] = defaultdict(list)
    width = len(next(iter(figures.values())))
    for counter in range(width) if counts_pages else ():
        for line in level:
            values = figures[id(line)]
            if len(values) == width:
                rest = tuple((index, value) for index, value in enumerate(values) if index != counter)
                by_place[(*rest, (-1 - counter, values[counter] - line.page))].append(line)
    yield from (("counted", same) for same in by_place.values())
    exact: dict[str, list[Line]] = defaultdict(list)
    for line in level:
        exact[fold(line.text)].append(line)
    yield from (("repeated", same) for same in exact.values())


def running_tables(pages: Sequence[Page]) -> frozenset[int]:
    """The ids of ruled tables that stand in the same words at one height of most pages' margins: heads set in boxes."""
    enough = max(2, MOST * len(pages))
    alike: dict[str, list[tuple[Page, Table]]] = defaultdict(list)
    for page in pages if len(pages) > 1 else ():
        for table in page.tables:
            if table.box.bottom < ZONE * page.height or table.box.top > (1 - ZONE) * page.height:
                text = " | ".join(cell.text for row in table.rows for cell in row)
                alike[_DIGITS.sub("#", fold(text))].append((page, table))
    found = set[int]()
    for same in alike.values():
        for _, one in same:
            level = [(page, table) for page, table in same if abs(table.box.top - one.box.top) < SAME_HEIGHT]
            if len({page.number for page, _ in level}) >= enough:
                found |= {id(table) for _, table in level}
    return frozenset(found)


def _repeated(page: Page, rows: Sequence[Row], margins: _Margins, vocabulary: LayoutVocabulary) -> Causes:
    """The proven rows at the page's very edges, as far as they are set apart from the text."""
    found: Causes = {}
    if page.number > 1 or _only_counted(rows, margins):
        found |= _edge(page, [row for row in rows if row[0].box.bottom < ZONE * page.height], rows, margins, vocabulary)
    low = [row for row in rows if row[0].box.top > (1 - ZONE) * page.height]
    return found | _edge(page, low[::-1], rows[::-1], margins, vocabulary)


def _only_counted(rows: Sequence[Row], margins: _Margins) -> bool:
    """Is the first page's topmost row nothing but a page counter?"""
    return (
        bool(rows)
        and all(_PAGE_NUMBER.fullmatch(fold(line.text)) for line in rows[0])
        and all(id(line) in margins.proven for line in rows[0])
    )


def _edge(
    page: Page, zone: Sequence[Row], rows: Sequence[Row], margins: _Margins, vocabulary: LayoutVocabulary
) -> Causes:
    """The proven rows of one margin, `zone` and all `rows` from the edge inwards."""
    proven = 0
    while proven < len(zone) and _is_proven(zone[proven], page, margins, vocabulary):
        proven += 1
    if page.number == 1 and zone and zone[0] is rows[0] and zone[0][0].box.bottom < ZONE * page.height:
        proven = min(proven, 1)
    while proven and not margins.is_apart(rows[proven - 1], rows[proven] if proven < len(rows) else None, page.number):
        proven -= 1
    return {
        id(line): margins.proven.get(id(line), "page_number" if _is_own_number(line, page) else "motto")
        for row in zone[:proven]
        for line in row
    }


def _is_proven(row: Row, page: Page, margins: _Margins, vocabulary: LayoutVocabulary) -> bool:
    marker = read_marker(row[0].text)
    if marker and marker.certain and not margins.is_small(row) and not _PAGE_NUMBER.fullmatch(fold(row[0].text)):
        return False
    proven = [id(line) in margins.proven or _is_head_again(line, page, margins, vocabulary) for line in row]
    return any(proven) and all(one or _is_own_number(line, page) for one, line in zip(proven, row, strict=True))


def _is_own_number(line: Line, page: Page) -> bool:
    """Is a line nothing but the number of its page, which may be printed beside what repeats, and not on the first?"""
    match = _PAGE_NUMBER.fullmatch(fold(line.text))
    return match is not None and int(match[1]) == page.number


def _is_head_again(line: Line, page: Page, margins: _Margins, vocabulary: LayoutVocabulary) -> bool:
    """Does a later page begin with words that head the first, at whatever height they stand there?"""
    folded = fold(line.text)
    if page.number == 1:
        return False
    return (_is_on_top(line, page) and folded in margins.on_top) or (
        folded in margins.first and folded in vocabulary.mottos
    )


# --- numbers and notes that need no second page ----------------------------------------------------------------------


def _counted(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> Causes:
    """Rows at a page's edge that are nothing but its number, or that count with the pages."""
    numbers: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    for page, own in zip(pages, rows, strict=True):
        for row in own:
            box = row[0].box
            if len(row) > 1 or not (box.bottom < EDGE * page.height or box.top > (1 - ZONE) * page.height):
                continue
            match = _PAGE_NUMBER.fullmatch(fold(row[0].text))
            if match:
                numbers[int(match[1]) - page.number].append((page.number, row))
    found: Causes = {}
    for offset, all_of in numbers.items():
        for page_number, row in all_of:
            counts = offset == 0 or len({number for number, _ in all_of}) > 1 or "/" in row[0].text
            if counts or (_FIGURE.fullmatch(row[0].text) and _is_at_edge(row[0], pages, page_number)):
                found[id(row[0])] = "page_number"
    return found


def _is_at_edge(line: Line, pages: Sequence[Page], number: int) -> bool:
    page = next(page for page in pages if page.number == number)
    return line.box.bottom < 0.7 * EDGE * page.height or line.box.top > (1 - 0.7 * EDGE) * page.height


def _heads_table(row: Row, vocabulary: LayoutVocabulary) -> bool:
    """Is a row the headings of a table: three columns or more, the roles of two known?"""
    cells = {column: [line] for column, line in enumerate(row)}
    return len(cells) > 2 and header_columns(cells, vocabulary, at_least=2) is not None


def _foot(
    page: Page, rows: Sequence[Row], off: Causes, margins: _Margins, numbers: Causes, vocabulary: LayoutVocabulary
) -> Causes:
    """Lone page numbers, and the notes at the bottom: what speaks as footers do, and small print below.

    Of what goes on for more than `FOOT_ROWS` only the first row is one.
    """
    found: Causes = {}
    notes: list[list[Row]] = []
    left = [row for row in rows if not all(id(line) in off for line in row)]
    tables = {index for index, row in enumerate(left) if _heads_table(row, vocabulary)}
    speaking = False
    for index, row in enumerate(left):
        if index in tables or index + 1 in tables:  # its title may hold a footer's word: "ANEXO"
            speaking = False
            continue
        low = row[0].box.top > (1 - ZONE) * page.height
        is_number = id(row[0]) in numbers and len(row) == 1
        if not low and not is_number:
            speaking = False
            continue
        above, below = left[index - 1] if index else None, left[index + 1] if index + 1 < len(left) else None
        apart = margins.is_apart(row, above if low else below, page.number)
        if is_number and apart:
            found[id(row[0])] = "page_number"
            continue
        text, goes_on = fold(" ".join(line.text for line in row)), speaking
        speaking = low and (
            (
                text in vocabulary.furniture
                and (apart or speaking)
                and not _is_run_on(row, below, margins, vocabulary, page)
            )
            or (speaking and margins.is_small(row))
        )
        if speaking and not goes_on:
            notes.append([])
        if speaking:
            notes[-1].append(row)
    rows_of_notes = [row for note in notes for row in (note if len(note) <= FOOT_ROWS else note[:1])]
    return found | {id(line): "footer" for row in rows_of_notes for line in row}


def _is_run_on(row: Row, below: Row | None, margins: _Margins, vocabulary: LayoutVocabulary, page: Page) -> bool:
    """Does a sentence in the text's own type stand before others of the text, though apart from what is above?"""
    if below is None or len(row) > 1 or margins.is_small(row) or margins.is_small(below):
        return False
    is_told = row[0].text.rstrip().endswith(".") and len(row[0].text) > LONG_NOTE
    return is_told and fold(below[0].text) not in vocabulary.furniture and not margins.is_apart(row, below, page.number)


__all__ = ["running_tables", "take_off_furniture"]
