"""How tables lie on paper: a matrix as a table a function, its name on top of every page; all others as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from extractor.publish.formats.word import styles as s
from extractor.publish.formats.word.markup import bookmark, cell, link, mark, paragraph, row, run, table
from extractor.publish.formats.word.widths import of_function, of_texts
from extractor.publish.settings import ACROSS
from extractor.publish.tables import ReportCell, ReportEntry, ReportRow, ReportTable, cite, runs
from extractor.publish.words import say

LEFT, RIGHT = '<w:jc w:val="left"/>', '<w:jc w:val="right"/>'
KEEP = "<w:keepNext/>"


class WordTables:
    """Lays tables out on pages of one width, in the styles of one document; bookmarks are numbered through."""

    def __init__(self, ids: Mapping[str, str], width: int) -> None:
        self.ids, self.width, self.marks = ids, width, 0

    def bookmark(self, name: str, content: str) -> str:
        self.marks += 1
        return bookmark(name, self.marks, content)

    def table(self, shown: ReportTable) -> Iterator[str]:
        """Yield the markup of a table: its title, itself, its notes, the letters that it cites."""
        yield paragraph(run(shown.title), self.ids[s.CAPTION])
        yield from self._matrix(shown) if shown.lettered else [self._plain(shown)]
        for note in shown.notes:
            yield paragraph(run(note), self.ids[s.NOTE])
        if shown.cited:
            yield from self._cited(shown)

    # --- a matrix ---

    def _matrix(self, shown: ReportTable) -> Iterator[str]:
        for group, of_group in groupby(shown.rows, key=lambda one: one.group):
            if group:
                yield paragraph(run(group), self.ids[s.HEADINGS[2]])
            for rows in runs(of_group):
                yield self._function(shown, rows[0]) if rows[0].reported else self._silent(shown, rows)
                yield paragraph("", self.ids[s.GAP])

    def _function(self, shown: ReportTable, one: ReportRow) -> str:
        """A function with actions: its name over the whole width, then its columns as wide as they need."""
        widths = of_function(one.volumes, self.width)
        name = one.head[0] + "".join(f" ({head})" for head in one.head[1:] if head)
        rows = (
            row([cell(paragraph(run(name), self.ids[s.FUNCTION]), self.width, len(widths))], repeated=True),
            row(map(self._title, shown.columns, widths), repeated=True),
            row(self._cells(one.cells, widths, shown.id)),
        )
        return table(rows, widths, self.ids[s.GRID])

    def _silent(self, shown: ReportTable, rows: Sequence[ReportRow]) -> str:
        """Functions without actions, a line each: why stands once for all columns of which it is the same."""
        texts = ([title, *(row.head[at] for row in rows)] for at, title in enumerate(shown.heads))
        heads = of_texts(list(texts), self.width // 2)
        each = (self.width - sum(heads)) // max(len(shown.columns), 1)
        widths = [*heads, *[each] * len(shown.columns)]
        made = [row(map(self._title, (*shown.heads, *shown.columns), widths), repeated=True)]
        for one in rows:
            front = (self._text(head, width) for head, width in zip(one.head, widths, strict=False))
            made.append(row([*front, *self._cells(one.cells, widths[len(heads) :], shown.id)], whole=True))
        return table(made, widths, self.ids[s.GRID])

    def _cells(self, cells: Sequence[ReportCell], widths: Sequence[int], anchor: str) -> Iterator[str]:
        """Yield cells; blank ones beside each other with the same reason are one."""
        for blank, alike in groupby(zip(cells, widths, strict=True), key=lambda pair: pair[0].blank):
            pairs = list(alike)
            if blank:
                yield cell(self._paragraph(pairs[0][0].text), sum(width for _, width in pairs), len(pairs))
                continue
            for content, width in pairs:
                yield cell(self._filled(content, anchor), width)

    # --- other tables ---

    def _plain(self, shown: ReportTable) -> str:
        texts = [[row.head[at] for row in shown.rows] for at in range(len(shown.heads))]
        texts += [[row.cells[at].text for row in shown.rows] for at in range(len(shown.columns))]
        titles = (*shown.heads, *shown.columns)
        widths = of_texts([[title, *column] for title, column in zip(titles, texts, strict=True)], self.width)
        rows = [row(map(self._title, titles, widths), repeated=True)]
        for group, of_group in groupby(shown.rows, key=lambda one: one.group):
            if group:
                rows.append(
                    row([cell(paragraph(run(group, bold=True), self.ids[s.CELL], KEEP), sum(widths), len(widths))])
                )
            rows += [self._line(one, widths, shown.id) for one in of_group]
        return table(rows, widths, self.ids[s.GRID])

    def _line(self, one: ReportRow, widths: Sequence[int], anchor: str) -> str:
        heads = [self._text(head, width) for head, width in zip(one.head, widths, strict=False)]
        rest = zip(one.cells, widths[len(heads) :], strict=True)
        return row([*heads, *(cell(self._filled(content, anchor), width) for content, width in rest)])

    def _cited(self, shown: ReportTable) -> Iterator[str]:
        """Yield the letters that a table cites, several beside each other."""
        yield paragraph(run(say("cited.title"), bold=True), self.ids[s.NOTE], KEEP)
        widths = [self.width // ACROSS] * ACROSS
        notes = []
        for number, text in enumerate(shown.cited, start=1):
            said = run(f"[{number}] ", bold=True) + run(text)
            notes.append(paragraph(self.bookmark(_anchor(shown.id, number), said), self.ids[s.NOTE], LEFT))
        notes += [paragraph("", self.ids[s.NOTE])] * (-len(notes) % ACROSS)
        lines = (notes[at : at + ACROSS] for at in range(0, len(notes), ACROSS))
        yield table((row(map(cell, line, widths), whole=True) for line in lines), widths, self.ids[s.BARE_GRID])
        yield paragraph("", self.ids[s.GAP])

    # --- cells ---

    def _title(self, text: str, width: int) -> str:
        return cell(paragraph(run(text), self.ids[s.COLUMN], LEFT), width)

    def _text(self, text: str, width: int) -> str:
        return cell(self._paragraph(text), width)

    def _paragraph(self, text: str) -> str:
        return paragraph(run(text), self.ids[s.CELL], LEFT)

    def _filled(self, content: ReportCell, anchor: str) -> str:
        if content.entries:
            return "".join(paragraph(self._entry(entry, anchor), self.ids[s.CELL]) for entry in content.entries)
        return paragraph(run(content.text), self.ids[s.CELL], RIGHT if content.number is not None else "")

    def _entry(self, entry: ReportEntry, anchor: str) -> str:
        made = run(f"{entry.mark} " if entry.mark else "", bold=True) + run(entry.text)
        made += run(f" ({entry.note})" if entry.note else "", italic=True)
        if not entry.cited:
            return made
        return made + link(
            _anchor(anchor, entry.cited), run(f" {cite(entry)}", style=self.ids[s.CITATION]), entry.statement
        )


def _anchor(table: str, number: int) -> str:
    return mark("fuente", table, number)
