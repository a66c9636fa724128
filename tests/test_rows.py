"""What the cells beside a row's activity say of it, which row holds headings, and what repeats the request."""

from __future__ import annotations

import pytest
from reportlab.platypus import Flowable, Table

from extractor.core.model import Kind
from extractor.read.letter import ReadOptions, read_letter
from tests.pdfs import PACK, items, letter_pdf, paragraphs, table


def kinds(*body: Flowable) -> dict[str, Kind]:
    findings = read_letter(letter_pdf(*body), PACK, ReadOptions(ocr="off")).findings
    return {one.statement.text.rstrip(". "): one.statement.kind for one in findings}


def rows(*given: tuple[str, ...]) -> dict[str, Kind]:
    return kinds(table(given, (240, *[200 // (len(given[0]) - 1)] * (len(given[0]) - 1))))


@pytest.mark.parametrize(
    ("header", "cell", "kind"),
    [
        ("Resultado", "No se brindó", Kind.NO_ACTION),
        ("Resultado", "No hubo", Kind.NO_ACTION),
        ("Resultado", "No se editaron por falta de fondos", Kind.NO_ACTION),
        ("Comentario", "No se cuenta con dicho servicio", Kind.NO_ACTION),
        ("Observaciones", "No existe", Kind.NO_ACTION),
        ("Observaciones", "No se cuenta con fotos", Kind.ACTION),
        ("Observaciones", "No se dispone de presupuesto", Kind.NO_ACTION),
        ("Resultado", "No se hallaron menores de edad", Kind.ACTION),
        ("Detenidos", "No hubo", Kind.ACTION),
        ("Presupuesto", "No se asignó", Kind.ACTION),
    ],
)
def test_a_cell_that_denies_and_names_nothing_else_denies_its_row(header: str, cell: str, kind: Kind) -> None:
    made = rows(
        ("Actividad", header),
        ("Operativo en los bares de Ilo contra la trata", cell),
        ("Charla sobre la trata en el colegio de Pachía", "30 alumnos"),
    )
    assert made["Operativo en los bares de Ilo contra la trata"] is kind
    assert made["Charla sobre la trata en el colegio de Pachía"] is Kind.ACTION


@pytest.mark.parametrize(("planned", "done"), [("Programado", "Ejecutado"), ("Meta", "Avance")])
def test_none_done_of_so_many_planned_is_not_done(planned: str, done: str) -> None:
    made = rows(
        ("Actividad", planned, done),
        ("Operativo en los bares de Ilo contra la trata", "4", "0"),
        ("Charla sobre la trata en el colegio de Pachía", "4", "3"),
    )
    assert [*made.values()].count(Kind.NO_ACTION) == 1
    assert made["Operativo en los bares de Ilo contra la trata"] is Kind.NO_ACTION


@pytest.mark.parametrize(("ticked", "empty"), [("( X )", "( )"), ("[X]", "[ ]")])
def test_a_tick_in_brackets_ticks(ticked: str, empty: str) -> None:
    made = rows(
        ("Medida", "Sí", "No"),
        ("Registro de las víctimas de trata de la región", empty, ticked),
        ("Charla sobre la trata en el colegio de Pachía", ticked, empty),
    )
    assert made["Registro de las víctimas de trata de la región"] is Kind.NO_ACTION
    assert made["Charla sobre la trata en el colegio de Pachía"] is Kind.ACTION


@pytest.mark.parametrize("header", ["Consulta", "Pedido"])
@pytest.mark.parametrize("answer", ["Respuesta", "Atención"])
def test_what_is_answered_by_one_word_is_told_with_its_answer(header: str, answer: str) -> None:
    made = rows(
        (header, answer),
        ("Charlas sobre la trata en los colegios", "Sí"),
        ("Atención psicológica de víctimas de trata", "No"),
        ("Cuántos operativos hubo en los bares", "Se hicieron 5 operativos en los bares de la provincia."),
    )
    assert made["Charlas sobre la trata en los colegios"] is Kind.ACTION
    assert made["Atención psicológica de víctimas de trata"] is Kind.NO_ACTION
    assert made["Se hicieron 5 operativos en los bares de la provincia"] is Kind.ACTION
    assert not {"Sí", "No", "Cuántos operativos hubo en los bares"} & made.keys()


@pytest.mark.parametrize("numbered", [True, False])
def test_the_first_row_of_a_table_without_headings_is_told(numbered: bool) -> None:
    done = (
        "Supervisión de dos albergues de Ilo",
        "Taller a comisarios sobre la trata",
        "Visita a seis bares de Tarata",
    )
    days = ("Marzo 2010", "Abril 2010", "Mayo 2010")
    cells = [(str(n), *row) if numbered else row for n, row in enumerate(zip(done, days, strict=True), 1)]
    made = kinds(table(cells, (25, 240, 100)[not numbered :]))
    assert [made.get(one) for one in done] == [Kind.ACTION] * 3


def test_years_and_their_parts_are_headings() -> None:
    plain = rows(("Indicador", "2010", "2011"), ("Operativos contra la trata en los bares", "5", "9"))
    cells = (
        ("Servicio", "2010", "", "2011", ""),
        ("", "Damas", "Varones", "Damas", "Varones"),
        ("Atención psicológica a víctimas de trata", "5", "9", "2", "1"),
    )
    look = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    parted = kinds(Table(cells, colWidths=(240, 50, 50, 50, 50), style=look))
    assert not [text for text in (*plain, *parted) if "Indicador" in text or "Damas" in text or "2010" in text]


def test_what_repeats_the_request_above_its_answer_is_no_action() -> None:
    asked = ("¿Cuántos talleres hubo?", "¿Se visitaron los bares?", "Número de víctimas atendidas en la casa refugio")
    told = ("Se dictaron 12 talleres.", "Se visitaron seis bares de Ilo.", "Se atendió a nueve víctimas.")
    body = [one for n in range(3) for one in (*items((f"{n + 1}.", f"{asked[n]}.")), *paragraphs(told[n]))]
    made = kinds(*body)
    assert [made[one.rstrip(".")] for one in told] == [Kind.ACTION] * 3
    assert Kind.ACTION not in [kind for text, kind in made.items() if any(one in text for one in asked)]


@pytest.mark.parametrize(
    "asked",
    ["Quisiera saber qué talleres se dictaron en Ilo", "Requiero que se me informe sobre los bares visitados en 2010"],
)
def test_how_somebody_asks_to_be_told_is_no_action(asked: str) -> None:
    made = kinds(*items(("a)", f"{asked}.")), *paragraphs("Se dictaron 12 talleres en Ilo."))
    assert made[asked] is Kind.OTHER and made["Se dictaron 12 talleres en Ilo"] is Kind.ACTION


@pytest.mark.parametrize(
    ("denied", "kind"),
    [
        ("dificultades durante las charlas en los colegios", Kind.OTHER),
        ("mayores inconvenientes en el dictado de las charlas", Kind.OTHER),
        ("casos de trata ni dificultades en la provincia", Kind.NO_ACTION),
    ],
)
def test_who_denies_but_difficulties_does_not_say_that_nothing_was_done(denied: str, kind: Kind) -> None:
    text = f"No se presentaron {denied}"
    assert kinds(*paragraphs("Se dictaron dos charlas a las alumnas.", f"{text}.")).get(text, Kind.OTHER) is kind
