"""A letter's number where it is printed beside the addressee, in parts, cut short on top of pages, or stamped."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from reportlab.platypus import SimpleDocTemplate

from extractor.read.head.figures import read_number
from extractor.read.layout.vocabulary import vocabulary
from tests.pdfs import PACK, letter_of, lines_at, paragraphs, placed, table
from tests.test_heads import BODY, head_of

WORDS = vocabulary(PACK)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("OFICIO N° 41-2012-P-XY/PJ / 3", "OFICIO N° 41-2012-P-XY/PJ"),
        ("OFICIO N° 41-2012-XY/D – pág. 2", "OFICIO N° 41-2012-XY/D"),
        ("INFORME N° 41-2012 – 09MAY2012", "INFORME N° 41-2012"),
        ("OFICIO N° 41 - 2012 - XY / 3", "OFICIO N° 41-2012-XY/3"),  # all its strokes stand apart
        ("OFICIO N° 41-2012-XY/3", "OFICIO N° 41-2012-XY/3"),
    ],
)
def test_a_pages_counter_or_day_set_apart_is_no_part_of_the_number(printed: str, number: str) -> None:
    assert read_number(printed, WORDS) == number


def test_a_class_of_one_letter_and_offices_parted_by_a_colon_belong_to_the_number() -> None:
    assert read_number("OF. (R) N° 7/3/ 118 /", WORDS) == "OF. (R) N° 7/3/118"
    lines = ["SERVICIO DE CAMINOS", "Tacna, 9 de mayo de 2012", "SC/GT:OB/2012-0031", "Señora", "Presente.-"]
    assert head_of(*lines).number == "SC/GT:OB/2012-0031"


def test_the_short_form_on_top_of_every_page_is_not_taken_for_the_number() -> None:
    short, full = [(400.0, 20.0, "INFORME N° 31-2012")], "INFORME N° 31-2012-GRT/DS-SEC"
    head = lines_at(70, 50, ["GOBIERNO REGIONAL DE TACNA", full, "Tacna, 9 de mayo de 2012", "Presente.-"], 18)
    first, second = [*short, *head, *lines_at(70, 160, BODY, 30)], [*short, *lines_at(70, 60, BODY, 30)]
    assert letter_of(placed(first, second)).head.number == full


def test_a_number_in_two_lines_of_a_cell_beside_the_addressee_is_read() -> None:
    cells = [["Señora<br/>Directora<br/>TACNA.-", "OFICIO N°<br/>31-2012-GRT/DS<br/>Tacna, 9 de mayo de 2012"]]
    made = BytesIO()
    body = [*paragraphs("GOBIERNO REGIONAL DE TACNA"), table(cells, (220, 220)), *paragraphs(*BODY)]
    SimpleDocTemplate(made).build(body)
    head = letter_of(made.getvalue()).head
    assert (head.number, head.date) == ("OFICIO N° 31-2012-GRT/DS", "2012-05-09")


def test_a_number_beside_the_word_of_an_addressee_is_no_value_of_it() -> None:
    beside = ((330, 78, "CARTA N° 31-2012-GRT-DS"),)
    texts = ("GOBIERNO REGIONAL DE TACNA", "Señora", "Directora", "Tacna, 9 de mayo de 2012", "ASUNTO : Lo realizado")
    head = head_of(*texts, "REF. : Carta N° 7-2012-OBS", beside=beside)
    assert head.number == "CARTA N° 31-2012-GRT-DS"


def test_a_bare_figure_behind_the_kind_and_a_colon_is_the_number() -> None:
    head = head_of("SERVICIO DE AGUAS", "ORD.: 417", "ANT.: Oficio N° 9 de 2010", "TALCA, 9 de mayo de 2012")
    assert head.number == "ORD 417"


def test_a_number_stamped_over_its_blank_is_read_with_the_day_beside_it() -> None:
    stamp = ((110, 64, "3318 9-05-2012"),)
    head = head_of("", "ORD. : ____________/", "MAT.: Solicita informe", "A : ROSA VERA", beside=stamp)
    assert (head.number, head.date) == ("3318", "2012-05-09")
    assert head_of("", "ORD. : ____________/", "MAT.: Solicita informe", "A : ROSA VERA").number is None


def test_marks_with_a_sign_within_are_a_number_without_a_kind() -> None:
    assert head_of("SERVICIO DE AGUAS", "INF/SDA/DGA/UC LASP 49(e) Nº 0317/12", "Señor").number is not None
    assert head_of("SERVICIO DE AGUAS", "0304-0305/06/DIA/Nº 4963/12", "Señor").number == "0304-0305/06/DIA/Nº 4963/12"
    assert head_of("SERVICIO DE AGUAS", "Av. Grau/Bolívar Nº 31/12", "Señor").number is None
    assert head_of("SERVICIO DE AGUAS", "Expediente N° 3679 – SDN 4", "Señor").number is None


def test_a_decrees_number_before_its_recitals_is_read() -> None:
    told = "Santiago, 2 de diciembre de 1995.- Hoy se decretó lo siguiente:"
    assert head_of("MINISTERIO DE OBRAS", told, "Núm. 31.- Visto: lo dispuesto en la ley").number == "Núm. 31"


def test_a_number_behind_place_and_day_is_read() -> None:
    head = head_of("SERVICIO DE AGUAS", "Talca, 5 de junio de 2019. OFICIO N° 57", "Señor", "Presente")
    assert (head.number, head.date) == ("OFICIO N° 57", "2019-06-05")


def test_a_notice_of_delivery_below_the_head_of_all_pages_is_not_the_letter() -> None:
    above = lines_at(200, 20, ["CARTA N° 31-2012", "GOBIERNO REGIONAL DE TACNA"], 14)
    notice = lines_at(70, 120, ["CONSTANCIA DE NOTIFICACIÓN", "Fecha: 12 de mayo de 2012"], 18)
    letter = lines_at(70, 80, ["Tacna, 9 de mayo de 2012", "CARTA N° 31-2012-GRT-SG", "Señores", "Presente.-"], 18)
    head = letter_of(placed([*above, *notice], [*above, *letter, *lines_at(70, 200, BODY, 30)])).head
    assert (head.number, head.date, head.institution) == ("CARTA N° 31-2012-GRT-SG", "2012-05-09", "GR")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Oficio UIP-31-2019/ar", "Oficio UIP-31-2019/ar"),
        ("Resolución UAIP/RES.31.1/2019", "Resolución UAIP/RES.31.1/2019"),
        ("MDRyT/DGAJ-0131/2020", "MDRyT/DGAJ-0131/2020"),
        ("DM-No. 31-2019", "DM-No. 31-2019"),
        ("DM/N° 0131", "DM/N° 0131"),
        ("S/N° 0131", None),
        ("RUC-N° 20131370998", None),
    ],
)
def test_marks_before_the_figures_are_of_the_number(printed: str, number: str | None) -> None:
    assert head_of("SERVICIO DE AGUAS", "Talca, 9 de mayo de 2019", printed, "Señor", "Presente").number == number


def test_a_kind_of_several_words_has_its_number_below_it() -> None:
    head = head_of("Resolución Ministerial", "N° 31-2019-XY", "Lima, 9 de mayo de 2019", "VISTOS; el informe")
    assert head.number == "Resolución Ministerial N° 31-2019-XY"


def test_a_gazettes_mark_does_not_outweigh_the_number_with_its_kind() -> None:
    head = head_of("GACETA OFICIAL", "GOC-2019-131-EX12", "RESOLUCIÓN No. 31/2019", "POR CUANTO: La ley dispone.")
    assert head.number == "RESOLUCIÓN No. 31/2019"


def test_a_number_below_an_addressee_whose_label_is_misread_is_no_value_of_it() -> None:
    beside = ((330, 96, "CARTA N° 31-2012-GRT-DS"),)
    texts = ("GOBIERNO REGIONAL DE TACNA", "A : la", "Directora", "Tacna, 9 de mayo de 2012", "ASUNTO : Lo realizado")
    assert head_of(*texts, beside=beside).number == "CARTA N° 31-2012-GRT-DS"


def test_a_sign_that_stands_twice_in_a_number_is_read_with_its_office() -> None:
    assert read_number("OFICIO N° 41-2012-D-UGEL N° 05-T/AGI", WORDS) == "OFICIO N° 41-2012-D-UGEL N° 05-T/AGI"


def test_a_number_whose_sign_stands_in_a_column_of_labels_is_read() -> None:
    rows = [("ORD. N°", ": 0041-2012-XY/SG"), ("ANT.", ": Carta N° 7"), ("MAT.", ": Informa")]
    cells = [(x, 80.0 + 18 * n, text) for n, row in enumerate(rows) for x, text in zip((70.0, 150.0), row, strict=True)]
    head = letter_of(placed([(70.0, 50.0, "MINISTERIO DE CULTURA"), *cells, *lines_at(70, 180, BODY, 30)])).head
    assert (head.number, head.reference) == ("ORD. N° 0041-2012-XY/SG", "Carta N° 7")


def test_the_number_and_words_of_a_registrys_stamp_are_not_the_letters() -> None:
    head = lines_at(70, 50, ["MINISTERIO DE CULTURA", "Tacna, 9 de mayo de 2012", "Señora", "ROSA VERA"], 16)
    fields = lines_at(70, 150, ["ASUNTO: Remite lo pedido sobre los museos", "REF.: Carta N° 7-2012-RV"], 20)
    stamp = [
        (430.0, 118.0, "TRÁMITE DOCUMENTARIO"),
        (430.0, 129.0, "OFICIO N° 0041-2012"),
        (430.0, 140.0, "10 MAY 2012"),
    ]
    read = letter_of(placed([*head, *stamp, *fields, *lines_at(70, 210, BODY, 30)])).head
    assert (read.number, read.date) == (None, "2012-05-09")
    stamp = [(430.0, 158.0, "RECIBIDO"), (430.0, 169.0, "10 MAY 2012")]
    read = letter_of(placed([*head, *stamp, *fields, *lines_at(70, 210, BODY, 30)])).head
    assert (read.subject, read.reference) == ("Remite lo pedido sobre los museos", "Carta N° 7-2012-RV")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("ORD.: N° 41/2012", "ORD N° 41/2012"),
        ("OFICIO: N° 41-2012-AB", "OFICIO N° 41-2012-AB"),
        ("CITE: MQ-DGA-N° 41/2012", "CITE MQ-DGA-N° 41/2012"),
        ("OFICIO: N° ____-2012-AB", None),
        ("NO-2012-0041-AB-MQ", "NO-2012-0041-AB-MQ"),  # a mark that looks like a sign
    ],
)
def test_a_sign_behind_the_colon_of_a_kind_does_not_hide_the_number(printed: str, number: str | None) -> None:
    assert head_of("SERVICIO DE AGUAS", printed, "Tacna, 9 de mayo de 2012", "Señora").number == number


def test_a_mark_that_looks_like_a_sign_stays_in_the_number_under_a_label() -> None:
    lines = ["SERVICIO DE CAMINOS", "Número: NO-2012-0031-SC", "Tacna, 9 de mayo de 2012", "Señora", "Presente.-"]
    assert head_of(*lines).number == "NO-2012-0031-SC"


@pytest.mark.parametrize(
    ("printed", "below", "number"),
    [
        ("OFICIO N° 41 - 2012 -", "SERCAM", "OFICIO N° 41-2012-SERCAM"),
        ("Oficio N° 41 - SC -", "2012", "Oficio N° 41-SC-2012"),
        ("OFICIO N° 41-2012-SC/", "rvt", "OFICIO N° 41-2012-SC/rvt"),  # the initials of who wrote it
        ("OFICIO N° 41 - 2012 -", "Señora", None),
        ("ORD. N° 41 /", "TALCA", "ORD. N° 41"),
    ],
)
def test_a_number_that_is_cut_at_the_end_of_its_line_is_whole_or_unknown(
    printed: str, below: str, number: str | None
) -> None:
    assert head_of("SERVICIO DE CAMINOS", "Tacna, 9 de mayo de 2012", printed, below, "Presente.-").number == number


def test_a_year_behind_an_office_in_brackets_belongs_to_the_number() -> None:
    assert read_number("CIRCULAR N° 41-SC (DGT)-2012", WORDS) == "CIRCULAR N° 41-SC (DGT)-2012"


@pytest.mark.parametrize("printed", ["Carta N° ........-2012-SC/2/16", "CARTA N° S/N-2012", "carta Nº s/n - 2012"])
def test_a_blank_of_dots_or_a_paper_without_number_has_none(printed: str) -> None:
    assert head_of("SERVICIO DE CAMINOS", "Tacna, 9 de mayo de 2012", printed, "Señora").number is None


def test_a_figure_that_looks_like_a_year_is_a_number_where_it_cannot_be_one() -> None:
    for printed in ("OFICIO N° 1961-SC", "OFICIO N° 2072/SC/GT"):
        head = head_of("SERVICIO DE CAMINOS", "Tacna, 9 de mayo de 2012", printed, "Señora")
        assert (head.number, head.date) == (printed, "2012-05-09")
    assert head_of("SERVICIO DE CAMINOS", "Tacna, 9 de mayo de 2012", "OFICIO N° 2012-SC", "Señora").number is None


def test_a_sign_with_figure_and_marks_alone_is_the_number_and_an_office_with_a_figure_is_not() -> None:
    for printed in ("N° 807-12-SC", "Nº 76-SC-GT"):
        assert head_of("SERVICIO DE CAMINOS", printed, "Tacna, 9 de mayo de 2012", "Señora").number == printed
    assert head_of("OFICINA DE RIEGO", "N° 05 – TARATA", "Tacna, 9 de mayo de 2012", "Señora").number is None


def with_table(cells: list[list[str]], *below: str) -> bytes:
    made = BytesIO()
    parts = [*paragraphs("SERVICIO DE CAMINOS"), table(cells, [460 / len(cells[0])] * len(cells[0]))]
    SimpleDocTemplate(made, topMargin=150).build([*parts, *paragraphs(*below, *BODY)])
    return made.getvalue()


@pytest.mark.parametrize(
    "cells",
    [
        [
            ["Documento", "Fecha de emisión", "Folios"],
            ["FICHA N° 41-2012 -<br/>SC/rvt", "Ilo, nueve de mayo de 2012", "3"],
        ],
        [["Número", "FICHA N° 41-2012 -<br/>SC/rvt"], ["Lugar y fecha", "Ilo, 09.05.2012"], ["Registro", "5516"]],
    ],
)
def test_number_and_day_in_a_ruled_table_of_the_head_are_read(cells: list[list[str]]) -> None:
    head = letter_of(with_table(cells, "Señora", "Presente.-")).head
    assert (head.number, head.date) == ("FICHA N° 41-2012-SC/rvt", "2012-05-09")


def test_a_table_of_what_was_done_gives_no_day_of_the_letter() -> None:
    cells = [["Actividad", "Lugar y fecha"], ["Charla a los choferes", "Ilo, 9 de mayo de 2012"]]
    assert letter_of(with_table(cells, "Se adjunta lo pedido sobre el terminal de buses.")).head.date is None


@pytest.mark.parametrize(
    ("foot", "number"), [("OFICIO N° 41-2012-SC", "OFICIO N° 41-2012-SC"), ("Directiva N° 003-2010", None)]
)
def test_a_number_only_at_the_foot_of_the_page_is_read_and_a_norm_there_is_not(foot: str, number: str | None) -> None:
    made = BytesIO()

    def draw(canvas: Any, _: object) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(70, 20, foot)
        canvas.drawString(400, 20, "Av. Grau 12, Tacna")

    parts = paragraphs("SERVICIO DE CAMINOS", "Tacna, 9 de mayo de 2012", "Señora", "Presente.-", *BODY)
    SimpleDocTemplate(made).build([*parts], onFirstPage=draw)
    assert letter_of(made.getvalue()).head.number == number
