"""Make the sample letters' PDFs and their labels: `python -m corpus.build [NAME…]`. The same bytes each time.

Needs reportlab (a development dependency); what it makes is committed and shipped, so that nobody else does.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from corpus.sample import LETTERS, SampleLetter, expected, load_samples
from corpus.typeset import FACES, Type, set_block

rl_config.invariant = 1
rl_config.useA85 = 0
PAPER = {"a4": A4, "letter": letter}
FURNITURE = ("letterhead", "motto", "footer", "page_number", "page_align", "margins", "paper")


def build_pdf(sample: SampleLetter) -> bytes:
    """Set one letter. Set twice if its page numbers name the total."""
    total = 0
    for _ in range(1 + ("{total}" in sample.style.get("page_number", ""))):
        data, total = _set(sample, total)
    return data


def build_all(folder: Path, names: list[str]) -> None:
    """Write the PDFs of the letters of a folder beside their sources, all or those named, and all labels."""
    samples = load_samples(folder)
    for sample in samples:
        if not names or sample.name in names:
            (folder / f"{sample.name}.pdf").write_bytes(build_pdf(sample))
    lines = [json.dumps(expected(sample), ensure_ascii=False) for sample in samples]
    (folder / "expected.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _set(sample: SampleLetter, total: int) -> tuple[bytes, int]:
    style = sample.style
    width, height = PAPER[style.get("paper", "a4")]
    left, top, right, bottom = style.get("margins", [71, 90, 71, 80])
    kind = Type(**{key: value for key, value in style.items() if key not in FURNITURE}, width=width - left - right)

    def on_upright(canvas: Canvas, document: BaseDocTemplate) -> None:
        _furniture(canvas, style, kind, (width, height), total)

    def on_wide(canvas: Canvas, document: BaseDocTemplate) -> None:
        _furniture(canvas, style, kind, (height, width), total)

    def on_sideways(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.transform(0, 1, -1, 0, width, 0)
        _furniture(canvas, style, kind, (height, width), total)

    upright = Frame(left, bottom, width - left - right, height - top - bottom, 0, 0, 0, 0)
    lying = Frame(left, bottom, height - left - right, width - top - bottom, 0, 0, 0, 0)
    templates = [
        PageTemplate("upright", upright, onPage=on_upright, pagesize=(width, height)),
        PageTemplate("wide", lying, onPage=on_wide, pagesize=(height, width)),
        PageTemplate("sideways", lying, onPage=on_sideways, pagesize=(height, width)),
    ]
    templates[2].rotation = 90
    file = BytesIO()
    document = BaseDocTemplate(file, pagesize=(width, height), invariant=1, title=sample.name, lang="es")
    document.addPageTemplates(templates)
    document.build([flowable for block in sample.blocks for flowable in set_block(block, kind)])
    return file.getvalue(), document.page


def _furniture(canvas: Canvas, style: dict[str, Any], kind: Type, size: tuple[float, float], total: int) -> None:
    """Letterhead, motto, footer columns and page number."""
    width, height = size
    page = canvas.getPageNumber()
    canvas.saveState()
    y = height - 36
    for key, face in (("letterhead", 1), ("motto", 2)):
        part = style.get(key, {})
        for line in part.get("lines", []) if page == 1 or part.get("every", False) else []:
            _put(canvas, line, part.get("align", "left"), y, width, (FACES[kind.face][face], part.get("size", 9)))
            y -= 11.5
    for align, lines in zip(("left", "center", "right"), style.get("footer", []), strict=False):
        for number, line in enumerate(lines):
            _put(canvas, line, align, 54 - 9 * number, width, (FACES[kind.face][0], 7.5))
    if "page_number" in style:
        text = style["page_number"].format(n=page, total=total)
        _put(canvas, text, style.get("page_align", "center"), 22, width, (FACES[kind.face][0], 9))
    canvas.restoreState()


def _put(canvas: Canvas, text: str, align: str, y: float, width: float, font: tuple[str, float]) -> None:
    canvas.setFont(*font)
    if align == "left":
        canvas.drawString(60, y, text)
    elif align == "right":
        canvas.drawRightString(width - 60, y, text)
    else:
        canvas.drawCentredString(width / 2, y, text)


if __name__ == "__main__":
    build_all(LETTERS, sys.argv[1:])
