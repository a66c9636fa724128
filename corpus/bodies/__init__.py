"""Bodies of letters in layouts that are hard to read: side notes, gutters, footers in columns, tables of every make.

`python -m corpus.bodies [N] [--keep FOLDER]` sets N of each kind and says what was lost, cut, mixed or out of order.
Each sentence planted in a letter is unlike the others, so one knows where it ended.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.core.model import Reading
from rules.words import fold

LEFT, TOP, BOTTOM = 70.0, 240.0, 90.0
WIDTH = A4[0] - 2 * LEFT
FONT, SIZE, LEADING = "Helvetica", 10.0, 13.0
PLACES = ("Ilo", "Tacna", "Puno", "Juli", "Ica", "Pisco", "Nazca", "Lamas", "Rioja", "Jaén", "Anta", "Calca", "Chincha")
DEEDS = (
    "Se dictó una charla sobre la trata de personas en el mercado {n} de {place}",
    "Se capacitó a {n} docentes de {place} en la prevención de la trata de personas",
    "Se realizó un operativo en {n} bares de {place} con la policía y la fiscalía",
    "Se repartieron {n} afiches contra la trata de personas en el terminal de {place}",
    "Se atendió a {n} víctimas de trata de personas en el centro de {place}",
    "Se organizó una feria informativa con {n} instituciones en la plaza de {place}",
)


@dataclass(slots=True)
class BodySheet:
    """A body being set: the canvas, the dice, what was planted as sentences in reading order and in rows of tables."""

    canvas: Canvas
    dice: random.Random
    told: list[str] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)  # activity and the kind its row should have
    asides: list[str] = field(default_factory=list)  # what belongs to no sentence
    number: int = 100

    def deed(self, ends: str = ".") -> str:
        self.number += self.dice.randint(1, 9)
        text = self.dice.choice(DEEDS).format(n=self.number, place=self.dice.choice(PLACES))
        return text + ends

    def tell(self, ends: str = ".") -> str:
        self.told.append(self.deed(ends))
        return self.told[-1]

    def write(self, x: float, top: float, text: str, size: float = SIZE) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, A4[1] - top, text)

    def flow(
        self, x: float, top: float, width: float, text: str, size: float = SIZE, leading: float = LEADING
    ) -> float:
        """Set a paragraph; return where the next line would stand."""
        return self.lines(x, top, wrapped(text, width, size), size, leading)

    def lines(self, x: float, top: float, lines: Iterable[str], size: float = SIZE, leading: float = LEADING) -> float:
        """Set lines below each other; return where the next would stand."""
        for line in lines:
            self.write(x, top, line, size)
            top += leading
        return top

    def box(self, x: float, top: float, width: float, height: float) -> None:
        self.canvas.rect(x, A4[1] - top - height, width, height)


def wrapped(text: str, width: float, size: float = SIZE) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and stringWidth(f"{line} {word}", FONT, size) > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def head(page: BodySheet, top: float = 60.0) -> None:
    lines = (
        "GOBIERNO REGIONAL DE TACNA",
        "Tacna, 14 de marzo de 2011",
        f"OFICIO N° {page.number}-2011-GRT/GRDS",
        "Señora Directora",
        "Presente.-",
        "ASUNTO : Información sobre la trata de personas",
        "De mi consideración:",
    )
    for number, line in enumerate(lines):
        page.write(LEFT, top + number * 19, line)


def close(page: BodySheet, top: float) -> None:
    page.write(LEFT, top + 24, "Atentamente,")


# --- kinds of layouts: each sets a body ------------------------------------------------------------------------------


def columns(page: BodySheet) -> None:
    """Two or three columns at any gutter, of unequal length, below a sentence across all of them."""
    count, gutter = page.dice.choice((2, 2, 3)), page.dice.choice((10, 12, 16, 20, 28, 40))
    width = (WIDTH - (count - 1) * gutter) / count
    top = page.flow(LEFT, TOP, WIDTH, f"{page.tell()} {page.tell()}") + 10
    lowest = top
    for column in range(count):
        at = top
        for _ in range(page.dice.randint(2, 4)):
            at = page.flow(LEFT + column * (width + gutter), at, width, page.tell()) + page.dice.choice((4, 8))
        lowest = max(lowest, at)
    close(page, page.flow(LEFT, lowest + 12, WIDTH, page.tell()))


def side_notes(page: BodySheet) -> None:
    """Small notes in the margin beside the text."""
    right = page.dice.random() < 0.5
    x, margin = (LEFT, A4[0] - LEFT - 75) if right else (LEFT + 90, 40)
    top = TOP
    for _ in range(4):
        start = top
        top = page.flow(x, top, WIDTH - 95, f"{page.tell()} {page.tell()}") + 9
        if page.dice.random() < 0.7:
            note = page.dice.choice(("Ver anexo de la oficina", "Exp. 2231 folio 14", "V°B° planeamiento", "Nota"))
            page.asides.append(note)
            page.flow(margin + 3, start + page.dice.choice((0, 5)), 70, note, 7, 9)
    close(page, top)


def footers(page: BodySheet) -> None:
    """A footer of three columns, on each of two pages, close below the text."""
    for number in range(2):
        top = TOP if number == 0 else 80
        for _ in range(5):
            top = page.flow(LEFT, top, WIDTH, f"{page.tell()} {page.tell()}") + 8
        parts = ("Jr. Zela 123, segundo piso", "Teléfono (052) 411233", "www.regiontacna.gob.pe")
        for column, text in enumerate(parts):
            page.write(LEFT + column * 165, 770, text, 8)
            page.write(LEFT + column * 165, 780, ("Tacna - Perú", "Anexo 233", "Mesa de partes")[column], 8)
        page.asides += parts
        if number == 0:
            page.canvas.showPage()
    close(page, top)


def table(page: BodySheet) -> None:
    """A ruled table: some columns of details, one of results or two that are ticked, sub-headed and total rows."""
    kind = page.dice.choice(("state", "ticks", "plain", "months", "percent"))
    heads = {
        "state": ("N°", "Actividad", "Fecha", "Estado"),
        "ticks": ("Actividad", "Sí", "No", "Observaciones"),
        "plain": ("Actividad", "Lugar", "Participantes"),
        "months": ("Actividad", "Ene", "Feb", "Mar", "Total"),
        "percent": ("N°", "Actividad", "Avance"),
    }[kind]
    widths = {
        "state": (25, 260, 60, 110),
        "ticks": (270, 30, 30, 125),
        "plain": (270, 100, 85),
        "months": (275, 45, 45, 45, 45),
        "percent": (25, 350, 80),
    }[kind]
    top = page.flow(LEFT, TOP, WIDTH, "Se informa sobre las actividades realizadas en el año 2010:") + 6
    top = _row(page, top, widths, heads)
    sub = page.dice.random() < 0.4
    for number in range(page.dice.randint(3, 6)):
        if sub and number in (0, 3):
            top = _row(page, top, (sum(widths),), (("I. Prevención", "II. Persecución")[number == 3],))
        deed = page.deed("")
        bad = page.dice.random() < 0.3
        count = str(page.dice.randint(2, 60))
        cells = {
            "state": (str(number + 1), deed, "12/05/2010", "No se realizó" if bad else "Ejecutado"),
            "ticks": (deed, "" if bad else "X", "X" if bad else "", "Sin presupuesto" if bad else ""),
            "plain": (deed, "Sede central", count),
            "months": (deed, "1", "", "2", "3"),
            "percent": (str(number + 1), deed, "0%" if bad else "100%"),
        }[kind]
        page.rows.append((deed, "no_action" if bad and kind in ("state", "ticks", "percent") else "action"))
        top = _row(page, top, widths, cells)
    if kind in ("plain", "months") and page.dice.random() < 0.7:
        total = ["TOTAL", *("" for _ in widths[2:]), "96"]
        top = _row(page, top, widths, total)
    close(page, page.flow(LEFT, top + 16, WIDTH, page.tell()))


def _row(page: BodySheet, top: float, widths: Sequence[float], cells: Sequence[str]) -> float:
    lines = [list(wrapped(cell, width - 8, 9)) for cell, width in zip(cells, widths, strict=True)]
    height = 11 * max(map(len, lines)) + 6
    x = LEFT
    for cell, width in zip(lines, widths, strict=True):
        page.box(x, top, width, height)
        for number, line in enumerate(cell):
            page.write(x + 4, top + 11 + 11 * number, line, 9)
        x += width
    return top + height


def unruled(page: BodySheet) -> None:
    """A table without lines: activity, place and number in aligned columns."""
    top = page.flow(LEFT, TOP, WIDTH, "Se realizaron las siguientes actividades:") + 8
    for x, text in ((LEFT, "ACTIVIDAD"), (LEFT + 300, "LUGAR"), (LEFT + 390, "ASISTENTES")):
        page.write(x, top, text)
    top += 18
    for _ in range(page.dice.randint(3, 5)):
        deed = page.deed("")
        page.rows.append((deed, "action"))
        page.write(LEFT + 300, top, page.dice.choice(PLACES))
        page.write(LEFT + 390, top, str(page.dice.randint(10, 90)))
        top = page.flow(LEFT, top, 285, deed) + 7
    close(page, page.flow(LEFT, top + 10, WIDTH, page.tell()))


def numbers_aside(page: BodySheet) -> None:
    """A list whose numbers stand far to the left, as a column of their own; items of several lines and paragraphs."""
    marks = page.dice.choice(("1. 2. 3. 4.", "a) b) c) d)", "1.1 1.2 1.3 1.4", "- - - -")).split()
    top, indent = TOP, page.dice.choice((18, 36, 60))
    for mark in marks:
        page.write(LEFT, top, mark)
        top = page.flow(LEFT + indent, top, WIDTH - indent, f"{page.tell()} {page.tell()}")
        if page.dice.random() < 0.4:
            top = page.flow(LEFT + indent, top + 4, WIDTH - indent, page.tell())
        top += page.dice.choice((2, 9))
    close(page, top)


def begin_cut(page: BodySheet, paragraphs: int, top: float) -> list[str]:
    """Set paragraphs and, at the page's foot, the first lines of a sentence; return those that its end cuts off."""
    at = TOP
    for _ in range(paragraphs):
        at = page.flow(LEFT, at, WIDTH, f"{page.tell()} {page.tell()}") + 8
    lines = list(wrapped(f"{page.tell()} {page.tell()} {page.tell()}", WIDTH))
    cut = page.dice.randint(1, len(lines) - 1)
    page.lines(LEFT, top, lines[:cut])
    return lines[cut:]


def broken(page: BodySheet) -> None:
    """A sentence that a page's end cuts, with a page number, a running head and a note between its parts."""
    rest = begin_cut(page, 6, 700)
    page.write(A4[0] / 2, 790, page.dice.choice(("1", "- 1 -", "Página 1 de 2", "1/2")), 9)
    page.canvas.showPage()
    if page.dice.random() < 0.6:
        page.write(LEFT, 45, "Gobierno Regional de Tacna - Gerencia de Desarrollo Social", 8)
    top = page.lines(LEFT, 80, rest)
    page.write(A4[0] / 2, 790, "2", 9)
    close(page, page.flow(LEFT, top + 8, WIDTH, page.tell()))


def spread(page: BodySheet) -> None:
    """A table over two pages, its header repeated, a row cut by the page's end."""
    widths, heads = (25, 290, 140), ("N°", "Actividad", "Beneficiarios")
    top = page.flow(LEFT, TOP, WIDTH, "Se detallan las actividades del periodo:") + 6
    top = _row(page, top, widths, heads)
    number = 0
    while top < 700:
        number += 1
        deed = page.deed("")
        page.rows.append((deed, "action"))
        top = _row(page, top, widths, (str(number), deed, f"{page.dice.randint(5, 90)} personas"))
    page.canvas.showPage()
    top = _row(page, 70, widths, heads) if page.dice.random() < 0.6 else 70
    for _ in range(3):
        number += 1
        deed = page.deed("")
        page.rows.append((deed, "action"))
        top = _row(page, top, widths, (str(number), deed, f"{page.dice.randint(5, 90)} personas"))
    close(page, page.flow(LEFT, top + 16, WIDTH, page.tell()))


def boxed(page: BodySheet) -> None:
    """Sentences in frames: each paragraph has a border of its own, or all stand in one."""
    top, single = TOP, page.dice.random() < 0.5
    begun = top - 14
    for _ in range(4):
        start = top
        top = page.flow(LEFT + 6, top, WIDTH - 12, f"{page.tell()} {page.tell()}")
        if not single:
            page.box(LEFT, start - 12, WIDTH, top - start + 4)
        top += 12
    if single:
        page.box(LEFT, begun, WIDTH, top - begun - 6)
    close(page, top + 6)


def wide(page: BodySheet) -> None:
    """Lines far apart, words far apart, the first line set in."""
    leading, top = page.dice.choice((20.0, 26.0)), TOP
    for _ in range(4):
        for number, line in enumerate(wrapped(f"{page.tell()} {page.tell()}", WIDTH - 30)):
            x, gap = LEFT + (30 if number == 0 else 0), page.dice.choice((3.0, 7.0, 11.0))
            for word in line.split():
                page.write(x, top, word)
                x += stringWidth(word, FONT, SIZE) + gap * 0.9
                if x > A4[0] - 60:
                    x, top = LEFT, top + leading
            top += leading
    close(page, top)


def cells_of_lists(page: BodySheet) -> None:
    """A table of two columns: what was asked, and a list of what was done."""
    top = page.flow(LEFT, TOP, WIDTH, "Se responde lo solicitado:") + 6
    top = _row(page, top, (130, 325), ("Pedido", "Acciones realizadas"))
    for pedido in ("Prevención", "Atención"):
        deeds = [page.deed() for _ in range(page.dice.randint(2, 3))]
        lines = [list(wrapped(f"- {deed}", 315, 9)) for deed in deeds]
        page.rows += [(deed, "action") for deed in deeds]
        height = 11 * sum(map(len, lines)) + 8
        page.box(LEFT, top, 130, height)
        page.box(LEFT + 130, top, 325, height)
        page.write(LEFT + 4, top + 11, pedido, 9)
        at = top + 11
        for line in (line for item in lines for line in item):
            page.write(LEFT + 134, at, line, 9)
            at += 11
        top += height
    close(page, page.flow(LEFT, top + 16, WIDTH, page.tell()))


def footnotes(page: BodySheet) -> None:
    """A sentence cut by a page's end, with notes in small print below a rule between its parts."""
    rest = begin_cut(page, 5, 690)
    page.canvas.line(LEFT, A4[1] - 740, LEFT + 120, A4[1] - 740)
    page.write(LEFT, 752, "1 Véase la Ley contra la trata de personas y su reglamento.", 7)
    page.write(LEFT, 761, "2 Según el registro de la gerencia.", 7)
    page.canvas.showPage()
    close(page, page.flow(LEFT, page.lines(LEFT, 80, rest) + 8, WIDTH, page.tell()))


def around(page: BodySheet) -> None:
    """Text that flows around a framed picture with a caption."""
    top = TOP
    for number in range(5):
        narrow = number in (1, 2)
        top = page.flow(LEFT, top, WIDTH - (170 if narrow else 0), f"{page.tell()} {page.tell()}") + 8
        if number == 0:
            page.box(LEFT + WIDTH - 150, top - 6, 150, 60)
            page.write(LEFT + WIDTH - 146, top + 66, "Foto: feria en la plaza", 8)
            page.asides.append("Foto: feria en la plaza")
    close(page, top)


def questions(page: BodySheet) -> None:
    """Each question that was asked in a frame of its own, its answer below it."""
    top = TOP
    for number in range(3):
        asked = f"{number + 1}. ¿Qué acciones realizó la entidad en el periodo {2008 + number}?"
        page.box(LEFT, top - 12, WIDTH, 18)
        page.write(LEFT + 4, top, asked)
        page.asides.append(asked)
        top = page.flow(LEFT, top + 22, WIDTH, f"{page.tell()} {page.tell()}") + 14
    close(page, top)


def sidebar(page: BodySheet) -> None:
    """Headings in a column at the left, the text beside each."""
    top = TOP
    for number in range(4):
        name = ("EJE UNO", "EJE DOS", "EJE TRES", "EJE CUATRO")[number]
        page.write(LEFT, top, name)
        page.asides.append(name)
        top = page.flow(LEFT + 110, top, WIDTH - 110, f"{page.tell()} {page.tell()} {page.tell()}") + 12
    close(page, top)


def sideways(page: BodySheet) -> None:
    """A page that lies on its side, with a table, between upright ones."""
    top = page.flow(LEFT, TOP, WIDTH, f"{page.tell()} {page.tell()}")
    page.write(LEFT, top + 10, "Se adjunta el cuadro de actividades:")
    page.canvas.showPage()
    page.canvas.setPageRotation(90)
    page.canvas.saveState()
    page.canvas.rotate(90)
    page.canvas.translate(0, -A4[0])
    at = A4[0] - 80
    widths, heads = (40, 420, 160), ("N°", "Actividad", "Lugar")
    for number in range(6):
        deed = page.deed("")
        cells = heads if number == 0 else (str(number), deed, "Sede central")
        if number:
            page.rows.append((deed, "action"))
        x = 70.0
        for cell, width in zip(cells, widths, strict=True):
            page.canvas.rect(x, at - 6, width, 20)
            page.canvas.setFont(FONT, 9)
            page.canvas.drawString(x + 4, at, cell)
            x += width
        at -= 20
    page.canvas.restoreState()
    page.canvas.showPage()
    page.canvas.setPageRotation(0)
    close(page, page.flow(LEFT, 80, WIDTH, page.tell()))


def parts(page: BodySheet) -> None:
    """A request and a slip before the reply, or the request behind it: what is told there is not the reply's."""
    asked = page.deed()
    page.asides.append(asked)
    before = page.dice.random() < 0.6
    if not before:
        _reply(page)
        page.canvas.showPage()
    title = page.dice.choice(("SOLICITUD DE ACCESO A LA INFORMACIÓN PÚBLICA", "FORMULARIO DE SOLICITUD"))
    page.write(LEFT, 60, title)
    page.write(LEFT, 90, "Nombre: Ana Torres   DNI: 40000000")
    page.flow(LEFT, 120, WIDTH, f"Pido copia de los informes que dicen: {asked}")
    page.canvas.showPage()
    page.write(LEFT, 60, page.dice.choice(("CARGO DE RECEPCIÓN", "HOJA DE TRÁMITE", "ACUSE DE RECIBO")))
    page.write(LEFT, 90, "Registro N° 5512   Fecha: 3 de enero de 2011   Folios: 2")
    if before:
        page.canvas.showPage()
        _reply(page)


def _reply(page: BodySheet) -> None:
    head(page)
    close(page, page.flow(LEFT, TOP, WIDTH, f"{page.tell()} {page.tell()}"))


KINDS: tuple[Callable[[BodySheet], None], ...] = (
    columns,
    side_notes,
    footers,
    table,
    unruled,
    numbers_aside,
    broken,
    spread,
    boxed,
    wide,
    cells_of_lists,
    footnotes,
    around,
    questions,
    sidebar,
    sideways,
    parts,
)


@dataclass(frozen=True, slots=True)
class SampleBody:
    """A letter, and what was planted in it: sentences in order, rows with their kinds, texts outside of sentences."""

    id: str
    data: bytes
    told: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    asides: tuple[str, ...]


def samples(count: int, seed: int = 1) -> Iterator[SampleBody]:
    """Yield so many letters of each kind; the same for the same seed."""
    for kind in KINDS:
        for number in range(count):
            buffer = BytesIO()
            dice = random.Random(f"{kind.__name__} {seed} {number}")  # noqa: S311 - no secret
            page = BodySheet(Canvas(buffer, pagesize=A4, invariant=1), dice)
            if kind is not parts:
                head(page)
            kind(page)
            page.canvas.save()
            id_ = f"{kind.__name__}{number:02}"
            yield SampleBody(id_, buffer.getvalue(), tuple(page.told), tuple(page.rows), tuple(page.asides))


def faults(sample: SampleBody, reading: Reading) -> Iterator[str]:
    """What became wrong of a letter: "cut", "mixed", "order", "row", "kind" or "lost", and which text."""
    if reading.letter is None or reading.ledger is None:
        yield "unread"
        return
    if reading.ledger.lost:
        yield f"lost: {reading.ledger.lost}"
    texts = [_plain(finding.statement.text) for finding in reading.findings]
    last = -1
    for sentence in sample.told:
        at = [index for index, text in enumerate(texts) if _plain(sentence) in text]
        if not at:
            yield f"cut: {sentence}"
            continue
        if at[0] < last:
            yield f"order: {sentence}"
        last = at[0]
        text = texts[at[0]]
        others = [other for other in sample.told if other != sentence and _plain(other) in text]
        if others or any(_plain(aside) in text for aside in sample.asides):
            yield f"mixed: {sentence}"
    for deed, kind in sample.rows:
        found = [finding for finding, text in zip(reading.findings, texts, strict=True) if _plain(deed) in text]
        if not found:
            yield f"row: {deed}"
        elif found[0].classification.kind != kind:
            yield f"kind: {deed}: {found[0].classification.kind} for {kind}"
        elif sum(_plain(other) in _plain(found[0].statement.text) for other, _ in sample.rows) > 1:
            yield f"mixed: {deed}"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


__all__ = ["KINDS", "SampleBody", "faults", "samples"]
