"""Small PDF files made on the spot, for tests of reading."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LETTER = (
    "OFICIO N° {number}-2011-MINEDU/DITOE",
    "Lima, 14 de marzo de 2011",
    "Señora Directora:",
    "Tengo el agrado de dirigirme a usted para informarle lo siguiente:",
    "Se capacitó a {number} docentes en prevención de la trata de personas en junio de 2010.",
    "La Dirección realizó una campaña de difusión con volantes en las ferias de la región.",
    "No se ha registrado ninguna denuncia en el periodo que se consulta.",
    "Atentamente,",
)


def pdf(pages: list[list[str]], size: float = 11) -> bytes:
    """A PDF with these lines on its pages."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for lines in pages:
        canvas.setFont("Helvetica", size)
        for row, line in enumerate(lines):
            canvas.drawString(70, 770 - row * size * 2, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def sample_letter(number: int = 0) -> bytes:
    """One letter of a page; other numbers give other bytes."""
    return pdf([[line.format(number=number + 100) for line in LETTER]])
