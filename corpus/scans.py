"""Digital letters as noisy scans: pages that are images, skewed, speckled and sometimes lying on their side."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.sample import LETTERS
from corpus.scanner import WAYS, Scanner, spoiled, turn_of

SCANNED = Path(__file__).parent / "scanned"


SHIPPED = {
    "gl_md_nada": Scanner(),
    "mininter_digemin_prosa": Scanner(turned=(90,)),
    "minsa_oficio_parcial": Scanner(layer=True),
}


def write_scans(source: Path, out: Path, seed: int = 1) -> int:
    """Scan every letter of a folder, each a little differently; labels beside them are carried over."""
    letters = sorted(source.glob("*.pdf"))
    dice = random.Random(seed)  # noqa: S311
    scanners = {letter.stem: Scanner(skew=dice.uniform(0, 1.2), turned=_turns(dice)) for letter in letters}
    return _write(source, out, scanners, seed)


def write_ways(source: Path, out: Path, seed: int = 1, each: int = 3) -> int:
    """Scan letters of a folder in every way pages are spoiled, a folder for each; return how many scans there are."""
    letters = sorted(source.glob("*.pdf"))
    made = 0
    for number, (way, scanner) in enumerate(WAYS.items()):
        chosen = {letters[(number + part * len(letters) // each) % len(letters)].stem: scanner for part in range(each)}
        made += _write(source, out / way, chosen, seed + 100 * number)
    return made


def scan(data: bytes, scanner: Scanner, seed: int = 1) -> bytes:
    """Return the letter as a scan: the same for the same seed."""
    rl_config.invariant = 1
    dice = random.Random(seed)  # noqa: S311
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        image = spoiled(page.render(scale=scanner.dpi / 72, grayscale=True).to_pil(), scanner, dice)
        _put(canvas, image.rotate(turn_of(scanner.turned, number), expand=True), scanner)
        if scanner.layer:
            _put_layer(canvas, page, dice)
        canvas.showPage()
    document.close()
    canvas.save()
    return file.getvalue()


def _write(source: Path, out: Path, scanners: dict[str, Scanner], seed: int) -> int:
    out.mkdir(parents=True, exist_ok=True)
    for number, (name, scanner) in enumerate(scanners.items()):
        data = (source / f"{name}.pdf").read_bytes()
        (out / f"{name}_scan.pdf").write_bytes(scan(data, scanner, seed + number))
    for labels in source.glob("*.jsonl"):
        lines = _relabelled(labels.read_text(encoding="utf-8").splitlines(), scanners)
        (out / labels.name).write_text("".join(lines), encoding="utf-8")
    return len(scanners)


def _relabelled(lines: Sequence[str], scanners: dict[str, Scanner]) -> Iterator[str]:
    for line in lines:
        row = json.loads(line)
        name = Path(row["document"]).stem
        if name in scanners:
            yield json.dumps(row | {"document": f"{name}_scan.pdf"}, ensure_ascii=False) + "\n"


def _turns(dice: random.Random) -> tuple[int, ...]:
    """Most letters lie straight; in some the first page, or a later one, lies on its side or on its head."""
    return dice.choice([(0,), (0,), (0,), (90, 0), (0, 270), (180,)])


def _put(canvas: Canvas, image: Image.Image, scanner: Scanner) -> None:
    width, height = (side * 72 / scanner.dpi for side in image.size)
    packed = io.BytesIO()
    image.save(packed, "PNG" if scanner.bitonal else "JPEG", quality=scanner.quality)
    canvas.setPageSize((width, height))
    canvas.drawImage(ImageReader(packed), 0, 0, width, height)


def _put_layer(canvas: Canvas, page: pypdfium2.PdfPage, dice: random.Random) -> None:
    """The page's text, misread and invisible, where it stands."""
    text = page.get_textpage()
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        words = misread(text.get_text_bounded(left, bottom, right, top), dice)
        layer = canvas.beginText(left, bottom)
        layer.setFont("Helvetica", max(4, (top - bottom) * 0.9))
        layer.setTextRenderMode(3)
        layer.textOut(words.replace("\n", " "))
        canvas.drawText(layer)


def misread(text: str, dice: random.Random) -> str:
    """The text as a poor reader leaves it: accents lost, letters taken for figures and signs."""
    plain = text.translate(str.maketrans("áéíóúñÁÉÍÓÚÑ°", "aeiounAEIOUN*"))
    wrong = str.maketrans({"o": "0", "i": "¡", "l": "1", "e": "c", "s": "5", "a": "á", "n": "ri"})
    return "".join(letter.translate(wrong) if dice.random() < 0.25 else letter for letter in plain)


if __name__ == "__main__":
    _write(LETTERS, SCANNED, SHIPPED, seed=1)
