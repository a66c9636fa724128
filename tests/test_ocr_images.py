"""Page images as copiers, telephones and rubber stamps leave them, made fit to be read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extractor.read.ocr import image as images
from extractor.read.ocr.engines import Engine
from extractor.read.ocr.image import Image
from extractor.read.ocr.panels import without_panels
from extractor.read.ocr.runs import OcrRun
from extractor.read.ocr.scan import read_image
from extractor.read.ocr.stamps import grey
from tests.letter_files import LETTER, pdf
from tests.scanned import drawn, noisy

TEXT = [line.format(number=128) for line in LETTER] * 3
PAGE = drawn(pdf([TEXT]), 200)
RED, BLUE = (40, 30, 170), (150, 42, 28)  # blue, green, red


def slanted(image: Image, angle: float) -> Image:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), borderValue=255), dtype=np.uint8)


def test_a_faint_page_is_no_empty_sheet() -> None:
    faint = noisy((255 - (255 - PAGE.astype(np.float64)) * 0.35).astype(np.uint8))
    read = read_image(faint, Engine("one", 200, lambda image: [OcrRun(10, 10, 90, 30, "Se capacitó", 0.9)]))
    assert read.runs and not read.blank
    assert read_image(noisy(np.full_like(PAGE, 255)), Engine("none", 200, lambda image: [])).blank


def test_the_black_edge_of_a_copy_does_not_tell_how_print_slants() -> None:
    page = slanted(PAGE, 1.2)
    page[:, :60], page[:40] = 10, 10
    assert images.skew(page) == pytest.approx(-1.2, abs=0.1)


def test_lines_fanned_out_in_a_photograph_are_made_level() -> None:
    height, width = PAGE.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    rows = (y - np.tan(np.radians(1.6 * (y / height - 0.35))) * (x - width / 2)).astype(np.float32)
    photograph: Image = np.asarray(cv2.remap(PAGE, x, rows, cv2.INTER_LINEAR, borderValue=255), dtype=np.uint8)
    before, after = (
        [images.skew(half, 2.0) for half in np.array_split(page, 2)]
        for page in (photograph, images.straighten(photograph))
    )
    assert abs(before[0] - before[1]) > 0.3
    assert abs(after[0] - after[1]) < abs(before[0] - before[1]) / 2


def test_specks_on_bare_paper_are_taken_off_and_points_stay() -> None:
    page = drawn(pdf([TEXT]), 300)
    dirty = page.copy()
    dice = np.random.default_rng(1)
    for top, left in zip(dice.integers(0, 3400, 1500), dice.integers(0, 2400, 1500), strict=True):
        dirty[top : top + 3, left : left + 3] = 0
    far = cv2.dilate((page < 200).astype(np.uint8), np.ones((25, 25), np.uint8)) == 0
    assert (dirty[far] < 100).sum() > 1000 and (images.smooth(dirty)[far] < 100).mean() < 1e-5
    assert (images.smooth(dirty)[page < 60] < 150).mean() > 0.97


def test_the_grain_of_a_nearly_bare_page_is_not_taken_for_print() -> None:
    page = np.full_like(PAGE, 255)
    page[200:300] = PAGE[170:270]
    grainy = np.clip(page * 0.9 + np.random.default_rng(1).normal(0, 30, page.shape), 0, 255).astype(np.uint8)
    grainy = images.even(grainy)
    bare = images.bare(grainy, images.rulings(grainy))
    assert (bare[310:] == 255).mean() > 0.99 and (bare[200:300] < 128).any()


def test_underlines_and_table_lines_are_taken_off_and_words_stay() -> None:
    page = PAGE.copy()
    page[1800:1803, 200:1400], page[1700:2100, 700:703], page[2100:2102, 200:1400] = 0, 0, 0
    foot = int(np.flatnonzero((PAGE[:220] < 100).any(axis=1))[-1])  # of the first line
    page[foot + 2 : foot + 6, 200:700] = 0
    clean = images.bare(page, images.rulings(page))
    assert clean[1690:2110].min() > 200 and clean[foot + 2 : foot + 6].min() > 200
    assert (clean[PAGE < 60] < 150).mean() > 0.97


def test_letters_that_blur_has_merged_are_no_ruling() -> None:
    blurred = np.asarray(cv2.GaussianBlur(PAGE, (0, 0), 3.5), dtype=np.uint8)
    drawn_on = images.rulings(blurred)
    words = cv2.dilate((PAGE < 100).astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    assert (drawn_on.ink[words] > 0).mean() < 0.02


def test_upright_lines_between_many_short_rows_are_found() -> None:
    page = np.full((1200, 1000), 255, np.uint8)
    for y in range(100, 901, 40):
        page[y : y + 4, 100:901] = 0
    for x in (100, 500, 898):
        page[100:905, x : x + 3] = 0
    upright = [x0 for x0, top, x1, bottom in images.rulings(page).edges if x0 == x1 and bottom - top > 750]
    assert sorted(map(round, upright)) == pytest.approx([101, 501, 899], abs=2)


def test_a_line_in_a_box_that_reaches_into_its_neighbours_is_its_own_height() -> None:
    page = np.full((400, 1000), 255, np.uint8)
    for y in (100, 140, 180):
        for x in range(100, 900, 14):
            page[y : y + 18, x : x + 8] = 0
    (run,) = images.tighten(page, [OcrRun(95, 112, 910, 186, "texto", 0.9)], images.rulings(page))
    assert (run.top, run.bottom) == (140, 158)


def test_a_stamp_across_print_is_taken_off_and_coloured_words_stay() -> None:
    page = np.repeat(PAGE[:, :, None], 3, axis=2)
    rows = np.flatnonzero((PAGE < 100).sum(axis=1) > 20)
    across = int(rows[len(rows) // 2])
    stamp = np.full_like(page, 255)
    cv2.circle(stamp, (700, across), 90, RED, 4)
    cv2.putText(stamp, "RECIBIDO", (630, across), cv2.FONT_HERSHEY_SIMPLEX, 1, RED, 3)
    stamped = (page.astype(np.uint16) * stamp // 255).astype(np.uint8)
    cleaned = grey(stamped)
    assert (cleaned[(stamp < 200).any(axis=2) & (PAGE > 250)] > 200).mean() > 0.95
    assert (cleaned[PAGE < 60] < 120).mean() > 0.99

    words = slice(int(rows[0]) - 4, int(rows[0]) + 40)
    page[words] = 255 - ((255 - page[words].astype(np.uint16)) * (255 - np.array(BLUE)) // 255)
    assert (grey(page)[words][PAGE[words] < 60] < 130).mean() > 0.99


def test_a_stamp_on_bare_paper_stays_to_be_read() -> None:
    page = np.repeat(PAGE[:, :, None], 3, axis=2)
    cv2.circle(page, (1200, 2100), 90, BLUE, 4)
    assert (grey(page)[2000:2200] < 130).sum() > 1000


def test_grey_pages_are_left_as_they_are() -> None:
    assert np.array_equal(grey(PAGE), PAGE)
    assert np.array_equal(grey(np.repeat(PAGE[:, :, None], 3, axis=2)), PAGE)


@given(arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_the_middle_grey_level_is_the_median(image: images.Image) -> None:
    assert images.median(image) == np.median(image)


def _panel(ground: int, text: int = 255) -> Image:
    panel = np.full((110, 700), ground, np.uint8)
    cv2.putText(panel, "DIRECCION DE AGUAS", (20, 70), cv2.FONT_HERSHEY_SIMPLEX, 1.6, text, 4)
    return panel


def test_light_print_on_a_banners_dark_panels_is_made_dark_on_white() -> None:
    page = np.full((2000, 1500), 255, np.uint8)
    page[100:210, 40:740], page[100:210, 750:1450] = _panel(60), _panel(115)
    lit = without_panels(page)
    for left in (40, 750):
        part = lit[104:206, left + 4 : left + 696]
        assert np.median(part) > 250 and part.min() < 20
        assert 0.02 < (part < 128).mean() < 0.3


@pytest.mark.parametrize("inside", ["frame", "photograph", "bar"])
def test_a_frame_a_photograph_or_a_bar_is_no_panel(inside: str) -> None:
    page = np.full((2000, 1500), 255, np.uint8)
    if inside == "frame":
        page[100:210, 40:740] = _panel(255, 0)
        cv2.rectangle(page, (40, 100), (740, 210), 0, 3)
    elif inside == "photograph":
        page[100:250, 40:740] = np.random.default_rng(1).integers(0, 255, (150, 700), np.uint8)
    else:
        page[100:140, 40:740] = 0
    assert without_panels(page) is page
