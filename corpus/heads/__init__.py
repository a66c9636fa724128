"""Heads of letters in the forms of many countries and offices, each with what it says; a score of how they are read.

`python -m corpus.heads` says of every field how often it is right, wrong and unknown, and shows what is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractor.core.model import Head, Reading
from extractor.read.letter import read_letter
from rules.loader import load_pack
from rules.models import Pack
from rules.words import fold

LEFT, RIGHT, TOP, LEADING = 70.0, 330.0, 60.0, 19.0
COLUMN, MIDDLE = 170.0, A4[0] / 2
SIZE, FONT = 10, "Helvetica"
BODY = (
    "Se dictaron tres charlas sobre la trata de personas en los mercados de la ciudad, a las que acudieron",
    "ciento veinte comerciantes. La oficina entregó además cartillas en cada una de ellas.",
)
FIELDS = ("institution", "number", "date")
NAMES = ("heads.txt", "bare.txt")
_KIND = re.compile(r"^\D*?(?=\S*\d)")


@dataclass(frozen=True, slots=True)
class SampleHead:
    """A head as it is printed, line by line, and what it says."""

    id: str
    country: str
    said: dict[str, str | None]
    lines: tuple[str, ...]
    body: tuple[str, ...]
    signed: tuple[str, ...] = ()


def samples(name: str = "heads.txt") -> Iterator[SampleHead]:
    """Yield the samples of a file beside this module."""
    text = files("corpus.heads").joinpath(name).read_text(encoding="utf-8")
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        title, *lines = part.rstrip("\n").split("\n")
        id_, country, *said = (field.strip() for field in title.split("|"))
        signed = tuple(line.removeprefix("-/ ") for line in lines if line.startswith("-/ "))
        head, _, body = "\n".join(line for line in lines if not line.startswith("-/ ")).partition("\n-- ")
        values = {name: None if value == "-" else value for name, value in zip(FIELDS, said, strict=True)}
        yield SampleHead(
            id_, country, values, tuple(head.split("\n")), tuple(body.split("\n")) if body else BODY, signed
        )


def typeset(sample: SampleHead) -> bytes:
    """The sample as a PDF of two pages, of one where it is signed."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    top = TOP
    for line in sample.lines:
        _line(canvas, line, top)
        top += LEADING
    for text in sample.body:
        if text.startswith("[") or "||" in text:
            top += LEADING
            _line(canvas, text, top)
            continue
        for line in _wrapped((text,)):
            top += 13
            canvas.drawString(LEFT, A4[1] - top, line)
    canvas.drawString(LEFT, A4[1] - top - 30, "Atentamente,")
    for number, line in enumerate(sample.signed):
        canvas.drawString(LEFT, A4[1] - top - 70 - 13 * number, line)
    canvas.showPage()
    if not sample.signed:
        canvas.setFont(FONT, SIZE)
        for number, line in enumerate(line for line in sample.lines if line.startswith("@")):
            _line(canvas, line, TOP + number * LEADING)
        canvas.drawString(LEFT, A4[1] - 200, "La relación de charlas consta en los archivos de la oficina.")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _wrapped(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        line = ""
        for word in text.split():
            if len(line) + len(word) > 88:
                yield line
                line = ""
            line = f"{line} {word}".strip()
        yield line


def _line(canvas: Canvas, line: str, top: float) -> None:
    mark, text = (line[0], line[1:].strip()) if line[:1] in "@>~%[" else ("", line)
    canvas.setFont(FONT, SIZE)
    y = A4[1] - top
    if mark == "[":
        cells = [cell.strip() for cell in text.rstrip("]").split("|")]
        width = (A4[0] - 2 * LEFT) / len(cells)
        for number, cell in enumerate(cells):
            canvas.rect(LEFT + number * width, y - 6, width, LEADING)
            canvas.drawString(LEFT + number * width + 4, y, cell)
    elif mark == "%":
        canvas.drawCentredString(MIDDLE, y, text)
    elif mark == "~":
        canvas.setFillGray(1)
        canvas.drawString(LEFT, y, text)
        canvas.setFillGray(0)
    elif mark == ">":
        canvas.drawString(RIGHT, y, text)
    else:
        parts = [part.strip() for part in text.split("||")]
        step = COLUMN if len(parts) > 2 else RIGHT - LEFT
        for number, part in enumerate(parts):
            canvas.drawString(LEFT + number * step, y, part)


def same(field: str, said: str | None, read: str | None) -> bool:
    """Is a field read right? A number is its figures and marks: its kind and sign may be written in many ways."""
    return _plain(field, said) == _plain(field, read)


def _plain(field: str, value: str | None) -> str:
    text = fold(value or "")
    return "".join(re.findall(r"[a-z0-9]+", _KIND.sub("", text, count=1) if field == "number" else text))


def read(sample: SampleHead, pack: Pack) -> Reading:
    """What is read in a sample."""
    return read_letter(typeset(sample), pack)


def head_of(sample: SampleHead, pack: Pack) -> Head:
    letter = read(sample, pack).letter
    return letter.head if letter else Head()


def score(pack: Pack, name: str = "heads.txt") -> tuple[Counter[tuple[str, str]], list[str]]:
    """How often each field is right, wrong, or unknown though printed; and a line for each that is not right."""
    counts: Counter[tuple[str, str]] = Counter()
    faults: list[str] = []
    for sample in samples(name):
        head = head_of(sample, pack)
        for field in FIELDS:
            said, read = sample.said[field], getattr(head, field)
            mark = "right" if same(field, said, read) else "unknown" if read is None else "wrong"
            counts[field, mark] += 1
            if mark != "right":
                faults.append(f"{sample.id} {field} {mark}: {said} | {read}")
    return counts, faults


def main() -> None:
    pack = load_pack()
    for name in NAMES:
        counts, faults = score(pack, name)
        print(f"--- {name}", *faults, sep="\n")
        for field in FIELDS:
            print(field, {mark: counts[field, mark] for mark in ("right", "wrong", "unknown")})


__all__ = ["SampleHead", "head_of", "main", "read", "same", "samples", "score", "typeset"]
