from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.core.model import Box, Kind, Letter, Line, Page
from extractor.read.letter import ReadOptions, read_letter, read_text
from extractor.read.statements import split
from tests.pdfs import HEAD, PACK, blocks_of, items, letter_of, letter_pdf, lines_at, paragraphs, placed, table

FIRST = "Realizó tres talleres para docentes de la provincia."
SECOND = "Asimismo, organizó una feria informativa en la plaza."


def statements(*body: str) -> list[tuple[str, Kind]]:
    return [(s.text, s.kind) for s in split(letter_of(letter_pdf(*paragraphs(*body))), PACK)]


def candidates(*body: str) -> list[str]:
    return [text for text, kind in statements(*body) if kind is Kind.ACTION]


def test_a_connective_starts_another_action_in_the_same_paragraph() -> None:
    assert candidates(f"{FIRST} {SECOND}") == [FIRST, SECOND]
    assert candidates("Difundió spots en radios; asimismo, repartió volantes.") == [
        "Difundió spots en radios;",
        "asimismo, repartió volantes.",
    ]


@pytest.mark.parametrize(
    ("lead_in", "answers"),
    [
        ("Su carta solicita información sobre la trata de personas, cumpliendo con informar lo siguiente:", True),
        (
            "Usted solicita información sobre lo hecho y, consultadas las áreas, se tiene lo siguiente:",
            True,
        ),
        ("Su carta solicita información sobre lo siguiente:", False),
        ("Usted solicita información sobre talleres, campañas y operativos contra la trata:", False),
    ],
)
def test_items_below_a_sentence_that_cites_the_request_and_answers_it_are_answers(lead_in: str, answers: bool) -> None:
    told = ("La comisaría realizó cinco operativos en bares.", "Se capacitó a veinte policías en el registro de casos.")
    listed = items(("a)", told[0]), ("b)", told[1]))
    pieces = split(letter_of(letter_pdf(*paragraphs(lead_in), *listed)), PACK)
    read = {piece.text: piece.kind for piece in pieces}
    assert [read[one] is Kind.ACTION for one in told] == [answers, answers]


def test_a_sentence_that_completes_the_one_before_stays_with_it() -> None:
    text = f"{FIRST} Se contó con la participación de 40 personas. Dicha actividad duró dos días."
    assert candidates(text) == [text]


def test_sentences_that_report_anew_are_statements_of_their_own() -> None:
    other = "En junio se firmó un convenio con el colegio de abogados."
    assert candidates(f"{FIRST} {other}") == [FIRST, other]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (f"{FIRST} {SECOND}", [FIRST, SECOND]),
        (f"{FIRST} No se emitieron directivas.", [FIRST, "No se emitieron directivas."]),
        (f"{FIRST} Está pendiente el segundo ciclo.", [FIRST, "Está pendiente el segundo ciclo."]),
        (f"{FIRST} Esta oficina visitó dos bares.", [FIRST, "Esta oficina visitó dos bares."]),
        (f"{FIRST} Luego, se dictó una charla.", [FIRST, "Luego, se dictó una charla."]),
        (
            f"{FIRST} Hasta el momento no se firmó acuerdo alguno.",
            [FIRST, "Hasta el momento no se firmó acuerdo alguno."],
        ),
        ("Se editó un manual. El manual no se repartió.", ["Se editó un manual.", "El manual no se repartió."]),
        ("Se creó una red. La red se reunió en Ilo.", ["Se creó una red.", "La red se reunió en Ilo."]),
        ("Charla a madres del vaso de leche; taller para choferes.", None),
        ("Se dictó una charla a madres; se firmó un acuerdo.", None),
        ("Se informó que hubo dos ferias; y que, además, no se halló a nadie.", None),
        ("Ninguna campaña por ahora. visitas a tres hostales de la zona.", None),
    ],
)
def test_what_reports_anew_is_cut_off_in_paragraphs_and_items(text: str, made: list[str] | None) -> None:
    made = made or re.split(r"(?<=[;.]) (?=[a-z])", text)
    assert len(made) == 2
    assert candidates(text) == made
    item = split(letter_of(letter_pdf(*items(("1.", text), ("2.", "Difusión de afiches.")))), PACK)
    assert [s.text for s in item if s.kind is Kind.ACTION] == [*made, "Difusión de afiches."]


@pytest.mark.parametrize(
    "text",
    [
        "Entrega de cartillas. Se repartieron 300 en dos ferias.",  # the first only names it
        f"{FIRST} (En total 90 personas).",
        f"{FIRST} 29 de abril de 2011.",
        "Organizó 9 charlas para padres; 1 taller para docentes.",  # one verb for both
        "Se sensibilizó a choferes (2 charlas; 1 taller; 3 visitas) de la ruta.",
        "Coordinó con la Coord. de Tutoría la entrega de cartillas.",
        "Se imprimió una cartilla para choferes. El texto se repartió en dos peajes.",
        "Se editó un manual de acogida. El manual fue distribuido a tres hogares.",
        "Se pegaron afiches en la terminal. Dicho material se renovó en julio.",
    ],
)
def test_what_only_completes_a_report_stays_with_it(text: str) -> None:
    assert candidates(text) == [text]


@pytest.mark.parametrize(
    ("lead_in", "parts", "is_told"),
    [
        ("Se capacitó en la materia a:", ("40 docentes de Ilave.", "25 serenos de Juli."), True),
        ("Se atendió a seis personas, de las cuales:", ("cuatro, en Ilave.", "dos, en Juli."), True),
        ("Capacitación y sensibilización:", ("Se dictó una charla en Ilave.", "Se dictó un curso en Juli."), False),
        ("Se realizaron las siguientes acciones:", ("Charla en Ilave.", "Curso en Juli."), False),
    ],
)
def test_an_item_with_parts_is_told_where_they_do_not_tell_it(
    lead_in: str, parts: tuple[str, str], is_told: bool
) -> None:
    nested = items(("1.", lead_in)) + items(("a)", parts[0]), ("b)", parts[1]), left=48)
    pieces = split(letter_of(letter_pdf(*nested, *items(("2.", "Se firmó un acuerdo.")))), PACK)
    told = {s.text: s for s in pieces if s.kind is Kind.ACTION}
    assert (lead_in in told) is is_told
    assert [told[part].section for part in parts] == [lead_in, lead_in]


def test_a_full_stop_after_an_abbreviation_ends_no_sentence() -> None:
    for text in (
        "Aprobó el plan conforme al Art. 5 inc. b) del D.S. N° 007 y la R.M. N° 12 del Sr. Ministro.",
        "Se reunió con el Dr. Prado, el Crnl. Rojas y J. Salas en la I.E. Santa Rosa de la Av. Grau.",
        "Imprimió mil afiches por un total de S/. 4,310.00 con cargo a su meta de difusión.",
        "Contrató a la Lic. Psic. Rosas para las charlas en los mercados.",
        "Atendió a 12 víctimas entre ene. 2010 y dic. 2011 en el C.S. Belén.",
        "Atendió a 12 víctimas según la Directiva del año anterior, No. 4.554, y su Formulario No. 2.890 de registro.",
    ):
        assert candidates(text) == [text]


def test_a_quoted_title_is_not_cut() -> None:
    text = "Presentó la campaña “No te dejes engañar. Tu vida vale” en los colegios."
    assert candidates(text) == [text]


def test_a_greeting_is_cut_off_its_content_and_nothing_is_dropped() -> None:
    greeting = "Es grato dirigirme a usted en atención al documento de la referencia, para informarle que"
    content = "este despacho capacitó a 30 serenos."
    assert (greeting, Kind.OTHER) in statements(f"{greeting} {content}")
    assert candidates(f"{greeting} {content}") == [content]
    assert candidates("Es grato dirigirme a usted para saludarla cordialmente.", FIRST) == [FIRST]


def test_head_headings_lead_ins_questions_and_closing_are_no_candidates() -> None:
    body = [
        *paragraphs("<b>ACCIONES DE PREVENCIÓN</b>", "Se realizaron las siguientes actividades:"),
        *items(("a)", FIRST), ("b)", "Entrega de cartillas. Se repartieron 300 en dos ferias.")),
        *paragraphs(
            "¿Qué medidas de protección adoptó su entidad?", "“INFORMAR SOBRE LOS ALBERGUES QUE TIENE A SU CARGO” (sic)"
        ),
    ]
    made = split(letter_of(letter_pdf(*body)), PACK)
    assert [s.text for s in made if s.kind is Kind.ACTION] == [
        FIRST,
        "Entrega de cartillas. Se repartieron 300 en dos ferias.",
    ]
    assert made[0].text.startswith(HEAD[0]) and made[-1].text.endswith("Atentamente,")


def test_the_list_that_quotes_the_request_is_no_answer() -> None:
    body = [
        *paragraphs("Mediante la carta de la referencia, usted solicita información sobre:"),
        *items(("1)", "Talleres realizados a favor de docentes."), ("2)", "Casos atendidos en el año.")),
        *paragraphs("Al respecto, se dictaron tres talleres en los colegios."),
    ]
    made = split(letter_of(letter_pdf(*body)), PACK)
    assert [s.text for s in made if s.kind is Kind.ACTION] == [
        "Al respecto, se dictaron tres talleres en los colegios."
    ]


def test_a_table_row_is_one_statement_and_its_details_come_from_all_its_cells() -> None:
    rows = [["N°", "Actividad", "Fecha"], ["1", "Taller para 40 docentes. Se entregó material.", "mayo de 2011"]]
    reading = read_letter(letter_pdf(table(rows, [30, 250, 100])), PACK, ReadOptions(ocr="off"))
    assert reading.letter is not None
    (finding,) = [f for f in reading.findings if f.statement.kind is Kind.ACTION]
    start = finding.statement.start
    assert finding.statement.text == "Taller para 40 docentes. Se entregó material."
    (day,) = finding.details.dates
    assert (day.first, day.last) == ("2011-05-01", "2011-05-31")
    assert reading.letter.text[start + day.start : start + day.end] == day.text


def test_items_after_the_copy_mark_are_no_statements_about_actions() -> None:
    data = letter_pdf(
        *paragraphs(FIRST, "Atentamente,", "Distribución:"), *items(("-", "Oficina de Registro"), ("-", "Archivo"))
    )
    assert [s.text for s in split(letter_of(data), PACK) if s.kind is Kind.ACTION] == [FIRST]


# --- ids and offsets -------------------------------------------------------------------------------------------------


def test_ids_are_stable_and_survive_changes_around_a_statement() -> None:
    letter = letter_of(letter_pdf(*paragraphs(FIRST, SECOND)))
    ids = {s.text: s.id for s in split(letter, PACK)}
    again = {
        s.text: s.id for s in split(letter_of(letter_pdf(*paragraphs(FIRST, "Otra frase nueva aquí.", SECOND))), PACK)
    }
    assert ids[FIRST] == again[FIRST] and ids[SECOND] == again[SECOND]
    assert split(replace(letter, id="1" * 64), PACK)[0].id not in ids.values()


def test_the_same_sentence_twice_has_two_ids() -> None:
    made = [s.id for s in split(letter_of(letter_pdf(*paragraphs(FIRST, FIRST))), PACK) if s.text == FIRST]
    assert len(made) == len(set(made)) == 2


def test_a_statement_over_two_pages_is_on_the_page_where_it_begins() -> None:
    fill = [f"Dictó la charla número {n} en un mercado de la ciudad." for n in range(60)]
    letter = letter_of(letter_pdf(*paragraphs(*fill)))
    pages = [s.page for s in split(letter, PACK)]
    assert pages == sorted(pages) and set(pages) == {1, 2, 3}


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


@given(st.lists(texts, max_size=15), st.integers(8, 40))
def test_any_text_becomes_statements_that_are_slices_of_it(given_texts: list[str], step: int) -> None:
    lines = tuple(
        Line(1, Box(70, 60 + step * index, 70 + 5 * len(text), 71 + step * index), text, 10)
        for index, text in enumerate(given_texts)
    )
    letter = made_letter(lines)
    made = split(letter, PACK)
    assert all(letter.text[s.start : s.end] == s.text for s in made)
    assert len({s.id for s in made}) == len(made)
    assert [(s.start, s.end) for s in made] == sorted((s.start, s.end) for s in made)
    assert made == split(letter, PACK)
    held = set().union(*(range(s.start, s.end) for s in made)) if made else set()
    markers = (
        set().union(*(range(b.start - len(b.marker) - 3, b.start) for b in letter.blocks)) if letter.blocks else set()
    )
    lost = [letter.text[at] for at in range(len(letter.text)) if at not in held | markers and letter.text[at].isalnum()]
    assert lost == []


def made_letter(lines: tuple[Line, ...]) -> Letter:
    return read_text("0" * 64, [Page(1, 595, 842, lines)], PACK)[0]


def test_a_point_of_the_request_quoted_before_its_answer_is_no_action() -> None:
    asked, answer = '"b) Medidas de apoyo a los colegios."', "La gerencia visitó tres colegios de la zona."
    assert statements(f"{asked} {answer}")[1:3] == [(asked, Kind.OTHER), (answer, Kind.ACTION)]


def test_a_question_and_its_answer_in_one_item_are_told_apart() -> None:
    body = items(("1.", "¿Cuántas charlas se dictaron? Se dictaron tres charlas a los vecinos."), ("2.", "¿Y en mayo?"))
    made = split(letter_of(letter_pdf(*body)), PACK)
    assert [s.text for s in made if s.kind is Kind.ACTION] == ["Se dictaron tres charlas a los vecinos."]


def kinds(*body: str) -> dict[str, Kind]:
    """The kinds of what a letter says, boilerplate and all."""
    found = read_letter(letter_pdf(*paragraphs(*body)), PACK, ReadOptions(ocr="off"))
    return {finding.statement.text: finding.statement.kind for finding in found.findings}


def reported(*body: str) -> list[str]:
    return [text for text, kind in kinds(*body).items() if kind is Kind.ACTION]


@pytest.mark.parametrize(
    ("asks", "answers"), [("PREGUNTA {}:", "RESPUESTA:"), ("Consulta {}.", "Rpta."), ("Pedido {}:", "Respuesta:")]
)
def test_questions_with_a_label_above_answers_with_one_are_no_actions(asks: str, answers: str) -> None:
    told = "Se dictaron 9 charlas sobre trata de personas en Sullana."
    body = (
        f"{asks.format(1)} Campañas que se realizaron en los puertos contra la trata de personas.",
        f"{answers} {told}",
        f"{asks.format(2)} Lista de los colegios en los que se dictaron charlas.",
        f"{answers} No se cuenta con ese dato.",
    )
    (found,) = reported(*body)
    assert found.endswith(told)


def test_numbered_consultations_that_nothing_answers_stay() -> None:
    cases = (
        "Consulta 1: Se orientó a una madre sobre la trata.",
        "Consulta 2: Se orientó a dos vecinas sobre la trata.",
    )
    assert len(reported(*cases)) == 2


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Respetada señora:", ""),
        ("Estimada doctora Luna: esta oficina le informa:", ""),
        ("Tarma, dos de mayo de dos mil once.", ""),
        ("Se desea saber también cuántas fueron repatriadas.", ""),
        ("", "Quedamos a sus órdenes, Visto bueno y rúbrica"),
        ("", "Atte., El Consejo"),
        ("", "Sello y rúbrica"),
    ],
)
def test_salutations_farewells_days_and_wishes_to_know_are_no_actions(first: str, last: str) -> None:
    told = "Se visitaron 13 hostales para advertir sobre la trata de personas."
    assert reported(*filter(None, (first, told, last))) == [told]


def test_a_deed_told_after_a_salutation_stays() -> None:
    assert reported("Estimada señora: se visitaron 13 hostales para advertir sobre la trata de personas.")


def test_a_fair_with_its_day_is_no_dateline() -> None:
    fair = "Feria Escolar Descentralizada, 3 de mayo de 2011."
    assert fair in candidates(FIRST, fair, "Realizó dos charlas para docentes del valle.")


def test_a_form_that_names_itself_above_the_letter_reports_nothing() -> None:
    told = "Se visitaron 13 hostales para advertir sobre la trata de personas."
    assert reported("PROCESO: GESTIÓN DOCUMENTAL – Se emitió copia controlada", told) == [told]


def test_who_signs_below_a_drawn_rule_reports_nothing() -> None:
    told = "Se visitaron 13 hostales para advertir sobre la trata de personas."
    found = blocks_of(
        letter_pdf(*paragraphs(told, "______________ Abog. Rosa Quispe Gerente de Desarrollo Social")), "closing"
    )
    assert any("Rosa Quispe" in text for text in found)


def test_a_deed_joined_to_a_denial_of_difficulties_stays_a_deed() -> None:
    found = kinds("No se han presentado dificultades en el albergue y que se atendió a 5 víctimas de trata en 2010.")
    assert Kind.ACTION in found.values() and Kind.NO_ACTION not in found.values()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("La feria contra la trata quedó excluida de la programación, por lo que no se llevó a cabo.", Kind.NO_ACTION),
        ("Los nombres de las víctimas a las que se patrocinó quedan excluidos de la entrega por ley.", Kind.OTHER),
        (
            "No es posible atender lo pedido: los casos en los que se brindó atención quedan exceptuados del derecho.",
            Kind.OTHER,
        ),
    ],
)
def test_what_is_refused_or_left_out_is_no_action(text: str, kind: Kind) -> None:
    assert kinds(text)[text] is kind


def test_a_sentence_that_lists_its_deeds_itself_was_taken_for_what_leads_in_the_list_below() -> None:
    listed = "Entre las acciones desarrolladas están: a) un taller para guías; b) una feria en el puerto."
    body = [*paragraphs(listed), *items(("1.", "Se dictó una charla a los vecinos."), ("2.", "Se pintó un mural."))]
    letter = letter_of(letter_pdf(*body))
    assert listed in [one.text for one in split(letter, PACK) if one.kind is Kind.ACTION]


def test_an_answer_after_its_label_was_joined_to_a_question_without_its_mark() -> None:
    asks = "3. Indique los cursos que dictó a los guías y a los vecinos de la isla en 2010."
    answers = "Respuesta: Se dictaron dos cursos a los guías y a los vecinos de la isla y del puerto."
    pairs = [
        ("1. ¿Dictó cursos a los guías de turismo?", "No hubo cursos."),
        ("2. ¿Pintó murales?", "No hubo."),
        (asks, answers),
    ]
    lines = lines_at(70, 120, ["De mi consideración:"])
    for at, (question, answer) in enumerate(pairs):
        lines += [(70, 150 + 31 * at, question), (80, 165 + 31 * at, answer)]
    assert blocks_of(placed(lines), "paragraph")[-1] == answers


def test_whom_a_second_paper_is_for_was_taken_for_an_action() -> None:
    addressee = "Señora Ana Inventada Ficta, coordinadora de la asociación de guías Presente."
    assert candidates("Se dictó una charla.", addressee) == ["Se dictó una charla."]
