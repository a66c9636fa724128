"""What rules do over many texts: how often each speaks, with and against which, and what reviewers made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.core.model import Kind
from extractor.filing.rank import RuleMatch, classify, suggest, weigh
from rules.matching import matcher
from rules.models import Obligation, Pack


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its body and, where a reviewer has decided, the obligation ("" if it was rejected)."""

    id: str
    institution: str | None
    text: str
    section: str = ""
    decided: str | None = None


@dataclass(slots=True)
class RuleStats:
    """How one rule did. `lost` counts texts where another obligation came first (conflicts).

    `accepted`, `corrected` and `rejected` count decided texts in which the rule spoke: filed under what it speaks for,
    under something else, or not filed at all.
    """

    rule: str
    fired: int = 0
    won: int = 0
    lost: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    beside: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Change:
    """A text that two packs classify differently. `decided` is what a reviewer filed it under, None if undecided."""

    case: Case
    kind: tuple[Kind, Kind]
    top: tuple[str, str]

    @property
    def gain(self) -> int:
        """1 if the new pack agrees with the reviewer and the old did not, -1 the other way round, else 0."""
        if self.case.decided is None:
            return 0
        return (self.top[1] == self.case.decided) - (self.top[0] == self.case.decided)


def rule_stats(cases: Iterable[Case], pack: Pack) -> list[RuleStats]:
    """Run the rules over texts and count, for every rule of the pack, in the pack's order."""
    table = {rule.id: RuleStats(rule.id) for rule in pack.rules}
    for case in cases:
        if case.institution is not None:
            _count(case, pack, table)
    return list(table.values())


def differences(cases: Iterable[Case], old: Pack, new: Pack) -> Iterator[Change]:
    """Yield the texts whose kind or first suggestion differs between two packs."""
    known = {body.id for body in old.bodies} & {body.id for body in new.bodies}
    for case in cases:
        body = case.institution if case.institution in known else None
        one = classify(case.text, old, body, case.section)
        other = classify(case.text, new, body, case.section)
        top = tuple(given.suggestions[0].obligation if given.suggestions else "" for given in (one, other))
        if one.kind != other.kind or top[0] != top[1]:
            yield Change(case, (one.kind, other.kind), (top[0], top[1]))


def _count(case: Case, pack: Pack, table: dict[str, RuleStats]) -> None:
    weighing = weigh(matcher(pack).find(case.text), pack, str(case.institution), case.section)
    suggestions = suggest(weighing)
    top = suggestions[0].obligation if suggestions else ""
    spoke: defaultdict[str, set[str]] = defaultdict(set)
    for one in weighing.fired:
        if not one.compiled.default and one.weight > 0:
            spoke[one.compiled.rule.id] |= _spoken_for(one, weighing.body_rules.obligations)
    for rule, targets in spoke.items():
        stats = table[rule]
        stats.fired += 1
        stats.won += top in targets
        stats.lost += top not in targets
        stats.beside.update(other for other in spoke if other != rule)
        if case.decided is not None:
            stats.accepted += case.decided in targets
            stats.rejected += case.decided == ""
            stats.corrected += case.decided not in ("", *targets)


def _spoken_for(one: RuleMatch, obligations: tuple[Obligation, ...]) -> set[str]:
    return {obligations[number].id for number in one.compiled.targets}
