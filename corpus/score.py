"""How well letters are read: what is found of what a labelled letter holds, and gains and losses letter by letter.

The measures: the head's fields; statements found of those labelled (recall) and labelled of those made (precision),
by fuzzy comparison of their text; pieces an action was cut into; statements that swallow several actions; the function
of what was found; and the judgement of the reply. Labelled letters are JSON Lines with document (a file beside them),
institution, unit, number, date, reply and actions.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from corpus import classifier
from corpus.classifier import NOTHING, Answer, Label
from corpus.detail import KINDS, Labelled, Tally, tally
from extractor.core.model import FILED_KINDS, Classification, Details, Head, Kind, Reading, Verdict

FIELDS = ("institution", "unit", "number", "date", "reply", "reason")
FEWER = ("surplus", "surely_false", "merged")  # measures of which less is better
UNIT_WORDS = {  # how a unit's first word is written out, so that "MD Lince" and its full name are the same
    "md": "municipalidad distrital de",
    "mp": "municipalidad provincial de",
    "od": "oficina defensorial de",
    "dp": "oficina defensorial de",
    "gr": "gobierno regional de",
}
SHORTEST, ALIKE, COVERED = 8, 88, 0.7  # characters compared at least; partial ratio that matches; share to be found
SWALLOWS, WHOLE = 1.4, 96  # a statement that much longer than its match may hold several actions, each this exactly


@dataclass(frozen=True, slots=True)
class GoldLetter:
    """What a labelled letter holds; `reply` is its right judgement, `reason` None where the labels give none.

    `details` stand beside the actions, where the labels have them.
    """

    document: str
    head: Head
    reply: str
    reason: str | None
    actions: tuple[Label, ...]
    details: tuple[Labelled, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the program says of a letter: its head, its judgement and its statements with what is said of them."""

    head: Head
    reply: str | None
    reason: str | None
    statements: tuple[tuple[str, Classification, Details], ...]


@dataclass(frozen=True, slots=True)
class LetterScore:
    """How one letter was read; counts are of statements.

    `fields` are those of FIELDS that are right, `wrong` the others (name, right, given); `reasoned` tells whether the
    labels name the reply's reason. `missed` texts are labelled and not found, `surplus` ones the reverse, and `merged`
    ones swallow several actions.
    """

    document: str
    fields: frozenset[str]
    gold: int
    found: int
    made: int
    used: int
    pieces: int
    answers: tuple[Answer, ...]
    details: tuple[Tally, ...] = ()
    reasoned: bool = False
    wrong: tuple[tuple[str, str, str], ...] = ()
    missed: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    sure: int = 0
    surely_false: int = 0

    @property
    def filed(self) -> list[Answer]:
        return classifier.filed(self.answers)

    @property
    def nothing(self) -> list[Answer]:
        """The answers to found statements that report nothing done."""
        return [one for one in self.answers if one.label.kind not in FILED_KINDS]

    def record(self) -> dict[str, int]:
        """What a baseline keeps of the letter; more is better, except of `FEWER`.

        `sure` are labelled statements found without doubt, `surely_false` the surplus without doubt.
        """
        return {
            **{name: int(name in self.fields) for name in FIELDS},
            "found": self.found,
            "functions": sum(one.right for one in self.filed),
            "nothing": sum(_says_nothing(one) for one in self.nothing),
            "details": sum(hits for one in self.details for hits, _ in one.values()),
            "sure": self.sure,
            "surplus": self.made - self.used,
            "surely_false": self.surely_false,
            "merged": len(self.merged),
        }


def read_gold(path: Path) -> list[GoldLetter]:
    """Read labelled letters."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    by_letter: dict[str, list[Label]] = {row["document"]: [] for row in rows}
    for label in classifier.read_labels(path):
        by_letter[label.letter].append(label)
    return [_gold(row, by_letter[row["document"]]) for row in rows]


def _gold(row: dict[str, Any], labels: list[Label]) -> GoldLetter:
    head = Head(row["institution"], row["unit"] or None, row["number"], row["date"])
    details = tuple(action.get("details", {}) for action in row["actions"])
    return GoldLetter(row["document"], head, row["reply"], row.get("reply_reason"), tuple(labels), details)


def given(reading: Reading) -> Predicted:
    """What a reading says, in the shape that is scored."""
    head = reading.letter.head if reading.letter else Head()
    statements = tuple((one.statement.text, one.classification, one.details) for one in reading.findings)
    verdict = reading.verdict or Verdict(None, "unread")
    return Predicted(head, verdict.reply, verdict.reason, statements)


def score_letters(gold: Path, read: Callable[[bytes], Reading]) -> list[LetterScore]:
    """Read every labelled letter of the file's folder and score it."""
    return [score(letter, given(read((gold.parent / letter.document).read_bytes()))) for letter in read_gold(gold)]


def score(gold: GoldLetter, said: Predicted) -> LetterScore:
    """Compare what the program says of a letter with its labels."""
    reports = [one for one in said.statements if one[1].kind is not Kind.OTHER]
    texts, labels = [plain(text) for text, _, _ in reports], [plain(label.text) for label in gold.actions]
    holds = [held(text, labels) for text in texts]
    owners = [[i for i, actions in enumerate(holds) if j in actions] for j in range(len(labels))]
    covered = [_covered(label, [texts[i] for i in owner]) for label, owner in zip(labels, owners, strict=True)]
    mains = [max(owner, key=lambda i: len(texts[i]), default=None) for owner in owners]
    answers = [
        Answer(label, Classification(Kind.OTHER) if main is None else reports[main][1])
        for label, main in zip(gold.actions, mains, strict=True)
        if main is not None or label.kind in FILED_KINDS
    ]
    details = [
        tally(labelled, None if main is None else reports[main][2])
        for labelled, main in zip(gold.details, mains, strict=False)
    ]
    fields = _right_fields(gold, said)
    sure = [not said.doubtful for _, said, _ in reports]
    return LetterScore(
        document=gold.document,
        sure=sum(main is not None and sure[main] for main in mains),
        surely_false=sum(certain and not actions for certain, actions in zip(sure, holds, strict=True)),
        fields=fields,
        gold=len(labels),
        found=sum(covered),
        made=len(texts),
        used=sum(bool(actions) for actions in holds),
        pieces=sum(len(owner) for owner in owners),
        answers=tuple(answers),
        details=tuple(details),
        reasoned=gold.reason is not None,
        wrong=tuple((name, *_both(gold, said, name)) for name in FIELDS if name not in fields),
        missed=tuple(label.text for label, hit in zip(gold.actions, covered, strict=True) if not hit),
        surplus=tuple(text for (text, _, _), actions in zip(reports, holds, strict=True) if not actions),
        merged=tuple(text for (text, _, _), actions in zip(reports, holds, strict=True) if len(actions) > 1),
    )


def held(text: str, labels: Sequence[str]) -> list[int]:
    """Which labelled texts a statement stands for: the one most like it, or all that a much longer one swallows."""
    alike = [
        j
        for j, label in enumerate(labels)
        if min(len(text), len(label)) >= SHORTEST and fuzz.partial_ratio(text, label) >= ALIKE
    ]
    if not alike:
        return []
    best = max(alike, key=lambda j: fuzz.token_sort_ratio(text, labels[j]))
    if len(text) >= SWALLOWS * len(labels[best]):
        whole = [j for j in alike if len(labels[j]) > 20 and fuzz.partial_ratio(labels[j], text) >= WHOLE]
        if whole:
            return whole
    return [best]


def _covered(label: str, texts: Sequence[str]) -> bool:
    return bool(texts) and sum(min(len(text), len(label)) for text in texts) >= COVERED * len(label)


def _right_fields(gold: GoldLetter, said: Predicted) -> frozenset[str]:
    right = {
        "institution": said.head.institution == gold.head.institution,
        "unit": not gold.head.unit or fuzz.token_set_ratio(unit_name(said.head.unit), unit_name(gold.head.unit)) >= 95,
        "number": plain(said.head.number or "") == plain(gold.head.number or ""),
        "date": said.head.date == gold.head.date,
        "reply": said.reply == gold.reply,
        "reason": not gold.reason or said.reason == gold.reason,
    }
    return frozenset(name for name, holds in right.items() if holds)


def _both(gold: GoldLetter, said: Predicted, name: str) -> tuple[str, str]:
    """A field as labelled and as given."""
    right, got = (gold, said) if name in ("reply", "reason") else (gold.head, said.head)
    return getattr(right, name) or "-", getattr(got, name) or "-"


def plain(text: str) -> str:
    """The text's words and figures without accents, with single blanks between them; "Nº" and "N°" are both "n"."""
    letters = (letter for letter in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(letters)))


def unit_name(unit: str | None) -> str:
    """A unit's name without the region after its comma, its first abbreviation written out."""
    name = re.sub(r"\bM\.?\s?(?=[PD]\b)", "M", (unit or "").partition(",")[0])
    first, _, rest = plain(name).partition(" ")
    return f"{UNIT_WORDS.get(first, first)} {rest}".strip()


def figures(scores: Sequence[LetterScore]) -> dict[str, Any]:
    """The measures over all letters."""
    gold, found = sum(one.gold for one in scores), sum(one.found for one in scores)
    made, used = sum(one.made for one in scores), sum(one.used for one in scores)
    recall, precision = found / max(1, gold), used / max(1, made)
    nothing = [answer for one in scores for answer in one.nothing]
    return {
        "letters": len(scores),
        **{name: _share(scores, name) for name in FIELDS[:-1]},
        "reason": _share([one for one in scores if one.reasoned], "reason"),
        "recall": recall,
        "precision": precision,
        "f1": 2 * recall * precision / max(1e-9, recall + precision),
        "pieces_per_action": sum(one.pieces for one in scores) / max(1, found),
        "merged": sum(len(one.merged) for one in scores),
        "gold": gold,
        "made": made,
        "functions": function_figures([answer for one in scores for answer in one.answers]),
        "details": _details(scores),
        "nothing_recognised": sum(_says_nothing(answer) for answer in nothing),
        "nothing_found": len(nothing),
    }


def _details(scores: Sequence[LetterScore]) -> dict[str, list[int]]:
    """Of each kind of detail that is labelled: how many are found, of how many."""
    tallies = [one for letter in scores for one in letter.details]
    pairs = {kind: [one[kind] for one in tallies if kind in one] for kind in KINDS}
    return {
        kind: [sum(hits for hits, _ in part), sum(hits + len(missed) for hits, missed in part)]
        for kind, part in pairs.items()
        if part
    }


def _share(scores: Sequence[LetterScore], field: str) -> float | None:
    return sum(field in one.fields for one in scores) / len(scores) if scores else None


def function_figures(answers: Iterable[Answer]) -> dict[str, dict[str, float]]:
    """How well found actions are filed: over all bodies, and over those with functions assigned."""
    groups = classifier.groups(classifier.filed(answers))
    return {name: _functions(group) for name, group in groups.items() if group}


def _functions(answers: Sequence[Answer]) -> dict[str, float]:
    measured = classifier.figures(answers)
    return {
        "n": measured.count,
        "top1": measured.top1,
        "top3": measured.top3,
        "level_accuracy": sum(one.level == one.label.level for one in answers) / len(answers),
        "level_f1": measured.level_f1,
    }


def text_figures(answers: Sequence[Answer]) -> dict[str, Any]:
    """The measures over texts classified alone."""
    return {
        "functions": function_figures(answers),
        "nothing_f1": classifier.nothing_f1(answers),
        "nothing": sum(one.label.kind in NOTHING for one in answers),
        "no_report": sum(one.label.kind == Kind.OTHER for one in answers),
        "no_report_filed": sum(map(classifier.wrongly_filed, answers)),
    }


def compare(
    before: dict[str, dict[str, int]], scores: Iterable[LetterScore], called: Callable[[str], str] = str
) -> tuple[list[str], list[str]]:
    """Gains and losses against recorded figures: "letter: measure before -> now"; `called` names the measures."""
    gains: list[str] = []
    losses: list[str] = []
    for one in scores:
        old = before.get(one.document, {})
        for name, now in one.record().items():
            was = old.get(name, now)
            if now != was:
                better = (now < was) if name in FEWER else (now > was)
                (gains if better else losses).append(f"{one.document}: {called(name)} {was} -> {now}")
    return gains, losses


def _says_nothing(answer: Answer) -> bool:
    return answer.given.kind in NOTHING
