"""What a letter prints as one item, one row or one paper is told as one."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from extractor.core.model import Finding, Kind
from extractor.read.language import is_foreign
from extractor.read.layout.markers import read_marker
from extractor.read.letter import ReadOptions, read_letter
from tests.pdfs import CLOSE, HEAD, PACK, Placed, blocks_of, letter_pdf, lines_at, paragraphs, placed, table

HEADED = lines_at(70, 60, HEAD, 18)
CLOSED = lines_at(70, 420, CLOSE, 20)


def found(data: bytes) -> list[Finding]:
    return list(read_letter(data, PACK, ReadOptions(ocr="off")).findings)


def told(data: bytes, *kinds: Kind) -> list[str]:
    return [one.statement.text for one in found(data) if one.statement.kind in (kinds or (Kind.ACTION,))]


def page(body: Sequence[Placed], below: Sequence[Placed] = (), closed: Sequence[Placed] = CLOSED) -> bytes:
    return placed([*HEADED, *body, *closed, *below])


def test_names_set_close_below_a_signature_cut_no_item_at_a_line_end() -> None:
    done = (
        ("A. Se capacitó a 45 docentes de la provincia en la prevención de la trata de personas;", "otros 12 siguen"),
        ("B. Se instaló una mesa de trabajo con las autoridades de la provincia y los dirigentes de", "Ilabaya."),
    )
    lines = [place for n, item in enumerate(done) for place in lines_at(70, 240 + 34 * n, item, 15)]
    names = lines_at(230, 480, ("Rosa Quispe Mamani", "Gerenta Regional", "Gobierno Regional", "Tacna"), 10.5)
    assert told(page(lines, names)) == [" ".join(item)[3:] for item in done]


def test_a_sign_that_is_no_letter_opens_the_items_of_a_list() -> None:
    done = (
        "√ Se dictó una charla a los padres del distrito; la psicóloga de la red estuvo con los de",
        "  Ilabaya.",
        "√ Se repartieron 500 volantes en el terminal.",
    )
    lines = [(70.0 + 8 * text.startswith(" "), 240.0 + 16 * n, text.strip()) for n, text in enumerate(done)]
    assert blocks_of(page(lines), "item") == [f"{done[0][2:]} Ilabaya.", done[2][2:]]


def test_a_report_with_a_number_of_its_own_below_the_letter_answers_with_it() -> None:
    paper = (
        "INFORME N° 45-2011-GRT/SGPS",
        "A : Gerente Regional de Desarrollo Social",
        "DE : Subgerente de Programas Sociales",
        "FECHA : 3 de marzo de 2011",
        "Se dictaron cuatro talleres contra la trata a los jóvenes del valle y de la costa.",
    )
    data = page(lines_at(70, 240, ("Se adjunta el informe solicitado.",)), lines_at(70, 500, paper, 14))
    assert told(data) == [paper[-1]]


def test_a_mail_below_the_reply_answers_nothing() -> None:
    mail = (
        "De: Observatorio",
        "Para: Mesa de partes",
        "Asunto: RV: talleres contra la trata",
        "Se dictaron cuatro talleres contra la trata a los jóvenes del valle y de la costa.",
    )
    done = "Se repartieron 500 volantes contra la trata en el terminal."
    data = page(lines_at(70, 240, (done,)), lines_at(70, 500, mail, 14), lines_at(70, 420, ("Saludos,",)))
    assert told(data)[0] == done
    assert blocks_of(data, "paragraph") == [done]


def test_a_table_below_the_farewell_is_told_row_by_row() -> None:
    rows = [
        ("Código", "Lugar", "Quién lo recibió", "Estado"),
        ("T-01", "Tacna", "Fiscalía de turno", "Derivado el 3 de marzo"),
        ("T-02", "Tarata", "Comisaría de Tarata", "Derivado el 9 de marzo"),
    ]
    annex = [*paragraphs("ANEXO: CASOS DERIVADOS"), table(rows, (50, 60, 120, 180))]
    before = ("Se capacitó a 45 docentes.", "Se instaló una mesa de trabajo.", "Se remite el detalle de los casos.")
    data = letter_pdf(*paragraphs(*before, *CLOSE), *annex)
    assert blocks_of(data, "row") == [" | ".join(row) for row in rows[1:]]


def test_a_row_whose_longest_cell_is_a_name_is_told_whole() -> None:
    rows = [
        ("N°", "Empresa", "Región", "Firma"),
        ("1", "Hospedaje Los Álamos de Tarata E.I.R.L.", "Tacna", "3/3/2010"),
        ("2", "Transportes Flor del Valle de Locumba S.R.L.", "Tacna", "4/3/2010"),
        ("3", "Hotel Gran Mirador de Boca del Río S.A.C.", "Tacna", "9/6/2010"),
    ]
    data = letter_pdf(*paragraphs("Firmaron el compromiso contra la trata:"), table(rows, (30, 220, 60, 80)))
    said = [one.statement.text for one in found(data)]
    assert [text for text in said if " | " in text] == [" | ".join(row) for row in rows[1:]]


def test_initials_are_no_words_of_another_language() -> None:
    assert not is_foreign("4 | Hospedaje La Ribera E.I.R.L. | Locumba", PACK)


# --- tables ----------------------------------------------------------------------------------------------------------

DONE = (
    "Taller de capacitación a docentes sobre los riesgos del trabajo en la ladrillera",
    "Operativo en hospedajes del cercado, con la policía y la fiscalía",
    "Campaña en el terminal terrestre de la provincia",
    "Charla a padres del colegio sobre las ofertas falsas de empleo en otras ciudades",
    "Feria informativa",
    "Reparto de volantes en la frontera con la policía",
)
WHEN = ("12/08/2010", "25 de setiembre de 2010", "03/10/2010", "Noviembre", "04 y 05.11.2010", "diciembre de 2010")
WHERE = ("Tacna", "Ilabaya", "Tarata", "Alto de la Alianza", "Ciudad Nueva", "Locumba")
WHOM = ("45 docentes", "12 locales", "300 personas", "88", "1 500 hogares del distrito", "17")
ROWS = [tuple(row) for row in zip(WHEN, DONE, WHERE, WHOM, strict=True)]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")
OUTER = ("BOX", (0, 0), (-1, -1), 0.5, "black")
UNDER_HEAD = ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black")
UPRIGHT = ("LINEBEFORE", (0, 0), (-1, -1), 0.5, "black")
HALF, TOP = ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("VALIGN", (0, 0), (-1, -1), "TOP")


def drawn(rows: Sequence[Sequence[str]], widths: Sequence[float], *look: Any, bold: bool = True, **how: Any) -> Table:
    fonts = ["Helvetica-Bold" if bold and not number else "Helvetica" for number in range(len(rows))]
    cells = [paragraphs(*row, spaceAfter=0, fontName=font) for row, font in zip(rows, fonts, strict=True)]
    return Table(cells, colWidths=widths, style=list(look), **how)


def rows_of(*body: Flowable) -> list[str]:
    lead = paragraphs("Las acciones contra la trata de personas son las que siguen:")
    return blocks_of(letter_pdf(*lead, *body), "row")


def joined(rows: Sequence[Sequence[str]]) -> list[str]:
    return [" | ".join(cell for cell in row if cell) for row in rows]


@pytest.mark.parametrize("bold", [True, False])
def test_headers_at_half_the_height_of_the_tallest_name_their_columns(bold: bool) -> None:
    heads = ("Fecha de ejecución", "Acciones ejecutadas", "Distrito", "Beneficiarios")
    assert rows_of(drawn([heads, *ROWS], (75, 150, 70, 85), HALF, bold=bold)) == joined(ROWS)


def test_bold_headers_that_nobody_knows_make_a_table_of_what_stands_below_them() -> None:
    heads = ("Cuándo fue", "Qué se hizo", "Jurisdicción", "Alcance")
    assert rows_of(drawn([heads, *ROWS], (75, 150, 70, 85), TOP)) == joined(ROWS)


def test_bold_names_above_offices_are_no_table() -> None:
    names = ("Rosa Quispe", "Luis Mamani", "Ana Condori")
    offices = ("Gerenta", "Jefe", "Asesora")
    assert not rows_of(drawn([names, offices], (120, 120, 120), TOP))


@pytest.mark.parametrize("look", [(TOP,), (HALF,), (TOP, OUTER, UNDER_HEAD, UPRIGHT), (TOP, GRID)])
def test_a_table_goes_on_over_the_page_without_its_headers(look: Sequence[Any]) -> None:
    heads = ("Fecha", "Actividad", "Lugar", "Beneficiarios")
    told = rows_of(Spacer(1, 230), drawn([heads, *ROWS, *ROWS[:5]], (75, 150, 70, 85), *look))
    assert told == joined([*ROWS, *ROWS[:5]])


def test_one_month_in_the_first_row_of_a_page_makes_no_header_of_it() -> None:
    rows = [(month, *row[1:]) for month, row in zip(("Enero", "Marzo", "Abril", "Mayo", "Mayo"), ROWS, strict=False)]
    told = rows_of(Spacer(1, 330), drawn([("Mes", "Actividad", "Lugar", "Total"), *rows], (70, 150, 70, 85), TOP, GRID))
    assert told == joined(rows)


@pytest.mark.parametrize("place", [TOP, HALF])
def test_sub_headings_across_a_table_without_rulings_end_it_not(place: Any) -> None:
    heads = ("Fecha", "Actividad", "Lugar", "Beneficiarios")
    first, second = ("I. PREVENCIÓN", "", "", ""), ("II. PROTECCIÓN", "", "", "")
    rows = [heads, first, *ROWS[:3], second, *ROWS[3:]]
    spans = [("SPAN", (0, number), (-1, number)) for number in (1, 5)]
    assert rows_of(drawn(rows, (75, 150, 70, 85), place, *spans)) == joined(ROWS)


def test_a_month_beside_several_rows_between_uprights_keeps_them_apart() -> None:
    months = ("Agosto", "", "Octubre", "", "", "Noviembre")
    rows = [(month, *row[1:]) for month, row in zip(months, ROWS, strict=True)]
    told = rows_of(
        drawn(
            [("Mes", "Actividad", "Lugar", "Beneficiarios"), *rows], (70, 150, 70, 85), TOP, OUTER, UNDER_HEAD, UPRIGHT
        )
    )
    assert told == joined(rows)


def test_a_month_merged_over_rows_that_rulings_part_keeps_them_apart() -> None:
    months = ("Agosto", "", "Octubre", "Noviembre", "", "Diciembre")
    rows = [(month, *row[1:]) for month, row in zip(months, ROWS, strict=True)]
    look = (TOP, ("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 4), (0, 5)))
    told = rows_of(drawn([("Mes", "Actividad", "Lugar", "Beneficiarios"), *rows], (70, 150, 70, 85), *look))
    assert told == joined(rows)


def test_an_activity_too_short_to_be_told_alone_is_told_with_its_row() -> None:
    rows = [("Octubre", "Tacna", "Talleres en colegios", "45"), ("Junio", "Tarata", "Ninguna", "0")]
    lead = paragraphs("Las acciones contra la trata de personas son las que siguen:")
    grid = drawn([("Mes", "Lugar", "Actividad", "Personas"), *rows], (70, 90, 150, 70), TOP, GRID)
    assert told(letter_pdf(*lead, grid), Kind.NO_ACTION) == [" | ".join(rows[1])]


def test_headers_nobody_knows_are_headers_beside_one_that_numbers_the_rows() -> None:
    rows = [
        (str(number + 1), name, "Lima", "Atención legal a la usuaria", "Sede Tacna")
        for number, name in enumerate("ABC")
    ]
    heads = ("N°", "Código", "Venida de", "Lo brindado", "Sede")
    assert rows_of(drawn([heads, *rows], (30, 60, 70, 160, 80), TOP, GRID)) == joined(rows)


def test_headers_nobody_knows_are_no_row_where_they_are_printed_again() -> None:
    rows = [(f"{100 + number}-2011", "Fiscalía de Tacna", "Trata agravada", "Acusación") for number in range(9)]
    grid = drawn([("Carpeta", "Dependencia", "Tipo", "Etapa"), *rows], (80, 120, 110, 90), TOP, repeatRows=1)
    assert rows_of(Spacer(1, 390), grid) == joined(rows)


def test_a_table_of_several_rows_under_a_title_below_the_farewell_is_the_letters() -> None:
    rows = [(f"{100 + number}-2011", "Fiscalía de Tacna", "Trata agravada", "Acusación") for number in range(4)]
    grid = drawn([("Carpeta", "Dependencia", "Tipo", "Etapa"), *rows], (80, 120, 110, 90), TOP)
    before = ("Se capacitó a 45 docentes.", "Se instaló una mesa de trabajo.", "Se remite el detalle de los casos.")
    data = letter_pdf(*paragraphs(*before, *CLOSE), Spacer(1, 40), *paragraphs("CASOS DE LA REGIÓN"), grid)
    assert blocks_of(data, "row") == joined(rows)


def test_entries_that_count_on_over_several_lines_are_kept_apart() -> None:
    done = (
        "con la policía de turno se rescató a dos adolescentes de un bar de la avenida, que fueron llevadas a casa",
        "se acompañó a una víctima de dieciséis años y a su madre hasta que prestó su declaración ante el juez",
        "se derivó a un joven al albergue",
    )
    entries = [f"Caso N° {number}: {text}" for number, text in enumerate(done, 1)]
    assert blocks_of(letter_pdf(*paragraphs(*entries, spaceAfter=0)), "paragraph") == entries


def test_a_row_of_figures_under_an_activity_tells_none() -> None:
    rows = [("Febrero", "0", "2"), ("Abril", "5", "0"), ("Junio", "10", "10"), ("Julio", "7", "8")]
    lead = paragraphs("Se atendieron consultas sobre la trata de personas:")
    grid = drawn([("Mes", "Consultas", "Orientaciones"), *rows], (90, 90, 90), TOP, GRID)
    assert not any("Febrero" in text or "Abril" in text for text in told(letter_pdf(*lead, grid)))


# --- sentences -------------------------------------------------------------------------------------------------------


def test_numbered_parts_that_each_tell_by_a_verb_are_statements() -> None:
    said = (
        "Cumplo con precisar lo que faltaba: (i) se dotó de dos computadoras a la red contra la trata en diciembre; "
        "(ii) se emitieron veinte avisos contra la trata por la radio; (iii) a Candarave no se llegó."
    )
    data = letter_pdf(*paragraphs("Se dictó una charla contra la trata.", said))
    assert [text.partition(" ")[0] for text in told(data)[1:]] == ["(i)", "(ii)"]


def test_numbered_parts_without_verbs_stay_in_their_sentence() -> None:
    said = "Se dictaron talleres contra la trata: (i) en Tacna; (ii) en Tarata; (iii) en Locumba."
    assert told(letter_pdf(*paragraphs(said))) == [said]


def test_a_short_denial_is_no_title_of_the_plan_after_it() -> None:
    said = "No contamos con albergue. El proyecto de una casa para víctimas de trata se ejecutará en mayo de 2012."
    data = letter_pdf(*paragraphs("Se dictó una charla contra la trata.", said))
    assert told(data, Kind.NO_ACTION) == ["No contamos con albergue."]


def test_the_word_before_each_answer_is_no_part_of_it() -> None:
    answers = (
        "1. ¿Se capacitó al personal en la trata de personas?",
        "Respuesta: Sí; se capacitó a 45 docentes.",
        "2. ¿Se difundió la ley contra la trata?",
        "Respuesta: Se repartieron 500 volantes en el terminal.",
    )
    assert told(letter_pdf(*paragraphs(*answers))) == [answer.partition(": ")[2] for answer in answers[1::2]]


def test_a_table_in_small_print_under_its_annexs_title_is_no_footer() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    head = ["GOBIERNO REGIONAL DE TACNA", "Tacna, 9 de junio de 2011", "OFICIO N° 7-2011-GRT", "Señora", "Presente.-"]
    body = ["Se dictaron dos charlas en los mercados del distrito."] * 14
    cells = [
        ("OFICINA", "ACTIVIDAD", "FECHA", "RESULTADO"),
        ("Centro", "Visita al terminal", "12.04.2011", "Cumplido"),
        ("Norte", "Reparto de volantes", "13.04.2011", "Cumplido"),
    ]
    columns = (70.0, 200.0, 330.0, 450.0)
    small = [(x, 712.0 + 14 * at, cell) for at, row in enumerate(cells) for x, cell in zip(columns, row, strict=True)]
    large = [
        *lines_at(70, 60, head, 18),
        *lines_at(70, 200, body, 32),
        (70.0, 690.0, "ANEXO: RELACIÓN DE VISITAS POR OFICINA"),
    ]
    for size, pieces in ((11, large), (8.5, small)):
        canvas.setFont("Helvetica", size)
        for x, top, text in pieces:
            canvas.drawString(x, A4[1] - top, text)
    canvas.showPage()
    canvas.setFont("Helvetica", 11)
    for x, top, text in lines_at(70, 80, ["Se dictó además un taller en el puerto.", *CLOSE], 30):
        canvas.drawString(x, A4[1] - top, text)
    canvas.save()
    reading = read_letter(file.getvalue(), PACK, ReadOptions(ocr="off"))
    assert reading.letter and not [aside.text for aside in reading.letter.aside if aside.cause == "footer"]


def test_a_long_text_in_small_print_below_an_address_is_no_footer() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    head = ["GOBIERNO REGIONAL DE TACNA", "Tacna, 9 de junio de 2011", "OFICIO N° 7-2011-GRT", "Señora", "Presente.-"]
    body = ["Se dictaron dos charlas en los mercados del distrito, con apoyo de la parroquia."] * 14
    large = [*lines_at(70, 60, head, 18), *lines_at(70, 200, body, 32)]
    told = [f"En el puesto {at} se repartieron volantes a quienes subían al bus." for at in range(12)]
    small = lines_at(70, 690, ["Teléfono 411411, anexo 22", *told], 9.6)
    for size, pieces in ((11, large), (8, small)):
        canvas.setFont("Helvetica", size)
        for x, top, text in pieces:
            canvas.drawString(x, A4[1] - top, text)
    canvas.save()
    reading = read_letter(file.getvalue(), PACK, ReadOptions(ocr="off"))
    assert reading.letter and "En el puesto 11 se repartieron" in reading.letter.text


def test_what_stands_for_hidden_text_at_a_lines_start_opens_no_item() -> None:
    assert read_marker("√ Se dictaron charlas") is not None
    assert read_marker("█ en las comunidades del río") is None
