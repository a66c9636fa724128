"""Fit the temperature that turns scores into probabilities, and check it on texts it was not fitted on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus import classifier
from corpus.classifier import Label
from corpus.fitting import without_single_use
from extractor.core.model import FILED_KINDS
from extractor.filing.rank import weigh
from rules.matching import matcher
from rules.model import lend, model_of
from rules.models import Calibration, Pack

STEPS = [round(0.2 * 1.05**step, 3) for step in range(60)]  # 0.2 to 3.6, each 5% more than the last
Case = tuple[tuple[float, ...], int]  # scores of a body's list, and which one is right


def fit(labels: Sequence[Label], pack: Pack) -> Calibration:
    """Return the temperature under which the right functions are likeliest."""
    cases = list(_cases(labels, pack))
    best = min(STEPS, key=lambda step: _surprise(cases, step))
    return replace(pack.calibration, with_model=best) if model_of(pack) else replace(pack.calibration, temperature=best)


def with_calibration(pack: Pack, calibration: Calibration) -> Pack:
    """Return the pack with another calibration, and a hash of its own."""
    return lend(replace(pack, calibration=calibration), model_of(pack), str(calibration))


def cross_checked(labels: Sequence[Label], pack: Pack, splits: int = 5) -> list[tuple[float, float]]:
    """Return (temperature, calibration error) per split: fitted on one half of the texts, measured on the other.

    Both are done as if no text had been read when the rules were written: scores that are true of the texts that the
    rules were written from would promise too much of others.
    """
    results = []
    cautious = without_single_use(pack, labels)
    for split in range(splits):
        one, other = (classifier.half(labels, split, part) for part in (0, 1))
        calibration = fit(one, cautious)
        answers = classifier.answer(other, with_calibration(cautious, calibration))
        results.append((calibration.temperature, classifier.calibration_error(classifier.filed(answers))))
    return results


def _cases(labels: Iterable[Label], pack: Pack) -> Iterable[Case]:
    for label in labels:
        weighing = weigh(matcher(pack).find(label.text), pack, label.institution)
        known = [duty.id for duty in weighing.body_rules.obligations]
        if label.kind in FILED_KINDS and weighing.scores and label.obligation in known:
            yield weighing.scores, known.index(label.obligation)


def _surprise(cases: Iterable[Case], temperature: float) -> float:
    """Sum of -log of the probability given to what was right."""
    total = 0.0
    for scores, right in cases:
        top = max(scores)
        spread = sum(math.exp((score - top) / temperature) for score in scores)
        total += math.log(spread) - (scores[right] - top) / temperature
    return total
