"""What stands around the matrices of a balance: how it was made, the functions with the law's words, the letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from db.action_rows import filed
from db.records import LetterRow
from db.requests import requests
from extractor.publish.balance import ReportContext
from extractor.publish.tables import ReportCell, ReportEntry, ReportRow, ReportTable, Section
from extractor.publish.words import lines, say, span
from rules.articles import articles

METHOD, DUTIES, REGISTERS, LETTERS = "method", "annex-functions", "annex-registers", "annex-letters"


def method(context: ReportContext) -> Section:
    """How the balance was made, as far as the database and the pack say it."""
    return Section(METHOD, say("method.title"), tuple(_method(context)))


def _method(context: ReportContext) -> Iterator[str]:
    pack = context.pack
    if pack.info.law:
        yield say("method.law", law=pack.info.law)
    if context.sources:
        yield say("method.sources", sources="; ".join(column.title for column in context.sources))
    yield from _asked(context)
    if context.periods:
        yield say("method.periods", periods="; ".join(column.title for column in context.periods))
    count, people = filed(context.db)
    if count:
        yield say(f"method.{'filed' if people == 1 else 'filed_by'}", n=count, people=people)
    yield from lines("method.texts")
    yield context.note


def _asked(context: ReportContext) -> Iterator[str]:
    """Say how many letters were sent in each wave, when, and how long there was to answer them."""
    rows = list(requests(context.db))
    for wave in context.pack.calendar.waves:
        sent = [row for row in rows if row.request.wave == wave.id]
        days = sorted(row.request.sent for row in sent if row.request.sent)
        if sent:
            asked = say("method.wave", wave=wave.title, n=len(sent), months=span(wave.first, wave.last))
            yield asked + (say("method.sent", days=_between(days)) if days else "")
    if rows:
        yield say("method.term", days=context.pack.calendar.deadline_days, more=context.pack.calendar.extension_days)
        if context.pack.calendar.source:
            yield say("method.term_source", source=context.pack.calendar.source)


def _between(days: Sequence[str]) -> str:
    return span(date.fromisoformat(days[0]), date.fromisoformat(days[-1]))


# --- annexes ---------------------------------------------------------------------------------------------------------


def annexes(
    context: ReportContext, institutions: Sequence[str], registers: Sequence[ReportTable]
) -> tuple[tuple[str, str], ...]:
    """Ids and titles of the annexes that there is something to put into."""
    kept = [(DUTIES, "annex.functions")] if any(context.functions(id) for id in institutions) else []
    kept += [(REGISTERS, "annex.registers")] if registers else []
    kept += [(LETTERS, "annex.letters")] if context.replies else []
    return tuple((id, say("annex.title", n=n, title=say(key))) for n, (id, key) in enumerate(kept, start=1))


def annex_sections(
    context: ReportContext, institutions: Sequence[str], registers: Sequence[ReportTable]
) -> Iterator[Section]:
    """Yield the annexes: functions with the words of their articles, registers, letters received."""
    for id, title in annexes(context, institutions, registers):
        if id == DUTIES:
            tables = (duties_table(context, one) for one in institutions)
            yield Section(id, title, tables=tuple(table for table in tables if table.rows))
        elif id == REGISTERS:
            yield Section(id, title, tables=tuple(registers))
        else:
            yield Section(id, title, tables=(letters_table(context),))


def duties_table(context: ReportContext, institution: str) -> ReportTable:
    """The functions of a body by level, each with its article and, where the pack has them, the article's words."""
    words = articles(context.pack)
    rows = []
    for function in context.functions(institution):
        if function.role == "function":
            found = words.get(function.id)
            text = ReportCell((ReportEntry(found.text),)) if found else ReportCell()
            norm = ", ".join(part for part in (function.article, found.norm if found else "") if part)
            rows.append(ReportRow(function.id, say(f"level.{function.level}"), (function.label, norm), (text,)))
    heads = (say("matrix.function"), say("matrix.article"))
    return ReportTable(
        f"{institution}-duties", context.body(institution).name, heads, (say("annex.words"),), tuple(rows)
    )


def letters_table(context: ReportContext) -> ReportTable:
    """Every letter received, by body, with its number, its date and how it was judged."""
    order = {body.id: place for place, body in enumerate(context.pack.bodies)}
    received = sorted(context.replies, key=lambda row: (order.get(row.institution or "", len(order)), row.date or ""))
    columns = tuple(say(f"annex.{name}") for name in ("unit", "number", "date", "verdict"))
    rows = tuple(_letter(context, row) for row in received)
    return ReportTable(
        LETTERS, say("annex.letters"), (say("annex.body"),), columns, rows, context.caveats.of_verdicts()
    )


def _letter(context: ReportContext, row: LetterRow) -> ReportRow:
    name = context.name_of(row.institution) if row.institution else say("type.unknown")
    day = span(date.fromisoformat(row.date), date.fromisoformat(row.date)) if row.date else say("cited.no_date")
    unit, number = context.mask(row.unit or ""), context.mask(row.number or "") or say("cited.no_number")
    texts = (unit, number, day, say(f"reply.{row.reply or 'none'}"))
    return ReportRow(
        "", "", (name,), tuple(ReportCell((ReportEntry(text),)) if text else ReportCell() for text in texts)
    )
