"""The straight edges drawn on a page, from which tables are made."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as raw

from extractor.read.pages.frame import Frame
from extractor.read.pages.settings import MAX_RULINGS, RULINGS_MAX_FORM_DEPTH, THIN
from extractor.read.tables import Edge

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)


def rulings(page: raw.FPDF_PAGE, frame: Frame) -> tuple[list[Edge], bool]:
    """The straight edges drawn on the page, and whether anything shows on it, be it text that no font explains."""
    edges: list[Edge] = []
    count = raw.FPDFPage_CountObjects(page)
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind != raw.FPDF_PAGEOBJ_TEXT:
            edges.extend(_item_edges(item, kind, frame, UPRIGHT, RULINGS_MAX_FORM_DEPTH))
            if len(edges) > MAX_RULINGS:
                return [], True
    return edges, count > 0


def _item_edges(item: raw.FPDF_PAGEOBJECT, kind: int, frame: Frame, matrix: Matrix, depth: int) -> Iterator[Edge]:
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield from _path_edges(item, frame, matrix)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        matrix = form_matrix(item, matrix)
        for index in range(min(raw.FPDFFormObj_CountObjects(item), MAX_RULINGS)):
            inner = raw.FPDFFormObj_GetObject(item, index)
            yield from _item_edges(inner, raw.FPDFPageObj_GetType(inner), frame, matrix, depth - 1)


def form_matrix(item: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Matrix:
    """How what is in a form (or a path) is placed, given how that is."""
    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(own)):
        return matrix
    return _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _path_edges(path: raw.FPDF_PAGEOBJECT, frame: Frame, matrix: Matrix) -> list[Edge]:
    """A thin path is one edge, an upright rectangle four; other drawings are none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)) or not (fill.value or stroke.value):
        return []
    bounds = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(path, *(ctypes.byref(value) for value in bounds)):
        return []
    rect = frame.rect(*moved([value.value for value in bounds], matrix))
    wide, high = rect.x1 - rect.x0, rect.bottom - rect.top
    if high <= THIN < wide:
        middle = (rect.top + rect.bottom) / 2
        return [Edge(rect.x0, middle, rect.x1, middle)]
    if wide <= THIN < high:
        middle = (rect.x0 + rect.x1) / 2
        return [Edge(middle, rect.top, middle, rect.bottom)]
    if wide <= THIN or raw.FPDFPath_CountSegments(path) not in (4, 5):
        return []
    x0, top, x1, bottom = rect
    return [Edge(x0, top, x1, top), Edge(x0, bottom, x1, bottom), Edge(x0, top, x0, bottom), Edge(x1, top, x1, bottom)]


def moved(bounds: list[float], matrix: Matrix) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top after a form's matrix."""
    left, bottom, right, top = bounds
    if matrix == UPRIGHT:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    xs, ys = zip(*((a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
