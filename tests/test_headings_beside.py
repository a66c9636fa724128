"""Headings in a column of their own, beside the text that they head."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.pdfs import layout_of

ABOVE = "En atención a su carta, y por cada sede de esta oficina, se le informa lo que se hizo en el año:"
TOLD = {
    ("Sede de la isla", "de Taquile"): (
        "Se dictaron tres charlas sobre la trata a las vecinas de la",
        "isla, con apoyo de la posta.",
        "Se pintó un mural en el muelle.",
    ),
    ("Sede del puer-", "to de Ilo"): ("Se visitó a los pescadores del muelle en cuatro noches de", "marzo."),
    ("Sede de Tarata",): ("Se hizo una feria.",),
    ("Sede de Pachía,", "antes en Tacna"): ("Se repartieron cartillas.",),
}


def beside(bold: bool) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    top = 500.0
    canvas.drawString(70, top, ABOVE)
    for heading, text in TOLD.items():
        top -= 20
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 10)
        for row, line in enumerate(heading):
            canvas.drawString(70, top - 13 * row, line)
        canvas.setFont("Helvetica", 10)
        for row, line in enumerate(text):
            canvas.drawString(190, top - 13 * row, line)
        top -= 13 * (max(len(heading), len(text)) - 1)
    canvas.drawString(
        70, top - 30, "Todo lo dicho consta en el archivo de esta oficina, que queda a disposición de usted."
    )
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("bold", [True, False])
def test_a_heading_of_several_lines_beside_its_text_stood_inside_the_sentences(bold: bool) -> None:
    text = " ".join(layout_of(beside(bold)).text.split())
    for heading, told in TOLD.items():
        if bold or len(heading) == len(told) or len(told) > len(heading):
            assert f"{' '.join(heading).replace('- ', '')} {' '.join(told)}" in text


def test_each_heading_beside_its_text_heads_it() -> None:
    layout = layout_of(beside(True))
    for heading, told in TOLD.items():
        block = next(one for one in layout.blocks if told[-1] in layout.text[one.start : one.end])
        assert " ".join(block.section.split()) == " ".join(heading).replace("- ", "")
