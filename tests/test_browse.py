"""`veeduria browse`: a real Datasette over a real database; nothing but reading, nobody but this machine."""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from db.connection import open_database
from db.store import open_store
from extractor.cli import build
from rules.loader import load_pack
from tests.made import AT, PACK, reading, saved, sha_of, unread
from tests.test_spanish import english

pytest.importorskip("datasette")
from extractor.browse import BrowseError, listen, site
from extractor.browse.spanish import table_script, words

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
    client = site(db).client  # unmasked

    def answer(address: str, **options: Any) -> Any:
        return asyncio.run(client.get(address, **options))

    return answer


@pytest.fixture(scope="module")
def ask(db: Path) -> Get:
    """Put a query to a page where queries are allowed; return the state of the answer."""
    client = site(db, sql=True).client
    return lambda sql: asyncio.run(client.get(f"/veeduria.json?sql={quote(sql)}")).status_code


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


PAGES = (
    "/", "/veeduria", "/veeduria/statements?_search=taller&kind=action&_sort_desc=page&_facet_array=cues",
    "/veeduria/statements?id__exact=zz", "/veeduria/statements/{id}", "/veeduria/actions",
    "/veeduria/documents?_size=1",
    "/veeduria/buscar?palabras=taller", "/veeduria/buscar?palabras=zzzz", "/veeduria/nada", "/nada",
    "/veeduria/statements/nada", "/veeduria/statements?_sort=nada", "/veeduria?sql=select+1", "/veeduria?sql=selec+1",
)  # fmt: skip


def test_every_page_is_spanish_and_texts_come_first(db: Path) -> None:
    client = site(db, sql=True).client
    first = asyncio.run(client.get("/veeduria/statements.json?_size=1&_shape=array")).json()[0]
    for page in PAGES:
        shown = asyncio.run(client.get(page.format(**first))).text
        said = re.sub(r"(?s)<(script|style|pre|textarea|td|code)[ >].*?</\1>", " ", shown)
        values = re.findall(r'<input type="submit" value="([^"]*)"', said)
        said = re.sub(r'(?s)<ul class="tight-bullets">.*?</ul>', " ", said)  # values
        assert english(html.unescape(re.sub(r"<[^>]+>", "\n", said)) + "\n".join(values)) == set(), page
    table = asyncio.run(client.get("/veeduria/statements")).text
    assert re.findall(r'<th[^>]* data-column="([^"]*)"', table)[0] == "text"
    assert re.findall(r'<td class="col-(\w+)', table)[0] == "text" and ">Entidad<" in table


def test_every_piece_that_is_said_in_spanish_stands_in_datasette() -> None:
    import datasette

    folder = Path(datasette.__file__).parent
    source = "".join(file.read_text("utf8") for file in (*(folder / "templates").iterdir(), folder / "static/table.js"))
    assert [piece for piece in words()["pages"] if piece not in source] == []
    assert english(re.sub(r"(?s)^(.*?</div>`;).*", r"\1", table_script())) <= {"hide", "column"}  # names of classes


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
def test_no_query_writes_or_reaches_other_files(
    get: Get, ask: Get, db: Path, sql: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = db.read_bytes()
    assert get(f"/veeduria.json?sql={quote(sql)}").status_code in (400, 403)  # nobody asked for it
    assert ask(sql) == 400
    told = "".join(capfd.readouterr())
    assert "Traceback" not in told and told.count("\n") <= 1  # nothing of what its frames hold
    assert get("/veeduria", headers={"content-type": "text/plain"}).status_code == 200
    assert db.read_bytes() == before


def test_the_connection_itself_refuses_to_write(db: Path) -> None:
    with pytest.raises(PermissionError):
        site(db).get_database("veeduria").connect(write=True)


@pytest.mark.slow
def test_an_endless_query_is_stopped(db: Path) -> None:
    sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    response = asyncio.run(site(db, sql=True).client.get(f"/veeduria.json?sql={quote(sql)}", timeout=30))
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
            address, query = re.findall(r"(http://127\.0\.0\.1:\d+/veeduria)(\?\S+)", process.stdout.readline())[0]
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            assert browser.open(f"{address}{query}", timeout=20).status == 200
            with browser.open(f"{address}/actions.json?_shape=array&_size=1", timeout=20) as response:
                assert json.load(response)[0]["institution"] == "MINEDU"
            for asked in (address, f"{address}{query}"):  # without the session, or with a token that is spent
                with pytest.raises(urllib.error.HTTPError, match="401"):
                    urllib.request.urlopen(asked, timeout=20)
            for header in (
                {"Host": "evil.example"},
                {"Origin": "http://evil.example"},
                {"Sec-Fetch-Site": "cross-site"},
            ):
                with pytest.raises(urllib.error.HTTPError, match="403"):
                    browser.open(urllib.request.Request(f"{address}/actions.json", headers=header), timeout=20)
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0


# --- private data -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("private") / "v.db"
    texts = ("La menor Zorayda Tumbaychiqui, con DNI 40123987, fue atendida en Puno.", "Tumbaychiqui volvió a casa.")
    with open_store(path) as store:
        run = store.begin_run("1", load_pack(), {}, AT)
        store.save([saved("Carta_Zorayda_Tumbaychiqui.pdf", reading("Carta_Zorayda_Tumbaychiqui.pdf", texts))], run)
    return path


def test_private_data_is_masked_on_every_page_unless_asked_for(private: Path) -> None:
    import yaml

    from extractor.browse import HERE, NAME

    described = yaml.safe_load((HERE / "metadata.yaml").read_text("utf8"))["databases"][NAME]
    masked_site, open_ = site(private, load_pack()).client, site(private).client
    addresses = [f"/veeduria/{table}" for table in described["tables"]]
    addresses += [f"/veeduria/{name}?institucion=MINEDU&palabras=Puno" for name in described["queries"]]
    addresses += ["/veeduria/statements?_search=Puno", "/veeduria/statements?_facet=text", "/veeduria/letters"]
    addresses += [address.replace("?", ".json?") if "?" in address else f"{address}.json" for address in addresses]
    for address in addresses:
        response = asyncio.run(masked_site.get(address))
        assert response.status_code in (200, 404), (address, response.text[:300])
        shown = response.text.replace("Puno", "")
        assert not any(word in shown for word in ("Zorayda", "Tumbaychiqui", "40123987")), address
    masked = asyncio.run(masked_site.get("/veeduria/statements.json?_shape=array")).json()
    assert masked[0]["text"] == "La menor [nombre], con DNI [DNI], fue atendida en Puno."
    assert "Zorayda" in asyncio.run(open_.get("/veeduria/statements")).text
    sha256 = sha_of("Carta_Zorayda_Tumbaychiqui.pdf")
    assert asyncio.run(masked_site.get(f"/originales/{sha256}.pdf")).status_code == 403


@pytest.mark.slow
def test_a_query_cannot_take_all_memory_nor_time(private: Path) -> None:
    """Bounds: 5 s and 512 MB for a query; what is above is Python's own copy of an answer, and a busy machine."""
    resource = pytest.importorskip("resource")  # not on Windows
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    client = site(private, load_pack(), sql=True).client
    for sql in (
        "SELECT zeroblob(4000000000)",
        "SELECT replace(hex(zeroblob(4000000)), '0', hex(zeroblob(4000)))",
        "WITH RECURSIVE c(x, y) AS (SELECT 1, zeroblob(7000000) UNION ALL SELECT x + 1, randomblob(7000000) FROM c"
        " LIMIT 2000) SELECT * FROM c ORDER BY 2",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
    ):
        began = process_time()
        assert asyncio.run(client.get(f"/veeduria.json?sql={quote(sql)}", timeout=30)).status_code in (400, 500), sql
        assert process_time() - began < 15, sql
    assert asyncio.run(client.get("/veeduria/statements.json")).status_code == 200
    unit = 1 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 1_000_000_000


@pytest.mark.slow
@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="needs chromium")
def test_a_strange_page_in_a_real_browser_reads_nothing(private: Path, tmp_path: Path) -> None:
    """The page of another site tries to fetch, frame, load as an image or script, and time what is served here."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    command = [sys.executable, "-c", "from extractor.cli import main; main()", "browse", "--port", "0", "--no-open"]
    environment = os.environ | {"LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([*command, "--db", str(private)], stdout=subprocess.PIPE, text=True, env=environment) as ours:
        assert ours.stdout is not None
        address, query = re.findall(r"(http://127\.0\.0\.1:\d+/veeduria)(\?\S+)", ours.stdout.readline())[0]
        page = f"""<!doctype html><body><p id=said>nothing</p><script>
            const at = "{address}/statements.json?_search=Zorayda"; const said = [];
            const told = (what, how) => {{ said.push(what + ":" + how); document.title = said.join(" ");
                document.getElementById("said").textContent = said.join(" "); }};
            fetch(at).then(r => r.text().then(t => told("fetch", t.length))).catch(() => told("fetch", "refused"));
            fetch(at, {{credentials: "include"}}).then(r => told("with", r.status))
                .catch(() => told("with", "refused"));
            fetch(at, {{mode: "no-cors", credentials: "include"}}).then(r => told("opaque", r.type + r.status))
                .catch(() => told("opaque", "refused"));
            const image = new Image(); image.onload = () => told("image", "loaded");
            image.onerror = () => told("image", "refused"); image.src = at;
            const script = document.createElement("script"); script.onload = () => told("script", "loaded");
            script.onerror = () => told("script", "refused"); script.src = at; document.body.append(script);
            </script></body>""".encode()

        class Strange(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Strange)
        Thread(target=server.serve_forever, daemon=True).start()
        browse = [
            "/usr/bin/chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
        ]
        browse += ["--virtual-time-budget=8000", "--dump-dom"]
        try:
            opened = subprocess.run([*browse, f"{address}{query}"], capture_output=True, text=True, timeout=120).stdout
            assert "Preguntas preparadas" in opened  # the analyst, whose session the strange page could use
            seen = subprocess.run(
                [*browse, f"http://localhost:{server.server_port}/"], capture_output=True, text=True, timeout=120
            ).stdout
            assert "fetch:refused" in seen and "with:refused" in seen
            assert "image:loaded" not in seen and "script:loaded" not in seen and "nombre" not in seen
        finally:
            server.shutdown()
            ours.send_signal(signal.SIGINT)
            ours.wait(timeout=20)
