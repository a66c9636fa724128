"""How many key presses reach which error in the tables: `python -m corpus.effort [--keep FOLDER]`.

Texts of batches left out of the model are dealt into letters of one body and reviewed by somebody who is always right
where they read. What scores a threshold or more is accepted in one act per letter, unread; the rest is read one by one:
one key where the right function is among those shown, else a search. The error is the share of actions that stand in a
wrong cell. `order`: a share of the readings is spent letter by letter, or least certain first, and the rest accepted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.classifier import Answer
from corpus.leaveout import unseen
from rules.loader import load_pack

LETTER = 8  # actions of a letter
SEARCH = 6  # keys: open the list, four letters, Enter
TOGETHER = 2  # keys of one act: list what is sure, accept
SHOWN = 5  # suggestions that one key can take
THRESHOLDS = (2.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.0)
BUDGETS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Effort:
    """What a way of reviewing costs (key presses and readings an action) and the share filed wrongly."""

    keys: float
    readings: float
    error: float

    def line(self) -> str:
        return f"keys {self.keys:.2f}  readings {self.readings:.2f}  wrong {self.error:.3f}"


def letters_of(answers: Sequence[Answer]) -> list[list[Answer]]:
    """Deal answers into letters of one body, as they come."""
    bodies: dict[str, list[Answer]] = {}
    for one in answers:
        bodies.setdefault(one.label.institution, []).append(one)
    return [own[at : at + LETTER] for own in bodies.values() for at in range(0, len(own), LETTER)]


def above(answers: Sequence[Answer], least: float) -> Effort:
    """Accept unread what scores `least` or more, in one act per letter; read the rest."""
    keys = read = wrong = 0
    for letter in letters_of(answers):
        sure = [one for one in letter if one.score >= least]
        rest = [one for one in letter if one.score < least]
        keys += TOGETHER * bool(sure) + sum(map(_keys, rest))
        read += len(rest)
        wrong += sum(not one.right for one in sure)
    return Effort(keys / len(answers), read / len(answers), wrong / len(answers))


def ordered(answers: Sequence[Answer], share: float, uncertain: bool) -> Effort:
    """Read a share of the actions, in this order; accept the rest, in one act per letter."""
    line = sorted(answers, key=lambda one: one.score) if uncertain else [*answers]
    cut = round(share * len(line))
    read, rest = line[:cut], line[cut:]
    keys = sum(map(_keys, read)) + TOGETHER * len({id(letter) for letter in letters_of(rest)})
    return Effort(keys / len(line), share, sum(not one.right for one in rest) / len(line))


def _keys(one: Answer) -> int:
    return 1 if one.label.obligation in one.ranked[:SHOWN] else SEARCH


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.effort")
    parser.add_argument("--pack", default="pe-ley-28950")
    parser.add_argument("--keep", type=Path, help="models fitted without a batch, kept in this folder")
    options = parser.parse_args(arguments)
    answers = [one for batch in unseen(load_pack(options.pack), keep=options.keep) for one in batch.both]
    for least in THRESHOLDS:
        name = "all read" if least > 1 else f"from {least:.2f}"
        print(f"{name:22s} {above(answers, least).line()}")
    for share in BUDGETS:
        for uncertain in (False, True):
            name = f"{share:.0%} read, {'uncertain' if uncertain else 'letter'}"
            print(f"{name:22s} {ordered(answers, share, uncertain).line()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
