from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.core.model import Kind, Level
from extractor.filing.rank import UnknownBody, classify, combine, probabilities, weigh
from rules.matching import matcher
from tests.packs import small_pack

PACK = small_pack()
SPOKEN = st.lists(
    st.sampled_from(["charla", "docentes", "policías", "atendió", "operativo", "no", "realizó", "ñ", "\x00", "."])
).map(" ".join)


def ranked(text: str, body: str | None = "SALUD", section: str = "") -> list[str]:
    return [one.obligation for one in classify(text, PACK, body, section).suggestions]


def test_the_obligation_whose_rules_fire_comes_first() -> None:
    assert ranked("Realizó una charla a docentes")[0] == "salud.prev.charlas"


def test_otras_wins_when_a_level_is_clear_and_no_function_is() -> None:
    assert ranked("Realizó una charla")[0] == "salud.prev.otras"


def test_only_the_bodys_own_obligations_are_suggested() -> None:
    assert set(ranked("charla, atención y operativo", "POLI")) == {"poli.pers.operativos", "poli.prev.otras"}


def test_nothing_is_suggested_where_no_rule_speaks() -> None:
    assert ranked("Se saludó al personal") == []


def test_a_text_that_plainly_names_a_duty_reports_it_without_a_verb() -> None:
    pack = small_pack(
        more_rules=[
            {"id": "kits", "obligation": "salud.prot.atencion", "any": ["kits"], "weight": 2},
            {"id": "ropa", "obligation": "salud.prot.atencion", "any": ["ropa"], "weight": 1},
        ]
    )
    assert classify("Kits para dos", pack, "SALUD").kind == Kind.ACTION
    assert classify("Kits para dos", pack, "POLI").kind == Kind.OTHER
    assert classify("Ropa para dos", pack, "SALUD").kind == Kind.OTHER
    assert classify("Corresponde a este despacho dar kits", pack, "SALUD").kind == Kind.OTHER


def test_a_rule_that_half_holds_orders_what_is_suggested_but_is_no_evidence() -> None:
    rules = [
        {"id": "kits", "obligation": "salud.prev.charlas", "all": ["activity.atencion", "kits"], "weight": 4},
        {"id": "sure", "obligation": "salud.prot.atencion", "any": ["atendió"], "weight": 2},
    ]
    suggestions = classify("Atendió a dos", small_pack(more_rules=rules), "SALUD").suggestions
    assert [one.obligation for one in suggestions][:2] == ["salud.prot.atencion", "salud.prev.charlas"]
    assert suggestions[1].evidence == ()


def test_a_rule_that_is_barred_hints_at_nothing() -> None:
    rule = {"id": "kits", "obligation": "salud.prev.charlas", "all": ["activity.atencion", "kits"], "none": ["dos"]}
    pack = small_pack(more_rules=[rule])
    found = matcher(pack).find("Atendió a dos")
    assert "kits" not in {one.compiled.rule.id for one in weigh(found, pack, "SALUD").hints}


def test_a_default_or_a_rule_against_alone_suggests_nothing() -> None:
    assert ranked("Llegaron policías") == []


def test_without_an_institution_kind_and_facets_remain() -> None:
    given = classify("Realizó una charla a docentes", PACK)
    assert given.suggestions == ()
    assert [facet.name for facet in given.facets] == ["activity.charla", "audience.docentes"]


def test_an_unknown_institution_is_a_clear_error() -> None:
    with pytest.raises(UnknownBody, match="NADA: no such body in pack small; it has SALUD, POLI"):
        classify("charla", PACK, "NADA")


def test_evidence_names_rule_and_words() -> None:
    text = "Se dictó una charla a los docentes"
    evidence = classify(text, PACK, "SALUD").suggestions[0].evidence
    assert [(one.rule, one.text) for one in evidence] == [
        ("charlas", "charla"),
        ("charlas", "docentes"),
        ("prevention", "charla"),
    ]
    assert all(text[one.start : one.end] == one.text for one in evidence)


def test_a_weight_below_zero_speaks_against() -> None:
    alone, against = (classify(text, PACK, "SALUD") for text in ("charla a docentes", "charla a docentes y policías"))
    assert against.suggestions[0].score < alone.suggestions[0].score


def test_the_section_supports_what_the_text_leaves_out() -> None:
    assert ranked("30 docentes de la zona") == []
    given = classify("30 docentes de la zona", PACK, "SALUD", "Charlas dictadas:")
    assert given.suggestions[0].obligation == "salud.prev.charlas"
    assert {one.text for one in given.suggestions[0].evidence} == {"docentes"}


def test_words_of_a_rule_may_have_to_stand_near_each_other() -> None:
    near = {"id": "near", "obligation": "salud.prot.atencion", "all": ["entregó", "víctima"], "within": 2, "weight": 3}
    pack = small_pack(more_rules=[near])
    assert classify("entregó a la víctima", pack, "SALUD").suggestions[0].obligation == "salud.prot.atencion"
    assert classify("entregó ayer un papel sobre la víctima", pack, "SALUD").suggestions == ()


@given(SPOKEN, st.sampled_from(["SALUD", "POLI", None]), SPOKEN)
def test_scores_are_probabilities_in_order_and_evidence_is_the_texts(text: str, body: str | None, section: str) -> None:
    given = classify(text, PACK, body, section)
    scores = [one.score for one in given.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores) and sum(scores) <= 1.001
    places = [place for one in given.suggestions for place in one.evidence] + [*given.cues]
    assert all(text[place.start : place.end] == place.text for place in places)
    assert all(one.level in Level for one in given.suggestions)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert classify(text, PACK, "SALUD") == classify(text, PACK, "SALUD")


def test_two_hundred_thousand_characters_of_every_cue_are_read() -> None:
    text = "no realizó charla a docentes sin operativo " * 4700
    given = classify(text, PACK, "SALUD")
    assert given.suggestions[0].obligation == "salud.prev.charlas"
    assert len(given.facets) == 3


@given(st.lists(st.floats(-5, 5), max_size=6))
def test_another_rule_for_it_never_lowers_a_score(weights: list[float]) -> None:
    assert combine([*weights, 1.0]) >= combine(weights) or max(weights, default=0) <= 0


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=8), st.floats(0.2, 3))
def test_the_temperature_keeps_the_ranks(scores: list[float], temperature: float) -> None:
    chances = probabilities(scores, temperature)
    best = max(range(len(scores)), key=lambda number: scores[number])
    assert math.isclose(chances[best], max(chances))
    assert math.isclose(sum(chances), 1, abs_tol=0.001)
