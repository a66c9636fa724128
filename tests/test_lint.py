from __future__ import annotations

from typing import Any

import pytest

from extractor.filing.explain import misfiled_examples
from rules.lint import lint
from rules.loader import shipped_packs
from rules.reader import read_pack
from tests.packs import small_pack

CHARLAS = "salud.prev.charlas"


def problems(grave: bool = True, **changes: Any) -> list[str]:
    return [str(fault.problem) for fault in lint(small_pack(**changes)) if fault.grave == grave]


def rule(**fields: Any) -> dict[str, Any]:
    return {"id": "r", "obligation": CHARLAS, **fields}


@pytest.mark.parametrize("name", shipped_packs())
def test_shipped_packs_have_no_fault(name: str) -> None:
    sources = read_pack(name)
    grave = [fault for fault in lint(sources.pack) if fault.grave]
    assert [f"{sources.place(one.section, one.number, one.key)}: {one.problem}" for one in grave] == []


def test_an_example_for_which_a_rule_is_silent_is_a_fault() -> None:
    assert problems(more_rules=[rule(all=["feria"], examples=["Se hizo un desfile"])]) == [
        "r does not speak for its example: Se hizo un desfile"
    ]


def test_a_hole_for_an_unknown_form_of_words_is_a_fault() -> None:
    cue = {"id": "passive", "effect": "done", "phrases": ["fue {participle}"]}
    assert "'fue {participle}': no form of words is called participle" in problems(more_cues=[cue])


def test_a_counterexample_for_which_a_rule_speaks_is_a_fault() -> None:
    assert problems(more_rules=[rule(all=["feria"], counterexamples=["Una feria"])]) == [
        "r speaks for its counterexample: Una feria"
    ]


def test_examples_of_facets_and_cues_are_run() -> None:
    facet = {"id": "place.plaza", "phrases": ["plaza"], "examples": ["En el parque"]}
    cue = {"id": "c", "effect": "planned", "phrases": ["se hará"], "counterexamples": ["Se hará mañana"]}
    assert problems(more_facets=[facet], more_cues=[cue]) == [
        "c speaks for its counterexample: Se hará mañana",
        "place.plaza does not speak for its example: En el parque",
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"all": ["activity.charla"], "none": ["activity"]}, "it wants and bars activity.charla"),
        ({"all": ["first:activity.charla"], "none": ["activity.charla"]}, "it wants and bars first:activity.charla"),
        ({"any": ["feria"], "none": ["feria"]}, "it bars all of `any`"),
        ({"all": ["feria"], "weight": 0}, "weighs nothing"),
        ({"none": ["feria"]}, "what is absent is no evidence"),
    ],
)
def test_a_rule_that_cannot_fire_is_a_fault(fields: dict[str, Any], problem: str) -> None:
    [found] = problems(more_rules=[rule(**fields)])
    assert problem in found


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["activity.nada"], "activity.nada is not a facet"),
        (["first:activity.nada"], "first:activity.nada is not a facet"),
        (["—"], "'—' holds no word"),
    ],
)
def test_a_broken_condition_is_a_fault(names: list[str], problem: str) -> None:
    assert problems(more_rules=[rule(all=names)]) == [problem]


def test_a_facet_cannot_be_a_phrase_of_a_facet() -> None:
    facet = {"id": "place.plaza", "phrases": ["activity.charla"]}
    assert problems(more_facets=[facet]) == ["activity.charla is a facet; only phrases can stand here"]


def test_a_rule_that_a_wider_and_heavier_one_covers_is_shadowed() -> None:
    wide = rule(id="wide", any=["activity", "feria"], weight=2)
    narrow = rule(id="narrow", all=["activity.charla", "docentes"], weight=1)
    assert "narrow is shadowed by wide, which says more" in problems(grave=False, more_rules=[wide, narrow])
    barred = {**wide, "none": ["policías"]}
    assert "narrow is shadowed by wide, which says more" not in problems(grave=False, more_rules=[barred, narrow])


def test_a_rule_whose_own_example_goes_elsewhere_is_hinted_at() -> None:
    pack = small_pack(more_rules=[rule(all=["feria"], weight=0.1, examples=["Atención en la feria"])])
    assert [str(fault.problem) for fault in misfiled_examples(pack)] == [
        "r: salud.prot.atencion comes first for: Atención en la feria"
    ]
