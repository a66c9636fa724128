from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.batch import BatchOptions, FileStatus, Outcome, SourceFile, find_files, first_of_each, formats, run
from extractor.batch.files import printable
from extractor.batch.opening import FileFault
from extractor.batch.pool import Pool, Worker, WorkerFailed
from extractor.batch.settings import PREFETCH
from extractor.batch.worker import Job, one_thread_each, read_file
from extractor.core.problems import FORMATS, SENTENCES
from extractor.read.letter import ReadOptions
from rules.loader import load_pack
from tests import makers
from tests.letter_files import pdf, sample_letter

PACK = "es"  # what a worker is slow to start with is of no matter here
REAL_SCANDIR = os.scandir
OPTIONS = BatchOptions(workers=2, read=ReadOptions(ocr="off"))
ONE = replace(OPTIONS, workers=1)


def folder_with(folder: Path, word: str, others: int = 12) -> Path:
    """Letters, and in the middle of them one that begins with a word."""
    for number in range(others):
        (folder / f"{number:02}.pdf").write_bytes(sample_letter(number))
    (folder / "06bad.pdf").write_bytes(pdf([[f"{word} " * 5, "Se capacitó a docentes."]]))
    return folder


def outcomes_of(files: Iterator[SourceFile], options: BatchOptions = OPTIONS) -> dict[str, Outcome]:
    found = list(run(files, PACK, options))
    assert len({outcome.name for outcome in found}) == len(found)
    return {outcome.name: outcome for outcome in found}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("codes", "options"),
    [
        ({"DIE": "crashed"}, ONE),
        ({"DIE": "crashed", "EAT": "memory", "SWELL": "too_much_text", "FAIL": "broken"}, OPTIONS),
        ({"HANG": "stalled"}, replace(OPTIONS, stall_seconds=2)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_bad_file_costs_nothing_but_its_own_outcome(
    tmp_path: Path, codes: dict[str, str], options: BatchOptions
) -> None:
    folder_with(tmp_path, "PLAIN")
    for number, word in enumerate(codes):
        (tmp_path / f"{3 * number + 1:02}{word}.pdf").write_bytes(pdf([[f"{word} " * 5, "Se capacitó a docentes."]]))
    found = outcomes_of(find_files([tmp_path]), replace(options, make=makers.as_they_begin, result_bytes=1 << 19))
    ended = {name: found.pop(name).cause for name in list(found) if name[2:-4] in codes}
    assert {name[2:-4]: cause for name, cause in ended.items()} == codes
    assert len(found) == 13 and {outcome.status for outcome in found.values()} == {FileStatus.READ}


@pytest.mark.slow
def test_a_document_over_its_time_is_ended_though_it_shows_signs_of_life(tmp_path: Path) -> None:
    folder_with(tmp_path, "HANG", others=3)
    found = outcomes_of(find_files([tmp_path]), replace(ONE, make=makers.hang, document_seconds=0.8, stall_seconds=50))
    assert found["06bad.pdf"].cause == "timeout"


def test_a_scan_of_many_pages_gets_time_for_each_of_them() -> None:
    worker = Worker(PACK, replace(ONE, document_seconds=10, stall_seconds=5))
    try:
        worker.give((SourceFile("a.pdf", "/nowhere"), "0" * 64))
        assert worker.receive() is None and worker.ready
        began = worker.began
        assert worker.overdue(began + 4) == "" and worker.overdue(began + 5.5) == "stalled"
        worker.beat, worker.granted = began + 12, 3 * 5.0  # three pages recognised
        assert worker.overdue(began + 16) == "" and worker.overdue(began + 26) == "timeout"
        worker.recognises = True  # the engine ends by itself, later than the clock for pages of text
        worker.beat = began + 15
        assert worker.overdue(began + 21) == "" and worker.overdue(began + 24.5) == ""
        worker.recognises = False
        worker.receive()
        worker.next_job()
        assert worker.granted == 0 and worker.overdue(began + 999) == ""
    finally:
        worker.kill()


def test_images_are_made_fit_for_recognition_in_one_thread_a_worker() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import cv2; print(cv2.getNumThreads())"],
        env={**os.environ, **one_thread_each()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "1"


def test_a_reading_comes_back_as_it_was_made(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(sample_letter())
    (source,) = find_files([tmp_path])
    (outcome,) = run([source], PACK, ONE)
    here = read_file(source, outcome.sha256, load_pack(PACK), ONE)
    assert outcome == here
    assert outcome.reading and outcome.reading.letter
    assert outcome.reading.letter.id == outcome.sha256 == hashlib.sha256(sample_letter()).hexdigest()


def test_nothing_that_is_no_regular_pdf_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    (tmp_path / "folder.pdf").symlink_to("/usr")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "image.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "large.pdf").write_bytes(sample_letter() + bytes(200_000))
    (tmp_path / "locked.pdf").write_bytes(sample_letter(1))
    (tmp_path / "locked.pdf").chmod(0)
    found = outcomes_of(find_files([tmp_path]), replace(ONE, file_bytes=100_000))
    causes = {name: outcome.cause for name, outcome in found.items()}
    if os.geteuid() == 0:  # root may read everything
        causes["locked.pdf"] = "unreadable"
    assert causes == {
        "fifo.pdf": "not_regular",
        "zero.pdf": "not_regular",
        "folder.pdf": "not_regular",
        "gone.pdf": "unreadable",
        "empty.pdf": "empty",
        "image.pdf": "other_format",
        "large.pdf": "too_large",
        "locked.pdf": "unreadable",
    }


def test_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(sample_letter(int(name == "c.pdf")))
    known = {hashlib.sha256(sample_letter(1)).hexdigest(): "old.pdf"}
    found = outcomes_of(find_files([tmp_path]), replace(ONE, known=known))
    assert found["a.pdf"].status is FileStatus.READ
    assert [(found[name].status, found[name].problems[0].detail) for name in ("b.pdf", "c.pdf")] == [
        (FileStatus.DUPLICATE, "a.pdf"),
        (FileStatus.DUPLICATE, "old.pdf"),
    ]


class Kept(dict[str, str]):
    """What is known here, and cannot be sent anywhere."""

    def __reduce__(self) -> str:
        raise AssertionError("sent to a worker")


def test_what_is_known_of_a_large_pile_is_not_sent_to_every_worker(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.pdf").write_bytes(sample_letter(number))
    known = Kept({hashlib.sha256(sample_letter(0)).hexdigest(): "old.pdf"})
    found = outcomes_of(find_files([tmp_path]), replace(ONE, workers=2, known=known))
    assert [one.status for one in found.values()].count(FileStatus.DUPLICATE) == 1
    assert [one.status for one in found.values()].count(FileStatus.READ) == 3


def test_a_copy_told_before_its_twin_does_not_make_the_twin_a_copy_too() -> None:
    files = [SourceFile(name, name) for name in ("copy.pdf", "twin.pdf", "third.pdf")]
    told = [Outcome(file, "0" * 64, FileStatus.READ) for file in files]
    told[0] = replace(told[0], status=FileStatus.DUPLICATE)
    assert [outcome.status for outcome in first_of_each(told, {})] == ["duplicate", "read", "duplicate"]


def test_a_file_that_changes_between_the_look_and_the_reading_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(sample_letter(1))
    source = SourceFile("a.pdf", str(tmp_path / "a.pdf"))
    outcome = read_file(source, "0" * 64, load_pack(PACK), ONE)
    assert (outcome.cause, outcome.sha256) == ("changed", "")  # or the next run would know those bytes as unreadable


def test_files_are_taken_only_as_fast_as_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(sample_letter())
    taken = 0

    def endless() -> Iterator[SourceFile]:
        nonlocal taken
        while True:
            taken += 1
            path = tmp_path / "a.pdf"
            path.write_bytes(sample_letter(taken))
            yield SourceFile(f"{taken}.pdf", str(path))

    outcomes = run(endless(), PACK, OPTIONS)
    assert len(list(islice(outcomes, 40))) == 40
    outcomes.close()  # type: ignore[attr-defined]
    assert taken <= 40 + OPTIONS.workers * (PREFETCH + 1)


@pytest.mark.slow
def test_no_process_outlives_a_batch_given_up_or_a_supervisor_killed(tmp_path: Path) -> None:
    folder_with(tmp_path, "PLAIN")
    script = (
        "import os, sys\n"
        "from extractor.batch import *\n"
        "from extractor.read.letter import ReadOptions\n"
        "o = run(find_files([sys.argv[1]]), 'pe-ley-28950', BatchOptions(workers=2, read=ReadOptions(ocr='off')))\n"
        "next(o)\n"
        "pids = [str(w.process.pid) for w in o.gi_yieldfrom.gi_frame.f_locals['self'].workers]\n"
        "print(*pids, flush=True)\n"
        "o.close() if sys.argv[2] == 'close' else os.kill(os.getpid(), 9)\n"
    )
    for end in ("close", "kill"):
        said = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path), end], capture_output=True, text=True, timeout=60, check=False
        )
        pids = [int(pid) for pid in said.stdout.split()]
        assert pids, said.stderr
        deadline = time.monotonic() + 20
        while any(_is_alive(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(_is_alive(pid) for pid in pids)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_pack_that_cannot_be_used_is_an_error_not_an_outcome(tmp_path: Path) -> None:
    from extractor.core.errors import PackError

    (tmp_path / "a.pdf").write_bytes(sample_letter())
    with pytest.raises(PackError, match="no such pack"):
        list(run(find_files([tmp_path]), "no-such-pack", ONE))


# --- archives ---


def test_letters_in_archives_are_read_where_they_are(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("c.pdf", sample_letter(3))
    with zipfile.ZipFile(tmp_path / "mail.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/a.pdf", sample_letter(1))
        archive.writestr("b.pdf", sample_letter(2))
        archive.writestr("b.pdf", sample_letter(4))
        archive.write(inner, "inner.zip")
        archive.writestr("__MACOSX/._b.pdf", b"x")
    inner.unlink()
    found = list(run(find_files([tmp_path]), PACK, ONE))
    assert [(outcome.name, str(outcome.status)) for outcome in found] == [
        ("mail.zip/etc/a.pdf", "read"),
        ("mail.zip/b.pdf", "read"),
        ("mail.zip/b.pdf", "read"),
        ("mail.zip/inner.zip/c.pdf", "read"),
    ]
    assert found[2].source.read(1 << 20) == sample_letter(4)


def test_archives_beyond_their_bounds_are_told_and_not_unpacked(tmp_path: Path) -> None:
    def write(name: str, entries: dict[str, bytes]) -> None:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, data in entries.items():
                archive.writestr(entry, data)

    write("1.zip", {"a.pdf": sample_letter(1)})
    for depth in range(2, 5):
        write(f"{depth}.zip", {"in.zip": (tmp_path / f"{depth - 1}.zip").read_bytes()})
    write("bomb.zip", {"zeros.pdf": bytes(50_000_000)})
    write("office.docx", {"[Content_Types].xml": b"", "word/document.xml": b"x"})
    write("none.zip", {})
    whole = (tmp_path / "1.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    causes = {outcome.name: outcome.cause for outcome in run(find_files([tmp_path]), PACK, ONE)}
    assert causes["4.zip/in.zip/in.zip"] == "archive_bounds"
    assert causes["bomb.zip/zeros.pdf"] == "archive_bounds"
    assert causes["office.docx"] == "other_format"
    assert causes["none.zip"] == "archive_empty"
    assert causes["cut.zip"] == "archive_damaged"


def test_archives_in_an_archive_share_its_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.batch.archives.MAX_ENTRIES", 10)

    def packed(names: list[str], data: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name in names:
                archive.writestr(name, data)
        return file.getvalue()

    inner = packed([f"{n}.pdf" for n in range(4)], b"x")
    (tmp_path / "a.zip").write_bytes(packed(["1.zip", "2.zip", "3.zip"], inner))
    found = list(find_files([tmp_path]))
    assert [file.name for file in found if file.fault] == ["a.zip/2.zip", "a.zip/3.zip"]
    assert len(found) == 4 + 2


def test_an_archive_with_a_nameless_file_and_spoilt_lzma_ends_no_batch(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.pdf", sample_letter(1) * 3)
    whole = bytearray((tmp_path / "a.zip").read_bytes())
    whole[60:200] = b"\xff" * 140
    (tmp_path / "a.zip").write_bytes(whole)
    nameless = io.BytesIO()
    with zipfile.ZipFile(nameless, "w") as archive:
        archive.writestr("x", sample_letter(2))
    (tmp_path / "b.zip").write_bytes(
        nameless.getvalue().replace(b"\1\0\0\0x", b"\0\0\1\0x").replace(b"\1\0\0\0\0\0", b"\0\0\1\0\0\0")
    )
    (tmp_path / "c.pdf").write_bytes(sample_letter(3))
    found = {outcome.name: str(outcome.status) for outcome in run(find_files([tmp_path]), PACK, ONE)}
    assert found.pop("c.pdf") == "read" and found.pop("a.zip/a.pdf") == "unread"
    assert len(found) == 1


@pytest.mark.parametrize(
    ("data", "code", "name"),
    [
        (b"7z\xbc\xaf'\x1c" + bytes(50), "packed", "a 7z archive"),
        (b"Rar!\x1a\x07\x01\0" + bytes(50), "packed", "a RAR archive"),
        (b"From a@b.pe Mon\nSubject: x\n\n%PDF-1.4", "packed", "a mail message"),
        (b"Subject: x\nMIME-Version: 1.0\n\nhola", "packed", "a mail message"),
        (formats.OLE + bytes(512) + formats.OLE_MESSAGE, "packed", "a mail message"),
        (formats.OLE + bytes(512), "other_format", "an office document"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "other_format", "a picture"),
        (b"<!DOCTYPE html><p>404", "other_format", "a web page"),
        (b"Se dictaron charlas.", "not_pdf", ""),
    ],
)
def test_what_is_no_pdf_is_named_so_that_people_know_what_to_do(
    tmp_path: Path, data: bytes, code: str, name: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    (outcome,) = run(find_files([tmp_path]), PACK, ONE)
    assert [(problem.code, problem.detail) for problem in outcome.problems] == [(code, name)]
    assert name in ("", *FORMATS)


def test_a_tar_of_letters_does_not_pass_for_its_last_one(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "two.pdf", "w", format=tarfile.GNU_FORMAT) as archive:
        for number in (1, 2):
            entry = tarfile.TarInfo(f"{number}.pdf")
            entry.size = len(sample_letter(number))
            archive.addfile(entry, io.BytesIO(sample_letter(number)))
    (tmp_path / "web.pdf").write_bytes(b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + sample_letter())
    found = {outcome.name: outcome for outcome in run(find_files([tmp_path]), PACK, ONE)}
    assert found["two.pdf"].cause == "packed"
    assert found["web.pdf"].status is FileStatus.READ


def test_of_letters_put_one_after_the_other_none_is_lost_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "both.pdf").write_bytes(sample_letter(1) + sample_letter(2))
    (outcome,) = run(find_files([tmp_path]), PACK, ONE)
    assert outcome.status is FileStatus.NEEDS_PERSON
    assert "several_files" in [problem.code for problem in outcome.problems]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.pdf").write_bytes(sample_letter())

    def scandir(path: str) -> Any:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)  # as anybody but root would see
        return REAL_SCANDIR(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [(file.name, file.fault and file.fault.code) for file in find_files([tmp_path])] == [
        ("a.pdf", None),
        ("locked", "folder_unreadable"),
    ]
    (alone,) = find_files([tmp_path / "locked"])
    assert (alone.name, alone.fault and alone.fault.detail) == ("locked", "Permission denied")


def test_the_database_is_not_taken_for_a_letter_of_its_folder(tmp_path: Path) -> None:
    for name in ("v.db", "v.db-wal", "v.db.lock", "v.db.originals/1.pdf", "v.dbx.pdf", "more/v.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = find_files([tmp_path], database=tmp_path / "v.db")
    assert [file.name for file in found] == ["v.dbx.pdf", "more/v.db"]


@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name))
def test_names_are_safe_to_print_and_to_store(raw: bytes) -> None:
    name = printable(os.fsdecode(raw))
    assert name and name.isprintable() and ".." not in name.split("/") and not name.startswith("/")
    name.encode("utf-8")


def test_every_code_of_the_batch_has_a_sentence() -> None:
    codes = {"crashed", "timeout", "stalled", "memory", "changed", "too_much_text", "broken", "not_pdf", "empty"}
    codes |= {"unreadable", "not_regular", "too_large", "archive_damaged", "archive_bounds", "archive_encrypted"}
    assert codes <= set(SENTENCES)


def test_reading_beyond_the_limit_is_a_fault_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(bytes(100))
    with pytest.raises(FileFault) as caught:
        SourceFile("a.pdf", str(tmp_path / "a.pdf")).read(99)
    assert caught.value.code == "too_large"


# --- the whole pile ---


@pytest.mark.slow
def test_of_a_pile_of_hostile_files_each_ends_as_it_may(tmp_path: Path) -> None:
    from corpus.hostile import write_hostile

    rows = {str(row["path"]): row for row in write_hostile(tmp_path / "pile")}
    ended = Counter[str]()
    for outcome in run(find_files([tmp_path / "pile"]), PACK, OPTIONS):
        place = os.path.relpath(outcome.path, tmp_path / "pile")
        ended[place] += 1
        if outcome.status is not FileStatus.DUPLICATE and not outcome.source.entries:
            accepted = json.loads(json.dumps(rows[place]["accept"]))
            assert {str(outcome.status), f"{outcome.status}:{outcome.cause}"} & set(accepted), (place, outcome)
    assert set(ended) == set(rows)
    assert ended.total() == len(list(find_files([tmp_path / "pile"])))


@pytest.mark.slow
def test_memory_is_the_same_for_few_letters_and_for_many(tmp_path: Path) -> None:
    def letters(count: int) -> Iterator[SourceFile]:
        for number in range(count):
            path = tmp_path / f"{number % 16}.pdf"  # no worker holds so many at once
            path.write_bytes(sample_letter(number))
            yield SourceFile(f"{number}.pdf", str(path))

    peaks = [outcome.made for outcome in run(letters(1500), PACK, replace(ONE, make=makers.peak_memory))]
    assert len(peaks) == 1500
    assert max(peaks) < 400 * 2**20
    assert max(peaks) < 1.1 * peaks[100]


def test_a_large_process_that_starts_a_worker_is_not_counted_as_its_memory(tmp_path: Path) -> None:
    held = bytearray(b"x") * (500 * 2**20)  # written to, so that it counts
    (outcome,) = run(find_files([folder_with(tmp_path, "fine", others=0)]), PACK, replace(ONE, make=makers.peak_memory))
    assert outcome.made < 400 * 2**20 < len(held)


def test_a_worker_killed_while_it_starts_is_started_again_and_costs_no_file(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "fine", others=2)
    files = list(find_files([folder]))

    def jobs(pool: Pool) -> Iterator[Job]:
        for number, file in enumerate(files):
            yield file, hashlib.sha256(Path(file.path).read_bytes()).hexdigest()
            if not number:
                pool.workers[0].process.kill()

    with Pool(PACK, ONE) as pool:
        found = list(pool.run(jobs(pool)))
    assert [outcome.status for outcome in found] == [FileStatus.READ] * len(files)


def test_workers_that_never_start_end_the_batch_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(sample_letter())
    with pytest.raises(WorkerFailed):
        list(run(find_files([tmp_path]), PACK, replace(ONE, memory=1 << 20)))


def test_a_library_that_writes_many_warnings_blocks_no_file(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.pdf").write_bytes(sample_letter(number))
    found = outcomes_of(find_files([tmp_path]), replace(ONE, make=makers.warn, stall_seconds=5))
    assert {outcome.made for outcome in found.values()} == {"warned"}
