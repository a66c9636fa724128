"""Pages of a PDF as images, and how much of a page is an image already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.core.model import Box
from extractor.read.pages.annotation_layer import has_fields
from extractor.read.settings import COARSE, DARKER, HALF_GREY, LARGE, MAX_PIXELS, MIN_DPI

if TYPE_CHECKING:
    from extractor.read.ocr.image import Image

JPEG_END, JPEG_TAIL = b"\xff\xd9", 1024  # writers pad what they embed
PLAIN_FILTERS = {"FlateDecode", "LZWDecode", "RunLengthDecode", "ASCII85Decode", "ASCIIHexDecode"}


class PageImage(NamedTuple):
    """A page drawn as its reader sees it: grey rows, or rows of blue, green, red; `scale` is points a pixel."""

    number: int
    image: Image
    scale: float


def render_pages(
    data: bytes,
    numbers: Iterable[int],
    dpi: int,
    password: str | None = None,
    max_pixels: int = MAX_PIXELS,
    coloured: bool = False,
) -> Iterator[PageImage]:
    """Yield images of some pages, drawn coarser where the cap on pixels demands it; some cannot be drawn at all."""
    import numpy as np

    with _opened(data, password) as document:
        numbers = list(numbers)
        _show_fields(document, numbers)
        for number in numbers:
            with suppress(pdfium.PdfiumError), _page(document, number) as page:
                scale = _scale(page, dpi, max_pixels)
                if scale > MIN_DPI / 72:
                    pixels = page.render(scale=scale, grayscale=not coloured).to_numpy()
                    pixels = pixels[:, :, :3] if coloured else pixels.reshape(pixels.shape[:2])
                    yield PageImage(number, np.ascontiguousarray(pixels), 1 / scale)


def only_parts(drawn: PageImage, parts: Iterable[Box]) -> Image:
    """Return a page's image with these parts of it on a white sheet; dark ones are turned light."""
    import numpy as np

    sheet = np.full_like(drawn.image, 255)
    for box in parts:
        x0, top, x1, bottom = (max(0, round(value / drawn.scale)) for value in (box.x0, box.top, box.x1, box.bottom))
        part = drawn.image[top:bottom, x0:x1]
        sheet[top:bottom, x0:x1] = 255 - part if part.size and np.median(part) < HALF_GREY else part
    return sheet


def image_shares(data: bytes, numbers: Iterable[int], password: str | None = None) -> dict[int, float]:
    """Return the share of each page, 0..1, that its images cover."""
    with _opened(data, password) as document:
        return {number: _image_share(document, number) for number in numbers}


def ink_beside(data: bytes, texts: Mapping[int, Iterable[Box]], password: str | None = None) -> dict[int, float]:
    """Return the share of each sheet that is dark, the places of its own texts left out."""
    import numpy as np

    found = {}
    for drawn in render_pages(data, texts, COARSE, password) if texts else ():
        dark = drawn.image < np.median(drawn.image) - DARKER
        for box in texts[drawn.number]:
            x0, top, x1, bottom = (max(0, int(value / drawn.scale)) for value in (box.x0, box.top, box.x1, box.bottom))
            dark[max(0, top - 1) : bottom + 2, max(0, x0 - 1) : x1 + 2] = False
        found[drawn.number] = float(dark.mean())
    return found


def cut_images(data: bytes, numbers: Iterable[int], password: str | None = None) -> frozenset[int]:
    """Return the pages a good part of which is an image cut short, of which PDFium says nothing."""
    with _opened(data, password) as document:
        return frozenset(number for number in numbers if _has_cut_image(document, number))


def _has_cut_image(document: Any, number: int) -> bool:
    with suppress(pdfium.PdfiumError), _page(document, number) as page:
        width, height = page.get_size()
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            x0, y0, x1, y1 = item.get_bounds()
            if (x1 - x0) * (y1 - y0) > LARGE * width * height and _is_cut(item):
                return True
    return False


def _is_cut(image: Any) -> bool:
    """Does a JPEG lack its end mark, or an image that is packed plainly some of its rows?"""
    filters = image.get_filters()
    if filters[-1:] == ["DCTDecode"]:
        with suppress(pdfium.PdfiumError):
            return bool(JPEG_END not in bytes(image.get_data(decode_simple=True))[-JPEG_TAIL:])
        return True
    if filters and set(filters) <= PLAIN_FILTERS:
        with suppress(pdfium.PdfiumError):
            about = image.get_metadata()
            row = (about.width * about.bits_per_pixel + 7) // 8
            return bool(len(image.get_data(decode_simple=True)) < about.height * row // 8 * 7)
    return False


def _show_fields(document: Any, numbers: Iterable[int]) -> None:
    """Let the fields of a form be drawn, where there are others than signatures; nothing in them is run."""
    if document.get_formtype() == raw.FORMTYPE_ACRO_FORM and any(
        has_fields(document, number - 1) for number in numbers
    ):
        document.init_forms()
        raw.FPDF_SetFormFieldHighlightAlpha(document.formenv.raw, 0)


def _scale(page: Any, dpi: int, max_pixels: int) -> float:
    width, height = page.get_size()
    wanted = dpi / 72
    pixels = max(width * height, 1.0) * wanted**2
    return float(min(wanted, wanted * (max_pixels / pixels) ** 0.5))


def _image_share(document: Any, number: int) -> float:
    with _page(document, number) as page:
        left, bottom, right, top = page.get_bbox()
        covered = 0.0
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            x0, y0, x1, y1 = item.get_bounds()
            covered += max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom))
        return float(min(1.0, covered / max((right - left) * (top - bottom), 1.0)))


@contextmanager
def _opened(data: bytes, password: str | None) -> Iterator[Any]:
    document = pdfium.PdfDocument(data, password=password)
    try:
        yield document
    finally:
        document.close()


@contextmanager
def _page(document: Any, number: int) -> Iterator[Any]:
    page = document[number - 1]
    try:
        yield page
    finally:
        page.close()
