"""Findings about all bodies together: who did most, where it lies, what is covered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.core.model import Level
from extractor.publish.balance import ReportContext
from extractor.publish.findings.facts import BodyFacts, distinct
from extractor.publish.findings.records import ASSIGNED, KINDS, BalanceFinding
from extractor.publish.findings.said import created, networks


@dataclass(frozen=True, slots=True)
class Tally:
    """What the comparison of bodies needs of one of them, so that the actions need not be kept."""

    institution: str
    assigned: int
    covered: int
    by_level: dict[str, int]
    total: int
    provisional: bool
    networks: dict[str, tuple[str, ...]]  # region -> actions that name one
    activities: Counter[str]
    partners: frozenset[str]  # bodies that its actions name
    created: dict[str, tuple[tuple[str, str], ...]]  # norm that creates something -> function and action that name it


def tally(facts: BodyFacts) -> Tally:
    assigned, activities = {one.id for one in facts.assigned}, facts.context.activities
    return Tally(
        facts.institution,
        len(assigned),
        len({one.obligation for one in facts.done} & assigned),
        {level: distinct(facts.at(level)) for level in facts.levels},
        distinct(facts.done),
        facts.provisional,
        networks(facts),
        Counter(name for _, name in {(one.cluster, name) for one in facts.done for name in activities.get(one.id, ())}),
        frozenset().union(*facts.partners.values()),
        created(facts),
    )


def overall_findings(context: ReportContext, tallies: Sequence[Tally]) -> Iterator[BalanceFinding]:
    """Yield what comparing the bodies says. Figures are of actions; one that several bodies tell counts for each."""
    yield from _ranking(tallies)
    yield from _levels(tallies)
    yield from _groups(context, tallies)
    open_ = any(one.provisional for one in tallies)
    assigned, covered = sum(one.assigned for one in tallies), sum(one.covered for one in tallies)
    if assigned:
        yield BalanceFinding("coverage_of_all", None, covered, parts={"of": assigned}, provisional=open_)
    most = max((one.assigned for one in tallies), default=0)
    for one in tallies:
        if most and one.assigned == most:
            yield BalanceFinding("most_duties", one.institution, most)
    yield from _networks(context, tallies, open_)
    yield from _milestones(tallies, open_)
    yield from _activities(tallies)
    yield from _one_sided(tallies, open_)
    yield from _outdoing(context, tallies)
    empty = [one.institution for one in tallies if one.assigned and not one.covered]
    if empty:
        yield BalanceFinding("empty_bodies", None, len(empty), parts={"bodies": empty}, provisional=open_)


def _networks(context: ReportContext, tallies: Sequence[Tally], open_: bool) -> Iterator[BalanceFinding]:
    """In how many regions somebody tells of a network, and in which."""
    told: dict[str, list[str]] = defaultdict(list)
    for one in tallies:
        for region, ids in one.networks.items():
            told[region] += ids
    if told:
        order = [region.name for region in context.pack.details.regions]
        names = sorted(told, key=lambda name: order.index(name) if name in order else len(order))
        ids = tuple(dict.fromkeys(id for name in names for id in told[name]))
        parts = {"of": len(order), "regions": names}
        yield BalanceFinding("networks", None, len(told), parts=parts, statements=ids, provisional=open_)


def _milestones(tallies: Sequence[Tally], open_: bool) -> Iterator[BalanceFinding]:
    """The norms that create something, each with how many assigned functions are told to rest on it."""
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in tallies:
        for norm, named in one.created.items():
            told[norm] += named
    if told:
        functions = Counter({norm: len({function for function, _ in named}) for norm, named in told.items()})
        ids = tuple(dict.fromkeys(id for named in told.values() for _, id in named))
        parts = {"names": dict(functions.most_common())}
        yield BalanceFinding("milestones", None, len(told), parts=parts, statements=ids, provisional=open_)


def _activities(tallies: Sequence[Tally]) -> Iterator[BalanceFinding]:
    """Of each kind of activity, the body that tells most of it, if one stands out."""
    whole = sum((one.activities for one in tallies), Counter())
    for name, of in whole.most_common():
        counts = {one.institution: one.activities[name] for one in tallies}
        most = max(counts.values())
        first = [one for one in tallies if counts[one.institution] == most]
        if len(first) == 1 and most >= KINDS["most_of_activity"]:
            (one,) = first
            parts = {"what": name, "of": of}
            yield BalanceFinding(
                "most_of_activity", one.institution, most, parts=parts, provisional=any(x.provisional for x in tallies)
            )


def _one_sided(tallies: Sequence[Tally], open_: bool) -> Iterator[BalanceFinding]:
    """Pairs of bodies of which one alone tells that they act together; who tells nothing at all is left out."""
    heard = {one.institution for one in tallies if one.total}
    named = {(one.institution, other) for one in tallies for other in one.partners & heard}
    alone = sorted(pair for pair in named if pair[::-1] not in named)
    if named:
        parts = {"of": len({frozenset(pair) for pair in named}), "pairs": [" → ".join(pair) for pair in alone]}
        yield BalanceFinding("one_sided", None, len(alone), parts=parts, provisional=open_)


def _outdoing(context: ReportContext, tallies: Sequence[Tally]) -> Iterator[BalanceFinding]:
    """A body that the norm charges with nothing tells more actions than bodies that it charges: than how many."""
    charged = [one for one in tallies if context.body(one.institution).type == ASSIGNED]
    for one in tallies:
        less = [other.institution for other in charged if other.total < one.total]
        if one not in charged and less:
            parts = {"actions": one.total, "of": len(charged), "bodies": less}
            yield BalanceFinding(
                "outdoes", one.institution, len(less), parts=parts, provisional=any(x.provisional for x in tallies)
            )


def _ranking(tallies: Sequence[Tally]) -> Iterator[BalanceFinding]:
    """The place of each body by its actions, all and at each level; equals share a place."""
    for level in (None, *Level):
        counts = {one.institution: one.by_level.get(level, 0) if level else one.total for one in tallies}
        ranked = sorted((n for n in counts.values() if n), reverse=True)
        for one in tallies:
            if n := counts[one.institution]:
                parts = {"actions": n, "of": len(ranked)}
                if (equals := ranked.count(n)) > 1:
                    parts["equals"] = equals
                place = ranked.index(n) + 1
                yield BalanceFinding(
                    "ranking", one.institution, place, level=level, parts=parts, provisional=one.provisional
                )


def _levels(tallies: Sequence[Tally]) -> Iterator[BalanceFinding]:
    """Where all that was done lies: the share of each level."""
    whole = sum(one.total for one in tallies)
    for level in Level:
        n = sum(one.by_level.get(level, 0) for one in tallies)
        if whole:
            parts = {"actions": n, "of": whole}
            open_ = any(one.provisional for one in tallies)
            yield BalanceFinding(
                "share_of_all", None, round(n / whole, 4), level=str(level), parts=parts, provisional=open_
            )


def _groups(context: ReportContext, tallies: Iterable[Tally]) -> Iterator[BalanceFinding]:
    """Functions covered by scope, and actions by type of body."""
    scopes: dict[str, Counter[str]] = defaultdict(Counter)
    types: Counter[str] = Counter()
    for one in tallies:
        body = context.body(one.institution)
        scopes[body.scope].update({"of": one.assigned, "covered": one.covered, "actions": one.total})
        types[body.type] += one.total
    for scope, counts in scopes.items():
        parts = {"what": scope, "of": counts["of"], "actions": counts["actions"]}
        yield BalanceFinding("by_scope", None, counts["covered"], parts=parts)
    for type, n in types.items():
        yield BalanceFinding("by_type", None, n, parts={"what": type, "of": sum(types.values())})
