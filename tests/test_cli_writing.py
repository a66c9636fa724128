"""Exports in every format: whole or not there, headed as asked, no cell a formula, private files private."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extractor.cli.contracts import COLUMNS
from extractor.cli.writing import opened
from extractor.publish.words import say
from tests import published
from tests.rounds import veeduria


@pytest.fixture(scope="module")
def round_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published.database(tmp_path_factory.mktemp("writing"))


@pytest.mark.parametrize("what", list(COLUMNS))
def test_every_export_has_a_workbook_that_says_what_the_csv_says(round_db: Path, tmp_path: Path, what: str) -> None:
    out = tmp_path / "out.xlsx"
    assert veeduria(round_db, "export", what, "--output", str(out)).exit_code == 0
    rows = [list(row) for row in load_workbook(out).active.values]
    told = list(csv.reader(io.StringIO(veeduria(round_db, "export", what, "--format", "csv").output)))
    assert rows[0] == told[0] == COLUMNS[what].split()
    assert len(rows) == len(told)


def test_no_cell_of_a_workbook_is_a_formula(round_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    veeduria(round_db, "export", "actions", "--output", str(out))
    assert all(cell.data_type != "f" for row in load_workbook(out).active.iter_rows() for cell in row)


@pytest.mark.parametrize("what", list(COLUMNS))
def test_every_column_has_a_spanish_heading(round_db: Path, what: str) -> None:
    result = veeduria(round_db, "export", what, "--format", "csv", "--headings", "es")
    assert result.exit_code == 0
    assert result.output.splitlines()[0].split(",") == [say(f"headings.{name}") for name in COLUMNS[what].split()]


def test_a_workbook_is_never_thrown_at_the_screen(round_db: Path) -> None:
    assert veeduria(round_db, "export", "actions", "--format", "xlsx").exit_code == 2


def test_an_export_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("as it was", "utf8")
    with pytest.raises(RuntimeError), opened(out, "csv") as file:
        file.write(b"half")
        raise RuntimeError
    assert out.read_text("utf8") == "as it was" and list(tmp_path.iterdir()) == [out]


def test_a_file_with_private_data_is_its_owners_alone(round_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert veeduria(round_db, "export", "actions", "--output", str(out), "--unmasked", "audit").exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
