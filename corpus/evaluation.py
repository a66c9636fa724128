"""One run over labelled data: its figures, the lines that tell them, and what was gained and lost since a kept run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from itertools import islice
from pathlib import Path
from typing import Any

from corpus import classifier, rulebench
from corpus.classifier import Answer
from corpus.detail import KINDS
from corpus.score import FIELDS, LetterScore, compare, figures, score_letters, text_figures
from extractor.core.errors import VeeduriaError
from extractor.core.model import Kind, Reading
from extractor.review.sentences import kind_name, line_name, reason_name, reply_name
from rules.models import Pack

SHIPPED = Path(__file__).parent / "letters" / "expected.jsonl"
LETTER_KEYS = {"document", "institution", "unit", "number", "date", "reply"}
ACTION_KEYS = {"text", "kind", "level", "obligation"}
LISTED = 15  # lines shown of tables that have hundreds


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run and how it compares; `record` is what a baseline keeps of it, `misses` what was wrong, line by line."""

    figures: dict[str, Any]
    answers: tuple[Answer, ...]
    record: dict[str, Any]
    misses: tuple[str, ...]
    gains: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()


class LabelError(VeeduriaError):
    """A file of labelled data, or of kept figures, cannot be used."""

    def __init__(self, path: Path, line: int, sentence: str, **values: object) -> None:
        self.place = f"{path}:{line}"
        super().__init__(sentence, **values)

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the message behind the place it is about."""
        return f"{self.place}: {super().said(translate)}"


def holds_letters(gold: Path) -> bool:
    """Check the labels of a file; tell whether they are about letters or about texts alone.

    Raises:
        LabelError: a line is no JSON object, lacks a key, or names a letter that is not beside the file.
    """
    kinds = {_check(gold, number, line) for number, line in enumerate(_lines(gold), start=1) if line.strip()}
    if not kinds:
        raise LabelError(gold, 1, "no labels")
    if len(kinds) > 1:
        raise LabelError(gold, 1, "letters and texts are mixed")
    return kinds.pop()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf8").splitlines()
    except UnicodeDecodeError:
        raise LabelError(path, 1, "not a text in UTF-8") from None


def _check(gold: Path, number: int, line: str) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise LabelError(gold, number, "not a JSON object")
    if "actions" not in row:
        _require(row, {*ACTION_KEYS, "institution"}, gold, number)
        return False
    _require(row, LETTER_KEYS, gold, number)
    for action in row["actions"]:
        _require(action, ACTION_KEYS, gold, number)
    name = str(row["document"])
    if Path(name).name != name or not (gold.parent / name).is_file():
        raise LabelError(gold, number, "no letter {name!r} beside the labels", name=name)
    return True


def _require(row: dict[str, Any], keys: set[str], gold: Path, number: int) -> None:
    if missing := keys - row.keys():
        raise LabelError(gold, number, "lacks {keys}", keys=", ".join(sorted(missing)))
    if "kind" in keys and row["kind"] not in list(Kind):
        raise LabelError(gold, number, "unknown kind {kind!r}", kind=row["kind"])


def read_baseline(path: Path) -> dict[str, Any]:
    """Read the figures kept of an earlier run; none if there is no such file."""
    if not path.is_file():
        return {}
    try:
        kept = json.loads("\n".join(_lines(path)))
    except ValueError:
        kept = None
    if not isinstance(kept, dict):
        raise LabelError(path, 1, "not the figures of an earlier run")
    return kept


def evaluate_letters(
    gold: Path, read: Callable[[bytes], Reading], before: dict[str, Any], called: Callable[[str], str] = str
) -> Evaluation:
    """Read and score the labelled letters beside `gold`; `called` names the measures that changed."""
    scores = score_letters(gold, read)
    gains, losses = compare(before, scores, called)
    return Evaluation(
        figures=figures(scores),
        answers=tuple(answer for one in scores for answer in one.answers),
        record={one.document: one.record() for one in scores},
        misses=tuple(line for one in scores for line in _misses(one)),
        gains=tuple(gains),
        losses=tuple(losses),
    )


def evaluate_texts(gold: Path, pack: Pack, before: dict[str, Any], called: Callable[[str], str] = str) -> Evaluation:
    """Classify and score labelled texts; `called` names the kinds of those that changed."""
    answers = classifier.answer(classifier.read_labels(gold), pack)
    gains, losses = classifier.changes(before, answers, called)
    wrong = [one for one in classifier.filed(answers) if not one.right]
    wrong += [one for one in answers if classifier.wrongly_filed(one)]
    return Evaluation(
        figures=text_figures(answers),
        answers=tuple(answers),
        record=classifier.outcomes(answers),
        misses=tuple(f"{one.label.id} {one.label.obligation} <- {one.top or '-'}: {one.label.text}" for one in wrong),
        gains=tuple(gains),
        losses=tuple(losses),
    )


def _misses(one: LetterScore) -> Iterator[str]:
    said = {"reply": reply_name, "reason": reason_name}
    for name, *both in one.wrong:
        right, given = map(said.get(name, str), both)
        yield f"{one.document} {measure_name(name)}: {right} <- {given}"
    for name, texts in (("missed", one.missed), ("surplus", one.surplus), ("merged", one.merged)):
        yield from (f"{one.document} {measure_name(name)}: {text}" for text in texts)
    for kind, (_hits, missed) in (pair for tally in one.details for pair in tally.items()):
        yield from (f"{one.document} {measure_name(kind)}: {_written(detail)}" for detail in missed)


def _written(detail: Any) -> str:
    """A labelled detail as it is labelled, one of several parts with blanks between them."""
    return " ".join(map(str, detail)) if isinstance(detail, list | tuple) else str(detail)


def measure_name(code: str) -> str:
    """Name a measure of a letter, a kind of detail or of statement in the language in force."""
    names = {
        "reply": _("reply"),
        "reason": _("reason"),
        "found": _("found"),
        "functions": _("functions right"),
        "nothing": _("nothing done, recognised"),
        "details": _("details"),
        "sure": _("found without doubt"),
        "missed": _("missed"),
        "surplus": _("surplus"),
        "surely_false": _("surplus without doubt"),
        "merged": _("several in one"),
    }
    if code in names:
        return names[code]
    if code in (*FIELDS, *KINDS):
        return line_name(code).lower()
    return kind_name(code) if code in list(Kind) else code


def letter_lines(found: dict[str, Any]) -> list[str]:
    """The figures of read letters, for people."""
    details = "  ".join(f"{line_name(kind).lower()} {hits}/{all}" for kind, (hits, all) in found["details"].items())
    reason = "" if found["reason"] is None else "  " + _("reason {share:.3f}").format(share=found["reason"])
    return [
        _(
            "letter head: institution {institution:.3f}  unit {unit:.3f}  number {number:.3f}  date {date:.3f}"
            "  (n={letters})"
        ).format_map(found),
        _(
            "statements: recall {recall:.3f}  precision {precision:.3f}  F1 {f1:.3f}  pieces per action"
            " {pieces_per_action:.2f}  merged {merged}  (gold {gold}, made {made})"
        ).format_map(found),
        *_function_lines(_("end to end"), found),
        _("nothing-done statements recognised: {nothing_recognised}/{nothing_found}").format_map(found),
        *([f"{_('details')}: {details}"] if details else []),
        _("replies judged satisfactory or not as labelled: {reply:.3f}").format_map(found) + reason,
    ]


def text_lines(found: dict[str, Any]) -> list[str]:
    """The figures of classified texts, for people."""
    nothing = _("nothing-done statements: F1 {nothing_f1:.3f}  (n={nothing})").format_map(found)
    kept = _("no report taken for an action: {no_report_filed} of {no_report}").format_map(found)
    return [*_function_lines(_("function"), found), nothing, *([kept] if found["no_report"] else [])]


def _function_lines(title: str, found: dict[str, Any]) -> Iterator[str]:
    names = {"all": _("all"), "responsible": _("responsible bodies")}
    for name, part in found["functions"].items():
        said = _(
            "n={n:4d}  right first {top1:.3f}  among three {top3:.3f}  level right {level_accuracy:.3f}"
            "  level macro-F1 {level_f1:.3f}"
        ).format_map(part)
        yield f"{title}, {names.get(name, name)}: {said}"


def rule_lines(answers: Sequence[Answer], pack: Pack) -> Iterator[str]:
    """Figures per body, reliability and coverage of the scores, the commonest confusions, the weakest rules."""
    yield from ("", *rulebench.report(answers, pack), "", *rulebench.reliability(answers))
    yield from ("", _("times  right <- suggested"))
    yield from (
        f"{count:5d}  {right} <- {given or '-'}" for right, given, count in islice(rulebench.confused(answers), LISTED)
    )
    yield from ("", _("right  times  rule"))
    yield from (
        f"{hit / count:5.2f}  {count:5d}  {rule}" for rule, count, hit in islice(rulebench.precise(answers), LISTED)
    )
