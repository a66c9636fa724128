"""Where the head of a letter ends, and which of its lines belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.core.model import Box, Cell, Line, Page, Table
from extractor.read.layout.dates import date_alone, find_date
from extractor.read.layout.furniture import running_tables
from extractor.read.layout.grids import ruled_grid
from extractor.read.layout.markers import read_marker
from extractor.read.layout.names import is_name
from extractor.read.layout.settings import (
    ALIGNED,
    BESIDE_EDGE,
    CLOSE_BELOW,
    COLUMN,
    FAR,
    FEW,
    HEAD,
    LABEL,
    LABELS,
    LETTERHEAD,
    LONG,
    MAX_BEFORE,
    MAX_FIGURES,
    MAX_LETTERHEAD,
    MAX_ROWS,
    SENTENCE,
)
from extractor.read.layout.vocabulary import LayoutVocabulary, column_role
from extractor.read.tables import rows_of
from rules.words import fold

Row = list[Line]
CITING = {"number", "reference", "subject"}  # fields whose value may begin with a document's number
TELLING = {"activity", "audience", "result", "remark", "planned", "place"}  # columns of a table of what was done
OWN_FIELDS = {"number", "date", "addressee"}  # of a head that has begun


def split_head(lines: list[Line], vocabulary: LayoutVocabulary) -> tuple[list[list[Line]], list[Line]]:
    """Return the first page's head, a list of lines for each of its fields, and the lines of the body."""
    rows = labelled_rows(lines, vocabulary)
    salutation = _salutation(rows, vocabulary)
    end, fields = 0, list[list[Line]]()
    pending: list[list[Line]] = []
    field: list[Line] | None = None
    for index, row in enumerate(rows[:MAX_ROWS]):
        row = rows[index] = _without_continuation(row, field, vocabulary)
        text = fold(" ".join(line.text for line in row))
        if not row:
            end = index + 1
            continue
        kind = "salutation" if index == salutation else _kind(row, text, vocabulary)
        begun = bool(fields) or index > MAX_LETTERHEAD
        if (
            salutation is None
            and kind is None
            and _begins_body(row, text, begun, fields, rows[index + 1 : MAX_ROWS], vocabulary)
        ):
            break
        pending.extend([line] for line in row)
        if kind is not None:
            fields, pending, end = [*fields, *pending], [], index + 1
        label = next((line for line in row if vocabulary.labels.match(fold(line.text))), None)
        field = next((lines for lines in reversed(fields) if lines[0] is label), None) if label else None
        if kind == "salutation":
            break
    addressee = fields[-1] if fields and vocabulary.addressees.match(fold(fields[-1][0].text)) else None
    while addressee and end < len(rows) and _names_addressee(rows[end], fields[-1][-1], vocabulary):
        fields, end = [*fields, rows[end]], end + 1
    return fields, [line for row in rows[end:] for line in row]


def _names_addressee(row: Row, above: Line, vocabulary: LayoutVocabulary) -> bool:
    """Is a row close below an addressee, at its edge, a name alone: the rest of whom the letter is for?"""
    line = row[0]
    beside = len(row) == 1 and abs(line.box.x0 - above.box.x0) < BESIDE_EDGE and line.bold == above.bold
    close = line.box.top - above.box.bottom < CLOSE_BELOW * (above.box.bottom - above.box.top)
    return beside and close and not line.text.isupper() and is_name(line.text, vocabulary)


def _begins_body(
    row: Row, text: str, begun: bool, fields: list[list[Line]], below: list[Row], vocabulary: LayoutVocabulary
) -> bool:
    """Does the body begin with a row of no kind: with a greeting, or with prose that is no notice above the head?

    A sentence as short as a field's line is prose below a field that names the letter, above no head.
    """
    if vocabulary.greetings.match(text):
        return True
    if not begun or not (is_prose(text) or _is_sentence(row)):
        return False
    named, below_it = _named(fields, vocabulary), _begins_below(below, vocabulary)
    if is_prose(text):
        return named or not below_it
    labelled = any(vocabulary.labels.match(fold(line.text)) for row in below[:LABELS] for line in row)
    return named and not below_it and not labelled


def _is_sentence(row: Row) -> bool:
    words = row[0].text.split()
    small = sum(word[:1].islower() for word in words)
    return len(row) == 1 and len(words) >= SENTENCE and words[-1].endswith(".") and 2 * small > len(words)


def _begins_below(rows: Iterable[Row], vocabulary: LayoutVocabulary) -> bool:
    """Does the head begin below a notice: a number, a date or an addressee, two of them above the greeting?"""
    kinds: set[str | None] = set()
    for row in rows:
        text = fold(" ".join(line.text for line in row))
        if vocabulary.greetings.match(text) or vocabulary.openings.match(text):
            break
        kinds.add(_kind(row, text, vocabulary))
    return len(kinds & OWN_FIELDS) > 1


def _named(fields: Iterable[list[Line]], vocabulary: LayoutVocabulary) -> bool:
    """Does a head have a number, a date or an addressee already?"""
    return any(_kind(lines[:1], fold(lines[0].text), vocabulary) in OWN_FIELDS for lines in fields)


def labelled_rows(lines: Iterable[Line], vocabulary: LayoutVocabulary) -> list[Row]:
    """Rows of lines in which a label printed apart is one line with its value."""
    return _with_colons([_with_label(row, vocabulary) for row in rows_of(lines)], vocabulary)


def _salutation(rows: list[Row], vocabulary: LayoutVocabulary) -> int | None:
    """The row that ends the head for certain, if there is one."""
    for index, row in enumerate(rows[:MAX_ROWS]):
        text = row[0].text
        begins = len(row) == 1 and len(text) < LONG and not text[:1].islower()  # else it goes on with a sentence
        if begins and vocabulary.salutations.match(fold(text)):
            return index
    return None


def _with_label(row: Row, vocabulary: LayoutVocabulary) -> Row:
    """A label printed apart from its colon and its value becomes one line with them."""
    for index in range(len(row)):
        for stop in range(index + 2, min(index + 3, len(row)) + 1):
            text = fold(" ".join(line.text for line in row[index:stop]))
            numbered = row[stop - 1].text.startswith(":") and vocabulary.number.match(text)  # "ORD. N° | : 3-2011"
            if vocabulary.labels.match(text) or numbered:
                end = max(stop, min(index + 3, len(row)))
                return [*row[:index], *_without_stamp(row[index:end], row[index:], vocabulary)]
    return row


def _without_stamp(row: Row, rest: Row, vocabulary: LayoutVocabulary) -> Row:
    """A label and its value as one line; what stands far beside both, in a line that has a value already, apart."""
    label = vocabulary.labels.match(fold(row[0].text))
    gap = row[1].box.x0 - row[0].box.x1
    far = gap > FAR * (row[0].box.bottom - row[0].box.top) or vocabulary.labels.match(fold(row[1].text))
    if label and label.end() < len(fold(row[0].text)) and far:
        return rest
    return [_joined(row, rest)]


def _with_colons(rows: list[Row], vocabulary: LayoutVocabulary) -> list[Row]:
    """Labels of a column of labels, whose colons OCR has not seen, become one line with their values and a colon."""
    bare = [row for row in rows[:MAX_ROWS] if len(row) > 1 and _is_bare_label(row, vocabulary)]
    if not bare:
        return rows
    lefts = [row[0].box.x0 for row in rows[:MAX_ROWS] if vocabulary.labels.match(fold(row[0].text)) or row in bare]
    column = [row for row in bare if sum(abs(row[0].box.x0 - left) < ALIGNED for left in lefts) >= COLUMN]
    return [[_with_colon(row)] if row in column else row for row in rows]


def _is_bare_label(row: Row, vocabulary: LayoutVocabulary) -> bool:
    label = row[0].text
    match = vocabulary.labels.fullmatch(f"{fold(label)} : ") if label[:1].isupper() else None
    if match is None or all(column_role(line.text, vocabulary) for line in row):
        return False  # "Fecha | Actividad | Lugar" heads a table
    return match.lastgroup in CITING or not is_number(
        row[1].text, vocabulary
    )  # an addressee's "Señora", a number beside


def _with_colon(row: Row) -> Line:
    line = _joined(row, row)
    return replace(line, text=f"{row[0].text} : {line.text[len(row[0].text) :].lstrip()}")


def _joined(row: Row, rest: Row) -> Line:
    box = Box(row[0].box.x0, min(x.box.top for x in rest), rest[-1].box.x1, max(x.box.bottom for x in rest))
    return replace(row[0], box=box, text=" ".join(line.text for line in rest))


def _without_continuation(row: Row, field: list[Line] | None, vocabulary: LayoutVocabulary) -> Row:
    """Move the lines of `row` that go on with a field's value into the field; a label of its own keeps them."""
    if field is None or (row[0].text.endswith(":") and abs(row[0].box.x0 - field[0].box.x0) < ALIGNED):
        return row
    rest: Row = []
    for line in row:
        if _goes_on(field, line, vocabulary):
            field.append(line)
        else:
            rest.append(line)
    return rest


def _goes_on(field: list[Line], line: Line, vocabulary: LayoutVocabulary) -> bool:
    folded = fold(line.text)
    if not field[0].text.endswith(":") and line.box.x0 > max(one.box.x1 for one in field):
        return False  # a stamp beside it
    height = field[-1].box.bottom - field[-1].box.top
    tight = line.box.top - field[-1].box.bottom < 0.45 * height
    other = (
        vocabulary.labels.match(folded) or vocabulary.salutations.match(folded) or vocabulary.greetings.match(folded)
    )
    indented = line.box.x0 > field[0].box.x0 + 12
    number = vocabulary.number.match(folded)
    cites = vocabulary.labels.match(fold(field[0].text))
    if not indented and cites is not None and cites.lastgroup in ("reference", "subject", "date"):
        other = other or vocabulary.addressees.match(folded)
    goes_on = number is not None and len(folded) > number.end() + MAX_FIGURES
    cited = cites is not None and cites.lastgroup in ("reference", "subject") and tight and (indented or goes_on)
    own = number is not None and not cited and not field[-1].text.endswith((",", ";", " y", " e", "-"))
    if other or own or _is_item_of_body(field, line, vocabulary) or line.box.x0 < field[0].box.x0 - 3:
        return False
    full = field[-1].box.x1 - field[0].box.x0 > 0.8 * (max(line.box.x1, field[-1].box.x1) - field[0].box.x0)
    return tight and (indented or (cited and number is not None) or (full and len(field[-1].text) > 30))


def _is_item_of_body(field: list[Line], line: Line, vocabulary: LayoutVocabulary) -> bool:
    """Does an item that cites no document begin the body, where no list of such items fills the field?"""
    marker = read_marker(line.text)
    if marker is None or not marker.certain or marker.value > 1 or vocabulary.number.search(fold(line.text)):
        return False
    label = vocabulary.labels.match(fold(field[0].text))
    value = field[0].text[label.end() :].strip() if label else field[0].text
    return bool(value) and len(line.text) > marker.end + FEW and read_marker(f"{value} x") is None


def _kind(row: Row, text: str, vocabulary: LayoutVocabulary) -> str | None:
    """What makes this row part of the head."""
    if any(vocabulary.labels.match(fold(line.text)) for line in row):
        return "label"
    if vocabulary.addressees.match(text) and len(text) < LONG:
        return "addressee"
    if any(is_number(line.text, vocabulary) for line in row):
        return "number"
    if any(date_alone(line.text, vocabulary.figured) for line in row):
        return "date"
    if text in vocabulary.mottos:
        return "motto"
    return None


def is_number(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Does a line of the head give a document number, rather than cite one in a sentence?"""
    number = None if is_prose(text) else vocabulary.number.search(fold(text))
    return number is not None and number.start() < MAX_BEFORE


def with_head_tables_opened(page: Page, vocabulary: LayoutVocabulary) -> Page:
    """The first page with the lines of tables that only arrange its head: letterheads, number boxes, labels."""
    return _opened(page, [table for table in page.tables if _is_head(table, page, vocabulary)], vocabulary)


def with_running_tables_opened(pages: Sequence[Page], vocabulary: LayoutVocabulary) -> list[Page]:
    """The pages with the lines of tables that run on top or at the foot of most of them."""
    running = running_tables(pages)
    return [_opened(page, [table for table in page.tables if id(table) in running], vocabulary) for page in pages]


def _opened(page: Page, tables: Sequence[Table], vocabulary: LayoutVocabulary) -> Page:
    if not tables:
        return page
    lines = [line for table in tables for line in _lines_of(table, vocabulary)]
    ids = {id(table) for table in tables}
    rest = tuple(table for table in page.tables if id(table) not in ids)
    return replace(page, lines=(*page.lines, *lines), tables=rest)


def _is_head(table: Table, page: Page, vocabulary: LayoutVocabulary) -> bool:
    if table.box.top > HEAD * page.height:
        return False
    if table.box.bottom < LETTERHEAD * page.height:
        return True
    if _fields(table, vocabulary) and not _has_begun(page, table.box.top, vocabulary):
        return True
    first = (fold(text).rstrip(" .:") for row in table.rows if row for text in row[0].text.split("\n"))
    labels = {match.lastgroup for text in first if (match := vocabulary.labels.match(f"{text} :"))}
    if len(labels) > 1:
        return True
    if ruled_grid(table, vocabulary).has_header:
        return False
    texts = [cell.text for row in table.rows for cell in row if len(cell.text) < 2 * LONG]
    return any(vocabulary.addressees.match(fold(text)) or is_number(text, vocabulary) for text in texts)


def _has_begun(page: Page, top: float, vocabulary: LayoutVocabulary) -> bool:
    """Does the body begin above this height?"""
    above = (fold(line.text) for line in page.lines if line.box.bottom < top)
    return any(vocabulary.salutations.match(text) or vocabulary.greetings.match(text) for text in above)


def _fields(table: Table, vocabulary: LayoutVocabulary) -> list[tuple[Cell, Cell]]:
    """The cells of a table that gives the number or the day of a letter, each label with its value; else none.

    The labels stand in the first column, or on top: "Fecha | Folios", below it "Lima, 3 de mayo de 2012 | 4".
    """
    rows = table.rows
    beside = [(row[0], row[1]) for row in rows] if all(len(row) == 2 for row in rows) else []
    above = list(zip(*rows, strict=True)) if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1 else []
    for pairs in (beside, above):
        labels = [_label(cell) for cell, _ in pairs]
        short = all(len(label) < LABEL and not any(map(str.isdigit, label)) for label in labels)
        told = any(column_role(one, vocabulary) in TELLING and not _known(one, vocabulary) for one in labels)
        given = any(_gives(label, cell, vocabulary) for label, (_, cell) in zip(labels, pairs, strict=True))
        if short and given and not told:
            return pairs
    return []


def _label(cell: Cell) -> str:
    return " ".join(cell.text.split()).rstrip(" .:")


def _known(label: str, vocabulary: LayoutVocabulary) -> str | None:
    """The field of a head that a label names."""
    known = vocabulary.labels.fullmatch(f"{fold(label)} : ")
    return known.lastgroup if known else None


def _gives(label: str, cell: Cell, vocabulary: LayoutVocabulary) -> bool:
    """Is a cell a number, or the day under such a label?"""
    text = " ".join(cell.text.split())
    known = _known(label, vocabulary)
    dated = known == "date" and find_date(text, vocabulary.days) is not None
    numbered = known in (None, "number") and is_number(text, vocabulary)
    return len(text) < 2 * LONG and (dated or numbered)


def _lines_of(table: Table, vocabulary: LayoutVocabulary) -> Iterator[Line]:
    """The lines of a table's cells; a label that is known is one with its value."""
    fields = _fields(table, vocabulary)
    for label, value in fields:
        if value.text and _known(_label(label), vocabulary):
            box = Box(label.box.x0, label.box.top, value.box.x1, value.box.bottom)
            name = " ".join(label.text.split())
            yield Line(table.page, box, f"{name}{'' if name.endswith(':') else ' :'} {' '.join(value.text.split())}")
        else:
            yield from (line for cell in (label, value) for line in _cell_lines(cell, table.page))
    if not fields:
        yield from (line for row in table.rows for cell in row for line in _cell_lines(cell, table.page))


def _cell_lines(cell: Cell, page: int) -> Iterator[Line]:
    """The lines of a cell, spread evenly over its height."""
    texts = cell.text.split("\n") if cell.text else []
    height = (cell.box.bottom - cell.box.top) / max(1, len(texts))
    for index, text in enumerate(texts):
        top = cell.box.top + index * height
        yield Line(page, Box(cell.box.x0, top, cell.box.x1, top + height), text)


def is_prose(text: str) -> bool:
    """Is a line too long for a field that no label or mark explains?"""
    return len(text) > LONG and text.count(" ") > 7
