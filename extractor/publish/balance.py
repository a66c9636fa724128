"""The published matrices, from the database: what each body was found to have done, function by function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from db import coverage as known
from db.action_rows import facet_names
from db.bodies import outside
from db.comparisons import merged
from db.connection import Database
from db.letter_rows import letters
from db.paperless import as_letters
from db.records import ActionRow, LetterRow
from db.seals import latest_seal
from extractor.core.model import DateSpan, Level
from extractor.core.problems import PROBLEMS
from extractor.filing.details import period_of
from extractor.publish.caveats import Caveats
from extractor.publish.matrix import (
    Blank,
    Function,
    Matrix,
    MatrixColumn,
    Reported,
    build_matrix,
)
from extractor.publish.plain import plain
from extractor.publish.settings import DATES_SHOWN, SHARED
from extractor.publish.words import say, span
from rules.models import Body, Pack


class ActionThemes(NamedTuple):
    """What an action is about: the norm's themes, and those that are often taken for them."""

    own: tuple[str, ...]
    others: tuple[str, ...]


def _theme(facet: str) -> str:
    return facet.partition(".")[2]


ACTIVITY = "activity."  # the facets that say what kind of activity something is
NO_LETTER = frozenset(code for code, kind in PROBLEMS.items() if not kind.letter)


@dataclass(frozen=True)
class ReportContext:
    """What everything published at one time rests on: the database, the pack, and what texts are shown through."""

    db: Database
    pack: Pack
    mask: Callable[[str], str]
    masked: bool = True

    @cached_property
    def spoken(self) -> frozenset[tuple[str, int | None]]:
        """The sources that something was read of, each with the periods it speaks of."""
        covered = (
            (source, number) for source, days in known.covered(self.db) for number in _shared(*_days(days), self.pack)
        )
        return frozenset((*known.spoken(self.db), *covered))

    @cached_property
    def clusters(self) -> Mapping[str, str]:
        """What statements tell of that somebody said to be the same as another's."""
        return merged(self.db)

    @cached_property
    def activities(self) -> Mapping[str, tuple[str, ...]]:
        """What kinds of activity each confirmed action is, as the rules' facets say; by its id."""
        named = ((id, [name for name in names if name.startswith(ACTIVITY)]) for id, names in facet_names(self.db))
        return {id: tuple(name.removeprefix(ACTIVITY) for name in names) for id, names in named if names}

    @cached_property
    def themes(self) -> Mapping[str, ActionThemes]:
        """Of each confirmed action that is on the norm's theme or on another that the pack names, which; by its id."""
        words = self.pack.publication
        found = {}
        for id, names in facet_names(self.db):
            own, others = (
                tuple(_theme(one) for one in some if one in names) for some in (words.themes, words.other_themes)
            )
            if own or others:
                found[id] = ActionThemes(own, others)
        return found

    @cached_property
    def caveats(self) -> Caveats:
        """What is still open, to be said below the tables it may change."""
        return Caveats(self.db, self.pack, lambda: self.replies)

    @property
    def note(self) -> str:
        """Say whether private persons' data is masked."""
        return say("whole.masked" if self.masked else "whole.unmasked")

    @cached_property
    def foot(self) -> tuple[str, ...]:
        """The latest seal of the log, as it stands at the foot of all that is published, and what it covers."""
        given = latest_seal(self.db)
        if given is None:
            return ()
        later = given.length - given.sequence - 1  # the seal itself is an entry
        unsealed = (say("whole.unsealed", n=later),) if later > 0 else ()
        return (say("whole.sealed", n=given.sequence, at=given.at), *unsealed, *given.seal.splitlines())

    @cached_property
    def letters(self) -> str:
        """The source that replies to requests belong to; all others speak of every body."""
        return next((source.id for source in self.pack.sources if source.asked), "")

    @cached_property
    def replies(self) -> tuple[LetterRow, ...]:
        """The replies received, read or not, and those told of without a file; files that are no document are none."""
        received = (row for row in letters(self.db) if row.source == self.letters)
        letters_ = (row for row in received if NO_LETTER.isdisjoint(problem.code for problem in row.problems))
        return (*letters_, *as_letters(self.db))

    @cached_property
    def sources(self) -> tuple[MatrixColumn, ...]:
        """The columns of a matrix by source: those that anything was read of or asked of."""
        used = {source for source, _ in self.spoken} | ({self.letters} if known.was_anybody_asked(self.db) else set())
        return tuple(MatrixColumn(source.id, source.title) for source in self.pack.sources if source.id in used)

    @cached_property
    def periods(self) -> tuple[MatrixColumn, ...]:
        """The columns of a matrix by period."""
        return tuple(MatrixColumn(str(p.number), span(p.first, p.last)) for p in self.pack.details.periods)

    def columns(self, by: str) -> tuple[MatrixColumn, ...]:
        return self.sources if by == "source" else (*self.periods, MatrixColumn("", say("matrix.undated")))

    def body(self, institution: str) -> Body:
        return next(body for body in self.pack.bodies if body.id == institution)

    @cached_property
    def _others(self) -> Mapping[str, str]:
        return {one.id: one.name for one in outside(self.db, (body.id for body in self.pack.bodies))}

    def name_of(self, institution: str) -> str:
        """Return what a body is called, also one outside the pack's list."""
        return self._others.get(institution) or self.body(institution).name

    def functions(self, institution: str) -> tuple[Function, ...]:
        """The obligations of a body in the pack's order."""
        return tuple(
            Function(one.id, one.level, one.article, one.label, one.role)
            for one in self.pack.obligations
            if one.institution == institution
        )

    def period(self, action: ActionRow) -> int | None:
        """The balance period of an action: its own dates decide, else the days or months its document is about."""
        if action.period is not None or action.details.dates:
            return action.period
        about = self.about(action)
        return _period(*about, self.pack)[0] if about else None

    def crosses(self, action: ActionRow) -> bool:
        """Does an action without dates have those of a document that is about two periods?"""
        undated = action.period is None and not action.details.dates
        return undated and bool(action.covers) and _period(*_days(str(action.covers)), self.pack)[1]

    def about(self, action: ActionRow) -> tuple[date, date] | None:
        """The days that the document of an action is about: as somebody said, else the months of its wave."""
        return _days(action.covers) if action.covers else self._waves.get(action.wave or "")

    @cached_property
    def _waves(self) -> Mapping[str, tuple[date, date]]:
        return {wave.id: (wave.first, wave.last) for wave in self.pack.calendar.waves}


def _days(covers: str) -> tuple[date, date]:
    first, _, last = covers.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last)


def _period(first: date, last: date, pack: Pack) -> tuple[int | None, bool]:
    """The period that most of these days lie in, and whether they cross into another."""
    return period_of([DateSpan(0, 0, "", str(first), str(last))], pack.details.periods)


def _shared(first: date, last: date, pack: Pack) -> Iterator[int]:
    """The periods that share more than a month with these days."""
    for period in pack.details.periods:
        if (min(last, period.last) - max(first, period.first)).days > SHARED:
            yield period.number


def body_matrix(context: ReportContext, institution: str, filed: Iterable[Reported], by: str = "source") -> Matrix:
    """Put what was reported of one body into its matrix.

    Raises:
        KeyError: the pack lacks a source or function that an action is filed under.
    """
    return build_matrix(
        institution,
        context.body(institution).name,
        context.functions(institution),
        context.columns(by),
        filed,
        coverage(context, institution, by),
        list(Level),
        by,
    )


def reported(context: ReportContext, rows: Iterable[ActionRow], printed: bool = True) -> Iterator[Reported]:
    """Yield each action as it is published: masked, with its unit and dates.

    Not `printed`, for what is only counted: without its text, its dates in words and how its letter is cited.
    """
    for row in rows:
        written = context.mask(row.text) if printed else ""
        unit = context.mask(row.unit_edited or row.unit or "")
        edited = context.mask(row.text_edited or "") if printed else ""
        text = edited or (plain(written, unit, context.pack.publication) if printed else "")
        yield Reported(
            id=row.id,
            obligation=row.obligation,
            source=row.source,
            period=str(context.period(row) or ""),
            text=text,
            kind=row.kind,
            unit=unit,
            when=_when(context, row) if printed else "",
            document=row.document,
            page=row.page,
            cluster=context.clusters.get(row.id, row.id),
            crosses=row.crosses or context.crosses(row),
            stale=row.stale,
            verbatim=written if written != text else "",
            cited=cited(context, row) if printed else "",
        )


def cited(context: ReportContext, row: ActionRow) -> str:
    """Name the letter or report that an action stands in: who wrote it, its number and its date."""
    day = date.fromisoformat(row.date) if row.date else None
    when = span(day, day) if day else say("cited.no_date")
    if row.source != context.letters:
        title = next(source.title for source in context.pack.sources if source.id == row.source)
        return ", ".join(part for part in (title, row.number, when if day else "") if part)
    unit = context.mask(row.unit or "")
    who = f"{context.body(row.institution).name} ({unit})" if unit else context.body(row.institution).name
    return ", ".join((who, row.number or say("cited.no_number"), when))


def _when(context: ReportContext, row: ActionRow) -> str:
    """The dates of an action: as its file of coded actions writes them, else its text's, else those it is put under."""
    periods = {column.id: column.title for column in context.periods}
    if row.written:
        return periods.get(row.written, row.written)
    if row.details.dates:
        return _spans(row.details.dates)
    if row.period is not None:
        return periods.get(str(row.period), "")
    about = context.about(row)
    when = span(*about) if about else ""
    return say("matrix.of_document", when=when) if row.covers else when


def _spans(dates: Iterable[DateSpan]) -> str:
    spans = dict.fromkeys((date.fromisoformat(one.first), date.fromisoformat(one.last)) for one in dates)
    if len(spans) > DATES_SHOWN:
        return span(min(first for first, _ in spans), max(last for _, last in spans))
    return ", ".join(span(*one) for one in spans)


def coverage(context: ReportContext, institution: str, by: str) -> Mapping[str, Blank]:
    """Say what an empty cell of each column means for this body; columns left out were not asked.

    A source of which something was read of the body is silent on the rest, and so is one that speaks of all bodies;
    one with a document of the body that could not be read is unread; a body that was asked and did not answer gave no
    reply. The best of these holds. A document speaks of the periods of the days it
    is about, a letter of those of its wave's months.
    """
    states: dict[str, set[Blank]] = defaultdict(set)
    for source, period in context.spoken:
        if source != context.letters:
            states[source if by == "source" else str(period or "")].add(Blank.SILENT)
    for one in known.of_body(context.db, institution, context.letters):
        for column in (one.source,) if by == "source" else _periods(one, context.pack):
            states[column].add(Blank(one.state))
    if by == "period":  # what has no date may be of any period
        states[""] = set().union(*states.values())
    return {column: min(found, key=list(Blank).index) for column, found in states.items() if found}


def _periods(one: known.Coverage, pack: Pack) -> Iterator[str]:
    """The periods that a document speaks of: of the days it is about, else of its wave's months, else of its date."""
    months = next(((wave.first, wave.last) for wave in pack.calendar.waves if wave.id == one.wave), None)
    about = _days(one.covers) if one.covers else months
    if about is not None:
        yield from map(str, _shared(*about, pack))
    elif one.date:
        day = date.fromisoformat(one.date)
        yield str(_period(day, day, pack)[0] or "")
