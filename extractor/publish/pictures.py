"""Pictures of cited pages: only print that was read and holds nothing private is left in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db.connection import Database
from db.gate import Gate
from db.letter_rows import letter_text, letters, recognised_pages
from extractor.batch.drawing import Drawer, NoPicture
from extractor.core.model import Span
from extractor.publish.settings import DPI

FOLDER = "pages"
NAME = 12  # signs of a letter's keyed id in the names of files
# problems with which a page may show other than what was read at the same place
DISTRUSTED = frozenset({"differing_text", "unknown_letters", "hidden_text", "unread_form", "unread_notes"}) | frozenset(
    {"unread_picture", "unaccounted", "poor_text"}
)
Corners = tuple[float, float, float, float]


class Pictures:
    """Draws cited pages once each and keeps them in a folder of its own. `left_out` counts those that may not be shown.

    A page read by OCR, or one that may show other than its text, is never drawn: what is private on it is not known.
    """

    def __init__(self, db: Database, gate: Gate, folder: Path, drawer: Drawer) -> None:
        self._db, self._gate, self._folder, self._drawer = db, gate, folder, drawer
        self._names: dict[tuple[str, int], str] = {}

    @property
    def left_out(self) -> int:
        return sum(not name for name in self._names.values())

    def link(self, sha256: str, page: int) -> str:
        """Return the address of a page's picture within the site; "" if there is none."""
        key = (sha256, page)
        if key not in self._names:
            self._names[key] = self._drawn(*key)
        return self._names[key]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pictures drawn so far, each with its name in the site."""
        for name in filter(None, self._names.values()):
            yield name, (self._folder / Path(name).name).read_bytes()

    def _drawn(self, sha256: str, page: int) -> str:
        original = self._db.original(sha256)
        if not page or not original.is_file() or not self._trusted(sha256, page):
            return ""
        seen, hidden = self._parted(sha256, page)
        if not seen:
            return ""
        try:
            picture = self._drawer.draw(original.absolute(), page, DPI, left=seen, hidden=hidden)
        except NoPicture:
            return ""
        name = f"{self._gate.id(sha256)[:NAME]}-{page}.jpg"
        (self._folder / name).write_bytes(picture)
        return f"{FOLDER}/{name}"

    def _trusted(self, sha256: str, page: int) -> bool:
        row = next(letters(self._db, sha256=sha256), None)
        codes = {problem.code for problem in row.problems} if row else DISTRUSTED
        return DISTRUSTED.isdisjoint(codes) and page not in recognised_pages(self._db, sha256)

    def _parted(self, sha256: str, page: int) -> tuple[list[Corners], list[Corners]]:
        """Return the lines of a page that may be seen, and those that hold something private."""
        _text, spans = letter_text(self._db, sha256)
        private = self._gate.private(sha256)
        if private is None:
            return [], []
        seen: list[Corners] = []
        hidden: list[Corners] = []
        for span in (one for one in spans if one.page == page):
            held = any(one.start < span.end and span.start < one.end for one in private)
            (hidden if held else seen).append(_corners(span))
        return seen, hidden


def _corners(span: Span) -> Corners:
    return span.box.x0, span.box.top, span.box.x1, span.box.bottom
