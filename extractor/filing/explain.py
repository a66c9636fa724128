"""Why a text was classified as it was: what each rule added, which nearly fired, and what decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.core.errors import LazyMessage, remark
from extractor.filing.rank import RuleMatch, Weighing, suggest, weigh
from rules.firing import CompiledRule, near_enough, speaks_for
from rules.lint import LintFault
from rules.matching import matcher
from rules.models import Pack, Rule


@dataclass(frozen=True, slots=True)
class Nearly:
    """A rule that lacked one thing only.

    `lacks` is "all" or "any" (these names did not speak), "none" (these did) or "within" (they stand farther apart than
    this many words).
    """

    rule: Rule
    lacks: str
    names: str


@dataclass(frozen=True, slots=True)
class RankedObligation:
    """An obligation's place in the ranking with what every rule, and every hint, added to it, the heaviest first."""

    obligation: str
    score: float
    chance: float
    added: tuple[RuleMatch, ...]


def standings(weighing: Weighing) -> list[RankedObligation]:
    """Return the body's obligations, best first, each with the rules that spoke for or against it."""
    if not weighing.scores:
        return []
    ranked = [
        RankedObligation(duty.id, score, chance, _added(weighing, number))
        for number, (duty, score, chance) in enumerate(
            zip(weighing.body_rules.obligations, weighing.scores, weighing.chances, strict=True)
        )
    ]
    return sorted(ranked, key=lambda standing: -standing.score)


def decisive(first: RankedObligation, second: RankedObligation) -> list[RuleMatch]:
    """Return the rules that set the winner apart from the runner-up: what only it has, what only the other lost by."""
    for_both = {one.compiled.rule.id for one in first.added} & {one.compiled.rule.id for one in second.added}
    gained = [one for one in first.added if one.weight > 0]
    lost = [one for one in second.added if one.weight < 0]
    return [one for one in (*gained, *lost) if one.compiled.rule.id not in for_both]


def nearly(weighing: Weighing) -> list[Nearly]:
    """Return the rules that would have fired but for one condition."""
    fired = {one.compiled.rule.id for one in weighing.fired}
    rules = [compiled for compiled in weighing.body_rules.rules if compiled.rule.id not in fired]
    return [found for compiled in rules for found in _nearly(compiled, weighing)]


def _added(weighing: Weighing, number: int) -> tuple[RuleMatch, ...]:
    added = [one for one in (*weighing.fired, *weighing.hints) if number in one.compiled.targets]
    return tuple(sorted(added, key=lambda one: -abs(one.weight)))


def _nearly(compiled: CompiledRule, weighing: Weighing) -> Iterator[Nearly]:
    rule, hits = compiled.rule, weighing.found.hits
    met = [name for name in (*rule.all, *rule.any) if name in hits]
    lacks = [("all", name) for name in rule.all if name not in hits]
    if rule.any and not any(name in hits for name in rule.any):
        lacks.append(("any", ", ".join(rule.any)))
    lacks += [("none", name) for name in rule.none if name in hits]
    if not lacks and rule.within and not near_enough(rule, weighing.found):
        lacks.append(("within", str(rule.within)))
    if met and len(lacks) == 1:
        yield Nearly(rule, *lacks[0])


def misfiled_examples(pack: Pack) -> list[LintFault]:
    """Return hints for rules whose own example is suggested for something else first."""
    return [fault for number, rule in enumerate(pack.rules) for fault in _misfiled(number, rule, pack)]


def _misfiled(number: int, rule: Rule, pack: Pack) -> Iterator[LintFault]:
    if rule.weight <= 0 or rule.level is not None:
        return
    duties = [duty for duty in pack.obligations if speaks_for(rule, duty)]
    for duty in duties:
        if rule.bodies and duty.institution not in rule.bodies:
            continue
        for text in rule.examples:
            top = suggest(weigh(matcher(pack).find(text), pack, duty.institution))[:1]
            if not top or top[0].obligation != duty.id:
                said = _first_of(rule, top[0].obligation if top else None, text)
                yield LintFault("rules", number, "examples", said, grave=False)


def _first_of(rule: Rule, first: str | None, text: str) -> LazyMessage:
    if first is None:
        return remark("{id}: nothing is suggested for: {text}", id=rule.id, text=text)
    return remark("{id}: {first} comes first for: {text}", id=rule.id, first=first, text=text)
