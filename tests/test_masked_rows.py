"""Rows as masking left them, kept beside the database: the same as masked anew, and stale with all they rest on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import masked_rows
from db.action_rows import actions, actions_without_function
from db.bodies import name_body
from db.connection import open_database
from db.forgetting import forget
from db.gate import PUBLIC, Gate
from db.queries import statements
from db.records import ActionRow
from db.releases import rule
from db.store import open_store
from extractor.core.model import Decision
from extractor.privacy import survey
from rules.models import Pack
from tests.made import AT, reading, saved, sha_of
from tests.rounds import PACK, veeduria
from tests.test_imports import coded_file

ROWS = (
    ("a1", "pj.prev.otras", "informe_2010", "Se capacitó a 20 docentes de Puno en mayo de 2010."),
    ("a2", "pj.prev.otras", "informe_2010", "Rosa Quispe Mamani dio una charla a 30 alumnos, DNI 45678912."),
    ("a3", "minsa.prot.otras", "informe_2010", "Se atendió a Rosa Quispe Mamani, celular 987654321."),
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sheet = coded_file(tmp_path / "a.csv", ROWS, ("id", "función", "fuente", "texto"))
    assert veeduria(tmp_path / "v.db", "import", str(sheet)).exit_code == 0
    monkeypatch.setattr(masked_rows, "WORTH", 1)
    return tmp_path / "v.db"


def masked(path: Path, pack: Pack = PACK) -> list[ActionRow]:
    with open_database(path) as db:
        db.gate = Gate(db, pack)
        return list(actions(db))


@pytest.fixture
def surveyed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts in which somebody looks for private data."""
    seen: list[str] = []

    def looked(text: str, *more: Any) -> Any:
        seen.append(text)
        return survey(text, *more)

    monkeypatch.setattr("db.gate.survey", looked)
    return seen


def test_what_was_masked_before_is_the_same_and_needs_no_survey(path: Path, surveyed: list[str]) -> None:
    first = masked(path)
    assert "[nombre]" in first[1].text and all("Quispe" not in row.text for row in first) and len(surveyed) > 2
    surveyed.clear()
    assert masked(path) == first and surveyed == []
    kept = masked_rows.masked_rows_path(path)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert all(word not in kept.read_text("utf8") for word in ("Quispe", "45678912", "987654321"))


def test_a_row_that_was_kept_named_a_body_outside_of_the_list_as_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masked_rows, "WORTH", 1)
    path = tmp_path / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", reading("a.pdf", ("Se dictó un taller.", "Lo dictó Rosa Quispe Mamani.")))], run)
        store.correct(sha_of("a.pdf"), {"institution": name_body(store, "Rosa Quispe Mamani")}, "ana", AT)
        for row in list(statements(store)):
            store.decide([Decision(row.id, "accepted", None, "{}", "ana", AT, row.content_hash)])
    told = []
    for _ in range(2):
        with open_database(path) as db:
            db.gate = Gate(db, PACK)
            told.append(list(actions_without_function(db)))
    assert masked_rows.masked_rows_path(path).exists() and len(told[0]) == 2
    assert told[0] == told[1] and "quispe" not in repr(told).lower()


def test_what_a_person_rules_is_looked_at_anew(path: Path, surveyed: list[str]) -> None:
    masked(path)
    with open_store(path) as store:
        rule(store, "Rosa Quispe Mamani", PUBLIC, "ana", AT)
    surveyed.clear()
    assert "Rosa Quispe Mamani" in masked(path)[1].text and surveyed != []


@pytest.mark.parametrize("damage", [b"", b"x", b"\n\n\n"])
def test_a_damaged_or_foreign_file_is_as_good_as_none(path: Path, surveyed: list[str], damage: bytes) -> None:
    first = masked(path)
    masked_rows.masked_rows_path(path).write_bytes(damage)
    surveyed.clear()
    assert masked(path) == first and surveyed != []


def test_other_code_or_another_pack_looks_anew(
    path: Path, surveyed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = masked(path)
    monkeypatch.setattr(masked_rows, "_code", lambda: "another release")
    surveyed.clear()
    assert masked(path) == first and surveyed != []


def test_only_what_masking_looks_at_in_a_pack_makes_it_look_anew(path: Path, surveyed: list[str]) -> None:
    first = masked(path)
    surveyed.clear()
    assert masked(path, replace(PACK, rules=(), sentences=(), hash="other rules")) == first and surveyed == []
    words = replace(PACK.masking, labels=PACK.masking.labels | {"name": "[persona]"})
    assert "[persona]" in masked(path, replace(PACK, masking=words, hash="other words"))[1].text and surveyed != []


@pytest.mark.slow  # starts processes
def test_on_all_cores_the_same_is_taken_in_and_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"n{n}", *ROWS[n % 3][1:3], f"{ROWS[n % 3][3]} Fue la vez {n}.") for n in range(2500)]
    sheet = coded_file(tmp_path / "a.csv", rows, ("id", "función", "fuente", "texto"))
    told = []
    for name, many in (("alone", 10_000), ("cores", 100)):
        monkeypatch.setattr("extractor.core.cores.MANY", many)
        path = tmp_path / name / "v.db"
        path.parent.mkdir()
        assert "2500 actions taken in" in veeduria(path, "import", str(sheet)).output
        kept = masked_rows.masked_rows_path(path).stat().st_size
        output = veeduria(path, "report", "findings", "--all", "--format", "jsonl").output.splitlines()
        found = [json.loads(line) | {"id": "", "statements": []} for line in output]  # keyed: each database has its key
        with open_database(path) as db:
            told.append(
                (kept, found, db.connection.execute("SELECT id, details FROM statements ORDER BY id").fetchall())
            )
    assert told[0] == told[1] and len(told[0][2]) == 2500


def test_forgetting_a_letter_removes_what_was_kept(path: Path) -> None:
    masked(path)
    with open_store(path) as store:
        forget(store, "a.csv", "lo pidió", "ana", AT)
    assert not masked_rows.masked_rows_path(path).exists()
