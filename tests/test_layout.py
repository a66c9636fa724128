from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from extractor.core.model import Box, Line, Page
from extractor.read.layout import lay_out
from extractor.read.layout.joining import Joiner, known_words
from extractor.read.layout.markers import read_marker
from extractor.read.pages import printed, read_pages
from extractor.read.pages.overprint import without_overprint
from tests.pdfs import (
    CLOSE,
    HEIGHT,
    PACK,
    blocks_of,
    items,
    layout_of,
    letter_pdf,
    lines_at,
    paragraphs,
    placed,
    style,
    table,
)

LONG = "Se instaló una mesa de trabajo con las autoridades de la provincia y los dirigentes de cada comunidad vecina, "


def line(text: str, top: float = 100, page: int = 1) -> Line:
    return Line(page, Box(70, top, 70 + 5 * len(text), top + 11), text, 10)


def joined(*texts: str, words: frozenset[str] = frozenset()) -> str:
    lines = [line(text, 100 + 13 * index) for index, text in enumerate(texts)]
    joiner = Joiner(known_words(words, lines))
    joiner.add(lines)
    return joiner.text


# --- furniture -------------------------------------------------------------------------------------------------------


def footer(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 7)
    canvas.drawString(70, 800, "GERENCIA DE DESARROLLO")
    canvas.drawString(70, 40, "Av. Los Álamos 120")
    canvas.drawString(300, 40, "Teléfono 555 1234")
    canvas.drawString(480, 40, f"Página {document.page} de 2")


def test_what_repeats_on_two_pages_is_taken_off_before_lines_are_joined() -> None:
    long = LONG * 60
    layout = layout_of(letter_pdf(*paragraphs(long + "y concluyó sin novedad."), on_page=footer))
    body = [block for block in layout.blocks if block.kind == "paragraph"]
    assert len(body) == 1 and layout.text[body[0].start : body[0].end] == " ".join(
        (long + "y concluyó sin novedad.").split()
    )
    assert "Av. Los Álamos 120" in layout.furniture and "GERENCIA DE DESARROLLO" in layout.furniture


def test_the_footer_of_a_single_page_is_known_by_its_words() -> None:
    layout = layout_of(letter_pdf(*paragraphs("Se dictó una charla en el colegio."), on_page=footer))
    assert "Teléfono 555 1234" in layout.furniture
    assert "Álamos" not in layout.text


def test_a_sentence_below_a_table_that_names_the_reception_was_taken_for_a_footer() -> None:
    def low(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(70, 96, "La carta se recibió por mesa de partes con el folio 31 del libro verde.")
        canvas.drawString(70, 82, "Los vecinos de la caleta la esperaban desde el invierno, dijo")
        canvas.drawString(70, 68, "la encargada.")

    layout = layout_of(letter_pdf(*paragraphs("Se dictó una charla en el colegio."), on_page=low))
    assert "se recibió por mesa de partes" in layout.text


def test_a_lone_page_number_is_furniture_and_a_figure_in_a_table_is_not() -> None:
    rows = [["N°", "Actividad"], *([str(n), f"Charla número {n} en el mercado"] for n in range(1, 60))]
    data = letter_pdf(table(rows, [30, 300], ruled=False), on_page=lambda c, d: c.drawString(290, 30, str(d.page)))
    assert [text.split(" | ")[0] for text in blocks_of(data, "row")] == [str(n) for n in range(1, 60)]


def test_a_head_set_in_a_box_on_each_page_cut_the_sentence_that_ran_over_it() -> None:
    def head(canvas: Canvas, document: Any) -> None:
        for left, right, text in (
            (70, 250, "OFICINA DE LA ISLA"),
            (250, 525, f"Proceso: acogida. Hoja {document.page}"),
        ):
            canvas.rect(left, 795, right - left, 25)
            canvas.drawString(left + 6, 804, text)

    text = LONG * 50 + "y se anotó en el padrón."
    layout = layout_of(letter_pdf(*paragraphs(text), on_page=head))
    assert " ".join(text.split()) in layout.text and "row" not in {block.kind for block in layout.blocks}
    assert {(aside.page, aside.cause) for aside in layout.aside} >= {(2, "repeated"), (2, "counted")}


@pytest.mark.parametrize(("x", "size"), [(20, 7), (528, 8)])
def test_notes_in_the_margin_stood_inside_the_sentences_beside_them(x: float, size: float) -> None:
    text = [
        LONG[:72],
        "y se anotó en el padrón.",
        "Se abrió una casa de paso en la isla para las vecinas.",
        "Hubo luz.",
    ]

    def notes(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", size)
        for row, note in enumerate(["Nota:", "ver los", "folios del", "expe-", "diente"]):
            canvas.drawString(x, 574 - 11 * row, note)

    data = letter_pdf(*paragraphs(" ".join(text[:2]), *text[2:]), on_page=notes)
    assert blocks_of(data, "paragraph") == [" ".join(text[:2]), *text[2:]]
    assert "folios del expediente" in layout_of(data).text


BOXED = ["Recuadro: se abrió una casa", "de paso en el puerto."]
FLOWING = [
    "Se dictaron tres charlas en la escuela",
    "de la isla y hubo una feria de la",
    "cosecha con todos los vecinos.",
]


def boxed(beside: list[str], box: tuple[float, float, float, float] = (300, 442, 220, 52)) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.rect(*box)
    for x, texts in ((306, BOXED), (70, beside)):
        for row, text in enumerate(texts):
            canvas.drawString(x, 478 - 13 * row - (2 if x > 70 else 0), text)
    canvas.drawString(
        70, 700, "Las vecinas del puerto anotaron todo en el padrón que lleva la casa de paso de la isla."
    )
    canvas.save()
    return buffer.getvalue()


def test_a_box_of_text_beside_the_text_was_read_across() -> None:
    layout = layout_of(boxed(FLOWING))
    texts = [" ".join(layout.text[block.start : block.end].split()) for block in layout.blocks]
    assert texts[1:] == [" ".join(FLOWING), " ".join(BOXED)]


def test_a_box_beside_lines_that_do_not_go_on_or_around_all_is_no_text_of_its_own() -> None:
    assert not read_pages(boxed(["Rosa Inventada Ficta", "Directora de la Oficina", "Presente"]))[0][0].tables
    assert not read_pages(boxed(FLOWING, (60, 390, 480, 330)))[0][0].tables


def test_a_value_beside_a_label_that_nobody_knows_was_read_twice() -> None:
    rows = [
        ("OFICIO N° 77-2030-ISLA", ""),
        ("ASUNTO:", "Balance del plan"),
        ("Hojas:", "85"),
        ("Pasa a:", "Mesa de la isla"),
    ]
    lines = [
        (x, 100 + 12 * row, text)
        for row, pair in enumerate(rows)
        for x, text in zip((70, 160), pair, strict=True)
        if text
    ]
    text = layout_of(placed([*lines, *lines_at(70, 200, [LONG[:80], "y se anotó en el padrón."])], size=10)).text
    assert text.count("85") == 1 and "Balance del plan 85" not in " ".join(text.split())


# --- joining ---------------------------------------------------------------------------------------------------------


def test_a_word_broken_at_the_line_end_is_whole_again() -> None:
    assert joined("hubo una capaci-", "tación en mayo") == "hubo una capacitación en mayo"


def test_hyphens_of_numbers_and_compounds_stay() -> None:
    assert joined("el oficio 17-2011-", "MTPE/2") == "el oficio 17-2011-MTPE/2"
    assert joined("la vía Tacna-", "Arica quedó") == "la vía Tacna-Arica quedó"
    assert (
        joined("apoyo médico-", "legal gratuito", words=frozenset({"medico", "legal"})) == "apoyo médico-legal gratuito"
    )
    assert joined("la red -", "creada en mayo") == "la red - creada en mayo"


def test_a_word_broken_by_a_dash_was_left_in_two() -> None:
    assert joined("hubo una capaci–", "tación en mayo") == "hubo una capacitación en mayo"
    assert joined("una red canta–", "rina local", words=frozenset({"canta", "cantarina"})) == "una red cantarina local"
    assert joined("la red –de vecinas–", "creada en mayo", words=frozenset({"vecinas", "creada"})) == (
        "la red –de vecinas– creada en mayo"
    )
    assert printed("capaci\u2212") == "capaci-" and printed("\u22124 grados") == "\u22124 grados"


@given(st.text("abcdefghijklmnñopqrstuvwxyzáéíóú", min_size=6, max_size=20), st.integers(2, 4))
def test_breaking_a_word_and_joining_it_gives_the_word(word: str, at: int) -> None:
    assert joined(f"una {word[:at]}-", f"{word[at:]} más") == f"una {word} más"


# --- blocks ----------------------------------------------------------------------------------------------------------


def test_markers_of_every_kind() -> None:
    printed = [
        "1. x",
        "1.- x",
        "1) x",
        "(1) x",
        "2.1 x",
        "a) x",
        "a.- x",
        "B. x",
        "iv. x",
        "II. x",
        "• x",
        "➢ x",
        "- x",
        "\uf0b7 x",
    ]
    assert all(read_marker(text) for text in printed)
    assert not any(read_marker(text) for text in ["28950 x", "de x", "1.5 ", "El x", "-x", "o", ""])
    year = read_marker("2011. x")
    assert year and not year.certain  # a list's only where it counts on with one


def test_nested_lists_keep_their_depth_and_their_lead_in() -> None:
    body = [
        *paragraphs("Se informa lo siguiente:"),
        *items(("1.", "Prevención:")),
        *items(("a)", "Charlas en dos colegios de la ciudad."), ("b)", "Una feria en la plaza."), left=48),
        *items(("2.", "Protección de dos menores en un albergue.")),
    ]
    layout = layout_of(letter_pdf(*body))
    found = [(block.marker, block.depth, block.section) for block in layout.blocks if block.kind == "item"]
    assert found == [
        ("1.", 0, "Se informa lo siguiente:"),
        ("a)", 1, "Prevención:"),
        ("b)", 1, "Prevención:"),
        ("2.", 0, "Se informa lo siguiente:"),
    ]


def test_private_use_bullets_and_numbers_in_a_column_of_their_own() -> None:
    page = [*lines_at(70, 100, ["Se realizaron estas acciones en el periodo pedido, que fueron ejecutadas por:"])]
    for index in range(3):
        page += [
            (70, 130 + 13 * index, f"{index + 1}."),
            (110, 130 + 13 * index, f"Taller número {index + 1} con vecinos."),
        ]
    layout = layout_of(placed(page))
    assert [(b.marker, layout.text[b.start : b.end]) for b in layout.blocks if b.kind == "item"] == [
        (f"{n}.", f"Taller número {n} con vecinos.") for n in (1, 2, 3)
    ]
    private = Page(1, 595, 842, (line("\uf0b7 Feria en la plaza.", 100), line("\uf0b7 Desfile escolar.", 113)))
    assert [block.marker for block in lay_out([private], PACK).blocks] == ["\uf0b7", "\uf0b7"]


def test_a_figure_at_a_line_start_is_no_list_marker() -> None:
    text = (
        "Se atendió en el puesto de control a las personas que viajaban con menores de edad durante el mes de mayo de "
    )
    lines = [text + "los", "2. años de vigencia del convenio", "con el municipio."]
    assert blocks_of(letter_pdf(*paragraphs("<br/>".join(lines))), "item") == []


def test_two_columns_are_read_one_after_the_other() -> None:
    left = lines_at(60, 100, [f"columna izquierda, renglón número {n} de prosa" for n in range(8)], 12)
    right = lines_at(320, 106, [f"columna derecha, renglón número {n} de prosa" for n in range(8)], 12)
    text = layout_of(placed([*left, *right])).text
    assert text.index("izquierda, renglón número 7") < text.index("derecha, renglón número 0")


def test_a_sentence_that_crosses_the_page_is_one_paragraph() -> None:
    long = LONG * 40 + "y se firmó el acta."
    assert blocks_of(letter_pdf(*paragraphs(long)), "paragraph") == [" ".join(long.split())]


# --- tables ----------------------------------------------------------------------------------------------------------

HEADER = ["N°", "Actividad", "Fecha", "Lugar"]
ROWS = [
    [str(n), f"Operativo {n} en los bares del distrito, con apoyo del fiscal de turno", "mayo de 2011", "Tacna"]
    for n in range(1, 31)
]


def fields(data: bytes) -> list[list[tuple[str, str]]]:
    layout = layout_of(data)
    rows = [block for block in layout.blocks if block.kind == "row"]
    return [[(field.role, layout.text[field.start : field.end]) for field in row.fields] for row in rows]


def test_ruled_and_unruled_tables_over_two_pages_give_the_same_rows() -> None:
    roles = ["number", "activity", "date", "place"]
    wanted = [list(zip(roles, row, strict=True)) for row in ROWS]
    for ruled in (True, False):
        for repeat in (0, 1):
            data = letter_pdf(table([HEADER, *ROWS], [30, 220, 80, 60], ruled, repeat))
            assert fields(data) == wanted, (ruled, repeat)


def test_a_row_split_by_the_page_is_one_row() -> None:
    long = "Campaña en los terminales terrestres, con reparto de volantes a los viajeros y a los choferes. " * 24
    data = letter_pdf(
        *paragraphs(*["Relleno de la carta."] * 8),
        table([HEADER, ["1", long.strip(), "mayo", "Ilo"]], [30, 180, 80, 60], split=True),
    )
    assert fields(data) == [[("number", "1"), ("activity", long.strip()), ("date", "mayo"), ("place", "Ilo")]]


def test_the_activity_is_known_by_its_shape_where_there_is_no_header() -> None:
    rows = [["mayo", "Reparto de volantes a los viajeros en el terminal de buses", "Ilo"]] * 2
    assert fields(letter_pdf(table(rows, [60, 250, 60])))[0][1][0] == "activity"


# --- properties ------------------------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=90)


@given(st.lists(st.tuples(texts, st.integers(0, 40), st.integers(1, 3)), max_size=25))
def test_any_lines_are_laid_out_with_spans_that_give_back_their_text(given_lines: list[tuple[str, int, int]]) -> None:
    pages = []
    for number in (1, 2, 3):
        on_page = [(text, step) for text, step, page in given_lines if page == number]
        tops = [60 + sum(step for _, step in on_page[: index + 1]) for index in range(len(on_page))]
        pages.append(
            Page(number, 595, 842, tuple(line(t, top, number) for (t, _), top in zip(on_page, tops, strict=True)))
        )
    layout = lay_out(pages, PACK)
    end = 0
    for span in layout.spans:
        assert end <= span.start <= span.end <= len(layout.text)
        end = span.end
    covered = {at for span in layout.spans for at in range(span.start, span.end)}
    for block in layout.blocks:
        assert 0 <= block.start <= block.end <= len(layout.text)
        between = {layout.text[at] for at in range(block.start, block.end) if at not in covered}
        assert between <= set(" |-")
    everything = "".join(layout.text.split()) + "".join("".join(text.split()) for text in layout.furniture)
    for text, _, _ in given_lines:
        assert all(word.rstrip("-") in everything for word in text.split())


# --- types, capitals, farewells --------------------------------------------------------------------------------------


def test_small_print_after_the_signature_does_not_break_the_lines_of_the_letter() -> None:
    small = [
        Paragraph(text, style(fontSize=7, leading=8, spaceAfter=0)) for text in ("Jr. Sol 12", "Piso 3", "V.B.", "mr")
    ]
    found = blocks_of(letter_pdf(*paragraphs(LONG * 3 + "y se anotó."), *small), "paragraph")
    assert found[0] == " ".join((LONG * 3 + "y se anotó.").split())


def test_a_letter_in_capitals_is_cut_at_no_line() -> None:
    text = (LONG * 2 + "y se anotó en el padrón.").upper()
    assert blocks_of(letter_pdf(*paragraphs(text, text)), "paragraph")[0] == " ".join(text.split())


def test_other_hyphens_are_read_as_hyphens() -> None:
    assert printed("ries\u2010") == printed("ries\u2011") == "ries-"


def test_bullets_that_look_like_small_words_begin_items() -> None:
    page = lines_at(
        70, 100, ["Se hizo lo siguiente:", "o Se dictó una charla.", "o Se visitó un puerto.", "e Se anotó."]
    )
    layout = layout_of(placed(page))
    assert [block.marker for block in layout.blocks if block.kind == "item"] == ["o", "o", "e"]


def test_a_report_after_the_farewell_is_text_again() -> None:
    late = "Posdata: se reubicó a cinco menores en un hogar de la provincia durante el mes de mayo."
    data = letter_pdf(*paragraphs(LONG * 3 + "y se anotó.", *CLOSE, "Ana Pérez", late))
    assert late in blocks_of(data, "paragraph")


def test_a_polite_opening_that_sounds_like_a_farewell_closes_nothing() -> None:
    opening = "Es propicia la oportunidad para saludarlo y, en relación con lo pedido, informarle lo siguiente:"
    report = LONG * 3 + "y se anotó."
    layout = layout_of(letter_pdf(*paragraphs(opening, report)))
    kinds = {layout.text[block.start : block.end]: block.kind for block in layout.blocks}
    assert kinds[report] == "paragraph" and kinds[opening] == "greeting"


# --- columns, print over print ---------------------------------------------------------------------------------------

LEFT = "En mayo se dictaron charlas en la sierra a las que acudieron padres de familia. Los tutores dieron cartillas. "
RIGHT = "Se reubicó a seis adolescentes rescatadas de un local del puerto. La medida se coordinó con la defensoría. "


@pytest.mark.parametrize("gutter", [10, 12, 18, 24, 36, 60])
@pytest.mark.parametrize("justified", [False, True])
@pytest.mark.parametrize("by_rows", [False, True])
def test_columns_are_read_one_after_the_other_at_any_gutter(gutter: int, justified: bool, by_rows: bool) -> None:
    buffer, width = BytesIO(), (455 - gutter) / 2
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    sides = [simpleSplit(text * 4, "Helvetica", 11, width) for text in (LEFT, RIGHT)]
    places = [(side, row) for side in (0, 1) for row in range(len(sides[side]))]
    for side, row in sorted(places, key=lambda place: place[by_rows]):
        line = canvas.beginText(70 + side * (width + gutter), HEIGHT - 120 - 14 * row)
        text = sides[side][row]
        spare = width - stringWidth(text, "Helvetica", 11)
        line.setWordSpace(spare / text.count(" ") if justified and row + 1 < len(sides[side]) else 0)
        line.textOut(text)
        canvas.drawText(line)
    canvas.save()
    text = " ".join(layout_of(buffer.getvalue()).text.split())
    assert text == f"{LEFT * 4}{RIGHT * 4}".strip()


def test_a_signature_that_begins_near_a_column_mixed_the_columns() -> None:
    width, gutter = 150, 11
    told = [LEFT, RIGHT, "Se repartieron cartillas en la feria del puerto. El comité sesionó tres veces en la sierra. "]
    columns = [simpleSplit(text * 2, "Helvetica", 9, width) for text in told]
    lines = [
        (70 + side * (width + gutter), 120 + 11 * row + 2 * side, text)
        for side, texts in enumerate(columns)
        for row, text in enumerate(texts)
    ]
    signature = lines_at(70 + width + gutter - 9, 330, ["Ana Inventada Ficta", "Directora de la isla"])
    text = " ".join(layout_of(placed([*lines, *signature], size=9)).text.split())
    assert text.startswith("".join(one * 2 for one in told))


def test_a_narrow_gutter_between_words_set_far_apart_mixed_the_columns() -> None:
    told = (
        "Se dictaron tres charlas en|la escuela de la isla y hubo|quienes llegaron de la|sierra con los vecinos del"
        "|puerto que anotaron el|padrón que lleva la casa"
    )
    lines = []
    for left in (70.0, 300.0):
        for row, words in enumerate(told.split("|")):
            x = left
            wide = [stringWidth(word, "Helvetica", 10) for word in words.split()]
            for word, width in zip(words.split(), wide, strict=True):
                lines.append((x, 120.0 + 13 * row, word))
                x += width + (219 - sum(wide)) / (len(wide) - 1)
    text = " ".join(layout_of(placed(lines, size=10)).text.split())
    assert text == " ".join([told.replace("|", " ")] * 2)


@pytest.mark.parametrize(("gutter", "marker"), [(8, ""), (12, ""), (18, "- "), (30, "")])
def test_three_columns_are_read_one_after_the_other(gutter: int, marker: str) -> None:
    width = (455 - 2 * gutter) / 3
    told = [LEFT, RIGHT, "Se repartieron cartillas en la feria del puerto. El comité sesionó tres veces en la sierra. "]
    columns = [simpleSplit(marker + text * 2, "Helvetica", 9, width) for text in told]
    sides = [
        lines_at(70 + side * (width + gutter) + (8 if marker and row else 0), 120 + 11 * row + side, [text])
        for side, texts in enumerate(columns)
        for row, text in enumerate(texts)
    ]
    text = " ".join(layout_of(placed([line for lines in sides for line in lines], size=9)).text.split())
    assert text.replace("- ", "") == "".join(one * 2 for one in told).strip()


def test_columns_of_one_short_paragraph_each_were_read_across() -> None:
    told = [
        ["Se dictó una charla a los", "padres de los colegios de", "la sierra."],
        ["El comité de la isla tuvo dos", "sesiones con los vecinos del", "puerto."],
        ["Se repartieron cartillas en", "la feria de la provincia, y", "en el mercado."],
    ]
    page = [one for side, texts in enumerate(told) for one in lines_at(60 + 160 * side, 120, texts)]
    assert " ".join(layout_of(placed(page)).text.split()) == " ".join(" ".join(texts) for texts in told)


def test_columns_of_prose_with_a_title_each_were_taken_for_a_table() -> None:
    told = [
        ["Se dictó una charla a los", "padres de los colegios de", "la sierra del norte, con", "los tutores."],
        [
            "El comité de la isla tuvo dos",
            "sesiones con los vecinos del",
            "puerto y de la sierra, y se",
            "eligió a uno.",
        ],
        ["Se repartieron cartillas en", "la feria de la provincia, y", "en el mercado del puerto,", "con la radio."],
    ]
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for side, texts in enumerate(told):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60 + 160 * side, HEIGHT - 120, ("CHARLA", "COMITÉ", "CARTILLA")[side])
        canvas.setFont("Helvetica", 10)
        for row, text in enumerate(texts):
            canvas.drawString(60 + 160 * side, HEIGHT - 138 - 12 * row, text)
    canvas.save()
    assert blocks_of(buffer.getvalue(), "row") == []
    assert blocks_of(buffer.getvalue(), "paragraph") == [" ".join(texts) for texts in told]


def test_few_lines_beside_justified_ones_whose_words_stand_far_apart_were_read_across() -> None:
    left = [
        "En la sierra y en la isla",
        "se dictó una charla a los padres y tutores",
        "del colegio del puerto, que acudieron con",
    ]
    left += ["sus hijos y con los vecinos de la provincia", "en mayo."]
    right = [
        "El comité de la isla tuvo dos sesiones con",
        "los vecinos. Se repartieron cartillas a los",
        "padres en la feria del",
    ]
    right += ["puerto."]
    lines, width = [], max(stringWidth(text, "Helvetica", 10) for text in left)
    for row, text in enumerate(left):
        spare = (width - stringWidth(text, "Helvetica", 10)) / text.count(" ") if text != left[-1] else 0
        x = 60.0
        for word in text.split():
            lines.append((x, 120.0 + 13 * row, word))
            x += stringWidth(f"{word} ", "Helvetica", 10) + spare
    lines += lines_at(60 + width + 12, 120, right)
    text = " ".join(layout_of(placed(lines)).text.split())
    assert text == " ".join([*left, *right])


def test_columns_of_bullets_with_hanging_lines_are_read_one_after_the_other() -> None:
    left = [
        "• Se dictó una charla a padres de familia",
        "de la sierra.",
        "• Se dieron cartillas a los alumnos del",
        "puerto.",
    ]
    right = [
        "• Se reubicó a seis adolescentes de un",
        "local.",
        "• La medida se coordinó con la defensoría",
        "del niño.",
    ]
    page = [
        (x + (0 if text[0] == "•" else 10), 120 + 12 * row + (x > 100), text)
        for x, texts in ((70, left), (310, right))
        for row, text in enumerate(texts)
    ]
    items = blocks_of(placed(page), "item")
    assert [" ".join(item.split()) for item in items] == [
        "Se dictó una charla a padres de familia de la sierra.",
        "Se dieron cartillas a los alumnos del puerto.",
        "Se reubicó a seis adolescentes de un local.",
        "La medida se coordinó con la defensoría del niño.",
    ]


@pytest.mark.parametrize("bullet", ["ü", "è", "q", "v", "¾", "~", "=>", ">>"])
def test_what_a_font_of_signs_makes_of_bullets_begins_items(bullet: str) -> None:
    texts = ["Se dictó una charla en el puerto.", "Se visitó un local de la sierra.", "Se firmó un convenio."]
    page = lines_at(70, 100, ["Se informa:", *(f"{bullet} {text}" for text in texts)], 20)
    assert blocks_of(placed(page), "item") == texts


def test_names_of_those_who_made_or_signed_a_table_are_no_row_of_it() -> None:
    rows = [
        ["N°", "Actividad"],
        ["1", "Charla a padres de familia de la sierra"],
        ["Elaboró: Rosa Ñato", ""],
        ["", "FIRMA"],
    ]
    data = letter_pdf(table(rows, (90, 300)), *paragraphs("Revisó: Luis Poma", "Se firmó un acta con la defensoría."))
    assert len(blocks_of(data, "row")) == 1
    assert blocks_of(data, "heading") == []
    assert blocks_of(data, "paragraph") == ["Se firmó un acta con la defensoría."]


def test_text_drawn_twice_is_read_once() -> None:
    page = lines_at(70, 100, [f"Se dictó la charla {number} en el colegio." for number in range(12)])
    layout = layout_of(placed([*page, *((x + 0.4, top, text) for x, top, text in page)]))
    assert layout.text.count("charla") == 12
    assert [aside.cause for aside in layout.aside] == ["twice"] * 12


def test_a_watermark_across_the_text_is_in_no_sentence() -> None:
    def mark(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica-Bold", 44)
        canvas.drawString(60, 560, "COPIA SIMPLE")

    layout = layout_of(letter_pdf(*paragraphs(LONG * 6 + "y se anotó."), on_page=mark))
    assert "COPIA" not in layout.text and ("watermark", "COPIA SIMPLE") in {(a.cause, a.text) for a in layout.aside}


def test_small_words_in_grey_across_the_text_were_read_into_its_sentences() -> None:
    def marks(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.setFillGray(0.7)
        for x, y in ((90, 745), (280, 733), (90, 400)):
            canvas.drawString(x, y, "copia de oficina")
        canvas.setFillGray(0)

    layout = layout_of(letter_pdf(*paragraphs(LONG * 6 + "y se anotó."), on_page=marks))
    assert [aside.cause for aside in layout.aside] == ["watermark"] * 3 and "copia" not in layout.text


def test_a_word_set_in_colour_into_a_line_later_is_read() -> None:
    line, word = Line(1, Box(70, 100, 400, 112), LONG[:60], 10.0), Line(1, Box(200, 100.5, 240, 112), "vecina", 10.0)
    mark = Line(1, Box(200, 106, 240, 118), "vecina", 10.0)
    colours = {id(line): (0, 0, 0), id(word): (0, 0, 200), id(mark): (0, 0, 200)}
    assert without_overprint([line, word], colours) == ([line, word], ())
    assert without_overprint([line, mark], colours)[0] == [line]


def test_what_is_stamped_in_colour_into_a_blank_is_read() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(70, 700, "El taller se dictó en casa de ............................ con las vecinas del puerto.")
    canvas.drawString(70, 600, LONG)
    canvas.setFillColorRGB(0, 0, 0.8)
    canvas.drawString(240, 701, "Ana Inventada")
    canvas.save()
    assert "Ana Inventada" in layout_of(buffer.getvalue()).text


def test_print_that_runs_up_the_edge_of_the_sheet_is_in_no_sentence() -> None:
    def note(canvas: Canvas, document: Any) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(420, -40, "Visado por la oficina de trámite de la entidad")
        canvas.restoreState()

    text = LONG * 6 + "y se anotó."
    layout = layout_of(letter_pdf(*paragraphs(text), on_page=note))
    assert " ".join(text.split()) in layout.text
    assert ("sideways", "Visado por la oficina de trámite de la entidad") in {(a.cause, a.text) for a in layout.aside}


HEADED = [
    (70, 150, "De mi consideración:"),
    (70, 180, "Se visitaron tres bares de la zona."),
    (70, 220, "Atentamente,"),
]


def test_an_annex_begins_on_its_page_also_where_the_copies_end_the_page_before() -> None:
    first = [*HEADED, (70, 250, "C.c.: Archivo")]
    second = [(250, 100, "ANEXO A"), (70, 130, "Se dictó una charla a los vecinos del barrio.")]
    data = placed(first, second)
    assert blocks_of(data, "heading") == ["ANEXO A"]
    assert blocks_of(data, "paragraph")[-1] == "Se dictó una charla a los vecinos del barrio."


def test_a_later_page_that_begins_with_words_of_the_letterhead_has_them_taken_off() -> None:
    heads = [(70, 60, "GOBIERNO REGIONAL DE TACNA"), (70, 72, "Gerencia de Desarrollo Social")]
    text = [
        "La gerencia reunió en el mes de mayo a los directores de los colegios de la costa y de la sierra,",
        "a los promotores y a los alcaldes, y en el mes de junio a los jefes de las rondas y también a los",
    ]
    first = [*heads, *HEADED[:1], *lines_at(70, 700, text)]
    second = [(70, 40, heads[0][2]), (70, 52, heads[1][2]), (70, 100, "padres de los colegios de la zona rural.")]
    layout = layout_of(placed(first, second))
    assert "a los padres de los colegios" in layout.text
    assert layout.text.count("Gerencia") == 1
    assert [(aside.page, aside.text) for aside in layout.aside] == [(2, heads[0][2]), (2, heads[1][2])]


def test_a_gap_between_entries_without_marks_parts_them() -> None:
    entries = [
        (70, 200, "En abril realizó un taller para los jueces de la provincia y para el personal de la"),
        (70, 212.6, "corte"),
        (70, 229.8, "En mayo realizó reuniones con los alcaldes de los distritos y con los jefes de las"),
        (70, 242.4, "escuelas"),
        (70, 259.6, "En junio visitó tres colegios de la zona rural con la fiscal y con los jefes de las"),
        (70, 272.2, "rondas"),
    ]
    paragraphs_made = blocks_of(placed([HEADED[0], *entries]), "paragraph")
    assert [text.split()[1] for text in paragraphs_made] == ["abril", "mayo", "junio"]


def test_a_report_after_the_farewell_that_names_a_street_is_text_and_no_address() -> None:
    report = [
        "La red de la provincia se reunió cinco veces y aprobó su plan. Se dictaron charlas en las escuelas de",
        "la avenida Grau y de la calle Comercio, en las que estuvieron 760 alumnos y también sus padres y maestros.",
    ]
    page = [*HEADED, (70, 250, "ANEXO: ACTIVIDADES DE LA GERENCIA"), *lines_at(70, 280, report)]
    assert blocks_of(placed(page), "paragraph")[-1] == " ".join(report)


def test_a_lead_in_at_the_end_of_an_item_leads_in_the_items_after_it() -> None:
    body = items(("•", "charlas en dos colegios. En cambio, está pendiente:"), ("•", "imprimir la guía;"))
    layout = layout_of(letter_pdf(*body))
    assert [block.section for block in layout.blocks if block.kind == "item"] == ["", "En cambio, está pendiente:"]


def test_a_line_left_of_a_list_begins_a_block_though_the_last_item_has_no_full_stop() -> None:
    marked = [
        (100, 200, "-"),
        (120, 200, "Taller para los docentes de los colegios de la provincia de Grau"),
        (100, 218, "-"),
    ]
    after = [
        (120, 218, "no se dictó ningún otro"),
        (70, 236, "Línea gratuita. Se pegaron afiches en los terminales de la capital y en los colegios de la zona"),
    ]
    assert blocks_of(placed([*HEADED[:2], *marked, *after]), "item")[-1] == "no se dictó ningún otro"
