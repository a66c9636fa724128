"""The grids of a published balance -> rows as an analyst codes them, and a fault for what is not clear. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest

from extractor.rounds.balance.cells import CellEntry, begins, cell_entries, is_blank, is_figure, parted
from extractor.rounds.balance.grids import BalanceGrid
from extractor.rounds.balance.naming import (
    article_parts,
    body_above,
    function_named,
    level_above,
    level_named,
    source_named,
)
from extractor.rounds.coded import dates_written
from extractor.rounds.settings import FIRST
from extractor.rounds.sheets import RowFault, SheetRow
from rules.models import Body, Obligation, Pack
from rules.words import fold


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands: the number of its table in the file and of its row, both from 1."""

    table: int
    row: int

    def fault(self, column: str, code: str, detail: str = "") -> RowFault:
        return RowFault(self.row, column, code, detail, self.table)

    @property
    def line(self) -> int:
        """One number that grows through the file."""
        return self.table * 10_000 + self.row


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """An action as it stood in a table."""

    place: RowPlace
    function: Obligation
    source: str
    entry: CellEntry


@dataclass
class _State:
    """What carries over from one table to the next: a table may go on on another page."""

    body: str = ""
    columns: dict[int, str] = field(default_factory=dict)  # column -> source
    function_column: int | None = 0  # None: functions stand over the whole width, above their actions
    article_column: int | None = None
    level: str = ""
    function: Obligation | None = None
    over: bool = False  # did a row over the whole width name the function?
    waiting: dict[str, BalanceRow] = field(default_factory=dict)  # source -> the action that may go on
    held: tuple[RowPlace, tuple[str, ...]] | None = None  # the last row of a page, whose function has half a name


def read_balance(grids: Iterable[BalanceGrid], pack: Pack) -> Iterator[BalanceRow | RowFault]:
    """Yield the actions of tables whose columns are sources; what is not clear is a fault and not taken in.

    Tables that are no such tables are passed over. A function that goes on below, on another page or in a merged cell
    needs no name there.
    """
    state = _State()
    for number, grid in enumerate(grids, start=1):
        yield from _table(number, grid, state, pack)
    yield from _ended(state)
    yield from _unnamed(state)


def _table(number: int, grid: BalanceGrid, state: _State, pack: Pack) -> Iterator[BalanceRow | RowFault]:
    headed = any(_is_heading(row, pack) for row in grid.rows[:FIRST])
    if not headed and (not state.columns or not _goes_on(grid, state) or _has_articles(grid.rows[0], pack)):
        return  # no table of sources, nor the rest of one; headings without sources are another table's
    named = body_above(grid.above, pack)
    if headed and named and named != state.body:
        yield from _ended(state)
        yield from _unnamed(state)
        state.level, state.function, state.body, state.columns = "", None, named, {}
    if not state.body:
        yield RowPlace(number, 1).fault(" · ".join(grid.above[-2:]), "balance_no_body")
        return
    if level := level_above(grid.above):
        yield from _ended(state)
        state.level, state.function = level, None
    body = next(one for one in pack.bodies if one.id == state.body)
    begun = not headed
    for at, row in enumerate(grid.rows):
        if _is_heading(row, pack):
            yield from _headed(row, state, pack, not begun and not level)
            begun = True
        elif begun or at in grid.whole:
            whole, last = at in grid.whole, at == len(grid.rows) - 1
            yield from _held(RowPlace(number, at + 1), row, whole, last, state, body, pack)


def _headed(row: tuple[str, ...], state: _State, pack: Pack, first: bool) -> Iterator[BalanceRow]:
    """Take the columns of a heading. With others than before, or without a column of functions, a table begins."""
    columns = _columns(row, pack)
    if columns[1] is None:
        if not state.over:
            yield from _ended(state)
            state.function = None
    elif columns != (state.columns, state.function_column, state.article_column):
        yield from _ended(state)
        state.function, state.over = None, False
        if first and state.function_column is not None:
            state.level = ""
    state.columns, state.function_column, state.article_column = columns


def _held(
    place: RowPlace, row: tuple[str, ...], whole: bool, last: bool, state: _State, body: Body, pack: Pack
) -> Iterator[BalanceRow | RowFault]:
    """Read a row; with the one before it, where that has half a name and this perhaps the other half."""
    if state.held is not None:
        both = tuple(f"{one}\n{other}".strip() for one, other in zip_longest(state.held[1], row, fillvalue=""))
        if _function(both, state, body, pack) is not None:
            place, row = state.held[0], both
            state.held = None
        else:
            yield from _unnamed(state)
    yield from _row(place, row, whole, last, state, body, pack)


def _unnamed(state: _State) -> Iterator[RowFault]:
    """Name the row that was held and whose function is not known."""
    if state.held is not None:
        place, row = state.held
        label = _at(row, state.function_column)
        yield place.fault(label[:80] or state.body, "balance_no_function", f"{state.body}: {label or '—'}")
        state.held = None


def _goes_on(grid: BalanceGrid, state: _State) -> bool:
    width = max(state.columns) + 1
    return all(len(row) <= width for row in grid.rows) and any(len(row) == width for row in grid.rows)


def _is_heading(row: tuple[str, ...], pack: Pack) -> bool:
    """Does a row name sources?"""
    return sum(1 for cell in row if source_named(cell, pack)) >= min(2, max(len(row) - 1, 1))


def _columns(row: tuple[str, ...], pack: Pack) -> tuple[dict[int, str], int | None, int | None]:
    sources = {at: source for at, cell in enumerate(row) if (source := source_named(cell, pack))}
    first = min(sources)
    articles = [at for at in range(first) if _has_articles(row[at : at + 1], pack)]
    functions = [at for at in range(first) if at not in articles]
    return sources, functions[-1] if functions else None, articles[0] if articles else None


def _has_articles(row: Iterable[str], pack: Pack) -> bool:
    """Does one of these name a column of articles?"""
    names = {fold(one) for one in pack.sheets.balance.article}
    return any(fold(cell.strip(" .")) in names for cell in row)


def _row(
    place: RowPlace, row: tuple[str, ...], whole: bool, last: bool, state: _State, body: Body, pack: Pack
) -> Iterator[BalanceRow | RowFault]:
    told = [cell for cell in row if cell.strip()]
    if len(told) == 1 and (whole or told[0] == row[0]) and (level := level_named(told[0])):
        yield from _ended(state)
        state.level, state.function, state.over = level, None, False
        return
    if whole and told and (over := _function_over(told[0], state, body, pack)) is not None:
        if over != state.function:  # the same, where its table goes on over a page
            yield from _ended(state)
        state.function, state.over = over, True
        return
    if not state.columns:
        return
    label, article = _at(row, state.function_column), _at(row, state.article_column)
    cells = {at: row[at] for at in state.columns if at < len(row) and row[at].strip()}
    goes_on = not label and not article
    if not goes_on:
        yield from _ended(state)
        state.function, state.over = _function(row, state, body, pack), False
    if state.function is None:
        if cells and all(map(is_figure, cells.values())):
            return  # a table of counts by source: the whole of a balance holds such too
        if any(not is_blank(cell, pack.sheets.balance) for cell in cells.values()) or (label and last):
            state.held = (place, row)
            if not last:
                yield from _unnamed(state)
        return
    for at, cell in cells.items():
        yield from _cell(place, state.columns[at], cell, state, pack, goes_on)


def _function(row: tuple[str, ...], state: _State, body: Body, pack: Pack) -> Obligation | None:
    own = [one for one in pack.obligations if one.institution == body.id]
    return function_named(_at(row, state.function_column), _at(row, state.article_column), state.level, own, pack)


def _function_over(text: str, state: _State, body: Body, pack: Pack) -> Obligation | None:
    """Return the function that a row over the whole width names, by its label, maybe with its article in brackets."""
    own = [one for one in pack.obligations if one.institution == body.id]
    label, bracket, rest = text.rpartition("(")
    article = rest.rstrip(") .")
    if bracket and article_parts(article):
        return function_named(label.strip(), article, state.level, own, pack)
    return function_named(text, "", state.level, own, pack)


def _at(row: tuple[str, ...], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _cell(place: RowPlace, source: str, cell: str, state: _State, pack: Pack, goes_on: bool) -> Iterator[BalanceRow]:
    """Yield the actions that end in this cell; its last one waits, for it may go on on the next page."""
    function = state.function
    assert function is not None
    if is_figure(cell):
        return
    before = state.waiting.get(source) if goes_on and not begins(cell) else None
    for entry in cell_entries(cell, pack.sheets.balance, before.entry.mark if before else ""):
        if not entry.mark and before is not None:
            joined = replace(before.entry, text=f"{before.entry.text} {entry.text}")
            state.waiting[source] = before = replace(before, entry=joined)
            continue
        if (ended := state.waiting.pop(source, None)) is not None:
            yield ended
        state.waiting[source] = BalanceRow(place, function, source, entry)
        before = None


def _ended(state: _State) -> Iterator[BalanceRow]:
    """Yield what waited, in the order of the columns."""
    order = list(state.columns.values())
    waiting = sorted(state.waiting.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    state.waiting = {}
    yield from (row for _, row in waiting)


@lru_cache(maxsize=256)
def _units(body: Body) -> tuple[str, ...]:
    """Return how the units of a body begin: the words of their templates before the first hole."""
    patterns = (text for unit in body.units for text in (unit.pattern, unit.name, *unit.written))
    return tuple(dict.fromkeys(start for text in patterns if len(start := text.partition("{")[0].strip()) > 1))


def sheet_rows(found: Iterable[BalanceRow | RowFault], document: str, pack: Pack) -> Iterator[SheetRow | RowFault]:
    """Yield the rows as a spreadsheet of coded actions holds them, each with an id that says where it stood.

    Dates that cannot be read are told and left out.
    """
    counts: dict[str, int] = {}
    for one in found:
        if isinstance(one, RowFault):
            yield one
        else:
            yield from _sheet_row(one, document, counts, pack)


def _sheet_row(one: BalanceRow, document: str, counts: dict[str, int], pack: Pack) -> Iterator[SheetRow | RowFault]:
    key = f"{one.function.id}/{one.source}"
    counts[key] = counts.get(key, 0) + 1
    body = next(body for body in pack.bodies if body.id == one.function.institution)
    entry = parted(one.entry, pack.sheets.balance, lambda text: bool(dates_written(text, pack)), _units(body))
    when = entry.when if not entry.when or dates_written(entry.when, pack) else ""
    if entry.when and not when:
        yield one.place.fault(one.function.label, "balance_date", entry.when)
    texts: Mapping[str, str] = {
        "id": f"{document}#{key}/{counts[key]}",
        "obligation": one.function.id,
        "source": one.source,
        "kind": entry.kind,
        "unit": entry.unit,
        "period": when or entry.period,
        "text": entry.text,
    }
    yield SheetRow(one.place.line, texts, {})
