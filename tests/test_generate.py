"""The generators: letters for load tests, hostile files, scans."""

from __future__ import annotations

import hashlib
import json
import os
import random
import stat
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from corpus.generate import main
from corpus.hostile import write_hostile
from corpus.hostile.bombs import SEED, deflated_zeros
from corpus.hostile.raw import document, page_objects
from corpus.sample import LETTERS
from corpus.scanner import WAYS, Scanner, spoiled
from corpus.scans import misread, scan
from corpus.score import read_gold
from extractor.batch import BatchOptions, FileStatus, Outcome, find_files, run
from extractor.read.letter import ReadOptions, read_letter
from rules.loader import load_pack

LIMITS = BatchOptions(workers=2, read=ReadOptions(ocr="off"), document_seconds=30, stall_seconds=10)


def text_of(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def digest(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


# --- letters ---


def test_generated_letters_are_the_same_for_the_same_seed_and_all_different(tmp_path: Path) -> None:
    for folder, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert main(["letters", "12", str(tmp_path / folder), "--seed", seed]) == 0
    once, again, other = (digest(tmp_path / folder) for folder in "abc")
    assert once == again != other
    assert len(set(once.values())) == 13


def test_generated_letters_can_be_read_and_hold_what_their_labels_say(tmp_path: Path) -> None:
    main(["letters", "6", str(tmp_path)])
    pack = load_pack()
    for letter in read_gold(tmp_path / "gold.jsonl"):
        reading = read_letter((tmp_path / letter.document).read_bytes(), pack)
        assert reading.letter is not None
        assert reading.letter.head.date == letter.head.date
        assert len(reading.findings) >= len(letter.actions) > 0


# --- hostile files ---


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    out = tmp_path_factory.mktemp("hostile") / "pile"
    yield out, write_hostile(out)
    (out / "unreadable.pdf").chmod(0o600)


def test_every_hostile_file_is_listed_with_what_may_become_of_it(pile: tuple[Path, list[dict[str, Any]]]) -> None:
    out, rows = pile
    found = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_symlink() or not path.is_dir()}
    assert {row["path"] for row in rows} == found
    assert all(row["accept"] for row in rows)
    manifest = (out.parent / "pile.manifest.jsonl").read_text(encoding="ascii").splitlines()
    assert [json.loads(line) for line in manifest] == rows


def test_the_pile_holds_what_no_letter_is(pile: tuple[Path, list[dict[str, Any]]]) -> None:
    out, _ = pile
    assert stat.S_ISFIFO((out / "pipe.pdf").stat().st_mode)
    assert (out / "link_device.pdf").readlink() == Path("/dev/zero")
    assert os.fsencode(out) + b"/latin1_\xd1and\xfa.pdf" in {os.fsencode(path) for path in out.iterdir()}
    small = sum(path.lstat().st_blocks * 512 for path in out.iterdir())
    assert small < 12_000_000  # bombs are small


def test_zeros_are_packed_as_any_reader_unpacks_them() -> None:
    assert zlib.decompress(deflated_zeros(3 * 1024**2)) == bytes(3 * 1024**2)


def test_a_run_length_seed_grows_64_times_at_each_filter() -> None:
    data = bytes.fromhex(SEED[:-1].decode())
    for _ in range(2):
        data = b"".join(data[i + 1 : i + 2] * (257 - data[i]) for i in range(0, len(data), 2))
    assert data == b"\x81" * 128 * 64


def test_a_document_written_by_hand_is_sound() -> None:
    assert "Se capacito a cuarenta docentes" in text_of(document(page_objects()))


def wrong(row: dict[str, Any], outcomes: list[Outcome], whole: int) -> list[str]:
    """What became of a file and must not: an outcome that is not accepted, or a loss without a word."""
    if not outcomes:
        return [] if "none" in row["accept"] else [f"{row['path']!a}: no outcome"]
    found = []
    for one in outcomes:
        if not {str(one.status), f"{one.status}:{one.cause}"} & set(row["accept"]):
            found.append(f"{row['path']!a}: {one.status}:{one.cause}, accepted {row['accept']}")
        text = one.reading.letter.text if one.reading and one.reading.letter else ""
        if one.status is FileStatus.READ and len(text) < row["least"] * whole:
            found.append(f"{row['path']!a}: read with too little of its text")
    return found


def check(out: Path, rows: list[dict[str, Any]], paths: list[Path]) -> None:
    ended: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in run(find_files(paths), "pe-ley-28950", LIMITS):
        ended[os.path.relpath(outcome.path, out)].append(outcome)
    sound = read_letter((out / "sound.pdf").read_bytes(), load_pack()).letter
    assert sound is not None
    whole = len(sound.text)
    assert [fault for row in rows for fault in wrong(row, ended.get(row["path"], []), whole)] == []
    assert ended.keys() <= {row["path"] for row in rows}


QUICK = (
    "cut_",
    "flipped_0",
    "length_",
    "zip_paths",
    "zip_nested",
    "encrypted_",
    "no_pages",
    "empty",
    "sound",
    "image_",
)


def test_damaged_files_end_as_they_may(pile: tuple[Path, list[dict[str, Any]]]) -> None:
    out, rows = pile
    chosen = [row for row in rows if row["path"].startswith(QUICK)]
    check(out, chosen, [out / row["path"] for row in chosen])


@pytest.mark.slow
def test_the_whole_pile_ends_as_it_may_and_leaves_nothing_behind(pile: tuple[Path, list[dict[str, Any]]]) -> None:
    out, rows = pile
    before = set(out.parent.iterdir())
    check(out, rows, [out])
    assert set(out.parent.iterdir()) == before
    assert not Path("/tmp/escaped.pdf").exists()


# --- scans ---


def test_a_scan_is_an_image_and_the_same_each_time() -> None:
    data = (LETTERS / "gl_md_nada.pdf").read_bytes()
    once = scan(data, Scanner(dpi=60))
    assert once == scan(data, Scanner(dpi=60))
    assert text_of(once) == ""
    assert len(pypdfium2.PdfDocument(once)) == len(pypdfium2.PdfDocument(data))


def test_a_page_scanned_on_its_side_is_wider_than_high() -> None:
    data = (LETTERS / "gl_mml_flechas.pdf").read_bytes()
    first, second = pypdfium2.PdfDocument(scan(data, Scanner(dpi=40, turned=(90, 0))))
    assert first.get_width() > first.get_height()
    assert second.get_width() < second.get_height()


def test_a_poor_layer_holds_the_letter_s_text_misread() -> None:
    text = text_of(scan((LETTERS / "gl_md_nada.pdf").read_bytes(), Scanner(dpi=40, layer=True)))
    assert "CHORRILLOS" in text
    assert "DEMUNA ha recibido denuncias" not in text


def test_misreading_loses_every_accent() -> None:
    assert misread("ÁÉÍ°", random.Random(1)) == "AEI*"


def test_scans_of_a_folder_keep_their_labels(tmp_path: Path) -> None:
    main(["letters", "3", str(tmp_path / "letters")])
    main(["scans", str(tmp_path / "letters"), str(tmp_path / "scans")])
    labels = read_gold(tmp_path / "scans" / "gold.jsonl")
    assert [(tmp_path / "scans" / letter.document).is_file() for letter in labels] == [True] * 3


@pytest.mark.slow
def test_letters_are_scanned_in_every_way_with_their_labels(tmp_path: Path) -> None:
    main(["letters", "3", str(tmp_path / "letters")])
    main(["spoiled", str(tmp_path / "letters"), str(tmp_path / "ways")])
    for way in WAYS:
        labels = read_gold(tmp_path / "ways" / way / "gold.jsonl")
        assert [(tmp_path / "ways" / way / letter.document).is_file() for letter in labels] == [True] * 3


@pytest.mark.parametrize("way", ["shaded", "specked", "bordered", "fax", "stamped", "photo"])
def test_a_spoiled_page_is_no_clean_one(way: str) -> None:
    page = Image.new("L", (400, 560), 255)
    page.paste(0, (60, 80, 340, 90))
    spoiled_page = spoiled(page, replace(WAYS[way], dpi=60), random.Random(1))
    assert spoiled_page.size == page.size
    assert spoiled_page.tobytes() == spoiled(page, replace(WAYS[way], dpi=60), random.Random(1)).tobytes()
    assert (spoiled_page.mode == "1") == WAYS[way].bitonal and (spoiled_page.mode == "RGB") == bool(WAYS[way].stamps)
