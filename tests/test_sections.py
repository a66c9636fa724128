"""What a heading or lead-in says of the lines under it."""

from __future__ import annotations

import pytest

from extractor.core.model import Kind
from extractor.filing.kinds import cued_kind
from extractor.read.letter import ReadOptions, read_letter
from extractor.read.results import RESULT, kind_by_cells
from extractor.read.sections import given_by, told_by
from tests.pdfs import PACK, items, letter_pdf, paragraphs, table


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("FUNCIONES ASIGNADAS", Kind.OTHER),
        ("2. Marco legal", Kind.OTHER),
        ("Cumplimiento de las funciones", Kind.ACTION),
        ("Acciones realizadas conforme a sus funciones", Kind.ACTION),
        ("Actividades programadas", Kind.PLANNED),
        ("Las actividades no realizadas son:", Kind.NO_ACTION),
        ("Por otro lado, está pendiente:", Kind.PLANNED),
        ("NO SE HA CUMPLIDO CON:", Kind.NO_ACTION),
        ("Lo que queda por hacer", Kind.PLANNED),
        ("Eje de prevención", None),
        ("Oficina de Desarrollo Turístico", None),
        ("Es grato dirigirme a usted en atención a su solicitud para informarle lo siguiente:", None),
        ("En respuesta a lo solicitado, cumplo con remitir lo que sigue:", None),
        ("De acuerdo a lo solicitado, se informa lo siguiente:", None),
        ("A continuación se detalla lo que sigue:", None),
        ("La información solicitada es:", Kind.OTHER),
    ],
)
def test_the_first_word_that_says_it_decides(section: str, kind: Kind | None) -> None:
    assert told_by(section, PACK) is kind


@pytest.mark.parametrize(
    "section",
    [
        "Programa “Isla amable”", "Programas sociales", "Proyecto Puerto Seguro", "Dirección Ejecutiva",
        "Unidad responsable", "Funcionamiento de la red", "Documentos emitidos",
    ],
)  # fmt: skip
def test_the_name_of_a_programme_or_an_office_was_taken_for_what_is_planned_done_or_a_duty(section: str) -> None:
    assert told_by(section, PACK) is None


def kinds_under(lead: str, *lines: str) -> list[Kind]:
    body = [*paragraphs(lead), *items(*((f"{n}.", line) for n, line in enumerate(lines, 1)))]
    reading = read_letter(letter_pdf(*body), PACK, ReadOptions(ocr="off"))
    return [f.statement.kind for f in reading.findings if f.statement.text in lines]


def test_lines_without_words_of_their_own_are_of_the_kind_of_their_section() -> None:
    lines = ("Feria escolar en la plaza de armas.", "Se dictó una charla a los padres del colegio.")
    assert kinds_under("Está pendiente:", *lines) == [Kind.PLANNED, Kind.ACTION]
    assert kinds_under("No se realizaron:", *lines) == [Kind.NO_ACTION, Kind.ACTION]


def test_a_deed_told_beside_a_line_does_not_undo_its_lead_in() -> None:
    lines = ("El curso para agentes, que se anunció en marzo.", "La feria de los colegios.")
    assert kinds_under("No se ha cumplido con:", *lines) == [Kind.NO_ACTION, Kind.NO_ACTION]


def test_a_lead_in_in_capitals_ends_with_its_items() -> None:
    lines = ("Feria escolar en la plaza.", "Concurso de afiches.")
    after = "Las charlas en los mercados de la provincia."
    body = [*paragraphs("NO SE HA CUMPLIDO CON:"), *items(*((f"{n}.", one) for n, one in enumerate(lines, 1)))]
    reading = read_letter(letter_pdf(*body, *paragraphs(after)), PACK, ReadOptions(ocr="off"))
    sections = {finding.statement.text: finding.statement.section for finding in reading.findings}
    assert [sections[line] for line in lines] == ["NO SE HA CUMPLIDO CON:"] * 2
    assert sections[after] == ""


def test_what_is_dated_after_its_letter_is_planned_unless_a_verb_says_it_was_done() -> None:
    rows = [
        ["N°", "Actividad", "Fecha"],
        ["1", "Concurso escolar de cuento sobre la trata", "Setiembre 2012"],  # the letter is of March 2011
        ["2", "Concurso escolar de pintura sobre la trata", "Febrero 2011"],
        ["3", "Se dictó una charla a los padres de familia", "Mayo 2012"],
    ]
    reading = read_letter(letter_pdf(table(rows, (40, 260, 120))), PACK, ReadOptions(ocr="off"))
    kinds = [f.statement.kind for f in reading.findings if f.statement.text.startswith(("Concurso", "Se dictó"))]
    assert kinds == [Kind.PLANNED, Kind.ACTION, Kind.ACTION]


def test_a_plan_told_behind_a_denial_is_a_statement_of_its_own() -> None:
    denied = "No se cuenta con una estadística por edad de las víctimas."
    planned = "Dicha variable será incorporada al formulario a partir de enero."
    reading = read_letter(letter_pdf(*paragraphs(f"{denied} {planned}")), PACK, ReadOptions(ocr="off"))
    kinds = {finding.statement.text: finding.statement.kind for finding in reading.findings}
    assert (kinds[denied], kinds[planned]) == (Kind.NO_ACTION, Kind.PLANNED)


def test_a_row_that_counts_nothing_is_no_action() -> None:
    counted = kinds_of_rows(
        ("Rubro", "Cantidad"), ("Operativos en bares", "00"), ("Charlas en colegios", "3"), ("Detenidos", "00")
    )
    assert counted == [Kind.NO_ACTION, Kind.ACTION, Kind.NO_ACTION]
    assert kinds_of_rows(("Juzgado", "Procesos"), ("Juzgado Mixto de Omate", "Ninguno")) == [Kind.NO_ACTION]


def test_a_nought_under_a_heading_of_its_own_denies_no_activity() -> None:
    rows = (("Operativo en el bar El Faro", "0"), ("Operativo en la calle Real", "2"))
    assert kinds_of_rows(("Actividad", "Detenidos"), *rows) == [Kind.ACTION, Kind.ACTION]


def kinds_of_rows(*rows: tuple[str, str]) -> list[Kind]:
    reading = read_letter(letter_pdf(table(rows, (260, 120))), PACK, ReadOptions(ocr="off"))
    firsts = tuple(first for first, _ in rows[1:])
    return [finding.statement.kind for finding in reading.findings if finding.statement.text.startswith(firsts)]


def test_duties_that_are_only_named_are_no_sure_actions() -> None:
    duties = ("Constitución de redes de prevención.", "Apertura de centros de atención.", "Orientación de casos.")
    body = [*paragraphs("<b>Funciones asignadas</b>"), *items(*((f"{n}.", duty) for n, duty in enumerate(duties, 1)))]
    reading = read_letter(letter_pdf(*body), PACK, ReadOptions(ocr="off"))
    sure = [f for f in reading.findings if f.statement.kind is Kind.ACTION and not f.classification.doubtful]
    assert sure == []


@pytest.mark.parametrize("number", ["00417-2010", "218-2011-0-JR-PE"])
def test_a_case_that_is_pending_was_taken_for_planned(number: str) -> None:
    rows = [("Expediente", "Delito", "Estado"), (number, "Trata de personas agravada", "En trámite")]
    rows += [("00302-2010", "Trata de personas agravada", "Sentenciado")]
    findings = read_letter(letter_pdf(table(rows, (110, 200, 110))), PACK, ReadOptions(ocr="off")).findings
    assert Kind.PLANNED not in {one.statement.kind for one in findings}


def test_a_name_that_ends_as_a_verb_does_was_taken_for_what_is_planned() -> None:
    assert cued_kind("El puente de Macará es paso de los vecinos", PACK) is None
    assert cued_kind("Se Capacitará a los vecinos", PACK) is Kind.PLANNED


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("RETOS", Kind.OTHER),
        ("Las necesidades del servicio", Kind.OTHER),
        ("Se propone:", Kind.OTHER),
        ("Metas del segundo semestre", Kind.PLANNED),
        ("Lo que falta", Kind.PLANNED),
        ("Tareas pendientes", Kind.PLANNED),
        ("Metas alcanzadas", None),
        ("Necesidades atendidas", None),
        ("Se necesita más personal, por lo que se convocó:", None),
        ("Atención de necesidades", None),
        ("Elaboración de lineamientos", None),
        ("Funciones de la gerencia", None),
    ],
)
def test_what_is_only_wanted_or_still_to_come_was_taken_for_done_under_its_heading(
    section: str, kind: Kind | None
) -> None:
    assert given_by(section, PACK) is kind


def test_a_heading_in_plain_type_over_what_is_wanted_was_taken_for_an_item() -> None:
    lines = ("Curso sobre la trata para el personal de turno.", "Se dictó una charla a los padres del colegio.")
    body = [*paragraphs("<b>Acciones realizadas</b>"), *items(("•", "Se repartieron 20 cartillas."))]
    body += [*paragraphs("Desafíos de la oficina"), *items(*(("•", line) for line in lines))]
    findings = read_letter(letter_pdf(*body), PACK, ReadOptions(ocr="off")).findings
    kinds = {finding.statement.text: finding.statement.kind for finding in findings}
    assert [kinds[line] for line in lines] == [Kind.OTHER, Kind.ACTION]
    assert kinds["Desafíos de la oficina"] is Kind.OTHER


def test_a_deed_told_by_its_verb_was_taken_for_a_plan_under_a_heading_that_plans() -> None:
    told = "La oficina dictó una charla a los padres del colegio."
    assert kinds_under("Está pendiente:", told, "Feria escolar en la plaza.") == [Kind.ACTION, Kind.PLANNED]


def kinds_in(*rows: tuple[str, ...], widths: tuple[int, ...] = (240, 90, 90)) -> list[Kind]:
    reading = read_letter(letter_pdf(table(rows, widths)), PACK, ReadOptions(ocr="off"))
    firsts = tuple(row[0] for row in rows[1:])
    return [finding.statement.kind for finding in reading.findings if finding.statement.text.startswith(firsts)]


def test_what_awaits_its_approval_was_taken_for_done_for_the_share_that_is_ready() -> None:
    rows = [("Actividad", "Estado", "Avance"), ("Protocolo para los puertos", "En trámite de firma", "60%")]
    rows += [("Feria en el mercado central", "Concluida", "100%"), ("Curso para guías de turismo", "Ejecutado", "80%")]
    assert kinds_in(*rows) == [Kind.PLANNED, Kind.ACTION, Kind.ACTION]


def test_a_question_that_its_row_answers_with_yes_and_tells_of_was_no_action() -> None:
    rows = [
        ("Pregunta", "Respuesta", "Detalle"),
        ("¿Dictó charlas sobre la trata en 2011?", "SÍ", "Dos charlas a 30 guías"),
    ]
    rows += [("¿Dictó cursos sobre la trata en 2011?", "NO", "-"), ("¿Tiene un plan contra la trata?", "SÍ", "-")]
    assert kinds_in(*rows) == [Kind.ACTION, Kind.NO_ACTION, Kind.OTHER]


def test_a_crossed_row_beside_checked_ones_was_done_and_a_checked_one_was_not() -> None:
    assert [kind_by_cells([(RESULT, sign)], PACK, checks=True) for sign in "✔✘"] == [Kind.ACTION, Kind.NO_ACTION]
    assert kind_by_cells([(RESULT, "✘")], PACK) is None  # a cross alone may be a tick


@pytest.mark.parametrize(
    "text",
    [
        "Según notas de un diario, en el puerto operarían bandas de captadores",
        "Su oficio llegó a la secretaría el lunes",
        "Vuestra consulta llegó el lunes",
        "El código define la trata como un delito",
        "Este delito afecta a los jóvenes de la sierra",
        "Las tablas tienen carácter orientador",
        "Es prioridad de la comuna el bienestar de los vecinos",
        "Este mensaje ha sido revisado y no tiene virus",
    ],
)
def test_what_is_not_the_writers_own_deed_was_taken_for_one(text: str) -> None:
    assert cued_kind(text, PACK) is Kind.OTHER


@pytest.mark.parametrize(
    "text", ["La comuna prevé colocar luces en el malecón", "Está en proyecto un acuerdo con la radio"]
)
def test_what_is_foreseen_was_no_plan(text: str) -> None:
    assert cued_kind(text, PACK) is Kind.PLANNED
