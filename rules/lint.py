"""Find what is wrong with a pack: broken references, examples that fail, rules that cannot fire or add nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from extractor.core.errors import LazyMessage, remark
from rules.cues import cues_in
from rules.firing import rule_book, speaks_for
from rules.forms import holes
from rules.matching import FIRST, matcher, paths
from rules.models import Cue, FacetRule, Pack, Rule
from rules.wordings import wording_faults

_FACET_LIKE = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class LintFault:
    """What is wrong with the item at this position of a section. `grave` faults make a pack unfit for use."""

    section: str
    number: int
    key: str
    problem: LazyMessage
    grave: bool = True


def broken_references(pack: Pack) -> list[LintFault]:
    """Return where parts of the pack name what is not there; a pack with any of these is not used."""
    wordings = (LintFault("sentences", *fault) for fault in wording_faults(pack))
    return [*_duplicates(pack), *_bodies(pack), *_targets(pack), *_conditions(pack), *wordings]


def lint(pack: Pack) -> list[LintFault]:
    """Return everything wrong with a pack, by section and position."""
    broken = broken_references(pack)
    if broken:
        return broken
    faults = [*_facet_examples(pack), *_cue_examples(pack), *_rule_examples(pack), *_unreachable(pack)]
    return sorted([*faults, *_shadowed(pack)], key=lambda fault: (fault.section, fault.number))


# --- references ------------------------------------------------------------------------------------------------------


def _duplicates(pack: Pack) -> Iterator[LintFault]:
    for section in ("bodies", "obligations", "cues", "facets", "rules", "sentences"):
        seen: set[str] = set()
        for number, item in enumerate(getattr(pack, section)):
            if item.id in seen:
                yield LintFault(section, number, "id", remark("{id} is used twice", id=item.id))
            seen.add(item.id)


def _bodies(pack: Pack) -> Iterator[LintFault]:
    known = {body.id for body in pack.bodies}
    for number, duty in enumerate(pack.obligations):
        if duty.institution not in known:
            yield LintFault(
                "obligations", number, "institution", remark("{body} is not a body of the pack", body=duty.institution)
            )
    for number, rule in enumerate(pack.rules):
        for body in rule.bodies:
            if body not in known:
                yield LintFault("rules", number, "bodies", remark("{body} is not a body of the pack", body=body))
    for number, facet in enumerate(pack.facets):
        if facet.body and facet.body not in known:
            yield LintFault("facets", number, "body", remark("{body} is not a body of the pack", body=facet.body))


def _targets(pack: Pack) -> Iterator[LintFault]:
    for number, rule in enumerate(pack.rules):
        if not any(
            speaks_for(rule, duty) and (not rule.bodies or duty.institution in rule.bodies) for duty in pack.obligations
        ):
            named = rule.obligation or f"level {rule.level}"
            yield LintFault("rules", number, "obligation", remark("no body has the obligation {named}", named=named))


def _conditions(pack: Pack) -> Iterator[LintFault]:
    known = matcher(pack)
    for section, number, key, names in _lists_of_conditions(pack):
        takes_facets = section == "rules" or key in ("targets", "speakers")
        for name in names:
            is_facet = known.is_facet(name)
            if not is_facet and _FACET_LIKE.fullmatch(name.removeprefix(FIRST)):
                yield LintFault(section, number, key, remark("{name} is not a facet", name=name))
            elif is_facet and not takes_facets:
                yield LintFault(
                    section, number, key, remark("{name} is a facet; only phrases can stand here", name=name)
                )
            elif not any(map(str.isalnum, name)):
                yield LintFault(section, number, key, remark("{name!r} holds no word", name=name))
            for hole in holes(name):
                if hole not in pack.forms:
                    yield LintFault(
                        section,
                        number,
                        key,
                        remark("{name!r}: no form of words is called {hole}", name=name, hole=hole),
                    )


def _lists_of_conditions(pack: Pack) -> Iterator[tuple[str, int, str, Sequence[str]]]:
    keys = {
        "facets": ("phrases", "near", "unless"),
        "cues": ("phrases", "targets", "speakers", "terminators", "pseudo"),
        "rules": ("all", "any", "none"),
    }
    for section, names in keys.items():
        for number, item in enumerate(getattr(pack, section)):
            for key in names:
                yield section, number, key, getattr(item, key)


# --- examples --------------------------------------------------------------------------------------------------------


def _facet_examples(pack: Pack) -> Iterator[LintFault]:
    def shows(rule: FacetRule) -> Callable[[str], bool]:
        return lambda text: rule.id in matcher(pack).find(text).facets

    for number, facet in enumerate(pack.facets):
        yield from _examples("facets", number, facet, shows(facet))


def _cue_examples(pack: Pack) -> Iterator[LintFault]:
    def holds(cue: Cue) -> Callable[[str], bool]:
        return lambda text: any(cued.cue.id == cue.id for cued in cues_in(matcher(pack).find(text), pack))

    for number, cue in enumerate(pack.cues):
        yield from _examples("cues", number, cue, holds(cue))


def _rule_examples(pack: Pack) -> Iterator[LintFault]:
    compiled = {one.rule.id: one for body_rules in rule_book(pack).body_rules.values() for one in body_rules.rules}

    def fires(rule: Rule) -> Callable[[str], bool]:
        def check(text: str) -> bool:
            found = matcher(pack).find(text)
            return compiled[rule.id].fires(rule_book(pack).mask(found), found)

        return check

    for number, rule in enumerate(pack.rules):
        yield from _examples("rules", number, rule, fires(rule))


def _examples(
    section: str, number: int, item: Cue | FacetRule | Rule, speaks: Callable[[str], bool]
) -> Iterator[LintFault]:
    for text in item.examples:
        if not speaks(text):
            yield LintFault(
                section,
                number,
                "examples",
                remark("{id} does not speak for its example: {text}", id=item.id, text=text),
            )
    for text in item.counterexamples:
        if speaks(text):
            yield LintFault(
                section,
                number,
                "counterexamples",
                remark("{id} speaks for its counterexample: {text}", id=item.id, text=text),
            )
    if not item.examples and not (isinstance(item, Rule) and is_default(item)):
        yield LintFault(section, number, "examples", remark("{id} has no example", id=item.id), grave=False)


# --- rules that cannot fire or add nothing ---------------------------------------------------------------------------


def is_default(rule: Rule) -> bool:
    """Has the rule no conditions at all?"""
    return not (rule.all or rule.any or rule.none)


def _unreachable(pack: Pack) -> Iterator[LintFault]:
    for number, facet in enumerate(pack.facets):
        if facet.phrases and all(phrase in facet.unless for phrase in facet.phrases):
            yield LintFault(
                "facets",
                number,
                "unless",
                remark("{id} can never be found: it takes back all its phrases", id=facet.id),
            )
    for number, rule in enumerate(pack.rules):
        barred = [name for name in rule.all if _implied(name, rule.none)]
        if barred:
            yield LintFault(
                "rules",
                number,
                "none",
                remark("{id} can never fire: it wants and bars {names}", id=rule.id, names=", ".join(barred)),
            )
        elif rule.any and all(_implied(name, rule.none) for name in rule.any):
            yield LintFault("rules", number, "none", remark("{id} can never fire: it bars all of `any`", id=rule.id))
        elif rule.weight == 0:
            yield LintFault("rules", number, "weight", remark("{id} weighs nothing", id=rule.id))
        elif rule.none and not (rule.all or rule.any):
            yield LintFault(
                "rules", number, "none", remark("{id} needs `all` or `any`: what is absent is no evidence", id=rule.id)
            )


def _shadowed(pack: Pack) -> Iterator[LintFault]:
    groups: dict[tuple[str, str | None, tuple[str, ...]], list[tuple[int, Rule]]] = {}
    for number, rule in enumerate(pack.rules):
        if not is_default(rule):
            groups.setdefault((rule.obligation, rule.level, rule.bodies), []).append((number, rule))
    for group in groups.values():
        for (number, rule), (_, other) in permutations(group, 2):
            if 0 < rule.weight <= other.weight and _fires_with(other, rule):
                yield LintFault(
                    "rules",
                    number,
                    "id",
                    remark("{id} is shadowed by {other}, which says more", id=rule.id, other=other.id),
                    grave=False,
                )


def _fires_with(other: Rule, rule: Rule) -> bool:
    """Does `other` fire whenever `rule` does?"""
    if other.within and (other.within < rule.within or not rule.within):
        return False
    needs = all(_implied_by(need, rule.all) for need in other.all)
    some = (
        not other.any or _some(other.any, rule.all) or bool(rule.any and all(_some(other.any, (n,)) for n in rule.any))
    )
    return needs and some and all(_implied(bar, rule.none) for bar in other.none)


def _some(wanted: Iterable[str], given: Sequence[str]) -> bool:
    return any(_implied_by(name, given) for name in wanted)


def _implied(name: str, wider: Sequence[str]) -> bool:
    """Does the condition `name` holding mean that one of `wider` holds?"""
    return any(also in wider for also in _with(name))


def _with(name: str) -> tuple[str, ...]:
    """Return the conditions that hold wherever `name` does: itself and, of a facet, what it is a case of."""
    facet = name.removeprefix(FIRST)
    if not _FACET_LIKE.fullmatch(facet):
        return (name,)
    return paths(facet) if facet == name else (*(FIRST + path for path in paths(facet)), *paths(facet))


def _implied_by(name: str, narrower: Sequence[str]) -> bool:
    """Does one of `narrower` holding mean that the condition `name` holds?"""
    return any(_implied(given, (name,)) for given in narrower)
