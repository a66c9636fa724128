"""What a page holds and does not show: blacked out in whatever way, or in the colour of what lies under it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.read.pages import read_pages

BEFORE, NAME, AFTER = "La usuaria ", "Petronila Inventada Ficta", " fue acogida en marzo."
LEFT, Y, SIZE = 72.0, 700.0, 11
START, WIDE = LEFT + stringWidth(BEFORE, "Helvetica", SIZE), stringWidth(NAME, "Helvetica", SIZE)


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", SIZE)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def sheet(
    over: Callable[[Canvas], None] = lambda canvas: None, under: Callable[[Canvas], None] = lambda canvas: None
) -> bytes:
    def draw(canvas: Canvas) -> None:
        under(canvas)
        canvas.setFillGray(0)
        canvas.drawString(LEFT, Y, BEFORE + NAME + AFTER)
        canvas.drawString(LEFT, Y - 40, "Se dictaron dos charlas a las vecinas del puerto de la isla.")
        over(canvas)

    return drawn(draw)


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


SIGNS = ["Inventada Ficta, Petronila", "FICTA J., P.", "Petronila (Ñata) Ficta; 14", "Quiquijana; Paz"]


@pytest.mark.parametrize("name", SIGNS)
@pytest.mark.parametrize("height", [13, 9, 6])
@pytest.mark.parametrize("is_under", [False, True])
def test_a_blacked_out_name_with_a_comma_was_read(name: str, height: float, is_under: bool) -> None:
    wide = stringWidth(name, "Helvetica", SIZE)

    def blot(canvas: Canvas) -> None:
        canvas.setFillGray(0)
        canvas.rect(START, Y + 4 - height / 2, wide, height, fill=1, stroke=0)

    def line(canvas: Canvas) -> None:
        canvas.setFillGray(0)
        canvas.drawString(LEFT, Y - 80, "Se dictaron dos charlas a las vecinas del puerto de la isla.")
        if is_under:
            blot(canvas)
        canvas.drawString(LEFT, Y, BEFORE + name + AFTER)
        if not is_under:
            blot(canvas)

    text, told = read(drawn(line))
    assert re.search(r"^La usuaria █[█.,;() ]* fue acogida en marzo\.$", text, re.M) and told == ["hidden_text"]
    assert not any(part in text for part in name.replace(",", " ").split() if len(part) > 2)


@pytest.mark.parametrize(("low", "high"), [(2.5, 8), (-3, 4)])
def test_a_name_of_which_a_box_leaves_but_an_edge_was_read(low: float, high: float) -> None:
    def half(canvas: Canvas) -> None:
        canvas.rect(START, Y + low, WIDE, high - low, fill=1, stroke=0)

    text, told = read(sheet(half))
    assert "La usuaria █ fue acogida en marzo." in text and told == ["hidden_text"]


@pytest.mark.parametrize(("covered", "width", "anew"), [("4", 5.8, "9"), ("14", 12.0, "71")])
def test_a_figure_painted_over_and_written_anew_was_read_twice_or_not_told(
    covered: str, width: float, anew: str
) -> None:
    def figure(canvas: Canvas) -> None:
        canvas.drawString(LEFT, Y - 80, f"Se dictaron {covered} charlas.")
        start = LEFT + stringWidth("Se dictaron ", "Helvetica", SIZE)
        canvas.setFillGray(1)
        canvas.rect(start, Y - 83, width, 13, fill=1, stroke=0)
        canvas.setFillGray(0)
        canvas.drawString(start, Y - 80, anew)

    pages, problems = read_pages(sheet(figure))
    assert f"Se dictaron {anew} charlas." in [line.text for line in pages[0].lines]
    assert [problem.code for problem in problems] == ["hidden_text"]


def test_what_lies_under_a_picture_that_is_written_on_was_read() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 8), (255, 255, 255))), START, Y - 3, WIDE, 13)
        canvas.drawString(START, Y, "otra cosa")

    pages, problems = read_pages(sheet(picture))
    assert f"{BEFORE}otra cosa{AFTER}" in [line.text for line in pages[0].lines]
    assert [problem.code for problem in problems] == ["hidden_text"]


@pytest.mark.parametrize("colour", [(0, 0, 0.5), (0.5, 0, 0), (0.2, 0.2, 0.2)])
def test_a_name_on_a_ground_of_another_dark_colour_was_read(colour: tuple[float, float, float]) -> None:
    def ground(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.rect(START, Y - 3, WIDE, 13, fill=1, stroke=0)

    text, told = read(sheet(under=ground))
    assert NAME not in text and "fue acogida en marzo" in text and told == ["hidden_text"]


def test_white_print_on_a_dark_ground_is_read() -> None:
    def heading(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.7, 0.1, 0.1)
        canvas.rect(60, 760, 400, 30, fill=1, stroke=0)
        canvas.setFillGray(1)
        canvas.setFont("Helvetica", 6.5)
        canvas.drawString(LEFT, 770, "ALCALDIA ILUSTRE DE LILIPUT, FILIAL LITORAL")
        canvas.setFont("Helvetica", SIZE)

    text, told = read(sheet(under=heading))
    assert "ALCALDIA ILUSTRE DE LILIPUT, FILIAL LITORAL" in text and told == []


def test_letters_of_the_head_were_blotted_for_a_cover_elsewhere() -> None:
    def covers_a_letter(canvas: Canvas) -> None:
        canvas.drawString(LEFT, Y + 40, "ILUSTRE CONCEJO LILIAL DEL LITORAL")
        canvas.drawString(LEFT, Y - 80, "Lilí L.")
        canvas.rect(LEFT, Y - 83, 40, 13, fill=1, stroke=0)

    text, told = read(sheet(covers_a_letter))
    assert "ILUSTRE CONCEJO LILIAL DEL LITORAL" in text and NAME in text and "Lilí" not in text
    assert told == ["hidden_text"]


@pytest.mark.parametrize("grey", [1, 0.93])
@pytest.mark.parametrize("anew", ["Rosaura Segunda Otra", "nadie"])
def test_what_is_painted_over_and_written_anew_was_read_twice(grey: float, anew: str) -> None:
    def retyped(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        canvas.rect(START, Y - 3, WIDE, 13, fill=1, stroke=0)
        canvas.setFillGray(0)
        canvas.drawString(START, Y, anew)

    pages, problems = read_pages(sheet(retyped))
    assert f"{BEFORE}{anew}{AFTER}" in [line.text for line in pages[0].lines]
    assert [problem.code for problem in problems] == ["hidden_text"]


def test_a_stamp_that_lets_the_text_through_hides_nothing() -> None:
    def stamp(canvas: Canvas) -> None:
        image = Image.new("RGBA", (200, 60), (0, 0, 0, 0))
        ImageDraw.Draw(image).ellipse((5, 5, 195, 55), outline=(0, 0, 180, 255), width=4)
        canvas.drawImage(ImageReader(image), START, Y - 20, 200, 60, mask="auto")

    text, told = read(sheet(stamp))
    assert BEFORE + NAME + AFTER in text and told == []


def test_text_pressed_to_nothing_was_read() -> None:
    def pressed(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, Y - 80)
        text.setFont("Helvetica", SIZE)
        text.setHorizScale(1)
        text.textOut("Se condecoró a doscientas personas de la isla en el acto.")
        canvas.drawText(text)

    pages, problems = read_pages(sheet(pressed))
    assert not any("condecor" in line.text for line in pages[0].lines)
    assert [problem.code for problem in problems] == ["hidden_text"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("firma", []),
        ("[firma_1] x", []),
        ("copia para Petronila", ["hidden_text"]),
        ("Petronila Ficta", ["hidden_text"]),
    ],
)
def test_few_unseen_words_that_say_something_were_not_told(words: str, told: list[str]) -> None:
    def white(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.drawString(LEFT, Y - 80, words)

    pages, problems = read_pages(sheet(white))
    assert not any(words in line.text for line in pages[0].lines)
    assert [problem.code for problem in problems] == told


@pytest.mark.parametrize("instead", ["Se condujo a Petronila Ficta a otra isla", "Se dictó una charla en el muelle"])
def test_text_that_stands_in_for_other_text_was_read_though_nobody_sees_it(instead: str) -> None:
    def replaced(canvas: Canvas) -> None:
        canvas.addLiteral(f"/Span <</ActualText ({instead})>> BDC")
        canvas.drawString(LEFT, Y - 80, "Se dictó una charla en el muelle")
        canvas.addLiteral("EMC")

    text, _ = read(sheet(replaced))
    assert "Se dictó una charla en el muelle" in text and "otra isla" not in text


def test_a_watermark_took_the_end_of_a_line_with_it() -> None:
    def watermark(canvas: Canvas) -> None:
        canvas.drawString(LEFT, Y - 54, "riscos de la isla.")
        canvas.saveState()
        canvas.translate(160, Y - 130)
        canvas.rotate(45)
        canvas.setFillGray(0.8)
        canvas.setFont("Helvetica-Bold", 60)
        canvas.drawString(0, 0, "PRUEBA")
        canvas.restoreState()

    pages, _ = read_pages(sheet(watermark))
    assert {BEFORE + NAME + AFTER, "riscos de la isla."} <= {line.text for line in pages[0].lines}
