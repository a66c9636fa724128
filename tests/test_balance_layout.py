"""A balance laid out as analysts lay one out by hand, in Word, HTML and PDF, and read back: at least 98 in 100 right.

Cells are lettered past Z, go on over pages, hold subheads of periods and sub-lists; units and dates stand in front or
behind; blanks are merged; collectors and levels without functions have rows of their own.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from extractor.rounds.balance.cells import after
from rules.models import Obligation
from tests.rounds import PACK, veeduria

SOURCES = ("balance_2010", "informe_2010", "informe_2011", "cartas")
TITLES = {source.id: source.title for source in PACK.sources}
BODIES = ("MINEDU", "PJ", "GR")
NAMES = {body.id: body.name for body in PACK.bodies}
LEVELS = {"prevencion": "PREVENCIÓN", "proteccion": "PROTECCIÓN Y ASISTENCIA", "persecucion": "PERSECUCIÓN Y SANCIÓN"}
UNITS = {
    "MINEDU": ("UGEL Satipo", "UGEL Piura", ""), "PJ": ("Corte Superior de Justicia de Tacna", "", ""),
    "GR": ("GR Puno", "GR Loreto", "GR Cusco"),
}  # fmt: skip
DID = (
    "Se dictó un taller a {n} docentes de la zona.",
    "Se repartieron {n} cartillas: a) en colegios, b) en mercados y c) en terminales.",
    "Se atendió a: 1) {n} adultos; 2) otros tantos menores.",
    "Registró {n} procesos (A. y B. de su lista).",
    "Se reunió {n} veces con la mesa regional (acta N° {n}-2011).",
)
WHEN = ("May 2010-Ene 2011", "2011", "Julio 2011", "")


class Action(NamedTuple):
    """An action as it was laid out."""

    function: str
    source: str
    unit: str
    period: str  # the number of the balance period that its subhead names
    when: str
    text: str


def functions() -> list[Obligation]:
    return [one for one in PACK.obligations if one.institution in BODIES]


def laid_out() -> list[Action]:
    """Actions for two of three functions, each in one or two sources; one cell runs past Z."""
    made: list[Action] = []
    texts, whens = cycle(DID), cycle(WHEN)
    for place, function in enumerate(functions()):
        units = cycle(UNITS[function.institution])
        for source in SOURCES[place % 4 : place % 4 + place % 3]:
            for number in range(30 if place == 1 else 1 + (place * 7) % 6):
                when = next(whens)
                period = "2" if source == "cartas" and not when and number % 2 else ""
                text = next(texts).format(n=10 + len(made))
                made.append(Action(function.id, source, next(units), period, when, text))
    return made


def cell_of(actions: list[Action]) -> str:
    """Letter the actions of a cell; those of a named period stand below its subhead."""
    lines, mark, period = [], "", ""
    for number, one in enumerate(sorted(actions, key=lambda one: one.period)):
        if one.period != period:
            period = one.period
            lines.append(f"Periodo {period}:")
        mark = after(mark)
        dates = f" ({one.when})" if one.when else ""
        front = f"{one.unit}{dates}: ".lstrip() if one.unit or (dates and number % 2) else ""
        lines.append(f"{mark}. {front}{one.text}" if front else f"{mark}. {one.text.rstrip('.')}{dates}")
    return "\n".join(lines)


def tables() -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Each body with its rows: levels over the whole width, a function and its cells a row; blanks in their turn."""
    actions, blanks = laid_out(), cycle(("No indica", "NI", "", "No indica."))
    for body in BODIES:
        rows: list[tuple[str, ...]] = []
        level = ""
        for function in (one for one in functions() if one.institution == body):
            if function.level != level:
                level = function.level
                rows.append((LEVELS[level], "", "", "", ""))
            cells = ([one for one in actions if (one.function, one.source) == (function.id, s)] for s in SOURCES)
            rows.append((function.label, *(cell_of(cell) or next(blanks) for cell in cells)))
        yield NAMES[body], rows


HEAD = ("Función", *(TITLES[source] for source in SOURCES))


def word(path: Path) -> None:
    """Tables that go on in others without headings; a blank of neighbouring cells is one merged cell."""
    document = docx.Document()
    for name, rows in tables():
        document.add_heading(name.upper(), 2)
        for start in range(0, len(rows), 5):
            some = ([HEAD] if start == 0 else []) + rows[start : start + 5]
            table = document.add_table(rows=len(some), cols=5)
            for at, row in enumerate(some):
                for cell, text in zip(table.rows[at].cells, row, strict=True):
                    cell.text = text
                if row[3] == row[4] or row[3:] == ("No indica", "NI"):
                    table.cell(at, 4).text = ""
                    table.cell(at, 3).merge(table.cell(at, 4))
            document.add_paragraph("")
    document.save(str(path))


def page(path: Path) -> None:
    """Levels span the table; the cells of a row end nowhere, as old pages are written."""
    parts = ["<html><body>"]
    for name, rows in tables():
        parts.append(f"<h2>{name}</h2><table border=1><tr><th>{'<th>'.join(HEAD)}</tr>")
        for row in rows:
            cells = [text.replace("\n", "<br>") for text in row]
            level = row[0] in LEVELS.values()
            parts.append(f"<tr><td colspan=5><b>{cells[0]}</b>" if level else f"<tr><td>{'<td>'.join(cells)}</tr>")
        parts.append("</table>")
    path.write_text("\n".join(parts), "utf8")


def broken(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Rows of no more than a few lines, cut in the middle of actions too."""
    for row in rows:
        cells = [re.sub(r"(\w{4,} \w+) (?=\w{4,} de)", r"\1\n", text).split("\n") for text in row[1:]]
        for start in range(0, max(map(len, cells)), 7):
            yield (row[0] if start == 0 else "", *("\n".join(lines[start : start + 7]) for lines in cells))


def printed(path: Path) -> None:
    """Ruled tables over pages, their headings on each; what a row has no room for goes on in one without a name."""
    style, parts = getSampleStyleSheet()["Normal"], []
    for name, rows in tables():
        data = [[Paragraph(text.replace("\n", "<br/>"), style) for text in row] for row in (HEAD, *broken(rows))]
        table = Table(data, colWidths=[150, 150, 150, 150, 150], repeatRows=1)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        parts += [Paragraph(name, style), table]
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build(parts)


def plain(text: str) -> str:
    """A text as it was written, wherever its lines were broken."""
    return "".join(text.split()).rstrip(".")


@pytest.mark.parametrize(("name", "make"), [("b.docx", word), ("b.html", page), ("b.pdf", printed)])
def test_what_was_laid_out_by_hand_is_read_back(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / name)
    db = tmp_path / "v.db"
    result = veeduria(db, "import", str(tmp_path / name), "--apply")
    assert result.exit_code in (0, 1), result.output
    back = [
        json.loads(line)
        for line in veeduria(
            db, "export", "actions", "--format", "jsonl", "--unmasked", "what was laid out"
        ).output.splitlines()
    ]
    read = Counter((one["obligation"], one["source"], one["unit"] or "", plain(one["text"])) for one in back)
    wanted = Counter((one.function, one.source, one.unit, plain(one.text)) for one in laid_out())
    assert wanted.total() > 100 and (wanted - read).total() <= 0.02 * wanted.total(), (wanted - read, read - wanted)
    dated = {plain(one["text"]): one["period"] for one in back}
    periods = {"May 2010-Ene 2011": 2, "2011": None, "Julio 2011": 3}
    known = [one for one in laid_out() if periods.get(one.when)]
    off = [one for one in known if dated.get(plain(one.text)) != periods[one.when]]
    assert len(off) <= 0.02 * len(known), off[:5]
