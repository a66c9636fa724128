"""`veeduria forget` and `veeduria privacy`: nothing of a letter is left, and people release what is masked."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from db import queries
from db.audit import audit
from db.connection import open_database
from db.remarks import Remark
from db.rows import Saved, rows_of
from db.store import open_store
from extractor.core.model import Verdict
from rules.loader import load_pack
from tests.made import AT, reading, sha_of
from tests.rounds import veeduria

PACK = load_pack()
TEXTS = (
    "Se capacitó a 40 docentes; la menor Zorayda Tumbaychiqui fue atendida con Wankarani.",
    "Se realizó un taller sobre quebrantahuesos para 12 docentes.",
)
OTHER = ("Se capacitó a 35 docentes en Puno.",)
WORDS = ("Zorayda", "zorayda", "Tumbaychiqui", "tumbaychiqui", "quebrantahuesos", "oficio-de-ella", "ñandubay")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        for name, texts in (("oficio-de-ella.pdf", TEXTS), ("b.pdf", OTHER)):
            made = replace(reading(name, texts, "MINEDU"), verdict=Verdict("satisfactory", "informed"))
            data = b"%PDF-1 " + " ".join(texts).encode()
            store.save([Saved(f"/in/{name}", name, sha_of(name), "read", rows_of(made), (), data)], run)
        store.end_run(run, AT)
    with open_database(path) as opened:
        ids = [row.id for row in queries.statements(opened) if row.document == "oficio-de-ella.pdf"]
    duty = "minedu.prev.sensibilizacion"
    assert veeduria(path, "decide", ids[0], "--obligation", duty, "--note", "ñandubay").exit_code == 0
    for ending, name in ((".ocr", "x.json"), (".pages", "y.jpg")):
        folder = path.with_name(path.name + ending)
        folder.mkdir()
        (folder / name).write_bytes(b"Tumbaychiqui")
    return path


@pytest.fixture
def worked_on(db: Path) -> Path:
    """The same after more work: wording for print, corrections, two readers, a ruling, what twins and seals keep."""
    steps = [
        ("assign", "--to", "ana", "--to", "eva", "--twice", "100", "--reviewer", "jefa"),
        ("privacy", "review", "--private", "Wankarani", "--public", "docentes", "--reviewer", "ana"),
        ("seal", "--output", str(db.parent / "seal.txt")),
    ]
    for step in steps:
        result = veeduria(db, *step)
        assert result.exit_code == 0, (step, result.output)
    with open_store(db) as store:
        row = next(row for row in queries.statements(store) if row.document == "oficio-de-ella.pdf")
        remarks = [Remark(row.id, "unit", "Unidad ñandubay", None, "ana", AT)]
        remarks += [Remark(row.id, "text", "Se atendió a Zorayda.", None, "ana", AT)]
        store.decide([], remarked=remarks)
        store.correct(row.sha256, {"subject": "Caso de Zorayda", "unit": "Oficina ñandubay"}, "ana", AT)
    for who in ("ana", "eva"):
        word = veeduria(db, "decide", row.id, "--reject", "--note", f"ñandubay según {who}", "--reviewer", who)
        assert word.exit_code == 0, word.output
    assert veeduria(db, "twins", "--same", "b.pdf", "oficio-de-ella.pdf").exit_code == 0
    return db


def left(folder: Path) -> list[str]:
    """The words of the letter that are found in any byte beside the database."""
    data = b"\0".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return [word for word in WORDS if word.encode() in data]


def test_no_byte_of_a_forgotten_letter_is_left(db: Path) -> None:
    assert set(left(db.parent)) >= {"Tumbaychiqui", "quebrantahuesos", "ñandubay", "oficio-de-ella"}
    result = veeduria(db, "forget", "oficio-de-ella.pdf", "--reason", "se subió por error", "--reviewer", "ana")
    assert result.exit_code == 0, result.output
    assert left(db.parent) == []


def test_no_byte_is_left_after_much_work_and_the_log_still_verifies_against_an_older_seal(worked_on: Path) -> None:
    assert set(left(worked_on.parent)) >= {"Zorayda", "zorayda", "Tumbaychiqui", "ñandubay", "oficio-de-ella"}
    result = veeduria(worked_on, "forget", "oficio-de-ella.pdf", "--reason", "pedido", "--reviewer", "ana")
    assert result.exit_code == 0, result.output
    assert [word for word in (*WORDS, "wankarani", "Wankarani") if word in left(worked_on.parent)] == []
    assert b"wankarani" not in worked_on.read_bytes().lower()
    with open_database(worked_on) as opened:
        assert audit(opened.connection) == []
        phrases = opened.connection.execute("SELECT phrase FROM releases ORDER BY id").fetchall()
        assert phrases.count(("",)) == 1 and ("docentes",) in phrases  # this one stands in another letter
    assert veeduria(worked_on, "seal", "--output", str(worked_on.parent / "again.txt")).exit_code == 0
    for seal in ("seal.txt", "again.txt"):
        said = veeduria(worked_on, "verify", "--against", str(worked_on.parent / seal)).output
        assert "of the chain are as they were sealed" in said, said


def test_a_tombstone_and_the_decisions_stay_and_the_database_is_sound(db: Path) -> None:
    assert veeduria(db, "forget", sha_of("oficio-de-ella.pdf")[:10], "--reason", "pedido de la persona").exit_code == 0
    with sqlite3.connect(db) as connection:
        (row,) = connection.execute("SELECT document, reason FROM erasures").fetchall()
        assert row == (sha_of("oficio-de-ella.pdf"), "pedido de la persona")
        assert connection.execute("SELECT count(*), max(note) FROM decisions").fetchone() == (1, None)
    faults = veeduria(db, "verify").output.splitlines()[:-1]
    assert all("b.pdf" in fault for fault in faults), faults  # the fixture's original is not what its hash says
    assert veeduria(db, "export", "actions", "--format", "jsonl").stdout == ""
    letters = [json.loads(line) for line in veeduria(db, "export", "letters", "--format", "jsonl").stdout.splitlines()]
    assert {row["outcome"] for row in letters} == {"read", "unread"}
    assert any(problem["code"] == "forgotten" for row in letters for problem in row["problems"])
    found = veeduria(db, "export", "statements", "--format", "jsonl", "--words", "docentes").stdout.splitlines()
    assert [json.loads(line)["document"] for line in found] == ["b.pdf"]
    assert "borrado" in veeduria(db, "report", "rates").output or veeduria(db, "report", "rates").exit_code == 0


def test_a_letter_is_not_forgotten_without_a_reason_nor_twice(db: Path) -> None:
    assert veeduria(db, "forget", "b.pdf").exit_code == 2
    assert veeduria(db, "forget", "b.pdf", "--reason", " ").exit_code == 2
    assert veeduria(db, "forget", "none.pdf", "--reason", "x").exit_code == 2
    assert veeduria(db, "forget", "b.pdf", "--reason", "x").exit_code == 0
    assert veeduria(db, "forget", sha_of("b.pdf"), "--reason", "x").exit_code == 2


def test_a_forgotten_letter_is_not_taken_in_again(db: Path) -> None:
    assert veeduria(db, "forget", "b.pdf", "--reason", "x").exit_code == 0
    with open_store(db) as store:
        assert sha_of("b.pdf") in store.known() and sha_of("b.pdf") in store.known(unread=False)


def test_what_a_person_says_of_a_masked_run_holds_in_all_outputs(db: Path) -> None:
    runs = [json.loads(line) for line in veeduria(db, "privacy", "review", "--format", "jsonl").stdout.splitlines()]
    assert "zorayda tumbaychiqui" in {run["phrase"] for run in runs}
    place = next(run for run in runs if "wankarani" in run["phrase"])
    assert place["count"] == 1 and "fue atendida" in place["before"]
    assert place["text"] not in veeduria(db, "export", "statements").output
    assert veeduria(db, "privacy", "review", "--public", place["text"], "--private", "Puno").exit_code == 0
    shown = veeduria(db, "export", "statements").output
    assert place["text"] in shown and "Puno" not in shown and "Zorayda" not in shown
    again = veeduria(db, "privacy", "review", "--format", "jsonl").stdout
    assert "wankarani" not in again  # answered once
    assert "wankarani" in veeduria(db, "privacy", "export").stdout
    assert veeduria(db, "privacy", "review", "--private", place["text"]).exit_code == 0
    assert place["text"] not in veeduria(db, "export", "statements").output
