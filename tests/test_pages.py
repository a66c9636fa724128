from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.read.letter import read_letter
from extractor.read.pages import printed, read_pages
from tests.pdfs import PACK, lines_at, placed


def codes(data: bytes, password: str | None = None) -> list[str]:
    return [problem.code for problem in read_pages(data, password)[1]]


def encrypted() -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(placed([(70, 100, "Texto reservado")]))) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="dueño", user="clave"))
    return buffer.getvalue()


def test_lines_have_text_place_size_and_weight() -> None:
    pages, problems = read_pages(placed([(70, 100, "Se dictó un taller")], font="Helvetica-Bold", size=12))
    (line,) = pages[0].lines
    assert (problems, line.text, line.page, line.size, line.bold) == ((), "Se dictó un taller", 1, 12.0, True)
    assert 69 < line.box.x0 < 72 and 86 < line.box.top < 92 and 100 < line.box.bottom < 105


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        ("atencio´n en N˜ an˜a", "atención en Ñaña"),
        ("v´ictimas de un pa´is", "víctimas de un país"),
        ("informaci´on del oce´ano", "información del océano"),
        ("CAPACITACIO´N al pingu¨ino", "CAPACITACIÓN al pingüino"),
        ("capacito´ a 45", "capacitó a 45"),
        ("D´Onofrio y O´Higgins", "D´Onofrio y O´Higgins"),
        ("contra la ´trata´ de personas", "contra la ´trata´ de personas"),
    ],
)
def test_accents_drawn_as_glyphs_of_their_own_stand_on_their_letters(drawn: str, text: str) -> None:
    assert printed(drawn) == text


@pytest.mark.parametrize(
    ("tag", "told"), [("Powered by TCPDF (www.tcpdf.org)", []), ("Ministerio de Nada, oculto", ["hidden_text"])]
)
def test_the_mark_of_the_program_that_made_a_file_is_no_hidden_text(tag: str, told: list[str]) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setProducer("TCPDF 6.2.13 (http://www.tcpdf.org)")
    canvas.drawString(70, 700, "Anexo fotos")
    canvas.setFillGray(1)
    canvas.drawString(70, 30, tag)
    canvas.save()
    assert codes(buffer.getvalue()) == told


def test_accents_drawn_over_their_letters_are_read_and_no_character_is_lost() -> None:
    texts = [(70, 100, "Se brindo"), (70 + stringWidth("Se brind", "Helvetica", 10) + 1, 100, "´")]
    texts += [(70 + stringWidth("Se brindo", "Helvetica", 10), 100, " acogida a dos menores en la sierra.")]
    reading = read_letter(placed(texts), PACK)
    assert reading.letter is not None and reading.letter.text == "Se brindó acogida a dos menores en la sierra."
    assert "unaccounted" not in {problem.code for problem in reading.problems}


@pytest.mark.parametrize(("text", "shift"), [("Se brindó acogida en Pachía a las víctimas.", 0), ("SALIÓ EN ÑAÑA", -2)])
def test_accents_drawn_behind_their_line_were_strewn_after_it(text: str, shift: int) -> None:
    bare = "".join({"ó": "o", "í": "i", "Ó": "O", "Ñ": "N"}.get(letter, letter) for letter in text)
    line, signs = [(70.0, 100.0, bare)], []
    for at, letter in enumerate(text):
        if letter != bare[at]:
            sign = "˜" if letter == "Ñ" else "´"
            middle = 70 + stringWidth(bare[:at], "Helvetica", 10) + stringWidth(bare[at], "Helvetica", 10) / 2
            signs.append((middle - stringWidth(sign, "Helvetica", 10) / 2, 100.0 + shift, sign))
    reading = read_letter(placed([*line, *signs]), PACK)
    assert reading.letter is not None and reading.letter.text == text
    assert "unaccounted" not in {problem.code for problem in reading.problems}


def test_a_wide_gap_parts_columns_and_a_blank_does_not() -> None:
    pages, _ = read_pages(placed([(70, 100, "Una línea de texto"), (300, 100, "otra columna")]))
    assert [line.text for line in pages[0].lines] == ["Una línea de texto", "otra columna"]


def test_a_ruling_parts_cells_that_stand_close() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for top in (700, 680, 660):
        canvas.line(70, top, 220, top)
    for x in (70, 122, 220):
        canvas.line(x, 700, x, 660)
    for row, texts in enumerate((("izquierda", "derecha"), ("abajo izq", "abajo der"))):
        canvas.drawString(72, 685 - 20 * row, texts[0])
        canvas.drawString(123, 685 - 20 * row, texts[1])
    canvas.save()
    pages, _ = read_pages(buffer.getvalue())
    (table,) = pages[0].tables
    assert [[cell.text for cell in row] for row in table.rows] == [["izquierda", "derecha"], ["abajo izq", "abajo der"]]
    assert pages[0].lines == ()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_as_a_whole_gives_the_same_text_in_the_same_places(turn: int) -> None:
    upright = placed(lines_at(70, 100, ["primera", "segunda"]))
    buffer = BytesIO()
    with pikepdf.open(BytesIO(upright)) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        pdf.save(buffer)
    turned, straight = (read_pages(data)[0][0] for data in (buffer.getvalue(), upright))
    assert (turned.width, turned.height, turned.rotation) == (straight.width, straight.height, 0)
    lines = sorted(turned.lines, key=lambda line: line.box.top)
    assert [line.text for line in lines] == ["primera", "segunda"]
    for line, wanted in zip(lines, straight.lines, strict=True):
        assert abs(line.box.x0 - wanted.box.x0) < 1 and abs(line.box.bottom - wanted.box.bottom) < 1


def test_text_that_runs_up_the_page_is_measured_upright() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.rotate(90)
    for index, text in enumerate(("primera línea", "segunda línea")):
        canvas.drawString(70, -100 - 13 * index, text)
    canvas.save()
    (page,) = read_pages(buffer.getvalue())[0]
    assert (page.rotation, page.width > page.height) == (90, True)
    assert [line.text for line in page.lines] == ["primera línea", "segunda línea"]
    assert [round(line.box.x0 / 10) for line in page.lines] == [7, 7]
    assert page.lines[0].box.top < page.lines[1].box.top


def test_files_that_cannot_be_read_are_problems() -> None:
    assert codes(b"") == ["empty"]
    assert codes(b"PK\x03\x04 an office file") == ["not_pdf"]
    assert codes(b"%PDF-1.7\nnothing more") == ["broken"]
    assert codes(encrypted()) == ["encrypted"]
    assert codes(encrypted(), "clave") == []


def test_a_page_that_shows_only_a_drawing_is_a_problem_and_a_blank_page_is_none() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.circle(300, 400, 100, fill=1)
    canvas.showPage()
    canvas.drawString(70, 700, "texto")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    pages, problems = read_pages(buffer.getvalue())
    assert len(pages) == 3
    assert [(problem.where, problem.code) for problem in problems] == [("page 1", "page_no_text")]


@given(st.text())
def test_printed_text_has_single_blanks_and_nothing_unprinted(text: str) -> None:
    shown = printed(text)
    assert shown == " ".join(shown.split()) == printed(shown)
    assert not any(char in shown for char in "\x00\x1b\u202e\u200b\ufffe\n\t")


@given(st.lists(st.text(st.characters(codec="latin-1", exclude_categories=["C"]), min_size=1), min_size=1, max_size=4))
def test_any_text_that_can_be_set_is_read_without_failing(texts: list[str]) -> None:
    pages, _ = read_pages(placed(lines_at(40, 60, texts)))
    assert len(pages) == 1
    assert all(line.text == printed(line.text) for line in pages[0].lines)


def drawn(*steps: tuple[float, str | tuple[float, float, float, float], float, float]) -> bytes:
    """A page of grey steps: a text at its place, or a box of width and height."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for grey, what, x, y in steps:
        canvas.setFillGray(grey)
        if isinstance(what, str):
            canvas.drawString(x, y, what)
        else:
            canvas.rect(x, y, what[2], what[3], stroke=0, fill=1)
    canvas.save()
    return buffer.getvalue()


NAMED = "Dictó el taller Perico Ficticio Inventado, que vive en Tacna."


def test_what_stands_under_a_black_box_is_read_nowhere_and_told() -> None:
    data = drawn((0, NAMED, 72, 700), (0, "Otra línea de la carta.", 72, 670), (0, (0, 0, 96, 14), 146, 697))
    pages, problems = read_pages(data)
    text = " ".join(line.text for line in pages[0].lines)
    assert "Ficticio" not in text and "vive en Tacna" in text and "█" in text
    assert "Ficticio" not in pages[0].given and not any("Ficticio" in aside.text for aside in pages[0].aside)
    assert [problem.code for problem in problems] == ["hidden_text"]


@pytest.mark.parametrize("cover", [((1, NAMED, 72, 700),), ((0, NAMED, 72, 700), (1, (0, 0, 400, 14), 70, 697))])
def test_white_and_covered_text_is_no_part_of_the_letter(cover: tuple[Any, ...]) -> None:
    pages, _ = read_pages(drawn(*cover, (0, "Otra línea de la carta.", 72, 670)))
    assert [line.text for line in pages[0].lines] == ["Otra línea de la carta."]
    assert [aside.cause for aside in pages[0].aside] == ["hidden"]


def with_sign(sign: str, code: bytes, *texts: str) -> bytes:
    """A page whose font says of one sign that it is the character of a hexadecimal code."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(placed([(70, 100 + 20 * row, text) for row, text in enumerate(texts)]))) as pdf:
        fonts = pdf.pages[0].Resources.Font
        for name in fonts.keys():  # noqa: SIM118 - older releases iterate over no dictionary itself
            at = ord(sign)  # no code is told twice: which of two counts differs between releases of PDFium
            fonts[name].ToUnicode = pdf.make_stream(
                b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF>"
                b" endcodespacerange 2 beginbfrange <20> <%02X> <0020> <%02X> <FF> <%04X> endbfrange 1 beginbfchar"
                b" <%02X> <%s> endbfchar endcmap end end" % (at - 1, at + 1, at + 1, at, code)
            )
        pdf.save(buffer)
    return buffer.getvalue()


UNTOLD = pytest.mark.parametrize("code", [b"0000", b"0001", b"0002", b"001F", b"FFFD", b"FFFE"])


@UNTOLD
def test_a_numbers_sign_that_the_font_lost_took_the_number_with_it(code: bytes) -> None:
    pages, problems = read_pages(with_sign("#", code, "OFICIO N# 77-2030-ISLA", "Se dictaron 12 charlas en el puerto."))
    assert (pages[0].lines[0].text, problems) == ("OFICIO N° 77-2030-ISLA", ())


@UNTOLD
def test_a_figure_that_lacks_a_digit_was_not_told(code: bytes) -> None:
    text = "Se dictaron 1#2 charlas en el puerto de la isla y en los valles."
    assert codes(with_sign("#", code, text)) == ["unknown_letters"]


@UNTOLD
def test_a_bullet_of_no_known_sign_is_no_lost_letter(code: bytes) -> None:
    assert (
        codes(with_sign("#", code, "# Se dictaron 12 charlas.", "# Se abrieron 3 casas.", "# Se visitó la isla.")) == []
    )


def test_a_printed_soft_hyphen_within_a_line_was_left_out() -> None:
    pages, _ = read_pages(with_sign("#", b"00AD", "OFICIO N° 77#2030#ISLA"))
    assert pages[0].lines[0].text == "OFICIO N° 77-2030-ISLA"


def test_letters_set_apart_are_words_again_and_columns_of_letters_stay() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.drawString(70, 760, "J U N T A  D E  A G U A S", charSpace=0.5)
    canvas.drawString(70, 745, "P R E S E N T E.", charSpace=0.5)
    canvas.drawString(70, 730, "E F M A M J J A S O N D", charSpace=12)
    canvas.save()
    texts = [line.text for line in read_pages(file.getvalue())[0][0].lines]
    assert texts[:2] == ["JUNTA DE AGUAS", "PRESENTE."]
    assert "".join(texts[2:]).replace(" ", "") == "EFMAMJJASOND"
    assert "EFMAMJJASOND" not in texts
