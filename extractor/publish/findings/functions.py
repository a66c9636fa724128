"""Findings about one function of a body: never reported, dropped, once, by one unit alone, announced, disputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten
from typing import Any

from extractor.core.model import Kind
from extractor.publish.body import FunctionChange, changes_of
from extractor.publish.findings.facts import BodyFacts, counted_by, distinct, ids
from extractor.publish.findings.records import KINDS, BalanceFinding
from extractor.publish.matrix import Function
from extractor.publish.quantities import unit_of
from extractor.publish.settings import QUOTED

CHANGES = {
    FunctionChange.FALLEN: "dropped",
    FunctionChange.NEW: "first_reported",
    FunctionChange.KEPT: "kept",
    FunctionChange.SILENT: "silent_both",
    FunctionChange.UNKNOWN: "not_comparable",
}


def function_findings(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Yield what there is to say of each assigned function, in the order of the tables."""
    changes = changes_of(facts.by_period, facts.current)
    for function in facts.assigned:
        told = facts.of(function.id)
        if not told:
            yield _never(facts, function)
        counts = [distinct(cell.actions) for cell in _done_cells(facts, function.id)]
        if (change := changes.get(function.id)) is not None:
            yield _change(facts, function, change, counts)
        if told and distinct(told) == 1:
            yield _about(facts, "only_once", function, 1, told, text=_short(facts.as_printed(told[0]).text))
        yield from _only_unit(facts, function)
        yield from _units(facts, function)
        yield from _without_counts(facts, function)
        yield from _announced(facts, function)
        yield from _sources_differ(facts, function)


def _short(text: str) -> str:
    """An action as it may be quoted amid a sentence: its first words, if it is long."""
    return shorten(text.rstrip(" ."), QUOTED, placeholder=" …")


def _about(facts: BodyFacts, kind: str, function: Function, value: int, told: Any = (), **more: Any) -> BalanceFinding:
    """A finding of this function; what its periods are follows from the actions, unless it says so."""
    periods = tuple(sorted({int(one.period) for one in told if one.period}))
    return BalanceFinding(
        kind=kind,
        body=facts.institution,
        value=value,
        level=function.level,
        obligation=function.id,
        periods=more.pop("periods", periods),
        parts=more,
        statements=ids(told),
        provisional=facts.provisional,
    )


def _never(facts: BodyFacts, function: Function) -> BalanceFinding:
    """Nobody reported it in any source; whoever was not asked or not heard of a period is not accused of that one."""
    denied = [one for one in facts.filed if one.obligation == function.id and one.kind != Kind.ACTION]
    made = _about(facts, "never_reported", function, 0, denied, periods=facts.heard, not_heard=facts.missing)
    return made if facts.heard else replace(made, provisional=True)


def _done_cells(facts: BodyFacts, function: str) -> Iterator[Any]:
    for row in facts.by_period.rows:
        if row.function.id == function:
            for cell in row.cells:
                yield replace(cell, actions=tuple(one for one in cell.actions if one.kind == Kind.ACTION))


def _change(facts: BodyFacts, function: Function, change: FunctionChange, counts: list[int]) -> BalanceFinding:
    """Compare the latest period with the one before, its counts and the periods' lengths beside them."""
    now, before = facts.context.periods[facts.current], facts.context.periods[facts.current - 1]
    both = (int(before.id), int(now.id))
    told = tuple(one for one in facts.of(function.id) if one.period in (before.id, now.id))
    parts = {"now": counts[facts.current], "before": counts[facts.current - 1], "undated": counts[-1]}
    earlier = sum(counts[: facts.current])
    kind = CHANGES[change]
    if change == FunctionChange.NEW and earlier:  # reported before, only not in the period before
        kind = "kept"
    return _about(facts, kind, function, counts[facts.current], told, periods=both, **parts)


def _only_unit(facts: BodyFacts, function: Function) -> Iterator[BalanceFinding]:
    """One unit alone reports it, in a body that others report of too."""
    units = {one.unit for one in facts.of(function.id)}
    if len({one.unit for one in facts.done if one.unit}) > 1 and len(units) == 1 and (unit := units.pop()):
        told = facts.of(function.id)
        yield replace(_about(facts, "only_unit", function, distinct(told), told), unit=unit)


def _units(facts: BodyFacts, function: Function) -> Iterator[BalanceFinding]:
    """Several units report it: which, and how many actions each."""
    told = tuple(one for one in facts.of(function.id) if one.unit)
    units = counted_by((one.unit, one) for one in told)
    if len(units) >= KINDS["units_of_function"]:
        yield _about(facts, "units_of_function", function, len(units), told, units=units)


def _without_counts(facts: BodyFacts, function: Function) -> Iterator[BalanceFinding]:
    """Reported, more than once, and never with a figure: how much was done cannot be told."""
    rows = facts.rows_of(function.id)
    told = facts.of(function.id)
    if distinct(told) >= 2 and not any(row.details.counts for row in rows):
        yield _about(facts, "no_counts", function, distinct(told), told)


def _announced(facts: BodyFacts, function: Function) -> Iterator[BalanceFinding]:
    """Announced in one period: done in a later one, or never reported since."""
    plans = [one for one in facts.filed if one.obligation == function.id and one.kind == Kind.PLANNED]
    if not plans:
        return
    first = min((int(one.period) for one in plans if one.period), default=0)
    later = tuple(one for one in facts.of(function.id) if one.period and int(one.period) > first)
    if later and first:
        yield _about(facts, "announced_then_done", function, distinct(later), (*plans, *later), announced=len(plans))
    elif not facts.of(function.id):
        yield _about(facts, "announced_not_done", function, len(plans), plans)


def _sources_differ(facts: BodyFacts, function: Function) -> Iterator[BalanceFinding]:
    """Two sources tell different figures of one thing in one period."""
    sums: dict[tuple[str, int | None], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    told: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for row in facts.rows_of(function.id):
        for count in row.details.counts:
            value, key = count.value, (facts.units[unit_of(count.what)], facts.context.period(row))
            sums[key][row.source] += value
            told[key].append(row.id)
    for (unit, period), values in sums.items():
        if len(values) > 1 and len(set(values.values())) > 1:
            yield BalanceFinding(
                kind="sources_differ",
                body=facts.institution,
                value=max(values.values()) - min(values.values()),
                level=function.level,
                obligation=function.id,
                periods=(period,) if period else (),
                parts={"what": unit, "sources": dict(values)},
                statements=tuple(dict.fromkeys(told[unit, period])),
                provisional=facts.provisional,
            )
