"""One letter from bytes to findings: a pure function, the same in this process, in a pool and on a cluster."""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from extractor.core.details import joined, moved
from extractor.core.model import (
    Beside,
    Block,
    Box,
    Classification,
    Count,
    Details,
    Field,
    Finding,
    Kind,
    Letter,
    Line,
    Page,
    Problem,
    Reading,
    Statement,
)
from extractor.filing.details import count_under, find_details
from extractor.filing.figures import figures_of_row
from extractor.filing.kinds import QUESTION
from extractor.filing.rank import classify, classify_found
from extractor.filing.reply import gives_reason, judge
from extractor.filing.voices import Voices, hear
from extractor.read.attribution import attribute
from extractor.read.head import read_head
from extractor.read.integrity import doubts
from extractor.read.language import is_foreign, letter_language
from extractor.read.layout import lay_out
from extractor.read.layout.stamps import without_stamps
from extractor.read.layout.vocabulary import vocabulary
from extractor.read.ledger import account
from extractor.read.pages import read_pages
from extractor.read.places import leanings_of
from extractor.read.recitals import Recitals
from extractor.read.results import (
    CHECKS,
    RESULT,
    counts_nothing,
    denies_hindrance,
    kind_by_cells,
    kind_by_state,
    names_case,
    tells,
)
from extractor.read.scans import read_scans
from extractor.read.sections import given_by, told_by
from extractor.read.sentences import tells_by_verb
from extractor.read.settings import OFF_SUBJECT, SILENT
from extractor.read.statements import split
from extractor.read.subject import subject_leaning, without_guesses
from extractor.read.tables import table_geometry
from rules.matching import MatchResult, matcher
from rules.models import Pack
from rules.words import fold

_Heard = tuple[Statement, MatchResult | None, Voices | None]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is read: the password of an encrypted one, the OCR mode, where OCR results are kept.

    `many_bodies`: it is no reply of one body but a report on many.
    """

    password: str | None = field(default=None, repr=False)
    ocr: str = "auto"
    cache: Path | None = None
    many_bodies: bool = False


def prepare(pack: Pack) -> None:
    """Compile and import what reading needs, so that no letter has to wait for it."""
    table_geometry()
    _frequent(pack)
    line = Line(1, Box(72.0, 72.0, 500.0, 84.0), "x" * 80)
    letter, _ = read_text("", (Page(1, 595.0, 842.0, (line,)),), pack)
    find(letter, pack)
    for body in pack.bodies[:1]:
        classify(line.text, pack, body.id, line.text)
    find_details(line.text, pack)
    judge(letter, (), pack)


def read_letter(
    data: bytes, pack: Pack, options: ReadOptions | None = None, beat: Callable[[bool], None] = lambda recognised: None
) -> Reading:
    """Return everything that one PDF yields; `beat` hears of each page done, True if it was recognised.

    A file without any text has no letter, and a problem that says why.
    """
    options = options or ReadOptions()
    password, (pages, problems) = None, read_pages(data, None, partial(beat, False))
    if options.password and not pages and any(problem.code == "encrypted" for problem in problems):
        password = options.password  # given to no other file: a wrong one locks what opens without
        pages, problems = read_pages(data, password, partial(beat, False))
    if pages:
        pages, problems = read_scans(
            data, pages, problems, _frequent(pack), options.ocr, password, options.cache, partial(beat, True)
        )
        problems = (*problems, *doubts(data, pages))
    if not any(page.lines or page.tables for page in pages):
        return Reading(None, problems=problems or (Problem("file", "no_text"),), pages=pages)
    letter, unknown = read_text(hashlib.sha256(data).hexdigest(), pages, pack)
    if options.many_bodies:
        letter, unknown = _of_nobody(letter), ()
    recognised = frozenset(page.number for page in pages if page.source == "ocr")
    heard = _heard(letter, pack, options.many_bodies, recognised)
    leaning = 0.0 if options.many_bodies else subject_leaning(letter, pack, (found for _, found, _ in heard if found))
    findings = _findings(heard, letter, pack, leaning)
    if leaning:
        findings = without_guesses(findings, leaning < OFF_SUBJECT)
    off = leaning >= OFF_SUBJECT
    if off:
        problems = (*problems, Problem("file", "off_subject"))
    verdict = None if options.many_bodies else judge(letter, findings, pack)
    language = letter_language(letter, pack)
    if language:  # what cannot be read looks like poor text
        problems = (*(one for one in problems if one.code != "poor_text"), Problem("file", "other_language", language))
    elif not off and _is_silent(letter, findings, pack):
        problems = (*problems, Problem("file", "no_report"))
    ledger = account(pages, letter, [finding.statement for finding in findings])
    lost = tuple(Problem(f"page {page}", "unaccounted", str(count)) for page, count in sorted(ledger.lost.items()))
    return Reading(letter, findings, verdict, (*problems, *lost, *unknown), pages, ledger)


def _is_silent(letter: Letter, findings: Sequence[Finding], pack: Pack) -> bool:
    """Is there text without any report, and without any reason for that? Then something may have been overlooked."""
    told = any(finding.classification.kind is not Kind.OTHER for finding in findings)
    return not told and len(letter.text) >= SILENT and not gives_reason(letter, pack)


def _of_nobody(letter: Letter) -> Letter:
    """A report on many bodies is no action of the one that signs it."""
    return replace(letter, head=replace(letter.head, institution=None, unit=None))


@cache
def _frequent(pack: Pack) -> frozenset[str]:
    return frozenset(fold(word) for word in pack.reading.words)


def read_text(digest: str, pages: Sequence[Page], pack: Pack) -> tuple[Letter, tuple[Problem, ...]]:
    """Return the letter that the pages hold, `digest` being its id, and what its head does not say."""
    pages = without_stamps(pages, vocabulary(pack))
    layout = lay_out(pages, pack)
    head, problems = read_head(layout, pages, pack)
    sources = {page.source for page in pages if page.lines or page.tables}
    letter = Letter(
        digest,
        len(pages),
        layout.text,
        layout.spans,
        layout.blocks,
        head,
        sources.pop() if len(sources) == 1 else "mixed",
        min((page.confidence for page in pages if page.lines or page.tables), default=1.0),
        layout.aside,
    )
    return letter, problems


def find(letter: Letter, pack: Pack, recognised: Set[int] = frozenset()) -> tuple[Finding, ...]:
    """Return the letter's statements with what the rules say of them, whatever its subject."""
    return _findings(_heard(letter, pack, recognised=recognised), letter, pack)


def _heard(letter: Letter, pack: Pack, many_bodies: bool = False, recognised: Set[int] = frozenset()) -> list[_Heard]:
    """The statements, each with what the rules find in it and say of it; on `recognised` pages words may be misread."""
    statements = split(letter, pack)
    if many_bodies:
        statements = attribute(statements, letter, pack)
    if letter_language(letter, pack):
        return [(replace(one, kind=Kind.OTHER), None, None) for one in statements]
    return [(one, *_hear(one, letter, pack, one.page in recognised)) for one in statements]


def _findings(heard: Sequence[_Heard], letter: Letter, pack: Pack, subject: float = 0.0) -> tuple[Finding, ...]:
    """What is said of each statement in its place.

    `subject`: what the letter's subject adds to the log-odds that a statement reports nothing.
    """
    rows = [block for block in letter.blocks if block.fields]
    statements = [statement for statement, _, _ in heard]
    told = {section: told_by(section, pack) for section in {one.section for one in statements} if section}
    given = {section: given_by(section, pack) for section in told}
    recitals = Recitals(letter, pack)
    leanings = leanings_of(statements, letter, [voices for _, _, voices in heard], told)
    return tuple(
        _finding(
            replace(statement, leaning=leaning + subject + recitals.leaning(statement.start)),
            found,
            voices,
            _row_at(rows, statement.start),
            told.get(statement.section),
            given.get(statement.section),
            letter,
            pack,
        )
        for (statement, found, voices), leaning in zip(heard, leanings, strict=True)
    )


def _hear(statement: Statement, letter: Letter, pack: Pack, misread: bool) -> tuple[MatchResult | None, Voices | None]:
    """What structure knows to be no candidate is not asked about."""
    if statement.kind is Kind.OTHER:
        return None, None
    found = matcher(pack).find(statement.text, misread)
    return found, hear(found, pack, statement.institution or letter.head.institution)


def _row_at(rows: Sequence[Block], offset: int) -> Block | None:
    """The table row that an offset lies in; `rows` are in order."""
    index = bisect(rows, offset, key=lambda row: row.start) - 1
    return rows[index] if index >= 0 and offset < rows[index].end else None


def _finding(
    statement: Statement,
    found: MatchResult | None,
    voices: Voices | None,
    row: Block | None,
    told: Kind | None,
    given: Kind | None,
    letter: Letter,
    pack: Pack,
) -> Finding:
    if found is None or voices is None:
        return Finding(statement, Classification(Kind.OTHER), Details())
    institution = statement.institution or letter.head.institution
    said = classify_found(found, voices, pack, institution, statement.section, statement.leaning)
    trouble = said.kind is Kind.NO_ACTION and denies_hindrance(statement.text, voices.cues, pack)
    if trouble or (not voices.cues and is_foreign(statement.text, pack)):
        return Finding(_of_kind(statement, Kind.OTHER), Classification(Kind.OTHER), Details())
    kind = _kind_beside(statement, row, letter, pack, institution, voices.kind is Kind.ACTION) if row else None
    if kind is None and said.kind is Kind.ACTION and not row:
        kind = kind_by_state(statement.text, pack, institution)
    if kind is None and given and _may_be_told(voices, statement.text, pack):
        kind = given
    details = _details(statement, row, letter, pack)
    if kind is None and said.kind is Kind.ACTION and not voices.cues and _is_to_come(details, letter):
        kind = Kind.PLANNED
    if kind and kind is not Kind.ACTION and said.kind in (Kind.ACTION, Kind.OTHER):
        said = replace(said, kind=kind, doubtful=bool(voices.cues) and kind is given)
    elif kind is Kind.ACTION and said.kind is kind and row and any(cell.role == "activity" for cell in row.fields):
        said = replace(said, doubtful=False)  # its row says that it was done
    elif kind is Kind.ACTION and said.kind is Kind.OTHER and not voices.cues and told is not Kind.OTHER:
        said = replace(said, kind=kind, doubtful=True)  # however little its words say of that
    elif kind is Kind.ACTION and said.kind is Kind.OTHER and row and _answers_yes(statement, voices, row, letter, pack):
        said = replace(said, kind=kind, doubtful=False)
    return Finding(_of_kind(statement, said.kind), said, details)


def _of_kind(statement: Statement, kind: Kind) -> Statement:
    return statement if statement.kind is kind else replace(statement, kind=kind)


def _answers_yes(statement: Statement, voices: Voices, row: Block, letter: Letter, pack: Pack) -> bool:
    """Is a statement but a question that its row, which says yes, tells of: "¿Hubo charlas? | Sí | Seis charlas"?"""
    asks = all(cue.rule == QUESTION for cue in voices.cues)
    return asks and any(tells(beside.text, pack) for beside in _beside(statement, row, letter))


def _may_be_told(voices: Voices, text: str, pack: Pack) -> bool:
    """Has a text no cue of its own, or but a deed told beside its noun: "El taller, que se anunció en mayo"?"""
    return not voices.cues or (voices.kind is Kind.ACTION and not tells_by_verb(text, pack))


def _is_to_come(details: Details, letter: Letter) -> bool:
    """Do all days of a statement lie after the day of its letter: "Feria escolar, octubre de 2012"?"""
    day = letter.head.date
    return day is not None and bool(details.dates) and all(one.first > day for one in details.dates)


def _kind_beside(
    statement: Statement, row: Block, letter: Letter, pack: Pack, institution: str | None, names_activity: bool
) -> Kind | None:
    """What a row's cells beside the statement say of it: that it was not done, or is still to be done."""
    beside = [cell for cell in row.fields if not cell.start <= statement.start < cell.end]
    cells = [(cell, letter.text[cell.start : cell.end]) for cell in beside]
    roles = [RESULT if cell.role == "activity" else cell.role for cell, _ in cells]  # it answers the cell that asks
    said = [(role, text) for role, (_, text) in zip(roles, cells, strict=True)]
    checks = not CHECKS.isdisjoint(letter.text)
    kind = kind_by_cells(said, pack, institution, statement.text, checks)
    if kind is Kind.PLANNED and any(names_case(letter.text[cell.start : cell.end]) for cell in row.fields):
        return None
    if kind is None and counts_nothing([(cell.header, text) for cell, text in cells], pack, names_activity):
        return Kind.NO_ACTION
    return kind


def _details(statement: Statement, row: Block | None, letter: Letter, pack: Pack) -> Details:
    """Details of a statement; those of a table row are looked for in all of its cells.

    Offsets stay relative to the statement, so those from the cells before or after it lie outside of its text.
    """
    institution = statement.institution or letter.head.institution
    if row is None:
        return find_details(statement.text, pack, institution=institution)
    cells = [(cell, (cell.role, letter.text[cell.start : cell.end])) for cell in row.fields]
    own = [text for cell, text in cells if cell.start >= row.start]
    found = moved(find_details(letter.text[row.start : row.end], pack, own, institution), row.start - statement.start)
    for cell, text in cells:
        if cell.start < row.start:  # merged with the rows above
            more = find_details(text[1], pack, [text], institution)
            found = joined(moved(more, cell.start - statement.start), found)
    found = replace(found, cells=_beside(statement, row, letter))
    counts = [count for cell in row.fields if (count := _count_in(cell, letter, pack, statement.start))]
    fields = [(cell.header, letter.text[cell.start : cell.end], cell.start - statement.start) for cell in row.fields]
    figures = figures_of_row(fields, pack, statement.section)
    told = [one for one in found.figures if not any(one.start < of.end and of.start < one.end for of in figures)]
    return replace(found, counts=(*found.counts, *counts), figures=(*told, *figures))


def _beside(statement: Statement, row: Block, letter: Letter) -> tuple[Beside, ...]:
    """The row's cells that are no part of the statement: names, numbers, remarks that stand beside it."""
    told = range(statement.start, statement.end)
    texts = ((cell, letter.text[cell.start : cell.end].strip()) for cell in row.fields if cell.start not in told)
    return tuple(
        Beside(cell.header, text) for cell, text in texts if text and not cell.start <= statement.start < cell.end
    )


def _count_in(cell: Field, letter: Letter, pack: Pack, start: int) -> Count | None:
    """The count that a cell's figure and its header make together, if neither is a date or a row's number."""
    if cell.role == "date" or (cell.role == "number" and len(cell.header.split()) < 2):
        return None
    found = count_under(cell.header, letter.text[cell.start : cell.end], pack)
    return found and replace(found, start=cell.start - start, end=cell.end - start)
