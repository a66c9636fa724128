"""The grids of a published balance -> rows as an analyst codes them, and a fault for what is not clear. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz import fuzz

from extractor.core.model import Level
from extractor.rounds.balance.cells import CellEntry, cell_entries, is_blank, parted
from extractor.rounds.balance.grids import Grid
from extractor.rounds.coded import dates_written
from extractor.rounds.register import body_named
from extractor.rounds.sheets import Fault, SheetRow
from rules.models import Body, Obligation, Pack
from rules.words import fold

NEAR = 88  # likeness of two labels, of 100, at which they name the same function
SHORT = 8  # letters of a body's name up to which it must stand alone in a heading
LEVEL_TITLE = 40  # characters of a heading that is the name of a level
APART = 5  # by which it must be liker than the next


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: the number of its table in the file and of its row, both from 1."""

    table: int
    row: int

    def fault(self, column: str, code: str, detail: str = "") -> Fault:
        return Fault(self.row, column, code, detail, self.table)

    @property
    def line(self) -> int:
        """One number that grows through the file."""
        return self.table * 10_000 + self.row


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """An action as it stood in a table."""

    place: Place
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
    waiting: dict[int, BalanceRow] = field(default_factory=dict)  # column -> the action that may go on
    held: tuple[Place, tuple[str, ...]] | None = None  # the last row of a page, whose function has half a name


def read_balance(grids: Iterable[Grid], pack: Pack) -> Iterator[BalanceRow | Fault]:
    """Yield the actions of tables whose columns are sources; what is not clear is a fault and not taken in.

    Tables that are no such tables are passed over. A function that goes on below, on another page or in a merged cell
    needs no name there.
    """
    state = _State()
    for number, grid in enumerate(grids, start=1):
        yield from _table(number, grid, state, pack)
    yield from _ended(state)
    yield from _unnamed(state)


def _table(number: int, grid: Grid, state: _State, pack: Pack) -> Iterator[BalanceRow | Fault]:
    heading = _heading(grid, pack)
    named = _body(grid.above, pack)
    level = _level_above(grid.above)
    if heading is not None:
        columns = _columns(grid.rows[heading], pack)
        if (named and named != state.body) or columns != (state.columns, state.function_column, state.article_column):
            yield from _ended(state)
            yield from _unnamed(state)
            state.level, state.function, state.body = "", None, named or state.body
        state.columns, state.function_column, state.article_column = columns
    elif not state.columns or not _goes_on(grid, state):
        return
    if not state.body:
        yield Place(number, 1).fault(" · ".join(grid.above[-2:]), "balance_no_body")
        return
    body = next(one for one in pack.bodies if one.id == state.body)
    if level:
        yield from _ended(state)
        state.level, state.function = level, None
    rows = [
        (at, row) for at, row in enumerate(grid.rows) if at != heading and (at in grid.whole or at > (heading or -1))
    ]
    for at, row in rows:
        place = Place(number, at + 1)
        if state.held is not None:  # half a name on the page before, perhaps the other half here
            before, row = state.held[1], tuple(row)
            both = tuple(f"{one}\n{other}".strip() for one, other in zip_longest(before, row, fillvalue=""))
            if _function(both, state, body, pack) is not None:
                place, row = state.held[0], both
                state.held = None
            else:
                yield from _unnamed(state)
        yield from _row(place, row, at in grid.whole, at == rows[-1][0], state, body, pack)


def _unnamed(state: _State) -> Iterator[Fault]:
    """Name the row that was held and whose function is not known."""
    if state.held is not None:
        place, row = state.held
        label = _at(row, state.function_column)
        yield place.fault(label[:80] or state.body, "balance_no_function", f"{state.body}: {label or '—'}")
        state.held = None


def _goes_on(grid: Grid, state: _State) -> bool:
    width = max(state.columns) + 1
    return all(len(row) <= width for row in grid.rows) and any(len(row) == width for row in grid.rows)


def _heading(grid: Grid, pack: Pack) -> int | None:
    """Return the row that names sources; it is among the first."""
    for at, row in enumerate(grid.rows[:3]):
        if sum(1 for cell in row if source_named(cell, pack)) >= min(2, max(len(row) - 1, 1)):
            return at
    return None


def _columns(row: tuple[str, ...], pack: Pack) -> tuple[dict[int, str], int | None, int | None]:
    sources = {at: source for at, cell in enumerate(row) if (source := source_named(cell, pack))}
    first = min(sources)
    article = {fold(one) for one in pack.sheets.balance.article}
    articles = [at for at in range(first) if fold(row[at].strip(" .")) in article]
    functions = [at for at in range(first) if at not in articles]
    return sources, functions[-1] if functions else None, articles[0] if articles else None


@lru_cache(maxsize=4096)
def source_named(cell: str, pack: Pack) -> str:
    """Return the source that a column's title names: by its id, title or other name, maybe with more in brackets."""
    title = fold(" ".join(re.sub(r"\([^()]*\)", "", cell).split()))
    if not title or len(title) > 80:
        return ""
    names = {fold(name): one.id for one in pack.sources for name in (one.title, *one.written, one.id)}
    if title in names:
        return names[title]
    likeness = sorted(((fuzz.token_sort_ratio(title, name), id) for name, id in names.items()), reverse=True)
    best, other = likeness[0], next((one for one in likeness if one[1] != likeness[0][1]), (0, ""))
    return best[1] if best[0] >= NEAR and best[0] - other[0] >= APART else ""


def _body(above: Iterable[str], pack: Pack) -> str:
    """Return the body that the nearest heading names, in full or as the longest of all names that stand in it."""
    for text in reversed([line for lines in above for line in lines.split("\n")]):
        if found := body_named(text.strip(), pack) or body_named(text.partition(":")[0].strip(), pack):
            return found
        folded = f" {_plain(text)} "
        names = ((_plain(name), body.id) for body in pack.bodies for name in _names(body))
        held = [(len(name), id) for name, id in names if len(name) > SHORT and f" {name} " in folded]
        if held:
            return max(held)[1]
    return ""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def _names(body: Body) -> Iterator[str]:
    yield body.name
    yield from body.written
    yield from (one.name for one in body.former)


def _row(
    place: Place, row: tuple[str, ...], whole: bool, last: bool, state: _State, body: Body, pack: Pack
) -> Iterator[BalanceRow | Fault]:
    told = [cell for cell in row if cell.strip()]
    if len(told) == 1 and (whole or told[0] == row[0]) and (level := _level(told[0])):
        yield from _ended(state)
        state.level, state.function = level, None
        return
    if whole and told and (over := _function_over(told[0], state, body, pack)) is not None:
        if over != state.function:  # the same, where its table goes on over a page
            yield from _ended(state)
        state.function = over
        return
    label, article = _at(row, state.function_column), _at(row, state.article_column)
    cells = {at: row[at] for at in state.columns if at < len(row) and row[at].strip()}
    if any(source_named(cell, pack) == state.columns[at] for at, cell in cells.items()):
        return  # the heading again, on another page
    goes_on = not label and not article
    if not goes_on:
        yield from _ended(state)
        state.function = _function(row, state, body, pack)
    if state.function is None:
        if any(not is_blank(cell, pack.sheets.balance) for cell in cells.values()) or (label and last):
            state.held = (place, row)
            if not last:
                yield from _unnamed(state)
        return
    for at, cell in cells.items():
        yield from _cell(place, at, cell, state, pack, goes_on)


def _function(row: tuple[str, ...], state: _State, body: Body, pack: Pack) -> Obligation | None:
    own = [one for one in pack.obligations if one.institution == body.id]
    return function_named(_at(row, state.function_column), _at(row, state.article_column), state.level, own, pack)


def _function_over(text: str, state: _State, body: Body, pack: Pack) -> Obligation | None:
    """Return the function that a row over the whole width names, by its label, maybe with its article in brackets."""
    own = [one for one in pack.obligations if one.institution == body.id]
    label, bracket, rest = text.rpartition("(")
    article = rest.rstrip(") .")
    if bracket and _article(article):
        return function_named(label.strip(), article, state.level, own, pack)
    return function_named(text, "", state.level, own, pack)


def _level_above(above: Iterable[str]) -> str:
    """Return the level that the nearest heading is; a heading that only begins with its name is none."""
    nearest = next((line for text in reversed(tuple(above)) for line in reversed(text.split("\n"))), "")
    return _level(nearest) if len(nearest) <= LEVEL_TITLE else ""


def _at(row: tuple[str, ...], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _cell(place: Place, at: int, cell: str, state: _State, pack: Pack, goes_on: bool) -> Iterator[BalanceRow]:
    """Yield the actions that end in this cell; its last one waits, for it may go on on the next page."""
    function = state.function
    assert function is not None
    before = state.waiting.get(at) if goes_on else None
    for entry in cell_entries(cell, pack.sheets.balance, before.entry.mark if before else ""):
        if not entry.mark and before is not None:
            joined = replace(before.entry, text=f"{before.entry.text} {entry.text}")
            state.waiting[at] = replace(before, entry=joined)
            continue
        if (ended := state.waiting.pop(at, None)) is not None:
            yield ended
        state.waiting[at] = BalanceRow(place, function, state.columns[at], entry)
        before = None


def _ended(state: _State) -> Iterator[BalanceRow]:
    """Yield what waited in the columns, in their order."""
    waiting = [state.waiting[at] for at in sorted(state.waiting)]
    state.waiting = {}
    yield from waiting


@lru_cache(maxsize=256)
def _units(body: Body) -> tuple[str, ...]:
    """Return how the units of a body begin: the words of their templates before the first hole."""
    patterns = (text for unit in body.units for text in (unit.pattern, unit.name, *unit.written))
    return tuple(dict.fromkeys(start for text in patterns if len(start := text.partition("{")[0].strip()) > 1))


def _level(text: str) -> str:
    folded = fold(text.strip())
    return next((str(level) for level in Level if folded.startswith(str(level))), "")


def function_named(label: str, article: str, level: str, own: list[Obligation], pack: Pack) -> Obligation | None:
    """Return the function of a body that a row names: by its label, by its article, or as the likest of its labels.

    Rows that begin as collectors do (*Otras*) are the level's collector; a level's own rows come first.
    """
    wanted = [one for one in own if not level or one.level == level]
    plain = fold(" ".join(label.split())).strip(" .")
    exact = [one for one in wanted if fold(one.label) == plain or one.id == label.strip()]
    if len(exact) == 1:
        return exact[0]
    if article and (named := [one for one in wanted if one.article and _article(one.article) == _article(article)]):
        return max(named, key=lambda one: fuzz.token_set_ratio(fold(one.label), plain)) if plain else named[0]
    for role, starts in pack.sheets.balance.roles.items():
        if any(plain == fold(start) or plain.startswith(f"{fold(start)} ") for start in starts):
            found = [one for one in wanted if one.role == role]
            return found[0] if len(found) == 1 else None
    likeness = ((fuzz.token_sort_ratio(fold(one.label), plain), at) for at, one in enumerate(wanted))
    ranked = sorted(likeness, reverse=True)
    if ranked and ranked[0][0] >= NEAR and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= APART):
        return wanted[ranked[0][1]]
    return None


def _article(text: str) -> tuple[str, ...]:
    """The parts of an article's number: "Art. 7, inciso a)" and "7.a" are the same."""
    return tuple(part for part in re.findall(r"\d+|\b[a-z]\b", fold(text)))


def sheet_rows(found: Iterable[BalanceRow | Fault], document: str, pack: Pack) -> Iterator[SheetRow | Fault]:
    """Yield the rows as a spreadsheet of coded actions holds them, each with an id that says where it stood.

    Dates that cannot be read are told and left out.
    """
    counts: dict[str, int] = {}
    for one in found:
        if isinstance(one, Fault):
            yield one
        else:
            yield from _sheet_row(one, document, counts, pack)


def _sheet_row(one: BalanceRow, document: str, counts: dict[str, int], pack: Pack) -> Iterator[SheetRow | Fault]:
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
