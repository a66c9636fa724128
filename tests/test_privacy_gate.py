"""Nothing private leaves: data planted in every field that a letter or a user fills, searched in every output's bytes.

All persons here are made up for the purpose.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from db import masked_rows, queries
from db.bodies import name_body
from db.connection import open_database
from db.keys import secret_path
from db.records import Filters
from db.remarks import Remark
from db.rows import Saved, rows_of
from db.store import open_store
from extractor.core.model import (
    Beside,
    Decision,
    Details,
    Evidence,
    Finding,
    Letter,
    Partner,
    Problem,
    Reading,
    Verdict,
)
from extractor.filing.details import find_details
from rules.loader import load_pack
from tests.made import AT, reading, saved, sha_of
from tests.rounds import register_of, veeduria

PACK = load_pack()
TEXTS = (
    "Se capacitó a 40 docentes; la menor Zorayda Tumbaychiqui, con DNI 40123987, fue atendida en el albergue.",
    "Tumbaychiqui volvió a su casa en Jr. Los Ejemplos 98761 y dejó el celular 945612378.",
    "Se realizó un taller para docentes con Zorayda y con la Asociación de Zorayda Tumbaychiqui.",
)
PLANTED = (
    "zorayda",
    "Zorayda",
    "ZORAYDA",
    "Tumbaychiqui",
    "TUMBAYCHIQUI",
    "40123987",
    "945612378",
    "98761",
    "Kwakye",
    "Abenaa",
)
CELLS = (Beside("Participante", "Zorayda Tumbaychiqui"), Beside("DNI", "40123987"), Beside("Sede", "Puno"))
DUTY = "minedu.prev.sensibilizacion"
NAME = "Carta_Zorayda_Tumbaychiqui.pdf"
OUTPUTS = [
    *(("export", what, "--format", form) for what, form in product(
        ("letters", "statements", "actions", "figures", "problems", "files", "decisions"), ("csv", "jsonl"))),
    *(("report", "matrix", "--all", "--by", by) for by in ("source", "period")),
    ("report", "rates"), ("report", "body", "--all"), ("report", "balance"), ("report", "dossier", "MINEDU"),
    ("export", "label-studio"), ("export", "prodigy"), ("export", "web-annotations"), ("export", "followthemoney"),
    ("compare",), ("compare", "--format", "jsonl"), ("requests", "list"), ("requests", "list", "--format", "jsonl"),
    ("requests", "list", "--format", "csv"), ("requests", "status"), ("requests", "link"), ("status",), ("verify",),
    ("rules", "diff", "pe-ley-28950", "es"), ("requests", "link", "--confirm", "00", NAME),
    ("decide", "0" * 16, "--accept"), ("seal",), ("agreement",), ("agreement", "--format", "jsonl"),
    ("export", "label-studio-config"), ("export", "patterns"), ("assign",), ("adjudicate",), ("twins",), ("learn",),
    ("learn", "--keywords"), ("report", "findings", "--all"), ("report", "draft", "--all"),
    ("report", "draft", "MINEDU"), ("report", "matrix", "MINEDU"), ("report", "rates", "--format", "jsonl"),
    ("privacy", "export"), ("rules", "outside"), ("report", "changes", "De Zorayda Tumbaychiqui"), ("status", "--json"),
    ("export", "statements", "--body", "zorayda-tumbaychiqui"), ("export", "letters", "--body", "x"),
    ("requests", "status", "--format", "jsonl"),
    ("forget", NAME, "--reason", " "), ("twins", "--apart", NAME), ("verify", "--against", NAME),
]  # fmt: skip


def _with_data(made: Reading) -> Reading:
    """Plant data in the head, sections, evidence, details and the verdict."""
    assert made.letter is not None
    letter: Letter = made.letter
    head = replace(
        letter.head, unit="Oficina de Abenaa Kwakye", number="CARTA N° 1 de Abenaa Kwakye",
        reference="Pedido de Zorayda Tumbaychiqui", subject="Caso de Zorayda Tumbaychiqui, DNI 40123987",
    )  # fmt: skip
    findings = []
    for found in made.findings:
        text = found.statement.text
        at = text.index("Zorayda") if "Zorayda" in text else 0
        word = Evidence("learned:zorayda", at, at + 7, text[at : at + 7])
        said = found.classification
        first = [replace(one, obligation=DUTY, evidence=(*one.evidence, word)) for one in said.suggestions]
        partner = Partner(at, at + 7, text[at : at + 7], "Abenaa Kwakye")
        details: Details = find_details(text, PACK)
        findings.append(
            Finding(
                replace(found.statement, section="Atención a Zorayda Tumbaychiqui", unit="Unidad de Abenaa Kwakye"),
                replace(said, suggestions=tuple(first), cues=(word,)),
                replace(details, partners=(*details.partners, partner), cells=CELLS),
            )
        )
    start = letter.text.index("la menor")
    verdict = Verdict("satisfactory", "informed", start, start + 40, "Abenaa Kwakye")
    return replace(made, letter=replace(letter, head=head), findings=tuple(findings), verdict=verdict)


@pytest.fixture(autouse=True)
def kept_from_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are kept as masking leaves them though they are few: later outputs read them."""
    monkeypatch.setattr(masked_rows, "WORTH", 1)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gate")
    path = folder / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        made = _with_data(reading(NAME, TEXTS, "MINEDU"))
        problem = Problem("page 2", "page_no_text", "hoja de Zorayda Tumbaychiqui")
        letter = Saved(f"/in/{NAME}", NAME, sha_of(NAME), "read", rows_of(made), (problem,), b"%PDF-1")
        other = Saved(
            "/in/b.pdf",
            "b.pdf",
            sha_of("b.pdf"),
            "read",
            rows_of(
                replace(_with_data(reading("b.pdf", TEXTS, "MINEDU")), verdict=Verdict("satisfactory", "informed"))
            ),
            (),
            b"%PDF-2",
        )
        third = replace(_with_data(reading("c.pdf", TEXTS, None)), verdict=Verdict("satisfactory", "informed"))
        store.save([letter, other, saved("c.pdf", third)], run)
        store.end_run(run, AT)
    with open_database(path) as opened:
        ids = [row.id for row in queries.statements(opened)]
    for id in ids:
        result = veeduria(path, "decide", id, "--obligation", DUTY, "--note", "avisó Abenaa Kwakye")
        assert result.exit_code == 0, result.output
    register = register_of(
        folder / "register.csv", [("MINEDU", "Abenaa Kwakye", "2", "2012-01-16", "Zorayda Tumbaychiqui", "¿Y Zorayda?")]
    )
    assert veeduria(path, "requests", "import", str(register)).exit_code in (0, 1)
    with open_store(path) as store:
        row = queries.statement(store, ids[0])
        said = (
            ("unit", "Unidad de Abenaa Kwakye"),
            ("text", "Se atendió a la menor Zorayda Tumbaychiqui, DNI 40123987."),
        )
        store.decide([], remarked=[Remark(row.id, field, value, None, "ana", AT) for field, value in said])
        store.correct(sha_of("c.pdf"), {"institution": name_body(store, "Zorayda Tumbaychiqui")}, "ana", AT)
        row = next(row for row in queries.statements(store, Filters(document="c.pdf")) if row.kind == "action")
        level = Remark(row.id, "level", "prevencion", None, "ana", AT)
        store.decide([Decision(row.id, "accepted", None, "{}", "ana", AT, row.content_hash)], remarked=[level])
    (asked,) = [
        json.loads(line)["id"] for line in veeduria(path, "requests", "list", "--format", "jsonl").output.splitlines()
    ]
    reply = ("requests", "reply", asked, "--on", "2012-02-01", "--number", "Carta de Zorayda Tumbaychiqui")
    assert veeduria(path, *reply).exit_code == 0
    assert veeduria(path, "report", "freeze", "De Zorayda Tumbaychiqui").exit_code == 0
    return path


def _bytes(path: Path) -> bytes:
    """All that a file holds, packed or not."""
    return _unpacked(path.read_bytes())


def _unpacked(data: bytes) -> bytes:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        return b"\0".join([*(name.encode() for name in names), *(_unpacked(packed.read(name)) for name in names)])


def _leaks(said: bytes) -> list[str]:
    return [word for word in PLANTED if word.encode() in said]


def _leaks_beside_hashes(said: bytes) -> list[str]:
    """A hash holds any four digits once in a while: those alone tell nothing there."""
    return [word for word in _leaks(said) if len(word) > 4]


@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_nothing_private_leaves_on_the_screen(db: Path, arguments: tuple[str, ...]) -> None:
    result = veeduria(db, *arguments)
    said = result.output.replace(NAME, "") if NAME in arguments else result.output  # what the user typed himself
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert _leaks(said.encode()) == []


@pytest.mark.parametrize(
    ("arguments", "ending"),
    [
        *product([("report", "balance"), ("report", "body", "--all"), ("report", "matrix", "--all")],
                 ["txt", "md", "csv", "jsonl", "xlsx", "docx", "html"]),
        *product([("report", "dossier", "MINEDU")], ["md", "docx", "html", "txt"]),
        *product([("review", "--to-sheet")], ["xlsx", "csv"]),
        *product([("report", "draft", "--all"), ("report", "findings", "--all")], ["md", "docx", "jsonl", "xlsx"]),
        *product([("export", "actions"), ("export", "figures"), ("export", "statements")], ["xlsx"]),
        (("export", "docbin"), "spacy"),
        (("export", "cas"), "zip"),
        (("export", "sqlite"), "db"),
        (("export", "datapackage"), "zip"),
        (("export", "crate"), "zip"),
    ],
)  # fmt: skip
def test_nothing_private_leaves_in_a_file(db: Path, tmp_path: Path, arguments: tuple[str, ...], ending: str) -> None:
    output = tmp_path / f"out.{ending}"
    option = [] if arguments[0] == "review" else ["--output"]
    result = veeduria(db, *arguments, *option, str(output))
    if "pip install" in result.output and result.exit_code:
        pytest.skip("an extra is not installed")
    assert result.exit_code == 0, result.output
    leaks = _leaks_beside_hashes if ending in ("zip", "db") else _leaks
    assert leaks(_bytes(output)) == []
    assert sha_of(NAME).encode() not in _bytes(output)


def test_a_seal_and_a_backup_tell_nothing_on_the_way(db: Path, tmp_path: Path) -> None:
    """A backup is the database itself; what is said of it, and what a seal writes beside itself, names nobody."""
    said = (
        veeduria(db, "backup", str(tmp_path / "copy")).output + veeduria(db, "seal", "-o", str(tmp_path / "s")).output
    )
    assert _leaks(said.encode()) == []
    assert all(_leaks_beside_hashes(file.read_bytes()) == [] for file in tmp_path.glob("s*"))


def test_a_published_folder_names_nobody_in_any_file_nor_file_name(db: Path, tmp_path: Path) -> None:
    result = veeduria(db, "report", "balance", "--publish", str(tmp_path / "site"), "--pages")
    assert result.exit_code == 0, result.output
    files = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    assert len(files) > 3
    assert _leaks(b"\0".join([result.output.encode(), *(_bytes(file) for file in files)])) == []
    assert _leaks(" ".join(str(file.relative_to(tmp_path)) for file in files).encode()) == []


def test_a_backup_is_unmasked_and_its_owners_alone(db: Path, tmp_path: Path) -> None:
    assert veeduria(db, "backup", str(tmp_path / "copy")).exit_code == 0
    files = [file for file in (tmp_path / "copy").rglob("*") if file.is_file()]
    assert _leaks(b"".join(file.read_bytes() for file in files)) != []
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_what_is_said_while_letters_are_read_names_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / NAME).write_bytes(b"%PDF-1.4 broken")
    (folder / NAME.replace(".pdf", ".txt")).write_text("Zorayda")
    result = veeduria(tmp_path / "v.db", "ingest", str(folder), "--ocr", "off")
    assert result.exit_code in (0, 1), result.output
    assert _leaks(result.output.encode()) == []
    for what in ("problems", "files"):
        assert _leaks(veeduria(tmp_path / "v.db", "export", what).output.encode()) == []


def test_a_published_folder_its_proofs_and_its_seal_name_nobody(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    result = veeduria(db, "report", "balance", "--publish", str(folder))
    assert result.exit_code == 0 and _leaks(result.output.encode()) == []
    names = {file.name for file in folder.iterdir()}
    assert {"proofs.json", "seal.txt", "check.py"} <= names
    assert all(_leaks_beside_hashes(file.read_bytes()) == [] for file in folder.rglob("*") if file.is_file())


def test_charts_name_nobody(db: Path, tmp_path: Path) -> None:
    assert veeduria(db, "report", "charts", str(tmp_path / "charts")).exit_code == 0
    assert all(_leaks(file.read_bytes()) == [] for file in (tmp_path / "charts").iterdir())


def test_ordinary_words_stay_and_offsets_hold(db: Path) -> None:
    rows = [json.loads(line) for line in veeduria(db, "export", "statements", "--format", "jsonl").stdout.splitlines()]
    first = next(row for row in rows if "40 docentes" in row["text"])
    assert first["text"].startswith("Se capacitó a 40 docentes; la menor [nombre], con DNI [DNI], fue atendida")
    assert first["document"] == "Carta_[nombre].pdf" or first["document"] == "b.pdf"
    for row in rows:
        found = [one for suggestion in row["suggestions"] for one in suggestion["evidence"]]
        assert all(row["text"][one["start"] : one["end"]] == one["text"] for one in (*found, *row["cues"]))
        assert all(row["text"][one["start"] : one["end"]] == one["text"] for one in row["details"].get("counts", ()))


def test_ids_cannot_be_computed_from_the_text_and_name_the_statement(db: Path) -> None:
    rows = [json.loads(line) for line in veeduria(db, "export", "statements", "--format", "jsonl").stdout.splitlines()]
    with open_database(db) as opened:
        stored = {row.id: row for row in queries.statements(opened)}
        assert {row["id"] for row in rows}.isdisjoint(stored)
        assert {opened.stored_id(row["id"]) for row in rows} == set(stored)
        assert {row["seen"] for row in rows}.isdisjoint(row.content_hash for row in stored.values())
    assert {row["sha256"] for row in rows} == {None}
    assert secret_path(db).stat().st_mode & 0o777 == 0o600
    one = rows[0]
    done = veeduria(db, "decide", one["id"], "--note", "x", "--seen", one["seen"])
    assert done.exit_code == 0 and one["id"] in done.output
    assert veeduria(db, "decide", one["id"], "--note", "y", "--seen", "0" * 16).exit_code != 0
    assert veeduria(db, "decide", one["id"], "--undo").exit_code == 0


def test_the_same_outputs_give_the_same_ids(db: Path) -> None:
    once, again = (veeduria(db, "export", "actions", "--format", "jsonl").stdout for _ in range(2))
    assert once == again


def test_unmasked_files_are_the_owners_alone(db: Path, tmp_path: Path) -> None:
    for arguments, ending in (
        (("export", "statements"), "jsonl"),
        (("report", "balance"), "html"),
        (("export", "letters"), "csv"),
    ):
        output = tmp_path / f"{arguments[1]}.{ending}"
        output.touch(mode=0o644)
        result = veeduria(db, *arguments, "--output", str(output), "--unmasked", "cotejo")
        assert result.exit_code == 0, result.output
        assert output.stat().st_mode & 0o777 == 0o600
        assert b"Zorayda" in output.read_bytes()
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM disclosures").fetchone()[0] == 3
