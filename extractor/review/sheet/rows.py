"""A statement as a row of the review's spreadsheet: what is read there, what is to be filled in, and its control.

The control keeps, of the row as it was written, a digest of each cell and of what stood in the database. So a row that
comes back can be compared three ways, whatever was sorted, filtered or left out; no cell need be locked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from db.records import StatementRow
from extractor.core.model import Kind, Level
from extractor.core.states import Ruling
from extractor.review.sentences import LEVELS, kind_name
from extractor.review.settings import LONGEST
from rules.models import Obligation, Pack

READ = ("id", "document", "page", "institution", "text", "suggestion", "standing")
FILLED = ("function", "kind", "note", "unit", "dates")
OURS = "ours"  # what another sheet says, beside what is in force
Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row as it is written: texts by role, `READ` and `FILLED` (and `OURS`, of a conflict), and its control."""

    texts: Mapping[str, str]
    control: str
    institution: str | None


def sheet_line(row: StatementRow, pack: Pack, mask: Mask) -> SheetLine:
    """Return the row of a statement; what has been decided stands in the columns to fill in."""
    first = row.suggestions[0] if row.suggestions else None
    duties = {one.id: one for one in pack.obligations}
    suggested = kind_name(row.kind_read)
    if first:  # which another version of the pack may have suggested
        duty = duties.get(first.obligation)
        suggested = f"{function_name(duty) if duty else first.obligation} ({first.score:.2f})"
    texts = {
        "id": row.id,
        "document": mask(row.document),
        "page": str(row.page),
        "institution": row.institution or "",
        "text": mask(row.text)[:LONGEST],
        "suggestion": suggested,
        "standing": row.decision.standing or "" if row.decision else "",
        **{role: mask(text) for role, text in answers(row, pack).items()},
    }
    return SheetLine(texts, control(texts, state_of(row)), row.institution)


def answers(row: StatementRow, pack: Pack) -> dict[str, str]:
    """Return what the columns to fill in hold of the decision in force."""
    decision = row.decision
    obligation = decision.obligation if decision and decision.filed else None
    filed = next((one for one in pack.obligations if one.id == obligation), None)
    kind = Kind.OTHER if decision and decision.standing == Ruling.REJECTED else decision.kind if decision else None
    return {
        "function": function_name(filed) if filed else "",
        "kind": kind_name(kind) if kind else "",
        "note": (decision.note or "")[:LONGEST] if decision else "",
        "unit": (row.unit_edited or row.unit or "")[:LONGEST],
        "dates": "; ".join(date.text for date in decision.details.dates) if decision and decision.details else "",
    }


def function_name(duty: Obligation) -> str:
    """Name a function so that it is told from all others of its body: level, article, label."""
    return " · ".join(part for part in (LEVELS[Level(duty.level)], duty.article, duty.label) if part)


def state_of(row: StatementRow) -> str:
    """Return a digest of what a decision on the statement would rest on: the text shown and the decision in force."""
    return digest(f"{row.content_hash} {row.decision.stands if row.decision else 0}")


def control(texts: Mapping[str, str], state: str) -> str:
    return "-".join((state, *(digest(texts[role]) for role in (*READ, *FILLED))))


def digest(text: str) -> str:
    """Eight hex digits of a cell's words, whatever a program does to its blanks or puts before a seeming formula."""
    return hashlib.sha256(" ".join(text.strip().removeprefix("'").split()).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Control:
    """What the control of a row says of it as it was written."""

    state: str
    cells: Mapping[str, str]


def read_control(written: str) -> Control | None:
    """Return what a control says; None if it is none."""
    parts = written.strip().split("-")
    roles = (*READ, *FILLED)
    if len(parts) != len(roles) + 1 or any(len(part) != 8 for part in parts):
        return None
    return Control(parts[0], dict(zip(roles, parts[1:], strict=True)))
