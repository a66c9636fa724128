"""Nothing vanishes in silence: every character that a page gives ends in exactly one fate, and what is none is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from extractor.core.model import Kind, Reading
from extractor.read.ledger import LOST, account
from extractor.read.letter import ReadOptions, find, read_letter, read_text
from extractor.read.pages import read_pages
from tests.drawn import drawn
from tests.pdfs import CLOSE, HEAD, PACK, Placed, items, letter_pdf, paragraphs, placed, table

OFF = ReadOptions(ocr="off")


def read(data: bytes) -> Reading:
    return read_letter(data, PACK, OFF)


def texts(reading: Reading) -> str:
    return "\n".join(finding.statement.text for finding in reading.findings)


def dropped(reading: Reading) -> list[tuple[str, str]]:
    assert reading.letter
    return [(aside.cause, aside.text) for aside in reading.letter.aside]


def operations(count: int, leading: float = 15, marker: str = "", end: str = ".") -> bytes:
    pages: list[list[Placed]] = [[(70, 72 + 16 * row, text) for row, text in enumerate(HEAD)]]
    top = 72.0 + 16 * len(HEAD) + 20
    for number in range(1, count + 1):
        if top > 770:
            pages.append([])
            top = 72.0
        pages[-1].append((70, top, f"{marker.format(number)}Operativo N° {number} en el bar El Faro{end}"))
        top += leading
    pages[-1] += [(70, top + 16 * (row + 1), text) for row, text in enumerate(CLOSE)]
    return placed(*pages)


@pytest.mark.parametrize("marker", ["", "{}. ", "{}) ", "- "])
@pytest.mark.parametrize("end", [".", ""])
def test_sixty_operations_on_three_pages_are_sixty_statements(marker: str, end: str) -> None:
    found = [finding.statement.text for finding in read(operations(60, 25, marker, end)).findings]
    assert sum(text.startswith("Operativo N°") for text in found) == 60


@pytest.mark.parametrize("marker", ["", "{}. ", "- ", "* "])
@pytest.mark.parametrize("end", [".", ""])
def test_a_series_of_one_line_operations_is_a_series_of_actions(marker: str, end: str) -> None:
    found = [one for one in read(operations(60, marker=marker, end=end)).findings if "Operativo" in one.statement.text]
    assert [one.classification.kind for one in found] == [Kind.ACTION] * 60


@pytest.mark.parametrize("number", [1100, pytest.param(3000, marks=pytest.mark.slow)])
def test_of_thousands_of_numbered_operations_none_is_lost_or_joined_to_another(number: int) -> None:
    found = [finding.statement.text for finding in read(operations(number, marker="{}. ")).findings]
    assert sum(text.startswith("Operativo N°") for text in found) == number


def head_on_every_page(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(70, 815, "CARTA N° 45-2012-MDX")
    canvas.drawString(70, 803, "Tarma, 3 de abril de 2012")
    canvas.drawString(70, 30, f"Folio {document.page}")


def test_number_and_date_repeated_on_top_of_every_page_stay_once() -> None:
    reading = read(
        letter_pdf(*paragraphs(*["Se dictó una charla en el mercado central."] * 60), on_page=head_on_every_page)
    )
    assert reading.letter and reading.letter.pages > 1
    assert reading.letter.text.count("CARTA N° 45-2012-MDX") == 1
    assert ("repeated", "CARTA N° 45-2012-MDX") in dropped(reading)
    assert ("counted", "Folio 1") in dropped(reading) and ("counted", "Folio 2") in dropped(reading)


def test_a_page_number_on_top_does_not_take_the_bottom_of_the_page_with_it() -> None:
    body = [(70, 100 + 14 * row, f"Se visitó el local número {row} de la avenida principal.") for row in range(48)]
    reading = read(placed([(300, 40, "1"), *body], [(300, 40, "2"), *body]))
    assert texts(reading).count("Se visitó el local número 47") == 2
    assert dropped(reading) == [("counted", "1"), ("counted", "2")]


def test_a_motto_inside_a_sentence_on_a_later_page_stays() -> None:
    motto = next(text for all_of in PACK.reading.mottos.values() for text in all_of)
    reading = read(
        placed([(70, 100, "Se dictó una charla.")], [(70, 60, f"Se difundió el lema {motto} en las plazas.")])
    )
    assert "Se difundió el lema" in texts(reading)


def test_the_same_sentence_under_each_other_on_every_page_is_no_furniture() -> None:
    page = [(70, 60 + 14 * row, "Se intervino un local.") for row in range(50)]
    assert texts(read(placed(page, page, page))).count("Se intervino un local.") == 150


def test_a_line_that_a_step_forgets_is_told_and_needs_a_person() -> None:
    pages, _ = read_pages(letter_pdf(*paragraphs("Se dictó una charla en el colegio.", "Se visitó el puerto.")))
    shorter = [replace(pages[0], lines=pages[0].lines[:-3])]
    letter, _ = read_text("0" * 64, shorter, PACK)
    ledger = account(shorter, letter, [finding.statement for finding in find(letter, PACK)])
    assert ledger.lost[1] > 20 and ledger.fates[LOST] == ledger.lost[1]


def test_headers_of_tables_are_accounted_for() -> None:
    rows = [["N°", "Actividad", "Lugar"], *([str(n), f"Charla {n} sobre la trata", "Tarma"] for n in range(1, 40))]
    for ruled in (True, False):
        reading = read(letter_pdf(table(rows, [30, 300, 90], ruled=ruled, repeat=1)))
        assert reading.ledger and not reading.ledger.lost
        assert ("table_head", "Actividad") in dropped(reading)


# --- any layout ------------------------------------------------------------------------------------------------------

WORDS = "Se|dictó|charlas|sobre|trata de|personas en|Tarma;|el 3/4/2012|N° 12|-|y|a)|1.|40|alumnos.|•|(sic)|“así”|2012-"
words = st.sampled_from(WORDS.split("|"))
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
spots = st.tuples(st.sampled_from([40.0, 70.0, 90.0, 310.0, 330.0, 480.0]), st.integers(2, 80), lines)
rows_of_cells = st.lists(st.lists(lines, min_size=3, max_size=3), min_size=1, max_size=6)


def check(data: bytes) -> None:
    reading = read(data)
    if reading.ledger is None:
        return
    assert reading.ledger.lost == {}, (reading.ledger, texts(reading), dropped(reading))
    assert not any(problem.code == "unaccounted" for problem in reading.problems)


@settings(max_examples=drawn(60), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(spots, max_size=30), min_size=1, max_size=3), st.booleans())
def test_whatever_stands_where_every_character_has_one_fate(
    pages: list[list[tuple[float, int, str]]], same: bool
) -> None:
    page = [[(x, 10.0 * step, text) for x, step, text in spots] for spots in pages]
    check(placed(*(page[:1] * 3 if same else page)))


@settings(max_examples=drawn(25), suppress_health_check=[HealthCheck.too_slow])
@given(rows_of_cells, st.booleans(), st.integers(0, 1), st.lists(lines, max_size=5))
def test_whatever_stands_in_tables_and_lists_every_character_has_one_fate(
    cells: list[list[str]], ruled: bool, repeat: int, listed: list[str]
) -> None:
    marked = items(*((f"{number}.", text) for number, text in enumerate(listed, 1)))
    check(letter_pdf(*marked, table([["N°", "Actividad", "Lugar"], *cells], [60, 250, 90], ruled, repeat), *marked))


def test_names_in_side_cells_are_kept_with_their_action() -> None:
    rows = [["N°", "Nombre", "DNI", "Acción realizada"], ["1", "Ana Pérez", "45678912", "Se brindó asistencia legal"]]
    found = next(
        f for f in read(letter_pdf(table(rows, [30, 100, 80, 200]))).findings if "asistencia" in f.statement.text
    )
    assert {(cell.header, cell.text) for cell in found.details.cells} >= {("Nombre", "Ana Pérez"), ("DNI", "45678912")}


def test_initials_that_a_line_end_parts_are_no_list() -> None:
    before = "En la provincia se derivó luego a la menor conocida por sus iniciales D."
    reading = read(placed([(70, 100, before), (70, 113, "M. C. T. (13) al hogar refugio del puerto.")]))
    assert f"{before} M. C. T. (13) al hogar refugio del puerto." in texts(reading)
