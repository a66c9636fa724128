"""How well the rules classify labelled texts: figures per body, confusion, calibration, and gains and losses.

Labelled texts are JSON Lines with id, institution, level, obligation, kind and text.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.core.model import FILED_KINDS, Classification, Kind, Level
from extractor.filing.rank import classify
from rules.models import Pack

NOTHING = (Kind.NO_ACTION, Kind.NOT_COMPETENT)
FEW_FUNCTIONS = frozenset({"DP", "PJ", "CONGRESO"})  # bodies whose tables hold few or no assigned functions


@dataclass(frozen=True, slots=True)
class Label:
    """A text with its right answer."""

    id: str
    institution: str
    level: str
    obligation: str
    kind: Kind
    text: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A labelled text with the program's answer."""

    label: Label
    given: Classification

    @property
    def ranked(self) -> list[str]:
        """The suggested obligations, best first."""
        return [suggestion.obligation for suggestion in self.given.suggestions]

    @property
    def top(self) -> str:
        """The first suggestion, "" if there is none."""
        return self.ranked[0] if self.ranked else ""

    @property
    def level(self) -> str:
        """The level of the first suggestion."""
        return self.given.suggestions[0].level if self.given.suggestions else ""

    @property
    def score(self) -> float:
        """The probability given to the first suggestion."""
        return self.given.suggestions[0].score if self.given.suggestions else 0.0

    @property
    def right(self) -> bool:
        """Is the first suggestion the right one?"""
        return self.top == self.label.obligation


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of texts with the right function first and among three, and the level's macro-F1."""

    count: int
    top1: float
    top3: float
    level_f1: float


def read_labels(path: Path) -> list[Label]:
    """Read labelled texts; a file of labelled letters (with `actions`) gives the texts of its actions."""
    labels: list[Label] = []
    for line in path.read_text(encoding="utf8").splitlines():
        if line.strip():
            row = json.loads(line)
            labels.extend(_labels(row))
    return labels


def _labels(row: dict[str, object]) -> Iterable[Label]:
    actions = row.get("actions")
    if not isinstance(actions, list):
        actions = [row]
    for number, action in enumerate(actions):
        document = str(row.get("document") or "")
        yield Label(
            id=str(action.get("id") or f"{document}#{number}"),
            institution=str(row["institution"]),
            level=str(action["level"]),
            obligation=str(action["obligation"]),
            kind=Kind(action["kind"]),
            text=str(action["text"]),
            letter=document,
        )


def half(labels: Sequence[Label], split: int, part: int) -> list[Label]:
    """Return one half of the texts; `split` seeds the shuffle. Texts of one letter stay together."""
    groups = sorted({label.letter or label.id for label in labels})
    random.Random(split).shuffle(groups)  # noqa: S311
    chosen = set(groups[part::2])
    return [label for label in labels if (label.letter or label.id) in chosen]


def answer(labels: Iterable[Label], pack: Pack) -> list[Answer]:
    """Classify every text with the body it came from."""
    return [Answer(label, classify(label.text, pack, label.institution)) for label in labels]


def filed(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers to texts that are filed under a function."""
    return [one for one in answers if one.label.kind in FILED_KINDS]


def groups(filed: Sequence[Answer]) -> dict[str, list[Answer]]:
    """Return all answers, and ("responsible") those of bodies with functions assigned, which are harder."""
    return {"all": [*filed], "responsible": [one for one in filed if one.label.institution not in FEW_FUNCTIONS]}


def figures(answers: Sequence[Answer]) -> Figures:
    """Measure the suggestions for texts that are filed under a function."""
    count = len(answers)
    return Figures(
        count=count,
        top1=_share(answers, lambda one: one.right),
        top3=_share(answers, lambda one: one.label.obligation in one.ranked[:3]),
        level_f1=macro_f1([one.label.level for one in answers], [one.level for one in answers], tuple(Level)),
    )


def wrongly_filed(answer: Answer) -> bool:
    """Is a text that is no report taken for an action?"""
    return answer.label.kind == Kind.OTHER and answer.given.kind in FILED_KINDS


def nothing_f1(answers: Iterable[Answer]) -> float:
    """F1 of telling statements that report nothing done from the rest."""
    pairs = [(one.label.kind in NOTHING, one.given.kind in NOTHING) for one in answers]
    return macro_f1([str(gold) for gold, _ in pairs], [str(given) for _, given in pairs], ("True",))


def macro_f1(gold: Sequence[str], given: Sequence[str], labels: Iterable[str]) -> float:
    """Mean F1 of the labels that occur in `gold`; 0 if none does."""
    pairs = Counter(zip(gold, given, strict=True))
    scores = []
    for label in labels:
        hit = pairs[label, label]
        missed = sum(count for (right, got), count in pairs.items() if right == label != got)
        wrong = sum(count for (right, got), count in pairs.items() if got == label != right)
        if hit + missed:
            scores.append(2 * hit / (2 * hit + missed + wrong))
    return sum(scores) / len(scores) if scores else 0.0


def confusion(answers: Iterable[Answer]) -> list[tuple[str, str, int]]:
    """Return (right, suggested, how often) for wrong first suggestions, the most frequent first."""
    wrong = Counter((one.label.obligation, one.top) for one in answers if not one.right)
    return [(right, given, count) for (right, given), count in wrong.most_common()]


def rule_precision(answers: Iterable[Answer]) -> list[tuple[str, int, int]]:
    """Return (rule, suggestions it supported, of these right) over all first suggestions, by rule."""
    fired: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in answers:
        for rule in {evidence.rule for evidence in one.given.suggestions[0].evidence} if one.ranked else ():
            fired[rule] += 1
            right[rule] += one.right
    return [(rule, count, right[rule]) for rule, count in sorted(fired.items())]


def reliability(answers: Iterable[Answer], bins: int = 10) -> list[tuple[float, int, float, float]]:
    """Return (lower edge, count, mean score, share right) per bin of the first suggestion's score."""
    table: dict[int, list[Answer]] = {}
    for one in answers:
        if one.ranked:
            table.setdefault(min(int(one.score * bins), bins - 1), []).append(one)
    return [
        (number / bins, len(part), sum(one.score for one in part) / len(part), _share(part, lambda one: one.right))
        for number, part in sorted(table.items())
    ]


def coverage(
    answers: Sequence[Answer], steps: Sequence[float] = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
) -> list[tuple[float, float, float]]:
    """Return (least score, share of texts answered, share of these right): what abstaining below a score buys."""
    rows = []
    for least in steps:
        part = [one for one in answers if one.ranked and one.score >= least]
        rows.append((least, len(part) / len(answers) if answers else 0.0, _share(part, lambda one: one.right)))
    return rows


def calibration_error(answers: Iterable[Answer], bins: int = 10) -> float:
    """Mean distance between score and share right, weighted by how many texts a bin holds."""
    table = reliability(answers, bins)
    total = sum(count for _, count, _, _ in table)
    return sum(count * abs(mean - share) for _, count, mean, share in table) / total if total else 0.0


def outcomes(answers: Iterable[Answer]) -> dict[str, dict[str, str]]:
    """What is kept of a run to compare the next one with: kind and first suggestion by text."""
    return {one.label.id: {"kind": str(one.given.kind), "top": one.top} for one in answers}


def changes(
    before: dict[str, dict[str, str]], answers: Iterable[Answer], called: Callable[[str], str] = str
) -> tuple[list[str], list[str]]:
    """Return gains and losses against an earlier run, one line a text; `called` names the kinds."""
    gains: list[str] = []
    losses: list[str] = []
    for one in answers:
        old = before.get(one.label.id)
        if old is None:
            continue
        was, now = _verdict(old["kind"], old["top"], one.label), _verdict(one.given.kind, one.top, one.label)
        if was != now:
            old_kind, new_kind = called(old["kind"]), called(one.given.kind)
            line = f"{one.label.id} {one.label.obligation}: {old_kind} {old['top']} -> {new_kind} {one.top}"
            (gains if now > was else losses).append(line)
    return gains, losses


def _verdict(kind: str, top: str, label: Label) -> int:
    """How much of the answer is right: the kind (nothing done or not), and the function of what is filed."""
    right_kind = (kind in NOTHING) == (label.kind in NOTHING)
    return right_kind + (label.kind in FILED_KINDS and top == label.obligation)


def _share(answers: Sequence[Answer], holds: Callable[[Answer], bool]) -> float:
    return sum(holds(one) for one in answers) / len(answers) if answers else 0.0
