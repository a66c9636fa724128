"""Findings of what the words of actions say: other themes than the norm's, drafts, recommendations, networks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from extractor.filing.registers import NETWORK, NORM, RECOMMENDATION, registered, tells_draft
from extractor.publish.findings.facts import BodyFacts, distinct, ids
from extractor.publish.findings.records import BalanceFinding
from extractor.publish.matrix import Function
from extractor.publish.registers.places import with_place

OUTCOMES = ("taken_up", "not_taken_up", "no_answer")


def said_findings(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Yield what there is to say of a body by the words of what it did."""
    others = _off_topic(facts)
    for function in facts.assigned:
        yield from _not_specific(facts, function, others)
        yield from _unapproved(facts, function)
    if others:
        told = {one.cluster: others[one.id] for one in facts.done if one.id in others}
        parts = {"of": _distinct(facts, facts.context.themes), "names": _counted(told.values())}
        yield _made(facts, "off_topic", len(told), tuple(others), parts)
    yield from _recommendations(facts)


def _made(
    facts: BodyFacts, kind: str, value: int, told: tuple[str, ...], parts: Mapping[str, object]
) -> BalanceFinding:
    known = {name: part for name, part in parts.items() if part}
    return BalanceFinding(kind, facts.institution, value, parts=known, statements=told, provisional=facts.provisional)


def _distinct(facts: BodyFacts, told: Container[str]) -> int:
    return distinct(one for one in facts.done if one.id in told)


def _counted(named: Iterable[Iterable[str]]) -> dict[str, int]:
    return dict(Counter(name for names in named for name in names).most_common())


# --- themes ----------------------------------------------------------------------------------------------------------


def _off_topic(facts: BodyFacts) -> dict[str, tuple[str, ...]]:
    """What was done on other themes alone, by id, with these themes; rules say of letters what they are about."""
    own = facts.context.themes
    return {one.id: told.others for one in facts.done if (told := own.get(one.id)) and told.others and not told.own}


def _not_specific(
    facts: BodyFacts, function: Function, others: Mapping[str, tuple[str, ...]]
) -> Iterator[BalanceFinding]:
    """All that is reported of a function is on other themes."""
    told = facts.of(function.id)
    if told and all(one.id in others for one in told):
        names = _counted({one.cluster: others[one.id] for one in told}.values())
        made = _made(facts, "not_specific", distinct(told), ids(told), {"names": names})
        yield replace(made, level=function.level, obligation=function.id)


# --- drafts, recommendations, networks -------------------------------------------------------------------------------


def _unapproved(facts: BodyFacts, function: Function) -> Iterator[BalanceFinding]:
    """Drafts are told of a function, and no norm in the same period or later: nothing says that they were approved."""
    pack, period = facts.context.pack, facts.context.period
    rows = [row for row in facts.telling.values() if row.obligation == function.id]
    drafts = [row for row in rows if tells_draft(row.text, pack)]
    if not drafts:
        return
    first = min(period(row) or 0 for row in drafts)
    told = tuple(row.id for row in drafts)
    later = (row for row in facts.rows_of(function.id) if row.id not in told and (period(row) or first) >= first)
    if not any(row.details.norms for row in later):
        made = _made(facts, "unapproved", _distinct(facts, told), told, {})
        yield replace(made, level=function.level, obligation=function.id)


def _recommendations(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """What was recommended, to whom, and what became of it; told twice, by the telling that says what became of it."""
    pack, clusters = facts.context.pack, facts.context.clusters
    found = [
        (row.id, entry)
        for row in facts.telling.values()
        for entry in registered(row.text, row.details, pack)
        if entry.kind == RECOMMENDATION
    ]
    if found:
        by_outcome = sorted(found, key=lambda one: one[1].outcome is not None)
        once = {clusters.get(id, id): entry for id, entry in by_outcome}.values()
        outcomes = Counter(entry.outcome or "untold" for entry in once)
        names = _counted((entry.to,) for entry in once if entry.to)
        parts = {"names": names, **{name: outcomes[name] for name in (*OUTCOMES, "untold")}}
        yield _made(facts, "recommendations", len(once), tuple(id for id, _entry in found), parts)


def networks(facts: BodyFacts) -> dict[str, tuple[str, ...]]:
    """The regions of which actions of this body name a network, each with the actions that do."""
    pack = facts.context.pack
    regions: dict[str, tuple[str, ...]] = {}
    for row in facts.telling.values():
        for entry in registered(row.text, row.details, pack):
            placed = with_place(entry, row, pack)
            if placed.kind == NETWORK and placed.region:
                regions[placed.region] = (*regions.get(placed.region, ()), row.id)
    return regions


def created(facts: BodyFacts) -> dict[str, tuple[tuple[str, str], ...]]:
    """The norms that create something, by kind and number, each with the functions and actions that name it."""
    pack, assigned = facts.context.pack, {one.id for one in facts.assigned}
    norms: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in (row for row in facts.done_rows if row.details.norms and row.obligation in assigned):
        for entry in registered(row.text, row.details, pack):
            if entry.kind == NORM and entry.creates:
                name = facts.context.mask(" ".join(filter(None, (entry.name, entry.number))))
                norms[name] = (*norms.get(name, ()), (row.obligation, row.id))
    return norms
