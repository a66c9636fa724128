"""Tables as rows of cells under headers, as read from the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.core.model import Box, Line, Table
from extractor.read.layout.dates import find_date
from extractor.read.layout.markers import read_marker
from extractor.read.layout.settings import MAX_HEADER, PARTICLE, TICK, WIDE_CELL
from extractor.read.layout.vocabulary import LayoutVocabulary, column_role, is_month
from rules.words import fold

Cells = dict[int, list[Line]]  # column -> printed lines
UNSURE = ("other", "asked", "result", "remark", "planned")  # roles of columns that may hold the activity all the same

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class Column:
    role: str = "other"
    header: str = ""


@dataclass(slots=True)
class Grid:
    """A table's body rows; `has_header` is false where it goes on from the page before or has none."""

    columns: dict[int, Column]
    rows: list[Cells]
    has_header: bool
    bands: list[list[float]] = field(default_factory=list)  # left and right edge of each column, where they are known
    head: list[Line] = field(default_factory=list)  # the lines of its headers, which are in no row


def ruled_grid(table: Table, vocabulary: LayoutVocabulary) -> Grid:
    rows = list(_rows(table))
    form = _form(rows, vocabulary)
    if form:
        return form
    for index, row in enumerate(rows[:3]):
        parted = index + 1 < len(rows) and _is_below(row, rows[index + 1])
        columns = header_columns(row, vocabulary, figures=_figures(rows[index + 1 + parted :]))
        if columns and _is_like(row, rows[index + 1 :], vocabulary):
            break
        if columns:
            after = rows[index + 1 :]
            head = [row]
            if parted:
                head.append(after.pop(0))
                _name_parts(columns, head[-1], vocabulary)
            rest = [*rows[:index], *after]
            _set_answers(columns, rest, vocabulary)
            _set_answering(columns, vocabulary)
            return Grid(with_activity(columns, rest), rest, True, _edges(table, columns.keys()), _not_in(rest, head))
    return Grid(shaped_columns(rows), rows, False)


def _edges(table: Table, columns: Set[int]) -> list[list[float]]:
    """The left and right edge of each of a table's columns; none where not all of them are known."""
    lefts = sorted({cell.column: cell.box.x0 for row in table.rows for cell in row}.items())
    if {column for column, _ in lefts} != columns or columns != set(range(len(lefts))):
        return []
    return [[left, right] for left, right in pairwise([*(left for _, left in lefts), table.box.x1])]


def _not_in(rows: Sequence[Cells], head: Sequence[Cells]) -> list[Line]:
    """The lines of headers; a cell merged over headers and rows stands in both."""
    kept = {id(line) for row in rows for lines in row.values() for line in lines}
    lines = {id(line): line for row in head for cell in row.values() for line in cell}
    return [line for line in lines.values() if id(line) not in kept]


def _rows(table: Table) -> Iterator[Cells]:
    """The rows with something in them; a cell merged over several is one list in all of them."""
    reaching: dict[int, tuple[float, list[Line]]] = {}  # column -> where its last cell ends, and what stands in it
    for row in table.rows:
        middle = min((cell.box.top + cell.box.bottom) / 2 for cell in row)
        merged = {column: lines for column, (bottom, lines) in reaching.items() if bottom > middle and lines}
        own = {
            cell.column: [Line(table.page, cell.box, text) for text in cell.text.split("\n") if text] for cell in row
        }
        reaching |= {cell.column: (cell.box.bottom, own[cell.column]) for cell in row}
        if any(own.values()):
            yield {column: lines for column, lines in sorted((merged | own).items()) if lines}


def _form(rows: list[Cells], vocabulary: LayoutVocabulary) -> Grid | None:
    """A table that names beside each cell what stands in it, as forms do; each repetition of its names is a row."""
    pairs = [(" ".join(line.text for line in row.get(0, ())), row) for row in rows if set(row) == {0, 1}]
    roles = {name: column_role(name, vocabulary) for name, _ in pairs}
    named = sum(roles[name] is not None for name, _ in pairs)
    if any(set(row) - {0, 1} for row in rows) or any(len(name) > MAX_HEADER for name in roles):
        return None
    if "activity" not in roles.values() or len({*roles.values()} - {None}) < 2 or 2 * named < len(rows):
        return None
    order = {name: column for column, name in enumerate(roles)}
    columns = {order[name]: Column(role or "other", name) for name, role in roles.items()}
    _only_one(columns, "activity")
    told: list[Cells] = []
    for row in rows:
        column = order.get(" ".join(line.text for line in row.get(0, ())))
        if column is None or 1 not in row:
            told += [row, {}]  # a title
        elif not told or column in told[-1]:
            told.append({column: row[1]})
        else:
            told[-1][column] = row[1]
    rest = [row for row in told if row]
    return Grid(columns, rest, True, head=_not_in(rest, rows))


def _is_below(header: Cells, row: Cells) -> bool:
    """Is this row a second one of headers: each of its own cells stands under a wider one of the first?"""
    own = [lines[0] for column, lines in row.items() if lines is not header.get(column)]
    wide = [lines[0].box for lines in header.values()]
    return bool(own) and all(
        len(line.text) <= MAX_HEADER
        and not any(char.isdigit() for char in line.text)
        and any(
            box.x0 - 1 < line.box.x0 and line.box.x1 < box.x1 + 1 and _width(line.box) < 0.9 * _width(box)
            for box in wide
        )
        for line in own
    )


def _width(box: Box) -> float:
    return box.x1 - box.x0


def _is_like(row: Cells, below: Sequence[Cells], vocabulary: LayoutVocabulary) -> bool:
    """Is a row one of those below it: numbered as they count on, or dated in a column of days?"""
    for column, lines in row.items():
        text, texts = _cell(lines), [_cell(other[column]) for other in below if column in other]
        if text.isdigit() and len(texts) > 1 and texts == [str(int(text) + n) for n in range(1, len(texts) + 1)]:
            return True
        if texts and _is_dated(text, vocabulary) and 2 * sum(_is_dated(t, vocabulary) for t in texts) >= len(texts):
            return True
    return False


def _cell(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)


def _is_dated(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Is a cell a day, or a month of a year?"""
    words = fold(text).split()
    named = any(word in vocabulary.months for word in words) and bool(_YEAR.fullmatch(words[-1]))
    return len(text) < MAX_HEADER and (named or find_date(text, vocabulary.days) is not None)


def _name_parts(columns: dict[int, Column], parts: Cells, vocabulary: LayoutVocabulary) -> None:
    """Give each column of a parted header its own name and role; what its own name does not tell, the whole's does.

    A name that parts of several headers have ("Mujeres" of 2011, and of 2012) is told with its whole's.
    """
    wholes: dict[int, Column] = {}
    for column in range(max([*columns, *parts]) + 1):
        wholes[column] = columns.get(column, wholes.get(column - 1, Column()))
    names = Counter(_cell(lines) for lines in parts.values())
    for column, lines in parts.items():
        whole, name = wholes[column], _cell(lines)
        if name != whole.header:
            role = column_role(name, vocabulary) or whole.role
            columns[column] = Column(role, f"{whole.header} {name}".strip() if names[name] > 1 else name)


def _figures(rows: Sequence[Cells]) -> set[int]:
    """The columns with nothing but figures in these rows."""
    cells: dict[int, list[str]] = {}
    for row in rows:
        for column, lines in row.items():
            cells.setdefault(column, []).append("".join(line.text for line in lines))
    return {column for column, texts in cells.items() if not any(char.isalpha() for text in texts for char in text)}


def header_columns(
    row: Cells, vocabulary: LayoutVocabulary, at_least: int = 1, figures: Set[int] = frozenset()
) -> dict[int, Column] | None:
    """Columns by their headers, if this row holds headers.

    At least half of them are known, or have but `figures` below; or one is known to number the rows and does.
    """
    texts = {column: " ".join(line.text for line in lines) for column, lines in row.items()}
    if len(texts) < 2 or any(len(text) > MAX_HEADER for text in texts.values()):
        return None
    roles = {column: column_role(text, vocabulary) for column, text in texts.items()}
    roles |= {column: "other" for column in figures if _YEAR.fullmatch(texts.get(column, ""))}
    if len({role for role in roles.values() if role}) < at_least or any(read_marker(f"{t} x") for t in texts.values()):
        return None
    months = [column for column, text in texts.items() if is_month(text, vocabulary)]
    if len(months) == 1:
        roles[months[0]] = None  # one month alone stands in a row, not above it
    answers = _answers(texts, vocabulary)
    numbered = any(role == "number" and column in figures for column, role in roles.items())
    if not numbered and sum(
        role is not None or column in figures or column in answers for column, role in roles.items()
    ) * 2 < len(roles):
        return None
    columns = {column: Column(role or "other", texts[column]) for column, role in roles.items()}
    _only_one(columns, "activity")
    return columns


def _answers(headers: dict[int, str], vocabulary: LayoutVocabulary) -> dict[int, str]:
    """The columns of which one is ticked in each row ("Sí", "No"), with the kind each stands for; both or none."""
    found = {
        column: kind
        for column, header in headers.items()
        for kind, phrases in vocabulary.answers.items()
        if fold(header).strip(" ¿?:.") in phrases
    }
    return found if len(set(found.values())) > 1 else {}


def _set_answers(columns: dict[int, Column], rows: Sequence[Cells], vocabulary: LayoutVocabulary) -> None:
    """Give the columns that are ticked their roles, where all that stands in them is a tick."""
    answers = _answers({number: column.header for number, column in columns.items()}, vocabulary)
    texts = ["".join(line.text for line in lines) for row in rows for column, lines in row.items() if column in answers]
    if texts and all(len("".join(text.split())) <= TICK for text in texts):
        for column, kind in answers.items():
            columns[column].role = kind


def _set_answering(columns: dict[int, Column], vocabulary: LayoutVocabulary) -> None:
    """Where no header names the activity, the one column of no known name beside that of what was asked answers it."""
    roles = {column.role for column in columns.values()}
    unknown = [column for column in columns.values() if column_role(column.header, vocabulary) is None]
    if "asked" in roles and "activity" not in roles and len(unknown) == 1 and unknown[0].role == "other":
        unknown[0].role = "activity"


def with_activity(columns: dict[int, Column], rows: Sequence[Cells]) -> dict[int, Column]:
    """The columns; where no header names the activity, the column whose shape shows it, if no other role is known."""
    if not any(column.role == "activity" for column in columns.values()):
        for number, column in shaped_columns(rows).items():
            if column.role == "activity" and number in columns and columns[number].role in UNSURE:
                columns[number].role = "activity"
    return columns


def _only_one(columns: dict[int, Column], role: str) -> None:
    for column in [column for column in sorted(columns) if columns[column].role == role][1:]:
        columns[column].role = "other"


def shaped_columns(rows: Sequence[Cells]) -> dict[int, Column]:
    """Columns known by their shape alone: figures are numbers, the one with far the longest texts is the activity.

    But not where these are names: of them the whole row tells.
    """
    lengths: dict[int, list[str]] = {}
    for row in rows:
        for column, lines in row.items():
            lengths.setdefault(column, []).append(" ".join(line.text for line in lines))
    columns = {column: Column() for column in lengths}
    means = {column: sum(map(len, texts)) / len(texts) for column, texts in lengths.items()}
    for column, texts in lengths.items():
        if all(text.strip(".)-°º ").isdigit() and len(text) < 5 for text in texts):
            columns[column].role = "number"
    ranked = sorted(means, key=lambda column: means[column], reverse=True)
    longest = ranked and means[ranked[0]] >= WIDE_CELL and all(means[ranked[0]] > 2 * means[o] for o in ranked[1:])
    if longest and not _are_names(lengths[ranked[0]]):
        columns[ranked[0]].role = "activity"
    return columns


def _are_names(texts: Sequence[str]) -> bool:
    """Are most of these cells names, every long word of which begins with a capital? They tell no activity alone."""
    named = [text for text in texts if not text.isupper() and not any(_is_small(word) for word in text.split()[1:])]
    return 2 * len(named) > len(texts)


def _is_small(word: str) -> bool:
    return word[:1].islower() and len(word) > PARTICLE
