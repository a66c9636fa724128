"""Show what `learn` is worth: `python -m corpus.learnbench GOLD.jsonl`.

Learns from one half of the labelled texts and measures on the other, five times: with the whole pack; with no rule at
all for the three bodies with most texts; and with only the rules that they share with others left to them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from corpus import classifier
from corpus.classifier import FILED, Label
from extractor.filing.learn.reranker import with_lessons
from extractor.filing.learn.train import Example, learn
from rules.firing import speaks_for
from rules.loader import load_pack
from rules.models import Pack, Rule

SPLITS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.learnbench")
    parser.add_argument("gold", type=Path, help="labelled texts (JSON Lines)")
    parser.add_argument("--pack", default="pe-ley-28950")
    options = parser.parse_args(arguments)
    pack = load_pack(options.pack)
    labels = [label for label in classifier.read_labels(options.gold) if label.kind in FILED]
    bodies = [body for body, _ in Counter(label.institution for label in labels).most_common(3)]
    bare, poorer = without_rules_for(pack, bodies), without_own_rules(pack, bodies)
    gains, won, won_poorer = [], [], []
    for split in range(SPLITS):
        taught, asked = (classifier.half(labels, split, part) for part in (0, 1))
        rules, both = top1(asked, pack), top1(asked, teach(taught, pack))
        gains.append(both - rules)
        won.append(_won_back(rules, taught, asked, bare))
        won_poorer.append(_won_back(rules, taught, asked, poorer))
        print(f"split {split}  rules {rules:.3f}  with what was learned {both:.3f}")
        print(f"    no rules for {', '.join(bodies)}: {won[-1].line()}")
        print(f"    none of their own: {won_poorer[-1].line()}")
    gain, back = median(gains), median(one.share for one in won)
    print(f"median gain {gain:+.3f}; of what no rules lost, won back {back:.2f}", end="; ")
    print(f"of what no own rules lost, {median(one.share for one in won_poorer):.2f}")
    return 0 if gain >= 0 and back >= 2 / 3 else 1


@dataclass(frozen=True, slots=True)
class WonBack:
    """Top-1 with all rules, without some, and without them but with what was learned."""

    rules: float
    poor: float
    learned: float

    @property
    def share(self) -> float:
        """Part of the loss that learning makes good; 1 if nothing was lost."""
        return (self.learned - self.poor) / (self.rules - self.poor) if self.rules > self.poor else 1.0

    def line(self) -> str:
        return f"rules {self.poor:.3f}  learned {self.learned:.3f}  won back {self.share:.2f}"


def _won_back(rules: float, taught: Sequence[Label], asked: Sequence[Label], pack: Pack) -> WonBack:
    return WonBack(rules, top1(asked, pack), top1(asked, teach(taught, pack)))


def teach(labels: Sequence[Label], pack: Pack) -> Pack:
    """Return the pack with what is learned if reviewers had confirmed these labels."""
    examples = [Example(one.letter or one.id, one.institution, one.text, one.obligation) for one in labels]
    return with_lessons(pack, learn(examples, pack)[0])


def top1(labels: Sequence[Label], pack: Pack) -> float:
    """Share of texts with the right function first."""
    return classifier.figures(classifier.answer(labels, pack)).top1


def without_rules_for(pack: Pack, bodies: Sequence[str]) -> Pack:
    """Return the pack with no rule left that speaks for these bodies, as if nobody had written any."""
    kept = []
    for rule in pack.rules:
        others = sorted(_served(rule, pack) - set(bodies))
        if others:
            kept.append(replace(rule, bodies=tuple(others)))
    return replace(pack, rules=tuple(kept), hash=f"{pack.hash} no rules for {bodies}")


def without_own_rules(pack: Pack, bodies: Sequence[str]) -> Pack:
    """Return the pack without the rules that speak for these bodies only; those shared with others stay."""
    kept = tuple(rule for rule in pack.rules if not _served(rule, pack) <= set(bodies))
    return replace(pack, rules=kept, hash=f"{pack.hash} no own rules for {bodies}")


def _served(rule: Rule, pack: Pack) -> set[str]:
    served = {duty.institution for duty in pack.obligations if speaks_for(rule, duty)}
    return served & set(rule.bodies) if rule.bodies else served


if __name__ == "__main__":
    sys.exit(main())
