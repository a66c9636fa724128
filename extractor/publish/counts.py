"""The counts of a round from the database: letters answered, replies judged, actions by level, body and period."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.action_rows import actions
from db.requests import RequestRow, requests
from extractor.core.model import Kind, Level
from extractor.filing.reply import SATISFACTORY, UNSATISFACTORY
from extractor.publish.balance import ReportContext
from extractor.publish.rates import RequestOutcome, percent, rates, rates_table, total
from extractor.publish.tables import ReportCell, ReportRow, ReportTable
from extractor.publish.words import lines, say, span
from extractor.rounds.register import EXTENSION

TYPES = ("responsable", "vinculada", "otra")
SCOPES = ("nacional", "regional", "local")
UNKNOWN = "unknown"  # the type of a reply whose body is unknown

Pairs = Sequence[tuple[str, str]]  # ids and titles, in the order in which they are printed


def rate_tables(context: ReportContext) -> tuple[ReportTable, ...]:
    """Return all tables of counts that there is something to count for."""
    tables = (*_answered(context), *_judged(context), *_done(context))
    return tuple(table for table in tables if table.rows)


# --- letters sent and answered ---------------------------------------------------------------------------------------


def _answered(context: ReportContext) -> Iterator[ReportTable]:
    asked = [_asked(row, context) for row in requests(context.db)]
    waves = {wave.id: f"{wave.title} ({span(wave.first, wave.last)})" for wave in context.pack.calendar.waves}
    groups: Mapping[str, tuple[Callable[[RequestOutcome], str], Mapping[str, str]]] = {
        "wave": (lambda one: one.wave, waves),
        "type": (lambda one: one.type, {name: say(f"type.{name}") for name in TYPES}),
        "scope": (lambda one: one.scope, {name: say(f"scope.{name}") for name in SCOPES}),
        "body": (lambda one: one.institution, {body.id: body.name for body in context.pack.bodies}),
    }
    notes = (*lines("rates.legend"), *context.caveats.of_letters())
    for name, (group, titles) in groups.items():
        counted = [rate for rate in rates(asked, group, tuple(titles)) if rate.sent]
        shown = [*counted, total(counted, say("rates.total"))] if len(counted) > 1 else counted
        table_titles = (say(f"rates.{name}"), say(f"rates.heads.{name}"))
        yield rates_table(f"rates-{name}", *table_titles, lines("rates.columns"), shown, titles, notes)


def _asked(row: RequestRow, context: ReportContext) -> RequestOutcome:
    body = context.body(row.request.institution)
    given = [answer for answer in row.answers if answer.reason != EXTENSION]
    verdicts = {answer.reply for answer in given}
    best = next((verdict for verdict in (SATISFACTORY, UNSATISFACTORY) if verdict in verdicts), None)
    return RequestOutcome(row.request.wave, body.id, body.type, body.scope, bool(given), best)


# --- replies judged --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JudgedReply:
    """A reply: the type of its body, the verdict on it (None: not judged) and the reason."""

    type: str
    reply: str | None
    reason: str


def _judged(context: ReportContext) -> Iterator[ReportTable]:
    types = {body.id: body.type for body in context.pack.bodies}
    judged = [
        JudgedReply(
            types.get(letter.institution or "", TYPES[-1] if letter.institution else UNKNOWN),
            letter.reply,
            letter.reply_reason or "unread",
        )
        for letter in context.replies
    ]
    named = [(name, say(f"type.{name}")) for name in (*TYPES, UNKNOWN) if any(one.type == name for one in judged)]
    yield ReportTable(
        "replies",
        say("rates.replies"),
        (say("rates.heads.type"),),
        lines("rates.reply_columns"),
        tuple(ReportRow(id, "", (title,), _verdicts(judged, id)) for id, title in named),
        (*lines("rates.replies_legend"), *context.caveats.of_verdicts()),
    )
    reasons = Counter(one.reason for one in judged)
    shown = [(reason, say(f"reply_reason.{reason}")) for reason, _ in reasons.most_common()]
    counts = Counter((one.reason, one.type) for one in judged)
    yield _crossed("reasons", (say("rates.reasons"), say("rates.reason")), shown, named, counts)


def _verdicts(judged: Iterable[JudgedReply], type: str) -> tuple[ReportCell, ...]:
    counts = Counter(one.reply for one in judged if one.type == type)
    good, bad = counts[SATISFACTORY], counts[UNSATISFACTORY]
    share = ReportCell(number=percent(good, good + bad), percent=True)
    return (ReportCell(number=good), ReportCell(number=bad), ReportCell(number=counts[None]), share)


# --- actions ---------------------------------------------------------------------------------------------------------


def _done(context: ReportContext) -> Iterator[ReportTable]:
    """Yield actions by level and period, by body and level, by body and period; told twice, an action counts once."""
    by_level, by_body, by_both = (defaultdict[tuple[str, str], set[str]](set) for _ in range(3))
    for row in actions(context.db, worded=False):
        if row.kind == Kind.ACTION:
            cluster, period = context.clusters.get(row.id, row.id), str(context.period(row) or "")
            by_level[row.level, period].add(cluster)
            by_body[row.institution, row.level].add(cluster)
            by_both[row.institution, period].add(cluster)
    levels = [(str(level), say(f"level.{level}")) for level in Level]
    periods = [(column.id, column.title) for column in context.columns("period")]
    bodies = [(body.id, body.name) for body in context.pack.bodies]
    legend = (*lines("rates.actions_legend"), *context.caveats.of_actions())
    yield _sets("actions-level", (say("rates.period"), say("rates.level")), levels, periods, by_level, legend)
    yield _sets("actions-body", (say("rates.levels"), say("rates.heads.body")), bodies, levels, by_body, legend)
    yield _sets("actions-period", (say("rates.bodies"), say("rates.heads.body")), bodies, periods, by_both, legend)


def _sets(
    id: str,
    titles: tuple[str, str],
    rows: Pairs,
    columns: Pairs,
    sets: Mapping[tuple[str, str], set[str]],
    notes: tuple[str, ...],
) -> ReportTable:
    """Lay sets out: how many members each has, and how many there are in each row and column, each counted once."""
    held = {row for (row, _), members in sets.items() if members}
    shown = [pair for pair in rows if pair[0] in held]
    lines = [(id, title, [sets.get((id, column), set()) for column, _ in columns]) for id, title in shown]
    whole = [set[str]().union(*(cells[place] for _, _, cells in lines)) for place in range(len(columns))]
    if len(lines) > 1:
        lines.append(("total", say("rates.total"), whole))
    return ReportTable(
        id,
        titles[0],
        titles[1:],
        (*(title for _, title in columns), say("rates.total")),
        tuple(
            ReportRow(
                id, "", (title,), tuple(ReportCell(number=len(cell)) for cell in (*cells, set[str]().union(*cells)))
            )
            for id, title, cells in lines
        ),
        notes,
    )


def _crossed(
    id: str, titles: tuple[str, str], rows: Pairs, columns: Pairs, counts: Counter[tuple[str, str]]
) -> ReportTable:
    """Lay counts out by row and column, with the rows' totals."""
    lines = [(row, title, [counts[row, column] for column, _ in columns]) for row, title in rows]
    shown = (
        ReportRow(row, "", (title,), tuple(ReportCell(number=n) for n in (*cells, sum(cells))))
        for row, title, cells in lines
    )
    return ReportTable(id, titles[0], titles[1:], (*(title for _, title in columns), say("rates.total")), tuple(shown))
