"""How much the rules owe to single texts: each is classified as if it had not been read when they were written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from corpus.classifier import Label
from rules.firing import rule_book
from rules.matching import matcher
from rules.models import Cue, FacetRule, Pack, Rule

Item = TypeVar("Item", Cue, FacetRule)


def without_single_use(pack: Pack, labels: Iterable[Label], least: int = 2) -> Pack:
    """Return the pack without the phrases and rules that speak in fewer than `least` of the texts.

    A phrase found in one text only can be left out for that text alone: leaving all of them out at once measures every
    text by what the other texts confirm. Phrases found in none of the texts stay. It errs on the dark side, for honest
    rare words are struck out too.
    """
    found = [(label, matcher(pack).find(label.text)) for label in labels]
    uses = Counter(name for _, one in found for name in one.hits)
    rare = {name for name, count in uses.items() if count < least and not matcher(pack).is_facet(name)}
    kept = replace(
        pack,
        facets=tuple(_trim(facet, rare) for facet in pack.facets),
        cues=tuple(_trim(cue, rare) for cue in pack.cues),
        rules=tuple(rule for rule in (_trim_rule(rule, rare) for rule in pack.rules) if rule),
        hash=f"{pack.hash} without single use",
    )
    fired = Counter(
        compiled.rule.id
        for label, one in found
        for compiled in rule_book(pack).body_rules[label.institution].rules
        if compiled.fires(rule_book(pack).mask(one), one)
    )
    rules = tuple(rule for rule in kept.rules if fired[rule.id] >= least or fired[rule.id] == 0)
    return replace(kept, rules=rules, hash=f"{pack.hash} without single use")


def _trim(item: Item, rare: set[str]) -> Item:
    return replace(item, phrases=tuple(phrase for phrase in item.phrases if phrase not in rare))


def _trim_rule(rule: Rule, rare: set[str]) -> Rule | None:
    some = tuple(name for name in rule.any if name not in rare)
    if rare.intersection(rule.all) or (rule.any and not some):
        return None
    return replace(rule, any=some)
