"""Figures on labelled texts: what they count, and that a rule change shows its gains and losses."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import pytest

from corpus import classifier, learnbench, rulebench
from corpus.calibration import cross_checked, fit, with_calibration
from corpus.classifier import Label
from corpus.fitting import without_single_use
from extractor.core.model import Kind
from rules.loader import load_pack
from rules.matching import matcher
from rules.model import lend
from rules.models import Calibration
from tests.packs import BODIES, FACETS, OBLIGATIONS, RULES, small_pack, write_pack

PACK = small_pack()
ROOT = Path(__file__).parent.parent
TALKS, CARE, OTHERS = "salud.prev.charlas", "salud.prot.atencion", "salud.prev.otras"


def label(id: str, text: str, obligation: str = TALKS, kind: Kind = Kind.ACTION, letter: str = "") -> Label:
    level = {"prev": "prevencion", "prot": "proteccion"}[obligation.split(".")[1]]
    return Label(id, "SALUD", level, obligation, kind, text, letter)


LABELS = [
    label("1", "Realizó una charla a docentes"),
    label("2", "Realizó un taller a maestros"),
    label("3", "Atendió a heridos", CARE),
    label("4", "Charla a docentes con atención", CARE),
    label("5", "Saludos", OTHERS),
    label("6", "No ha realizado ningún taller", kind=Kind.NO_ACTION),
]
ANSWERS = classifier.answer(LABELS, PACK)


def test_only_what_is_filed_counts_for_functions() -> None:
    figures = classifier.figures(classifier.filed(ANSWERS))
    assert (figures.count, figures.top1, figures.top3) == (5, 0.6, 0.8)


def test_nothing_done_is_counted_over_all_texts() -> None:
    assert classifier.nothing_f1(ANSWERS) == 1.0


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [("aab", "aab", 1.0), ("aab", "abb", (2 * 1 / 3 + 2 * 1 / 3) / 2), ("aa", "cc", 0.0), ("", "", 0.0)],
)
def test_macro_f1(gold: str, given: str, expected: float) -> None:
    assert math.isclose(classifier.macro_f1(list(gold), list(given), "ab"), expected)


def test_confusion_names_what_was_taken_for_what() -> None:
    assert classifier.confusion(classifier.filed(ANSWERS)) == [(CARE, TALKS, 1), (OTHERS, "", 1)]


def test_a_rules_precision_counts_the_suggestions_it_supports() -> None:
    rows = classifier.rule_precision(classifier.filed(ANSWERS))
    assert {rule: (count, right) for rule, count, right in rows} == {
        "charlas": (3, 2),
        "prevention": (3, 2),
        "atencion": (1, 1),
    }


def test_reliability_and_coverage_agree_on_the_share_right() -> None:
    filed = classifier.filed(ANSWERS)
    table = classifier.reliability(filed)
    answered = sum(count for _, count, _, _ in table)
    assert answered == 4
    assert math.isclose(sum(count * right for _, count, _, right in table) / answered, 0.75)
    assert classifier.coverage(filed, (0.0,)) == [(0.0, 0.8, 0.75)]


def test_a_rule_change_shows_gains_and_losses_by_text() -> None:
    heavier = [{**rule, "weight": 4} if rule["id"] == "atencion" else rule for rule in RULES]
    gains, losses = classifier.changes(
        classifier.outcomes(ANSWERS), classifier.answer(LABELS, small_pack(rules=heavier))
    )
    assert gains == [f"4 {CARE}: action {TALKS} -> action {CARE}"]
    assert losses == []


def test_halves_keep_the_texts_of_a_letter_together() -> None:
    labels = [label(str(n), "charla", letter=f"l{n % 5}") for n in range(20)]
    one, other = (classifier.half(labels, 3, part) for part in (0, 1))
    assert {x.letter for x in one}.isdisjoint({x.letter for x in other})
    assert len(one) + len(other) == 20


def test_labelled_letters_give_the_texts_of_their_actions(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    action = {"id": "a1", "text": "charla", "level": "prevencion", "obligation": TALKS, "kind": "action"}
    path.write_text(json.dumps({"document": "x.pdf", "institution": "SALUD", "actions": [action]}), encoding="utf8")
    assert classifier.read_labels(path) == [label("a1", "charla", letter="x.pdf")]


def test_what_speaks_in_one_text_only_is_left_out() -> None:
    cautious = without_single_use(PACK, LABELS)
    facets = {facet.id: facet.phrases for facet in cautious.facets}
    assert facets["activity.charla"] == ("charla", "taller")
    assert facets["activity.atencion"] == ("atendió", "atención")[:0]  # each in one text only
    assert facets["activity.operativo"] == ("=operativo", "=operativos")  # in none of them
    assert "atencion" not in matcher(cautious).find("Atendió a heridos").hits


def test_the_temperature_makes_scores_as_sure_as_they_are_right() -> None:
    noisy = [label(str(n), "Charla a docentes", TALKS if n % 3 else OTHERS) for n in range(30)]
    calibrated = with_calibration(PACK, fit(noisy, PACK))
    before, after = (
        classifier.calibration_error(classifier.answer(noisy, pack))
        for pack in (with_calibration(PACK, Calibration(temperature=0.2)), calibrated)
    )
    assert after < 0.1 < before
    assert len(cross_checked(noisy, PACK, splits=2)) == 2


def test_the_bench_prints_and_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, kept = tmp_path / "gold.jsonl", tmp_path / "run.json"
    gold.write_text("\n".join(json.dumps(asdict(one)) for one in LABELS), encoding="utf8")
    files = {
        "bodies": json.dumps(BODIES),
        "obligations": json.dumps(OBLIGATIONS),
        "facets": json.dumps(FACETS),
        "rules": json.dumps(RULES),
    }
    full, empty = write_pack(tmp_path / "p", **files), write_pack(tmp_path / "q", **{**files, "rules": "[]"})
    shown = ["--misses", "--confusion", "--rules", "--reliability", "--unseen", "--speed", "--calibrate"]
    assert rulebench.main([str(gold), "--pack", full, "--save", str(kept)]) == 0
    assert "all          n=   5  top1 0.600" in capsys.readouterr().out
    assert rulebench.main([str(gold), "--pack", full, *shown]) == 0
    assert "ms per statement" in capsys.readouterr().out
    assert rulebench.main([str(gold), "--pack", empty, "--against", str(kept)]) == 1
    assert "0 gained, 3 lost" in capsys.readouterr().out


def test_the_rules_lose_nothing_on_the_sample_letters() -> None:
    """After a change that is meant: run rulebench on expected.jsonl with --save corpus/letters/rules.json."""
    kept = json.loads((ROOT / "corpus" / "letters" / "rules.json").read_text(encoding="utf8"))
    labels = classifier.read_labels(ROOT / "corpus" / "letters" / "expected.jsonl")
    gains, losses = classifier.changes(kept, classifier.answer(labels, lend(load_pack(), None, "rules alone")))
    assert losses == [], "\n".join([*(f"+ {line}" for line in gains), *(f"- {line}" for line in losses)])


def test_what_one_half_teaches_is_measured_on_the_other() -> None:
    pack = small_pack()
    labels = [label(f"x{n}", f"Atendió a heridos de la calle {n}", OTHERS) for n in range(40)]
    found = list(learnbench.gains(labels, pack, 20, 1))
    assert found == [(0.0, 1.0), (0.0, 1.0)]
