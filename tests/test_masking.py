"""Masking: private persons' data goes, officials and institutions stay. All names here are made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.privacy import find_private, mask
from rules.loader import load_pack

PACK = load_pack()

MASKED = [
    ("Pasaje Puno–Lima, Josefa Ejemplo, S/ 90", "Pasaje Puno–[nombre], S/ 90"),
    # names after a word for a private person
    ("Se rescató a la menor María P. Ejemplo en un bar.", "Se rescató a la menor [nombre] en un bar."),
    ("La agraviada Juana Ejemplo Prueba declaró.", "La agraviada [nombre] declaró."),
    ("la víctima de nombre Xiomy fue acogida", "la víctima de nombre [nombre] fue acogida"),
    ("la adolescente identificada como Yuly Ficticia", "la adolescente identificada como [nombre]"),
    ("la señora Rosa Ejemplo presentó su queja", "la señora [nombre] presentó su queja"),
    ("la Sra. Rosa Ejemplo presentó su queja", "la Sra. [nombre] presentó su queja"),
    ("don Pedro Muestra", "don [nombre]"),
    ("el denunciado LUIS EJEMPLO PRUEBA", "el denunciado [nombre]"),
    ("su hija Carmen", "su hija [nombre]"),
    ("el niño Jesús Ejemplo", "el niño [nombre]"),
    ("la menor de edad Ana", "la menor de edad [nombre]"),
    ("la ciudadana ecuatoriana Mery Ejemplo", "la ciudadana ecuatoriana [nombre]"),
    ("los imputados Juan Quispe y Pedro Mamani", "los imputados [nombre] y [nombre]"),
    ("el tratante alias Cachorro", "el tratante alias [nombre]"),
    ("la señorita Zaray", "la señorita [nombre]"),
    ("la Señora Zaray Ficticia", "la Señora [nombre]"),
    ("hijo de Carlos Prueba", "hijo de [nombre]"),
    # names by themselves
    ("Se atendió a Rosa Quispe Mamani en el albergue.", "Se atendió a [nombre] en el albergue."),
    ("El caso de Luz Flores Rojas se archivó.", "El caso de [nombre] se archivó."),
    ("contra Juan Carlos Pérez Ejemplo", "contra [nombre]"),
    ("QUISPE MAMANI, Juana Rosa", "[nombre]"),
    ("María de los Ángeles Quispe Torres fue trasladada", "[nombre] fue trasladada"),
    ("denuncia contra Percy Huamán Ejemplo por trata", "denuncia contra [nombre] por trata"),
    ("JUANA QUISPE MAMANI, agraviada", "[nombre], agraviada"),
    ("El fiscal entrevistó a María Ejemplo.", "El fiscal entrevistó a [nombre]."),
    ("La jueza dispuso la libertad de Juan Pérez Soto.", "La jueza dispuso la libertad de [nombre]."),
    ("Delia Ejemplo-Prueba viajó", "[nombre] viajó"),
    # the same person again
    (
        "La menor Delia Ejemplo fue hallada. Delia volvió a casa.",
        "La menor [nombre] fue hallada. [nombre] volvió a casa.",
    ),
    # initials
    ("la menor de iniciales A.B.C. fue rescatada", "la menor de iniciales [nombre] fue rescatada"),
    ("agraviada M. R. Q. en el proceso", "agraviada [nombre] en el proceso"),
    ("la víctima X.Y.Z", "la víctima [nombre]"),
    # ages of minors beside a name
    ("la menor Ana Ejemplo, de 15 años de edad", "la menor [nombre], de [edad] de edad"),
    ("la menor Ana Ejemplo (14) y su madre", "la menor [nombre] ([edad]) y su madre"),
    ("Delia Ejemplo, de quince años", "[nombre], de [edad]"),
    ("Juanita, de 12 años, fue acogida", "[nombre], de [edad], fue acogida"),
    ("la menor de iniciales A.B.C., de 8 meses", "la menor de iniciales [nombre], de [edad]"),
    ("una menor de 15 años", "una menor de [edad]"),
    ("dos menores de 14 y 16 años", "dos menores de [edad]"),
    ("tres adolescentes de 16 años fueron acogidas", "tres adolescentes de [edad] fueron acogidas"),
    ("la niña (once) fue evaluada", "la niña ([edad]) fue evaluada"),
    # names that no list knows: other countries, scripts, capitals, surnames first, misread letters
    ("Se trasladó a Nkechi Okonkwo al albergue.", "Se trasladó a [nombre] al albergue."),
    ("por Łukasz Wójcik-Nowak, de paso", "por [nombre], de paso"),
    ("EJEMPLOVA PRUEBOVSKY, TATIANKA fue ubicada", "[nombre] fue ubicada"),
    ("se halló a 王小明 en la frontera", "se halló a [nombre] en la frontera"),
    ("con Иван Примеров viajaba", "con [nombre] viajaba"),
    ("Xiomy volvió y van der Muestra no", "[nombre] volvió y [nombre] no"),
    ("SE RESCATÓ A YULYKSA TUMINZHA EN UN BAR", "SE RESCATÓ A [nombre] EN UN BAR"),
    ("Entrevista con Jhonatt M. Exemplo", "Entrevista con [nombre]"),
    # names that are places, everyday words or words of offices too
    ("la niña Leticia fue hallada", "la niña [nombre] fue hallada"),
    ("Testigo Florencia declaró", "Testigo [nombre] declaró"),
    ("SE ATENDIÓ A LA MENOR MAGDALENA EN PUNO", "SE ATENDIÓ A LA MENOR [nombre] EN PUNO"),
    ("Santa Quispe Mamani declaró", "[nombre] declaró"),
    ("se acogió a Santa Flores", "se acogió a [nombre]"),
    ("la familia Papa y el clan de los Toro", "la familia [nombre] y el clan de los [nombre]"),
    ("la sentencia contra Manzanares", "la sentencia contra [nombre]"),
    ("se supo que Régulo viajaba", "se supo que [nombre] viajaba"),
    ("La promotora llegó. Luz pidió ayuda.", "La promotora llegó. [nombre] pidió ayuda."),
    ("Rosa Quispe y Soledad volvieron", "[nombre] y [nombre] volvieron"),
    ("Se citó a María Ejemplo Mesa ayer.", "Se citó a [nombre] ayer."),
    ("Señora fiscal: Juana Ejemplo sigue en peligro.", "Señora fiscal: [nombre] sigue en peligro."),
    # lists, cells and capitals throughout
    ("1. RUIZ PAPA TOMÁS\n2. Guerra, Enrique", "1. [nombre]\n2. [nombre]"),
    ("03 | Salas Frutos, Gonzalo | Puno", "03 | [nombre] | Puno"),
    ("DETENIDA JUANA SANGAMA MERCADO POR TRATA", "DETENIDA [nombre] POR TRATA"),
    ("AGRAVIADA: PEDRO GARCÍA DEL RÍO - DELITO", "AGRAVIADA: [nombre] - DELITO"),
    ("VÍCTIMA: MERCADO VARGAS, MARIO", "VÍCTIMA: [nombre]"),
    ("H. Guerra T. egresó en julio", "[nombre] egresó en julio"),
    ("entregó el niño a So1 Quispe de 1a Cruz", "entregó el niño a [nombre]"),
    # a nickname in the middle
    ('el sujeto Juan "La Muestra" Ejemplo huyó', "el sujeto [nombre] huyó"),
    ("se hacían llamar «Muestra» y «La Rápida»", "se hacían llamar «[alias]» y «[alias]»"),
    ("N° de celular de la madre: 01-4281234", "N° de celular de la madre: [teléfono]"),
    ("con cédula de ciudadanía N° 1.379.529.139", "con cédula de ciudadanía N° [DNI]"),
    # what somebody is called
    ('el sujeto conocido como "Muestra Rápida" huyó', 'el sujeto conocido como "[alias]" huyó'),
    ("apodado «Ejemplo»", "apodado «[alias]»"),
    # what leads to a person
    ("la menor domicilia en Jr. Los Ejemplos 345, piso 2", "la menor domicilia en [dirección]"),
    ("vehículo de placa ABC-123", "vehículo de placa [placa]"),
    ("cuenta de ahorros N° 191-12345678-0-12", "cuenta de ahorros N° [cuenta]"),
    ("nacida el 3 de mayo de 1996", "nacida el [nacimiento]"),
    ("Expediente N° 00123-2011-0-1801-JR-PE-01", "Expediente N° [expediente]"),
    ("alumna de la I.E. José Ejemplo, fue captada", "alumna de la [colegio], fue captada"),
    # identity numbers
    ("DNI Nos. 40123456, 40123457 y 40123458", "DNI Nos. [DNI]"),
    ("con DNI N° 40123456", "con DNI N° [DNI]"),
    ("identificada con D.N.I. 40123456", "identificada con D.N.I. [DNI]"),
    ("Documento Nacional de Identidad Nº: 40123456", "Documento Nacional de Identidad Nº: [DNI]"),
    ("con DNI 40 123 456", "con DNI [DNI]"),
    ("carné de extranjería N° 001234567", "carné de extranjería N° [DNI]"),
    # telephones
    ("celular 987654321", "celular [teléfono]"),
    ("Cel. N° 987-654-321", "Cel. N° [teléfono]"),
    ("llamar al 987 654 321", "llamar al [teléfono]"),
    ("telf. 428-1234", "telf. [teléfono]"),
    ("teléfono: (01) 4281234", "teléfono: [teléfono]"),
    ("al (054) 281234", "al [teléfono]"),
    # e-mail
    ("escribir a ana.ejemplo@correo.example", "escribir a [correo]"),
    ("ana . ejemplo @ correo . example", "[correo]"),
    ("ana arroba correo.example", "[correo]"),
    ("ana_ejemplo+1@mail.com.example.", "[correo]."),
]

KEPT = [
    # officials
    "El fiscal Juan Ejemplo Prueba dirigió el operativo.",
    "la congresista Rosa Ejemplo",
    "la Fiscal Provincial de Familia de Puno, Dra. Juana Ejemplo",
    "el Comandante PNP Luis Ejemplo Soto",
    "al señor Ministro Juan Ejemplo Soto",
    "el Sr. Juan Ejemplo Soto, Alcalde de la provincia",
    "Juan Ejemplo Soto - Gerente de Desarrollo Social",
    "Lic. María Ejemplo Soto",
    "la presidenta de la comisión multisectorial, Ana Ejemplo Soto",
    "la Ing. Rosa Ejemplo. Rosa Ejemplo expuso el plan.",
    "Sr. Ministro",
    # places, streets, schools and bodies with names of persons
    "en la Av. Ramón Castilla",
    "la I.E. José Ejemplo Soto",
    "el Hospital María Auxiliadora",
    "el Hospital Nacional Carlos Ejemplo Soto",
    "en el distrito de José Leonardo Ortiz",
    "la provincia de Leoncio Prado",
    "San Juan de Lurigancho y Santa Rosa",
    "Madre de Dios",
    "el Movimiento Manuela Ramos",
    "el colegio Rosa de Santa María",
    "Santa Rosa de Lima, San Martín de Porres y Santa Cruz",
    "la Plaza San Martín y el Mercado Modelo",
    # words with capitals
    "violencia contra Mujeres y Niñas",
    "Fiscal: Ana Ejemplo Soto",
    "Trata de Personas y Tráfico Ilícito de Migrantes",
    "Ley contra la Violencia hacia la Mujer",
    "Niños, Niñas y Adolescentes (DINA)",
    "Programa de Asistencia a Víctimas y Testigos",
    "la Marina de Guerra del Perú",
    "Luz del Sur",
    "la Cruz Roja",
    "La Paz, Bolivia",
    "víctimas en Lima y Cusco",
    "menores PNP",
    "el 28 de Julio",
    "OFICINA DE PAZ Y JUSTICIA SOCIAL",
    "SE REALIZÓ UN TALLER EN SANTA ROSA",
    "las víctimas menores de edad fueron atendidas por el CEM",
    "la señora Ministra de la Mujer",
    # ages, numbers and addresses that are no one's
    "menores de 18 años",
    "durante quince años trabajó con la víctima",
    "la línea 0800-2-3232",
    "la línea gratuita 0800 23232",
    "Oficio N° 40123456-2011",
    "Informe N° 987654321-2011",
    "D.S. N° 007-2008-IN",
    "mesadepartes@mininter.gob.pe",
    "un total de 13 269 llamadas",
    "la línea 100 y el 105",
    "S.A.C. y E.I.R.L.",
    "Señora\nDirectora\nAsociación Observatorio Ciudadano\nLima",
    "INDIQUE EL NÚMERO DE VÍCTIMAS PATROCINADAS",
    "en junio de 2010",
    "CARTA N° 0341-2012-IN/SG/OACGD",
    "MEMORANDO N° 0378-2011-UGEL.05-SJL/EA-AGP",
    "OFICIO N° 0133-2011-IN-1601-JEMITAC",
    "Señor(a) Director(a) Regional de Salud",
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_private_data_is_masked(text: str, expected: str) -> None:
    assert mask(text, PACK) == expected


def test_a_victim_who_bears_an_officials_name_is_masked() -> None:
    text = "La fiscal María Ejemplo entrevistó a la menor María. María Ejemplo informó."
    assert mask(text, PACK) == "La fiscal María Ejemplo entrevistó a la menor [nombre]. María Ejemplo informó."
    assert mask("la víctima Delia Ejemplo, fiscal Pedro Muestra", PACK) == "la víctima [nombre], fiscal Pedro Muestra"


@pytest.mark.parametrize("text", KEPT)
def test_officials_institutions_and_numbers_stay(text: str) -> None:
    assert mask(text, PACK) == text


def test_a_name_is_masked_wherever_it_stands_in_a_long_text() -> None:
    text = "El comité se reunió. " * 50 + "La agraviada Juana Ejemplo declaró. " + "Hubo un taller. " * 50
    assert [private.text for private in find_private(text, PACK)] == ["Juana Ejemplo"]


GIVEN = sorted({*PACK.masking.given} - {*PACK.masking.common})
SURNAMES = sorted(PACK.masking.surnames)
FRAMES = (
    "Se atendió a {} en el local.",
    "La víctima {} declaró ayer.",
    "{} fue llevada a casa.",
    "contra {} por trata",
)


@example("rut", ["bosque"], FRAMES[0])  # as a number's sign, and before the name of a place
@given(st.sampled_from(GIVEN), st.lists(st.sampled_from(SURNAMES), min_size=1, max_size=2), st.sampled_from(FRAMES))
def test_any_listed_name_is_masked_whole(first: str, last: list[str], frame: str) -> None:
    name = " ".join(part.capitalize() for part in (first, *last))
    assert mask(frame.format(name), PACK) == frame.format("[nombre]")


ANY = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from([*" ".join(text for text, _ in MASKED).split(), *" ".join(KEPT).split()]), max_size=40
    ).map(" ".join),
)


@given(ANY)
def test_pieces_are_in_order_apart_and_slice_to_text(text: str) -> None:
    found = find_private(text, PACK)
    for private in found:
        assert text[private.start : private.end] == private.text != ""
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(ANY)
def test_masking_leaves_no_masked_number_or_address(text: str) -> None:
    masked = mask(text, PACK)
    kinds = {private.kind for private in find_private(masked, PACK)}
    assert kinds <= {"name", "age", "phone", "id"}
    assert "email" not in kinds


def test_what_is_left_of_a_public_address_after_a_masked_name_was_masked_again() -> None:
    masked = mask("madre mesadepartes@mininter.gob.pe", PACK)
    assert mask(masked, PACK) == masked


@pytest.mark.parametrize(
    "unit", ["María ", "la menor de ", "Quispe, ", "A.B. ", "9 8 7 ", "a@b", "a.b@c.", "de la Ana ", "(", "15, "]
)
def test_long_text_is_masked_in_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        start = process_time()
        find_private(unit * (size // len(unit)), PACK)
        return process_time() - start

    small = min(seconds(1_000) for _ in range(3))
    assert seconds(50_000) < 500 * max(small, 0.001)  # 50 times the text; quadratic time would be 2,500 times


def test_the_parents_of_a_place_are_no_family_of_its_name() -> None:
    kept = "Se repartieron folletos entre los padres de familia de Juliaca."
    assert mask(kept, PACK) == kept
    assert "Juliaca" not in mask("Se atendió a la familia Juliaca en la comisaría.", PACK)


@pytest.mark.parametrize("text", ["llegaron R. y M., hermanos", "Rosa y Luz dicen que no", "Juana Quispe (14 y 15)"])
def test_what_joins_two_names_or_ages_is_the_packs_to_say(text: str) -> None:
    without = replace(PACK, masking=replace(PACK.masking, joiners=()), hash="without")
    assert mask(text, without) != mask(text, PACK)


def test_ages_of_which_one_is_meant_are_joined_by_the_packs_words() -> None:
    other = replace(PACK, masking=replace(PACK.masking, alternatives=("nebst",)), hash="other")
    assert mask("Juana Quispe (14 nebst 15)", other) == mask("Juana Quispe (14 o 15)", PACK) == "[nombre] ([edad])"
