"""Seals where people meet them: at the foot of every report, with the key that is kept, lost or changed."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from db.connection import open_database
from db.keys import secret_path
from extractor.ingest.seals import key_path, read_seal
from tests.published import database
from tests.rounds import Replied, store_replies, veeduria


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = database(tmp_path_factory.mktemp("given"))
    assert veeduria(path, "seal").exit_code == 0
    return path


def written(path: Path, form: str) -> str:
    """Return a report's text in this format, however it is packed."""
    file = path.parent / f"matrix.{form}"
    assert veeduria(path, "report", "matrix", "MINEDU", "--output", str(file)).exit_code == 0
    if form == "docx":
        from docx import Document

        return "\n".join(one.text for one in Document(str(file)).paragraphs)
    if form == "xlsx":
        from openpyxl import load_workbook

        return "\n".join(str(row[0]) for row in load_workbook(file).worksheets[-1].iter_rows(values_only=True))
    return file.read_text("utf8")


@pytest.mark.parametrize("form", ["txt", "md", "csv", "jsonl", "html", "docx", "xlsx"])
def test_every_report_carries_the_latest_seal(sealed: Path, form: str) -> None:
    said = written(sealed, form)
    assert "Sello del registro de decisiones: cubre" in said
    with open_database(sealed) as db:
        from db.seals import latest_seal

        given = latest_seal(db)
    assert given and str(read_seal(said)) == given.seal


@pytest.mark.parametrize("form", ["txt", "md", "csv", "jsonl", "html", "docx", "xlsx"])
def test_a_report_is_itself_held_against_by_verify(sealed: Path, form: str) -> None:
    """Office documents are archives: no seal was found in them."""
    written(sealed, form)
    result = veeduria(sealed, "verify", "--against", str(sealed.parent / f"matrix.{form}"))
    assert result.exit_code == 0 and "are as they were sealed" in result.output


def archive(xml: bytes, more: int = 0) -> bytes:
    """An office document of this text, said to be longer than it is."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("word/document.xml", xml)
    data, size = packed.getvalue(), len(xml).to_bytes(4, "little")
    place = data.rindex(b"PK\x01\x02") + 20
    return (
        data[:place]
        + data[place : place + 8].replace(size, (len(xml) + more).to_bytes(4, "little"))
        + data[place + 8 :]
    )


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x05\x06" + bytes(18),
        b"",
        b"PK\x03\x04 broken",
        archive(b'<?xml version="1.0" encoding="no-such"?><t/>'),
        archive(b'<?xml version="1.0" encoding="utf-7"?><t/>'),
        archive(b"<t>" + bytes(9) + b"</t>"),
        archive(b"<t></t>", more=5000),
    ],
)
def test_a_file_without_a_seal_is_told_in_a_sentence(sealed: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    result = veeduria(sealed, "verify", "--against", str(tmp_path / "x.docx"))
    assert result.exit_code == 2 and "no seal" in result.output


def test_a_report_without_a_seal_has_no_foot(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied("a.pdf", "MINEDU")])
    assert "Sello" not in written(path, "md") + written(path, "html")


def test_a_report_says_what_the_seal_does_not_cover(sealed: Path, tmp_path: Path) -> None:
    for file in sealed.parent.glob(f"{sealed.name}*"):
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    store_replies(tmp_path / sealed.name, [Replied("b.pdf", "MINEDU")])
    assert "que ese sello no cubre: 1." in written(tmp_path / sealed.name, "md")


def test_exports_and_seals_keep_their_keys_apart(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied("a.pdf", "MINEDU")])
    ids = veeduria(path, "export", "statements").output
    assert veeduria(path, "seal").exit_code == 0
    assert veeduria(path, "export", "statements").output == ids
    assert key_path(path) != secret_path(path)


def test_a_lost_key_is_replaced_and_old_seals_still_hold(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied("a.pdf", "MINEDU")])
    (tmp_path / "old.txt").write_text(veeduria(path, "seal").stdout)
    key_path(path).unlink()
    result = veeduria(path, "seal")
    assert result.exit_code == 0 and "has another key" in result.stderr
    held = veeduria(path, "verify", "--against", str(tmp_path / "old.txt"))
    assert "are as they were sealed" in held.output and "not the key kept beside" in held.output


def test_a_damaged_key_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied("a.pdf", "MINEDU")])
    key_path(path).write_bytes(b"\xff\x00")
    result = veeduria(path, "seal")
    assert result.exit_code == 2 and "cannot be used" in result.output


def test_a_backup_takes_both_keys_along(sealed: Path, tmp_path: Path) -> None:
    veeduria(sealed, "export", "statements")
    assert veeduria(sealed, "backup", str(tmp_path / "copy")).exit_code == 0
    copied = {file.name for file in (tmp_path / "copy").iterdir()}
    assert {key_path(sealed).name, secret_path(sealed).name} <= copied


@pytest.mark.parametrize(
    "arguments",
    [["rates"], ["body", "MINEDU"], ["findings", "MINEDU"], ["dossier", "MINEDU"], ["balance"],
     ["figures", "MINEDU"], ["registers", "MINEDU"], ["changes", "2012"]],
    ids=" ".join,
)  # fmt: skip
def test_every_kind_of_report_carries_it(sealed: Path, tmp_path: Path, arguments: list[str]) -> None:
    if arguments == ["changes", "2012"]:
        assert veeduria(sealed, "report", "freeze", "2012").exit_code == 0
    file = tmp_path / "report.md"
    result = veeduria(sealed, "report", *arguments, "--output", str(file))
    assert result.exit_code == 0, result.output
    assert read_seal(file.read_text("utf8")).sequence > 0


def test_a_draft_to_be_printed_carries_it_too(sealed: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.html"
    assert veeduria(sealed, "report", "draft", "MINEDU", "--output", str(file)).exit_code == 0
    assert read_seal(file.read_text("utf8")).sequence > 0
