"""Whole publications, put together from matrices, body pages and rates, one section after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from db.action_rows import actions
from db.connection import Database
from db.records import ActionRow
from extractor.publish.balance import ReportContext, body_matrix, reported
from extractor.publish.body import BodyPage, body_page
from extractor.publish.cells import as_table, matrix_table
from extractor.publish.counts import rate_tables
from extractor.publish.draft.page import ALL
from extractor.publish.findings.covered import covered_table
from extractor.publish.formats import writer
from extractor.publish.front import METHOD, annex_sections, annexes, method
from extractor.publish.matrix import Reported
from extractor.publish.registers import register_tables
from extractor.publish.tables import Chart, Cover, EntrySource, Report, ReportTable, Section
from extractor.publish.words import say

Link = Callable[[str, int], str]  # from a file's hash and a page to the address of the original; "" if there is none


def links(db: Database, folder: Path) -> Link:
    """Return what finds originals, as seen from a folder; a PDF is opened at its page."""
    kept = {file.stem: file for file in db.originals.iterdir()} if db.originals.is_dir() else {}
    way = Path(os.path.relpath(db.originals.absolute(), folder.absolute()))

    def link(sha256: str, page: int) -> str:
        file = kept.get(sha256)
        if file is None:
            return ""
        return quote((way / file.name).as_posix()) + (f"#page={page}" if file.suffix == ".pdf" and page else "")

    return link


def matrices(context: ReportContext, institutions: Sequence[str], by: str) -> Report:
    """The matrices of these bodies."""
    titles = contents(context, institutions)
    sections = (Section(id, title, tables=(matrix_table(context, id, by),)) for id, title in titles)
    return Report(
        titles[0][1] if len(titles) == 1 else say("whole.matrices"), titles, sections, context.note, foot=context.foot
    )


def body_pages(context: ReportContext, institutions: Sequence[str]) -> Report:
    """The pages of these bodies."""
    titles = contents(context, institutions)
    sections = (section for id, _ in titles for section in body_sections(context, id, None))
    return Report(
        titles[0][1] if len(titles) == 1 else say("whole.bodies"), titles, sections, context.note, foot=context.foot
    )


def contents(context: ReportContext, institutions: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((id, context.body(id).name) for id in institutions)


def body_sections(context: ReportContext, institution: str, link: Link | None) -> Iterator[Section]:
    """Yield the page of a body; given a link, its matrix before and the sources of its actions after it."""
    rows = list(actions(context.db, institution))
    filed = list(reported(context, rows))
    matrix, by_period = (body_matrix(context, institution, filed, by) for by in ("source", "period"))
    page = body_page(context, institution, rows, matrix, by_period)
    if link is None:
        yield Section(institution, matrix.name, page.paragraphs, page.tables)
        return
    yield Section(institution, matrix.name, tables=(as_table(context, matrix),), sourced=True)
    yield _part(institution, matrix.name, page, _sources(rows, filed, link))


def _part(institution: str, name: str, page: BodyPage, sources: Iterable[EntrySource]) -> Section:
    title = say("body.title", name=name)
    return Section(f"{institution}-page", title, page.paragraphs, page.tables, sources=sources, part=True, sourced=True)


def _sources(rows: Sequence[ActionRow], filed: Sequence[Reported], link: Link) -> Iterator[EntrySource]:
    for row, one in zip(rows, filed, strict=True):
        yield EntrySource(
            one.id, one.verbatim or one.text, one.document, one.page, link(row.sha256, row.page), one.cited
        )


# --- rates, charts, everything ---------------------------------------------------------------------------------------

CHARTED = {"rates-wave": slice(0, 2), "rates-type": slice(0, 2), "replies": slice(0, 2), "actions-level": slice(0, -1)}


def rates(context: ReportContext) -> Report:
    """The rates and their charts."""
    section = summary(context)
    return Report(section.title, ((section.id, section.title),), (section,), context.note, foot=context.foot)


def summary(context: ReportContext) -> Section:
    """Letters sent and answered, replies judged, actions by level, body and period."""
    tables = (covered_table(context), *rate_tables(context))
    return Section("rates", say("whole.summary"), tables=tables, charts=tuple(charts_of(tables)))


def charts_of(tables: Iterable[ReportTable]) -> Iterator[Chart]:
    """Yield the charts that are published of these tables; totals are no bar beside what they sum."""
    for table in tables:
        if table.id in CHARTED:
            drawn = replace(table, rows=tuple(row for row in table.rows if row.head != (say("rates.total"),)))
            series = tuple(range(len(table.columns))[CHARTED[table.id]])
            yield Chart(f"chart-{table.id}", table.title, drawn, series)


def nowhere(_sha256: str, _page: int) -> str:
    """The link of what is published: originals hold everything."""
    return ""


NO_TEXT: Mapping[str, Sequence[Section]] = MappingProxyType({})


def balance(
    context: ReportContext,
    link: Link = nowhere,
    downloads: Sequence[tuple[str, str]] = (),
    title: str = "",
    cover: Cover | None = None,
    text: Mapping[str, Sequence[Section]] = NO_TEXT,
) -> Report:
    """Everything: method, rates, every body with its matrix, its page and its sources (a link to each), the annexes.

    `text` are the parts that an author wrote on each body and, as ALL, on all of them.
    """
    bodies = [body.id for body in context.pack.bodies]
    titles, registers = contents(context, bodies), register_tables(context, bodies)

    def sections() -> Iterator[Section]:
        yield method(context)
        yield summary(context)
        for id, _ in titles:
            yield from body_sections(context, id, link)
            yield from text.get(id, ())
        yield from text.get(ALL, ())
        yield from annex_sections(context, bodies, registers)

    told = tuple((one.id, one.title) for one in text.get(ALL, ()) if not one.part)
    listed = ((METHOD, say("method.title")), ("rates", say("whole.summary")), *titles, *told)
    listed += annexes(context, bodies, registers)
    named = title or context.pack.publication.title or say("whole.title")
    return Report(named, listed, sections(), context.note, cover or Cover(), tuple(downloads), context.foot)


def site(
    context: ReportContext,
    link: Link,
    beside: Sequence[tuple[str, str]] = (),
    title: str = "",
    cover: Cover | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a site: the whole balance as a page and, for further work, as a table and as records.

    `beside` are what else lies beside the page, as address and name.
    """
    downloads = [(SITE["csv"], "CSV"), (SITE["jsonl"], "JSON Lines"), *beside]
    for suffix, name in SITE.items():
        made = BytesIO()
        writer(suffix)(balance(context, link, downloads, title, cover), made)
        yield name, made.getvalue()


SITE = {"html": "index.html", "csv": "balance.csv", "jsonl": "balance.jsonl"}
