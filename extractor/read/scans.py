"""Pages whose text is missing, poor or only a stamp on a picture, read again from their image."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import partial_ratio

from extractor.core.model import Aside, Box, Line, Page, Problem
from extractor.read.legibility import Legibility, legibility, page_text
from extractor.read.ocr.engines import Engine, engines
from extractor.read.ocr.lines import to_lines
from extractor.read.pictures import printed_pictures
from extractor.read.render import PageImage, cut_images, image_shares, ink_beside, only_parts, render_pages
from extractor.read.settings import (
    ALIKE,
    BARE,
    DOUBTFUL,
    FAR_MORE,
    FILLED,
    INK,
    MAX_SCANS,
    MORE,
    PICTURE,
    SCANS_SURE,
)
from extractor.read.tables import Edge, take_ruled_tables

if TYPE_CHECKING:
    from extractor.read.ocr.scan import Scan

_IMAGE = re.compile(
    rb"/Image\b"
)  # stands in the open in every PDF that has images: their dictionaries are never packed


def read_scans(
    data: bytes,
    pages: Sequence[Page],
    problems: Sequence[Problem],
    frequent: Set[str],
    mode: str = "auto",
    password: str | None = None,
    cache: Path | None = None,
    beat: Callable[[], None] = lambda: None,
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the pages with those read again that need it, and the problems that are left.

    `frequent` holds the folded frequent words of the language, `mode` is one of `engines.modes`. The better of the two
    texts of a page is kept; `Page.source` says which it is. Pages that need an engine where there is none are problems.
    """
    wanted = _unreadable(data, pages, problems, frequent, password)
    pictures = printed_pictures(data, [page for page in pages if page.number not in wanted], password)
    wanted |= {page.number: legibility(page_text(page), frequent) for page in pages if page.number in pictures}
    if not wanted:
        return tuple(pages), tuple(problems)
    old = {page.number: page for page in pages}
    kept = dict(old)
    left = [problem for problem in problems if not _is_settled_here(problem, wanted)]
    blank, tried = set(), set()
    look = ScannedFile(data, password, cache, beat)
    for number in sorted(wanted)[:MAX_SCANS]:
        seen = [*look.at(old[number], engines(mode), pictures.get(number, ()))]
        if seen:
            tried.add(number)
            new, is_blank = max(seen, key=lambda found: _words_known(found[0], frequent))
            kept[number] = (
                _with_parts(old[number], new)
                if number in pictures
                else _better(old[number], new, wanted[number], frequent)
            )
            blank |= {number} if is_blank else set()
    damaged = cut_images(data, wanted, password)
    left += [Problem(f"page {number}", "damaged_image") for number in sorted(damaged)]
    again = {f"page {number}" for number in wanted if kept[number].source == "ocr"}
    left = [problem for problem in left if problem.code != "unknown_letters" or problem.where not in again]
    for number in sorted(wanted):
        left.extend(_doubts(kept[number], number in blank - damaged, frequent))
        is_left = number not in tried or (number in pictures and kept[number] is old[number])
        if is_left and page_text(old[number]) and not wanted[number].is_poor:
            left.append(Problem(f"page {number}", "unread_picture"))
    return tuple(kept[page.number] for page in pages), tuple(left)


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file whose pages are looked at as images; results are kept in `cache`, `beat` hears of every try."""

    data: bytes
    password: str | None
    cache: Path | None
    beat: Callable[[], None]

    def at(self, page: Page, readers: Sequence[Engine], parts: Sequence[Box] = ()) -> Iterator[tuple[Page, bool]]:
        """Yield what each engine makes of a page, and whether the sheet is blank, until one is sure of it.

        Where `parts` are given, they alone are looked at.
        """
        from extractor.read.ocr.scan import read_image  # imports OpenCV

        for reader in readers:
            for drawn in render_pages(self.data, [page.number], reader.dpi, self.password, coloured=True):
                with suppress(
                    Exception
                ):  # of libraries; the others may do; without them the page stays a problem, and it alone
                    self.beat()
                    image = only_parts(drawn, parts) if parts else drawn.image
                    scan = read_image(image, reader, self.cache, self.beat)
                    yield to_page(scan, drawn, page), scan.blank
                    if scan.blank or scan.confidence >= SCANS_SURE:
                        return


def _unreadable(
    data: bytes, pages: Sequence[Page], problems: Sequence[Problem], frequent: Set[str], password: str | None
) -> dict[int, Legibility]:
    """The pages to be read from their image, with what their text is worth."""
    silent = {problem.where for problem in problems if problem.code == "page_no_text"}
    lost = {problem.where for problem in problems if problem.code == "unknown_letters"}
    wanted, suspects = {}, {}
    for page in pages:
        text = page_text(page)
        worth = legibility(text, frequent)
        where = f"page {page.number}"
        if worth.is_garbage or where in lost or (not text and where in silent):
            wanted[page.number] = worth
        elif text and (worth.is_poor or is_sparse(page)):
            suspects[page.number] = worth
    if not suspects or not _IMAGE.search(data):
        return wanted
    shares = image_shares(data, suspects, password)
    pictures = {number: worth for number, worth in suspects.items() if shares[number] >= PICTURE}
    sound = {page.number: [line.box for line in page.lines] for page in pages if page.number in pictures}
    ink = ink_beside(data, {number: boxes for number, boxes in sound.items() if not pictures[number].is_poor}, password)
    return wanted | {number: worth for number, worth in pictures.items() if ink.get(number, 1.0) >= INK}


def is_sparse(page: Page) -> bool:
    """Does the text of a page, however many letters it has, leave room for a letter that a picture shows?"""
    boxes = [*(line.box for line in page.lines), *(table.box for table in page.tables)]
    sheet = max(1.0, page.width * page.height)
    if sum(max(0.0, (box.x1 - box.x0) * (box.bottom - box.top)) for box in boxes) < FILLED * sheet:
        return True
    reached, widest = 0.0, 0.0
    for top, bottom in sorted((box.top, box.bottom) for box in boxes):
        widest, reached = max(widest, top - reached), max(reached, bottom)
    return max(widest, page.height - reached) > BARE * page.height


def to_page(scan: Scan, drawn: PageImage, page: Page) -> Page:
    """Return a page like those of digital letters, made of what an image shows."""
    scale = drawn.scale
    lines = to_lines(scan.runs, scale, page.number)
    edges = [Edge(*(value * scale for value in ruling)) for ruling in scan.rulings]
    given = "\n".join(line.text for line in lines)
    lines, tables = take_ruled_tables(lines, edges, page.number)
    return Page(
        page.number,
        scan.width * scale,
        scan.height * scale,
        tuple(lines),
        tuple(tables),
        source="ocr",
        confidence=scan.confidence,
        rotation=(page.rotation + scan.turn) % 360,
        given=given,
    )


def _better(old: Page, new: Page, worth: Legibility, frequent: Set[str]) -> Page:
    """The page with the better text; a sound one is kept beside what the picture shows where it holds none."""
    old_text, new_text = page_text(old), page_text(new)
    if not worth.is_poor and old_text:
        return _with_picture(old, new)
    return new if new_text and (not old_text or legibility(new_text, frequent).is_better_than(worth)) else old


def _with_parts(old: Page, new: Page) -> Page:
    """A page with what was read in the pictures among its text, unless that is too little or lies another way."""
    if new.rotation != old.rotation or len(page_text(new)) < MORE:
        return old
    lines = tuple(sorted([*old.lines, *new.lines], key=lambda line: (line.box.top, line.box.x0)))
    tables = tuple(sorted([*old.tables, *new.tables], key=lambda table: table.box.top))
    given = "\n".join([old.given, new.given])
    return replace(new, lines=lines, tables=tables, given=given, aside=old.aside)


def _with_picture(old: Page, new: Page) -> Page:
    """A page with its own text, as far as the sheet shows it, and with what a picture under that shows besides."""
    cells = [cell for table in new.tables for row in table.rows for cell in row if cell.text]
    shown = [*((line.box, line.text) for line in new.lines), *((cell.box, cell.text) for cell in cells)]
    if new.rotation != old.rotation or old.tables:
        return new if sum(len(text) for _, text in shown) > FAR_MORE * len(page_text(old)) else old
    own = [line for line in old.lines if _is_shown(line, shown)]
    places = [line.box for line in own]
    beside = tuple(line for line in new.lines if not _lies_in(line.box, places))
    tables = tuple(table for table in new.tables if not any(_lies_in(place, [table.box]) for place in places))
    picture = Page(new.number, new.width, new.height, beside, tables)
    if len(page_text(picture)) < MORE:
        return old
    unseen = tuple(Aside(line.page, line.box, line.text, "hidden") for line in old.lines if line not in own)
    given = "\n".join([old.given, page_text(picture)])
    lines = tuple(sorted([*own, *beside], key=lambda line: (line.box.top, line.box.x0)))
    return replace(new, lines=lines, tables=tables, given=given, aside=(*old.aside, *unseen))


def _is_shown(line: Line, shown: Sequence[tuple[Box, str]]) -> bool:
    """Is what a page says it holds what can be read there? Text laid unseen over a picture may be another."""
    there = " ".join(text for box, text in shown if _lies_in(line.box, [box]) or _lies_in(box, [line.box]))
    return partial_ratio(line.text, there) >= ALIKE if there else False


def _lies_in(box: Box, places: Sequence[Box]) -> bool:
    """Does a line's middle lie at the height of one of these places, and some of it in it?"""
    y = (box.top + box.bottom) / 2
    return any(place.top <= y <= place.bottom and place.x0 < box.x1 and box.x0 < place.x1 for place in places)


def _words_known(page: Page, frequent: Set[str]) -> float:
    """How many words of a page are words: an engine that passes over lines has read them no better."""
    worth = legibility(page_text(page), frequent)
    return worth.known * worth.words


def _doubts(page: Page, blank: bool, frequent: Set[str]) -> list[Problem]:
    where, text = f"page {page.number}", page_text(page)
    if not text:
        return [] if blank else [Problem(where, "page_no_text", "only images or drawings")]
    worth = legibility(text, frequent)
    if page.source == "text":
        return [Problem(where, "poor_text")] if worth.is_poor else []
    is_doubtful = worth.is_poor or page.confidence < DOUBTFUL
    return [Problem(where, "ocr_doubtful", f"{page.confidence:.0%}")] if is_doubtful else []


def _is_settled_here(problem: Problem, wanted: dict[int, Legibility]) -> bool:
    return problem.code == "page_no_text" and problem.where in {f"page {number}" for number in wanted}
