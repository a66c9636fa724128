"""The document that a report is written into: pages and styles, the program's own or those of a reference document."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor

from extractor.core.errors import VeeduriaError
from extractor.publish.settings import MAX_BYTES
from extractor.publish.words import say

FONT, EVEN = "Arial", "Courier New"
INK, DIM, ACCENT = RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x59, 0x59, 0x59), RGBColor(0x0B, 0x3C, 0x6F)
MARGIN, FOOT = Cm(1.5), Cm(0.7)
TITLE, SUBTITLE, CAPTION = "Title", "Subtitle", "Caption"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
TEXT, CELL, COLUMN, FUNCTION = "Balance Text", "Balance Cell", "Balance Column", "Balance Function"
NOTE, CONTENTS, GAP, CITATION = "Balance Note", "Balance Contents", "Balance Gap", "Balance Citation"
SEAL, GRID, BARE_GRID = "Balance Seal", "Balance Grid", "Balance Sources"
# points of print, above and below it, and whether it is bold; in the order of a page
SIZES = {
    TITLE: (24, 0, 8, True), SUBTITLE: (14, 0, 6, False), HEADINGS[0]: (15, 0, 4, True), HEADINGS[1]: (11, 10, 3, True),
    HEADINGS[2]: (10, 7, 3, True), CAPTION: (9, 4, 3, True), TEXT: (9.5, 0, 4, False), CELL: (8, 0, 1.5, False),
    COLUMN: (7, 0, 0, True), FUNCTION: (8.5, 1, 1, True), NOTE: (7, 0, 1, False), CONTENTS: (10, 0, 3, False),
    GAP: (2, 0, 0, False), SEAL: (7, 0, 0, False),
}  # fmt: skip
NEEDED = (*SIZES, CITATION, GRID, BARE_GRID)


class PrintError(VeeduriaError):
    """A report cannot be printed so."""


@dataclass(frozen=True, slots=True)
class BlankDocument:
    """An empty document, the ids of its styles by name, and the width of its text in twips."""

    document: Any
    ids: dict[str, str]
    width: int


def blank(template: bytes | None = None) -> BlankDocument:
    """Return an empty document with all styles that a report needs; those of a reference document, if one is given.

    Raises:
        PrintError: the reference document cannot be read or lacks styles.
    """
    document = _made() if template is None else _opened(template)
    ids = {style.name: style.style_id for style in document.styles if style.name in NEEDED}
    if missing := [name for name in NEEDED if name not in ids]:
        raise PrintError(
            "The template lacks these styles: {styles}. Begin with a document that this program has written.",
            styles=", ".join(missing),
        )
    page = document.sections[-1]
    width = int((page.page_width - page.left_margin - page.right_margin) / 635)  # 635 units a twip
    return BlankDocument(document, ids, width)


def _opened(template: bytes) -> Any:
    """Open a reference document: its styles, pages, headers and footers stay, its text goes."""
    try:
        with zipfile.ZipFile(BytesIO(template)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
                raise PrintError("The template is larger than {limit} MB.", limit=MAX_BYTES // 1_000_000)
        document = Document(BytesIO(template))
        body = document.element.body
    except PrintError:
        raise
    except Exception as error:  # python-docx lets many kinds through for a damaged file
        raise PrintError("The template is not a readable Word document.") from error
    for element in list(body)[:-1] if body[-1].tag == qn("w:sectPr") else list(body):
        body.remove(element)
    if not document.sections:
        raise PrintError("The template is not a readable Word document.")
    return document


# --- the program's own -----------------------------------------------------------------------------------------------


def _made() -> Any:
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    page.header_distance = page.footer_distance = FOOT
    _font(document.styles["Normal"])
    for name in SIZES:
        _style(document, name)
    for name in (HEADINGS[0], HEADINGS[1], HEADINGS[2], CAPTION, COLUMN, FUNCTION):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles[HEADINGS[0]].paragraph_format.page_break_before = True
    _tabs(document, page.page_width - page.left_margin - page.right_margin)
    citation = document.styles.add_style(CITATION, WD_STYLE_TYPE.CHARACTER)
    citation.font.size, citation.font.color.rgb = Pt(6.5), DIM
    document.styles.element.append(_grid("BalanceGrid", GRID, "BFBFBF"))
    document.styles.element.append(_grid("BalanceSources", BARE_GRID, ""))
    _page_number(page)
    return document


def _style(document: Any, name: str) -> None:
    styles = document.styles
    style = styles[name] if name in [one.name for one in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    size, above, below, bold = SIZES[name]
    _font(style, EVEN if name == SEAL else FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = ACCENT if name in (TITLE, *HEADINGS) else DIM if name in (NOTE, COLUMN) else INK
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(above), Pt(below), 1.0
    form.widow_control = True
    for border in style.element.iter(qn("w:pBdr")):  # the line below the title
        border.getparent().remove(border)


def _font(style: Any, font: str = FONT) -> None:
    """Name a font that every system has, or one of the same measures."""
    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), font)
    language = style.element.rPr.find(qn("w:lang"))
    if language is None:
        language = parse_xml(f"<w:lang {nsdecls('w')}/>")
        style.element.rPr.append(language)
    language.set(qn("w:val"), say("language"))


def _tabs(document: Any, width: int) -> None:
    stops = document.styles[CONTENTS].paragraph_format.tab_stops
    stops.add_tab_stop(Length(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _grid(id: str, name: str, colour: str) -> Any:
    """A style of tables: ruled in this colour, the first row shaded; without a colour neither."""
    sides = "".join(
        f'<w:{side} w:val="{"single" if colour else "nil"}" w:sz="4" w:space="0" w:color="{colour or "auto"}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{room}" w:type="dxa"/>'
        for side, room in (("top", 20), ("left", 70), ("bottom", 20), ("right", 70))
    )
    first = (
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EDF3"/></w:tcPr>'
        "</w:tblStylePr>"
    )
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr><w:tblBorders>{sides}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{first if colour else ''}</w:style>"
    )


def _page_number(page: Any) -> None:
    """Number the pages below, the cover left out."""
    page.different_first_page_header_footer = True
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code in ("PAGE", None, "NUMPAGES"):
        if code is None:
            foot.add_run(" / ")
            continue
        for kind, text in (("begin", ""), ("", code), ("end", "")):
            inner = f'<w:fldChar w:fldCharType="{kind}"/>' if kind else f"<w:instrText>{text}</w:instrText>"
            foot._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))
