"""Masking by where words stand, what is only guessed, small letters, figures for letters, numbers nobody announces.

All names and numbers here are made up.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.privacy import mask, survey
from rules.loader import load_pack
from rules.models.letters import Masking

PACK = load_pack()


def _check(said: str, masked: str) -> None:
    assert mask(said, PACK) == masked


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Lo trajo Puente en su moto.", "Lo trajo [nombre] en su moto."),
        ("Preguntó por Mesa en el paradero.", "Preguntó por [nombre] en el paradero."),
        ("El turno lo cubría Toledo.", "El turno lo cubría [nombre]."),
        ("Según Trujillo, el local abría tarde.", "Según [nombre], el local abría tarde."),
        ("Abril tampoco quiso firmar.", "[nombre] tampoco quiso firmar."),
        ("Mercado, que cargaba una mochila, cruzó primero.", "[nombre], que cargaba una mochila, cruzó primero."),
        ("Plaza (la mayor) cocinaba.", "[nombre] (la mayor) cocinaba."),
        ("Bajaron todos; Paz, en cambio, esperó.", "Bajaron todos; [nombre], en cambio, esperó."),
        ("Hoy vuelve Domingo.", "Hoy vuelve [nombre]."),
        ("Lo trajo Mesa Puente en su moto.", "Lo trajo [nombre] en su moto."),
    ],
)
def test_a_surname_that_is_a_place_a_month_or_a_thing_is_masked_where_only_a_person_stands(
    said: str, masked: str
) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    "said",
    [
        "Se reunieron en Julio de 2012 en la Plaza de Armas.",
        "El taller se dictó en Trujillo y en Toledo.",
        "La Mesa aprobó el plan; el Puente Internacional se cerró.",
        "Visitó Trujillo y llegó a Toledo en Abril.",
        "Esta Jefatura remitió el informe.",
        "Los Centros de Salud de Punchana y San Juan aplicaron la norma.",
    ],
)
def test_the_same_words_stay_where_a_place_a_month_or_a_thing_stands(said: str) -> None:
    _check(said, said)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Al final De la Cruz se quedó sin pasaje.", "Al final [nombre] se quedó sin pasaje."),
        ("Lo trajo La Torre en su moto.", "Lo trajo [nombre] en su moto."),
        ("Aquí vive San Martín Rosa con su tía.", "Aquí vive [nombre] con su tía."),
        ("Usuaria De la Cruz derivada", "Usuaria [nombre] derivada"),
    ],
)
def test_a_surname_with_small_words_is_masked_whole(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Víctima | Lásvaló | Albergue", "Víctima | [nombre] | Albergue"),  # no verb: it fills its cell
        ("Testigo: CÂMARA, MATEUS.", "Testigo: [nombre]."),  # a letter that the language has not
        ("Vino Yu con la tía.", "Vino [nombre] con la tía."),  # two letters
        ("Delia Quispe, viuda de Mamani, declaró", "[nombre], declaró"),
        ("vino M.ª Elena Apaza", "vino [nombre]"),
        ("Presunta autora: Severo. Lugar: feria.", "Presunta autora: [nombre]. Lugar: feria."),
        ("La víctima de apellido Nieto no quiso hablar.", "La víctima de apellido [nombre] no quiso hablar."),
    ],
)
def test_a_word_that_is_only_guessed_to_be_known_is_masked(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("nadie sabe dónde está maribel", "nadie sabe dónde está [nombre]"),
        ("ayer vino quispe con el chofer", "ayer vino [nombre] con el chofer"),
        ("la chica ketzia dijo que no", "la chica [nombre] dijo que no"),
        ("vio a maria del carmen apaza en el puerto", "vio a [nombre] en el puerto"),
        ("lo firmó doña peta", "lo firmó doña [nombre]"),
        ("se fue con ketzia ñahui al río", "se fue con [nombre] al río"),
        ("una camioneta verde y un toro bravo", "una camioneta verde y un toro bravo"),
        ("la chica denunció; los accidentes fatales", "la chica denunció; los accidentes fatales"),
    ],
)
def test_a_name_in_small_letters_is_masked_alone_too(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("La usuaria R0s4 Qu1sp3 declaró", "La usuaria [nombre] declaró"),
        ("Vino M4R14 0rtiz", "Vino [nombre]"),
        ("La P0licía Nac10nal y el H1N1, la 3ra y la 5ta", "La P0licía Nac10nal y el H1N1, la 3ra y la 5ta"),
    ],
)
def test_a_name_with_figures_for_letters_is_masked(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("entregó PD5520000 y se fue", "entregó [número] y se fue"),
        ("figura 898-3361200000 en la hoja", "figura [número] en la hoja"),
        ("Casación 1190-2018: anulada", "Casación [número]: anulada"),
        ("un dni que termina en 418", "un dni que termina en [DNI]"),
        ("la moto 3471-5X quedó allí", "la moto [placa] quedó allí"),
        ("la carpeta 4412-2019 sigue abierta", "la carpeta [expediente] sigue abierta"),
        ("Rosa Quispe, asentada el 3 de mayo de 1998", "[nombre], asentada el [nacimiento]"),
        ("A.B.C., 28/02/2013, presente", "[nombre], [nacimiento], presente"),
        ("paciente de 17a con golpes", "paciente de [edad] con golpes"),
    ],
)
def test_a_number_that_no_word_announces_is_masked(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    "said",
    [
        "el Oficio N° 12345-2012 y el Informe 0341-2012-IN/SG",
        "150000 afiches por S/ 250000 y 1 250 000 soles",
        "entre 2012-2013, el 12.03.2012 10:15 y el 2012-03-12",
        "código SNIP 1234567",
        "Ref. : Exp. N° 12345-2012",
    ],
)
def test_the_number_of_a_document_an_amount_or_a_day_stays(said: str) -> None:
    _check(said, said)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Zona 3, Grupo 12, Mz. G, Lote 20, Ciudad de Prueba", "[dirección]"),
        ("en Psje. Los Ejemplos 133, Urb. La Merced, Trujillo", "en [dirección]"),
        ("| Jr. Los Ejemplos 418, Juliaca | rescatada", "| [dirección] | rescatada"),
        ("ahora está en jirón Ejemplo ciento dos, la puerta de lata.", "ahora está en [dirección]."),
        ("en Fundo El Ejemplo, parcela 14", "en [dirección]"),
        ("en Comunidad de Ejemplo s/n", "en [dirección]"),
        ("en Bloque C, dpto. 402", "en [dirección]"),
        ("vive a dos casas de la posta, puerta azul, y estudia", "vive [dirección], y estudia"),
        (
            "viven en una comunidad donde se dictaron 12 talleres",
            "viven en una comunidad donde se dictaron 12 talleres",
        ),
    ],
)
def test_an_address_is_masked_from_its_first_piece_to_its_last(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("para A.B.C., para NN.A. y para ZMV", "para [nombre], para [nombre] y para [nombre]"),
        ("Adjunto partida: V. del C. P., presente", "Adjunto partida: [nombre], presente"),
        ('"XD" le escribió dos veces', '"[alias]" le escribió dos veces'),
        ("Pocha debe 80, La Muestra no debe", "[nombre] debe 80, [alias] no debe"),
        ("La Minera Ejemplo Dorado S.R.L. tenía planilla", "La Minera Ejemplo Dorado S.R.L. tenía planilla"),
    ],
)
def test_initials_and_what_somebody_is_called_are_masked_in_more_shapes(said: str, masked: str) -> None:
    _check(said, masked)


def test_hostile_figures_and_small_letters_take_no_longer_than_their_length() -> None:
    for piece in ("1a", "1-", "a ", "ñ1 ", "Zona 1, ", "12 34 ", "A1-", "3 de mayo de 1998 Rosa Ejemplo, "):
        assert isinstance(mask(piece * 4000, PACK), str)


FILLER = "Se hizo lo que se pudo. " * 6
NORMS = PACK.details.norms.kinds
PAPERS = sorted({*NORMS, *(word for more in NORMS.values() for word in more), *PACK.reading.document_kinds})


@pytest.mark.parametrize("kind", [*PAPERS, "Plan Regional de Ejemplo", "Plan", "Dictamen", "Directiva General"])
@pytest.mark.parametrize("number", ["015-2011", "000123-2013", "0341-2012-GR-PUNO/PR"])
def test_the_number_of_a_norm_or_a_document_of_any_kind_stays_and_its_kind_is_nobody(kind: str, number: str) -> None:
    for said in (kind, kind.upper()):
        _check(f"{said} N° {number}", f"{said} N° {number}")
        _check(f"Se aprobó con {said} Nº {number} del 3 de mayo", f"Se aprobó con {said} Nº {number} del 3 de mayo")


def test_the_initials_before_a_private_number_are_no_norm() -> None:
    _check("la menor R.A., con DNI N° 71330594", "la menor [nombre], con DNI N° [DNI]")


def test_a_number_that_the_letter_shows_to_be_a_norms_stays_where_it_stands_alone() -> None:
    _, known = survey(f"Se aprobó la Ordenanza N° 018-2011. {FILLER}El carné 027-2011 se perdió.", PACK)
    assert mask("018-2011", PACK, known) == "018-2011"
    assert mask("027-2011", PACK, known) == mask("018-2011", PACK) == "[número]"


def test_a_number_that_the_letter_masks_once_is_masked_where_it_stands_alone() -> None:
    _, known = survey(f"Ordenanza N° 018-2011. {FILLER}Lleva el 018-2011 Rosa Ejemplo.", PACK)
    assert mask("018-2011", PACK, known) == "[número]"


@pytest.mark.parametrize("said", ["only images or drawings", "the file is of another kind, see below"])
def test_the_words_of_another_language_are_no_names_in_small_letters(said: str) -> None:
    _check(said, said)


def test_names_in_small_letters_that_no_list_has_are_masked_among_known_words_and_alone() -> None:
    _check("ayer vino ketzia ñahui a la casa", "ayer vino [nombre] a la casa")
    _check("ketzia ñahui", "[nombre]")


def test_a_pack_without_lists_finds_no_names_in_small_letters() -> None:
    bare = replace(PACK, masking=Masking())
    assert mask("un parecer que nadie ve todavía", bare) == "un parecer que nadie ve todavía"


def test_a_name_between_a_documents_kind_and_its_number_is_masked() -> None:
    _check("RESOLUCIÓN Rosa Quispe N° 015-2011", "RESOLUCIÓN [nombre] N° 015-2011")
