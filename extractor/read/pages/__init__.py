"""PDF bytes to pages: text lines with positions, and the rulings from which tables are made.

PDFium is asked through few calls per printed line (the whole text once, then one box a line), since calls across the
language border are what costs time. Text is cut where the page shows a wide gap, so that no line mixes two columns.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.core.model import Aside, Line, Page, Problem
from extractor.read.pages.annotation_layer import Annotations, Overlay
from extractor.read.pages.boxes import take_boxes
from extractor.read.pages.frame import Frame, turns_of
from extractor.read.pages.hidden_text import Sight, in_sight, letters
from extractor.read.pages.overprint import without_overprint
from extractor.read.pages.rulings import drawn_on
from extractor.read.pages.setting import set_lines
from extractor.read.pages.settings import (
    FEW_COVERED,
    FEW_LOST,
    FEW_UNKNOWN,
    FEW_UNSEEN,
    FEW_WORDS,
    HEADER_WITHIN,
    LONGEST_NAME,
    LONGEST_TAG,
    UNPRINTED,
)
from extractor.read.pages.stand_ins import take_away, truer
from extractor.read.pages.suspicion import Suspicion
from extractor.read.pages.text import Colour, TextReader, printed
from extractor.read.tables import take_ruled_tables

_MADE_BY = re.compile(r"(?:powered|created|generated|produced|made|printed) (?:by|with|using)\b", re.IGNORECASE)
_SENTENCE = re.compile(rf"(?<!\S)(?:[^\W\d_]{{2,}}[.,;:]? ){{{FEW_WORDS - 1},}}[^\W\d_]{{2,}}(?!\w)")
_FULL_NAME = re.compile(r"(?<!\S)(?:[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]{2,} ){1,}[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]{2,}(?!\w)")
_NAME = re.compile(r"[^\W\d_]{4,}")


def read_pages(
    data: bytes, password: str | None = None, beat: Callable[[], None] = lambda: None
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the pages of a PDF with their text lines and ruled tables, and what went wrong.

    A page that shows something but holds no text is a problem of its own; a file that cannot be opened yields no page.
    """
    if not data:
        return (), (Problem("file", "empty"),)
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        return (), (Problem("file", "not_pdf"),)
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        return (), (_opening_problem(error),)
    try:
        return _read_document(document, Annotations(data, password), beat)
    finally:
        document.close()


def _opening_problem(error: pdfium.PdfiumError) -> Problem:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return Problem("file", "encrypted")
    return Problem("file", "broken", str(error))


def _read_document(
    document: pdfium.PdfDocument, annotations: Annotations, beat: Callable[[], None]
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    pages: list[Page] = []
    problems: list[Problem] = []
    makers = _makers(document)
    for index in range(len(document)):
        where = f"page {index + 1}"
        try:
            handle = document[index]
        except pdfium.PdfiumError as error:
            problems.append(Problem(where, "page_no_text", str(error)))
            continue
        try:
            overlay = annotations.on(handle.raw, index)
            page, shows_something, doubts = _read_page(handle, index + 1, overlay, makers)
        finally:
            handle.close()
        beat()
        pages.append(page)
        problems.extend(overlay.problems)
        problems.extend(Problem(where, code, detail) for code, detail in doubts)
        if not page.lines and not page.tables and shows_something:
            problems.append(Problem(where, "page_no_text", "only images or drawings"))
    if not pages:
        problems.append(Problem("file", "no_pages"))
    return tuple(pages), tuple(problems)


def _makers(document: pdfium.PdfDocument) -> frozenset[str]:
    """The words by which a file names the programs that made it."""
    buffer = (ctypes.c_char * LONGEST_NAME)()
    words = set()
    for key in (b"Producer", b"Creator"):
        size = min(raw.FPDF_GetMetaText(document.raw, key, buffer, LONGEST_NAME), LONGEST_NAME)
        words |= {*_NAME.findall(buffer.raw[:size].decode("utf-16-le", "replace").casefold())}
    return frozenset(words) - {"http", "https"}


def _is_tag(aside: Aside, makers: Set[str], height: float) -> bool:
    """Is a text but the mark of the program that made the file: "Powered by …", or set where no printer prints?"""
    if len(aside.text) > LONGEST_TAG:
        return False
    if _MADE_BY.match(aside.text):
        return True
    is_at_edge = aside.box.bottom < UNPRINTED or aside.box.top > height - UNPRINTED
    return is_at_edge or not makers.isdisjoint(_NAME.findall(aside.text.casefold()))


def _read_page(
    handle: pdfium.PdfPage, number: int, overlay: Overlay, makers: Set[str]
) -> tuple[Page, bool, list[tuple[str, str]]]:
    """Return a page, whether it shows anything, and the codes and details of doubts about its text."""
    textpage = raw.FPDFText_LoadPage(handle.raw)
    textpages = [textpage] if textpage else []
    lines, doubts, given, colours = [], [], "", dict[int, Colour]()
    aside: tuple[Aside, ...] = ()
    try:
        frame = Frame(handle, turns_of(textpage, handle))
        edges, boxes, pictures, shows_something = drawn_on(handle.raw, frame)
        if textpage:
            suspicion, reader = Suspicion(handle.raw, frame.width * frame.height), TextReader(textpage, frame, edges)
            if suspicion.replaced:
                take_away(suspicion.replaced)
                textpages.append(raw.FPDFText_LoadPage(handle.raw))
                reader = truer(reader, TextReader(textpages[-1], frame, edges))
            printed_lines, given, colours = list(reader.lines(number)), reader.given, reader.colours
            sight = in_sight(handle, reader, printed_lines, frame, suspicion)
            lines, aside = sight.lines, sight.aside
            unseen = [one.text for one in sight.aside if not _is_tag(one, makers, frame.height)]
            doubts = [*_doubts(reader, sight, unseen, printed_lines)]
            if sight.covered:  # blacked out: it is kept nowhere
                given = "\n".join((*(line.text for line in lines), *(one.text for one in aside)))
    finally:
        for one in textpages:
            raw.FPDFText_ClosePage(one)
    if lines or not shows_something:  # else it is a picture: it is read with all that lies over it, as it looks
        lines += [line for laid in overlay.laid for line in set_lines(laid, frame, number)]
        given = "\n".join([given, *(laid.text for laid in overlay.laid)])
    lines, twice = without_overprint(lines, colours)
    lines, boxed = take_boxes(lines, boxes, edges, number)
    lines, tables = take_ruled_tables(lines, edges, number)
    tables = sorted([*tables, *boxed], key=lambda table: table.box.top)
    page = Page(number, frame.width, frame.height, tuple(lines), tuple(tables), rotation=frame.turns * 90)
    page = replace(page, aside=(*aside, *twice), pictures=tuple(pictures), given=given)
    return page, shows_something or bool(lines), doubts


def _doubts(reader: TextReader, sight: Sight, aside: Sequence[str], lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Few odd letters need not trouble anybody, unless they are a good part of what the page says, or blacked out.

    `aside` holds what is not seen and is no program's mark.
    """
    unknown, lost, unseen = reader.unknown_letters(), reader.lost_letters(), letters((*aside, *sight.covered))
    if not unknown and not lost and not unseen:
        return
    whole = letters(line.text for line in lines)
    if unknown > min(FEW_UNKNOWN, whole / 10) or lost > FEW_LOST or reader.has_lost_figure():
        yield "unknown_letters", f"{max(unknown, lost)} / {whole}"
    if (
        unseen > min(FEW_UNSEEN, whole / 2)
        or letters((*sight.covered, *sight.whited)) >= FEW_COVERED
        or any(map(str.isdigit, "".join((*sight.covered, *sight.whited))))
        or _SENTENCE.search(" ".join(aside))
        or _FULL_NAME.search(" ".join(aside))
    ):
        yield "hidden_text", f"{unseen} / {whole}"


__all__ = ["printed", "read_pages"]
