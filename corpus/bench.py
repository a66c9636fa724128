"""Time of each stage of reading on the same files in one run, beside what the bare PDF libraries take."""

from __future__ import annotations

import io
import math
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from db.store import open_store
from extractor.batch import BatchOptions, SourceFile
from extractor.batch.opening import FileFault
from extractor.ingest.intake import IngestJob, take_in
from extractor.read.head import read_head
from extractor.read.integrity import doubts
from extractor.read.layout import lay_out
from extractor.read.letter import ReadOptions, find, read_letter, read_text
from extractor.read.ocr.engines import ENGINES, Engine, NoEngine, engine
from extractor.read.pages import read_pages
from extractor.read.render import render_pages
from extractor.read.statements import split
from rules.models import Pack

OCR_PAGES = 4
NEVER = ReadOptions(ocr="off")
ROUNDS = 3
INGEST, START = "ingest, one worker", "start-up"
TARGETS = {"pdfplumber": 0.2, "bare PDFium": 15.0}  # how many times these an ingest may take
Stage = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Timing:
    """One stage over all files, in seconds of this process' clock on the wall; start-up has no files."""

    stage: str
    files: int
    pages: int
    seconds: float


def measure(files: Iterable[SourceFile], pack: Pack, ocr: bool = False, rounds: int = ROUNDS) -> list[Timing]:
    """Return the timings of all stages, of each the best of some rounds: what else runs only ever adds to it.

    What is no PDF is left out; what is compiled once is compiled before. Ingest is told without its start-up, and left
    out where so few letters cannot be told from it.
    """
    sources = [source for source in files if _readable(source)]
    letters = [source.read(1 << 30) for source in sources]
    for data in letters[:3]:
        read_letter(data, pack, NEVER)
    stages = _stages(letters, pack)
    stages += [(START, lambda: _ingest(sources[:1], pack)), (INGEST, lambda: _ingest(sources, pack))]
    best = {name: math.inf for name, _ in stages}
    for _round in range(rounds):
        for name, work in stages:
            best[name] = min(best[name], _seconds(work))
    start, pages = best[START], sum(len(read_pages(data)[0]) for data in letters)
    best[INGEST] -= start
    if best[INGEST] < start / 2:
        del best[INGEST]
    several = (len(letters), pages)
    timings = [Timing(name, *((0, 0) if name == START else several), seconds) for name, seconds in best.items()]
    return [*timings, *(_ocr(letters) if ocr else ())]


def ratios(timings: Iterable[Timing]) -> dict[str, float]:
    """Return how many times what each bare library takes for the text alone an ingest takes, if that was measured."""
    seconds = {timing.stage: timing.seconds for timing in timings}
    return {name: seconds[INGEST] / seconds[name] for name in TARGETS if INGEST in seconds and seconds[name]}


def _readable(source: SourceFile) -> bool:
    try:
        data = source.read(1 << 30)
    except FileFault:
        return False
    return bool(read_pages(data)[0])


def _stages(letters: Sequence[bytes], pack: Pack) -> list[Stage]:
    read = [read_pages(data)[0] for data in letters]
    layouts = [lay_out(pages, pack) for pages in read]
    texts = [read_text(str(number), pages, pack)[0] for number, pages in enumerate(read)]
    return [
        ("bare PDFium", lambda: [_bare_pdfium(data) for data in letters]),
        ("pdfplumber", lambda: [_bare_pdfplumber(data) for data in letters]),
        ("pages", lambda: [read_pages(data) for data in letters]),
        ("doubts", lambda: [doubts(data, pages) for data, pages in zip(letters, read, strict=True)]),
        ("layout", lambda: [lay_out(pages, pack) for pages in read]),
        ("head", lambda: [read_head(layout, pages, pack) for layout, pages in zip(layouts, read, strict=True)]),
        ("statements", lambda: [split(text, pack) for text in texts]),
        ("statements, classified", lambda: [find(text, pack) for text in texts]),
        ("whole letter", lambda: [read_letter(data, pack, NEVER) for data in letters]),
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _bare_pdfium(data: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def _bare_pdfplumber(data: bytes) -> list[str]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_text() for page in document.pages]


def _ingest(sources: Sequence[SourceFile], pack: Pack) -> None:
    """Into a database that is thrown away; the worker is started anew, as a user waits for it."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "bench.db") as store:
        run = store.begin_run("bench", pack, {}, "2000-01-01T00:00:00Z")
        options = BatchOptions(workers=1, read=NEVER)
        for _taken in take_in(store, IngestJob(list(sources)), run, pack.info.id, options):
            pass


def _ocr(letters: Sequence[bytes]) -> list[Timing]:
    timings = []
    for mode in ENGINES:
        try:
            chosen = engine(mode)
        except NoEngine:
            continue
        if chosen:
            timings.append(_engine(mode, chosen, letters))
    return timings


def _engine(mode: str, chosen: Engine, letters: Sequence[bytes]) -> Timing:
    from extractor.read.ocr.scan import read_image

    drawn = [next(iter(render_pages(data, [1], chosen.dpi))).image for data in islice(letters, OCR_PAGES)]
    read_image(drawn[0][:400], chosen)  # loads the models
    seconds = _seconds(lambda: [read_image(image, chosen) for image in drawn])
    return Timing(f"OCR {mode}", len(drawn), len(drawn), seconds)
