"""What is drawn on a page, looked through for anything that could hide text.

It only says whether the sheet has to be looked at, so it says yes in doubt. Text may be invisible, pale, cut off, in a
layer; something may lie over it (filled, stroked thickly, in strips, inside a form, an annotation), or under it, in its
own colour.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot

import pypdfium2.raw as raw

from extractor.read.pages.frame import Rect
from extractor.read.pages.rulings import UPRIGHT, Matrix, form_matrix, moved
from extractor.read.pages.settings import (
    CLIPS,
    DARK,
    FAINT,
    HIDDEN_TEXT_MAX_FORM_DEPTH,
    LEAST_COVER,
    LETTER,
    MAX_GROUNDS,
    MAX_ITEMS,
    MAX_LAYERS,
    MAX_NOTES,
    MAX_POINTS,
    MAX_STRIPS,
    OPAQUE,
    PALE,
    PICTURE,
    SAME_COLOUR,
    SCRIBBLE,
    SQUEEZED,
    STACKED,
    STEP,
    THICK_STROKE,
)

Colour = tuple[int, int, int]
_Text = tuple[raw.FPDF_PAGEOBJECT, Matrix]
ACTUAL_TEXT = b"ActualText"
Spread = dict[int, list[tuple[float, float]]]

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_STROKED = (raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP)
_COVERS = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
_NOTES = (  # annotations that may be opaque; links, fields and comments in windows of their own are not
    raw.FPDF_ANNOT_SQUARE,
    raw.FPDF_ANNOT_CIRCLE,
    raw.FPDF_ANNOT_POLYGON,
    raw.FPDF_ANNOT_POLYLINE,
    raw.FPDF_ANNOT_LINE,
    raw.FPDF_ANNOT_INK,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_STRIKEOUT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_STAMP,
    raw.FPDF_ANNOT_REDACT,
    raw.FPDF_ANNOT_FREETEXT,
)
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


class Suspicion:
    """Looks through a page's items in the order of drawing: `hides_text` says that anything could hide text.

    `covers` are those that lie over text, in the page's coordinates, `pictures` are the images of scans, `replaced`
    the texts that others stand in for ("ActualText"). All covers are known only of a page that is found suspicious.
    """

    def __init__(self, page: raw.FPDF_PAGE, sheet: float) -> None:
        self._sheet = sheet  # its area
        self._left = MAX_ITEMS
        self._clips = CLIPS
        self.covers: list[Rect] = []
        self.pictures: list[Rect] = []
        self.replaced: list[raw.FPDF_PAGEOBJECT] = []
        self.squeezed: set[int] = set()  # ids of texts
        self._cuts: list[tuple[int, Rect]] = []  # how many texts are drawn before a cover
        self._is_suspicious = self._has_invisible = False
        self._texts: list[_Text] = []  # since the last cover
        self._all: list[_Text] = []
        self._centres: Spread = {}  # of the texts before a cover: height in steps -> from left to right
        self._strips: dict[int, list[Rect]] = {}  # thin covers, by the steps of their middles
        self._strip_count = 0
        self._grounds: list[tuple[Rect, Colour | None]] = []  # under later text; None: an image's
        self._four = [ctypes.c_uint() for _ in range(4)]
        self._colour = tuple(ctypes.byref(part) for part in self._four)
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._bounds_ref = tuple(ctypes.byref(part) for part in self._bounds)
        self._matrix = raw.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)
        self._width = ctypes.c_float()
        self._width_ref = ctypes.byref(self._width)

        self._look_through(page)
        self.hides_text = (
            self._left < 0 or self._is_suspicious or self._is_striped() or (self._has_invisible and not self.pictures)
        )

    def _look_through(self, page: raw.FPDF_PAGE) -> None:
        for item in _drawn(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
            self._see(item, UPRIGHT, HIDDEN_TEXT_MAX_FORM_DEPTH)
            if self._left < 0:
                return
        self._see_notes(page)

    def layers(self) -> list[list[raw.FPDF_PAGEOBJECT]]:
        """The texts of a page in the order of drawing, parted wherever one is covered and others written over it."""
        places = [self._rect(*text) for text in self._all] if self._cuts else []
        cuts = {
            count
            for count, cover in self._cuts
            if any(place is not None and _are_over(place, cover) for place in places[count:])
        }
        edges = [0, *sorted(cuts)[-MAX_LAYERS:], len(self._all)]
        return [[item for item, _ in self._all[first:last]] for first, last in pairwise(edges)]

    def _see(self, item: raw.FPDF_PAGEOBJECT, matrix: Matrix, depth: int) -> None:
        self._left -= 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._see_text(item, matrix)
        elif kind in _COVERS:
            self._see_cover(item, kind, matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            own = form_matrix(item, matrix)
            for inner in _drawn(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject):
                if self._left < 0:
                    return
                self._see(inner, own, depth - 1)

    def _see_text(self, item: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        text = item, matrix
        self._texts.append(text)
        self._all.append(text)
        self._see_marks(item)
        if self._is_squeezed(item):
            self._is_suspicious = True
            self.squeezed.add(id_of(item))
        if not self._is_suspicious:
            self._is_suspicious = self._is_pale(text) or self._is_cut_off(item)

    def _is_pale(self, text: _Text) -> bool:
        """Is a text as pale as paper, or of the colour of what lies under it?"""
        item, mode = text[0], raw.FPDFTextObj_GetTextRenderMode(text[0])
        if mode in _INVISIBLE:
            self._has_invisible = True
            return False
        if not (raw.FPDFPageObj_GetStrokeColor if mode in _STROKED else raw.FPDFPageObj_GetFillColor)(
            item, *self._colour
        ):
            return False
        red, green, blue, opacity = self._four
        if opacity.value < FAINT or (red.value > PALE and green.value > PALE and blue.value > PALE):
            return True
        return bool(self._grounds) and self._is_on_own_colour(text, (red.value, green.value, blue.value))

    def _is_on_own_colour(self, text: _Text, colour: Colour) -> bool:
        alike = [rect for rect, ground in self._grounds if ground is None or _melt(ground, colour)]
        place = self._rect(*text) if alike else None
        return place is not None and any(_are_over(place, rect) for rect in alike)

    def _see_marks(self, item: raw.FPDF_PAGEOBJECT) -> None:
        """Is a text in a layer, or does a text stand in for it?"""
        for index in range(raw.FPDFPageObj_CountMarks(item)):
            mark = raw.FPDFPageObj_GetMark(item, index)
            self._is_suspicious = self._is_suspicious or _name(mark) == "OC"
            if raw.FPDFPageObjMark_GetParamValueType(mark, ACTUAL_TEXT) == raw.FPDF_OBJECT_STRING:
                self.replaced.append(item)

    def _is_squeezed(self, item: raw.FPDF_PAGEOBJECT) -> bool:
        """Is a text pressed together so that nobody reads it?"""
        if not raw.FPDFPageObj_GetMatrix(item, self._matrix_ref):
            return False
        matrix = self._matrix
        wide, high = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        return wide < SQUEEZED * high or high < SQUEEZED * wide

    def _is_cut_off(self, item: raw.FPDF_PAGEOBJECT) -> bool:
        """Does no part of a text lie within what it is clipped to?"""
        clip = raw.FPDFPageObj_GetClipPath(item)
        count = raw.FPDFClipPath_CountPaths(clip)
        if count <= 0 or self._clips <= 0:
            return False
        self._clips -= 1
        text = self._rect(item)
        return text is not None and any(_are_apart(text, _clip_rect(clip, index)) for index in range(count))

    def _see_cover(self, item: raw.FPDF_PAGEOBJECT, kind: int, matrix: Matrix) -> None:
        colour: Colour | None = None
        if kind == raw.FPDF_PAGEOBJ_PATH:
            colour = self._paint(item, matrix)
            if colour is None:
                return
        rect = self._rect(item, matrix)
        if rect is None:
            return
        if min(rect.x1 - rect.x0, rect.bottom - rect.top) < LEAST_COVER:
            self._note_strip(rect)
            return
        is_picture = kind == raw.FPDF_PAGEOBJ_IMAGE and _area(rect) > PICTURE * self._sheet
        if is_picture:
            self.pictures.append(rect)
        if self._texts or self._centres:
            self._spread()
            if _is_any_inside(self._centres, rect):
                self._is_suspicious = True
                self.covers.append(rect)
                self._cuts.append((len(self._all), rect))
        if not self._is_suspicious and not is_picture and not (colour and min(colour) > PALE):
            self._grounds.append((rect, colour))
            self._is_suspicious = len(self._grounds) > MAX_GROUNDS

    def _paint(self, path: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Colour | None:
        """The colour in which a path covers what is under it, None if it does not."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        if fill.value and raw.FPDFPageObj_GetFillColor(path, *self._colour) and self._four[3].value > OPAQUE:
            return self._told_colour()
        is_stroked = stroke.value and raw.FPDFPageObj_GetStrokeColor(path, *self._colour)
        if not is_stroked or self._four[3].value <= OPAQUE:
            return None
        colour = self._told_colour()
        raw.FPDFPageObj_GetStrokeWidth(path, self._width_ref)
        thick = self._width.value * _scale(form_matrix(path, matrix)) >= THICK_STROKE
        return colour if thick or raw.FPDFPath_CountSegments(path) > SCRIBBLE else None

    def _told_colour(self) -> Colour:
        red, green, blue = (part.value for part in self._four[:3])
        return red, green, blue

    def _note_strip(self, rect: Rect) -> None:
        """A thin cover: it hides no text, but several of them beside each other do."""
        self._strips.setdefault(_step((rect.top + rect.bottom) / 2), []).append(rect)
        self._strip_count += 1
        self._is_suspicious |= self._strip_count > MAX_STRIPS

    def _is_striped(self) -> bool:
        """Do thin covers lie over the greater part of a text's height?"""
        high = {step: sum(one.bottom - one.top for one in strips) for step, strips in self._strips.items()}
        near = {step + by for step, total in high.items() if total >= STACKED for by in (-1, 0, 1)}
        looked = 0
        for text in self._all if near else ():
            place = self._rect(*text)
            middle = _step((place.top + place.bottom) / 2) if place else None
            if place is None or middle is None or middle not in near:
                continue
            strips = [one for step in (middle - 1, middle, middle + 1) for one in self._strips.get(step, ())]
            looked += len(strips)
            if looked > MAX_ITEMS:
                return True
            over = sum(
                max(0.0, min(one.bottom, place.bottom) - max(one.top, place.top))
                for one in strips
                if min(one.x1, place.x1) - max(one.x0, place.x0) > LETTER
            )
            if 2 * over > place.bottom - place.top:
                return True
        return False

    def _see_notes(self, page: raw.FPDF_PAGE) -> None:
        """Annotations lie over all that is printed."""
        count = raw.FPDFPage_GetAnnotCount(page)
        rect = raw.FS_RECTF()
        for index in range(min(count, MAX_NOTES)):
            note = raw.FPDFPage_GetAnnot(page, index)
            if not note:
                continue
            if raw.FPDFAnnot_GetSubtype(note) in _NOTES and not raw.FPDFAnnot_GetFlags(note) & _UNSEEN:
                self._is_suspicious = True
                if raw.FPDFAnnot_GetRect(note, ctypes.byref(rect)):
                    bottom, top = sorted((rect.bottom, rect.top))
                    self.covers.append(Rect(min(rect.left, rect.right), bottom, max(rect.left, rect.right), top))
            raw.FPDFPage_CloseAnnot(note)
        self._is_suspicious |= count > MAX_NOTES

    def _rect(self, item: raw.FPDF_PAGEOBJECT, matrix: Matrix = UPRIGHT) -> Rect | None:
        """A thing's place in the page's own coordinates; `top` is the smaller value."""
        if not raw.FPDFPageObj_GetBounds(item, *self._bounds_ref):
            return None
        return Rect(*moved([part.value for part in self._bounds], matrix))

    def _spread(self) -> None:
        for text in self._texts:
            if rect := self._rect(*text):
                self._centres.setdefault(_step((rect.top + rect.bottom) / 2), []).append((rect.x0, rect.x1))
        self._texts.clear()


def _drawn(
    parent: object, count: Callable[..., int], get: Callable[..., raw.FPDF_PAGEOBJECT]
) -> Iterator[raw.FPDF_PAGEOBJECT]:
    return (get(parent, index) for index in range(count(parent)))


def id_of(item: raw.FPDF_PAGEOBJECT) -> int:
    """What tells a thing of a page from others: PDFium gives a new pointer to it each time."""
    return ctypes.addressof(item.contents)


def _scale(matrix: Matrix) -> float:
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)


def _are_alike(one: Colour, other: Colour) -> bool:
    return max(abs(mine - yours) for mine, yours in zip(one, other, strict=True)) < SAME_COLOUR


def _melt(ground: Colour, colour: Colour) -> bool:
    """May print of a colour not show on a ground? All that is dark is black to the eye."""
    return _are_alike(ground, colour) or max(_grey(ground), _grey(colour)) < DARK


def _grey(colour: Colour) -> float:
    red, green, blue = colour
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _are_over(one: Rect, other: Rect) -> bool:
    """Do two places overlap by more than an edge?"""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    return wide > LETTER and min(one.bottom, other.bottom) - max(one.top, other.top) > LETTER


def _area(rect: Rect) -> float:
    return (rect.x1 - rect.x0) * (rect.bottom - rect.top)


def _name(mark: raw.FPDF_PAGEOBJECTMARK) -> str:
    name, size = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(size))
    return "".join(map(chr, name[: max(0, size.value // 2 - 1)]))


def _clip_rect(clip: raw.FPDF_CLIPPATH, path: int) -> Rect:
    """What encloses all points of one of a clip's paths."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), MAX_POINTS)):
        segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
        if raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            points.append((x.value, y.value))
    xs, ys = zip(*points, strict=True) if points else ((0.0,), (0.0,))
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _are_apart(one: Rect, other: Rect) -> bool:
    return one.x1 < other.x0 or other.x1 < one.x0 or one.bottom < other.top or other.bottom < one.top


def _step(height: float) -> int:
    return int(height // STEP)


def _is_any_inside(centres: Spread, rect: Rect) -> bool:
    if rect.bottom - rect.top > STEP * len(centres):  # as good as a whole page: fewer steps are asked for
        steps = [step for step in centres if _step(rect.top) <= step <= _step(rect.bottom)]
    else:
        steps = [*range(_step(rect.top), _step(rect.bottom) + 1)]
    return any(min(x1, rect.x1) - max(x0, rect.x0) > LETTER for step in steps for x0, x1 in centres.get(step, ()))
