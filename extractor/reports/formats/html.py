"""One self-contained HTML page: tables with filters, charts, a table of contents, and a way back to every page.

Nothing is loaded from elsewhere; all texts are escaped; the page's own policy forbids foreign scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import BinaryIO

from jinja2 import Environment, StrictUndefined, Template

from extractor.clean import clean
from extractor.reports.tables import Row, Table


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its title, which is also what a screen reader says, and its SVG."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with its own entry in the contents; `intro` are its paragraphs."""

    id: str
    title: str
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    intro: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry comes from: the statement as written, its file, page and (if known) a link to the original."""

    id: str
    text: str
    document: str
    page: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the page itself says, in the language of the report."""

    language: str = "es"
    contents: str = "Contenido"
    filter: str = "Filtrar filas"
    matches: str = "filas visibles"
    sources: str = "Fuentes"
    page: str = "página"
    back: str = "volver"
    top: str = "Volver arriba"
    open: str = "abrir el original"
    blanks: str = "Ocultar filas sin acciones"


def write(tables: Iterable[Table], file: BinaryIO) -> None:
    """Write each table as a section of its own."""
    made = tuple(tables)
    write_report(made[0].title if made else "", tuple(Section(t.id, t.title, (t,)) for t in made), (), file)


def write_report(
    title: str,
    sections: Sequence[Section],
    sources: Iterable[Source],
    file: BinaryIO,
    words: Words = Words(),
    note: str = "",
) -> None:
    """Stream the report to a file; `sources` is read once, at the end, so memory stays with the largest section."""
    stream = _template().stream(title=title, sections=sections, sources=sources, words=words, note=note)
    stream.enable_buffering(50)
    stream.dump(file, encoding="utf8")


def by_group(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield runs of rows of the same group, in order."""
    for group, part in groupby(rows, key=lambda row: row.group):
        yield group, list(part)


def _template() -> Template:
    folder = files("extractor.reports.formats") / "page"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["clean"] = clean
    environment.filters["by_group"] = by_group
    environment.globals["style"] = (folder / "report.css").read_text("utf8")
    environment.globals["script"] = (folder / "report.js").read_text("utf8")
    return environment.from_string((folder / "report.html").read_text("utf8"))
