"""`veeduria verify` finds what was done to a database and its originals; what cannot be used is told in a sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import open_database
from extractor.ingest.verify import verify
from tests.test_cli_ingest import SAMPLES, run


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    (folder / "letters").mkdir()
    for letter in SAMPLES[:3]:
        shutil.copy(letter, folder / "letters")
    (folder / "letters" / "notes.txt").write_text("no letter")
    run("ingest", folder / "letters", "--workers", 1, "--ocr", "off", db=folder / "v.db")
    return folder


@pytest.fixture
def db(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "copy")
    return tmp_path / "copy" / "v.db"


def faults(db: Path) -> list[str]:
    with open_database(db) as opened:
        return [fault.code for fault in verify(opened) if fault]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM files WHERE outcome = 'read'", "outcomes"),
        ("UPDATE files SET outcome = 'unread' WHERE outcome = 'read'", "outcomes"),
        ("UPDATE files SET document = NULL WHERE outcome = 'read'", "outcomes"),
        ("UPDATE documents SET outcome = 'unread' WHERE outcome = 'read'", "outcomes"),
        ("DELETE FROM pages", "outcomes"),
        ("DELETE FROM letters", "outcomes"),
        ("UPDATE files SET outcome = 'failed' WHERE outcome = 'read'", "outcome"),
        ("DELETE FROM statements WHERE rowid = 1", "words"),
        ("INSERT INTO statements_fts (statements_fts) VALUES ('delete-all')", "words"),
        ("UPDATE statements SET text = 'Nada.' WHERE rowid = 1", "text"),
        ("UPDATE statements SET decided = 1 WHERE rowid = 1", "decided"),
        ("INSERT INTO problems (document, place, code, detail) VALUES ('no', '', '', '')", "reference"),
        ("DROP TRIGGER decisions_stay", "schema"),
        ("DROP INDEX statements_open", "schema"),
        ("CREATE TRIGGER t AFTER INSERT ON decisions BEGIN DELETE FROM problems; END", "schema"),
    ],
)
def test_what_was_changed_behind_the_programs_back_is_found(db: Path, change: str, code: str) -> None:
    assert faults(db) == []
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(change)
        connection.commit()
    assert code in faults(db)
    assert run("verify", db=db).exit_code == 1


@pytest.mark.parametrize(
    "make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero"), lambda path: path.write_text("x")]
)
def test_whatever_lies_in_an_originals_place_holds_nobody_up(db: Path, make: Callable[[Path], None]) -> None:
    with open_database(db) as opened:
        original = sorted(opened.originals.iterdir())[0]
    original.unlink()
    make(original)
    assert faults(db) == ["original_changed"]


def test_a_file_replaced_by_another_of_its_name_is_no_fault(db: Path) -> None:
    shutil.copy(SAMPLES[4], db.parent / "letters" / SAMPLES[0].name)
    run("ingest", db.parent / "letters", "--workers", 1, "--ocr", "off", db=db)
    assert faults(db) == []


def test_a_database_in_a_folder_where_nothing_can_be_written_can_be_looked_at(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # the tests may run as root
    assert faults(db) == []
    assert sorted(file.name for file in db.parent.iterdir()) == ["letters", "v.db", "v.db.lock", "v.db.originals"]


def test_a_full_disk_is_a_sentence_not_a_traceback(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr("db.reading.write", full)
    shutil.copy(SAMPLES[4], db.parent / "letters")
    result = run("ingest", db.parent / "letters", "--workers", 1, "--ocr", "off", db=db)
    assert result.exit_code == 2 and result.output.endswith("database or disk is full\n")
