"""Everything given away at once: tables that refer to each other, typed, hashed, masked, with who did what."""

from __future__ import annotations

import csv
import getpass
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from db import letter_rows
from db.store import open_store
from extractor.cli.packages import specifications
from extractor.doors.crate import HASHES, METADATA, PROVENANCE
from extractor.doors.datapackage import DESCRIPTOR
from tests.made import AT, sha_of
from tests.published import PRIVATE, database
from tests.rounds import Replied, store_replies, veeduria

TEXTS = ("Se dictaron charlas a 30 padres de familia en mayo de 2011.", "No se registró ningún caso.", PRIVATE)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = database(tmp_path_factory.mktemp("packages"))
    store_replies(made, [Replied("carta.pdf", "MINEDU", date="2011-02-25", texts=TEXTS)])
    rows = map(json.loads, veeduria(made, "export", "statements", "--format", "jsonl").stdout.splitlines())
    first = next(row for row in rows if row["document"] == "carta.pdf")
    assert veeduria(made, "decide", first["id"], "--obligation", "minedu.prev.sensibilizacion").exit_code == 0
    with open_store(made) as store:
        (letter,) = letter_rows.letters(store, sha256=sha_of("carta.pdf"))
        for number in ("Oficio 7 de Rosa Huamán Quispe", "Oficio 8"):
            store.correct(letter.sha256, {"number": number}, "ana", AT)
        store.take_back("ana", AT)
    assert veeduria(made, "seal").exit_code == 0
    return made


def exported(path: Path, what: str, name: str, *options: str) -> Path:
    output = path.parent / name
    result = veeduria(path, "export", what, "--output", str(output), *options)
    assert result.exit_code == 0, result.output
    return output


def files(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_published_database_refers_to_nothing_that_is_not_there(path: Path) -> None:
    with closing(sqlite3.connect(exported(path, "sqlite", "pub.db"))) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute(
            "SELECT s.text FROM statements_fts f JOIN statements s ON s.rowid = f.rowid"
            " WHERE statements_fts MATCH 'charlas'"
        ).fetchall()
        counts = {table.name: connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
                  for table in specifications()}  # fmt: skip
    assert (TEXTS[0],) in found
    exports = veeduria(path, "export", "actions", "--format", "jsonl").stdout.splitlines()
    assert counts["actions"] == len(exports) and counts["letters"] == 2


def test_datasette_opens_it_with_titles_and_a_search_for_words(path: Path) -> None:
    datasette = pytest.importorskip("datasette.app")
    import asyncio

    file = exported(path, "sqlite", "pub.db")
    told = json.loads((path.parent / "pub.metadata.json").read_text("utf8"))
    shown = datasette.Datasette([str(file)], metadata=told)

    async def asked() -> Any:
        return await shown.client.get("/pub/statements.json?_search=charlas&_shape=array")

    assert TEXTS[0] in [row["text"] for row in asyncio.run(asked()).json()]
    columns = told["databases"]["pub"]["tables"]["actions"]["columns"]
    assert columns["obligation"] == "Función (id)"


READ: dict[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
}


def test_a_data_package_holds_what_its_schema_says(path: Path) -> None:
    held = files(exported(path, "datapackage", "pub.zip"))
    descriptor = json.loads(held[DESCRIPTOR])
    values: dict[tuple[str, str], set[str]] = {}
    for resource in descriptor["resources"]:
        data = held[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and resource["bytes"] == len(data)
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        for one in resource["schema"]["fields"]:
            column = [row[one["name"]] for row in rows]
            assert all(READ[one["type"]](value) is not None for value in column if value)
            values[resource["name"], one["name"]] = {*column} - {""}
        key = resource["schema"].get("primaryKey")
        assert key is None or len({row[key] for row in rows}) == len(rows)
    for resource in descriptor["resources"]:
        for link in resource["schema"].get("foreignKeys", ()):
            other = values[link["reference"]["resource"], link["reference"]["fields"]]
            assert values[resource["name"], link["fields"]] <= other, (resource["name"], link)


def test_the_same_database_gives_the_same_tables(path: Path) -> None:
    once, again = (files(exported(path, "datapackage", name)) for name in ("one.zip", "two.zip"))
    assert {name: data for name, data in once.items() if name != DESCRIPTOR} == {
        name: data for name, data in again.items() if name != DESCRIPTOR
    }


def test_a_crate_holds_texts_pack_seal_hashes_and_every_step(path: Path) -> None:
    owner = ("--publisher", "Ejemplo", "--address", "https://ejemplo.org",
             "--license", "https://creativecommons.org/licenses/by/4.0/")  # fmt: skip
    held = files(exported(path, "crate", "crate.zip", *owner))
    assert veeduria(path, "export", "sqlite", "-o", str(path.parent / "no.db"), *owner).exit_code == 2
    listed = (line.split("  ", 1) for line in held[HASHES].decode().splitlines())
    told = {name: known for known, name in listed}
    assert set(held) - set(told) == {HASHES, METADATA}
    assert all(hashlib.sha256(held[name]).hexdigest() == known for name, known in told.items())
    graph = {one["@id"]: one for one in json.loads(held[METADATA])["@graph"]}
    assert {one["@id"] for one in graph["./"]["hasPart"]} == {*told, HASHES}
    assert b"BEGIN VEEDURIA SEAL" in held["seal.txt"] and any(name.startswith("pack/pe-ley-28950/") for name in held)
    steps = json.loads(held[PROVENANCE])["@graph"]
    decided = {one for step in steps if step["@id"].startswith("#act-") for one in step["generated"]}
    rows = csv.DictReader(io.StringIO(held["data/decisions.csv"].decode()))
    corrected = csv.DictReader(io.StringIO(held["data/corrections.csv"].decode()))
    made = [f"#correction-{row['id']}" for row in corrected if row["field"] == "number"]
    assert decided >= {f"#decision-{row['id']}" for row in rows} and decided >= set(made) and len(made) == 3
    assert all("Huamán" not in row["value"] for row in corrected)
    assert (
        graph["./"]["publisher"] == {"@id": "https://ejemplo.org"} and graph["https://ejemplo.org"]["name"] == "Ejemplo"
    )
    assert graph["./"]["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    text = next(data for name, data in held.items() if name.startswith("texts/"))
    assert TEXTS[0].encode() in text and b"[nombre]" in text


@pytest.mark.parametrize(("what", "name"), [("sqlite", "x.db"), ("datapackage", "x.zip"), ("crate", "x.zip")])
def test_reviewers_stand_under_pseudonyms_that_stay_the_same(path: Path, what: str, name: str) -> None:
    output = exported(path, what, name)
    own = files(output).items() if name.endswith("zip") else [(name, output.read_bytes())]
    data = b"\0".join(data for name, data in own if not name.startswith("pack/"))  # the pack says nothing of letters
    who = getpass.getuser().encode()
    assert b"," + who + b"," not in data and b'"' + who not in data and b"r-" in data
    assert b"40123456" not in data and "Huamán".encode() not in data


def test_originals_go_along_only_unmasked(path: Path) -> None:
    refused = veeduria(path, "export", "crate", "--originals", "--output", str(path.parent / "no.zip"))
    assert refused.exit_code == 2 and not (path.parent / "no.zip").exists()
    held = files(exported(path, "crate", "full.zip", "--originals", "--unmasked", "archivo"))
    assert any(name.startswith("originals/") and data.startswith(b"%PDF-") for name, data in held.items())
    assert not any(name.startswith("originals/") for name in files(exported(path, "crate", "crate.zip")))


@pytest.mark.parametrize("what", ["sqlite", "datapackage", "crate"])
def test_a_package_is_a_file(path: Path, what: str) -> None:
    assert veeduria(path, "export", what).exit_code == 2
    assert veeduria(path, "export", what, "--output", "x", "--body", "MINEDU").exit_code == 2
