"""Documents as grids: the tables of a DOCX or HTML file, cell by cell, each with the headings that stand above it.

Both are hostile input: sizes are bounded before anything is unpacked, nothing outside of the file is ever fetched.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from extractor.core.clean import clean
from extractor.rounds.settings import GRIDS_MAX_BYTES, HEADINGS, MAX_OPEN, MAX_SPAN
from extractor.rounds.sheets import SheetError


@dataclass(frozen=True, slots=True)
class BalanceGrid:
    """A table. `above` are the headings before it, the nearest last; `rows` cells' texts, a paragraph a line.

    A cell that continues one above or beside it (merged) is "" but in its first place. `whole` are the rows that are
    one cell over the whole width.
    """

    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: frozenset[int] = frozenset()


def grids_in(path: Path) -> Iterator[BalanceGrid]:
    """Yield the tables of a document in their order. Of hostile ones, in a process of its own: see `bounded`.

    Raises:
        SheetError: it is none of the kinds that can be read, damaged, or too large.
    """
    match path.suffix.lower():
        case ".docx":
            yield from _docx(path)
        case ".html" | ".htm":
            yield from _html(path)
        case _:
            yield from _printed(path)


def _printed(path: Path) -> Iterator[BalanceGrid]:
    from extractor.read.printed import printed_tables

    for above, rows in printed_tables(path):
        texts = tuple(tuple(clean(cell or "").strip() for cell in row) for row in rows)
        whole = frozenset(at for at, row in enumerate(rows) if len(row) > 1 and row[0] and not any(row[1:]))
        yield BalanceGrid(tuple(map(clean, above)), texts, whole)


# --- Word ------------------------------------------------------------------------------------------------------------

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _docx(path: Path) -> Iterator[BalanceGrid]:
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > GRIDS_MAX_BYTES:
                raise SheetError("{file}: larger than {limit} MB", file=path.name, limit=GRIDS_MAX_BYTES // 1_000_000)
            data = archive.read("word/document.xml")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        body = etree.fromstring(data, parser)[0]
    except (zipfile.BadZipFile, KeyError, IndexError, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise SheetError("{file}: not a readable Word document", file=path.name) from error
    above: list[str] = []
    for element in body:
        if element.tag == f"{_W}p":
            if text := _words(element):
                above = [*above[1 - HEADINGS :], text]
        elif element.tag == f"{_W}tbl":
            yield _word_table(element, tuple(above))


def _word_table(table: Any, above: tuple[str, ...]) -> BalanceGrid:
    rows, whole = [], set()
    for number, row in enumerate(table.iterchildren(f"{_W}tr")):
        cells = list(row.iterchildren(f"{_W}tc"))
        texts: list[str] = []
        for cell in cells:
            span = _span(cell.find(f"{_W}tcPr/{_W}gridSpan"))
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            continues = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            text = "" if continues else "\n".join(filter(None, map(_words, cell.iter(f"{_W}p"))))
            texts += [text, *[""] * (span - 1)]
        if len(cells) == 1 and len(texts) > 1:
            whole.add(number)
        rows.append(tuple(texts))
    return BalanceGrid(above, tuple(rows), frozenset(whole))


def _span(element: Any) -> int:
    value = element.get(f"{_W}val", "1") if element is not None else "1"
    return min(max(int(value), 1), MAX_SPAN) if value.isdigit() else 1


def _words(paragraph: Any) -> str:
    marks = {f"{_W}tab": " ", f"{_W}br": "\n"}
    parts = [marks.get(str(one.tag), one.text or "") for one in paragraph.iter(f"{_W}t", *marks)]
    return clean("".join(parts)).strip()


# --- HTML ------------------------------------------------------------------------------------------------------------

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})
_BREAKS = frozenset({"p", "br", "li", "div", "tr", "ul", "ol"})
_SILENT = frozenset({"script", "style", "template", "noscript", "svg"})


class _Page(HTMLParser):
    """Collects headings and tables; of a table in a cell only the words count."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[BalanceGrid] = []
        self._above: list[str] = []
        self._rows: list[list[tuple[str, int, int]]] = []
        self._text: list[str] | None = None
        self._cell = (1, 1)
        self._depth = self._silent = self._link = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows = []
        elif tag == "tr" and self._depth == 1:
            self._close()  # cells and rows of old pages end nowhere
            self._rows.append([])
        elif tag in ("td", "th") and self._depth == 1:
            self._close()
            self._text, self._cell = [], (_number(given.get("colspan")), _number(given.get("rowspan")))
        elif tag in _HEADINGS:
            self._text = [] if self._depth == 0 or tag == "caption" else self._text
        elif tag == "a" and "src" in given.get("class", "").split():  # where an entry comes from, not what it says
            self._link += 1
        if tag in _BREAKS and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._close()
                self.grids.append(_spread(tuple(self._above), self._rows))
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._close()
        elif tag in _HEADINGS and self._text is not None:
            self._above = [*self._above[1 - HEADINGS :], _lined("".join(self._text))]
            self._text = None
        elif tag == "a" and self._link:
            self._link -= 1
        elif tag in _BREAKS and self._text is not None:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent and not self._link:
            self._text.append(" ".join(data.split("\n")))

    def _close(self) -> None:
        if self._text is not None and self._rows:
            self._rows[-1].append((_lined("".join(self._text)), *self._cell))
        self._text = None


def _html(path: Path) -> Iterator[BalanceGrid]:
    page, text = _Page(), path.read_bytes().decode("utf8", "replace")
    if any(piece.count("<") > MAX_OPEN for piece in text.split(">")):  # the parser would go over these again and again
        raise SheetError("{file}: its tables cannot be read", file=path.name)
    page.feed(text)
    page.close()
    yield from page.grids


def _lined(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in clean(text).split("\n"))))


def _number(value: str | None) -> int:
    return min(max(int(value), 1), MAX_SPAN) if value and value.isdigit() and len(value) < 5 else 1


def _spread(above: tuple[str, ...], rows: list[list[tuple[str, int, int]]]) -> BalanceGrid:
    """Put cells that span rows or columns into their first place, blanks into the others."""
    pending: dict[int, int] = {}  # column: rows that a cell above still takes
    made, whole = [], set()
    for number, row in enumerate(rows):
        texts: list[str] = []
        if len(row) == 1 and row[0][1] > 1:
            whole.add(number)
        for text, columns, down in row:
            while pending.get(len(texts), 0):
                texts.append("")
            for place in range(columns):
                pending[len(texts)] = down if down > 1 else 0
                texts.append(text if place == 0 else "")
        while pending.get(len(texts), 0):
            texts.append("")
        pending = {column: left - 1 for column, left in pending.items() if left > 1}
        made.append(tuple(texts))
    return BalanceGrid(above, tuple(made), frozenset(whole))
