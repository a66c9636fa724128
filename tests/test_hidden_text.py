"""What a page holds and does not show: blacked out in whatever way, or in the colour of what lies under it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.read.pages import read_pages

BEFORE, NAME, AFTER = "La usuaria ", "Petronila Inventada Ficta", " fue acogida en marzo."
LEFT, Y, SIZE = 72.0, 700.0, 11
START, WIDE = LEFT + stringWidth(BEFORE, "Helvetica", SIZE), stringWidth(NAME, "Helvetica", SIZE)


def sheet(
    over: Callable[[Canvas], None] = lambda canvas: None, under: Callable[[Canvas], None] = lambda canvas: None
) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", SIZE)
    under(canvas)
    canvas.setFillGray(0)
    canvas.drawString(LEFT, Y, BEFORE + NAME + AFTER)
    canvas.drawString(LEFT, Y - 40, "Se dictaron dos charlas a las vecinas del puerto de la isla.")
    over(canvas)
    canvas.save()
    return buffer.getvalue()


def read(data: bytes) -> tuple[str, list[str]]:
    pages, problems = read_pages(data)
    everything = [line.text for line in pages[0].lines] + [aside.text for aside in pages[0].aside]
    return "\n".join([*everything, pages[0].given]), [problem.code for problem in problems]


def thick_line(canvas: Canvas) -> None:
    canvas.setLineWidth(13)
    canvas.line(START, Y + 3.5, START + WIDE, Y + 3.5)


def marker(canvas: Canvas) -> None:
    canvas.setLineWidth(5)
    canvas.setLineCap(1)
    canvas.line(START, Y + 5.5, START + WIDE, Y + 6)
    canvas.line(START, Y + 1, START + WIDE, Y + 1.2)


def stroked_box(canvas: Canvas) -> None:
    canvas.setLineWidth(12)
    canvas.rect(START + 6, Y + 3, WIDE - 12, 0.4, fill=0, stroke=1)


def strips(canvas: Canvas) -> None:
    for step in range(12):
        canvas.rect(START, Y - 3 + step, WIDE, 1.1, fill=1, stroke=0)


def form(canvas: Canvas) -> None:
    canvas.beginForm("blot", 0, 0, WIDE, 13)
    canvas.rect(0, 0, WIDE, 13, fill=1, stroke=0)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(START, Y - 3)
    canvas.doForm("blot")
    canvas.restoreState()


def box(canvas: Canvas) -> None:
    canvas.setFillGray(0)
    canvas.rect(START, Y - 3, WIDE, 13, fill=1, stroke=0)


def nearly_black(canvas: Canvas) -> None:
    canvas.setFillAlpha(0.9)
    box(canvas)


def scribble(canvas: Canvas) -> None:
    canvas.setLineWidth(2)
    path = canvas.beginPath()
    path.moveTo(START, Y - 3)
    for step in range(int(WIDE)):
        path.lineTo(START + step, Y + (10 if step % 2 else -3))
    canvas.drawPath(path, stroke=1, fill=0)


def glyphs(canvas: Canvas) -> None:
    canvas.setFont("ZapfDingbats", 14)
    wide = 0.7 * stringWidth("n", "ZapfDingbats", 14)
    for step in range(int(WIDE / wide)):
        canvas.drawString(START + step * wide, Y - 2, "n")


BLACK = [thick_line, marker, stroked_box, strips, form, box, nearly_black, scribble, glyphs]


@pytest.mark.parametrize("over", BLACK)
def test_a_name_blacked_out_by_other_things_than_a_box_was_read(over: Callable[[Canvas], None]) -> None:
    text, told = read(sheet(over))
    assert NAME not in text and "fue acogida en marzo" in text and told == ["hidden_text"]


def test_black_print_on_a_black_box_was_read() -> None:
    text, told = read(sheet(under=box))
    assert NAME not in text and "fue acogida en marzo" in text and told == ["hidden_text"]


@pytest.mark.parametrize("kind", ["Square", "Highlight", "Ink"])
def test_a_name_blacked_out_by_an_annotation_was_read(kind: str) -> None:
    place = [START, Y - 3, START + WIDE, Y + 10]
    left, bottom, right, top = place
    special: dict[str, dict[str, Any]] = {
        "Square": {"IC": [0, 0, 0]},
        "Highlight": {"QuadPoints": [left, top, right, top, left, bottom, right, bottom]},
        "Ink": {"InkList": [[left, Y + 3.5, right, Y + 3.5]], "BS": pikepdf.Dictionary(W=13)},
    }
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + kind), Rect=place, C=[0, 0, 0], F=4, **special[kind]
    )
    buffer = BytesIO()
    with pikepdf.open(BytesIO(sheet())) as pdf:
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(buffer)
    text, told = read(buffer.getvalue())
    assert NAME not in text and "fue acogida en marzo" in text and told == ["hidden_text"]


def test_a_name_under_a_white_box_was_not_told() -> None:
    def white_box(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.rect(START, Y - 3, WIDE, 13, fill=1, stroke=0)

    data = sheet(white_box)
    pages, _ = read_pages(data)
    assert not any(NAME in line.text for line in pages[0].lines) and read(data)[1] == ["hidden_text"]


def test_text_in_the_colour_of_the_box_under_it_was_read() -> None:
    def ghost(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.3, 0.4)
        canvas.rect(60, 760, 400, 30, fill=1, stroke=0)
        canvas.drawString(LEFT, 770, "MINISTERIO INVENTADO DE LA NADA Y EL OLVIDO")

    pages, problems = read_pages(sheet(under=ghost))
    assert not any("MINISTERIO" in line.text for line in pages[0].lines)
    assert [problem.code for problem in problems] == ["hidden_text"]


def crossed_out(canvas: Canvas) -> None:
    canvas.line(START, Y + 3.5, START + WIDE, Y + 3.5)


def frame(canvas: Canvas) -> None:
    canvas.rect(START - 2, Y - 3, WIDE + 4, 14, fill=0, stroke=1)


def underline(canvas: Canvas) -> None:
    canvas.rect(START, Y - 2, WIDE, 0.8, fill=1, stroke=0)


def tag_at_the_edge(canvas: Canvas) -> None:
    text = canvas.beginText(20, 8)
    text.setFont("Helvetica", 6)
    text.setTextRenderMode(3)
    text.textOut("Hecho con un programa que nadie nombra, www.programa.example")
    canvas.drawText(text)


@pytest.mark.parametrize("over", [crossed_out, frame, underline, tag_at_the_edge])
def test_what_hides_nothing_is_no_alarm(over: Callable[[Canvas], None]) -> None:
    text, told = read(sheet(over))
    assert NAME in text and told == []


def test_the_letters_of_a_pale_watermark_blotted_those_of_the_lines_before_it() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.saveState()
    canvas.translate(120, 420)
    canvas.rotate(45)
    canvas.setFont("Helvetica-Bold", 90)
    canvas.setFillGray(0.92)
    canvas.drawString(0, 0, "RESERVADO")
    canvas.restoreState()
    canvas.setFont("Courier", 9)
    told = "SE DIERON CHARLAS A LOS MORADORES DE LA ZONA BAJA, EN ORDEN, SOBRE RIESGOS."
    for row in range(18):
        canvas.drawString(60, 760 - 24 * row, told)
    canvas.save()
    pages, problems = read_pages(file.getvalue())
    assert sum(line.text.startswith(told) for line in pages[0].lines) == 18
    assert [problem.code for problem in problems] == []
