"""Pieces of WordprocessingML as text: written one after the other, so that a long report needs little memory.

Texts come from letters and are never trusted: each passes `_text`. Measures are twips, twentieths of a point.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape

from extractor.core.clean import clean


def run(text: str, bold: bool = False, italic: bool = False, style: str = "") -> str:
    marked = (f'<w:rStyle w:val="{style}"/>' if style else "") + "<w:b/>" * bold + "<w:i/>" * italic
    return f"<w:r>{f'<w:rPr>{marked}</w:rPr>' if marked else ''}{_text(text)}</w:r>" if text else ""


def _text(text: str) -> str:
    """The text of a run; a line break stays one."""
    lines = (f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in text.split("\n"))
    return "<w:br/>".join(lines)


def _escaped(text: str) -> str:
    return escape(clean(text), quote=True)


def paragraph(content: str, style: str, extra: str = "") -> str:
    """Return a paragraph of runs; `extra` are properties beyond those of its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{content}</w:p>'


def mark(*parts: object) -> str:
    """Return the name of a bookmark: at most 40 letters, digits and underscores, else what stands for them."""
    name = "_".join(map(str, parts))
    return name if re.fullmatch(r"[A-Za-z]\w{0,39}", name) else f"m{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def bookmark(name: str, number: int, content: str) -> str:
    start = f'<w:bookmarkStart w:id="{number}" w:name="{_escaped(name)}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def link(name: str, content: str, tip: str = "") -> str:
    """A way to a bookmark of the same document; `tip` is shown to whoever points at it."""
    told = f' w:tooltip="{_escaped(tip)}"' if tip else ""
    return f'<w:hyperlink w:anchor="{_escaped(name)}"{told} w:history="1">{content}</w:hyperlink>'


def field(code: str, shown: str = "") -> str:
    """A field that the reader's program fills in: a page's number, say."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {_escaped(code)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


TAB, PAGE_BREAK = "<w:r><w:tab/></w:r>", '<w:r><w:br w:type="page"/></w:r>'


def cell(content: str, width: int, span: int = 1) -> str:
    """A cell of paragraphs, over as many columns as it spans."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], repeated: bool = False, whole: bool = False) -> str:
    """A row; `repeated` at the top of every page that its table goes on to, `whole`: never broken over two pages."""
    about = "<w:cantSplit/>" * (whole or repeated) + "<w:tblHeader/>" * repeated
    return f"<w:tr>{f'<w:trPr>{about}</w:trPr>' if about else ''}{''.join(cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[int], style: str) -> str:
    """A table of fixed column widths; its first row is shown as the style says of first rows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    about = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        ' w:noVBand="1"/>'
    )
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
