"""Pictures of print pasted among a page's own text are read, or told; logos, seals and signatures are neither."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.core.model import Reading
from extractor.read.letter import ReadOptions, read_letter
from extractor.read.ocr.engines import engines
from tests.pdfs import PACK, placed
from tests.scanned import drawn

PASTED = [
    "Se abrieron tres casas de paso en la isla para vecinas.",
    "Se dictaron 12 charlas en los mercados del valle.",
]
needs_engine = pytest.mark.skipif(not engines("auto"), reason="no engine that reads print")


def print_of(*lines: str, dpi: int = 150) -> Image.Image:
    """A picture of some lines of print, cut out of a drawn page."""
    image = drawn(placed([(20, 20 + 14 * number, text) for number, text in enumerate(lines)]), dpi)
    return Image.fromarray(image[: int((20 + 14 * len(lines)) * dpi / 72), : int(400 * dpi / 72)])


def pasted(image: Image.Image, left: float, top: float, width: float, height: float, pages: int = 1) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for _ in range(pages):
        canvas.setFont("Helvetica", 11)
        for row in range(8):
            canvas.drawString(70, 720 - 16 * row, f"La oficina de la isla abre el día {row + 2} de cada mes y atiende.")
        canvas.drawString(70, 300, "Sin otro particular, saludo a usted con toda mi consideración.")
        canvas.drawImage(ImageReader(image), left, 842 - top - height, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(data: bytes, ocr: str = "off") -> Reading:
    return read_letter(data, PACK, ReadOptions(ocr=ocr))


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems} & {"unread_picture", "poor_text", "ocr_doubtful"}


def dark(image: Image.Image) -> Image.Image:
    return Image.fromarray(255 - np.asarray(image))


def coarse(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2))


def ruled(image: Image.Image) -> Image.Image:
    pen = ImageDraw.Draw(image)
    width, height = image.size
    for y in range(5, height, 30):
        pen.line((0, y, width, y), fill=0, width=2)
    for x in (2, width // 2, width - 3):
        pen.line((x, 0, x, height), fill=0, width=2)
    return image


@pytest.mark.parametrize("made", [lambda image: image, dark, coarse, ruled])
def test_a_picture_of_text_among_text_was_lost_without_a_word(made: Callable[[Image.Image], Image.Image]) -> None:
    assert codes(read(pasted(made(print_of(*PASTED)), 70, 330, 400, 48))) == {"unread_picture"}


def test_a_picture_of_text_cut_in_strips_was_lost_without_a_word() -> None:
    image = print_of(*PASTED)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(70, 720, "La oficina de la isla abre el lunes de cada semana y atiende a todas las vecinas.")
    for number in range(6):
        part = image.crop((0, number * image.height // 6, image.width, (number + 1) * image.height // 6))
        canvas.drawImage(ImageReader(part), 70, 600 - 8 * number, 400, 8)
    canvas.save()
    assert codes(read(buffer.getvalue())) == {"unread_picture"}


@needs_engine
def test_a_picture_of_text_stands_where_it_was_pasted() -> None:
    reading = read(pasted(print_of(*PASTED), 70, 330, 400, 48), "auto")
    assert reading.letter is not None and not codes(reading)
    text = reading.letter.text
    places = [text.find(part) for part in ("atiende", "tres casas de paso", "12 charlas", "Sin otro particular")]
    assert -1 not in places and places == sorted(places)
    assert reading.ledger is not None and reading.ledger.lost == {}


def scribble() -> Image.Image:
    image = Image.new("L", (800, 240), 255)
    pen, angle = ImageDraw.Draw(image), np.linspace(0, 40, 900)
    points = [(80 + 16 * at + 60 * np.cos(2 * at), 120 + 90 * np.sin(1.7 * at)) for at in angle]
    pen.line([(float(x), float(y)) for x, y in points], fill=20, width=4)
    return image


def photograph() -> Image.Image:
    grain = np.random.default_rng(7).integers(0, 120, (60, 100)).astype("uint8")
    return Image.fromarray(np.asarray(Image.fromarray(grain).resize((800, 480))) + 60)


def speckled() -> Image.Image:
    return Image.fromarray(np.random.default_rng(8).choice([0, 255], (300, 800)).astype("uint8"))


def bars() -> Image.Image:
    image = Image.new("L", (800, 160), 255)
    pen = ImageDraw.Draw(image)
    for x in range(0, 800, 9):
        pen.rectangle((x, 0, x + 3, 160), fill=0)
    return image


@pytest.mark.parametrize(
    ("image", "place"),
    [
        (scribble(), (70, 560, 300, 90)),
        (photograph(), (70, 330, 400, 200)),
        (speckled(), (70, 330, 400, 150)),
        (bars(), (70, 330, 400, 80)),
        (print_of(*PASTED), (70, 20, 450, 60)),  # a letterhead
        (print_of(*PASTED), (70, 770, 450, 60)),  # a footer
        (print_of("SELLO", "REGISTRO", "12 MAR", "FOLIO"), (380, 560, 120, 70)),
        (print_of("Ana Inventada"), (70, 560, 300, 30)),
    ],
)
def test_logos_seals_signatures_and_photographs_are_no_problem(
    image: Image.Image, place: tuple[float, float, float, float]
) -> None:
    assert codes(read(pasted(image, *place))) == set()
