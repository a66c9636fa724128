from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from rapidfuzz.distance import Levenshtein
from rapidocr.ch_ppocr_rec.typings import TextRecInput, TextRecOutput
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.core.model import Page, Reading
from extractor.read.legibility import legibility, page_text
from extractor.read.letter import ReadOptions, read_letter
from extractor.read.ocr import image as images
from extractor.read.ocr.engines import Engine, EngineFailed, NoEngine, engine, engines
from extractor.read.ocr.lines import repair, to_lines
from extractor.read.ocr.rapid import QUICK, _Latin, _TwoLooks, is_latin, model_files
from extractor.read.ocr.runs import OcrRun
from extractor.read.ocr.scan import read_image
from extractor.read.pages import read_pages
from extractor.read.render import cut_images, image_shares, render_pages
from extractor.read.scans import read_scans
from rules.loader import load_pack
from rules.words import fold
from tests.letter_files import LETTER, pdf, sample_letter
from tests.scanned import drawn, noisy, scan

TEXT = [line.format(number=128) for line in LETTER]
HAS_TESSERACT = shutil.which("tesseract") is not None


@cache
def frequent() -> frozenset[str]:
    return frozenset(fold(word) for word in load_pack().reading.words)


def read(data: bytes, mode: str = "rapidocr", cache: Path | None = None) -> Reading:
    return read_letter(data, load_pack(), ReadOptions(ocr=mode, cache=cache))


def text_of(page: Page) -> str:
    return " ".join(page_text(page).split())


def errors(page: Page, text: list[str]) -> float:
    original = " ".join(text)
    return Levenshtein.distance(text_of(page), original) / len(original)


# --- images ---


@pytest.mark.parametrize("slant", [-4.0, -1.3, 0.0, 0.4, 2.7])
def test_a_slanted_page_is_made_level(slant: float) -> None:
    page = noisy(drawn(pdf([TEXT * 3])), slant)
    assert images.skew(page) == pytest.approx(-slant, abs=0.15)
    assert images.skew(images.straighten(page)) == pytest.approx(0, abs=0.15)


def test_shadows_are_taken_off_and_print_stays() -> None:
    page = drawn(pdf([TEXT * 3]))
    shaded = (page * np.linspace(1.0, 0.45, page.shape[1])[None, :]).astype(np.uint8)
    paper, ink = page > 250, page < 60
    assert shaded[paper].std() > 25 and images.even(shaded)[paper].std() < 10
    assert np.median(images.even(shaded)[paper]) >= 245
    assert images.even(shaded)[ink].mean() < 100


def test_specks_are_taken_off_and_print_without_grain_left_alone() -> None:
    page = drawn(pdf([TEXT * 3]), 300)
    sparse = np.full((2000, 2000), 250, np.uint8)
    sparse[100:110, 100:1900] = 0
    assert np.array_equal(images.smooth(sparse), sparse)
    paper = page == 255
    for grain in (8, 40):
        speckled = np.clip(page * 0.9 + np.random.default_rng(1).normal(0, grain, page.shape), 0, 255).astype(np.uint8)
        assert images.smooth(speckled)[paper].std() < 0.7 * speckled[paper].std()


@given(st.sampled_from([0, 90, 180, 270]), st.sampled_from([0, 90, 180, 270]))
def test_turns_add_up(first: int, second: int) -> None:
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(images.turn(images.turn(image, first), second), images.turn(image, (first + second) % 360))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_turn_that_makes_print_level_is_tried_first(turned: int) -> None:
    page = images.turn(noisy(drawn(pdf([TEXT * 3])), 1.0), turned)
    assert -turned % 360 in images.turns_to_try(page)[:2]


def test_the_lines_of_a_table_are_found_and_underlined_words_are_not_uprights() -> None:
    page = np.full((1000, 800), 255, np.uint8)
    for y in (100, 200, 300):
        page[y : y + 2, 100:701] = 0
    for x in (100, 400, 700):
        page[100:301, x : x + 2] = 0
    found = images.rulings(page).edges
    level = sorted(round(top) for x0, top, x1, bottom in found if top == bottom and x1 - x0 > 580)
    upright = sorted(round(x0) for x0, top, x1, bottom in found if x0 == x1 and bottom - top > 180)
    assert level == [101, 201, 301] and upright == [101, 401, 701]


def test_an_empty_sheet_is_not_read_at_all() -> None:
    def fails(image: images.Image) -> list[OcrRun]:
        raise AssertionError

    blank = read_image(np.full((1000, 800), 250, np.uint8), Engine("none", 150, fails))
    assert blank.blank and blank.runs == ()


def test_pages_are_drawn_within_the_cap_on_pixels_or_not_at_all() -> None:
    from reportlab.pdfgen.canvas import Canvas

    for side, expected in ((800, 1), (12_000, 0), (2**20, 0)):
        canvas = Canvas("", pagesize=(side, side))
        canvas.drawString(10, 10, "x")
        found = list(render_pages(canvas.getpdfdata(), [1], 300, max_pixels=1_000_000))
        assert len(found) == expected
        assert all(0 < page.image.size <= 1_003_000 for page in found)


# --- lines ---


@given(st.lists(st.sampled_from([*"aeiouñÑ 0123456789N°*?-/", "N° ", "N* 12"]), max_size=30).map("".join))
@example("N0 0")
def test_repair_changes_nothing_twice_and_no_digit_but_the_nought_of_a_number_sign(text: str) -> None:
    once = repair(text)
    assert repair(once) == once
    signed = re.sub(r"\bN0(?=\s+\d)", "N°", text)
    assert [c for c in once if c.isdigit()] == [c for c in signed if c.isdigit()]


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("OFICIO N? 12-2011", "OFICIO N° 12-2011"),
        ("Ley N*28950", "Ley N°28950"),
        ("CARTA NY? 14-2012-AB", "CARTA N° 14-2012-AB"),
        ("VISTA NY 14", "VISTA NY 14"),
        ('3" Charlas en ferias', "3° Charlas en ferias"),
        ("Carta N° 98-201 1-OC, marzo de 201 1", "Carta N° 98-2011-OC, marzo de 2011"),
        ("201 15 niños, 200 5, 1201 1", "201 15 niños, 200 5, 1201 1"),
        ("50% Mujeres", "50% Mujeres"),
        ("Decreto Supremo N”", "Decreto Supremo N°"),
        ("» Difusión de volantes", "• Difusión de volantes"),
        ("UN* 3", "UN* 3"),
        ("Plan N2020", "Plan N2020"),
        ("OFICI0 N° 3 y MINISTERI0, N° C0-3", "OFICIO N° 3 y MINISTERIO, N° C0-3"),
    ],
)
def test_only_what_can_mean_nothing_else_is_put_right(misread: str, meant: str) -> None:
    assert repair(misread) == meant


def test_lines_are_as_high_as_their_font_whatever_letters_they_hold() -> None:
    body = OcrRun(100, 500, 900, 514, "y se realizaron talleres", 0.9)  # small letters 14 pixels high
    capitals = replace(body, top=600, bottom=620, text="OFICIO N° 12")
    lines = to_lines([body, body, capitals], 72 / 200, 1)
    assert {line.size for line in lines} == {lines[0].size}
    heights = [line.box.bottom - line.box.top for line in lines]
    assert heights == pytest.approx([0.93 * lines[0].size] * 3, abs=0.05)
    assert lines[0].box.bottom > 514 * 72 / 200 > lines[0].box.top
    assert lines[0].confidence == 0.9


# --- legibility ---


def test_text_layers_are_told_apart() -> None:
    good = " ".join(TEXT)
    lost = fold(" ".join([good] * 3))
    damaged = good.replace("o", "0").replace("i", "¡")
    assert not legibility(good, frequent()).is_poor
    assert legibility(lost, frequent()).is_poor
    assert legibility(damaged, frequent()).is_poor
    assert legibility(good.replace("ó", "\ufffd").replace("á", "\ufffd"), frequent()).is_poor  # no map of its accents
    assert legibility("(cid:12)(cid:7)" * 20, frequent()).is_garbage
    assert legibility("".join(chr(0xF000 + n % 90) for n in range(200)), frequent()).is_garbage
    assert legibility(good, frequent()).is_better_than(legibility(damaged, frequent()))
    assert not legibility(damaged, frequent()).is_better_than(legibility(good, frequent()))


@pytest.mark.parametrize(
    "text",
    [
        "Rosalvina Huamaní Ccopa\nDirectora\nJr. Los Pinos Altos 123, Yanacocha Alta\nTeléfono 043 000123 anexo 7\n"
        "www.unidadinventada.gob.pe/mesa?area=2",
        "WILBER YUPANQUI ACHAHUI\nGERENTE\nPlaza Armas, Yanahuara Baja, Arequipa\nmesa@inventada.gob.pe\n"
        "Telf. 054 000030",
    ],
)
def test_a_page_with_a_signature_and_an_address_alone_is_no_poor_text(text: str) -> None:
    worth = legibility(text, frequent())
    assert worth.words > 11 and worth.known < 0.35
    assert not worth.is_poor
    sheet = np.full((1650, 1275), 250, np.uint8)
    data = scan([drawn(sample_letter()), sheet], hidden=text)
    pages, problems = read_pages(data)
    _, left = read_scans(data, pages, problems, frequent(), "off")
    assert not {problem.code for problem in left if problem.where == "page 2"} & {"poor_text", "unread_picture"}


@pytest.mark.parametrize(
    "text",
    [
        "Tf dbqbdjup b mpt epdfouft ef mb sfhjpo fo ef sf di pt z hfofsp qbsb mb qpcmbdjpo",  # a map is off by one
        "S3 cap4citö 1os doccntcs dc 1a rcgión cn d3rcchos y gcn3ro p@ra lu pob1ación urb4na",
        "rtvb mlk oqz wsx dfg hjk lpo qwe zxc vbn mnb asd fgh",
    ],
)
def test_a_short_text_that_is_none_is_poor_all_the_same(text: str) -> None:
    assert legibility(text, frequent()).is_poor


def test_only_pictures_count_as_pictures() -> None:
    assert image_shares(sample_letter(), [1]) == {1: 0.0}
    assert image_shares(scan([drawn(sample_letter())]), [1])[1] == pytest.approx(1.0, abs=0.01)


# --- engines ---


def test_an_engine_that_is_not_there_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    engines.cache_clear()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoEngine, match="tesseract-ocr-spa"):
        engine("tesseract")
    engines.cache_clear()
    assert engine("off") is None


def _engine(name: str, text: str, confidence: float, asked: list[str]) -> Engine:
    """An engine that reads this text from every page, or fails if there is none, and notes that it was asked."""

    def read_all(image: images.Image) -> list[OcrRun]:
        asked.append(name)
        if not text:
            raise EngineFailed
        return [OcrRun(100, 100, 900, 120, text, confidence)]

    return Engine(name, 150, read_all)


MISREAD, WELL = "5e cap8cito a l0s d0cent3s de la reg1on", "Se capacitó a los docentes de la región"


@pytest.mark.parametrize(
    ("first", "second", "asked", "kept"),
    [
        ((WELL, 0.95), (MISREAD, 0.95), {"a"}, WELL),  # it is sure: nobody else is asked
        ((MISREAD, 0.8), (WELL, 0.8), {"a", "b"}, WELL),
        ((WELL, 0.8), (MISREAD, 0.85), {"a", "b"}, WELL),  # known words decide, not how sure an engine says it is
        (("", 0.0), (WELL, 0.95), {"a", "b"}, WELL),  # the first one failed
        (("los docentes", 0.85), (WELL, 0.8), {"a", "b"}, WELL),  # it passed over the rest
    ],
)
def test_a_page_that_one_engine_is_unsure_of_is_read_by_the_next_and_the_better_text_kept(
    first: tuple[str, float],
    second: tuple[str, float],
    asked: set[str],
    kept: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str] = []
    made = (_engine("a", *first, heard), _engine("b", *second, heard))
    monkeypatch.setattr("extractor.read.scans.engines", lambda mode: made)
    data = scan([drawn(sample_letter())])
    pages, problems = read_scans(data, *read_pages(data), frequent())
    assert set(heard) == asked
    assert text_of(pages[0]) == kept and problems == ()


def test_a_page_whose_words_are_no_words_needs_a_person_however_sure_the_engine_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    garbage = " ".join(["rtvb", "mlk", "oqz", "wsx"] * 15)
    monkeypatch.setattr("extractor.read.scans.engines", lambda mode: (_engine("a", garbage, 0.99, []),))
    data = scan([drawn(sample_letter())])
    _, problems = read_scans(data, *read_pages(data), frequent())
    assert [problem.code for problem in problems] == ["ocr_doubtful"]


def test_a_page_that_every_engine_fails_on_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.read.scans.engines", lambda mode: (_engine("a", "", 0, []), _engine("b", "", 0, [])))
    data = scan([drawn(sample_letter())])
    _, problems = read_scans(data, *read_pages(data), frequent())
    assert [problem.code for problem in problems] == ["page_no_text"]


def test_a_mode_has_its_engines_in_the_order_in_which_they_are_asked() -> None:
    assert next(one.name.split()[0] for one in engines("auto")) == "rapidocr"
    assert [one.name.split()[0] for one in engines("rapidocr")] == ["rapidocr"]
    assert engines("off") == ()


def test_a_scan_is_read_like_the_letter_it_was_made_of(tmp_path: Path) -> None:
    digital = read(sample_letter())
    scanned = read(scan([noisy(drawn(sample_letter()), 0.7)]), cache=tmp_path / "cache")
    assert digital.letter and scanned.letter
    assert scanned.letter.source == "ocr" and 0.8 < scanned.letter.confidence < 1
    assert scanned.letter.head == digital.letter.head
    assert [f.statement.kind for f in scanned.findings] == [f.statement.kind for f in digital.findings]
    assert errors(scanned.pages[0], [line.format(number=100) for line in LETTER]) < 0.015
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_what_was_read_before_comes_from_the_cache_and_a_spoilt_cache_is_no_harm(tmp_path: Path) -> None:
    calls = 0

    def count(image: images.Image) -> list[OcrRun]:
        nonlocal calls
        calls += 1
        return [OcrRun(10, 10, 90, 20, "Se capacitó", 0.9)]

    reader, page = Engine("counting", 150, count), noisy(drawn(sample_letter()))
    first = read_image(page, reader, tmp_path)
    assert read_image(page, reader, tmp_path) == first and calls == 1
    assert read_image(page, replace(reader, name="other"), tmp_path).runs and calls == 2
    kept = json.loads(next(tmp_path.iterdir()).read_text())
    wrong = [kept | {"runs": [["x", 0, 0, 0, "x", 1]]}, kept | {"width": "wide"}, {"runs": [[1]], "rulings": []}]
    for spoilt in ("{", "[]", *map(json.dumps, wrong)):
        for file in tmp_path.iterdir():
            file.write_text(spoilt)
        assert read_image(page, reader, tmp_path) == first
    assert calls == 7


def test_a_stamp_in_text_does_not_hide_the_letter_in_the_picture() -> None:
    stamp = "Esta es una copia autentica imprimible de un documento electronico archivado"
    page = read(scan([noisy(drawn(sample_letter()))], over=stamp)).pages[0]
    assert page.source == "ocr" and "Se capacitó a 100 docentes" in text_of(page)


def test_without_an_engine_a_scan_is_a_problem_and_never_an_empty_letter() -> None:
    reading = read(scan([drawn(sample_letter())]), mode="off")
    assert reading.letter is None and [p.code for p in reading.problems] == ["page_no_text"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "mode", ["rapidocr", pytest.param("tesseract", marks=pytest.mark.skipif(not HAS_TESSERACT, reason="not installed"))]
)
def test_pages_turned_any_way_give_the_same_text(mode: str) -> None:
    page = noisy(drawn(pdf([TEXT * 2]), 200), 0.5)
    turned = [images.turn(page, degrees) for degrees in (0, 90, 180, 270)]
    pages = read(scan(turned, dpi=200), mode).pages
    assert [page.rotation for page in pages] == [0, 270, 180, 90]
    assert len({text_of(page) for page in pages}) == 1
    assert errors(pages[0], TEXT * 2) < 0.015


@pytest.mark.slow
def test_a_poor_text_layer_is_replaced_and_a_good_one_is_kept() -> None:
    image = noisy(drawn(pdf([TEXT * 2]), 200))
    poor = "\n".join(fold(line).replace("o", "0").replace("e", "¢") for line in TEXT * 2)
    good = "\n".join(TEXT * 2)
    sources = [read(scan([image], hidden=layer, dpi=200, size=11)).pages[0].source for layer in (poor, good)]
    assert sources == ["ocr", "text"]


@pytest.mark.slow
@pytest.mark.skipif(not HAS_TESSERACT, reason="not installed")
def test_both_engines_read_the_same(tmp_path: Path) -> None:
    data = scan([noisy(drawn(pdf([TEXT * 2]), 200), -0.6)], dpi=200)
    rates = {mode: errors(read(data, mode).pages[0], TEXT * 2) for mode in ("rapidocr", "tesseract")}
    assert rates["rapidocr"] < 0.015 and rates["tesseract"] < 0.005


def test_the_pages_of_a_digital_letter_are_left_alone() -> None:
    pages, _ = read_pages(sample_letter())
    assert read(sample_letter()).pages == pages


# --- scans as they come ---


def footed(letters: int, picture: str = "") -> bytes:
    """A scanned letter over whose foot so many letters are printed in digital type, in three columns."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    image = picture or ImageReader(Image.fromarray(drawn(pdf([TEXT]), 150)))
    canvas.setPageSize((612, 792))
    canvas.drawImage(image, 0, 0, 612, 792)
    canvas.setFont("Helvetica", 5.5)
    words = iter(("firmado digitalmente por una persona inventada en la oficina de prueba " * (letters // 50)).split())
    said = 0
    for row in range(60):
        for column in range(3):
            if said < letters:
                text = " ".join(next(words, "sello") for _ in range(7))
                canvas.drawString(30 + 185 * column, 190 - 6 * row, text)
                said += len(text.replace(" ", ""))
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("letters", [200, 600, 1500, 2500])
def test_a_scan_with_a_digital_footer_is_a_scan_however_long_the_footer(letters: int) -> None:
    found = read(footed(letters))
    assert found.pages[0].source == "ocr"
    assert "firmado digitalmente por una persona inventada" in text_of(found.pages[0])
    assert found.letter is not None and TEXT[-1][:20] in found.letter.text
    assert found.ledger is not None and found.ledger.lost == {}


def test_a_footed_scan_that_nothing_reads_is_told() -> None:
    assert {problem.code for problem in read(footed(900), "off").problems} & {"unread_picture", "poor_text"}


def test_a_page_that_breaks_the_engine_costs_that_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(image: object) -> list[OcrRun]:
        raise RuntimeError("out of shape")

    monkeypatch.setattr("extractor.read.scans.engines", lambda mode: (Engine("breaks", 100, breaks),))
    page = drawn(pdf([TEXT]))
    pages, problems = read_pages(scan([page]))
    kept, left = read_scans(scan([page]), pages, problems, frequent())
    assert len(kept) == 1 and [problem.code for problem in left] == ["page_no_text"]


def test_a_jpeg_cut_short_is_damage_and_no_blank_page() -> None:
    whole = io.BytesIO()
    Image.fromarray(drawn(pdf([TEXT]))).save(whole, "JPEG")
    for share, told in ((1.0, False), (0.5, True), (0.02, True)):
        cut = whole.getvalue()[: int(len(whole.getvalue()) * share)]
        assert (frozenset(cut_images(jpeg_page(cut), [1])) == {1}) is told


def jpeg_page(jpeg: bytes) -> bytes:
    """A page with nothing but this JPEG."""
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(612, 792))
        image = pikepdf.Stream(made, jpeg)
        image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
        image.Width, image.Height, image.BitsPerComponent = 1275, 1650, 8
        image.ColorSpace = pikepdf.Name.DeviceGray
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        made.pages[0].Contents = pikepdf.Stream(made, b"q 612 0 0 792 0 0 cm /I Do Q")
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


class Recogniser:
    """What RapidOCR's recogniser is to those that wrap it: a network, its letters, and lines that become texts."""

    def __init__(self, scores: dict[str, float], mark: str = "") -> None:
        self.asked: list[tuple[int, ...]] = []
        self.session = self.network
        self.postprocess_op = SimpleNamespace(character=["blank", "a", "字", " "], dict={})
        self.scores, self.mark = scores, mark

    def network(self, lines: Any) -> Any:
        self.asked.append(lines.shape)
        return np.array([[[0.9, 0.05, 0.05, 0.0], [0.1, 0.3, 0.6, 0.0], [0.8, 0.0, 0.0, 0.2]]], np.float32)

    def __call__(self, lines: Any) -> Any:
        texts = [str(one) for one in lines.img]
        return TextRecOutput(
            txts=cast(Any, [text + self.mark for text in texts]), scores=[self.scores[text] for text in texts]
        )


def test_a_recogniser_stops_when_a_page_has_had_its_time() -> None:
    network = _Latin(recogniser := Recogniser({}))
    for width in (320, 321, 400):
        network(np.zeros((1, 3, 48, width), np.float32))
    assert {shape[3] for shape in recogniser.asked} == {320, 384, 448}  # few widths: each is planned anew
    network.ends = 0.0
    with pytest.raises(EngineFailed):
        network(np.zeros((1, 3, 48, 320), np.float32))


def test_paper_between_words_is_a_blank_though_the_network_rather_leaves_it_out() -> None:
    network = _Latin(recogniser := Recogniser({}))
    (chances,) = network(np.zeros((1, 3, 48, 320), np.float32))
    letters = recogniser.postprocess_op.character
    assert letters == ["blank", "a", " "]  # no letter but a Latin one is read, likelier as another may be
    assert [letters[best] for best in chances.argmax(axis=1)] == ["blank", "a", " "]


def test_only_the_lines_that_the_quick_recogniser_is_unsure_of_are_read_again() -> None:
    quick = Recogniser({"one": 0.97, "two": 0.6, "three": 0.99, "specks": 0.2})
    careful = Recogniser({"two": 0.9}, mark="!")
    found = _TwoLooks(careful, quick)(TextRecInput(img=cast(Any, ["one", "two", "three", "specks"])))
    assert found.txts == ("one", "two!", "three", "specks")
    assert found.scores == pytest.approx((0.985, 0.9, 0.995, 0.6))


def test_the_models_are_named_with_licence_and_hash() -> None:
    assert model_files() and all(licence == "Apache-2.0" and len(digest) == 64 for _, licence, digest in model_files())


def test_no_letters_but_latin_ones_are_asked_for() -> None:
    assert all(map(is_latin, ("a", "Ñ", "º", "€", "“", "•", " ", "7")))
    assert not any(map(is_latin, ("字", "，", "А", "α", "ア")))  # the third is Cyrillic


def test_the_quick_recogniser_knows_the_letters_of_a_spanish_page_and_no_others() -> None:
    from onnxruntime import InferenceSession

    known = InferenceSession(QUICK).get_modelmeta().custom_metadata_map["character"].splitlines()
    assert set("áéíóúüñÁÉÍÓÚÜÑ°ºª¿«»“”–—€$%&@/0123456789") <= set(known)
    assert all(map(is_latin, known))
