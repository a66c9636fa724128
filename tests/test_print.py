"""The document to print: texts made ready, letters cited once, a cover that invents nothing, a designer's styles."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from extractor.publish.formats import docx, writer
from extractor.publish.formats.word import styles
from extractor.publish.formats.word.widths import of_function, of_texts
from extractor.publish.plain import plain
from extractor.publish.settings import EMPTY
from extractor.publish.tables import Cover, Report, ReportCell, ReportEntry, ReportRow, ReportTable, Section, bare
from extractor.publish.words import place
from tests.published import database
from tests.rounds import PACK, veeduria

WORDS = PACK.publication


@pytest.mark.parametrize(
    ("text", "unit", "printed"),
    [
        ("Asimismo, se dictó un taller;", "", "Se dictó un taller."),
        ("Por otro lado, cabe señalar que se atendió a 3 familias", "", "Se atendió a 3 familias."),
        ("- se repartieron 200 afiches", "", "Se repartieron 200 afiches."),
        ("b) Se firmó un convenio,", "", "Se firmó un convenio."),
        ("a) se firmó un convenio; b) se dictó un curso", "", "a) se firmó un convenio; b) se dictó un curso."),
        ("La UGEL Tarma capacitó a 12 docentes.", "UGEL Tarma", "Capacitó a 12 docentes."),
        ("La UGEL Tarma y la comuna capacitaron a 12.", "UGEL Tarma", "La UGEL Tarma y la comuna capacitaron a 12."),
        ("La UGEL Tarma Norte capacitó a 12.", "UGEL Tarma", "La UGEL Tarma Norte capacitó a 12."),
        ("Además", "", "Además"),
        ("12 talleres.", "", "12 talleres."),
        ("", "", ""),
    ],
)
def test_a_text_is_printed_without_what_tied_it_to_its_letter(text: str, unit: str, printed: str) -> None:
    assert plain(text, unit, WORDS) == printed
    assert plain(printed, unit, WORDS) == printed


def test_the_words_as_written_stay_beside_the_printed_ones(tmp_path: Path) -> None:
    coded = tmp_path / "c.csv"
    coded.write_text("función;fuente;texto\nminedu.prev.derivacion;cartas;Asimismo, se derivó un caso\n", "utf8")
    path = tmp_path / "v.db"
    assert veeduria(path, "import", str(coded)).exit_code == 0
    lines = veeduria(path, "report", "matrix", "MINEDU", "--format", "jsonl").stdout.splitlines()
    (told,) = [line for line in lines if '"mark": "A."' in line]
    assert '"text": "Se derivó un caso."' in told and '"verbatim": "Asimismo, se derivó un caso"' in told


# --- letters cited ---------------------------------------------------------------------------------------------------


def test_the_place_of_a_text_is_a_page_a_line_or_a_row_of_a_table() -> None:
    assert place("c.pdf", 3) == "pág. 3" and place("c.xlsx", 20_003) == "línea 20003"
    assert place("balance.docx", 20_003) == "cuadro 2, fila 3" and place("c.pdf", 0) == ""


# --- widths ----------------------------------------------------------------------------------------------------------


def test_columns_are_as_wide_as_what_they_hold_needs_and_empty_ones_narrow() -> None:
    widths = of_function([4000, 0, 2000, 0], 15_000)
    assert widths[1] == widths[3] == EMPTY and sum(widths) == 15_000
    assert widths[0] == pytest.approx(2 * widths[2], rel=0.01)


def test_short_texts_stay_on_a_line_and_long_words_are_not_broken() -> None:
    narrow, wide = of_texts([["No"], ["responsabilidades " * 30]], 9000)
    assert narrow < 1000 and wide > 7000
    assert sum(of_texts([["x" * 300]] * 30, 9000)) == 9000


# --- the document ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return database(tmp_path_factory.mktemp("printed"))


@pytest.fixture(scope="module")
def balance(path: Path) -> Path:
    output = path.with_name("balance.docx")
    given = ["--title", "Balance de prueba", "--observatory", "Un observatorio", "--author", "Ana", "--author", "Luis"]
    result = veeduria(path, "report", "balance", *given, "--date", "mayo de 2013", "--output", str(output))
    assert result.exit_code == 0, result.output
    return output


def test_the_cover_says_what_was_given_and_nothing_else(balance: Path, path: Path) -> None:
    said = [paragraph.text for paragraph in Document(str(balance)).paragraphs[:6]]
    assert said[:5] == ["Balance de prueba", "Un observatorio", "Ana", "Luis", "mayo de 2013"]
    assert Document(str(balance)).core_properties.author == "Ana; Luis"
    bare = path.with_name("bare.docx")
    assert veeduria(path, "report", "balance", "--output", str(bare)).exit_code == 0
    assert Document(str(bare)).core_properties.author == ""


def test_contents_lead_to_every_part_and_citations_to_their_letters(balance: Path) -> None:
    text = zipfile.ZipFile(balance).read("word/document.xml").decode()
    marks = re.findall(r'w:bookmarkStart w:id="(\\d+)" w:name="([^"]*)"'.replace("\\\\", "\\"), text)
    assert len({number for number, _ in marks}) == len({name for _, name in marks}) == len(marks)
    ways = set(re.findall(r'w:anchor="([^"]*)"', text))
    assert ways and ways <= {name for _, name in marks}
    assert {f"parte_{body.id}" for body in PACK.bodies} <= ways


def test_it_has_method_the_laws_words_and_numbered_pages(balance: Path) -> None:
    document = Document(str(balance))
    heads = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert heads[0] == "Cómo se hizo este balance" and heads[-1].startswith("Anexo 1. Funciones")
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Identificación de población educativa vulnerable." in cells
    assert "PAGE" in document.sections[0].footer._element.xml


def test_any_document_it_wrote_is_a_template_whose_styles_are_taken(balance: Path, path: Path) -> None:
    document = Document(str(balance))
    document.styles[styles.CELL].font.size = 133350  # 10.5 points
    mine = path.with_name("mine.docx")
    document.save(str(mine))
    output = path.with_name("out.docx")
    done = veeduria(path, "report", "matrix", "MINEDU", "--template", str(mine), "--output", str(output))
    assert done.exit_code == 0, done.output
    made = Document(str(output))
    assert made.styles[styles.CELL].font.size == 133350
    assert "Un observatorio" not in " ".join(paragraph.text for paragraph in made.paragraphs)


def test_a_template_that_lacks_styles_or_is_none_is_refused_with_a_sentence(path: Path, tmp_path: Path) -> None:
    Document().save(str(tmp_path / "plain.docx"))
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no")
    for name, said in (("plain.docx", "Balance Cell"), ("broken.docx", "not a readable Word document")):
        output = tmp_path / "m.docx"
        done = veeduria(path, "report", "matrix", "MINEDU", "--template", str(tmp_path / name), "-o", str(output))
        assert done.exit_code == 2 and said in done.output and not output.exists()
    done = veeduria(path, "report", "matrix", "MINEDU", "--template", str(tmp_path / "plain.docx"))
    assert done.exit_code == 2 and "--template goes with DOCX and PDF" in done.output


def test_a_report_is_the_same_read_back_and_written_again(balance: Path) -> None:
    document = Document(str(balance))
    kept = BytesIO()
    document.save(kept)
    again = Document(BytesIO(kept.getvalue()))
    assert [one.text for one in again.paragraphs] == [one.text for one in document.paragraphs]
    assert len(again.tables) == len(document.tables)


def test_hostile_texts_and_ids_make_no_markup() -> None:
    nasty = '"><w:p/>&<script>\x00\x1b[31m\ud83d\n]]>'.encode("utf8", "surrogatepass").decode("utf8", "replace")
    entry = ReportEntry(nasty, "A.", nasty, "s", nasty, 3, "", 1)
    row = ReportRow(nasty, nasty, (nasty,), (ReportCell((entry,)),))
    table = ReportTable(nasty, nasty, (nasty,), (nasty,), (row,), (nasty,), (nasty,))
    file = BytesIO()
    section = Section(nasty, nasty, (nasty,), (table,))
    report = Report(nasty, ((nasty, nasty),), (section,), nasty, Cover(nasty, nasty))
    docx.write(report, file)
    text = " ".join(cell.text for table in Document(file).tables for row in table.rows for cell in row.cells)
    assert "<script>" in text and "<w:p/>" in text
    empty = BytesIO()
    writer("docx")(bare(), empty)
    assert Document(empty).tables == []


def test_a_chart_stays_with_its_title_over_the_end_of_a_page(tmp_path: Path) -> None:
    path = database(tmp_path)
    assert veeduria(path, "report", "balance", "--output", str(tmp_path / "b.docx")).exit_code == 0
    paragraphs = Document(str(tmp_path / "b.docx")).paragraphs
    charts = [at for at, one in enumerate(paragraphs) if one._p.xpath(".//pic:pic")]
    assert charts
    for at in charts:
        title = paragraphs[at - 1]
        assert title.text and title.style is not None and title.style.paragraph_format.keep_with_next
