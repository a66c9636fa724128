"""Details of actions: dates, counts, places, norms and partners."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.core.model import Count, DateSpan, Details, Norm, Partner, Place
from extractor.filing.details import find_details, period_of
from rules.loader import load_pack

PACK = load_pack()
YEAR = "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre"
MONTHS = tuple(YEAR.split())
SHORT = tuple(month[:3].capitalize() for month in MONTHS)


def spans(text: str, fields: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str]]:
    return [(day.first, day.last) for day in find_details(text, PACK, fields).dates]


def counts(text: str) -> list[tuple[int, str]]:
    return [(count.value, count.what) for count in find_details(text, PACK).counts]


def places(text: str) -> list[tuple[str, str, str | None]]:
    return [(place.kind, place.name, place.region) for place in find_details(text, PACK).places]


def norms(text: str) -> list[tuple[str, str, str | None]]:
    return [(norm.kind, norm.number, norm.date) for norm in find_details(text, PACK).norms]


def partners(text: str, own: str | None = None) -> list[tuple[str, str | None]]:
    return [(partner.name, partner.body) for partner in find_details(text, PACK, institution=own).partners]


# --- dates ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Charla del 3 de abril (May 2010 - Ene 2011)", [("2010-05-01", "2011-01-31")]),
        ("Se dictó un taller en junio de 2010.", [("2010-06-01", "2010-06-30")]),
        ("Durante el 2011 no hubo casos.", [("2011-01-01", "2011-12-31")]),
        ("los días 01 y 02 de junio de 2011", [("2011-06-01", "2011-06-02")]),
        ("los días 05, 06 y 07 de mayo de 2010", [("2010-05-05", "2010-05-07")]),
        ("los días 05 y 19 de mayo de 2010", [("2010-05-05", "2010-05-05"), ("2010-05-19", "2010-05-19")]),
        ("del 14 al 18 de setiembre del 2009", [("2009-09-14", "2009-09-18")]),
        ("entre marzo y agosto de 2010", [("2010-03-01", "2010-08-31")]),
        ("en marzo y agosto de 2010", [("2010-03-01", "2010-03-31"), ("2010-08-01", "2010-08-31")]),
        ("entre los meses de abril y junio del año 2011", [("2011-04-01", "2011-06-30")]),
        ("entre el 03 de mayo de 2007 y setiembre de 2010", [("2007-05-03", "2010-09-30")]),
        ("desde el 17 de junio de 2005 hasta el 30 noviembre de 2008", [("2005-06-17", "2008-11-30")]),
        ("de octubre a mayo de 2012", [("2011-10-01", "2012-05-31")]),
        ("en el segundo semestre de 2009", [("2009-07-01", "2009-12-31")]),
        ("I trimestre del 2011", [("2011-01-01", "2011-03-31")]),
        ("el 29/04/2011 y el 28.04.11", [("2011-04-29", "2011-04-29"), ("2011-04-28", "2011-04-28")]),
        ("Fecha: 2010-05-03", [("2010-05-03", "2010-05-03")]),
        ("en 2010-05", [("2010-05-01", "2010-05-31")]),
        ("(2011-05..2011-07)", [("2011-05-01", "2011-07-31")]),
        ("2009-08 a 2010-01", [("2009-08-01", "2010-01-31")]),
        ("en dic-10", [("2010-12-01", "2010-12-31")]),
        ("Nov 2011-Dic2011", [("2011-11-01", "2011-12-31")]),
        ("(2009-2010)", [("2009-01-01", "2010-12-31")]),
        ("en los años 2009, 2010 y 2011", [("2009-01-01", "2011-12-31")]),
        ("el 1° de mayo de 2010", [("2010-05-01", "2010-05-01")]),
        ("el 30 JUL. 2010", [("2010-07-30", "2010-07-30")]),
        ("el 16 de diciembre, 2011", [("2011-12-16", "2011-12-16")]),
        ("el 09NOV11 y el 3Dic2011", [("2011-11-09", "2011-11-09"), ("2011-12-03", "2011-12-03")]),
        ("08OCT y 10OCT2010", [("2010-10-08", "2010-10-08"), ("2010-10-10", "2010-10-10")]),
        ("05-07ABR2011", [("2011-04-05", "2011-04-07")]),
        ("(20DIC-05ENE2011)", [("2010-12-20", "2011-01-05")]),
        ("el 07/JUN/11", [("2011-06-07", "2011-06-07")]),
    ],
)
def test_dates(text: str, expected: list[tuple[str, str]]) -> None:
    assert spans(text)[-len(expected) :] == expected


@pytest.mark.parametrize(
    "text",
    [
        "En marzo realizó un taller.",  # no year anywhere
        "el Plan Regional 2007-2011",  # a plan's name
        "el PNAIA 2002 - 2010",
        "OFICIO N° 012-2011-MTPE/2",
        "Oficio N° 12-2011",
        "Oficio N° 2010-05",
        "el 31 de junio de 2010",  # no such day
        "la línea 0800-2-3232",
        "Se atendió a 2010 personas.",
        "hospital Dos de Mayo",
        "el mar y un set de materiales",
        "octubre 1011",  # misprinted year
        "Oficio N° 12MAR2011-PNP",
        "el 31FEB2011",
        "Av. 28JULIO 123",
    ],
)
def test_not_dates(text: str) -> None:
    assert spans(text) == []


def test_month_without_year_takes_the_only_year_of_the_text() -> None:
    assert spans("En marzo, un taller; en julio de 2010, una feria.")[0] == ("2010-03-01", "2010-03-31")
    assert spans("En marzo, un taller; en julio de 2010 y en mayo de 2011, ferias.")[0] != ("2010-03-01", "2010-03-31")


def test_street_named_after_a_day_is_no_date() -> None:
    assert spans("En la Av. 28 de Julio, durante 2010, hubo una feria.") == [("2010-01-01", "2010-12-31")]


def test_date_column_needs_no_word_before_a_month() -> None:
    text = "Taller | Marzo | 2011 | Lima"
    assert spans(text) == []
    assert spans(text, (("activity", "Taller"), ("date", "Marzo"), ("date", "2011")))[0] == ("2011-03-01", "2011-03-31")


def test_date_of_a_norm_is_not_the_date_of_the_action() -> None:
    details = find_details(
        "Mediante D.S. N° 001-2010-XX del 5 de mayo de 2010, en agosto de 2010 se creó la mesa.", PACK
    )
    assert [(day.first, day.last) for day in details.dates] == [("2010-08-01", "2010-08-31")]
    assert details.norms[0].date == "2010-05-05"


DAYS = st.dates(date(1990, 1, 1), date(2039, 12, 31))


def rendered(day: date) -> list[str]:
    month, short = MONTHS[day.month - 1], SHORT[day.month - 1]
    return [
        f"{day.day} de {month} de {day.year}",
        f"{day.day:02} de {month.capitalize()} del {day.year}",
        f"{day.day:02} {short}. {day.year}",
        f"{day.day:02} DE {month.upper()} DE {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{month} {day.day} de {day.year}",
        f"{day.day}-{short.lower()}-{day.year}",
        day.isoformat(),
        f"{day.day:02}{short.upper()}{day.year}",
    ]


@given(DAYS, st.integers(0, 11), st.sampled_from(["", "Se realizó un taller el ", "(", "02 charlas: "]))
def test_a_day_in_any_form_is_found_again(day: date, form: int, before: str) -> None:
    text = before + rendered(day)[form]
    assert spans(f"{text}.") == [(day.isoformat(), day.isoformat())]
    assert find_details(text, PACK).dates[0].text == rendered(day)[form]


@given(DAYS, st.integers(1, 400), st.sampled_from(["del {} al {}", "desde el {} hasta el {}", "entre el {} y el {}"]))
def test_a_span_of_days_is_found_again(first: date, days: int, form: str) -> None:
    last = first + timedelta(days)
    text = form.format(rendered(first)[0], rendered(last)[1])
    assert spans(text) == [(first.isoformat(), last.isoformat())]


@given(st.integers(1990, 2039), st.integers(1, 12), st.integers(0, 30), st.booleans())
def test_a_span_of_months_is_found_again(year: int, month: int, more: int, short: bool) -> None:
    end = year + (month - 1 + more) // 12, (month - 1 + more) % 12 + 1
    names = SHORT if short else MONTHS
    text = f"Hizo talleres ({names[month - 1]} {year} - {names[end[1] - 1]} {end[0]})"
    last = date(*end, monthrange(*end)[1])
    assert spans(text) == [(f"{year}-{month:02}-01", last.isoformat())]


# --- periods ---


@pytest.mark.parametrize(
    ("first", "last", "period", "crosses"),
    [
        ("2009-06-01", "2009-06-30", 1, False),
        ("2010-05-01", "2011-01-31", 2, False),
        ("2009-05-01", "2010-05-31", 1, False),  # as published: May to May
        ("2010-05-10", "2010-05-10", 2, False),  # the common month alone: the period whose letters ask from it on
        ("2010-01-01", "2010-12-31", 2, True),
        ("2010-03-01", "2010-06-30", 1, True),
        ("2008-01-01", "2008-12-31", None, False),
        ("2012-01-01", "2012-12-31", 3, True),
    ],
)
def test_period(first: str, last: str, period: int | None, crosses: bool) -> None:
    assert period_of([DateSpan(0, 0, "", first, last)], PACK.details.periods) == (period, crosses)


def test_dates_in_two_periods_cross() -> None:
    assert find_details("en julio de 2009 y en agosto de 2010", PACK).crosses
    assert find_details("sin fecha", PACK).period is None


# --- counts ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Capacitó a 180 docentes en 02 operativos.", [(180, "docentes"), (2, "operativos")]),
        ("Se atendió a 3 585 menores y 7,366 personas.", [(3585, "menores"), (7366, "personas")]),
        ("Llegó a 1.200 escolares.", [(1200, "escolares")]),
        ("operadores turísticos (1080)", [(1080, "operadores turísticos")]),
        ("Beneficiarios: estudiantes 40 329; docentes: 8 038", [(40329, "estudiantes"), (8038, "docentes")]),
        ("padres de familia: 12", [(12, "padres de familia")]),
        ("Presentó el proyecto 00314 de ley", []),  # which of several, not how many
        ("Organizó tres talleres", [(3, "talleres")]),
        ("tres (03) talleres y 02 (dos) ferias", [(3, "talleres"), (2, "ferias")]),
        ("treinta y cinco policías", [(35, "policías")]),
        ("ciento veinte niñas", [(120, "niñas")]),
        ("dos mil afiches", [(2000, "afiches")]),
        ("Realizó un taller.", [(1, "taller")]),
        ("01 proceso", [(1, "proceso")]),
        ("02 nuevos operativos", [(2, "operativos")]),
        ("(46) denuncias", [(46, "denuncias")]),
        ("60 «defensores escolares»", [(60, "defensores escolares")]),
        ("39 rompecabezas", [(39, "rompecabezas")]),  # any plural after a number
        ("ocho sobrevivientes", [(8, "sobrevivientes")]),
        ("unos 150 paseantes", [(150, "paseantes")]),  # "unos" is no "Nos."
        ("dos casas hogar", [(2, "casas")]),
        ("21 DEMUNA", [(21, "DEMUNA")]),
        ("48 efectivos (44 varones y 04 mujeres)", [(48, "efectivos"), (44, "varones"), (4, "mujeres")]),
    ],
)
def test_counts(text: str, expected: list[tuple[int, str]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "persona menor de 15 años",
        "los menores de 18 años",
        "durante 03 días y 20 horas",
        "el 40% de casos",
        "los siguientes talleres: 1. Prevención",
        "1) Talleres",
        "Oficio N° 12 docentes",
        "en el 2010 personas",
        "la línea 0800-2-3232",
        "procesos por trata de personas: 01 en trámite",
        "3º grado",
        "el artículo 10 de la ley",
        "a las 02:00 horas",
        "talleres 2010",
    ],
)
def test_not_counts(text: str) -> None:
    assert counts(text) == []


@given(st.integers(1, 999_999_999), st.sampled_from([" ", ".", ",", "\u00a0", ""]))
def test_a_figure_with_any_separator_is_found_again(value: int, separator: str) -> None:
    figure = f"{value:,}".replace(",", separator)
    if len(figure) == 4 and 1980 <= value <= 2079:
        return  # may be a year
    assert counts(f"Atendió a {figure} personas.") == [(value, "personas")]


# --- places ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("en la región Lima", [("region", "Lima", "Lima")]),
        ("en la provincia de Lima", [("province", "Lima", "Lima")]),
        ("en Lima Metropolitana", [("province", "Lima", "Lima")]),
        ("el Juzgado Mixto de Requena", [("province", "Requena", "Loreto")]),
        ("el distrito de Punchana", [("district", "Punchana", "Loreto")]),
        (
            "los distritos de Yarinacocha, Callería y Manantay",
            [("district", name, "Ucayali") for name in ("Yarinacocha", "Callería", "Manantay")],
        ),
        ("en el distrito de Nuevo Amanecer", [("district", "Nuevo Amanecer", None)]),
        ("en Puerto Maldonado", [("district", "Tambopata", "Madre de Dios")]),
        ("en La Libertad", [("region", "La Libertad", "La Libertad")]),
        ("el Cuzco", [("region", "Cusco", "Cusco")]),
        ("Municipalidad Distrital de Miraflores", [("district", "Miraflores", None)]),  # four regions have one
        ("Miraflores, Arequipa", [("region", "Arequipa", "Arequipa")]),
        ("en Miraflores, Arequipa", [("district", "Miraflores", "Arequipa"), ("region", "Arequipa", "Arequipa")]),
        ("en San Martín y Loreto", [("region", "San Martín", "San Martín"), ("region", "Loreto", "Loreto")]),
        ("en Lamas y El Dorado", [("province", "Lamas", "San Martín"), ("province", "El Dorado", "San Martín")]),
        ("San Martín de Porres", [("district", "San Martín de Porres", "Lima")]),
    ],
)
def test_places(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "delitos contra la libertad sexual",
        "DELITOS CONTRA LA LIBERTAD",
        "el Convenio Marco",
        "en la plaza San Martín",
        "el colegio Santa Rosa",
        "el general San Martín",
        "la señora Santa Cruz",
        "Vice Ministro",
    ],
)
def test_not_places(text: str) -> None:
    assert places(text) == []


def test_gazetteer_is_whole() -> None:
    regions = PACK.details.regions
    assert len(regions) == 25
    assert sum(len(region.provinces) for region in regions) == 196
    for region in regions:
        assert ("region", region.name, region.name) in places(f"la región {region.name}")


@given(st.data())
def test_every_province_is_found_by_its_kind(data: st.DataObject) -> None:
    region = data.draw(st.sampled_from(PACK.details.regions))
    province = data.draw(st.sampled_from(sorted(region.provinces)))
    assert ("province", province, region.name) in places(f"en la provincia de {province}, región {region.name}")


# --- norms ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Decreto Supremo N° 004-2011-IN, del 19 de octubre de 2011",
            [("Decreto Supremo", "004-2011-IN", "2011-10-19")],
        ),
        ("la Ley 28950", [("Ley", "28950", None)]),
        ("la ley N° 28950 - Ley contra la Trata", [("Ley", "28950", None)]),
        ("R.M. Nº 0626-2010-ED", [("Resolución Ministerial", "0626-2010-ED", None)]),
        ("RM 0626-2010-ED.", [("Resolución Ministerial", "0626-2010-ED", None)]),
        ("Ordenanza Municipal N° 012-2011-MPT", [("Ordenanza Municipal", "012-2011-MPT", None)]),
        ("Ordenanza Regional N° 002– 2010– GRX", [("Ordenanza Regional", "002-2010-GRX", None)]),
        ("Directiva de uso interno N° 04-2010-IN/0105", [("Directiva", "04-2010-IN/0105", None)]),
        ("las Leyes 28950 y 27806", [("Ley", "28950", None), ("Ley", "27806", None)]),
        ("la Ley 28950 y 30 docentes", [("Ley", "28950", None)]),
        ("Decreto Legislativo 635", [("Decreto Legislativo", "635", None)]),
    ],
)
def test_norms(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert norms(text) == expected


@pytest.mark.parametrize(
    "text", ["Oficio N° 050-2010-DP", "Carta N° 1-2011", "la Ley de Transparencia", "ley del 2007"]
)
def test_not_norms(text: str) -> None:
    assert norms(text) == []


# --- partners ---


def test_partners_are_bodies_and_organisations() -> None:
    found = partners("En coordinación con el MININTER, la OIM, UNICEF y la ONG Manos de Ensayo.")
    assert ("Ministerio del Interior", "MININTER") in found
    assert ("OIM", None) in found
    assert ("UNICEF", None) in found
    assert ("ONG Manos de Ensayo", None) in found


def test_organisation_has_one_name_however_written() -> None:
    assert partners("con la Organización Internacional para las Migraciones (OIM)") == [("OIM", None)]


def test_body_that_writes_is_no_partner_of_its_own() -> None:
    assert partners("con el Ministerio de Salud y la PNP", own="MINSA") == [("Ministerio del Interior", "MININTER")]


def test_the_letters_mp_are_told_apart_by_what_follows() -> None:
    assert ("MINPUB" in {body for _, body in partners("conjuntamente con el MP y la PNP")}) is True
    assert {body for _, body in partners("con la MP Sechura")} == {"GL"}


# --- any text ---

PARTS = "de del y al entre mayo Ene 2010 15 3 ( ) N° Ley 28950 012-2010-X - Lima Libertad docentes tres talleres , . /"
PARTS += " ONG provincia Casa PNP el trata personas : 2009-2011 Av. Ministerio MP"
WORDS = st.sampled_from(PARTS.split())


def pieces(details: Details) -> list[tuple[int, int, str]]:
    found: list[DateSpan | Count | Place | Norm | Partner] = []
    found += [*details.dates, *details.counts, *details.places, *details.norms, *details.partners]
    return [(one.start, one.end, one.text) for one in found]


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_offsets_slice_to_text_whatever_the_text(text: str) -> None:
    details = find_details(text, PACK, (("date", text[3:9]),))
    for start, end, piece in pieces(details):
        assert text[start:end] == piece
        assert piece.strip()
    assert all(day.first <= day.last for day in details.dates)
    assert all(isinstance(count, Count) and count.value >= 0 for count in details.counts)


@pytest.mark.parametrize(
    "unit",
    [
        "1 2 3 ",
        "Ley 1, y ",
        "15 de mayo y ",
        "ONG Aa ",
        "de la ",
        "veinte y ",
        "Lima, ",
        "2010-",
        "(12) docentes ",
        "A",
    ],
)
def test_long_text_is_read_in_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        start = process_time()
        find_details(unit * (size // len(unit)), PACK)
        return process_time() - start

    small = min(seconds(1_000) for _ in range(3))
    large = min(seconds(50_000) for _ in range(3))  # the least of three: one may hold a collection of garbage
    assert large < 500 * max(small, 0.001)  # 50 times the text; quadratic time would be 2,500 times
