"""The right of reply: a document per body with what was found and where, how it was judged, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from db.action_rows import actions
from db.letter_rows import letters
from db.records import LetterRow
from db.requests import RequestRow, requests
from extractor.filing.reply import REASONS
from extractor.publish.balance import ReportContext, body_matrix, reported
from extractor.publish.body import done
from extractor.publish.cells import as_table
from extractor.publish.matrix import Matrix, MatrixRow
from extractor.publish.tables import Report, ReportCell, ReportEntry, ReportRow, ReportTable, Section
from extractor.publish.words import lines, printed_place, say, span


@dataclass(frozen=True, slots=True)
class Answering:
    """Who sends the dossier, by when and where to answer; what is not known is left blank, to be filled in by hand."""

    sender: str = ""
    reply_to: str = ""
    until: str = ""

    def fill(self, text: str) -> str:
        blank = say("dossier.unknown")
        return text.format(sender=self.sender or blank, reply_to=self.reply_to or blank, until=self.until or blank)


def dossier(context: ReportContext, institution: str, answering: Answering) -> Report:
    """Return the document to be sent to a body before anything is published about it."""
    name = context.body(institution).name
    matrix = body_matrix(context, institution, reported(context, actions(context.db, institution)))
    sections = (
        Section("intro", name, tuple(text.format(name=name) for text in lines("dossier.intro"))),
        _found(context, matrix),
        _replies(context, institution),
        _missing(context, matrix),
        Section("answer", say("dossier.answer_title"), tuple(map(answering.fill, lines("dossier.answer")))),
    )
    contents = tuple((one.id, one.title) for one in sections)
    return Report(say("dossier.title", name=name), contents, sections, context.note, foot=context.foot)


def _found(context: ReportContext, matrix: Matrix) -> Section:
    """Every action with its file and page, function by function."""
    told = replace(matrix, rows=tuple(row for row in matrix.rows if any(cell.actions for cell in row.cells)))
    table = as_table(context, told)
    rows = tuple(replace(row, cells=tuple(_traced(cell, table.cited) for cell in row.cells)) for row in table.rows)
    if not rows:
        return Section("found", say("dossier.found"), (say("dossier.found_none"),))
    return Section("found", say("dossier.found"), tables=(replace(table, id="found", rows=rows, cited=()),))


def _traced(cell: ReportCell, cited: tuple[str, ...]) -> ReportCell:
    return replace(cell, entries=tuple(_with_letter(entry, cited) for entry in cell.entries))


def _with_letter(entry: ReportEntry, cited: tuple[str, ...]) -> ReportEntry:
    """Add the letter, by its number and date, and its page to what is said in brackets."""
    letter = cited[entry.cited - 1] if entry.cited else ""
    where = ", ".join(part for part in (letter, printed_place(entry.document, entry.page)) if part)
    return replace(entry, note="; ".join(part for part in (entry.note, where) if part), cited=0)


def _missing(context: ReportContext, matrix: Matrix) -> Section:
    """The functions of which nothing done was found, with what each source says instead."""

    def silent(row: MatrixRow) -> bool:
        return row.function.role == "function" and not any(map(done, row.cells))

    table = as_table(context, replace(matrix, rows=tuple(filter(silent, matrix.rows))))
    if not table.rows:
        return Section("missing", say("dossier.missing"), (say("dossier.missing_none"),))
    made = replace(table, id="missing", title=say("dossier.missing"))
    return Section("missing", say("dossier.missing"), lines("dossier.missing_intro"), (made,))


# --- letters sent and received ---------------------------------------------------------------------------------------


def _replies(context: ReportContext, institution: str) -> Section:
    received = [row for row in context.replies if row.institution == institution]
    sent = list(requests(context.db, institution=institution))
    tables = []
    if sent:
        tables.append(_requests_table(context, institution, sent))
    if received:
        tables.append(_replies_table(context, received))
    paragraphs = () if received else (say("dossier.replies_none"),)
    return Section("replies", say("dossier.replies"), paragraphs, tuple(tables))


def _requests_table(context: ReportContext, institution: str, sent: list[RequestRow]) -> ReportTable:
    waves = {wave.id: wave.title for wave in context.pack.calendar.waves}
    rows = tuple(
        ReportRow(
            row.request.id,
            waves.get(row.request.wave, row.request.wave),
            (", ".join(part for part in (row.request.reference, row.request.unit) if part) or waves[row.request.wave],),
            (_text(_day(row.request.sent)), _text("\n".join(_answers(context, row)))),
        )
        for row in sent
    )
    columns = (say("dossier.sent"), say("dossier.answered"))
    return ReportTable(
        "requests",
        say("dossier.requests"),
        (say("dossier.request"),),
        columns,
        rows,
        context.caveats.of_body(institution),
    )


def _answers(context: ReportContext, row: RequestRow) -> Iterator[str]:
    if not row.answers:
        yield say("dossier.maybe_answered" if row.request.id in context.caveats.maybe_answered else "dossier.no_answer")
    for answer in row.answers:
        doubt = "" if answer.standing == "confirmed" else f" ({say('dossier.pending')})"
        came = next(letters(context.db, sha256=answer.sha256)) if answer.sha256 else None
        known = (came.unit, came.number, came.date) if came else (row.request.unit, answer.document, answer.date)
        yield letter_named(context, *known) + doubt


def _replies_table(context: ReportContext, received: list[LetterRow]) -> ReportTable:
    columns = (say("dossier.dated"), say("dossier.verdict"), say("dossier.reason"), say("dossier.quote"))
    rows = tuple(_reply(context, row) for row in received)
    return ReportTable("replies", say("dossier.replies"), (say("dossier.letter"),), columns, rows)


def _reply(context: ReportContext, row: LetterRow) -> ReportRow:
    """How one reply was judged; what no reviewer has confirmed is said to be open."""
    verdict = say(f"reply.{row.reply or 'none'}")
    if row.reply and not {"reply", "reply_reason"} & {*row.corrected}:
        verdict += f" ({say('dossier.pending')})"
    code = row.reply_reason or ""
    reason = say(f"reply_reason.{code}") if code in REASONS else ""
    if row.reply_target:
        reason += f": {context.mask(row.reply_target)}"
    quote = f"«{context.mask(row.reply_quote)}»" if row.reply_quote else ""
    return ReportRow(
        "" if context.masked else row.sha256,
        "",
        (letter_named(context, row.unit, row.number, row.date),),
        (_text(_day(row.date)), _text(verdict), _text(reason), _text(quote)),
    )


def letter_named(context: ReportContext, unit: str | None, number: str | None, day: str | None) -> str:
    """Name a reply as the body that wrote it knows it: by its unit, its number and its date; never by a file."""
    shown = context.mask(number or "") or say("cited.no_number")
    parts = (context.mask(unit or ""), shown, _day(day) or say("cited.no_date"))
    return ", ".join(filter(None, parts))


def _day(day: str | None) -> str:
    return span(date.fromisoformat(day), date.fromisoformat(day)) if day else ""


def _text(text: str) -> ReportCell:
    return ReportCell((ReportEntry(text),)) if text else ReportCell()
