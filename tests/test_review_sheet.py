"""The review in a spreadsheet and back: every row ends where it should, whatever was done to the file meanwhile."""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.connection import open_database
from db.queries import decisions, statements
from db.records import Filters
from extractor.cli.i18n import use_language
from extractor.review.sheet.plan import functions_named
from extractor.review.sheet.rows import function_name
from tests.rounds import PACK, Replied, store_replies, veeduria

TEXTS = (
    "Se realizó un taller para docentes.",
    "- Se dictaron charlas a 40 padres de familia en Puno.",
    "=1+1 capacitó a 12 policías.",
    "Se emitió una directiva sobre matrícula de víctimas.",
)


@pytest.fixture
def round_db(tmp_path: Path) -> Path:
    path = tmp_path / "round.db"
    store_replies(path, [Replied(f"carta{n}.pdf", "MINEDU", texts=TEXTS) for n in range(3)])
    return path


def written(path: Path, name: str = "review.xlsx") -> Path:
    file = path.parent / name
    result = veeduria(path, "review", "--to-sheet", str(file), "--kind", "action", "--kind", "other")
    assert result.exit_code == 0, result.output
    return file


def cells(file: Path) -> list[list[Any]]:
    if file.suffix == ".csv":
        return list(csv.reader(file.open(encoding="utf-8-sig"), delimiter=";"))
    return [["" if v is None else v for v in row] for row in openpyxl.load_workbook(file).active.values]


def save(file: Path, rows: list[list[Any]]) -> Path:
    if file.suffix == ".csv":
        with file.open("w", encoding="utf8", newline="") as out:
            csv.writer(out, delimiter=";").writerows(rows)
        return file
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(number, column, value or None)
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(file)
    return file


def column(rows: list[list[Any]], title: str) -> int:
    return next(place for place, name in enumerate(rows[0]) if str(name).startswith(title))


def filled(file: Path, edit: Callable[[list[list[Any]]], None]) -> Path:
    rows = cells(file)
    edit(rows)
    return save(file, rows)


def answer_all(rows: list[list[Any]]) -> None:
    function = column(rows, "Function")
    for row in rows[1:]:
        row[function] = "minedu.prev.sensibilizacion"


def filed(path: Path) -> dict[str, str | None]:
    with open_database(path) as db:
        rows = list(statements(db, Filters()))
    return {row.id: row.decision.obligation for row in rows if row.decision and row.decision.filed}


def test_a_filled_in_sheet_is_shown_first_and_written_in_one_act(round_db: Path) -> None:
    file = filled(written(round_db), answer_all)
    shown = veeduria(round_db, "review", "--from-sheet", str(file))
    assert shown.exit_code == 0 and "12 new" in shown.output
    assert filed(round_db) == {}
    assert veeduria(round_db, "review", "--from-sheet", str(file), "--apply", "--reviewer", "Ana").exit_code == 0
    assert len(filed(round_db)) == 12
    with open_database(round_db) as db:
        assert {(row.act, row.reviewer) for row in decisions(db)} == {(1, "Ana")}
    some = next(iter(filed(round_db)))
    assert veeduria(round_db, "decide", some, "--undo", "--reviewer", "Ana").exit_code == 0
    assert filed(round_db) == {}


def test_applied_twice_is_nothing_new(round_db: Path) -> None:
    file = filled(written(round_db), answer_all)
    veeduria(round_db, "review", "--from-sheet", str(file), "--apply")
    again = veeduria(round_db, "review", "--from-sheet", str(file), "--apply")
    assert again.exit_code == 0 and "0 new, 12 unchanged" in again.output
    with open_database(round_db) as db:
        assert len(list(decisions(db))) == 12


def test_a_sheet_that_was_taken_back_can_be_taken_in_again(round_db: Path) -> None:
    """Undone, every row was in conflict: the row that takes back was held for a decision since."""
    file = filled(written(round_db), answer_all)
    for _ in range(2):
        given = veeduria(round_db, "review", "--from-sheet", str(file), "--apply", "--reviewer", "Ana")
        assert given.exit_code == 0 and "12 new, 0 unchanged, 0 in conflict" in given.output
        some = next(iter(filed(round_db)))
        assert veeduria(round_db, "decide", some, "--undo", "--reviewer", "Ana").exit_code == 0 and not filed(round_db)
    one, other = cells(file)[1][0], cells(file)[2][0]
    assert (
        veeduria(round_db, "decide", one, "--obligation", "minedu.prev.derivacion", "--reviewer", "Bea").exit_code == 0
    )
    for duty in ("minedu.prev.derivacion", "minedu.prev.otras"):
        assert veeduria(round_db, "decide", other, "--obligation", duty, "--reviewer", "Bea").exit_code == 0
    assert veeduria(round_db, "decide", other, "--undo", "--reviewer", "Bea").exit_code == 0  # the first holds again
    given = veeduria(round_db, "review", "--from-sheet", str(file), "--apply", "--reviewer", "Ana")
    assert given.exit_code == 1 and "10 new, 0 unchanged, 2 in conflict" in given.output


def test_a_newer_decision_is_not_overwritten_and_both_values_are_named(round_db: Path) -> None:
    file = filled(written(round_db), answer_all)
    with open_database(round_db) as db:
        first = db.stored_id(cells(file)[1][0])
    newer = veeduria(round_db, "decide", first, "--obligation", "minedu.prev.derivacion", "--reviewer", "Bea")
    assert newer.exit_code == 0
    result = veeduria(round_db, "review", "--from-sheet", str(file), "--apply", "--reviewer", "Ana")
    assert result.exit_code == 1 and "1 in conflict" in result.output
    assert "minedu.prev.sensibilizacion" in result.output and "7.b" in result.output
    assert filed(round_db)[first] == "minedu.prev.derivacion"
    assert len(filed(round_db)) == 12


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_sorting_filtering_and_deleting_columns_change_nothing(round_db: Path, suffix: str) -> None:
    def edit(rows: list[list[Any]]) -> None:
        answer_all(rows)
        body = rows[1:]
        random.Random(3).shuffle(body)
        rows[1:] = body[:9]  # the rest was filtered away
        for title in ("Text", "Letter", "Note"):
            gone = column(rows, title)
            for row in rows:
                del row[gone]

    file = filled(written(round_db, f"review{suffix}"), edit)
    result = veeduria(round_db, "review", "--from-sheet", str(file), "--apply")
    assert result.exit_code == 0, result.output
    assert len(filed(round_db)) == 9


def spoil(title: str, value: str) -> Callable[[list[list[Any]]], None]:
    def edit(rows: list[list[Any]]) -> None:
        answer_all(rows)
        rows[2][column(rows, title)] = value

    return edit


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Id", "feedfacefeedface"),
        ("Text", "Otro texto."),
        ("Function", "pj.prev.otras"),
        ("Function", "una función que no hay"),
        ("Kind", "tal vez"),
        ("Dates", "ayer"),
        ("Control", "1-2-3"),
    ],
)
def test_one_bad_row_and_nothing_is_written(round_db: Path, title: str, value: str) -> None:
    file = filled(written(round_db), spoil(title, value))
    result = veeduria(round_db, "review", "--from-sheet", str(file), "--apply")
    assert result.exit_code == 2 and "line 3" in result.output
    assert filed(round_db) == {}


def test_a_doubled_row_is_a_fault(round_db: Path) -> None:
    file = filled(written(round_db), lambda rows: rows.append(rows[1]))
    result = veeduria(round_db, "review", "--from-sheet", str(file))
    assert result.exit_code == 1 and "line 2" in result.output


def test_a_suggestion_copied_with_its_score_is_the_function_it_names() -> None:
    """Who accepts a suggestion copies its cell."""
    for duty in PACK.obligations:
        assert functions_named(f"{function_name(duty)} (0.87)", duty.institution, PACK) == (duty,)


def test_a_sheet_that_may_hold_answers_is_kept_when_another_is_written(round_db: Path) -> None:
    file = filled(written(round_db), answer_all)
    before = file.read_bytes()
    result = veeduria(round_db, "review", "--to-sheet", str(file))
    assert result.exit_code == 0 and "review-1.xlsx" in result.output
    assert file.with_stem("review-1").read_bytes() == before != file.read_bytes()


def test_a_sheet_of_a_body_that_is_not_there_names_those_that_are(round_db: Path) -> None:
    file = round_db.parent / "none.xlsx"
    result = veeduria(round_db, "review", "--to-sheet", str(file), "--body", "MINEDUC")
    assert result.exit_code == 2 and "MINEDU" in result.output.replace("MINEDUC", "") and not file.exists()
    there = written(round_db, "there.xlsx")
    veeduria(round_db, "review", "--to-sheet", str(there), "--body", "MINEDUC")
    assert there.exists() and not there.with_stem("there-1").exists()  # what is there is left alone
    assert "0 statements" not in veeduria(round_db, "review", "--to-sheet", str(file), "--body", "minedu").output


def test_blank_cells_are_no_answer(round_db: Path) -> None:
    result = veeduria(round_db, "review", "--from-sheet", str(written(round_db)), "--apply")
    assert result.exit_code == 0 and "0 new" in result.output


def test_notes_kinds_and_dates_are_written_too(round_db: Path) -> None:
    def edit(rows: list[list[Any]]) -> None:
        rows[1][column(rows, "Function")] = "Sensibilización de la comunidad educativa, con prioridad rural"
        rows[1][column(rows, "Note")] = "visto con Rosa"
        rows[1][column(rows, "Dates")] = "2011-03"
        rows[2][column(rows, "Kind")] = "not a report"
        rows[3][column(rows, "Kind")] = "no_action"

    file = filled(written(round_db), edit)
    ids = [row[0] for row in cells(file)]
    assert veeduria(round_db, "review", "--from-sheet", str(file), "--apply").exit_code == 0
    with open_database(round_db) as db:
        rows = {row.id: row for row in statements(db, Filters())}
        ids[1:4] = map(db.stored_id, ids[1:4])
    first, second, third = (rows[id].decision for id in ids[1:4])
    assert first and first.obligation == "minedu.prev.sensibilizacion" and first.note == "visto con Rosa"
    assert rows[ids[1]].details.dates[0].first == "2011-03-01"
    assert second and second.standing == "rejected"
    assert third and third.kind == "no_action"


def test_a_sheet_written_in_spanish_is_read_under_english(round_db: Path) -> None:
    file = round_db.parent / "hoja.xlsx"
    try:
        assert veeduria(round_db, "--lang", "es", "review", "--to-sheet", str(file)).exit_code == 0
    finally:
        use_language("en")
    assert veeduria(round_db, "review", "--from-sheet", str(file)).exit_code == 0


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("libreoffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("form", ["xlsx", "csv:Text - txt - csv (StarCalc):59,34,76"])
def test_saved_by_libreoffice_it_comes_back_as_it_was(round_db: Path, tmp_path: Path, form: str) -> None:
    file = filled(written(round_db), answer_all)
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["libreoffice", profile, "--headless", "--convert-to", form, "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (saved,) = out.iterdir()
    result = veeduria(round_db, "review", "--from-sheet", str(saved), "--apply")
    assert result.exit_code == 0 and "12 new" in result.output, result.output
