"""Findings about figures told: one quantity that sources or registers tell differently, and sums that do not add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import attrgetter

from db.records import ActionRow
from extractor.core.model import Figure
from extractor.filing.figures import doubts_of
from extractor.publish.findings.facts import BodyFacts
from extractor.publish.findings.records import BalanceFinding

SLOTS = ("what", "sex", "age", "purpose", "nation", "place", "first", "last", "percent", "running")
_thing = attrgetter(*SLOTS)


def figure_findings(facts: BodyFacts) -> Iterator[BalanceFinding]:
    """Yield what there is to say of the figures that a body's actions tell; different registers are never merged."""
    told = [(row, one) for row in facts.done_rows for one in row.details.figures]
    yield from _differing(facts, told)
    for row in (row for row in facts.done_rows if len(row.details.figures) > 1):
        for doubt in doubts_of([row.details.figures]):
            parts = {"what": f"{doubt.figures[0].what}, {row.id}", "counted": doubt.counted, "why": doubt.kind}
            yield _made(facts, "not_adding_up", doubt.told, parts, (row.id,))


def _differing(facts: BodyFacts, told: list[tuple[ActionRow, Figure]]) -> Iterator[BalanceFinding]:
    """The same thing, of the same people, place and days, told differently by two sources or registers."""
    groups: dict[tuple[object, ...], dict[str, tuple[float, str]]] = defaultdict(dict)
    for row, one in told:
        if one.first:  # figures of no known time may be of any two
            who = ", ".join(filter(None, (one.register, row.source)))
            groups[_thing(one)].setdefault(who, (one.value, row.id))
    for key, by_source in groups.items():
        values = {who: value for who, (value, _) in by_source.items()}
        if len({*values.values()}) > 1:
            what = ", ".join(str(part) for part in key if part not in (None, False))
            parts = {"what": what, "sources": values}
            ids = tuple(dict.fromkeys(id for _, id in by_source.values()))
            yield _made(facts, "figures_differ", max(values.values()) - min(values.values()), parts, ids)


def _made(
    facts: BodyFacts, kind: str, value: float, parts: Mapping[str, object], ids: tuple[str, ...]
) -> BalanceFinding:
    return BalanceFinding(kind, facts.institution, value, parts=parts, statements=ids, provisional=facts.provisional)
