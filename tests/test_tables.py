"""Tables in the layouts that word processors make, each told row by row: what was done, when, where, for whom."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from extractor.core.model import Finding, Kind
from extractor.read.letter import ReadOptions, read_letter
from extractor.read.tables import Edge, table_geometry, take_ruled_tables
from tests.pdfs import PACK, blocks_of, letter_pdf, lines_at, paragraphs, placed, table

DONE = (
    "Taller de capacitación a docentes sobre los riesgos del trabajo infantil en la ladrillera",
    "Operativo de fiscalización en hospedajes del cercado, con la policía y la fiscalía de turno",
    "Campaña de difusión en el terminal terrestre",
)
WHEN = ("12/08/2010", "25 de setiembre de 2010", "03/10/2010")
WHERE = ("Tacna", "Ilabaya", "Tarata")
WHOM = ("45 docentes", "12 locales", "300 personas")
HEADERS = ("N°", "Actividad realizada", "Fecha", "Lugar", "Beneficiarios")
WIDTHS = (25, 180, 85, 65, 90)
ROWS = [HEADERS, *((str(n + 1), DONE[n], WHEN[n], WHERE[n], WHOM[n]) for n in range(3))]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")
BELOW = ("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")
ABOVE_ALL = ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black")
TOP, MIDDLE = (("VALIGN", (0, 0), (-1, -1), place) for place in ("TOP", "MIDDLE"))
DOWNWARDS = (
    ("LINEBEFORE", (0, 0), (-1, -1), 0.5, "black"),
    ("LINEAFTER", (-1, 0), (-1, -1), 0.5, "black"),
    ("BOX", (0, 0), (-1, -1), 0.5, "black"),
    ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"),
)


def drawn(rows: Sequence[Sequence[str]], widths: Sequence[float], *look: Any, headers: int = 1, **how: Any) -> Flowable:
    """A table with bold headers."""
    cells = [
        paragraphs(*row, spaceAfter=0, fontName="Helvetica-Bold" if number < headers else "Helvetica")
        for number, row in enumerate(rows)
    ]
    return Table(cells, colWidths=widths, style=list(look), **how)


def reported(*body: Flowable) -> list[Finding]:
    intro = paragraphs("Se detallan a continuación las acciones realizadas:")
    reading = read_letter(letter_pdf(*intro, *body), PACK, ReadOptions(ocr="off"))
    return [finding for finding in reading.findings if finding.statement.kind is Kind.ACTION]


def texts(*body: Flowable) -> list[str]:
    return [finding.statement.text for finding in reported(*body)]


def told(finding: Finding) -> tuple[list[str], list[str], list[int]]:
    """First days, places and numbers of an action."""
    details = finding.details
    return (
        [date.first for date in details.dates],
        [place.name for place in details.places],
        [count.value for count in details.counts],
    )


@pytest.mark.parametrize(
    "look",
    [
        (GRID, TOP),
        (GRID, MIDDLE),
        (BELOW, ABOVE_ALL, TOP),
        (BELOW, ABOVE_ALL, MIDDLE),
        (BELOW, MIDDLE),  # no ruling above the headers
        (("LINEABOVE", (0, 0), (-1, -1), 0.5, "black"), MIDDLE),  # none below the last row
        (*DOWNWARDS, TOP),
        (TOP,),
        (MIDDLE,),
        (("BACKGROUND", (0, 0), (-1, 0), "lightgrey"), ("BACKGROUND", (0, 2), (-1, 2), "whitesmoke"), MIDDLE),
    ],
)
@pytest.mark.parametrize("numbered", [True, False])
def test_a_row_is_one_action_with_its_details_however_the_table_is_ruled(look: Sequence[Any], numbered: bool) -> None:
    first = 0 if numbered else 1
    findings = reported(drawn([row[first:] for row in ROWS], WIDTHS[first:], *look))
    assert [finding.statement.text for finding in findings] == list(DONE)
    assert [told(finding) for finding in findings] == [
        (["2010-08-12"], ["Tacna"], [45]),
        (["2010-09-25"], ["Ilabaya"], [12]),
        (["2010-10-03"], ["Tarata"], [300]),
    ]


@pytest.mark.parametrize("look", [(GRID, TOP), (BELOW, ABOVE_ALL, MIDDLE), (TOP,)])
def test_headers_printed_again_on_the_next_page_are_no_row(look: Sequence[Any]) -> None:
    many = [HEADERS[1:], *(ROWS[1 + n % 3][1:] for n in range(40))]
    assert texts(drawn(many, WIDTHS[1:], *look, repeatRows=1)) == [DONE[n % 3] for n in range(40)]


@pytest.mark.parametrize("look", [(GRID, TOP), (BELOW, ABOVE_ALL, TOP), (TOP,), (*DOWNWARDS, TOP)])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("repeated", [0, 1])
def test_a_row_that_the_page_splits_is_one_action(look: Sequence[Any], first: int, repeated: int) -> None:
    """For some number of rows the page's end cuts through the last one; without headers above its rest or with them."""
    text = f"{DONE[0]}, en coordinación con la red regional y las juntas vecinales de los distritos de frontera"
    for count in (11, 12):
        rows = [HEADERS[first:], *((str(n), f"{text} {n}", WHEN[0], WHERE[0], WHOM[0])[first:] for n in range(count))]
        findings = reported(drawn(rows, WIDTHS[first:], *look, splitInRow=1, repeatRows=repeated))
        assert [finding.statement.text for finding in findings] == [f"{text} {n}" for n in range(count)]
        assert [told(finding) for finding in findings] == [(["2010-08-12"], ["Tacna"], [45])] * count


def test_a_cell_merged_over_several_rows_speaks_in_all_of_them() -> None:
    rows = [("Provincia", "Actividad", "Fecha"), ("Tacna", DONE[0], WHEN[0]), ("", DONE[1], WHEN[1])]
    rows.append(("Tarata", DONE[2], WHEN[2]))
    findings = reported(drawn(rows, (80, 240, 120), GRID, TOP, ("SPAN", (0, 1), (0, 2))))
    assert [told(finding)[:2] for finding in findings] == [
        (["2010-08-12"], ["Tacna"]),
        (["2010-09-25"], ["Tacna"]),
        (["2010-10-03"], ["Tarata"]),
    ]


def test_an_activity_merged_over_several_rows_is_one_action() -> None:
    rows = [
        ("Actividad", "Fecha", "Lugar"),
        (DONE[0], WHEN[0], WHERE[0]),
        ("", WHEN[1], WHERE[1]),
        (DONE[2], WHEN[2], WHERE[2]),
    ]
    assert texts(drawn(rows, (240, 120, 80), GRID, TOP, ("SPAN", (0, 1), (0, 2)))) == [DONE[0], DONE[2]]


@pytest.mark.parametrize("look", [(GRID, TOP), (TOP,)])
def test_headers_in_two_rows_name_their_columns(look: Sequence[Any]) -> None:
    rows = [
        ("N°", "Actividad", "Ejecución", "", "Beneficiarios"),
        ("", "", "Fecha", "Lugar", ""),
        *ROWS[1:],
    ]
    spans = [("SPAN", (2, 0), (3, 0)), *(("SPAN", (column, 0), (column, 1)) for column in (0, 1, 4))]
    findings = reported(drawn(rows, WIDTHS, *look, *spans, headers=2))
    assert [finding.statement.text for finding in findings] == list(DONE)
    assert told(findings[1]) == (["2010-09-25"], ["Ilabaya"], [12])


@pytest.mark.parametrize("look", [(GRID, TOP), (BELOW, ABOVE_ALL, TOP), (*DOWNWARDS, TOP), (TOP,)])
def test_a_table_that_only_arranges_the_head_is_read_as_the_head(look: Sequence[Any]) -> None:
    rows = [("A :", "Directora Ejecutiva"), ("ASUNTO :", "Acciones realizadas"), ("REF. :", "Carta N° 77-2011-OBS")]
    rows.append(("FECHA :", "Tacna, 14 de marzo de 2011"))
    file = BytesIO()
    top = paragraphs("GOBIERNO REGIONAL DE TACNA", "INFORME N° 045-2011-GRT/GRDS")
    body = paragraphs("Me dirijo a usted para informarle que se dictaron dos talleres.", "Se repartieron 300 volantes.")
    SimpleDocTemplate(file).build([*top, drawn(rows, (80, 300), *look, headers=0), Spacer(1, 12), *body])
    reading = read_letter(file.getvalue(), PACK, ReadOptions(ocr="off"))
    assert reading.letter
    head = reading.letter.head
    assert (head.date, head.reference, head.subject) == ("2011-03-14", "Carta N° 77-2011-OBS", "Acciones realizadas")
    actions = [found.statement.text for found in reading.findings if found.statement.kind is Kind.ACTION]
    assert actions == ["se dictaron dos talleres.", "Se repartieron 300 volantes."]


def test_rulings_under_headings_and_signatures_make_no_table() -> None:
    rules = [Table([[""]], colWidths=[300], style=[("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")]) for _ in range(6)]
    body = [part for rule, text in zip(rules, DONE * 2, strict=True) for part in (*paragraphs(f"{text}."), rule)]
    assert texts(*body) == [f"{text}." for text in DONE * 2]


@pytest.mark.parametrize("look", [(GRID, TOP), (TOP,)])
def test_a_row_that_sums_up_the_others_is_no_action(look: Sequence[Any]) -> None:
    rows = [*ROWS, ("", "Total general de beneficiarios", "", "", "357")]
    assert texts(drawn(rows, WIDTHS, *look)) == list(DONE)
    alone = [HEADERS, ("1", "Total de talleres dictados en el año con las redes de la provincia", "2010", "Tacna", "9")]
    assert len(texts(drawn([*alone, ROWS[1]], WIDTHS, GRID, TOP))) == 2


def test_a_form_that_names_each_cell_beside_it_is_a_row_for_each_activity() -> None:
    names = ("Actividad", "Fecha", "Lugar", "Beneficiarios")
    sheet = [pair for n in range(3) for pair in zip(names, (DONE[n], WHEN[n], WHERE[n], WHOM[n]), strict=True)]
    findings = reported(drawn(sheet, (100, 340), GRID, TOP, headers=0))
    assert [finding.statement.text for finding in findings] == list(DONE)
    assert told(findings[1]) == (["2010-09-25"], ["Ilabaya"], [12])


def test_a_list_in_a_cell_is_an_action_for_each_item_with_the_details_of_the_row() -> None:
    cell = [paragraph for text in DONE for paragraph in paragraphs(f"- {text}.", spaceAfter=0)]
    rows = [
        paragraphs("Lugar", "Actividades", "Fecha", spaceAfter=0),
        [*paragraphs("Tacna"), cell, *paragraphs(WHEN[0])],
    ]
    findings = reported(Table(rows, colWidths=(80, 260, 100), style=[GRID, TOP]))
    assert [finding.statement.text for finding in findings] == [f"{text}." for text in DONE]
    assert [told(finding)[:2] for finding in findings] == [(["2010-08-12"], ["Tacna"])] * 3


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Personas beneficiadas", "personas"),
        ("N° de niñas", "niñas"),
        ("VARONES", "varones"),
        ("Número de talleres", "talleres"),
    ],
)
def test_a_bare_figure_counts_what_the_header_of_its_column_names(header: str, what: str) -> None:
    rows = [
        ("Actividad", "Fecha", header),
        *((DONE[n], WHEN[n], figure) for n, figure in enumerate(("3", "1 200", "45"))),
    ]
    for finding, value in zip(reported(drawn(rows, (220, 120, 100), GRID, TOP)), (3, 1200, 45), strict=True):
        (count,) = finding.details.counts
        assert (count.value, count.what) == (value, what)


def test_a_running_number_and_a_year_count_nothing() -> None:
    rows = [("N°", "Actividad", "Año"), *((str(n + 2), DONE[n], "2010") for n in range(3))]
    assert [finding.details.counts for finding in reported(drawn(rows, (50, 300, 90), GRID, TOP))] == [(), (), ()]


def test_headers_of_months_over_figures_are_headers() -> None:
    rows = [("Actividades", "Oct", "Nov", "Dic", "Total"), *((text, "1", "2", "3", "6") for text in DONE)]
    assert texts(drawn(rows, (240, 50, 50, 50, 50), GRID, TOP)) == list(DONE)


def test_twenty_thousand_drawn_edges_take_no_more_than_in_step_with_their_number() -> None:
    def seconds(count: int) -> float:
        spot = random.Random(1).uniform
        edges = []
        for _ in range(count // 2):
            x, y = spot(0, 500), spot(0, 800)
            edges += [Edge(x, y, x + 30, y), Edge(x, y, x, y + 30)]
        began = time.process_time()
        take_ruled_tables([], edges, 1)
        return time.process_time() - began

    table_geometry()
    half = min(seconds(10_000) for _ in range(2))
    whole = min(seconds(20_000) for _ in range(2))
    assert whole <= 1.0 and whole <= 2.3 * half + 0.1


# --- what the cells beside an activity say of it ---


def kinds_in(header: list[str], rows: list[list[str]], widths: list[int]) -> dict[str, Kind]:
    """The kinds of the statements of a letter with this ruled table."""
    buffer = BytesIO()
    SimpleDocTemplate(buffer, pagesize=(612, 792), invariant=1).build(
        [Spacer(0, 200), Paragraph("Se informa lo siguiente:"), Table([header, *rows], colWidths=widths, style=[GRID])]
    )
    found = read_letter(buffer.getvalue(), PACK, ReadOptions(ocr="off"))
    assert found.ledger is not None and found.ledger.lost == {}
    return {finding.statement.text: finding.statement.kind for finding in found.findings}


TALK, FAIR = "Charla sobre trata de personas a escolares", "Feria informativa contra la trata de personas"


@pytest.mark.parametrize(
    "header, done, other, kind",
    [
        ("Resultado", "Se realizó en mayo", "No se llevó a cabo", Kind.NO_ACTION),
        ("Estado", "Concluida", "Pendiente", Kind.PLANNED),
        ("Cumplimiento", "100%", "0 %", Kind.NO_ACTION),
        ("Avance", "Ejecutado", "Por ejecutar", Kind.PLANNED),
        ("Estado", "En proceso", "Cancelada", Kind.NO_ACTION),
        ("¿Se realizó?", "Sí", "No", Kind.NO_ACTION),
        ("Situación", "Culminado", "En trámite", Kind.PLANNED),
    ],
)
def test_a_result_column_says_whether_its_rows_were_done(header: str, done: str, other: str, kind: Kind) -> None:
    kinds = kinds_in(["N°", "Actividad", header], [["1", TALK, done], ["2", FAIR, other]], [40, 280, 140])
    assert kinds[TALK] is Kind.ACTION and kinds[FAIR] is kind


def test_a_directive_in_process_is_still_to_come_where_a_course_is_being_given() -> None:
    draft = "Directiva sobre la atención de víctimas de trata"
    kinds = kinds_in(["Tarea", "Situación"], [[TALK, "En proceso"], [draft, "En proceso"]], [280, 140])
    assert kinds[TALK] is Kind.ACTION and kinds[draft] is Kind.PLANNED


def test_words_above_columns_of_figures_head_a_table_and_report_nothing() -> None:
    rows = [["R.", "Se alojó en una casa de Tumbes", "16"], ["M.", "Devuelta a su familia", "15"]]
    kinds = kinds_in(["Iniciales", "Destino dispuesto", "Edad"], rows, [80, 200, 80])
    assert [text for text, kind in kinds.items() if "Iniciales" in text and kind is not Kind.OTHER] == []
    assert any("Se alojó" in text and kind is Kind.ACTION for text, kind in kinds.items())


@pytest.mark.parametrize(("paid", "made"), [("0%", "100%"), ("No ejecutado", "3")])
def test_what_was_made_and_not_paid_for_was_made(paid: str, made: str) -> None:
    kinds = kinds_in(["Actividad", "Ejec. financiera", "Ejec. física"], [[TALK, paid, made]], [280, 100, 80])
    assert kinds[TALK] is Kind.ACTION


def test_what_was_neither_made_nor_paid_for_was_not_done() -> None:
    rows = [[TALK, "3", "S/. 900"], [FAIR, "0", "S/. 0,00"]]
    kinds = kinds_in(["Actividad", "Ejec. física", "Ejec. presupuestal"], rows, [280, 80, 100])
    assert kinds[TALK] is Kind.ACTION and kinds[FAIR] is Kind.NO_ACTION


def test_a_row_at_a_hundred_percent_among_rows_at_nought_is_surely_done() -> None:
    header = ["Actividad", "Meta", "% de avance"]
    body = [*paragraphs("En respuesta a lo solicitado, cumplo con remitir el cuadro de esta oficina:")]
    body.append(table([header, [TALK, "4 charlas", "100%"], [FAIR, "2 ferias", "0%"]], [280, 80, 80]))
    found = read_letter(letter_pdf(*body), PACK, ReadOptions(ocr="off"))
    said = {one.statement.text: one.classification for one in found.findings}
    assert said[TALK].kind is Kind.ACTION and not said[TALK].doubtful and said[FAIR].kind is Kind.NO_ACTION


def test_a_tick_under_no_says_that_nothing_was_done() -> None:
    kinds = kinds_in(["Actividad", "Sí", "No"], [[TALK, "X", ""], [FAIR, "", "X"]], [280, 40, 40])
    assert kinds[TALK] is Kind.ACTION and kinds[FAIR] is Kind.NO_ACTION


def test_a_result_without_findings_denies_no_activity() -> None:
    rows = [[TALK, "Sin incidentes"], [FAIR, "No se registraron casos"]]
    assert set(kinds_in(["Actividad", "Resultado"], rows, [280, 140]).values()) >= {Kind.ACTION}
    assert kinds_in(["Actividad", "Resultado"], rows, [280, 140])[FAIR] is Kind.ACTION


def test_empty_rows_and_sums_between_rows_are_no_actions() -> None:
    rows = [["1", TALK, "40"], ["", "Subtotal", "40"], ["2", FAIR, "20"], ["3", "", ""]]
    kinds = kinds_in(["N°", "Actividad", "Participantes"], rows, [40, 280, 90])
    assert [text for text, kind in kinds.items() if kind is not Kind.OTHER] == [TALK, FAIR]


def test_a_cell_merged_over_two_rows_and_alone_in_the_first_is_read_once() -> None:
    rows = [
        ["Componente", "Actividad"],
        ["Difusión en la sierra", ""],
        ["", "Charla a madres de los comedores del puerto"],
    ]
    merged = Table(
        rows,
        colWidths=(150, 280),
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (0, 1), (0, 2)), ("SPAN", (1, 1), (1, 1))],
    )
    reading = read_letter(letter_pdf(merged), PACK)
    assert reading.letter is not None and reading.ledger is not None
    assert reading.letter.text.count("Difusión en la sierra") == 1
    assert reading.ledger.lost == {}


def test_a_table_without_rulings_below_the_labels_of_the_head_was_read_as_running_text() -> None:
    head = [
        (70.0, 60.0, "Asunto"),
        (160.0, 60.0, ": Lo realizado"),
        (70.0, 76.0, "Referencia"),
        (160.0, 76.0, ": Carta N° 77-2011"),
    ]
    page = [*head, (70.0, 100.0, "De mi consideración:"), *lines_at(70, 120, ["Se detalla lo realizado en la isla:"])]
    rows = [("Fecha", "Actividad", "Beneficiarios"), *((WHEN[n], f"Charla en {WHERE[n]}", WHOM[n]) for n in (0, 2))]
    page += [
        (x, 140.0 + 20 * at, text)
        for at, row in enumerate(rows)
        for x, text in zip((70.0, 160.0, 380.0), row, strict=True)
    ]
    assert blocks_of(placed(page), "row") == [" | ".join(row) for row in rows[1:]]


def test_two_bold_headers_over_pairs_of_which_one_is_known_head_a_table() -> None:
    rows = [
        ("Rubro", "Detalle"),
        ("Taller", "Se dictó un taller a los guías de la isla"),
        ("Vecinos", "Acudieron 40 vecinos"),
    ]
    assert texts(drawn(rows, (160, 260), TOP))[0] == rows[1][1]


def test_cells_of_two_lines_between_rulings_were_cut_into_two_rows() -> None:
    rows = [("Fecha y lugar, en la plaza de la isla", "Actividad", "Para quién")]
    rows += [(f"{WHEN[n]}, en la plaza de la isla", DONE[n], "Vecinos de la comuna y sus hijos") for n in (0, 1)]
    cells = [paragraphs(*row, spaceAfter=0, leading=17) for row in rows]
    made = Table(cells, colWidths=(110, 230, 110), style=[BELOW, ABOVE_ALL, TOP])
    assert texts(made) == list(DONE[:2])


@pytest.mark.parametrize("centred", [True, False])
def test_numbers_at_half_the_height_of_rows_set_closely_number_them_whole(centred: bool) -> None:
    told = [["Taller de costura para las", "madres, con la posta"], ["Feria en la plaza", "del puerto y de la isla"]]
    told += [["Curso para guías en la", "sierra, con la comuna y", "con la isla vecina, en", "mayo"]]
    page, top = [(70.0, 60.0, "De mi consideración:"), (70.0, 107.0, "N°"), (110.0, 107.0, "Actividad")], 120.0
    for number, lines in enumerate(told, 1):
        page += lines_at(110, top, lines)
        page.append((70.0, top + 6.5 * (len(lines) - 1) * centred, str(number)))
        top += 13 * len(lines)
    page.sort(key=lambda one: (one[1], one[0]))
    assert blocks_of(placed(page), "row") == [f"{n} | {' '.join(lines)}" for n, lines in enumerate(told, 1)]


def test_a_second_table_right_below_the_first_was_taken_for_its_rows() -> None:
    one = [("Actividad", "Lugar", "Fecha"), (DONE[0], WHERE[0], WHEN[0]), (DONE[1], WHERE[1], WHEN[1])]
    two = [("Fecha", "Actividad realizada", "Responsable"), (WHEN[2], DONE[2], "Ana"), (WHEN[0], DONE[1], "Eva")]
    made = texts(drawn(one, (230, 80, 100), TOP), drawn(two, (100, 230, 80), TOP))
    assert made == [DONE[0], DONE[1], DONE[2], DONE[1]]
