"""Findings about a whole body or one of its levels: how much is covered, what grew, who acts, who is silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from extractor.core.model import Kind
from extractor.publish.findings.facts import BodyFacts, counted_by, distinct, ids
from extractor.publish.findings.records import KINDS, BalanceFinding
from extractor.publish.matrix import Blank, Reported
from extractor.publish.settings import MONTH, STEADY
from extractor.rounds.register import EXTENSION
from rules.models import Period

UNSATISFACTORY = "unsatisfactory"  # the verdict on a reply
NOTHING_DONE = "nothing_done"  # of a source that tells something of the body, but nothing that it did
NIL = (Kind.NO_ACTION, Kind.NOT_COMPETENT)


def body_findings(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Yield what there is to say of the body as a whole."""
    for make in (
        _without_functions,
        _coverage,
        _not_heard,
        _changes,
        _steady,
        _shares,
        _most_reported,
        _other_actions,
        _empty_sources,
        _units,
        _silent_units,
        _without_content,
        _totals,
        _amounts,
        _partners,
        _pairs,
        _places_left,
        _norms,
        _lines_of_action,
    ):
        yield from make(facts)


def made(facts: BodyFacts, kind: str, value: Any, told: tuple[Reported, ...] = (), **more: Any) -> BalanceFinding:
    """A finding of this body: what it is about, its periods and its parts by name."""
    about = {name: more.pop(name) for name in ("unit", "level", "obligation") if name in more}
    periods = more.pop("periods", tuple(sorted({int(one.period) for one in told if one.period})))
    return BalanceFinding(
        kind=kind,
        body=facts.institution,
        value=value,
        periods=periods,
        parts=more,
        statements=ids(told),
        provisional=facts.provisional,
        **about,
    )


def _without_functions(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """A body that the balance arranges under nothing, and how many actions there are of it."""
    if not facts.functions:
        yield made(facts, "no_functions", distinct(facts.done), facts.done)


def _coverage(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """How many of the functions assigned were reported at all, by level and together."""
    for level in (None, *facts.levels):
        assigned = [one for one in facts.assigned if level in (None, one.level)]
        told = tuple(one for one in facts.at(level) if one.obligation in {function.id for function in assigned})
        reported = {one.obligation for one in told}
        if assigned:
            by_period = {
                column.id: len({one.obligation for one in told if one.period == column.id})
                for column in facts.context.periods
            }
            parts: dict[str, Any] = {"of": len(assigned), "by_period": by_period, "functions": sorted(reported)}
            silent: dict[str, Any] = {} if reported else {"not_heard": facts.missing, "periods": facts.heard}
            yield made(facts, "coverage", len(reported), told, level=level, **parts, **silent)
        if level and assigned and not reported:
            silent = {"not_heard": facts.missing, "periods": facts.heard}
            named = [one.label for one in assigned]
            yield made(facts, "level_empty", 0, level=level, of=len(assigned), functions=named, **silent)


def _not_heard(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """The periods in which nothing of the body would have been seen, and why."""
    if facts.assigned and facts.missing:
        yield made(facts, "not_heard", len(facts.missing), of=len(facts.context.periods), why=facts.missing)


def _changes(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """More or fewer actions than in the period before, with the lengths of both; only between periods heard."""
    periods = facts.context.pack.details.periods
    if facts.current == 0 or facts.current >= len(periods):
        return
    now, before = periods[facts.current], periods[facts.current - 1]
    if not {now.number, before.number} <= {*facts.heard}:
        return
    for level in (None, *facts.levels):
        told = facts.at(level)
        counts = {one.number: distinct(x for x in told if x.period == str(one.number)) for one in (before, now)}
        if sum(counts.values()):
            both = tuple(one for one in told if one.period in (str(before.number), str(now.number)))
            parts = {
                "now": counts[now.number],
                "before": counts[before.number],
                "months_now": _months(now),
                "months_before": _months(before),
                "undated": distinct(one for one in told if not one.period),
            }
            difference = counts[now.number] - counts[before.number]
            yield made(facts, "change", difference, both, level=level, periods=(before.number, now.number), **parts)


def _steady(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """As many actions a month in every period of the balance, all heard and all dated."""
    periods = facts.context.pack.details.periods
    if len(periods) < 2 or len(facts.heard) < len(periods):
        return
    for level in (None, *facts.levels):
        told = facts.at(level)
        counts = {one.number: distinct(x for x in told if x.period == str(one.number)) for one in periods}
        pace = [counts[one.number] / _months(one) for one in periods]
        dated = sum(counts.values())
        if dated >= KINDS["steady"] and all(one.period for one in told) and max(pace) <= STEADY * min(pace):
            by_period = {str(number): n for number, n in counts.items()}
            yield made(facts, "steady", dated, told, level=level, by_period=by_period)


def _months(period: Period) -> int:
    return round(((period.last - period.first).days + 1) / MONTH)


def _shares(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Where what it did lies: the share of each level among its actions."""
    whole = distinct(facts.done)
    for level in facts.levels:
        if whole and (told := facts.at(level)):
            n = distinct(told)
            yield made(facts, "share_of_level", round(n / whole, 4), told, level=level, actions=n, of=whole)


def _most_reported(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """The function with most actions, if one stands out."""
    counts = {function.id: distinct(facts.of(function.id)) for function in facts.assigned}
    first = sorted(counts, key=lambda id: -counts[id])[:2]
    if first and counts[first[0]] >= 2 and (len(first) == 1 or counts[first[0]] > counts[first[1]]):
        level = facts.level_of[first[0]]
        yield made(
            facts, "most_reported", counts[first[0]], facts.of(first[0]), level=level, obligation=first[0],
            of=distinct(facts.done),
        )  # fmt: skip


def _other_actions(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Actions that answer no assigned function: how many, at each level."""
    assigned = {one.id for one in facts.assigned}
    for level in facts.levels:
        told = tuple(one for one in facts.at(level) if one.obligation not in assigned)
        if told:
            yield made(facts, "other_actions", distinct(told), told, level=level, of=distinct(facts.at(level)))


def _empty_sources(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """A source that speaks of bodies, or of this one, and tells no action of it."""
    for place, column in enumerate(facts.by_source.columns):
        cells = [row.cells[place] for row in facts.by_source.rows]
        if cells and not any(one.kind == Kind.ACTION for cell in cells for one in cell.actions):
            told = str(Blank.SILENT) if not any(cell.actions for cell in cells) else NOTHING_DONE
            blank = next((str(cell.blank) for cell in cells if cell.blank and told == Blank.SILENT), told)
            yield made(facts, "empty_source", 0, what=column.id, title=column.title, why=blank)


def _units(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Which units report, and at each level; of those that reported anything, the share with nothing done."""
    for level in (None, *facts.levels):
        told = tuple(one for one in facts.at(level) if one.unit)
        if units := counted_by((one.unit, one) for one in told):
            yield made(facts, "acting_units", len(units), told, level=level, units=units)
    heard = {one.unit for one in facts.filed if one.unit}
    nil = sorted(heard - {one.unit for one in facts.done})
    if nil:
        told = tuple(one for one in facts.filed if one.unit in nil)
        parts = {"units": nil, "nothing": len(nil), "of": len(heard)}
        yield made(facts, "nothing_share", round(len(nil) / len(heard), 4), told, **parts)


def _silent_units(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Who was asked and did not answer, wave by wave."""
    asked: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in facts.requests:
        given = any(answer.reason != EXTENSION for answer in row.answers)
        asked[row.request.wave].append((facts.context.mask(row.request.unit) or facts.institution, given))
    for wave, answers in asked.items():
        silent = sorted({unit for unit, given in answers if not given})
        if silent:
            yield made(facts, "units_silent", len(silent), what=wave, units=silent, of=len(answers))


def _without_content(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Who answered, but nothing that answers: the units of replies judged unsatisfactory, and why."""
    judged = [row for row in facts.context.replies if row.institution == facts.institution and row.reply]
    empty = [row for row in judged if row.reply == UNSATISFACTORY]
    if empty:
        units = sorted({facts.context.mask(row.unit or "") or facts.institution for row in empty})
        reasons = Counter(row.reply_reason for row in empty if row.reply_reason)
        parts: dict[str, Any] = {"units": units, "names": dict(reasons.most_common()), "of": len(judged)}
        yield made(facts, "without_content", len(empty), **parts)


def _totals(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """What the texts count, summed by source as the table of quantities has it."""
    for (name, source), (value, statements) in sums(facts).items():
        yield BalanceFinding(
            kind="total",
            body=facts.institution,
            value=value,
            parts={"what": f"{name}, {source}", "counted": name, "source": source, "of": len(statements)},
            statements=statements,
            provisional=facts.provisional,
        )


def _amounts(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """What one source counts in the latest period and counted in the one before: more, fewer or as many."""
    if facts.current == 0:
        return
    now, before = (int(facts.context.periods[facts.current - back].id) for back in (0, 1))
    if not {now, before} <= {*facts.heard}:
        return
    later, earlier = (sums(facts, period) for period in (now, before))
    for key in (one for one in later if one in earlier):
        (unit, source), (n, ids_now), (old, ids_before) = key, later[key], earlier[key]
        if max(n, old) >= KINDS["amount_change"]:
            yield BalanceFinding(
                kind="amount_change",
                body=facts.institution,
                value=n - old,
                periods=(before, now),
                parts={"what": f"{unit}, {source}", "counted": unit, "source": source, "now": n, "before": old},
                statements=tuple(dict.fromkeys((*ids_before, *ids_now))),
                provisional=facts.provisional,
            )


def sums(facts: BodyFacts, period: int | None = None) -> dict[tuple[str, str], tuple[int, tuple[str, ...]]]:
    """What was counted, by name and source: the sum, and what tells of it; of one period alone if asked."""
    sums: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, name, count in facts.counted:
        if period is None or facts.context.period(row) == period:
            sums[name, row.source] += count.value
            where[name, row.source].append(row.id)
    return {key: (value, tuple(dict.fromkeys(where[key]))) for key, value in sums.items()}


def _named(facts: BodyFacts, kind: str, names: Callable[[Any], Iterator[str]]) -> Iterator[BalanceFinding]:
    """One finding of all that the details of its actions name, each with how many different actions name it."""
    mask = cache(facts.context.mask)
    rows = (pair for pair in zip(facts.rows, facts.filed, strict=True) if pair[0].kind == Kind.ACTION)
    named = [(mask(name), one) for row, one in rows for name in names(row.details)]
    if named:
        told = tuple({one.id: one for _, one in named}.values())
        shown = sorted(counted_by(named).items(), key=lambda item: (-item[1], item[0]))
        yield made(facts, kind, len(shown), told, names=dict(shown))


def _partners(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """With whom: other bodies and organisations that its actions name, each with how many actions name it."""
    yield from _named(facts, "partners", lambda details: (one.name for one in details.partners))


def _pairs(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """With which other public body it acts at each level, and how often in each period."""
    for level in facts.levels:
        with_: dict[str, list[Reported]] = defaultdict(list)
        for one in facts.at(level):
            for body in facts.partners.get(one.id, ()):
                with_[body].append(one)
        for body, told in with_.items():
            by_period = {
                column.id: distinct(one for one in told if one.period == column.id) for column in facts.context.periods
            }
            parts = {"what": body, "by_period": by_period, "of": distinct(facts.at(level))}
            yield made(facts, "pair", distinct(told), tuple(told), level=level, **parts)


def _norms(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """The norms its actions name."""
    yield from _named(facts, "norms", lambda details: (one.text for one in details.norms))


def _places_left(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Regions where it acted in the period before and not in the latest, and those that are new."""
    if facts.current == 0:
        return
    now, before = (facts.context.periods[facts.current - back].id for back in (0, 1))
    places: dict[str, set[str]] = defaultdict(set)
    for row, one in zip(facts.rows, facts.filed, strict=True):
        if row.kind == Kind.ACTION:
            places[one.period] |= {place.region for place in row.details.places if place.region}
    if places[now] and places[before] and (left := sorted(places[before] - places[now])):
        told = tuple(one for one in facts.done if one.period in (now, before))
        parts = {
            "left": left,
            "new": sorted(places[now] - places[before]),
            "kept": sorted(places[now] & places[before]),
        }
        yield made(facts, "places_left", len(left), told, periods=(int(before), int(now)), **parts)


def _lines_of_action(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """What kinds of activity its actions are, as the rules' facets say."""
    told = {one.id: one for one in facts.done}
    named = [(name, told[id]) for id, names in facts.context.activities.items() if id in told for name in names]
    if found := counted_by(named):
        here = tuple({one.id: one for _, one in named}.values())
        yield made(facts, "lines_of_action", len(found), here, names=found)
