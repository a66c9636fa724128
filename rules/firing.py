"""Which keyword rules fire for a body: conditions as bit masks, rules grouped by body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rules.matching import MatchResult, close, gather
from rules.models import Obligation, Pack, Rule


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule for one body. `targets` are positions in the body's list of obligations; a default has no conditions."""

    rule: Rule
    targets: tuple[int, ...]
    needs: int
    some: int
    bars: int
    default: bool
    asks: int  # all that it needs, or needs some of

    def fires(self, mask: int, found: MatchResult) -> bool:
        """Do the conditions hold in a text whose conditions are `mask`?"""
        if mask & self.needs != self.needs or mask & self.bars or (self.some and not mask & self.some):
            return False
        return not self.rule.within or near_enough(self.rule, found)

    def half_holds(self, mask: int) -> bool:
        """Does one of the two or more conditions hold, and none that bars?"""
        if mask & self.bars:
            return False
        if self.some and self.needs:
            return bool(mask & (self.some | self.needs))
        return bool(mask & self.needs) and self.needs & (self.needs - 1) != 0


@dataclass(frozen=True, slots=True)
class BodyRules:
    """What one body may be suggested, and the rules that speak for it."""

    obligations: tuple[Obligation, ...]
    rules: tuple[CompiledRule, ...]

    def touched(self, mask: int) -> list[CompiledRule]:
        """Return the rules that ask for one of these conditions, or for none: no other fires, or half holds."""
        return [rule for rule in self.rules if not rule.asks or rule.asks & mask]


class RuleBook:
    """The keyword rules of a pack, compiled."""

    def __init__(self, pack: Pack) -> None:
        conditions = dict.fromkeys(name for rule in pack.rules for name in (*rule.all, *rule.any, *rule.none))
        self._bits = {name: 1 << position for position, name in enumerate(conditions)}
        self.body_rules = {body.id: self._body_rules(body.id, pack) for body in pack.bodies}
        for body in {obligation.institution for obligation in pack.obligations} - self.body_rules.keys():
            self.body_rules[body] = self._body_rules(body, pack)

    def mask(self, found: MatchResult) -> int:
        """Return the conditions that hold in a text, one bit each."""
        return self._union(self._bits.keys() & found.hits.keys())

    def _body_rules(self, body: str, pack: Pack) -> BodyRules:
        obligations = tuple(duty for duty in pack.obligations if duty.institution == body)
        compiled = [self._compile(rule, targets_of(rule, body, obligations)) for rule in pack.rules]
        return BodyRules(obligations, tuple(rule for rule in compiled if rule.targets))

    def _compile(self, rule: Rule, targets: tuple[int, ...]) -> CompiledRule:
        return CompiledRule(
            rule=rule,
            targets=targets,
            needs=self._union(rule.all),
            some=self._union(rule.any),
            bars=self._union(rule.none),
            default=not (rule.all or rule.any or rule.none),
            asks=self._union((*rule.all, *rule.any)),
        )

    def _union(self, names: Iterable[str]) -> int:
        mask = 0
        for name in names:
            mask |= self._bits[name]
        return mask


@lru_cache(maxsize=16)
def rule_book(pack: Pack) -> RuleBook:
    """Compile a pack's keyword rules, once per pack."""
    return RuleBook(pack)


def targets_of(rule: Rule, body: str, obligations: tuple[Obligation, ...]) -> tuple[int, ...]:
    """Return which of a body's obligations a rule speaks for, by position."""
    if rule.bodies and body not in rule.bodies:
        return ()
    return tuple(number for number, duty in enumerate(obligations) if speaks_for(rule, duty))


def speaks_for(rule: Rule, duty: Obligation) -> bool:
    """Does the rule name this obligation, by id, by "*" and the rest of its id, or by its level?"""
    if rule.level is not None:
        return rule.level == duty.level
    if rule.obligation.startswith("*."):
        return duty.id.partition(".")[2] == rule.obligation[2:]
    return duty.id == rule.obligation


def near_enough(rule: Rule, found: MatchResult) -> bool:
    """Do all conditions of the rule stand within its reach of the first one?"""
    anchors = gather(found.hits, frozenset(rule.all[:1] or rule.any))
    for condition in rule.all[1:]:
        anchors = close(anchors, gather(found.hits, frozenset([condition])), rule.within)
    if rule.any and rule.all:
        anchors = close(anchors, gather(found.hits, frozenset(rule.any)), rule.within)
    return bool(anchors)
