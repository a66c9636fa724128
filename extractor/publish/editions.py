"""What changed between two editions: actions that came, went or were filed otherwise, findings that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from db.action_rows import actions
from db.editions import Frozen
from extractor.publish.balance import ReportContext
from extractor.publish.findings import findings
from extractor.publish.tables import Report, ReportCell, ReportEntry, ReportRow, ReportTable, Section
from extractor.publish.words import lines, say

KINDS = ("came", "went", "changed")


def as_frozen(context: ReportContext, name: str, at: str) -> Frozen:
    """Return the edition as it stands: what is filed where, and what the findings say, without any words of letters."""
    rows = {
        row.id: (row.obligation, str(row.kind), context.period(row), row.source)
        for row in actions(context.db, worded=False)
    }
    found = findings(context, [body.id for body in context.pack.bodies])
    said = {one.id: (one.kind, one.body, one.level, one.obligation, one.value) for one in found}
    return Frozen(name, at, rows, said)


def changes_report(context: ReportContext, before: Frozen, after: Frozen) -> Report:
    """Lay out what changed from one edition to the other."""
    tables = (_actions(context, before, after), _findings(context, before, after))
    shown = context.db.gate.text if context.db.gate else str
    was, now = shown(before.name), shown(after.name)
    title = say("editions.title", before=was, after=now)
    dates = (say("editions.dates", before=was, first=before.at, after=now, last=after.at),)
    section = Section("changes", title, dates, tuple(table for table in tables if table.rows))
    return Report(title, ((section.id, title),), (section,), context.note, foot=context.foot)


def changed(before: Mapping[str, Sequence[object]], after: Mapping[str, Sequence[object]]) -> Iterator[tuple[str, str]]:
    """Yield how (`came`, `went`, `changed`) and the id of what is not the same in both."""
    for id in dict.fromkeys((*before, *after)):
        if id not in before:
            yield "came", id
        elif id not in after:
            yield "went", id
        elif list(before[id]) != list(after[id]):
            yield "changed", id


def _actions(context: ReportContext, before: Frozen, after: Frozen) -> ReportTable:
    """How many actions came, went and were filed otherwise, body by body."""
    duties = {one.id: one.institution for one in context.pack.obligations}
    counts: dict[str, dict[str, int]] = {}
    for how, id in changed(before.rows, after.rows):
        duty = str((after.rows.get(id) or before.rows[id])[0])
        of_body = counts.setdefault(duties.get(duty, ""), dict.fromkeys(KINDS, 0))
        of_body[how] += 1
    rows = tuple(
        ReportRow(body.id, "", (body.name,), tuple(ReportCell(number=counts[body.id][how]) for how in KINDS))
        for body in context.pack.bodies
        if body.id in counts
    )
    columns = tuple(say(f"editions.{how}") for how in KINDS)
    return ReportTable("actions-changed", say("editions.actions"), (say("rates.heads.body"),), columns, rows)


def _findings(context: ReportContext, before: Frozen, after: Frozen) -> ReportTable:
    """Each finding that is new, gone, or has another value."""
    labels = {one.id: one.label for one in context.pack.obligations}
    rows = []
    for how, id in changed(before.findings, after.findings):
        old, new = before.findings.get(id), after.findings.get(id)
        kind, body, level, duty, _value = new or old or ("", None, None, None, None)
        about = (str(body or ""), say(f"level.{level}") if level else "", labels.get(str(duty), ""))
        rows.append(
            ReportRow(
                id,
                "",
                (say(f"findings.kinds.{kind}"), ", ".join(filter(None, about))),
                (ReportCell((ReportEntry(say(f"editions.{how}")),)), _number(old), _number(new)),
            )
        )
    heads = (say("findings.kind"), say("findings.about"))
    return ReportTable("findings-changed", say("editions.findings"), heads, lines("editions.columns"), tuple(rows))


def _number(said: Sequence[object] | None) -> ReportCell:
    value = said[4] if said else None
    return ReportCell(number=value) if isinstance(value, int | float) else ReportCell()
