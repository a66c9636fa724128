"""A hostile file with what may become of it, and the sound one that recipes spoil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

READ, DOUBT, UNREAD = "read", "needs_person", "unread"
SOUND = frozenset({READ})
WHOLE = frozenset({READ, DOUBT})  # the text is all there, though the file looks odd
SUSPECT = frozenset({DOUBT, UNREAD})  # never read without a word
ANY = frozenset({READ, DOUBT, UNREAD})  # only that it ends, within its limits


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file to be written and what may become of it.

    `accept` holds outcomes ("unread") or outcomes with their cause ("unread:encrypted"), for a run without OCR.
    `least` is the share of the sound file's text that must have been read if the outcome is "read".
    """

    name: str
    data: bytes
    accept: frozenset[str]
    least: float = 0.0


def sound_letter(mark: str = "") -> bytes:
    """A sound letter of two pages; a mark makes its bytes differ from all others."""
    from corpus.sample import LETTERS

    data = (LETTERS / "mininter_oficio_tabla.pdf").read_bytes()
    return data + f"% {mark}\n".encode() if mark else data


def numbered(stem: str, files: Iterator[bytes], accept: frozenset[str], least: float = 0.0) -> Iterator[Hostile]:
    """Name a series of files."""
    for number, data in enumerate(files):
        yield Hostile(f"{stem}_{number:02}.pdf", data, accept, least)
