"""Confirmed actions as rows, with functions and without, masked where the database has a gate."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.connection import Database
from db.disputes import cited
from db.records import ActionRow
from db.remarks import SAID
from db.rows import details_dict, details_of, dump
from extractor.core.model import Details

if TYPE_CHECKING:
    from db.gate import Gate


def actions(
    db: Database,
    institution: str | None = None,
    level: str | None = None,
    source: str | None = None,
    worded: bool = True,
) -> Iterator[ActionRow]:
    """Yield the confirmed actions, letter by letter; those of one body, level or source if asked.

    Not `worded`, for those who only count them: what a letter says is left out, and need not be masked.
    """
    of_body = " AND obligation IN (SELECT id FROM obligations WHERE institution = :institution)"  # by an index
    query = (
        "SELECT id, document, file, page, text, kind, institution, unit, source, wave, covers, number, date,"
        " obligation, level, article, label, role, period, crosses, details, written, standing, note, reviewer, at,"
        f" stale, {SAID}, start FROM actions s"
        f" WHERE (:level IS NULL OR level = :level){of_body if institution is not None else ''}"
        " AND (:source IS NULL OR source = :source)"
        " AND document NOT IN (SELECT document FROM erasures) ORDER BY file, document, start, id"
    )
    values = {"institution": institution, "level": level, "source": source}
    return _shown(db, db.connection.execute(query, values), worded)


def filed(db: Database) -> tuple[int, int]:
    """Return how many actions are confirmed, and by how many people."""
    query = """SELECT count(*), count(DISTINCT reviewer) FROM actions
        WHERE document NOT IN (SELECT document FROM erasures)"""
    count, people = db.connection.execute(query).fetchone()
    return int(count), int(people)


def filed_by_body(db: Database) -> dict[str, int]:
    """Return how many actions are confirmed of each body that has any."""
    query = """SELECT o.institution, count(*) FROM current_decisions c JOIN obligations o ON o.id = c.obligation
        WHERE c.standing IN ('accepted', 'corrected', 'kind', 'added') GROUP BY 1"""
    return dict(db.connection.execute(query))


def actions_without_function(
    db: Database, institution: str | None = None, source: str | None = None, level: str | None = None
) -> Iterator[ActionRow]:
    """Yield the confirmed actions of bodies without functions, letter by letter: "" stands for what nobody has said.

    No table of functions counts them, so they are no rows of the view `actions`.
    """
    query = f"""SELECT s.id, s.document, d.name, s.page, s.text, coalesce(c.kind, s.kind),
            coalesce(s.institution, d.institution, ''),
            CASE WHEN coalesce(s.institution, d.institution) IS d.institution
                 THEN coalesce(s.unit, d.unit) ELSE s.unit END,
            coalesce(s.source, d.source), d.wave, d.covers, d.number, d.date, '',
            coalesce((SELECT value FROM remarks_in_force WHERE statement = s.id AND field = 'level'), ''), '', '', '',
            CASE WHEN c.details IS NULL THEN s.period ELSE c.period END, coalesce(c.crosses, s.crosses),
            coalesce(c.details, s.details), '', c.standing, c.note, c.reviewer, c.at, s.stale, {SAID}, s.start
        FROM statements s
        JOIN current_decisions c ON c.statement = s.id
        JOIN documents d ON d.sha256 = s.document
        WHERE s.decided = 1 AND c.standing IN ('accepted', 'corrected') AND c.obligation IS NULL
          AND coalesce(c.kind, s.kind) IN ('action', 'planned')
          AND (:institution IS NULL OR coalesce(s.institution, d.institution) = :institution)
          AND (:source IS NULL OR coalesce(s.source, d.source) = :source)
          AND (:level IS NULL OR EXISTS (SELECT 1 FROM remarks_in_force
                                         WHERE statement = s.id AND field = 'level' AND value = :level))
          AND NOT (s.stale = 1 AND EXISTS (SELECT 1 FROM moves m JOIN statements n ON n.id = m.new
                                           WHERE m.old = s.id AND n.decided = 1))
          AND s.document NOT IN (SELECT document FROM erasures) ORDER BY d.name, s.document, s.start, s.id"""
    values = {"institution": institution, "source": source, "level": level}
    return _shown(db, db.connection.execute(query, values), True)


BODY = 6  # the column that names the body
WORDED = (2, 4, 7, 11, 20, 21, 23, 27)  # the columns of an action that hold words


def _shown(db: Database, rows: Iterator[tuple[Any, ...]], worded: bool) -> Iterator[ActionRow]:
    """Make records of rows that end with the place of their text in its letter, as they may leave."""
    found, gate = cited(db), db.gate
    for *columns, start in rows:
        cites = found.get(columns[0])
        if gate and worded:
            row = _masked(gate, columns, start)
        else:
            row = _action(columns) if worded else _unworded(_action(columns))
            row = gate.action(row, start) if gate else row
        yield replace(row, cites=cites) if cites else row


def _masked(gate: Gate, columns: list[Any], start: int) -> ActionRow:
    """Return a row as masking leaves it; as it was kept, where it was masked before."""
    words = [columns[place] for place in WORDED]
    mark = gate.row_mark(f"{start} {words}", columns[1])
    kept = gate.masked_rows.get(mark)
    if kept is None:
        row = _action(columns)
        masked = gate.action(row, start)
        gate.masked_rows.keep(
            mark, "" if replace(masked, id=row.id, institution=row.institution) == row else dump(_words(masked))
        )
        return masked
    if kept:
        for place, shown in zip(WORDED, json.loads(kept), strict=True):
            columns[place] = shown
    columns[0], columns[BODY] = gate.id(columns[0]), gate.body(columns[BODY])  # by the key of the database: not kept
    return _action(columns)


def _words(row: ActionRow) -> list[str | None]:
    """The words of a row, as the columns `WORDED` hold them."""
    remarks = {
        name: words for name, words in (("unit", row.unit_edited), ("text", row.text_edited)) if words is not None
    }
    details = dump(details_dict(row.details))
    return [row.document, row.text, row.unit, row.number, details, row.written, row.note, dump(remarks)]


def _unworded(row: ActionRow) -> ActionRow:
    """Leave out what a letter says; dates stay where the gate decides whether they count: they may be private."""
    if row.period is None and row.details.dates:
        return row
    words: dict[str, Any] = dict.fromkeys(("unit", "number", "note", "unit_edited", "text_edited"))
    return replace(row, document="", text="", details=Details(period=row.details.period), written="", **words)


def _action(row: Sequence[Any]) -> ActionRow:
    *before, crosses, details, written, standing, note, reviewer, at, stale, said = row
    known, remarks = details_of(json.loads(details)), json.loads(said) if said != "{}" else {}
    edited = (remarks.get("unit"), remarks.get("text"))
    return ActionRow(*(*before, bool(crosses), known, written, standing, note, reviewer, at, bool(stale), *edited))


def facet_names(db: Database) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each confirmed action's id with the names of its facets, those without any left out."""
    query = """SELECT s.id, (SELECT json_group_array(json_extract(value, '$[0]')) FROM json_each(s.facets))
        FROM statements s JOIN actions a ON a.id = s.id WHERE s.facets <> '[]'"""
    for id, names in db.connection.execute(query):
        yield db.gate.id(id) if db.gate else id, tuple(json.loads(names))
