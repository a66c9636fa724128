"""What decisions teach, on texts that nobody here has seen: `python -m corpus.learnbench [--keep FOLDER]`.

For every batch of the pack's examples the model is fitted without it; filings of one half of it are learned from, the
other half is scored, and the other way round, several times. With GOLD.jsonl its halves are used instead, and rules
and model as they are shipped, unless `--bare` or `--unseen N` leave out rules that were written from these texts. Exit
code 1 if the median gain is below 0.03, or a split loses more than 0.01.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from corpus import classifier
from corpus.classifier import Label
from corpus.fitting import without_single_use
from corpus.leaveout import labelled, left_out
from extractor.core.model import FILED_KINDS
from extractor.filing.learn.lessons import Filed
from extractor.filing.learn.reranker import learn_from, with_reranker
from rules.loader import load_pack
from rules.model import lend, model_of
from rules.models import Pack

SPLITS = 3
DECISIONS = 230
WANTED, LOST = 0.03, -0.01


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.learnbench")
    parser.add_argument("gold", nargs="?", type=Path, help="labelled texts (JSON Lines), not batches left out")
    parser.add_argument("--batch", action="append", default=[], help="only this batch")
    parser.add_argument("--pack", default="pe-ley-28950")
    parser.add_argument("--keep", type=Path, help="keep the models fitted in this folder, and use those kept there")
    parser.add_argument("--decisions", type=int, default=DECISIONS, help="learn from so many at most")
    parser.add_argument("--splits", type=int, default=SPLITS)
    parser.add_argument("--bare", action="store_true", help="without any rule, as those were written from GOLD.jsonl")
    parser.add_argument("--unseen", type=int, metavar="N", help="without what speaks in fewer than N of the texts")
    options = parser.parse_args(arguments)
    pack, every = load_pack(options.pack), []
    for name, labels, alone in _tasks(_trimmed(pack, options), options.gold, options.batch, options.keep):
        found = list(gains(labels, alone, options.decisions, options.splits))
        every += found
        first = sum(before for before, _ in found) / len(found)
        print(f"{name:8s} n={len(labels):5d}  first {first:.3f}  {_line([after - before for before, after in found])}")
    won = [after - before for before, after in every]
    print(f"{'all':8s} {len(won)} splits  {_line(won)}")
    return 0 if median(won) >= WANTED and min(won) >= LOST else 1


def _trimmed(pack: Pack, options: argparse.Namespace) -> Pack:
    """Return the pack without the rules that owe something to the texts, as far as that is asked for."""
    if options.bare:
        return lend(replace(pack, rules=()), model_of(pack), "without rules")
    if options.unseen:
        kept = without_single_use(pack, classifier.read_labels(options.gold), options.unseen)
        return lend(kept, model_of(pack), f"unseen {options.unseen}")
    return pack


def _line(won: Sequence[float]) -> str:
    return f"gain: median {median(won):+.3f}  least {min(won):+.3f}  most {max(won):+.3f}"


def _tasks(
    pack: Pack, gold: Path | None, batches: Sequence[str], keep: Path | None
) -> Iterator[tuple[str, list[Label], Pack]]:
    if gold is not None:
        yield gold.stem, [one for one in classifier.read_labels(gold) if one.kind in FILED_KINDS], pack
        return
    for batch, labels in labelled(pack).items():
        if not batches or batch in batches:
            yield batch, labels, left_out(pack, batch, keep)


def gains(labels: Sequence[Label], pack: Pack, decisions: int, splits: int) -> Iterator[tuple[float, float]]:
    """Yield the share of right functions first on one half: without, and with what the other half teaches."""
    alone = {one.label.id: one.right for one in classifier.answer(labels, pack)}
    for split in range(splits):
        halves = [classifier.half(labels, split, part) for part in (0, 1)]
        for taught, asked in (halves, halves[::-1]):
            some = random.Random(split).sample(taught, min(decisions, len(taught)))  # noqa: S311
            answers = classifier.answer(asked, teach(some, pack))
            yield (
                sum(alone[one.id] for one in asked) / len(asked),
                sum(one.right for one in answers) / len(asked),
            )


def teach(labels: Sequence[Label], pack: Pack) -> Pack:
    """Return the pack with what is learned if reviewers had confirmed these labels."""
    filed = [Filed(one.institution, one.text, one.obligation, one.id, sha256=one.letter) for one in labels]
    return with_reranker(pack, learn_from(filed, pack))


if __name__ == "__main__":
    sys.exit(main())
