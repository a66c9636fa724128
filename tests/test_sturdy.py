"""What failed when two processes, a hostile sheet or an order to end came in between."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from corpus.sample import LETTERS
from db.connection import DatabaseError, open_database, wait_for, writing_alone
from db.letter_rows import letters
from extractor.ingest.verify import verify
from extractor.rounds.sheets import SheetError, read_sheet
from tests.made import sha_of
from tests.rounds import Replied, store_replies, veeduria

VEEDURIA = "import sys; from extractor.cli import main; sys.argv[0] = 'veeduria'; main()"


@pytest.fixture
def round_db(tmp_path: Path) -> Path:
    path = tmp_path / "round.db"
    store_replies(path, [Replied("carta.pdf", "MINEDU")])
    return path


def test_a_held_lock_is_waited_for_and_then_said_with_its_holder(round_db: Path) -> None:
    with (round_db.parent / "round.db.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.pwrite(lock.fileno(), b"      4711", 0)
        began = time.monotonic()
        result = veeduria(round_db, "--wait", "0.3", "ingest", str(LETTERS), "--workers", "1")
    wait_for(30)
    assert result.exit_code == 2 and "4711" in result.output and time.monotonic() - began < 20


def test_a_lock_that_is_let_go_is_taken(round_db: Path) -> None:
    with writing_alone(round_db):
        pass
    wait_for(0)
    try:
        with writing_alone(round_db), pytest.raises(DatabaseError), writing_alone(round_db):
            pass
    finally:
        wait_for(30)


def test_a_backup_made_while_others_write_is_whole(round_db: Path, tmp_path: Path) -> None:
    with writing_alone(round_db):
        assert veeduria(round_db, "backup", str(tmp_path / "copy")).exit_code == 0
    copy = tmp_path / "copy" / "round.db"
    assert veeduria(copy, "verify").output == veeduria(round_db, "verify").output
    with open_database(copy) as db:
        assert [row.document for row in letters(db)] == ["carta.pdf"]
        assert len(list(db.originals.iterdir())) == 1
    assert veeduria(round_db, "backup", str(tmp_path / "copy")).exit_code == 2


def pile(folder: Path, count: int) -> Path:
    """Write so many letters, no two of the same bytes."""
    folder.mkdir()
    samples = sorted(LETTERS.glob("*.pdf"))
    for number in range(count):
        (folder / f"{number}.pdf").write_bytes(samples[number % len(samples)].read_bytes() + b"%%%d" % number)
    return folder


@pytest.mark.slow
def test_a_backup_made_while_letters_are_taken_in_held_originals_of_letters_it_did_not_name(tmp_path: Path) -> None:
    source, database = pile(tmp_path / "letters", 48), tmp_path / "live.db"
    command = ["--db", str(database), "ingest", str(source), "--workers", "1", "--ocr", "off", "--quiet"]
    process = subprocess.Popen([sys.executable, "-c", VEEDURIA, *command], stdout=subprocess.DEVNULL)
    copies: list[Path] = []
    while process.poll() is None:
        if database.exists():
            folder = tmp_path / f"copy{len(copies)}"
            if veeduria(database, "backup", str(folder)).exit_code == 0:
                copies.append(folder / "live.db")
        time.sleep(0.2)
    assert process.returncode in (0, 1) and copies
    for copy in copies:
        with open_database(copy) as db:
            assert {fault.code for fault in verify(db) if fault} <= {"outcome"}  # what was still to be read
    veeduria(copies[0], *command[2:])
    with open_database(copies[0]) as db:
        assert [fault for fault in verify(db) if fault] == []


def test_two_processes_that_keep_the_same_originals_at_once_both_succeed(round_db: Path) -> None:
    code = (
        "import hashlib, sys\nfrom db.store import open_store\nwith open_store(sys.argv[1]) as store:\n"
        "    print(flush=True); input()\n"
        "    for n in range(300):\n"
        "        data = b'%d' % n * 5000\n"
        "        store.keep(hashlib.sha256(data).hexdigest(), data)\n"
    )
    command = [sys.executable, "-c", code, str(round_db)]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        assert process.stdout and process.stdout.readline()  # both are ready
    for process in both:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        process.communicate()
    assert [process.returncode for process in both] == [0, 0]
    with open_database(round_db) as db:
        kept = [one for one in db.originals.iterdir() if one.stem != sha_of("carta.pdf")]
    assert len(kept) == 300 and {one.suffix for one in kept} == {".pdf"}
    assert all(hashlib.sha256(one.read_bytes()).hexdigest() == one.stem for one in kept)


def killed_while_writing(file: Path, size: int, *arguments: str) -> int:
    """Type a command that is killed by the system once it has written so many bytes of a file."""
    code = f"""import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
def begun(event, given):
    if event == "open" and str(given[0]).endswith(({file.name!r}, {file.name + ".part"!r})):
        resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
sys.addaudithook(begun)
"""
    command = [sys.executable, "-c", code + VEEDURIA, *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_an_export_killed_while_it_writes_leaves_the_old_file_and_the_next_one_is_whole(tmp_path: Path) -> None:
    database, out = tmp_path / "v.db", tmp_path / "out.jsonl"
    veeduria(database, "ingest", str(LETTERS), "--workers", "1", "--ocr", "off")
    out.write_text("as it was", "utf8")
    command = ["export", "statements", "--format", "jsonl", "--output", str(out)]
    assert killed_while_writing(out, 4096, "--db", str(database), *command) == -signal.SIGXFSZ
    assert out.read_text("utf8") == "as it was" and (tmp_path / "out.jsonl.part").stat().st_size == 4096
    assert veeduria(database, *command).exit_code == 0
    assert out.stat().st_size > 4096 and all(map(json.loads, out.read_text("utf8").splitlines()))
    assert not (tmp_path / "out.jsonl.part").exists()


@pytest.mark.parametrize("name", ["seal.txt", "seal.txt.leaves"])
def test_a_seal_killed_while_it_was_written_took_the_place_of_the_one_before(round_db: Path, name: str) -> None:
    out = round_db.parent / "seal.txt"
    assert veeduria(round_db, "seal", "--output", str(out)).exit_code == 0
    before = (round_db.parent / name).read_bytes()
    command = ["--db", str(round_db), "seal", "--output", str(out)]
    assert killed_while_writing(out.with_name(name), 20, *command) == -signal.SIGXFSZ
    assert (round_db.parent / name).read_bytes() == before


def test_reading_again_without_any_original_is_no_success(round_db: Path) -> None:
    for original in (round_db.parent / "round.db.originals").iterdir():
        original.unlink()
    result = veeduria(round_db, "ingest", "--again")
    assert result.exit_code != 0 and "No original" in result.output


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
ROW = '<row r="{}"><c r="A{}" t="inlineStr"><is><t>{}</t></is></c></row>'


def workbook(path: Path, sheet: str) -> Path:
    """Write a workbook around the XML of a sheet."""
    import openpyxl

    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def test_a_sheet_that_claims_a_huge_size_is_read_at_once(tmp_path: Path) -> None:
    body = '<dimension ref="A1:XFD1048576"/><sheetData>' + ROW.format(1, 1, "texto") + ROW.format(2, 2, "x")
    file = workbook(tmp_path / "huge.xlsx", SHEET.format(body + "</sheetData>"))
    began = time.monotonic()
    rows = list(read_sheet(file, {"text": ["texto"]}, ["text"]))
    assert [row.texts["text"] for row in rows] == ["x"] and time.monotonic() - began < 10


def test_a_sheet_with_entities_is_refused_with_a_sentence(tmp_path: Path) -> None:
    tenfold = {n: f"&l{n - 1};" * 10 for n in range(1, 12)}
    lol = "".join(f'<!ENTITY l{n} "{text}">' for n, text in tenfold.items())
    bomb = f'<!DOCTYPE d [<!ENTITY l0 "lol">{lol}]>' + SHEET.format(
        "<sheetData>" + ROW.format(1, 1, "texto") + ROW.format(2, 2, "&l11;") + "</sheetData>"
    )
    with pytest.raises(SheetError):
        list(read_sheet(workbook(tmp_path / "bomb.xlsx", bomb), {"text": ["texto"]}, ["text"]))


def test_a_device_is_no_sheet() -> None:
    with pytest.raises(SheetError):
        list(read_sheet(Path("/dev/zero"), {}, []))


def test_an_order_to_end_takes_the_workers_along(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extractor.cli", "--db", str(tmp_path / "r.db"), "ingest", str(LETTERS)]
    process = subprocess.Popen([sys.executable, "-c", VEEDURIA, *command[3:]], start_new_session=True)
    workers: list[str] = []
    until = time.monotonic() + 60
    while not workers and time.monotonic() < until:
        time.sleep(0.05)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        workers = children.read_text().split() if children.exists() else []
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 130
    until = time.monotonic() + 20  # one that was just being started ends by itself
    while any(map(is_worker, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_worker, workers))


def is_worker(pid: str) -> bool:
    try:
        return b"extractor.batch.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
