"""The review in a real browser, without a pointer: the session of docs/review.md, and what only a browser does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.review.keys import KEYS
from tests.chrome import BROWSER, Page, browser
from tests.review_letters import review_database
from tests.test_cli_ingest import LETTERS, run
from tests.test_review_docs import session
from tests.web_server import Served, serving

pytest.importorskip("starlette")
AXE = os.environ.get("AXE_CORE", "")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not BROWSER, reason="needs chromium")]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(review_database(tmp_path / "v.db")) as served:
        yield served


@pytest.fixture
def page(served: Served, tmp_path: Path) -> Iterator[Page]:
    with browser(tmp_path) as page:
        page.size(1280, 900)
        page.go(served.address)
        yield page
        assert not [said for said in page.complaints if "404" not in said]


def test_the_documented_session_happens_with_the_same_keys(page: Page) -> None:
    for key, says in session():
        names = {"\r": "Enter", "\x1b": "Esc"}
        page.press(names.get(key, key), sees="" if key == "q" else says)
    page.until("document.body.dataset.over")


def test_everything_that_a_key_wants_has_a_button_too(page: Page) -> None:
    wanted = set(page.run("[...document.querySelectorAll('#commands [data-wish]')].map(node => node.dataset.wish)"))
    assert set(KEYS.values()) - {"original"} == wanted  # the original has a link beside its page


def test_the_line_that_is_written_on_is_in_sight_on_a_phone(page: Page) -> None:
    page.size(390, 700, phone=True)
    page.press("e", sees="Details of the action")
    top, bottom, footer = page.run(
        "(() => { const field = document.activeElement.getBoundingClientRect(); return [field.top, field.bottom,"
        " document.querySelector('footer').getBoundingClientRect().top]; })()"
    )
    assert 20 < top < bottom < footer


def test_the_title_of_what_is_read_is_in_sight(page: Page) -> None:
    page.press("?", sees="Keys")
    title, desk = page.run(
        "['#question h3', '#desk'].map(one => document.querySelector(one).getBoundingClientRect().top)"
    )
    assert title >= desk


def test_the_token_does_not_stay_in_the_address(page: Page, served: Served) -> None:
    assert served.token not in str(page.run("location.href + document.documentElement.outerHTML"))


def test_single_keys_can_be_switched_off_and_are_dead_in_fields(page: Page) -> None:
    page.press("n", sees="Note")
    page.press("rxk", sees="rxk")
    page.press("Esc")
    page.until("document.getElementById('question').hidden")
    page.click("#show-settings")
    page.click("#single-keys")
    page.click("#settings .closes")
    page.press("r")
    page.run("document.getElementById('statement').focus()")
    page.press("rk12")
    assert "0/9 decided" in page.text and page.run("document.body.dataset.acts") == "2"
    page.click('[data-wish="reject"]')
    page.sees("1/9 decided")


def test_a_key_can_be_changed_and_a_clash_is_refused(page: Page) -> None:
    page.click("#show-settings")
    page.click('#settings [data-wish="reject"]')
    page.press("k", sees="another meaning")
    page.click('#settings [data-wish="reject"]')
    page.press("y")
    page.until("document.querySelector('#settings [data-wish=reject]').textContent === 'y'")
    page.click("#settings .closes")
    page.run("document.getElementById('statement').focus()")
    page.press("r", sees="Nothing happens with")
    page.press("y", sees="1/9 decided")
    assert page.run("localStorage.length") == 1


def test_what_is_on_screen_is_said_aloud(page: Page) -> None:
    said = page.run("document.getElementById('live').textContent")
    assert "1 of 9" in said and "action done" in said and "73%" in said
    page.press("Enter")
    page.until("document.getElementById('live').textContent.includes('2 of 9')")


def test_a_box_is_clicked_and_drawn_on_the_page_and_words_are_marked(tmp_path: Path) -> None:
    run("ingest", LETTERS / "gr_carta_mat.pdf", "--workers", 1, "--ocr", "off", db=tmp_path / "v.db")
    with serving(tmp_path / "v.db") as served, browser(tmp_path) as page:
        page.size(1280, 900)
        page.go(served.address)
        shown = "document.getElementById('paper').dataset.shown?.endsWith(document.body.dataset.item)"
        page.until(f"{shown} && document.getElementById('picture').naturalWidth")
        middle = "(box => [box.x + box.width / 2, box.y + box.height / 2])(window.other.getBoundingClientRect())"
        page.run("window.other = [...document.querySelectorAll('.box.other')].at(-2); window.wanted = other.dataset.id")
        x, y = page.run(middle)
        page.mouse("mousePressed", x, y)
        page.mouse("mouseReleased", x, y)
        page.until("document.body.dataset.item === window.wanted")
        page.until(shown)
        page.run("window.other = [...document.querySelectorAll('.box.other')].at(-1)")
        x0, y0, x1, y1 = page.run("(box => [box.x, box.y, box.right, box.bottom])(other.getBoundingClientRect())")
        page.drag(x0 + 2, y0 + 2, x1 - 2, y1 - 2)
        page.click("#mark-add")
        page.sees("Added; now file it")
        page.run("document.getElementById('statement').focus()")
        page.press("u", sees="Taken back: added")
        page.run("getSelection().setBaseAndExtent(document.querySelector('#pieces .focus').firstChild, 0,"
                 " document.querySelector('#pieces .focus').firstChild, 12)")  # fmt: skip
        page.until("!document.getElementById('marked').hidden")
        page.click("#mark-add")
        page.sees("Added; now file it")
        assert not page.complaints


@pytest.mark.parametrize("lang", ["en", "es"])
def test_both_languages_and_no_word_is_missing(served: Served, tmp_path: Path, lang: str) -> None:
    with browser(tmp_path) as page:
        page.go(served.address)
        page.run(f"localStorage.setItem('veeduria.review', JSON.stringify({{lang: '{lang}'}}))")
        page.go(served.address)
        page.sees({"en": "undo", "es": "deshacer"}[lang])
        assert "undefined" not in page.text and page.run("document.documentElement.lang") == lang


@pytest.mark.parametrize(("width", "phone"), [(360, True), (768, False), (1280, False)])
def test_nothing_is_wider_than_the_screen(page: Page, width: int, phone: bool) -> None:
    page.size(width, 740, phone=phone)
    assert page.run("document.documentElement.scrollWidth") <= width


def test_unit_and_text_for_print_are_written_without_a_pointer(page: Page) -> None:
    page.press("w", sees="Unit and text for print")
    page.press("End", " Norte")
    page.press("Tab", "End", " Y más.", "Enter", sees="printed: UGEL San Román Norte")
    assert "Y más." in page.text


def test_a_body_outside_the_list_is_named_and_its_action_gets_a_level(page: Page, served: Served) -> None:
    for _ in range(7):
        page.press("Right")
    page.sees("Which institution wrote this letter?")
    page.press("Instituto Andino", sees="outside the list: Instituto Andino")
    page.press("Enter", sees="a number says its level")
    page.press("2", sees="Protección y asistencia")
    page.sees("1/9 decided")


def test_what_is_masked_is_ruled_by_keys(tmp_path: Path) -> None:
    database = review_database(tmp_path / "v.db", "Se atendió a la menor Yolanda Quispe Mamani en su colegio.")
    with serving(database) as served, browser(tmp_path) as page:
        page.go(served.address)
        page.click("#show-privacy")
        page.until("document.querySelectorAll('#privacy-rows li').length === 1")
        page.press("s")
        assert page.run("document.querySelectorAll('#privacy-rows [aria-pressed=true]').length") == 0
        page.press("r")
        page.until("document.querySelectorAll('#privacy-rows [aria-pressed=true]').length === 1")
        assert not [said for said in page.complaints if "404" not in said]  # these letters have no pages to draw


@pytest.mark.parametrize("shown", ["", *"wenikx/+Avpl?", "#show-settings", "#show-privacy"])
@pytest.mark.skipif(not AXE, reason="needs AXE_CORE, the path of axe.min.js (npm install axe-core)")
def test_axe_finds_no_serious_fault(page: Page, shown: str) -> None:
    if shown.startswith("#"):
        page.click(shown)
    else:
        page.press(shown)
    page.run(Path(AXE).read_text("utf8") + ";1")
    for dark in (False, True):
        page.dark(dark)
        found = page.run("axe.run().then(said => said.violations.map(one => [one.impact, one.id, one.help]))")
        assert not [fault for fault in found if fault[0] in ("serious", "critical")], found
