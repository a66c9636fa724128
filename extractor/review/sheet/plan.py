"""What a filled-in spreadsheet would do, row by row: a plan that can be shown before anything is done. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from db.records import StatementRow
from db.rows import details_dict
from extractor.core.model import FILED_KINDS, Decision, Kind
from extractor.core.states import Ruling
from extractor.filing.details import period_of
from extractor.review.sentences import kind_name
from extractor.review.sheet.rows import FILLED, READ, Control, answers, digest, function_name, read_control, state_of
from extractor.rounds.coded import dates_written
from extractor.rounds.sheets import RowFault, SheetRow
from rules.models import Obligation, Pack
from rules.words import fold

Find = Callable[[str], StatementRow | None]
SCORE = re.compile(r"\s*\([01][.,]\d\d\)$")  # behind a suggestion that was copied as it stands in its column


class Fate(StrEnum):
    """What becomes of a row: nothing new, a decision, two answers to choose from, or a text that is gone."""

    UNCHANGED = "unchanged"
    NEW = "new"
    CONFLICT = "conflict"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Planned:
    """A row's fate; for a conflict `theirs` is what the database holds and `ours` what the row says.

    `unit` is whose action it is to be printed as, if the row says so.
    """

    line: int
    statement: str
    fate: Fate
    decision: Decision | None = None
    unit: str | None = None
    ours: Mapping[str, str] | None = None
    theirs: Mapping[str, str] | None = None


def plan(rows: Iterable[SheetRow], find: Find, pack: Pack, reviewer: str, at: str) -> Iterator[Planned | RowFault]:
    """Compare each row with what it was written from and with what the database holds now.

    A blank or missing column is no answer. A row whose cells to be read were changed, that names no statement or one
    named before, or whose answer is none of its body's, is a fault.
    """
    seen: dict[str, int] = {}
    for row in rows:
        given = row.texts.get("id", "")
        statement = find(given) if given else None
        if statement is None:
            yield row.fault("id", "unknown_statement", given)
        elif given in seen:
            yield row.fault("id", "same_row", str(seen[given]))
        else:
            seen[given] = row.line
            yield from _planned(row, statement, pack, reviewer, at)


def _planned(
    row: SheetRow, statement: StatementRow, pack: Pack, reviewer: str, at: str
) -> Iterator[Planned | RowFault]:
    written = read_control(row.texts.get("control", ""))
    if written is None:
        yield row.fault("control", "control_damaged")
        return
    changed = [role for role in READ if role in row.texts and digest(row.texts[role]) != written.cells[role]]
    if changed:
        yield from (row.fault(role, "cell_is_to_read") for role in changed)
        return
    given = {role: row.texts.get(role, "") for role in FILLED}
    new = {role: text for role, text in given.items() if text and digest(text) != written.cells[role]}
    if not new:
        yield Planned(row.line, statement.id, Fate.UNCHANGED)
        return
    wanted, faults = _wanted(row, new, statement, pack)
    yield from faults
    if faults:
        return
    if _stands(wanted, statement):
        yield Planned(row.line, statement.id, Fate.UNCHANGED)
    elif statement.stale:
        yield Planned(row.line, statement.id, Fate.STALE)
    elif written.state != state_of(statement) or _unit_since(new, written, statement, pack):
        yield Planned(row.line, statement.id, Fate.CONFLICT, ours=new, theirs=answers(statement, pack))
    else:
        yield Planned(row.line, statement.id, Fate.NEW, _decision(statement, wanted, reviewer, at), wanted.unit)


def _unit_since(new: Mapping[str, str], written: Control, statement: StatementRow, pack: Pack) -> bool:
    """Has somebody written another unit since the sheet was?"""
    return "unit" in new and digest(answers(statement, pack)["unit"]) != written.cells["unit"]


def _stands(wanted: _Wanted, statement: StatementRow) -> bool:
    """Is everything that a row says in force already?"""
    if wanted.unit is not None and wanted.unit != (statement.unit_edited or statement.unit or ""):
        return False
    if wanted == _Wanted(unit=wanted.unit):
        return True
    decision = statement.decision
    rejected = decision is not None and decision.standing == Ruling.REJECTED
    if decision is None or (wanted.kind == Kind.OTHER) != rejected:
        return False
    return (
        (wanted.function is None or (decision.filed and decision.obligation == wanted.function.id))
        and (wanted.kind in (None, Kind.OTHER) or statement.kind == wanted.kind)
        and (wanted.note is None or decision.note == wanted.note)
        and (wanted.details is None or statement.details.dates == wanted.details.dates)
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    function: Obligation | None = None
    kind: Kind | None = None
    note: str | None = None
    details: Any = None
    unit: str | None = None


def _wanted(
    row: SheetRow, new: Mapping[str, str], statement: StatementRow, pack: Pack
) -> tuple[_Wanted, Sequence[RowFault]]:
    """Read the answers of a row. What is not clear is a fault, and names what could stand there."""
    faults: list[RowFault] = []
    function = kind = details = None
    if text := new.get("function"):
        found = functions_named(text, statement.institution, pack)
        if len(found) == 1:
            function = found[0]
        else:
            code = "function_unclear" if found else "unknown_function"
            faults.append(row.fault("function", code, "; ".join(map(function_name, found)) or text))
    if text := new.get("kind"):
        kind = next((one for one in Kind if fold(text.strip()) in (fold(one), fold(kind_name(one)))), None)
        if kind is None:
            faults.append(row.fault("kind", "unknown_kind", f"{text}; {', '.join(map(kind_name, Kind))}"))
        elif kind not in FILED_KINDS and function is not None:
            faults.append(row.fault("kind", "kind_and_function", text))
    if text := new.get("dates"):
        dates = tuple(date for part in text.split(";") for date in dates_written(part.strip(), pack))
        if dates:
            period, crosses = period_of(dates, pack.details.periods)
            details = replace(statement.details, dates=dates, period=period, crosses=crosses)
        else:
            faults.append(row.fault("dates", "not_a_day", text))
    return _Wanted(function, kind, new.get("note"), details, new.get("unit")), faults


def functions_named(text: str, institution: str | None, pack: Pack) -> tuple[Obligation, ...]:
    """Return the functions of a body (of any, if it is unknown) that a text names: by id, whole, label or article."""
    own = [one for one in pack.obligations if institution is None or one.institution == institution]
    wanted = fold(SCORE.sub("", " ".join(text.split())))
    for names in (
        lambda one: (one.id, function_name(one)),
        lambda one: (one.label,),
        lambda one: (one.article,) if one.article else (),
    ):
        found = tuple(one for one in own if wanted in {fold(name) for name in names(one)})
        if found:
            return found
    return ()


def _decision(statement: StatementRow, wanted: _Wanted, reviewer: str, at: str) -> Decision | None:
    """One decision of all that a row says; the statement it was made on is the one that the sheet showed."""
    if wanted == _Wanted(unit=wanted.unit):
        return None
    first = statement.suggestions[0].obligation if statement.suggestions else None
    fields = {
        "kind": wanted.kind if wanted.kind != Kind.OTHER else None,
        "note": wanted.note,
        "details": details_dict(wanted.details) if wanted.details else None,
    }
    said = {name: value for name, value in fields.items() if value is not None}
    obligation = wanted.function.id if wanted.function else None
    if wanted.kind == Kind.OTHER:
        verdict: str = Ruling.REJECTED
    elif obligation is not None:
        verdict = Ruling.ACCEPTED if obligation == first and wanted.kind is None else Ruling.CORRECTED
    else:
        verdict = Ruling.KIND if wanted.kind else Ruling.NOTE
    return Decision(statement.id, verdict, obligation, json.dumps(said), reviewer, at, statement.content_hash)
