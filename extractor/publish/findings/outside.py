"""Findings that need what no letter tells: which organ is charged with a function, how many there are of a kind.

Where the pack does not say, the finding is that it is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from extractor.publish.findings.bodies import made, sums
from extractor.publish.findings.facts import BodyFacts, counted_by, distinct
from extractor.publish.findings.records import ASSIGNED, KINDS, BalanceFinding
from extractor.publish.matrix import Function
from extractor.publish.quantities import unit_of
from rules.models import Organs, Universe
from rules.words import fold

NATIONAL = "nacional"
WORD = re.compile(r"\w+")


def outside_findings(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Yield what there is to say of a body beside what the pack knows from elsewhere."""
    yield from _organs(facts)
    yield from _universes(facts)


def _organs(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Functions that other units act on than those charged with them, and those of which nobody says who is."""
    unknown = []
    for function in facts.assigned:
        told = tuple(one for one in facts.of(function.id) if one.unit)
        charged = _charged(facts, function)
        if told and not charged:
            unknown.append(function.id)
        strangers = {unit for unit in {one.unit for one in told} if charged and not _is_of(unit, charged)}
        if others := tuple(one for one in told if one.unit in strangers):
            parts = {
                "units": counted_by((one.unit, one) for one in others),
                "charged": list(dict.fromkeys(organ.named[0] for organ in charged)),
                "of": distinct(told),
                "by": "; ".join(organ.source for organ in charged),
            }
            found = made(facts, "other_organ", distinct(others), others, **parts)
            yield replace(found, level=function.level, obligation=function.id)
    body = facts.context.body(facts.institution)
    if unknown and body.type == ASSIGNED and body.scope == NATIONAL:  # units of governments are bodies themselves
        of = sum(any(one.unit for one in facts.of(function.id)) for function in facts.assigned)
        yield made(facts, "organ_unknown", len(unknown), of=of, functions=unknown)


def _charged(facts: BodyFacts, function: Function) -> tuple[Organs, ...]:
    organs = facts.context.pack.publication.organs
    return tuple(one for one in organs if any(fnmatchcase(function.id, id) for id in one.functions))


def _is_of(unit: str, charged: tuple[Organs, ...]) -> bool:
    """Does the unit's name hold that of an organ, word by word?"""
    return any(f" {_plain(name)} " in f" {_plain(unit)} " for organ in charged for name in organ.named)


def _plain(name: str) -> str:
    return " ".join(WORD.findall(fold(name)))


def _universes(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """What a source counts against how many there are; and the people of whom the pack does not say it."""
    kinds = facts.context.pack.details.figures.people.values()
    people = {unit_of(word) for kind in kinds for word in kind.words}
    unknown: Counter[str] = Counter()
    for (counted, source), (n, ids) in sums(facts).items():
        known = _universe(facts, counted)
        if known:
            parts: dict[str, Any] = {
                "what": f"{counted}, {source}",
                "counted": counted,
                "source": source,
                "reported": n,
                "of": known.value,
            }
            parts |= {"by": known.source, "on": str(known.day)}
            share = made(facts, "share_of_universe", round(n / known.value, 4), **parts)
            yield replace(share, statements=ids)
        elif n >= KINDS["universe_unknown"] and unit_of(counted) in people:
            unknown[counted] = max(n, unknown[counted])
    if unknown:
        yield made(facts, "universe_unknown", len(unknown), names=dict(unknown.most_common()))


def _universe(facts: BodyFacts, counted: str) -> Universe | None:
    """The latest that is told of it: of this body before that of all."""
    known = [
        one
        for one in facts.context.pack.publication.universes
        if unit_of(one.counted) == unit_of(counted) and one.body in ("", facts.institution)
    ]
    return max(known, key=lambda one: (one.body, one.day), default=None)
