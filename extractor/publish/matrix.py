"""The matrix of a body: its functions by level and source (or period), each cell with its lettered actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Blank(StrEnum):
    """Why a cell is empty, the best known first: readers see "No indica", data and legend keep the four apart."""

    SILENT = "silent"  # replied, but not on this function
    UNREAD = "unread"
    NO_REPLY = "no_reply"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A column of the matrix: a source's or a period's id and its printed title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Function:
    """A row of the matrix: an obligation as the pack has it, in the pack's order."""

    id: str
    level: str
    article: str
    label: str
    role: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A confirmed action as published: masked, `when` its dates as printed.

    `source` and `period` are the ids of its columns ("": it has no date). `cluster` is what it tells of: two tellings
    of the same thing have it in common and count once. `stale`: its text is no longer found in the document. `verbatim`
    is what was written where `text` was made ready to be printed; `cited` names the letter: body, number, date.
    """

    id: str
    obligation: str
    source: str
    period: str
    text: str
    kind: str
    unit: str
    when: str
    document: str
    page: int
    cluster: str
    crosses: bool = False
    stale: bool = False
    verbatim: str = ""
    cited: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The actions in order of their letters, or why there are none."""

    actions: tuple[Reported, ...]
    blank: Blank | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    function: Function
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of a body; its columns are the sources or the periods."""

    institution: str
    name: str
    by: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]


LAST = {"function": 0, "otras": 1, "no_establece": 2}  # Otras stands below the assigned functions of its level


def build_matrix(
    institution: str,
    name: str,
    functions: Sequence[Function],
    columns: Sequence[MatrixColumn],
    actions: Iterable[Reported],
    coverage: Mapping[str, Blank],
    levels: Sequence[str],
    by: str = "source",
) -> Matrix:
    """Put every action into the cell of its function and column.

    Args:
        coverage: for each column, what an empty cell means for this body; columns not named were not asked. A column
            that reports anything of the body is silent on the rest.
        levels: the levels in the order in which they are printed.
        by: what the columns are: "source" or "period".

    Raises:
        KeyError: an action names a function or column that the matrix does not have; none may vanish.
    """
    cells: dict[tuple[str, str], list[Reported]] = defaultdict(list)
    known = {function.id for function in functions}
    titles = {column.id for column in columns}
    for action in actions:
        column = action.source if by == "source" else action.period
        if action.obligation not in known or column not in titles:
            raise KeyError(f"{action.id}: no cell for {action.obligation}, {column}")
        cells[action.obligation, column].append(action)
    speaking = {column for _, column in cells}
    blanks = {id: Blank.SILENT if id in speaking else coverage.get(id, Blank.NOT_ASKED) for id in titles}
    ordered = sorted(functions, key=lambda function: (levels.index(function.level), LAST[function.role]))
    return Matrix(
        institution,
        name,
        by,
        tuple(columns),
        tuple(
            MatrixRow(function, tuple(_cell(cells.get((function.id, c.id)), blanks[c.id]) for c in columns))
            for function in ordered
        ),
    )


def _cell(actions: Sequence[Reported] | None, blank: Blank) -> MatrixCell:
    return MatrixCell(tuple(actions), None) if actions else MatrixCell((), blank)


def letter(position: int) -> str:
    """Return the mark of the action at this position from 0: A., B., … Z., AA., AB., …"""
    mark = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        mark = chr(ord("A") + rest) + mark
    return f"{mark}."
