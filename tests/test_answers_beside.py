"""Answers printed beside their questions, in a table of two columns."""

from __future__ import annotations

from extractor.core.model import Kind
from extractor.read.letter import ReadOptions, read_letter
from tests.pdfs import PACK, letter_pdf, table

ASKED = "¿Qué talleres se dictaron en Ilo?"
TOLD = (
    "Se dictaron 12 talleres sobre la trata a docentes de Ilo.",
    "Se entregaron 300 cartillas en el mercado.",
    "En el próximo trimestre se dictará un taller en Pachía.",
    "No se lleva registro de las víctimas.",
)


def test_an_answer_of_several_sentences_beside_its_question_reports_each_of_them() -> None:
    cells = [("Consulta", "Respuesta"), (ASKED, " ".join(TOLD)), ("¿Hubo operativos?", "Se hicieron 5 operativos.")]
    findings = read_letter(letter_pdf(table(cells, (140, 300))), PACK, ReadOptions(ocr="off")).findings
    made = {one.statement.text: one for one in findings}
    kinds = [made[one].statement.kind for one in TOLD]
    assert kinds == [Kind.ACTION, Kind.ACTION, Kind.PLANNED, Kind.NO_ACTION]
    assert all(ASKED in str(made[one].details) for one in TOLD)
