"""The office that signs: the last cell of a banner, the office of a role; no stamp, addressee or running head."""

from __future__ import annotations

import pytest

from tests.pdfs import letter_of, lines_at, placed
from tests.test_heads import BODY, head_of

REST = ["Tacna, 9 de mayo de 2012", "OFICIO N° 31-2012-XY", "Señora", "Presente.-"]
MOTTO = "“Año de la Integración Nacional y el Reconocimiento de Nuestra Diversidad”"


def unit_of(*pieces: list[tuple[float, float, str]]) -> str | None:
    rest = [*lines_at(70, 120, REST, 18), *lines_at(70, 230, BODY, 30)]
    return letter_of(placed([*(piece for part in pieces for piece in part), *rest])).head.unit


def test_a_name_in_two_lines_of_a_banners_cell_is_one_name() -> None:
    banner = [(50.0, 30.0, "PERÚ"), (110.0, 30.0, "MINISTERIO DE JUSTICIA")]
    cell = [(270.0, 30.0, "Dirección Nacional de Asuntos"), (270.0, 42.0, "Registrales")]
    assert unit_of(banner, cell) == "Dirección Nacional de Asuntos Registrales"


def test_the_last_cell_of_a_banner_is_the_office_that_signs() -> None:
    banner = [(30.0, 30.0, "PERÚ"), (80.0, 30.0, "MINISTERIO DE EDUCACIÓN")]
    banner += [(240.0, 30.0, "DIRECCIÓN REGIONAL"), (375.0, 30.0, "UNIDAD DE GESTIÓN EDUCATIVA LOCAL")]
    below = [(240.0, 42.0, "DE EDUCACIÓN"), (375.0, 42.0, "N° 05 – TARATA")]
    assert unit_of(banner, below) == "UGEL 05"


def test_what_stands_below_the_motto_or_in_a_stamp_is_no_office() -> None:
    names = lines_at(70, 30, ["MINISTERIO DE AGRICULTURA", "Oficina de Riego", MOTTO, "Agua Clara Asociados"], 14)
    stamp = [(440.0, 46.0, "RECIBIDO"), (440.0, 58.0, "Firma: ............")]
    assert unit_of(names, stamp) == "Oficina de Riego"


def test_a_number_in_the_margin_of_every_page_does_not_end_the_letterhead() -> None:
    margin = [(400.0, 14.0, "OFICIO N° 31-2012-XY – pág. 1")]
    names = lines_at(70, 44, ["MINISTERIO DE AGRICULTURA", "Oficina de Riego"], 14)
    assert unit_of(margin, names) == "Oficina de Riego"


def test_who_signs_as_head_of_an_office_signs_for_it() -> None:
    head = lines_at(70, 60, ["Lima, 9 de mayo de 2012", "OFICIO N° 31-2012-MINCETUR", "Señora", "Presente.-"], 18)
    told = ["Se dictaron tres charlas en los mercados del distrito.", "Atentamente,"]
    body = lines_at(70, 180, [*told, "ROSA VERA LAGOS", "Viceministra de Turismo (e)"], 30)
    assert letter_of(placed([*head, *body])).head.unit == "Viceministerio de Turismo"


def test_marks_in_a_number_without_a_kind_name_no_body_on_the_letterhead() -> None:
    assert head_of("ADMINISTRADORA DE CAMINOS", "MEMORANDUM", "MEM/GCB/2017-0060", "A : ROSA VERA").institution is None


def test_a_misread_name_of_the_lowest_office_does_not_give_way_to_the_one_above() -> None:
    names = [
        "MINISTERIO DE EDUCACIÓN",
        "DIRECCIÓN REGIONAL DE EDUCACIÓN DE TACNA",
        "UNIDAD DE GESTIÓN EDUCATIVA LOCA! N° 05",
    ]
    assert unit_of(lines_at(70, 30, names, 14)) == "UGEL 05"


@pytest.mark.parametrize(
    ("names", "unit"),
    [
        (["MUNICIPALIDAD DISTRITAL DE SAN", "JERÓNIMO", "Gerencia Municipal"], "MD San Jerónimo"),
        (["MUNICIPALIDAD PROVINCIAL", "DE LA CONVENCIÓN", "Gerencia Municipal"], "MP La Convención"),
        (["MUNICIPALIDAD", "PROVINCIAL DE CALCA", "Gerencia Municipal"], "MP Calca"),
        (["GOBIERNO REGIONAL", "TACNA", "Gerencia de Desarrollo Social"], "GR Tacna"),
        (["MUNICIPALIDAD DISTRITAL DE CIUDAD NUEVA", "TACNA", "Gerencia Municipal"], "MD Ciudad Nueva"),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_a_name_that_the_letterhead_wraps_is_read_whole(names: list[str], unit: str, beside: bool) -> None:
    fields = [(370.0, 30.0, "OFICIO N° 31-2012-XY"), (370.0, 43.0, "Tacna, 9 de mayo de 2012")]
    below = lines_at(70, 110, ["OFICIO N° 31-2012-XY", "Tacna, 9 de mayo de 2012"], 18)
    rest = [*lines_at(70, 170, ["Señora", "ROSA VERA"], 14), *lines_at(70, 230, BODY, 30)]
    letter = letter_of(placed([*lines_at(70, 30, names, 13), *(fields if beside else below), *rest]))
    assert (letter.head.unit, letter.head.number, letter.head.date) == (unit, "OFICIO N° 31-2012-XY", "2012-05-09")


def test_a_ministrys_name_that_wraps_beside_number_and_date_names_it() -> None:
    names = lines_at(70, 30, ["MINISTERIO DE COMERCIO EXTERIOR Y", "TURISMO"], 13)
    fields = [(370.0, 30.0, "OFICIO N° 31-2012-SG"), (370.0, 43.0, "Tacna, 9 de mayo de 2012")]
    rest = [*lines_at(70, 110, ["Señora", "ROSA VERA"], 14), *lines_at(70, 230, BODY, 30)]
    assert letter_of(placed([*names, *fields, *rest])).head.institution == "MINCETUR"


def test_who_made_a_form_its_labels_and_what_a_sentence_begins_with_are_no_offices() -> None:
    for line in ("Elaboró: Oficina de Riego", "Comunicado", "El suscrito secretario de la junta"):
        assert unit_of(lines_at(70, 30, ["MINISTERIO DE AGRICULTURA", line], 14)) is None
    form = [(70.0, 44.0, "DOCUMENTO"), (170.0, 44.0, "OFICIO N° 31-2012-XY"), (340.0, 44.0, "FECHA")]
    assert unit_of([(70.0, 30.0, "MINISTERIO DE AGRICULTURA")], form, [(430.0, 44.0, "09.05.2012")]) is None


def test_the_address_behind_a_senders_name_is_no_part_of_it() -> None:
    sent = ["Defensoría del Pueblo – Oficina Defensorial de Tacna <tacna@defensoria.gob.pe>", "9 de mayo de 2012 08:10"]
    assert head_of(*sent, "Para: rosa@vera.example").unit == "OD Tacna"


def test_a_line_of_signs_that_an_engine_made_of_a_drawing_names_no_body() -> None:
    assert head_of("~ .. MlN ;; ,. AGR !! _ MTC", "Carta N° 3-2012", "Tacna, 9 de mayo de 2012").institution is None


def test_a_body_of_a_place_that_nobody_knows_is_not_the_countrys_where_nothing_else_says_so() -> None:
    told = ["Comunicado", "Se informa del nuevo horario"]
    assert head_of("Poder Judicial del Estado de Tlaxochitlán", *told).institution is None
    assert head_of("Juzgado Segundo del Circuito de Tlaxochitlán", *told).institution is None
    assert head_of("Poder Judicial del Perú", *told).institution == "PJ"


def test_who_acts_in_a_resolution_is_read_from_the_line_in_capitals_above_its_recitals() -> None:
    acts = [
        "ACUERDO DE CONCEJO N° 31-2012",
        "Tacna, 9 de mayo de 2012",
        "EL CONCEJO DE LA MUNICIPALIDAD PROVINCIAL DE TACNA",
    ]
    assert head_of(*acts, "VISTO: el pedido de los regantes del valle;").institution == "GL"


def test_a_body_whose_name_goes_on_below_with_a_place_of_ours_is_ours() -> None:
    rest = ["OFICIO N° 7-2012", "Señora", "Presente.-"]
    assert head_of("PODER JUDICIAL", "DEL CALLAO", *rest).institution == "PJ"
    assert head_of("PODER JUDICIAL", "DEL ESTADO DE VALLE VERDE", *rest).institution is None


def test_an_office_above_the_one_that_is_said_to_be_the_ministrys_signs() -> None:
    names = ["HOSPITAL SANTA CLARA", "DISA II Lima Sur – Ministerio de Salud"]
    assert unit_of(lines_at(70, 30, names, 14)) == "Hospital Santa Clara"
    assert unit_of(lines_at(70, 30, ["MINISTERIO DE SALUD", "HOSPITAL SANTA CLARA"], 14)) == "Hospital Santa Clara"


def test_the_marks_of_a_number_on_top_of_a_printed_mail_name_no_office() -> None:
    top = [(40.0, 20.0, "Correo de la Defensoría del Pueblo – RV: Oficio N° 31-2012-DP/OD-TAC")]
    mail = lines_at(50, 60, ["De: Rosa Vera (OD Tacna)", "Enviado el: 9 de mayo de 2012", "Para: ana@vera.example"], 14)
    assert letter_of(placed([*top, *mail, *lines_at(50, 150, BODY, 30)])).head.unit == "OD Tacna"


def test_a_place_filled_in_below_a_forms_municipality_tells_whose_it_is() -> None:
    rest = ["VISTOS:", "Las atribuciones que da la ley a la dirección de obras y lo que pide el dueño."]
    assert head_of("DIRECCIÓN DE OBRAS - MUNICIPALIDAD DE :", "Temuco", *rest).institution is None
    assert head_of("DIRECCIÓN DE OBRAS - MUNICIPALIDAD DE :", "Tacna", *rest).institution == "GL"


LABELS = [(70, "A"), (150, ":"), (160, "Rosa Vera, Ministerio de Salud"), (70, "DE"), (150, ":"), (160, "Luis Rojas")]


def test_the_addressees_body_in_a_column_of_values_was_taken_for_the_letterhead() -> None:
    fields = [(float(x), 120.0 + 15 * (number // 3), text) for number, (x, text) in enumerate(LABELS)]
    below = lines_at(70, 170, ["INFORME N° 31-2012-OTI", "Tacna, 9 de mayo de 2012"], 16)
    body = lines_at(70, 230, BODY, 30)
    letterhead = lines_at(200, 40, ["DEFENSORÍA DEL PUEBLO", "Adjuntía para el agua"], 14)
    assert letter_of(placed([*letterhead, *fields, *below, *body])).head.institution == "DP"
    assert letter_of(placed([*fields, *below, *body])).head.institution is None


RECEIVED = [(400.0, 30.0, "MINISTERIO DE SALUD"), (418.0, 42.0, "MESA DE PARTES"), (428.0, 54.0, "RECIBIDO")]
RECEIVED += [(425.0, 66.0, "14 MAY 2012"), (414.0, 78.0, "N° 8130 Hora: 11:40")]


def test_the_stamp_of_who_received_a_letter_named_its_author() -> None:
    head = lines_at(70, 130, ["OFICIO N° 31-2012-GDS", "Tacna, 9 de mayo de 2012"], 16)
    letter = letter_of(placed([*RECEIVED, *head, *lines_at(70, 190, BODY, 30)]))
    assert (letter.head.institution, letter.head.number, letter.head.date) == (
        None,
        "OFICIO N° 31-2012-GDS",
        "2012-05-09",
    )
    assert {(one.text, one.cause) for one in letter.aside} == {(text, "stamp") for _, _, text in RECEIVED}
    assert "RECIBIDO" not in letter.text


def test_bodies_that_get_copies_or_head_an_annex_named_the_author() -> None:
    head = lines_at(70, 60, ["OFICIO N° 31-2012-GDS", "Tacna, 9 de mayo de 2012"], 16)
    signed = ["Atentamente,", "Rosa Vera", "DIRECTORA GENERAL"]
    for below in (["c.c. Ministerio de Salud"], ["Anexo N° 1", "MINISTERIO DE SALUD", "Directorio de sedes"]):
        body = lines_at(70, 140, [BODY[0], *signed, *below], 26)
        assert letter_of(placed([*head, *body])).head.institution is None


def test_a_district_with_another_countrys_name_in_its_own_is_ours() -> None:
    rest = ["OFICIO N° 7-2012", "Señora", "Presente.-"]
    assert head_of("Municipalidad Distrital de Villa El Salvador", *rest).institution == "GL"


def test_a_town_that_two_countries_have_does_not_outweigh_the_country_of_the_letterhead() -> None:
    rest = ["OFICIO N° 7-2012", "Santiago, 9 de mayo de 2012", "Señora", "Presente.-"]
    assert head_of("MINISTERIO DE SALUD", "REPÚBLICA DE CHILE", *rest).institution is None


def test_a_country_in_the_letterhead_counts_more_than_one_at_the_pages_foot() -> None:
    head = lines_at(70, 40, ["DEFENSORÍA DEL PUEBLO", "Estado Plurinacional de Bolivia", "OFICIO N° 7-2012"], 16)
    page = [*head, *lines_at(70, 140, BODY, 30), (70.0, 800.0, "Policía Nacional del Perú; Archivo")]
    assert letter_of(placed(page)).head.institution is None


@pytest.mark.parametrize(
    ("said", "foot", "body"),
    [
        ("Al respecto, esta Defensoría del Pueblo dictó tres charlas en los mercados.", "", "DP"),
        ("Al respecto, ese Ministerio de Salud dictó tres charlas en los mercados.", "", None),
        (BODY[0], "Av. Grau 12, Tacna - www.minsa.gob.pe", "MINSA"),
    ],
)
def test_a_letter_that_names_its_body_in_its_text_or_its_pages_address_alone_had_none(
    said: str, foot: str, body: str | None
) -> None:
    head = lines_at(70, 60, ["OFICIO N° 31-2012-GDS", "Tacna, 9 de mayo de 2012", "De mi consideración:"], 16)
    page = [*head, *lines_at(70, 130, [said, "Atentamente,", "Rosa Vera", "DIRECTORA"], 26), (70.0, 800.0, foot)]
    assert letter_of(placed(page)).head.institution == body
