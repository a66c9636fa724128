"""Every format writes the same table, and no text of it can do harm."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from extractor.publish.formats import MODULES, writer
from extractor.publish.tables import ReportCell, ReportEntry, ReportRow, ReportTable, bare

HOSTILE = '=HYPERLINK("x") <script>alert(1)</script> | \x1b[31m\u202e`y`'
TABLE = ReportTable(
    id="MINEDU",
    title="Matriz de prueba",
    heads=("Función",),
    columns=("Cartas", "Porcentaje"),
    rows=(
        ReportRow(
            "f1",
            "prevención",
            ("Primera función",),
            (
                ReportCell(
                    (ReportEntry(HOSTILE, "A.", statement="s1", document="c.pdf", page=3), ReportEntry("Otra", "B."))
                ),
                ReportCell(number=12),
            ),
        ),
        ReportRow(
            "f2",
            "protección",
            ("-Segunda",),
            (ReportCell(blank="silent", shown="No indica"), ReportCell(number=33.25, percent=True)),
        ),
    ),
    notes=("Nota al pie.",),
)
BARE = ReportTable(
    "bare", "=1+1", ("=A",), ("@b",), (ReportRow("r", "", ("+c",), (ReportCell((ReportEntry("-d"),)),)),)
)


def written(suffix: str, folder: Path, *tables: ReportTable) -> Path:
    path = folder / f"report.{suffix}"
    with path.open("wb") as file:
        writer(suffix)(bare(*(tables or (TABLE,))), file)
    return path


@pytest.mark.parametrize("suffix", [suffix for suffix in MODULES if suffix != "pdf"])  # of a DOCX, by LibreOffice
def test_every_format_holds_entries_blanks_and_numbers(suffix: str, tmp_path: Path) -> None:
    path = written(suffix, tmp_path)
    if suffix == "xlsx":
        sheet = load_workbook(path)["MINEDU"]
        text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    elif suffix == "docx":
        grids = Document(str(path)).tables
        text = " ".join(cell.text for grid in grids for row in grid.rows for cell in row.cells)
    else:
        text = path.read_text("utf8")
    assert "B." in text and "Otra" in text and "12" in text
    assert "silent" in text if suffix == "jsonl" else "No indica" in text
    assert "\x1b" not in text and "\u202e" not in text


def test_json_lines_give_one_object_an_entry_blank_or_number(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in written("jsonl", tmp_path).read_text("utf8").splitlines()]
    assert [row.get("mark") or row.get("blank") or row.get("number") for row in rows] == [
        "A.",
        "B.",
        12,
        "silent",
        33.25,
    ]
    assert rows[0]["document"] == "c.pdf" and rows[0]["page"] == 3


def test_csv_cells_cannot_become_formulas(tmp_path: Path) -> None:
    with written("csv", tmp_path, BARE).open(encoding="utf-8-sig", newline="") as file:
        texts = [text for row in csv.reader(file) for text in row if text]
    assert texts == ["'=1+1", "'=A", "'@b", "'+c", "'-d"]


def test_workbook_cells_cannot_become_formulas_and_heads_are_frozen(tmp_path: Path) -> None:
    book = load_workbook(written("xlsx", tmp_path, BARE, TABLE))
    assert all(cell.data_type in "sn" for sheet in book for row in sheet.iter_rows() for cell in row)
    sheet = book["MINEDU"]
    assert sheet.freeze_panes == "C3"
    assert sheet["D3"].value == 12 and sheet["D5"].value == pytest.approx(0.3325)
    assert (sheet.column_dimensions["C"].width or 0) > 20


def test_markdown_and_html_show_markup_as_text(tmp_path: Path) -> None:
    assert "<script>alert" not in written("md", tmp_path).read_text("utf8")
    assert "<script>alert" not in written("html", tmp_path).read_text("utf8")


def test_a_sheet_name_is_short_free_of_forbidden_signs_and_used_once(tmp_path: Path) -> None:
    long = ReportTable("[a]:*?/\\" + "x" * 40, "t", ("h",), (), ())
    book = load_workbook(written("xlsx", tmp_path, long, long))
    assert len(set(book.sheetnames)) == 2 and all(len(name) <= 31 for name in book.sheetnames)
