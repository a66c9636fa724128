from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.bench import Timing, ratios
from extractor.cli import build
from tests.letter_files import sample_letter

STAGES = ["bare PDFium", "pdfplumber", "pages", "doubts", "layout", "head", "statements", "statements, classified"]
STAGES += ["whole letter", "start-up"]


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    for number in range(3):
        (tmp_path / f"{number}.pdf").write_bytes(sample_letter(number))
    (tmp_path / "notes.txt").write_text("no letter")
    return tmp_path


def bench(letters: Path, *options: str) -> str:
    command = ["bench", str(letters), "--rounds", "1", *options]
    return CliRunner().invoke(build(), command, catch_exceptions=False).stdout


def test_bench_times_every_stage_on_the_same_files_and_says_pages_per_second(letters: Path) -> None:
    timings = json.loads(bench(letters, "--json"))
    assert list(timings) == STAGES, "three letters are too few for the time of an ingest"
    assert all(timing["seconds"] > 0 for timing in timings.values())
    assert timings["start-up"]["pages_per_second"] is None
    stages = [timing for name, timing in timings.items() if name != "start-up"]
    assert {(timing["files"], timing["pages"]) for timing in stages} == {(3, 3)}
    assert all(timing["pages_per_second"] > 0 for timing in stages)


def test_bench_says_no_speed_that_it_cannot_know(letters: Path) -> None:
    *lines, _, last = bench(letters).splitlines()
    assert last.startswith("Too few letters")
    assert [line.split()[-2:] for line in lines if line.startswith("start-up")] == [["—", "—"]]


def test_bench_sets_ingest_beside_the_bare_libraries() -> None:
    timings = [Timing("pdfplumber", 9, 9, 5.0), Timing("bare PDFium", 9, 9, 0.1), Timing("start-up", 0, 0, 0.5)]
    assert ratios(timings) == {}
    assert ratios([*timings, Timing("ingest, one worker", 9, 9, 1.0)]) == {"pdfplumber": 0.2, "bare PDFium": 10}


def test_doctor_names_versions_engines_limits_and_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(build(), ["doctor", "--json"], catch_exceptions=False)
    states = {finding["what"]: finding for finding in json.loads(said.stdout)}
    assert {"veeduria", "pypdfium2", "OCR rapidocr", "OCR tesseract", "memory of each", "database"} <= set(states)
    assert states["memory of each"]["state"] == "1024 MiB, 2048 MiB with OCR"
    assert states["database"]["good"]
    engines = [state["state"] for what, state in states.items() if what in ("OCR rapidocr", "OCR tesseract")]
    assert sum("(in use)" in state for state in engines) == 1  # the one that --ocr auto begins with


def test_doctor_fails_where_something_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(build(), ["--db", str(tmp_path / "gone" / "x.db"), "--pack", "nowhere", "doctor"])
    wrong = [line for line in said.stdout.splitlines() if line.startswith("! ")]
    assert said.exit_code == 1
    assert len(wrong) == 2 and "no such pack" in wrong[0] and "x.db" in wrong[1]


def test_doctor_says_in_spanish_what_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from extractor.cli.i18n import use_language
    from extractor.read.ocr import engines

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "es")
    monkeypatch.chdir(tmp_path)
    engines.engines.cache_clear()
    use_language("es")
    try:
        assert "tesseract no está disponible" in CliRunner().invoke(build(), ["doctor"]).stdout
    finally:
        engines.engines.cache_clear()
        monkeypatch.undo()
        use_language()
