"""`veeduria browse`: a real Datasette over a real database; nothing but reading, nobody but this machine."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from db.connection import open_database
from db.store import open_store
from extractor.cli import build
from tests.made import AT, PACK, reading, saved, sha_of, unread

pytest.importorskip("datasette")
from extractor.browse import BrowseError, listen, site

LETTER = sha_of("carta.pdf")
Get = Callable[..., Any]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose name is awkward in an address, with a letter, a file not read and 30 coded actions."""
    folder = tmp_path_factory.mktemp("browse")
    path, coded = folder / "ronda 3?.db", folder / "coded.csv"
    said = [f"minedu.prev.sensibilizacion,cartas,Se capacitó a {n} docentes en la prevención." for n in range(30)]
    coded.write_text("\n".join(["obligation,source,text", *said]), "utf8")
    assert CliRunner().invoke(build(), ["import", str(coded), "--db", str(path)]).exit_code == 0
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        texts = ("Se realizó <b>un taller</b> en Puno.", "Se inauguró la mesa de coordinación.")
        store.save([saved("carta.pdf", reading("carta.pdf", texts)), unread("malo.pdf", "truncated")], run)
    return path


@pytest.fixture(scope="module")
def get(db: Path) -> Get:
    client = site(db).client

    def answer(address: str, **options: Any) -> Any:
        return asyncio.run(client.get(address, **options))

    return answer


def rows(get: Get, question: str, **values: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={quote(value)}" for name, value in {**values, "_shape": "array"}.items())
    response = get(f"/veeduria/{question}.json?{query}")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_the_first_page_lists_questions_and_tables_by_their_titles_and_says_that_it_is_internal(get: Get) -> None:
    page = get("/veeduria").text
    assert "Uso interno" in page
    assert "Matriz de una institución" in page and "Acciones confirmadas" in page
    assert "_sqlite_migrations" not in page


def test_the_sites_own_address_leads_there_in_spanish_and_to_nothing_else(get: Get) -> None:
    page = get("/").text
    assert 'href="/veeduria"' in page and "Abrir las cartas" in page
    assert "_memory" not in page and "Powered by" not in page and "rows in" not in page
    assert get("/_memory").status_code == 404


def test_every_ready_made_question_answers(get: Get) -> None:
    import yaml

    from extractor.browse import HERE, NAME

    queries = yaml.safe_load((HERE / "metadata.yaml").read_text("utf8"))["databases"][NAME]["queries"]
    for name in queries:
        assert isinstance(rows(get, name, institucion="MINEDU", palabras="taller"), list), name
        assert get(f"/veeduria/{name}?institucion=MINEDU&palabras=taller").status_code == 200


def test_every_table_and_view_described_exists_and_every_one_that_exists_is_described(get: Get, db: Path) -> None:
    import yaml

    from extractor.browse import HERE, NAME

    described = yaml.safe_load((HERE / "metadata.yaml").read_text("utf8"))["databases"][NAME]["tables"]
    with open_database(db) as opened:
        names = {
            name
            for (name,) in opened.connection.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
                " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'statements_fts%'"
            )
        }
    assert set(described) == names
    for name, table in described.items():
        assert get(f"/veeduria/{name}?_size=1").status_code == 200, name
        for column in (*table.get("facets", ()), *table.get("columns", ())):
            assert rows(get, name, _facet=column, _size="1") is not None, (name, column)


def test_the_matrix_has_every_function_and_every_action_with_its_letter(get: Get) -> None:
    table = rows(get, "matriz", institucion="minedu")
    filled = [row for row in table if row["acciones"]]
    assert [row["acciones"] for row in filled] == [30]
    marks = [line.partition(".")[0] for line in filled[0]["texto"].splitlines()]
    assert marks == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB", "AC", "AD"]
    assert all(row["texto"] == "No indica" for row in table if not row["acciones"])


def test_words_are_found_whatever_signs_are_typed_with_them(get: Get) -> None:
    assert [row["texto"] for row in rows(get, "buscar", palabras="coordinacion MESA")] == [
        "Se inauguró la mesa de coordinación."
    ]
    assert rows(get, "buscar", palabras='mesa" OR (x*') == []
    assert [row["id"] for row in rows(get, "statements", _search="inauguro")] == [
        row["enunciado"] for row in rows(get, "buscar", palabras="inauguró")
    ]


def test_files_not_read_and_their_problems_are_listed(get: Get) -> None:
    assert [(row["archivo"], row["problemas"]) for row in rows(get, "no_leidos")] == [("malo.pdf", "truncated")]
    assert {row["código"] for row in rows(get, "problemas")} == {"truncated"}


def test_markup_in_a_letter_is_shown_and_not_obeyed(get: Get) -> None:
    page = get("/veeduria/statements").text
    assert "&lt;b&gt;un taller" in page and "<b>un taller" not in page


# --- originals -------------------------------------------------------------------------------------------------------


def test_pages_lead_to_the_original_letter(get: Get) -> None:
    address = f"/originales/{LETTER}.pdf"
    assert f'href="{address}#page=1"' in get("/veeduria/statements").text
    assert f'href="{address}#page=1"' in get("/veeduria/documents").text
    assert f'href="{address}#page=1"' in get("/veeduria/buscar?palabras=taller").text
    response = get(address)
    assert response.content == b"%PDF-carta.pdf"
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_body_leads_to_its_matrix(get: Get) -> None:
    assert 'href="/veeduria/matriz?institucion=MINEDU"' in get("/veeduria/bodies").text


def test_only_originals_that_the_database_knows_are_sent(get: Get, db: Path) -> None:
    stranger = db.with_name(f"{db.name}.originals") / f"{'a' * 64}.pdf"
    stranger.write_bytes(b"%PDF-secret")
    for address in (
        f"/originales/{'a' * 64}.pdf",
        f"/originales/{'b' * 64}.pdf",
        "/originales/../coded.csv",
        "/originales/%2e%2e%2fcoded.csv",
        f"/originales/{LETTER}.pdf/../../coded.csv",
        f"/originales/..%2f{LETTER}.pdf",
        "/veeduria.db",
        "/-/static/../../../../etc/passwd",
    ):
        response = get(address)
        assert response.status_code in (302, 403, 404), address
        assert b"secret" not in response.content and b"docentes" not in response.content


# --- nothing but reading, nobody but this machine --------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM decisions",
        "INSERT INTO waves VALUES ('x', 'x', 'x', 'x')",
        "WITH x AS (SELECT 1) DELETE FROM statements",
        "ATTACH '/tmp/other.db' AS other",
        "PRAGMA journal_mode = DELETE",
        "SELECT load_extension('x')",
        "SELECT writefile('/tmp/x', 'y')",
        "VACUUM INTO '/tmp/copy.db'",
    ],
)
def test_no_query_writes_or_reaches_other_files(get: Get, db: Path, sql: str) -> None:
    before = db.read_bytes()
    assert get(f"/veeduria.json?sql={quote(sql)}").status_code == 400
    assert get("/veeduria", headers={"content-type": "text/plain"}).status_code == 200
    assert db.read_bytes() == before


def test_the_connection_itself_refuses_to_write(db: Path) -> None:
    with pytest.raises(PermissionError):
        site(db).get_database("veeduria").connect(write=True)


@pytest.mark.slow
def test_an_endless_query_is_stopped(get: Get) -> None:
    sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    response = get(f"/veeduria.json?sql={quote(sql)}", timeout=30)
    assert response.status_code == 400 and "took too long" in response.text


@pytest.mark.parametrize("host", ["veeduria.example", "127.0.0.1.example", "localhost.example:8001", "", "\xff"])
def test_requests_under_a_strange_name_are_refused(get: Get, host: str) -> None:
    assert get("/veeduria", headers={"host": host.encode("latin-1")}).status_code == 403


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    with listen(0) as taken, pytest.raises(BrowseError, match="cannot be used"):
        listen(taken.getsockname()[1])


def test_there_must_be_a_database(tmp_path: Path) -> None:
    result = CliRunner().invoke(build(), ["browse", "--no-open", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 2 and "There is no database" in result.output


def test_the_command_serves_this_machine_until_interrupted(db: Path) -> None:
    command = [sys.executable, "-c", "from extractor.cli import main; main()", "browse", "--port", "0", "--no-open"]
    environment = os.environ | {"LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([*command, "--db", str(db)], stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            address = re.findall(r"http://127\.0\.0\.1:\d+/veeduria", process.stdout.readline())[0]
            with urllib.request.urlopen(f"{address}/actions.json?_shape=array&_size=1", timeout=20) as response:
                assert json.load(response)[0]["institution"] == "MINEDU"
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
