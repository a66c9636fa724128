"""Read: what the store holds, as frozen rows. What can be long is an iterator that streams from the database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from db.connection import Database
from db.disputes import cited
from db.records import (
    CODED,
    REPLIES,
    ActionRow,
    DatabaseStatus,
    DecisionRow,
    FileRow,
    Filters,
    LetterRow,
    ProblemRow,
    StatementRow,
)
from db.remarks import SAID
from db.rows import aside_of, box_from, details_dict, details_of, dump, evidence_of, facets_of, spans_of, suggestions_of
from extractor.core.errors import VeeduriaError
from extractor.core.model import Aside, Details, Kind, Span
from extractor.core.problems import PROBLEMS

if TYPE_CHECKING:
    from db.gate import Gate

LETTER_FIRST = "documents d CROSS JOIN statements s ON s.document = d.sha256"  # CROSS: SQLite keeps to this order
STATEMENT_FIRST = "statements s CROSS JOIN documents d ON d.sha256 = s.document"
CURRENT = "LEFT JOIN decisions c ON c.id = s.current"
# whoever filed it: not who left a note since, or took back what came after
AUTHOR = "coalesce((SELECT f.reviewer FROM decisions f WHERE f.id = c.rests), c.reviewer)"
FILED_AT = "coalesce((SELECT f.at FROM decisions f WHERE f.id = c.rests), c.at)"
KIND = "coalesce(c.kind, s.kind)"
INSTITUTION = "coalesce(s.institution, d.institution)"
COLUMNS = f"""s.id, d.name, d.sha256, s.page, s.start, s."end", s.text, {KIND}, s.kind, s.section, {INSTITUTION},
    CASE WHEN {INSTITUTION} IS d.institution THEN coalesce(s.unit, d.unit) ELSE s.unit END,
    coalesce(s.source, d.source), s.box, s.suggestions, s.facets, s.cues,
    coalesce(c.details, s.details), s.stale,
    s.origin, s.doubtful, c.id, c.act, c.statement, c.verdict, c.standing, c.obligation, c.kind, c.note, c.details,
    {AUTHOR}, {FILED_AT}, c.seen, c.undoes,
    {SAID}, (SELECT json_group_array(m.old) FROM moves m WHERE m.new = s.id)"""
ORDERS = {  # tables, order, and what comes after a statement whose place in the order is bound to :a …
    "letter": (
        LETTER_FIRST,
        "d.name, d.sha256, s.start, s.id",
        "d.name >= :a AND (d.name, d.sha256, s.start, s.id) > (:a, :b, :c, :d)",
    ),
    "uncertain": (STATEMENT_FIRST, "s.score, s.id", "(s.score, s.id) > (:a, :b)"),
}
CONDITIONS = {
    "institution": f"coalesce({INSTITUTION}, '') = :institution",
    "level": "coalesce((SELECT level FROM obligations WHERE id = c.obligation), s.level) = :level",
    "obligation": "coalesce(c.obligation, s.obligation) = :obligation",
    "kinds": f"{KIND} IN (SELECT value FROM json_each(:kinds))",
    "min_score": "s.score >= :min_score",
    "max_score": "s.score <= :max_score",
    "document": "(d.name = :document OR substr(d.sha256, 1, max(length(:document), 6)) = :document)",
    "rule": "instr(s.rules, :rule)",
    "source": "coalesce(s.source, d.source) = :source",
    "words": "s.rowid IN (SELECT rowid FROM statements_fts WHERE statements_fts MATCH :words)",
    "ids": "s.id IN (SELECT value FROM json_each(:ids))",
    "assigned": "d.sha256 IN (SELECT document FROM readers WHERE reviewer = :assigned AND standing = 'given')",
}

TELLS_FIGURES = """(instr(s.details, '"figures":[') OR instr(coalesce(c.details, ''), '"figures":['))"""
FIGURES_REVIEWED = "c.details IS NOT NULL"  # with the details of their statement: kept, changed or taken out

# who looks has what is given to nobody else: of letters that two read, only the two; all others that are not held
HIS_OWN = """ AND (NOT EXISTS (SELECT 1 FROM readers r WHERE r.document = d.sha256 AND r.standing <> 'done'
            AND (r.blind = 1 OR r.standing = 'given' AND (r.until IS NULL OR r.until > :now)))
        OR EXISTS (SELECT 1 FROM readers r WHERE r.document = d.sha256 AND r.standing = 'given'
            AND r.reviewer = :reviewer))"""

# what could not be found and somebody has said since is no problem any more
_ENDED = [f"code = '{code}' AND d.{kind.settled_by} IS NOT NULL" for code, kind in PROBLEMS.items() if kind.settled_by]
SOLVED = f"({' OR '.join(_ENDED)})"
EVERYTHING, OPEN = Filters(), Filters(decided=False)


class NotFound(VeeduriaError):
    """What was asked for is not in the database."""


# --- statements ---


def statements(db: Database, filters: Filters = EVERYTHING, order: str = "letter") -> Iterator[StatementRow]:
    """Yield the statements that pass, letter by letter or (`uncertain`) least certain first."""
    mine, who = own_letters(db) if db.reviewer else ("", {})
    query, values = _query(COLUMNS, _stored(db, filters), order, only=mine)
    rows = map(_statement, db.connection.execute(query, values | who))
    return map(db.gate.statement, rows) if db.gate else rows


def next_in_queue(
    db: Database, filters: Filters = OPEN, order: str = "letter", after: str | None = None
) -> StatementRow | None:
    """Return the first statement of the queue, or the one that follows `after` (an id); None at its end."""
    place = _place(db, order, after) if after is not None else {}
    query, values = _query("s.id", _stored(db, filters), order, beyond=after is not None)
    row = db.connection.execute(f"{query} LIMIT 1", values | place).fetchone()
    return statement(db, row[0]) if row else None


def _stored(db: Database, filters: Filters) -> Filters:
    """The same filters, with the ids as stored."""
    return replace(filters, ids=tuple(map(db.stored_id, filters.ids))) if filters.ids else filters


def _query(
    columns: str, filters: Filters, order: str, beyond: bool = False, only: str = ""
) -> tuple[str, dict[str, Any]]:
    tables, by, after = ORDERS[order]
    if filters.ids or filters.words:
        tables = STATEMENT_FIRST  # these few are looked up, and sorted afterwards
    where, values = _where(filters)
    where += f" AND {after}" * beyond + only
    return f"SELECT {columns} FROM {tables} {CURRENT} WHERE {where} ORDER BY {by}", values


def count(db: Database, filters: Filters = EVERYTHING) -> int:
    """Return how many statements pass."""
    where, values = _where(_stored(db, filters))
    query = f"SELECT count(*) FROM {STATEMENT_FIRST} {CURRENT} WHERE {where}"
    return int(db.connection.execute(query, values).fetchone()[0])


def statement(db: Database, id: str) -> StatementRow:
    """Return the statement with this id, stale or not.

    Raises:
        NotFound: there is none.
    """
    row = db.connection.execute(
        f"SELECT {COLUMNS} FROM {STATEMENT_FIRST} {CURRENT} WHERE s.id = :id", {"id": db.stored_id(id)}
    ).fetchone()
    if row is None:
        raise NotFound("There is no statement {id}; their ids are in: veeduria export statements", id=id)
    return db.gate.statement(_statement(row)) if db.gate else _statement(row)


def letter_text(db: Database, sha256: str) -> tuple[str, tuple[Span, ...]]:
    """Return a letter's running text and spans; "" if it could not be read."""
    row = db.connection.execute("SELECT text, spans FROM letters WHERE document = ?", (sha256,)).fetchone()
    return (row[0], spans_of(row[1])) if row else ("", ())


def characters(db: Database) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Yield each letter's hash and name with how many of its characters ended in which fate; none known: {}."""
    query = "SELECT d.sha256, d.name, l.fates FROM letters l JOIN documents d ON d.sha256 = l.document ORDER BY d.name"
    for sha256, name, fates in db.connection.execute(query):
        yield sha256, name, json.loads(fates)


def set_aside(db: Database, sha256: str) -> tuple[Aside, ...]:
    """Return what a letter's pages hold beside its text, each with its cause."""
    row = db.connection.execute("SELECT aside FROM letters WHERE document = ?", (sha256,)).fetchone()
    return aside_of(row[0]) if row else ()


def recognised_pages(db: Database, sha256: str) -> frozenset[int]:
    """Return the pages of a document whose text OCR has read."""
    query = "SELECT number FROM pages WHERE document = ? AND source = 'ocr'"
    return frozenset(number for (number,) in db.connection.execute(query, (sha256,)))


def page_of(db: Database, statement: str) -> int:
    """Return the page on which a statement begins; 1 if there is none."""
    row = db.connection.execute("SELECT page FROM statements WHERE id = ?", (statement,)).fetchone()
    return int(row[0]) if row else 1


def page_size(db: Database, sha256: str, number: int) -> tuple[float, float]:
    """Return width and height of a page in points, as its reader sees it; (0, 0) if it is not known."""
    query = "SELECT width, height FROM pages WHERE document = ? AND number = ?"
    row = db.connection.execute(query, (sha256, number)).fetchone()
    return (float(row[0]), float(row[1])) if row else (0.0, 0.0)


def _where(filters: Filters) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {name: getattr(filters, name) for name in CONDITIONS}
    given = {name: value for name, value in values.items() if value is not None and value != ()}
    conditions = [f"s.stale = {int(filters.stale)}", *(CONDITIONS[name] for name in given)]
    if filters.decided is not None:
        conditions.append(f"s.decided = {int(filters.decided)}")  # written out, so that partial indexes apply
    if filters.figures:
        conditions.append(TELLS_FIGURES)
    for name in ("kinds", "ids"):
        if name in given:
            given[name] = dump(list(given[name]))
    if "rule" in given:
        given["rule"] = f"|{given['rule']}|"
    if "words" in given:
        given["words"] = " ".join(f'"{word}"' for word in given["words"].replace('"', " ").split()) or '""'
    return " AND ".join(conditions), given


def own_letters(db: Database) -> tuple[str, dict[str, str | None]]:
    """Return the condition (after an AND of its own) that leaves out what is given to others, and its values."""
    if db.connection.execute("SELECT 1 FROM assignments LIMIT 1").fetchone() is None:
        return "", {}
    return HIS_OWN, {"reviewer": db.reviewer, "now": datetime.now(UTC).isoformat(timespec="seconds")}


def _place(db: Database, order: str, id: str) -> dict[str, Any]:
    columns = ORDERS[order][1]
    row = db.connection.execute(f"SELECT {columns} FROM {STATEMENT_FIRST} WHERE s.id = ?", (id,)).fetchone()
    if row is None:
        raise NotFound("There is no statement {id}; their ids are in: veeduria export statements", id=id)
    return dict(zip("abcd", row, strict=False))


def _statement(row: tuple[Any, ...]) -> StatementRow:
    (id, name, sha256, page, start, end, text, kind, kind_read, section, institution, unit, source, box, suggestions,
     facets, cues, details, stale, origin, doubtful, *decision, said, moved) = row  # fmt: skip
    remarks = json.loads(said)
    return StatementRow(
        id, name, sha256, page, start, end, text, Kind(kind), Kind(kind_read), section, institution, unit, source,
        box_from(box), suggestions_of(suggestions), facets_of(facets), evidence_of(json.loads(cues)),
        details_of(json.loads(details)), _decision(decision) if decision[0] else None, bool(stale), origin,
        tuple(json.loads(moved)), doubtful=bool(doubtful), unit_edited=remarks.get("unit"),
        text_edited=remarks.get("text"), level_said=remarks.get("level"),
    )  # fmt: skip


# --- bodies, decisions, actions, letters, problems ---


def body_ids(db: Database) -> tuple[str, ...]:
    """Return the ids of all bodies, in the pack's order."""
    return tuple(id for (id,) in db.connection.execute("SELECT id FROM bodies ORDER BY position"))


def decisions(db: Database, statement: str | None = None) -> Iterator[DecisionRow]:
    """Yield every decision ever taken (on one statement), in order, the undone ones and the undoing ones too."""
    query = (
        "SELECT id, act, statement, verdict, standing, obligation, kind, note, details, reviewer, at, seen, undoes"
        " FROM decisions_told WHERE :statement IS NULL OR statement = :statement ORDER BY id"
    )
    if statement is not None:
        query = query.replace(":statement IS NULL OR ", "")
    statement = db.stored_id(statement) if statement is not None else None
    rows = map(_decision, db.connection.execute(query, {"statement": statement}))
    return map(db.gate.decision, rows) if db.gate else rows


def _decision(row: Sequence[Any]) -> DecisionRow:
    *before, details, reviewer, at, seen, undoes = row
    return DecisionRow(*(*before, details_of(json.loads(details)) if details else None, reviewer, at, seen, undoes))


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


WORDED = (2, 4, 7, 11, 20, 21, 23, 27)  # the columns of an action that hold words


def _shown(db: Database, rows: Iterator[tuple[Any, ...]], worded: bool) -> Iterator[ActionRow]:
    """Make records of rows that end with the place of their text in its letter, as they may leave."""
    found, gate = cited(db), db.gate
    for *columns, start in rows:
        cites = found.get(columns[0])
        if gate and worded:
            row = _veiled(gate, columns, start)
        else:
            row = _action(columns) if worded else _unworded(_action(columns))
            row = gate.action(row, start) if gate else row
        yield replace(row, cites=cites) if cites else row


def _veiled(gate: Gate, columns: list[Any], start: int) -> ActionRow:
    """Return a row as masking leaves it; as it was kept, where it was masked before."""
    words = [columns[place] for place in WORDED]
    mark = gate.row_mark(f"{start} {words}", columns[1])
    kept = gate.masked_rows.get(mark)
    if kept is None:
        row = _action(columns)
        masked = gate.action(row, start)
        gate.masked_rows.keep(mark, "" if replace(masked, id=row.id) == row else dump(_words(masked)))
        return masked
    if kept:
        for place, shown in zip(WORDED, json.loads(kept), strict=True):
            columns[place] = shown
    columns[0] = gate.id(columns[0])
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


def has_letter(db: Database, named: str) -> bool:
    """Is there a document with this name or (start of a) hash?"""
    query = f"SELECT 1 FROM documents d WHERE {CONDITIONS['document']}"
    return db.connection.execute(query, {"document": named}).fetchone() is not None


def letters(db: Database, institution: str | None = None, sha256: str | None = None) -> Iterator[LetterRow]:
    """Yield the documents that were read, by name, each with its problems; a file of coded actions only by its hash."""
    query = f"""SELECT d.name, d.sha256, d.path, d.source, d.wave, d.covers, d.outcome, d.institution, d.unit, d.number,
        d.date, d.reference, d.subject, d.pages, d.text_source, d.confidence, d.reply, d.reply_reason,
        coalesce((SELECT substr(text, d.reply_start + 1, d.reply_end - d.reply_start)
                  FROM letters WHERE document = d.sha256), ''),
        d.reply_target,
        (SELECT json_group_array(DISTINCT field) FROM corrections_in_force WHERE document = d.sha256),
        (SELECT json_group_array(json_array(place, code, detail)) FROM problems
         WHERE document = d.sha256 AND NOT {SOLVED}),
        coalesce(json_extract(d.as_read, '$.grounds'), '{{}}'),
        d.reply_doubtful AND NOT EXISTS (
            SELECT 1 FROM corrections_in_force WHERE document = d.sha256 AND field IN ('reply', 'reply_reason'))
        FROM documents d
        WHERE (:institution IS NULL OR coalesce(d.institution, '') = :institution)
          AND (d.sha256 = :sha256 OR :sha256 IS NULL AND d.source <> :coded) ORDER BY d.name, d.sha256"""
    values = {"institution": institution, "sha256": sha256, "coded": CODED}
    rows = map(_letter, db.connection.execute(query, values))
    return map(db.gate.letter, rows) if db.gate else rows


def _letter(row: tuple[Any, ...]) -> LetterRow:
    *before, corrected, problems, grounds, doubtful = row
    name, sha256, outcome = before[0], before[1], before[6]
    found = tuple(ProblemRow(name, sha256, outcome, *problem) for problem in json.loads(problems))
    fields = tuple(sorted(json.loads(corrected)))
    why = {name: (sure, reason) for name, (sure, reason) in json.loads(grounds).items()}
    why |= {name: (1.0, "reviewed") for name in fields if name in why}
    return LetterRow(*(*before, fields, found, why, bool(doubtful)))


def erased(db: Database) -> frozenset[str]:
    """Return the hashes of the documents that were forgotten."""
    return frozenset(document for (document,) in db.connection.execute("SELECT document FROM erasures"))


def problems(db: Database) -> Iterator[ProblemRow]:
    """Yield every problem: of documents, then of files that could not be read and of duplicates."""
    query = f"""SELECT d.name, d.sha256, d.outcome, p.place, p.code, p.detail
        FROM documents d JOIN problems p ON p.document = d.sha256 AND NOT {SOLVED}
        UNION ALL
        SELECT f.name, f.document, f.outcome, p.place, p.code, p.detail
        FROM files f JOIN problems p ON p.file = f.key
        ORDER BY 1, 2, 4, 5"""
    rows = (ProblemRow(*row) for row in db.connection.execute(query))
    return map(db.gate.problem, rows) if db.gate else rows


def open_problems(db: Database, sha256: str) -> list[tuple[str, str, str]]:
    """Return place, code and detail of each problem of one document that nobody has settled."""
    query = f"""SELECT p.place, p.code, p.detail FROM problems p JOIN documents d ON d.sha256 = p.document
        WHERE p.document = ? AND NOT {SOLVED}"""
    return db.connection.execute(query, (sha256,)).fetchall()


def files(db: Database) -> Iterator[FileRow]:
    """Yield every file that was ever found, with the one outcome it has and the codes of its problems."""
    query = """SELECT f.name, f.document, d.name, f.outcome, (SELECT json_group_array(code) FROM (
            SELECT code FROM problems WHERE file = f.key
            UNION SELECT code FROM problems WHERE document = f.document AND f.outcome <> 'duplicate'))
        FROM files f LEFT JOIN documents d ON d.sha256 = f.document ORDER BY f.name, f.key"""
    rows = db.connection.execute(query)
    found = (
        FileRow(name, sha256, kept, outcome, tuple(json.loads(codes))) for name, sha256, kept, outcome, codes in rows
    )
    return map(db.gate.file, found) if db.gate else found


def open_moves(db: Database) -> list[tuple[str, str]]:
    """Return the statements with decisions that a newer reading does not hold at their place, with where they may be.

    Once somebody has decided on the new one, or taken back what was decided on the old one, the move is settled.
    """
    query = """SELECT m.old, m.new FROM moves m JOIN statements o ON o.id = m.old JOIN statements n ON n.id = m.new
        WHERE o.stale = 1 AND o.decided = 1 AND n.stale = 0 AND n.decided = 0 ORDER BY m.id"""
    return db.connection.execute(query).fetchall()


# --- everything at a glance ---


def status(db: Database) -> DatabaseStatus:
    """Count everything."""
    read = db.connection.execute
    kinds: dict[str, tuple[int, int]] = dict.fromkeys(Kind, (0, 0))
    for kind, undecided, decided in read(
        "SELECT kind, count(*) - sum(decided), sum(decided) FROM statements WHERE stale = 0 GROUP BY kind"
    ):
        kinds[kind] = (undecided, decided)
    return DatabaseStatus(
        files=dict(read("SELECT outcome, count(*) FROM files GROUP BY 1")),
        documents=dict(read("SELECT outcome, count(*) FROM documents GROUP BY 1")),
        institutions_unknown=read(
            "SELECT count(*) FROM documents WHERE institution IS NULL AND outcome IN ('read', 'needs_person')"
            " AND source = ?",
            (REPLIES,),
        ).fetchone()[0],
        kinds=kinds,
        standings=dict(
            read(
                "SELECT c.standing, count(*) FROM current_decisions c JOIN statements s ON s.id = c.statement"
                " WHERE c.standing IS NOT NULL AND s.origin <> 'import' GROUP BY 1"
            )
        ),
        stale=read("SELECT count(*) FROM statements WHERE stale = 1").fetchone()[0],
        problems=dict(read("SELECT code, count(*) FROM problems GROUP BY 1 ORDER BY 2 DESC, 1")),
        reviewers=dict(
            read("SELECT reviewer, count(*) FROM decisions_told WHERE verdict <> 'undone' GROUP BY 1 ORDER BY 1")
        ),
        last_run=read("SELECT version, pack, started FROM runs ORDER BY id DESC LIMIT 1").fetchone(),
        other_packs=read(
            "SELECT count(*) FROM documents JOIN runs ON runs.id = documents.run"
            " WHERE pack_hash <> (SELECT pack_hash FROM runs ORDER BY id DESC LIMIT 1)"
            " AND outcome IN ('read', 'needs_person') AND source <> ?",  # no others are read again
            (CODED,),
        ).fetchone()[0],
        moved=len({old for old, _new in open_moves(db)}),
    )
