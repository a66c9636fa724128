"""Masking: what a second writer's frames showed to leak, or to be masked for nothing. All names here are made up."""

from __future__ import annotations

import pytest

from extractor.privacy import mask
from rules.loader import load_pack

PACK = load_pack()


def _check(said: str, masked: str) -> None:
    assert mask(said, PACK) == masked


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        (
            "En el Hogar Municipal de Tacna Rosa Ejemplo pidió agua",
            "En el Hogar Municipal de [nombre] pidió agua",
        ),
        ("Comisaría de Santa Rosa, Juana Ejemplo, turno noche", "Comisaría de Santa Rosa, [nombre], turno noche"),
        ("Vista la Fiscalía Superior Penal, Juana Ejemplo irá", "Vista la Fiscalía Superior Penal, [nombre] irá"),
        ("Consulado General en Arica: Juana Ejemplo, sola", "Consulado General en Arica: [nombre], sola"),
        ("Firmó la Posta de Yauri, Juana Ejemplo y su tía", "Firmó la Posta de Yauri, [nombre] y su tía"),
        ("titular Juana Ejemplo", "titular [nombre]"),
        ("Niñera del hogar: Juana Ejemplo.", "Niñera del hogar: [nombre]."),
        ("En la Plaza de Armas de Pisco, Luis Pérez Ejemplo cayó", "En la Plaza de Armas de Pisco, [nombre] cayó"),
    ],
)
def test_a_name_behind_the_whole_name_of_an_institution_is_a_persons(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Juana Ejemplo, encargada del bar, huyó", "[nombre], encargada del bar, huyó"),
        ("el suboficial PNP Juan Ejemplo fue detenido", "el suboficial PNP [nombre] fue detenido"),
        ("el profesor Juan Ejemplo, acusado de tocar", "el profesor [nombre], acusado de tocar"),
    ],
)
def test_who_keeps_a_bar_or_is_accused_is_no_official(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Milagros, Juana Ejemplo y Luz; el resto no", "[nombre], [nombre] y [nombre]; el resto no"),
        ("Milagros, la hermana menor, no habló", "[nombre], la hermana menor, no habló"),
        ("Guerra ofreció dinero", "[nombre] ofreció dinero"),
        ("Un caso en Satipo (Flores, 2011).", "Un caso en Satipo ([nombre], 2011)."),
        ("la deponente de la Cruz Mamani", "la deponente [nombre]"),
        ("Firma: Juana de la O", "Firma: [nombre]"),
        ("Luz", "[nombre]"),
    ],
)
def test_a_name_that_is_an_everyday_word_is_masked_where_a_person_stands(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("se ubicó a juana quispe mamani ayer", "se ubicó a [nombre] ayer"),
        ("QUISPE fue hallada; Q U I S P E también", "[nombre] fue hallada; [nombre] también"),
        ("Juana Quispe vda. de Mamani firmó", "[nombre] firmó"),
        ('"La Tía Juana" cobraba', '"[nombre]" cobraba'),
        ("la menor Juana Qui-\nspe volvió", "la menor [nombre] volvió"),
    ],
)
def test_names_in_small_letters_spaced_or_broken_at_a_lines_end_are_masked(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("con domicilio en Jr. Puno 123, segundo piso, Juliaca.", "con domicilio en [dirección]."),
        ("Mz. C Lt. 14, A.H. Nueva Luz, Villa María", "[dirección]"),
        ("en la Calle Tacna s/n, frente al mercado", "en la [dirección]"),
        ("vive en el caserío Santa Fe, sector Alto", "vive en el [dirección]"),
    ],
)
def test_an_address_is_masked_to_its_end(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Juana Ejemplo    00110123450200123456    Caja", "[nombre]    [cuenta]    Caja"),
        ("0456-2011 | Rosa Ejemplo | en trámite", "[expediente] | [nombre] | en trámite"),
        ("cédula boliviana 6543210", "cédula boliviana [DNI]"),
        ("con 4O718256 en mano", "con [DNI] en mano"),
        ("RUN 15.678.432-K", "RUN [DNI]"),
        ("desde el 01-4281234", "desde el [teléfono]"),
        ("placa boliviana 2345-XYZ", "placa boliviana [placa]"),
        ("nacida el 3 de mayo de mil novecientos noventa y seis", "nacida el [nacimiento]"),
        ("el 3 de mayo de 1996 nació", "el [nacimiento] nació"),
        ("su perfil @ana_ejemplo", "su perfil [correo]"),
        ("dictó uno dos tres cuatro cinco seis siete", "dictó [DNI]"),
    ],
)
def test_a_number_is_masked_whole_and_without_its_word(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Ayaviri | Rosa Ejemplo | F | quince | CAR", "Ayaviri | [nombre] | F | [edad] | CAR"),
        ("Juana Ejemplo, 15, natural de Puno", "[nombre], [edad], natural de Puno"),
        ("la menor cumplió 16 y volvió", "la menor cumplió [edad] y volvió"),
        ("una adolescente de catorce", "una adolescente de [edad]"),
        ("Víctima: Rosa Ejemplo | Edad: quince", "Víctima: [nombre] | Edad: [edad]"),
    ],
)
def test_an_age_in_a_cell_in_letters_or_without_years_is_masked(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("QVZ ingresó al albergue", "[nombre] ingresó al albergue"),
        ("una plaza ocupada (QVZ) y dos libres", "una plaza ocupada ([nombre]) y dos libres"),
        ("a Lima: A.B.C., QVZ y D.E.F.", "a Lima: [nombre], [nombre] y [nombre]"),
        ("llegaron QVZ, S Q P y B.A. de la C.; ayer", "llegaron [nombre], [nombre] y [nombre]; ayer"),
        ("la madre de QVZ", "la madre de [nombre]"),
        ("la menor M. y su tía", "la menor [nombre] y su tía"),
    ],
)
def test_initials_without_dots_are_masked_where_a_person_stands(said: str, masked: str) -> None:
    _check(said, masked)


@pytest.mark.parametrize(
    "said",
    [
        "el A.H. María Ejemplo",
        "la C.E.B.A. Isabel Flores",
        "la UGEL Antonio Raimondi",
        "el operativo Rosa de los Vientos",
        "el Hospedaje Doña Julia",
        "Minera Santa Filomena S.A.C.",
        "la Secretaría contra la Violencia, Explotación y Trata (SVET)",
        "la Convención de Belém do Pará",
        "El Fiscal de la Nación, Juan Ejemplo Soto, inauguró",
        "La alcaldesa provincial de Espinar, Sra. Juana Ejemplo, instaló",
    ],
)
def test_businesses_operations_treaties_and_their_namesakes_are_public(said: str) -> None:
    _check(said, said)
