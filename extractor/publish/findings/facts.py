"""What the findings of a body rest on: its confirmed actions as the tables show them, and what was heard of it when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from db.action_rows import actions
from db.records import ActionRow
from db.requests import RequestRow, requests
from extractor.core.model import Count, Kind
from extractor.filing.registers import may_tell
from extractor.publish.balance import ReportContext, body_matrix, reported
from extractor.publish.body import current_period, told_once
from extractor.publish.matrix import Blank, Function, Matrix, Reported
from extractor.publish.quantities import unit_names, unit_of
from extractor.publish.units import unit_titles

Told = TypeVar("Told", Reported, ActionRow)


@dataclass(frozen=True)
class BodyFacts:
    """Everything confirmed of one body, in one report. `done` leaves out what is only announced or denied."""

    context: ReportContext
    institution: str
    rows: tuple[ActionRow, ...]
    filed: tuple[Reported, ...]
    functions: tuple[Function, ...]
    by_period: Matrix
    by_source: Matrix

    @cached_property
    def assigned(self) -> tuple[Function, ...]:
        """The functions that the norm assigns to it: no collectors."""
        return tuple(one for one in self.functions if one.role == "function")

    @cached_property
    def levels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.level for one in self.functions))

    @cached_property
    def level_of(self) -> Mapping[str, str]:
        return {one.id: one.level for one in self.functions}

    @cached_property
    def done(self) -> tuple[Reported, ...]:
        """What was done, in the order of the tables; what is told twice stands twice, with one `cluster`."""
        return tuple(one for one in self.filed if one.kind == Kind.ACTION)

    @cached_property
    def done_rows(self) -> tuple[ActionRow, ...]:
        return tuple(row for row in self.rows if row.kind == Kind.ACTION)

    @cached_property
    def telling(self) -> Mapping[str, ActionRow]:
        """The few rows of what was done that may tell of a draft, a recommendation or a network, by their ids."""
        return {row.id: row for row in self.done_rows if may_tell(row.text, self.context.pack)}

    @cached_property
    def units(self) -> Mapping[str, str]:
        """What its actions count, each unit with its name (`quantities`)."""
        return unit_names(self.done_rows)

    @cached_property
    def counted(self) -> tuple[tuple[ActionRow, str, Count], ...]:
        """What its actions count, told twice once: the action, the name of what is counted, and the count."""
        told = list(told_once(self.context, self.done_rows))
        names = unit_names(told)
        return tuple((row, names[unit_of(one.what)], one) for row in told for one in row.details.counts)

    @cached_property
    def partners(self) -> Mapping[str, frozenset[str]]:
        """The other bodies of the pack that each thing done names as partners, by its id."""
        return {
            row.id: bodies
            for row in self.done_rows
            if row.details.partners
            and (bodies := frozenset(one.body for one in row.details.partners if one.body) - {self.institution})
        }

    @cached_property
    def current(self) -> int:
        """The place among the periods of the latest one that anything was read of."""
        return current_period(self.context)

    @cached_property
    def blanks(self) -> Mapping[str, Blank]:
        """Why each period is empty for this body, for those that are not heard."""
        return {
            column.id: blank
            for place, column in enumerate(self.by_period.columns)
            for blank in (Blank.NOT_ASKED, Blank.NO_REPLY, Blank.UNREAD)
            if any(row.cells[place].blank == blank for row in self.by_period.rows)
        }

    @cached_property
    def missing(self) -> dict[str, str]:
        """Why each period of the balance that was not heard was not, by its number."""
        return {column: str(blank) for column, blank in self.blanks.items() if column}

    @cached_property
    def heard(self) -> tuple[int, ...]:
        """The periods in which an action of this body would have been seen."""
        return tuple(int(column.id) for column in self.context.periods if column.id not in self.blanks)

    @cached_property
    def provisional(self) -> bool:
        """May what is open still change a finding of this body?"""
        return bool(self.context.caveats.of_body(self.institution)) or Blank.UNREAD in self.blanks.values()

    @cached_property
    def requests(self) -> tuple[RequestRow, ...]:
        return tuple(requests(self.context.db, institution=self.institution))

    def of(self, function: str) -> tuple[Reported, ...]:
        return self._by_function.get(function, ())

    def rows_of(self, function: str) -> tuple[ActionRow, ...]:
        """The rows of what was done of a function."""
        return self._rows_by_function.get(function, ())

    @cached_property
    def _by_function(self) -> Mapping[str, tuple[Reported, ...]]:
        return _grouped(self.done)

    @cached_property
    def _rows_by_function(self) -> Mapping[str, tuple[ActionRow, ...]]:
        return _grouped(self.done_rows)

    def at(self, level: str | None) -> tuple[Reported, ...]:
        """What was done at a level (None: at any)."""
        return self.done if level is None else self._by_level.get(level, ())

    @cached_property
    def _by_level(self) -> Mapping[str, tuple[Reported, ...]]:
        return {name: tuple(x for x in self.done if self.level_of[x.obligation] == name) for name in self.levels}

    def as_printed(self, one: Reported) -> Reported:
        """Return the action with its text as the tables print it."""
        return next(reported(self.context, (row for row in self.rows if row.id == one.id)))


def _grouped(told: Iterable[Told]) -> Mapping[str, tuple[Told, ...]]:
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        groups[one.obligation].append(one)
    return {function: tuple(some) for function, some in groups.items()}


def _under_one_name(context: ReportContext, institution: str, told: Sequence[Reported]) -> Iterator[Reported]:
    """Yield the actions, a unit that is written in several ways under the name that it has most often."""
    titles = unit_titles((one.unit for one in told), context.body(institution), context.pack)
    for one in told:
        yield one if one.unit == titles.get(one.unit, "") else replace(one, unit=titles[one.unit])


def counted_by(named: Iterable[tuple[str, Reported]]) -> dict[str, int]:
    """How many different actions have each name, the most frequent first; told twice, one counts once for a name."""
    pairs = dict.fromkeys((name, one.cluster) for name, one in named)
    return dict(Counter(name for name, _ in pairs).most_common())


def distinct(told: Iterable[Reported]) -> int:
    """How many different actions these are: told twice, one counts once."""
    return len({one.cluster for one in told})


def ids(told: Iterable[Reported]) -> tuple[str, ...]:
    return tuple(one.id for one in told)


def facts_of(context: ReportContext, institution: str, worded: bool = True) -> BodyFacts:
    """Gather the facts of one body, by the same functions that its tables are made with.

    Not `worded`, for those who only count functions: without what the letters say.
    """
    rows = tuple(actions(context.db, institution, worded=worded))
    filed = tuple(_under_one_name(context, institution, list(reported(context, rows, printed=False))))
    matrices = [body_matrix(context, institution, filed, by) for by in ("period", "source")]
    return BodyFacts(context, institution, rows, filed, context.functions(institution), *matrices)
