from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import heads
from corpus.heads import same, score
from corpus.heads.layouts import layouts
from extractor.core.model import Classification, Details, Evidence, Facet, Finding, Head, Kind, Statement
from extractor.read.head.figures import read_number
from extractor.read.head.marks import marks_of, mend_marks, years_of
from extractor.read.layout.dates import Days, find_date, place_before
from extractor.read.layout.vocabulary import vocabulary
from extractor.read.letter import read_letter
from extractor.read.settings import OFF_SUBJECT, SUBJECT_UNNAMED
from extractor.read.subject import subject_leaning, without_guesses
from rules.models import DayForms
from tests.pdfs import PACK, Placed, letter_of, lines_at, placed

WORDS = vocabulary(PACK)
MONTHS = PACK.reading.months
BODY = ["Se dictaron tres charlas en los mercados del distrito.", "Atentamente,"]


def head_of(*texts: str, beside: tuple[Placed, ...] = ()) -> Head:
    """The head of a letter whose first lines are these, a paragraph's gap apart."""
    head = lines_at(70, 60, texts, 18)
    return letter_of(placed([*head, *beside, *lines_at(70, 100 + 18 * len(texts), BODY, 30)])).head


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("OFICIO N° 1792-2011-MTPE/2/15", "OFICIO N° 1792-2011-MTPE/2/15"),
        ("OFICIO N°605-2026-ABCD/CO/CJSR/P", "OFICIO N° 605-2026-ABCD/CO/CJSR/P"),
        ("Oficio Nº 0122-2022-SGMDC", "Oficio Nº 0122-2022-SGMDC"),
        ("INFORME N° 002– 2021– DE- P.E.F.I.", "INFORME N° 002-2021-DE-P.E.F.I"),
        ("MEMORANDO N.° 0269-2023-ANA-AAA.M", "MEMORANDO N.° 0269-2023-ANA-AAA.M"),
        ("Oficio Múltiple Nro. 17-2011-DG", "Oficio Múltiple Nro. 17-2011-DG"),
        ("Carta 17-2011-DG", "Carta 17-2011-DG"),
        ("OFICIO N ° 17-2011-DG", "OFICIO N° 17-2011-DG"),
        ("NOTA No. 17-2011-DG", "NOTA No. 17-2011-DG"),  # lost its stop in every other process
        ("ORD. (GABMIN) N° 870", "ORD. (GABMIN) N° 870"),
        ("GAB. PRES. N° 008", "GAB. PRES. N° 008"),
        ("CIRCULAR N° 555", "CIRCULAR N° 555"),
        ("OFICIO: OPDM/DG/CGTI/0296/2025.", "OFICIO OPDM/DG/CGTI/0296/2025"),
        ("OFICIO N° 514-2012/UGEL 03-AGEBRE/D", "OFICIO N° 514-2012/UGEL 03-AGEBRE/D"),
        ("OFICIO N° 514-2012/AGEBRE 14-MAR-12", "OFICIO N° 514-2012/AGEBRE"),
        ("OFICIO N° 12-2011-GR. ICA/PR", "OFICIO N° 12-2011-GR. ICA/PR"),
        ("OFICIO N° 12-2011-VII DIRTEPOL LIMA/DIV", "OFICIO N° 12-2011-VII DIRTEPOL LIMA/DIV"),
        ("OFICIO N° 23 - 2011 - MP - FN - 1° FPPC - ICA", "OFICIO N° 23-2011-MP-FN-1° FPPC-ICA"),
        ("OFICIO N° 3-2011-GRM/UGEL MJ", "OFICIO N° 3-2011-GRM/UGEL MJ"),
        ("OFICIO N° 14-2011-VMT/DNDT (e)", "OFICIO N° 14-2011-VMT/DNDT (e)"),
        ("OFICIO N° 14-2011-VMT/DNDT URGENTE", "OFICIO N° 14-2011-VMT/DNDT"),
        ("OFICIO N° 14-2011-VMT/DNDT LIMA 3/MAY/2011", "OFICIO N° 14-2011-VMT/DNDT"),
        ("OFICIO N° 14-2011 ICA/PR", "OFICIO N° 14-2011"),
    ],
)
def test_numbers_as_printed_in_several_countries(printed: str, number: str) -> None:
    assert read_number(printed, WORDS) == number


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("CARTA N° 1209-2012-ABCIDEFG", "CARTA N° 1209-2012-ABC/DEFG"),
        ("OFICIO N° 518-2011/2012-0M-CR", "OFICIO N° 518-2011/2012-OM-CR"),
        ("OFICIO N° 100-2010-ABC/A0", "OFICIO N° 100-2010-ABC/AO"),
        ("OFICIO N° 100-2010-XYIXYZ", "OFICIO N° 100-2010-XY/XYZ"),
        ("OFICIO N° 100-2010-ABCI", "OFICIO N° 100-2010-ABCI"),  # may be a mark of its own
        ("OFICIO N° 100-2010-XYIDEF/10-B2", "OFICIO N° 100-2010-XYIDEF/10-B2"),
        ("OFICIO N° 005-2010-00", "OFICIO N° 005-2010-00"),
        ("OFICIO 0M", "OFICIO 0M"),
    ],
)
def test_misread_marks_are_put_right_where_they_can_mean_nothing_else(misread: str, meant: str) -> None:
    assert mend_marks(misread, ["ABC", "XY"]) == meant


@pytest.mark.parametrize("sign", ["N*", "N”", "N?", "N'", "N%", "Ne", "N9", "W", "N°"])
def test_the_number_sign_is_known_as_ocr_misreads_it(sign: str) -> None:
    assert read_number(f"OFICIO {sign} 123-2011-GRT/GRDS", WORDS) == "OFICIO N° 123-2011-GRT/GRDS"


@pytest.mark.parametrize(
    "text", ["Informe no registra 3 casos", "Carta abierta", "En atención al oficio N° 12-2011-X", "Nota"]
)
def test_what_is_no_number_of_its_own(text: str) -> None:
    assert read_number(text, WORDS) is None


def test_marks_and_years_of_a_number() -> None:
    assert marks_of("OFICIO N° 1792-2011-MTPE/2/15") == ["mtpe"]
    assert years_of("CARTA N° 045-2012-GRU-P") == [2012]


def test_a_letters_own_number_is_not_one_it_cites() -> None:
    head = head_of(
        "GOBIERNO REGIONAL DE TACNA",
        "REF. : Oficio N° 99-2011-OBS y Carta N° 45-2011-OBS",
        "INFORME N° 31-2011-GRT/GRDS",
        "De mi consideración:",
    )
    assert head.number == "INFORME N° 31-2011-GRT/GRDS"
    assert head.reference == "Oficio N° 99-2011-OBS y Carta N° 45-2011-OBS"


def test_the_number_may_stand_after_the_addressee_and_the_date_in_a_column_at_the_right() -> None:
    head = head_of(
        "Gobierno Regional de Tacna",
        "Señora Directora",
        "Presente.-",
        "OFICIO N° 7-2011-GRT/GRDS",
        "ASUNTO: Acciones",
        beside=((400, 78, "Tacna, 24 DIC. 2011"),),
    )
    assert (head.number, head.date) == ("OFICIO N° 7-2011-GRT/GRDS", "2011-12-24")


def test_a_number_cut_by_the_end_of_its_line_is_whole() -> None:
    assert (
        head_of("GOBIERNO REGIONAL DE TACNA", "CARTA N°", "033-2012-GRT/GRDS", "Presente.-").number
        == "CARTA N° 033-2012-GRT/GRDS"
    )


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("San Vicente de Cañete, 08 de abril de 2011", date(2011, 4, 8)),
        ("Abancay, 7 de agosto del 2010", date(2010, 8, 7)),
        ("Ciudad de México, a 09 de abril de 2019.", date(2019, 4, 9)),
        ("SANTIAGO, 30 ABR. 2008", date(2008, 4, 30)),
        ("SANTIAGO, abril 16 de 2009,", date(2009, 4, 16)),
        ("02 AGO. 2019", date(2019, 8, 2)),
        ("Lima, 24 de:febrero de2012", date(2012, 2, 24)),
        ("Lima, 24 defebrero de 2012", date(2012, 2, 24)),
        ("Lima, 1° de setiembre de 2011", date(2011, 9, 1)),
        ("03/11/2011", date(2011, 11, 3)),
        ("Tacna, 2O de mayo de 2O11", date(2011, 5, 20)),
        ("Tacna, 2 4 JUN. 2009", date(2009, 6, 24)),  # the figures of a stamp stand apart
        ("a los 0 3 MAR 2011", date(2011, 3, 3)),
        ("Tacna, 6 de diciembre e 2012", date(2012, 12, 6)),  # a stamp over a letter
        ("OFICIO 77 2 de mayo de 2011", date(2011, 5, 2)),
    ],
)
def test_dates_in_words_and_as_stamped(text: str, day: date) -> None:
    found = find_date(text, WORDS.figured)
    assert found is not None and found[0] == day


@pytest.mark.parametrize(
    "text", ["8 JUL 2900", "31 de abril de 2011", "30 422. 2", "marzo de 2011", "Ley 28950", "99/99/2011"]
)
def test_absurd_dates_are_unknown(text: str) -> None:
    assert find_date(text, WORDS.figured) is None


@given(st.dates(date(1981, 1, 1), date(2099, 12, 31)), st.sampled_from(sorted(set(MONTHS.values()))))
def test_every_day_written_out_is_read_back(day: date, _: int) -> None:
    name = next(name for name, number in MONTHS.items() if number == day.month)
    found = find_date(f"Lima, {day.day} de {name} de {day.year}", WORDS.figured)
    assert found is not None and found[0] == day


def test_a_year_that_neither_number_nor_motto_bears_out_is_unknown() -> None:
    lines = ("GOBIERNO REGIONAL DE TACNA", "Tacna, 8 de julio de 2001", "OFICIO N° 7-2011-GRT", "De mi consideración:")
    assert head_of(*lines).date is None
    assert head_of(*(line.replace("2001", "2011") for line in lines)).date == "2011-07-08"


def test_a_speck_behind_a_number_does_not_draw_the_addressee_into_it() -> None:
    assert (
        head_of("MINISTERIO DE SALUD", "OFICIO N° 12-2011-ABC/D-", "Señora Directora").number
        == "OFICIO N° 12-2011-ABC/D"
    )
    assert head_of("MINISTERIO DE SALUD", "OFICIO N° 12-2011-ABC/D-").number == "OFICIO N° 12-2011-ABC/D"


def test_the_date_of_the_request_is_not_the_letters() -> None:
    head = head_of(
        "GOBIERNO REGIONAL DE TACNA", "OFICIO N° 7-2011-GRT", "REF. : Carta s/n del 3 de marzo de 2011", "Presente.-"
    )
    assert head.date is None


# --- labels ----------------------------------------------------------------------------------------------------------


def test_an_informe_with_labels_over_two_lines() -> None:
    lines = [
        (70, 60, "GOBIERNO REGIONAL DE TACNA"),
        (70, 84, "INFORME N° 15-2011-GRT/GRDS-OPP"),
        (70, 108, "A"),
        (140, 108, ": Gerente General"),
        (70, 126, "DE"),
        (140, 126, ": Jefa de la Oficina de Planeamiento"),
        (70, 144, "ASUNTO"),
        (140, 144, ": Acciones contra la trata de personas"),
        (147, 157, "durante el primer semestre"),
        (70, 175, "FECHA"),
        (140, 175, ": Tacna, 9 de junio de 2011"),
        *lines_at(70, 210, BODY, 30),
    ]
    letter = letter_of(placed(lines))
    assert letter.head == Head(
        "GR", "GR Tacna", "INFORME N° 15-2011-GRT/GRDS-OPP", "2011-06-09", None,
        "Acciones contra la trata de personas durante el primer semestre",
    )  # fmt: skip
    assert [letter.text[b.start : b.end] for b in letter.blocks if b.kind == "paragraph"] == BODY[:1]


def test_labels_whose_colons_were_not_recognised() -> None:
    lines = [
        (70, 60, "GOBIERNO REGIONAL DE TACNA"),
        (70, 84, "INFORME N° 15-2011-GRT/GRDS-OPP"),
        (70, 108, "A"),
        (140, 108, ": Gerente General"),
        (70, 126, "DE"),
        (140, 126, "Jefa de la Oficina de Planeamiento"),
        (70, 144, "ASUNTO"),
        (140, 144, "Acciones contra la trata de personas"),
        (70, 162, "REF."),
        (140, 162, "Solicitud del 3 de mayo de 2011"),
        (70, 180, "FECHA"),
        (140, 180, "3 Tacna, 9 de junio de 2011"),
        *lines_at(70, 210, BODY, 30),
    ]
    head = letter_of(placed(lines)).head
    assert (head.date, head.subject) == ("2011-06-09", "Acciones contra la trata de personas")
    assert head.reference == "Solicitud del 3 de mayo de 2011"


def test_the_header_of_a_table_is_no_column_of_labels() -> None:
    lines = [
        (70, 60, "OFICIO N° 15-2011-GRT/GRDS"),
        (70, 78, "Señora Directora:"),
        (70, 110, "Se informa lo siguiente sobre las charlas:"),
        (70, 140, "Fecha"),
        (170, 140, "Lugar"),
        (70, 158, "02/03/2011"),
        (170, 158, "Plaza de armas"),
    ]
    assert "Fecha :" not in letter_of(placed(lines)).text


def test_labels_in_a_narrow_column_at_the_right() -> None:
    lines = [
        (70, 60, "GOBIERNO REGIONAL DE TACNA"),
        (320, 80, "ORD. N° 870"),
        (320, 98, "ANT. : Solicitud de la organi-"),
        (350, 111, "zación vecinal"),
        (320, 129, "MAT. : Informa lo realizado"),
        (320, 147, "TACNA, 30 ABR. 2011"),
        *lines_at(70, 190, BODY, 30),
    ]
    head = letter_of(placed(lines)).head
    assert (head.number, head.date) == ("ORD. N° 870", "2011-04-30")
    assert (head.reference, head.subject) == ("Solicitud de la organización vecinal", "Informa lo realizado")


# --- who wrote it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letterhead", "institution", "unit"),
    [
        (["PODER JUDICIAL", "Corte Superior de Justicia del Santa"], "PJ", "Corte Superior de Justicia del Santa"),
        (["MUNICIPALIDAD DISTRITAL DE SAN JUAN DE", "MIRAFLORES"], "GL", "MD San Juan de Miraflores"),
        (["MUNICIPALIDAD PROVINCIAL DE ILO"], "GL", "MP Ilo"),
        (["DEFENSORÍA DEL PUEBLO", "OFICINA DEFENSORIAL DE ANCASH"], "DP", "OD Ancash"),
        (
            ["MINISTERIO DEL INTERIOR", "POLICÍA NACIONAL DEL PERÚ", "XI DIRTEPOL AREQUIPA"],
            "MININTER",
            "XI DIRTEPOL Arequipa",
        ),
        (["GOBIERNO REGIONAL DE PUNO", "DIRECCIÓN REGIONAL DE SALUD PUNO"], "MINSA", "DIRESA Puno"),
        (["MINISTERIO PÚBLICO", "FISCALÍA DE LA NACIÓN"], "MINPUB", None),
        (["MINISTERIO DE LA MUJER Y DESARROLLO SOCIAL"], "MIMP", None),
        (["CONSULADO GENERAL DEL PERÚ EN LOJA"], "RREE", "Consulado General del Perú en Loja"),
        (["MINISTERIO DE SALUD", "Dirección de Promoción de la Salud"], "MINSA", "Dirección de Promoción de la Salud"),
    ],
)
def test_institution_and_unit_by_letterhead(letterhead: list[str], institution: str, unit: str | None) -> None:
    head = head_of(*letterhead, "CARTA N° 5-2011", "De mi consideración:")
    assert (head.institution, head.unit) == (institution, unit)


def test_an_office_without_a_place_has_that_of_the_body_above_it_and_the_lowest_signs() -> None:
    head = head_of(
        "GOBIERNO REGIONAL DE TACNA", "DIRECCIÓN REGIONAL DE SALUD", "Tacna, 4 de mayo de 2011", "Presente.-"
    )
    assert (head.institution, head.unit) == ("MINSA", "DIRESA Tacna")
    head = head_of(
        "CORTE SUPERIOR DE JUSTICIA DE TACNA", "JUZGADO MIXTO DE TARATA", "Tarata, uno de mayo de dos mil once"
    )
    assert head.unit == "Juzgado Mixto de Tarata"
    head = head_of(
        "MINISTERIO DE SALUD", "Despacho Viceministerial", "Dirección de Promoción de la Salud", "Presente.-"
    )
    assert head.unit == "Dirección de Promoción de la Salud"


def test_the_letters_mp_are_the_provincial_municipalitys_on_its_paper() -> None:
    assert head_of("MUNICIPALIDAD PROVINCIAL DE ILO", "OFICIO N° 12-2011-A-MP", "Presente.-").institution == "GL"
    assert head_of("OFICIO N° 12-2011-MP-FN-PJFS", "Presente.-").institution == "MINPUB"


def test_a_misread_letterhead_is_known_by_likeness() -> None:
    head = head_of("C0RTE SUPERI0R DE JUSTICIA DE PUNO", "OFICIO N° 12-2011", "Presente.-")
    assert head.institution == "PJ"


def test_an_unknown_institution_is_a_problem_and_not_a_guess() -> None:
    assert (
        head_of("EMPRESA DE AGUAS S.A.", "CARTA N° 5-2011-EA", "Señor Ministro de Salud", "Presente.-").institution
        is None
    )


@pytest.mark.parametrize(
    "letterhead",
    [
        *(
            "MINISTERIO DE CULTURA",
            "MINISTERIO DE LA PRODUCCIÓN",
            "MINISTERIO DE NADA",
            "DIRECCIÓN REGIONAL DE PRODUCCIÓN",
        ),
        *("COMISIÓN DE DERECHOS HUMANOS DE ICA", "GRUPO DE TRABAJO CONTRA LA TRATA", "SALA DE CULTURA DE TACNA"),
        *("HOSPITAL NACIONAL SUR - ESSALUD", "CENTRO DE SALUD PARROQUIAL DE TACNA", "HOSPITAL MILITAR"),
    ],
)
def test_who_is_called_alike_is_not_taken_for_a_body(letterhead: str) -> None:
    assert head_of(letterhead, "OFICIO N° 12-2011", "Presente.-").institution is None


@pytest.mark.parametrize(
    "letterhead", ["MINISTERIODE EDUCACI0N", "MINISTERIO DE EDUCA CION", "MINISTER1O DE EDUCAClON"]
)
def test_a_ministry_misread_in_its_own_word_is_known_still(letterhead: str) -> None:
    assert head_of(letterhead, "OFICIO N° 12-2011", "Presente.-").institution == "MINEDU"


# --- heads of many countries -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", heads.NAMES)
def test_heads_of_many_countries_and_forms_are_right_or_unknown(name: str) -> None:
    counts, faults = score(PACK, name)
    assert not [fault for fault in faults if " wrong: " in fault]
    assert all(counts[field, "unknown"] <= 3 for field in ("institution", "number", "date"))


@pytest.mark.parametrize(
    ("address", "institution"),
    [
        ("mesa@minsa.gob.pe", "MINSA"),
        ("x@correo.minsa.gob.pe", "MINSA"),
        ("x@dreapurimac.gob.pe", "MINEDU"),
        ("x@drempuno.gob.pe", "MINEM"),  # the longest domain decides
        ("x@minsa.gob.cl", None),
        ("x@nominsa.gob.pe", None),
        ("minsa.gob.pe@gmail.com", None),
    ],
)
def test_a_mails_sender_is_known_by_the_host_of_its_address(address: str, institution: str | None) -> None:
    head = head_of(
        f"De: Mesa <{address}>", "Enviado el: lunes, 14 de marzo de 2011", "Para: x@mimp.gob.pe", "Asunto: RE"
    )
    assert head.institution == institution


def signed_by(*signature: str) -> Head:
    lines = ["Tacna, 14 de marzo de 2011", "Señora", "Presente.-"]
    page = [*lines_at(70, 60, lines, 18), *lines_at(70, 160, BODY, 30), *lines_at(70, 260, signature)]
    return letter_of(placed(page)).head


@pytest.mark.parametrize(
    ("signature", "institution"),
    [
        (["Director Regional de Educación de Tacna"], "MINEDU"),
        (["Cónsul General del Perú"], "RREE"),
        (["ALCALDE"], "GL"),
        (["Presidente de la Corte Superior de Justicia de Tacna"], "PJ"),
        (["Responsable de la página web", "Ministerio de Salud"], "MINSA"),
        (["Ex Presidente de la Corte Superior de Justicia de Tacna"], None),
        (["Sindicato de Trabajadores", "del Ministerio de Salud"], None),
        (["Directora", "Reconocida por el Ministerio de Educación"], None),
        (["Gerente General", "cc. Ministerio de Salud"], None),
    ],
)
def test_who_signs_names_the_body_and_nobody_else_does(signature: list[str], institution: str | None) -> None:
    assert signed_by(*signature).institution == institution


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Lima, 14/03/11", date(2011, 3, 14)),
        ("Lima, 2011-03-14", date(2011, 3, 14)),
        ("Lima, catorce de marzo de dos mil once", date(2011, 3, 14)),
        ("a los treinta y un días del mes de mayo de dos mil doce", date(2012, 5, 31)),
        ("14-mar-11", date(2011, 3, 14)),
        ("Tacna, 1ro. de junio de 2 011", date(2011, 6, 1)),
        ("30MAY2011", date(2011, 5, 30)),
        ("2011 julio 19", date(2011, 7, 19)),
        ("Tacna, 1º de mayo de 2011", date(2011, 5, 1)),  # was the 10th
        ("Tacna, nueve (9) de mayo de 2011", date(2011, 5, 9)),
        ("Tacna, 09.V.2011", date(2011, 5, 9)),
        ("Tacna, a los 9 días del mes de mayo de 2011", date(2011, 5, 9)),
    ],
)
def test_dates_as_real_letters_write_them(text: str, day: date) -> None:
    found = find_date(text, WORDS.days)
    assert found is not None and found[0] == day


def test_the_small_words_of_a_date_are_the_packs_to_say() -> None:
    forms = DayForms(of=("von",), month=("Monat",), year=("Jahr",), filled=("den",))
    days = Days({"mai": 5}, {}, forms)
    text = "Tarma, den 4 von Monat Mai von Jahr 2011"
    found = find_date(text, days)
    assert found is not None and found[0] == date(2011, 5, 4)
    assert place_before(text, found[1], days) == "Tarma"
    assert find_date("Tarma, 4 de mai de 2011", days) is None


@pytest.mark.parametrize(
    "own",
    [
        "OFICIO N° ____-2011-GRT",
        "OFICIO N°      -2011-GRT",
        "OFICIO S/N",
        "OFICIO N° 2011-GRT",
        "OFICIO N° XXX-2011-GRT",
        "OFICIO N° 000-2011-GRT",
    ],
)
def test_a_number_left_blank_is_not_taken_from_the_reference(own: str) -> None:
    head = head_of("GOBIERNO REGIONAL DE TACNA", own, "Señora", "Ref.: Oficio N° 12-2011-OBS", "Carta N° 3-2011-OBS")
    assert head.number is None
    assert ("number", "left_blank") in [(ground.field, ground.reason) for ground in head.grounds]


def test_the_day_of_receipt_in_a_stamp_is_not_the_letters() -> None:
    beside = ((440, 100, "RECIBIDO"), (436, 114, "20 DIC 2010"))
    head = head_of("GOBIERNO REGIONAL DE TACNA", "OFICIO N° 7-2010-GRT", "Presente.-", beside=beside)
    assert head.date is None
    head = head_of("Tacna, 15 de diciembre de 2010", "OFICIO N° 7-2010-GRT", "Presente.-", beside=beside)
    assert head.date == "2010-12-15"


def test_another_countrys_ministry_of_the_same_name_is_not_the_packs() -> None:
    for place in ("Santiago, 4 de mayo de 2011", "Quito, D.M., 4 de mayo de 2011", "Bogotá, D.C., 4 de mayo de 2011"):
        assert head_of("MINISTERIO DE EDUCACIÓN", place, "OFICIO N° 12", "Presente.-").institution is None
    assert head_of("MINISTERIO DE EDUCACIÓN", "Lima, 4 de mayo de 2011", "OFICIO N° 12").institution == "MINEDU"


def test_noise_and_lists_name_no_institution() -> None:
    assert head_of("MD cc oambla", "de i pr", "Presente.-").institution is None
    assert head_of("Ministerio de Salud", "Ministerio de Educación", "Poder Judicial", "Presente").institution is None


def test_items_below_the_reference_of_a_letter_without_salutation_are_its_body() -> None:
    head = ["MINISTERIO DE SALUD", "Lima, 14 de marzo de 2011", "OFICIO N° 0123-2011-MINSA/DG", "Señora", "Presente.-"]
    head += ["ASUNTO : Lo realizado", "REF. : Carta N° 77-2011-OBS"]
    body = ["1. Se dictó una charla.", "2. Se visitó un local."]
    letter = letter_of(placed(lines_at(70, 72, head, 16) + lines_at(130, 72 + 16 * len(head), body, 16)))
    items = [letter.text[block.start : block.end] for block in letter.blocks if block.kind == "item"]
    assert letter.head.reference == "Carta N° 77-2011-OBS"
    assert items == ["Se dictó una charla.", "Se visitó un local."]


@pytest.mark.parametrize("count", [120, pytest.param(2000, marks=pytest.mark.slow)])
def test_letters_laid_out_at_random_have_heads_right_or_unknown_and_lose_no_character(count: int) -> None:
    unknown = 0
    for sample in layouts(count, seed=count):
        reading = heads.read(sample, PACK)
        assert reading.letter is not None and reading.ledger is not None
        assert reading.ledger.lost == {}, sample.lines
        head = reading.letter.head
        for field in ("institution", "number", "date"):
            read = getattr(head, field)
            assert read is None or same(field, sample.said[field], read), (sample.lines, field, read)
            unknown += read is None and sample.said[field] is not None
    assert unknown <= 0.02 * 3 * count


# --- parts ---


def test_a_request_and_a_receipt_before_the_reply_are_not_the_letter() -> None:
    request = lines_at(
        70, 60, ["SOLICITUD DE ACCESO A LA INFORMACIÓN", "Se dictaron cuatro talleres en el año 2010."], 18
    )
    receipt = lines_at(70, 60, ["CARGO DE RECEPCIÓN", "Registro N° 5512", "Fecha: 3 de enero de 2011"], 18)
    lines = ["GOBIERNO REGIONAL DE TACNA", "Tacna, 9 de junio de 2011", "OFICIO N° 7-2011-GRT", "Señora", "Presente.-"]
    letter = letter_of(placed(request, receipt, [*lines_at(70, 60, lines, 18), *lines_at(70, 240, BODY, 30)]))
    assert (letter.head.number, letter.head.date) == ("OFICIO N° 7-2011-GRT", "2011-06-09")
    told = [letter.text[b.start : b.end] for b in letter.blocks if b.kind == "paragraph"]
    assert told == [BODY[0]]


ASKING = ["GRUPO DE VECINOS", "Lima, 3 de enero de 2011", "Carta N° 4-2011-GV", "Señor", "Presidente", "Presente.-"]
ASKED = [
    "Al amparo de la ley solicitamos que nos cuente lo hecho contra la trata de personas.",
    "Nuestro grupo capacitó a 80 docentes en la prevención de la trata de personas.",
]
REPLYING = [
    "GOBIERNO REGIONAL DE TACNA",
    "Tacna, 9 de junio de 2011",
    "OFICIO N° 7-2011-GRT",
    "Señora",
    "Presente.-",
]


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("request_first", [True, False])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_letter_that_asks_bound_with_the_one_that_answers_is_not_the_reply(
    request_first: bool, numbered: bool, dated: bool
) -> None:
    asking = [line for line in ASKING if numbered or not line.startswith("Carta")]
    asking = asking if dated else [line.replace("3 de enero", "9 de junio") for line in asking]
    request = [*lines_at(70, 60, asking, 18), *lines_at(70, 240, ASKED, 30)]
    whom = ["Grupo de Vecinos"] * (not dated)
    replying = [*REPLYING[:-1], *whom, REPLYING[-1]]
    reply = [*lines_at(70, 60, replying, 18), *lines_at(70, 240, BODY, 30)]
    reading = read_letter(placed(*((request, reply) if request_first else (reply, request))), PACK)
    assert reading.letter is not None
    head = reading.letter.head
    assert (head.institution, head.number, head.date) == ("GR", "OFICIO N° 7-2011-GRT", "2011-06-09")
    told = [finding.statement for finding in reading.findings if finding.classification.kind is not Kind.OTHER]
    assert told and not any("80 docentes" in one.text or "solicitamos" in one.text for one in told)


@pytest.mark.parametrize("day", ["Tacna, 1 de junio de 2011", "Tacna, 9 de junio de 2011"])
def test_a_letter_that_asks_to_take_note_of_one_that_is_no_later_is_no_request(day: str) -> None:
    note = lines_at(70, 240, ["Le solicito tomar nota del documento que se acompaña."], 30)
    cover = [*lines_at(70, 60, REPLYING, 18), *note]
    passed = [REPLYING[0], "INFORME N° 3-2011-GRT/DS", "Señor", "Presente.-", day]
    letter = letter_of(placed(cover, [*lines_at(70, 60, passed, 18), *lines_at(70, 240, BODY, 30)]))
    assert letter.head.number == "OFICIO N° 7-2011-GRT"


def test_the_mail_that_was_answered_is_no_part_of_the_reply() -> None:
    mail = [
        "De: Mesa <mesa@minsa.gob.pe>",
        "Enviado el: lunes, 14 de marzo de 2011",
        "Para: Observatorio",
        "Asunto: RE",
    ]
    quoted = ["El 1 de marzo de 2011, Observatorio escribió:", "> Se dictaron talleres en los colegios en 2010."]
    pages = [*lines_at(70, 60, mail, 14), *lines_at(70, 140, BODY, 30), *lines_at(70, 230, quoted, 14)]
    letter = letter_of(placed(pages))
    assert letter.head.date == "2011-03-14"
    assert not any("colegios" in letter.text[b.start : b.end] for b in letter.blocks if b.kind != "quoted")


def test_a_document_on_another_subject_is_told_and_holds_no_guessed_action() -> None:
    lines = ["SERVICIO DE JARDINES", "Rancagua, 4 de mayo de 2011", "CARTA N° 12-2011-SJ", "Señora", "Presente.-"]
    body = ["Riego y limpieza de los parques de la ciudad, según el cuadro de turnos.", "Atentamente,"]
    reading = read_letter(placed([*lines_at(70, 60, lines, 18), *lines_at(70, 220, body, 30)]), PACK)
    assert "off_subject" in {problem.code for problem in reading.problems}
    assert not [finding for finding in reading.findings if finding.classification.kind == "action"]


@pytest.mark.parametrize(
    ("cues", "doubtful", "kept", "kept_of_known"),
    [
        ((), False, False, False),
        (("model.action",), True, False, False),
        (("model.action",), False, False, True),
        (("done.x",), True, True, True),
        (("done.x",), False, True, True),
    ],
)
def test_off_the_subject_an_action_stays_for_a_cue_and_not_for_a_model_that_is_sure(
    cues: tuple[str, ...], doubtful: bool, kept: bool, kept_of_known: bool
) -> None:
    statement = Statement("s", "l", 0, 5, 1, "Riego", Kind.ACTION)
    said = Classification(Kind.ACTION, (), (), tuple(Evidence(cue, 0, 5, "Riego") for cue in cues), doubtful)
    for known, stays in ((False, kept), (True, kept_of_known)):
        (finding,) = without_guesses([Finding(statement, said, Details())], known)
        assert (finding.classification.kind is Kind.ACTION) is stays
        assert finding.classification.doubtful or known or not stays  # nobody known says it on the subject


def test_a_filter_of_a_machine_names_no_subject() -> None:
    lines = [
        "Uso del horno de leña de doce bandejas.",
        "Ponga el filtro y cierre la puerta.",
        "Se probó la puerta en el taller.",
    ]
    reading = read_letter(placed(lines_at(70, 60, lines, 17)), PACK)
    assert "off_subject" in {problem.code for problem in reading.problems}


def test_a_word_that_names_the_subject_once_in_a_long_document_of_another_office_names_none() -> None:
    pages = [lines_at(70, 60, ["El dueño pide que se borren las servidumbres de paso del predio."], 17)]
    pages += [
        lines_at(70, 100 if page == 0 else 60, ["Riego y limpieza de los parques de la ciudad."] * 35, 17)
        for page in (0, 1, 2)
    ]
    reading = read_letter(placed([*pages[0], *pages[1]], *pages[2:]), PACK)
    assert "off_subject" in {problem.code for problem in reading.problems}


def test_a_ministry_of_the_same_name_that_cites_what_only_another_country_has_is_not_ours() -> None:
    lines = [
        "MINISTERIO DE EDUCACIÓN",
        "Resolución de 3 de mayo de 2012, de la Secretaría de Estado, por la que se amplía un plazo.",
    ]
    body = [
        "De acuerdo con el Real Decreto 12/2009, de 9 de enero, se oye antes a las Comunidades Autónomas.",
        "Madrid, 3 de mayo de 2012.–La Secretaria de Estado, Inés Roca Vidal.",
    ]
    letter = letter_of(placed([*lines_at(70, 60, lines, 18), *lines_at(70, 140, body, 30)]))
    assert (letter.head.institution, letter.head.date) == (None, "2012-05-03")


def test_what_an_unknown_office_orders_in_its_resolution_is_neither_planned_nor_done() -> None:
    lines = ["SERVICIO DE JARDINES", "RESOLUCIÓN N° 12-2011-SJ", "Rancagua, 4 de mayo de 2011"]
    body = [
        "CONSIDERANDO:",
        "Que la trata de personas se anuncia en los parques y hace falta vigilarlos,",
        "Que contra la trata de personas no basta la cuadrilla,",
        "RESUELVE:",
        "Artículo 1.- Comprobada una falta, el jefe de la cuadrilla procederá a labrar un acta.",
        "Ante la primera falta, el jefe notificará al infractor y dará aviso a la fiscalía en dos días.",
        "Artículo 2.- Se instalarán carteles contra la trata de personas en los terminales de la ciudad.",
    ]
    reading = read_letter(placed([*lines_at(70, 60, lines, 18), *lines_at(70, 140, body, 30)]), PACK)
    assert {finding.classification.kind for finding in reading.findings} == {Kind.OTHER}


def test_two_letters_that_stand_for_other_things_too_name_no_subject() -> None:
    lines = ["SERVICIO DE JARDINES", "Rancagua, 4 de mayo de 2011", "CARTA N° 12-2011-SJ", "Señora", "Presente.-"]
    body = ["Riego de los parques según el cuadro «TP» de turnos y precios de la ciudad.", "Atentamente,"]
    reading = read_letter(placed([*lines_at(70, 60, lines, 18), *lines_at(70, 220, body, 30)]), PACK)
    assert "off_subject" in {problem.code for problem in reading.problems}


def test_a_long_document_that_names_the_subject_by_chance_is_told_too() -> None:
    pages = [
        lines_at(70, 60, ["Manual de jardines. Se trata de un riego por turnos de los parques de la ciudad."] * 40, 17)
    ]
    pages += [
        lines_at(70, 60, ["Riego y limpieza de los parques de la ciudad, según el cuadro de turnos."] * 40, 17)
    ] * 12
    codes = {problem.code for problem in read_letter(placed(pages[0][:1], *pages[1:]), PACK).problems}
    assert "off_subject" in codes


# --- documents of many offices ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "number", "day"),
    [
        (
            ["CIRCULAR N° 14, DEL 6 DE ABRIL DE 2009", "MATERIA: Horario de los mercados"],
            "CIRCULAR N° 14",
            "2009-04-06",
        ),
        (["Resolución N° 77/012 sobre el aseo de las ferias"], "Resolución N° 77/012", None),
        (["INFORME N° 03 DE INSPECCIÓN DE LOS PARQUES"], "INFORME N° 03", None),
        (["OFICINA DE FERIAS", "Núm. 31.- Rancagua, 9 de junio de 2014."], "Núm. 31", "2014-06-09"),
        (["CIRCULAR EXTERNA 9 DE 2012", "(Agosto 2)"], "CIRCULAR EXTERNA 9", "2012-08-02"),
        (["DIRECTIVA N° 5-2010/OPP Aprobada por la gerencia"], "DIRECTIVA N° 5-2010/OPP", None),
    ],
)
def test_a_title_that_goes_on_with_its_day_or_matter_was_taken_for_a_cited_document(
    lines: list[str], number: str, day: str | None
) -> None:
    head = head_of(*lines)
    assert (head.number, head.date) == (number, day)


def test_two_titles_below_each_other_are_a_list_of_documents() -> None:
    head = head_of(
        "NORMAS DEL AÑO", "Ordenanza N° 30-2010-MDX del 4 de mayo de 2010", "Ordenanza N° 41 del 7 de junio de 2011"
    )
    assert (head.number, head.date) == (None, None)


def test_the_day_of_an_act_stands_in_its_title_over_two_lines() -> None:
    title = ["ACTA DE LA SESIÓN ORDINARIA QUE CELEBRÓ EL CONCEJO DE LA VILLA DE ARRIBA EL", "DÍA 12 DE MAYO DE 2.013"]
    assert head_of(*title).date == "2013-05-12"


def test_a_day_in_words_below_the_fields_ends_its_own_line() -> None:
    head = head_of("EXPEDIENTE: R.R. 31", "En la ciudad de Toluca, Estado de México, a nueve de abril de dos mil once.")
    assert head.date == "2011-04-09"


@pytest.mark.parametrize(
    "lines",
    [
        [
            "AVISO A LOS VECINOS",
            "El ministro del Interior, que visitó ayer la feria del barrio, dijo que volvería pronto,",
        ],
        ["AVISO", "Que el Decreto Supremo N° 9-2009-MINAM manda un plan de ahorro a todas las oficinas del Estado,"],
        ["DECISIÓN N° 3", "Sujeto obligado: Municipalidad Distrital de Comas"],
    ],
)
def test_who_is_named_in_a_sentence_or_as_a_party_is_no_author(lines: list[str]) -> None:
    assert head_of(*lines).institution is None


def test_off_the_subject_nothing_is_denied_or_announced_for_want_of_a_cue() -> None:
    for kind in (Kind.PLANNED, Kind.NO_ACTION, Kind.NOT_COMPETENT):
        statement = Statement("s", "l", 0, 5, 1, "Riego", kind)
        guessed = Classification(kind, (), (), (Evidence("model.x", 0, 5, "Riego"),), True)
        told = Classification(kind, (), (), (Evidence("negation.x", 0, 5, "Riego"),), True)
        kinds = [
            finding.classification.kind
            for finding in without_guesses(Finding(statement, said, Details()) for said in (guessed, told))
        ]
        assert kinds == [Kind.OTHER, kind]


def test_a_notice_on_top_of_the_page_ended_the_head_before_it_began() -> None:
    notice = [
        "EXPEDIENTE: 10-2021 CLAVE: 1A2B",
        "Esto es una copia fiel de un documento electrónico que guarda la oficina de archivo del Ministerio, según",
        "lo que manda la norma de la materia; su autenticidad puede ser contrastada en la dirección que sigue.",
    ]
    head = ["Lima, 9 de junio de 2021", "OFICIO N° 15-2021-MINEDU/SPE", "Señora", "Presente.-", "Asunto: Lo pedido"]
    letter = letter_of(
        placed([*lines_at(40, 50, notice, 13), *lines_at(70, 130, head, 24), *lines_at(70, 330, BODY, 30)])
    )
    assert (letter.head.number, letter.head.date) == ("OFICIO N° 15-2021-MINEDU/SPE", "2021-06-09")
    assert letter.head.institution == "MINEDU"


@pytest.mark.parametrize("sign", ["N°", "Nº", "N.º", "Nro.", "No."])
def test_a_number_below_its_title_is_read_with_any_sign(sign: str) -> None:
    head = head_of("RESOLUCIÓN DE LA GERENCIA DE PARQUES", f"{sign} 44-2017-GP/MDX", "Comas, 9 de junio de 2017")
    assert (head.number or "").endswith("44-2017-GP/MDX")


def test_a_letter_that_does_not_name_the_subject_reports_on_it_less_likely() -> None:
    body = "Se remite el cuadro de turnos de los parques."
    for head, named, leaning in (
        (["OFICIO N° 1-2011-MINEDU/X", "MINISTERIO DE EDUCACIÓN"], "", SUBJECT_UNNAMED),
        (["CARTA N° 1-2011-XYZ"], "", OFF_SUBJECT),
        (["CARTA N° 1-2011-XYZ"], "Asunto: Trata de personas", 0.0),
        (["CARTA N° 1-2011-XYZ"], "Asunto: Tratado que se va a tratar", OFF_SUBJECT),
    ):
        lines = [*lines_at(70, 60, [*head, *filter(None, [named])], 24), *lines_at(70, 200, [body, "Atentamente,"], 30)]
        assert subject_leaning(letter_of(placed(lines)), PACK) == leaning


def test_what_names_an_activity_stays_in_a_known_bodys_letter_that_does_not_name_the_subject() -> None:
    statement = Statement("s", "l", 0, 5, 1, "Riego", Kind.ACTION)
    guess = Classification(Kind.ACTION, (), (), (Evidence("model.action", 0, 5, "Riego"),), True)
    named = replace(guess, facets=(Facet("activity.taller", ()),))
    findings = [Finding(statement, said, Details()) for said in (guess, named)]
    for known, kinds in ((False, [Kind.OTHER, Kind.OTHER]), (True, [Kind.OTHER, Kind.ACTION])):
        assert [finding.classification.kind for finding in without_guesses(findings, known)] == kinds


def test_the_title_of_an_ordinance_that_names_an_office_is_no_letterhead() -> None:
    lines = [
        "GOBIERNO REGIONAL DE AYACUCHO",
        "Ordenanza Regional que aprueba el manual de turnos de riego de los parques de la",
    ]
    head = head_of(*lines, "Dirección Regional de Educación Ayacucho", "ORDENANZA REGIONAL", "Nº 7-2014-GRA/CR")
    assert head.institution == "GR"


def test_a_number_below_a_kind_with_more_words_is_its_number() -> None:
    assert (
        head_of("ORDENANZA REGIONAL", "Nº 7-PIURA", "Piura, 3 de mayo de 2014").number
        == "ORDENANZA REGIONAL Nº 7-PIURA"
    )


def test_one_number_printed_with_and_without_zeros_was_two() -> None:
    head = head_of("OFICIO 31 DE 2014", "(julio 3)", "OFICINA DE PARQUES", "OFICIO 00031 DE 2014")
    assert (head.number, head.date) == ("OFICIO 31", "2014-07-03")


@pytest.mark.parametrize(("letterhead", "body"), [("INSTITUTO NACIONAL DE BOSQUES", None), ("", "MININTER")])
def test_a_rank_in_the_signature_does_not_name_the_body_of_a_letterhead_that_nobody_knows(
    letterhead: str, body: str | None
) -> None:
    texts = [
        letterhead,
        "Huánuco, 6 de diciembre de 2011",
        "OFICIO N° 301-2011-INB/20",
        "De mi consideración:",
        "Es grato dirigirme a usted para informarle que se dictaron tres charlas a los vecinos.",
        "Atentamente,",
        "Crnl. PNP Eleuterio Machaca Vidal",
        "DIRECTOR GENERAL",
    ]
    head = letter_of(placed(lines_at(70, 60, [text for text in texts if text], 30))).head
    assert head.institution == body
