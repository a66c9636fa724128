"""The queue of figures alone: accepted, corrected and rejected with the keys of the review, on both screens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.connection import open_database
from db.figures import statements_with_figures
from db.records import Filters
from db.store import open_store
from extractor.core.model import FILED_KINDS
from extractor.review.records import ReviewState, Say
from extractor.review.session import ReviewSession
from extractor.review.terminal.screen import draw
from tests.pdfs import letter_pdf, paragraphs
from tests.rounds import PACK, veeduria
from tests.web_server import serving

LETTER = [
    "En 2010 se rescató a 40 víctimas de trata de personas: 25 mujeres y 15 varones.", "",
    "Según el sistema RETA, de enero a junio de 2010 se registraron 85 denuncias.", "",
    "Se realizaron 12 operativos en la ciudad de Puno en mayo de 2010.", "",
    "Se instaló una mesa de trabajo con los alcaldes.", "",
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a.pdf").write_bytes(letter_pdf(*paragraphs(*LETTER)))
    assert veeduria(tmp_path / "v.db", "ingest", str(tmp_path / "a.pdf")).exit_code == 0
    return tmp_path / "v.db"


@pytest.fixture
def session(path: Path) -> Iterator[ReviewSession]:
    with open_store(path) as store:
        yield ReviewSession(store, PACK, "ana", Filters(figures=True))


def press(session: ReviewSession, state: ReviewState, *keys: str) -> ReviewState:
    for key in keys:
        state = session.press(state, key)
    return state


def reviewed(path: Path) -> dict[float, str | None]:
    rows = map(json.loads, veeduria(path, "export", "figures", "--format", "jsonl").output.splitlines())
    return {row["value"]: row["reviewed"] for row in rows}


def status(path: Path) -> list[int]:
    said: list[int] = json.loads(veeduria(path, "status", "--json").output)["figures"]
    return said


def test_what_tells_figures_waits_whatever_it_is_and_one_key_does_one_thing(path: Path, session: ReviewSession) -> None:
    state = session.open()
    assert len(state.queue) == 3 and status(path) == [3, 0]
    shown = "\n".join(line.plain for line in draw(state, 100, 30))
    assert "figures of 0/3 reviewed" in shown and "40 rescatados, when=2010" in shown and "sex=f" in shown
    state = press(session, state, "a")
    assert state.message and state.message.say is Say.FIGURES_KEPT and state.settled == 1
    state = press(session, state, "e", "ctrl-u", *"86 denuncias, register=RETA, when=2010-01..2010-06", "enter")
    state = press(session, state, "r")
    assert state.settled == 3 and state.item is None and status(path) == [0, 3]
    assert reviewed(path) == {40: "accepted", 25: "accepted", 15: "accepted", 86: "corrected", 12: "rejected"}
    state = press(session, state, "u")
    assert state.settled == 2 and reviewed(path)[12] is None and status(path) == [1, 2]


def test_figures_are_reviewed_and_nothing_is_filed_there(path: Path, session: ReviewSession) -> None:
    state = session.open()
    for key in ("1", "/", "k", "x", "m", "A", "S", "v"):
        state = press(session, state, key)
        assert state.message and state.message.say is Say.FIGURES_ALONE, key
    press(session, state, "a")
    found = json.loads(veeduria(path, "status", "--json").output)
    assert not any(found["kinds"][kind][1] for kind in FILED_KINDS) and status(path) == [2, 1]


def test_skipping_leaves_them_open_and_the_place_is_kept(path: Path, session: ReviewSession) -> None:
    state = press(session, session.open(), "s", "s")
    assert state.settled == 0 and state.at == 2
    assert session.open().at == 2 and status(path) == [3, 0]


def test_status_tells_how_many_are_open_and_a_sheet_is_no_place_for_them(path: Path, tmp_path: Path) -> None:
    assert "with figures" in veeduria(path, "status").output
    said = veeduria(path, "review", "--figures", "--to-sheet", str(tmp_path / "a.xlsx"))
    assert said.exit_code == 2 and "--figures goes without a spreadsheet" in said.output


def test_the_browser_asks_about_figures_too(path: Path) -> None:
    pytest.importorskip("starlette")
    pytest.importorskip("uvicorn")
    with serving(path, "--figures") as served:
        page = served.open()
        view = page.view
        assert view["progress"] == "figures of 0/3 reviewed" and view["item"]["suggestions"] == []
        assert next(said for _label, said in view["item"]["details"]).startswith("40 rescatados")
        assert view["item"]["laws"] == view["item"]["precedents"] == []
        marked = [piece["text"] for piece in view["item"]["pieces"] if "evidence" in piece["is"]]
        assert any("40" in text for text in marked) and not any("rescat" in text for text in marked)
        view = page.act("accept")
        assert view["progress"] == "figures of 1/3 reviewed"
        view = page.act("details")
        assert view["question"]["lines"][view["question"]["at"]]["name"] == "figures"
        assert page.act("leave")["question"] is None
        assert page.act("reject")["settled"] == 2
    assert reviewed(path)[40] == "accepted"


def test_a_corrected_date_is_no_review_of_the_figures_beside_it(path: Path) -> None:
    """They were taken for reviewed as soon as anything of their statement was corrected."""
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters())
        state = session.open()
        while state.item and state.item.statement and "85 denuncias" not in state.item.statement.text:
            state = press(session, state, "right")
        state = press(session, state, "e", "ctrl-u", *"2011-01", "enter")
        assert state.message and state.message.say is Say.DETAILS_SET
    assert status(path) == [3, 0] and reviewed(path)[85] is None
    rows = map(json.loads, veeduria(path, "export", "statements", "--format", "jsonl").output.splitlines())
    assert ["2011-01-01"] in [[one["first"] for one in row["details"].get("dates", ())] for row in rows]
    with open_store(path) as store:
        session = ReviewSession(store, PACK, "ana", Filters(figures=True))
        press(session, session.open(), "a", "a", "a")
    assert status(path) == [0, 3] and reviewed(path)[85] == "accepted"


def test_a_date_corrected_later_leaves_the_figures_reviewed(path: Path, session: ReviewSession) -> None:
    press(session, session.open(), "a", "a", "a")
    other = ReviewSession(session.store, PACK, "ana", Filters())
    state = other.open()
    press(other, state, "e", "ctrl-u", *"2011-01", "enter")
    assert status(path) == [0, 3]


def test_counting_what_tells_figures_reads_no_other_statements(path: Path) -> None:
    with open_database(path) as db:
        asked: list[str] = []
        db.connection.set_trace_callback(asked.append)
        assert statements_with_figures(db) == (3, 0)
        db.connection.set_trace_callback(None)
        (query,) = asked
        plan = [row[-1] for row in db.connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    read = [
        step for step in plan if step.startswith(("SCAN", "SEARCH")) and step.split()[1] in ("statements", "decisions")
    ]
    assert len(read) == 3 and all("statements_figures" in step or "decisions_figures" in step for step in read), plan
