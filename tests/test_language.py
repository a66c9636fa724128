"""What is written in another language is said to be, and nothing in it is taken for an action."""

from __future__ import annotations

import pytest

from extractor.core.model import Kind, Reading
from extractor.read.letter import ReadOptions, read_letter
from tests.pdfs import PACK, letter_pdf, paragraphs, placed

ENGLISH = (
    "The committee met in the spring and agreed on a plan that was sent to all of the members.",
    "Two workshops were held in the harbour, and forty people have been trained to use the new forms.",
    "It is not known when the next report will be ready, but it should be out before the end of the year.",
)
PORTUGUESE = (
    "A comissão não se reuniu no mês de março, mas as oficinas foram realizadas em duas cidades do norte.",
    "Os professores já receberam os materiais e também as orientações para o uso deles nas escolas.",
    "Não há, até o momento, informações sobre os resultados das atividades que estão em curso.",
)


def read(data: bytes) -> Reading:
    return read_letter(data, PACK, ReadOptions(ocr="off"))


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(("name", "texts"), [("English", ENGLISH), ("Português", PORTUGUESE)])
def test_a_text_in_another_language_holds_no_action_and_says_so(name: str, texts: tuple[str, ...]) -> None:
    lines = [line for text in texts for line in (text[:60], text[60:])]
    reading = read(placed([(70, 80 + 15 * row, line) for row, line in enumerate(lines)]))
    assert [problem.detail for problem in reading.problems if problem.code == "other_language"] == [name]
    assert "poor_text" not in codes(reading)
    assert all(finding.classification.kind is Kind.OTHER for finding in reading.findings)
    assert not any(finding.classification.suggestions for finding in reading.findings)


def test_a_sentence_of_another_language_in_a_letter_is_no_action() -> None:
    reading = read(letter_pdf(*paragraphs("Se dictó una charla sobre la trata de personas en el puerto.", ENGLISH[0])))
    kinds = {finding.statement.text: finding.classification.kind for finding in reading.findings}
    assert kinds[ENGLISH[0]] is Kind.OTHER and Kind.ACTION in kinds.values()
    assert "other_language" not in codes(reading)


def test_a_letter_of_names_and_figures_is_in_no_other_language() -> None:
    names = [
        f"Comisaría de {place}, {number} operativos" for number, place in enumerate(["Tarma", "Jauja", "Puno"] * 9)
    ]
    assert "other_language" not in codes(read(letter_pdf(*paragraphs(*names))))


def test_text_without_a_report_and_without_a_reason_needs_a_person() -> None:
    asked = read(letter_pdf(*paragraphs("¿Cuántas charlas se dictaron en los colegios durante el año?")))
    assert "no_report" in codes(asked)
    derived = "Su solicitud ha sido derivada al Ministerio de Salud, por ser de su competencia."
    assert "no_report" not in codes(read(letter_pdf(*paragraphs(derived))))
