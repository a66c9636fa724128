"""`veeduria verify` finds what was done to a database and its originals; what cannot be used is told in a sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import open_database, taking_in
from db.store import open_store
from extractor.ingest.verify import verify
from tests.made import AT, PACK
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
    left = sorted(file.name for file in db.parent.iterdir())
    assert left == ["letters", "v.db", "v.db.lock", "v.db.originals", "v.db.reading"]


def test_what_a_run_that_is_going_on_has_still_to_read_is_no_fault(db: Path) -> None:
    with open_store(db) as store:
        going = store.begin_run("1", PACK, {}, AT)
        store.expect([("/letters/next.pdf", "next.pdf")], going)
        assert faults(db) == ["outcome"]  # of a run that was killed
        with taking_in(db):
            assert faults(db) == []
            assert "1 file has no outcome yet" in run("verify", db=db).output


def test_an_original_whose_letter_is_just_being_entered_is_no_fault(db: Path) -> None:
    """Verified again and again while letters are taken in: nothing is ever said to be wrong."""
    command = [
        sys.executable,
        "-c",
        "from extractor.cli import main; main()",
        "ingest",
        "--db",
        str(db),
        "--ocr",
        "off",
    ]
    more = db.parent / "more"
    more.mkdir()
    for number in range(24):
        (more / f"{number}.pdf").write_bytes(SAMPLES[number % len(SAMPLES)].read_bytes() + b"%%%d" % number)
    process = subprocess.Popen([*command, str(more), "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen: list[str] = []
    while process.poll() is None:
        seen += faults(db)
    assert process.returncode in (0, 1) and seen == [] and faults(db) == []


def test_an_original_is_linked_where_nobody_else_may_write_it_and_copied_where_others_may(tmp_path: Path) -> None:
    mine, everybodys = tmp_path / "mine.pdf", tmp_path / "everybodys.pdf"
    for file, mode in ((mine, 0o644), (everybodys, 0o666)):
        file.write_bytes(SAMPLES[0].read_bytes() + file.name.encode())
        file.chmod(mode)
    run("ingest", mine, everybodys, "--workers", 1, "--ocr", "off", db=tmp_path / "v.db")
    kept = {file.stat().st_nlink: file.stat().st_mode & 0o777 for file in (tmp_path / "v.db.originals").iterdir()}
    assert kept == {2: 0o644, 1: 0o600} and faults(tmp_path / "v.db") == []


def test_forgetting_a_letter_leaves_the_file_it_was_taken_from_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "carta.pdf"
    shutil.copy(SAMPLES[0], letter)
    letter.chmod(0o600)
    run("ingest", letter, "--workers", 1, "--ocr", "off", db=tmp_path / "v.db")
    assert letter.stat().st_nlink == 2
    run("forget", "carta.pdf", "--reason", "equivocada", db=tmp_path / "v.db")
    assert letter.read_bytes() == SAMPLES[0].read_bytes() and not list((tmp_path / "v.db.originals").iterdir())


def test_a_full_disk_is_a_sentence_not_a_traceback(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr("db.reading.write", full)
    shutil.copy(SAMPLES[4], db.parent / "letters")
    result = run("ingest", db.parent / "letters", "--workers", 1, "--ocr", "off", db=db)
    assert result.exit_code == 2 and result.output.endswith("database or disk is full\n")
