"""Workbooks and documents in LibreOffice: they open, and every page shows its head and its texts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from tests.published import NASTY, database
from tests.rounds import PACK, veeduria

OFFICE = shutil.which("soffice") or ""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return database(tmp_path_factory.mktemp("office"))


def written(path: Path, suffix: str) -> Path:
    output = path.with_name(f"matrices.{suffix}")
    if not output.exists():
        assert veeduria(path, "report", "matrix", "--all", "--output", str(output)).exit_code == 0
    return output


def pages(file: Path) -> list[str]:
    """Convert a file to PDF and return the text of its pages."""
    folder = file.with_suffix(".pages")
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    document = pypdfium2.PdfDocument(folder / f"{file.stem}.pdf")
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="needs LibreOffice")
def test_it_opens_in_libreoffice_with_a_head_on_every_page(path: Path, suffix: str) -> None:
    texts = pages(written(path, suffix))
    whole = " ".join(texts)
    assert all(body.name in whole for body in PACK.bodies)
    assert "AB. Se dio el taller 27." in whole and "No indica" in whole and "<script>" in whole
    full = [text for text in texts if "A. Se dio" in text or "B. " in text]
    assert len(full) > 3 and all("Respuestas a cartas" in text for text in full)


def test_the_document_is_landscape_with_heads_that_repeat_and_text_that_can_be_edited(path: Path) -> None:
    document = Document(str(written(path, "docx")))
    page = document.sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE and (page.page_width or 0) > (page.page_height or 0)
    matrices = [table for table in document.tables if table.style is not None and table.style.name == "Balance Grid"]
    labels = {duty.label for duty in PACK.obligations}
    for table in matrices:
        heads = [row for row in table.rows if "w:tblHeader" in row._tr.xml]
        first = heads[0].cells[0].text
        assert first == "Función" or (first.rpartition(" (")[0] or first) in labels
        assert len(heads) == (1 if first == "Función" else 2)
        assert not any("w:cantSplit" in row._tr.xml for row in table.rows[2:] if first != "Función")
    text = " ".join(cell.text for table in matrices for row in table.rows for cell in row.cells)
    assert "capacitó a 9 docentes" in text


def test_the_workbook_has_a_sheet_a_body_with_frozen_heads_and_no_formula(path: Path) -> None:
    book = load_workbook(written(path, "xlsx"))
    assert book.sheetnames == [body.id for body in PACK.bodies]
    for sheet in book:
        assert sheet.freeze_panes == "D3" and sheet["B2"].value == "Función"
        widths = [dimension.width for dimension in sheet.column_dimensions.values()]
        assert min(widths) >= 12 and max(widths) <= 60
        assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
        assert all((dimension.height or 0) <= 409 for dimension in sheet.row_dimensions.values())
    values = [str(cell.value) for row in book["MINEDU"].iter_rows() for cell in row if cell.value]
    assert any(NASTY.replace("\x1b", "").replace("\u202e", "")[2:] in value for value in values)
