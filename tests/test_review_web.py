"""The review that is served: who is answered, and that what was decided is kept."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.connection import open_database
from db.outline import outline
from db.settings import SHOWN
from db.store import open_store
from tests.made import AT, PACK, reading, saved, sha_of
from tests.pdfs import placed
from tests.review_letters import review_database
from tests.rounds import veeduria
from tests.web_server import Served, serving

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(review_database(tmp_path_factory.mktemp("web") / "v.db")) as served:
        yield served


def sha(served: Served) -> str:
    letter: str = served.open().view["letter"]["id"]
    return letter


PATHS = (
    "/",
    "/static/app.js",
    "/static/review.css",
    "/api/open",
    "/api/act",
    "/api/letter/x",
    "/image/x/1/130",
    "/no",
    "",
)


@pytest.mark.parametrize("path", PATHS)
def test_without_the_token_nothing_is_answered(served: Served, path: str) -> None:
    assert served.ask(path or "/?token=", token="")[0] in (401, 403)
    assert served.ask(path, token="wrong")[0] in (401, 403)
    assert served.ask(path, {}, token="")[0] in (401, 403)


def test_the_address_opens_the_page_and_leaves_a_cookie_that_scripts_cannot_read(served: Served) -> None:
    status, headers, body = served.ask(served.address.partition(served.host)[2], token="")
    assert status == 200 and b"static/app.js" in body
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and served.token in cookie
    assert served.ask("/", token="", Cookie=cookie.partition(";")[0])[0] == 200
    assert "default-src 'none'" in headers["content-security-policy"] and "no-store" in headers["cache-control"]
    assert "access-control-allow-origin" not in {name.lower() for name in headers}


def test_strange_names_and_strange_pages_are_refused_even_with_the_token(served: Served) -> None:
    assert served.ask("/", Host="evil.example")[0] == 403
    assert served.ask("/", Host=f"evil.example:{served.host.partition(':')[2]}")[0] == 403
    assert served.ask("/api/open", {}, Origin="http://evil.example")[0] == 403
    assert served.ask("/api/open", {}, Origin="null")[0] == 403
    assert served.ask("/api/open", {}, Sec_Fetch_Site="cross-site")[0] == 403
    assert served.ask("/static/app.js", Sec_Fetch_Site="same-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert served.ask("/api/open", {}, Origin=f"http://{served.host}", Sec_Fetch_Site="same-origin")[0] == 200


def test_nonsense_is_refused_and_ends_nothing(served: Served) -> None:
    assert served.ask("/api/open", {}, Content_Type="text/plain")[0] == 415
    assert served.ask("/api/act", {"session": "none", "acts": 0, "intent": {"name": "accept"}})[0] == 410
    page = served.open()
    for intent in ({}, {"name": "pick", "value": "x"}, {"name": "add", "values": {"page": "x"}}, {"name": "scroll"}):
        assert served.ask("/api/act", {"session": page.session, "acts": 0, "intent": intent})[0] in (200, 400)
    assert served.ask("/api/open", [1])[0] == 400
    assert served.ask("/image/../../etc/passwd")[0] == 404
    assert served.ask(f"/image/{'a' * 64}/1/130")[0] == 404
    assert served.ask(f"/original/{'a' * 64}")[0] == 404
    assert served.open().view["item"]


def test_a_wish_sent_twice_is_carried_out_once(served: Served) -> None:
    page = served.open(reviewer="twice")
    sent = {"session": page.session, "acts": 0, "intent": {"name": "reject"}}
    first, second = (json.loads(served.ask("/api/act", sent)[2]) for _ in range(2))
    assert first["acts"] == second["acts"] == 1
    assert first["view"]["item"]["id"] == second["view"]["item"]["id"]
    page.reply = second
    assert "Taken back" in page.act("undo")["message"]
    assert "nothing of yours" in page.act("undo")["message"]


def test_a_stretch_of_the_page_or_of_the_text_becomes_an_action_or_moves_borders(served: Served) -> None:
    page = served.open(reviewer="marks")
    first = page.view["item"]
    moved = page.act("move", start=first["boxes"] and 82, end=130)
    assert "borders" in moved["message"] and moved["item"]["id"] != first["id"]
    added = page.act("add", page=1, x0=60, top=215, x1=530, bottom=255)
    assert "Added" in added["message"]
    focus = [piece["text"] for piece in added["item"]["pieces"] if "focus" in piece["is"]]
    assert "once provincias" in "".join(focus)
    assert "no words" in page.act("add", page=1, x0=0, top=0, x1=5, bottom=5)["message"]
    page.act("undo")
    assert page.act("undo")["item"]["id"] == first["id"]


def test_one_statement_can_be_opened(served: Served) -> None:
    with open_database(served.database) as db:
        wanted = [row.id for row in queries.statements(db)][-2]
    assert served.open(at=wanted).view["item"]["id"] == wanted


def test_the_ids_of_reports_open_their_statements_beside_the_page(served: Served, tmp_path: Path) -> None:
    with open_database(served.database) as db:
        filed = next(row.id for row in queries.statements(db) if row.kind == "action")
    served.open(at=filed).act("accept")
    for suffix in ("csv", "html", "xlsx", "docx", "jsonl"):
        path = tmp_path / f"m.{suffix}"
        assert veeduria(served.database, "report", "matrix", "--all", "-o", str(path)).exit_code == 0
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        else:
            text = path.read_text("utf8")
        opened = [served.open(at=id) for id in set(re.findall(r"\b[0-9a-f]{16}\b", text))]
        assert filed in [one.view["item"]["id"] for one in opened], suffix


def test_the_page_s_image_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    database = review_database(tmp_path / "v.db")
    with serving(database) as served:
        letter = sha(served)
        (tmp_path / "v.db.originals" / f"{letter}.pdf").write_bytes(placed([(70, 100, "Se capacitó a docentes.")]))
        status, headers, image = served.ask(f"/image/{letter}/1/130")
        assert status == 200 and image[:2] == b"\xff\xd8" and headers["content-type"] == "image/jpeg"
        (kept,) = (tmp_path / "v.db.pages").iterdir()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
        assert served.ask(f"/image/{letter}/1/130")[2] == image
        assert served.ask(f"/image/{letter}/7/130")[0] == 404
        (tmp_path / "v.db.originals" / f"{letter}.pdf").write_bytes(b"%PDF-1.4 nothing")
        assert served.ask(f"/image/{letter}/1/220")[0] == 404
        status, headers, _ = served.ask(f"/original/{letter}")
        assert status == 200 and headers["content-disposition"].startswith("attachment")


def test_killing_the_server_loses_nothing(tmp_path: Path) -> None:
    database = review_database(tmp_path / "v.db")
    for number in range(5):
        with serving(database) as served:
            assert served.open().act("accept" if number % 2 else "skip")
    with open_database(database) as db:
        assert [row.verdict for row in queries.decisions(db)] == [
            "skipped",
            "accepted",
            "skipped",
            "accepted",
            "skipped",
        ]


def test_what_is_masked_is_listed_and_ruled_once_in_the_reviewer_s_name(tmp_path: Path) -> None:
    database = review_database(tmp_path / "v.db", "Se atendió a la menor Yolanda Quispe Mamani en su colegio.")
    with serving(database) as served:
        page = served.open(reviewer="eva")
        asked = {"session": page.session}
        (run,) = [
            run
            for run in json.loads(served.ask("/api/masked", asked)[2])["runs"]
            if "Yolanda Quispe Mamani" in run["text"]
        ]
        assert "menor" in run["before"] and run["letters"] == 1
        assert served.ask("/api/rule", asked | {"text": run["text"], "ruling": "nonsense"})[0] == 409
        assert served.ask("/api/rule", {"session": "none", "text": run["text"], "ruling": "public"})[0] == 410
        assert served.ask("/api/rule", asked | {"text": run["text"], "ruling": "public"})[0] == 200
        left = json.loads(served.ask("/api/masked", asked)[2])["runs"]
        assert run["text"] not in [one["text"] for one in left]
    with open_database(database) as db:
        rows = db.connection.execute("SELECT ruling, reviewer FROM releases").fetchall()
    assert rows == [("public", "eva")]


def test_a_long_statement_is_cut_in_the_list_with_a_mark_that_it_goes_on(tmp_path: Path) -> None:
    long = "Se capacitó a docentes de " + ", ".join(f"la provincia {number}" for number in range(20)) + "."
    with open_store(tmp_path / "v.db") as store:
        store.save([saved("a.pdf", reading("a.pdf", (long, "Se hizo una feria.")))], store.begin_run("1", PACK, {}, AT))
        cut, whole = outline(store, sha_of("a.pdf"))
    assert cut.text.endswith("…") and len(cut.text) <= SHOWN and whole.text == "Se hizo una feria."
