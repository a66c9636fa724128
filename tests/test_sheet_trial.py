"""A trial at full size: 2,000 statements through LibreOffice and back, with edits, conflicts and faults planted."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from db.connection import open_database
from db.queries import decisions
from tests.rounds import Replied, store_replies, veeduria
from tests.test_review_sheet import cells, column, filed, save

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("libreoffice") is None, reason="needs LibreOffice"),
]
LETTERS, EACH, EDITS, CONFLICTS, FAULTS = 100, 20, 300, 20, 10
TALKS, REFERRALS = "minedu.prev.sensibilizacion", "minedu.prev.derivacion"
FORMS = {".xlsx": "xlsx", ".csv": "csv:Text - txt - csv (StarCalc):59,34,76"}
Rows = list[list[Any]]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database of 2,000 open statements, and the sheet of them."""
    folder = tmp_path_factory.mktemp("trial")
    texts = tuple(f"Se capacitó a {30 + n} docentes en el distrito {n}." for n in range(EACH))
    store_replies(folder / "round.db", [Replied(f"carta{n}.pdf", "MINEDU", texts=texts) for n in range(LETTERS)])
    result = veeduria(folder / "round.db", "review", "--to-sheet", str(folder / "review.xlsx"))
    assert result.exit_code == 0 and f"{LETTERS * EACH} statements" in result.output
    return folder / "round.db", folder / "review.xlsx"


def edit(rows: Rows) -> list[str]:
    """Answer 300 rows: a function, a kind, a note, a unit or a date; return their ids."""
    chosen = random.Random(1).sample(rows[1:], EDITS)
    for number, row in enumerate(chosen):
        match number % 5:
            case 0:
                row[column(rows, "Kind")] = "nothing done"
            case 1:
                row[column(rows, "Unit")] = f"Oficina {number}"
            case _:
                row[column(rows, "Function")] = TALKS
        if number % 5 == 2:
            row[column(rows, "Note")] = f"nota {number}"
        if number % 5 == 3:
            row[column(rows, "Dates")] = "2011-03"
    return [row[0] for row in chosen]


def spoil(rows: Rows, untouched: list[list[Any]]) -> Rows:
    """Return the rows with ten faults more: cells to be read changed, answers that are none, rows twice."""
    made = [list(row) for row in rows]
    place = {row[0]: at for at, row in enumerate(made)}
    plans = [
        ("Suggestion", "otra cosa"), ("Page", "99"), ("Function", "no hay tal"), ("Kind", "tal vez"),
        ("Dates", "ayer"), ("Control", "1-2"), ("Function", "pj.prev.otras"), ("Id", "feedfacefeedface"),
    ]  # fmt: skip
    for (title, value), row in zip(plans, untouched, strict=False):
        made[place[row[0]]][column(rows, title)] = value
    return [*made, *[list(row) for row in untouched[8:10]]]


def shuffled(rows: Rows, _kept: set[str]) -> Rows:
    return [rows[0], *random.Random(2).sample(rows[1:], len(rows) - 1)]


def filtered(rows: Rows, kept: set[str]) -> Rows:
    return [rows[0], *(row for number, row in enumerate(rows[1:]) if row[0] in kept or number % 3 == 0)]


def narrowed(rows: Rows, _kept: set[str]) -> Rows:
    gone = {column(rows, title) for title in ("Text", "Letter", "Body", "Decided")}
    return [[value for at, value in enumerate(row) if at not in gone] for row in rows]


def unchanged(rows: Rows, _kept: set[str]) -> Rows:
    return rows


def through_libreoffice(file: Path, suffix: str) -> Path:
    out = file.parent / f"saved-{file.stem}"
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    command = ["libreoffice", profile, "--headless", "--convert-to", FORMS[suffix], "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (saved,) = out.iterdir()
    return saved


@pytest.mark.parametrize(
    ("suffix", "shape"),
    [(".xlsx", unchanged), (".csv", unchanged), (".xlsx", shuffled), (".xlsx", filtered), (".xlsx", narrowed)],
)
def test_each_row_ends_where_it_should(sheet: tuple[Path, Path], tmp_path: Path, suffix: str, shape: Any) -> None:
    path = tmp_path / "round.db"
    for file in sheet[0].parent.glob("round.db*"):
        (shutil.copytree if file.is_dir() else shutil.copy)(file, tmp_path / file.name)
    rows = cells(sheet[1])
    edited = edit(rows)
    in_conflict = [id for number, id in enumerate(edited) if number % 5 > 1][:CONFLICTS]
    with open_database(path) as db:
        for id in in_conflict:
            said = veeduria(path, "decide", db.stored_id(id), "--obligation", REFERRALS, "--reviewer", "Bea")
            assert said.exit_code == 0
    untouched = [row for row in rows[1:] if row[0] not in edited][::7][:FAULTS]
    kept = {*edited, *(row[0] for row in untouched), "feedfacefeedface"}

    bad = through_libreoffice(save(tmp_path / "bad.xlsx", shape(spoil(rows, untouched), kept)), suffix)
    refused = veeduria(path, "review", "--from-sheet", str(bad), "--apply")
    named = re.findall(r"^line (\d+), column", refused.output, re.MULTILINE)
    assert refused.exit_code == 2 and len(named) == FAULTS, refused.output[-2000:]
    assert len(filed(path)) == CONFLICTS

    good = through_libreoffice(save(tmp_path / "good.xlsx", shape(rows, kept)), suffix)
    conflicts = tmp_path / "conflicts.xlsx"
    arguments = ("review", "--from-sheet", str(good), "--apply", "--reviewer", "Ana", "--conflicts", str(conflicts))
    done = veeduria(path, *arguments)
    assert f"{EDITS - CONFLICTS} new" in done.output and f"{CONFLICTS} in conflict" in done.output, done.output[-800:]
    assert done.exit_code == 1
    assert len([one for one in filed(path).values() if one == REFERRALS]) == CONFLICTS
    assert len([one for one in filed(path).values() if one == TALKS]) == EDITS * 3 // 5 - CONFLICTS
    with open_database(path) as db:
        assert len({row.act for row in decisions(db) if row.reviewer == "Ana"}) == 1
        units = db.connection.execute("SELECT count(*) FROM remarks_in_force WHERE value LIKE 'Oficina %'").fetchone()[
            0
        ]
        assert units == EDITS // 5
    again = veeduria(path, "review", "--from-sheet", str(good), "--apply", "--reviewer", "Ana")
    assert f"0 new, {len(shape(rows, kept)) - 1 - CONFLICTS} unchanged, {CONFLICTS} in conflict" in again.output
    queue = cells(conflicts)
    assert len(queue) == CONFLICTS + 1
    assert all(
        "7.b" in row[column(queue, "Function")] and TALKS in row[column(queue, "In your sheet")] for row in queue[1:]
    )
