"""What a text is, after ConText: scopes, terminators, pseudo-cues, and who wins when several cues speak."""

from __future__ import annotations

import pytest

from extractor.core.model import Kind
from extractor.filing.kinds import kind_of
from rules.cues import cues_in
from rules.matching import matcher
from tests.packs import small_pack

PACK = small_pack()


def kind(text: str) -> Kind:
    return kind_of(matcher(PACK).find(text), PACK)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Realizó una charla", Kind.ACTION),
        ("Charla a docentes", Kind.ACTION),
        ("No se ha realizado ningún taller", Kind.NO_ACTION),
        ("Se tiene previsto que se realizó un taller", Kind.PLANNED),
        ("No es de su competencia", Kind.NOT_COMPETENT),
        ("Corresponde a este despacho realizado el taller", Kind.OTHER),
        ("Reciba un cordial saludo", Kind.OTHER),
        ("", Kind.OTHER),
        ("\x00\x01 \u200b Привет 日本", Kind.OTHER),
    ],
)
def test_kind(text: str, expected: Kind) -> None:
    assert kind(text) == expected


def test_a_negation_inside_an_action_does_not_undo_it() -> None:
    assert kind("Realizó operativos sin encontrar casos") == Kind.ACTION


@pytest.mark.parametrize("text", ["No omito casos: realizó un taller", "Sin otro particular, taller"])
def test_pseudo_cues_negate_nothing(text: str) -> None:
    assert kind(text) == Kind.ACTION


def test_a_terminator_ends_the_scope() -> None:
    assert kind("No hubo casos pero realizado el taller") == Kind.ACTION
    assert kind("No hubo casos realizado el taller") == Kind.NO_ACTION


def test_the_end_of_a_sentence_ends_the_scope() -> None:
    assert kind("No. Realizado el taller") == Kind.ACTION


def test_a_cue_without_its_target_does_not_hold() -> None:
    assert kind("No sabemos nada de la vida. Taller") == Kind.ACTION


def test_the_cues_that_set_the_kind_are_its_evidence() -> None:
    text = "El despacho no ha realizado ningún taller"
    _, evidence = kind_of(matcher(PACK).find(text), PACK)
    assert [(one.rule, one.text) for one in evidence] == [("negation", "no")]
    assert text[evidence[0].start : evidence[0].end] == "no"


def test_backward_scope_lies_before_the_cue() -> None:
    pack = small_pack(
        cues=[
            {"id": "none", "effect": "no_action", "phrases": ["ninguno"], "direction": "backward", "targets": ["casos"]}
        ]
    )
    assert [cued.cue.id for cued in cues_in(matcher(pack).find("casos: ninguno"), pack)] == []  # a colon ends it
    assert [cued.cue.id for cued in cues_in(matcher(pack).find("de casos tenemos ninguno"), pack)] == ["none"]
    assert [cued.cue.id for cued in cues_in(matcher(pack).find("ninguno de casos"), pack)] == []


HEARSAY = small_pack(
    more_facets=[
        {"id": "partner.policia", "phrases": ["policía"], "body": "POLI"},
        {"id": "partner.juzgado.paz", "phrases": ["juzgado"]},
    ],
    more_cues=[{"id": "says", "effect": "hearsay", "phrases": ["informó que"], "speakers": ["partner"], "window": 9}],
)


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("SALUD", "La policía informó que realizó un operativo", Kind.OTHER),
        ("POLI", "La policía informó que realizó un operativo", Kind.ACTION),
        ("POLI", "El juzgado de la zona informó que realizó un operativo", Kind.OTHER),
        ("SALUD", "Se informó que la policía realizó un operativo", Kind.ACTION),
        (None, "La policía informó que realizó un operativo", Kind.OTHER),
    ],
)
def test_what_another_body_says_it_did_is_hearsay(body: str | None, text: str, expected: Kind) -> None:
    assert kind_of(matcher(HEARSAY).find(text), HEARSAY, body)[0] == expected


SPOKEN = small_pack(
    more_facets=[{"id": "partner.policia", "phrases": ["policía"], "body": "POLI"}],
    more_cues=[
        {
            "id": "told",
            "effect": "hearsay",
            "phrases": ["informado por"],
            "speakers": ["partner"],
            "speaker_follows": True,
            "window": 20,
        }
    ],
)


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("SALUD", "Según lo informado por la policía se realizó un operativo", Kind.OTHER),
        ("POLI", "Según lo informado por la policía se realizó un operativo", Kind.ACTION),
        ("SALUD", "Según lo informado por esta oficina se realizó un operativo", Kind.ACTION),
        ("SALUD", "La policía fue alertada y, según lo informado por esta oficina, se realizó un taller", Kind.ACTION),
    ],
)
def test_who_speaks_may_be_named_after_the_cue(body: str, text: str, expected: Kind) -> None:
    assert kind_of(matcher(SPOKEN).find(text), SPOKEN, body)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Se realizó un taller?", Kind.OTHER),
        ("¿Se realizó un taller? Se realizó una charla.", Kind.ACTION),
        ("¿Qué talleres hubo? No se ha realizado ningún taller", Kind.NO_ACTION),
        ("Cuántos casos no se han realizado?", Kind.OTHER),  # the first mark is lost
        ("Con el OFICIO N? 12 se realizó un taller", Kind.ACTION),  # a sign that OCR misread
        ("Se realizó un taller. N?", Kind.ACTION),
    ],
)
def test_what_is_asked_is_no_report(text: str, expected: Kind) -> None:
    assert kind(text) == expected


def test_a_question_is_the_evidence_that_a_text_reports_nothing() -> None:
    text = "Pregunta 3: ¿Se realizó un taller?"
    _, evidence = kind_of(matcher(PACK).find(text), PACK)
    assert [(one.rule, one.text) for one in evidence] == [("question", "¿Se realizó un taller?")]
    assert text[evidence[0].start : evidence[0].end] == evidence[0].text


def test_a_cue_that_holds_often_is_shown_once() -> None:
    _, evidence = kind_of(matcher(PACK).find("Realizó una charla. Realizó un taller."), PACK)
    assert [one.rule for one in evidence] == ["done"]


def test_an_activity_named_without_a_deed_beside_a_recital_is_no_report() -> None:
    assert kind("Los talleres. Corresponde a este despacho dictarlos") == Kind.OTHER
    assert kind("Los talleres que realizó. Corresponde a este despacho dictarlos") == Kind.ACTION
