"""Farewells that no pack knows, and the heads of mails that are sent on below them."""

from __future__ import annotations

import pytest

from extractor.core.model import Kind
from extractor.read.letter import ReadOptions, read_letter
from tests.pdfs import PACK, items, letter_pdf, paragraphs

TOLD = "Se dictaron dos charlas sobre la trata a los vecinos de Ilo."
SIGNED = ("Rosa Inventada Ficta", "Encargada de la Oficina de Ilo", "Jirón Ficticio 12, Ilo")


def kinds(*body: str, after: tuple[str, ...] = ()) -> dict[str, Kind]:
    flow = [*paragraphs(TOLD, *body[:1]), *paragraphs("<br/>".join(body[1:])), *paragraphs(*after[:1])]
    flow += items(*(("–", one) for one in after[1:]))
    findings = read_letter(letter_pdf(*flow), PACK, ReadOptions(ocr="off")).findings
    return {one.statement.text: one.statement.kind for one in findings}


@pytest.mark.parametrize("farewell", ["Un gran abrazo,", "Siempre a la orden,"])
@pytest.mark.parametrize("rule", [(), ("______________________",)])
def test_who_signs_under_a_farewell_that_no_pack_knows_was_an_action(farewell: str, rule: tuple[str, ...]) -> None:
    made = kinds(farewell, *rule, *SIGNED)
    assert [text for text, kind in made.items() if kind is not Kind.OTHER] == [TOLD]


def test_a_line_with_a_comma_above_a_sentence_is_no_farewell() -> None:
    below = "Se visitaron además seis bares del puerto de Ilo."
    made = kinds("En la misma sede,", below)
    assert [kind for text, kind in made.items() if below in text] == [Kind.ACTION]


def test_the_subject_of_a_mail_that_is_sent_on_reports_nothing() -> None:
    head = ("De: Juan Ficticio", "Enviado: jueves 11/08/2011 03:20 p.m.", "Para: Rosa Inventada")
    subject = "Asunto: los talleres que se dictaron sobre la trata, para la carta"
    told = "Se repartieron 300 cartillas en el mercado de Ilo."
    made = kinds("Un gran abrazo,", *SIGNED, after=("<br/>".join((*head, subject)), told))
    assert made[told] is Kind.ACTION
    assert not [text for text, kind in made.items() if "Asunto: los" in text and kind is not Kind.OTHER]
