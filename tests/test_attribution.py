"""Whose action a statement is, in a report on many bodies: headings, tables and openings say it, nothing else does."""

from __future__ import annotations

import time
from pathlib import Path

from reportlab.platypus import Flowable

from db import queries
from db.connection import open_database
from extractor.core.model import Block, Head, Kind, Letter, Reading, Statement
from extractor.read.attribution import attribute
from extractor.read.letter import ReadOptions, read_letter
from rules.loader import load_pack
from tests.pdfs import items, letter_pdf, paragraphs, table
from tests.rounds import veeduria

PACK = load_pack()
OPTIONS = ReadOptions(ocr="off", many_bodies=True)


def read(*body: Flowable) -> Reading:
    return read_letter(letter_pdf(*body), PACK, OPTIONS)


def owners(*body: Flowable) -> dict[str, tuple[str | None, str | None]]:
    """Body and unit of each statement that reports, by its first three words."""
    found = (finding.statement for finding in read(*body).findings)
    return {" ".join(one.text.split()[:3]): (one.institution, one.unit) for one in found if one.kind is not Kind.OTHER}


def test_a_heading_that_names_a_body_holds_until_the_next_that_does() -> None:
    found = owners(
        *paragraphs("MINISTERIO DE SALUD", "Se capacitó a 40 médicos de postas en la detección de víctimas."),
        *items(("a)", "Se difundieron afiches en hospitales de Tacna."), ("b)", "Se atendió a 12 víctimas en postas.")),
        *paragraphs("MINISTERIO DE EDUCACIÓN", "Se realizaron talleres con 300 docentes y el Ministerio de Salud."),
    )
    assert found == {
        "Se capacitó a": ("MINSA", None),
        "Se difundieron afiches": ("MINSA", None),
        "Se atendió a": ("MINSA", None),
        "Se realizaron talleres": ("MINEDU", None),
    }


def test_a_heading_of_the_same_rank_that_names_nobody_ends_a_bodys_part_and_a_levels_does_not() -> None:
    found = owners(
        *paragraphs("MINISTERIO DE SALUD", "PREVENCIÓN", "Se difundieron afiches en hospitales de Tacna."),
        *paragraphs("CONCLUSIONES", "Se capacitó a 40 personas en detección de víctimas."),
    )
    assert found == {"Se difundieron afiches": ("MINSA", None), "Se capacitó a": (None, None)}


def test_a_heading_that_names_two_bodies_leaves_it_open() -> None:
    found = owners(
        *paragraphs("MINISTERIO DE SALUD Y MINISTERIO DE EDUCACIÓN", fontName="Helvetica-Bold"),
        *paragraphs("Se difundieron afiches en hospitales y colegios de Tacna."),
    )
    assert set(found.values()) == {(None, None)}


def test_what_two_bodies_did_together_is_not_given_to_one() -> None:
    found = owners(
        *paragraphs(
            "MINISTERIO DE SALUD",
            "El Ministerio de Educación y el Poder Judicial organizaron una feria en Cusco.",
            "El Poder Judicial realizó con el Ministerio de Educación una charla en Puno.",
        )
    )
    assert found == {"El Ministerio de": (None, None), "El Poder Judicial": ("PJ", None)}


def test_who_a_sentence_begins_with_acts_and_who_it_works_with_does_not() -> None:
    found = owners(
        *paragraphs(
            "MINISTERIO DE SALUD",
            "El Poder Judicial capacitó a 30 jueces en la aplicación de la ley.",
            "Con el Ministerio de Educación se realizó una feria en Cusco.",
        )
    )
    assert found == {"El Poder Judicial": ("PJ", None), "Con el Ministerio": ("MINSA", None)}


def test_a_column_of_bodies_says_whose_each_row_is_and_an_empty_cell_stands_for_the_one_above() -> None:
    rows = [
        ["Entidad", "Actividad", "Fecha"],
        ["Ministerio Público", "Se capacitó a 25 fiscales en trata de personas", "junio de 2010"],
        ["", "Se elaboró una guía de atención a víctimas", "julio de 2010"],
        ["Ministerio de Salud y Ministerio de Educación", "Se organizó una feria en Cusco", "agosto de 2010"],
        ["Corte Superior de Justicia de Tacna", "Se dictaron tres sentencias por trata", "mayo de 2010"],
    ]
    assert owners(*paragraphs("CUADRO"), table(rows, [120, 220, 100])) == {
        "Se capacitó a": ("MINPUB", None),
        "Se elaboró una": ("MINPUB", None),
        "Se organizó una": (None, None),
        "Se dictaron tres": ("PJ", "Corte Superior de Justicia de Tacna"),
    }


def test_only_the_bodys_own_list_is_suggested_and_the_report_is_no_reply() -> None:
    reading = read(*paragraphs("PODER JUDICIAL", "Se capacitó a 30 jueces en la aplicación de la ley contra la trata."))
    suggested = [one.obligation for finding in reading.findings for one in finding.classification.suggestions]
    assert suggested and all(one.startswith("pj.") for one in suggested)
    assert reading.verdict is None and reading.letter is not None
    assert (reading.letter.head.institution, reading.problems) == (None, ())


def test_the_source_given_to_ingest_decides_and_reading_again_keeps_to_it(tmp_path: Path) -> None:
    path, file = tmp_path / "v.db", tmp_path / "informe.pdf"
    file.write_bytes(
        letter_pdf(*paragraphs("PODER JUDICIAL", "Se capacitó a 30 jueces en la aplicación de la ley contra la trata."))
    )
    result = veeduria(path, "ingest", str(file), "--source", "informe_2011", "--workers", "1", "--ocr", "off")
    assert result.exit_code == 0, result.output

    def found() -> list[tuple[str | None, str, str]]:
        with open_database(path) as db:
            return [(s.institution, s.source, s.text[:12]) for s in queries.statements(db) if s.kind is Kind.ACTION]

    assert found() == [("PJ", "informe_2011", "Se capacitó ")]
    assert veeduria(path, "ingest", "--again", "--workers", "1", "--ocr", "off").exit_code == 0
    assert found() == [("PJ", "informe_2011", "Se capacitó ")]


def test_attributing_many_statements_takes_time_in_step_with_their_number() -> None:
    def seconds(count: int) -> float:
        text = "Se dictó una charla.\n" * count
        blocks = tuple(Block("paragraph", 21 * n, 21 * n + 20) for n in range(count))
        letter = Letter("0" * 64, 1, text, (), blocks, Head())
        found = [Statement(str(n), "", 21 * n, 21 * n + 20, 1, text[:20], Kind.ACTION) for n in range(count)]
        began = time.process_time()
        attribute(found, letter, PACK)
        return time.process_time() - began

    seconds(10)
    assert min(seconds(4000) for _ in range(2)) <= 2.6 * min(seconds(2000) for _ in range(2)) + 0.05
