"""How well rules and model do on writers they have not read: `python -m corpus.leaveout [--keep FOLDER]`.

With `--kinds`: what kind texts that stand alone are taken for, by models that have not seen their writer.

For every batch of the pack's examples a model is fitted without it, and the batch is classified. The rules were not
written from any batch but `open`. The temperature is fitted on what was left out, as if the rules were not flattered.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus import classifier
from corpus.classifier import Answer, Label
from corpus.plain import first_by_svm
from extractor import classify
from extractor.core.model import FILED_KINDS, Kind
from rules.loader import load_pack
from rules.model import lend
from rules.model.examples import read_examples
from rules.model.file import ModelError, read_model, write_model
from rules.model.fit import RULES, fit, training_examples, training_hash
from rules.models import Pack

SURE = 0.9


FEWEST = 100  # texts of a batch that is measured


@dataclass(frozen=True, slots=True)
class Unseen:
    """A batch whose writer was left out: answers by rules alone, by rules and model; share right by a plain SVM."""

    batch: str
    rules: list[Answer]
    both: list[Answer]
    svm: float

    def figures(self) -> dict[str, float]:
        both, rules = classifier.figures(self.both), classifier.figures(self.rules)
        level = sum(one.level == one.label.level for one in self.both) / max(1, len(self.both))
        sure = [one.right for one in self.both if one.score >= SURE]
        return {
            "texts": len(self.both),
            "svm": round(self.svm, 4),
            "rules": round(rules.top1, 4),
            "first": round(both.top1, 4),
            "among_three": round(both.top3, 4),
            "level": round(level, 4),
            "sure": len(sure),
            "sure_right": round(sum(sure) / max(1, len(sure)), 4),
        }


def unseen(pack: Pack, batches: Sequence[str] = (), keep: Path | None = None) -> Iterator[Unseen]:
    """Leave out one batch after the other: fit without it, and classify it.

    Raises:
        FitError: scikit-learn is not installed.
    """
    every = training_examples(pack)
    for batch, labels in labelled(pack).items():
        if batch in batches or (not batches and len(labels) >= FEWEST):
            without = left_out(pack, batch, keep)
            first = first_by_svm(pack, (one for one in every if one.batch != batch), labels)
            right = sum(given == one.obligation for given, one in zip(first, labels, strict=True)) / len(labels)
            rules = classifier.answer(labels, lend(pack, None, "rules alone"))
            yield Unseen(batch, rules, classifier.answer(labels, without), right)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.leaveout")
    parser.add_argument("batches", nargs="*", help="batches to leave out, one after the other; all if none is named")
    parser.add_argument("--pack", default="pe-ley-28950")
    parser.add_argument("--keep", type=Path, help="keep the models fitted in this folder, and use those kept there")
    parser.add_argument("--confusion", action="store_true")
    parser.add_argument("--kinds", action="store_true", help="the kinds of texts instead of the functions of actions")
    options = parser.parse_args(arguments)
    pack, every = load_pack(options.pack), []
    if options.kinds:
        for batch, told in unseen_kinds(pack, options.batches):
            print(kinds_line(batch, told), flush=True)
        return 0
    for one in unseen(pack, options.batches, options.keep):
        print(f"{one.batch:8s} SVM {one.svm:.3f}")
        print(f"{one.batch:8s} rules          {line(one.rules)}")
        print(f"{one.batch:8s} rules + model  {line(one.both)}")
        if options.confusion:
            wrong = classifier.confusion(one.both)[:25]
            print("\n".join(f"{count:4d}  {right} <- {given}" for right, given, count in wrong))
        every += one.both
    print(f"{'all':8s} rules + model  {line(every)}")
    print("\n".join(f"{low:.1f} {count:5d}  {mean:.2f} {share:.2f}" for low, count, mean, share in reliable(every)))
    return 0


def unseen_kinds(pack: Pack, batches: Sequence[str] = ()) -> Iterator[tuple[str, Counter[tuple[str, str, bool]]]]:
    """Leave out one batch of kinds after the other: how often which kind was taken for which, doubtful or not.

    Raises:
        FitError: scikit-learn is not installed.
    """
    every = training_examples(pack)
    sizes = Counter(one.batch for one in every if not one.obligation)
    for batch in batches or [name for name, size in sizes.items() if size >= FEWEST]:
        model = fit(pack, every, without=[batch], functions=False)
        without = lend(pack, model, f"kinds without {batch}")
        given = ((one.kind, classify(one.text, without)) for one in every if one.batch == batch)
        yield batch, Counter((kind, str(found.kind), found.doubtful) for kind, found in given)


def kinds_line(batch: str, told: Counter[tuple[str, str, bool]]) -> str:
    """Say in a line how many texts of a batch are right, and each kind's share that is."""
    right, texts = Counter[str](), Counter[str]()
    for (kind, given, _), count in told.items():
        texts[kind] += count
        right[kind] += count if kind == given else 0
    shown = told["other", "action", False]
    shares = "  ".join(f"{kind} {right[kind] / texts[kind]:.3f}" for kind in sorted(texts))
    plain = f"  others shown as plain actions {shown / max(1, texts['other']):.3f}"
    return f"{batch:8s} {texts.total()} texts: right {right.total() / texts.total():.3f}  {shares}{plain}"


def labelled(pack: Pack) -> dict[str, list[Label]]:
    """Return the pack's examples of functions by batch, as labelled texts."""
    duties = {duty.id: duty for duty in pack.obligations}
    batches: dict[str, list[Label]] = {}
    for one in read_examples(pack):
        if one.obligation and one.kind in FILED_KINDS and one.batch != RULES:
            duty = duties[one.obligation]
            label = Label(one.place, duty.institution, duty.level, duty.id, Kind(one.kind), one.text)
            batches.setdefault(one.batch, []).append(label)
    return batches


def left_out(pack: Pack, batch: str, keep: Path | None = None) -> Pack:
    """Return the pack with a model that has not seen this batch."""
    path = keep / f"without-{batch}.bin" if keep else None
    model = None
    used = [one for one in training_examples(pack) if one.batch != batch]
    if path and path.is_file():
        with suppress(ModelError):  # of another version, or damaged: it is made anew
            kept = read_model(path, pack.info.id, {duty.id for duty in pack.obligations})
            model = kept if kept.trained == training_hash(pack, used) else None
    if model is None:
        model = fit(pack, used, kinds=False)
        if path and model:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_model(model, pack.info.id, path)
    return lend(pack, model, f"without {batch}")


def line(answers: Sequence[Answer]) -> str:
    """Return one line: first, among three, level; for all bodies and for responsible ones; how true the surest are."""
    parts = []
    for group in classifier.groups(answers).values():
        shown = classifier.figures(group)
        level = sum(one.level == one.label.level for one in group) / max(1, len(group))
        parts.append(f"{shown.top1:.3f} {shown.top3:.3f} {level:.3f}")
    sure = [one for one in answers if one.score >= SURE]
    right = sum(one.right for one in sure) / max(1, len(sure))
    return f"n={len(answers):5d}  {' | '.join(parts)}  sure {len(sure):4d} of these right {right:.3f}"


def reliable(answers: Sequence[Answer]) -> Iterator[tuple[float, int, float, float]]:
    yield from classifier.reliability(answers)


if __name__ == "__main__":
    sys.exit(main())
