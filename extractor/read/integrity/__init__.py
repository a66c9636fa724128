"""Reasons to doubt that all of a file was read, found in its bytes: a loss must never pass for silence.

PDFium mends what is damaged and says nothing. So the file's own marks are checked: its end, its table of contents, its
streams' checksums, its count of pages, what its fonts say of their letters, and content that is on no page
(attachments, answers in forms).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.core.model import Page, Problem
from extractor.read.integrity.fonts import has_tounicode_mismatch
from extractor.read.integrity.parts import Parts, Stream
from extractor.read.integrity.replaced import has_replaced_text
from extractor.read.integrity.settings import BEGINNING, TAIL
from extractor.read.integrity.written import letters, string
from extractor.read.legibility import page_text

_STARTXREF = re.compile(rb"startxref\s+(\d{1,12})")
_XREF_HERE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
_NEXT_FILE = re.compile(rb"%%EOF\s{0,9}%PDF-\d")
_UNNAMED = re.compile(rb"/(ObjStm|XRef)(?![A-Za-z])")  # streams that nothing needs to refer to
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+R(?![A-Za-z])")
_MAP = b"begincmap"  # of a font's letters: makers leave some unused
_NAMED = re.compile(rb"/([^\s/\[\]<>()]+)\s+(\d+)\s+\d+\s+R(?![A-Za-z])")
_TEXT = re.compile(rb"\bBT\b.{0,2000}?\bT[jJ]\b", re.DOTALL)
_PAGE_OBJECT = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_OUTSIDE = {  # code -> what content that is on no page looks like
    "active_content": re.compile(rb"/(JavaScript|Launch|RichMedia|SubmitForm|ImportData)(?![A-Za-z])"),
    "attachments": re.compile(rb"/(EmbeddedFile|Collection)(?![A-Za-z])"),
    "unread_form": re.compile(rb"/(XFA)\s*[\[\d<(]"),
}
_ANSWER = re.compile(rb"/FT\s*/Tx(?=[^>]{0,300}/V\s*([(<][^)>]{1,200}))")  # what was typed into a field, its beginning


def doubts(data: bytes, pages: Sequence[Page]) -> tuple[Problem, ...]:
    """Return the reasons to doubt that `pages` are all that the file holds; active content is reported too."""
    return tuple(Problem("file", code, detail) for code, detail in _reasons(data, pages))


def _reasons(data: bytes, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    yield from _end(data)
    if _NEXT_FILE.search(data):
        yield "several_files", ""
    parts = Parts(data)
    is_amended = parts.objects[0].count(b"%%EOF") > 1  # such a file holds older pages and texts too
    if parts.damaged or (not is_amended and _has_lost_stream(parts, pages)):
        yield "damaged_stream", ""
    if has_tounicode_mismatch(parts) or has_replaced_text(data, parts, len(pages)):
        yield "differing_text", ""
    expected = sum(len(_PAGE_OBJECT.findall(part)) for part in parts.objects)
    if expected > len(pages) and not is_amended:
        yield "pages_missing", f"{len(pages)} / {expected}"
    for code, pattern in _OUTSIDE.items():
        found = next((match for part in parts.objects if (match := pattern.search(part))), None)
        if found:
            yield code, (found[1] or b"").decode("latin-1")
    answers = [match[1] for part in parts.objects for match in _ANSWER.finditer(part)]
    if answers and not is_amended and not parts.is_encrypted and not _are_read(answers, pages):
        yield "unread_form", ""


def _are_read(answers: Sequence[bytes], pages: Sequence[Page]) -> bool:
    """Do all answers stand on some page, at least as they begin? A hidden field's does not."""
    shown = letters("".join(map(page_text, pages)))
    return all(letters(string(answer))[:BEGINNING] in shown for answer in answers)


def _has_lost_stream(parts: Parts, pages: Sequence[Page]) -> bool:
    """Is a page blank while a stream is missing, or referred to by nothing, or not as a page's content?

    Then it may be the page's text.
    """
    if all(page.lines or page.tables for page in pages):
        return False
    used = {match[1] for part in parts.objects for match in _REFERENCE.finditer(part)}
    if len(parts.objects) == 1 and not used <= parts.places.keys():
        return True
    named = {match[2]: match[1] for part in parts.objects for match in _NAMED.finditer(part)}
    return any(
        (stream.number not in used and not _UNNAMED.search(stream.about) and _MAP not in stream.content)
        or (named.get(stream.number, b"Contents") != b"Contents" and _is_page_text(stream))
        for stream in parts.streams
        if stream.number
    )


def _is_page_text(stream: Stream) -> bool:
    is_typed = b"/Subtype" in stream.about or b"/PatternType" in stream.about
    return not is_typed and bool(_TEXT.search(stream.content))


def _end(data: bytes) -> Iterator[tuple[str, str]]:
    """A file cut short has lost its end mark; one cut and closed again has lost what the mark points to."""
    tail = data.rstrip(b"\0\r\n\t ")[-TAIL:]
    if b"%%EOF" not in tail:
        yield "truncated", "%%EOF"
    elif not any(_points_to_table(data, int(match[1])) for match in _STARTXREF.finditer(tail)):
        yield "rebuilt", ""


def _points_to_table(data: bytes, offset: int) -> bool:
    header = max(0, data.find(b"%PDF-", 0, TAIL))
    return bool(_XREF_HERE.match(data, offset) or (header and _XREF_HERE.match(data, offset + header)))
