"""`veeduria report`, as typed: formats and files, masking and its exception, bodies, what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from db.connection import open_database
from tests.published import PRIVATE, database
from tests.rounds import Replied, register_of, store_replies, veeduria

TEXT = ("txt", "md", "csv", "jsonl", "html")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return database(tmp_path_factory.mktemp("round"))


@pytest.mark.parametrize("form", TEXT)
def test_a_matrix_goes_to_the_screen(path: Path, form: str) -> None:
    result = veeduria(path, "report", "matrix", "minedu", "--format", form)
    assert result.exit_code == 0, result.output
    assert "AB." in result.stdout and ("No indica" in result.stdout or form == "jsonl")


def test_the_four_blanks_stay_apart_in_data(path: Path) -> None:
    result = veeduria(path, "report", "matrix", "--all", "--format", "jsonl")
    blanks = {json.loads(line).get("blank") for line in result.stdout.splitlines()}
    assert {"silent", "not_asked"} <= blanks


def test_private_data_is_masked_unless_a_reason_is_given_and_stored(path: Path, tmp_path: Path) -> None:
    masked = veeduria(path, "report", "matrix", "MINEDU", "--format", "jsonl").stdout
    assert "Rosa" not in masked and "40123456" not in masked
    shown = veeduria(path, "report", "matrix", "MINEDU", "--format", "jsonl", "--unmasked", "para el juzgado").stdout
    assert PRIVATE in shown
    with open_database(path) as db:
        stored = db.connection.execute("SELECT what, reason FROM disclosures").fetchall()
    assert stored == [("report matrix", "para el juzgado")]
    output = tmp_path / "b.html"
    veeduria(path, "report", "body", "MINEDU", "--output", str(output), "--unmasked", "prueba")
    assert "No debe publicarse" in output.read_text("utf8")


def test_no_reason_is_no_permission(path: Path) -> None:
    result = veeduria(path, "report", "matrix", "MINEDU", "--unmasked", " ")
    assert result.exit_code == 2 and "Rosa" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["matrix"],
        ["matrix", "MINEDU", "--all"],
        ["matrix", "NADIE"],
        ["matrix", "MINEDU", "--format", "xlsx"],
        ["matrix", "MINEDU", "--format", "pdf"],
        ["dossier", "NADIE"],
        ["balance", "--format", "docx"],
    ],
)
def test_what_cannot_be_done_is_said(path: Path, arguments: list[str]) -> None:
    result = veeduria(path, "report", *arguments)
    assert result.exit_code == 2 and "Traceback" not in result.output


def test_the_file_has_the_format_of_its_name_and_nothing_else_is_left(path: Path, tmp_path: Path) -> None:
    for suffix, start in (("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE"), ("md", b"# Balance")):
        output = tmp_path / f"all.{suffix}"
        result = veeduria(path, "report", "balance", "--output", str(output))
        assert result.exit_code == 0, result.output
        assert output.read_bytes().lstrip().startswith(start)
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".docx", ".html", ".md", ".xlsx"]


def test_a_report_that_fails_leaves_what_was_there(path: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.csv"
    output.write_text("before")
    (tmp_path / "m.csv.part").mkdir()
    assert veeduria(path, "report", "matrix", "MINEDU", "--output", str(output)).exit_code != 0
    assert output.read_text() == "before"


def test_the_page_of_a_body_weighs_in_words_and_tables(path: Path) -> None:
    said = veeduria(path, "report", "body", "MINEDU", "--format", "md").stdout
    assert "El reglamento le asigna" in said and "Funciones informadas por periodo" in said
    assert "Beneficiarios y otras cantidades" in said and "Lugares por región" in said and "Cusco" in said


def test_charts_are_written_as_svg_and_png(path: Path, tmp_path: Path) -> None:
    result = veeduria(path, "report", "charts", str(tmp_path / "charts"))
    assert result.exit_code == 0, result.output
    files = sorted(file.name for file in (tmp_path / "charts").iterdir())
    assert files == ["grafico-acciones-nivel.png", "grafico-acciones-nivel.svg"]
    assert "Prevención" in (tmp_path / "charts" / files[1]).read_text("utf8")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round in which one body answered, one did not, and nothing was confirmed yet."""
    folder = tmp_path_factory.mktemp("asked")
    path = folder / "v.db"
    rows = [(body, "", "first", "2011-02-14", f"Carta 00{at}", "") for at, body in enumerate(("MINSA", "MTC"), 1)]
    assert veeduria(path, "requests", "import", str(register_of(folder / "r.csv", rows))).exit_code == 0
    reply = Replied("salud.pdf", "MINSA", None, "2011-02-25", "Carta 001", "unsatisfactory", "transferred")
    store_replies(path, [reply])
    assert veeduria(path, "requests", "link").exit_code == 0
    return path


def test_the_balance_begins_with_charts_of_letters_and_replies(asked: Path) -> None:
    page = veeduria(asked, "report", "balance").stdout
    for chart in ("chart-rates-wave", "chart-rates-type", "chart-replies"):
        assert f'<figure id="{chart}">' in page
    assert page.count("<svg") == 3 and "Enviadas" in page


def test_a_workbook_draws_its_charts_from_its_own_cells(asked: Path, tmp_path: Path) -> None:
    output = tmp_path / "rates.xlsx"
    assert veeduria(asked, "report", "rates", "--output", str(output)).exit_code == 0
    sheet = load_workbook(output)["tasas"]
    drawn = [[series.val.numRef.f for series in chart.series] for chart in sheet._charts]
    assert len(drawn) == 3
    first = sheet[drawn[0][0].rpartition("!")[2].replace("$", "").partition(":")[0]]
    assert (first.value, first.offset(row=-1).value) == (2, "Enviadas")


def test_verdicts_that_nobody_confirmed_are_said_to_be_the_programs(asked: Path) -> None:
    assert "Una valoración es la que propone el programa" in veeduria(asked, "report", "rates").stdout


def test_no_body_is_said_to_indicate_nothing_while_its_letter_is_unreviewed(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied("minedu.pdf", "MINEDU")])
    for report in (["matrix", "MINEDU"], ["body", "MINEDU"], ["dossier", "MINEDU"], ["balance", "--format", "md"]):
        assert "está por revisar: donde dice «No indica»" in veeduria(path, "report", *report).stdout, report
    assert "está por revisar y no se cuenta" in veeduria(path, "report", "charts", str(tmp_path)).stdout
    (statement,) = veeduria(path, "export", "statements", "--open", "--format", "jsonl").stdout.splitlines()
    veeduria(path, "decide", json.loads(statement)["id"], "--reject")
    assert "por revisar" not in veeduria(path, "report", "matrix", "MINEDU").stdout


def test_a_dossier_says_how_replies_were_judged_and_what_is_missing(asked: Path) -> None:
    said = veeduria(asked, "report", "dossier", "MINSA", "--until", "30 de junio", "--reply-to", "a@ong.example").stdout
    assert "OFICIO N° salud.pdf, 25 Feb 2011 (por confirmar)" in said  # its number, as it was written
    assert "traslada el pedido" in said and "no satisfactoria (por confirmar)" in said
    assert "30 de junio" in said and "a@ong.example" in said and "Carta 001" in said
    assert said.count("No indica") >= 5


def test_a_dossier_of_a_silent_body_says_that_no_answer_is_known(asked: Path, tmp_path: Path) -> None:
    output = tmp_path / "mtc.docx"
    result = veeduria(asked, "report", "dossier", "MTC", "--output", str(output))
    assert result.exit_code == 0, result.output
    document = Document(str(output))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "No se encontró ninguna acción" in text and "________" in text
    assert "no consta" in cells and "No indica (sin respuesta)" in cells


def test_nobody_is_published_as_silent_without_a_word_while_a_reply_waits_to_be_linked(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    rows = [("MTC", "SUTRAN", "first", "2011-02-14", "Carta 002", "")]
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", rows)))
    store_replies(path, [Replied("mtc.pdf", "MTC", None, "2011-02-25", None)])
    for report in (["rates"], ["body", "MTC"], ["matrix", "MTC"], ["dossier", "MTC"], ["balance", "--format", "md"]):
        assert "por confirmar" in veeduria(path, "report", *report).stdout, report
    assert "hay una respuesta por confirmar" in veeduria(path, "report", "charts", str(tmp_path)).stdout
    assert "no consta |" not in veeduria(path, "report", "dossier", "MTC").stdout
    named = json.loads(veeduria(path, "requests", "list", "--format", "jsonl").stdout)["id"]
    veeduria(path, "requests", "link", "--reject", named, "mtc.pdf")
    assert "por confirmar" not in veeduria(path, "report", "rates").stdout


def test_a_file_among_the_letters_that_is_no_document_is_no_reply_received(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    (tmp_path / "notas.txt").write_text("Reunión el lunes")
    (tmp_path / "oficio.pdf").write_bytes(b"%PDF-1.4 broken")
    assert veeduria(path, "ingest", str(tmp_path), "--workers", "1").exit_code == 1
    lines = veeduria(path, "report", "rates", "--format", "csv").stdout.splitlines()
    assert ",Entidad no reconocida,0,0,1," in lines


def test_a_letter_of_nobody_known_may_be_the_answer_of_who_is_said_to_be_silent(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    rows = [(body, "", "first", "2011-02-14", f"Carta 00{at}", "") for at, body in enumerate(("MINSA", "MTC"), 1)]
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", rows)))
    store_replies(
        path, [Replied("salud.pdf", "MINSA", None, "2011-02-25", "Carta 001"), Replied("x.pdf", None, None, None, None)]
    )
    veeduria(path, "requests", "link")
    assert "puede ser la respuesta de esta" in veeduria(path, "report", "matrix", "MTC").stdout
    assert "puede ser la respuesta de esta" not in veeduria(path, "report", "matrix", "MINSA").stdout
    assert "puede ser una respuesta que aquí falta" in veeduria(path, "report", "rates").stdout


def test_a_dossier_cites_letters_and_nothing_that_the_body_does_not_have(path: Path) -> None:
    said = veeduria(path, "report", "dossier", "MINEDU").stdout
    assert said.count("Ministerio de Educación, sin número, sin fecha") >= 28 and "Rosa" not in said
    assert "coded.jsonl" not in said and "línea" not in said


def test_a_workbook_leads_from_each_action_to_its_letter(path: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.xlsx"
    assert veeduria(path, "report", "matrix", "MINEDU", "--output", str(output)).exit_code == 0
    sheet = load_workbook(output)["MINEDU"]
    titles = [cell.value for cell in sheet[2]]
    assert titles[-2:] == ["Fuentes", "Id"]
    links = {cell.coordinate: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert len(links) > 30
    for place, way in links.items():
        number = str(sheet[place].value).rpartition("[")[2].rstrip("]")
        assert str(sheet[way.partition("!")[2]].value).startswith(f"[{number}] ")
    cells = [row[titles.index("Fuentes")].value for row in sheet.iter_rows(min_row=3, max_row=20)]
    assert any("sin número, sin fecha" in str(cell) for cell in cells)
