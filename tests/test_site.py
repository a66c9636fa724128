"""A balance put on the web: a folder that holds all it needs, leads nowhere else and shows nothing private."""

from __future__ import annotations

import hashlib
import json
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.connection import open_database
from db.gate import Gate
from db.letter_rows import letter_text, letters
from extractor.batch.drawing import Drawer
from extractor.batch.settings import COVER
from extractor.publish.pictures import Pictures
from extractor.publish.settings import DPI
from extractor.publish.site import MANIFEST, SiteError, write_site
from tests.letter_files import LETTER, pdf
from tests.published import database
from tests.rounds import PACK, veeduria

SECRET = "Se atendió a la agraviada Rosa Huamán Quispe, con DNI 40123456."
FILES = [("index.html", b"<p>"), ("pages/1.jpg", b"\xff")]


def test_a_site_holds_page_and_data_and_leads_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    result = veeduria(database(tmp_path), "report", "balance", "--publish", str(folder))
    assert result.exit_code == 0 and "6 files written" in result.output
    sealed = {"check.py", "proofs.json", "seal.txt"}
    assert {one.name for one in folder.iterdir()} == {"index.html", "balance.csv", "balance.jsonl", MANIFEST, *sealed}
    page = (folder / "index.html").read_text("utf8")
    ways = set(re.findall(r'(?:href|src)="([^"#][^"]*)"', page))
    assert ways == {"balance.csv", "balance.jsonl", "data:,", *sealed}
    assert b"40123456" not in b"".join(one.read_bytes() for one in folder.iterdir())


def test_its_manifest_names_every_file_with_its_hash(tmp_path: Path) -> None:
    assert write_site(tmp_path / "site", FILES) == 2
    told = json.loads((tmp_path / "site" / MANIFEST).read_text("utf8"))
    assert told == {name: hashlib.sha256(data).hexdigest() for name, data in FILES}


def test_an_earlier_site_is_replaced_and_another_folder_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(folder, FILES)
    write_site(folder, FILES[:1])
    assert not (folder / "pages").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(SiteError, match="something else"):
        write_site(tmp_path / "mine", FILES)
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("name", ["../out.html", "/etc/x", "a/../../x", "INDEX.html", MANIFEST, "a\\b", ""])
def test_a_name_that_leads_out_or_stands_twice_leaves_everything_as_it_was(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "site"
    write_site(folder, FILES[1:])
    with pytest.raises(SiteError):
        write_site(folder, [*FILES, (name, b"x")])
    assert sorted(one.name for one in tmp_path.rglob("*") if one.is_file()) == ["1.jpg", MANIFEST]


def test_a_picture_shows_what_was_read_and_nothing_private(tmp_path: Path) -> None:
    lines = [line.format(number=7) for line in LETTER]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "oficio.pdf").write_bytes(pdf([[*lines[:5], SECRET, *lines[5:]]]))
    path = tmp_path / "v.db"
    assert veeduria(path, "ingest", str(tmp_path / "in")).exit_code == 0
    with open_database(path) as db, Drawer() as drawer:
        (row,) = letters(db)
        pictures = Pictures(db, Gate(db, PACK), tmp_path, drawer)
        name = pictures.link(row.sha256, 1)
        assert row.sha256 not in name and pictures.link(row.sha256, 9) == ""
        ((_, picture),) = pictures.files()
        text, spans = letter_text(db, row.sha256)
    pixels = np.asarray(Image.open(BytesIO(picture)).convert("L")).astype(int)
    for span in spans:
        box = span.box
        x0, top, x1, bottom = (int(value * DPI / 72) for value in (box.x0, box.top, box.x1, box.bottom))
        part = pixels[top:bottom, x0:x1]
        private = "Rosa" in text[span.start : span.end]
        assert (part.mean() < 10) == private and (private or part.max() > 240)
    assert abs(pixels[5, 5] - COVER) < 5  # no print was read there


@pytest.mark.parametrize(
    "arguments", [["--publish", "s", "--unmasked", "x"], ["--publish", "s", "--output", "x.html"], ["--pages"]]
)
def test_only_what_is_masked_is_published(tmp_path: Path, arguments: list[str]) -> None:
    result = veeduria(tmp_path / "v.db", "report", "balance", *arguments)
    assert result.exit_code == 2 and "--publish" in result.output and not Path("s").exists()
