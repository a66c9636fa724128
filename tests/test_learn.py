"""Learning from decisions: measured on what was left out, silent where it does not help; keywords for new rules."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from extractor.filing.learn.fitting import Likeness, TrainingCase, fit, normal, strength_of
from extractor.filing.learn.keywords import propose
from extractor.filing.learn.lessons import Filed
from extractor.filing.learn.measure import measured
from extractor.filing.learn.reranker import learn_from, with_reranker
from extractor.filing.rank import classify
from extractor.filing.settings import FOLDS, USUAL
from rules.loader import load_pack
from rules.models import Pack
from rules.reader import read_pack
from rules.words import read_words
from tests.packs import BODIES, OBLIGATIONS, small_pack, write_pack

BARE = small_pack(rules=[])
PLACES = ["plaza", "mercado", "puerto", "colegio", "hospital", "parque"]


def examples(count: int = 6) -> list[Filed]:
    """Decisions of a body for which nobody wrote rules; letters repeat, texts differ by place."""
    puppets = [
        Filed("SALUD", f"Función de títeres en el {PLACES[n % 6]} central", "salud.prev.charlas", sha256=f"l{n % 6}")
        for n in range(count)
    ]
    wounds = [
        Filed("SALUD", f"Curaciones a heridos del {PLACES[n % 6]} antiguo", "salud.prot.atencion", sha256=f"l{n % 6}")
        for n in range(count)
    ]
    return [*puppets, *wounds]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return with_reranker(BARE, learn_from(examples(), BARE))


def test_what_no_rule_says_is_learned_from_decisions(pack: Pack) -> None:
    assert classify("Nuevas curaciones a heridos", BARE, "SALUD").suggestions == ()
    assert classify("Nuevas curaciones a heridos", pack, "SALUD").suggestions[0].obligation == "salud.prot.atencion"
    assert classify("Otra función de títeres", pack, "SALUD").suggestions[0].obligation == "salud.prev.charlas"


def test_a_suggestion_names_the_words_that_moved_it(pack: Pack) -> None:
    text = "Otra función de títeres"
    evidence = classify(text, pack, "SALUD").suggestions[0].evidence
    assert {one.text for one in evidence} >= {"títeres"}
    assert all(one.rule.startswith("learned:") and text[one.start : one.end] == one.text for one in evidence)


def test_each_filing_is_measured_by_those_of_other_letters() -> None:
    team = learn_from(examples(24), BARE)
    assert team
    found, speaks = measured(team)
    assert speaks
    assert [(one.institution, one.decisions, one.taught) for one in found] == [("SALUD", 48, 48)]
    assert found[0].alone < 48


def test_no_strength_is_taken_that_measures_worse_than_rules_and_model() -> None:
    before = normal(np.log(np.array([0.9, 0.1], dtype=np.float32)))
    cases = [TrainingCase("SALUD", before, int(number % 7 == 0), number % FOLDS) for number in range(70)]
    groups = {"SALUD": np.eye(2, dtype=np.float32)}
    alone = np.eye(70, dtype=np.float32)
    other = Likeness(alone[:, ::-1] * 9, alone * 0)  # each resembles only one that is filed otherwise
    assert strength_of(other, cases, groups) == 0
    assert strength_of(other.among(range(29), range(29)), cases[:29], groups) == USUAL


def test_keywords_mark_what_the_rules_missed() -> None:
    proposals = {one.obligation: one for one in propose(examples(), small_pack())}
    assert set(proposals) == {"salud.prev.charlas", "salud.prot.atencion"}
    puppets = proposals["salud.prev.charlas"]
    assert puppets.phrases == ("función",) or "títeres" in puppets.phrases
    assert (puppets.right, puppets.texts, puppets.missed) == (6, 6, 6)


def test_proposed_rules_are_yaml_that_a_pack_takes(tmp_path: Path) -> None:
    proposals = propose(examples(), BARE)
    folder = write_pack(
        tmp_path / "p",
        bodies=json.dumps(BODIES),
        obligations=json.dumps(OBLIGATIONS),
        rules="\n".join(one.yaml() for one in proposals),
    )
    improved = read_pack(folder).pack
    assert classify("Función de títeres", improved, "SALUD").suggestions[0].obligation == "salud.prev.charlas"


def test_nothing_is_proposed_where_the_rules_missed_nothing() -> None:
    right = [Filed("SALUD", "charla a docentes", "salud.prev.charlas", sha256=f"l{n}") for n in range(6)]
    assert propose(right, small_pack()) == []


def test_a_decision_teaches_texts_of_the_same_sense_in_other_words() -> None:
    """Alike by the words alone, a team's filing of two campaigns said nothing of a third in other words."""
    shipped, words = load_pack(), read_words("Jornada de marchas y pasacalles contra la trata en Tumbes")
    team = learn_from([Filed("GL", f"Reparto de volantes en el {one}", "gl.prev.otras") for one in PLACES], shipped)
    assert team
    given = classify(words.text, shipped, "GL").suggestions
    before = {one.obligation: one.score for one in given}
    after = {one.obligation: one.score for one in team.rerank(given, "GL", words)}
    assert after["gl.prev.otras"] > before["gl.prev.otras"] + 0.02


def test_habits_of_level_go_from_one_body_to_another() -> None:
    words = (np.eye(40) * 1.0).astype(np.float32)
    sense = np.ones((40, 40), dtype=np.float32)
    groups = {body: np.eye(2, dtype=np.float32) for body in ("SALUD", "POLI")}
    before = normal(np.log(np.array([0.6, 0.4], dtype=np.float32)))
    cases = [TrainingCase("SALUD", before, 1, number % FOLDS) for number in range(40)]
    correction = fit(Likeness(words, sense), cases, groups, USUAL)
    told = correction.told(Likeness(words[:1] * 0, sense[:1]), "POLI", groups["POLI"], before[None])
    assert told[0].argmax() == 1
