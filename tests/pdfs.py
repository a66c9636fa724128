"""PDFs made for tests: text put where the test wants it, or set as a letter is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from extractor.core.model import Layout, Letter
from extractor.read.layout import lay_out
from extractor.read.letter import read_text
from extractor.read.pages import read_pages
from rules.loader import load_pack

HEIGHT = A4[1]
PACK = load_pack()
Placed = tuple[float, float, str]  # x, distance from the top, text


def placed(*pages: Sequence[Placed], font: str = "Helvetica", size: float = 10) -> bytes:
    """A PDF with each text at its place."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        canvas.setFont(font, size)
        for x, top, text in page:
            canvas.drawString(x, HEIGHT - top, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines_at(x: float, top: float, texts: Sequence[str], leading: float = 13) -> list[Placed]:
    return [(x, top + index * leading, text) for index, text in enumerate(texts)]


def style(**changes: Any) -> ParagraphStyle:
    return ParagraphStyle(
        "test", **{"fontName": "Helvetica", "fontSize": 10, "leading": 13, "spaceAfter": 7, **changes}
    )


def paragraphs(*texts: str, **changes: Any) -> list[Flowable]:
    return [Paragraph(text, style(**changes)) for text in texts]


def items(*pairs: tuple[str, str], left: float = 24) -> list[Flowable]:
    hanging = style(leftIndent=left, bulletIndent=left - 18)
    return [Paragraph(text, hanging, bulletText=marker) for marker, text in pairs]


def table(
    rows: Sequence[Sequence[str]], widths: Sequence[float], ruled: bool = True, repeat: int = 0, split: bool = False
) -> Flowable:
    cells = [[Paragraph(text, style(spaceAfter=0)) for text in row] for row in rows]
    look: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if ruled:
        look.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    return Table(cells, colWidths=widths, repeatRows=repeat, splitInRow=int(split), style=look)


HEAD = (
    "GOBIERNO REGIONAL DE TACNA",
    "Tacna, 14 de marzo de 2011",
    "OFICIO N° 0123-2011-GRT/GRDS",
    "Señora",
    "Directora Ejecutiva",
    "Presente.-",
    "ASUNTO : Información sobre lo realizado",
    "REF. : Carta N° 77-2011-OBS",
    "De mi consideración:",
)
CLOSE = ("Sin otro particular, quedo de usted.", "Atentamente,")


def letter_pdf(*body: Flowable, on_page: Callable[[Canvas, Any], None] = lambda canvas, document: None) -> bytes:
    """A letter with an ordinary head and close around this body."""
    buffer = BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4)
    frame = Frame(70, 80, A4[0] - 140, HEIGHT - 160, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=on_page)])
    document.build([*paragraphs(*HEAD), *body, Spacer(1, 6), *paragraphs(*CLOSE)])
    return buffer.getvalue()


def layout_of(data: bytes) -> Layout:
    return lay_out(read_pages(data)[0], PACK)


def letter_of(data: bytes) -> Letter:
    return read_text("0" * 64, read_pages(data)[0], PACK)[0]


def blocks_of(data: bytes, kind: str) -> list[str]:
    layout = layout_of(data)
    return [layout.text[block.start : block.end] for block in layout.blocks if block.kind == kind]
