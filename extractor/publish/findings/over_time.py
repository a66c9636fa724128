"""Findings over the whole time that a balance covers: what was never done since the norm, what a quantity became.

Where the data settle it in part, the finding says of which time, or of which periods, nothing is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any

from db.records import ActionRow
from extractor.core.model import Count
from extractor.publish.findings.bodies import made
from extractor.publish.findings.facts import BodyFacts
from extractor.publish.findings.records import KINDS, BalanceFinding
from extractor.publish.matrix import Function
from extractor.publish.settings import MONTH, SERIES, YEAR
from rules.models import InForce, Period

ONE_DAY = timedelta(days=1)
UNTOLD, DISPUTED = "untold", "disputed"  # why a period's figure is missing: nobody tells it, or sources differ


def time_findings(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Yield what the time since the norm, and three or more periods side by side, say of a body."""
    yield from _since_norm(facts)
    yield from _series(facts)


# --- since the norm --------------------------------------------------------------------------------------------------


def _since_norm(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Functions never reported, each with the years since it binds; and those of which nobody says since when."""
    unknown = []
    for function in facts.assigned:
        known = _in_force(facts, function)
        if not facts.of(function.id) and known is None:
            unknown.append(function.id)
        elif not facts.of(function.id) and known is not None:
            yield from _years(facts, function, known)
    if unknown:
        yield made(facts, "since_unknown", len(unknown), of=len(facts.assigned), functions=unknown)


def _in_force(facts: BodyFacts, function: Function) -> InForce | None:
    """What says since when a function binds: the earliest that the pack tells of it."""
    told = facts.context.pack.publication.in_force
    named = (one for one in told if any(fnmatchcase(function.id, id) for id in one.functions))
    return min(named, key=lambda one: one.day, default=None)


def _years(facts: BodyFacts, function: Function, known: InForce) -> Iterator[BalanceFinding]:
    """Whole years from the day a function binds to the end of what was heard, and the months that nobody told of."""
    heard = [one for one in facts.context.pack.details.periods if one.number in facts.heard and one.last >= known.day]
    until = max((one.last for one in heard), default=known.day)
    days = (until - known.day).days + 1
    if (years := int(days / YEAR)) >= KINDS["since_norm"]:
        parts: dict[str, Any] = {
            "since": str(known.day),
            "until": str(until),
            "by": known.source,
            "months": round(days / MONTH),
            "months_unheard": round((days - _days_of(heard, known.day)) / MONTH),
        }
        found = made(facts, "since_norm", years, periods=tuple(one.number for one in heard), **parts)
        yield replace(found, level=function.level, obligation=function.id)


def _days_of(periods: Iterable[Period], after: date) -> int:
    """How many days from `after` on these periods cover; one that two of them have in common counts once."""
    days = 0
    for period in sorted(periods, key=lambda one: one.first):
        first = max(after, period.first)
        days += max(0, (period.last - first).days + 1)
        after = max(after, period.last + ONE_DAY)
    return days


# --- quantities over the periods -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Telling:
    """What is told of one quantity: by source in each period (None: undated), and by which statements."""

    sums: dict[int | None, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    statements: list[str] = field(default_factory=list)


def _series(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """What a quantity was in each period, where it is told of two of three or more; how it grew, if it is told of all.

    Events of a period are summed, of a running counter the highest holds. Periods in which sources differ, or none
    tells it, are missing: nothing is said to be zero.
    """
    periods = [int(one.id) for one in facts.context.periods]
    if len(periods) < SERIES:
        return
    for (name, running), telling in _tellings(facts).items():
        by_period = {n: set(told.values()) for n in periods if (told := telling.sums.get(n))}
        sure = {str(n): min(values) for n, values in by_period.items() if len(values) == 1}
        if len(sure) >= SERIES - 1 and max(sure.values()) >= KINDS["amount_series"]:
            missing = {str(n): _why(facts, n, by_period) for n in periods if str(n) not in sure}
            parts: dict[str, Any] = {"what": f"{name}, {'running' if running else 'events'}", "counted": name}
            parts |= {"by_period": sure, "sources": _sources(telling, sure), "missing": missing}
            parts["undated"] = max(telling.sums.get(None, {}).values(), default=0)
            value = None if missing else sure[str(periods[-1])] - sure[str(periods[0])]
            found = made(facts, "amount_series", value, periods=tuple(map(int, sure)), **parts)
            yield replace(found, statements=tuple(dict.fromkeys(telling.statements)))


def _tellings(facts: BodyFacts) -> dict[tuple[str, bool], _Telling]:
    """All that is told of each quantity, running counters and events apart."""
    found: dict[tuple[str, bool], _Telling] = defaultdict(_Telling)
    for row, name, count in facts.counted:
        running = _is_running(row, count)
        telling = found[name, running]
        sums = telling.sums[facts.context.period(row)]
        before = sums.get(row.source, 0)
        sums[row.source] = max(before, count.value) if running else before + count.value
        telling.statements.append(row.id)
    return found


def _is_running(row: ActionRow, count: Count) -> bool:
    return any(one.running and one.start < count.end and count.start < one.end for one in row.details.figures)


def _why(facts: BodyFacts, number: int, by_period: Mapping[int, object]) -> str:
    """Why there is no figure of a period: sources differ, nobody was heard, or nobody tells it."""
    return DISPUTED if number in by_period else facts.missing.get(str(number), UNTOLD)


def _sources(telling: _Telling, sure: Mapping[str, int]) -> list[str]:
    return sorted({source for n in sure for source in telling.sums[int(n)]})
