"""Text that stands in for what a page shows ("ActualText"): PDFium gives it instead of what the glyphs say."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from extractor.read.integrity.parts import Parts, dictionary_around
from extractor.read.integrity.settings import BEGINNING, MAX_PAGES, REPLACED_LEAST
from extractor.read.integrity.written import letters, string

_ACTUAL = re.compile(rb"/ActualText\s*([(<][^)>]{1,400})")

_OUTLINE = re.compile(rb"/(?:S|StructElem)(?![A-Za-z])")


def has_replaced_text(data: bytes, parts: Parts, pages: int) -> bool:
    """Say whether a second reader, which takes the glyphs at their word, misses a text that stands in for them."""
    if parts.is_encrypted:
        return False  # its texts cannot be compared
    instead = {begin for begin in _instead(parts) if len(begin) >= REPLACED_LEAST}
    if not instead:
        return False
    if pages > MAX_PAGES:
        return True
    from pdfminer.high_level import extract_text  # costly to import

    try:
        shown = letters(extract_text(io.BytesIO(data)))
    except Exception:  # whatever a damaged file provokes: nobody has confirmed the text
        return True
    return any(begin not in shown for begin in instead)


def _instead(parts: Parts) -> Iterator[str]:
    """The beginnings of texts that stand in for others on a page; those of the outline of a text stand for nothing."""
    for content in (*parts.objects, *(stream.content for stream in parts.streams if b"/Length1" not in stream.about)):
        for match in _ACTUAL.finditer(content) if b"/ActualText" in content else ():
            if not _OUTLINE.search(dictionary_around(content, match.start())):
                yield letters(string(match[1]))[:BEGINNING]
