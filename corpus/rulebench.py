"""Measure the rules on labelled texts: `python -m corpus.rulebench GOLD.jsonl`.

A rule change is judged by its gains and losses: save a run with --save FILE, change the rules, compare with
--against FILE. Write rules from one half (--split N --half 0) and check them on the other (--half 1).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from gettext import gettext as _
from pathlib import Path

from corpus import classifier
from corpus.calibration import cross_checked, fit
from corpus.classifier import Answer, Label
from corpus.fitting import without_single_use
from extractor.filing.rank import classify, weigh
from rules.loader import load_pack
from rules.matching import matcher
from rules.models import Pack


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    pack = load_pack(options.pack)
    labels = classifier.read_labels(options.gold)
    if options.body:
        labels = [label for label in labels if label.institution in options.body]
    if options.half is not None:
        labels = classifier.half(labels, options.split, options.half)
    if options.unseen:
        pack = without_single_use(pack, labels)
    answers = classifier.answer(labels, pack)
    print("\n".join(report(answers, pack)))
    if options.confusion:
        print("\n".join(f"{count:4d}  {right} <- {given}" for right, given, count in confused(answers)))
    if options.rules:
        print("\n".join(f"{hit / count:5.2f} {count:4d}  {rule}" for rule, count, hit in precise(answers)))
    if options.reliability:
        print("\n".join(reliability(answers)))
    if options.calibrate:
        for temperature, error in cross_checked(labels, pack):
            print(f"fitted on one half: temperature {temperature}; calibration error on the other {error:.3f}")
        print(f"temperature: {fit(labels, without_single_use(pack, labels)).temperature}")
    if options.misses:
        print("\n".join(line for one in answers for line in _miss(one, pack)))
    if options.speed:
        print(f"{milliseconds(labels, pack):.3f} ms per statement")
    if options.save:
        options.save.write_text(json.dumps(classifier.outcomes(answers), indent=0), encoding="utf8")
    if options.against:
        return _compare(json.loads(options.against.read_text(encoding="utf8")), answers)
    return 0


def report(answers: Sequence[Answer], pack: Pack) -> Iterable[str]:
    """One line per body and in all: how often the right function stands first, among three; level; nothing done."""
    filed = classifier.filed(answers)
    groups = classifier.groups(filed)
    for one in filed:
        groups.setdefault(one.label.institution, []).append(one)
    names = {"all": _("all"), "responsible": _("responsible")}
    for name, part in groups.items():
        if part:
            figures = classifier.figures(part)
            yield _(
                "{name:12s} n={n:4d}  top1 {top1:.3f}  top3 {top3:.3f}  level F1 {level_f1:.3f}  abstained {silent}"
            ).format(
                name=names.get(name, name),
                n=figures.count,
                top1=figures.top1,
                top3=figures.top3,
                level_f1=figures.level_f1,
                silent=sum(not one.ranked for one in part),
            )
    missed = sum(one.given.kind in classifier.NOTHING for one in filed)
    other = sum(one.given.kind == "other" for one in filed)
    yield _("nothing done F1 {f1:.3f}  actions taken for nothing {missed}, for other {other}").format(
        f1=classifier.nothing_f1(answers), missed=missed, other=other
    )


def confused(answers: Sequence[Answer]) -> list[tuple[str, str, int]]:
    return classifier.confusion(classifier.filed(answers))


def precise(answers: Sequence[Answer]) -> list[tuple[str, int, int]]:
    return sorted(classifier.rule_precision(classifier.filed(answers)), key=lambda row: row[2] / row[1])


def reliability(answers: Sequence[Answer]) -> Iterable[str]:
    """Reliability table, then coverage against precision."""
    filed = classifier.filed(answers)
    yield _("score    n   mean  right")
    for edge, count, mean, right in classifier.reliability(filed):
        yield f"{edge:.1f}   {count:4d}  {mean:.2f}   {right:.2f}"
    yield _("calibration error {error:.3f}").format(error=classifier.calibration_error(filed))
    yield _("least score  answered  right")
    for least, answered, right in classifier.coverage(filed):
        yield f"{least:.2f}         {answered:.2f}      {right:.2f}"


def milliseconds(labels: Sequence[Label], pack: Pack, rounds: int = 5) -> float:
    """Best mean time to classify one statement, in milliseconds."""
    best = float("inf")
    for _round in range(rounds):
        start = time.perf_counter()
        for label in labels:
            classify(label.text, pack, label.institution)
        best = min(best, time.perf_counter() - start)
    return 1000 * best / max(len(labels), 1)


def _miss(one: Answer, pack: Pack) -> Iterable[str]:
    nothing = one.label.kind in classifier.NOTHING
    if nothing != (one.given.kind in classifier.NOTHING) or (not nothing and one.given.kind == "other"):
        yield f"KIND {one.label.id} {one.label.kind} <- {one.given.kind} {[cue.rule for cue in one.given.cues]}"
        yield f"     {one.label.text[:400]}"
    if nothing or one.right:
        return
    weighing = weigh(matcher(pack).find(one.label.text), pack, one.label.institution)
    rules = " ".join(f"{fired.compiled.rule.id}({fired.weight:g})" for fired in weighing.fired)
    yield f"MISS {one.label.id} {one.label.obligation} <- {one.top or 'nothing'} {one.score:.2f}"
    yield f"     {one.label.text[:400]}"
    yield f"     facets {' '.join(facet.name for facet in one.given.facets)}"
    yield f"     rules  {rules}"


def _compare(before: dict[str, dict[str, str]], answers: Sequence[Answer]) -> int:
    gains, losses = classifier.changes(before, answers)
    for line in (*(f"+ {line}" for line in gains), *(f"- {line}" for line in losses)):
        print(line)
    print(f"{len(gains)} gained, {len(losses)} lost")
    return 1 if len(losses) > len(gains) else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="corpus.rulebench", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gold", type=Path, help="labelled texts (JSON Lines)")
    parser.add_argument("--pack", default="pe-ley-28950")
    parser.add_argument("--body", action="append", help="only this body; may be repeated")
    parser.add_argument("--split", type=int, default=0, help="seed of the split in halves")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only this half of the texts")
    parser.add_argument("--unseen", action="store_true", help="without phrases and rules that speak in one text only")
    parser.add_argument("--misses", action="store_true", help="every wrong answer with its facets and rules")
    parser.add_argument("--confusion", action="store_true", help="which functions are taken for which")
    parser.add_argument("--rules", action="store_true", help="per rule: precision of the suggestions it supports")
    parser.add_argument("--reliability", action="store_true", help="how true the scores are")
    parser.add_argument("--calibrate", action="store_true", help="fit the temperature for calibration.yaml")
    parser.add_argument("--speed", action="store_true", help="milliseconds per statement")
    parser.add_argument("--save", type=Path, help="keep this run, to compare a later one with")
    parser.add_argument("--against", type=Path, help="print gains and losses against a kept run")
    return parser


if __name__ == "__main__":
    sys.exit(main())
