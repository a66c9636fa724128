"""Blocks of a sample letter set as reportlab flowables; one function a kind of block.

Kinds, options: `line` (align, weight, size, before), `p` and `quote`, `list` (marker, from, column, hang; its items
may hold `say`, `items` and the inner `marker`), `table` (header, widths, ruled, repeat, merged, said, size), `fields`
(label_width), `side` (left), `stamp` (x, angle, room), `signature` (room), `page` (upright, wide, sideways), `space`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Paragraph, Spacer, Table, TableStyle

from corpus.sample import Block, head, parts

FACES = {
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "mono": ("Courier", "Courier-Bold", "Courier-Oblique"),
}
ALIGN = {"left": TA_LEFT, "right": TA_RIGHT, "center": TA_CENTER, "justify": TA_JUSTIFY}
# What Word writes for its Symbol and Wingdings bullets, and the sign that a reader sees there.
PRIVATE_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓"}
UNRULED = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
]
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Type:
    """The typography of one letter; lengths are points."""

    face: str = "serif"
    size: float = 11
    lead: float = 1.2
    align: str = "justify"
    hyphens: bool = False
    gap: float = 6
    first_line: float = 0
    indent: float = 18
    width: float = 453

    def style(self, **changes: Any) -> ParagraphStyle:
        """A paragraph style of this letter, with reportlab's own settings on top."""
        regular = FACES[self.face][0]
        base = {
            "fontName": regular,
            "fontSize": self.size,
            "leading": self.size * self.lead,
            "alignment": ALIGN[self.align],
            "spaceAfter": self.gap,
            "bulletFontName": regular,
            "bulletFontSize": self.size,
            "embeddedHyphenation": int(self.hyphens),
            "allowWidows": 1,
            "allowOrphans": 1,
        }
        return ParagraphStyle("letter", **(base | changes))

    def text(self, text: str) -> str:
        """Text ready for a paragraph: escaped, with soft hyphens if the letter breaks its words."""
        return escape(hyphenated(text) if self.hyphens else text)


def set_block(block: Block, kind: Type) -> list[Flowable]:
    """The flowables of one block."""
    name, value = head(block)
    return SETTERS[name](value, block, kind)


def _line(value: str, options: Block, kind: Type) -> list[Flowable]:
    face = FACES[kind.face][{"bold": 1, "italic": 2}.get(options.get("weight", ""), 0)]
    style = kind.style(
        alignment=ALIGN[options.get("align", "left")],
        fontName=face,
        fontSize=options.get("size", kind.size),
        spaceBefore=options.get("before", 0),
        embeddedHyphenation=0,
    )
    return [Paragraph("<br/>".join(escape(line) for line in value.split("\n")), style)]


def _paragraph(value: Any, options: Block, kind: Type) -> list[Flowable]:
    style = kind.style(firstLineIndent=kind.first_line, leftIndent=options.get("indent", 0))
    return [Paragraph(kind.text(joined(value)), style)]


def _quote(value: Any, options: Block, kind: Type) -> list[Flowable]:
    style = kind.style(fontName=FACES[kind.face][2], leftIndent=kind.indent, rightIndent=kind.indent)
    return [Paragraph(kind.text(joined(value)), style)]


def _list(value: list[Any], options: Block, kind: Type) -> list[Flowable]:
    depth, pattern = options.get("depth", 0), options.get("marker", "-")
    rows: list[tuple[str, Any]] = [
        (marker(pattern, number), item) for number, item in enumerate(value, options.get("from", 1))
    ]
    if options.get("column"):
        return _number_column(rows, kind)
    flow: list[Flowable] = []
    for sign, item in rows:
        left = kind.indent * (depth + 1) + options.get("hang", 0)
        style = kind.style(
            leftIndent=left, bulletIndent=kind.indent * depth + 4, bulletFontName=bullet_font(sign, kind)
        )
        inline = "" if options.get("hanging", True) else f"{escape(sign)} "
        flow.append(Paragraph(inline + kind.text(joined(item)), style, bulletText=None if inline else sign))
        if isinstance(item, dict) and "items" in item:
            inner = {"list": item["items"], "marker": item.get("marker", "-"), "depth": depth + 1}
            flow += _list(item["items"], inner, kind)
    return flow


def _number_column(rows: list[tuple[str, Any]], kind: Type) -> list[Flowable]:
    """The numbers as a column of their own, as far from the text as Word's table of two columns puts them."""
    style = kind.style()
    cells = [[Paragraph(sign, style), Paragraph(kind.text(joined(item)), style)] for sign, item in rows]
    return [Table(cells, colWidths=[54, kind.width - 54], style=TableStyle(UNRULED))]


def _table(value: list[Any], options: Block, kind: Type) -> list[Flowable]:
    size = options.get("size", kind.size - 1.5)
    changes = {
        "fontSize": size,
        "leading": size * 1.15,
        "spaceAfter": 0,
        "alignment": TA_LEFT,
        "embeddedHyphenation": 0,
    }
    body, heading = kind.style(**changes), kind.style(**changes | {"fontName": FACES[kind.face][1]})
    rows = [[Paragraph(escape(cell), heading) for cell in options["header"]]]
    rows += [
        [Paragraph(escape(cell), body) for cell in (row if isinstance(row, list) else row["cells"])] for row in value
    ]
    look: list[Any] = [("VALIGN", (0, 0), (-1, -1), options.get("valign", "TOP").upper())]
    if options.get("ruled", True):
        look.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    look += [("SPAN", tuple(start), tuple(end)) for start, end in options.get("merged", [])]
    widths = options["widths"]
    table = Table(rows, colWidths=widths, style=TableStyle(look), repeatRows=int(options.get("repeat", True)))
    return [Spacer(0, 4), table, Spacer(0, kind.gap + 2)]


def _fields(value: list[list[str]], options: Block, kind: Type) -> list[Flowable]:
    style = kind.style(spaceAfter=2, embeddedHyphenation=0, alignment=TA_LEFT)
    bold = kind.style(spaceAfter=2, embeddedHyphenation=0, fontName=FACES[kind.face][1])
    rows = [
        [Paragraph(escape(label), bold), Paragraph(":" if label else "", style), Paragraph(escape(text), style)]
        for label, text in value
    ]
    first = options.get("label_width", 7.6 * kind.size)
    plain = TableStyle(UNRULED)
    return [Table(rows, colWidths=[first, 12, kind.width - first - 12], style=plain), Spacer(0, kind.gap)]


def _side(value: list[list[str]], options: Block, kind: Type) -> list[Flowable]:
    """Labels and texts in a narrow column on the right, broken by hyphens (ANT., MAT.)."""
    style = kind.style(spaceAfter=2, embeddedHyphenation=1, alignment=TA_LEFT)
    rows = [["", Paragraph(escape(label), style), Paragraph(escape(hyphenated(text)), style)] for label, text in value]
    left = options.get("left", 250)
    plain = TableStyle(UNRULED)
    return [Table(rows, colWidths=[left, 42, kind.width - left - 42], style=plain), Spacer(0, kind.gap)]


class Stamp(Flowable):  # type: ignore[misc]
    """A rubber stamp: its lines in a frame, slightly askew, and no room of its own in the flow."""

    def __init__(self, lines: list[str], x: float, angle: float) -> None:
        super().__init__()
        self.lines, self.x, self.angle = lines, x, angle
        self.width, self.height = 0, 0

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.translate(self.x, -30)
        canvas.rotate(self.angle)
        canvas.setFillColor(colors.HexColor("#26408b"))
        canvas.setStrokeColor(colors.HexColor("#26408b"))
        canvas.rect(-8, -6 - 14 * (len(self.lines) - 1), 150, 14 * len(self.lines) + 8)
        for number, line in enumerate(self.lines):
            canvas.setFont("Courier-Bold", 12)
            canvas.drawString(0, -14 * number, line)
        canvas.restoreState()


def _stamp(value: str, options: Block, kind: Type) -> list[Flowable]:
    return [
        Stamp(value.split("\n"), options.get("x", 300), options.get("angle", 3)),
        Spacer(0, options.get("room", 14)),
    ]


def _signature(value: str, options: Block, kind: Type) -> list[Flowable]:
    return [Spacer(0, options.get("room", 40)), *_line("_" * 24 + "\n" + value, {"align": "center"} | options, kind)]


def _page(value: str, options: Block, kind: Type) -> list[Flowable]:
    return [NextPageTemplate(value), PageBreak()]


SETTERS: dict[str, Callable[[Any, Block, Type], list[Flowable]]] = {
    "line": _line,
    "p": _paragraph,
    "quote": _quote,
    "list": _list,
    "table": _table,
    "fields": _fields,
    "side": _side,
    "stamp": _stamp,
    "signature": _signature,
    "page": _page,
    "space": lambda value, options, kind: [Spacer(0, value)],
}


def joined(value: Any) -> str:
    """The text of a paragraph or an item as it is printed."""
    return " ".join(part.text for part in parts(value))


def marker(pattern: str, number: int) -> str:
    """The sign of the numbered item in a list of this pattern: "{a})", "{n}.-", "{i}.", "{I}.", or a fixed bullet."""
    roman = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")[
        (number - 1) % 15
    ]
    return pattern.format(n=number, a="abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26], i=roman, I=roman.upper())


def bullet_font(sign: str, kind: Type) -> str:
    """The letter's own face, or the one with arrows and private-use signs if the bullet needs it."""
    return FACES[kind.face][0] if sign.isascii() or sign in "•–°" else _bullets()


@cache
def _bullets() -> str:
    """Register a face whose private-use code points look like Word's bullets; return its name."""
    from fontTools.ttLib import TTFont as Font

    shipped = find_spec("matplotlib")  # which brings the font along
    assert shipped and shipped.submodule_search_locations
    file = Path(shipped.submodule_search_locations[0]) / "mpl-data/fonts/ttf/DejaVuSans.ttf"
    font = Font(file, recalcTimestamp=False)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(
                {code: table.cmap[ord(sign)] for code, sign in PRIVATE_BULLETS.items() if ord(sign) in table.cmap}
            )
    changed = BytesIO()
    font.save(changed)
    changed.seek(0)
    pdfmetrics.registerFont(TTFont("Bullets", changed))
    return "Bullets"


_VOWEL, _CONSONANT = "aeiouáéíóúü", "bcdfghjklmnñpqrstvwxyz"
_ONSET = f"(?:[bcdfgpt][lr]|ch|ll|rr|qu|gu|[{_CONSONANT}])"
_SYLLABLE = re.compile(
    f"(?<=[{_VOWEL}])(?={_ONSET}[{_VOWEL}])"
    f"|(?<=[{_VOWEL}][{_CONSONANT}])(?!(?<=[bcdfgpt])[lr]|(?<=c)h|(?<=l)l|(?<=r)r)(?={_ONSET}[{_VOWEL}])"
)


def hyphenated(text: str) -> str:
    """The text with soft hyphens between the syllables of its longer words in small letters."""
    return re.sub(rf"[{_VOWEL}{_CONSONANT}]{{6,}}", lambda word: _broken(word[0]), text)


def _broken(word: str) -> str:
    """The word's syllables; a first one of a single letter is not parted."""
    parted = _SYLLABLE.sub(SOFT_HYPHEN, word)
    return parted.replace(SOFT_HYPHEN, "", 1) if parted[1] == SOFT_HYPHEN else parted
