"""Pages to the letter's running text: furniture off, lines joined, blocks told apart, every character traceable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.core.model import Aside, Block, Field, Layout, Line, Page
from extractor.read.layout.blocks import draft_blocks
from extractor.read.layout.flow import ColumnLines, flow, without_notes
from extractor.read.layout.furniture import take_off_furniture
from extractor.read.layout.grids import Grid
from extractor.read.layout.head import split_head, with_head_tables_opened, with_running_tables_opened
from extractor.read.layout.joining import Joiner, known_words
from extractor.read.layout.kinds import Draft
from extractor.read.layout.parts import close_quoted, reply_first
from extractor.read.layout.vocabulary import LayoutVocabulary, vocabulary
from rules.models import Pack

CELL_GAP = " | "  # between the cells of a table row in the running text


def lay_out(pages: Sequence[Page], pack: Pack) -> Layout:
    """Return the letter's text without furniture, its blocks in reading order, and the way back to the paper.

    The spans delimit what each printed line (or table cell) gave to the text; between two spans stand only the blanks,
    line ends and cell marks that joining put there.
    """
    words = vocabulary(pack)
    pages, elsewhere = reply_first(pages, words)
    pages = with_running_tables_opened(pages, words)
    if pages:
        pages = [with_head_tables_opened(pages[0], words), *pages[1:]]
    kept, aside = take_off_furniture(pages, words)
    head, kept, notes = _parted(kept, words)
    parts = list(_flow(pages, kept, notes, words))
    aside += tuple(_table_heads(parts))
    drafts = draft_blocks(parts, words)
    close_quoted(drafts, elsewhere, words)
    joiner = Joiner(known_words(words.words, (line for page in pages for line in page.lines)))
    blocks = [_head_block(joiner, lines) for lines in head]
    section = _Section()
    cells: dict[int, Field] = {}
    for draft in drafts:
        blocks.append(_block(joiner, draft, section, cells))
        section.pass_by(draft, joiner.text_of(blocks[-1].start, blocks[-1].end))
    aside += tuple(unseen for page in pages for unseen in page.aside)
    return Layout(joiner.text, tuple(joiner.spans), tuple(blocks), aside)


def _parted(
    kept: Sequence[list[Line]], words: LayoutVocabulary
) -> tuple[list[list[Line]], list[list[Line]], list[list[Line]]]:
    """The head's lines, and each page's text and notes in the margins; what stands beside the head is of the head."""
    parted = [without_notes(lines) for lines in kept]
    texts, notes = [text for text, _ in parted], [beside for _, beside in parted]
    head: list[list[Line]] = []
    if kept:
        head, body = split_head(texts[0], words)
        top = min((line.box.top for line in body), default=0.0)
        late = {id(note) for note in notes[0] if note.box.bottom > top}
        if len(late) < len(notes[0]):
            head, body = split_head([line for line in kept[0] if id(line) not in late], words)
        texts[0], notes[0] = body, [note for note in notes[0] if id(note) in late]
    return head, texts, notes


def _flow(
    pages: Sequence[Page], texts: Sequence[list[Line]], notes: Sequence[list[Line]], words: LayoutVocabulary
) -> Iterator[ColumnLines | Grid]:
    """The parts of all pages in order; notes in the margins follow them, for they stand beside sentences."""
    last: ColumnLines | Grid | None = None
    for page, lines in zip(pages, texts, strict=True):
        for part in flow(lines, page.tables, page.width, words, last):
            yield part
            last = part
    yield from (ColumnLines(beside, page.width) for page, beside in zip(pages, notes, strict=True) if beside)


def _table_heads(parts: Sequence[ColumnLines | Grid]) -> Iterator[Aside]:
    """The headers of tables: they name the cells of every row, and stand in no row."""
    for part in parts:
        if isinstance(part, Grid):
            yield from (Aside(line.page, line.box, line.text, "table_head") for line in part.head)


def _head_block(joiner: Joiner, lines: list[Line]) -> Block:
    start, end = joiner.add(lines, before="\n")
    return Block("head", start, end)


def _block(joiner: Joiner, draft: Draft, section: _Section, cells: dict[int, Field]) -> Block:
    if draft.cells:
        return _row_block(joiner, draft, section, cells)
    start, end = joiner.add(draft.lines, before="\n")
    marker = draft.marker
    return Block(
        draft.kind,
        start + (marker.end if marker else 0),
        end,
        draft.depth,
        marker.text if marker else "",
        section.above(draft),
    )


def _row_block(joiner: Joiner, draft: Draft, section: _Section, cells: dict[int, Field]) -> Block:
    """A row's block; `cells` are the fields of all rows so far by their lines, for a merged cell is printed once."""
    own = []
    before = "\n"
    for column, lines in sorted(draft.cells.items()):
        if id(lines) not in cells:
            start, end = joiner.add(lines, before=before)
            found = draft.columns.get(column)
            own.append(Field(found.role if found else "other", found.header if found else "", start, end))
            cells[id(lines)] = own[-1]
            before = CELL_GAP
    fields = tuple(cells[id(lines)] for _, lines in sorted(draft.cells.items()))
    return Block(draft.kind, own[0].start, own[-1].end, section=section.above(draft), fields=fields)


class _Section:
    """The heading or lead-in sentence that a block stands under.

    A heading with a colon and items under it leads these in: it ends with them.
    """

    def __init__(self) -> None:
        self._heading = ""
        self._listed = False  # have items or rows followed the heading?
        self._lead_ins: dict[int, str] = {}  # depth of the items it introduces -> its text

    def above(self, draft: Draft) -> str:
        if draft.kind == "heading":
            return ""
        if draft.kind == "paragraph" and self._listed and self._heading.endswith(":"):
            return ""
        if draft.kind in ("item", "row"):
            for depth in range(draft.depth, -1, -1):
                if depth in self._lead_ins:
                    return self._lead_ins[depth]
        return self._heading

    def pass_by(self, draft: Draft, text: str) -> None:
        """Take note of a block for those that follow it."""
        if draft.kind == "heading":
            self._heading, self._listed = text, False
            self._lead_ins = {}
            return
        self._listed = self._listed or draft.kind in ("item", "row")
        if draft.kind == "item":
            self._lead_ins = {depth: lead for depth, lead in self._lead_ins.items() if depth <= draft.depth}
            if text.endswith(":"):
                lead = _last_sentence(text)
                self._lead_ins[draft.depth + 1] = lead
                if lead != text:  # said behind an item's end, of the items that follow it
                    self._lead_ins[draft.depth] = lead
        elif draft.kind != "row":
            self._lead_ins = {0: _last_sentence(text)} if text.endswith(":") else {}


def _last_sentence(text: str) -> str:
    return text[max(text.rfind(". ", 0, -1) + 1, 0) :].strip()


__all__ = ["lay_out"]
