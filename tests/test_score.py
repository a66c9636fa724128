"""Scoring against labelled letters, and `veeduria evaluate`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corpus.classifier import Label
from corpus.detail import tally
from corpus.evaluation import SHIPPED, LabelError, evaluate_letters, holds_letters, letter_lines, read_baseline
from corpus.leaveout import unseen
from corpus.score import GoldLetter, LetterScore, Predicted, compare, figures, held, read_gold, score, unit_name
from extractor.cli.evaluate import command
from extractor.core.model import Classification, Count, DateSpan, Details, Head, Kind, Level, Place, Suggestion
from extractor.read.letter import read_letter
from rules.loader import load_pack
from tests.packs import small_pack

GOLD = read_gold(SHIPPED)
TALK = "Se realizó una charla con cuarenta docentes del distrito de Ancón."
RAID = "Se ejecutaron dos operativos en bares de la carretera a Huacho."


def filed(kind: Kind, obligation: str, level: str) -> Classification:
    return Classification(kind, (Suggestion(obligation, Level(level), 0.9),) if obligation else ())


def perfect(letter: GoldLetter) -> Predicted:
    said = tuple((one.text, filed(one.kind, one.obligation, one.level), Details()) for one in letter.actions)
    return Predicted(letter.head, letter.reply, letter.reason, said)


def two_actions() -> GoldLetter:
    labels = tuple(Label(text[:9], "GL", "prevencion", "gl.prev.otras", Kind.ACTION, text) for text in (TALK, RAID))
    head = Head("GL", "MD Ancón, Lima", "OFICIO N° 5-2011-A", "2011-03-04")
    return GoldLetter("a.pdf", head, "unsatisfactory", None, labels)


def said(*texts: str) -> Predicted:
    letter = two_actions()
    what = filed(Kind.ACTION, "gl.prev.otras", "prevencion")
    return Predicted(letter.head, letter.reply, "", tuple((text, what, Details()) for text in texts))


def test_a_perfect_reading_has_perfect_figures() -> None:
    found = figures([score(letter, perfect(letter)) for letter in GOLD])
    assert found["f1"] == found["institution"] == found["unit"] == found["reply"] == found["reason"] == 1.0
    assert found["pieces_per_action"] == 1.0
    assert found["merged"] == 0
    assert found["functions"]["all"]["top1"] == 1.0
    assert found["nothing_recognised"] == found["nothing_found"]


def test_a_letter_not_read_at_all_loses_everything_and_breaks_nothing() -> None:
    found = figures([score(letter, Predicted(Head(), None, "unread", ())) for letter in GOLD])
    assert found["recall"] == found["precision"] == found["f1"] == found["institution"] == 0.0
    assert found["functions"]["all"]["top1"] < 0.02  # only what has no function is "right"


@pytest.mark.parametrize(
    ("texts", "found", "used", "pieces", "merged"),
    [
        ((TALK, RAID), 2, 2, 2, 0),
        ((TALK,), 1, 1, 1, 0),
        ((f"{TALK} {RAID}",), 2, 1, 2, 1),
        ((TALK[:30], TALK[30:], RAID), 2, 3, 3, 0),
        ((TALK[:20], RAID), 1, 2, 2, 0),  # a fifth of the text does not cover it
        ((TALK, RAID, "De nuestra mayor consideración y estima personal."), 2, 2, 2, 0),
        ((), 0, 0, 0, 0),
    ],
)
def test_pieces_merges_and_gaps_are_told_apart(
    texts: tuple[str, ...], found: int, used: int, pieces: int, merged: int
) -> None:
    result = score(two_actions(), said(*texts))
    assert (result.found, result.used, result.pieces, len(result.merged)) == (found, used, pieces, merged)


def test_statements_that_report_nothing_are_not_counted_as_made() -> None:
    other = Predicted(Head(), None, "", ((TALK, Classification(Kind.OTHER), Details()),))
    assert score(two_actions(), other).made == 0


def test_a_short_text_is_never_matched_by_chance() -> None:
    assert held("se", ["se realizo una charla con docentes"]) == []


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("MD Lince, Lima", "municipalidad distrital de lince"),
        ("M.D. Lince", "municipalidad distrital de lince"),
        ("GR Ucayali", "gobierno regional de ucayali"),
        ("OD: Huancavelica", "oficina defensorial de huancavelica"),
        (None, ""),
    ],
)
def test_units_are_compared_by_their_full_name(given: str | None, name: str) -> None:
    assert unit_name(given) == name


def test_both_signs_of_number_are_the_same() -> None:
    letter = two_actions()
    head = replace(letter.head, number="Oficio Nº 5-2011-A")
    assert "number" in score(letter, replace(said(TALK), head=head)).fields


def test_gains_and_losses_are_named_per_letter() -> None:
    before = {"a.pdf": {"found": 2, "surplus": 4, "unit": 0}}
    gains, losses = compare(before, [score(two_actions(), said(TALK))])
    assert gains == ["a.pdf: unit 0 -> 1", "a.pdf: surplus 4 -> 0"]
    assert losses == ["a.pdf: found 2 -> 1"]
    assert compare({}, [score(two_actions(), said(TALK))]) == ([], [])


def test_no_sample_letter_is_read_worse_than_recorded() -> None:
    """If it is meant to be: `veeduria evaluate --update-baseline`."""
    pack = load_pack()
    run = evaluate_letters(
        SHIPPED, lambda data: read_letter(data, pack), read_baseline(SHIPPED.parent / "baseline.json")
    )
    assert run.losses == ()
    assert run.record.keys() == {letter.document for letter in GOLD}


def test_the_kept_figures_are_of_the_shipped_letters() -> None:
    assert read_baseline(SHIPPED.parent / "baseline.json").keys() == {letter.document for letter in GOLD}


def test_reasons_are_not_scored_where_the_labels_give_none() -> None:
    scores: list[LetterScore] = [score(two_actions(), said(TALK))]
    assert figures(scores)["reason"] is None
    assert "reason" not in letter_lines(figures(scores))[-1]


def test_details_are_compared_by_what_they_mean() -> None:
    labelled: dict[str, list[Any]] = {
        "counts": [[40, "docentes"], [2, "buses"]],
        "dates": [["2011-03-01", "2011-03-31"]],
        "places": ["Ancón"],
    }
    found = Details(
        counts=(Count(0, 2, "40", 40, "docentes y auxiliares"), Count(0, 1, "2", 2, "bares")),
        dates=(DateSpan(0, 1, "marzo de 2011", "2011-03-01", "2011-03-31"),),
        places=(Place(0, 1, "ANCON", "district", "Ancón"),),
    )
    assert tally(labelled, found) == {"counts": (1, ([2, "buses"],)), "dates": (1, ()), "places": (1, ())}
    assert [hits for hits, _ in tally(labelled, None).values()] == [0, 0, 0]


LETTER: dict[str, Any] = {
    "document": "a.pdf",
    "institution": "GL",
    "unit": "",
    "number": "",
    "date": None,
    "reply": "",
    "actions": [],
}


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("", "no labels"),
        ("{", "not a JSON object"),
        ("[1]", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ('{"text": "a"}', "lacks institution, kind, level, obligation"),
        (json.dumps(LETTER | {"document": "../a.pdf"}), "no letter '../a.pdf' beside"),
        (json.dumps(LETTER | {"document": "b.pdf"}), "no letter 'b.pdf' beside"),
        (json.dumps(LETTER | {"actions": [{}]}), "lacks kind, level, obligation, text"),
        (json.dumps(LETTER) + '\n{"text":"", "kind":"action", "level":"", "obligation":"", "institution":""}', "mixed"),
        ('{"text":"", "kind":"done", "level":"", "obligation":"", "institution":""}', "unknown kind 'done'"),
    ],
)
def test_labels_that_cannot_be_used_are_named(tmp_path: Path, lines: str, problem: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    gold = tmp_path / "gold.jsonl"
    gold.write_text(lines, encoding="utf-8")
    with pytest.raises(LabelError, match=r"gold\.jsonl:1: ") as error:
        holds_letters(gold)
    assert problem in str(error.value)


def test_figures_of_another_program_are_no_baseline(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text("[]", encoding="utf-8")
    with pytest.raises(LabelError, match="not the figures"):
        read_baseline(tmp_path / "baseline.json")


@pytest.fixture
def one_letter(tmp_path: Path) -> Iterator[Path]:
    """A folder with one sample letter and its labels."""
    line = SHIPPED.read_text(encoding="utf-8").splitlines()[0]
    shutil.copy(SHIPPED.parent / json.loads(line)["document"], tmp_path)
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line + "\n", encoding="utf-8")
    yield gold


def evaluate(*arguments: str | Path) -> Any:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_evaluate_prints_figures_for_people_and_for_programs(one_letter: Path) -> None:
    assert "letter head" in evaluate(one_letter).output
    assert json.loads(evaluate(one_letter, "--json").output)["letters"] == 1


def test_evaluate_ends_with_1_when_a_letter_is_read_worse_than_kept(one_letter: Path) -> None:
    assert evaluate(one_letter, "--update-baseline").exit_code == 0
    assert evaluate(one_letter).exit_code == 0
    kept = one_letter.parent / "baseline.json"
    figures = json.loads(kept.read_text(encoding="utf-8"))
    next(iter(figures.values()))["found"] += 1
    kept.write_text(json.dumps(figures), encoding="utf-8")
    result = evaluate(one_letter)
    assert result.exit_code == 1
    assert "- congreso_carta_comision.pdf: found" in result.output


def test_evaluate_measures_writers_left_out_beside_a_plain_svm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    pack = small_pack()
    texts = [("Charla a docentes", "salud.prev.charlas"), ("Atendió a heridos", "salud.prot.atencion")]
    for batch in ("one", "two"):
        rows = [{"text": f"{text} {n} {batch}", "obligation": duty} for n in range(60) for text, duty in texts]
        folder = tmp_path / "p" / "examples"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{batch}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf8")
    pack = replace(pack, folders={pack.info.id: str(tmp_path / "p")})
    for _ in range(2):  # the second time with the models that were kept
        found = {one.batch: one.figures() for one in unseen(pack, keep=tmp_path / "kept")}
        assert set(found) == {"one", "two"}
        assert {one["svm"] for one in found.values()} == {one["first"] for one in found.values()} == {1.0}
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_evaluate_scores_labelled_texts(tmp_path: Path) -> None:
    gold = tmp_path / "texts.jsonl"
    row = {"institution": "GL", "kind": "action", "level": "prevencion", "obligation": "gl.prev.otras"}
    gold.write_text("".join(json.dumps(row | {"id": str(n), "text": TALK}) + "\n" for n in range(3)), encoding="utf-8")
    result = evaluate(gold, "--rules", "--misses")
    assert result.exit_code == 0
    assert "nothing-done statements: F1" in result.output
    assert "calibration error" in result.output


def test_evaluate_counts_what_is_no_report_and_was_taken_for_an_action(tmp_path: Path) -> None:
    gold = tmp_path / "texts.jsonl"
    texts = {"a": TALK, "b": "Me es grato dirigirme a usted para saludarla cordialmente."}
    rows = [
        {"id": id, "institution": "GL", "kind": "other", "level": None, "obligation": None, "text": text}
        for id, text in texts.items()
    ]
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = evaluate(gold, "--misses")
    assert "no report taken for an action: 1 of 2" in result.output
    assert TALK in result.output and texts["b"] not in result.output
