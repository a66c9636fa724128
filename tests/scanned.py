"""Letters as scanners give them: images of pages, noisy, slanted or lying on their side."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.read.ocr.image import Image as Grey
from extractor.read.render import render_pages


def drawn(data: bytes, dpi: int = 150) -> Grey:
    """The first page of a PDF as an image."""
    return next(iter(render_pages(data, [1], dpi))).image


def noisy(image: Grey, slant: float = 0.0, seed: int = 1) -> Grey:
    """The image on greyish paper, turned by some degrees, with specks."""
    paper = Image.fromarray(image).rotate(slant, Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(seed).normal(0, 12, image.shape)
    return np.clip(np.asarray(paper, dtype=np.float64) * 0.9 + grain, 0, 255).astype(np.uint8)


def scan(images: list[Grey], over: str = "", hidden: str = "", dpi: int = 150, size: float = 0) -> bytes:
    """A PDF of page images; `over` is printed at the foot of each, `hidden` is a text layer nobody sees.

    Given a size, the hidden lines lie on those that `pdf` prints in this size; otherwise anywhere.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for image in images:
        height, width = (side * 72 / dpi for side in image.shape)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(Image.fromarray(image)), 0, 0, width, height)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(40, 20, over)
        text = canvas.beginText(70, 770) if size else canvas.beginText(60, height - 60)
        if size:
            text.setFont("Helvetica", size, size * 2)
        text.setTextRenderMode(3)
        text.textLines(hidden)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
