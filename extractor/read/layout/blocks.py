"""Lines in reading order to blocks: paragraphs, list items, headings, table rows, greeting and closing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile, zip_longest

from extractor.core.model import Line
from extractor.read.layout.flow import ColumnLines
from extractor.read.layout.forms import form_starts
from extractor.read.layout.grids import Cells, Grid
from extractor.read.layout.kinds import Draft, is_sign_off, is_title, set_kinds
from extractor.read.layout.labels import label_of
from extractor.read.layout.leading import leadings_of, text_size
from extractor.read.layout.markers import Marker, as_letter, read_marker
from extractor.read.layout.names import is_dateline
from extractor.read.layout.parts import head_starts
from extractor.read.layout.settings import FULL_LINE, MAX_FIRST, MAX_HEADING, OTHER_TYPE, SAME_EDGE
from extractor.read.layout.vocabulary import LayoutVocabulary, column_role
from rules.words import fold

ENDS = (".", ":", ";", "?", "!", "”", "»", '"')
DASHES = "-–—*"  # that open a list where they stand at a line's start
LIKE_WORDS = "oe«»+qvüèàð"  # bullets that may be words, quotes, or what a font of signs makes of letters

_INITIAL = re.compile(r"[^\W\d_a-zñáéíóú]\.(?:\s|$)|\(\d{1,2}\)")  # or the age that follows the last
_LAST_INITIAL = re.compile(r"(?:^|\s)[^\W\d_a-zñáéíóú]\.$")
# what an entry of a list without marks begins with, up to its number
_NUMBERED = re.compile(r"(?=[^\W\d_])(?![a-zñáéíóú])\D{4,60}(?=\d)")

_ENTRY = re.compile(r"((?=[^\W\d_])(?![a-zñáéíóú])\D{3,60})(\d[\w/.-]*?)\s?[:.–-]+(?:\s|$)")  # "Caso N° 2: …"


def draft_blocks(flow: Sequence[ColumnLines | Grid], vocabulary: LayoutVocabulary) -> list[Draft]:
    """Return the body's blocks in reading order, each with its kind."""
    lines = [line for part in flow if isinstance(part, ColumnLines) for line in part.lines]
    capitals = 2 * sum(len(line.text) for line in lines if line.text.isupper()) > sum(len(line.text) for line in lines)
    builder = _Builder(capitals, vocabulary)
    for part in flow:
        if isinstance(part, Grid):
            builder.add_grid(part)
        else:
            builder.add_region(part)
    set_kinds(builder.drafts, vocabulary, capitals)
    return builder.drafts


class _Builder:
    def __init__(self, capitals: bool, vocabulary: LayoutVocabulary) -> None:
        self._capitals = capitals  # the whole text is set in them: they make no title
        self._vocabulary = vocabulary
        self.drafts: list[Draft] = []
        self._levels: list[tuple[Marker, float]] = []  # the open list levels: last marker, its x
        self._grid: Grid | None = None
        self._text_size = 0.0
        self._heads: frozenset[int] = frozenset()  # the lines of heads of papers below the letter, or of its form

    # tables

    def add_grid(self, grid: Grid) -> None:
        before = self._grid
        if before is not None and (not grid.has_header or _same_headers(before, grid)):
            if not grid.has_header and set(grid.columns) <= set(before.columns):
                grid.columns = before.columns
            rows = grid.rows
            if rows and self._goes_on(rows[0], grid):
                for column, lines in rows[0].items():
                    self.drafts[-1].cells.setdefault(column, []).extend(lines)
                rows = rows[1:]
        else:
            rows = grid.rows
        for cells, after in zip_longest(rows, rows[1:], fillvalue=None):
            self._add_row(cells or {}, after or {}, grid)
        self._grid = grid
        self._levels = []

    def _goes_on(self, cells: Cells, grid: Grid) -> bool:
        """Does a table's first row go on with the last row of the page before?"""
        if not self.drafts or not self.drafts[-1].cells:
            return False
        number = next((column for column, found in grid.columns.items() if found.role == "number"), None)
        if number is not None and number in self.drafts[-1].cells:
            return number not in cells
        first = next(iter(cells.values()))[0].text
        last = [lines[-1].text for column, lines in self.drafts[-1].cells.items() if column in cells]
        return first[:1].islower() and not any(text.endswith(".") for text in last)

    def _add_row(self, cells: Cells, after: Cells, grid: Grid) -> None:
        if len(cells) == 1 and len(grid.columns) > 1:
            lines = next(iter(cells.values()))
            is_merged = any(lines is below for below in after.values())  # and so a part of the next row too
            short = sum(len(line.text) for line in lines) < MAX_HEADING and not is_merged
            if short and not lines[-1].text.endswith("."):
                self.drafts.append(Draft("heading", lines))
                return
        self.drafts.append(Draft("row", cells=cells, columns=grid.columns))

    # text

    def _is_title(self, text: str) -> bool:
        return not self._capitals and is_title(text)

    def add_region(self, region: ColumnLines) -> None:
        if not region.lines:
            return
        self._text_size = text_size(region.lines)
        leadings = leadings_of(region.lines, self._text_size)
        foot, lines, top = self._between_pages(region.lines)
        self._heads = head_starts(lines, self._vocabulary) | form_starts(lines, self._vocabulary)
        previous: Line | None = None
        for line in lines:
            marker = read_marker(line.text)
            if self._starts(previous, line, marker, region.right, leadings):
                self._open(line, marker if self._is_list(marker, line, previous, region.right) else None)
            else:
                self.drafts[-1].lines.append(line)
            previous = line
        self.drafts += [*foot, *([Draft("paragraph", top)] if top else [])]
        self._grid = None

    def _between_pages(self, lines: list[Line]) -> tuple[list[Draft], list[Line], list[Line]]:
        """The small print that stands between the two parts of a sentence cut by a page's end, and the lines without.

        It is a note at the foot of the first page, taken off the blocks, or a running head on top of the second.
        """
        count = len(list(takewhile(self._is_small, reversed(self.drafts))))
        last = self.drafts[-count - 1] if len(self.drafts) > count else None
        top = list(takewhile(lambda line: line.size < self._text_size, lines))
        rest = lines[len(top) :]
        if last is None or last.cells or not rest or last.page == rest[0].page or not (count or top):
            return [], lines, []
        goes_on = rest[0].text[:1].islower() or rest[0].text[:1].isdigit() or len(last.lines[-1].text) > FULL_LINE
        if last.text.endswith(ENDS) or not goes_on:
            return [], lines, []
        foot = self.drafts[len(self.drafts) - count :]
        del self.drafts[len(self.drafts) - count :]
        return foot, rest, top

    def _is_small(self, draft: Draft) -> bool:
        return not draft.cells and all(line.size < self._text_size for line in draft.lines)

    def _open(self, line: Line, marker: Marker | None) -> None:
        if marker is None:
            self.drafts.append(Draft("paragraph", [line]))
            return
        marker = self._as_next(marker)
        self.drafts.append(Draft("item", [line], marker, self._depth(marker, line.box.x0)))

    def _as_next(self, marker: Marker) -> Marker:
        """Read "i)" as a letter where the list stands at "h)"; "I." likewise."""
        if marker.style.startswith("roman") and not marker.certain:
            letter = as_letter(marker)
            for open_marker, _ in self._levels:
                if open_marker.style == letter.style and open_marker.value == letter.value - 1:
                    return letter
        return marker

    def _depth(self, marker: Marker, x: float) -> int:
        for level in range(len(self._levels) - 1, -1, -1):
            style, at = self._levels[level][0].style, self._levels[level][1]
            if style == marker.style and abs(at - x) < 12:
                del self._levels[level:]
                break
        else:
            while self._levels and x < self._levels[-1][1] - 3:
                self._levels.pop()
        self._levels.append((marker, x))
        return len(self._levels) - 1

    def _starts(
        self, previous: Line | None, line: Line, marker: Marker | None, right: float, leadings: Mapping[bool, float]
    ) -> bool:
        """Does this line open a block?"""
        if not self.drafts or self.drafts[-1].cells or id(line) in self._heads:
            return True
        last = self.drafts[-1]
        if previous is None:
            return self._starts_on_page(last, line, marker)
        ended = previous.text.endswith(ENDS)
        if abs(line.size - previous.size) > OTHER_TYPE and ended:
            return True
        label = label_of(line.text, 0, len(line.text)) if ended else ""
        if label and (previous.text.endswith("?") or column_role(label, self._vocabulary) == "activity"):
            return True  # the word that stands before an answer
        if any(is_sign_off(one.text, self._vocabulary) for one in (previous, line)):
            return True
        leading = leadings[previous.size < self._text_size]
        step, height = line.box.top - previous.box.top, previous.box.bottom - previous.box.top
        if step > 1.25 * leading + 1 or (step > 1.5 * height and self._stops(previous.text)):
            return True
        if marker is not None and self._is_list(marker, line, previous, right):
            return True
        if _are_parallel(previous, line) or _count_on(last.lines[0], line):
            return True
        if ended and line.box.x0 > previous.box.x0 + 8 and last.marker is None:
            return True
        early = _ended_early(previous, line, right)
        over = ended or len(last.lines) > 1 or (early and line.text[:1].isupper())
        if last.marker is not None and line.box.x0 < last.lines[-1].box.x0 - 8 and over:
            return True
        if (ended and self._dates(line)) or (early and len(last.lines) == 1 and self._dates(previous, line)):
            return True
        return early and (ended or (previous.bold and not line.bold) or self._is_title(previous.text))

    def _dates(self, line: Line, below: Line | None = None) -> bool:
        """Is a line a place and a day, set above a line that begins anew?"""
        anew = below is None or below.text[:1].isupper()
        return anew and is_dateline(line.text, self._vocabulary)

    def _stops(self, text: str) -> bool:
        """Does a line end with a full stop that is no abbreviation's?"""
        return text.endswith(".") and fold(text.rpartition(" ")[2][:-1]) not in self._vocabulary.abbreviations

    def _starts_on_page(self, last: Draft, line: Line, marker: Marker | None) -> bool:
        """Does the first line of a column or page open a block, or go on with the last one?"""
        if last.kind == "heading" or (marker is not None and (marker.certain or last.marker is not None)):
            return not (line.text[:1].isdigit() and not last.text.endswith(ENDS) and last.marker is None)
        if line.text[:1].islower():
            return False
        if (
            len(line.text) < MAX_HEADING
            and self._vocabulary.annexes.match(fold(line.text))
            and not line.text.endswith(".")
        ):
            return True
        if last.lines and (_are_parallel(last.lines[-1], line) or _count_on(last.lines[0], line)):
            return True
        if not last.text.rstrip('"”»').endswith((".", ":", ";", "?", "!")):
            return self._is_title(last.text) or is_dateline(last.text, self._vocabulary)
        hanging = last.marker is not None and len(last.lines) > 1 and last.lines[1].box.x0 > last.lines[0].box.x0 + 6
        return not (hanging and abs(line.box.x0 - last.lines[1].box.x0) < 6)

    def _is_list(self, marker: Marker | None, line: Line, previous: Line | None, right: float) -> bool:
        """Is a marker at a line's start a list's, and not a figure or a dash that the line break put there?"""
        if marker is None or (previous is not None and _ends_with_sign(previous.text, self._vocabulary)):
            return False
        if marker.value > MAX_FIRST or self._is_initial(marker, line, previous):
            return self._counts_on(marker, line.box.x0)
        if previous is None or not self.drafts:
            return marker.certain or marker.style in DASHES or bool(self._levels)
        if marker.style in LIKE_WORDS:
            if previous.text.endswith(ENDS) and line.text[marker.end :][:1].isupper():
                return True  # as small words they begin no sentence
            return abs(previous.box.x0 - line.box.x0) > 4 or any(
                level[0].style == marker.style for level in self._levels
            )
        apart = (
            abs(line.box.x0 - previous.box.x0) > 3
            or line.box.top - previous.box.bottom > 0.5 * (line.box.bottom - line.box.top)
            or _ended_early(previous, line, right)
        )
        if marker.certain and not marker.value:
            return True  # a sign that no sentence holds
        if apart or previous.text.endswith((*ENDS, ",", " y", " e")):
            return True
        return self._counts_on(marker, line.box.x0) or self._is_next_dash(marker, line)

    @staticmethod
    def _is_initial(marker: Marker, line: Line, previous: Line | None) -> bool:
        """Is a capital and its full stop one of a person's initials, which a line's end has parted?"""
        if marker.style not in ("letterA", "romanA") or marker.text[-1:] != ".":
            return False
        return bool(_INITIAL.match(line.text[marker.end :]) or (previous and _LAST_INITIAL.search(previous.text)))

    def _is_next_dash(self, marker: Marker, line: Line) -> bool:
        """Does a dash begin the next item of an open list? At that list's edge, before a capital, it does."""
        return (
            marker.style in DASHES
            and line.text[marker.end :][:1].isupper()
            and any(level.style == marker.style and abs(at - line.box.x0) < SAME_EDGE for level, at in self._levels)
        )

    def _counts_on(self, marker: Marker, x: float) -> bool:
        """Does a number go on with an open list's?"""
        return any(
            level.style == marker.style and level.value + 1 == marker.value and abs(at - x) < SAME_EDGE
            for level, at in self._levels
        )


def _same_headers(before: Grid, grid: Grid) -> bool:
    return [c.header for c in before.columns.values()] == [c.header for c in grid.columns.values()]


def _ends_with_sign(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Does a line end with the sign of a number, which the next line begins with: "el archivador N°"?"""
    last = text.rpartition(" ")[2]
    return not last[:1].islower() and vocabulary.sign.fullmatch(fold(last)) is not None


def _ended_early(previous: Line, line: Line, right: float) -> bool:
    """Would the first word of `line` have had room on the line before?"""
    word = line.text.split(" ", 1)[0]
    per_char = (previous.box.x1 - previous.box.x0) / max(1, len(previous.text))
    return previous.box.x1 + (len(word) + 2.5) * per_char < right


def _are_parallel(previous: Line, line: Line) -> bool:
    """Do two lines begin with the same words and a number, as the entries of a list without marks do?"""
    entry = _NUMBERED.match(line.text)
    return entry is not None and previous.text.startswith(entry[0]) and previous.text[entry.end() :][:1].isdigit()


def _count_on(first: Line, line: Line) -> bool:
    """Does a line begin as an entry's first line does, up to a number set off from what follows: "Caso N° 2: …"?"""
    entry, other = _ENTRY.match(line.text), _ENTRY.match(first.text)
    return entry is not None and other is not None and entry[1] == other[1] and entry[2] != other[2]
