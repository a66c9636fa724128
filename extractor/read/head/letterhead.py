"""The letterhead: the names on top of the first page, each cell of a banner as one, down to where the head begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.core.model import Line, Page
from extractor.read.head.bodies import Bodies
from extractor.read.head.figures import without_kind
from extractor.read.head.lines import is_prose
from extractor.read.head.settings import CELL, CLOSE_NAMES, HIGHER, LETTERHEAD, MARGIN, SAME_CELL, SAME_SIZE
from extractor.read.layout.head import is_number
from extractor.read.layout.vocabulary import LayoutVocabulary
from extractor.read.tables import in_reading_order, rows_of
from rules.words import fold


@dataclass(frozen=True, slots=True)
class LetterheadName:
    """A text of the letterhead. `apart`: a motto stands between it and the names above."""

    text: str
    apart: bool = False


def letterhead(page: Page, words: LayoutVocabulary, bodies: Bodies) -> Iterator[LetterheadName]:
    """The texts on top of the first page, down to the first that the head proper begins with; mottos left out.

    A number in the page's margin heads every page of the letter, above the letterhead.
    """
    top = [line for line in page.lines if line.box.bottom < LETTERHEAD * page.height]
    top = [line for line in top if line.box.bottom > MARGIN * page.height or not is_number(line.text, words)]
    for row in rows_of(top):
        begun = [line for line in row if _begins_head(line, words) or _is_sentence(line, words, bodies)]
        begun = list(row) if any(line.text.startswith(":") for line in row) else begun  # labels and their values
        if begun:
            above = [line for line in top if line.box.bottom <= row[0].box.bottom + 1 and line not in begun]
            top = [*above, *_beside(begun, above, top, words)]
            break
    banner = _banner(top, bodies)
    joined = {
        id(line) for row in rows_of(top) if _is_of_form(row, words) for line in row if not bodies.heads_paper(line.text)
    }
    apart = named = False
    for line in in_reading_order(top):
        if fold(line.text) in words.mottos:
            apart = named
        elif not (id(line) in joined or _begins_head(line, words) or _is_sentence(line, words, bodies)):
            parts = list(_name(line, top, banner, bodies, words))
            joined |= {id(part) for part in parts}
            named = True
            texts = [*(part.text.rstrip(" :") for part in parts[:-1]), parts[-1].text]  # a form's "MUNICIPALIDAD DE :"
            yield LetterheadName(_without_number(" ".join(texts), words), apart)


def _without_number(text: str, words: LayoutVocabulary) -> str:
    """A name without the number of a document behind it: its marks are no name."""
    number = words.number.search(fold(text))
    return text[: number.start()].rstrip() if number and number.start() else text


def _banner(top: Sequence[Line], bodies: Bodies) -> Sequence[Line]:
    """The row of cells in which a state's letters name the country, the body and its offices side by side."""
    named = (row for row in rows_of(top) if len(row) > 1 and any(bodies.is_home(line.text) for line in row))
    return next(named, ())


def _beside(
    begun: Sequence[Line], above: Sequence[Line], top: Sequence[Line], words: LayoutVocabulary
) -> Iterator[Line]:
    """The names that go on, close below one another, to the left of where the head begins in a column of its own."""
    edge = min(line.box.x0 for line in begun)
    height = max(line.box.bottom for line in begun)
    for first in above:
        line, below = first, _line_below(first, top)
        if first.box.x1 >= edge or first.box.bottom < height - HIGHER * (first.box.bottom - first.box.top):
            continue
        while below and below not in above and below.box.x1 < edge and _is_close(below, line):
            if _begins_head(below, words):
                break
            yield below
            line, below = below, _line_below(below, top)


def _name(
    line: Line, top: Sequence[Line], banner: Sequence[Line], bodies: Bodies, words: LayoutVocabulary
) -> Iterator[Line]:
    """A line with those below it that go on with its name: what a particle leaves open, and the rest of its cell.

    And what begins with a particle itself, or makes the name whole: "MUNICIPALIDAD DISTRITAL DE SAN", "ROQUE".
    """
    yield line
    in_cell = line in banner
    text = line.text
    while (below := _line_below(line, top)) and not _begins_head(below, words):
        goes_on = bodies.breaks_off(line.text) or (in_cell and _is_in_cell(below, line))
        follows = _is_alike(below, line) or (_is_close(below, line) and bodies.is_led_on(below.text))
        if not goes_on and not (follows and bodies.goes_on(text, below.text)):
            return
        yield below
        line, text = below, f"{text} {below.text}"


def _is_alike(below: Line, line: Line) -> bool:
    """Is a line close below another, printed as it is, and set at its edge or its middle?"""
    sizes = [one.box.bottom - one.box.top for one in (below, line)]
    same = (
        below.text.isupper() == line.text.isupper() and below.bold == line.bold and max(sizes) < SAME_SIZE * min(sizes)
    )
    left, right = below.box.x0 - line.box.x0, below.box.x1 - line.box.x1
    return same and _is_close(below, line) and (abs(left) < SAME_CELL or abs(left + right) < 2 * SAME_CELL)


def _is_close(below: Line, line: Line) -> bool:
    return below.box.top - line.box.bottom < CLOSE_NAMES * (line.box.bottom - line.box.top)


def _is_of_form(row: Sequence[Line], words: LayoutVocabulary) -> bool:
    """Is a row of labels and values side by side, one of its labels known: "DOCUMENTO | OFICIO N° 3 | FECHA | …"?"""
    return len(row) > 2 and any(words.labels.fullmatch(f"{fold(line.text)} : ") for line in row)


def _is_in_cell(below: Line, line: Line) -> bool:
    height = line.box.bottom - line.box.top
    return abs(below.box.x0 - line.box.x0) < SAME_CELL and below.box.top - line.box.bottom < CELL * height


def _begins_head(line: Line, words: LayoutVocabulary) -> bool:
    folded = fold(line.text)
    begins = (words.labels, words.addressees, words.blank)
    numbered = is_number(line.text, words) or without_kind(line.text, words) is not None
    return numbered or any(one.match(folded) for one in begins)


def _is_sentence(line: Line, words: LayoutVocabulary, bodies: Bodies) -> bool:
    """Is a line prose that tells something, or a title that does, and no long name of an office?"""
    titled = bool(words.kind.match(fold(line.text))) and not line.text.isupper()
    return is_prose(line.text, words) and bodies.tells(line.text, titled)


def _line_below(line: Line, lines: Sequence[Line]) -> Line | None:
    """The next line in the same column."""
    below = [
        other
        for other in lines
        if 0 < other.box.top - line.box.top < 2 * (line.box.bottom - line.box.top)
        and min(other.box.x1, line.box.x1) > max(other.box.x0, line.box.x0)
    ]
    return min(below, key=lambda other: other.box.top, default=None)


__all__ = ["LetterheadName", "letterhead"]
