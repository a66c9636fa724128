"""Where every character of a file went: each that PDFium or an engine gave ends in exactly one fate.

What was given is counted before anything is made of it, page by page and sign by sign; what was made of it is counted
at the end. So no step between needs to be trusted: a line that a step forgets is missing here, and one that it prints
twice is over. Blanks are not counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.core.model import Ledger, Letter, Page, Statement
from extractor.read.pages.text import printed
from extractor.read.settings import MARKER_GAP

STATEMENT, DETAIL, HEAD, FURNITURE, HIDDEN, TWICE = "statement", "detail", "head", "furniture", "hidden", "twice"
NAMES = (STATEMENT, DETAIL, HEAD, FURNITURE, HIDDEN, TWICE)
LOST = "lost"

# why print was set aside -> its fate
FATES: dict[str, str] = {
    "repeated": FURNITURE,
    "counted": FURNITURE,
    "page_number": FURNITURE,
    "footer": FURNITURE,
    "motto": FURNITURE,
    "watermark": FURNITURE,
    "sideways": FURNITURE,
    "stamp": FURNITURE,
    "signs": FURNITURE,
    "hyphen": FURNITURE,
    "table_head": DETAIL,
    "hidden": HIDDEN,
    "twice": TWICE,
}
_HYPHENS = "-–"
_COLOURS = ("", STATEMENT, DETAIL, HEAD)


def account(pages: Sequence[Page], letter: Letter, statements: Sequence[Statement]) -> Ledger:
    """Hold what the pages gave against what became of it."""
    used: dict[int, list[str]] = defaultdict(list)
    fates: Counter[str] = Counter(dict.fromkeys(NAMES, 0))
    causes: Counter[str] = Counter()
    for page, text, fate in _of_text(letter, statements):
        signs = _signs(text)
        used[page].append(signs)
        fates[FURNITURE if fate == "signs" else fate] += len(signs)
        causes["signs"] += len(signs) if fate == "signs" else 0
    for aside in letter.aside:
        signs = _signs(aside.text)
        used[aside.page].append(signs)
        fates[FATES[aside.cause]] += len(signs)
        causes[aside.cause] += len(signs)
    lost: dict[int, int] = {}
    for page_read in pages:
        missing = Counter(_signs(page_read.given))
        missing.subtract(Counter("".join(used[page_read.number])))
        hyphens = sum(max(0, missing.pop(sign, 0)) for sign in _HYPHENS)  # at line ends whose words were joined
        fates[FURNITURE] += hyphens
        causes["hyphen"] += hyphens
        over = -sum(count for sign, count in missing.items() if count < 0 and sign.isalnum())  # heads are given colons
        gone = sum(count for count in missing.values() if count > 0)
        if gone or over:
            lost[page_read.number] = max(gone, over)
            fates[LOST] += gone
    return Ledger(dict(fates), {cause: count for cause, count in causes.items() if count}, lost)


def _signs(text: str) -> str:
    return printed(text).replace(" ", "")


def _of_text(letter: Letter, statements: Sequence[Statement]) -> Iterator[tuple[int, str, str]]:
    """The letter's text in pieces of one page and one fate; words that no block or statement holds are left out."""
    painted = _painted(letter, statements)
    for span in letter.spans:
        start = span.start
        for code, length in _runs(painted[span.start : span.end]):
            end = start + length
            text = letter.text[start:end]
            if code:
                yield span.page, text, _COLOURS[code]
            elif not any(map(str.isalnum, text)):
                yield span.page, text, "signs"
            start = end


def _runs(painted: bytearray) -> Iterator[tuple[int, int]]:
    """Stretches of one colour and their lengths; most lines are of one."""
    if painted and painted.count(painted[0]) == len(painted):
        yield painted[0], len(painted)
    else:
        yield from ((code, len(list(run))) for code, run in groupby(painted))


def _painted(letter: Letter, statements: Sequence[Statement]) -> bytearray:
    """The fate of each character of the text: heads over statements over markers over the cells of rows."""
    painted = bytearray(len(letter.text))
    statement, detail, head = (_COLOURS.index(fate) for fate in (STATEMENT, DETAIL, HEAD))
    for block in letter.blocks:
        if block.fields:
            _paint(painted, block.start, block.end, detail)
        if block.marker:
            before = letter.text.rfind(block.marker, max(0, block.start - len(block.marker) - MARKER_GAP), block.start)
            _paint(painted, before if before >= 0 else block.start, block.start, statement)
    for said in statements:
        _paint(painted, said.start, said.end, statement)
    for block in letter.blocks:
        if block.kind == "head":
            _paint(painted, block.start, block.end, head)
    return painted


def _paint(painted: bytearray, start: int, end: int, colour: int) -> None:
    painted[start:end] = bytes([colour]) * (end - start)
