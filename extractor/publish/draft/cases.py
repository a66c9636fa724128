"""Which wording a sentence takes: none, one, all and many differ, and so do not asked, no answer and unread."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.publish.findings import BalanceFinding

UNHEARD = ("not_asked", "no_reply", "unread", "unheard")
NOTHING = frozenset({"zero", "sole_zero", "none_now", *UNHEARD})  # a wording of something never stands for these
EACH_ONE = frozenset({"only_once"})  # several findings of these are one thing each
CASES = frozenset(
    {"one", "ones", "all", "many", "last", "shared", "sole", "more", "fewer", "same", "none_before", *NOTHING}
)


def case_of(found: Sequence[BalanceFinding], listed: bool) -> str:
    """Return the case of findings that one sentence tells; where it lists them, how many there are decides."""
    first = found[0]
    if (reason := _unheard(first)) and all(map(_unheard, found)):
        return reason
    if first.kind == "change":
        return _changed(first)
    if len(found) > 1:
        return "ones" if first.kind in EACH_ONE else "many"
    if listed:
        return "all" if first.value == 1 and isinstance(first.value, float) else "one"
    return _by_value(first)


def _unheard(one: BalanceFinding) -> str:
    """Why nothing is known of a function or level, where nobody ever answered: "" if somebody did."""
    if one.value or one.periods or "not_heard" not in one.parts:
        return ""
    reasons = {*one.parts["not_heard"].values()}
    return str(reasons.pop()) if len(reasons) == 1 else "unheard"


def _changed(one: BalanceFinding) -> str:
    now, before = one.parts["now"], one.parts["before"]
    if not before:
        return "none_before"
    if not now:
        return "none_now"
    return "same" if now == before else "more" if now > before else "fewer"


def _by_value(one: BalanceFinding) -> str:
    value, of = one.parts.get("nothing", one.value), one.parts.get("of")
    if of == 1:
        return "sole" if value else "sole_zero"
    if not value:
        return "zero"
    if one.parts.get("equals"):
        return "shared"
    if value == of and value != 1:
        return "last" if one.kind == "ranking" else "all"
    return "one" if value == 1 else "many"


def wording(said: dict[str, str], case: str) -> str:
    """Return the template of a case; what has none is told as many are, but silence never is."""
    return said.get(case) or ("" if case in said or case in NOTHING else said.get("many", ""))
