"""What a finding is: one judgement that data settle, with the statements it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = int | float | None
ASSIGNED = "responsable"  # the type of body that the norm assigns functions to

#: Every kind of finding, and below how many things counted nothing is said. The list is closed and documented
#: (docs/findings.md); a test holds it to what is made.
KINDS: Mapping[str, int] = {
    # one function
    "never_reported": 0,
    "dropped": 1,
    "first_reported": 1,
    "kept": 1,
    "silent_both": 0,
    "not_comparable": 0,
    "only_once": 1,
    "only_unit": 1,
    "units_of_function": 2,
    "no_counts": 2,
    "announced_not_done": 1,
    "announced_then_done": 1,
    "sources_differ": 1,
    "other_organ": 1,
    "since_norm": 1,
    # one level of a body, or the whole body
    "no_functions": 0,
    "coverage": 0,
    "not_heard": 1,
    "level_empty": 0,
    "change": 1,
    "steady": 3,
    "share_of_level": 1,
    "most_reported": 2,
    "other_actions": 1,
    "empty_source": 0,
    "acting_units": 1,
    "nothing_share": 1,
    "units_silent": 1,
    "without_content": 1,
    "organ_unknown": 1,
    "total": 1,
    "since_unknown": 1,
    "amount_change": 10,
    "amount_series": 10,
    "share_of_universe": 1,
    "universe_unknown": 10,
    "partners": 1,
    "pair": 1,
    "places_left": 1,
    "norms": 1,
    "lines_of_action": 1,
    "figures_differ": 1,
    "not_adding_up": 1,
    # what the words of actions say
    "not_specific": 1,
    "unapproved": 1,
    "off_topic": 1,
    "recommendations": 1,
    # all bodies
    "ranking": 1,
    "most_duties": 1,
    "share_of_all": 1,
    "by_scope": 0,
    "by_type": 0,
    "coverage_of_all": 0,
    "networks": 1,
    "empty_bodies": 1,
    "milestones": 1,
    "most_of_activity": 2,
    "one_sided": 0,
    "outdoes": 1,
}

_CHANGE = ("now", "before", "undated")
#: What each kind of finding is made of, by name; a finding may lack some of them.
PARTS: Mapping[str, tuple[str, ...]] = dict.fromkeys(KINDS, ()) | {
    "never_reported": ("not_heard",),
    **dict.fromkeys(("dropped", "first_reported", "kept", "silent_both", "not_comparable"), _CHANGE),
    "only_once": ("text",),
    "announced_then_done": ("announced",),
    **dict.fromkeys(("sources_differ", "figures_differ"), ("what", "sources")),
    "not_adding_up": ("what", "counted", "why"),
    "coverage": ("of", "by_period", "functions", "not_heard"),
    "not_heard": ("of", "why"),
    "level_empty": ("of", "functions", "not_heard"),
    "change": (*_CHANGE, "months_now", "months_before"),
    "share_of_level": ("actions", "of"),
    "most_reported": ("of",),
    "other_actions": ("of",),
    "empty_source": ("what", "title", "why"),
    "acting_units": ("units",),
    "nothing_share": ("units", "nothing", "of"),
    "units_silent": ("what", "units", "of"),
    "total": ("what", "counted", "source", "of"),
    "amount_change": ("what", "counted", "source", "now", "before"),
    **dict.fromkeys(("partners", "norms", "lines_of_action"), ("names",)),
    "places_left": ("left", "new", "kept"),
    "ranking": ("actions", "of", "equals"),
    "share_of_all": ("actions", "of"),
    "by_scope": ("what", "of", "actions"),
    "by_type": ("what", "of"),
    "coverage_of_all": ("of",),
    "empty_bodies": ("bodies",),
    "not_specific": ("names",),
    "off_topic": ("of", "names"),
    "recommendations": ("names", "taken_up", "not_taken_up", "no_answer", "untold"),
    "networks": ("of", "regions"),
    "units_of_function": ("units",),
    "other_organ": ("units", "charged", "of", "by"),
    "organ_unknown": ("of", "functions"),
    "steady": ("by_period",),
    "without_content": ("units", "names", "of"),
    "since_norm": ("since", "until", "by", "months", "months_unheard"),
    "since_unknown": ("of", "functions"),
    "amount_series": ("what", "counted", "by_period", "sources", "missing", "undated"),
    "share_of_universe": ("what", "counted", "source", "reported", "of", "by", "on"),
    "universe_unknown": ("names",),
    "pair": ("what", "by_period", "of"),
    "milestones": ("names",),
    "most_of_activity": ("what", "of"),
    "one_sided": ("of", "pairs"),
    "outdoes": ("actions", "of", "bodies"),
}
#: What these say is of two periods, so that they are about them.
TIMED = frozenset(
    {"dropped", "first_reported", "kept", "silent_both", "not_comparable", "change", "amount_change", "places_left"}
)


@dataclass(frozen=True, slots=True)
class BalanceFinding:
    """One judgement. `value` is its figure, `parts` the figures and names it is made of, `statements` what it rests on.

    `periods` are the numbers of the balance periods it speaks of. `provisional`: something of the body is still to be
    reviewed, read or linked, or was never asked, so that the finding may change.
    """

    kind: str
    body: str | None
    value: Value
    unit: str | None = None
    level: str | None = None
    obligation: str | None = None
    periods: tuple[int, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    provisional: bool = False

    @property
    def id(self) -> str:
        """What it is about, not what it says: the same finding of two editions has one id."""
        periods = self.periods if self.kind in TIMED or self.kind == "sources_differ" else ()
        unit = None if self.kind == "only_unit" else self.unit  # which one it is, is what it says
        about = [self.kind, self.body, unit, self.level, self.obligation, *periods, self.parts.get("what")]
        return "f" + hashlib.sha256(json.dumps(about).encode()).hexdigest()[:15]


def record(finding: BalanceFinding) -> dict[str, Any]:
    """Return a finding as it is exported."""
    return {
        "id": finding.id,
        "kind": finding.kind,
        "body": finding.body,
        "unit": finding.unit,
        "level": finding.level,
        "obligation": finding.obligation,
        "periods": list(finding.periods),
        "value": finding.value,
        "parts": dict(finding.parts),
        "statements": list(finding.statements),
        "provisional": finding.provisional,
    }
