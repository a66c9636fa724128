"""The office that signs: the last cell of a banner, the office of a role; no stamp, addressee or running head."""

from __future__ import annotations

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
