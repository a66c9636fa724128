"""What stands beside the report in a letter is no action: who signs it, its day, whom it is for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.core.model import Kind
from extractor.read.letter import ReadOptions, read_letter
from tests.pdfs import PACK, Placed, letter_of, lines_at, placed

TOP = ["GOBIERNO REGIONAL DE TACNA", "OFICIO N° 7-2011-GRT", "Tacna, 9 de junio de 2011"]
DONE = [
    "Se dictaron tres charlas sobre la trata en los mercados.",
    "Se visitaron doce bares de la ciudad con la fiscal.",
]


def told(*parts: Sequence[Placed]) -> list[str]:
    data = placed([place for part in parts for place in part])
    findings = read_letter(data, PACK, ReadOptions(ocr="off")).findings
    return [one.statement.text for one in findings if one.statement.kind is not Kind.OTHER]


HEADED = [*lines_at(70, 60, TOP, 18), *lines_at(70, 130, ["Señora", "Presente.-"], 14)]


@pytest.mark.parametrize(
    "signed",
    [
        ["Abog. Elsa Tito Mamani, Gerenta Regional de Salud"],
        ["Elsa Tito Mamani", "Jefa de la Oficina de Tacna"],
        ["Tacna, 9 de junio de 2011"],
        ["Tacna, 9 de junio de 2011", "OFICINA DE PRENSA"],
    ],
)
def test_who_signs_a_letter_without_a_farewell_and_its_day_there_are_no_action(signed: list[str]) -> None:
    assert told(HEADED, lines_at(70, 220, DONE, 30), lines_at(70, 320, signed, 13)) == DONE


def test_a_day_between_the_text_and_the_farewell_dates_a_letter_and_is_no_action() -> None:
    above = [line for line in TOP if "junio" not in line]
    body = [*DONE, "Tacna, 9 de junio de 2011.", "Atentamente,", "Elsa Tito Mamani"]
    data = placed([*lines_at(70, 60, [*above, "Señora", "Presente.-"], 18), *lines_at(70, 220, body, 30)])
    reading = read_letter(data, PACK, ReadOptions(ocr="off"))
    assert reading.letter is not None and reading.letter.head.date == "2011-06-09"
    assert [one.statement.text for one in reading.findings if one.statement.kind is not Kind.OTHER] == DONE


def test_events_with_their_days_that_end_a_letter_are_no_signature() -> None:
    events = ["Feria Escolar de Tarata, 4 de mayo de 2011", "Taller de Ilabaya, 6 de mayo de 2011"]
    made = told(HEADED, lines_at(70, 220, DONE, 30), lines_at(70, 310, events, 45))
    assert " ".join(made) == " ".join([*DONE, *events])


def test_the_name_of_whom_a_letter_without_salutation_is_for_is_no_action() -> None:
    head = lines_at(70, 60, [*TOP, "Sra. Elsa Tito", "Colectivo de Vecinas"], 12)
    assert told(head, lines_at(70, 150, DONE, 30)) == DONE


def test_what_names_the_form_that_a_letter_is_written_on_is_no_action() -> None:
    form = ["Proceso: Atención de casos de trata", "Procedimiento: Visita a los bares de la provincia", "Versión: 02"]
    assert told(HEADED, lines_at(70, 220, [*form, *DONE], 30)) == DONE
    assert form[1] in told(HEADED, lines_at(70, 220, [form[1]], 30), lines_at(70, 270, DONE, 40))


def test_a_slip_of_receipt_is_told_by_its_form_whatever_it_is_called() -> None:
    slip = [("N° de ingreso:", "0517-2011"), ("Fecha y hora:", "27 de junio de 2011, 15:31"), ("Procedencia:", "GRT")]
    slip += [("Folios:", "03"), ("Derivado a:", "Archivo")]
    first = [(70.0, 80.0, "FICHA DE VENTANILLA")]
    for at, (label, value) in enumerate(slip):
        first += [(70.0, 120.0 + 18 * at, label), (240.0, 120.0 + 18 * at, value)]
    lines = ["GOBIERNO REGIONAL DE TACNA", "Tacna, 9 de junio de 2011", "OFICIO N° 7-2011-GRT", "Señora", "Presente.-"]
    letter = letter_of(
        placed(first, [*lines_at(70, 60, lines, 18), *lines_at(70, 240, ["Se dictaron tres charlas."], 30)])
    )
    assert (letter.head.number, letter.head.date) == ("OFICIO N° 7-2011-GRT", "2011-06-09")


SLIP = ["ESQUELA DE PASE N° 5521", "Fecha: 2/06/2011", "Pase a: Archivo Central para sus fines."]
NOTICE = [
    "De: Ventanilla <ventanilla@vera.example>",
    "Para: elsa@tito.example",
    "Fecha: 12 de junio de 2011",
    "Estimada:",
]
MEMO = ["MEMORANDO N° 12-2011-GRT/OA", "A: Elsa Tito", "DE: Luis Vera", "Tacna, 12 de junio de 2011"]


@pytest.mark.parametrize(
    ("first", "number"),
    [
        (SLIP, "OFICIO N° 7-2011-GRT"),
        ([*NOTICE, "Se remite el oficio adjunto."], "OFICIO N° 7-2011-GRT"),
        ([*MEMO, "Se remite el oficio adjunto."], "MEMORANDO N° 12-2011-GRT/OA"),  # a paper itself
    ],
)
def test_a_slip_or_a_mail_in_front_of_the_letter_gave_the_letters_head(first: list[str], number: str) -> None:
    lines = [*TOP, "Señora", "Presente.-", "De mi consideración:"]
    letter = letter_of(
        placed(lines_at(70, 60, first, 18), [*lines_at(70, 60, lines, 18), *lines_at(70, 240, DONE, 30)])
    )
    assert letter.head.number == number


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Mapa de zonas de riesgo de trata: pendiente.", Kind.PLANNED),
        ("Charlas sobre trata en institutos de Tarata: no cumplido.", Kind.NO_ACTION),
        ("Talleres sobre trata para docentes: 0", Kind.NO_ACTION),
        ("Talleres sobre trata: se capacitó a doce docentes de Ilabaya y de Tarata en dos jornadas.", Kind.ACTION),
    ],
)
def test_what_a_line_says_behind_its_colon_of_what_it_names_was_not_heard(line: str, kind: Kind) -> None:
    data = placed([*HEADED, *lines_at(70, 220, [*DONE, line], 30)])
    findings = read_letter(data, PACK, ReadOptions(ocr="off")).findings
    assert [one.classification.kind for one in findings if one.statement.text == line] == [kind]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("No se dio parte a la fiscalía, pues el consulado ya llevaba la causa.", Kind.NO_ACTION),
        ("Tampoco tuvimos ferias sobre la trata en Ilabaya.", Kind.NO_ACTION),
        ("El convenio con la fiscalía sigue sin firmarse.", Kind.NO_ACTION),
        ("No se dudó: se clausuró el bar y se rescató a dos menores.", Kind.ACTION),
        ("Se clausuró un bar que no mostró su licencia y se rescató a dos menores.", Kind.ACTION),
    ],
)
def test_a_sentence_that_begins_by_denying_was_an_action_to_the_model(sentence: str, kind: Kind) -> None:
    data = placed([*HEADED, *lines_at(70, 220, [*DONE, sentence], 30)])
    findings = read_letter(data, PACK, ReadOptions(ocr="off")).findings
    assert [one.classification.kind for one in findings if one.statement.text == sentence] == [kind]


def test_a_slip_that_the_reference_cites_made_the_letter_a_slip() -> None:
    labels = [
        ("A", "Rosa Vera"),
        ("DE", "Luis Rojas"),
        ("FECHA", "Tacna, 9 de junio de 2011"),
        ("REF.", "Hoja de Ruta N° 3"),
    ]
    first = lines_at(70, 60, ["GOBIERNO REGIONAL DE TACNA", "MEMORANDO N° 7-2011-GRT"], 16)
    for number, (label, value) in enumerate(labels):
        first += [(70.0, 110.0 + 15 * number, label), (160.0, 110.0 + 15 * number, f": {value}")]
    annex = lines_at(
        70, 60, ["INFORME N° 31-2011-GRT/OP", "A : Luis Rojas", "DE : Elsa Tito", "FECHA : 3 de junio de 2011"], 16
    )
    letter = letter_of(placed([*first, *lines_at(70, 200, DONE, 30)], [*annex, *lines_at(70, 160, DONE[:1], 30)]))
    assert (letter.head.number, letter.head.date) == ("MEMORANDO N° 7-2011-GRT", "2011-06-09")


@pytest.mark.parametrize(
    ("subject", "below", "is_off"),
    [
        ("los parques", [], True),
        ("la trata de personas", [], False),
        ("los parques", ["Señora", "Presente.-"], False),  # a letter, in the form of a resolution
    ],
)
def test_an_ordinance_of_a_known_body_on_another_subject_was_full_of_actions(
    subject: str, below: list[str], is_off: bool
) -> None:
    norm = ["CONSIDERANDO:", f"Que, en mayo el consejo debatió sobre {subject} de la región con los alcaldes;"]
    norm += [f"Que, conviene que la región cuide de {subject};", "Se ha aprobado la ordenanza regional siguiente:"]
    norm += [f"En junio se capacitó a doce alcaldes sobre {subject} en el auditorio de Tarata."]
    head = ["GOBIERNO REGIONAL DE TACNA", "ORDENANZA REGIONAL N° 7-2011-GRT/CR", "Tacna, 9 de junio de 2011", *below]
    data = placed([*lines_at(70, 60, head, 14), *lines_at(70, 150, norm, 30)])
    reading = read_letter(data, PACK, ReadOptions(ocr="off"))
    sure = [one for one in reading.findings if one.statement.kind is not Kind.OTHER and not one.classification.doubtful]
    assert ("off_subject" in {problem.code for problem in reading.problems}, not sure) == (is_off, is_off)
