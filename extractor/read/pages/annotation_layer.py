"""What is laid over a page: answers typed into a form's fields, ticked boxes, notes.

A field's appearance often shows but the beginning of its answer, or is missing. So an answer is taken from what the
field holds, whole, and compared with what the page shows at its place; PDFium draws that for us on a copy of the file.
Comments in pop-up windows and signatures are no part of a letter.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.core.model import Problem
from extractor.read.pages.settings import LEAST_SIDE, LONG_STAMP, MAX_LAID

TICKED, UNTICKED = "☒", "☐"

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_LISTS = (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_PASSWORD = 1 << 13  # field flag, ISO 32000-1, table 228
_COMMENTS = (
    raw.FPDF_ANNOT_TEXT,
    raw.FPDF_ANNOT_CARET,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT,
)
_NO_STATE = (ctypes.c_ushort * 4)(*b"Off")  # UTF-16, ended by a zero
_NO_LETTERS = re.compile(r"[\W_]+")

Area = tuple[float, float, float, float]


class Laid(NamedTuple):
    """Text over a page; `area` is left, bottom, right, top in the page's own coordinates, `size` 0 where it is free."""

    text: str
    area: Area
    size: float = 0.0


class Overlay(NamedTuple):
    """All that is laid over one page, and what of it could not be read."""

    laid: tuple[Laid, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Note(NamedTuple):
    """An annotation as the file holds it.

    `code` is the problem that it is if it cannot be read, `least` the letters it has to show where it holds none;
    `is_apart`: it is off the page or in a window of its own.
    """

    held: str
    area: Area
    is_drawn: bool
    size: float = 0.0
    code: str = "unread_notes"
    least: int = 1
    is_apart: bool = False


class Annotations:
    """What is laid over the pages of a file; the copy is opened for the first page that has something."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self._data, self._password = data, password

    def on(self, page: raw.FPDF_PAGE, index: int) -> Overlay:
        """What is laid over a page, which is left as it is."""
        count = raw.FPDFPage_GetAnnotCount(page)
        if count > MAX_LAID:
            return Overlay(problems=(Problem(f"page {index + 1}", "unread_notes"),))
        if any(_may_speak(annotation) for annotation in _annotations(page, count)):
            return self._found.get(index, Overlay())
        return Overlay()

    @cached_property
    def _found(self) -> dict[int, Overlay]:
        with pdfium.PdfDocument(self._data, password=self._password) as document:
            with _form(document) as form:
                notes = {index: _notes(document, index, form) for index in range(len(document))}
            return {index: _overlay(document, index, found) for index, found in notes.items() if found}


@contextmanager
def _page(document: pdfium.PdfDocument, index: int) -> Iterator[raw.FPDF_PAGE]:
    """A page, or a null pointer, which holds nothing; the form does not hear of it, for it would draw itself anew."""
    page = raw.FPDF_LoadPage(document.raw, index)
    try:
        yield page
    finally:
        raw.FPDF_ClosePage(page)


@contextmanager
def _form(document: pdfium.PdfDocument) -> Iterator[Any]:
    """PDFium's view of the form, which knows the fields; nothing in it is run. None where there is no form."""
    form = None
    if raw.FPDF_GetFormType(document.raw) != raw.FORMTYPE_NONE:
        callbacks = raw.FPDF_FORMFILLINFO(version=2)
        form = raw.FPDFDOC_InitFormFillEnvironment(document.raw, callbacks)
    try:
        yield form
    finally:
        if form:
            raw.FPDFDOC_ExitFormFillEnvironment(form)


def _annotations(page: raw.FPDF_PAGE, count: int) -> Iterator[raw.FPDF_ANNOTATION]:
    for index in range(count):
        if annotation := raw.FPDFPage_GetAnnot(page, index):
            try:
                yield annotation
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def has_fields(document: pdfium.PdfDocument, index: int) -> bool:
    """Does a page hold fields of a form other than signatures?"""
    with _page(document, index) as page:
        return any(_is_field(annotation) for annotation in _annotations(page, raw.FPDFPage_GetAnnotCount(page)))


def _is_field(annotation: raw.FPDF_ANNOTATION) -> bool:
    return bool(raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET) and _entry(annotation, b"FT") != "Sig"


def _may_speak(annotation: raw.FPDF_ANNOTATION) -> bool:
    """Links, drawings and signatures, which ordinary letters have, say nothing."""
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    return kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, *_COMMENTS) or _is_field(annotation)


# --- what the file holds ---------------------------------------------------------------------------------------------


def _notes(document: pdfium.PdfDocument, index: int, form: Any) -> list[_Note]:
    with _page(document, index) as page:
        count = raw.FPDFPage_GetAnnotCount(page)
        found = (_note(annotation, form) for annotation in _annotations(page, count if count <= MAX_LAID else 0))
        sheet = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, ctypes.byref(sheet))
        return [_on_sheet(note, sheet) for note in found if note]


def _on_sheet(note: _Note, sheet: raw.FS_RECTF) -> _Note:
    """A note with the part of its area that lies on the page."""
    left, bottom, right, top = note.area
    left, bottom, right, top = area = (
        max(left, sheet.left),
        max(bottom, sheet.bottom),
        min(right, sheet.right),
        min(top, sheet.top),
    )
    return note._replace(area=area, is_apart=note.is_apart or right - left < LEAST_SIDE or top - bottom < LEAST_SIDE)


def _note(annotation: raw.FPDF_ANNOTATION, form: Any) -> _Note | None:
    if raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return None
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_WIDGET:
        return _field(annotation, form) if form else None
    if kind == raw.FPDF_ANNOT_STAMP:
        return _Note("", _area(annotation), _has_appearance(annotation), least=LONG_STAMP)
    contents = _entry(annotation, b"Contents")
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _Note(contents, _area(annotation), _has_appearance(annotation))
    return _Note(contents, _area(annotation), is_drawn=False, is_apart=True) if kind in _COMMENTS else None


def _field(annotation: raw.FPDF_ANNOTATION, form: Any) -> _Note | None:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _BOXES:
        state = _entry(annotation, b"AS") or _value(annotation, form)
        mark = UNTICKED if state in ("", "Off") else TICKED
        return _Note(mark, _area(annotation), is_drawn=False, code="unread_form")
    if kind in _LISTS:
        held = _chosen(annotation, form)
    elif kind == raw.FPDF_FORMFIELD_TEXTFIELD and not raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        held = _value(annotation, form)
    else:
        return None
    size = ctypes.c_float()
    raw.FPDFAnnot_GetFontSize(form, annotation, ctypes.byref(size))
    return _Note(held, _area(annotation), _has_appearance(annotation), size.value, "unread_form")


def _chosen(annotation: raw.FPDF_ANNOTATION, form: Any) -> str:
    """The options chosen from a list, as they are shown; else what was typed beside the list."""
    chosen = [
        _string(lambda *to, option=option: raw.FPDFAnnot_GetOptionLabel(form, annotation, option, *to))
        for option in range(min(MAX_LAID, raw.FPDFAnnot_GetOptionCount(form, annotation)))
        if raw.FPDFAnnot_IsOptionSelected(form, annotation, option)
    ]
    return ", ".join(chosen) or _value(annotation, form)


def _value(annotation: raw.FPDF_ANNOTATION, form: Any) -> str:
    return _string(lambda *to: raw.FPDFAnnot_GetFormFieldValue(form, annotation, *to))


def _area(annotation: raw.FPDF_ANNOTATION) -> Area:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    return left, bottom, right, top


def _has_appearance(annotation: raw.FPDF_ANNOTATION) -> bool:
    return bool(raw.FPDFAnnot_HasKey(annotation, b"AP"))


def _entry(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    return _string(lambda *to: raw.FPDFAnnot_GetStringValue(annotation, key, *to))


def _string(ask: Callable[..., int]) -> str:
    """A text of PDFium's, which is asked for its length in bytes first."""
    length = ask(None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


# --- what the page shows ---------------------------------------------------------------------------------------------


def _overlay(document: pdfium.PdfDocument, index: int, notes: Sequence[_Note]) -> Overlay:
    shown = _shown(document, index, notes) if any(note.is_drawn for note in notes) else [""] * len(notes)
    laid, codes = [], set()
    for note, drawn in zip(notes, shown, strict=True):
        text, is_doubtful = _settled(note, drawn)
        if text.strip():
            laid.append(Laid(text, note.area, note.size))
        if is_doubtful:
            codes.add(note.code)
    return Overlay(tuple(laid), tuple(Problem(f"page {index + 1}", code) for code in sorted(codes)))


def _settled(note: _Note, drawn: str) -> tuple[str, bool]:
    """The text of a note, and whether to doubt it, for it shows another text than it holds."""
    if note.is_apart:
        return "", bool(note.held.strip())
    inside, outside = _letters(note.held), _letters(drawn)
    if not inside and note.held in (TICKED, UNTICKED):
        return note.held, False
    if not inside:
        return (drawn if len(outside) >= note.least else ""), False
    if outside in inside or inside in outside:
        return note.held, False
    return drawn, True


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def _shown(document: pdfium.PdfDocument, index: int, notes: Sequence[_Note]) -> list[str]:
    """What each note shows, drawn on the emptied page, so that nothing else stands in its place."""
    with _page(document, index) as page:
        for number in reversed(range(raw.FPDFPage_CountObjects(page))):
            item = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPage_RemoveObject(page, item):
                raw.FPDFPageObj_Destroy(item)
        raw.FPDFPage_GenerateContent(page)
        for annotation in _annotations(page, raw.FPDFPage_GetAnnotCount(page)):
            if not raw.FPDFAnnot_HasKey(annotation, b"AS"):  # else PDFium takes any of several, and fails on none
                raw.FPDFAnnot_SetStringValue(annotation, b"AS", _NO_STATE)
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    with _page(document, index) as page:
        textpage = raw.FPDFText_LoadPage(page)
        try:
            return [_text_in(textpage, note.area) if note.is_drawn else "" for note in notes]
        finally:
            raw.FPDFText_ClosePage(textpage)


def _text_in(textpage: raw.FPDF_TEXTPAGE, area: Area) -> str:
    left, bottom, right, top = area
    length = raw.FPDFText_GetBoundedText(textpage, left, top, right, bottom, None, 0)
    buffer = ctypes.create_string_buffer(2 * length + 2)
    units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFText_GetBoundedText(textpage, left, top, right, bottom, units, length)
    return buffer.raw[: 2 * length].decode("utf-16-le", "replace").rstrip("\0")
