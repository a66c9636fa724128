"""What is drawn on a page: straight edges, from which tables are made, and pictures."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import pypdfium2.raw as raw

from extractor.core.model import Box
from extractor.read.pages.frame import Frame, Rect
from extractor.read.pages.settings import MAX_BOXES, MAX_PICTURES, MAX_RULINGS, RULINGS_MAX_FORM_DEPTH, THIN
from extractor.read.tables import Edge

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)


class Drawn(NamedTuple):
    """What is drawn on a page beside text: straight edges, boxes whose edges are among them, and pictures.

    `shows_something`: one of them, or text.
    """

    edges: list[Edge]
    boxes: list[Box]
    pictures: list[Box]
    shows_something: bool


def drawn_on(page: raw.FPDF_PAGE, frame: Frame) -> Drawn:
    """Return what is drawn on a page; a text that no font explains shows something too."""
    drawn = Drawn([], [], [], (count := raw.FPDFPage_CountObjects(page)) > 0)
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind != raw.FPDF_PAGEOBJ_TEXT:
            _collect(drawn, item, kind, frame, UPRIGHT, RULINGS_MAX_FORM_DEPTH)
            if len(drawn.edges) > MAX_RULINGS:
                return Drawn([], [], drawn.pictures, True)
    return drawn


def _collect(drawn: Drawn, item: raw.FPDF_PAGEOBJECT, kind: int, frame: Frame, matrix: Matrix, depth: int) -> None:
    if kind == raw.FPDF_PAGEOBJ_PATH:
        edges = _path_edges(item, frame, matrix)
        drawn.edges.extend(edges)
        if len(edges) > 1 and len(drawn.boxes) < MAX_BOXES:
            drawn.boxes.append(Box(edges[0].x0, edges[0].top, edges[0].x1, edges[1].top))
    elif kind == raw.FPDF_PAGEOBJ_IMAGE and len(drawn.pictures) < MAX_PICTURES:
        if rect := _place(item, frame, matrix):
            drawn.pictures.append(Box(rect.x0, rect.top, rect.x1, rect.bottom))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        matrix = form_matrix(item, matrix)
        for index in range(min(raw.FPDFFormObj_CountObjects(item), MAX_RULINGS)):
            inner = raw.FPDFFormObj_GetObject(item, index)
            _collect(drawn, inner, raw.FPDFPageObj_GetType(inner), frame, matrix, depth - 1)
            if len(drawn.edges) > MAX_RULINGS:
                return


def _place(item: raw.FPDF_PAGEOBJECT, frame: Frame, matrix: Matrix) -> Rect | None:
    bounds = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *(ctypes.byref(value) for value in bounds)):
        return None
    return frame.rect(*moved([value.value for value in bounds], matrix))


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
    rect = _place(path, frame, matrix)
    if rect is None:
        return []
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
