"""The registers of what confirmed statements tell, each entry with the body, unit, file and page that tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from db.action_rows import actions
from db.records import ActionRow
from extractor.filing.registers import KINDS, NETWORK, NORM, ORGAN, RECOMMENDATION, RegisterEntry, registered
from extractor.publish.balance import ReportContext
from extractor.publish.registers.places import with_place
from extractor.publish.tables import Report, ReportCell, ReportEntry, ReportRow, ReportTable, Section
from extractor.publish.words import lines, place, say

NOWHERE = "~"  # sorts what has no region last


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """An entry and all that tell it: told by several, it stands once."""

    entry: RegisterEntry
    told: tuple[ActionRow, ...]


def registers_report(context: ReportContext, institutions: Sequence[str]) -> Report:
    """The four registers of what these bodies tell; one that nothing is in is left out."""
    tables = register_tables(context, institutions)
    sections = tuple(Section(table.id, table.title, tables=(table,)) for table in tables)
    return Report(
        say("registers.title"),
        tuple((one.id, one.title) for one in sections),
        sections,
        context.note,
        foot=context.foot,
    )


def register_tables(context: ReportContext, institutions: Sequence[str]) -> tuple[ReportTable, ...]:
    """Return a table of each register that something is in."""
    found = _entries(context, institutions)
    return tuple(table for kind in KINDS if (table := _table(context, kind, found[kind])).rows)


def _entries(context: ReportContext, institutions: Sequence[str]) -> dict[str, list[RegisterLine]]:
    told: dict[tuple[str, ...], list[tuple[RegisterEntry, ActionRow]]] = defaultdict(list)
    for institution in institutions:
        for row in actions(context.db, institution):
            for entry in registered(row.text, row.details, context.pack):
                placed = with_place(entry, row, context.pack)
                told[_key(placed, row)].append((placed, row))
    found: dict[str, list[RegisterLine]] = {kind: [] for kind in KINDS}
    for group in told.values():
        entry = max((one for one, _ in group), key=_known)
        found[entry.kind].append(RegisterLine(entry, tuple(row for _, row in group)))
    return {kind: sorted(some, key=_order) for kind, some in found.items()}


def _key(entry: RegisterEntry, row: ActionRow) -> tuple[str, ...]:
    """What makes two entries one: a norm's kind and number, a network's name and region; else each stands alone."""
    if entry.kind == NORM:
        return (NORM, (entry.name or "").casefold(), (entry.number or "").casefold())
    if entry.kind == NETWORK:
        return (NETWORK, (entry.name or "").casefold(), entry.region or "")
    return (entry.kind, row.id, str(entry.start))


def _known(entry: RegisterEntry) -> int:
    return sum(value is not None for value in (entry.date, entry.region, entry.creates, entry.to, entry.outcome))


def _order(line: RegisterLine) -> tuple[object, ...]:
    one = line.entry
    first = {NORM: one.rank or len(KINDS) * 100, NETWORK: one.region or NOWHERE}.get(one.kind, line.told[0].institution)
    return (str(first).zfill(4), one.date or NOWHERE, one.name or "", one.number or "")


CELLS: dict[str, tuple[Callable[[RegisterEntry], str | None], ...]] = {
    NORM: (lambda one: one.date, lambda one: one.creates, lambda one: one.region),
    NETWORK: (lambda one: one.region,),
    RECOMMENDATION: (lambda one: one.to, lambda one: say(f"registers.outcomes.{one.outcome}") if one.outcome else None),
    ORGAN: (lambda one: one.duty,),
}


def _table(context: ReportContext, kind: str, found: Iterable[RegisterLine]) -> ReportTable:
    rows = tuple(_row(context, kind, number, line) for number, line in enumerate(found, start=1))
    columns = (*lines(f"registers.columns.{kind}"), *lines("registers.told"))
    title, head = say(f"registers.titles.{kind}"), say(f"registers.heads.{kind}")
    return ReportTable(f"register-{kind}", title, (head,), columns, rows, context.caveats.of_actions())


def _row(context: ReportContext, kind: str, number: int, line: RegisterLine) -> ReportRow:
    one = line.entry
    name = " ".join(filter(None, (one.name, one.number))) if kind == NORM else one.name or one.text
    bodies = {body.id: body.name for body in context.pack.bodies}
    cells = [bodies.get(text or "", text or "") for text in (cell(one) for cell in CELLS[kind])]
    told = ReportCell(tuple(_entry(context, row, bodies) for row in line.told))
    shown = tuple(_text(context.mask(text)) for text in cells)
    return ReportRow(f"{kind}-{number}", "", (context.mask(name),), (*shown, told))


def _entry(context: ReportContext, row: ActionRow, bodies: dict[str, str]) -> ReportEntry:
    who = ", ".join(filter(None, (bodies.get(row.institution, row.institution), row.unit or "")))
    where = place(row.document, row.page)
    return ReportEntry(context.mask(who), "", where, row.id, row.document, row.page)


def _text(text: str) -> ReportCell:
    return ReportCell((ReportEntry(text),)) if text else ReportCell()
