"""Learning from decisions: used only where it measures better, explained by words, stored as plain numbers."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from extractor.filing.learn.keywords import propose
from extractor.filing.learn.reranker import (
    Learned,
    LearnedError,
    beliefs,
    load_learned,
    save_learned,
    taught,
    with_lessons,
)
from extractor.filing.learn.train import Example, learn, training_hash
from extractor.filing.rank import classify
from rules.models import Lesson, Pack
from rules.reader import read_pack
from tests.packs import BODIES, OBLIGATIONS, small_pack, write_pack

BARE = small_pack(rules=[])
PLACES = ["plaza", "mercado", "puerto", "colegio", "hospital", "parque"]


def examples(count: int = 6) -> list[Example]:
    """Decisions of a body for which nobody wrote rules; letters repeat, texts differ by place."""
    puppets = [
        Example(f"l{n % 6}", "SALUD", f"Función de titiriteros en el {PLACES[n % 6]} central", "salud.prev.charlas")
        for n in range(count)
    ]
    wounds = [
        Example(f"l{n % 6}", "SALUD", f"Curaciones a heridos del {PLACES[n % 6]} antiguo", "salud.prot.atencion")
        for n in range(count)
    ]
    return [*puppets, *wounds]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return with_lessons(BARE, learn(examples(), BARE)[0])


def test_what_no_rule_says_is_learned_from_decisions(pack: Pack) -> None:
    assert classify("Nuevas curaciones a heridos", BARE, "SALUD").suggestions == ()
    assert classify("Nuevas curaciones a heridos", pack, "SALUD").suggestions[0].obligation == "salud.prot.atencion"
    assert classify("Otra función de titiriteros", pack, "SALUD").suggestions[0].obligation == "salud.prev.charlas"


def test_a_suggestion_names_the_words_that_moved_it(pack: Pack) -> None:
    text = "Otra función de titiriteros"
    evidence = classify(text, pack, "SALUD").suggestions[0].evidence
    assert {one.text for one in evidence} >= {"titiriteros"}
    assert all(one.rule.startswith("learned:") and text[one.start : one.end] == one.text for one in evidence)


def test_the_hash_of_a_taught_pack_names_what_was_learned(pack: Pack) -> None:
    assert pack.hash == f"{BARE.hash}+{training_hash(examples())[:16]}"


def test_nothing_is_learned_where_rules_are_right() -> None:
    rules = [
        {"id": "puppets", "obligation": "salud.prev.charlas", "all": ["titiriteros"], "weight": 2},
        {"id": "wounds", "obligation": "salud.prot.atencion", "all": ["heridos"], "weight": 2},
    ]
    learned, measured = learn(examples(), small_pack(rules=rules))
    assert learned.lessons == {}
    assert [(one.rules, one.learned, one.strength) for one in measured] == [(12, 12, 0.0)]


def test_nothing_is_learned_from_few_decisions() -> None:
    assert learn(examples(3), BARE)[0].lessons == {}


def test_words_of_one_letter_only_are_not_kept(pack: Pack) -> None:
    named = [*examples(), Example("l9", "SALUD", "Curaciones a Etelvina Quispe", "salud.prot.atencion")]
    lesson = learn(named, BARE)[0].lessons["SALUD"]
    assert "quisp" not in str(lesson.weights.keys())
    assert any("titiriter" in word for word in lesson.weights)


def test_lessons_of_other_rules_are_left_aside() -> None:
    learned = learn(examples(), BARE)[0]
    other = small_pack()
    assert with_lessons(other, learned) is other


def test_learning_is_the_same_whatever_the_order() -> None:
    assert learn(examples(), BARE) == learn(examples()[::-1], BARE)


def test_what_was_learned_is_kept_as_plain_numbers(tmp_path: Path) -> None:
    learned, path = learn(examples(), BARE)[0], tmp_path / "v.db.learned.json"
    save_learned(learned, path)
    assert load_learned(path) == learned
    assert taught(BARE, path).lessons == learned.lessons
    assert taught(BARE, tmp_path / "none") is BARE


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"format": 2}',
        "[" * 100_000,
        "\x80\x04K\x01.",
        json.dumps({"pack": "p", "training": "t", "decisions": 1, "lessons": {}, "run": "import os"}),
        json.dumps(
            {
                "pack": "p",
                "training": "t",
                "decisions": 1,
                "lessons": {"A": {"obligations": ["x"], "bias": [0, 0], "strength": 1, "floor": -1}},
            }
        ),
        '{"pack":"p","training":"t","decisions":1,"lessons":'
        '{"A":{"obligations":["x"],"bias":[1e999],"strength":1,"floor":-1}}}',
    ],
)
def test_a_file_that_learn_did_not_write_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "v.db.learned.json"
    path.write_text(content, encoding="latin1")
    with pytest.raises(LearnedError, match="veeduria learn"):
        load_learned(path)


@given(st.lists(st.sampled_from(["a", "b", "c", "d"])), st.floats(-9, 9), st.floats(-9, 9))
def test_beliefs_are_log_probabilities(features: list[str], one: float, other: float) -> None:
    lesson = Lesson(obligations=("x", "y"), bias=(0, 0.5), weights={"a": (one, other)}, strength=1, floor=-99)
    assert math.isclose(sum(map(math.exp, beliefs(lesson, features).values())), 1, abs_tol=1e-6)


def test_keywords_mark_what_the_rules_missed() -> None:
    proposals = {one.obligation: one for one in propose(examples(), small_pack())}
    assert set(proposals) == {"salud.prev.charlas", "salud.prot.atencion"}
    puppets = proposals["salud.prev.charlas"]
    assert puppets.phrases == ("función",) or "titiriteros" in puppets.phrases
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
    assert classify("Función de titiriteros", improved, "SALUD").suggestions[0].obligation == "salud.prev.charlas"


def test_nothing_is_proposed_where_the_rules_missed_nothing() -> None:
    right = [Example(f"l{n}", "SALUD", "charla a docentes", "salud.prev.charlas") for n in range(6)]
    assert propose(right, small_pack()) == []


def test_an_empty_lesson_file_model_is_strict() -> None:
    with pytest.raises(ValueError, match="Unexpected keyword"):
        TypeAdapter(Learned).validate_python({"pack": "", "training": "", "decisions": 0, "lessons": {}, "more": 1})
